"""What is told about who lived where, and about closed files."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.households import Resident
from ldz_desktop.record import record


@dataclass(frozen=True, slots=True)
class Lived:
    """Somebody who lived in a dwelling on a day. from_on None: as long as anybody knows; to_on
    None: still. certain: False where the day of leaving is written nowhere. The record is as it is
    today: the relation may have been another one then."""

    resident: Resident
    household_id: int
    file_no: str
    from_on: date | None
    to_on: date | None
    why: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Residence:
    """One time somebody lived somewhere, as Lived tells it of a dwelling."""

    dwelling_id: int
    address: str
    household_id: int
    file_no: str
    from_on: date | None
    to_on: date | None
    why: str
    certain: bool


@record
class Whereabouts:
    """An open file, and who of a closed one is in it (children's names masked). address: without
    the building where it is the same."""

    household_id: int
    address: str
    names: tuple[str, ...] = ()


@record
class Closing:
    """Why a file is closed. what: the action (并户, 换租), "" where nothing tells; reason: as the
    person gave it; batch_id: to take it back, 0 where that cannot be; went: where its people are
    on file now; dwelling: the other files of the dwelling."""

    day: date
    what: str
    actor: str
    reason: str
    batch_id: int
    went: tuple[Whereabouts, ...]
    dwelling: tuple[Whereabouts, ...]
