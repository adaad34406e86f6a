"""The candidates' notice and the letter of appointment, read back from real PDFs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.postings import PostingDraft
from ldz_desktop.domain.workdays import Calendar, notice_period
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.reports import appointment, candidate_notice
from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.services.selections_papers import CandidateNotice, Letter, Nominee

if TYPE_CHECKING:
    from tests.helpers.selecting import Scene
    from tests.reports.conftest import ReadPdf

Read = Callable[[bytes], "ReadPdf"]

NOTICE = CandidateNotice(
    "兴新社区居民委员会", "福锦苑1栋", "election", date(2026, 9, 3), "福锦苑广场", 80, 60, "",
    (
        Nominee("周明", "1", date(1967, 7, 26), "01", "60"),
        Nominee("吉里呷呷", "2", date(1981, 1, 2), "13", "30"),
    ),
    date(2026, 9, 7), notice_period(date(2026, 9, 7), 5, Calendar(years=frozenset((2026,)))),
    "0827-5260110",
)  # fmt: skip
LETTER = Letter(
    "周明", "福锦苑1栋", "兴新社区", date(2026, 9, 15), date(2029, 9, 14), "兴街发〔2026〕18号",
    "聘字〔2026〕001号", "兴文街道办事处", date(2026, 9, 15), selected=True,
)  # fmt: skip


def test_the_notice_says_what_belongs_on_it(read_pdf: Read, fonts: FontSet) -> None:
    paper = candidate_notice.render(NOTICE, fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (1, ())
    text = read_pdf(paper.pdf).flat()
    assert "福锦苑1栋楼栋长候选人公示" in text
    assert "于2026年9月3日在福锦苑广场以居民选举方式推选楼栋长（应到80户，收回选票60张）" in text
    assert "下列2名同志符合条件" in text
    for cells in (
        "周明男1967年7月中共党员普通高中福锦苑1栋",
        "吉里呷呷女1981年1月群众大学专科福锦苑1栋",
    ):
        assert cells in text
    assert "公示期为2026年9月8日至9月14日（5个工作日）。" in text
    assert "反映，联系电话0827-5260110。" in text
    assert text.index("兴新社区居民委员会2026年9月7日") > text.index("公示期为")
    assert "—1—" in text
    assert "草稿" not in text


def test_the_notice_has_the_layout_of_a_notice(read_pdf: Read, fonts: FontSet) -> None:
    pdf = read_pdf(candidate_notice.render(NOTICE, fonts=fonts).pdf)
    assert pdf.info()["Page size"].startswith("595.2")
    assert all(embedded for _, embedded in pdf.fonts())


def test_a_period_that_is_only_expected_says_so(read_pdf: Read) -> None:
    period = notice_period(date(2026, 12, 28), 5, Calendar(years=frozenset((2026,))))
    text = read_pdf(candidate_notice.render(replace(NOTICE, period=period)).pdf).flat()
    assert "公示期预计为2026年12月29日至2027年1月5日（5个工作日）" in text
    assert "以国家公布的2027年放假安排为准" in text


def test_a_nomination_says_by_whom(read_pdf: Read) -> None:
    data = replace(
        NOTICE, way="nomination", eligible=None, returned=None, how="由居民小组会议推荐。",
        nominees=NOTICE.nominees[:1],
    )  # fmt: skip
    text = read_pdf(candidate_notice.render(data).pdf).flat()
    assert "以公推方式推选楼栋长，由居民小组会议推荐。经资格审查，周明同志符合条件" in text
    assert "收回选票" not in text


def test_nothing_leads_to_the_door(selecting: "Scene", read_pdf: Read) -> None:
    """The whole way from the archives: neither number nor telephone nor room reaches the paper."""
    scene = selecting
    made = scene.begin()
    scene.day.today = date(2026, 9, 4)
    with pytest.raises(RuleError, match="资格审查还没有完成"):
        scene.office.selection_papers.notice(made)
    scene.vote(made)
    scene.review(made)
    papers = scene.office.selection_papers
    wanted = PostingDraft(
        "candidates", "", contact="5260119", days=7, day_unit="calendar", posted_on=date(2026, 9, 7)
    )  # fmt: skip
    first = read_pdf(candidate_notice.render(papers.notice(made, wanted)).pdf).flat()
    assert "公示期为2026年9月8日至9月14日（7个自然日）" in first  # it is printed before it hangs
    assert "联系电话5260119" in first
    assert "草稿" not in first
    scene.post(made)
    data = scene.office.selection_papers.notice(made)
    text = read_pdf(candidate_notice.render(data).pdf).flat()
    assert "公示期为2026年9月8日至9月14日" in text
    for secret in ("511902", "13900010001", "101", "1单元", "7月26日"):
        assert secret not in text


def test_the_letter_says_what_belongs_on_it(read_pdf: Read, fonts: FontSet) -> None:
    paper = appointment.render(LETTER, fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (1, ())
    pdf = read_pdf(paper.pdf)
    assert pdf.info()["Page size"].startswith("841.8")
    text = pdf.flat()
    assert text.startswith("聘书")
    assert "文号：兴街发〔2026〕18号" in text
    assert "证书编号：聘字〔2026〕001号" in text
    assert "周明同志：" in text
    assert (
        "经居民推选、资格审查和公示，聘任您为兴新社区福锦苑1栋楼栋长，"
        "任期自2026年9月15日至2029年9月14日。"
    ) in text
    assert text.index("特发此证") < text.index("兴文街道办事处")
    assert text.endswith("2026年9月15日（盖章）") or "（盖章）" in text


def test_a_letter_stays_on_one_page_with_long_names(read_pdf: Read, fonts: FontSet) -> None:
    long = replace(
        LETTER, name="阿依古丽·买买提·吐尔逊江", building="巴中经济开发区兴文新城安置小区12栋",
        unit="巴中经济开发区兴文街道办事处社区治理办公室",
    )  # fmt: skip
    paper = appointment.render(long, fonts=fonts)
    assert paper.pages == 1
    assert "阿依古丽·买买提·吐尔逊江同志：" in read_pdf(paper.pdf).flat()


def test_a_letter_without_selection_or_end(read_pdf: Read) -> None:
    text = read_pdf(appointment.render(replace(LETTER, term_end=None, selected=False)).pdf).flat()
    assert "经研究决定，聘任您为" in text
    assert "自2026年9月15日起任职。" in text


def test_a_letter_of_somebody_appointed_long_ago(selecting: "Scene", read_pdf: Read) -> None:
    """The office took its roster over from a spreadsheet: numbers are written in by hand."""
    scene = selecting
    old = next(r.leader_id for r in scene.office.roster.rows() if r.building_id == scene.led)
    text = read_pdf(appointment.render(scene.office.selection_papers.letter(old)).pdf).flat()
    assert "陈彬同志：" in text
    assert "自2023年9月1日" in text
    assert "文号：____" in text
    assert "证书编号：____" in text


def test_a_letter_needs_its_first_day(selecting: "Scene") -> None:
    scene = selecting
    other = scene.office.households.add_place("兴新社区", "福锦苑", "9栋").ids[0]
    who = Leader(0, "程立", "1", None, date(1970, 1, 2), "13", "60")
    scene.office.roster.create(who, other, None)
    nameless = next(r.leader_id for r in scene.office.roster.rows() if r.building_id == other)
    with pytest.raises(InputError, match="任职日期"):
        scene.office.selection_papers.letter(nameless)


def test_a_letter_after_a_selection(selecting: "Scene") -> None:
    scene = selecting
    made = scene.to_appointment()
    letter = scene.office.selection_papers.letter(scene.appoint(made))
    assert (letter.name, letter.day, letter.selected) == ("周明", date(2026, 9, 15), True)
