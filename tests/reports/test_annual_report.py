"""年度报告 read back from paper: a full year, an empty one, one not over, and odd numbers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.domain.awards import year_months
from ldz_desktop.reports import annual_report_words as words
from ldz_desktop.reports.annual_report import render
from ldz_desktop.reports.annual_report_numbers import months_text
from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.services.annual_report_leaders import DISMISSED, EXPIRED, OTHER, RESIGNED
from ldz_desktop.services.annual_report_records import (
    AnnualReport,
    Base,
    Cautions,
    Changes,
    CommunityLine,
    Duties,
    DutyCount,
    Evaluation,
    Files,
    FlagLine,
    Granted,
    Honours,
    KindOfCourse,
    MonthLine,
    Opinion,
    RhythmLine,
    Training,
)

if TYPE_CHECKING:
    from tests.reports.conftest import ReadPdf

Read = Callable[[bytes], "ReadPdf"]
MONTHS = year_months(2025)


def opinion(score: int = 84, satisfied: int = 1620) -> Opinion:
    """Of ten buildings with 20 sheets each, of which 1,920 answers are told."""
    return Opinion(200, Fraction(200 * score), 1920, satisfied, Fraction(830), 10)


def month(name: str, *, edition: int = 1, score: int = 84, **changes: object) -> MonthLine:
    line = MonthLine(name, "published", edition, 12, 10, 360, 250, 240, opinion(score))
    return replace(line, **changes)  # type: ignore[arg-type]  # the tests name real fields


@pytest.fixture
def full() -> AnnualReport:
    """A whole year with something in every part."""
    return AnnualReport(
        unit="兴文街道办事处", year=2025, today=date(2026, 1, 12), until=date(2025, 12, 31),
        begun=None,
        base=Base(
            (CommunityLine("兴新社区", 3, 20, 19, 3200, 8765),
             CommunityLine("东锦社区", 2, 10, 10, 1600, 4321)),
            date(2025, 12, 31), 28, 9, 20,
        ),
        changes=Changes(
            {"election": 3, "nomination": 1}, 3, 1, 2, 2, 1,
            {EXPIRED: 1, RESIGNED: 2, DISMISSED: 1, OTHER: 0}, 3, 3, 5,
        ),
        training=Training(
            (KindOfCourse("岗前", 1, 2, 2), KindOfCourse("轮训", 4, 96, 0),
             KindOfCourse("顶岗", 0, 0, 0)),
            31, 31 * 720 + 30, 45, 16, 1, 2,
        ),
        duties=Duties(
            "2025-01", "2025-12",
            tuple(DutyCount(g, f"职责{g}之{n}", 100 * g + n) for g in (1, 2, 3) for n in range(6)),  # type: ignore[arg-type]
            336, 300,
        ),
        evaluation=Evaluation(
            tuple(month(m, edition=2 if m == "2025-03" else 1) for m in MONTHS), 1, 2, 0
        ),
        honours=Honours(
            (FlagLine("兴新社区", 12, ("福锦苑1栋",)),
             FlagLine("兴新社区", 4, ("福锦苑2栋", "文锦苑1栋")),
             FlagLine("东锦社区", 12, ("东锦苑1栋",))),
            32, 1, 32, 4, 2_500_000, 600_000, 100_050,
            {"party": 1, "placement": 0, "cadre": 2, "committee": 0, "other": 0},
            (Granted("building", 2, ("兴新社区福锦苑1栋", "东锦社区东锦苑1栋")),
             Granted("leader", 3, ())),
        ),
        cautions=Cautions(9, 5, 5, 2, 1, 1, 0, 1, 2),
        files=Files(
            3100, 1500, (RhythmLine(7, 60, 60, 2900, 3), RhythmLine(90, 400, 200, 200, 0)),
            (("高龄", 210), ("独居", 530), ("残疾", 77), ("低保", 33), ("志愿者", 120)),
            421, 655, (("迁入", 12), ("换户主", 7)), (("导入户档", 1), ("合并走访包", 2)), 388,
            {"wrong": 3, "missing": 41, "due": 388},
        ),
    )  # fmt: skip


@pytest.fixture
def nothing() -> AnnualReport:
    """A whole year of an office with nothing in it."""
    return AnnualReport(
        unit="新办事处", year=2025, today=date(2025, 12, 31), until=date(2025, 12, 31), begun=None,
        base=Base((), date(2025, 12, 31), 0, 0, 0),
        changes=Changes(
            {"election": 0, "nomination": 0}, 0, 0, 0, 0, 0,
            dict.fromkeys((EXPIRED, RESIGNED, DISMISSED, OTHER), 0), 0, 0, 0,
        ),
        training=Training((KindOfCourse("轮训", 0, 0, 0),), 0, 0, 45, 16, 0, 0),
        duties=Duties("2025-01", "2025-12", (DutyCount(1, "政策宣传入户", 0),), 0, 0),
        evaluation=Evaluation(tuple(MonthLine(m, None) for m in MONTHS), 0, 0, 0),
        honours=Honours((), 0, 0, 0, 0, 0, 0, 0, dict.fromkeys(("party", "cadre"), 0),
                        (Granted("building", 0, ()), Granted("leader", 0, ()))),
        cautions=Cautions(0, 0, 0, 0, 0, 0, 0, 0, 0),
        files=Files(
            0, 0, (), (), 0, 0, (), (("导入户档", 0),), 0, {"wrong": 0, "missing": 0, "due": 0},
        ),
    )  # fmt: skip


def test_a_full_year(full: AnnualReport, fonts: FontSet, read_pdf: Read) -> None:
    paper = render(full, fonts=fonts)
    pdf = read_pdf(paper.pdf)
    text = pdf.flat()
    assert (paper.pages, paper.missing_glyphs) == (6, ())
    assert pdf.info()["Title"] == "兴文街道办事处2025年楼栋长工作年度报告"
    assert text.startswith("兴文街道办事处2025年楼栋长工作年度报告现将兴文街道办事处2025年")
    for heading in (
        "一、基本情况", "二、选任与调整", "三、培训与履职", "四、月度测评", "五、流动红旗与奖励",
        "六、末位处置", "七、户档与走访",
    ):  # fmt: skip
        assert heading in text
    for sentence in (
        "报告期为2025年1月1日至12月31日。",
        "是制表当日（2026年1月12日）的现状。",
        "共有2个社区、5个小区、30栋楼，在册户档4,800户、居民13,086人。",
        "2025年12月31日在任楼栋长28名，其中中共党员（含预备党员）9名，占32%；",
        "高中（中职）及以上学历20名，占71%。没有楼栋长的楼栋1栋。",
        "年内开始推选4次（居民选举3次、公推1次），任命3名，终止推选1次，到报告期末还在进行的2次。",
        "年内新任2名、连任1名，卸任4名（任期届满1名、本人辞任2名、末位处置1名），涉及3栋楼；",
        "离任交接办结3份，没有办结的1份。",
        "任期在2026年年底以前届满（含已经届满）的有5栋，需要换届。",
        "年内举办培训5次，参训98人次（岗前培训1次、2人次；轮训4次、96人次），编发合格证2份。",
        "合计参训496.7学时，人均16学时。报告期末在任的楼栋长中，缺岗前培训的1名、不足全年16学时的2名。",
        "1月至12月应填报履职月报336份（每名楼栋长在任的每个月一份），已填报300份，占89.3%；",
        "登记履职3,645次，分项如下。",
        "报告期的12个月里，已封存12个月，其中已公示12个月。",
        "满意度调查表4,320张，收回3,000张，回收率69.4%，有效2,880张。",
        "满意度得分平均84.00分（有效表2,400张）；满意率84.38%（答项23,040项中计为满意的19,440项）；",
        "星级得分平均83.00分。",
        "更正后重新封存的1个月（3月）；测评公示收到异议3件，其中成立的1件、不成立的2件。",
        "共评出流动红旗32面次，由4栋楼持有，持旗月数如下。另有1面次因得分并列，还没有决定归属。",
        "流动红旗奖励32笔，4名楼栋长，合计32,000.50元，其中已发放25,000.00元，",
        "待发放6,000.00元，待审批1,000.50元。",
        "登记荣誉与任用：优先发展党员1项、后备干部2项。",
        "2025年度表彰：最美楼栋2栋，兴新社区福锦苑1栋、东锦社区东锦苑1栋；",
        "优秀楼栋长3名（还没有公示，名单从略）。",
        "封存的月份里列为末位9人次，涉及5名楼栋长。",
        "年内提醒5人次、约谈2人次、提请研究1人次（其中1人次所依据的月份后来更正，已经失效）；",
        "经研究决定免去职务1名。到制表日还有2项待办。",
        "年内登记走访3,100次，走到1,500户。截至2026年1月12日，按周期走访的460户，",
        "其中3户已到期未走访，按周期分列如下（不足5户的周期不列）。",
        "年内更新户档421户、655次，其中迁入12件、换户主7件（不足5件的不列）。",
        "成批更新另计：导入户档1次、合并走访包2次。",
        "数据体检待处理矛盾3条、缺项41条、待核388条；户档一年以上没有核对的388户。",
        "本报告不含居民的姓名、证件号码、电话和房号。",
    ):  # fmt: skip
        assert sentence in text, sentence
    assert "不列数" not in text.partition("附：")[0]


def test_every_page_is_a_page_of_the_house(
    full: AnnualReport, fonts: FontSet, read_pdf: Read
) -> None:
    """Numbers at the outer edge, the unit at the other; the signature is not alone on a page."""
    pdf = read_pdf(render(full, fonts=fonts).pdf)
    for page in range(1, 7):
        text = pdf.flat(page)
        assert f"—{page}—" in text
        assert len(text) > 200
    signed = next(p for p in range(1, 7) if "2026年1月12日附：" in pdf.flat(p))
    assert "数据体检待处理" in pdf.flat(signed)
    assert all(embedded for _, embedded in pdf.fonts())


def test_an_empty_year_says_so(nothing: AnnualReport, fonts: FontSet, read_pdf: Read) -> None:
    paper = render(nothing, fonts=fonts)
    text = read_pdf(paper.pdf).flat()
    assert (paper.pages, paper.missing_glyphs) == (3, ())
    assert "截至" not in text.partition("一、基本情况")[0]
    for sentence in (
        "还没有登记社区、小区和楼栋。2025年12月31日没有在任的楼栋长。",
        "年内没有推选和任命。年内没有楼栋长任职或卸任。",
        "年内没有举办培训。",
        "年内没有在任的楼栋长，没有履职登记。",
        "报告期内没有封存的测评月份，这一部分没有数可列。1月至12月没有测评记录。",
        "封存的月份里没有评出流动红旗。",
        "没有流动红旗奖励。",
        "没有登记荣誉与任用。",
        "没有授予2025年度最美楼栋、优秀楼栋长。",
        "封存的月份里没有列为末位的楼栋长。年内没有提醒、约谈和提请研究；没有作出处理决定。",
        "年内没有登记走访。按周期走访的不足5户，不列。",
        "有服务标签的居民各类都不足5人，不列。年内没有逐户更新户档。",
        "没有在册户档，没有待办。",
    ):
        assert sentence in text, sentence
    assert "0次" not in text
    assert "0名" not in text


def test_a_year_that_is_not_over(full: AnnualReport, fonts: FontSet, read_pdf: Read) -> None:
    today = date(2025, 5, 6)
    months = (*map(month, MONTHS[:2]), MonthLine("2025-03", "open", 2), month("2025-04"),
              MonthLine("2025-05", "open"))  # fmt: skip
    report = replace(
        full, today=today, until=today, begun=date(2025, 2, 3),
        evaluation=replace(full.evaluation, months=months),
    )  # fmt: skip
    pdf = read_pdf(render(report, fonts=fonts).pdf)
    text = pdf.flat()
    for sentence in (
        "年度报告（截至2025年5月6日）",
        "报告期为2025年1月1日至5月6日。本年还没有结束，本报告只反映到这一天的情况。",
        "登记的工作最早是2025年2月3日的，此前的工作没有登记，不在本报告之内。",
        "报告期的5个月里，已封存3个月，其中已公示3个月。5月还没有封存，3月重开后还没有重新封存。",
        "没有封存的月份不列数，也不推算。",
    ):
        assert sentence in text, sentence
    rows = [line.split() for line in pdf.text(layout=True).splitlines()]
    assert ["3月", *["—"] * 9, "重开未封"] in rows
    assert ["5月", *["—"] * 9, "没有封存"] in rows
    assert ["4月", "12", "10", "360", "250", "240", "84.00", "84.38%", "1,920", "83.00"] in rows
    assert ["合计", "—", "—", "1,080", "750", "720", "84.00", "84.38%", "5,760", "83.00"] in rows


def test_months_whose_sums_cannot_be_told(full: AnnualReport) -> None:
    rolling = replace(
        full, evaluation=replace(full.evaluation, months=(month("2025-01", rolling=True),))
    )
    assert "滚动计分的月份互相重叠，不作全年合计" in "".join(words.evaluation(rolling))
    unknown = [month("2025-01", issued=None), month("2025-02")]
    assert words.sheets(unknown) == "收回满意度调查表500张，有效480张。"
    nobody = [month("2025-01", opinion=Opinion(), ranked=0)]
    assert words.opinions(nobody) == "没有达到排名条件的楼栋，不列得分。"


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (("2025-04",), "4月"), (("2025-01", "2025-02"), "1月、2月"),
        (("2025-01", "2025-02", "2025-03", "2025-07"), "1月至3月、7月"), ((), ""),
    ],
)  # fmt: skip
def test_months_in_words(months: tuple[str, ...], told: str) -> None:
    assert months_text(months) == told


def test_one_of_everything(full: AnnualReport) -> None:
    one = replace(
        full,
        changes=Changes({"election": 1, "nomination": 0}, 0, 0, 1, 0, 0,
                        {EXPIRED: 0, RESIGNED: 0, DISMISSED: 0, OTHER: 1}, 1, 1, 0),
        training=replace(full.training, lack_induction=0, short=0),
        files=replace(full.files, rhythm=(RhythmLine(30, 5, 0, 0, 0),), findings={}, changes=0),
    )  # fmt: skip
    assert [*words.changes(one)] == [
        "年内开始推选1次（居民选举1次），到报告期末还在进行的1次。",
        "卸任1名（其他原因1名），涉及1栋楼；离任交接都已办结。",
    ]
    january = replace(full.duties, last="2025-01", asked=28, reported=0, counts=())
    assert [*words.duties(replace(full, duties=january))] == [
        "1月应填报履职月报28份（每名楼栋长在任的每个月一份），没有填报。"
    ]
    assert "没有欠缺岗前培训和年学时的" in "".join(words.training(one))
    assert "按周期走访的5户，没有到期未走访的" in words.visits(one)
    assert [*words.files(one)] == [
        "年内没有逐户更新户档。", "成批更新另计：导入户档1次、合并走访包2次。",
        "截至2026年1月12日，数据体检没有发现要处理的，户档一年内都核对过。",
    ]  # fmt: skip
