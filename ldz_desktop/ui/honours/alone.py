"""The honour wall that comes by itself when nobody is at the keyboard, and locks when it goes:
whoever touches the hall's computer must not find the archives open behind it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from ldz_desktop.ui.kit.idle import Idle

if TYPE_CHECKING:
    from ldz_desktop.ui.honours.screen import WallScreen
    from ldz_desktop.ui.kit.feature import Bench


class WallAlone(QObject):
    """lock: closes the data until the password is typed again."""

    def __init__(self, bench: "Bench", window: QWidget, lock: Callable[[], object]) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self._lock = lock
        self._idle = Idle(window)
        self._idle.reached.connect(self.show_wall)
        self.screen: WallScreen | None = None

    def watch(self, minutes: int) -> None:
        """0: never."""
        self._idle.watch(minutes)

    def show_wall(self) -> None:
        """Not over a dialog or a menu that waits for an answer, not over work that runs, not where
        the window is out of sight, and not twice."""
        from ldz_desktop.ui.honours.screen import WallScreen

        waiting = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        seen = self._window.isVisible() and not self._window.isMinimized()
        there = any(
            isinstance(w, WallScreen) and w.isVisible() for w in QApplication.topLevelWidgets()
        )
        if self.screen is not None or there or waiting or not seen or self._bench.tasks.watched():
            return
        self.screen = WallScreen(self._bench)
        self.screen.left.connect(self._left)
        self.screen.failed.connect(self._drop)
        self.screen.begin(self._window.screen(), quiet=True)

    def _left(self) -> None:
        self._drop()
        self._lock()

    def _drop(self) -> None:
        if self.screen is not None:
            self.screen.deleteLater()
            self.screen = None
