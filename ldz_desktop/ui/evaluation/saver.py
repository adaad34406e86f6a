"""Stores what is keyed at once. Never more than one write under way: what was keyed in the
meantime goes along with the next."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from ldz_desktop.errors import KnownError
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit.feature import Bench

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office

T = TypeVar("T")


class Saver(QObject, Generic[T]):
    """state_changed: read busy() and failure() again.

    verb(office)(month, building_id, value) stores; it runs on the worker.
    """

    state_changed = Signal()

    def __init__(
        self,
        bench: Bench,
        verb: "Callable[[Office], Callable[[str, int, T], object]]",
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._verb = verb
        self._waiting: dict[tuple[str, int], T] = {}
        self._busy = False
        self._failure: KnownError | None = None
        self._after: list[Callable[[], None]] = []

    def save(self, month: str, building_id: int, value: T) -> None:
        """Store this soon; a newer value of the same building takes its place."""
        self._waiting[month, building_id] = value
        self._next()

    def busy(self) -> bool:
        """A write is under way."""
        return self._busy

    def failure(self) -> KnownError | None:
        """Why the last write did not work; it is tried again with the next one."""
        return self._failure

    def words(self) -> tuple[str, bool]:
        """What to tell the clerk, and whether it is bad news."""
        if self._failure is not None:
            return f"没有存上：{self._failure.message}", True
        return ("正在保存 …" if self._busy else "录的都已保存"), False

    def settled(self, then: Callable[[], None]) -> None:
        """Call `then` once nothing is under way any more."""
        if self._busy:
            self._after.append(then)
        else:
            then()

    def forget(self, month: str, building_id: int) -> None:
        """What waits for this building is not wanted any more."""
        self._waiting.pop((month, building_id), None)

    def wait(self, milliseconds: int = 5_000) -> bool:
        """Wait for the last write before the window goes away; False when it did not end."""
        if self._busy:
            loop = QEventLoop()
            self._after.append(loop.quit)
            QTimer.singleShot(milliseconds, loop, loop.quit)
            loop.exec()
        return not self._busy and not self._waiting

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        batch = dict(self._waiting)
        self._waiting.clear()
        office, verb = self._bench.office, self._verb

        def work(progress: Progress) -> None:
            del progress
            write = verb(office)
            for (month, building_id), value in batch.items():
                write(month, building_id, value)

        def failed(error: KnownError) -> None:
            self._failure = error
            self._busy = False
            for key, value in batch.items():
                self._waiting.setdefault(key, value)
            self._finish()

        self._bench.tasks.run(work, self._done, owner=self, failed=failed)
        self.state_changed.emit()

    def _done(self, result: None) -> None:
        del result
        self._failure = None
        self._busy = False
        self._next()
        if not self._busy:
            self._finish()

    def _finish(self) -> None:
        self.state_changed.emit()
        after, self._after = self._after, []
        for then in after:
            then()
