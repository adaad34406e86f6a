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


@record
class Holiday:
    """An exception from Monday-to-Friday: a free weekday or a working weekend day (调休)."""

    day: date
    working: bool
    name: str


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

    # -- calendar --------------------------------------------------------------------------------

    def calendar(self) -> Calendar:
        """The holiday table of the database."""
        rows = self._store.holidays()
        return Calendar(
            days={date.fromisoformat(day): bool(working) for day, working, _ in rows},
            years=frozenset(int(day[:4]) for day, _, _ in rows),
        )

    def holidays(self) -> tuple[Holiday, ...]:
        return tuple(
            Holiday(date.fromisoformat(day), bool(working), name)
            for day, working, name in self._store.holidays()
        )

    def save_holidays(self, days: tuple[Holiday, ...]) -> Change:
        """Replace the table of the years these days belong to."""
        with self._core.database.transaction():
            self._store.put_holidays([(h.day.isoformat(), int(h.working), h.name) for h in days])
            self._core.log("settings.holidays", detail=str(len(days)))
        years = "、".join(sorted({str(h.day.year) for h in days}))
        return Change.of("settings", what=f"{years} 年节假日表已保存")


def seed_holidays() -> list[tuple[str, int, str]]:
    """The table of the package chinesecalendar (State Council notices), every year it has.

    Rows as storage keeps them: only days that differ from Monday-to-Friday.
    """
    from chinese_calendar.constants import holidays, workdays

    free = [(day.isoformat(), 0, _NAMES.get(name, name)) for day, name in holidays.items()]
    working = [
        (day.isoformat(), 1, _NAMES.get(name, name) + "调休") for day, name in workdays.items()
    ]
    return sorted(free + working)


_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
