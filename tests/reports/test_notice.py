"""The ranking notice, read back from real PDFs."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from ldz_desktop.domain.evaluation import BuildingMonth
from ldz_desktop.paths import resource_path
from ldz_desktop.reports.fonts import FontSet
from ldz_desktop.reports.notice import period_sentence, render_notice, render_notices
from ldz_desktop.services.evaluation_notice import NoticeData

Read = Callable[[bytes], "ReadPdf"]
Make = Callable[..., NoticeData]


class ReadPdf(Protocol):
    path: Path

    def text(self, page: int | None = None, *, layout: bool = False) -> str: ...
    def flat(self, page: int | None = None) -> str: ...
    def fonts(self) -> list[tuple[str, bool]]: ...
    def info(self) -> dict[str, str]: ...
    def picture(self, page: int = 1, scale: float = 1.0) -> bytes: ...


def _table_lines(read: "ReadPdf", page: int) -> list[list[str]]:
    lines = [line.split() for line in read.text(page, layout=True).splitlines()]
    return [cells for cells in lines if len(cells) >= 8 and re.fullmatch(r"\d+|—", cells[0])]


def test_says_everything_that_belongs_on_it(make_notice: Make, read_pdf: Read) -> None:
    data = make_notice(5)
    text = read_pdf(render_notice(data).pdf).flat(1)
    assert "西锦社区2026年10月楼栋长测评结果公示" in text
    assert "对西锦社区5名楼栋长进行了2026年10月测评" in text
    counts = f"发出调查表{data.issued}张，收回{data.returned}张，有效{data.valid}张"
    assert counts in text
    assert "公示期为2026年11月3日至11月9日（5个工作日）。" in text
    assert "联系电话0827-5260110。" in text
    assert text.index("西锦社区居民委员会2026年11月2日") > text.index("公示期为")
    assert "得分＝满意度×60%＋星级×40%" in text
    assert "四舍五入保留两位小数" in text
    assert "仍相同的名次并列" in text
    answers = sum(sum(row.score.grades) for row in data.rows)
    assert f"占有效表全部答项的比例（参加排名的楼栋共{answers}项）" in text
    assert "核验码7F3A-91C2-08BD-E6A4上月5D10-7B3E-22F9-0C81" in text
    assert "—1—" in text


@pytest.mark.parametrize("count", [1, 5, 51, 152])
def test_every_row_is_printed_once_in_order(make_notice: Make, read_pdf: Read, count: int) -> None:
    data = make_notice(count)
    paper = render_notice(data)
    pdf = read_pdf(paper.pdf)
    assert int(pdf.info()["Pages"]) == paper.pages
    charts = next(p for p in range(1, paper.pages + 1) if "附图一" in pdf.flat(p))
    lines = [line for page in range(1, charts) for line in _table_lines(pdf, page)]
    printed = [(cells[0], cells[1], cells[2], *cells[3:8]) for cells in lines]
    assert printed == [
        (
            str(row.rank),
            row.score.title,
            row.score.leader,
            str(row.score.score),
            str(row.score.satisfaction),
            f"{row.score.satisfied_rate}%",
            str(row.score.stars),
            str(row.score.valid),
        )
        for row in data.rows
    ]
    assert paper.missing_glyphs == ()


@pytest.mark.parametrize("count", [51, 152])
def test_the_head_is_repeated_and_no_page_ends_on_a_lone_row(
    make_notice: Make, read_pdf: Read, count: int
) -> None:
    paper = render_notice(make_notice(count))
    pdf = read_pdf(paper.pdf)
    charts = next(p for p in range(1, paper.pages + 1) if "附图一" in pdf.flat(p))
    on_page = [len(_table_lines(pdf, page)) for page in range(1, charts)]
    assert sum(on_page) == count
    for page, rows in enumerate(on_page, start=1):
        assert rows != 1
        assert ("名次楼栋楼栋长得分满意度满意率星级有效表备注" in pdf.flat(page)) == (rows > 0)


def test_all_typefaces_are_embedded(make_notice: Make, read_pdf: Read) -> None:
    leaders = {1: "买买提·吐尔逊", 2: "张𬱖", 3: "李𫘥", 4: "赵𡈽"}
    fonts = read_pdf(render_notice(make_notice(30, leaders=leaders)).pdf).fonts()
    assert all(embedded for _, embedded in fonts)
    names = {name.partition("+")[2] for name, _ in fonts}
    assert {"HanaMinB", "LXGWWenKai-Regular"} <= names
    assert len(fonts) >= 5


def test_rare_names_are_printed_and_can_be_read_back(make_notice: Make, read_pdf: Read) -> None:
    leaders = {1: "买买提·吐尔逊", 2: "张𬱖", 3: "李𫘥𪨊", 4: "王䶮㛃"}
    paper = render_notice(make_notice(5, leaders=leaders))
    text = read_pdf(paper.pdf).flat(1)
    assert paper.missing_glyphs == ()
    for name in leaders.values():
        assert name in text


def test_a_character_without_a_glyph_is_reported_and_left_blank(
    make_notice: Make, read_pdf: Read
) -> None:
    paper = render_notice(make_notice(5, leaders={1: "张\ue000三"}))
    assert paper.missing_glyphs == ("\ue000",)
    blank = render_notice(make_notice(5, leaders={1: "张\u3000三"}))
    assert blank.missing_glyphs == ()
    # Not a box: the page looks exactly as if there were a full-width space.
    assert read_pdf(paper.pdf).picture(1, 2) == read_pdf(blank.pdf).picture(1, 2)


def test_an_open_month_is_a_draft_on_every_page(make_notice: Make, read_pdf: Read) -> None:
    paper = render_notice(make_notice(51, state="open", code=None))
    pdf = read_pdf(paper.pdf)
    for page in range(1, paper.pages + 1):
        text = pdf.text(page)
        assert "草稿：本月尚未封月" in text
        assert re.match(r"草\s+稿\s", text)  # first in the page: behind everything else
        assert "核验码 " not in text


def test_the_draft_mark_is_light_and_large(make_notice: Make, read_pdf: Read) -> None:
    draft = read_pdf(render_notice(make_notice(1, state="open", code=None)).pdf).picture()
    final = read_pdf(render_notice(make_notice(1)).pdf).picture()
    grey = [a for a, b in zip(draft, final, strict=True) if a != b]
    assert len(grey) > len(draft) / 50
    assert sorted(grey)[len(grey) // 2] > 215


@pytest.mark.parametrize("state", ["closed", "published"])
def test_a_closed_month_is_no_draft(make_notice: Make, read_pdf: Read, state: str) -> None:
    assert "草" not in read_pdf(render_notice(make_notice(5, state=state)).pdf).text()


def test_clauses_that_do_not_apply_are_left_out(make_notice: Make, read_pdf: Read) -> None:
    data = make_notice(5, phone="", issued=None, previous_code=None, previous={})
    text = read_pdf(render_notice(data).pdf).flat()
    assert "联系电话" not in text
    assert "如有异议，请在公示期内向西锦社区居民委员会反映。" in text
    assert "发出" not in text
    assert f"收回调查表{data.returned}张，有效{data.valid}张" in text
    assert "上月" not in text
    assert "None" not in text


def test_few_sheets_show_no_result_that_could_be_traced(
    make_notice: Make, months: Callable[[int], list[BuildingMonth]], read_pdf: Read
) -> None:
    every = months(6)
    sheets = {"55555555": 2, "11111111": 1}
    every[4] = replace(every[4], sheets=sheets, leader="样本少", returned=3)
    every[5] = replace(every[5], marks={}, leader="没有册")
    data = make_notice(buildings=every)
    pdf = read_pdf(render_notice(data).pdf)
    few, without = _table_lines(pdf, 1)[-2:]
    if few[2] != "样本少":
        few, without = without, few
    assert few == ["—", every[4].compound + every[4].building, "样本少", *"————", "3", "样本不足"]
    assert without[0] == without[3] == without[6] == "—"
    assert without[-1] == "资料不全"
    assert "以下2栋楼本月不参加排名，原因见备注" in pdf.flat(1)
    # Nor can it be had by subtraction: the charts count the ranked buildings only.
    ranked = [row for row in data.rows if row.rank is not None]
    answers = sum(sum(row.score.grades) for row in ranked)
    assert f"参加排名的4栋楼，有效表{sum(r.score.valid for r in ranked)}张，答项{answers}项" in (
        pdf.flat()
    )


def test_flags_and_ties_are_named(make_notice: Make, read_pdf: Read) -> None:
    data = make_notice(5)
    titles = [row.score.title for row in data.rows if row.flag]
    text = read_pdf(render_notice(data).pdf).flat(1)
    assert f"本月流动红旗授予{titles[0]}、{titles[1]}。" in text
    tied = make_notice(5, undecided=("金桂苑1栋", "康居苑1栋"))
    text = read_pdf(render_notice(tied).pdf).flat(1)
    assert "金桂苑1栋、康居苑1栋得分并列，流动红旗的归属由集体研究决定，另行公布。" in text


def test_flags_of_several_communities_are_told_apart(
    make_notice: Make, months: Callable[[int], list[BuildingMonth]], read_pdf: Read
) -> None:
    every = months(8)
    every = [replace(b, community="东锦社区") if n % 2 else b for n, b in enumerate(every)]
    data = make_notice(buildings=every)
    text = read_pdf(render_notice(replace(data, scope_name="全区")).pdf).flat(1)
    assert re.search(r"本月流动红旗授予：(西锦|东锦)社区.+?、.+?；(西锦|东锦)社区.+?、.+?。", text)


def test_the_last_place_is_only_a_rank(make_notice: Make, read_pdf: Read) -> None:
    text = read_pdf(render_notice(make_notice(12)).pdf).text()
    assert not re.search("末位|最后|淘汰|落后|倒数", text)


def test_a_vacant_building_is_counted_as_a_building(make_notice: Make, read_pdf: Read) -> None:
    text = read_pdf(render_notice(make_notice(5, leaders={3: ""})).pdf).flat(1)
    assert "5栋楼、4名楼栋长" in text
    assert "空缺" in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "公示期为2026年11月3日至11月9日（5个工作日）。"),
        (
            {
                "posted": date(2026, 12, 28),
                "period_last": date(2027, 1, 5),
                "period_certain": False,
            },
            (
                "公示期预计为2026年12月29日至2027年1月5日（5个工作日），"
                "以国家公布的2027年放假安排为准。"
            ),
        ),
        ({"period_last": None}, "公示期为5个工作日，自2026年11月2日张贴之次日起计算。"),
        (
            {"period_first": date(2026, 11, 4), "notice_days": 4},
            "公示期为2026年11月4日至11月9日（4个工作日）。",
        ),
        ({"period_unit": "calendar"}, "公示期为2026年11月3日至11月9日（5个自然日）。"),
    ],
)
def test_the_period_in_words(make_notice: Make, changes: dict[str, object], sentence: str) -> None:
    assert period_sentence(make_notice(3, **changes)) == sentence


def test_nobody_signs_an_empty_page(make_notice: Make, read_pdf: Read) -> None:
    """Whatever the number of rows, period and signature stand on one page."""
    for count in range(1, 32):
        paper = render_notice(make_notice(count))
        pages = [read_pdf(paper.pdf).flat(p) for p in range(1, paper.pages + 1)]
        signed = next(text for text in pages if "2026年11月2日" in text)
        assert "公示期为" in signed, count


def test_the_charts_page_has_the_notices_numbers(make_notice: Make, read_pdf: Read) -> None:
    data = make_notice(51)
    paper = render_notice(data)
    text = read_pdf(paper.pdf).flat(paper.pages)
    for row in data.rows:
        assert f"{row.rank}{row.score.title}" in text
        assert str(row.score.score) in text
    assert "本月得分流动红旗上月得分" in text
    counts = [sum(row.score.grades[g] for row in data.rows) for g in range(5)]
    for name, count in zip(("非常不满意", "不满意", "基本满意"), counts, strict=False):
        assert re.search(rf"{name}[\d.]+%{count}项", text)


def test_nobody_ranked_means_no_charts(make_notice: Make, read_pdf: Read) -> None:
    every = [replace(b, marks={}) for b in make_months(make_notice)]
    paper = render_notice(make_notice(buildings=every))
    assert paper.pages == 1
    assert "流动红旗授予" not in read_pdf(paper.pdf).flat()


def make_months(make_notice: Make) -> list[BuildingMonth]:
    """Building months without booklets, for a scope where nobody can be ranked."""
    rows = make_notice(3).rows
    return [
        BuildingMonth(
            r.score.building_id,
            r.score.street,
            r.score.community,
            r.score.compound,
            r.score.building,
            leader=r.score.leader,
            sheets={"55555555": 10},
            issued=12,
            returned=11,
        )
        for r in rows
    ]


def test_several_groups_in_one_document(make_notice: Make, read_pdf: Read) -> None:
    first = make_notice(5)
    second = replace(make_notice(4), scope_name="东锦社区", unit="东锦社区居民委员会")
    paper = render_notices((first, second))
    pdf = read_pdf(paper.pdf)
    assert paper.pages == 4
    assert "东锦社区2026年10月" in pdf.flat(3)
    assert "—1—" in pdf.flat(3)
    assert "—2—" in pdf.flat(4)
    assert pdf.info()["Title"] == "西锦社区、东锦社区2026年10月楼栋长测评结果公示"


def test_properties_name_the_office_and_nothing_of_the_machine(
    make_notice: Make, read_pdf: Read
) -> None:
    pdf = read_pdf(render_notice(make_notice(5)).pdf)
    info = pdf.info()
    assert info["Title"] == "西锦社区2026年10月楼栋长测评结果公示"
    assert info["Author"] == "西锦社区居民委员会"
    assert info["Creator"] == info["Producer"] == "楼栋长工作台"
    raw = pdf.path.read_bytes()
    assert str(resource_path("fonts")).encode() not in raw
    assert str(Path.home()).encode() not in raw


def test_the_same_month_gives_the_same_bytes(make_notice: Make) -> None:
    assert render_notice(make_notice(20)).pdf == render_notice(make_notice(20)).pdf


def test_margins_are_kept(make_notice: Make, read_pdf: Read) -> None:
    """GB/T 9704: 37, 28, 35 and 26 mm, and a title in the middle of the type area."""
    path = read_pdf(render_notice(make_notice(51)).pdf).path
    command = ("pdftotext", "-bbox", str(path), "-")
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    words = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
        done.stdout,
    )
    for x_min, y_min, x_max, _, _text in words:
        assert float(x_min) >= 79.37 - 1.5
        assert float(x_max) <= 595.28 - 73.70 + 8.5  # a closing mark's blank may reach over
        assert float(y_min) >= 104.88 - 6
    x_min, _, x_max, *_ = next(w for w in words if w[4] == "楼栋长测评结果公示")
    assert (float(x_min) + float(x_max)) / 2 == pytest.approx(79.37 + 442.2 / 2, abs=0.6)


def test_the_machines_fangsong_is_used_where_present(
    make_notice: Make, read_pdf: Read, tmp_path: Path
) -> None:
    own = tmp_path / "simfang.ttf"
    own.write_bytes(resource_path("fonts", "LXGWWenKai-Regular.ttf").read_bytes())
    fonts = FontSet({"simfang.ttf": own})
    names = {
        n.partition("+")[2] for n, _ in read_pdf(render_notice(make_notice(3), fonts).pdf).fonts()
    }
    assert "LXGWWenKai-Regular" in names
    assert "NotoSerifSC-Regular" not in names
