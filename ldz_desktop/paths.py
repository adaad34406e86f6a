"""Where things are: the one place that knows a checkout, a wheel and a frozen program apart, and
how Windows wants long paths."""

import errno
import os
import stat
import sys
from pathlib import Path, PurePath
from typing import BinaryIO

from ldz_desktop.errors import InputError

APP_FOLDER = "LdzDesktop"
ELSEWHERE = "folder.txt"
"""In the platform's place: the path of the data folder, where another one was chosen."""

_LONG = 160  # of the 260 characters: what is put below it or beside it needs room
_LONGEST, _LONGEST_PART = 4000, 255  # bytes (Windows: characters), as file systems have them
_VERBATIM, _VERBATIM_SHARE = "\\\\?\\", "\\\\?\\UNC\\"


def resource_path(*parts: str) -> Path:
    """A file below resources/, wherever this program was installed to."""
    return _resources().joinpath(*parts)


def home_folder() -> Path:
    """Where the platform keeps a user's data (Windows: below %LOCALAPPDATA%)."""
    from platformdirs import user_data_path

    return user_data_path(APP_FOLDER, appauthor=False)


def default_data_folder() -> Path:
    """The user's data folder: where it was moved to (keep_data_in), else the platform's place."""
    home = home_folder()
    try:
        named = (home / ELSEWHERE).read_text("utf-8").strip()
    except (OSError, ValueError):
        return home
    return user_path(named) if Path(named).is_absolute() else home


def keep_data_in(folder: Path) -> None:
    """From now on default_data_folder() is this one. Raises OSError."""
    home = home_folder()
    if folder == home:
        (home / ELSEWHERE).unlink(missing_ok=True)
        return
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f"{ELSEWHERE}.new"
    with draft.open("w", encoding="utf-8") as file:
        file.write(shown(folder))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(home / ELSEWHERE)


def user_path(given: str | PurePath) -> Path:
    """A path that somebody chose or typed, absolute, and in a form that can be opened.

    Windows refuses paths of more than 260 characters unless they are written verbatim; every path
    of the outside world comes in through here. Raises InputError for one that no file can have.
    """
    path = Path(given).absolute()
    if os.name == "nt":
        path = Path(verbatim(str(path)))
    parts = [len(part) if os.name == "nt" else len(os.fsencode(part)) for part in path.parts]
    if sum(parts) + len(parts) > _LONGEST or max(parts[1:], default=0) > _LONGEST_PART:
        raise InputError(
            "路径太长",
            "文件或文件夹的名字太长，系统放不下。",
            "请换短一些的名字（一个名字不超过 80 个汉字）。",
        )
    return path


class NotAFileError(OSError):
    """What has the name is a folder, a pipe or a device."""


def open_file(path: Path) -> BinaryIO:
    """A file opened for reading in bytes. Raises OSError; NotAFileError for what is no file: a pipe
    that nothing is written to would be waited for, a device be read without an end."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags | getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        check_file(os.fstat(handle))
    except BaseException:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def check_file(found: os.stat_result) -> None:
    """Raises NotAFileError for what is no file."""
    if not stat.S_ISREG(found.st_mode):
        raise NotAFileError(errno.EINVAL, "not a regular file")


def verbatim(path: str) -> str:
    r"""An absolute Windows path in the \\?\ form where it is long; a short one as it is."""
    if len(path) <= _LONG or path.startswith(_VERBATIM):
        return path
    if path.startswith("\\\\"):
        return _VERBATIM_SHARE + path[2:]
    return _VERBATIM + path


def shown(path: PurePath) -> str:
    """A path for people and for other programs, which do not know the verbatim form."""
    text = str(path)
    if text.startswith(_VERBATIM_SHARE):
        return "\\\\" + text.removeprefix(_VERBATIM_SHARE)
    return text.removeprefix(_VERBATIM)


def _resources() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
