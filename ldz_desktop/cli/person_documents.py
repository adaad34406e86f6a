"""Badge and plate by command: of a building, a leader, a community, or of everybody in office."""

import argparse
from typing import TYPE_CHECKING, Any

from ldz_desktop.domain.places import community_key
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office

if TYPE_CHECKING:
    from ldz_desktop.domain.leaders import LeaderRow
    from ldz_desktop.reports.paper import Paper


def badge(office: Office, options: argparse.Namespace) -> "Paper":
    from ldz_desktop.reports.badge import render

    return render(office.person_papers.badges(_rows(office, options)), office.today())


def door_plate(office: Office, options: argparse.Namespace) -> "Paper":
    from ldz_desktop.reports.door_plate import render

    plates = office.person_papers.plates(_rows(office, options))
    return render(plates, office.today(), sized(options, ("A4", "A5")))


def sized(options: argparse.Namespace, sizes: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a literal
    """The size of paper that was asked for, or the first. Raises InputError for another one."""
    if options.size is None:
        return sizes[0]
    if options.size not in sizes:
        raise InputError("大小不对", f"这种文件只有 {'、'.join(sizes)}。", "请改 --size。")
    return options.size


def _rows(office: Office, options: argparse.Namespace) -> "list[LeaderRow]":
    """Raises InputError for a place or a person that is not there."""
    from ldz_desktop.cli.documents import building, leader

    rows = office.roster.rows()
    if options.building:
        wanted = building(office, options.building).id
        rows = [row for row in rows if row.building_id == wanted]
    if options.leader:
        person = leader(office, options.leader)
        rows = [row for row in rows if row.leader_id == person]
    if options.community:
        name = community_key(options.community)
        rows = [row for row in rows if community_key(row.community) == name]
        if not rows:
            raise InputError("没有这个社区", "没有这个名字的社区。", "请检查名称。")
    return rows
