"""The poster of the honour wall, read back from its PDF."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from ldz_desktop.reports.honour_poster import Size, render
from ldz_desktop.services.photo import make_photo
from ldz_desktop.services.wall import AwardGroup, Honoured, WallShow

SAID = "所在楼栋连续 3 个月持有流动红旗，服务 142 户居民，2026年履职 236 次、培训 24 学时。"


def person(number: int, name: str, community: str = "兴新社区") -> Honoured:
    return Honoured(
        community, f"福锦苑{number}栋", name, number if name else 0, f"第 {number} 名 · 92.35 分",
        "连续持旗 3 个月 · 累计 5 个月", SAID if name else "",
    )  # fmt: skip


WALL = WallShow(
    "2026-09", "兴文街道办事处", date(2026, 10, 20),
    {"兴新社区": (person(1, "赵琴"), person(2, "尉迟𬱖")),
     "东锦社区": (person(3, "", "东锦社区"),)},
    {"东锦社区": ("东锦苑4栋", "东锦苑5栋")}, (), (person(1, "赵琴"), person(2, "尉迟𬱖")), (),
    (AwardGroup("2025年度最美楼栋", ("福锦苑7栋", "福锦苑8栋")),), (), {1: 5},
)  # fmt: skip


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = ["".join(p.get_textpage().get_text_range().split()) for p in document]
    document.close()
    return found


@pytest.mark.parametrize(("size", "wide", "high"), [("A3", 842, 1191), ("A2", 1191, 1684)])
def test_names_sentences_and_portraits(size: Size, wide: int, high: int, portrait: bytes) -> None:
    paper = render(WALL, {1: make_photo(portrait).body}, size)
    assert paper.missing_glyphs == ()
    (text,) = pages(paper.pdf)
    for words in (
        "荣誉榜", "兴文街道办事处2026年9月", "兴新社区·流动红旗", "赵琴", "尉迟𬱖", "楼栋长空缺",
        "第1名·92.35分", "连续持旗3个月·累计5个月", SAID.replace(" ", ""),
        "红旗待定：东锦苑4栋、东锦苑5栋", "2026年持旗最多的楼栋长",
        "2025年度最美楼栋：福锦苑7栋、福锦苑8栋", "据已公示的2026年9月测评结果", "2026年10月20日",
    ):  # fmt: skip
        assert words in text
    document = pypdfium2.PdfDocument(paper.pdf)
    page = document[0]
    assert (round(page.get_width()), round(page.get_height())) == (wide, high)
    pictures = [o for o in page.get_objects() if o.type == 3]
    assert len(pictures) == 2  # with the flag, and among those of the year
    image = page.render(scale=0.5, grayscale=True).to_numpy()
    document.close()
    assert image[:, : wide // 60].min() > 250  # nothing runs over the edge
    assert image[:, -(wide // 60) :].min() > 250


def test_many_communities_take_more_pages_and_nobody_is_lost() -> None:
    flags = {
        f"第{n}社区": tuple(person(10 * n + i, f"楼长{n}号{i}", f"第{n}社区") for i in range(3))
        for n in range(1, 9)
    }
    paper = render(replace(WALL, flags=flags, undecided={}, awards=()), {})
    found = pages(paper.pdf)
    assert len(found) == paper.pages > 1
    text = "".join(found)
    for people in flags.values():
        for one in people:
            assert one.leader in text
    assert all("据已公示的" in page for page in found)


def test_a_grey_print_keeps_flag_and_letters_apart() -> None:
    document = pypdfium2.PdfDocument(render(WALL, {}).pdf)
    image = document[0].render(scale=2, grayscale=True).to_numpy()
    document.close()
    cloth = 66  # the red as grey
    assert (abs(image.astype(int) - cloth) < 12).sum() > 10_000
    assert image.min() < 20
