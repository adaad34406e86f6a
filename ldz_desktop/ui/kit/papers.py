"""A paper from the worker to the person: laid out, shown as it will be printed, missing characters
named."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.kit.feature import Bench


def show_paper(
    bench: "Bench",
    owner: QWidget,
    work: "Callable[[Progress], Paper]",
    title: str,
    file_name: str = "",
) -> None:
    """Run `work` on the worker and show its paper. file_name: what saving proposes, without any
    resident's name."""

    def show(paper: "Paper") -> None:
        from ldz_desktop.reports.fonts import missing_sentence
        from ldz_desktop.ui.kit.paper_view import PaperDialog

        PaperDialog(paper.pdf, title, file_name or f"{title}.pdf", bench.notices, owner).open()
        if paper.missing_glyphs:
            sentence = missing_sentence(paper.missing_glyphs)
            bench.notices.error(InputError("有的字印不出来", sentence))

    bench.tasks.run(work, show, owner=owner, title=f"正在排版{title}", key=f"paper.{title}")
