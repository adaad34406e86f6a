"""What the reading process hands over: parsed rows, column by column, cheap to send.

Everything in a message is made of what marshal knows (str, int, bool, None, list, tuple, dict);
the records here wrap it on either side.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Message = tuple[str, Any]
"""("table", …), ("chunk", …), ("end", …) or ("error", (title, message, hint))."""


@dataclass(slots=True)
class PeopleChunk:
    """Accepted residents. The lists from rows to digits are equally long.

    rows: spreadsheet rows from 1. dwelling: number of the dwelling in this file. columns: column of
    the table resident → values. grams, digits: what people are indexed under (search_words).
    keys, owners: pinyin keys in their order, each with the index of its row.
    masked: (index of the row, key) of cells that show a value only in part and say nothing.
    dwellings: (number, street, community, compound, building, unit, room) of those that appear for
    the first time; tenures: (number, code); vacant: numbers of dwellings listed as vacant.
    """

    table: int
    rows: list[int] = field(default_factory=list)
    dwelling: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    grams: list[str] = field(default_factory=list)
    digits: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    dwellings: list[tuple[int, str, str, str, str, str, str]] = field(default_factory=list)
    tenures: list[tuple[int, str]] = field(default_factory=list)
    vacant: list[int] = field(default_factory=list)
    masked: list[tuple[int, str]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def message(self) -> dict[str, Any]:
        """As marshal can send it."""
        return {name: getattr(self, name) for name in self.__slots__}

    def table_of(self, index: int) -> int:
        """The table a row came from; spans: (index after its last row, table) of joined chunks."""
        if not self.spans:
            return self.table
        return self.spans[bisect_right(self.spans, (index, 1 << 30))][1]


_LISTS = ("rows", "dwelling", "grams", "digits", "keys", "dwellings", "tenures", "vacant")


def joined(chunks: Iterable[PeopleChunk]) -> PeopleChunk:
    """All chunks of a file as one; columns that a table lacks say nothing (None)."""
    whole = PeopleChunk(0)
    for chunk in chunks:
        before, more = len(whole.rows), len(chunk.rows)
        for name in (*whole.columns, *chunk.columns):
            column = whole.columns.setdefault(name, [None] * before)
            if len(column) == before:
                column += chunk.columns.get(name, [None] * more)
        whole.owners += [before + owner for owner in chunk.owners]
        whole.masked += [(before + row, key) for row, key in chunk.masked]
        for name in _LISTS:
            getattr(whole, name).extend(getattr(chunk, name))
        whole.spans.append((len(whole.rows), chunk.table))
    return whole


@dataclass(slots=True)
class LineChunk:
    """Accepted rows of the small kinds (leaders, sheets, stars): one dict a row.

    A row holds "table", "row" (from 1), "street", "community", "compound", "building" and the
    fields of its kind; "mended" in rows of a table of refused rows.
    """

    lines: list[dict[str, Any]] = field(default_factory=list)

    def message(self) -> dict[str, Any]:
        """As marshal can send it."""
        return {"lines": self.lines}


@dataclass(slots=True)
class Report:
    """What reading a file found out besides the rows.

    problems: (table, row, key, column, value, reason, level, code); refused: (table, row, cells,
    place), place as in carrying.Place.
    seen: data rows; repeated: rows that only repeat another row of the file.
    """

    seen: int = 0
    repeated: int = 0
    problems: list[tuple[int, int, str, str, str, str, str, str]] = field(default_factory=list)
    refused: list[tuple[int, int, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    def message(self) -> dict[str, Any]:
        """As marshal can send it."""
        return {name: getattr(self, name) for name in self.__slots__}
