"""When nobody has touched the program for a while."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication
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
    """reached: nobody pressed a key or moved the mouse in any window of the program, dialogs
    included, for so many minutes; said again after every such span. touched: somebody did. An
    input method keeps its keys to itself, so that a moving text cursor counts too.

    What is listened to are the windows' places on the screen, which hear everything once, and not
    every widget: a filter over the whole application would see each paint and timer as well.
    """

    reached = Signal()
    touched = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._reach)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._listen)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._composed)

    def watch(self, minutes: int) -> None:
        """0: never. The windows that are there must have been shown; who comes later is noticed."""
        self._timer.stop()
        if minutes > 0:
            for window in QGuiApplication.topLevelWindows():
                self._listen(window)
            self._timer.start(minutes * _MINUTE)

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # twice is once

    def _reach(self) -> None:
        """Not while a menu or a dialog of the system's is open: they hear what we do not."""
        modal = QApplication.activeModalWidget()
        native = modal is not None and modal.testAttribute(
            Qt.WidgetAttribute.WA_DontShowOnScreen  # so Qt marks what stands for such a dialog
        )
        if not native and QApplication.activePopupWidget() is None:
            self.reached.emit()

    def _composed(self) -> None:
        if QGuiApplication.focusWindow() is not None:
            self._touch()

    def _touch(self) -> None:
        if self._timer.isActive():
            self._timer.start()
            self.touched.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touch()
        return super().eventFilter(watched, event)
