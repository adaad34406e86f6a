"""A form as it looks, its blanks marked; a click on one picks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from ldz_desktop.services.forms.document import UNDERLINED, Block, Grid
from ldz_desktop.services.forms.records import FormPlan, Place
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import Tone

_MOST_ROWS = 60
_LINES_OF_A_TABLE = 4
_PAD = 16
_ROW, _LINE = 26, 18
_LEAST = 22
_TITLE = 14.0  # points of type


@dataclass(frozen=True)
class Mark:
    """How a blank is shown: what will stand there, and the colour of its state."""

    key: str
    text: str
    tone: Tone


@dataclass(frozen=True)
class _Box:
    """A cell or a line on the sheet. marks: its blanks, the first one decides the colour."""

    rect: QRect
    text: str
    bold: bool
    framed: bool
    middle: bool
    marks: tuple[Mark, ...]


class FormPreview(QScrollArea):
    """picked(key): a blank was clicked."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("表的样子")
        self._sheet = _Sheet(self)
        self.setWidget(self._sheet)

    def show_plan(self, plan: FormPlan, marks: Mapping[str, Mark]) -> None:
        """Show a form. marks: by the key of the blank."""
        self._sheet.show_plan(plan, marks)

    def mark(self, marks: Mapping[str, Mark], current: Sequence[str]) -> None:
        """Other answers, or another current blank."""
        self._sheet.mark(marks, current)
        rect = self._sheet.rect_of(current[0]) if current else None
        if rect is not None:
            center = rect.center()
            self.ensureVisible(center.x(), center.y(), theme.px(60), theme.px(80))

    def rect_of(self, key: str) -> QRect | None:
        """Where a blank is on the sheet."""
        return self._sheet.rect_of(key)

    @property
    def sheet(self) -> QWidget:
        return self._sheet


class _Sheet(QWidget):
    def __init__(self, view: FormPreview) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self._view = view
        self._plan: FormPlan | None = None
        self._marks: dict[str, Mark] = {}
        self._current: frozenset[str] = frozenset()
        self._boxes: list[_Box] = []
        self._width = 0
        self._height = 0

    def show_plan(self, plan: FormPlan, marks: Mapping[str, Mark]) -> None:
        self._plan = plan
        self._marks = dict(marks)
        self._current = frozenset()
        self._measure()

    def mark(self, marks: Mapping[str, Mark], current: Sequence[str]) -> None:
        self._marks = dict(marks)
        self._current = frozenset(current)
        self._measure()

    def rect_of(self, key: str) -> QRect | None:
        return next((b.rect for b in self._boxes if any(m.key == key for m in b.marks)), None)

    # -- layout ----------------------------------------------------------------------------------

    def _measure(self) -> None:
        """Place every block below the one before, as wide as there is room."""
        self._boxes = []
        self._width = max(self.width(), theme.px(320))
        plan = self._plan
        y = theme.px(_PAD)
        if plan is not None:
            at = _by_place(plan, self._marks)
            for number, block in enumerate(plan.blocks):
                y = self._place(block, number, at, y) + theme.px(6)
        self._height = y + theme.px(_PAD)
        self.setMinimumHeight(self._height)
        self.updateGeometry()
        self.update()

    def _place(
        self, block: Block, number: int, at: Mapping[Place, tuple[Mark, ...]], y: int
    ) -> int:
        pad = theme.px(_PAD)
        if isinstance(block, Grid):
            return self._place_grid(block, number, at, y)
        if not block.text.strip():
            return y
        rect = QRect(pad, y, self._width - 2 * pad, 0)
        rect.setHeight(self._height_of(block.text, rect.width(), bold=False))
        self._boxes.append(
            _Box(
                rect,
                _shown(block.text),
                bold=block.size > _TITLE,
                framed=False,
                middle=block.middle,
                marks=at.get(Place(number), ()),
            )
        )
        return y + rect.height()

    def _place_grid(
        self, grid: Grid, number: int, at: Mapping[Place, tuple[Mark, ...]], y: int
    ) -> int:
        lefts = self._lefts(grid)
        hidden = self._hidden_rows(grid, number)
        tops: dict[int, int] = {}
        below = [p.row + 1 for p in at if p.block == number]  # lines below a header alone
        for row in range(min(max([grid.height, *below]), _MOST_ROWS + len(hidden))):
            tops[row] = y
            if row not in hidden:
                y += self._row_height(grid, row, lefts)
        tops[len(tops)] = y
        for cell in grid.cells():
            if cell.row in hidden or cell.row not in tops or cell.column >= len(lefts) - 1:
                continue
            bottom = tops.get(cell.below, y)
            right = lefts[min(cell.after, len(lefts) - 1)]
            rect = QRect(
                lefts[cell.column], tops[cell.row],
                right - lefts[cell.column], bottom - tops[cell.row],
            )  # fmt: skip
            marks = at.get(Place(number, cell.row, cell.column), ())
            if rect.width() > 0 and (cell.text or cell.edged or marks):
                framed = cell.edged or bool(marks)
                middle = framed or cell.columns > 1
                self._boxes.append(_Box(rect, _shown(cell.text), cell.bold, framed, middle, marks))
        for place, marks in at.items():
            row, column = place.row, place.column
            if place.block == number and row in tops and grid.at(row, column) is None:
                width = lefts[column + 1] - lefts[column] if column + 1 < len(lefts) else 0
                rect = QRect(lefts[column], tops[row], width, theme.px(_ROW))
                self._boxes.append(
                    _Box(rect, "", bold=False, framed=True, middle=True, marks=marks)
                )
        return y

    def _lefts(self, grid: Grid) -> list[int]:
        """Where each column begins, and the end of the last."""
        room = self._width - 2 * theme.px(_PAD)
        widths = [max(w, 1.0) if w else 0.0 for w in grid.widths[: grid.width]]
        whole = sum(widths) or 1.0
        scale = min(room / whole, theme.px(12))
        left = float(theme.px(_PAD))
        lefts = [round(left)]
        for width in widths:
            left += width * scale
            lefts.append(round(left))
        return lefts

    def _hidden_rows(self, grid: Grid, number: int) -> frozenset[int]:
        """Of many blank lines a few are enough."""
        shape = self._plan.table if self._plan is not None else None
        if shape is None or shape.block != number:
            return frozenset()
        first = shape.first + _LINES_OF_A_TABLE
        return frozenset(range(first, shape.first + shape.ready))

    def _row_height(self, grid: Grid, row: int, lefts: Sequence[int]) -> int:
        height = theme.px(_ROW)
        for cell in grid.row(row):
            if cell.rows > 1 or not cell.text or cell.column >= len(lefts) - 1:
                continue
            width = lefts[min(cell.after, len(lefts) - 1)] - lefts[cell.column]
            height = max(height, self._height_of(cell.text, width, bold=cell.bold))
        return min(height, theme.px(_ROW * 4))

    def _height_of(self, text: str, width: int, *, bold: bool) -> int:
        metrics = QFontMetrics(self._font(bold=bold))
        room = max(width - theme.px(8), theme.px(_LEAST))
        flags = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
        rect = metrics.boundingRect(QRect(0, 0, room, 10_000), flags, _shown(text))
        return max(rect.height() + theme.px(6), theme.px(_LINE))

    def _font(self, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.px(12))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    # -- painting --------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("paper"))
        for box in self._boxes:
            if box.rect.intersects(event.rect()):
                self._paint(painter, box)
        for box in self._boxes:
            if any(mark.key in self._current for mark in box.marks):
                painter.setPen(QPen(theme.color("red"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box.rect.adjusted(1, 1, -1, -1))

    def _paint(self, painter: QPainter, box: _Box) -> None:
        ground, ink = "paper", "ink"
        text = box.text
        if box.marks:
            ground, tone_ink = theme.TONES[_worst(box.marks)]
            if not text.strip():
                text, ink = box.marks[0].text, tone_ink
        painter.setPen(theme.color("edge") if box.framed else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRect(box.rect.adjusted(0, 0, 0, 0))
        painter.setPen(theme.color(ink))
        painter.setFont(self._font(bold=box.bold))
        inner = box.rect.adjusted(theme.px(3), 0, -theme.px(3), 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        if ink == "ink":
            flags |= int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
        else:
            elide = Qt.TextElideMode.ElideRight
            text = painter.fontMetrics().elidedText(text, elide, inner.width())
        if box.middle:
            flags |= int(Qt.AlignmentFlag.AlignHCenter)
        painter.save()
        painter.setClipRect(box.rect)
        painter.drawText(inner, flags, text)
        painter.restore()

    @override
    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """A click on a cell with several blanks picks the next of them."""
        point = event.position().toPoint()
        box = next((b for b in reversed(self._boxes) if b.marks and b.rect.contains(point)), None)
        if box is None:
            return
        keys = list(dict.fromkeys(mark.key for mark in box.marks))
        here = next((n for n, key in enumerate(keys) if key in self._current), -1)
        self._view.picked.emit(keys[(here + 1) % len(keys)])

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(480), self._height)

    @override
    def resizeEvent(self, event: object) -> None:
        if self.width() != self._width:
            self._measure()


def _by_place(plan: FormPlan, marks: Mapping[str, Mark]) -> dict[Place, tuple[Mark, ...]]:
    """The blanks of each cell. A column of a table is marked in its first lines."""
    found: dict[Place, tuple[Mark, ...]] = {}
    shape = plan.table
    for blank in plan.blanks:
        mark = marks[blank.key]
        places = list(blank.places)
        if shape is not None and not blank.once:
            lines = range(shape.first, shape.first + max(1, min(shape.ready, _LINES_OF_A_TABLE)))
            places = [Place(p.block, row, p.column) for p in blank.places for row in lines]
        for number, place in enumerate(places):
            one = mark if number == 0 or len(blank.places) == 1 else replace(mark, text="")
            found[place] = (*found.get(place, ()), one)
    return found


def _worst(marks: Sequence[Mark]) -> Tone:
    order: tuple[Tone, ...] = ("amber", "blue", "green", "grey", "red")
    return min((mark.tone for mark in marks), key=order.index)


def _shown(text: str) -> str:
    """A text for the eye: long gaps shortened."""
    lines = [
        " ".join(part.split()) for part in text.replace(UNDERLINED * 9, UNDERLINED * 6).split("\n")
    ]
    return "\n".join(lines)
