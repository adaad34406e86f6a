"""What the flag service tells: plain records for the window, lists and papers."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.flags import Decision, Flag, Move, Run, Tie
from ldz_desktop.services.months import month_text


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A flag of the register. place, leader: where it hangs and who leads there now, "" in the
    office; since: since when; months: of the present stay; moves: how often it was handed on."""

    flag: Flag
    place: str = ""
    leader: str = ""
    since: date | None = None
    months: int = 0
    moves: int = 0

    @property
    def id(self) -> int:
        return self.flag.id


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One flag of a month with names. giver, taker: who leads the two buildings now; held: months
    with a flag altogether, this one included; decided: the flag was given by a decision; photos:
    how many hang on the hand-over."""

    move: Move
    number: str
    origin: str
    place: str
    giver: str
    taker: str
    held: int
    decided: bool
    photos: int = 0

    @property
    def id(self) -> int:
        """The flag; below zero for a building that there is no flag for."""
        return self.move.flag_id or -self.move.to_building


@dataclass(frozen=True, slots=True)
class RunLine:
    """A stay of a flag in the ledger. leader: who was evaluated there in its last month; origin:
    where it came from, "" from the office; photos: of all its hand-overs."""

    run: Run
    number: str
    community: str
    place: str
    origin: str
    leader: str
    photos: int = 0

    @property
    def id(self) -> int:
        return self.run.first.id

    @property
    def span(self) -> str:
        """2026年8月, or 2026年8月至10月."""
        first, last = self.run.first.month, self.run.last.month
        if first == last:
            return month_text(first)
        end = f"{int(last[5:7])}月" if first[:4] == last[:4] else month_text(last)
        return f"{month_text(first)}至{end}"

    @property
    def since(self) -> date | None:
        return self.run.first.from_on

    @property
    def until(self) -> date | None:
        return self.run.last.to_on


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie past the last flag. titles: of the tied buildings, in the tie's order; decision: what
    was decided, None while nobody did."""

    tie: Tie
    titles: tuple[str, ...]
    decision: Decision | None

    def chosen(self) -> tuple[str, ...]:
        """Titles of the buildings the decision names."""
        if self.decision is None:
            return ()
        names = dict(zip(self.tie.buildings, self.titles, strict=True))
        return tuple(names[b] for b in self.decision.buildings)


@dataclass(frozen=True, slots=True)
class MonthFlags:
    """A month's page. months: closed ones, the newest first; communities: with buildings."""

    months: tuple[str, ...] = ()
    month: str = ""
    moves: tuple[MoveLine, ...] = ()
    ties: tuple[TieLine, ...] = ()
    flags: int = 0


@dataclass(frozen=True, slots=True)
class Handing:
    """What a person writes down about one flag of a month. from_on, handed_by, received_by: None
    where the flag stays."""

    flag_id: int
    building_id: int
    from_on: date | None = None
    handed_by: str | None = None
    received_by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """流动红旗交接单. on: None for a pen; months, held: with this month; score: as printed."""

    unit: str
    community: str
    number: str
    month: str
    origin: str
    place: str
    giver: str
    taker: str
    score: str
    months: int
    held: int
    on: date | None
    decided: str
