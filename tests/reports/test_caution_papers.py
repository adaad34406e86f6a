"""The talk's form, the proposal with its notices, the decision and the hand-over's form, read back
with poppler."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.domain.cautions import DISMISS, KEEP, Basis, Caution
from ldz_desktop.domain.handover import BY_OFFICE, TO_RECEIVER, Handover, Item
from ldz_desktop.domain.places import Building
from ldz_desktop.domain.rank_interval import RankInterval
from ldz_desktop.reports import caution_papers, handover_paper
from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.services.cautions_papers import (
    CasePaper,
    DecisionPaper,
    MonthFact,
    ProposalPaper,
)
from ldz_desktop.services.handover import HandoverPaper, Leaving

if TYPE_CHECKING:
    from tests.reports.conftest import MakeNotice, ReadPdf

Read = Callable[[bytes], "ReadPdf"]

MONTHS = tuple(
    MonthFact(
        f"2026-{n:02d}", f"7F3A-91C2-08BD-00{n:02d}", 48 + n % 2, 50, Decimal(f"6{n % 10}.20"),
        18 + n, RankInterval(31, 50, 50),
    )
    for n in (8, 9, 10)
)  # fmt: skip
HEAD = CasePaper(
    "兴文街道办事处", date(2026, 11, 12), "欧阳文静", "西锦苑3栋", "西锦社区", date(2023, 5, 1),
    MONTHS, one_signer=False,
)  # fmt: skip
BASES = tuple(Basis(m.month, m.code) for m in MONTHS)
TALK = Caution(
    1, 9, 2, BASES[:2], date(2026, 10, 8), "王静、李敏", place="社区党群服务中心",
    said="连续两个月末位。居民反映 3 单元楼道长期堆物、通知常常晚到。" * 4,
    promised="每周巡楼两次，堆物当月清完；通知当天送到每个单元。", review_on=date(2026, 11, 8),
)  # fmt: skip
REMINDER = Caution(2, 9, 1, BASES[:1], date(2026, 9, 4), "王静", way="电话")
PROPOSAL = Caution(3, 9, 3, BASES, date(2026, 11, 4), "王静")
DECISION = replace(
    PROPOSAL, decision=DISMISS, reason="约谈后仍没有改进，居民意见较大。", first_signer="王静",
    signed_on=date(2026, 11, 10), second_signer="李敏", second_signed_on=date(2026, 11, 11),
)  # fmt: skip


def test_the_filled_record_of_a_talk(fonts: FontSet, read_pdf: Read) -> None:
    paper = caution_papers.render_talk(HEAD, TALK, fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (1, ())
    text = read_pdf(paper.pdf).flat()
    for words in (
        "楼栋长约谈记录", "欧阳文静", "西锦社区西锦苑3栋", "2026年10月8日", "社区党群服务中心",
        "王静、李敏", "2026年8月、9月、10月测评连续3个月排名末位。", "每周巡楼两次",
        "2026年11月8日", "约谈人（签字）：", "被约谈人（签字）：", "核验码7F3A-91C2-08BD-0008",
    ):  # fmt: skip
        assert words in text, words


def test_the_blank_form_has_room_to_write(fonts: FontSet, read_pdf: Read) -> None:
    paper = caution_papers.render_talk(HEAD, None, fonts=fonts)
    assert paper.pages == 1
    text = read_pdf(paper.pdf).flat()
    assert "欧阳文静" in text
    assert text.count("日期：年月日") == 2
    empty = CasePaper(HEAD.unit, HEAD.today, "", "", "", None, (), one_signer=False)
    text = read_pdf(caution_papers.render_talk(empty, None, fonts=fonts).pdf).flat()
    assert "欧阳" not in text
    assert "被约谈人" in text


def test_a_long_talk_goes_over_to_a_second_page(fonts: FontSet, read_pdf: Read) -> None:
    long = replace(TALK, said="居民反映楼道堆物。" * 70, promised="每周巡楼两次。" * 40)
    paper = caution_papers.render_talk(HEAD, long, fonts=fonts)
    assert paper.pages == 2
    text = read_pdf(paper.pdf).flat()
    assert text.count("居民反映楼道堆物。") == 70
    assert "第2页，共2页" in text


def test_the_proposal_carries_its_three_notices(
    fonts: FontSet, read_pdf: Read, make_notice: "MakeNotice"
) -> None:
    notices = tuple(make_notice(5, month=m.month, code=m.code) for m in MONTHS)
    whole = ProposalPaper(HEAD, PROPOSAL, REMINDER, TALK, notices)
    paper = caution_papers.render_proposal(whole, fonts=fonts)
    read = read_pdf(paper.pdf)
    first = read.flat(1)
    for words in (
        "西锦社区党组织：", "连续3个月排名末位", "第48（共50）", "31—50",
        "2026年10月按收回的表，名次大约在第31到第50之间（90%）。",
        "提醒：2026年9月4日由王静（电话）",
        "约谈：2026年10月8日由王静、李敏在社区党群服务中心约谈。",
    ):  # fmt: skip
        assert words in first, words
    every = [read.flat(page) for page in range(1, paper.pages + 1)]
    for number, month in enumerate(MONTHS, 1):
        (page,) = [text for text in every if f"附件{number}" in text and "测评结果公示" in text]
        assert f"核验码{month.code}" in page
    assert [m.code for m in MONTHS if m.code not in "".join(every[:2])] == []


@pytest.mark.parametrize("decision", [DISMISS, KEEP])
def test_the_decision(fonts: FontSet, read_pdf: Read, decision: str) -> None:
    taken = replace(DECISION, decision=decision)
    ended = date(2026, 11, 11) if decision == DISMISS else None
    paper = caution_papers.render_decision(DecisionPaper(HEAD, taken, TALK, ended), fonts=fonts)
    text = read_pdf(paper.pdf).flat()
    assert "理由：约谈后仍没有改进，居民意见较大。" in text
    assert ("任期至2026年11月11日止" in text) == (decision == DISMISS)
    assert ("继续担任" in text) == (decision == KEEP)
    assert "签字人一：王静" in text
    assert "签字人二：李敏" in text
    assert caution_papers.ONE_SIGNER not in text


def test_one_signer_is_printed(fonts: FontSet, read_pdf: Read) -> None:
    alone = replace(DECISION, second_signer=None, second_signed_on=None)
    head = replace(HEAD, one_signer=True)
    paper = caution_papers.render_decision(DecisionPaper(head, alone, None, None), fonts=fonts)
    text = read_pdf(paper.pdf).flat()
    assert caution_papers.ONE_SIGNER in text
    assert "签字人二" not in text
    both = caution_papers.render_decision(DecisionPaper(head, DECISION, None, None), fonts=fonts)
    assert caution_papers.ONE_SIGNER not in read_pdf(both.pdf).flat()  # two did sign this one
    asked = caution_papers.render_proposal(
        ProposalPaper(head, PROPOSAL, None, None, ()), fonts=fonts
    )
    assert "本办公室只有一名签字人" in read_pdf(asked.pdf).flat()


def test_a_void_step_says_so(fonts: FontSet, read_pdf: Read) -> None:
    head = replace(HEAD, void="2026年10月名次为第 3，不是末位")
    text = read_pdf(caution_papers.render_talk(head, TALK, fonts=fonts).pdf).flat()
    assert "本记录已失效：2026年10月名次为第3，不是末位。" in text
    paper = ProposalPaper(head, PROPOSAL, None, None, ())
    assert "本记录已失效" in read_pdf(caution_papers.render_proposal(paper, fonts=fonts).pdf).flat()


LEAVING = Leaving(
    9, 8, "欧阳文静", Building(1, 1, 1, "兴文街道", "西锦社区", "西锦苑", "3栋"),
    date(2023, 5, 1), date(2026, 11, 11), "末位淘汰", None, "孙明", 10, passed_on=False,
)  # fmt: skip
ITEMS = (
    Item("households", "households", "一户一档 149 户", "其中 12 户一年以上没有核对", TO_RECEIVER),
    Item("flag", "flag", "流动红旗一面", "2026年10月起在本楼，到下次评出为止", TO_RECEIVER),
    Item("reward:1", "reward", "2026年9月流动红旗奖励", "1,000.00 元没有发放", BY_OFFICE, "当月发"),
    Item("free:1", "free", "楼道门钥匙", "3 把", TO_RECEIVER),
)
HANDOVER = Handover(
    5, 9, 10, "孙明", date(2026, 11, 12), ITEMS, date(2026, 11, 12), None, date(2026, 11, 12),
    "王静", date(2026, 11, 12),
)  # fmt: skip


def test_the_form_of_a_hand_over(fonts: FontSet, read_pdf: Read) -> None:
    whole = HandoverPaper("兴文街道办事处", date(2026, 11, 12), LEAVING, HANDOVER, one_signer=False)
    paper = handover_paper.render(whole, fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (1, ())
    text = read_pdf(paper.pdf).flat()
    for words in (
        "楼栋长离任交接表", "末位淘汰", "一户一档149户", "楼道门钥匙", "3把", "当月发",
        "移交人（签字）：", "接收人（签字）：", "监交人（签字）：", "日期：2026年11月12日",
    ):  # fmt: skip
        assert words in text, words
    assert caution_papers.ONE_SIGNER not in text


def test_the_form_before_it_is_filled_in(fonts: FontSet, read_pdf: Read) -> None:
    draft = replace(
        HANDOVER, held_on=None, giver_signed=None, receiver_signed=None, witness=None,
        finished_on=None, giver_absent="病故",
    )  # fmt: skip
    whole = HandoverPaper("兴文街道办事处", date(2026, 11, 12), LEAVING, draft, one_signer=True)
    text = read_pdf(handover_paper.render(whole, fonts=fonts).pdf).flat()
    assert text.count("日期：年月日") == 3
    assert "移交人不能签字：病故。" in text
    assert caution_papers.ONE_SIGNER in text


def test_many_items_go_over_pages_with_the_signatures_together(
    fonts: FontSet, read_pdf: Read
) -> None:
    items = tuple(Item(f"free:{n}", "free", f"档案盒 {n}", "1 个", TO_RECEIVER) for n in range(60))
    whole = HandoverPaper(
        "兴文街道办事处", date(2026, 11, 12), LEAVING, replace(HANDOVER, items=items),
        one_signer=False,
    )  # fmt: skip
    paper = handover_paper.render(whole, fonts=fonts)
    assert paper.pages == 3
    last = read_pdf(paper.pdf).flat(paper.pages)
    assert "移交人（签字）" in last
    assert "监交人（签字）" in last
