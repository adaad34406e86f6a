"""Which sheets of a file hold a table, and where its header is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ldz_desktop.services.importing.cells import Raw, text
from ldz_desktop.services.importing.headers import HeaderFinder, Layout
from ldz_desktop.services.importing.mapping import Rule
from ldz_desktop.services.importing.places import default_place, place_in_text
from ldz_desktop.services.importing.records import ImportOptions, Kind
from ldz_desktop.services.importing.tables import Table
from ldz_desktop.services.importing.workbook import Book, RawSheet

_TOP_ROWS = 60
_WORDS_SHOWN = 12
_PRELISTED: Mapping[Kind, frozenset[str]] = {
    "households": frozenset(("street", "community", "compound", "building", "unit", "tenure")),
    "leaders": frozenset(("street", "community", "compound")),
    "sheets": frozenset(("street", "community", "compound")),
    "stars": frozenset(("street", "community", "compound", "building")),
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sheet that is not taken."""

    sheet: str
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """A table that a person has to explain first."""

    table: Table
    message: str


class TableFinder:
    """Finds the tables of one file. remembered: fingerprint → header → field.
    questions: of the month's scheme, for sheets; its duty classes, for stars."""

    def __init__(
        self,
        kind: Kind,
        options: ImportOptions,
        rules: Sequence[Rule],
        remembered: Mapping[str, Mapping[str, str | None]],
        questions: Sequence[str] = (),
    ) -> None:
        self._kind = kind
        self._options = options
        self._rules = rules
        self._remembered = remembered
        self._headers = HeaderFinder(kind, questions)

    def tables(self, book: Book, file: str) -> Iterator[Table | Skipped | Question]:
        """Clear tables as they are read; questions only where no table is clear.

        file: the file's name without ending. Nothing at all: every sheet is empty.
        """
        shown = [name for name, visible in book.names if visible]
        many = sum(bool(place_in_text(name).building) for name in shown) > 1
        doubtful: list[Question] = []
        number = 0
        for sheet in book.sheets():
            if not sheet.visible:
                yield Skipped(sheet.name, "隐藏的工作表，没有导入。")
                continue
            if not sheet.height:
                yield Skipped(sheet.name, "空工作表。")
                continue
            found = self._layout(sheet)
            table = self._table(number, sheet, found or self._guess(sheet), file, many=many)
            if found is None or found.unclear:
                message = found.unclear if found is not None else _nothing_known(sheet)
                doubtful.append(Question(table, message))
                continue
            number += 1
            yield table
        for question in doubtful:
            if number:
                yield Skipped(question.table.sheet.name, f"没有导入：{question.message}")
            else:
                yield replace(question, table=replace(question.table, index=0))
                return

    def _table(
        self, number: int, sheet: RawSheet, layout: Layout, file: str, *, many: bool
    ) -> Table:
        titles = _titles(sheet, layout.top)
        default = default_place(self._options, titles, sheet.name, file, many=many)
        return Table(number, sheet, layout, default, _PRELISTED[self._kind])

    def _layout(self, sheet: RawSheet) -> Layout | None:
        top = sheet.rows(0, _TOP_ROWS)
        found = self._headers.find(top, sheet.merges)
        for rule in self._rules:
            if rule.sheet is not None and rule.sheet != sheet.name:
                continue
            if rule.header_row and rule.header_row <= sheet.height:
                found = self._headers.at(top, sheet.merges, rule.header_row - 1, rule.header_rows)
            if found is None:
                found = self._titled(top, sheet, rule)
            return None if found is None else self._headers.with_mapping(found, rule.columns)
        return self._known_before(top, sheet, found)

    def _known_before(
        self, top: list[list[Raw]], sheet: RawSheet, found: Layout | None
    ) -> Layout | None:
        """The layout as a person decided it the last time the same header came."""
        if not self._remembered:
            return found
        layouts = [found] if found is not None else []
        for row in range(min(len(top), 20)):
            layouts += [self._headers.at(top, sheet.merges, row, depth) for depth in (1, 2)]
        for layout in layouts:
            columns = self._remembered.get(layout.fingerprint)
            if columns is not None:
                return self._headers.with_mapping(layout, columns)
        return found

    def _titled(self, top: list[list[Raw]], sheet: RawSheet, rule: Rule) -> Layout | None:
        """The row that holds the headers a person named."""
        wanted = {title.split("/")[-1] for title in rule.columns}
        best, most = None, 0
        for row, cells in enumerate(top):
            hits = len(wanted & {"".join(text(cell).split()) for cell in cells})
            if hits > most:
                best, most = row, hits
        return None if best is None else self._headers.at(top, sheet.merges, best, 1)

    def _guess(self, sheet: RawSheet) -> Layout:
        """For the mapping page: the first row that looks most like a header."""
        top = sheet.rows(0, 20)
        words = [sum(bool(text(c)) and not text(c).isdigit() for c in row) for row in top]
        return self._headers.at(top, sheet.merges, words.index(max(words)), 1)


def _titles(sheet: RawSheet, top: int) -> list[str]:
    """Texts above the header, the nearest first."""
    return [
        shown
        for row in range(top - 1, -1, -1)
        for cell in sheet.row(row)
        if isinstance(cell, str) and (shown := text(cell))
    ]


def _nothing_known(sheet: RawSheet) -> str:
    words: dict[str, None] = {}
    for row in sheet.rows(0, 15):
        words.update((shown, None) for cell in row if (shown := "".join(text(cell).split())))
    shown = "、".join(word[:10] for word in list(words)[:_WORDS_SHOWN] if not word.isdigit())
    return f"没有认出表头。表里开头的文字是：{shown or '（没有文字）'}。"
