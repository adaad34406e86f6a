"""What leaves the tab: lists as spreadsheets and on paper, a score's explanation on a page."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.domain.places import ScopeName
from ldz_desktop.services.evaluation_records import BuildingProgress, Explanation
from ldz_desktop.services.months import month_text
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.ui.evaluation.month_data import keyings, missing, state_of
from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.purpose import PurposeDialog

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress

_PROGRESS_COLUMNS = (
    TableColumn("社区", 7),
    TableColumn("楼栋", 10),
    TableColumn("楼栋长", 6),
    TableColumn("发出", 4, "number"),
    TableColumn("收回", 4, "number"),
    TableColumn("有效", 4, "number"),
    TableColumn("评分人", 4, "number"),
    TableColumn("核对", 5),
    TableColumn("复录", 5),
    TableColumn("还缺、待核实", 11),
)


def progress_table(month: str, rows: Sequence[BuildingProgress], unit: str) -> Table:
    """The progress list as it stands on screen: whom to ask for what."""
    return Table(
        f"{month_text(month)}测评录入进度",
        _PROGRESS_COLUMNS,
        tuple(_progress_cells(one) for one in rows),
        f"共 {len(rows)} 栋；有效表少于规定张数的楼栋不参加排名。",
        unit,
    )


def _progress_cells(one: BuildingProgress) -> tuple[str, ...]:
    issued = one.header.issued if one.header is not None else one.given
    return (
        one.building.community,
        one.building.title,
        one.leader,
        "" if issued is None else str(issued),
        "" if one.header is None else str(one.header.returned),
        str(one.keyed_valid),
        str(one.assessors),
        state_of(one)[0],
        keyings(one),
        "、".join((*missing(one), *(odd.rstrip("。") for odd in one.oddities))),
    )


class ExportDialog(PurposeDialog):
    """what: what the list is."""

    example = "例如：报街道党工委"

    def __init__(self, title: str, what: str, parent: QWidget) -> None:
        super().__init__(title, f"{what}。不含住户和个人号码。", parent)


class EvaluationOutput:
    """Exports and prints for the tab."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        self._bench = bench
        self._parent = parent

    def export_ranking(self, month: str, scope: ScopeName, group: str, lines: int) -> None:
        """Ask for the purpose and the file, then write it. group: empty for all of the scope."""
        office = self._bench.office

        def table(purpose: str) -> Table:
            made = office.exporting.ranking(month, purpose, scope=scope)
            if not group:
                return made
            rows = tuple(line for line in made.rows if line[0] == group)
            return Table(made.title, made.columns, rows, made.note, made.unit)

        what = f"{month_text(month)} {group or f'全部{scope}'}，共 {lines} 栋"
        self._export("导出排名", what, f"{month_text(month)}测评排名.xlsx", table)

    def export_progress(self, month: str, rows: Sequence[BuildingProgress]) -> None:
        """The progress list as it stands on screen."""
        office = self._bench.office

        def table(purpose: str) -> Table:
            office.log("export.masked", f"progress {month}", purpose)
            profile = office.settings.profile()
            return progress_table(month, rows, profile.unit or profile.office)

        what = f"{month_text(month)} 录入进度，共 {len(rows)} 栋"
        self._export("导出进度", what, f"{month_text(month)}录入进度.xlsx", table)

    def _export(self, title: str, what: str, proposal: str, make: Callable[[str], Table]) -> None:
        dialog = ExportDialog(title, what, self._parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        purpose = dialog.purpose()
        dialog.deleteLater()
        if not accepted:
            return
        path = files.ask_save(self._parent, title, files.XLSX_OR_CSV, proposal)
        if path is None:
            return

        def work(progress: "Progress") -> int:
            from ldz_desktop.reports import spreadsheets

            progress.report(0, 0, "整理表格")
            return spreadsheets.write(make(purpose), path, progress)

        self._bench.tasks.run(
            work,
            lambda rows: self._bench.notices.written(f"已导出 {rows} 栋到 {path.name}", path),
            owner=self._parent,
            title=f"正在{title}",
        )

    def print_progress(self, month: str, rows: Sequence[BuildingProgress]) -> None:
        """The progress list, as a preview of the paper."""
        if not rows:
            self._bench.notices.info("列表是空的，没有可打印的楼栋")
            return
        self._print("录入进度", f"{month}录入进度.pdf", lambda u: progress_table(month, rows, u))

    def print_explanation(self, explanation: Explanation) -> None:
        """A score's explanation on one page, as a preview of the paper."""
        office = self._bench.office

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.explanation import render

            progress.report(0, 0, "排版")
            profile = office.settings.profile()
            return render(explanation, profile.unit or profile.office, today=office.today())

        name = f"{explanation.month}计分说明.pdf"
        show_paper(self._bench, self._parent, work, "计分说明", name)

    def _print(self, title: str, file_name: str, make: Callable[[str], Table]) -> None:
        office = self._bench.office

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports import table_paper

            progress.report(0, 0, "排版")
            profile = office.settings.profile()
            table = make(profile.unit or profile.office)
            return table_paper.render(table, landscape=False, today=office.today())

        show_paper(self._bench, self._parent, work, title, file_name)
