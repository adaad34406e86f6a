"""The papers of a notice, read back from the PDF."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ldz_desktop.domain.postings import Objection, Posting
from ldz_desktop.domain.workdays import Calendar, Period, notice_period
from ldz_desktop.reports import posting_notice, result_report
from ldz_desktop.services.postings_records import PostingPaper

Read = Callable[[bytes], object]
ALL = Calendar({}, frozenset({2026, 2027}))
DECIDED = Objection(
    7, 1, date(2026, 9, 4), "排名有误，要求核对", "来访", "张德发", date(2026, 9, 7), "社区党支部",
    "维持公示结果", "核对表头无误", upheld=False,
)  # fmt: skip


def hung(**changes: object) -> Posting:
    made = Posting(
        1, "other", "关于调整楼栋长例会时间的公示", "", "西锦社区居民委员会", "社区公示栏",
        "0827-5260110", date(2026, 9, 3), date(2026, 9, 3), 5, "working", date(2026, 9, 10),
        certain=True, content="例会改为星期五。\n\n地点不变。",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def paper(*chain: Posting) -> PostingPaper:
    periods = []
    for one in chain:
        period = notice_period(one.posted_on or date(2026, 9, 3), one.days, ALL, one.day_unit)
        last = one.last_on or period.last
        periods.append(replace(period, last=last, certain=one.certain))
    return PostingPaper(chain, tuple[Period, ...](periods), date(2026, 9, 15))


def test_a_notice_as_it_was_written(read_pdf: Read) -> None:
    pdf = posting_notice.render(paper(hung()))
    text = read_pdf(pdf.pdf).flat(1)  # type: ignore[attr-defined]
    assert pdf.missing_glyphs == ()
    assert "关于调整楼栋长例会时间的公示" in text
    assert text.index("例会改为星期五。") < text.index("地点不变。")
    assert "公示期为2026年9月4日至9月10日（5个工作日）。" in text
    assert "如有异议，请在公示期内向西锦社区居民委员会反映，联系电话0827-5260110。" in text
    assert text.index("西锦社区居民委员会2026年9月3日") > text.index("公示期为")
    assert "草稿" not in text


def test_a_notice_that_does_not_hang_says_draft(read_pdf: Read) -> None:
    draft = hung(posted_on=None, last_on=None)
    text = read_pdf(posting_notice.render(paper(draft)).pdf).flat(1)  # type: ignore[attr-defined]
    assert "草" in text
    assert "稿" in text


def test_an_expected_last_day_is_said_to_be_expected(read_pdf: Read) -> None:
    one = hung(posted_on=date(2026, 12, 28), last_on=date(2027, 1, 5), certain=False)
    text = read_pdf(posting_notice.render(paper(one)).pdf).flat(1)  # type: ignore[attr-defined]
    assert "公示期预计为2026年12月29日至2027年1月5日（5个工作日）" in text


def test_a_long_notice_goes_over_pages_and_is_not_signed_alone(read_pdf: Read) -> None:
    content = "\n".join(f"第{n}段，{'这是很长的一段话' * 12}。" for n in range(1, 14))
    pdf = posting_notice.render(paper(hung(content=content)))
    assert pdf.pages > 1
    last = read_pdf(pdf.pdf).flat(pdf.pages)  # type: ignore[attr-defined]
    assert "公示期为" in last
    assert "西锦社区居民委员会" in last


REPORTED = {
    "reported_on": date(2026, 9, 11), "conclusion": "公示内容成立。", "next_step": "材料归档。",
}  # fmt: skip


def test_the_report_without_objections(read_pdf: Read) -> None:
    pdf = result_report.render(paper(hung(**REPORTED)))
    text = read_pdf(pdf.pdf).flat(1)  # type: ignore[attr-defined]
    assert pdf.pages == 1
    assert "《关于调整楼栋长例会时间的公示》于2026年9月3日在社区公示栏张贴" in text
    assert "公示期为2026年9月4日至9月10日（5个工作日）" in text
    parts = ("一、异议受理情况", "没有收到异议", "二、结论", "成立", "三、下一步", "归档")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.endswith("西锦社区居民委员会2026年9月11日—1—")


def test_the_report_masks_who_objected(read_pdf: Read) -> None:
    anonymous = replace(DECIDED, from_whom=None, channel="意见箱", upheld=True)
    one = hung(objections=(DECIDED, anonymous), **REPORTED)
    text = read_pdf(result_report.render(paper(one)).pdf).flat(1)  # type: ignore[attr-defined]
    assert "共收到异议2件（来访1件、意见箱1件），其中成立1件，不成立1件。" in text
    assert "张德发" not in text
    assert "张*发" in text
    assert "匿名" in text
    assert "异议不成立。维持公示结果。理由：核对表头无误。" in text
    assert "社区党支部，2026年9月7日答复" in text


def test_an_extension_tells_of_the_notice_before(read_pdf: Read) -> None:
    before = hung(
        withdrawn_on=date(2026, 9, 8), withdraw_reason="核查需要时间", objections=(DECIDED,)
    )
    after = hung(
        id=2, posted_on=date(2026, 9, 8), last_on=date(2026, 9, 15), previous_id=1,
        reported_on=date(2026, 9, 16), conclusion="成立。", next_step="归档。",
    )  # fmt: skip
    text = read_pdf(result_report.render(paper(before, after)).pdf).flat(1)  # type: ignore[attr-defined]
    assert "2026年9月8日撤下，原因：核查需要时间。" in text
    assert "共收到异议1件" in text


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 8])
def test_the_signature_never_stands_alone(read_pdf: Read, count: int) -> None:
    one = hung(objections=(DECIDED,) * count, **REPORTED)
    pdf = result_report.render(paper(one))
    last = read_pdf(pdf.pdf).flat(pdf.pages)  # type: ignore[attr-defined]
    assert "下一步" in last


def test_before_its_result_the_report_is_a_draft(read_pdf: Read) -> None:
    waiting = replace(DECIDED, decided_on=None, upheld=None, decision=None, reason=None)
    one = hung(objections=(waiting,))
    text = read_pdf(result_report.render(paper(one)).pdf).flat(1)  # type: ignore[attr-defined]
    assert "尚未答复1件" in text
    assert "还没有报告" in text
    assert "稿" in text
