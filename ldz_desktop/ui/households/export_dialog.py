"""Saving the list as a spreadsheet: masked unless asked otherwise, always with its purpose."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QRadioButton, QWidget
from typing_extensions import override

from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import KnownError
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.services.progress import Progress


class ExportDialog(QDialog):
    """Asks what for and how much, then where to."""

    def __init__(self, bench: Bench, title: str, ids: Sequence[int], parent: QWidget) -> None:
        """title: the place of the list; ids: its households."""
        super().__init__(parent)
        self._bench = bench
        self._ids = list(ids)
        self._parent = parent
        self.setWindowTitle("导出户档")
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(480))
        self.masked = QRadioButton("隐去敏感内容(&M)：证件号和电话只留头尾，不含健康状况")
        self.full = QRadioButton("完整内容(&A)：证件号、电话、健康状况全部写出")
        self.masked.setChecked(True)
        self.form = Form()
        self.form.add(
            "purpose",
            "用途(&U)",
            TextEditor("例如：报街道核对低保", longest=200),
            hint="导出会记入日志：谁、什么时候、为什么。",
        )
        self.export_button = button("选择位置并导出(&E) …", self._export, role="primary")
        self.export_button.setDefault(True)
        self.export_button.setEnabled(bool(self._ids))
        layout = column(
            label(f"导出 {title}", "title"),
            label(f"当前列表的 {len(self._ids):,} 户，一人一行。", "muted"),
            column(self.masked, self.full, spacing=4),
            self.form,
            row(None, button("取消", self.reject), self.export_button),
            spacing=16,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self.form.editor("purpose").setFocus()

    def _export(self) -> None:
        purpose = self.form.values()["purpose"]
        if not purpose:
            self.form.set_problems((Problem("refused", "purpose", "required", "请写明用途"),))
            self.adjustSize()
            return
        self.form.set_problems(())
        path = files.ask_save(self, "导出户档", files.XLSX_OR_CSV, "户档.xlsx")
        if path is None:
            return
        self.export_button.setEnabled(False)
        office, ids, full = self._bench.office, self._ids, self.full.isChecked()

        def work(progress: "Progress") -> int:
            from ldz_desktop.reports.spreadsheets import write

            table = office.exporting.households(purpose, ids=ids, full=full, progress=progress)
            return write(table, path)

        self._bench.tasks.run(
            work,
            lambda rows: self._done(path, rows),
            owner=self,
            title="正在导出",
            failed=self._failed,
        )

    def _done(self, path: Path, rows: int) -> None:
        self.accept()
        self._bench.notices.info(f"已导出 {rows:,} 人到 {path.name}")

    def _failed(self, error: KnownError) -> None:
        self.export_button.setEnabled(True)
        self._bench.notices.error(error)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Only now it is known how large the fields are in this type size."""
        super().showEvent(event)
        self.adjustSize()
