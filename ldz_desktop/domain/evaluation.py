"""From anonymous sheets and star booklets to a ranking (contract.md, domain.md §7).

All arithmetic is exact; a number is rounded half up to two decimals once, when it is printed, and
ranks go by the printed numbers, so that anyone can recompute them from the notice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ldz_desktop.domain.places import ScopeName
from ldz_desktop.domain.pooling import (
    BLANK,
    Basis,
    BuildingMonth,
    Past,
    bases,
    group_of,
    is_valid,
    tally,
)
from ldz_desktop.domain.schemes import (
    DUTY_CLASSES,
    GRADES,
    SCHEME_1,
    SHOWN_FROM,
    Scheme,
)

__all__ = [
    "BLANK", "DUTY_CLASSES", "FEW_SHEETS", "GRADES", "NO_BOOKLET", "SCHEME_1", "SHOWN_FROM",
    "BuildingMonth", "Exact", "Header", "MonthState", "Scheme", "Score", "Standing", "balance",
    "exact", "group_of", "half_up", "is_valid", "merit", "minimum_sheets", "previous_month", "rank",
    "scope_of", "score_building", "score_month", "score_of", "tally", "undecided_flags",
    "with_streaks",
]  # fmt: skip

MonthState = Literal["open", "closed", "published"]
NO_BOOKLET = "资料不全"
FEW_SHEETS = "样本不足"


@dataclass(frozen=True, slots=True)
class Header:
    """The count sheet of a building's batch. issued: None where nobody counted (imported sheets).

    returned = valid + spoiled + blank, and returned ≤ issued, or the batch does not balance.
    """

    issued: int | None = None
    returned: int = 0
    valid: int = 0
    spoiled: int = 0
    blank: int = 0


def against(given: int | None, header: Header) -> Header:
    """The count sheet of a file, counted against the envelopes that were given out. A file with
    more sheets than that was not counted against them: issued stays unknown."""
    issued = given if given is not None and given >= header.returned else None
    return replace(header, issued=issued)


def balance(header: Header, keyed_valid: int, keyed_invalid: int = 0) -> tuple[str, ...]:
    """Why a batch does not balance, in sentences; empty when it does.

    keyed_valid / keyed_invalid: sheets keyed with enough / too few answers.
    """
    found: list[str] = []
    parts = header.valid + header.spoiled + header.blank
    if min(header.returned, header.valid, header.spoiled, header.blank, header.issued or 0) < 0:
        found.append("张数不能是负数。")
    if parts != header.returned:
        found.append(
            f"收回 {header.returned} 张，有效 {header.valid} + 废表 {header.spoiled} + "
            f"空白 {header.blank} = {parts} 张，两数不等。"
        )
    if header.issued is not None and header.returned > header.issued:
        found.append(f"收回 {header.returned} 张，多于发出的 {header.issued} 张。")
    if keyed_valid != header.valid:
        found.append(f"已录入有效表 {keyed_valid} 张，表头填写 {header.valid} 张。")
    if keyed_invalid > header.spoiled + header.blank:
        found.append(
            f"已录入答题不足的表 {keyed_invalid} 张，多于废表和空白表之和 "
            f"{header.spoiled + header.blank} 张。"
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Score:
    """The printed result of one building; decimals have two places, None where there is none.

    grades: answers of each grade 1…5 on valid sheets. minimum: valid sheets needed to be ranked.
    """

    building_id: int
    tenure_id: int
    street: str
    community: str
    compound: str
    building: str
    leader: str
    valid: int
    returned: int
    issued: int | None
    minimum: int
    overdue: int
    grades: tuple[int, int, int, int, int]
    satisfaction: Decimal | None
    satisfied_rate: Decimal | None
    stars: Decimal | None
    score: Decimal | None
    why_unranked: str | None

    @property
    def title(self) -> str:
        return f"{self.compound}{self.building}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A score with its place in a scope. rank None: unranked. streak: last places in a row of the
    leader's tenure, this month included."""

    scope: str
    score: Score
    rank: int | None
    flag: bool
    last: bool
    streak: int = 0


def half_up(value: Fraction, places: int = 2) -> Decimal:
    """Rounded half up, with exactly that many decimals."""
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-places)


@dataclass(frozen=True, slots=True)
class Exact:
    """The unrounded numbers of a score; None where there is none or it must not be shown."""

    satisfaction: Fraction | None
    satisfied_rate: Fraction | None
    stars: Fraction | None
    score: Fraction | None


def exact(basis: Basis, scheme: Scheme) -> Exact:
    """The unrounded numbers (scheme 1: contract.md; over a window: reliability.md §4.5)."""
    sums = basis.pool
    stars = None if sums.stars is None else sums.stars * scheme.star_value
    if sums.valid < max(SHOWN_FROM, scheme.shown_from):
        return Exact(None, None, stars, None)
    satisfaction = sums.total / sums.valid
    if scheme.prior and basis.centre is not None:
        satisfaction = (sums.total + scheme.prior * basis.centre.mean) / (sums.valid + scheme.prior)
    score = None
    if stars is not None:
        score = scheme.satisfaction_weight * satisfaction + scheme.stars_weight * stars
    return Exact(satisfaction, Fraction(100 * sums.satisfied, sums.answers), stars, score)


def minimum_sheets(occupied: int | None, scheme: Scheme) -> int:
    """Sheets needed to be ranked: the scheme's number, or its share of the occupied households
    rounded up where that is more; the number alone where the households are not known."""
    share = scheme.minimum_share * (occupied or 0)
    return max(scheme.minimum_sheets, -(-share.numerator // share.denominator))


def score_month(
    months: Sequence[BuildingMonth], scheme: Scheme = SCHEME_1, earlier: Sequence[Past] = ()
) -> tuple[Score, ...]:
    """The printed scores of a month, in the order given."""
    return tuple(score_of(basis, scheme) for basis in bases(months, scheme, earlier))


def score_building(month: BuildingMonth, scheme: Scheme = SCHEME_1) -> Score:
    """The printed score of one building that stands alone."""
    return score_month((month,), scheme)[0]


def score_of(basis: Basis, scheme: Scheme) -> Score:
    """The printed score; over a window its counts are those of the window."""
    month, sums, numbers = basis.month, basis.pool, exact(basis, scheme)
    minimum = minimum_sheets(month.occupied, scheme)
    why = None
    if numbers.stars is None:
        why = NO_BOOKLET
    elif sums.valid < minimum:
        why = FEW_SHEETS
    return Score(
        building_id=month.building_id,
        tenure_id=month.tenure_id,
        street=month.street,
        community=month.community,
        compound=month.compound,
        building=month.building,
        leader=month.leader,
        valid=sums.valid,
        returned=sums.returned,
        issued=sums.issued,
        minimum=minimum,
        overdue=month.overdue,
        grades=sums.grades if numbers.satisfaction is not None else (0, 0, 0, 0, 0),
        satisfaction=_printed(numbers.satisfaction),
        satisfied_rate=_printed(numbers.satisfied_rate),
        stars=_printed(numbers.stars),
        score=_printed(numbers.score),
        why_unranked=why,
    )


def _printed(value: Fraction | None) -> Decimal | None:
    return None if value is None else half_up(value)


def scope_of(score: Score, scope: ScopeName) -> str:
    """The name of the group a building is ranked in."""
    if scope == "小区":
        return score.compound
    if scope == "社区":
        return score.community
    return score.street if scope == "街道" else "全区"


def merit(score: Score, scheme: Scheme) -> tuple[Decimal | Fraction | int, ...]:
    """Better is greater: the printed score, then the scheme's tie-breaks in their order."""
    breaks: dict[str, Decimal | Fraction | int] = {
        "satisfaction": score.satisfaction or Decimal(),
        "return_rate": Fraction(score.returned, score.issued) if score.issued else Fraction(),
        "overdue": -score.overdue,
    }
    return (score.score or Decimal(), *(breaks[name] for name in scheme.tie_breaks))


def rank(
    scores: Iterable[Score], scope: ScopeName, scheme: Scheme = SCHEME_1
) -> tuple[Standing, ...]:
    """The ranking, group after group in the order given; unranked buildings follow the ranked.

    Competition ranking 1,1,3. Last = everybody on the lowest rank, unless that is everybody.
    The flag always goes to the best `scheme.flags` of each community; a tie that goes past the
    last flag leaves its places unflagged.
    """
    every = tuple(scores)
    flagged = _flagged(every, scheme)
    standings: list[Standing] = []
    for members in _groups(every, scope):
        placed = _places(members, scheme)
        lowest = max(placed.values(), default=0)
        everybody = all(place == lowest for place in placed.values())
        order = sorted(members, key=lambda s: placed.get(s.building_id, len(members) + 1))
        standings += [
            Standing(
                scope=scope_of(score, scope),
                score=score,
                rank=placed.get(score.building_id),
                flag=score.building_id in flagged,
                last=not everybody and placed.get(score.building_id) == lowest,
            )
            for score in order
        ]
    return tuple(standings)


def _groups(scores: tuple[Score, ...], scope: ScopeName) -> list[list[Score]]:
    groups: dict[tuple[str, ...], list[Score]] = {}
    for score in scores:
        groups.setdefault(group_of(score, scope), []).append(score)
    return list(groups.values())


def _places(members: list[Score], scheme: Scheme) -> dict[int, int]:
    merits = {
        s.building_id: merit(s, scheme)
        for s in members
        if s.why_unranked is None and s.score is not None
    }
    places: dict[int, int] = {}
    before = 0
    for index, building in enumerate(sorted(merits, key=merits.__getitem__, reverse=True)):
        same = index and merits[building] == merits[before]
        places[building] = places[before] if same else index + 1
        before = building
    return places


def _flagged(scores: tuple[Score, ...], scheme: Scheme) -> set[int]:
    flagged: set[int] = set()
    for members in _groups(scores, "社区"):
        places = _places(members, scheme)
        for place in sorted(set(places.values())):
            tied = [b for b, p in places.items() if p == place]
            if place + len(tied) - 1 > scheme.flags:
                break
            flagged.update(tied)
    return flagged


def undecided_flags(
    scores: Iterable[Score], scheme: Scheme = SCHEME_1
) -> tuple[tuple[Score, ...], ...]:
    """Who is tied, for a recorded decision, in each community where a tie goes past the last
    flag. Communities of one name in two streets are two."""
    found: list[tuple[Score, ...]] = []
    for members in _groups(tuple(scores), "社区"):
        places = _places(members, scheme)
        for place in sorted(set(places.values())):
            tied = tuple(s for s in members if places.get(s.building_id) == place)
            if place <= scheme.flags < place + len(tied) - 1:
                found.append(tied)
    return tuple(found)


def grouped(standings: Iterable[Standing], scope: ScopeName) -> dict[str, tuple[Standing, ...]]:
    """The groups of a ranking under titles that tell them apart: a compound bears its community's
    name where another community has one of that name, a community its street's."""
    groups: dict[tuple[str, ...], list[Standing]] = {}
    for one in standings:
        groups.setdefault(group_of(one.score, scope), []).append(one)
    names = Counter(rows[0].scope for rows in groups.values())
    return {
        rows[0].scope if names[rows[0].scope] == 1 else "".join(key): tuple(rows)
        for key, rows in groups.items()
    }


def previous_month(month: str) -> str:
    """The calendar month before YYYY-MM."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02d}"


def with_streaks(
    standings: tuple[Standing, ...], month: str, history: Mapping[str, tuple[Standing, ...]]
) -> tuple[Standing, ...]:
    """The standings with each leader's streak of last places, this month included.

    history: standings of earlier months, each by its own scheme. A streak counts consecutive
    calendar months of one tenure; an unranked month neither counts nor breaks it, a month without
    any evaluation breaks it. A building without a leader has no streak.
    """
    by_month = {
        m: {s.score.tenure_id: s for s in old if s.score.tenure_id} for m, old in history.items()
    }
    return tuple(replace(one, streak=_streak(one, month, by_month)) for one in standings)


def _streak(one: Standing, month: str, by_month: Mapping[str, Mapping[int, Standing]]) -> int:
    tenure = one.score.tenure_id
    if tenure == 0 or (one.rank is not None and not one.last):
        return 0
    count = int(one.last)
    earlier = previous_month(month)
    while earlier in by_month:
        old = by_month[earlier].get(tenure)
        if old is None or (old.rank is not None and not old.last):
            break
        count += int(old.last)
        earlier = previous_month(earlier)
    return count
