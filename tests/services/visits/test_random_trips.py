"""Random edits on two laptops and at the desk, merged in random order: each value ends as the rule
of three says, every change is told of exactly once, and the journal's chain holds."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.domain.visits import meeting
from ldz_desktop.storage.history import HistoryStore

if TYPE_CHECKING:
    from tests.services.visits.conftest import Opened, Place

PASSWORD = "测试口令-2026"
PEOPLE = ("张建国", "王秀英", "张大华", "赵云")
FIELDS = ("phone", "workplace", "note", "registered_address")
Values = dict[tuple[str, str], str | None]


def values(place: "Place") -> Values:
    return {(who, f): getattr(place.person(who), f) for who in PEOPLE for f in FIELDS}


def scribble(place: "Place", dice: random.Random, who: str) -> None:
    """A dozen edits, some of them back to what was."""
    for _ in range(12):
        person, field = dice.choice(PEOPLE), dice.choice(FIELDS)
        text = dice.choice([None, "甲", "乙", f"{who}{dice.randrange(3)}"])
        number = None if text is None else f"1380000{ord(text[0]) % 10}00{dice.randrange(2)}"
        place.edit(person, **{field: number if field == "phone" else text})


def rounds(dice: random.Random) -> Iterator[tuple[int, bool]]:
    """(which laptop, whether it is merged) in some order; each is merged in the end."""
    for _ in range(3):
        yield dice.randrange(2), dice.random() < 0.5
    yield from ((0, True), (1, True))


@pytest.mark.parametrize("seed", range(4))
def test_random_trips(seed: int, desk: "Place", pack: Path, opened: "Opened", stick: Path) -> None:
    dice = random.Random(seed)
    office = desk.office
    building = office.households.buildings()[0].id
    other = office.visits.pack(stick / "other.ldzvisit", [building], PASSWORD).path
    laptops = (opened(pack, "one"), opened(other, "two"))
    bases = [values(laptop) for laptop in laptops]  # what was merged last, or packed
    for turn, (index, merged) in enumerate(rounds(dice)):
        laptop = laptops[index]
        scribble(laptop, dice, f"路{index}")
        scribble(desk, dice, "办")
        if not merged:
            continue
        before, theirs = values(desk), values(laptop)
        back = laptop.office.visits.bring_back(stick / f"{turn}.ldzvisit").path
        preview = office.visits.preview(back)
        assert values(desk) == before
        told = office.visits.merge(back)
        assert (told.changes, told.applied) == (preview.changes, preview.applied)
        assert told.changes == told.applied + told.already_there + len(told.differences)
        after = values(desk)
        for key, ours in before.items():
            base, their = bases[index][key], theirs[key]
            met = "there" if base == their else meeting(base, ours, their)
            assert after[key] == (their if met == "apply" else ours), (key, base, ours, their)
        bases[index] = theirs
        again = office.visits.merge(back)
        assert again.applied == 0
        assert values(desk) == after
    assert HistoryStore(office.core.database).first_broken() is None
    assert office.checking.problems(deep=True) == ()
