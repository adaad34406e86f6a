"""Papers of visits by command."""

import argparse
from typing import TYPE_CHECKING

from ldz_desktop.domain.places import PlaceRef
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
    from ldz_desktop.cli.documents import building, community

    if options.building:
        return PlaceRef("building", building(office, options.building).id)
    return community(office, options.community)
