"""Reading an untrusted file: a child process with limits, watched from here."""

import marshal
import multiprocessing
import pickle
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ldz_desktop.errors import InputError
from ldz_desktop.services.importing.child import Job
from ldz_desktop.services.importing.child_start import serve
from ldz_desktop.services.importing.chunks import Message
from ldz_desktop.services.importing.limits import SMALL, Scan, check_package, scan_package
from ldz_desktop.services.progress import Progress

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

SILENCE_LIMIT = 90.0  # seconds without a message
_POLL = 0.1
_PATIENCE = 5.0


def stream(job: Job, progress: Progress) -> Iterator[Message]:
    """The messages of a file as the child process makes them.

    Where the child chokes on a package, the package is looked through for the reason. Raises
    InputError; Cancelled through progress. The child is gone when this ends, however it ends.
    """
    is_package = job.container == "zip"
    watch = _Child(job)  # it starts up while the package is looked at
    try:
        if is_package:
            check_package(job.path)
        scan = scan_package(job.path, SMALL) if is_package else Scan()
        if scan != Scan():
            yield "scan", scan
        yield from watch.messages(progress)
    except _Choked:
        if is_package:
            scan_package(job.path)
        raise InputError(
            "读不了这个文件",
            "读取时内存不足或文件已损坏，读取已经停止，数据没有改动。",
            "请用 Excel 或 WPS 打开它，把数据复制到新的表格文件里再导入。",
        ) from None
    finally:
        watch.end()


class _Choked(Exception):  # noqa: N818 - never leaves this module
    """The child ended without a word."""


class _Child:
    """One process that reads one file."""

    def __init__(self, job: Job) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(
            target=serve, args=(str(job.path), job.container, pickle.dumps(job), other), daemon=True
        )
        with _without_main():
            self._process.start()
        other.close()

    def messages(self, progress: Progress) -> Iterator[Message]:
        """Until "end". Raises InputError for "error", a crash, or silence."""
        seen = 0
        while True:
            kind, content = _received(self._connection, progress, seen)
            if kind == "error":
                title, message, hint = content
                raise InputError(title, message, hint)
            if kind == "chunk":
                seen += len(content.get("rows") or content.get("lines") or ())
            yield kind, content
            if kind == "end":
                return

    def end(self) -> None:
        """Whatever it is doing."""
        with suppress(OSError):
            self._connection.close()
        self._process.join(0 if self._process.is_alive() else _PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_PATIENCE)
        with suppress(ValueError):
            self._process.close()


_starting = threading.Lock()


@contextmanager
def _without_main() -> Iterator[None]:
    """A spawned process imports its parent's main module again, be it a script that would begin its
    work anew. The reader has no use for it: while it starts, there is none."""
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _received(connection: Connection, progress: Progress, seen: int) -> tuple[str, Any]:
    deadline = time.monotonic() + SILENCE_LIMIT
    try:
        while not connection.poll(_POLL):
            progress.report(0, 0, f"正在读取文件，已读 {seen} 行" if seen else "正在读取文件")
            if time.monotonic() > deadline:
                raise InputError(
                    "读取时间过长", "这个文件很久都没有读完，已经停止。", "请拆成几个文件再导入。"
                )
        kind, content = marshal.loads(connection.recv_bytes())
    except (EOFError, OSError, ValueError, TypeError):
        raise _Choked from None
    return kind, content
