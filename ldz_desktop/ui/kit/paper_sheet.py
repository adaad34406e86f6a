"""The pages of a paper on the screen, as one painted widget."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.ui.kit import theme

GAP = 12  # between pages and around them, in pixels of the 14 px design


class PaperSheet(QWidget):
    """The pages below each other, blank until there is a picture of them. They are painted: a
    widget each would freeze the window for half a minute where there are thousands.

    places: where each page is, when the widget is `least()` wide; pictures: of some of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.places: list[QRect] = []
        self.pictures: dict[int, QPixmap] = {}
        self._tops: list[int] = []
        self._least = QSize()

    def put(self, sizes: Sequence[tuple[int, int]]) -> None:
        """Other pages, or of another size."""
        gap = theme.px(GAP)
        widest = max((width for width, _ in sizes), default=0)
        top = gap
        self.places.clear()
        self.pictures.clear()
        for width, height in sizes:
            self.places.append(QRect(gap + (widest - width) // 2, top, width, height))
            top += height + gap
        self._tops = [place.top() for place in self.places]
        self._least = QSize(widest + 2 * gap, top)

    def least(self) -> QSize:
        """Room for every page."""
        return self._least

    def between(self, top: int, bottom: int) -> range:
        """The pages that reach into that strip."""
        first = max(0, bisect_right(self._tops, top) - 1)
        if first < len(self.places) and self.places[first].bottom() < top:
            first += 1
        return range(first, bisect_left(self._tops, bottom))

    def page_at(self, y: int) -> int:
        """The page there, or the one above; -1 where there is none."""
        return max(bisect_right(self._tops, y) - 1, min(0, len(self.places) - 1))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        strip = event.rect()
        painter.fillRect(strip, theme.color("ground"))
        aside = (self.width() - self._least.width()) // 2
        painter.setPen(theme.color("edge"))
        for number in self.between(strip.top(), strip.bottom() + 1):
            place = self.places[number].translated(aside, 0)
            painter.fillRect(place, theme.color("paper"))
            picture = self.pictures.get(number)
            if picture is not None:
                painter.drawPixmap(place, picture)
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()
