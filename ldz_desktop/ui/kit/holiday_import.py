"""The yearly holiday table out of the pasted notice or a file: seen before it is written, with what
was not understood beside it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from ldz_desktop.domain.holidays import Holiday, Reading, merged, read_notice
from ldz_desktop.errors import KnownError
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import NoteEditor, PickEditor, day_text
from ldz_desktop.ui.kit.pieces import button, column, label, row, size_to
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.ui.kit.feature import Bench

WEEKDAYS = "一二三四五六日"
_TYPING_MS = 200
_SHOWN = 8  # doubts; more only make the list unreadable
_EXAMPLE = (
    "把国务院办公厅的放假通知粘贴到这里，整篇或其中几条都可以。例如：\n"
    "七、国庆节：十月一日至八日放假调休，共8天。9月27日（星期六）、10月11日（星期六）上班。"
)
_FILES = (
    "文件（xlsx、csv）要有“日期”和“安排”两列，可以再有“名称”；"
    "日期可以写成 10月1日至8日，安排写“放假”或“上班”。"
)
COLUMNS = (
    Column[Holiday]("day", "日期", lambda h: day_text(h.day), width=122, sort=lambda h: h.day),
    Column[Holiday]("weekday", "星期", lambda h: f"周{WEEKDAYS[h.day.weekday()]}", width=60),
    Column[Holiday](
        "working",
        "安排",
        lambda h: "上班" if h.working else "放假",
        width=68,
        chip=lambda h: "amber" if h.working else "green",
    ),
    Column[Holiday]("name", "名称", lambda h: h.name, width=0),
)


class HolidayImport(Dialog):
    """Reads as the text changes; what is written is what the table shows."""

    def __init__(
        self, bench: "Bench", parent: QWidget, then: Callable[[], object] = lambda: None
    ) -> None:
        """then: called after the table was written, or written back."""
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("导入节假日表")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bench = bench
        self._owner = parent
        self._then = then
        self._known: tuple[Holiday, ...] = ()
        self._path: Path | None = None
        self.reading = Reading((), ())
        today = bench.office.today()
        near = range(today.year - 1, today.year + 3)
        self.year = PickEditor([(year, f"{year} 年") for year in near])
        self.year.setAccessibleName("年份")
        self.year.set_value(today.year)
        self.text = NoteEditor(_EXAMPLE, lines=9)
        self.text.setAccessibleName("放假通知的文字")
        self.model = RecordModel(COLUMNS, lambda h: h.day.toordinal(), parent=self)
        self.table = RecordTable(self.model, "将写入的日期")
        self.summary = label("", "muted", wrap=True)
        self.doubts = label("", "note", wrap=True)
        self.doubts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.write = button("写入(&S)", self._write, role="primary")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TYPING_MS)
        self._soon.timeout.connect(self._read)
        self._lay_out()
        self.text.changed.connect(self._typed)
        self.year.changed.connect(self._read)
        self._show(self.reading)
        self._load()
        self.text.setFocus()

    def _lay_out(self) -> None:
        caption = label("年份(&Y)", "muted")
        caption.setBuddy(self.year)
        source = column(
            row(caption, self.year, None, button("从文件读取(&F) …", self._choose, icon="open")),
            self.text,
            label(_FILES, "small", wrap=True),
            self.doubts,
            None,
        )
        result = column(label("将写入的日期", "strong"), self.table, self.summary)
        result.setStretch(1, 1)
        sides = QHBoxLayout()
        sides.setSpacing(theme.px(16))
        sides.addLayout(source, 5)
        sides.addLayout(result, 4)
        layout = column(
            label("导入节假日表", "title"), sides,
            row(None, button("取消", self.reject), self.write), spacing=12,
        )  # fmt: skip
        layout.setStretch(1, 1)
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        size_to(self, 960, 560)
        QShortcut(QKeySequence("Ctrl+S"), self, self._write)

    def _load(self) -> None:
        def show(found: tuple[tuple[Holiday, ...], int | None]) -> None:
            self._known, missing = found
            if missing is not None:
                self.year.set_value(missing)
            self._show(self.reading)

        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: (office.holidays.days(), office.holidays.missing_year()),
            show,
            owner=self,
        )

    # -- reading ---------------------------------------------------------------------------------

    def _wanted_year(self) -> int:
        return int(str(self.year.value()))

    def _typed(self) -> None:
        self._path = None
        self._soon.start()

    def _read(self) -> None:
        """The text, or the file that was chosen last."""
        text = self.text.value()
        if self._path is not None:
            self._read_file(self._path)
        else:
            self._show(read_notice(text, self._wanted_year()) if text else Reading((), ()))

    def _choose(self) -> None:
        path = files.ask_open(self, "选择节假日表")
        if path is None:
            return
        with QSignalBlocker(self.text):  # its words are not what the table shows any more
            self.text.set_value(None)
        self._soon.stop()
        self._path = path
        self._read_file(path)

    def _read_file(self, path: Path) -> None:
        office, year = self._bench.office, self._wanted_year()
        self._bench.tasks.run(
            lambda progress: office.holidays.read_file(path, year),
            self._show,
            owner=self,
            title="正在读取节假日表",
        )

    def _show(self, reading: Reading) -> None:
        self.reading = reading
        self.model.set_records(reading.days)
        self.write.setEnabled(bool(reading.days))
        more = len(reading.doubts) - _SHOWN
        words = [*reading.doubts[:_SHOWN], *([f"另有 {more} 处"] if more > 0 else [])]
        self.doubts.setText("\n".join(words))
        self.doubts.setVisible(bool(reading.doubts))
        self.summary.setText(self._summary(reading))

    def _summary(self, reading: Reading) -> str:
        """What will happen to each year's table."""
        if not reading.days:
            return "还没有看懂任何一天。"
        after = merged(self._known, reading)
        lines = []
        for year in reading.years:
            new = [one for one in after if one.day.year == year]
            before = sum(one.day.year == year for one in self._known)
            off = sum(not one.working for one in new)
            words = f"{year} 年：放假 {off} 天，调休上班 {len(new) - off} 天"
            read = sum(one.day.year == year for one in reading.days)
            if before and len(new) == read:
                words += f"，替换原有的 {before} 天"
            elif before:
                words += f"（读到 {read} 天，并入原有的 {before} 天）"
            lines.append(words)
        return "；".join(lines) + "。"

    # -- writing ---------------------------------------------------------------------------------

    def _write(self) -> None:
        if not self.write.isEnabled():
            return
        self.write.setEnabled(False)
        reading, office = self.reading, self._bench.office
        before = tuple(one for one in self._known if one.day.year in reading.years)
        bench, owner, then = self._bench, self._owner, self._then

        def told(change: "Change") -> None:
            bench.publish(change)
            if isValid(owner):
                then()

        def back() -> None:
            bench.tasks.run(
                lambda progress: office.holidays.save(before, reading.years),
                told,
                owner=bench.notices,  # whoever opened the import may be closed by then
            )

        def written(change: "Change") -> None:
            self.accept()
            told(change)
            bench.notices.info(change.what, undo=back)

        bench.tasks.run(
            lambda progress: office.holidays.take_in(reading),
            written,
            owner=self,
            failed=self._failed,
        )

    def _failed(self, error: KnownError) -> None:
        self.write.setEnabled(True)
        self._bench.notices.error(error)
