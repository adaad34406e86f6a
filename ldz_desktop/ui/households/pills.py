"""Filter pills with counts, and the layout that breaks them into lines."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QLayout,
    QLayoutItem,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import Tone

_HEIGHT = 24


class FlowLayout(QLayout):
    """Items one beside the other; a line that is full goes on below."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = theme.px(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def addItem(self, item: QLayoutItem, /) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int, /) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int, /) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    @override
    def setGeometry(self, rect: QRect, /) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    @override
    def sizeHint(self) -> QSize:
        """Everything in one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(s.width() for s in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((s.height() for s in sizes), default=0))

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.left(), rect.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > rect.left() and x + size.width() > rect.right() + 1:
                x, y, line = rect.left(), y + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            line = max(line, size.height())
        return y + line - rect.top()


class Pill(QAbstractButton):
    """A pill that can be chosen: 自有 96. The chosen one has an edge and heavier letters."""

    def __init__(self, title: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._tone = tone
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(None)

    def set_count(self, count: int | None) -> None:
        """None while it is not known."""
        text = self._title if count is None else f"{self._title} {count:,}"
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._font(strong=True)).horizontalAdvance(self.text())
        return QSize(width + theme.px(16), theme.px(_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = theme.TONES[self._tone]
        chosen = self.isChecked()
        edge = "focus" if self.hasFocus() else ink if chosen else ground
        painter.setPen(QPen(theme.color(edge), 1))
        painter.setBrush(theme.color("line" if self.underMouse() and not chosen else ground))
        box = self.rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(self._font(strong=chosen))
        painter.setPen(theme.color(ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _font(self, *, strong: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.px(12))
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font


class PillRow(QWidget):
    """One of several pills is chosen: chosen(key). The arrows move between them."""

    chosen = Signal(str)

    def __init__(
        self,
        pills: Sequence[tuple[str, str, Tone]],
        name: str,
        *,
        tips: Mapping[str, str] | None = None,
        maybe: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """pills: (key, title, tone); the first is chosen at first. name: for screen readers. maybe:
        keys of pills that are shown only while their count is not 0."""
        super().__init__(parent)
        self._maybe = maybe
        self.setAccessibleName(name)
        self._pills: dict[str, Pill] = {}
        self._silent = True
        self._group = QButtonGroup(self)
        layout = FlowLayout(self)
        for key, title, tone in pills:
            pill = Pill(title, tone)
            pill.setChecked(not self._pills)
            pill.setToolTip((tips or {}).get(key, ""))
            if key in maybe:
                pill.hide()
            pill.toggled.connect(lambda on, key=key: self._toggled(key, on=on))
            self._pills[key] = pill
            self._group.addButton(pill)
            layout.addWidget(pill)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._silent = False

    @property
    def key(self) -> str:
        """Which one is chosen."""
        return next(k for k, pill in self._pills.items() if pill.isChecked())

    def pill(self, key: str) -> Pill:
        return self._pills[key]

    def choose(self, key: str) -> None:
        """Choose without telling anybody."""
        self._silent = True
        self._pills[key].setChecked(True)
        self._silent = False

    def _toggled(self, key: str, *, on: bool) -> None:
        if on and not self._silent:
            self.chosen.emit(key)

    def set_counts(self, counts: dict[str, int]) -> None:
        """Keys that are left out show no count."""
        for key, pill in self._pills.items():
            pill.set_count(counts.get(key))
            if key in self._maybe:
                pill.setVisible(bool(counts.get(key)) or pill.isChecked())
        self.updateGeometry()
