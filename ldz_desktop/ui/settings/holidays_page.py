"""The holiday table: which days notice periods do not count, and which weekend days they do."""

from datetime import date

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.holidays import Holiday, known_years
from ldz_desktop.errors import InputError
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import DateEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.holiday_import import COLUMNS, HolidayImport
from ldz_desktop.ui.kit.holiday_warning import HolidayWarning
from ldz_desktop.ui.kit.pieces import button, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import RecordModel
from ldz_desktop.ui.settings.page import page_layout


class HolidaysPage(QWidget):
    """Days that differ from Monday-to-Friday, year by year: a whole year is imported, single days
    are put in and out; each step can be taken back."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._days: tuple[Holiday, ...] = ()
        layout = page_layout(
            self,
            "节假日",
            "公示期按工作日计算，用的就是这张表。国务院办公厅每年 11 月前后公布下一年的安排；"
            "表里没有的年份按周一到周五推算，公示的截止日期标“预计”，补上以后自动重算。",
        )
        self.warning = HolidayWarning(bench)
        self.warning.go.hide()  # the button stands right below
        layout.addWidget(self.warning)
        self.years = PickEditor()
        self.years.setAccessibleName("年份")
        self.years.changed.connect(self._list)
        self._count = label("", "muted")
        self.remove = button("去掉这一天(&D)", self._remove)
        self.take_in = button("导入(&I) …", self._import, icon="import")
        layout.addLayout(row(self.years, self._count, None, self.remove, self.take_in))
        self.model = RecordModel(COLUMNS, lambda h: h.day.toordinal(), parent=self)
        self.table = RecordTable(self.model, "节假日表")
        self.table.setMinimumHeight(theme.px(190))
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
            lambda progress: office.holidays.days(), self._show, owner=self, key="holidays"
        )
        self.warning.reload()

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
        rows = [d for d in self._days if d.day.year == year]
        self.model.set_records(rows)
        off = sum(not d.working for d in rows)
        words = f"放假 {off} 天 · 调休上班 {len(rows) - off} 天"
        whole = year in known_years((d.day, d.working) for d in rows)
        self._count.setText(words if whole or not rows else f"{words} · 还不完整")
        self.remove.setEnabled(bool(rows))

    def _add(self) -> None:
        day = self.day.value()
        if day is None:
            error = InputError("日期不对", self.day.problem() or "请填要加的日期。")
            self._bench.notices.error(error)
            return
        before = self._of(day.year)
        new = Holiday(day, bool(self.working.value()), self.name.value() or "")
        self._save((*(d for d in before if d.day != day), new), day.year, before)
        self.day.set_value(None)
        self.name.set_value(None)

    def _remove(self) -> None:
        ordinal = self.table.current_id()
        if not ordinal:
            return
        day = date.fromordinal(ordinal)
        before = self._of(day.year)
        self._save(tuple(d for d in before if d.day != day), day.year, before)

    def _import(self) -> None:
        HolidayImport(self._bench, self.window(), self._load).open()

    def _of(self, year: int) -> tuple[Holiday, ...]:
        return tuple(d for d in self._days if d.day.year == year)

    def _save(
        self, days: tuple[Holiday, ...], year: int, before: tuple[Holiday, ...] | None
    ) -> None:
        """before: what undo saves; None where this is undo."""
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.holidays.save(sorted(days, key=lambda d: d.day), (year,)),
            lambda change: self._saved(change, year, before),
            owner=self,
        )

    def _saved(self, change: Change, year: int, before: tuple[Holiday, ...] | None) -> None:
        self._bench.publish(change)
        undo = None if before is None else (lambda: self._save(before, year, None))
        self._bench.notices.info(change.what, undo)
        self._load()
