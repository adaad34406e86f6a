"""Kinsoku: properties of every paragraph, and the lines of real sentences."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.reports.fonts import bundled_fonts
from ldz_desktop.reports.linebreak import NO_END, NO_START, SetLine, Setting, set_text

SIZE = 16.0
MEASURE = 442.2
CHAIN = bundled_fonts().chain("body")

_clause = st.text("楼栋长测评结果公示社区居民委员会满意度调查表", min_size=1, max_size=9)
_number = st.integers(0, 99999).map(str)
_word = st.sampled_from(["0827-5260110", "98.10%", "ABC", "2026", "GB/T", "0.6"])
_mark = st.sampled_from(["，", "。", "、", "；", "：", "！", "？", "》，", "）。", "”；", "……"])
_open = st.sampled_from(["《", "（", "“", "（《", "「"])
_piece = st.one_of(
    _clause,
    _number.map(lambda n: n + "张"),
    _word.map(lambda w: w + "和"),
    st.tuples(_open, _clause, st.sampled_from(["》", "）", "”", "）、", "》。"])).map("".join),
    st.tuples(_clause, _mark).map("".join),
)
texts = st.lists(_piece, min_size=1, max_size=40).map("".join)
settings = st.tuples(st.floats(150, 500), st.sampled_from([0.0, 32.0]), st.booleans())


def _set(text: str, measure: float, indent: float, justify: bool) -> list[SetLine]:
    setting = Setting(CHAIN.width, SIZE, measure, indent, -0.2, justify=justify)
    return set_text(text, setting)


def _drawn_width(line: SetLine) -> float:
    """Where the last character's advance ends."""
    return sum(CHAIN.width(c) * SIZE for c in line.text) + sum(line.gaps)


@given(texts, settings)
def test_nothing_is_lost_and_no_mark_stands_wrong(
    text: str, how: tuple[float, float, bool]
) -> None:
    lines = _set(text, *how)
    assert "".join(line.text for line in lines) == text
    for line in lines[1:]:
        assert line.text[0] not in NO_START
    for line in lines[:-1]:
        assert line.text[-1] not in NO_END


@given(texts, settings)
def test_words_and_numbers_stay_whole(text: str, how: tuple[float, float, bool]) -> None:
    lines = _set(text, *how)
    for before, after in pairwise(lines):
        joint = before.text[-1] + after.text[0]
        assert not re.fullmatch(r"[A-Za-z0-9]{2}", joint)
        assert not re.fullmatch(r"\d[张%年月日]", joint)
        assert not re.fullmatch(r"……|——", joint)


@given(texts, settings)
def test_lines_keep_within_the_measure(text: str, how: tuple[float, float, bool]) -> None:
    for line in _set(text, *how):
        assert line.indent + line.width <= how[0] + 0.01
        # The blank half of a last mark may reach over the margin; its ink does not.
        assert line.indent + _drawn_width(line) <= how[0] + SIZE / 2 + 0.3


@given(texts, st.floats(300, 500))
def test_justified_lines_end_at_the_margin(text: str, measure: float) -> None:
    lines = _set(text, measure, 32.0, True)  # noqa: FBT003
    for line in lines[:-1]:
        slack = measure - line.indent - line.width
        assert slack < 0.02 or slack > 0.5 * SIZE


def test_real_sentences_after_the_model() -> None:
    text = (
        "公示期为2026年11月3日至11月9日（5个工作日）。如有异议，请在公示期内向西锦社区居民"
        "委员会反映，联系电话0827-5260110。"
    )
    lines = [line.text for line in _set(text, MEASURE, 32.0, True)]  # noqa: FBT003
    assert lines[-1] == "0827-5260110。"
    assert lines[0].startswith("公示期为2026年11月3日至11月9日（5个工作日）。如有异")


def test_two_marks_share_their_blanks() -> None:
    (line,) = _set("《办法》，按", MEASURE, 0.0, False)  # noqa: FBT003
    assert line.gaps[3] < -7
    assert abs(line.gaps[4]) < 1


def test_a_mark_that_just_does_not_fit_is_squeezed_in() -> None:
    text = "一二三四五六七八九十" + "。" + "一二三四"
    full = 11 * (SIZE - 0.2)
    first = _set(text, full - SIZE / 2, 0.0, True)[0]  # noqa: FBT003
    assert first.text == "一二三四五六七八九十。"


def test_no_character_stands_alone_at_the_end() -> None:
    text = "测" * 57 + "。"
    lines = _set(text, 28 * (SIZE - 0.2), 0.0, True)  # noqa: FBT003
    assert len(lines[-1].text.strip("。")) >= 2


def test_a_word_longer_than_the_line_is_taken_apart() -> None:
    lines = _set("A" * 100, 200.0, 0.0, True)  # noqa: FBT003
    assert len(lines) > 1
    assert "".join(line.text for line in lines) == "A" * 100


def test_an_empty_text_is_an_empty_line() -> None:
    assert [line.text for line in _set("", 200.0, 32.0, True)] == [""]  # noqa: FBT003
