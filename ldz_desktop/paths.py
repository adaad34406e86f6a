"""Where things are: the one place that knows a checkout, a wheel and a frozen program apart, and
how Windows wants long paths."""

import os
import sys
from pathlib import Path, PurePath

APP_FOLDER = "LdzDesktop"

_LONG = 160  # of the 260 characters: what is put below it or beside it needs room
_VERBATIM, _VERBATIM_SHARE = "\\\\?\\", "\\\\?\\UNC\\"


def resource_path(*parts: str) -> Path:
    """A file below resources/, wherever this program was installed to."""
    return _resources().joinpath(*parts)


def default_data_folder() -> Path:
    """The user's data folder of the platform (Windows: %LOCALAPPDATA%)."""
    from platformdirs import user_data_path

    return user_data_path(APP_FOLDER, appauthor=False)


def user_path(given: str | PurePath) -> Path:
    """A path that somebody chose or typed, absolute, and in a form that can be opened.

    Windows refuses paths of more than 260 characters unless they are written verbatim; every path
    of the outside world comes in through here.
    """
    path = Path(given).absolute()
    return Path(verbatim(str(path))) if os.name == "nt" else path


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
