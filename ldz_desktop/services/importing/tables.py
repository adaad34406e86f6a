"""The tables of a file: which sheets hold one, what fills blanks, which rows are data."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ldz_desktop.domain.schemes import GRADES
from ldz_desktop.services.importing.cells import Raw, folded, text
from ldz_desktop.services.importing.fields import fold_header
from ldz_desktop.services.importing.headers import Layout
from ldz_desktop.services.importing.marks import stars
from ldz_desktop.services.importing.places import Place, section_place
from ldz_desktop.services.importing.records import REASON
from ldz_desktop.services.importing.signatures import signature_rows
from ldz_desktop.services.importing.workbook import RawSheet

SLICE = 6144
_FIRST_SLICE = 1024  # small, so that the other side can begin
_ADDRESS = ("street", "community", "compound", "building", "unit", "room", "address")
_CARRIED = (*_ADDRESS, "tenure", "head.name", "head.id_number", "head.phone")
_MERGED = (*_CARRIED, "assessor")
_STARS = ("stars1", "stars2", "stars3")

_TOTAL = re.compile(
    r"(合计|小计|总计|共计|累计|总数|总户数|总人数|平均|本页|本栋|全栋|本单元|汇总|户数合计|人数合计)"
)
_FOOTER = re.compile(
    r"(填表|制表|填报|审核|审批|负责人|经办|盖章|签字|签名|签章|复核|统计人|登记人|采集人|核对人|"
    r"社区书记|联系人[::]|联系电话[::]|备注[::]|注[::]|说明[::]|填写说明|填表说明|制表日期|日期[::]|"
    r"第\d+页|共\d+页|以下空白|此表|本表|打印时间|导出时间|数据来源|单位[::])"
)
_ANSWERED = re.compile(r"q\d+")
_NOT_A_NAME = re.compile(
    r"^\s*$|\d|合\s*计|小\s*计|总\s*计|共\s*计|姓\s*名|填\s*表|审\s*核|制\s*表|盖章|签字|以下空白|[::]"
)
_STOP_WORDS = frozenset(
    (
        *("合计", "小计", "总计", "共计", "姓名", "户主姓名", "填表人", "审核人", "制表人", "盖章"),
        *("签字", "以下空白", "填表", "审核", "制表"),
    )
)


@dataclass(slots=True)
class Table:
    """One table. index: its number in the file. default: the place its rows fall back to.
    prelisted: meanings that alone make no data (a form prepared for every building)."""

    index: int
    sheet: RawSheet
    layout: Layout
    default: Place
    prelisted: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    carried_rows: set[int] = field(default_factory=set)
    signatures: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        top, bottom = self.layout.top, self.layout.data_row
        cells = (text(c) for row in self.sheet.rows(top, bottom) for c in row)
        folded_cells = (fold_header(cell) for cell in cells if cell)
        self.words = frozenset(word for word in folded_cells if not word.isdigit())
        self.signatures = signature_rows(self.sheet, self.layout)

    def column(self, key: str) -> Sequence[Raw] | None:
        """All cells of the column with that meaning, header included; None without one."""
        index = self.layout.column(key)
        return None if index is None else self.sheet.columns[index]

    def says(self, key: str) -> bool:
        """Whether a column with that meaning says anything in any row."""
        cells = self.column(key)
        return cells is not None and any(text(c) for c in cells[self.layout.data_row :])

    def is_refused_rows(self) -> bool:
        """Whether the table is what an import gave back: every row stands alone, and a blank is
        never as above. It ends in a column of reasons, each a sentence."""
        titles = self.layout.titles
        last = max((i for i, title in enumerate(titles) if title), default=None)
        if last is None or titles[last] != REASON:
            return False
        reasons = self.sheet.columns[last][self.layout.data_row :]
        return any(text(reason).endswith("。") for reason in reasons)

    def fill_merged(self) -> None:
        """Write merged cells of the dwelling's (or the assessor's) columns out over the rows they
        span."""
        columns = {i for i, key in enumerate(self.layout.keys) if key in _MERGED}
        writable: dict[int, list[Raw]] = {}
        for first, left, last, _ in self.sheet.merges:
            if last == first or left not in columns or first < self.layout.data_row:
                continue
            cells = writable.get(left)
            if cells is None:
                cells = writable[left] = list(self.sheet.columns[left])
                self.sheet.columns[left] = cells
            value = cells[first]
            for row in range(first + 1, min(last + 1, self.sheet.height)):
                cells[row] = value
                self.carried_rows.add(row)


@dataclass(frozen=True, slots=True)
class Block:
    """Data rows that share a default place. rows: sheet rows from 0."""

    rows: Sequence[int]
    columns: Mapping[str, Sequence[Raw]]
    default: Place


class RowReader:
    """Walks the rows below a header and hands over the data in blocks of columns.

    key: the column whose blanks and oddities make a row worth a closer look (None: every row is
    looked at). whole: one block a section, however long.
    """

    def __init__(self, table: Table, key: str | None, *, whole: bool = False) -> None:
        self._table = table
        self._key = table.layout.column(key) if key else None
        self._whole = whole
        self._odd = _OddNames(table.words)

    def blocks(self) -> Iterator[Block]:
        """The data in file order."""
        default = self._table.default
        for start, stop in self._slices():
            rows: list[int] = []
            last = start
            for row in self._suspects(start, stop):
                kind = self._kind(row)
                if kind is DATA:
                    continue
                rows.extend(range(last, row))
                last = row + 1
                if isinstance(kind, Place):
                    yield from self._block(rows, default)
                    rows = []
                    default = kind.filled_from(_without_smaller(default, kind))
            rows.extend(range(last, stop))
            yield from self._block(rows, default)

    def _slices(self) -> Iterator[tuple[int, int]]:
        start, height = self._table.layout.data_row, self._table.sheet.height
        size = height + 1 if self._whole else _FIRST_SLICE
        while start < height:
            yield start, min(start + size, height)
            start += size
            size = SLICE

    def _block(self, rows: list[int], default: Place) -> Iterator[Block]:
        if not rows:
            return
        sheet, keys = self._table.sheet, self._table.layout.keys
        first, stop = rows[0], rows[-1] + 1
        together = stop - first == len(rows)
        columns: dict[str, Sequence[Raw]] = {}
        for index, key in enumerate(keys):
            if key is not None:
                cells = sheet.columns[index]
                columns[key] = cells[first:stop] if together else [cells[r] for r in rows]
        yield Block(rows, columns, default)

    def _suspects(self, start: int, stop: int) -> Iterable[int]:
        if self._key is None:
            return range(start, stop)
        cells = self._table.sheet.columns[self._key]
        odd = map(self._odd.__getitem__, cells[start:stop])
        signed = self._table.signatures
        return [row for row, is_odd in enumerate(odd, start) if is_odd or row in signed]

    def _kind(self, row: int) -> "Place | str":
        return row_kind(self._table, row)


DATA = "data"
_NOTHING = "nothing"


def row_kind(table: Table, row: int) -> "Place | str":
    """DATA, a Place for a row that only names one for the rows below, "nothing" for blanks,
    totals, repeated headers, signatures and remarks."""
    if row in table.signatures:
        return _NOTHING
    keys = table.layout.keys
    carried = row in table.carried_rows
    filled = [
        (index, shown)
        for index, cell in enumerate(table.sheet.row(row))
        if (shown := text(cell)) and not (carried and keys[index] in _CARRIED)
    ]
    mapped = [index for index, _ in filled if keys[index] is not None]
    if len({shown for _, shown in filled}) == 1 and not _is_marked(table, filled):
        return _single(filled[0], table, row)
    telling = [index for index in mapped if keys[index] not in table.prelisted]
    texts = [shown for _, shown in filled]
    if not telling or _is_header(texts, table.words) or _is_total(texts):
        return _NOTHING
    return _NOTHING if _is_footer(texts) and not _says_enough(table, row) else DATA


def _says_enough(table: Table, row: int) -> bool:
    """Whether a row with a signature's word is data all the same: 社区书记 signs lists, and gives
    stars; 负责人 is an occupation."""

    def said(*keys: str) -> list[str]:
        columns = [column for key in keys if (column := table.column(key)) is not None]
        return [shown for column in columns if (shown := text(column[row]))]

    if any(str(stars(mark)).isdigit() for mark in said(*_STARS)):
        return True
    names, places = said("name"), said("building", "room", "address")
    return bool(names and places) and not _is_footer([*names, *places])


def _is_marked(table: Table, filled: list[tuple[int, str]]) -> bool:
    """Whether equal cells are the answers of a sheet: 5 5 5 5 5 5 5 5, or one 满意."""
    shown = filled[0][1]
    if not shown.isdigit() and shown not in GRADES:
        return False
    return any(_ANSWERED.fullmatch(table.layout.keys[index] or "") for index, _ in filled)


def _single(only: tuple[int, str], table: Table, row: int) -> "Place | str":
    """A row that says one thing: a place for the rows below, a remark, or lonely data."""
    index, shown = only
    key = table.layout.keys[index]
    spans = any(m[0] == row and m[1] == index and m[3] > index for m in table.sheet.merges)
    if not shown.isdigit() and (spans or key not in ("room", "address", "building", "compound")):
        found = section_place(shown)
        if found is not None:
            return found
    lonely = key in ("name", "head.name", "room", "address") and not spans
    return DATA if lonely and len(shown) < _LONGEST_NAME and not _says_no_data(shown) else _NOTHING


_LONGEST_NAME = 20


def _says_no_data(shown: str) -> bool:
    return _is_total([shown]) or _is_footer([shown])


def _is_header(texts: list[str], words: frozenset[str]) -> bool:
    repeated = sum(fold_header(shown) in words for shown in texts)
    return repeated >= 2 and repeated * 10 >= len(texts) * 6


def _is_total(texts: list[str]) -> bool:
    return any(_TOTAL.match(re.sub(r"\s", "", folded(shown))) for shown in texts[:3])


def _is_footer(texts: list[str]) -> bool:
    if len(texts) > 8:
        return False
    return any(_FOOTER.match(re.sub(r"\s", "", folded(shown)).lstrip("(")) for shown in texts)


def _without_smaller(default: Place, section: Place) -> Place:
    """A new building leaves the old unit behind."""
    if section.building and section.building != default.building and not section.unit:
        return Place(default.street, default.community, default.compound, default.building)
    return default


class _OddNames(dict[Raw, bool]):
    """Whether a cell of the name column may stand in a row that is no data."""

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__()
        self._words = words
        self._stops = words | _STOP_WORDS

    def __missing__(self, cell: Raw) -> bool:
        if type(cell) is str and cell.isalpha() and cell not in self._stops:
            self[cell] = False
            return False
        shown = text(cell)
        odd = bool(_NOT_A_NAME.search(folded(shown))) or fold_header(shown) in self._words
        self[cell] = odd
        return odd
