"""The holiday table: edited by hand, read out of the yearly notice or a file, missed in October."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from ldz_desktop.domain.changes import Change, Topic
from ldz_desktop.domain.holidays import Holiday, Reading, merged, missing_year, read_rows
from ldz_desktop.domain.workdays import notice_period
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.settings import SettingService
from ldz_desktop.storage.postings import PostingStore
from ldz_desktop.storage.settings import SettingStore

_MOST_ROWS = 2_000
_MOST_BYTES = 2 * 2**20


class HolidayService:
    """Days that differ from Monday-to-Friday. The table is no archive data: it is not journalled,
    and undo is saving what was there before."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = SettingStore(core.database)

    def days(self) -> tuple[Holiday, ...]:
        """The whole table, in order."""
        return tuple(
            Holiday(date.fromisoformat(day), bool(working), name)
            for day, working, name in self._store.holidays()
        )

    def missing_year(self) -> int | None:
        """The year whose table is missed by now; None where all is well."""
        return missing_year(self._core.today(), SettingService(self._core).calendar().years)

    def read_file(self, path: Path, year: int) -> Reading:
        """A table of a spreadsheet or text file with the columns 日期, 安排 and 名称. year: where a
        date has none. Raises InputError where the file cannot be read."""
        from ldz_desktop.services.importing.limits import check_file, scan_package
        from ldz_desktop.services.importing.workbook import Book

        kind = check_file(path)
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("文件太大", "一年的节假日表不会超过 2 MB。", "请选择正确的文件。")
        if kind == "zip":
            scan_package(path)
        readings = []
        for sheet in Book(path, kind).sheets():
            rows = sheet.rows(0, _MOST_ROWS) if sheet.visible else []
            readings.append(read_rows([list(map(_cell, row)) for row in rows], year))
        return max(readings, key=lambda one: len(one.days), default=Reading((), ()))

    def take_in(self, reading: Reading) -> Change:
        """What was read: a whole year takes the place of what was there, a part of one is put into
        it. Raises InputError where nothing was understood."""
        if not reading.days:
            raise InputError("没有可写入的日期", "这里没有看懂任何一天。", "请核对年份和文字。")
        return self.save(merged(self.days(), reading), reading.years)

    def save(self, days: Iterable[Holiday], years: Iterable[int] = ()) -> Change:
        """Replace the table of the years these days belong to, and of `years`, of which no day may
        be left. Notices whose last day was only expected get their day from the new table."""
        rows = [(h.day.isoformat(), int(h.working), h.name) for h in days]
        every = {int(day[:4]) for day, _, _ in rows} | set(years)
        with self._core.action("更新节假日表"):
            self._store.put_holidays(rows, every)
            renewed = self._renew_postings()
            self._core.log("settings.holidays", detail=str(len(rows)))
        names = "、".join(map(str, sorted(every)))
        also = f"，{renewed} 份公示的截止日期按新表推算" if renewed else ""
        topics: tuple[Topic, ...] = ("settings",)
        if renewed:
            topics = ("settings", "leaders", "evaluation")
        return Change.of(*topics, what=f"{names} 年节假日表已保存{also}")

    def _renew_postings(self) -> int:
        """How many notices got another last day. One that was printed with a certain day keeps it,
        unless its year's table is gone."""
        store, calendar = PostingStore(self._core.database), SettingService(self._core).calendar()
        renewed = 0
        for one in store.waiting():
            assert one.posted_on is not None
            period = notice_period(one.posted_on, one.days, calendar, one.day_unit)
            new = replace(one, last_on=period.last, certain=period.certain)
            if new != one and not (one.certain and period.certain):
                renewed += store.save(new, one.version)
        return renewed


def _cell(value: object) -> str:
    """Dates come as ISO text in bytes (importing.workbook)."""
    return value.decode("ascii") if isinstance(value, bytes) else str(value)


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
