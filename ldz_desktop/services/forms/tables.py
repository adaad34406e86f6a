"""Finding the table of a form: its header (one to four rows, merged or not) and its blank lines.

Recognition needs no known word: a header is a row of labels side by side with room below it. Known
words decide between several.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ldz_desktop.services.forms.document import Cell, Grid
from ldz_desktop.services.forms.fields import LEFT_EMPTY, Asked, FormVocabulary
from ldz_desktop.services.forms.spots import spots_in

_SEARCHED = 60
_DEEPEST = 4
_DENSE = 0.8
_LONGEST_LABEL = 40
_FEWEST = 2
_LONG_NUMBER = re.compile(r"\d{6,}")
_SAMPLE = re.compile(r"^\s*[（(]?(例|范例|示范|样表|举例|如[：:])|示例|样例|[xX×＊*]{3,}|某某")
_PLACEHOLDERS = frozenset(
    (
        "张三",
        "李四",
        "王五",
        "赵六",
        "张某",
        "李某",
        "王某",
        "李小明",
        "小明",
        "xx",
        "XX",
        "××",
        "**",
    )
)
_NUMBERED = re.compile(r"[（(]?\d{1,2}[)）]?|甲|乙|丙|丁|戊|栏次|[A-Za-zＡ-Ｚ]|[①-⑳]")
_FOOT = re.compile(
    r"^\s*(合计|总计|小计|共计|备注[：:]|注[：:]|说明[：:]|填表说明|填报说明|注意|附[：:]|填表人|制表|填报人|审核|"
    r"负责人|单位负责人|联系人|经办人|社区意见|填报单位|填表单位|填报日期|填表日期|盖章)"
)
_NUMBER = re.compile(r"\d{1,4}")
_OF_A_CONTACT = ("phone", "relation", "contact.phone", "contact.relation")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. path: its headers from above; asked: what they ask for; cells: where
    the cells of a line begin under it (several for a number with a cell for each digit)."""

    at: int
    path: tuple[str, ...]
    asked: Asked | None
    cells: tuple[int, ...]

    @property
    def label(self) -> str:
        return "/".join(self.path)


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a grid. See records.TableShape; samples: example lines among `ready`."""

    head: int
    depth: int
    first: int
    ready: int
    taken: int
    samples: int
    left: int
    right: int
    columns: tuple[Column, ...]
    score: int = 0

    @property
    def known(self) -> int:
        """Columns whose meaning is known."""
        return sum(c.asked is not None and c.asked.field != LEFT_EMPTY for c in self.columns)

    @property
    def last(self) -> int:
        """The row below the last line that is there."""
        return self.first + self.ready


class TableFinder:
    """Finds the tables of grids."""

    def __init__(self, vocabulary: FormVocabulary) -> None:
        self._vocabulary = vocabulary

    def best(self, grid: Grid) -> Table | None:
        """The likeliest table of a grid."""
        found = max(self._all(grid), key=lambda table: table.score, default=None)
        return found if found is not None and found.score > 0 else None

    def at(self, grid: Grid, head: int, depth: int) -> Table | None:
        """The table whose header somebody pointed at: rows from 0."""
        cells = [cell for row in range(head, head + depth) for cell in grid.row(row)]
        cells = [cell for cell in cells if cell.text.strip()]
        if not cells:
            return None
        left = min(cell.column for cell in cells)
        right = max(cell.after for cell in cells) - 1
        return self._table(grid, head, depth, (left, right))

    def _all(self, grid: Grid) -> Iterator[Table]:
        for head in range(min(grid.height, _SEARCHED)):
            reach = _reach(grid, head)
            if reach is None:
                continue
            for depth in _depths(grid, head, reach):
                found = self._table(grid, head, depth, reach)
                if found is not None:
                    yield found

    def _table(self, grid: Grid, head: int, depth: int, reach: tuple[int, int]) -> Table | None:
        left, right = reach
        columns = _of_contacts(tuple(self._columns(grid, head, depth, reach)))
        named = [column for column in columns if column.path]
        if len(named) < _FEWEST or len({column.label for column in named}) < _FEWEST:
            return None
        first = head + depth
        while _is_numbering(grid, first, left, right):
            first += 1
        lines = _lines(grid, first, left, right)
        score = self._score(columns, lines, depth)
        return Table(
            head=head,
            depth=depth,
            first=first + lines.taken,
            ready=lines.ready,
            taken=lines.taken,
            samples=lines.samples,
            left=left,
            right=right,
            columns=columns,
            score=score,
        )

    def _columns(
        self, grid: Grid, head: int, depth: int, reach: tuple[int, int]
    ) -> Iterator[Column]:
        """One for each header of the lowest row, however many columns it spans."""
        levels = _levels(grid, head, depth, reach)
        line = head + depth
        at = reach[0]
        while at <= reach[1]:
            lowest, below = grid.at(line - 1, at), grid.at(line, at)
            after = at + 1
            if lowest is not None and lowest.text.strip():
                after = max(after, lowest.after)
            if below is not None and below.column == at and below.row == line:
                after = max(after, below.after)
            after = min(after, reach[1] + 1)
            path = _path(levels, at - reach[0])
            upper, header = "".join(path[:-1]), path[-1] if path else ""
            cells = tuple(c.column for c in _across(grid, line, at, after - 1) if c.column >= at)
            yield Column(at, path, self._vocabulary.asked(upper, header), cells or (at,))
            at = after

    def _score(self, columns: Sequence[Column], lines: "_Lines", depth: int) -> int:
        asked = {c.asked.field: c.asked for c in columns if c.asked is not None}
        score = sum(6 if one.sure else 3 for one in asked.values())
        score += sum(bool(column.path) for column in columns) - depth
        if lines.ready - lines.samples > 0:
            score += 6
        elif lines.ready or lines.at_end:
            score += 3
        else:
            score -= 12
        return score


# -- the header ----------------------------------------------------------------------------------


def _of_contacts(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Telephone and relation at the right of an emergency contact are that one's: surely under the
    same upper header, or where the person's own telephone has a column before."""
    found: list[Column] = []
    name: Column | None = None
    for column in columns:
        field = column.asked.field if column.asked is not None else ""
        if field == "contact.name":
            name = column
        elif field not in _OF_A_CONTACT:
            name = None
        asked = column.asked
        if name is not None and field in ("phone", "relation"):
            upper = column.path[:-1]
            own = any(c.asked is not None and c.asked.field == field for c in found)
            theirs = own or (upper and upper == name.path[:-1])
            asked = Asked(f"contact.{field}", sure=True) if theirs else Asked(field, sure=False)
        found.append(replace(column, asked=asked))
    return tuple(found)


def _is_label(cell: Cell) -> bool:
    text = cell.text.strip()
    if not text or cell.formula or len(text) > _LONGEST_LABEL:
        return False
    return not _LONG_NUMBER.search(text) and not _NUMBER.fullmatch(text) and not spots_in(text)


def _reach(grid: Grid, row: int) -> tuple[int, int] | None:
    """From the first to the last label of a row, where they stand side by side."""
    cells = [cell for cell in grid.row(row) if cell.text.strip()]
    if len(cells) < _FEWEST or not all(_is_label(cell) for cell in cells):
        return None
    if _is_side(grid, cells):
        cells = cells[1:]
    left, right = cells[0].column, max(cell.after for cell in cells) - 1
    covered = sum(cell.columns for cell in cells)
    below = {c.column for c in grid.row(row + 1) if _is_label(c) and left <= c.column <= right}
    gaps = sum(not grid.text(row, c).strip() and c in below for c in range(left, right + 1))
    if (covered + gaps) < _DENSE * (right - left + 1 + _blanks_beside(grid, row, left, right)):
        return None
    more = [c for c in grid.row(row + 1) if _is_label(c) and c.column > right]
    if gaps and more:
        right = max(cell.after for cell in more) - 1
    return left, right


def _blanks_beside(grid: Grid, row: int, left: int, right: int) -> int:
    """Columns of framed blank cells at both ends of a row: room for answers, not for headers."""
    found = 0
    for step, column in ((-1, left - 1), (1, right + 1)):
        while (cell := grid.at(row, column)) is not None and cell.edged and cell.blank:
            found += 1
            column += step  # noqa: PLW2901 - walks from there
    return found


def _is_side(grid: Grid, cells: Sequence[Cell]) -> bool:
    """A word written down the side of several lines (家庭成员) is not part of the header."""
    side, rest = cells[0], cells[1:]
    if len(rest) < _FEWEST or side.rows < _FEWEST or any(c.rows >= side.rows for c in rest):
        return False
    return not any(grid.text(cell.below, cell.column).strip() for cell in rest)


def _depths(grid: Grid, head: int, reach: tuple[int, int]) -> list[int]:
    """How many rows the header may have: as far as merged cells and groups reach."""
    left, right = reach
    depth = 1
    while depth < _DEEPEST:
        cells = {id(c): c for c in _across(grid, head + depth - 1, left, right)}.values()
        reaching = any(cell.below > head + depth for cell in cells if cell.text.strip())
        below = [
            cell for cell in _across(grid, head + depth, left, right) if cell.row == head + depth
        ]
        labels = [cell for cell in below if _is_label(cell)]
        grouped = any(
            cell.columns > 1 and cell.below == head + depth and _parts(labels, cell) > 1
            for cell in cells
        )
        spread = _spreads(grid, head + depth - 1, labels, below, reach)
        if not (reaching or grouped or spread):
            break
        depth += 1
    return [depth]


def _parts(labels: Sequence[Cell], group: Cell) -> int:
    return len({c.column for c in labels if group.column <= c.column < group.after})


def _spreads(
    grid: Grid, row: int, labels: Sequence[Cell], below: Sequence[Cell], reach: tuple[int, int]
) -> bool:
    """A group without merged cells: its word stands over the first of several, blanks beside it,
    and every other column has a blank below its word."""
    if len(labels) < _FEWEST or len(labels) < len([c for c in below if c.text.strip()]):
        return False
    under = {cell.column for cell in labels}
    both = alone = 0
    for column in range(reach[0], reach[1] + 1):
        up = bool(grid.text(row, column).strip())
        both += up and column in under
        alone += (not up) and column in under
        if not up and column not in under:
            return False
    return alone >= 1 and both <= alone


def _across(grid: Grid, row: int, left: int, right: int) -> list[Cell]:
    found = {
        id(cell): cell for c in range(left, right + 1) if (cell := grid.at(row, c)) is not None
    }
    return list(found.values())


def _levels(grid: Grid, head: int, depth: int, reach: tuple[int, int]) -> list[list[str]]:
    """The header rows as text, merged cells and spread groups written out over what they span."""
    left, right = reach
    levels = [
        ["".join(grid.text(row, c).split()) for c in range(left, right + 1)]
        for row in range(head, head + depth)
    ]
    for upper, lower in itertools.pairwise(levels):
        for c in range(1, len(upper)):
            if not upper[c] and lower[c] and lower[c - 1] and upper[c - 1] != lower[c - 1]:
                upper[c] = upper[c - 1]
    return levels


def _path(levels: Sequence[Sequence[str]], column: int) -> tuple[str, ...]:
    steps: list[str] = []
    for level in levels:
        if level[column] and (not steps or steps[-1] != level[column]):
            steps.append(level[column])
    return tuple(steps)


# -- the lines below -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Lines:
    """taken: lines with content that stay; ready: blank and example lines; at_end: nothing stands
    below the header."""

    taken: int
    ready: int
    samples: int
    at_end: bool


def _is_numbering(grid: Grid, row: int, left: int, right: int) -> bool:
    """The row （1）（2）（3） or 甲 乙 1 2 under some headers."""
    cells = [c for c in _across(grid, row, left, right) if c.row == row and c.text.strip()]
    if len(cells) < max(_FEWEST, (right - left + 1) // 2):
        return False
    return all(_NUMBERED.fullmatch(cell.text.strip()) for cell in cells)


def _lines(grid: Grid, first: int, left: int, right: int) -> _Lines:
    taken = samples = 0
    row = first
    while row < grid.height and (kind := _kind(grid, row, left, right)) in ("data", "sample"):
        if kind == "data":
            taken += samples + 1
            samples = 0
        else:
            samples += 1
        row += 1
    start = row
    while row < grid.height and _kind(grid, row, left, right) == "blank":
        row += 1
    while row > start and not _framed(grid, row - 1, left, right, start):
        row -= 1
    if taken and not samples and row == start and start < grid.height:
        taken = 0 if _kind(grid, first, left, right) == "foot" else taken
    return _Lines(taken, samples + row - start, samples, at_end=start >= grid.height)


def _framed(grid: Grid, row: int, left: int, right: int, start: int) -> bool:
    """Whether a blank line belongs to the table: it is the first one, it was made ready with a
    number or a formula, or it has borders."""
    cells = _across(grid, row, left, right)
    if row == start or any(not c.blank for c in cells if c.row == row):
        return True
    edged = sum(grid.places[row, c].edged for c in range(left, right + 1) if grid.at(row, c))
    return edged * 2 > right - left + 1


def _kind(grid: Grid, row: int, left: int, right: int) -> str:
    """blank, sample, data or foot."""
    cells = [cell for cell in _across(grid, row, left, right) if cell.row == row]
    if not cells:
        return "blank"
    filled = [cell for cell in cells if not cell.blank and not cell.formula]
    if not filled or _only_constants(grid, row, filled):
        return "blank"
    if _is_foot(filled, right - left + 1):
        return "foot"
    texts = [cell.text.strip() for cell in filled]
    if any(_SAMPLE.search(text) or text in _PLACEHOLDERS for text in texts):
        return "sample"
    return "data"


def _is_foot(filled: Sequence[Cell], width: int) -> bool:
    wide = any(cell.columns * 2 > width and width > _FEWEST for cell in filled)
    return wide or bool(_FOOT.match(filled[0].text)) or any(spots_in(c.text) for c in filled[:1])


def _only_constants(grid: Grid, row: int, filled: Sequence[Cell]) -> bool:
    """Lines made ready by the department: a running number, or the same word on every line."""
    for cell in filled:
        text = cell.text.strip()
        below, above = grid.at(row + 1, cell.column), grid.at(row - 1, cell.column)
        same = any(
            other is not None and other is not cell and other.text.strip() == text
            for other in (below, above)
        )
        if not same and not _NUMBER.fullmatch(text):
            return False
    return len(filled) <= 3
