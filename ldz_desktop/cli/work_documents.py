"""Papers of training and duties by command."""

import argparse
from typing import TYPE_CHECKING

from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.months import checked_month

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper


def duty_sheet(office: Office, options: argparse.Namespace) -> "Paper":
    """Blank sheets of a month (default: this one), of all leaders or of a building's."""
    from ldz_desktop.cli.documents import building
    from ldz_desktop.reports.duty_sheet import render

    month = checked_month(options.month or f"{office.today():%Y-%m}")
    lines = [line for line in office.duties.month(month) if line.tenure_id]
    if options.building:
        wanted = building(office, options.building).id
        lines = [line for line in lines if line.building_id == wanted]
    if not lines:
        raise InputError("没有人", "这个月没有楼栋长在任。", "请检查月份和楼栋。")
    sheets = office.duties.sheets(month, [line.tenure_id for line in lines])
    office.log("document.duty_sheet", f"month:{month}")
    return render(sheets, office.training.unit(), filled=False)


def duty_report(office: Office, options: argparse.Namespace) -> "Paper":
    """Figures of the year that ends with a month (default: the last full one)."""
    from ldz_desktop.reports.duty_paper import render

    year, number = office.today().year, office.today().month
    last = checked_month(options.month or _month(year * 12 + number - 2))
    end = int(last[:4]) * 12 + int(last[5:]) - 1
    office.log("document.duty_report", f"month:{last}")
    return render(office.duties.figures(_month(end - 11), last), office.today())


def training_list(office: Office, options: argparse.Namespace) -> "Paper":
    """Every leader's hours of a year (of the month's, default: this one), and what is lacking."""
    from ldz_desktop.reports.table_paper import render
    from ldz_desktop.services.training_tables import year_table

    training = office.training
    year = int(checked_month(options.month)[:4]) if options.month else office.today().year
    table = year_table(training.year(year), year, training.rules(), training.unit())
    office.log("document.training_list", str(year))
    return render(table, today=office.today(), landscape=True)


def honour_poster(office: Office, options: argparse.Namespace) -> "Paper":
    """The honour wall of a published month (default: the newest), A3 or A2."""
    from ldz_desktop.cli.person_documents import sized
    from ldz_desktop.reports.honour_poster import render

    size = sized(options, ("A3", "A2"))
    wall = office.wall.show(options.month)
    portraits = {leader: office.wall.portrait(scan) for leader, scan in wall.faces.items()}
    office.log("document.honour_poster", f"month:{wall.month}")
    return render(wall, portraits, size)


def _month(number: int) -> str:
    """YYYY-MM of months counted from year 0."""
    return f"{number // 12}-{number % 12 + 1:02d}"
