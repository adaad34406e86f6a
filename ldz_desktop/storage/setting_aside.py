"""A restored office takes the place of the one that is there, which is moved aside, never deleted.

Several files change places, and a power cut may come between any two. So the new office is put
together whole in a folder beside the old one, and one rename decides: from then on whoever opens
the data folder first finishes the exchange, however often it was interrupted.
"""

from datetime import datetime, timedelta
from pathlib import Path

from ldz_desktop.storage.folder import COMPANIONS, DataFolder
from ldz_desktop.storage.replacing import put_in_place, sync_file, sync_folder

ASIDE = "恢复前-"
INCOMPLETE = "不完整-"
_GROWING, _DECIDED = ".restoring", ".restored-"
_NAMED = "%Y%m%d-%H%M%S"
_FILES = ("office.keys.2", "office.keys", "archive.db")


def begin(data: DataFolder) -> Path:
    """An empty folder for the new office: archive.db, office.keys and office.keys.2."""
    place = data.path / _GROWING
    give_up(data)
    place.mkdir()
    return place


def give_up(data: DataFolder) -> None:
    """The new office is not wanted, or was not finished."""
    _clear_away(data.path / _GROWING)


def decide(data: DataFolder, when: datetime) -> Path | None:
    """Exchange the offices; the folder the old one lies in now, None where there was none."""
    while (data.path / f"{ASIDE}{when:{_NAMED}}").exists():  # nothing is put over what lies there
        when += timedelta(seconds=1)
    place = data.path / f"{_DECIDED}{when:{_NAMED}}"
    put_in_place(data.path / _GROWING, place)
    sync_folder(data.path)
    return finish(data)


def interrupted(data: DataFolder) -> bool:
    """An exchange was decided and is not finished."""
    return _decided(data) is not None


def finish(data: DataFolder) -> Path | None:
    """Finish an exchange that was decided; see decide(). Hold the folder meanwhile.

    A file of the new office that has not been moved yet tells that what lies in its place is old.
    """
    place = _decided(data)
    if place is None:
        return None
    aside = data.path / (ASIDE + place.name.removeprefix(_DECIDED))
    if (place / "archive.db").exists():
        for name in COMPANIONS:
            _set_aside(data.path / name, aside)
    for name in _FILES:
        if (place / name).exists():
            _set_aside(data.path / name, aside)
            put_in_place(place / name, data.path / name)
    _clear_away(place)
    sync_folder(data.path)
    return aside if aside.is_dir() else None


def keep_copy(data: DataFolder, when: datetime) -> Path:
    """Before data that lack saves are opened all the same: a copy of the files as they are, in a
    dated folder beside. Raises OSError, with nothing left of it."""
    import shutil

    place = data.path / f"{INCOMPLETE}{when:{_NAMED}}"
    try:
        place.mkdir(exist_ok=True)
        for name in (*_FILES, *COMPANIONS):
            if (data.path / name).exists():
                shutil.copyfile(data.path / name, place / name)
                sync_file(place / name)
    except OSError:
        _clear_away(place)
        raise
    sync_folder(place)
    return place


def _decided(data: DataFolder) -> Path | None:
    return next(iter(sorted(data.path.glob(f"{_DECIDED}*"))), None)


def _set_aside(path: Path, aside: Path) -> None:
    if path.exists():
        aside.mkdir(exist_ok=True)
        put_in_place(path, aside / path.name)


def _clear_away(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
