"""What is printed before a month is keyed, by command: of a month (default: the newest), of all
buildings, a community's or one."""

import argparse
from typing import TYPE_CHECKING

from ldz_desktop.domain.places import community_key
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.blank_papers import BlankPapers


def sheets(office: Office, options: argparse.Namespace) -> "Paper":
    """As many as were given out, or one for each occupied household; --masters: one page each."""
    from ldz_desktop.reports.blank_sheets import render

    papers = _papers(office, options)
    return render(papers, options.per_page, masters=options.masters)


def booklet(office: Office, options: argparse.Namespace) -> "Paper":
    """Numbered from 1; --copies: how many assessors there are."""
    from ldz_desktop.reports.booklet import USUAL_COPIES, render

    return render(_papers(office, options), options.copies or USUAL_COPIES)


def count_sheet(office: Office, options: argparse.Namespace) -> "Paper":
    from ldz_desktop.reports.count_sheet import render

    return render(_papers(office, options))


def envelope_list(office: Office, options: argparse.Namespace) -> "Paper":
    from ldz_desktop.reports.envelope_list import render

    return render(_papers(office, options))


def _papers(office: Office, options: argparse.Namespace) -> "BlankPapers":
    from ldz_desktop.cli.documents import building, newest_month

    wanted = None
    if options.building:
        wanted = {building(office, options.building).id}
    elif options.community:
        name = community_key(options.community)
        wanted = {b.id for b in office.households.buildings() if community_key(b.community) == name}
        if not wanted:
            raise InputError("没有这个社区", "没有这个名字的社区。", "请检查名称。")
    return office.blank_papers.of(options.month or newest_month(office), wanted)
