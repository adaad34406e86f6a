"""Buildings with units, floors and rooms that look like built ones."""

import random
from dataclasses import dataclass

_NARROW, _WIDE = 0.583, 1.47  # of the mean: 92 and 232 of the demo's 158
_SPLIT_SHARE = 0.004


@dataclass(frozen=True, slots=True)
class Door:
    """A dwelling's place in its building, in the usual writing: 2单元, 1102."""

    unit: str
    room: str


def sizes(rng: random.Random, buildings: int, households: int) -> list[int]:
    """How many households each building has; they sum to `households`."""
    mean = households / buildings
    smallest, largest = round(_NARROW * mean), round(_WIDE * mean)
    drawn = [
        min(max(round(rng.gauss(mean, 0.2 * mean)), smallest), largest) for _ in range(buildings)
    ]
    rest = households - sum(drawn)
    step = 1 if rest > 0 else -1
    while rest:
        index = rng.randrange(buildings)
        if smallest <= drawn[index] + step <= largest:
            drawn[index] += step
            rest -= step
    return drawn


def doors(rng: random.Random, wanted: int) -> list[Door]:
    """Exactly `wanted` doors of one building: two to four units, the ground floor partly shops."""
    units, rooms = _shape(rng, wanted)
    floors = -(-wanted // (units * rooms))
    every = [
        Door(f"{unit}单元", f"{floor}{room:02d}")
        for unit in range(1, units + 1)
        for floor in range(1, floors + 1)
        for room in range(1, rooms + 1)
    ]
    ground = [index for index, door in enumerate(every) if len(door.room) == 3 and
              door.room[0] == "1"]  # fmt: skip
    surplus = len(every) - wanted
    gone = set(rng.sample(ground, min(surplus, len(ground))))
    gone.update(range(len(every) - (surplus - len(gone)), len(every)))
    return _split(rng, [door for index, door in enumerate(every) if index not in gone])


def _shape(rng: random.Random, wanted: int) -> tuple[int, int]:
    """Units and rooms a floor, so that the house has between 6 and 33 floors."""
    shapes = [
        (units, rooms)
        for units in (2, 3, 4)
        for rooms in (2, 3, 4, 6)
        if 6 <= wanted / (units * rooms) <= 32
    ]
    return rng.choice(shapes)


def _split(rng: random.Random, every: list[Door]) -> list[Door]:
    """Here and there one flat was divided in two, and its neighbour was never sold."""
    for index in range(len(every) - 1):
        door, neighbour = every[index], every[index + 1]
        if door.unit == neighbour.unit and rng.random() < _SPLIT_SHARE:
            every[index] = Door(door.unit, f"{door.room}-1")
            every[index + 1] = Door(door.unit, f"{door.room}-2")
    return every
