"""Lists that leave the screen: as a preview of the paper, or as a file with its purpose."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QRadioButton, QWidget
from typing_extensions import override

from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.services.progress import Part
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import button, column, label, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.tables import Table

_READING = 0.27  # of the time of an export; measured with 24,000 households
_ACROSS_FROM = 9  # columns that no longer fit an upright sheet


def show_table(
    bench: Bench, parent: QWidget, title: str, make: "Callable[[Progress], Table]"
) -> None:
    """A table on paper, across where it has many columns."""
    today = bench.office.today()

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.table_paper import render

        table = make(progress)
        progress.report(0, 0, "排版")
        return render(table, today=today, landscape=len(table.columns) > _ACROSS_FROM)

    show_paper(bench, parent, paper, title)


class TakeAwayDialog(Dialog):
    """Asks what for and how much, then where to; masked unless asked otherwise."""

    full_words = "完整内容(&A)：证件号、电话、健康和依据全部写出"

    def __init__(
        self,
        bench: Bench,
        title: str,
        about: str,
        make: "Callable[[str, bool, Progress], Table]",
        parent: QWidget,
    ) -> None:
        """title: of the list, and of the proposed file; about: how many lines there are; make:
        the table for a purpose, whole or masked (on the worker)."""
        super().__init__(parent)
        self._bench = bench
        self._title = title
        self._make = make
        self.setWindowTitle(f"导出{title}")
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(480))
        self.masked = QRadioButton("隐去敏感内容(&M)：证件号和电话只留头尾，不含健康状况")
        self.full = QRadioButton(self.full_words)
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
        self.form.answers_enter(self._export)
        self.heading = label(f"导出 {title}", "title", wrap=True)
        layout = column(
            self.heading,
            label(about, "muted", wrap=True),
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
        if not self.export_button.isEnabled():
            return
        purpose = self.form.values()["purpose"]
        if not purpose:
            self.form.set_problems((Problem("refused", "purpose", "required", "请写明用途"),))
            self.adjustSize()
            return
        self.form.set_problems(())
        path = files.ask_save(self, f"导出{self._title}", files.XLSX_OR_CSV, f"{self._title}.xlsx")
        if path is None:
            return
        self.export_button.setEnabled(False)
        make, full = self._make, self.full.isChecked()

        def work(progress: "Progress") -> str:
            from ldz_desktop.reports.spreadsheets import write

            table = make(purpose, full, Part(progress, 0, _READING))
            rows = write(table, path, Part(progress, _READING, 1))
            return table.counted or f"{rows:,} 行"

        self._bench.tasks.run(
            work,
            lambda counted: self._done(path, counted),
            owner=self,
            title="正在导出",
            failed=self._failed,
        )

    def _done(self, path: Path, counted: str) -> None:
        self.accept()
        self._bench.notices.written(f"已导出 {counted}到 {path.name}", path)

    def _failed(self, error: KnownError) -> None:
        self.export_button.setEnabled(True)
        if isinstance(error, Cancelled):
            self._bench.notices.info("已取消导出，没有写文件")
        else:
            self._bench.notices.error(error)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Only now it is known how large the fields are in this type size."""
        super().showEvent(event)
        self.adjustSize()
