"""What keeps the data safe while the program is open, when nobody is at the keyboard and nobody
waits: the log is folded into the database, and automatic backups are made."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit.idle import Idle
from ldz_desktop.ui.kit.tasks import TaskRunner

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office

_EVERY_SECONDS = 30 * 60
_CALM_MINUTES = 1


class BackupKeeper(QObject):
    """Looks once a minute in which nobody touched the program: what was saved since stands in the
    log alone, which is folded. Makes a backup at most every half hour, where something has changed,
    and tries one out once a month; a touch stops that at once, and it is done later."""

    def __init__(
        self, office: "Office", tasks: TaskRunner, window: QWidget, done: Callable[[], None]
    ) -> None:
        """done: called after each try, as what the window says of backups may have changed."""
        super().__init__(window)
        self._office = office
        self._tasks = tasks
        self._done = done
        self._last = time.monotonic()
        self._touched = False
        self._idle = Idle(window)
        self._idle.reached.connect(self.look)
        self._idle.touched.connect(self._touch)
        self._idle.watch(_CALM_MINUTES)

    def look(self) -> None:
        """Nobody has touched the program for a minute."""
        if not self._tasks.idle():
            return
        office = self._office
        self._tasks.run_later(lambda _: office.fold_log(), lambda _: None, owner=self)
        if time.monotonic() - self._last >= _EVERY_SECONDS:
            self.make()

    def make(self) -> None:
        """Begin a backup that gives way to the first touch."""
        self._touched = False
        office = self._office
        self._tasks.run_later(
            lambda progress: office.backups.look_after(_GivesWay(progress, self._wanted_back)),
            self._made,
            owner=self,
            failed=self._not_made,
        )

    def _touch(self) -> None:
        self._touched = True

    def _wanted_back(self) -> bool:
        return self._touched

    def _made(self, _: None) -> None:
        self._last = time.monotonic()
        self._done()

    def _not_made(self, error: KnownError) -> None:
        """The status line and the page of the settings tell it; nobody is interrupted for it."""
        if not isinstance(error, Cancelled):
            self._last = time.monotonic()
        self._done()


class _GivesWay:
    """The progress of work that stops when somebody comes back."""

    def __init__(self, progress: Progress, wanted_back: Callable[[], bool]) -> None:
        self._progress = progress
        self._wanted_back = wanted_back

    def report(self, done: int, total: int, text: str = "") -> None:
        if self._wanted_back():
            raise Cancelled
        self._progress.report(done, total, text)
