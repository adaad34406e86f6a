"""What is told about who lived where."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.households import Resident


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
