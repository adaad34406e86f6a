"""Results of fewer than five sheets are never shown, nor can they be derived (domain.md §7).

The same office twice, differing only in what the sheets of a building of few sheets say: whatever
is printed, exported or answered must be the same to the letter, so nothing can be derived from it
by any subtraction. A third one, differing in a building that is shown, proves that the comparison
sees differences.
"""

import re
from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import date
from pathlib import Path
from typing import Protocol

import pypdfium2
import pytest

from ldz_desktop.cli import shapes
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.schemes import SCHEME_2
from ldz_desktop.reports import explanation as explanation_page
from ldz_desktop.reports.annual_report import render as render_year
from ldz_desktop.reports.notice import render_notices
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office

MONTHS = ("2026-08", "2026-09", "2026-10")
PLACES = (
    ("兴新社区", "福锦苑", "1栋"), ("兴新社区", "福锦苑", "2栋"), ("兴新社区", "福锦苑", "3栋"),
    ("兴新社区", "文锦苑", "1栋"), ("东锦社区", "东锦苑", "1栋"), ("东锦社区", "东锦苑", "2栋"),
)  # fmt: skip
MANY = ("55554444", "44445555", "55443355", "5544335-", "44444444", "33554455") * 4
KIND = ("55555555", "55555554", "5555----", "44555555")
CRUEL = ("11111111", "11111112", "1111----", "22111111")
# keys of rows differ from one office to the next: eighteen digits
_CODE = re.compile(r"[0-9A-F]{4}(-[0-9A-F]{4}){3}|[0-9a-f]{64}|\b\d{18}\b")
Sheets = tuple[str, ...]


class Build(Protocol):
    def __call__(self, few: Sheets, last: Sheets, *, rolling: bool = False) -> Office: ...


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """An office of six buildings and three closed months. few: the sheets of the one building that
    has too few; last: the sheets of another one, enough of them."""
    opened: list[Office] = []

    def run(few: Sheets, last: Sheets, *, rolling: bool = False) -> Office:
        office, _ = create_office(tmp_path / f"{len(opened)}", "街道", "李敏", "口令-口令-8")
        opened.append(office)
        if rolling:
            office.schemes.save(replace(SCHEME_2, minimum_sheets=10))
        ids = []
        for number, place in enumerate(PLACES):
            building = office.households.add_place(*place).ids[0]
            leader = Leader(0, f"楼长{'甲乙丙丁戊己'[number]}")
            office.roster.create(leader, building, date(2020, 1, 1))
            ids.append(building)
        for month in MONTHS:
            office.evaluation.open_month(month)
            for number, building in enumerate(ids):
                sheets = few if number == 2 else last if number == 5 else MANY[number:]
                header = Header(40, len(sheets), len(sheets), 0, 0)
                office.evaluation.save_draft(month, building, Draft(header, sheets))
                office.evaluation.commit_draft(month, building)
                marks = {1: f"{5 - number % 3}44", 2: "455"}
                office.evaluation.save_stars(month, building, marks)
            office.evaluation.close(month)
        return office

    yield run
    for office in opened:
        office.close()


def everything(office: Office) -> dict[str, str]:
    """What leaves the program about the months, by where it is seen; codes and keys left out."""
    ids = {s.building_id: s.title for s in office.evaluation.scores(MONTHS[-1])}
    found: dict[str, object] = {}
    for month in MONTHS:
        for scope in ("小区", "社区", "街道", "全区"):
            ranking = office.evaluation.ranking(month, scope)
            found[f"ranking {month} {scope}"] = shapes.ranking(ranking)
            found[f"table {month} {scope}"] = astuple(
                office.exporting.ranking(month, "核对", scope=scope)
            )
            notices = office.notices.notices(month, scope)
            found[f"notice {month} {scope}"] = text_of(render_notices(notices).pdf)
        for building, title in ids.items():
            why = office.evaluation.explain(month, building)
            interval = office.rank_intervals.of_month(month).get(building)
            found[f"explain {month} {title}"] = shapes.explanation(why)
            page = explanation_page.render(
                replace(why, interval=interval), "街道", today=date(2026, 11, 3)
            )
            found[f"page {month} {title}"] = text_of(page.pdf)
            community = why.standing.score.community
            for one in (0, building):
                found[f"questions {month} {title} {one > 0}"] = office.charts.answers(
                    month, community, one
                )
            found[f"classes {month} {title}"] = office.charts.stars(month, community, building)
        holders = office.honours.flag_holders(month)
        found[f"flags {month}"] = [replace(one, building_id=0) for one in holders]
    year = render_year(office.annual_report.of(int(MONTHS[0][:4])))
    found["year"] = text_of(year.pdf)
    found["leaders"] = [replace(one, building_id=0) for one in office.honours.leaders()]
    found["trend"] = office.honours.trend(sorted(ids, key=ids.__getitem__))
    found["courses"] = [replace(one, building_id=0) for one in office.charts.courses(MONTHS)]
    found["roster"] = [
        list(office.roster.get(row.leader_id).scores) for row in office.roster.rows()
    ]
    plain = replace(office.evaluation.scheme(), window=1, prior=0, shown_from=5, minimum_sheets=5)
    for scheme in (plain, replace(SCHEME_2, minimum_sheets=12)):
        for row in office.schemes.preview(scheme).rows:
            words = (row.new.rank, row.new.score.score, row.new.score.satisfaction, row.new.flag)
            found[f"preview {scheme.window} {row.title}"] = words
    # Lines of a page break where the code's letters let them.
    return {
        where: re.sub(r"\s|\\r|\\n", "", _CODE.sub("", str(what))) for where, what in found.items()
    }


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("rolling", [False, True], ids=["scheme 1", "scheme 2"])
def test_nothing_that_is_shown_depends_on_a_few_sheets(build: Build, *, rolling: bool) -> None:
    one = everything(build(KIND, MANY, rolling=rolling))
    two = everything(build(CRUEL, MANY, rolling=rolling))
    assert one.keys() == two.keys()
    assert [where for where in one if one[where] != two[where]] == []
    assert any("样本不足" in text for text in one.values())


def test_the_comparison_sees_what_is_shown(build: Build) -> None:
    one, two = everything(build(KIND, MANY)), everything(build(KIND, CRUEL * 3))
    differ = {where.split()[0] for where in one if one[where] != two[where]}
    assert differ >= {
        "ranking", "table", "notice", "explain", "page", "questions", "trend", "courses", "preview",
        "year",
    }  # fmt: skip


def test_a_question_few_answered_is_no_remainder_of_the_others(build: Build) -> None:
    """Six sheets, of which three answer the last question: its answers must not be what is left
    when the other questions are taken from the building's own grades, which are printed."""
    sheets = ("55554445", "55554442", "55554441", *("5555444-",) * 3)
    office = build(KIND, sheets)
    scores = {s.title: s for s in office.evaluation.scores(MONTHS[-1])}
    last = scores["东锦苑2栋"]
    told = office.charts.answers(MONTHS[-1], last.community, last.building_id)
    shown = [q.grades for q in told.questions if q.grades is not None]
    left = sum(last.grades) - sum(map(sum, shown))
    assert len(shown) == 6
    assert left == 3 + 6
