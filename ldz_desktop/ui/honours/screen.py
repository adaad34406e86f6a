"""全屏展示: the honour wall on the hall's television. Pages that change slowly and fade softly, no
sound, nothing from the network; a page is painted once, so that an old PC stays cool."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QScreen,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.ui.honours.screen_canvas import PAPER, WIDE, Canvas
from ldz_desktop.ui.honours.screen_pages import Page, Shown, pages_of, paint_page
from ldz_desktop.ui.kit.awake import Awake

if TYPE_CHECKING:
    from ldz_desktop.errors import KnownError
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.kit.feature import Bench

PAGE_MS = 18_000
FADE_MS = 900
_STEP_MS = 60
_AGAIN_S = 1800.0  # read the wall anew after so long, between two rounds
_SHIFTS = ((0, 0), (6, 3), (10, 8), (4, 12), (-4, 10), (-10, 4), (-6, -6), (2, -10), (8, -4))
"""Where the picture stands, in pixels, one after the other: nothing burns in."""
_FACE_HIGH = 480
_TREND_MONTHS = 2
_BACK = frozenset((Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp))
_ON = frozenset((Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space))


class WallScreen(QWidget):
    """left: somebody pressed Esc or clicked. failed: there is nothing to show, or not any more.

    Reads what is published when it begins, and again from time to time."""

    left = Signal()
    failed = Signal()

    def __init__(self, bench: "Bench", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._bench = bench
        self._shown: Shown | None = None
        self._pages: list[Page] = []
        self._number = 0
        self._shift = 0
        self._now = QPixmap()
        self._before = QPixmap()
        self._fade = 1.0
        self._read_at = 0.0
        self._quiet = False
        self._awake = Awake()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWindowTitle("荣誉墙")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._turn = QTimer(self)
        self._turn.setInterval(PAGE_MS)
        self._turn.timeout.connect(self.next)
        self._soften = QTimer(self)
        self._soften.setInterval(_STEP_MS)
        self._soften.timeout.connect(self._step)

    # -- what is shown -----------------------------------------------------------------------------

    def begin(self, on: QScreen, *, quiet: bool = False) -> None:
        """Read, then fill that screen. quiet: do not say why there is nothing to show."""
        self._quiet = quiet
        self.setScreen(on)
        self.setGeometry(on.geometry())
        self._read(self._begin)

    def _begin(self, shown: Shown) -> None:
        self.show_wall(shown)
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()

    def show_wall(self, shown: Shown) -> None:
        """Other data; begins at the first page."""
        self._shown = shown
        self._pages = pages_of(shown)
        self._read_at = time.monotonic()
        self._go(0, soft=False)

    def page(self) -> int:
        """The page that is shown, from 0."""
        return self._number

    def page_count(self) -> int:
        return len(self._pages)

    def words(self) -> list[str]:
        """Every text of the page that is shown."""
        return self._paint(QSize(WIDE, WIDE * 9 // 16), (0, 0))[1]

    def running(self) -> bool:
        """Whether pages change by themselves now."""
        return self._turn.isActive()

    def next(self) -> None:
        if self._number + 1 >= len(self._pages) and time.monotonic() - self._read_at > _AGAIN_S:
            self._read(self.show_wall)
            return
        self._go(self._number + 1)

    def previous(self) -> None:
        self._go(self._number - 1)

    def _go(self, number: int, *, soft: bool = True) -> None:
        if not self._pages:
            return
        self._number = number % len(self._pages)
        self._shift = (self._shift + 1) % len(_SHIFTS)
        self.setAccessibleName(f"荣誉墙 {self._pages[self._number].title}")
        self._before = self._now if soft and self.isVisible() else QPixmap()
        self._now = QPixmap()
        self._fade = 0.0 if not self._before.isNull() else 1.0
        if self._fade < 1:
            self._soften.start()
        self._resume()
        self.update()

    def _step(self) -> None:
        self._fade = min(1.0, self._fade + _STEP_MS / FADE_MS)
        if self._fade >= 1:
            self._soften.stop()
            self._before = QPixmap()
        self.update()

    # -- reading -----------------------------------------------------------------------------------

    def _read(self, show: object) -> None:
        office, bench = self._bench.office, self._bench
        assert callable(show)

        def failed(error: "KnownError") -> None:
            if self.isVisible():
                self._read_at = time.monotonic()  # go on with what there is
                self._go(0)
            else:
                if not self._quiet:
                    bench.notices.error(error)
                self.failed.emit()

        bench.tasks.run(
            lambda progress: read_show(office, progress), show, owner=self, key="wall-screen",
            failed=failed,
        )  # fmt: skip

    # -- painting ----------------------------------------------------------------------------------

    def _paint(self, size: QSize, shift: tuple[int, int]) -> tuple[QPixmap, list[str]]:
        made = QPixmap(size)
        made.fill(PAPER)
        painter = QPainter(made)
        painter.setFont(self.font())
        painter.translate(*shift)
        canvas = Canvas(painter, size.width(), size.height())
        if self._shown is not None and self._pages:
            paint_page(canvas, self._pages, self._number, self._shown.wall)
        painter.end()
        return made, canvas.words

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._now.isNull():
            ratio = self.devicePixelRatioF()
            size = (self.size().toSizeF() * ratio).toSize()
            self._now, _ = self._paint(size, _SHIFTS[self._shift])
            self._now.setDevicePixelRatio(ratio)
        if self._fade < 1 and not self._before.isNull():
            painter.drawPixmap(0, 0, self._before)
            painter.setOpacity(self._fade)
        painter.drawPixmap(0, 0, self._now)
        painter.end()

    # -- events ------------------------------------------------------------------------------------

    def _resume(self) -> None:
        if self.isVisible() and not self.isMinimized():
            self._turn.start()
            self._awake.hold("荣誉墙全屏展示")

    def _pause(self) -> None:
        self._turn.stop()
        self._soften.stop()
        self._fade = 1.0
        self._awake.release()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in _ON:
            self.next()
        elif event.key() in _BACK:
            self.previous()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._leave()

    def _leave(self) -> None:
        self.close()
        self.left.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            (self._pause if self.isMinimized() else self._resume)()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._resume()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pause()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._pause()
        super().closeEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._now, self._before, self._fade = QPixmap(), QPixmap(), 1.0


def read_show(office: "Office", progress: "Progress") -> Shown:
    """For the worker. Raises InputError before a month is published."""
    progress.report(0, 0, "准备荣誉墙")
    wall = office.wall.show()
    faces = {}
    for leader, scan in wall.faces.items():
        image = QImage.fromData(office.wall.portrait(scan))
        if not image.isNull():
            mode = Qt.TransformationMode.SmoothTransformation
            faces[leader] = image.scaledToHeight(min(image.height(), _FACE_HIGH), mode)
    trend = None
    if wall.trend and len(wall.trend[0].points) >= _TREND_MONTHS:
        trend = _chart(wall.trend)
    return Shown(wall, faces, trend)


def _chart(lines: object) -> QImage:
    """The trend at the size of its room on 1920 × 1080, with letters for a hall."""
    from ldz_desktop.reports.charts import trend_figure
    from ldz_desktop.ui.kit.chart_view import rgba

    data, width, height = rgba(trend_figure(lines), (1700, 770), 215)  # type: ignore[arg-type]
    return QImage(data, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
