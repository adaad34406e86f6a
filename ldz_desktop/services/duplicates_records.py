"""What the search for duplicates tells: people, pairs, and what merging two of them would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ldz_desktop.domain.duplicates import Match
from ldz_desktop.domain.households import Resident, State

Choice = Literal["keep", "drop"]


@dataclass(frozen=True, slots=True)
class PersonSide:
    """One of two records. id_number and phone are masked; closed: the household's file is
    closed."""

    id: int
    household_id: int
    name: str
    relation: str | None
    sex: str | None
    birth: date | None
    id_number: str
    phone: str
    state: State
    compound: str
    building: str
    room: str
    closed: bool

    @property
    def address(self) -> str:
        return f"{self.compound}{self.building} {self.room}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody already on file who may be the person being typed."""

    person: PersonSide
    match: Match


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of likely one person; first was written down earlier."""

    first: PersonSide
    second: PersonSide
    match: Match

    @property
    def key(self) -> tuple[int, int]:
        return self.first.id, self.second.id


@dataclass(frozen=True, slots=True)
class Scan:
    """All pairs of the archive, the surest first. residents: how many records were compared."""

    pairs: tuple[Pair, ...]
    residents: int


@dataclass(frozen=True, slots=True)
class SaidDistinct:
    """Somebody said that these are two people. said_on: None where the day cannot be read."""

    first: PersonSide
    second: PersonSide
    said_by: str
    said_on: date | None


@dataclass(frozen=True, slots=True)
class MergeField:
    """One field of the two records in words. chosen: what is proposed. secret: masked here, to be
    shown on request; places: characters in which two numbers of one length differ (from 1)."""

    key: str
    title: str
    keep: str
    drop: str
    chosen: Choice
    same: bool
    secret: bool = False
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging would do. moved: what changes hands; warnings: what a household loses when the
    person is filed with the other record (keyed by that record)."""

    keep: Resident
    drop: Resident
    keep_address: str
    drop_address: str
    fields: tuple[MergeField, ...]
    moved: tuple[str, ...]
    warnings: Mapping[Choice, tuple[str, ...]]
