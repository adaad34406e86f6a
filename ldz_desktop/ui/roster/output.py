"""The roster on paper and as a spreadsheet: what the list shows, in the order it shows it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.services.tables import Table
from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.roster.export_dialog import ExportDialog
from ldz_desktop.ui.roster.listing import RosterList

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress

_NOT_ON_PAPER = "身份证号"
"""Paper hangs on walls and lies on desks: it has no numbers of identity cards, masked or not."""


class RosterOutput:
    """Prints and exports a list."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        self._bench = bench
        self._parent = parent

    def print(self, listing: RosterList) -> None:
        """Lay the list out and show it as it will be printed."""
        office, scope = self._bench.office, listing.scope_text()
        rows = listing.model.records()

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports import table_paper

            progress.report(0, 0, "排版花名册")
            table = for_paper(office.exporting.leaders("打印花名册", rows=rows), scope)
            return table_paper.render(table, today=office.today(), landscape=True)

        show_paper(self._bench, self._parent, work, "楼栋长花名册")

    def export(self, listing: RosterList) -> None:
        """Ask for the purpose and the file, then write it."""
        rows = listing.model.records()
        dialog = ExportDialog(len(rows), listing.scope_text(), self._parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        purpose, full = dialog.purpose(), dialog.full()
        dialog.deleteLater()
        if not accepted:
            return
        path = files.ask_save(self._parent, "导出花名册", files.XLSX_OR_CSV, "楼栋长花名册.xlsx")
        if path is None:
            return
        office = self._bench.office

        def work(progress: "Progress") -> int:
            from ldz_desktop.reports import spreadsheets

            progress.report(0, 0, "整理花名册")
            return spreadsheets.write(office.exporting.leaders(purpose, rows=rows, full=full), path)

        self._bench.tasks.run(
            work,
            lambda lines: self._bench.notices.info(f"已导出 {lines} 栋到 {path.name}"),
            owner=self._parent,
            title="正在导出花名册",
        )


def for_paper(table: Table, scope: str) -> Table:
    """Without numbers of identity cards; the note says what the list was narrowed to."""
    kept = [i for i, column in enumerate(table.columns) if column.title != _NOT_ON_PAPER]
    counted = f"共 {len(table.rows)} 栋"
    return Table(
        table.title,
        tuple(table.columns[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in table.rows),
        f"{scope}，{counted}" if scope else counted,
        table.unit,
    )
