"""Keyed twice and compared as a state machine: one key a decision, nothing lost, all undone."""

from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.evaluation import SCHEME_1, Header
from ldz_desktop.domain.rekeying import Keying
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.ui.evaluation.batch_work import BatchWork
from ldz_desktop.ui.evaluation.entry import BACK, DELETE, FINISH, SheetEntry
from ldz_desktop.ui.evaluation.entry_words import balance_words, pad_view

SHEET = st.text("12345-", min_size=8, max_size=8)
KEYS = st.sampled_from([*"12345-", BACK, FINISH, DELETE, "x", ""])
FIRST = ("55555555", "44444444", "33333333")


def begun(*first: str) -> BatchWork:
    return BatchWork(SheetEntry(sheets=first))


def typed(work: BatchWork, *keys: str) -> BatchWork:
    for key in keys:
        work, _ = work.press(key)
    return work


def again(*second: str, first: tuple[str, ...] = FIRST) -> BatchWork:
    """Keyed a second time and compared."""
    return typed(begun(*first).again(), *"".join(second)).compare()


def test_the_second_keying_sees_nothing_of_the_first() -> None:
    work = typed(begun(*FIRST).again(), *"55555555", "4")
    assert (work.stage, work.short, work.entry.sheets) == ("second", 2, ("55555555",))
    view = pad_view(work, "answered")
    assert (view.title, len(view.marks)) == ("复录第 2 张", 1)
    assert work.draft(Header()).second == Keying(("55555555",), ":4")
    assert work.draft(Header()).sheets == FIRST


def test_equal_keyings_agree_at_once() -> None:
    work = again(*FIRST)
    assert (work.stage, work.different, work.asked) == ("compare", (), None)
    assert pad_view(work, "nothing").title == "两遍一致"
    header = Header(9, 3, 3, 0, 0)
    assert balance_words(work, header) == "表头和已录的表对得上，两遍一致，可以交批。"


def test_a_question_is_decided_by_what_the_paper_says_with_one_key() -> None:
    work = again("55555555", "44434424", "33333333")
    assert work.asked == (1, 3)
    view = pad_view(work, "nothing")
    assert (view.title, view.now) == ("第 2 张的第 4 题", 3)
    assert view.marks[3] == {"4": ("一", "ink"), "3": ("二", "ink")}
    assert view.marks[0] == {"4": ("4", "faint")}
    for key in (FINISH, DELETE, BACK, "x"):
        assert work.press(key) == (work, "nothing")
    work = typed(work, "3")
    assert work.asked == (1, 6)
    done = typed(work, "-")
    assert done.asked is None
    assert done.draft(Header()) == Draft(
        Header(), ("55555555", "444344-4", "33333333"), "",
        Keying(("55555555", "444344-4", "33333333")),
    )  # fmt: skip
    assert typed(done, BACK) == work
    assert typed(done, BACK, BACK).draft(Header()).sheets == FIRST


def test_a_sheet_that_only_one_has_is_kept_or_dropped_with_one_key() -> None:
    work = again("55555555", "33333333")
    assert work.asked == (1, None)
    assert pad_view(work, "nothing").title == "第 2 张，只第一遍有"
    assert work.press("5") == (work, "nothing")
    assert typed(work, FINISH).draft(Header()).second == Keying(FIRST)
    assert typed(work, DELETE).draft(Header()).sheets == ("55555555", "33333333")
    more = again("55555555", "44444444", "11111111", "33333333")
    assert pad_view(more, "nothing").title == "第 3 张，只第二遍有"
    assert typed(more, FINISH).first.sheets == ("55555555", "44444444", "11111111", "33333333")
    assert typed(more, FINISH).different == ()


def test_on_with_the_pile_and_giving_up() -> None:
    work = again("55555555", "44434424", "33333333")
    back = work.keying()
    assert (back.stage, back.entry.sheets[1]) == ("second", "44434424")
    assert work.once() == begun(*FIRST)


def test_it_is_left_and_found_again() -> None:
    half = typed(begun(*FIRST).again(), *"55555555", "4")
    assert BatchWork.of(half.draft(Header()), SCHEME_1) == half
    whole = typed(begun(*FIRST).again(), *"555555554444444433333331")
    found = BatchWork.of(whole.draft(Header()), SCHEME_1)
    assert (found.stage, found.asked) == ("compare", (2, 7))


@given(st.lists(SHEET, min_size=1, max_size=6), st.lists(SHEET, max_size=6),
       st.lists(KEYS, max_size=40))  # fmt: skip
def test_whatever_is_pressed_it_is_stored_whole_and_undone(
    first: list[str], second: list[str], keys: list[str]
) -> None:
    work = BatchWork(
        SheetEntry(sheets=tuple(first)), SheetEntry(sheets=tuple(second))
    ).compare()  # fmt: skip
    start, count = work, 0
    for key in keys:
        before = work
        work, happened = work.press(key)
        count += {"settled": 1, "undone": -1}.get(happened, 0)
        assert (happened == "nothing") == (work == before)
        assert all(len(s) == 8 for s in work.first.sheets)
        assert bool(work.different) == (work.first.sheets != work.entry.sheets)
        assert work.asked is not None or not work.different
    assert typed(work, *[BACK] * count) == start
