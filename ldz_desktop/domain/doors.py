"""Units and rooms: what stands on the door, and when two ways to write it mean one dwelling.

Parts of an address are texts ("负1层", "101-1", "A座"); only numbers are brought to one form.
"""

import re
from functools import lru_cache

from ldz_desktop.domain.typed import chinese_number, narrow

_ZEROS = re.compile(r"^0+(?=\d)")
_UNIT = re.compile(
    r"第?(?:单元)?(?P<name>[0-9A-Za-z]{1,3}|[零〇一二三四五六七八九十两壹贰叁肆伍陆柒捌玖拾]{1,3})"
    r"(?:号?单元(?:号|门)?|单位?|号?门洞?|号|#)?"
)


def unit_name(text: str) -> str:
    """The usual name of a unit: 1, 01, 1单, 1门, 一单元 and 第1单元 are 1单元; other names stay,
    and empty stays empty."""
    name = narrow(re.sub(r"\s", "", text))
    found = _UNIT.fullmatch(name)
    if found is None:
        return name
    counted = chinese_number(found["name"])
    number = _ZEROS.sub("", found["name"]) if counted is None else str(counted)
    if not re.fullmatch(r"\d+|[A-Za-z]\d?", number):
        return name
    return number.upper() + "单元"


_ROOM_TAILS = ("号房", "室", "号", "房")
_NUMBERED = re.compile(r"[0-9０-９A-Za-zＡ-Ｚａ-ｚ零〇一二三四五六七八九十]$")


def room_name(text: str) -> str:
    """A room as it is kept: 101室, 101号, 第101号房 and 0101 are 101; 101-1, 负1层3, A座 stay, and
    names like 值班室."""
    name = narrow(re.sub(r"\s", "", text))
    bare = _without_tail(name)
    if not _NUMBERED.search(bare):
        return name
    return _ZEROS.sub("", re.sub(r"^第(?=\d)", "", bare))


def room_variants(room: str) -> tuple[str, ...]:
    """What the same room may be called on file, itself first. Names lost their last character once
    (值班 for 值班室), and lists of that time still say so."""
    if _NUMBERED.search(room):
        return (room,)
    bare = _without_tail(room)
    if bare != room:
        return room, bare
    return room, *(room + tail for tail in _ROOM_TAILS)


def _without_tail(name: str) -> str:
    for tail in _ROOM_TAILS:
        if name.endswith(tail) and len(name) > len(tail):
            return name[: -len(tail)]
    return name


_WITH_UNIT = re.compile(r"(\d{1,2}|[A-Za-z])-(\d{3,5}(?:-\d{1,2})?)")


@lru_cache(maxsize=8192)
def door(unit: str, room: str) -> tuple[str, str]:
    """(unit, room) as they are kept. A room 1-101 says its unit where no other one is given; 101-1,
    1-2 and 2-101 within 1单元 stay as they are."""
    unit, room = unit_name(unit), room_name(room)
    found = _WITH_UNIT.fullmatch(room)
    if found is None:
        return unit, room
    told = unit_name(found[1])
    meant = unit == told or (not unit and found[1].isdecimal())
    return (told, room_name(found[2])) if meant else (unit, room)


_BELOW = re.compile(r"^(?:负|地下|-|B(?=\d[层楼F]))(\d{1,2}|[一二三])(层|楼|F)?", re.IGNORECASE)
_STOREY = re.compile(r"^第?(\d{1,2})[层楼F]", re.IGNORECASE)


@lru_cache(maxsize=8192)
def door_key(unit: str, room: str) -> tuple[str, str]:
    """Equal for one dwelling of a building: 负1层, 负一层 and -1层; 5楼502 and 502; 101附1 and
    101-1; 东 and 东单元."""
    unit, room = door(unit, room.lstrip("'"))  # an export's apostrophe that came back once
    room = re.sub(r"[—–－_~之附]", "-", room).upper()
    below = _BELOW.match(room)
    if below is not None:
        level = chinese_number(below[1]) or below[1]
        room = f"负{level}{'层' if below[2] else ''}{room[below.end() :]}"
    storey = _STOREY.match(room)
    if storey is not None:
        rest = room[storey.end() :]
        whole = re.fullmatch(rf"0?{storey[1]}\d\d(?:-\d+)?", rest)
        room = room_name(rest) if whole else f"{storey[1]}层{rest}"
    return unit.removesuffix("单元").upper(), room
