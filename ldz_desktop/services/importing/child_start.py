"""The first module of the reading process: it opens the file while everything else is imported.

Kept apart from child because of that: nothing of this program is imported here before the reader
is at work (it lets go of the interpreter while it parses).
"""

import gc
import pickle
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MEMORY_LIMIT = 3 * 2**30  # of address space; a file within the limits needs a third of it


class Opening:
    """A workbook that is being opened, and its first visible sheet that is being read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._found: Any = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._open, daemon=True)
        self._thread.start()

    def _open(self) -> None:
        try:
            import python_calamine as calamine

            book = opened(self._path)
            visible = calamine.SheetVisibleEnum.Visible
            name = next((s.name for s in book.sheets_metadata if s.visible == visible), None)
            self._found = book, name, None if name is None else book.get_sheet_by_name(name)
        except BaseException as error:  # noqa: BLE001 - raised again where the book is asked for
            self._error = error

    def result(self) -> Any:  # noqa: ANN401 - calamine's workbook, a sheet's name, that sheet
        """Raises what opening raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._found


def opened(path: str) -> Any:  # noqa: ANN401 - calamine's workbook
    """The workbook of a file; where its name says another kind than it is (new workbooks that a
    system exported as .xls), by what it holds. Raises calamine's errors."""
    import python_calamine as calamine

    try:
        return calamine.CalamineWorkbook.from_path(path)
    except calamine.CalamineError:
        with Path(path).open("rb") as file:
            return calamine.CalamineWorkbook.from_filelike(file)


def serve(path: str, container: str, job: bytes, connection: Connection) -> None:
    """The body of the process. job: a pickled child.Job."""
    gc.disable()  # a short life, and no cycles worth looking for
    limit_memory(MEMORY_LIMIT)
    opening = None if container == "text" else Opening(path)
    from ldz_desktop.services.importing.child import send_all

    with suppress(BrokenPipeError, OSError):  # the other side lost interest
        send_all(pickle.loads(job), connection, opening)
        connection.close()


def limit_memory(size: int) -> None:
    """Let this process have no more than that; a reader that asks for more is ended by it."""
    if sys.platform == "win32":
        _limit_by_job(size)
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _limit_by_job(size: int) -> None:
    """Windows: put this process into a job object with a limit of committed memory."""
    import ctypes
    from ctypes import wintypes

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("per_process_time", wintypes.LARGE_INTEGER),
            ("per_job_time", wintypes.LARGE_INTEGER),
            ("flags", wintypes.DWORD),
            ("minimum_set", ctypes.c_size_t),
            ("maximum_set", ctypes.c_size_t),
            ("active_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic),
            ("io", ctypes.c_ulonglong * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
        )  # fmt: skip
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        limits = _Extended()
        limits.basic.flags = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
        limits.process_memory = size
        job = kernel.CreateJobObjectW(None, None)
        kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits))
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
