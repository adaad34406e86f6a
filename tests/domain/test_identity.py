"""Identity numbers: the table of domain.md §3, the damage of spreadsheets, and properties."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ldz_desktop.domain.codes import ID_TYPE
from ldz_desktop.domain.gb11643 import check_character
from ldz_desktop.domain.identity import (
    DISABILITY,
    FOREIGNER,
    HK_MACAU_TAIWAN,
    MILITARY,
    OTHER,
    PASSPORT,
    RESIDENT,
    Identity,
    check_id,
    normal_form,
)
from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.services.codes import regions

TODAY = date(2026, 11, 24)
GOOD = "511902196707260018"


def _check(
    text: str,
    *,
    sex: str | None = None,
    birth: date | None = None,
    id_type: str | None = None,
) -> Identity:
    return check_id(text, TODAY, regions=regions(), sex=sex, birth=birth, id_type=id_type)


def _codes(found: Identity, level: str) -> list[str]:
    return [problem.code for problem in found.problems if problem.level == level]


def _number(region: str, born: date, sequence: int) -> str:
    digits = f"{region}{born:%Y%m%d}{sequence:03}"
    return digits + check_character(digits)


# ---- the table of domain.md §3 ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "kind", "birth", "sex"),
    [
        ("511902196707260018", RESIDENT, date(1967, 7, 26), "1"),
        ("511902200002290013", RESIDENT, date(2000, 2, 29), "1"),
        ("810000199001010019", HK_MACAU_TAIWAN, date(1990, 1, 1), "1"),
        ("830000199001010047", HK_MACAU_TAIWAN, date(1990, 1, 1), "2"),
        ("91015619900101001X", FOREIGNER, date(1990, 1, 1), "1"),
    ],
)
def test_good_numbers(number: str, kind: str, birth: date, sex: str) -> None:
    assert _check(number) == Identity(number, None, kind, birth, sex, ())


def test_a_bad_check_digit_names_the_right_one_first() -> None:
    found = _check("511902196707260010")
    assert not found.ok
    assert found.number is None
    assert _codes(found, "refused") == ["check_digit"]
    assert found.problems[0].proposals[0] == GOOD


def test_a_date_that_does_not_exist() -> None:
    found = _check("51190219850229001X")
    assert _codes(found, "refused") == ["no_such_date"]
    assert not found.ok


def test_an_abolished_region_is_a_note() -> None:
    found = _check("513701196201010032")
    assert (found.ok, found.number) == (True, "513701196201010032")
    assert _codes(found, "note") == ["region_abolished"]


def test_an_unknown_region_is_a_note() -> None:
    found = _check("321119197310306324")
    assert (found.ok, found.sex) == (True, "2")
    assert _codes(found, "note") == ["region_unknown"]


def test_birth_in_the_future() -> None:
    found = _check("511902209912310010")
    assert _codes(found, "refused") == ["birth_in_future"]


def test_fifteen_digits_are_upgraded_and_kept() -> None:
    found = _check("511902670726001")
    assert (found.number, found.old, found.ok) == (GOOD, "511902670726001", True)
    assert (found.birth, found.sex) == (date(1967, 7, 26), "1")
    assert _codes(found, "note") == ["upgraded_15"]


@pytest.mark.parametrize("number", ["811902670726001", "910156900101001"])
def test_fifteen_digits_of_regions_without_old_numbers(number: str) -> None:
    assert _codes(_check(number), "refused") == ["length"]


# ---- regions ---------------------------------------------------------------------------------


def test_the_region_table() -> None:
    table = regions()
    assert "511902" in table.current
    assert {"810000", "820000", "830000"} <= table.current
    assert "513701" in table.abolished
    assert "321119" not in table.current | table.abolished
    assert not table.current & table.abolished
    assert len(table.current) > 3200
    assert len(table.abolished) > 3000
    assert all(len(code) == 6 and code.isdigit() for code in table.current | table.abolished)


def test_the_region_table_reaches_to_2025() -> None:
    table = regions()
    made = "350404 350405 350604 350605 431181 450181 500157 513402 520581 532302 540481 540581"
    made += " 610305 610981 653228 653229 654203 659011 659012 330113 330114 410307 410308 710000"
    gone = "350402 350403 350427 431121 500105 500112 513425 520522 540422 654223 330103 410381"
    assert set(made.split()) <= table.current
    assert set(gone.split()) <= table.abolished
    for region in made.split():
        assert _check(_number(region, date(1990, 1, 1), 1)).problems == ()


def test_without_a_table_no_region_is_judged() -> None:
    assert check_id("321119197310306324", TODAY).problems == ()


# ---- typing and spreadsheets -----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "５１１９０２１９６７０７２６００１８",
        " 511902 19670726 0018 ",
        "511902\u300019670726\u00a00018",
        "'511902196707260018",
        "’511902196707260018",
        "\t511902196707260018",
        "511902196707260018\n",
        "\ufeff511902\u200b196707260018",
        "511902-19670726-0018",
    ],
)
def test_what_typing_adds_is_taken_off(text: str) -> None:
    assert _check(text) == Identity(GOOD, None, RESIDENT, date(1967, 7, 26), "1", ())


@pytest.mark.parametrize("last", ["x", "X", "ｘ", "Ｘ", "Х", "×"])
def test_every_form_of_x(last: str) -> None:
    assert _check("51190219510814909" + last).number == "51190219510814909X"


@pytest.mark.parametrize(
    "text", ["5.1190E+17", "5.119021990010113e+17", "5.12E17", "５．１１９０Ｅ＋１７", "5E+17"]
)
def test_scientific_notation_is_damage(text: str) -> None:
    found = _check(text)
    assert _codes(found, "refused") == ["damaged_exponent"]
    assert found.problems[0].proposals == ()


@pytest.mark.parametrize("text", ["511921194903030000", "511902196707260018.0"])
def test_lost_last_digits_are_damage(text: str) -> None:
    assert _codes(_check(text), "refused") == ["damaged_zeros"]


def test_a_number_that_ends_in_000_and_passes_is_fine() -> None:
    number = next(
        n
        for day in range(365)
        for sequence in (100, 200, 300)
        if (n := _number("511902", date(1980, 1, 1) + timedelta(day), sequence)).endswith("000")
    )
    assert _check(number).problems == ()


def test_fifteen_digits_survive_being_a_number() -> None:
    assert _check("511902670726001.0").number == GOOD


@pytest.mark.parametrize("zero", ["O", "o", "Ｏ", "〇", "О"])
def test_a_letter_o_is_mended_when_the_result_passes(zero: str) -> None:
    found = _check(f"5119{zero}2196707260018")
    assert (found.number, found.ok) == (GOOD, True)
    assert _codes(found, "note") == ["letter_o"]


def test_a_letter_o_is_not_mended_when_the_result_fails() -> None:
    found = _check("5119O2196707260010")
    assert (found.number, found.ok) == (None, False)
    assert _codes(found, "refused") == ["characters"]


def test_a_letter_o_in_fifteen_digits() -> None:
    found = _check("5119O2670726001")
    assert (found.number, found.old) == (GOOD, "511902670726001")
    assert _codes(found, "note") == ["upgraded_15", "letter_o"]


def test_other_letters_are_proposed_not_mended() -> None:
    found = _check("51190219670726OOI8")
    assert not found.ok
    assert found.problems[0].proposals == (GOOD,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("51190219670726", "length"),
        ("5119021967072600181", "length"),
        ("5119021967072600AB", "characters"),
        ("1234567890123X5", "characters"),
        ("身份证号", "characters"),
        ("511902670229001", "no_such_date"),
    ],
)
def test_what_is_no_number_at_all(text: str, code: str) -> None:
    assert _codes(_check(text, id_type=RESIDENT), "refused") == [code]


def test_a_missing_check_digit_is_proposed() -> None:
    found = _check(GOOD[:17])
    assert _codes(found, "refused") == ["length"]
    assert found.problems[0].proposals == (GOOD,)


@pytest.mark.parametrize("text", ["", "  ", "'", "\u3000"])
def test_an_empty_number_is_no_problem(text: str) -> None:
    assert _check(text) == Identity(None, None, None, None, None, ())
    assert _check(text).ok


# ---- the record beside the number ------------------------------------------------------------


def test_sex_against_the_number_is_a_note() -> None:
    found = _check("511921200506279829", sex="1")
    assert (found.ok, found.sex) == (True, "2")
    assert [(p.level, p.field, p.code) for p in found.problems] == [("note", "sex", "sex_mismatch")]
    assert _check("511921200506279829", sex="2").problems == ()
    assert _check("511921200506279829", sex="9").problems == ()


def test_birth_against_the_number_is_a_note() -> None:
    found = _check(GOOD, birth=date(1967, 7, 27))
    assert (found.ok, found.birth) == (True, date(1967, 7, 26))
    assert [(p.field, p.code) for p in found.problems] == [("birth", "birth_mismatch")]
    assert _check(GOOD, birth=date(1967, 7, 26)).problems == ()


def test_all_notes_at_once() -> None:
    found = _check("321119197310306324", sex="1", birth=date(2000, 1, 1))
    assert _codes(found, "note") == ["region_unknown", "sex_mismatch", "birth_mismatch"]


def test_a_person_of_more_than_130_years_is_a_note() -> None:
    found = _check(_number("511902", date(1890, 1, 1), 1))
    assert (found.ok, _codes(found, "note")) == (True, ["birth_long_ago"])


def test_born_today_is_fine() -> None:
    assert _check(_number("511902", TODAY, 1)).problems == ()
    tomorrow = _number("511902", TODAY + timedelta(1), 1)
    assert _codes(_check(tomorrow), "refused") == ["birth_in_future"]


# ---- proposals -------------------------------------------------------------------------------


def test_swapped_neighbours_are_proposed() -> None:
    typed = "511902197607260018"  # 67 became 76
    assert GOOD in _check(typed).problems[0].proposals


def test_the_record_orders_the_proposals() -> None:
    typed = "511902196704260018"  # July became April
    assert _check(typed).problems[0].proposals[0] != GOOD
    assert _check(typed, birth=date(1967, 7, 26), sex="1").problems[0].proposals[0] == GOOD


def test_check_digit_and_date_can_both_be_wrong() -> None:
    found = _check("511902196713260018")
    assert _codes(found, "refused") == ["check_digit", "no_such_date"]
    assert all(_check(p).ok for p in found.problems[0].proposals)


# ---- other documents -------------------------------------------------------------------------


def test_the_old_foreigners_card() -> None:
    found = _check("usa110190010112")
    assert (found.number, found.id_type, found.problems) == ("USA110190010112", FOREIGNER, ())


def test_the_new_foreigners_card_has_the_same_check_digit() -> None:
    assert _codes(_check("910156199001010019"), "refused") == ["check_digit"]


def test_a_disability_card_holds_the_id() -> None:
    found = _check(GOOD + "43")
    assert (found.number, found.id_type) == (GOOD + "43", DISABILITY)
    assert (found.birth, found.sex, found.problems) == (date(1967, 7, 26), "1", ())
    assert _check("51190219510814909x11").number == "51190219510814909X11"
    assert _check(GOOD + "43B1", id_type=DISABILITY).number == GOOD + "43B1"


@pytest.mark.parametrize("tail", ["83", "03", "45", "40", "X3"])
def test_a_disability_card_has_seven_categories_and_four_grades(tail: str) -> None:
    assert _codes(_check(GOOD + tail), "refused") == ["disability_code"]


def test_a_disability_card_with_a_wrong_id() -> None:
    assert _codes(_check("51190219670726001043"), "refused") == ["check_digit"]


@pytest.mark.parametrize("kind", ["护照", "军官证", "出生证", "其他"])
@pytest.mark.parametrize("text", ["E12345678", "军字第1234567号", "O510123456", "A-1/2"])
def test_other_documents_are_free_text(kind: str, text: str) -> None:
    assert _check(text, id_type=kind) == Identity(text, None, kind, None, None, ())


def test_free_text_has_three_to_thirty_characters() -> None:
    assert _codes(_check("AB", id_type=PASSPORT), "refused") == ["length"]
    assert _codes(_check("A" * 31, id_type=PASSPORT), "refused") == ["length"]
    assert _check("A" * 30, id_type=PASSPORT).ok
    assert _check("ABC", id_type=PASSPORT).ok


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("E12345678", PASSPORT),
        ("ea1234567", PASSPORT),
        ("C01X00T47", PASSPORT),
        ("l8h3k0c4", PASSPORT),
        ("13AB12345", PASSPORT),
        ("H12345678", OTHER),
        ("军字第1234567号", MILITARY),
    ],
)
def test_an_evident_other_document_is_taken_with_a_note(text: str, kind: str) -> None:
    found = _check(text)
    assert (found.ok, found.id_type, _codes(found, "note")) == (True, kind, ["type_assumed"])
    assert not _check(text, id_type=RESIDENT).ok


@pytest.mark.parametrize(
    ("kind", "text"),
    [(HK_MACAU_TAIWAN, "H1234567890"), (FOREIGNER, "12345678"), (DISABILITY, "12345")],
)
def test_unusual_forms_are_taken_with_a_note(kind: str, text: str) -> None:
    found = _check(text, id_type=kind)
    assert (found.ok, found.number, _codes(found, "note")) == (True, text, ["unusual_form"])


def test_kinds_are_codes_of_the_table() -> None:
    kinds = {RESIDENT, HK_MACAU_TAIWAN, FOREIGNER, DISABILITY, PASSPORT, MILITARY, OTHER}
    assert kinds <= {entry.code for entry in ID_TYPE.entries}


# ---- what people read ------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["511902196707260010", "51190219850229001X", "51190219670726"])
def test_reasons_are_chinese_sentences_without_the_number(text: str) -> None:
    for problem in _check(text).problems:
        assert problem.reason.endswith("。")
        assert text not in problem.reason
        assert "19" not in problem.reason


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("410101199001010012", "4101**********12"),
        ("51190219951011901X", "5119**********1X"),
        ("511902670726001", "5119**********01"),
        ("51190219670726001843", "5119**********43"),
        ("E12345678", "E1*****78"),
        ("A123", "****"),
        ("", ""),
        (None, ""),
    ],
)
def test_mask_id(number: str | None, masked: str) -> None:
    assert mask_id(number) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13900000001", "139****0001"),
        ("139 0000 0001", "139****0001"),
        ("13900000001/13800000002", "139****0001/138****0002"),
        ("0827-5123456", "082****3456"),
        ("5123456", "*****56"),
        ("", ""),
        (None, ""),
    ],
)
def test_mask_phone(phone: str | None, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_normal_form() -> None:
    assert normal_form(" ５1190２1951 0814909ｘ") == "51190219510814909X"


# ---- properties ------------------------------------------------------------------------------

NUMBERS = st.builds(
    _number,
    st.sampled_from(sorted(regions().current)),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


@given(NUMBERS)
def test_every_valid_number_passes(number: str) -> None:
    found = _check(number)
    assert (found.ok, found.number, found.problems) == (True, number, ())
    assert found.birth == date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    assert found.sex == ("1" if int(number[16]) % 2 else "2")


@given(NUMBERS, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_digit_change_is_found_and_undone(number: str, at: int, digit: str) -> None:
    assume(number[at] != digit)
    assume(at == 17 or digit != "X")
    wrong = number[:at] + digit + number[at + 1 :]
    found = _check(wrong)
    assert not found.ok
    problem = found.problems[0]
    assert problem.code in {"check_digit", "damaged_zeros"}
    assert all(_check(proposal).ok for proposal in problem.proposals)
    if at == 17 and problem.code == "check_digit":
        assert number in problem.proposals


@given(NUMBERS, st.integers(0, 15))
def test_every_swap_of_neighbours_is_found(number: str, at: int) -> None:
    assume(number[at] != number[at + 1])
    swapped = f"{number[:at]}{number[at + 1]}{number[at]}{number[at + 2 :]}"
    assert not _check(swapped).ok


@given(NUMBERS)
def test_fifteen_digits_say_the_same_as_eighteen(number: str) -> None:
    assume(number.startswith("19", 6))
    found = _check(number[:6] + number[8:17])
    assert (found.number, found.old) == (number, number[:6] + number[8:17])


@given(
    st.one_of(
        st.text(max_size=40),
        st.text("0123456789XxEe.+ O", max_size=24),
        st.text("٣٤५", max_size=18),
    ),
    st.sampled_from([None, *(entry.code for entry in ID_TYPE.entries)]),
)
def test_any_text_is_judged_without_an_exception(text: str, kind: str | None) -> None:
    found = _check(text, id_type=kind)
    refused = _codes(found, "refused")
    assert (found.number is None) == (bool(refused) or not normal_form(text))
    if refused:
        assert (found.old, found.birth, found.sex) == (None, None, None)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_seventeen_digits_and_their_check_digit_are_either_taken_or_refused(digits: str) -> None:
    found = _check(digits + check_character(digits))
    assert found.ok == (found.number is not None)


def test_checking_is_fast_enough_for_an_import() -> None:
    numbers = [_number("511902", date(1950, 1, 1) + timedelta(n), n % 1000) for n in range(20000)]
    best = min(_seconds(numbers) for _ in range(3))
    assert best / len(numbers) < 40e-6  # measured 1.7 µs; the margin is for slow machines


def _seconds(numbers: list[str]) -> float:
    table = regions()
    start = time.perf_counter()
    for number in numbers:
        check_id(number, TODAY, regions=table, sex="1")
    return time.perf_counter() - start
