"""The list of duties in its editions, and what may be written down."""

from datetime import date

import pytest

from ldz_desktop.domain.duties import (
    Duty,
    DutyRecord,
    DutyTemplate,
    by_class,
    check_duties,
    check_entry,
    class_title,
    duties_text,
    in_force,
    read_duties,
)

_FIRST = DutyTemplate(1, "2000-01", (Duty(1, 1, "入户"), Duty(2, 2, "调解"), Duty(3, 3, "代办")))
_SECOND = DutyTemplate(2, "2026-05", (Duty(3, 1, "代办"), Duty(4, 2, "巡查")))
_TODAY = date(2026, 6, 10)


def test_the_edition_of_a_month() -> None:
    editions = (_SECOND, _FIRST)
    assert in_force(editions, "2026-04") is _FIRST
    assert in_force(editions, "2026-05") is _SECOND
    assert in_force(editions, "1999-12") is _FIRST
    third = DutyTemplate(3, "2026-05", (Duty(5, 1, "别的"),))
    assert in_force((*editions, third), "2026-05") is third


def test_a_duty_keeps_its_key_and_is_numbered_by_its_place() -> None:
    assert _SECOND.number(3) == 1
    assert _SECOND.duty(1) is None
    assert [d.key for d in _FIRST.of(2)] == [2]
    mixed = (Duty(1, 3, "丙"), Duty(2, 1, "甲"), Duty(3, 3, "丁"))
    assert [d.name for d in by_class(mixed)] == ["甲", "丙", "丁"]
    assert read_duties(duties_text(_FIRST.duties)) == _FIRST.duties
    assert class_title(2) == "睦邻友好“守护人”"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ([], "missing"), (["入户", " "], "unnamed"), (["入户", "入户 "], "twice"),
        (["长" * 25], "long"), ([f"第{n}项" for n in range(41)], "many"),
    ],
)  # fmt: skip
def test_lists_that_cannot_be(names: list[str], code: str) -> None:
    assert [p.code for p in check_duties([Duty(0, 1, name) for name in names])] == [code]
    assert not check_duties([Duty(0, 1, "入户")])


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (DutyRecord(1, 1, "2026-05", 2, 1, 1), "edition"),
        (DutyRecord(1, 1, "2026-05", 2, 3, 0), "range"),
        (DutyRecord(1, 1, "2026-05", 2, 3, -2), "range"),
        (DutyRecord(1, 1, "2026-05", 2, 3, 1000), "range"),
        (DutyRecord(1, 1, "2026-07", 2, 3, 1), "future"),
        (DutyRecord(1, 1, "2026-06", 2, 3, 1, date(2026, 6, 11)), "future"),
        (DutyRecord(1, 1, "2026-05", 2, 3, 1, date(2026, 6, 1)), "month"),
    ],
)
def test_entries_that_cannot_be(record: DutyRecord, code: str) -> None:
    assert [p.code for p in check_entry(record, _SECOND, _TODAY)] == [code]


def test_an_entry_of_today() -> None:
    assert not check_entry(DutyRecord(1, 1, "2026-06", 2, 3, 2, _TODAY), _SECOND, _TODAY)
