"""Hand-over slips and certificates, read back from the PDF."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from ldz_desktop.reports import flag_slip, honour_certificate
from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.services.awards_records import Honour
from ldz_desktop.services.flags_records import Slip

if TYPE_CHECKING:
    from tests.reports.conftest import ReadPdf

Read = Callable[[bytes], "ReadPdf"]
TODAY = date(2026, 11, 5)
SLIP = Slip(
    unit="兴新社区居民委员会", community="兴新社区", number="兴新1号", month="2026年10月",
    origin="福锦苑1栋", place="福锦苑3栋", giver="赵琴", taker="陈彬", score="91.35", months=1,
    held=4, on=None, decided="",
)  # fmt: skip
HONOUR = Honour(
    "奖状", "兴新社区福锦苑2栋", "", "在2025年度楼栋测评中平均85.33分，持流动红旗6个月，被评为",
    "2025年度最美楼栋", "最美楼栋〔2025〕001号", "兴文街道办事处", date(2026, 1, 9),
)  # fmt: skip


def test_a_slip_says_who_hands_which_flag_to_whom(read_pdf: Read, fonts: FontSet) -> None:
    paper = flag_slip.render([SLIP], TODAY, fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (1, ())
    text = read_pdf(paper.pdf).flat()
    for part in (
        "流动红旗交接单", "兴新社区居民委员会", "2026年10月", "红旗编号：兴新1号", "福锦苑1栋",
        "福锦苑3栋", "赵琴", "陈彬", "91.35分", "连续第1个月，累计4个月", "测评排名",
        "移交人（签字）：", "接收人（签字）：", "社区见证人（签字）：", "年月日",
    ):  # fmt: skip
        assert part in text, part


def test_all_slips_of_a_month_two_to_a_page(read_pdf: Read, fonts: FontSet) -> None:
    slips = [replace(SLIP, number=f"兴新{n}号", on=date(2026, 11, 4)) for n in range(1, 6)]
    paper = flag_slip.render(slips, TODAY, fonts=fonts)
    assert paper.pages == 3
    found = read_pdf(paper.pdf)
    assert found.flat(1).count("红旗编号：") == 2
    assert found.flat(3).count("红旗编号：") == 1
    assert "日期：2026年11月4日" in found.flat(1)
    assert "沿虚线裁开" in found.flat(1)


def test_a_slip_names_the_office_and_a_decision(read_pdf: Read, fonts: FontSet) -> None:
    one = replace(SLIP, origin="", giver="", decided="社区党委会议")
    text = read_pdf(flag_slip.render([one], TODAY, fonts=fonts).pdf).flat()
    assert "社区办公室" in text
    assert "并列，由社区党委会议研究决定" in text


def test_a_certificate_is_a_landscape_page_each(read_pdf: Read, fonts: FontSet) -> None:
    person = replace(
        HONOUR, title="荣誉证书", to="吉里呷呷", suffix="同志", award="2025年度优秀楼栋长",
        text="您在2025年度担任福锦苑2栋楼栋长期间，测评平均85.33分，被评为",
    )  # fmt: skip
    paper = honour_certificate.render([HONOUR, person], fonts=fonts)
    assert (paper.pages, paper.missing_glyphs) == (2, ())
    found = read_pdf(paper.pdf)
    for part in (
        "奖状", "兴新社区福锦苑2栋：", "在2025年度楼栋测评中平均85.33分，持流动红旗6个月，被评为",
        "2025年度最美楼栋", "特发此状，以资鼓励。", "编号：最美楼栋〔2025〕001号", "（盖章）",
        "兴文街道办事处", "2026年1月9日",
    ):  # fmt: skip
        assert part in found.flat(1), part
    for part in ("荣誉证书", "吉里呷呷同志：", "2025年度优秀楼栋长", "特发此证，以资鼓励。"):
        assert part in found.flat(2), part
    pdf = pypdfium2.PdfDocument(paper.pdf)
    assert [round(v * 25.4 / 72) for v in pdf[0].get_size()] == [297, 210]
    pdf.close()


def test_a_long_name_of_an_office_is_set_smaller(fonts: FontSet) -> None:
    long = replace(HONOUR, unit="四川省巴中市经济技术开发区兴文街道办事处社区建设工作领导小组")
    paper = honour_certificate.render([long], fonts=fonts)
    pdf = pypdfium2.PdfDocument(paper.pdf)
    page = pdf[0].get_textpage()
    found = page.search("领导小组")
    start, count = found.get_next()
    right = max(page.get_charbox(n)[2] for n in range(start, start + count))
    number = page.search("编号").get_next()
    pdf.close()
    assert number is not None
    assert right <= 247.5 * 72 / 25.4, "inside the right margin"
    assert paper.pages == 1


def test_nothing_to_print_is_a_mistake(fonts: FontSet) -> None:
    with pytest.raises(ValueError, match="flag"):
        flag_slip.render([], TODAY, fonts=fonts)
    with pytest.raises(ValueError, match="somebody"):
        honour_certificate.render([], fonts=fonts)
