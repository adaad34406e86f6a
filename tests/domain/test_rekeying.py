"""Two keyings of one pile: every slip of the finger is found where it lies, and nothing else."""

import random
import time
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.rekeying import LineUp, different_questions, line_up

SHEET = st.text("12345-", min_size=8, max_size=8)
PILE = st.lists(SHEET, min_size=1, max_size=12)


def pile(count: int, questions: int = 8, seed: int = 1) -> list[str]:
    dice = random.Random(seed)
    return ["".join(dice.choice("5554432") for _ in range(questions)) for _ in range(count)]


def test_the_same_twice_differs_nowhere() -> None:
    sheets = pile(142)
    found = line_up(sheets, sheets)
    assert (found.different, found.in_order) == ((), True)
    assert line_up([], []).rows == ()


def test_a_slip_is_found_at_its_place_and_settled_by_what_the_paper_says() -> None:
    first = pile(142)
    second = [*first]
    second[36] = first[36][:2] + "1" + first[36][3:]
    found = line_up(first, second)
    assert (found.different, found.place(36)) == ((36,), 37)
    assert different_questions(found.rows[36]) == (2,)
    for answer in (first[36][2], "1", "-"):
        settled = found.answered(36, 2, answer)
        assert settled.different == ()
        assert settled.first[36] == settled.second[36] == first[36][:2] + answer + first[36][3:]
        assert settled.first[:36] + settled.first[37:] == (*first[:36], *first[37:])


def test_a_slip_that_looks_like_another_sheet_is_still_found_at_its_place() -> None:
    """The reason why the order counts: as heaps the two keyings differ only in what there is once
    more, and nobody could say on which paper."""
    first = ["55555555"] * 20 + ["55554555"] + ["55555555"] * 20
    second = ["55555555"] * 41
    found = line_up(first, second)
    assert (found.in_order, [found.place(row) for row in found.different]) == (True, [21])


def test_a_sheet_left_out_or_keyed_twice_moves_no_other() -> None:
    first = pile(142, seed=2)
    left_out = line_up(first, first[:50] + first[51:])
    assert left_out.different == (50,)
    assert left_out.rows[50] == (first[50], None)
    assert left_out.kept(50).second == tuple(first)
    assert left_out.dropped(50).first == (*first[:50], *first[51:])
    twice = line_up(first, [*first[:51], first[50], *first[51:]])
    assert [twice.rows[row][0] for row in twice.different] == [None]
    assert twice.dropped(*twice.different).second == tuple(first)


def test_a_pile_turned_over_is_read_from_its_other_end() -> None:
    first = pile(60)
    second = [*first]
    second[9] = "1" + second[9][1:]
    found = line_up(first, second[::-1])
    assert (found.in_order, found.different, found.place(9)) == (True, (9,), 10)


def test_a_pile_that_fell_down_is_compared_without_places() -> None:
    first = pile(60)
    second = [*first]
    second[9] = "1" + second[9][1:]
    random.Random(3).shuffle(second)
    found = line_up(first, second)
    assert not found.in_order
    assert found.different == (9,)
    assert different_questions(found.rows[9]) == (0,)


def test_six_and_ten_questions() -> None:
    for questions in (6, 10):
        first = pile(40, questions)
        second = [*first]
        second[5] = first[5][:-1] + "-"
        (row,) = line_up(first, second).different
        assert (row, different_questions(line_up(first, second).rows[row])) == (5, (questions - 1,))


def test_142_sheets_are_compared_before_the_key_is_up() -> None:
    first = pile(142)
    second = [s[::-1] if n % 3 == 0 else s for n, s in enumerate(first)]
    begun = time.process_time()
    line_up(first, second)
    assert time.process_time() - begun < 0.5


@given(PILE, PILE)
def test_nothing_is_made_up_and_nothing_lost(first: list[str], second: list[str]) -> None:
    found = line_up(first, second)
    assert found.first == tuple(first)
    assert Counter(found.second) == Counter(second)
    assert all(row != (None, None) for row in found.rows)


@given(PILE, PILE, st.data())
def test_settling_everything_makes_them_agree(
    first: list[str], second: list[str], data: st.DataObject
) -> None:
    found: LineUp = line_up(first, second)
    steps = 0
    while found.different:
        row = found.different[0]
        questions = different_questions(found.rows[row])
        if questions:
            found = found.answered(row, questions[0], data.draw(st.sampled_from("12345-")))
        else:
            found = found.kept(row) if data.draw(st.booleans()) else found.dropped(row)
        steps += 1
        assert steps <= 8 * (len(first) + len(second))
    assert found.first == found.second
    assert line_up(found.first, found.second).different == ()
