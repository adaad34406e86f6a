"""The holiday table: which days notice periods do not count, and which weekend days they do."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.errors import InputError
from ldz_desktop.services.settings import Holiday
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import DateEditor, PickEditor, TextEditor, day_text
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.settings.page import page_layout

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Row:
    """A line of the table. id: the day's ordinal."""

    id: int
    day: date
    working: bool
    name: str


COLUMNS = (
    Column[Row]("day", "日期", lambda r: day_text(r.day), width=150, sort=lambda r: r.day),
    Column[Row]("weekday", "星期", lambda r: f"周{_WEEKDAYS[r.day.weekday()]}", width=80),
    Column[Row](
        "working",
        "安排",
        lambda r: "上班" if r.working else "放假",
        width=90,
        chip=lambda r: "amber" if r.working else "green",
    ),
    Column[Row]("name", "名称", lambda r: r.name, width=0),
)


class HolidaysPage(QWidget):
    """Days that differ from Monday-to-Friday, year by year; single days can be put in and out."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._days: tuple[Holiday, ...] = ()
        layout = page_layout(
            self,
            "节假日",
            "公示期按工作日计算，用的就是这张表。国务院办公厅每年 11 月前后公布下一年的安排，"
            "表里没有的年份会按周一到周五推算，并在公示上写“以节假日安排为准”。",
        )
        self.years = PickEditor()
        self.years.setAccessibleName("年份")
        self.years.changed.connect(self._list)
        self._count = label("", "muted")
        self.remove = button("去掉这一天(&D)", self._remove)
        layout.addLayout(row(self.years, self._count, None, self.remove))
        self.model = RecordModel(COLUMNS, parent=self)
        self.table = RecordTable(self.model, "节假日表")
        self.table.setMinimumHeight(theme.px(240))
        self.table.delete_wanted.connect(lambda _: self._remove())
        layout.addWidget(self.table, 1)
        self.day = DateEditor("日期，如 2027年1月1日")
        self.day.setAccessibleName("要加的日期")
        self.working = PickEditor([(False, "放假"), (True, "上班（调休）")])
        self.working.setAccessibleName("放假还是上班")
        self.name = TextEditor("名称，如 元旦", longest=20)
        self.name.setAccessibleName("名称")
        self.add = button("加上(&A)", self._add)
        self.day.returnPressed.connect(self._add)
        self.name.returnPressed.connect(self._add)
        line = row(self.day, self.working, self.name, self.add)
        layout.addLayout(line)
        self._load()

    def _load(self) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.settings.holidays(), self._show, owner=self, key="holidays"
        )

    def _show(self, days: tuple[Holiday, ...]) -> None:
        self._days = days
        years = sorted({d.day.year for d in days}, reverse=True)
        this_year = self._bench.office.today().year
        first = self.years.count() == 0
        self.years.set_pairs([(year, f"{year} 年") for year in years])
        if first and this_year in years:
            self.years.set_value(this_year)
        self._list()

    def _list(self) -> None:
        year = self.years.value()
        rows = [
            Row(d.day.toordinal(), d.day, d.working, d.name)
            for d in self._days
            if d.day.year == year
        ]
        self.model.set_records(rows)
        free = sum(not r.working for r in rows)
        self._count.setText(f"放假 {free} 天 · 调休上班 {len(rows) - free} 天")
        self.remove.setEnabled(bool(rows))

    def _add(self) -> None:
        day = self.day.value()
        if day is None:
            error = InputError("日期不对", self.day.problem() or "请填要加的日期。")
            self._bench.notices.error(error)
            return
        new = Holiday(day, bool(self.working.value()), self.name.value() or "")
        kept = tuple(d for d in self._days if d.day.year == day.year and d.day != day)
        self._save((*kept, new), day.year)
        self.day.set_value(None)
        self.name.set_value(None)

    def _remove(self) -> None:
        ordinal = self.table.current_id()
        if not ordinal:
            return
        day = date.fromordinal(ordinal)
        before = tuple(d for d in self._days if d.day.year == day.year)
        kept = tuple(d for d in before if d.day != day)
        if not kept:
            self._bench.notices.info("一年里至少要留一天")
            return
        self._save(kept, day.year, before)

    def _save(self, days: tuple[Holiday, ...], year: int, before: tuple[Holiday, ...] = ()) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.settings.save_holidays(
                tuple(sorted(days, key=lambda d: d.day))
            ),
            lambda change: self._saved(change, year, before),
            owner=self,
        )

    def _saved(self, change: Change, year: int, before: tuple[Holiday, ...]) -> None:
        self._bench.publish(change)
        undo = (lambda: self._save(before, year)) if before else None
        self._bench.notices.info(change.what, undo)
        self._load()
