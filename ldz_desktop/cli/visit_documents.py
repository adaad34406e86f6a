"""Papers of visits by command."""

import argparse
from typing import TYPE_CHECKING

from ldz_desktop.domain.places import ALL, PlaceRef, community_key
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper


def visit_list(office: Office, options: argparse.Namespace) -> "Paper":
    """Who is due for a visit (--all: every household) of a building, a community or everywhere."""
    from ldz_desktop.cli.console import Console
    from ldz_desktop.reports.visit_list import render

    console = Console()
    listed = office.visit_lists.of(_place(office, options), everybody=options.all, progress=console)
    return render(listed, console)


def _place(office: Office, options: argparse.Namespace) -> PlaceRef:
    """Raises InputError for a place that is not there."""
    from ldz_desktop.cli.documents import building

    if options.building:
        return PlaceRef("building", building(office, options.building).id)
    if not options.community:
        return ALL
    name = community_key(options.community)
    for one in office.households.buildings():
        if community_key(one.community) == name:
            return PlaceRef("community", one.community_id)
    raise InputError("没有这个社区", "没有这个名字的社区。", "请检查名称。")
