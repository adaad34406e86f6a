"""The star booklet's keys and pasted blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.ui.evaluation import marks
from ldz_desktop.ui.evaluation.marks import EMPTY, StarGrid, parse_block

NAMES = (
    "赵琴",
    "徐杨",
    "陈彬",
    "孙明",
    "何丽娟",
    "吴晓东",
    "郑洁",
    "冯远",
    "褚云",
    "卫东",
    "蒋文",
    "沈悦",
)

KEYS = st.sampled_from(
    (
        *("1", "2", "3", "4", "5", "9", "", marks.UP, marks.DOWN, marks.LEFT, marks.RIGHT),
        *(marks.NEXT, marks.PREVIOUS, marks.BACK, marks.CLEAR),
    )
)


def typed(grid: StarGrid, keys: list[str] | str) -> StarGrid:
    for key in keys:
        grid = grid.press(key)
    return grid


def test_marks_fill_line_after_line() -> None:
    grid = StarGrid().add(1).add(2)
    grid = typed(grid, [marks.UP, *"543321"])
    assert grid.marks == {1: "543", 2: "321"}
    assert grid.missing == 0
    assert (grid.row, grid.column) == (1, 2)


def test_back_clears_and_steps_back_and_arrows_only_move() -> None:
    grid = typed(StarGrid().add(1), "54")
    grid = grid.press(marks.LEFT)
    assert (grid.column, grid.lines) == (1, ("54-",))
    assert typed(grid, [marks.BACK]).lines == ("5--",)
    assert typed(grid, [marks.BACK]).column == 0
    assert grid.missing == 1


def test_back_takes_the_last_mark_back_and_stands_where_it_goes() -> None:
    grid = typed(StarGrid().add(1).at(0, 0), ["5", "4", marks.BACK])
    assert (grid.lines, grid.column) == (("5--",), 1)
    grid = typed(grid, [marks.LEFT, "3", marks.BACK])  # what was overwritten comes back
    assert (grid.lines, grid.column) == (("5--",), 0)
    grid = typed(grid, [marks.RIGHT, marks.BACK])
    assert (grid.lines, grid.column) == (("---",), 0)


@given(st.lists(KEYS, max_size=40), st.sampled_from([*"12345", marks.CLEAR]))
def test_back_is_the_inverse_of_a_mark(keys: list[str], key: str) -> None:
    grid = typed(StarGrid().add(1).add(2).add(3), keys)
    assert grid.press(key).press(marks.BACK) == grid


def test_a_booklet_counts_once_and_without_marks_not_at_all() -> None:
    grid = StarGrid().add(4).add(2).add(4).add(0).add(1000)
    assert grid.numbers == (2, 4)
    assert grid.row == 1
    assert grid.marks == {}
    assert grid.remove(0).numbers == (4,)
    assert grid.remove(1).row == 0


@given(st.integers(0, 4), st.lists(KEYS, max_size=60))
def test_the_cursor_stays_on_the_grid(count: int, keys: list[str]) -> None:
    grid = StarGrid()
    for number in range(count):
        grid = grid.add(number + 1)
    grid = typed(grid, keys)
    assert len(grid.lines) == len(grid.numbers) == count
    assert all(len(line) == 3 and set(line) <= set("12345-") for line in grid.lines)
    assert 0 <= grid.row < max(1, count)
    assert 0 <= grid.column < 3


@pytest.mark.parametrize(
    ("text", "lines", "refused"),
    [
        ("1\t5\t4\t3\n2号\t5\t\t5\n", ((1, "543"), (2, "5-5")), ()),
        (
            "评议人\t政策宣讲\t睦邻友好\t服务民生\n张敏\t5星\t四星\t★★★\n",
            ((None, "543"),),
            (),
        ),
        ("5\t4\t3\n5.0\t５\t2", ((None, "543"), (None, "552")), ()),
        ("张敏,5,4,3", ((None, "543"),), ()),
        ("5 4 3", ((None, "543"),), ()),
        ("张敏\t5\t4\t3\n李强\t6\t4\t3\n王五\t5\t4", ((None, "543"),), (2, 3)),
        ("张敏\t5\t4\t3\n张敏\t5\t4\t3", ((None, "543"),), (2,)),  # nobody counts twice
        ("张敏\t5\t4\t3\n7\t1\t1\t1", ((7, "111"), (None, "543")), ()),
        ("", (), ()),
        ("一段文字", (), ()),
    ],
)
def test_blocks(
    text: str, lines: tuple[tuple[int | None, str], ...], refused: tuple[int, ...]
) -> None:
    block = parse_block(text)
    assert (block.lines, block.refused) == (lines, refused)


def test_a_pasted_block_goes_in_by_number_or_from_the_cursor() -> None:
    grid = StarGrid().add(1).add(2).press(marks.UP)
    by_number = grid.paste(parse_block("2\t1\t2\t3\n4\t5\t5\t5"))
    assert by_number.marks == {2: "123", 4: "555"}
    assert by_number.lines[0] == EMPTY
    block = parse_block("5\t4\t3\n2\t2\t2\n1\t1\t1")
    nameless = grid.paste(block)
    assert nameless.marks == {1: "543", 2: "222", 3: "111"}
    assert nameless.paste(block) == nameless  # nobody is there twice
    assert StarGrid().paste(block).marks == nameless.marks
    second = nameless.at(1, 0).paste(parse_block("5\t5\t5"))
    assert second.marks == {1: "543", 2: "555", 3: "111"}


def test_a_pasted_name_goes_no_further_and_its_place_tells_nothing() -> None:
    text = "\n".join(f"评委{name}\t5\t{n % 5 + 1}\t{n // 5 + 1}" for n, name in enumerate(NAMES))
    first, second = StarGrid().paste(parse_block(text)), StarGrid().paste(parse_block(text))
    assert sorted(first.lines) == sorted(second.lines)
    assert first.lines != second.lines
    assert not any(name in repr(first) for name in NAMES)


@given(st.text("张李\t\n 12345星★,,-", max_size=60))
def test_no_block_is_a_defect(text: str) -> None:
    block = parse_block(text)
    assert all(len(m) == 3 and set(m) <= set("12345-") for _, m in block.lines)
