"""Making, opening and rescuing an office's data folder, in the order of reliability.md §3.6.

Somebody waits while this is imported and run: what only a new office needs is imported there.
"""

import base64
import os
from contextlib import suppress
from pathlib import Path

from ldz_desktop.domain.visits import ids
from ldz_desktop.errors import KnownError, LostSavesError, ReadOnlyDataError, StorageError
from ldz_desktop.record import record
from ldz_desktop.services.context import Office
from ldz_desktop.services.core import Clock, Core, system_clock
from ldz_desktop.storage import keyring, leftovers, search_edition, setting_aside, wiping
from ldz_desktop.storage.database import HEADER_BYTES, Database
from ldz_desktop.storage.folder import DataFolder
from ldz_desktop.storage.replacing import put_in_place, sync_folder

INCOMPLETE = setting_aside.INCOMPLETE
"""How the folders begin that hold a copy of data which lacked saves."""


@record
class FolderState:
    """What is known before anybody has typed a password. visit: it is a visit's data, which no
    recovery code opens."""

    exists: bool
    accounts: tuple[str, ...]
    visit: bool = False


def inspect_folder(folder: Path) -> FolderState:
    """Whether an office lies here, and who may open it. Raises OpenError where it is damaged."""
    data = _data(folder)
    if not data.holds_office():
        return FolderState(exists=False, accounts=())
    data.check_place()
    ring = keyring.read(data.keys)
    return FolderState(exists=True, accounts=ring.accounts(), visit=ids(ring.office)[1] != "")


def create_office(
    folder: Path, office: str, account: str, password: str, *, clock: Clock = system_clock
) -> tuple[Office, str]:
    """A new data folder, opened, and its recovery code (shown this once).

    Raises OpenError where the folder cannot be used; InputError for an empty name. Killed on the
    way, it leaves an unfinished file that is no office and is cleared away by the next try.
    """
    from ldz_desktop.services.accounts import checked_name, first_ring

    account = checked_name(account)
    data = _data(folder)
    data.make()
    data.hold()
    try:
        data.begin()
        key = keyring.new_database_key()
        code = keyring.new_recovery_code()
        draft = data.unfinished
        database = Database.create(draft, key)
        _fill(database, office, clock)
        database.close()
        with draft.open("rb") as file:
            salt = file.read(HEADER_BYTES)
        slots = (
            keyring.make_slot("password", account, keyring.password_bytes(password), key),
            keyring.make_slot("recovery", "", keyring.recovery_secret(code), key),
        )
        keyring.write(data.keys, first_ring(os.urandom(8).hex(), salt, slots))
        _finish(draft, data.database)  # from here on it is an office
        sync_folder(data.path)
        return _first_opened(data, key, account, clock), code
    except BaseException:
        data.release()
        raise


def _finish(draft: Path, database: Path) -> None:
    try:
        put_in_place(draft, database)
    except OSError:
        raise StorageError(
            "没有建成",
            "数据文件夹写不进去，新办公室没有建成。",
            "请检查磁盘空间和文件夹的权限后再试一次。",
        ) from None


def _first_opened(data: DataFolder, key: bytes, account: str, clock: Clock) -> Office:
    """An office that cannot be opened is none: nobody has seen its recovery code."""
    try:
        return _open(data, key, account, clock=clock, check=False)
    except BaseException:
        put_in_place(data.database, data.unfinished)
        raise


def _fill(database: Database, office: str, clock: Clock) -> None:
    from ldz_desktop.services.holidays import seed_holidays
    from ldz_desktop.services.settings import Profile, SettingService
    from ldz_desktop.storage.evaluation import EvaluationStore
    from ldz_desktop.storage.settings import SettingStore

    core = Core(database, "", clock)
    settings = SettingService(core)
    settings.save_profile(Profile(office=office.strip()))
    with database.transaction():
        SettingStore(database).put_holidays(seed_holidays())
        EvaluationStore(database).seed_scheme()
        search_edition.mark(database)
        core.log("office.create")


def open_office(
    folder: Path,
    account: str,
    password: str,
    *,
    clock: Clock = system_clock,
    check: bool = True,
    wait: float = 0,
) -> Office:
    """Open the data for one person; account "" is the first one.

    check: look through every page for damage (the window does it after it is shown); wait: seconds
    to wait for another instance. Where the folder cannot be written to, it is opened to be read
    (Office.read_only). Raises OpenError, PasswordError, BusyError; LostSavesError, which
    open_incomplete() gets over.
    """
    data, name, key = _unlocked(folder, account, password)
    try:
        data.hold(wait)
    except ReadOnlyDataError:
        return _open_to_read(data, key, name, clock=clock, check=check)
    try:
        return _open(data, key, name, clock=clock, check=check)
    except BaseException:
        data.release()
        raise


def open_incomplete(
    folder: Path, account: str, password: str, *, check: bool = True, wait: float = 0
) -> Office:
    """The same, with what is left where saves are missing: a copy of the files as they are is put
    beside them first, in a folder that begins with INCOMPLETE."""
    data, name, key = _unlocked(folder, account, password)
    data.hold(wait)
    try:
        return _open_incomplete(data, key, name, check=check)
    except BaseException:
        data.release()
        raise


def _unlocked(folder: Path, account: str, password: str) -> tuple[DataFolder, str, bytes]:
    data = _data(folder)
    data.check_place()
    ring = _ring(data)
    name = account or ring.accounts()[0]
    key = keyring.open_slot(ring.slot(name), keyring.password_bytes(password))
    return data, name, key


def recover(
    folder: Path, code: str, account: str, password: str, *, accept_loss: bool = False
) -> Office:
    """Open with the recovery code and give `account` (existing or new) a new password.

    Raises as open_office(), with the passwords as they were; PasswordError naming the groups that
    were mistyped, or where the code does not fit. accept_loss: as open_incomplete().
    """
    from ldz_desktop.services.accounts import checked_name

    account = checked_name(account)
    data = _data(folder)
    data.check_place()
    ring = _ring(data)
    secret = keyring.recovery_secret(code)
    slot = ring.recovery_slot()
    key = keyring.open_slot(slot, secret)
    data.hold()
    try:
        office = (
            _open_incomplete(data, key, account, check=True)
            if accept_loss
            else _open(data, key, account, clock=system_clock, check=True)
        )
    except BaseException:
        data.release()
        raise
    try:
        office.accounts.set_password(password, "account.recovered")
    except BaseException:
        office.close()
        raise
    return office


def _data(folder: Path) -> DataFolder:
    """The folder. Where a power cut came while a backup took the office's place, it has it now;
    where a visit was being wiped, it is gone now."""
    data = DataFolder(folder)
    if setting_aside.interrupted(data):
        data.hold()
        try:
            setting_aside.finish(data)
        finally:
            data.release()
    if wiping.interrupted(data):
        from ldz_desktop.services.visits_wiping import go_on

        go_on(data)
    return data


def _ring(data: DataFolder) -> keyring.Keyring:
    """The key file, after everything that can be said of the files without a key."""
    if not data.holds_office():
        data.check_files(None)
    ring = keyring.read(data.keys)
    data.check_files(base64.b64decode(ring.salt))
    return ring


def _open(data: DataFolder, key: bytes, account: str, *, clock: Clock, check: bool) -> Office:
    leftovers.clear(data)
    database = Database.open(data.database, key, check=check)
    _index(database)
    office = Office(data, Core(database, account, clock), key)
    keyring.mend(data.keys)
    if keyring.read(data.keys).events:
        office.accounts.catch_up()
    return office


def _index(database: Database) -> None:
    """Index the people of a file that was written by other rules. Where it cannot be written, it is
    opened all the same, and tried again the next time."""
    if search_edition.is_current(database):
        return
    from ldz_desktop.services.person_index import renew_all

    with suppress(KnownError):
        renew_all(database)


def _open_to_read(
    data: DataFolder, key: bytes, account: str, *, clock: Clock, check: bool
) -> Office:
    from ldz_desktop.storage.reading_copy import ReadingCopy

    copy = ReadingCopy(data)
    try:
        database = Database.open(copy.database, key, check=check)
        _index(database)
        database.refuse_writes()
    except BaseException:
        copy.close()
        raise
    return Office(data, Core(database, account, clock), key, copy)


def _open_incomplete(data: DataFolder, key: bytes, account: str, *, check: bool) -> Office:
    try:
        return _open(data, key, account, clock=system_clock, check=check)
    except LostSavesError as error:
        _keep_copy(data)
        lost = error.message
    database = Database.open(data.database, key, check=check, accept_loss=True)
    office = Office(data, Core(database, account), key)
    office.log("data.incomplete", detail=lost)
    return office


def _keep_copy(data: DataFolder) -> None:
    try:
        setting_aside.keep_copy(data, system_clock())
    except OSError:
        raise StorageError(
            "没有打开",
            "现在的文件没有另存成，所以没有打开，也没有改动任何文件。",
            "请清理磁盘（留出数据文件夹一样大的空间）后再试。",
        ) from None
