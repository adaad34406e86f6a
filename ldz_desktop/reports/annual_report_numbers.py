"""Numbers as the year's report writes them, and what the opinions of several months come to."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from ldz_desktop.domain.evaluation import half_up
from ldz_desktop.services.annual_report_records import Opinion


def count(number: int) -> str:
    """24,000."""
    return f"{number:,}"


def percent(part: int, whole: int, places: int = 1) -> str:
    """84.6% of a whole that is not 0."""
    return f"{half_up(Fraction(100 * part, whole), places)}%"


def parts(named: Iterable[tuple[str, int]], unit: str) -> str:
    """居民选举3次、公推1次: what there is none of is left out."""
    return "、".join(f"{name}{count(n)}{unit}" for name, n in named if n)


def months_text(months: Sequence[str]) -> str:
    """1月至10月、12月 for months of one year, in their order."""
    runs: list[list[int]] = []
    for number in (int(month[5:7]) for month in months):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(
        f"{run[0]}月至{run[-1]}月" if len(run) > 2 else "、".join(f"{n}月" for n in run)
        for run in runs
    )


def together(every: Iterable[Opinion]) -> Opinion:
    """Several months as one."""
    found = [*every]
    return Opinion(
        sum(o.sheets for o in found), sum((o.weighted for o in found), Fraction()),
        sum(o.answers for o in found), sum(o.satisfied for o in found),
        sum((o.stars for o in found), Fraction()), sum(o.buildings for o in found),
    )  # fmt: skip


def mean(opinion: Opinion) -> Decimal | None:
    """Satisfaction: the buildings' printed ones, by their valid sheets."""
    return half_up(opinion.weighted / opinion.sheets) if opinion.sheets else None


def rate(opinion: Opinion) -> Decimal | None:
    """Satisfied answers in a hundred."""
    if not opinion.answers:
        return None
    return half_up(Fraction(100 * opinion.satisfied, opinion.answers))


def mean_stars(opinion: Opinion) -> Decimal | None:
    """The buildings' printed ones, each building alike."""
    return half_up(opinion.stars / opinion.buildings) if opinion.buildings else None
