"""Badge and plate: of one leader from the menu 更多, of everybody the list shows from 打印."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.kit.papers import show_paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldz_desktop.domain.leaders import LeaderRow
    from ldz_desktop.reports.door_plate import Size
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.roster import LeaderDetail
    from ldz_desktop.ui.kit.feature import Bench


def print_badges(bench: "Bench", owner: QWidget, rows: "Sequence[LeaderRow]") -> None:
    """Eight to a page, of everybody in office among the rows."""
    office = bench.office

    def work(progress: "Progress") -> "Paper":
        from ldz_desktop.reports import badge

        return badge.render(office.person_papers.badges(rows, progress), office.today())

    show_paper(bench, owner, work, "楼栋长胸牌")


def print_plates(bench: "Bench", owner: QWidget, rows: "Sequence[LeaderRow]", size: "Size") -> None:
    """One page a building."""
    office = bench.office

    def work(progress: "Progress") -> "Paper":
        from ldz_desktop.reports import door_plate

        plates = office.person_papers.plates(rows, progress)
        return door_plate.render(plates, office.today(), size)

    show_paper(bench, owner, work, "楼栋长公示牌")


def badge(bench: "Bench", owner: QWidget, detail: "LeaderDetail", row: "LeaderRow | None") -> None:
    """A line of the menu 更多."""
    del detail
    print_badges(bench, owner, _led(row))


def plate(bench: "Bench", owner: QWidget, detail: "LeaderDetail", row: "LeaderRow | None") -> None:
    """A line of the menu 更多: as large as A4."""
    del detail
    print_plates(bench, owner, _led(row), "A4")


def small_plate(
    bench: "Bench", owner: QWidget, detail: "LeaderDetail", row: "LeaderRow | None"
) -> None:
    """A line of the menu 更多: as large as A5."""
    del detail
    print_plates(bench, owner, _led(row), "A5")


def _led(row: "LeaderRow | None") -> "list[LeaderRow]":
    """Nobody out of office has one: the service says so."""
    return [] if row is None else [row]
