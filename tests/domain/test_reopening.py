"""Kept editions and how two of them differ."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ldz_desktop.domain.evaluation import FEW_SHEETS, Score, Standing
from ldz_desktop.domain.reopening import (
    Edition,
    SecondPerson,
    closed_after,
    edition_digest,
    pairs,
    reopening_problems,
    revealing,
)

EDITION = Edition(
    "2026-09", 1, 1, "[]", "a" * 64, None, "2026-10-01T08:00:00Z", "李敏", "2026-10-02",
    "2026-10-10", 1, "2026-10-12T08:00:00Z", "李敏", "王芳", second_known=False, reason="漏录",
)  # fmt: skip


def standing(building: int, rank: int | None, valid: int = 10, score: str = "80.00") -> Standing:
    number = Decimal(score)
    return Standing(
        "兴新社区",
        Score(
            building, building, "街道", "兴新社区", "福锦苑", f"{building}栋", "赵琴", valid, valid,
            20, 5, 0, (0, 0, 0, valid * 8, 0), number, number, number, number,
            None if rank else FEW_SHEETS,
        ),
        rank, flag=False, last=False,
    )  # fmt: skip


@pytest.mark.parametrize("field", Edition.__slots__)
def test_the_digest_covers_every_field(field: str) -> None:
    value = getattr(EDITION, field)
    other = not value if isinstance(value, bool) else 7 if isinstance(value, int) else "别的"
    changed = replace(EDITION, **{field: other})
    assert edition_digest(changed, "") != edition_digest(EDITION, "")
    assert edition_digest(EDITION, "b") != edition_digest(EDITION, "")


def test_the_first_later_month_is_named() -> None:
    closed = ["2026-11", "2026-08", "2026-10"]
    assert closed_after("2026-09", closed) == "2026-10"
    assert closed_after("2026-11", closed) is None


@pytest.mark.parametrize(
    ("second", "accounts", "fields"),
    [
        (SecondPerson("王芳"), ("李敏",), []),
        (SecondPerson("李敏"), ("李敏",), ["second"]),
        (SecondPerson("王芳"), ("李敏", "王静"), ["second"]),
        (SecondPerson("王静"), ("李敏", "王静"), ["password"]),
        (SecondPerson("李敏", "x"), ("李敏", "王静"), ["second"]),
        (SecondPerson("王静", "x"), ("李敏", "王静"), []),
    ],
)
def test_the_second_person(
    second: SecondPerson, accounts: tuple[str, ...], fields: list[str]
) -> None:
    assert [p.field for p in reopening_problems("漏录", second, "李敏", accounts)] == fields


def test_pairs_come_in_the_new_order_and_lose_nobody() -> None:
    old = [standing(1, 1), standing(2, 2), standing(3, 3)]
    new = [standing(2, 1), standing(4, 2), standing(1, 2)]
    found = pairs(old, new)
    assert [p.standing.score.building_id for p in found] == [2, 4, 1, 3]
    assert [p.changed for p in found] == [True, True, True, True]
    assert (found[1].old, found[3].new) == (None, None)
    assert not any(p.changed for p in pairs(old, old))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [(10, 12, [2]), (10, 6, [4]), (10, 15, []), (10, 10, []), (4, 6, []), (6, 3, [])],
)
def test_few_sheets_are_not_told_by_subtraction(before: int, after: int, told: list[int]) -> None:
    """Where one of the two is not shown at all, there is nothing to subtract."""
    found = revealing([standing(1, 1, before).score], [standing(1, 1, after).score])
    assert [more for _, more in found] == told
