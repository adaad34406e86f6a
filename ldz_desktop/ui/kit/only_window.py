"""One window for one person and one data folder: a second start raises the first and hands it the
file it was started with.

The first start holds a lock of the system (a crash leaves nothing behind) and listens at a named
pipe (Windows) or a socket (elsewhere) that others cannot write to. Qt's own local server would do,
but brings a library of 3 MB for the network, which this program does not use.
"""

import contextlib
import hashlib
import json
import os
import queue
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ldz_desktop.paths import shown, user_path

if TYPE_CHECKING:
    from multiprocessing.connection import Listener

_LONGEST = 40_000  # bytes of a message; a path of Windows has at most 32,767 characters
_PATIENCE_S = 8.0
"""For the other start, which may still be putting up its window. After it, this one goes on by
itself: a window that does not answer must not keep everybody out."""
_DONE = b"done"


class OnlyWindow(QObject):
    """The right to be the window of a data folder.

    wanted(Path | None): somebody started the program again, perhaps with a file; on the thread
    this lives in. Whoever is not first hands over and ends:

        only = OnlyWindow(folder)
        if not only.first() and only.hand_over(file):
            return 0
    """

    wanted = Signal(object)
    _rung = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._name = f"ldz-desktop-{_who()}-{_mark(folder)}"
        self._lock = FileLock(Path(tempfile.gettempdir()) / f"{self._name}.lock", timeout=0)
        self._listener: Listener | None = None
        self._messages: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._rung.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def first(self) -> bool:
        """Whether no other start has this folder's window; it is held from now on. Also where
        nobody can tell: the folder's own lock decides in the end."""
        try:
            self._lock.acquire()
        except Timeout:
            return False
        except OSError:
            return True
        return True

    def listen(self) -> None:
        """Hear of other starts until stop(). Where that cannot be, they go on by themselves."""
        from multiprocessing.connection import Listener

        address = self._address()
        if sys.platform != "win32":  # what a killed program left; this one holds the lock
            Path(address).unlink(missing_ok=True)
        try:
            self._listener = Listener(address)
        except OSError:
            return
        if sys.platform != "win32":
            Path(address).chmod(0o600)
        threading.Thread(target=self._serve, name="other starts", daemon=True).start()

    def hand_over(self, file: Path | None) -> bool:
        """Have the window there come to the front, with the file; whether it said that it will."""
        from multiprocessing.connection import Client

        _let_others_come_to_the_front()
        message = "" if file is None else shown(user_path(file))
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            with contextlib.suppress(OSError, EOFError), Client(self._address()) as line:
                line.send_bytes(json.dumps(message).encode())
                if line.poll(_PATIENCE_S) and line.recv_bytes(_LONGEST) == _DONE:
                    return True
            time.sleep(0.1)
        return False

    def stop(self) -> None:
        """Hear nothing any more, and let another start be first."""
        listener, self._listener = self._listener, None
        if listener is not None:
            from multiprocessing.connection import Client

            with contextlib.suppress(OSError):  # wakes the thread, which looks who it is
                Client(self._address()).close()
            listener.close()
        self._lock.release()

    def _address(self) -> str:
        if sys.platform == "win32":
            return rf"\\.\pipe\{self._name}"
        return str(Path(tempfile.gettempdir()) / self._name)

    def _serve(self) -> None:
        while (listener := self._listener) is not None:
            with contextlib.suppress(OSError, EOFError, ValueError), listener.accept() as line:
                if not line.poll(_PATIENCE_S):
                    continue
                text = json.loads(line.recv_bytes(_LONGEST))
                self._messages.put(user_path(text) if isinstance(text, str) and text else None)
                self._rung.emit()
                line.send_bytes(_DONE)

    def _deliver(self) -> None:
        while not self._messages.empty():
            self.wanted.emit(self._messages.get_nowait())


def bring_to_front(window: QWidget) -> None:
    """Show a window, or the dialog that is open over it, to somebody who asked for it."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    top = QApplication.activeModalWidget() or window
    top.raise_()
    top.activateWindow()


def _let_others_come_to_the_front() -> None:
    """Windows lets only the program that was just started raise a window; it passes that on."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


def _who() -> str:
    if sys.platform == "win32":
        return hashlib.sha256(os.environ.get("USERNAME", "").lower().encode()).hexdigest()[:8]
    return str(os.getuid())


def _mark(folder: Path) -> str:
    """What stands for a folder, however it was written."""
    with contextlib.suppress(OSError):
        folder = folder.resolve()
    return hashlib.sha256(os.path.normcase(shown(user_path(folder))).encode()).hexdigest()[:16]
