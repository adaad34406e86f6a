"""Tables of residents: from raw sheets to accepted people, refused rows and notes."""

from collections.abc import Iterator
from datetime import date

from ldz_desktop.services.importing.chunks import PeopleChunk, Report
from ldz_desktop.services.importing.duplicates import People
from ldz_desktop.services.importing.dwellings import Dwellings
from ldz_desktop.services.importing.filling import fill_blanks
from ldz_desktop.services.importing.groups import has_groups, one_person_a_row, only_heads
from ldz_desktop.services.importing.people_blocks import BlockReader, FileState
from ldz_desktop.services.importing.persons import Names
from ldz_desktop.services.importing.tables import RowReader, Table


class HouseholdParser:
    """Reads the tables of one file, in order; remembers everybody for duplicates."""

    def __init__(self, today: date) -> None:
        self.report = Report()
        self._state = FileState(today, Names(), Dwellings(), People(), self.report)

    def parse(self, table: Table) -> Iterator[PeopleChunk]:
        """The accepted residents of a table; what is wrong goes to `report`."""
        fill_blanks(table)
        many = has_groups(table.layout)
        key = "name" if "name" in table.layout.keys else "head.name"
        reader = BlockReader(self._state, table)
        for block in RowReader(table, None if many else key, whole=many).blocks():
            self.report.seen += len(block.rows)
            people = only_heads(block, table.layout)
            yield reader.read(one_person_a_row(people) if many else people)
        self.report.lacking = sorted(self._state.dwellings.lacking)
