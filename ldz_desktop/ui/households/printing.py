"""The list on paper: the households of a place, one line each, telephones masked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ldz_desktop.domain.households import HouseholdRow
from ldz_desktop.domain.masks import mask_phone
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.ui.households.columns import DEFINITION, NEVER, room_title
from ldz_desktop.ui.kit.papers import show_paper

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.households.list_page import ListPage
    from ldz_desktop.ui.kit.feature import Bench

_BLOCK = 500
_COLUMNS = (
    TableColumn("序号", 4, "number"),
    TableColumn("楼栋", 9),
    TableColumn("单元 房号", 8),
    TableColumn("户主", 8),
    TableColumn("人数", 4, "number"),
    TableColumn("居住情况", 6),
    TableColumn("户主电话", 8),
    TableColumn("上次核对", 9),
)


def list_table(office: "Office", title: str, ids: Sequence[int], progress: "Progress") -> Table:
    """The households as a table for paper (on the worker)."""
    rows: list[tuple[str, ...]] = []
    people = 0
    for start in range(0, len(ids), _BLOCK):
        progress.report(start, len(ids), "整理户档")
        for household in office.households.rows(ids[start : start + _BLOCK]):
            rows.append(_cells(len(rows) + 1, household))
            people += household.members
    profile = office.settings.profile()
    note = f"{len(rows):,} 户，{people:,} 人。{DEFINITION}"
    return Table(_named(title), _COLUMNS, tuple(rows), note, profile.unit or profile.office)


def _named(title: str) -> str:
    """福锦苑2栋户档清单（高龄）, 全部户档清单."""
    place, mark, narrowed = title.partition("（")
    return f"{place.removesuffix('户档')}户档清单{mark}{narrowed}"


def _cells(number: int, row: HouseholdRow) -> tuple[str, ...]:
    return (
        str(number),
        row.compound + row.building,
        room_title(row.unit, row.room),
        row.head or "",
        str(row.members),
        row.tenure or "",
        mask_phone(row.phone) if row.phone else "",
        date_text(row.checked_on) if row.checked_on else NEVER,
    )


def print_shown(bench: "Bench", parent: "QWidget", page: "ListPage") -> None:
    """The list as it stands; where the picture of a building is shown, a choice: that on A4 or A3,
    the list, or the sheet for visits."""
    if not page.state.pictured:
        print_list(bench, parent, page.heading, page.ids())
        return
    from ldz_desktop.ui.households.picture.printing import print_picture
    from ldz_desktop.ui.households.tags.list_dialog import VisitListDialog

    place = page.state.place
    title = page.title.replace(" ", "")
    page.bar.pop_up(
        (
            ("楼栋图，A4 横向(&4)", lambda: print_picture(bench, parent, place.id, "A4")),
            ("楼栋图，A3 横向(&3)", lambda: print_picture(bench, parent, place.id, "A3")),
            ("列表，一户一行(&L)", lambda: print_list(bench, parent, page.heading, page.ids())),
            ("走访名单(&V) …", lambda: VisitListDialog(bench, place, title, parent).open()),
        ),
        page.bar.print_button,
    )


def print_list(bench: "Bench", parent: "QWidget", title: str, ids: Sequence[int]) -> None:
    """Lay the list out and show it as it will be printed. title: see ListPage.heading."""
    if not ids:
        bench.notices.info("列表是空的，没有可打印的户档")
        return
    office = bench.office
    plain = title.replace(" ", "")

    def work(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.table_paper import render

        table = list_table(office, plain, ids, progress)
        office.log("print.households", detail=f"{len(table.rows)}")
        progress.report(0, 0, "排版")
        return render(table, today=office.today())

    show_paper(bench, parent, work, _named(plain), "户档清单.pdf")
