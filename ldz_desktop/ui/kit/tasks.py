"""The one file that owns threads: one database worker, results by queue and one bare signal.

Work is a plain function of a Progress. It runs on the worker, one piece after another, and its
result is handed to `done` on the window's thread. The wake-up signal carries no argument: an
owner of queued signals with arguments that goes away with events pending can crash the process.
"""

import itertools
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.record import record
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.progress_view import ProgressPanel, ProgressState

T = TypeVar("T")

SHOW_AFTER_MS = 400
"""Work that takes longer than this shows its progress, if it has a title."""

_LOOK_EVERY_MS = 100
_CALM_MS = 40  # without new work, before that of run_later() begins
_END = (-1, 0)  # before everything that waits


@dataclass(eq=False)
class _Job:
    work: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[KnownError], None] | None
    owner: QObject
    title: str
    key: str
    later: bool = False
    state: ProgressState = field(default_factory=ProgressState)
    superseded: bool = False


@record
class _Outcome:
    number: int
    value: Any = None
    error: BaseException | None = None


class _JobProgress:
    """The Progress a piece of work sees: notes how far it is, stops it where it may be stopped."""

    def __init__(self, state: ProgressState) -> None:
        self._state = state

    def report(self, done: int, total: int, text: str = "") -> None:
        self._state.note(done, total, text)
        if self._state.cancelled:
            raise Cancelled


def _dialog_of(job: _Job) -> Dialog | None:
    """The dialog that work with a title runs in."""
    if not job.title or not isinstance(job.owner, QWidget) or not isValid(job.owner):
        return None
    window = job.owner.window()
    return window if isinstance(window, Dialog) else None


class TaskRunner(QObject):
    """Runs pieces of work one after another on a single worker thread.

    tasks.run(lambda progress: office.search.find("王"), self._show, owner=self, key="search")
    """

    _wake = Signal()

    def __init__(self, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._numbers = itertools.count(1)
        self._jobs: OrderedDict[int, _Job] = OrderedDict()  # queued, running or undelivered
        self._queue: queue.PriorityQueue[tuple[int, int]] = queue.PriorityQueue()
        self._outcomes: queue.SimpleQueue[_Outcome] = queue.SimpleQueue()
        self._wake.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._watch = QTimer(self)
        self._watch.timeout.connect(self._show_progress)
        self._panel: ProgressPanel | None = None
        self._postponed: list[int] = []
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._begin_postponed)
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, name="database", daemon=True)
        self._thread.start()

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        *,
        owner: QObject,
        title: str = "",
        key: str = "",
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:
        """Queue work; returns at once.

        work: runs on the worker; progress.report() is where it can be cancelled. Must not touch
        widgets. done: gets its result on the window's thread. owner: once it is destroyed, neither
        done nor failed is called (pass the widget that shows the result). title: a verb phrase
        (正在导入); such work shows a bar with the time left and 取消 over the owner's window when
        it takes longer than 400 ms. key: a newer task of the same key drops older ones that wait,
        stops the one that runs at its next report(), and their results are never delivered (use it
        for reading what a screen shows; never for writes). failed: gets the KnownError; the
        default shows it. After Cancel, and after a defect (which has been shown already), failed
        gets Cancelled, so that a screen can enable its buttons again.
        """
        self._enqueue(_Job(work, done, failed, owner, title, key))

    def run_later(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        *,
        owner: QObject,
        key: str = "",
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:
        """Like run(), for what nobody waits for (counts beside a list, checks): it gives way to
        everything that is queued by run(), also afterwards."""
        self._enqueue(_Job(work, done, failed, owner, "", key, later=True))

    def idle(self) -> bool:
        """Nothing waits, runs or is yet to be delivered. Tests: qtbot.waitUntil(tasks.idle)."""
        return not self._jobs

    def settled(self) -> bool:
        """Nothing of run() waits, runs or is yet to be delivered; run_later() may go on."""
        return all(job.later for job in self._jobs.values())

    def watched(self) -> bool:
        """Work with a title waits or runs: something a person would not want to lose unasked."""
        return any(job.title for job in self._jobs.values())

    def cancel_all(self) -> None:
        """Stop everything that can be stopped; what waits is not begun."""
        for job in self._jobs.values():
            job.state.cancelled = True

    def stop(self, timeout: float = 10.0) -> bool:
        """Cancel what can be cancelled and end the worker; nothing is delivered any more.

        Returns False when the worker was still busy after `timeout` seconds.
        """
        self._stopping = True
        self._watch.stop()
        self._calm.stop()
        self.cancel_all()
        self._queue.put(_END)
        self._thread.join(timeout)
        self._jobs.clear()
        return not self._thread.is_alive()

    def _enqueue(self, job: _Job) -> None:
        if self._stopping:
            return
        if job.key:
            self._supersede(job.key)
        number = next(self._numbers)
        self._jobs[number] = job
        dialog = _dialog_of(job)
        if dialog is not None:
            dialog.began(job.state)
        if job.later:
            self._postponed.append(number)
        else:
            self._queue.put((0, number))
        self._calm.start()
        if job.title and not self._watch.isActive():
            self._watch.start(_LOOK_EVERY_MS)

    def _supersede(self, key: str) -> None:
        for job in self._jobs.values():
            if job.key == key:
                job.superseded = True
                job.state.cancelled = True

    # The worker. Its frames must never hold the last reference to a job: widgets live in there,
    # and they may only die on the window's thread. So jobs stay in self._jobs until delivered.

    def _serve(self) -> None:
        while (place := self._queue.get()) != _END:
            number = place[1]
            self._outcomes.put(self._perform(number))
            try:
                self._wake.emit()
            except RuntimeError:  # the window is gone
                return

    def _perform(self, number: int) -> _Outcome:
        job = self._jobs.get(number)
        if job is None or job.state.cancelled:
            return _Outcome(number, error=Cancelled())
        job.state.begin()
        try:
            return _Outcome(number, job.work(_JobProgress(job.state)))
        except Exception as error:  # noqa: BLE001 - handed over whole to the window's thread
            return _Outcome(number, error=error)
        finally:
            job.state.end()

    # The window's thread.

    def _begin_postponed(self) -> None:
        """One delivery often leads to the next question: only then is it the turn of the rest."""
        if not self.settled():
            self._calm.start()
            return
        for number in self._postponed:
            self._queue.put((1, number))
        self._postponed.clear()

    def _deliver(self) -> None:
        while not self._outcomes.empty():
            outcome = self._outcomes.get_nowait()
            job = self._jobs.pop(outcome.number, None)
            if not self._jobs or (self._panel is not None and self._panel.shows(job)):
                self._hide_progress()
            if job is None or self._stopping or not isValid(job.owner):
                continue
            dialog = _dialog_of(job)
            if dialog is not None:
                dialog.ended(job.state, cancelled=isinstance(outcome.error, Cancelled))
            if job.superseded or not isValid(job.owner):
                continue
            try:
                self._hand_over(job, outcome)
            except BaseException:
                self._wake.emit()  # the rest is not lost
                raise

    def _hand_over(self, job: _Job, outcome: _Outcome) -> None:
        error = outcome.error
        if error is None:
            job.done(outcome.value)
        elif isinstance(error, KnownError):
            if job.failed is not None:
                job.failed(error)
            else:
                self._notices.error(error)
        else:
            self._notices.defect(error)
            if job.failed is not None:
                job.failed(Cancelled())

    def _show_progress(self) -> None:
        titled = [job for job in self._jobs.values() if job.title and isValid(job.owner)]
        if not titled:
            self._hide_progress()
            self._watch.stop()
            return
        job = next((j for j in titled if j.state.running), titled[0])
        if job.superseded or job.state.seconds() * 1000 < SHOW_AFTER_MS:
            return
        if self._panel is None or not isValid(self._panel) or not self._panel.shows(job):
            self._hide_progress()
            self._panel = ProgressPanel(
                job, job.title, job.state, self._notices.window_of(job.owner)
            )
        self._panel.look()

    def _hide_progress(self) -> None:
        if self._panel is not None and isValid(self._panel):
            self._panel.leave()
        self._panel = None
