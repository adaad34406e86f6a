"""Papers printed before a month is keyed, read back from the file: nothing on a sheet tells it from
another one, the questions are the scheme's, and a district's sheets are a small file."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from ldz_desktop.domain.schemes import SCHEME_1, Scheme
from ldz_desktop.errors import RuleError
from ldz_desktop.reports import blank_sheets, booklet, count_sheet, envelope_list
from ldz_desktop.reports.blank_sheets import PER_PAGE, RULES, SEAL, PerPage, pages_of
from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.services.blank_papers import BlankPapers, Lot
from tests.reports.conftest import ReadPdf

Read = Callable[[bytes], ReadPdf]
GRADES = ("非常不满意", "非常满意", "基本满意", "不满意", "满意")


def lots(count: int, community: str = "西锦社区") -> list[Lot]:
    return [
        Lot(n, community, f"西锦苑{n}栋", "吴晓东", households=60 + n) for n in range(1, count + 1)
    ]


def papers(some: Sequence[Lot], scheme: Scheme = SCHEME_1) -> BlankPapers:
    return BlankPapers("2026-10", scheme, "西锦社区居民委员会", "0827-5260110", tuple(some))


def long_questions(count: int) -> Scheme:
    text = "楼道公共区域的卫生、堆物清理、飞线充电劝导和消防通道畅通与否"
    assert len(text) == 30  # the longest a scheme takes
    return replace(SCHEME_1, questions=(text,) * count)


def test_as_many_sheets_as_envelopes(read_pdf: Read, fonts: FontSet) -> None:
    """142 sheets, one, two and four to a page; the last page has none too many."""
    some = papers([Lot(1, "西锦社区", "西锦苑1栋", "吴晓东", households=150, given=142)])
    for per_page in PER_PAGE:
        paper = blank_sheets.render(some, per_page, fonts=fonts)
        assert paper.pages == -(-142 // per_page)
        assert len(paper.pdf) < 150_000
        pdf = read_pdf(paper.pdf)
        assert pdf.info()["Pages"] == str(paper.pages)
        assert pdf.flat(1).count(blank_sheets.TITLE) == per_page
        assert pdf.flat(paper.pages).count(blank_sheets.TITLE) == (142 % per_page or per_page)
        assert pdf.text().count(blank_sheets.TITLE) == 142
        assert all(embedded for _, embedded in pdf.fonts())
        assert not paper.missing_glyphs


def test_a_sheet_says_building_and_month_and_nothing_that_tells_it_from_others(
    read_pdf: Read, fonts: FontSet
) -> None:
    some = papers(lots(2))
    pdf = read_pdf(blank_sheets.render(some, 1, fonts=fonts).pdf)
    pages = [pdf.flat(n) for n in range(1, 61 + 62 + 1)]
    assert len(set(pages[:61])) == len(set(pages[61:])) == 1
    rest = pages[0]
    place = ("西锦社区西锦苑1栋", "2026年10月", "西锦社区居民委员会", "电话0827-5260110")
    for text in (*SCHEME_1.questions, blank_sheets.TITLE, RULES, SEAL, *GRADES, *place):
        assert text in rest
        rest = rest.replace(text, "", 1)
    assert rest == "54321" + "".join(f"{n}." for n in range(1, 9))


def test_the_same_sheets_are_the_same_file(fonts: FontSet) -> None:
    """No time and no number in the file either."""
    first, second = (blank_sheets.render(papers(lots(1)), fonts=fonts).pdf for _ in range(2))
    assert first == second


def test_questions_are_those_of_the_scheme(read_pdf: Read, fonts: FontSet) -> None:
    asked = ("楼长上门走访", "电梯坏了有人管")
    some = papers(lots(1), replace(SCHEME_1, questions=asked))
    text = read_pdf(blank_sheets.render(some, 4, masters=True, fonts=fonts).pdf).flat()
    assert all(text.count(question) == 4 for question in asked)
    assert not any(question in text for question in SCHEME_1.questions)


@pytest.mark.parametrize(("per_page", "most"), [(1, 20), (2, 10), (4, 7)])
def test_many_long_questions_are_legible_or_refused(
    read_pdf: Read, fonts: FontSet, per_page: PerPage, most: int
) -> None:
    some = papers(lots(1), long_questions(most))
    text = read_pdf(blank_sheets.render(some, per_page, masters=True, fonts=fonts).pdf).flat()
    assert text.count(long_questions(1).questions[0]) == most * per_page
    if per_page > 1:
        with pytest.raises(RuleError, match="看不清"):
            blank_sheets.render(papers(lots(1), long_questions(20)), per_page, fonts=fonts)


def test_only_sheets_to_be_cut_apart_have_lines_to_cut(read_pdf: Read, fonts: FontSet) -> None:
    for per_page, across, down in ((1, False, False), (2, True, False), (4, True, True)):
        made = blank_sheets.render(papers(lots(1)), per_page, masters=True, fonts=fonts)
        picture = read_pdf(made.pdf).picture(scale=2)
        width = round(blank_sheets.A4[0] * 2 + 0.5)
        rows = [picture[at : at + width] for at in range(0, len(picture) - width + 1, width)]
        middle = len(rows) // 2
        edge = [any(row[x] < 200 for row in rows[middle - 2 : middle + 3]) for x in range(20)]
        assert any(edge) is across
        centre = [any(p < 200 for p in row[width // 2 - 2 : width // 2 + 3]) for row in rows[:40]]
        assert any(centre) is down


def test_buildings_without_sheets_are_left_out(read_pdf: Read, fonts: FontSet) -> None:
    none = Lot(1, "西锦社区", "无户楼1栋", "吴晓东")
    zero = Lot(2, "西锦社区", "零发楼1栋", "吴晓东", households=50, given=0)
    paper = blank_sheets.render(papers([none, zero, *lots(1)]), 4, fonts=fonts)
    assert paper.pages == 16
    assert not re.search("无户楼|零发楼", read_pdf(paper.pdf).text())
    with pytest.raises(RuleError, match="没有登记在住户"):
        blank_sheets.render(papers([none, zero]), fonts=fonts)
    masters = blank_sheets.render(papers([none, zero]), masters=True, fonts=fonts)
    assert masters.pages == 2


def test_pages_of_a_number_of_sheets() -> None:
    assert list(pages_of(9, 4)) == [(4, 2), (1, 1)]
    assert list(pages_of(3, 4)) == [(3, 1)]
    assert list(pages_of(8, 4)) == [(4, 2)]
    assert list(pages_of(0, 2)) == []


@pytest.mark.parametrize("count", [1, 24, 25, 26, 27, 54])
def test_a_booklet_has_every_leader_a_number_and_no_name(
    read_pdf: Read, fonts: FontSet, count: int
) -> None:
    paper = booklet.render(papers(lots(count)), 1, fonts=fonts)
    pdf = read_pdf(paper.pdf)
    text = pdf.flat()
    assert [int(n) for n in re.findall(r"西锦苑(\d+)栋", text)] == [*range(1, count + 1)]
    last = pdf.flat(paper.pages)
    assert "西锦苑" in last
    assert "第1册" in text
    assert not re.search("签字：|评分人：", text)
    assert f"第{paper.pages}页，共{paper.pages}页" in last


def test_each_community_has_a_booklet_with_the_duties_of_the_scheme(
    read_pdf: Read, fonts: FontSet
) -> None:
    scheme = replace(SCHEME_1, duty_classes=("宣传", "邻里", "代办"))
    vacant = Lot(9, "东锦社区", "东锦苑1栋", "")
    pdf = read_pdf(booklet.render(papers([*lots(3), vacant], scheme), 1, fonts=fonts).pdf)
    assert pdf.info()["Pages"] == "2"
    for page in (1, 2):
        assert "宣传邻里代办" in pdf.flat(page)
    assert not any(duty in pdf.flat() for duty in SCHEME_1.duty_classes)
    assert "西锦苑" not in pdf.flat(2)
    assert "东锦苑1栋暂缺" in pdf.flat(2)


def test_each_assessor_has_a_booklet_with_another_number(read_pdf: Read, fonts: FontSet) -> None:
    vacant = Lot(9, "东锦社区", "东锦苑1栋", "")
    pdf = read_pdf(booklet.render(papers([*lots(3), vacant]), 4, fonts=fonts).pdf)
    found = [re.findall(r"第(\d)册", pdf.flat(page))[0] for page in range(1, 9)]
    assert found == [*"1234"] * 2


def test_the_count_sheet_has_what_was_given_out(read_pdf: Read, fonts: FontSet) -> None:
    known = Lot(1, "西锦社区", "西锦苑1栋", "吴晓东", households=150, given=142)
    pdf = read_pdf(count_sheet.render(papers([known, *lots(2)]), fonts=fonts).pdf)
    assert pdf.info()["Pages"] == "2"
    names = "发出收回有效废表空白"
    assert re.search(r"发出\s+收回\s+有效\s+废表\s+空白", pdf.text(1, layout=True))
    assert pdf.flat().count("142") == 1
    assert pdf.flat(2).count("8题里至少答了4题") == 1
    assert set(names) <= set(pdf.flat(2))
    assert "吴晓东" not in pdf.flat()


def test_the_list_of_envelopes_adds_up(read_pdf: Read, fonts: FontSet) -> None:
    unknown = Lot(99, "东锦社区", "东锦苑1栋", "何丽娟")
    some = [replace(lot, given=lot.building_id) for lot in lots(40)]
    pdf = read_pdf(envelope_list.render(papers([*some, unknown]), fonts=fonts).pdf)
    lines = pdf.text(layout=True).splitlines()
    found = [
        re.split(r"\s+", line.strip()) for line in lines if re.match(r"\s*[西东]锦社区 ", line)
    ]
    assert found[0] == ["西锦社区", "西锦苑1栋", "61", "1"]
    assert found[-1] == ["东锦社区", "东锦苑1栋"]
    assert len(found) == 41
    total = next(line for line in lines if "合计" in line)
    assert re.findall(r"\d+", total) == ["41", str(sum(range(61, 101))), str(sum(range(1, 41)))]
    assert not re.search("何丽娟|吴晓东", pdf.text())
