"""What a form is: a table with a line for each person, or a page for each; and its blanks."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ldz_desktop.errors import InputError
from ldz_desktop.services.forms.document import Block, Grid, Line
from ldz_desktop.services.forms.docx_reading import read_document
from ldz_desktop.services.forms.fields import (
    HOME,
    LEFT_EMPTY,
    OF_THE_FORM,
    FormVocabulary,
)
from ldz_desktop.services.forms.package import Package, damaged
from ldz_desktop.services.forms.pairs import PairFinder, Region, family_blanks, is_family
from ldz_desktop.services.forms.records import (
    NOTHING,
    Answer,
    Blank,
    FormKind,
    FormPlan,
    Hints,
    Place,
    TableShape,
)
from ldz_desktop.services.forms.tables import Column, Table, TableFinder
from ldz_desktop.services.forms.xlsx_reading import read_workbook

_NOT_OF_PEOPLE = OF_THE_FORM | frozenset(HOME) - {"address", "whole_address", "door"} | {
    LEFT_EMPTY, "seq", "leader.name", "leader.phone", "note",
}  # fmt: skip
_SURELY_A_PAGE = 3
_PERHAPS_A_PAGE = 2
_LONGEST_FAMILY = 15
_SHOWN_WORDS = 24
_DIGITS = 11  # cells of a number with a cell for each digit
_CHANGING = re.compile(r"[\d\s（）()〇○一二三四五六七八九十年月日季度上下半_]+")


@dataclass(frozen=True, slots=True)
class _Seen:
    """The file as blocks. block: the one the form is on (a sheet), None for a document."""

    blocks: tuple[Block, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def recognise(name: str, suffix: str, body: bytes, hints: Hints) -> FormPlan:
    """The plan of a form. Raises InputError where there is nothing to fill in, or the file is
    damaged. suffix: what guard.check_form said."""
    try:
        seen = _seen_book(body, hints) if suffix == ".xlsx" else _seen_document(body)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        raise damaged() from None
    return _Recogniser(seen, hints).plan(name, suffix, body)


def _seen_document(body: bytes) -> _Seen:
    return _Seen(tuple(read_document(Package(body)).blocks))


def _seen_book(body: bytes, hints: Hints) -> _Seen:
    """The sheet the clerk pointed at, else the one with the likeliest form."""
    book = read_workbook(Package(body))
    sheets = [sheet for sheet in book.sheets if sheet.visible]
    names = tuple(sheet.name for sheet in sheets)
    if not sheets:
        raise damaged()
    best = next((sheet for sheet in sheets if sheet.name == hints.sheet), None)
    if best is None:
        finder = TableFinder(FormVocabulary())
        pairs = PairFinder(FormVocabulary())

        def weight(grid: Grid) -> int:
            table = finder.best(grid)
            blanks = pairs.blanks((grid,), ())
            known = len({b.field for b in blanks if b.field not in (None, LEFT_EMPTY)})
            return max(table.known if table is not None else 0, known)

        best = max(sheets, key=lambda sheet: weight(sheet.grid))
    return _Seen((best.grid,), best.name, names)


class _Recogniser:
    def __init__(self, seen: _Seen, hints: Hints) -> None:
        self._seen = seen
        self._hints = hints
        vocabulary = FormVocabulary()
        self._tables = TableFinder(vocabulary)
        self._pairs = PairFinder(vocabulary)

    def plan(self, name: str, suffix: str, body: bytes) -> FormPlan:
        number, table = self._table()
        kind, blanks = self._decided(number, table)
        shape = None
        if kind == "table" and table is not None:
            shape = TableShape(
                number, table.head, table.depth, table.first, table.ready, table.samples,
                table.taken, table.left, table.right,
            )  # fmt: skip
        words = self._pairs.labels(self._seen.blocks)
        if not blanks:
            raise _nothing(words, self._seen.blocks)
        plan = FormPlan(
            name=name,
            suffix=suffix,
            kind=kind,
            fingerprint="",
            blanks=tuple(blanks),
            answers={blank.key: _guess(blank) for blank in blanks},
            blocks=self._seen.blocks,
            body=body,
            table=shape,
            hints=self._hints,
            sheet=self._seen.sheet,
            sheets=self._seen.sheets,
            words=words,
            unclear=_unclear(blanks, words),
        )
        return replace(plan, fingerprint=_fingerprint(plan))

    def _table(self) -> tuple[int, Table | None]:
        """The likeliest table of the form and its block."""
        best: tuple[int, Table | None] = (0, None)
        for number, block in enumerate(self._seen.blocks):
            if not isinstance(block, Grid):
                continue
            if self._hints.head:
                return number, self._tables.at(block, self._hints.head - 1, self._hints.depth)
            found = self._tables.best(block)
            if found is not None and (best[1] is None or found.score > best[1].score):
                best = (number, found)
        return best

    def _decided(self, number: int, table: Table | None) -> tuple[FormKind, list[Blank]]:
        blocks = self._seen.blocks
        if table is None or (self._hints.kind == "page" and not self._family(number, table)):
            return "page", self._pairs.blanks(blocks, ())
        region = Region(number, table.head, table.last)
        outside = self._pairs.blanks(blocks, (region,))
        if self._hints.kind == "page" or (
            self._hints.kind is None and not self._hints.head and self._is_page(outside, table)
        ):
            if self._family(number, table):
                return "page", [*outside, *self._members(number, table)]
            return "page", self._pairs.blanks(blocks, ())
        grid = blocks[number]
        assert isinstance(grid, Grid)
        columns = _column_blanks(grid, number, table)
        return "table", [*columns, *(replace(blank, once=True) for blank in outside)]

    def _is_page(self, outside: Sequence[Blank], table: Table) -> bool:
        """Whether enough is asked of one person outside of the table."""
        asked = {b.field for b in outside if b.field is not None and b.field not in _NOT_OF_PEOPLE}
        if len(asked) >= _SURELY_A_PAGE:
            return True
        named = asked & {"name", "head.name"}
        short = table.ready <= _LONGEST_FAMILY
        return bool(named) and len(asked) >= _PERHAPS_A_PAGE and short

    def _family(self, number: int, table: Table) -> bool:
        grid = self._seen.blocks[number]
        return isinstance(grid, Grid) and is_family(grid, table)

    def _members(self, number: int, table: Table) -> list[Blank]:
        lines = range(table.first, table.first + min(table.ready, _LONGEST_FAMILY))
        return family_blanks(table, number, lines)


def _column_blanks(grid: Grid, number: int, table: Table) -> list[Blank]:
    """A blank for each column a line has room in; formulas and what the department wrote stay."""
    found: list[Blank] = []
    counts: dict[str, int] = {}
    for column in table.columns:
        blank = _column_blank(grid, number, table, column)
        if blank is None:
            continue
        counts[blank.key] = n = counts.get(blank.key, 0) + 1
        found.append(blank if n == 1 else replace(blank, key=f"{blank.key}#{n}"))
    return found


def _column_blank(grid: Grid, number: int, table: Table, column: Column) -> Blank | None:
    empty = table.first + table.samples
    line = empty if empty < table.last else table.first
    cell = grid.at(line, column.at)
    if not column.path or (cell is not None and (cell.formula or cell.rows > 1)):
        return None
    asked = column.asked
    is_sample = line < empty
    kept = cell is not None and not cell.blank and not is_sample
    if kept and (asked is None or asked.field != "seq"):
        return None
    by_digit = asked is not None and asked.field in ("id_number", "phone")
    cells = column.cells if by_digit and len(column.cells) >= _DIGITS else column.cells[:1]
    return Blank(
        key=column.label,
        label=column.label,
        field=None if asked is None else asked.field,
        sure=asked is not None and asked.sure,
        places=tuple(Place(number, table.first, at) for at in cells),
        example=grid.text(table.first, column.at) if table.samples else "",
        shape="" if cell is None else cell.shape,
    )


def _guess(blank: Blank) -> Answer:
    if blank.field is None or blank.field == LEFT_EMPTY:
        return NOTHING
    return Answer("field", blank.field)


def _unclear(blanks: Sequence[Blank], words: Sequence[str]) -> str:
    if any(b.field is not None and b.field not in _NOT_OF_PEOPLE for b in blanks):
        return ""
    return (
        f"这张表里没有认识的栏目。找到的文字有：{_listed(words)}。"
        "请在下面逐项指定填什么，下次就不用再问。"
    )


def _nothing(words: Sequence[str], blocks: Sequence[Block]) -> InputError:
    found = f"找到的文字有：{_listed(words)}。" if words else ""
    if not any(_texts(block) for block in blocks):
        found = "里面没有文字。"
    return InputError(
        "没有找到要填的地方",
        f"这张表里没有空格、横线或空单元格可以填。{found}",
        "请确认这是一张空白表；要填的地方应是空单元格、下划线或 □。",
    )


def _texts(block: Block) -> bool:
    """Whether anything is written there."""
    if isinstance(block, Line):
        return bool(block.text.strip())
    return any(cell.text.strip() for cell in block.cells())


def _listed(words: Sequence[str]) -> str:
    shown = "、".join(words[:_SHOWN_WORDS])
    return shown + ("……" if len(words) > _SHOWN_WORDS else "")


def _fingerprint(plan: FormPlan) -> str:
    """The same for the same form of another month: labels and title without dates and figures."""
    title = ""
    for block in plan.blocks:
        texts = [block.text] if isinstance(block, Line) else [c.text for c in block.row(0)]
        title = next((text for text in texts if text.strip()), "")
        if title:
            break
    parts = [plan.suffix, plan.kind, _CHANGING.sub("", title), *(b.key for b in plan.blanks)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:24]
