"""What a visit asks for: every kind of finding has its field, of which only the name is said."""

from dataclasses import replace
from datetime import date
from typing import Any

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.domain.mending_records import KINDS, Case, Kin
from ldz_desktop.domain.visit_gaps import OF_FINDING, STALE, gaps

TODAY = date(2026, 11, 24)
HEAD = Resident(
    1, 10, "陈志远", "02", id_number="511902196707260018", sex="1", birth=date(1967, 7, 26),
    phone="13912340018",
)  # fmt: skip
WIFE = Resident(
    2, 10, "何丽娟", "12", id_number="511902196903040020", sex="2", birth=date(1969, 3, 4),
    position=1,
)  # fmt: skip


def asked(*members: Resident, **values: Any) -> tuple[str, ...]:  # noqa: ANN401 - any field
    usual = Household(
        10, 100, 1000, "兴文街道", "兴新社区", "福锦苑", "2栋", "1单元", "101", "自有", "FJY-1",
        None, date(2026, 10, 1), 1, members=members,
    )  # fmt: skip
    kin = {m.id: Kin(m.id, m.name, m.sex, m.birth, m.spouse_id, m.state) for m in members}
    return gaps(Case(replace(usual, **values), TODAY, kin))


def test_every_finding_asks_for_a_field_or_is_known_to_be_the_offices_own() -> None:
    assert {kind.code for kind in KINDS} - OF_FINDING.keys() == {"dead_visited"}


def test_a_whole_file_asks_for_nothing() -> None:
    assert asked(HEAD, WIFE) == ()
    assert asked(tenure="空置") == ()


def test_what_is_missing_is_named_once_in_the_order_of_a_card() -> None:
    bare = Resident(3, 10, "陈一诺", position=2)
    assert asked(replace(HEAD, phone=None, id_number=None), WIFE, bare, tenure=None) == (
        "户主电话", "证件号码", "出生日期", "性别", "与户主关系", "居住情况",
    )  # fmt: skip


def test_what_is_odd_or_stale_is_asked_for_too() -> None:
    wrong = replace(WIFE, id_number="511902196903040023")  # its check digit
    assert asked(HEAD, wrong, checked_on=date(2025, 11, 1)) == ("证件号码", STALE)
    assert asked(replace(HEAD, relation="53"), WIFE)[0] == "户主"
    assert asked(HEAD, WIFE, tenure="空置") == ("居住情况",)


def test_nobody_is_asked_about_the_dead_and_the_moved() -> None:
    gone = Resident(3, 10, "陈老先生", "51", state="dead", state_on=date(2025, 1, 2), position=2)
    assert asked(HEAD, WIFE, gone, replace(gone, id=4, name="罗桂芳", state="moved")) == ()
