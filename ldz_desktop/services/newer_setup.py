"""A newer version of the program on a stick: the only way it comes to a computer without network.

Looked for in the root of removable drives and in their folder 楼栋长. Nothing is ever started from
here.
"""

import contextlib
import os
import re
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from ldz_desktop import __version__
from ldz_desktop.record import record

FOLDER = "楼栋长"
_WINDOWS = re.compile(r"ldz-desktop-(\d{1,4})\.(\d{1,4})\.(\d{1,4})-setup\.exe", re.IGNORECASE)
_DEBIAN = re.compile(r"ldz-desktop_(\d{1,4})\.(\d{1,4})\.(\d{1,4})_\w+\.deb")
_REMOVABLE = 2
_NO_BOXES = 0x0001 | 0x8000  # SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX
_PE32_PLUS = 0x20B
_VERIFY = bytes.fromhex("6bc5aa00 44cd d011 8cc2 00c04fc295ee")  # WINTRUST_ACTION_GENERIC_VERIFY_V2


@record
class NewerSetup:
    """A setup program of a later version than the one that runs."""

    path: Path
    version: str


def newer_setup(
    drives: Iterable[Path] | None = None, *, windows: bool = sys.platform == "win32"
) -> NewerSetup | None:
    """The newest one that lies on a removable drive; None where there is none.

    drives: instead of those of this computer. One whose signature does not hold is passed over, and
    so is one without a signature where the program that runs has one.
    """
    pattern = _WINDOWS if windows else _DEBIAN
    found: list[tuple[tuple[int, ...], Path]] = []
    for folder in _folders(removable_drives() if drives is None else drives):
        with contextlib.suppress(OSError):  # pulled out, or nothing in the reader
            for entry in os.scandir(folder):
                match = pattern.fullmatch(entry.name)
                if match is not None and entry.is_file():
                    found.append((tuple(map(int, match.groups())), Path(entry.path)))
    running = tuple(map(int, re.findall(r"\d+", __version__)))
    for version, path in sorted(found, reverse=True):
        if version > running and (not windows or _trusted(path)):
            return NewerSetup(path, ".".join(map(str, version)))
    return None


def removable_drives() -> tuple[Path, ...]:
    """Sticks and cards that are plugged in. Windows: never a box about an empty card reader."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetThreadErrorMode(_NO_BOXES, None)
        there = kernel.GetLogicalDrives()
        drives = [f"{chr(65 + n)}:\\" for n in range(26) if there & (1 << n)]
        return tuple(Path(d) for d in drives if kernel.GetDriveTypeW(d) == _REMOVABLE)
    user = Path.home().name
    places = (Path("/media", user), Path("/run/media", user))
    return tuple(drive for place in places if place.is_dir() for drive in place.iterdir())


def _folders(drives: Iterable[Path]) -> Iterable[Path]:
    for drive in drives:
        yield drive
        yield drive / FOLDER


def _trusted(setup: Path) -> bool:
    with contextlib.suppress(OSError):
        if signed(setup):
            return sys.platform != "win32" or _signature_holds(setup)
        return not (getattr(sys, "frozen", False) and signed(Path(sys.executable)))
    return False


def signed(program: Path) -> bool:
    """Whether a Windows program has a signature, whatever it is worth. Raises OSError."""
    with program.open("rb") as file:
        head = file.read(4096)
    try:
        (start,) = struct.unpack_from("<L", head, 0x3C)
        (kind,) = struct.unpack_from("<H", head, start + 24)
        directories = start + 24 + (112 if kind == _PE32_PLUS else 96)
        _, size = struct.unpack_from("<LL", head, directories + 4 * 8)  # the fifth: certificates
    except struct.error:
        return False
    return bool(size > 0)


def _signature_holds(program: Path) -> bool:
    """What Windows says of it, without asking the network."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class _File(ctypes.Structure):
            _fields_ = (
                ("size", wintypes.DWORD),
                ("path", wintypes.LPCWSTR),
                ("file", wintypes.HANDLE),
                ("subject", ctypes.c_void_p),
            )

        class _Data(ctypes.Structure):
            _fields_ = (
                ("size", wintypes.DWORD),
                ("policy", ctypes.c_void_p),
                ("client", ctypes.c_void_p),
                ("ui", wintypes.DWORD),
                ("revocation", wintypes.DWORD),
                ("union", wintypes.DWORD),
                ("file", ctypes.POINTER(_File)),
                ("action", wintypes.DWORD),
                ("state", wintypes.HANDLE),
                ("url", wintypes.LPCWSTR),
                ("flags", wintypes.DWORD),
                ("context", wintypes.DWORD),
                ("settings", ctypes.c_void_p),
            )

        verify = (ctypes.c_ubyte * 16)(*_VERIFY)
        file = _File(ctypes.sizeof(_File), str(program), None, None)
        data = _Data(ctypes.sizeof(_Data))
        data.ui, data.union, data.file = 2, 1, ctypes.pointer(file)  # no window; a file
        data.flags = 0x1000  # WTD_CACHE_ONLY_URL_RETRIEVAL
        answer = ctypes.windll.wintrust.WinVerifyTrust(
            None, ctypes.byref(verify), ctypes.byref(data)
        )
        return bool(answer == 0)
    return False
