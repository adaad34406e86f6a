"""The roster on paper and as a spreadsheet: what the list shows, in the order it shows it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QMenu, QWidget

from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.roster.export_dialog import ExportDialog
from ldz_desktop.ui.roster.listing import RosterList
from ldz_desktop.ui.roster.person_papers import print_badges, print_plates

if TYPE_CHECKING:
    from ldz_desktop.reports.door_plate import Size
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress


class RosterOutput:
    """Prints and exports a list."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        self._bench = bench
        self._parent = parent

    def hang_menu(self, listing: RosterList) -> None:
        """What 打印 offers, of the buildings the list shows."""
        menu = QMenu(listing.print_button)
        for caption, verb in (
            ("花名册(&R) …", lambda: self.print(listing)),
            ("花名册，带照片(&P) …", lambda: self.print_photos(listing)),
            ("", None),
            ("胸牌，八张一页(&B) …", lambda: self._badges(listing)),
            ("公示牌，A4(&4) …", lambda: self._plates(listing, "A4")),
            ("公示牌，A5(&5) …", lambda: self._plates(listing, "A5")),
        ):
            if verb is None:
                menu.addSeparator()
            else:
                menu.addAction(caption).triggered.connect(lambda *_, go=verb: go())
        listing.print_button.setMenu(menu)

    def print_photos(self, listing: RosterList) -> None:
        """The roster with a photo of everybody."""
        office, note = self._bench.office, note_of(listing)
        rows = listing.model.records()

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports import photo_roster

            return photo_roster.render(office.person_papers.photo_roster(rows, note, progress))

        show_paper(self._bench, self._parent, work, "楼栋长花名册")

    def _badges(self, listing: RosterList) -> None:
        print_badges(self._bench, self._parent, listing.model.records())

    def _plates(self, listing: RosterList, size: "Size") -> None:
        print_plates(self._bench, self._parent, listing.model.records(), size)

    def print(self, listing: RosterList) -> None:
        """Lay the list out and show it as it will be printed."""
        office, note = self._bench.office, note_of(listing)
        rows = listing.model.records()

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports import table_paper

            progress.report(0, 0, "排版花名册")
            table = office.exporting.leaders_on_paper(rows, note)
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
            table = office.exporting.leaders(purpose, rows=rows, full=full)
            return spreadsheets.write(table, path, progress)

        self._bench.tasks.run(
            work,
            lambda lines: self._bench.notices.written(f"已导出 {lines} 栋到 {path.name}", path),
            owner=self._parent,
            title="正在导出花名册",
        )


def note_of(listing: RosterList) -> str:
    """西锦社区 · 中共党员，共 12 栋、12 名在任。口径：…: the list in words, and what it counts."""
    scope, definition = listing.scope_text(), listing.definition()
    counted = listing.counts_text().replace(" · ", "、")
    note = f"{scope}，共 {counted}。" if scope else f"共 {counted}。"
    return f"{note}口径：{definition}。" if definition else note
