"""What a column of a household's file may hold, whoever wrote it there.

Forms cannot hand over anything else. Rows that another program may have written are looked at with
this first, and then with what forms check (plausible, identity, tags).
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_args

from ldz_desktop.domain.households import State

Fits = Callable[[Any], bool]
_LONGEST, _LONGEST_NOTE = 500, 20_000
_MOST_PIXELS = 30_000  # along a side
_STATES = frozenset(get_args(State))


def _line(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and "\0" not in value


def _word(value: object) -> bool:
    return _line(value) and bool(str(value).strip())


def _note(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_NOTE and "\0" not in value


def _day(value: object) -> bool:
    if not isinstance(value, str) or len(value) != len("2026-11-24"):
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _number(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 31


def _key(value: object) -> bool:
    return type(value) is int and 0 < value < 1 << 63


def _flag(value: object) -> bool:
    return type(value) is int and value in (0, 1)


def _state(value: object) -> bool:
    return value in _STATES if isinstance(value, str) else False


def _side(value: object) -> bool:
    return type(value) is int and 0 < value <= _MOST_PIXELS


def _bytes(value: object) -> bool:
    return isinstance(value, bytes)


def _columns(kinds: Mapping[Fits, str]) -> dict[str, Fits]:
    return {name: fits for fits, names in kinds.items() for name in names.split()}


_FITS: Mapping[str, Mapping[str, Fits]] = {
    "community": _columns({_key: "id", _word: "name", _line: "street sort_key"}),
    "compound": _columns({_key: "id community_id", _word: "name", _line: "sort_key"}),
    "building": _columns({_key: "id compound_id", _word: "name", _line: "sort_key"}),
    "dwelling": _columns({
        _key: "id building_id", _line: "unit sort_key landlord_name landlord_phone",
        _word: "room tenure",
    }),
    "household": _columns({
        _key: "id dwelling_id", _word: "file_no", _note: "note", _number: "version",
        _day: "checked_on opened_on closed_on",
        _line: "contact_name contact_phone contact_relation",
    }),
    "resident": _columns({
        _key: "id household_id father_id mother_id spouse_id", _number: "position version",
        _word: "name relation id_type id_number id_old sex ethnic education health political "
               "marital",
        _line: "occupation workplace phone registered_address pinyin",
        _day: "birth state_on", _flag: "registered_here lives_here", _state: "state", _note: "note",
    }),
    "stay": _columns({
        _key: "id resident_id household_id dwelling_id", _day: "from_on to_on", _line: "why",
    }),
    "tag": _columns({_key: "id resident_id", _word: "kind", _day: "from_on to_on", _note: "basis"}),
    "visit": _columns({
        _key: "id household_id resident_id", _day: "visited_on", _line: "visitor", _note: "note",
    }),
    "attachment": _columns({
        _key: "id household_id resident_id", _word: "kind title", _day: "added_on removed_on",
        _side: "width height", _bytes: "thumbnail body",
    }),
}  # fmt: skip
_NEEDED: Mapping[str, str] = {
    "community": "id name street", "compound": "id community_id name",
    "building": "id compound_id name", "dwelling": "id building_id unit room",
    "household": "id dwelling_id file_no", "resident": "id household_id name lives_here state",
    "stay": "id resident_id household_id dwelling_id", "tag": "id resident_id kind",
    "visit": "id household_id visited_on",
    "attachment": "id household_id kind title added_on width height thumbnail body",
}  # fmt: skip
DERIVED: Mapping[str, object] = {"sort_key": "", "pinyin": "", "position": 0, "version": 1}
"""Columns that follow from others → what stands there where it is not known."""


def fits(table: str, column: str, value: object) -> bool:
    """Whether a column may hold a value."""
    if value is None:
        return not needed(table, column)
    return _FITS[table][column](value)


def needed(table: str, column: str) -> bool:
    """Whether a row is none without a value in that column."""
    return column in DERIVED or column in _NEEDED[table].split()


def unfit(table: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Columns of a row that cannot hold what they hold."""
    return tuple(name for name, value in row.items() if not fits(table, name, value))
