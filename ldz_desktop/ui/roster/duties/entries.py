"""Single entries of a month: what was done on which day."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.duties import DutyRecord, DutyTemplate
from ldz_desktop.services.duties_records import DutySheet
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import DateEditor, NumberEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.pieces import button, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel


class EntriesPane(QWidget):
    """saved(record): a new entry (id 0) or a changed one; removed(id)."""

    saved = Signal(object)
    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: DutySheet | None = None
        self._editing: DutyRecord | None = None
        self.model: RecordModel[DutyRecord] = RecordModel(self._columns(), parent=self)
        self.table = RecordTable(self.model, "逐条登记")
        self.table.setMinimumHeight(theme.px(68))
        self.day = DateEditor("日期")
        self.duty = PickEditor()
        self.times = NumberEditor(1, 999)
        self.note = TextEditor("地点、做了什么（不写住户姓名）", longest=100)
        self.save = button("登记(&J)", self.keep)
        self.cancel = button("取消", self._end_editing, role="quiet")
        self.trouble = label("", "error", wrap=True)
        self._build()

    def show_sheet(self, sheet: DutySheet) -> None:
        """What is being typed for the same leader and month stays."""
        other = self._sheet is None or (
            self._sheet.line.tenure_id != sheet.line.tenure_id or self._sheet.month != sheet.month
        )
        self._sheet = sheet
        duties = sheet.template.duties
        number = sheet.template.number
        self.duty.set_pairs([(d.key, f"{number(d.key)} {d.name}") for d in duties])
        self.model.set_records(sheet.records)
        if other:
            self._end_editing()

    def show_refused(self, text: str) -> None:
        """What the services said, below the fields."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def accepted(self) -> None:
        """It was saved: the fields are empty again."""
        self._end_editing()

    def edited(self) -> bool:
        """Something was typed that is not saved."""
        return self._editing is not None or bool(self.note.value() or self.day.text().strip())

    def keep(self) -> None:
        """登记, or 保存 of an entry that is changed."""
        sheet = self._sheet
        if sheet is None:
            return
        problem = self.day.problem() or self.times.problem()
        if not problem and self.day.value() is None:
            problem = "请填写日期"
        self.show_refused(problem)
        if problem:
            return
        before = self._editing or DutyRecord(
            0, sheet.line.tenure_id, sheet.month, sheet.template.edition, 0, 1
        )
        self.saved.emit(
            replace(
                before, duty=int(str(self.duty.value())), times=self.times.value() or 1,
                done_on=self.day.value(), note=self.note.value(),
            )
        )  # fmt: skip

    def _edit(self, record_id: int) -> None:
        record = next((r for r in self.model.all_records() if r.id == record_id), None)
        if record is None:
            return
        self._editing = record
        self.day.set_value(record.done_on)
        self.duty.set_value(record.duty)
        self.times.set_value(record.times)
        self.note.set_value(record.note)
        self.save.setText("保存(&J)")
        self.cancel.show()
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_editing(self) -> None:
        self._editing = None
        self.day.set_value(None)
        self.times.set_value(None)
        self.note.set_value(None)
        self.save.setText("登记(&J)")
        self.cancel.hide()
        self.show_refused("")

    def _template(self) -> DutyTemplate | None:
        return self._sheet.template if self._sheet else None

    def _columns(self) -> tuple[Column[DutyRecord], ...]:
        def name(record: DutyRecord) -> str:
            template = self._template()
            duty = template.duty(record.duty) if template else None
            return duty.name if duty else ""

        def day(record: DutyRecord) -> str:
            return f"{record.done_on.day}日" if record.done_on else ""

        return (
            Column("day", "日期", day, width=60, sort=lambda r: r.done_on or date.min),
            Column("duty", "职责", name, width=190, sort=lambda r: r.duty),
            Column("times", "次数", lambda r: str(r.times), align="right", width=56,
                   sort=lambda r: r.times),
            Column("note", "备注", lambda r: r.note or "", width=0, tip=lambda r: r.note or ""),
        )  # fmt: skip

    def _build(self) -> None:
        for editor, name, wide in (
            (self.day, "日期", 128), (self.duty, "职责", 180), (self.times, "次数", 56),
        ):  # fmt: skip
            editor.setAccessibleName(name)
            editor.setFixedWidth(theme.px(wide))
        self.times.setPlaceholderText("1")
        self.note.setAccessibleName("备注")
        for line in (self.day, self.times, self.note):
            line.returnPressed.connect(self.keep)
        self.table.opened.connect(self._edit)
        self.table.delete_wanted.connect(self.removed)
        head = row(
            label("逐条登记", "strong"),
            label("计入上面的次数 · Enter 修改 · Del 删除", "small"),
            None,
        )
        fields = row(self.day, self.duty, self.times, self.note, self.cancel, self.save)
        layout = column(head, spacing=4)
        layout.addWidget(self.table, 1)
        layout.addLayout(fields)
        layout.addWidget(self.trouble)
        self.setLayout(layout)
        self.trouble.hide()
        self.cancel.hide()
