"""Every paper with names as long as they come: a community and a compound of twenty characters, an
office of thirty. Nothing leaves the page or its cell, and nothing lies on top of anything else."""

import os
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from ldz_desktop.cli import documents
from ldz_desktop.cli import options as command_line
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.reopening import SecondPerson
from ldz_desktop.domain.training import Course
from ldz_desktop.services.awards_records import Vote
from ldz_desktop.services.cautions import PROPOSAL, TALK
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office
from ldz_desktop.services.settings import Profile

COMMUNITY = "巴中市经济开发区兴文街道锦绣天成山水社区"
COMPOUND = "巴中经开区锦绣天成山水国际花园第二期小区"
OFFICE = "四川省巴中市经济开发区管理委员会兴文街道办事处楼栋长工作总站"
WATERMARK = "草稿"
UNLIKE = "阿卜杜热合曼·买买提艾力"  # as long as names of people are
NOW = datetime(2026, 1, 12, 9, 0).astimezone()
DAY = date(2026, 1, 10)
LOOK = os.environ.get("LDZ_LOOK")  # a folder for the papers, to be looked at
assert (len(COMMUNITY), len(COMPOUND), len(OFFICE)) == (20, 20, 30)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A year of closed months, the third building last in the newest three, and what follows."""
    folder = tmp_path_factory.mktemp("long") / "office"
    made, _ = create_office(folder, OFFICE, "管理员", "测试口令-2026", clock=lambda: NOW)
    try:
        fill(made)
        yield made
    finally:
        made.close()


def fill(office: Office) -> None:
    office.settings.save_profile(Profile(OFFICE, phone="0827-5260110"))
    buildings = []
    for number, name in ((1, UNLIKE), (2, "徐杨"), (13, "陈彬")):
        place = office.households.add_place(COMMUNITY, COMPOUND, f"{number}栋").ids[0]
        who = Leader(0, name, "1", None, date(1970, 1, 2), "01", "60", "13900010001")
        office.roster.create(who, place, date(2021, 1, 1))
        home = office.households.create(place, "12单元", "负1层-101-1", "自有").ids[0]
        for member, relation in ((UNLIKE, "02"), ("阿依古丽·买买提", "12"), ("买买提江", "20")):
            fields = {"workplace": f"{COMPOUND}物业服务中心", "occupation": "职员"}
            person = Resident(0, 0, member, relation, birth=date(1950, 5, 1), **fields)  # type: ignore[arg-type]
            office.households.add_resident(home, person)
        buildings.append(place)
    for number in range(1, 13):
        close(office, f"2025-{number:02d}", buildings, "543" if number > 9 else "555")
    office.flags.register_lacking()
    vote = Vote(buildings[0], 11, 9, DAY, "王静")
    office.awards.decide(2025, "building", [vote])
    cautions(office)
    office.evaluation.publish("2025-11", DAY)
    course = Course(0, "岗前", "新任楼栋长岗前培训", DAY, 240)
    key = office.training.create(course).change.ids[0]
    office.training.attend(key, [row.leader_id for row in office.roster.rows()])
    office.reopening.reopen("2025-12", "计票有误，经核实更正", SecondPerson("王芳"))
    office.evaluation.close("2025-12")
    office.evaluation.publish("2025-12", DAY)
    office.evaluation.open_month("2026-01")
    office.evaluation.record_issued("2026-01", dict.fromkeys(buildings, 3))


def close(office: Office, month: str, buildings: list[int], grades: str) -> None:
    office.evaluation.open_month(month)
    for building, grade in zip(buildings, grades, strict=True):
        draft = Draft(Header(10, 6, 6, 0, 0), (grade * 8,) * 6)
        office.evaluation.save_draft(month, building, draft)
        office.evaluation.commit_draft(month, building)
        office.evaluation.save_stars(month, building, {1: "444", 2: "433"})
    office.evaluation.close(month)


def cautions(office: Office) -> None:
    """A talk, a proposal and its decision about who is last."""
    case = office.cautions.due()[0]
    talk = replace(
        office.cautions.draft(case.tenure_id, TALK), done_on=DAY, done_by="王静、李敏",
        place=f"{COMMUNITY}办公室", said="连续末位，居民反映楼道堆物多。", promised="每周巡楼。",
        review_on=DAY + timedelta(30),
    )  # fmt: skip
    office.cautions.take(talk)
    proposal = replace(office.cautions.draft(case.tenure_id, PROPOSAL), done_on=DAY, done_by="王静")
    office.cautions.take(proposal)
    taken = office.cautions.due()[0].newest(PROPOSAL)
    assert taken is not None
    decided = replace(
        taken.caution, decision="继续留任", reason="正在改进", first_signer="王静", signed_on=DAY,
        second_signer="李敏", second_signed_on=DAY,
    )  # fmt: skip
    office.cautions.decide(decided)


PAPERS = [
    *(("notice", "--scope", scope) for scope in ("小区", "社区", "全区")),
    ("notice", "--month", "2026-01"), ("rating_notice_correction",), ("household_card",),
    ("household_card", "--full"), ("roster",), ("residents",), ("appointment",),
    ("result_report", "--month", "2025-12"), ("dossier", "--month", "2025-12"), ("talk",),
    ("proposal",), ("decision",), ("handover",), ("duty_sheet",), ("duty_report",),
    ("training_list",), ("badge",), ("door_plate",), ("door_plate", "--size", "A5"), ("award",),
    ("award", "--month", "2025-12"), ("certificate", "--month", "2025-12"), ("flag_slip",),
    ("annual_report", "--month", "2025"), ("honour_poster",), ("honour_poster", "--size", "A2"),
    ("sheets", "--per-page", "1"), ("sheets", "--per-page", "2"), ("sheets", "--per-page", "4"),
    ("booklet",), ("count_sheet",), ("envelope_list",), ("visit_list", "--all"),
]  # fmt: skip


def options_of(kind: str, *more: str) -> Namespace:
    needs = {
        "household_card": ("--household", "FILE"), "residents": ("--building", f"{COMPOUND}1栋"),
        "sheets": ("--building", f"{COMPOUND}1栋"),
        **dict.fromkeys(("appointment", "dossier", "handover"), ("--leader", UNLIKE)),
        **dict.fromkeys(("talk", "proposal", "decision"), ("--leader", "陈彬")),
    }.get(kind, ())  # fmt: skip
    runs = dict.fromkeys(command_line.COMMANDS, lambda options: {})
    parsed: Namespace = command_line.parser(runs).parse_args(
        ["document", kind, "x.pdf", *needs, *more]
    )
    return parsed


@pytest.mark.parametrize("wanted", PAPERS, ids=" ".join)
def test_nothing_overflows(office: Office, wanted: tuple[str, ...]) -> None:
    options = options_of(*wanted)
    if options.household:
        options.household = str(office.search.find(f"{COMPOUND}1栋")[0].household_id)
    paper = documents.PAPERS[options.kind](office, options)
    assert paper.missing_glyphs == ()
    if LOOK:
        Path(LOOK, f"{'-'.join(wanted).replace('--', '')}.pdf").write_bytes(paper.pdf)
    assert faults(paper.pdf) == []


def test_every_kind_is_here() -> None:
    kept = {kind for kind, *_ in PAPERS} | {"candidate_notice"}  # tests/reports: its place wraps
    assert kept == set(documents.PAPERS)


# -- reading a paper back --------------------------------------------------------------------------

Box = tuple[float, float, float, float]
_EDGE = 12.0  # points, 4 mm: no printer prints beyond
_LEGIBLE = 4.95  # points; 八号 (5) is the smallest size that Chinese print has a name for
_SLACK = 2.0  # points a glyph's box may reach over: the boxes are wider than the ink


def faults(pdf: bytes) -> list[str]:
    """Text beyond the page, over a rule beside it, or on other text."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            page = document[number]
            texts = list(lines(page))
            found += [f"{number + 1}: 太小 {text}" for text, size in small(page)]
            width, height = page.get_size()
            rules = [x for x in verticals(page) if 20 < x[0] < width - 20]
            for text, box in texts:
                if box[0] < _EDGE or box[2] > width - _EDGE or box[1] < 8 or box[3] > height - 8:
                    found.append(f"{number + 1}: 出页 {text}")
                found += [
                    f"{number + 1}: 越线 {text}"
                    for x, low, high in rules
                    if box[0] + _SLACK < x < box[2] - _SLACK
                    and overlap((low, high), (box[1], box[3])) > 4
                ]
            found += [
                f"{number + 1}: 重叠 {one[0]} / {other[0]}"
                for one, other in combinations(texts, 2)
                if overlap((one[1][0], one[1][2]), (other[1][0], other[1][2])) > _SLACK
                and overlap((one[1][1], one[1][3]), (other[1][1], other[1][3])) > 3
            ]
    finally:
        document.close()
    return list(dict.fromkeys(found))


def overlap(one: tuple[float, float], other: tuple[float, float]) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def lines(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Box]]:
    """Each text object with the box of its ink (left, bottom, right, top)."""
    words = page.get_textpage()
    for one in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=5):
        size = pdfium.FPDFTextObj_GetText(one.raw, words.raw, None, 0)
        buffer = (pdfium.FPDF_WCHAR * max(1, size // 2))()
        pdfium.FPDFTextObj_GetText(one.raw, words.raw, buffer, size)
        text = "".join(map(chr, buffer)).rstrip("\0")
        if text.strip() and text.strip() != WATERMARK:
            yield text, one.get_bounds()


def small(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float]]:
    """Text in type that nobody reads."""
    words = page.get_textpage()
    for at in range(words.count_chars()):
        size = pdfium.FPDFText_GetFontSize(words.raw, at)
        if 0 < size < _LEGIBLE and words.get_text_range(at, 1).strip():
            yield words.get_text_range(at, 12), size
            return


def verticals(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float]]:
    """Vertical rules, and the sides of boxes that are drawn as one."""
    for one in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=5):
        left, bottom, right, top = one.get_bounds()
        if top - bottom > 8 and right - left < 3:
            yield (left + right) / 2, bottom, top
