"""On which floor a room lies, as its number tells: 1102 is on the 11th, 负1层3 below the ground."""

import re
from typing import NamedTuple

_HIGHEST = 80
"""No residential building is higher; a room 9901 is a name, not a floor."""


class RoomPlace(NamedTuple):
    """level: the floor (negative below the ground), None where the number does not tell; door: what
    is left of the room: 02 of 1102, 02-1 of 1102-1."""

    level: int | None
    door: str


_WHOLE = "整层"
_BELOW = re.compile(r"(?:负|地下|-|B(?=\d层))(\d|[一二三])层?(.*)", re.IGNORECASE)
_STOREY = re.compile(r"(\d{1,2})[层楼F](.*)", re.IGNORECASE)
_PARTED = re.compile(r"(\d{1,2})-(\d{2}(?:\D.*)?)")
_PART = r"[A-Za-z](?:座|栋|区|单元|-)?|\d{1,2}(?:座|栋|区|单元|-)"
_NUMBER = re.compile(rf"((?:{_PART})?)(\d{{1,2}})(\d{{2}})(?!\d)(.*)")
_DIGITS = {"一": 1, "二": 2, "三": 3}


def room_place(room: str) -> RoomPlace:
    """Floor and door of a room as it stands in the file. What does not tell its floor (A座, 门面,
    3) is left whole, with no level."""
    below = _BELOW.fullmatch(room)
    if below is not None:
        return _below(below.group(1), below.group(2))
    for pattern in (_STOREY, _PARTED):
        found = pattern.fullmatch(room)
        if found is not None and 1 <= int(found.group(1)) <= _HIGHEST:
            return RoomPlace(int(found.group(1)), _door(found.group(2)))
    found = _NUMBER.fullmatch(room)
    if found is not None and 1 <= int(found.group(2)) <= _HIGHEST:
        return RoomPlace(int(found.group(2)), found.group(1) + found.group(3) + found.group(4))
    return RoomPlace(None, room)


def _below(level: str, rest: str) -> RoomPlace:
    """负1层3 and 负103 are both on the first floor below."""
    number = _DIGITS.get(level) or int(level)
    return RoomPlace(-max(1, number), _door(rest))


def _door(text: str) -> str:
    """1 and 01 are one column; nothing left: the whole floor."""
    door = text.strip("- ")
    return door.zfill(2) if door.isdecimal() else door or _WHOLE


def floor_title(level: int) -> str:
    """11层, 负1层."""
    return f"负{-level}层" if level < 0 else f"{level}层"
