"""Whether somebody is still there: 状态 死亡, 已迁出, 注销, and columns like 是否健在.

A person's state is present, moved or dead, as storage writes it; None where a cell does not say.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from ldz_desktop.services.importing.cells import Fault, Raw, word, yes_no

PRESENT, MOVED, DEAD = "present", "moved", "dead"

_NOT_YET = re.compile(r"^(拟|待|将|即将|准备|计划|打算|申请|可能)")
_DENIED = re.compile(r"^(未|尚未|没有?|无|不是|否)")
_NOT_THERE = re.compile(r"[不非]在?[册籍住常]|人在")
_DEAD = re.compile(
    r"死亡|已故|去世|亡故|病故|身故|逝世|过世|离世|辞世|病亡|殁|不在世|不在了|^已?(亡|故|死)(了|者)?$"
)
_MOVED = re.compile(
    r"迁出|迁走|迁离|迁往|外迁|搬走|搬离|搬出|已搬|转出|移居|退租|退房|离开|^已?迁$"
)
_CANCELLED = re.compile(r"注销|销户|除名|除户")
_PRESENT = re.compile(r"健在|在世|在册|在籍|在住|正常|存活|生存|现存|有效|迁入|存续|^在$|^生$|^活$")
_CANCELLED_REASON = "“注销”没有说明是死亡还是迁出，已按迁出登记，请核对。"
_UNKNOWN_REASON = "看不出是在册、迁出还是死亡，没有采用。"


def state(cell: Raw, title: str) -> str | Fault | None:
    """A cell of a column of states. title: its header, which decides what 是, 否 and √ mean."""
    value = word(cell)
    answer = yes_no(cell)
    if answer is not None and (asked := asks(title)) is not None:
        return _answered(asked, answer)
    if value is None:
        return None
    found = told(value)
    if found is not None:
        return found
    if _CANCELLED.search(value) and not _is_open(value):
        return Fault("note", "cancelled", _CANCELLED_REASON, value, MOVED)
    return Fault("note", "unknown_word", _UNKNOWN_REASON, value)


def asks(title: str) -> str | None:
    """The state that a header asks about: 是否健在, 是否注销."""
    return told(title) or (MOVED if _CANCELLED.search(title) else None)


def told(value: str) -> str | None:
    """The state that a word names; None for any other word."""
    bare = re.sub(r"[\s()（）、,，]", "", value).removeprefix("是否")
    if _NOT_YET.search(bare) or _NOT_THERE.search(bare):
        return None
    if _is_open(bare):
        return PRESENT if _DEAD.search(bare) or _MOVED.search(bare) else None
    forms = ((_DEAD, DEAD), (_MOVED, MOVED), (_PRESENT, PRESENT))
    return next((name for form, name in forms if form.search(bare)), None)


def says_state(cell: Raw) -> bool:
    """Whether a cell names a state."""
    value = word(cell)
    return value is not None and (told(value) is not None or bool(_CANCELLED.search(value)))


def _is_open(value: str) -> bool:
    return bool(_NOT_YET.search(value) or _DENIED.search(value))


def _answered(asked: str, answer: bool) -> str | None:
    """是否迁出 否 says only that; 是否死亡 否 and 是否健在 是 say that somebody is there."""
    if asked == PRESENT:
        return PRESENT if answer else DEAD
    return asked if answer else PRESENT


def gathered(
    columns: dict[str, list[Any]], registered: Sequence[Raw] | None
) -> tuple[list[Any], list[Any]] | None:
    """(states, their days) of rows, from the column of states, the days of death and of moving
    out, and what a column of registration (raw cells) says of either; None where nothing does."""
    sources = [columns[key] for key in ("state",) if key in columns]
    for key, name in (("dead_on", DEAD), ("moved_on", MOVED)):
        if key in columns:
            sources.append([None if day is None else name for day in columns[key]])
    if registered is not None:
        known: dict[Raw, str | None] = {}
        sources.append([_remembered(known, cell, _gone) for cell in registered])
    if not sources:
        return None
    states = [next((s for s in row if s is not None), None) for row in zip(*sources, strict=True)]
    days: list[Any] = [None] * len(states)
    for key, name in (("dead_on", DEAD), ("moved_on", MOVED)):
        if key in columns:
            for row, day in enumerate(columns[key]):
                if states[row] == name and day:
                    days[row] = day
    return states, days


def _remembered(
    known: dict[Raw, str | None], cell: Raw, judge: Callable[[Raw], str | None]
) -> str | None:
    if cell not in known:
        known[cell] = judge(cell)
    return known[cell]


def _gone(cell: Raw) -> str | None:
    """Moved out or dead, where a cell about registration says so."""
    value = word(cell)
    found = None if value is None else told(value)
    return found if found in (MOVED, DEAD) else None
