"""Certificates, hand-over slips and the year's report by command."""

import argparse
import re
from typing import TYPE_CHECKING

from ldz_desktop.cli.documents import building, leader
from ldz_desktop.domain.awards import Kind
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.months import checked_month

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.awards_records import Honour

_YEAR = re.compile(r"(\d{4})年?")


def award(office: Office, options: argparse.Namespace) -> "Paper":
    """奖状 of buildings; with --leader 荣誉证书 of that one."""
    return _honours(office, options, "building")


def certificate(office: Office, options: argparse.Namespace) -> "Paper":
    """荣誉证书 of leaders; with --building 奖状 of that one."""
    return _honours(office, options, "leader")


def flag_slip(office: Office, options: argparse.Namespace) -> "Paper":
    """交接单 of a closed month (default: the newest), of all flags or of a building's."""
    from ldz_desktop.reports.flag_slip import render

    month = checked_month(options.month) if options.month else office.flags.month().month
    if not month:
        raise InputError("还没有封月", "还没有封存的月份，没有流动红旗。")
    ids: list[int] = []
    if options.building:
        wanted = building(office, options.building).id
        moves = [line.move for line in office.flags.month(month).moves]
        ids = [m.flag_id for m in moves if wanted in (m.from_building, m.to_building)]
        if not ids:
            raise InputError("没有交接单", "这栋楼这个月没有交接红旗。")
    paper = render(office.flags.slips(month, ids), office.today())
    office.log("document.flag_slip", f"month:{month}")
    return paper


def annual_report(office: Office, options: argparse.Namespace) -> "Paper":
    """年度报告 of --month YYYY, or of the year of YYYY-MM; default: this year, until March the one
    before."""
    from ldz_desktop.reports.annual_report import render

    year = _year(options.month) if options.month else office.annual_report.usual_year()
    paper = render(office.annual_report.of(year))
    office.log("document.annual_report", "", str(year))
    return paper


def _year(text: str) -> int:
    found = _YEAR.fullmatch(text.strip())
    return int(found.group(1) if found is not None else checked_month(text)[:4])


def _honours(office: Office, options: argparse.Namespace, kind: Kind) -> "Paper":
    """--month YYYY: awards of that year; YYYY-MM: flags of that month; default: the newest year
    with awards of the kind, else the newest closed month's flags."""
    from ldz_desktop.reports.honour_certificate import render

    keys: list[int] = []
    if options.leader:
        kind, keys = "leader", [leader(office, options.leader)]
    elif options.building:
        kind, keys = "building", [building(office, options.building).id]
    year = _YEAR.fullmatch((options.month or "").strip())
    if year is not None:
        honours = office.awards.certificates(int(year.group(1)), kind, keys)
    elif options.month:
        honours = office.awards.flag_certificates(checked_month(options.month), kind, keys)
    else:
        honours = _newest(office, kind, keys)
    office.log(f"document.{kind}_certificate", options.month or "")
    return render(honours)


def _newest(office: Office, kind: Kind, keys: list[int]) -> "tuple[Honour, ...]":
    awards = office.awards
    for number in awards.year().years:
        granted = awards.year(number).granted(kind)
        if any(not keys or line.id in keys for line in granted):
            return awards.certificates(number, kind, keys)
    month = office.flags.month().month
    if not month:
        raise InputError("还没有表彰", "还没有封存的月份，也没有年度表彰。")
    return awards.flag_certificates(month, kind, keys)
