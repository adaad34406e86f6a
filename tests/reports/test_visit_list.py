"""The sheet for going from door to door, read back by other programs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Protocol

import pytest

from ldz_desktop.errors import Cancelled
from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.reports.visit_list import EDGES, mark, render
from ldz_desktop.services.visit_lists import Door, Stairs, VisitList


class ReadPdf(Protocol):
    def text(self, page: int | None = None, *, layout: bool = False) -> str: ...
    def flat(self, page: int | None = None) -> str: ...
    def info(self) -> dict[str, str]: ...


Read = Callable[[bytes], ReadPdf]
TODAY = date(2026, 11, 24)
DOOR = Door(
    "1单元", "1102", "罗桂芳", date(2026, 11, 12), due=True, overdue=5,
    gaps=("户主电话", "证件号码"),
)  # fmt: skip


def listed(*doors: Door, everybody: bool = False, building: str = "福锦苑2栋") -> VisitList:
    stairs = Stairs("兴新社区", building, "吴旭", 142, doors)
    return VisitList(building, "兴文街道办事处", TODAY, everybody, (stairs,))


def many(count: int, *, due: int = 0) -> tuple[Door, ...]:
    """So many doors, the first of which are due; two units."""
    return tuple(
        replace(
            DOOR, unit=f"{1 + n * 2 // count}单元", room=f"{1 + n // 2}{1 + n % 2:02d}",
            due=n < due, overdue=0,
        )
        for n in range(count)
    )  # fmt: skip


def test_what_is_on_it(fonts: FontSet, read_pdf: Read) -> None:
    never = replace(DOOR, room="201", head="", last=None, overdue=0, gaps=())
    paper = render(listed(never, DOOR), fonts=fonts)
    assert crossing(paper.pdf) == []
    pdf = read_pdf(paper.pdf)
    text = pdf.flat()
    for words in (
        "福锦苑2栋走访名单", "2026年11月24日印", "兴新社区楼栋长：吴旭", "全楼142户，到期2户",
        "房号户主上次走访/该走访信息待补、待核走访结果反映事项", "1单元201", "1单元1102", "罗桂芳",
        "从未走访", "上次2026年11月12日", "逾期5天", "户主电话、证件号码", "□已访□无人",
        "走访人签名：", "第1页，共1页", "不拍照、不转发", "兴文街道办事处",
    ):  # fmt: skip
        assert words in text, words
    assert text.index("201") < text.index("1102")
    assert (paper.pages, paper.missing_glyphs) == (1, ())
    assert pdf.info()["Page size"].startswith("841.89 x 595.276")
    assert pdf.info()["Title"] == "福锦苑2栋走访名单"


def test_the_mark() -> None:
    assert mark(DOOR) == "逾期 5 天"
    assert mark(replace(DOOR, overdue=0)) == "今天到期"
    assert mark(replace(DOOR, last=None, overdue=0)) == "到期"
    assert mark(replace(DOOR, due=False, overdue=0)) == ""


def test_a_building_of_142_households(fonts: FontSet, read_pdf: Read) -> None:
    doors = many(142, due=2)
    paper = render(listed(*doors, everybody=True), fonts=fonts)
    pdf = read_pdf(paper.pdf)
    assert paper.pages == 12
    assert "全楼142户，其中到期2户（灰底）" in pdf.flat(1)
    assert pdf.flat().count("□已访") == 142
    for page in range(1, 13):
        text = pdf.flat(page)
        assert f"第{page}页，共12页" in text
        assert "走访人签名" in text
        assert "福锦苑2栋走访名单" in text
    assert pdf.flat().count("今天到期") == 2
    assert pdf.flat(12).count("□已访") > 1


@pytest.mark.parametrize(("count", "pages"), [(11, (11,)), (12, (10, 2)), (24, (11, 11, 2))])
def test_no_household_stands_alone_on_a_page(
    count: int, pages: tuple[int, ...], fonts: FontSet, read_pdf: Read
) -> None:
    paper = render(listed(*many(count)), fonts=fonts)
    pdf = read_pdf(paper.pdf)
    assert tuple(pdf.flat(p).count("□已访") for p in range(1, paper.pages + 1)) == pages


def test_every_building_begins_a_page_and_counts_its_own(fonts: FontSet, read_pdf: Read) -> None:
    first, second = listed(*many(13)), listed(DOOR, building="福锦苑10栋")
    both = replace(first, title="兴新社区", stairs=first.stairs + second.stairs)
    pdf = read_pdf(render(both, fonts=fonts).pdf)
    feet = (("2栋", "第1页，共2页"), ("2栋", "第2页，共2页"), ("10栋", "第1页，共1页"))
    for page, (building, foot) in enumerate(feet, 1):
        assert foot in pdf.flat(page)
        assert f"福锦苑{building}走访名单" in pdf.flat(page)
    assert "福锦苑10栋" not in pdf.flat(2)


def test_nobody_is_a_sentence(fonts: FontSet, read_pdf: Read) -> None:
    calm = listed()
    empty = replace(calm, stairs=(replace(calm.stairs[0], households=0),))
    nowhere = replace(calm, title="西锦社区", stairs=())
    for data, sentence in (
        (calm, "今天没有到期要走访的住户。"),
        (empty, "还没有户档。"),
        (nowhere, "今天没有到期要走访的住户。"),
        (replace(nowhere, everybody=True), "还没有户档。"),
    ):
        paper = render(data, fonts=fonts)
        text = read_pdf(paper.pdf).flat()
        assert paper.pages == 1
        assert sentence in text
        assert "房号" not in text
        assert "走访名单" in text


def crossing(pdf: bytes) -> list[str]:
    """Characters of the first page's table that lie across a line between two columns."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0].get_textpage()
        boxes = [
            (page.get_text_range(n, 1), page.get_charbox(n)) for n in range(page.count_chars())
        ]
    finally:
        document.close()
    low, high = 70.0, 595.0 - 100.0  # of a row or two, in points from below
    return [
        char for char, (left, bottom, right, top) in boxes
        if low < bottom and top < high and char.strip()
        and any(left < edge < right for edge in EDGES)
    ]  # fmt: skip


def test_long_names_and_long_lists_stay_in_their_cells(fonts: FontSet, read_pdf: Read) -> None:
    every = ("姓名", "户主", "户主电话", "证件号码", "出生日期", "性别", "与户主关系", "居住情况",
             "家庭成员", "亲属关系", "政治面貌", "一年未核对")  # fmt: skip
    long = replace(
        DOOR, unit="东区商住楼3单元", room="负1层商铺12-3", gaps=every,
        head="买买提·阿不都热合曼·吐尔逊",
    )  # fmt: skip
    paper = render(listed(long), fonts=fonts)
    assert crossing(paper.pdf) == []
    text = read_pdf(paper.pdf).flat()
    assert "买买提·阿不都热合曼·吐尔逊" in text
    assert "等12项" in text
    for words in ("东区商住楼3单元", "负1层商铺12-3", "姓名、户主、户主电话"):
        assert words in text, words


def test_a_character_without_a_glyph_is_named(fonts: FontSet) -> None:
    paper = render(listed(replace(DOOR, head="陈\ue000")), fonts=fonts)
    assert paper.missing_glyphs == ("\ue000",)


def test_laying_out_can_be_cancelled(fonts: FontSet) -> None:
    class Impatient:
        def report(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        render(listed(DOOR), Impatient(), fonts=fonts)
