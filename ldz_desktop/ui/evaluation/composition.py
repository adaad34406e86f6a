"""The five grades as bars: how the answers of a building are made up."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ldz_desktop.domain.evaluation import GRADES
from ldz_desktop.ui.kit import theme

_ROW = 28


def shares(grades: tuple[int, int, int, int, int]) -> tuple[int, ...]:
    """Whole per cents of the grades 1…5 that add up to 100 (largest remainder); all 0 where
    nothing was answered."""
    total = sum(grades)
    if not total:
        return (0, 0, 0, 0, 0)
    floors = [100 * n // total for n in grades]
    order = sorted(range(5), key=lambda g: 100 * grades[g] % total, reverse=True)
    for grade in order[: 100 - sum(floors)]:
        floors[grade] += 1
    return tuple(floors)


class CompositionBars(QWidget):
    """非常满意 … 非常不满意, each with its bar and its per cent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grades: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_grades(self, grades: tuple[int, int, int, int, int]) -> None:
        """Answers of each grade 1…5."""
        self._grades = grades
        parts = zip(GRADES, shares(grades), strict=True)
        text = "，".join(f"{name} {share}%" for name, share in parts)
        self.setAccessibleName(f"满意度构成：{text}")
        self.setToolTip("\n".join(f"{n} {c} 项" for n, c in zip(GRADES, grades, strict=True)))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(260), theme.px(_ROW) * len(GRADES))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPixelSize(theme.px(13))
        painter.setFont(font)
        row, left, right = theme.px(_ROW), theme.px(80), theme.px(48)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        percents = shares(self._grades)
        total = sum(self._grades) or 1
        for place, grade in enumerate(reversed(range(len(GRADES)))):
            top = place * row
            painter.setPen(theme.color("muted"))
            painter.drawText(QRect(0, top, left - theme.px(8), row), middle, GRADES[grade])
            track = QRectF(
                left, top + (row - theme.px(14)) / 2, self.width() - left - right, theme.px(14)
            )
            painter.fillRect(track, theme.color("ground"))
            track.setWidth(track.width() * self._grades[grade] / total)
            painter.fillRect(track, theme.color("red" if grade >= 3 else "faint"))
            painter.setPen(theme.color("ink"))
            painter.drawText(
                QRect(self.width() - right, top, right, row), middle, f"{percents[grade]}%"
            )
        painter.end()
