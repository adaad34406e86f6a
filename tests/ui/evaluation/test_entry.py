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


def test_back_takes_back_an_answer_then_the_whole_sheet_before() -> None:
    entry = typed(SheetEntry(), "55555555" + "44")
    entry = typed(entry, [BACK, BACK])
    assert (entry.current, entry.sheets, entry.in_hand) == ("", ("55555555",), False)
    entry, happened = entry.press(BACK)
    assert happened == "taken back"
    assert (entry.current, entry.sheets, entry.place) == ("55555555", ("55555555",), 0)
    assert typed(entry, [FINISH]).sheets == ("55555555",)
    assert typed(entry, [BACK, "1"]).sheets == ("55555551",)
    assert typed(entry, "43214321").sheets == ("43214321",)
    assert typed(entry, [DELETE]).sheets == ()


def test_back_walks_down_the_pile_and_loses_nothing() -> None:
    entry = typed(SheetEntry(), "11111111" + "22222222" + "33333333")
    entry = typed(entry, [BACK] * 18)  # 3 and 2 erased, 2 left untouched, 1 in hand
    assert (entry.place, entry.current) == (1, "")
    entry = typed(entry, [BACK])
    assert (entry.place, entry.current) == (0, "11111111")
    assert entry.sheets == ("11111111", "22222222", "33333333")
    entry = typed(entry, [BACK, "5"])
    assert entry.sheets == ("11111115", "22222222", "33333333")
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
    later = typed(gone, [BACK])  # the second of two is in hand when the first comes back
    back = later.with_sheet(0, "11111111")
    assert (back.place, back.sheets[2]) == (2, "33333333")


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


@given(st.lists(KEYS, max_size=60), st.sampled_from("12345-"))
def test_back_undoes_an_answer(keys: list[str], key: str) -> None:
    entry = typed(SheetEntry(), keys)
    after, happened = entry.press(key)
    if happened == "answered" and len(entry.current) < 8:
        assert after.press(BACK) == (entry, "undone")
    if happened == "filed" and entry.place is None:
        again, _ = after.press(BACK)
        assert again.press(BACK)[0].current == entry.current
        assert again.press(FINISH) == (after, "filed")


@given(st.lists(KEYS, max_size=120))
def test_only_delete_and_keying_anew_lose_a_sheet(keys: list[str]) -> None:
    entry = SheetEntry()
    for key in keys:
        before, place = entry.sheets, entry.place
        entry, happened = entry.press(key)
        lost = Counter(before) - Counter(entry.sheets)
        if happened in ("dropped", "filed") and place is not None:
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
