"""What the tab shows of a month, read in one go on the worker, and the words for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ldz_desktop.domain.evaluation import SHOWN_FROM, Standing, grouped
from ldz_desktop.domain.leaders import month_days
from ldz_desktop.domain.postings import Objection
from ldz_desktop.domain.reopening import Pair
from ldz_desktop.services.evaluation_records import (
    BuildingProgress,
    MonthInfo,
    MonthOverview,
    Ranking,
)
from ldz_desktop.services.reopening_records import KeptEdition
from ldz_desktop.ui.evaluation.finding import spellings

if TYPE_CHECKING:
    from ldz_desktop.domain.places import ScopeName
    from ldz_desktop.services.context import Office

CHECKED = "已核"


@dataclass(frozen=True, slots=True)
class MonthData:
    """Everything of the main page. months: newest first; overview … None: there is no month.

    leaders: whether anybody is on the roster. proposal: the month that would be opened next.
    known: building id → what it can be found by. editions: what is kept of a month that was
    re-opened, and pairs: what is corrected beside the present; upheld: appeals found right.
    """

    months: tuple[MonthInfo, ...]
    overview: MonthOverview | None
    progress: tuple[BuildingProgress, ...]
    ranking: Ranking | None
    leaders: bool
    proposal: str
    known: Mapping[int, str]
    editions: tuple[KeptEdition, ...] = ()
    pairs: tuple[Pair, ...] = ()
    upheld: tuple[Objection, ...] = ()


def load(office: "Office", month: str, scope: "ScopeName | None") -> MonthData:
    """Read a month ("" or one that is gone: the newest). For the worker."""
    months = office.evaluation.months()
    proposal = proposed_month([m.month for m in months], office.today().strftime("%Y-%m"))
    names = [m.month for m in months]
    if not names:
        return MonthData((), None, (), None, office.roster.figures().leaders > 0, proposal, {})
    wanted = month if month in names else names[0]
    progress = office.evaluation.progress(wanted)
    return MonthData(
        months=months,
        overview=office.evaluation.overview(wanted),
        progress=progress,
        ranking=_with_intervals(office, office.evaluation.ranking(wanted, scope)),
        leaders=bool(progress) or office.roster.figures().leaders > 0,
        proposal=proposal,
        known=spellings(progress),
        editions=office.reopening.editions(wanted),
        pairs=office.reopening.side_by_side(wanted, scope),
        upheld=office.reopening.upheld(wanted),
    )


def _with_intervals(office: "Office", ranking: Ranking) -> Ranking:
    """Beside the ranks what they can bear, where they are those of the scheme's own scope."""
    if ranking.scope != ranking.scheme.scope:
        return ranking
    return replace(ranking, intervals=office.rank_intervals.of_month(ranking.month))


def proposed_month(months: Sequence[str], this_month: str) -> str:
    """The month to open next: this one, or the one after the newest."""
    newest = max(months, default="")
    if this_month > newest:
        return this_month
    return month_after(newest)


def month_after(month: str) -> str:
    """The calendar month after YYYY-MM."""
    _, last = month_days(month)
    year, number = (last.year + 1, 1) if last.month == 12 else (last.year, last.month + 1)
    return f"{year}-{number:02d}"


def scope_names(ranking: Ranking) -> tuple[str, ...]:
    """The groups of a ranking in their order."""
    return tuple(grouped(ranking.standings, ranking.scope))


def shown(standing: Standing) -> bool:
    """Whether there are enough valid sheets for results to be shown at all: a rolling scheme asks
    for more than the least there is."""
    return standing.score.valid >= SHOWN_FROM and standing.score.satisfaction is not None


def figure(value: Decimal | None, standing: Standing | None = None) -> str:
    """A printed number, or a dash where there is none or it must not be shown."""
    if value is None or (standing is not None and not shown(standing)):
        return "—"
    return str(value)


def return_rate(returned: int, issued: int | None) -> str:
    """回收率 as whole per cents, rounded half up; empty where nobody counted the issued sheets."""
    if not issued:
        return ""
    return f"{(200 * returned + issued) // (2 * issued)} %"


def remark(standing: Standing, held: int = 0) -> tuple[str, str]:
    """The words of the remark column and their tone. held: months the flag was held in a row; one
    that the ranking does not give was given by a recorded decision of a tie."""
    if standing.flag or held:
        flag = "红旗" if standing.flag else "红旗（议定）"
        words = f"{flag} 连续{held}月" if held > 1 else flag
        last = f" 末位 {max(1, standing.streak)} 月" if standing.last else ""
        return words + last, "red"
    if standing.score.why_unranked is not None:
        return standing.score.why_unranked, "muted"
    if standing.last:
        return f"末位 {max(1, standing.streak)} 月", "amber-ink" if standing.streak > 1 else "muted"
    return "", ""


def missing(one: BuildingProgress) -> tuple[str, ...]:
    """What a building still lacks, in a few words each; empty when it is complete."""
    found = []
    if one.drafted:
        found.append(f"{one.drafted} 张未交批")
    elif one.header is None:
        found.append("满意度表")
    elif one.problems:
        found.append("张数不平")
    if not one.assessors:
        found.append("星级评分册")
    return tuple(found)


def keyings(one: BuildingProgress) -> str:
    """Whether a batch was keyed a second time; empty where it was not."""
    if not one.checked:
        return ""
    return "复录中" if one.drafted else "已复核"


def state_of(one: BuildingProgress) -> tuple[str, str]:
    """A building's entry in one word, and the tone of its chip."""
    if one.drafted:
        return "录入中", "blue"
    if one.header is None:
        return "未录", "grey"
    if one.problems:
        return "不平", "red"
    return (CHECKED, "green") if one.assessors else ("缺星级", "amber")


def written_of(data: MonthData) -> int:
    """Buildings whose envelopes were written down when they were given out."""
    return sum(one.given is not None for one in data.progress)


def checked_of(data: MonthData) -> int:
    """Buildings whose batch balances and that have stars."""
    return sum(state_of(one)[0] == CHECKED for one in data.progress)
