"""Tables of residents: from raw blocks to accepted people, refused rows and notes."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from ldz_desktop.domain.households import HEAD
from ldz_desktop.services.importing.cells import Fault, Raw, is_empty, text
from ldz_desktop.services.importing.chunks import PeopleChunk, Report
from ldz_desktop.services.importing.columns import Values, values_of
from ldz_desktop.services.importing.duplicates import People, Person, Verdict
from ldz_desktop.services.importing.dwellings import (
    PLACE_KEYS,
    DwellingCells,
    Dwellings,
    PlaceFault,
)
from ldz_desktop.services.importing.fields import FIELD_TITLES
from ldz_desktop.services.importing.filling import fill_blanks
from ldz_desktop.services.importing.groups import has_groups, one_person_a_row, only_heads
from ldz_desktop.services.importing.persons import (
    VACANT,
    Identities,
    Names,
    mismatches,
    read_identities,
)
from ldz_desktop.services.importing.tables import Block, RowReader, Table

ADULT = 18
_SIMPLE = (
    *("relation", "ethnic", "education", "occupation", "workplace", "health", "political"),
    *("marital", "phone", "registered_address", "note"),
)
_VACANT_WORDS = frozenset(("空置", "空房", "空置房", "空户", "无人居住", "无人", "闲置", "未入住"))


class _Issue(NamedTuple):
    index: int
    key: str
    fault: Fault


class _Row(NamedTuple):
    """What decides about one row of a block."""

    name: Any
    dwelling: "int | PlaceFault"
    number: str | None
    birth: str | None
    relation: str | None


class HouseholdParser:
    """Reads all tables of one file, in order; remembers everybody for duplicates."""

    def __init__(self, today: date) -> None:
        self.report = Report()
        self._today = today
        self._adult_before = _years_before(today, ADULT).isoformat()
        self._names = Names()
        self._dwellings = Dwellings()
        self._sent = 0
        self._told: set[int] = set()
        self._tenures: dict[int, str] = {}
        self._heads: dict[int, tuple[str, int]] = {}
        self._people = People()

    def parse(self, table: Table) -> Iterator[PeopleChunk]:
        """The accepted residents of a table; what is wrong goes to `report`."""
        table.fill_merged()
        fill_blanks(table)
        many = has_groups(table.layout)
        key = "name" if "name" in table.layout.keys else "head.name"
        values: dict[str, Values] = {}
        for block in RowReader(table, None if many else key, whole=many).blocks():
            one = only_heads(block, table.layout)
            one = one_person_a_row(one) if many else one
            yield _BlockReader(self, table, one, values).read()
        for word in self._dwellings.lacking:
            if word not in self.report.lacking:
                self.report.lacking.append(word)

    # -- what blocks share -----------------------------------------------------------------------

    @property
    def today(self) -> date:
        return self._today

    @property
    def adult_before(self) -> str:
        """Born on that day or before: an adult today."""
        return self._adult_before

    @property
    def names(self) -> Names:
        return self._names

    @property
    def dwellings(self) -> Dwellings:
        return self._dwellings

    def judge(self, person: Person) -> Verdict | None:
        """Whether somebody is in the file already."""
        return self._people.judge(person)

    def head_before(self, sheet: str, dwelling: int, row: int) -> int | None:
        """The row of the head that the dwelling has already; the first one is remembered."""
        known = self._heads.setdefault(dwelling, (sheet, row))
        return None if known == (sheet, row) else known[1]

    def new_tenures(self, pairs: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Tenures of dwellings that had none; the first word about a dwelling counts."""
        found: list[tuple[int, str]] = []
        for dwelling, tenure in pairs:
            if self._tenures.setdefault(dwelling, tenure) is tenure and dwelling not in self._told:
                self._told.add(dwelling)
                found.append((dwelling, tenure))
        return found

    def tenure_of(self, dwelling: int) -> str | None:
        return self._tenures.get(dwelling)

    def unsent(self, numbers: set[int]) -> list[tuple[int, str, str, str, str, str, str]]:
        """Names of dwellings that the other side has not heard of."""
        fresh = numbers - self._known
        self._known |= fresh
        names = self._dwellings.names
        return [(number, *names[number]) for number in sorted(fresh)]


class _BlockReader:
    """One block of rows, judged column by column."""

    def __init__(
        self, parser: HouseholdParser, table: Table, block: Block, values: dict[str, Values]
    ) -> None:
        self._parser = parser
        self._table = table
        self._block = block
        self._values = values
        self._issues: list[_Issue] = []
        self._dropped: set[int] = set()

    def read(self) -> PeopleChunk:
        """The accepted rows."""
        raise NotImplementedError


def _years_before(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
