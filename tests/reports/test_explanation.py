"""这分怎么来的 on paper: one page, everything an objector needs, read back from the PDF."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ldz_desktop.domain.evaluation import BuildingMonth, rank, score_month
from ldz_desktop.domain.explaining import explain, neighbours, ties
from ldz_desktop.domain.pooling import Past, bases
from ldz_desktop.domain.rank_interval import RankInterval
from ldz_desktop.domain.schemes import SCHEME_1, SCHEME_2, Scheme
from ldz_desktop.reports.explanation import render
from ldz_desktop.services.evaluation_records import Explanation

Read = Callable[[bytes], Any]
TODAY = date(2026, 11, 3)
CODE = "7F3A-91C2-08BD-E6A4"


def building(number: int, sheets: dict[str, int]) -> BuildingMonth:
    return BuildingMonth(
        number, "东街", "兴新社区", "福锦苑", f"{number}栋", number, f"楼长{number}",
        occupied=50, sheets=sheets, marks={1: "445", "支部": "544"}, issued=60,
        returned=sum(sheets.values()),
    )  # fmt: skip


def explanation(
    which: int, months: list[BuildingMonth], scheme: Scheme = SCHEME_1, *past: Past
) -> Explanation:
    standings = rank(score_month(months, scheme, past), scheme.scope, scheme)
    own = next(s for s in standings if s.score.building_id == which)
    ranked = [s for s in standings if s.rank is not None]
    basis = next(b for b in bases(months, scheme, past) if b.month.building_id == which)
    return Explanation(
        "2026-10", own, explain(basis, scheme), scheme, ties(own, ranked, scheme),
        neighbours(own, ranked), len(ranked), CODE, RankInterval(1, 3, len(ranked)),
    )  # fmt: skip


MONTHS = [
    building(1, {"55555555": 20}),
    building(2, {"44444444": 20, "5544----": 3}),
    building(3, {"44444444": 20, "5544----": 3}),
    building(4, {"33333333": 20}),
    building(5, {"55555555": 4}),
]


def test_it_says_everything_on_one_page(read_pdf: Read) -> None:
    paper = render(explanation(2, MONTHS), "兴新社区居民委员会", today=TODAY)
    assert paper.pages == 1
    assert paper.missing_glyphs == ()
    text = read_pdf(paper.pdf).flat(1)
    for words in (
        "福锦苑2栋2026年10月测评计分说明",
        "得分83.45，在兴新社区参加排名的4栋楼中列第2名",
        "有效表23张，发出60张，收回23张",
        "23张有效表各自平均分的平均：合计1,870.00÷23",
        "26星÷6项×20",
        "同分的依次比较满意度、回收率、逾期民情（少者在前）",
        "与福锦苑3栋同为83.45分，满意度、回收率、逾期民情也都相同，名次并列",
        "名次大约在第1到第3之间（90%）",
        "福锦苑2栋（本楼）",
        "福锦苑4栋",
        "共8题，答满4题有效",
        f"核验码{CODE}",
        "2026年11月3日",
    ):
        assert words in text, words


def test_of_few_sheets_it_says_only_that_they_are_few(read_pdf: Read) -> None:
    text = read_pdf(render(explanation(5, MONTHS), "居委会", today=TODAY).pdf).flat(1)
    assert "有效表不足5张，为保护填表人，不显示结果" in text
    assert "100.00" not in text
    assert "32项" not in text
    assert "不参加排名（样本不足）" in text


def test_an_open_month_has_no_code(read_pdf: Read) -> None:
    draft = replace(explanation(1, MONTHS), code=None, interval=None)
    text = read_pdf(render(draft, "居委会", today=TODAY).pdf).flat(1)
    assert "尚未封月" in text
    assert "核验码7F3A" not in text


@pytest.mark.parametrize("many", [1, 40])
def test_a_rolling_score_with_many_ties_stays_on_one_page(read_pdf: Read, many: int) -> None:
    months = [building(n, {"44444444": 20}) for n in range(1, many + 2)]
    papers = {one.building_id: one for one in months}
    past = [Past("2026-09", SCHEME_2, papers), Past("2026-08", SCHEME_2, papers)]
    paper = render(explanation(1, months, SCHEME_2, *past), "居委会", today=TODAY)
    assert paper.pages == 1
    text = read_pdf(paper.pdf).flat(1)
    assert "得分看最近3个月的表" in text
    assert "本月20张+2026年9月20张+2026年8月20张" in text
    assert f"{many + 1}栋楼{60 * (many + 1)}张表的平均" in text
    assert "怎样自己核对" in text
