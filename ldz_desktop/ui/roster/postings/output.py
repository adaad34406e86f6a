"""What leaves the section: the paper that hangs, the report of its result, the list."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.purpose import PurposeDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldz_desktop.domain.postings import Posting
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.kit.feature import Bench

_TITLE = "公示登记表"


class _Purpose(PurposeDialog):
    example = "例如：报街道备案"


class PostingOutput:
    """Shows papers and writes files."""

    def __init__(self, bench: "Bench", parent: QWidget) -> None:
        self._bench = bench
        self._parent = parent

    def look(self, posting: "Posting") -> None:
        """What hangs on the wall. A ranking is shown where the month is."""
        kind, _, key = posting.about.partition(":")
        if posting.content:
            self._notice(posting.id)
        elif kind == "month":
            self._bench.show(Target("month", month=key))
        elif kind == "selection":
            self._candidates(int(key))

    def report(self, posting: "Posting") -> None:
        """The report of the result, a draft before it is made."""
        office = self._bench.office

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.result_report import render

            progress.report(0, 0, "排版")
            return render(office.postings.paper(posting.id))

        show_paper(self._bench, self._parent, work, "公示结果报告")

    def print(self, ids: "Sequence[int]", scope: str) -> None:
        """The list as it is shown."""
        office = self._bench.office

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.table_paper import render

            progress.report(0, 0, "排版")
            return render(office.postings.table(ids, scope), today=office.today(), landscape=True)

        show_paper(self._bench, self._parent, work, _TITLE)

    def export(self, ids: "Sequence[int]", scope: str) -> None:
        """Ask what for and where to, then write it."""
        words = f"{scope}，" if scope else ""
        about = f"{words}共 {len(ids)} 份。只写异议的件数，不写反映人。"
        dialog = _Purpose(f"导出{_TITLE}", about, self._parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        purpose = dialog.purpose()
        dialog.deleteLater()
        if not accepted:
            return
        path = files.ask_save(self._parent, f"导出{_TITLE}", files.XLSX_OR_CSV, f"{_TITLE}.xlsx")
        if path is None:
            return
        office = self._bench.office

        def work(progress: "Progress") -> int:
            from ldz_desktop.reports.spreadsheets import write

            progress.report(0, 0, "整理公示")
            office.log("export.list", "postings", purpose)
            return write(office.postings.table(ids, scope), path, progress)

        self._bench.tasks.run(
            work,
            lambda lines: self._bench.notices.written(f"已导出 {lines} 份到 {path.name}", path),
            owner=self._parent,
            title="正在导出公示",
        )

    def _notice(self, posting_id: int) -> None:
        office = self._bench.office

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.posting_notice import render

            progress.report(0, 0, "排版")
            return render(office.postings.paper(posting_id))

        show_paper(self._bench, self._parent, work, "公示")

    def _candidates(self, selection_id: int) -> None:
        office = self._bench.office

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.candidate_notice import render

            progress.report(0, 0, "排版")
            return render(office.selection_papers.notice(selection_id))

        show_paper(self._bench, self._parent, work, "楼栋长候选人公示")
