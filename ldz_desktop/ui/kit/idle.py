"""When nobody has touched a window for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)
_MINUTE = 60_000


class Idle(QObject):
    """reached: nobody pressed a key or moved the mouse in the window for so many minutes; said
    again after every such span. touched: somebody did. An input method keeps its keys to itself,
    so that a moving text cursor counts too."""

    reached = Signal()
    touched = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QObject | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.reached)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._composed)

    def watch(self, minutes: int) -> None:
        """0: never. The window must have been shown: what is listened to is its place on the
        screen, which hears everything once, and not every widget in it."""
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None
        self._timer.stop()
        if minutes <= 0:
            return
        self._watched = self._window.windowHandle()
        if self._watched is not None:
            self._watched.installEventFilter(self)
            self._timer.start(minutes * _MINUTE)

    def _composed(self) -> None:
        if self._timer.isActive() and self._window.isActiveWindow():
            self._touch()

    def _touch(self) -> None:
        self._timer.start()
        self.touched.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touch()
        return super().eventFilter(watched, event)
