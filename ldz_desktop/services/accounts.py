"""People who may open the data: one account, one key slot."""

import contextlib
from collections.abc import Callable
from dataclasses import replace

from ldz_desktop.errors import InputError, KnownError
from ldz_desktop.services.core import Core
from ldz_desktop.storage import keyring
from ldz_desktop.storage.folder import DataFolder
from ldz_desktop.storage.settings import AuditStore

MIN_PASSWORD = 8


class AccountService:
    """Adds and removes key slots; the database itself is never rewritten."""

    def __init__(self, core: Core, folder: DataFolder, key: bytes) -> None:
        self._core = core
        self._folder = folder
        self._key = key

    def names(self) -> tuple[str, ...]:
        return keyring.read(self._folder.keys).accounts()

    def confirm(self, name: str, password: str) -> None:
        """Somebody of the office is here and says so. Raises PasswordError where the password is
        not that account's."""
        ring = keyring.read(self._folder.keys)
        keyring.open_slot(ring.slot(name), keyring.password_bytes(password))

    def add(self, name: str, password: str) -> None:
        """A new person. Raises InputError for a name that is taken or a weak password."""
        name = checked_name(name)
        check_strength(password)
        ring = keyring.read(self._folder.keys)
        if name in ring.accounts():
            raise InputError("账号已存在", "已经有这个名字的账号。", "请换一个名字。")
        slot = self._slot(name, password)
        self._write(lambda old: keyring.with_slot(old, slot), "account.add", name)

    def remove(self, name: str) -> None:
        """Raises InputError for the last account."""
        self._write(lambda old: keyring.without_account(old, name), "account.remove", name)

    def change_password(self, old: str, new: str) -> None:
        """Raises PasswordError where the old password does not fit."""
        check_strength(new)
        ring = keyring.read(self._folder.keys)
        keyring.open_slot(ring.slot(self._core.account), keyring.password_bytes(old))
        slot = self._slot(self._core.account, new)
        self._write(
            lambda kept: keyring.exchanged(kept, slot), "account.password", self._core.account
        )

    def new_recovery_code(self, password: str) -> str:
        """A new code; the old one no longer fits. Raises PasswordError for a wrong password."""
        ring = keyring.read(self._folder.keys)
        keyring.open_slot(ring.slot(self._core.account), keyring.password_bytes(password))
        code = keyring.new_recovery_code()
        slot = keyring.make_slot("recovery", "", keyring.recovery_secret(code), self._key)
        self._write(lambda old: keyring.with_slot(old, slot), "account.recovery", "")
        return code

    def set_password(self, password: str, event: str) -> None:
        """A password for the present account, which may be new: its old one is not asked for.
        event: what the audit calls it."""
        name = self._core.account
        slot = self._slot(name, password)
        known = name in self.names()
        way = keyring.exchanged if known else keyring.with_slot
        self._write(lambda old: way(old, slot), event, name)

    def catch_up(self) -> None:
        """Changes of the key file that are not in the audit yet go there (see _write). Never
        raises: the next opening tries again."""
        with contextlib.suppress(KnownError):
            ring = keyring.read(self._folder.keys)
            if not ring.events:
                return
            audit = AuditStore(self._core.database)
            with self._core.database.transaction():
                for event in ring.events:
                    if not audit.holds(event.at, event.account, event.event, event.subject):
                        audit.add(event.at, event.account, event.event, (event.subject, ""))
            keyring.write(self._folder.keys, replace(ring, events=()))

    def _slot(self, name: str, password: str) -> keyring.Slot:
        return keyring.make_slot("password", name, keyring.password_bytes(password), self._key)

    def _write(
        self, change: Callable[[keyring.Keyring], keyring.Keyring], event: str, name: str
    ) -> None:
        """Two files cannot change at one moment. The key file alone decides who gets in, and takes
        along what the audit shall say; so what is answered is true wherever it breaks off."""
        old = keyring.read(self._folder.keys)
        said = keyring.Event(self._core.stamp(), self._core.account, event, f"account:{name}")
        keyring.write(self._folder.keys, replace(change(old), events=(*old.events, said)))
        self.catch_up()


def checked_name(name: str) -> str:
    """The account's name without spaces around. Raises InputError for an empty or long one."""
    name = name.strip()
    if not name or len(name) > 30:
        raise InputError("账号名称不合适", "账号名称请填 1 到 30 个字。")
    return name


def check_strength(password: str) -> None:
    """Raises InputError for a password shorter than 8 characters."""
    if len(keyring.password_bytes(password).decode()) < MIN_PASSWORD:
        raise InputError("密码太短", f"密码至少 {MIN_PASSWORD} 位。", "可以用一句好记的话。")


def first_ring(office: str, salt: bytes, slots: tuple[keyring.Slot, ...]) -> keyring.Keyring:
    """The key file of a new office."""
    import base64

    return replace(keyring.Keyring(office, 0, "", slots), salt=base64.b64encode(salt).decode())
