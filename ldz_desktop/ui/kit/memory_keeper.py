"""Giving memory back when nobody is at the keyboard: what papers, imports and charts needed."""

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ldz_desktop import garbage
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit.idle import Idle
from ldz_desktop.ui.kit.tasks import TaskRunner

_CALM_MINUTES = 1


class MemoryKeeper(QObject):
    """Once each time nobody has touched the program for a minute and nothing is being done."""

    def __init__(self, tasks: TaskRunner, window: QWidget) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._given = False
        self._idle = Idle(window)
        self._idle.reached.connect(self.look)
        self._idle.touched.connect(self._touch)
        self._idle.watch(_CALM_MINUTES)

    def look(self) -> None:
        """Nobody has touched the program for a minute."""
        if not self._given and self._tasks.idle():
            self._given = True
            self._tasks.run_later(_forget, lambda _: garbage.give_back(), owner=self)

    def _touch(self) -> None:
        self._given = False


def _forget(progress: Progress) -> None:
    """On the worker, which is the one that makes documents."""
    del progress
    if "ldz_desktop.reports.fonts" in sys.modules:
        from ldz_desktop.reports.fonts import forget_fonts

        forget_fonts()
