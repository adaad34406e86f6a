"""The office's own data and its calendar."""

import json
from dataclasses import asdict
from datetime import date

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.workdays import Calendar
from ldz_desktop.errors import InputError
from ldz_desktop.record import record
from ldz_desktop.services.core import Core
from ldz_desktop.storage.settings import SettingStore

_PROFILE = "profile"
SECOND_SIGNATURE = "second_signature"
NOBODY = "none"


@record
class Profile:
    """How the office signs. office: its name; unit: who signs notices of the whole office (empty:
    the office); phone: where objections go; district: what 全区 is called on paper."""

    office: str
    unit: str = ""
    phone: str = ""
    address: str = ""
    district: str = ""


class SettingService:
    """Office profile, holiday table, small settings."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = SettingStore(core.database)

    def profile(self) -> Profile:
        text = self._store.value(_PROFILE)
        return Profile(office="") if text is None else Profile(**json.loads(text))

    def save_profile(self, profile: Profile) -> Change:
        """Raises InputError without an office name."""
        if not profile.office.strip():
            raise InputError("缺少名称", "请填写办公室名称。")
        with self._core.database.transaction():
            self._store.put(_PROFILE, json.dumps(asdict(profile), ensure_ascii=False))
            self._core.log("settings.profile")
        return Change.of("settings", what="办公室信息已保存")

    def value(self, key: str, default: str = "") -> str:
        found = self._store.value(key)
        return default if found is None else found

    def set_value(self, key: str, value: str) -> Change:
        with self._core.database.transaction():
            self._store.put(key, value)
        return Change.of("settings", what="设置已保存")

    def one_signer(self) -> bool:
        """Nobody else of the office could sign second; papers say so (domain.md §7)."""
        return self.value(SECOND_SIGNATURE) == NOBODY

    def calendar(self) -> Calendar:
        """The holiday table of the database (services.holidays changes it)."""
        from ldz_desktop.domain.holidays import known_years

        days = {
            date.fromisoformat(day): bool(working) for day, working, _ in self._store.holidays()
        }
        return Calendar(days=days, years=known_years(days.items()))
