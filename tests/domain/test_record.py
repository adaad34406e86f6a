"""Records behave as frozen data classes do, without what dataclasses writes for each."""

import copy
import pickle
from dataclasses import asdict, fields, replace
from datetime import date

import pytest

from ldz_desktop.record import record


@record
class Pair:
    """Of two."""

    left: int
    right: str = "r"

    @property
    def both(self) -> str:
        return f"{self.left}{self.right}"


@record
class Other:
    left: int
    right: str = "r"


@record
class Single:
    day: date


def test_made_by_place_and_by_name() -> None:
    assert Pair(1) == Pair(left=1, right="r")
    assert Pair(2, "x").both == "2x"
    with pytest.raises(TypeError):
        Pair()  # type: ignore[call-arg]


def test_equal_where_the_kind_and_every_value_are() -> None:
    assert Pair(1) != Pair(2)
    assert Pair(1) != Pair(1, "x")
    other: object = Other(1)
    assert Pair(1) != other
    assert Single(date(2026, 1, 1)) == Single(date(2026, 1, 1))


def test_found_again_in_sets() -> None:
    assert {Pair(1), Pair(1), Pair(1, "x")} == {Pair(1, "x"), Pair(1)}
    assert {Single(date(2026, 1, 1)): 1}[Single(date(2026, 1, 1))] == 1


def test_what_dataclasses_offers_works() -> None:
    assert replace(Pair(1), right="x") == Pair(1, "x")
    assert asdict(Pair(1)) == {"left": 1, "right": "r"}
    assert [field.name for field in fields(Pair)] == ["left", "right"]
    assert repr(Pair(1)) == "Pair(left=1, right='r')"


def test_copied_and_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Pair(1, "x"))) == Pair(1, "x")
    assert copy.deepcopy(Pair(1, "x")) == Pair(1, "x")


def test_has_no_room_for_anything_else() -> None:
    with pytest.raises(AttributeError):
        Pair(1).middle = 2  # type: ignore[attr-defined]
