"""The command `document`: papers as PDF files."""

import argparse
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ldz_desktop.cli.console import WrongUsageError
from ldz_desktop.domain.places import ALL, Building, PlaceRef, community_key, find_buildings
from ldz_desktop.errors import InputError
from ldz_desktop.paths import user_path
from ldz_desktop.services.context import Office
from ldz_desktop.services.months import checked_month, month_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldz_desktop.domain.leaders import LeaderRow
    from ldz_desktop.reports.paper import Paper


_LEADER = ("缺少楼栋长", "没有写明哪一位楼栋长。", "请用 --leader 写姓名或编号。")
_BUILDING = ("缺少楼栋", "没有写明哪一栋楼。", "请用 --building 写楼栋，如 福锦苑1栋。")
_PLACE = ("缺少范围", "没有写明哪一栋楼或哪个社区。", "请用 --building 或 --community 写明。")
_NEEDS: dict[str, tuple[tuple[str, ...], tuple[str, str, str]]] = {
    **dict.fromkeys(
        ("appointment", "dossier", "talk", "proposal", "decision", "handover"),
        (("leader",), _LEADER),
    ),
    "household_card": (
        ("household",), ("缺少户", "没有写明哪一户。", "请用 --household 写档案号或编号。")
    ),
    "candidate_notice": (("building",), _BUILDING),
    "sheets": (("building", "community"), _PLACE),
    "residents": (("building", "community"), _PLACE),
}  # fmt: skip
"""Kind → options of which it needs one, and what is said without."""


def check(options: argparse.Namespace) -> None:
    """Raises WrongUsageError where a paper lacks what it is about, InputError where the file could
    not be written."""
    from ldz_desktop.services.files import check_writable

    needed, words = _NEEDS.get(options.kind, ((), ("", "", "")))
    if needed and not any((getattr(options, one) or "").strip() for one in needed):
        raise WrongUsageError(*words)
    check_writable(user_path(options.out))


def write(office: Office, options: argparse.Namespace) -> dict[str, Any]:
    """Make the paper and write it whole; what the command answers."""
    from ldz_desktop.services.files import write_whole

    paper = PAPERS[options.kind](office, options)
    write_whole(user_path(options.out), paper.pdf)
    return {"file": options.out, "pages": paper.pages, "missing_glyphs": list(paper.missing_glyphs)}


def _notice(office: Office, options: argparse.Namespace) -> "Paper":
    from ldz_desktop.reports.notice import render_notices

    month = options.month or newest_month(office)
    paper = render_notices(office.notices.notices(month, options.scope))
    office.log("document.notice", f"month:{month}")
    return paper


def _correction(office: Office, options: argparse.Namespace) -> "Paper":
    """Of the month that was corrected last, where none is named."""
    from ldz_desktop.reports.rating_correction import render_corrections

    corrected = (one.month for one in office.evaluation.months() if one.edition > 1)
    month = options.month or next(corrected, None) or newest_month(office)
    paper = render_corrections(office.reopening.corrections(month, options.scope))
    office.log("document.rating_notice_correction", f"month:{month}")
    return paper


def _household_card(office: Office, options: argparse.Namespace) -> "Paper":
    from ldz_desktop.reports.household_card import card_of, render

    household = _household(office, options.household)
    return render([card_of(office, household, full=options.full)])


def _household(office: Office, text: str) -> int:
    """By file number, by key, or whatever the search box finds exactly one household for."""
    by_number = office.lists.household_by_file_number(text.strip())
    if by_number is not None:
        return by_number
    if text.isdecimal():
        return int(text)
    found = {h.household_id for h in office.search.find(text) if h.kind == "household"}
    if len(found) != 1:
        raise InputError("户不明确", "按这个说法找不到唯一的一户。", "请写档案号。")
    return int(found.pop() or 0)


def _roster(office: Office, options: argparse.Namespace) -> "Paper":
    """Of the leaders: everywhere, of a community, or of a building."""
    from ldz_desktop.reports.table_paper import render

    rows = leader_rows(office, community=options.community)
    if options.building:
        wanted = building(office, options.building).id
        rows = [row for row in rows if row.building_id == wanted]
    asked = options.building or options.community
    where = f"{asked}，" if asked else ""
    note = f"{where}共 {len(rows)} 栋、{sum(bool(row.leader_id) for row in rows)} 名在任。"
    table = office.exporting.leaders_on_paper(rows, note)
    return render(table, today=office.today(), landscape=True)


def _residents(office: Office, options: argparse.Namespace) -> "Paper":
    """Everybody of a building or a community, door by door."""
    from ldz_desktop.reports.table_paper import render

    if options.building:
        place = PlaceRef("building", building(office, options.building).id)
    else:
        place = community(office, options.community)
    return render(office.lists.roster(place), today=office.today())


def community(office: Office, text: str | None) -> PlaceRef:
    """Of that name; everywhere where none is named. Raises InputError for a community that the
    office does not have."""
    if not text:
        return ALL
    wanted = community_key(text)
    for one in office.households.buildings():
        if community_key(one.community) == wanted:
            return PlaceRef("community", one.community_id)
    raise InputError("没有这个社区", "没有这个名字的社区。", "请检查名称。")


def leader_rows(office: Office, *, community: str | None) -> "list[LeaderRow]":
    """The buildings of a community, or of all, with their leaders. Raises InputError for a
    community that the office does not have."""
    rows = list(office.roster.rows())
    if not community:
        return rows
    wanted = community_key(community)
    found = [row for row in rows if community_key(row.community) == wanted]
    if not found:
        raise InputError("没有这个社区", "没有这个名字的社区。", "请检查名称。")
    return found


def _candidate_notice(office: Office, options: argparse.Namespace) -> "Paper":
    from ldz_desktop.reports.candidate_notice import render

    place = building(office, options.building)
    return render(office.selection_papers.notice_of_building(place))


def _appointment(office: Office, options: argparse.Namespace) -> "Paper":
    from ldz_desktop.reports.appointment import render

    paper = render(office.selection_papers.letter(leader(office, options.leader)))
    office.log("document.appointment")
    return paper


def _result_report(office: Office, options: argparse.Namespace) -> "Paper":
    """Of a month's ranking, or of the newest notice about a building or a selection for it."""
    from ldz_desktop.reports.result_report import render

    if options.building:
        hung = office.postings.of_building(building(office, options.building).id)
        what = "这栋楼"
    else:
        published = [one.month for one in office.evaluation.months() if one.state == "published"]
        month = checked_month(options.month or next(iter(published), newest_month(office)))
        hung, what = office.postings.of(f"month:{month}"), month_text(month)
    if not hung:
        raise InputError("没有公示", f"{what}还没有公示，没有结果可以报告。", "请先登记公示。")
    paper = render(office.postings.paper(hung[-1].id))
    office.log("document.result_report", f"posting:{hung[-1].id}")
    return paper


def _dossier(office: Office, options: argparse.Namespace) -> "Paper":
    """Of the year of --month, or this year."""
    from ldz_desktop.reports.dossier import render

    today = office.today()
    month = checked_month(options.month) if options.month else f"{today:%Y-%m}"
    who = leader(office, options.leader)
    paper = render(office.dossier.of(who, int(month[:4])))
    office.log("document.dossier", f"leader:{who}", month[:4])
    return paper


def _of_leader(kind: str) -> "Callable[[Office, argparse.Namespace], Paper]":
    """A paper of caution_documents, which is imported when it is wanted."""

    def paper(office: Office, options: argparse.Namespace) -> "Paper":
        from ldz_desktop.cli import caution_documents

        made: Paper = getattr(caution_documents, kind)(office, leader(office, options.leader))
        office.log(f"document.{kind}")
        return made

    return paper


def leader(office: Office, text: str | None) -> int:
    """A leader's key by name or key, former ones included. Raises InputError where the name fits
    nobody or several."""
    if not text:
        raise WrongUsageError(*_LEADER)
    if text.isdecimal():
        return office.roster.get(int(text)).leader.id
    found = [key for key, name in office.roster.names().items() if name == text.strip()]
    if len(found) != 1:
        title = "楼栋长不明确" if found else "没有这位楼栋长"
        raise InputError(title, "按这个姓名找不到唯一的一位楼栋长。", "请写编号（查找结果里有）。")
    return found[0]


def building(office: Office, text: str) -> Building:
    """Raises InputError where the name fits none or several."""
    found = find_buildings(text, office.households.buildings())
    if not found:
        raise InputError(
            "没有这栋楼", "没有这个名字的楼栋。", "请写成 福锦苑1栋，或 兴新社区福锦苑1栋。"
        )
    if len(found) > 1:
        names = "、".join(b.community + b.title for b in found[:5])
        raise InputError(
            "楼栋不明确", f"有 {len(found)} 栋楼叫这个名字：{names}。", "请加上小区和社区。"
        )
    return found[0]


def newest_month(office: Office) -> str:
    """Raises InputError where there is none."""
    months = office.evaluation.months()
    if not months:
        raise InputError(
            "还没有测评", "还没有任何月份的测评。", "请先导入调查表，或在窗口里开始一个月。"
        )
    return months[0].month


def _from(module: str, kind: str) -> "Callable[[Office, argparse.Namespace], Paper]":
    """A paper of another module of this package, which is imported when it is asked for."""

    def make(office: Office, options: argparse.Namespace) -> "Paper":
        found = import_module(f"ldz_desktop.cli.{module}")
        paper: Paper = getattr(found, kind)(office, options)
        return paper

    return make


PAPERS: dict[str, "Callable[[Office, argparse.Namespace], Paper]"] = {
    "notice": _notice,
    "rating_notice_correction": _correction,
    "household_card": _household_card,
    "roster": _roster,
    "residents": _residents,
    "candidate_notice": _candidate_notice,
    "appointment": _appointment,
    "result_report": _result_report,
    "dossier": _dossier,
    "talk": _of_leader("talk"),
    "proposal": _of_leader("proposal"),
    "decision": _of_leader("decision"),
    "handover": _of_leader("handover"),
    "duty_sheet": _from("work_documents", "duty_sheet"),
    "duty_report": _from("work_documents", "duty_report"),
    "training_list": _from("work_documents", "training_list"),
    "honour_poster": _from("work_documents", "honour_poster"),
    "badge": _from("person_documents", "badge"),
    "door_plate": _from("person_documents", "door_plate"),
    "award": _from("honour_documents", "award"),
    "certificate": _from("honour_documents", "certificate"),
    "flag_slip": _from("honour_documents", "flag_slip"),
    "annual_report": _from("honour_documents", "annual_report"),
    "sheets": _from("month_documents", "sheets"),
    "booklet": _from("month_documents", "booklet"),
    "count_sheet": _from("month_documents", "count_sheet"),
    "envelope_list": _from("month_documents", "envelope_list"),
    "visit_list": _from("visit_documents", "visit_list"),
}
