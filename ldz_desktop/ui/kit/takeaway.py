"""A list of a section on paper, or as a file with its purpose in the log."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.purpose import PurposeDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.tables import Table
    from ldz_desktop.ui.kit.feature import Bench

_ACROSS_FROM = 8  # columns that no longer fit an upright sheet


class _Purpose(PurposeDialog):
    example = "例如：报街道组织办备案"


def print_table(bench: "Bench", owner: QWidget, title: str, make: "Callable[[], Table]") -> None:
    """make: runs on the worker. Across where the table has many columns."""
    today = bench.office.today()

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.table_paper import render

        progress.report(0, 0, "排版")
        table = make()
        return render(table, today=today, landscape=len(table.columns) >= _ACROSS_FROM)

    show_paper(bench, owner, paper, title)


def export_table(
    bench: "Bench",
    owner: QWidget,
    title: str,
    subject: str,
    make: "Callable[[], Table]",
    about: str = "只有姓名、楼栋和次数、学时，不含证件号码和电话。",
) -> None:
    """Ask what for and where to, then write it. title: of the list and of the proposed file;
    subject: what the log says left (course:ID, duties:2026-10); make: runs on the worker; about:
    what is in it."""
    dialog = _Purpose(f"导出{title}", about, owner)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    purpose = dialog.purpose()
    dialog.deleteLater()
    if not accepted:
        return
    path = files.ask_save(owner, f"导出{title}", files.XLSX_OR_CSV, f"{title}.xlsx")
    if path is None:
        return
    office = bench.office

    def work(progress: "Progress") -> int:
        from ldz_desktop.reports.spreadsheets import write

        progress.report(0, 0, "整理名单")
        office.log("export.list", subject, purpose)
        return write(make(), path, progress)

    bench.tasks.run(
        work,
        lambda rows: bench.notices.written(f"已导出 {rows} 行到 {path.name}", path),
        owner=owner,
        title=f"正在导出{title}",
    )
