"""A chart as a picture at the screen's own resolution, its figures one click away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Align, Column, RecordModel
from ldz_desktop.ui.kit.tasks import TaskRunner

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DPI = 96.0
_MOMENT_MS = 250
_CELL_PADDING = 17


@dataclass(frozen=True)
class _Row:
    id: int
    cells: tuple[str, ...]


class ChartView(QWidget):
    """Draws a matplotlib Figure on the worker (never on the window's thread) at the widget's size.

    chart = ChartView("每月得分", tasks); chart.set_chart(lambda: trend_figure(series), heads, rows)
    """

    def __init__(
        self, title: str, tasks: TaskRunner, parent: QWidget | None = None, *, mnemonic: str = "T"
    ) -> None:
        """mnemonic: of the switch to the numbers, where two charts stand together."""
        super().__init__(parent)
        self._mnemonic = mnemonic
        self._tasks = tasks
        self._make: Callable[[], Figure] | None = None
        self._asked: object = None  # what the picture shown, or under way, was drawn from
        self._title = label(title, "title")
        self._switch = button(f"看数字(&{mnemonic})", self._flip, role="link")
        self._switch.setCheckable(False)
        self._picture = _Picture()
        self._picture.setAccessibleName(f"{title}（图）")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._picture)
        self._table: RecordTable | None = None
        self._head = row(self._title, None, self._switch)
        layout = column(self._head, spacing=8)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self._draw)

    def add_tool(self, tool: QWidget) -> None:
        """Put a chooser or a button beside the title."""
        self._head.insertWidget(self._head.count() - 2, tool)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self._picture.setAccessibleName(f"{title}（图）")

    def set_chart(
        self,
        make: "Callable[[], Figure]",
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
    ) -> None:
        """Show another chart. make: runs on the worker, so it may import matplotlib; its size and
        resolution are set here. heads and rows: the same figures for the table; columns whose
        cells look like numbers stand at the right; a head may have two lines."""
        self._make = make
        self._set_table(heads, rows)
        self._draw()

    def showing_numbers(self) -> bool:
        return self._stack.currentIndex() == 1

    def has_picture(self) -> bool:
        return self._picture.has_picture()

    def _flip(self) -> None:
        numbers = not self.showing_numbers() and self._table is not None
        self._stack.setCurrentIndex(1 if numbers else 0)
        self._switch.setText(f"{'看图' if numbers else '看数字'}(&{self._mnemonic})")
        if not numbers:
            self._soon.start()

    def _set_table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        metrics = self.fontMetrics()
        columns = [
            Column[_Row](
                key=str(i),
                title=head,
                text=lambda r, i=i: r.cells[i],  # type: ignore[misc]
                align=_align([r[i] for r in rows]),
                width=0 if i == 0 else _width(metrics, head, [r[i] for r in rows]),
                sort=lambda r, i=i: _number_or_text(r.cells[i]),  # type: ignore[misc]
            )
            for i, head in enumerate(heads)
        ]
        model = RecordModel(columns)
        model.set_records([_Row(n + 1, tuple(r)) for n, r in enumerate(rows)])
        if self._table is not None:
            self._stack.removeWidget(self._table)
            self._table.deleteLater()
        self._table = RecordTable(model, f"{self._title.text()}（数字）")
        model.setParent(self._table)
        self._stack.addWidget(self._table)

    def _draw(self) -> None:
        self._soon.stop()
        make, size = self._make, self._picture.size()
        if make is None or size.width() < 40 or size.height() < 40 or not self.isVisible():
            return
        ratio = self.devicePixelRatioF()
        dpi = _DPI * theme.scale() * ratio
        pixels = (size.width() * ratio, size.height() * ratio)
        asked = (make, pixels, dpi)
        if asked == self._asked:
            return
        self._asked = asked
        self._picture.begin()

        def work(progress: Progress) -> tuple[bytes, int, int]:
            del progress
            try:
                return rgba(make(), pixels, dpi)
            except BaseException:
                self._asked = None  # it may be asked for again
                raise

        self._tasks.run(work, self._show, owner=self, key=f"chart-{id(self)}")

    def _show(self, drawn: tuple[bytes, int, int]) -> None:
        data, width, height = drawn
        image = QImage(data, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.set_picture(QPixmap.fromImage(image))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.DevicePixelRatioChange):
            self._soon.start()
        return super().event(event)


class _Picture(QWidget):
    """The picture, scaled only while a sharper one is on its way. What takes longer than a moment
    says so over the former picture."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(_MOMENT_MS)
        self._drawing.timeout.connect(self._say_so)
        self._words = label("正在画图 …", "muted")
        self._words.setParent(self)
        self._words.setObjectName("drawing")
        self._words.hide()
        self.setMinimumHeight(theme.px(120))

    def begin(self) -> None:
        """Another picture is on its way."""
        self._drawing.start()

    def set_picture(self, pixmap: QPixmap) -> None:
        self._drawing.stop()
        self._words.hide()
        self._pixmap = pixmap
        self.update()

    def _say_so(self) -> None:
        words = self._words
        words.adjustSize()
        words.move((self.width() - words.width()) // 2, (self.height() - words.height()) // 2)
        words.show()

    def has_picture(self) -> bool:
        return not self._pixmap.isNull()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._pixmap.deviceIndependentSize().toSize()
        if size == self.size():
            painter.drawPixmap(0, 0, self._pixmap)
        else:
            fitted = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawPixmap(0, 0, fitted.width(), fitted.height(), self._pixmap)
        painter.end()


def rgba(figure: "Figure", pixels: tuple[float, float], dpi: float) -> tuple[bytes, int, int]:
    """A figure drawn at that many pixels: (RGBA bytes, width, height)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure.set_dpi(dpi)
    figure.set_size_inches(pixels[0] / dpi, pixels[1] / dpi)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    width, height = canvas.get_width_height()
    drawn = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    return bytes(drawn), width, height


def _width(metrics: QFontMetrics, head: str, cells: Sequence[str]) -> int:
    """Wide enough for every cell, in pixels of the 14 px design."""
    texts = [*head.split("\n"), *cells]
    widest = max(map(metrics.horizontalAdvance, texts))
    return round(widest / theme.scale()) + _CELL_PADDING


def _align(cells: Sequence[str]) -> Align:
    filled = [c for c in cells if c and c != "—"]
    numbers = sum(1 for c in filled if isinstance(_number_or_text(c)[1], float))
    return "right" if filled and numbers == len(filled) else "left"


def _number_or_text(cell: str) -> tuple[int, float | str]:
    plain = cell.replace(",", "").removesuffix("%").strip()
    try:
        return (0, float(plain))
    except ValueError:
        return (1, cell)
