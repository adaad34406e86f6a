"""Keying as a state machine: whatever the fingers do, no sheet is lost and none is made up."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.evaluation import SCHEME_1, Header
from ldz_desktop.domain.rekeying import Keying
from ldz_desktop.ui.evaluation.entry import BACK, DELETE, FINISH, SheetEntry, header_problems

KEYS = st.sampled_from([*"12345-", BACK, FINISH, DELETE, "x", "0", ""])
SHEET = st.text("12345-", min_size=8, max_size=8)


def typed(entry: SheetEntry, keys: str | list[str]) -> SheetEntry:
    for key in keys:
        entry, _ = entry.press(key)
    return entry


def test_eight_answers_file_a_sheet_and_begin_the_next() -> None:
    entry = typed(SheetEntry(), "5544332-")
    assert entry.sheets == ("5544332-",)
    assert entry.current == ""
    entry, happened = entry.press("1")
    assert (entry.current, happened) == ("1", "answered")


def test_finish_fills_up_with_no_answer() -> None:
    entry = typed(SheetEntry(), ["5", "4", FINISH])
    assert entry.sheets == ("54------",)
    assert (entry.valid, entry.invalid) == (0, 1)
    assert entry.press(FINISH) == (entry, "nothing")


def test_back_reopens_the_last_question_of_the_sheet_before() -> None:
    entry = typed(SheetEntry(), "54321543")
    entry, happened = entry.press(BACK)
    assert (entry.current, entry.sheets, happened) == ("5432154", (), "taken back")
    assert typed(entry, "5").sheets == ("54321545",)
    entry = typed(SheetEntry(), ["5", "4", FINISH, BACK])
    assert (entry.current, entry.sheets) == ("54", ())
    entry = typed(SheetEntry(), ["5", "4", DELETE, BACK])
    assert entry.current == "54"


def test_back_on_a_pile_that_was_left_reopens_the_last_question_with_the_others_kept() -> None:
    entry, happened = SheetEntry(sheets=("11111111", "54321543")).press(BACK)
    assert (entry.current, entry.place, happened) == ("5432154", 1, "taken back")
    assert entry.sheets == ("11111111", "54321543")  # it counts as it was until it is filed anew
    entry = typed(entry, [BACK] * 7)
    assert (entry.current, entry.place) == ("", 1)
    entry = typed(entry, [BACK])
    assert (entry.current, entry.place) == ("1111111", 0)
    entry = typed(entry, "5")
    assert entry.sheets == ("11111115", "54321543")
    assert typed(entry, "44444444").sheets[-1] == "44444444"  # the next one lies on top again


def test_a_sheet_can_be_taken_back_only_between_two_sheets_and_keeps_its_place() -> None:
    entry = typed(SheetEntry(sheets=("11111111", "22222222")), "33333333" + "4")
    assert entry.take(0) == (entry, "nothing")
    entry = typed(entry, [BACK])
    taken, _ = entry.take(0)
    assert (taken.current, taken.place) == ("11111111", 0)
    assert entry.take(3) == (entry, "nothing")
    assert typed(taken, "55555555").sheets == ("55555555", "22222222", "33333333")
    gone = typed(taken, [DELETE])
    assert gone.with_sheet(0, "11111111") == entry
    later, _ = gone.take(1)  # the second of two is in hand when the first comes back
    back = later.with_sheet(0, "11111111")
    assert (back.place, back.sheets[2]) == (2, "33333333")
    assert typed(back, [BACK]).sheets == back.sheets  # which Backspace does not take away again


def test_a_hand_that_cannot_be_is_empty() -> None:
    sheets = ("55555555", "44444444")
    for hand in ("3:55", "0:5", "x:5", ":55555555", "1:555555555", ":59", "junk"):
        assert SheetEntry.of(Keying(sheets, hand), SCHEME_1) == SheetEntry(sheets=sheets), hand
    for hand in ("", ":5", "2:", "1:5555555-", ":----"):
        assert SheetEntry.of(Keying(sheets, hand), SCHEME_1).keyed == Keying(sheets, hand)


@given(st.lists(SHEET, max_size=5), st.lists(KEYS, max_size=120))
def test_sheets_are_always_whole_and_survive_a_power_cut(
    earlier: list[str], keys: list[str]
) -> None:
    entry = SheetEntry(sheets=tuple(earlier))
    for key in keys:
        entry, _ = entry.press(key)
        assert all(len(s) == 8 and set(s) <= set("12345-") for s in entry.sheets)
        assert len(entry.current) < 8 or entry.current == entry.sheets[entry.place or 0]
        assert entry.valid + entry.invalid == len(entry.sheets)
        assert SheetEntry.of(entry.keyed, SCHEME_1) == entry


@given(st.lists(SHEET, max_size=12))
def test_whatever_is_typed_is_what_is_filed(sheets: list[str]) -> None:
    assert typed(SheetEntry(), "".join(sheets)).sheets == tuple(sheets)


@given(st.lists(SHEET, max_size=3), st.lists(KEYS, max_size=60))
def test_back_is_the_inverse_of_the_last_key(earlier: list[str], keys: list[str]) -> None:
    """Key by key back to where keying began, through filing, filling up and deleting."""
    entry = SheetEntry(sheets=tuple(earlier))
    stood: list[SheetEntry] = []
    for key in keys:
        after, happened = entry.press(key)
        if key == BACK:
            if stood:
                assert after == stood.pop()
        elif happened != "nothing":
            assert after.press(BACK)[0] == entry
            stood.append(entry)
        entry = after
    while stood:
        entry, happened = entry.press(BACK)
        assert entry == stood.pop()
        assert happened != "nothing"


@given(st.lists(SHEET, min_size=1, max_size=3), st.lists(KEYS, max_size=60))
def test_back_takes_one_answer_after_a_power_cut_too(earlier: list[str], keys: list[str]) -> None:
    entry = typed(SheetEntry(sheets=tuple(earlier)), keys)
    entry = SheetEntry.of(entry.keyed, SCHEME_1)
    after, _ = entry.press(BACK)
    assert after.sheets == entry.sheets
    if entry.current:
        assert after.current == entry.current[:-1]
    elif after.place is not None:
        assert after.current == entry.sheets[after.place][:-1]


@given(st.lists(KEYS, max_size=120))
def test_only_delete_and_keying_anew_lose_a_sheet(keys: list[str]) -> None:
    entry = SheetEntry()
    for key in keys:
        before, place = entry.sheets, entry.place
        entry, happened = entry.press(key)
        lost = Counter(before) - Counter(entry.sheets)
        if key == BACK:  # what it takes out of the pile goes on in the hand
            assert sum(lost.values()) <= 1
            assert all(s.startswith(entry.current) for s in lost) or place is None
        elif happened in ("dropped", "filed") and place is not None:
            assert lost <= Counter([before[place]])
        else:
            assert not lost


def test_the_batch_must_balance() -> None:
    entry = typed(SheetEntry(), "55555555" * 3 + "1" + "-" * 7)
    assert entry.problems(Header(10, 4, 3, 1, 0)) == ()
    assert entry.problems(Header(10, 4, 4, 0, 0)) == (
        "已录入有效表 3 张，表头填写 4 张。",
        "已录入答题不足的表 1 张，多于废表和空白表之和 0 张。",
    )
    assert header_problems(Header(3, 4, 3, 1, 0)) == ("收回 4 张，多于发出的 3 张。",)
    assert header_problems(Header(10, 4, 3, 1, 0)) == ()
