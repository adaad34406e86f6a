"""The calm line that says which year's holidays are not known yet, and leads to the import."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, label, row

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench


class HolidayWarning(QFrame):
    """Not there while nothing is missing. changed: a table was written; told: it is known now
    whether something is missing."""

    changed = Signal()
    told = Signal()

    def __init__(self, bench: "Bench", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._bench = bench
        self.words = label("", wrap=True)
        self.go = button("导入(&H) …", self._import, tip="粘贴放假通知，或从文件读取")
        layout = row(self.words, self.go, spacing=12)
        layout.setStretch(0, 1)
        margin = theme.px(12)
        layout.setContentsMargins(margin, theme.px(6), theme.px(8), theme.px(6))
        self.setLayout(layout)
        self.hide()

    def reload(self) -> None:
        """Ask which year is missing."""
        office = self._bench.office
        self._bench.tasks.run_later(
            lambda progress: office.holidays.missing_year(),
            self.show_year,
            owner=self,
            key="holiday-warning",
        )

    def show_year(self, year: int | None) -> None:
        """None: nothing is missing."""
        self.setVisible(year is not None)
        if year is not None:
            self.words.setText(
                f"还没有 {year} 年的节假日表，跨到这一年的截止日期都标“预计”。"
                "放假通知一般 11 月公布，粘贴进来即可。"
            )
        self.told.emit()

    def _import(self) -> None:
        from ldz_desktop.ui.kit.holiday_import import HolidayImport

        HolidayImport(self._bench, self.window(), self._written).open()

    def _written(self) -> None:
        self.reload()
        self.changed.emit()
