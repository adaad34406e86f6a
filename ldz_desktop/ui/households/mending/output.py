"""The lines on paper, a sheet for every leader, or as a spreadsheet."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.errors import InputError
from ldz_desktop.services.mending_records import MendingLine
from ldz_desktop.services.progress import Progress
from ldz_desktop.services.tables import Table
from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.feature import Bench

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office

SIGNATURE = ("楼栋长", "社区经办人")
_TITLE = "数据核实清单"
_ROOM = "\u3000" * 10


def by_leader(lines: Sequence[MendingLine]) -> dict[str, list[MendingLine]]:
    """Each leader's lines, in the order of the lines; buildings without a leader last."""
    found: dict[str, list[MendingLine]] = {}
    for line in lines:
        found.setdefault(line.leader, []).append(line)
    if "" in found:
        found[""] = found.pop("")
    return found


def work_lists(
    office: "Office", lines: Sequence[MendingLine], progress: Progress
) -> tuple[bytes, tuple[str, ...]]:
    """One PDF with a list for every leader, each from a page of its own; and characters that no
    typeface has."""
    from ldz_desktop.reports.table_paper import render

    papers, missing, done = [], dict[str, None](), 0
    for leader, every in by_leader(lines).items():
        progress.report(done, len(lines), f"排版 {leader or '暂无楼栋长的楼栋'}")
        table = _with_room(office.mending.work_list(every, leader))
        paper = render(table, today=office.today(), landscape=True, signature=SIGNATURE)
        papers.append(paper.pdf)
        missing.update(dict.fromkeys(paper.missing_glyphs))
        done += len(every)
    return joined(papers), tuple(missing)


def _with_room(table: Table) -> Table:
    """The last column as wide as somebody needs to write in by hand."""
    *others, last = table.columns
    return replace(table, columns=(*others, replace(last, title=last.title + _ROOM)))


def joined(papers: Sequence[bytes]) -> bytes:
    """Several documents one after another."""
    if len(papers) == 1:
        return papers[0]
    import pypdfium2  # type: ignore[import-untyped]

    whole = pypdfium2.PdfDocument.new()
    for pdf in papers:
        part = pypdfium2.PdfDocument(pdf)
        whole.import_pages(part)
        part.close()
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


def print_lists(bench: Bench, lines: Sequence[MendingLine], parent: QWidget) -> None:
    """Lay the lists out and show them as they will be printed."""
    office = bench.office

    def work(progress: Progress) -> tuple[bytes, tuple[str, ...]]:
        made = work_lists(office, lines, progress)
        office.log("print.mending", detail=f"{len(lines)}")
        return made

    def show(made: tuple[bytes, tuple[str, ...]]) -> None:
        from ldz_desktop.reports.fonts import missing_sentence
        from ldz_desktop.ui.kit.paper_view import PaperDialog

        pdf, missing = made
        PaperDialog(pdf, _TITLE, f"{_TITLE}.pdf", bench.notices, parent).open()
        if missing:
            bench.notices.error(InputError("有的字印不出来", missing_sentence(missing)))

    bench.tasks.run(work, show, owner=parent, title=f"正在排版{_TITLE}", key="mending.print")


def export_list(bench: Bench, lines: Sequence[MendingLine], parent: QWidget) -> None:
    """Ask what for and where to, then write."""
    from ldz_desktop.ui.households.mending.export_dialog import WorkListDialog

    dialog = WorkListDialog(len(lines), parent)
    dialog.accepted.connect(lambda: _write(bench, lines, dialog, parent))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _write(bench: Bench, lines: Sequence[MendingLine], dialog: QDialog, parent: QWidget) -> None:
    from ldz_desktop.ui.households.mending.export_dialog import WorkListDialog

    assert isinstance(dialog, WorkListDialog)
    purpose, office = dialog.purpose(), bench.office
    path = files.ask_save(parent, "导出核实清单", files.XLSX_OR_CSV, f"{_TITLE}.xlsx")
    if path is None:
        return

    def work(progress: Progress) -> int:
        from ldz_desktop.reports.spreadsheets import write

        progress.report(0, 0, "写入表格")
        return write(office.mending.export(lines, purpose), path, progress)

    bench.tasks.run(work, lambda rows: _written(bench, path, rows), owner=parent, title="正在导出")


def _written(bench: Bench, path: Path, rows: int) -> None:
    bench.notices.written(f"已导出 {rows:,} 条到 {path.name}", path)
