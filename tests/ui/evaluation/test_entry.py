"""Keying as a state machine: whatever the fingers do, no sheet is lost and none is made up."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.ui.evaluation.entry import BACK, DELETE, FINISH, SheetEntry, header_problems

KEYS = st.sampled_from([*"12345-", BACK, FINISH, DELETE, "x", "0", ""])
SHEET = st.text("12345-", min_size=8, max_size=8)


def typed(entry: SheetEntry, keys: str | list[str]) -> SheetEntry:
    for key in keys:
        entry, _ = entry.press(key)
    return entry


def test_eight_answers_file_a_sheet_and_begin_the_next() -> None:
    entry = typed(SheetEntry(), "5544332-")
    assert entry.filed == ("5544332-",)
    assert entry.current == ""
    entry, happened = entry.press("1")
    assert (entry.current, happened) == ("1", "answered")


def test_finish_fills_up_with_no_answer() -> None:
    entry = typed(SheetEntry(), ["5", "4", FINISH])
    assert entry.filed == ("54------",)
    assert (entry.valid, entry.invalid) == (0, 1)
    assert entry.press(FINISH) == (entry, "nothing")


def test_back_takes_back_an_answer_then_the_whole_sheet_before() -> None:
    entry = typed(SheetEntry(), "55555555" + "44")
    entry = typed(entry, [BACK, BACK])
    assert (entry.current, entry.filed) == ("", ("55555555",))
    entry, happened = entry.press(BACK)
    assert happened == "taken back"
    assert (entry.current, entry.filed, entry.taken) == ("55555555", (), "55555555")
    assert typed(entry, [FINISH]).filed == ("55555555",)
    assert typed(entry, [BACK, "1"]).filed == ("55555551",)
    assert typed(entry, "43214321").filed == ("43214321",)
    assert typed(entry, [DELETE]).sheets == ()


def test_a_listed_sheet_can_be_taken_back_only_between_two_sheets() -> None:
    entry = typed(SheetEntry(earlier=("11111111", "22222222")), "33333333" + "4")
    assert entry.take("11111111") == (entry, "nothing")
    entry = typed(entry, [BACK])
    taken, _ = entry.take("11111111")
    assert (taken.earlier, taken.filed, taken.current) == (
        ("22222222",),
        ("33333333",),
        "11111111",
    )
    assert entry.take("55555555") == (entry, "nothing")
    newest, _ = typed(SheetEntry(), "11111111" + "22222222" + "11111111").take("11111111")
    assert newest.filed == ("11111111", "22222222")


@given(st.lists(SHEET, max_size=5), st.lists(KEYS, max_size=120))
def test_sheets_are_always_whole(earlier: list[str], keys: list[str]) -> None:
    entry = SheetEntry(earlier=tuple(earlier))
    for key in keys:
        entry, _ = entry.press(key)
        assert all(len(s) == 8 and set(s) <= set("12345-") for s in entry.sheets)
        assert len(entry.current) < 8 or entry.current == entry.taken
        assert entry.valid + entry.invalid == len(entry.sheets)
        assert Counter(entry.settled().sheets) == Counter(entry.sheets)
    assert entry.earlier == tuple(earlier)  # no key reaches what was stored before


@given(st.lists(SHEET, max_size=12))
def test_whatever_is_typed_is_what_is_filed(sheets: list[str]) -> None:
    assert typed(SheetEntry(), "".join(sheets)).filed == tuple(sheets)


@given(st.lists(KEYS, max_size=60), st.sampled_from("12345-"))
def test_back_undoes_an_answer(keys: list[str], key: str) -> None:
    entry = typed(SheetEntry(), keys)
    after, happened = entry.press(key)
    if happened == "answered" and len(entry.current) < 8:
        assert after.press(BACK) == (entry, "undone")
    if happened == "filed" and not entry.taken:
        again, _ = after.press(BACK)
        assert again.press(BACK)[0].current == entry.current
        assert again.press(FINISH) == (after, "filed")


@given(st.lists(KEYS, max_size=120))
def test_only_delete_and_keying_anew_lose_a_sheet(keys: list[str]) -> None:
    entry = SheetEntry()
    for key in keys:
        before = Counter(entry.sheets)
        was_taken = entry.taken
        entry, happened = entry.press(key)
        lost = before - Counter(entry.sheets)
        if happened in ("dropped", "filed") and was_taken:
            assert lost <= Counter([was_taken])
        elif happened == "taken back" and was_taken:
            assert lost == Counter([was_taken])  # erased to the last answer, then one further back
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
