"""Blanks of a page: label cell – blank cell pairs, gaps within texts, boxes, family tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ldz_desktop.services.forms.boxes import field_of_options
from ldz_desktop.services.forms.document import Block, Cell, Grid, Line
from ldz_desktop.services.forms.fields import LEFT_EMPTY, Asked, FormVocabulary
from ldz_desktop.services.forms.records import Blank, Place
from ldz_desktop.services.forms.spots import WHOLE, Found, Spot, spots_in
from ldz_desktop.services.forms.tables import Table
from ldz_desktop.services.importing.fields import fold_header

_LONGEST_LABEL = 24
_DIGITS = {"id_number": (15, 18), "phone": (11, 11)}
_FAMILY = ("家庭", "成员", "亲属", "子女", "共同生活")
_MOST_LABELS = 400


@dataclass(slots=True)
class Region:
    """Rows of a grid that belong to a table: not looked at for pairs."""

    block: int
    top: int
    bottom: int

    def holds(self, block: int, row: int) -> bool:
        return block == self.block and self.top <= row < self.bottom


@dataclass(slots=True)
class _Seen:
    """What was found so far."""

    blanks: list[Blank] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)  # ids of label cells


class PairFinder:
    """Finds the blanks of a whole form."""

    def __init__(self, vocabulary: FormVocabulary) -> None:
        self._vocabulary = vocabulary

    def blanks(self, blocks: Sequence[Block], regions: Sequence[Region]) -> list[Blank]:
        """Every blank outside of the regions, as people read. The labels that were found without
        a blank are not among them (see labels)."""
        found: list[Blank] = []
        for number, block in enumerate(blocks):
            if isinstance(block, Line):
                found += self._of_text(block.text, Place(number), "")
            else:
                found += self._of_grid(block, number, regions)
        return _unique(found)

    def labels(self, blocks: Sequence[Block]) -> tuple[str, ...]:
        """Short texts that may be labels, for telling the clerk what was found."""
        found: dict[str, None] = {}
        for block in blocks:
            texts = [block.text] if isinstance(block, Line) else (c.text for c in block.cells())
            for text in texts:
                bare = "".join(text.split()).strip("：:_")
                if 1 < len(bare) <= _LONGEST_LABEL // 2 and not bare.isdigit():
                    found[bare] = None
            if len(found) > _MOST_LABELS:
                break
        return tuple(found)

    # -- grids -----------------------------------------------------------------------------------

    def _of_grid(self, grid: Grid, number: int, regions: Sequence[Region]) -> Iterator[Blank]:
        done: set[int] = set()
        for cell in grid.cells():
            if id(cell) in done or any(region.holds(number, cell.row) for region in regions):
                continue
            place = Place(number, cell.row, cell.column)
            if not cell.blank:
                yield from self._of_text(cell.text, place, self._label(grid, cell)[0])
                continue
            if cell.formula:
                continue
            label, upper, near = self._named(grid, cell)
            asked = self._vocabulary.asked(upper, label) if label else None
            if not label or not (cell.edged or near or asked is not None):
                continue
            run = self._digits(grid, cell, asked)
            done.update(id(one) for one in run)
            places = tuple(Place(number, one.row, one.column) for one in run) or (place,)
            done.update(id(one) for one in self._rest(grid, cell, run))
            yield self._blank(label, asked, places, WHOLE, cell.shape)

    def _named(self, grid: Grid, cell: Cell) -> tuple[str, str, bool]:
        """The label of a blank cell: at its left, else above it; the label's own group; whether
        the label says with a colon that something follows."""
        left = self._left_of(grid, cell)
        above = grid.at(cell.row - 1, cell.column)
        candidates = []
        if left is not None and _is_label(left):
            candidates.append((left, _group_left(grid, left)))
        if above is not None and _is_label(above) and above.column == cell.column:
            side = left.text if left is not None and _is_label(left) else ""
            candidates.append((above, side))
        best = None
        for label, upper in candidates:
            asked = self._vocabulary.asked(upper, label.text)
            weight = 0 if asked is None else 1 + asked.sure
            if best is None or weight > best[0]:
                best = (weight, label, upper)
        if best is None:
            return "", "", False
        text = best[1].text.strip()
        return text, best[2], text.endswith(("：", ":"))

    def _label(self, grid: Grid, cell: Cell) -> tuple[str, Cell | None]:
        """The label at the left of a cell that has something of its own (年 月 日, boxes)."""
        left = self._left_of(grid, cell)
        if left is not None and _is_label(left):
            return left.text, left
        above = grid.at(cell.row - 1, cell.column)
        if above is not None and _is_label(above) and above.columns == cell.columns:
            return above.text, above
        return "", None

    def _left_of(self, grid: Grid, cell: Cell) -> Cell | None:
        return grid.at(cell.row, cell.column - 1) if cell.column else None

    def _digits(self, grid: Grid, cell: Cell, asked: Asked | None) -> list[Cell]:
        """The row of cells for the digits of a number; [] where there is only one cell."""
        bounds = _DIGITS.get(asked.field) if asked is not None else None
        if bounds is None:
            return []
        run = [cell]
        while (after := grid.at(cell.row, run[-1].after)) is not None and after.blank:
            if after.rows != cell.rows or after.columns != cell.columns:
                break
            run.append(after)
        if not bounds[0] <= len(run) <= bounds[1] + 2:
            return []
        return run[: bounds[1]]

    def _rest(self, grid: Grid, cell: Cell, run: Sequence[Cell]) -> Iterator[Cell]:
        """Blank cells beside a blank: parts of the same blank, as long as nothing above names
        them."""
        last = run[-1] if run else cell
        while (after := grid.at(cell.row, last.after)) is not None and after.blank:
            above = grid.at(after.row - 1, after.column)
            if above is not None and _is_label(above) and above.column == after.column:
                return
            yield after
            last = after

    # -- texts -----------------------------------------------------------------------------------

    def _of_text(self, text: str, place: Place, neighbour: str) -> Iterator[Blank]:
        """Gaps, dates and boxes within a text. neighbour: the label beside the cell."""
        for found in spots_in(text):
            label = found.label or neighbour
            asked = self._asked_in(found, label)
            if asked is None and found.spot.kind == "date":
                asked = Asked(LEFT_EMPTY, sure=True)  # under a signature
            yield self._blank(label, asked, (place,), found.spot, "")

    def _asked_in(self, found: Found, label: str) -> Asked | None:
        asked = self._vocabulary.asked("", label) if label else None
        words = found.spot.words
        if words:
            told = field_of_options(words)
            if told and (asked is None or not asked.sure or asked.field == LEFT_EMPTY):
                return Asked(told, sure=True)
        return asked

    def _blank(
        self, label: str, asked: Asked | None, places: tuple[Place, ...], spot: Spot, shape: str
    ) -> Blank:
        shown = "".join(label.split()).rstrip("：:")
        if spot.kind == "boxes" and not shown:
            shown = "".join(f"□{word}" for word in spot.words) or "□"
        shown = shown or "日期"
        return Blank(
            key=shown,
            label=shown,
            field=None if asked is None else asked.field,
            sure=asked is not None and asked.sure,
            places=places,
            spot=spot,
            shape=shape,
        )


def family_blanks(table: Table, number: int, lines: Sequence[int]) -> list[Blank]:
    """The blanks of a table of family members, line by line."""
    found = []
    for member, row in enumerate(lines):
        for column in table.columns:
            if not column.path:
                continue
            asked = column.asked
            found.append(
                Blank(
                    key=f"成员{member + 1}/{column.label}",
                    label=f"家庭成员/{column.path[-1]}",
                    field=None if asked is None else asked.field,
                    sure=asked is not None and asked.sure,
                    places=tuple(Place(number, row, at) for at in column.cells),
                    member=member,
                )
            )
    return found


def is_family(grid: Grid, table: Table) -> bool:
    """Whether a table within a page is for the members of the family."""
    fields = {c.asked.field for c in table.columns if c.asked is not None}
    if "name" not in fields or len(fields) < 3:
        return False
    if table.ready > 1 or "relation" in fields:
        return True
    return any(
        word in grid.text(row, column)
        for row in range(table.head - 1, table.head + 1)
        for column in range(grid.width)
        for word in _FAMILY
    )


def _is_label(cell: Cell) -> bool:
    text = cell.text.strip()
    bare = fold_header(text)
    return bool(bare) and not cell.formula and len(bare) <= _LONGEST_LABEL and not bare.isdigit()


def _group_left(grid: Grid, label: Cell) -> str:
    """The word over several labels at their left: 户主 | 姓名, 电话."""
    group = grid.at(label.row, label.column - 1) if label.column else None
    if group is None or group.rows <= label.rows or not _is_label(group):
        return ""
    return group.text


def _unique(blanks: Sequence[Blank]) -> list[Blank]:
    """Keys that tell every blank from the others: 联系电话, 联系电话#2."""
    counts: dict[str, int] = {}
    found = []
    for blank in blanks:
        counts[blank.key] = number = counts.get(blank.key, 0) + 1
        key = blank.key if number == 1 else f"{blank.key}#{number}"
        found.append(
            blank
            if key == blank.key
            else Blank(
                key, blank.label, blank.field, blank.sure, blank.places, blank.spot,
                blank.once, blank.member, blank.example, blank.shape,
            )
        )  # fmt: skip
    return found
