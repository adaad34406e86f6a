"""The building picture on paper: laid out on the worker, shown before it is printed."""

from typing import TYPE_CHECKING

from ldz_desktop.errors import InputError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ldz_desktop.reports.building_picture import Sheet
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.kit.feature import Bench


def print_picture(bench: "Bench", parent: "QWidget", building_id: int, sheet: "Sheet") -> None:
    """As it stands in the archive now, on A4 or A3."""
    office = bench.office

    def work(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.building_picture import render

        picture = office.pictures.building(building_id)
        office.log("print.picture", f"building:{building_id}", f"{picture.households}")
        progress.report(0, 0, "排版")
        profile = office.settings.profile()
        unit = profile.unit or profile.office
        return render(picture, sheet=sheet, unit=unit, today=office.today())

    def show(paper: "Paper") -> None:
        from ldz_desktop.reports.fonts import missing_sentence
        from ldz_desktop.ui.kit.paper_view import PaperDialog

        dialog = PaperDialog(paper.pdf, "楼栋图", f"楼栋图-{sheet}.pdf", bench.notices, parent)
        dialog.open()
        if paper.missing_glyphs:
            sentence = missing_sentence(paper.missing_glyphs)
            bench.notices.error(InputError("有的字印不出来", sentence))

    bench.tasks.run(work, show, owner=parent, title="正在排版楼栋图", key="households.print")
