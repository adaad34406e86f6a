"""从名单签到: names pasted or read from a file, seen with what they mean before anything is
written."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ldz_desktop.domain.training import Course, hours_text
from ldz_desktop.domain.training_lists import ListLine
from ldz_desktop.services.training_records import Rules
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, column, label, row, size_to
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

_WAIT_MS = 250


class ListDialog(Dialog):
    """wanted(lines): they are to be ticked."""

    wanted = Signal(object)

    def __init__(self, bench: Bench, course: Course, rules: Rules, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("从名单签到")
        self._bench = bench
        self._course = course
        self._rules = rules
        self.lines: tuple[ListLine, ...] = ()
        self.names = QPlainTextEdit()
        self.names.setAccessibleName("名单")
        self.names.setPlaceholderText("从表格或聊天里复制，粘贴到这里\n一行一人，可以带楼栋、学时")
        self.names.setTabChangesFocus(True)
        self.model: RecordModel[ListLine] = RecordModel(self._columns(), lambda x: x.row, self)
        self.table = RecordTable(self.model, "名单对照")
        self._counts = label("", "muted", wrap=True)
        self.go = button("签到(&T)", self._accept, role="primary")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT_MS)
        self._soon.timeout.connect(self._read_text)
        self.names.textChanged.connect(self._soon.start)
        self._build()
        self._show(())

    def read_file(self, path: Path) -> None:
        training, course_id = self._bench.office.training, self._course.id
        self._bench.tasks.run(
            lambda progress: training.read_list_file(course_id, path), self._show, owner=self,
            key="training-list",
        )  # fmt: skip

    def _choose(self) -> None:
        path = files.ask_open(self, "选择签到名单")
        if path is not None:
            self.read_file(path)

    def _read_text(self) -> None:
        rows = [line.split("\t") for line in self.names.toPlainText().splitlines()]
        training, course_id = self._bench.office.training, self._course.id
        self._bench.tasks.run(
            lambda progress: training.read_list(course_id, rows), self._show, owner=self,
            key="training-list",
        )  # fmt: skip

    def _show(self, lines: Sequence[ListLine]) -> None:
        self.lines = tuple(lines)
        self.model.set_records(lines)
        fit = sum(line.leader_id > 0 for line in lines)
        rest = len(lines) - fit
        self._counts.setText(
            f"可签到 {fit} 人" + (f"，另有 {rest} 行不会签到，原因在右边" if rest else "")
            if lines
            else "还没有名单"
        )
        self.go.setText(f"签到 {fit} 人(&T)" if fit else "签到(&T)")
        self.go.setEnabled(fit > 0)

    def _accept(self) -> None:
        self.wanted.emit(self.lines)
        self.accept()

    def _columns(self) -> tuple[Column[ListLine], ...]:
        def hours(line: ListLine) -> str:
            if not line.leader_id:
                return ""
            return hours_text(line.minutes or self._course.minutes, self._rules.per_hour)

        return (
            Column("row", "行", lambda x: str(x.row), align="right", width=48),
            Column("name", "姓名", lambda x: x.name, width=90),
            Column("building", "楼栋", lambda x: x.building, width=96),
            Column("hours", "学时", hours, align="right", width=60),
            Column(
                "result", "结果", lambda x: x.reason or "可签到", width=0,
                chip=lambda x: "green" if x.leader_id else "amber",
            ),
        )  # fmt: skip

    def _build(self) -> None:
        left = column(label("名单", "strong"), self.names, button("从表格读入(&F) …", self._choose))
        right = column(label("对照花名册", "strong"), self.table, self._counts)
        sides = row(spacing=16)
        sides.addLayout(left, 2)
        sides.addLayout(right, 4)
        layout = column(label(f"从名单签到：{self._course.title}", "title", wrap=True), spacing=12)
        layout.addLayout(sides, 1)
        layout.addLayout(row(None, button("取消", self.reject), self.go))
        margin = theme.px(20)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        size_to(self, 940, 520)
