"""领取表 and the dossier, read back with poppler."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ldz_desktop.reports import dossier, reward_list
from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.services.dossier_records import Dossier, Part
from ldz_desktop.services.rewards_records import MoneyLine, MoneyList

if TYPE_CHECKING:
    from tests.reports.conftest import ReadPdf

Read = Callable[[bytes], "ReadPdf"]
TODAY = date(2026, 11, 24)


def flat_pages(pdf: "ReadPdf", count: int) -> list[str]:
    return [pdf.flat(page) for page in range(1, count + 1)]


def money(count: int, paid: int = 0) -> MoneyList:
    lines = tuple(
        MoneyLine(
            f"福锦苑{n}栋", "阿依古丽·买买提" if n % 2 else "赵琴", "2026-10", 100_050,
            date(2026, 11, 9) if n <= paid else None,
        )
        for n in range(1, count + 1)
    )  # fmt: skip
    return MoneyList("兴文街道办事处", TODAY, lines, (("王静", date(2026, 11, 5)),))


def test_the_list_to_sign(fonts: FontSet, read_pdf: Read) -> None:
    paper = reward_list.render(money(6, paid=1), fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (1, ())
    text = read_pdf(paper.pdf).flat()
    for words in (
        "流动红旗奖励领取表", "发放单位：兴文街道办事处", "奖励月份：2026年10月", "领取人签字",
        "阿依古丽·买买提", "1,000.50", "2026年11月9日已领", "合计：6笔", "陆仟零叁元整",
        "￥6,003.00", "审批登记：王静，2026年11月5日。", "审批人（签字）", "发放人（签字）",
        "监督人（签字）", "第1页，共1页",
    ):  # fmt: skip
        assert words in text, words


def test_an_office_of_one_signer_says_so(fonts: FontSet, read_pdf: Read) -> None:
    paper = reward_list.render(replace(money(2), one_signer=True), fonts=fonts)
    text = read_pdf(paper.pdf).flat()
    assert "监督人" not in text
    assert "本办公室只有一名签字人，第二签字无法办理。" in text
    assert "只有一名签字人" not in read_pdf(reward_list.render(money(2), fonts=fonts).pdf).flat()


def test_a_long_list_goes_on_with_its_head(fonts: FontSet, read_pdf: Read) -> None:
    paper = reward_list.render(money(45), fonts=fonts)
    pages = flat_pages(read_pdf(paper.pdf), paper.pages)
    assert len(pages) == 3
    assert all("领取人签字" in page for page in pages)
    assert "肆万伍仟零贰拾贰元伍角整" in pages[-1]
    assert "合计" not in pages[0]


EMPTY = Part("末位处置", ("日期", "事项", "来源"), ())
SCORES = Part(
    "测评", ("月份", "得分", "名次", "红旗/末位", "来源"),
    tuple(
        (f"2026年{n}月", f"9{n % 10}.20", f"第 {n}（共 49）", "红旗" if n == 1 else "",
         f"2026年{n}月测评，核验码 7F3A-91C2-08BD-{n:04d}")
        for n in range(1, 13)
    ),
    frozenset((1,)), "每月一行。",
)  # fmt: skip
OVERVIEW = Part("全年概览", ("项目", "数", "来源"), (("培训", "22 学时", "第二部分合计"),))


def test_the_dossier(fonts: FontSet, read_pdf: Read, portrait: bytes) -> None:
    data = Dossier(
        "兴文街道办事处", TODAY, 2026, "欧阳文静", ("兴新社区福锦苑1栋", "兴新社区福锦苑3栋"),
        ("2021年1月1日至2026年10月31日", "2026年11月1日至今"), portrait,
        (OVERVIEW, EMPTY, SCORES),
    )  # fmt: skip
    paper = dossier.render(data, fonts=fonts)
    assert paper.missing_glyphs == ()
    pages = flat_pages(read_pdf(paper.pdf), paper.pages)
    for words in (
        "楼栋长履职档案", "（2026年）", "欧阳文静", "兴新社区福锦苑3栋", "2026年11月1日至今",
        "兴文街道办事处", "2026年11月24日",
    ):  # fmt: skip
        assert words in pages[0], words
    assert "—1—" not in pages[0]  # the cover has no number
    assert "照片" not in pages[0]
    rest = "".join(pages[1:])
    for words in (
        "全年概览", "22学时", "一、末位处置无记录。", "二、测评", "第12（共49）",
        "2026年12月测评，核验码7F3A-91C2-08BD-0012", "每月一行。", "本人核对（签字）", "—1—",
    ):  # fmt: skip
        assert words in rest, words


def test_a_dossier_without_a_picture_or_a_term(fonts: FontSet, read_pdf: Read) -> None:
    data = Dossier("兴文街道办事处", TODAY, 2026, "赵琴", (), (), None, (OVERVIEW, EMPTY))
    text = read_pdf(dossier.render(data, fonts=fonts).pdf).flat()
    assert "照片" in text
    assert "当年没有任职" in text


def test_long_parts_keep_their_heads(fonts: FontSet, read_pdf: Read) -> None:
    many = Part("履职", SCORES.heads, SCORES.lines * 6, frozenset((1,)))
    data = Dossier("兴文街道办事处", TODAY, 2026, "赵琴", (), (), None, (OVERVIEW, many, EMPTY))
    paper = dossier.render(data, fonts=fonts)
    pages = flat_pages(read_pdf(paper.pdf), paper.pages)
    assert paper.pages >= 4
    assert all("月份得分" in page for page in pages[1:-1])
    assert not any(page.endswith("二、末位处置") for page in pages)
