"""What a visit left on a laptop goes away for good; an office's data never does.

Several files go, and a power cut may come between any two: one rename decides, from then on whoever
opens the data folder first finishes it (as in storage.setting_aside). Nothing is overwritten with
zeros, which a flash disk would not do anyway: all of it is encrypted, and the key slots go first.
"""

from pathlib import Path

from ldz_desktop.domain import backups, visits
from ldz_desktop.errors import KnownError, OpenError
from ldz_desktop.storage import keyring
from ldz_desktop.storage.folder import COMPANIONS, DataFolder
from ldz_desktop.storage.leftovers import AMONG_BACKUPS
from ldz_desktop.storage.replacing import put_in_place, sync_folder
from ldz_desktop.storage.setting_aside import ASIDE

_DECIDED = ".wiping"


def begin(data: DataFolder) -> None:
    """Wipe a closed visit whose folder is held. Raises OpenError where it is none, OSError where
    the disk refuses: once archive.db is gone it is decided."""
    if not _is_visit(data.keys):
        raise OpenError("这是办公室的数据", "这里不是走访用的数据，没有删除任何东西。")
    place = data.path / _DECIDED
    place.mkdir(exist_ok=True)
    try:
        put_in_place(data.database, place / data.database.name)
    except OSError:
        _remove(place)
        raise
    sync_folder(data.path)
    finish(data)


def interrupted(data: DataFolder) -> bool:
    """A wiping was begun and is not finished."""
    return (data.path / _DECIDED).is_dir()


def finish(data: DataFolder) -> None:
    """Finish what was decided. Hold the folder meanwhile. Raises OSError."""
    place = data.path / _DECIDED
    if (place / data.database.name).exists() and not data.database.exists():
        keys = (data.keys, data.keys.with_name(data.keys.name + ".2"))
        for path in (*keys, *(data.path / name for name in COMPANIONS)):
            path.unlink(missing_ok=True)
        for folder in set_aside(data):
            _remove(folder)
        for path in (*_backups(data), data.backup_notes):
            path.unlink(missing_ok=True)
        for pattern in AMONG_BACKUPS:
            for path in data.backups.glob(pattern):
                _remove(path)
    _remove(place)
    sync_folder(data.path)


def set_aside(data: DataFolder) -> list[Path]:
    """Visits that another one took the place of."""
    return [one for one in data.path.glob(f"{ASIDE}*") if _is_visit(one / data.keys.name)]


def _backups(data: DataFolder) -> list[Path]:
    return [path for path in data.backups.glob(f"*{backups.ENDING}") if _of_visit(path)]


def _of_visit(backup: Path) -> bool:
    from ldz_desktop.storage.backup_file import read_head

    try:
        return visits.ids(read_head(backup).ring.office)[1] != ""
    except KnownError:  # whose it was cannot be told: it stays
        return False


def _is_visit(keys: Path) -> bool:
    try:
        return visits.ids(keyring.read(keys).office)[1] != ""
    except KnownError:
        return False


def _remove(path: Path) -> None:
    if path.is_dir():
        import shutil  # whoever opens a data folder waits for what is imported here

        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
