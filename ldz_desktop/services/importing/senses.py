"""Columns whose header can mean two things: their values decide.

户主 may hold names or 是/否; 居住情况 may speak of the dwelling or of 户在人在; 人员类型 may or may
not speak of registration; 状态 may speak of people, of the dwelling or of registration.
"""

from collections.abc import Callable
from dataclasses import replace

from ldz_desktop.domain.codes import TENURE
from ldz_desktop.services.importing.cells import Raw, text, word, yes_no
from ldz_desktop.services.importing.columns import registration_beside
from ldz_desktop.services.importing.states import asks, says_state
from ldz_desktop.services.importing.tables import Table

_LOOKED_AT = 2000


def settle_senses(table: Table) -> None:
    """Correct the meanings of a household table's columns by what stands in them, except where a
    person has decided."""
    layout = table.layout
    keys = [None if i in layout.decided else key for i, key in enumerate(layout.keys)]
    if "name" in layout.keys and "is_head" not in keys and _mostly(table, "head.name", _is_mark):
        keys[keys.index("head.name")] = "is_head"
    _settle_states(table, keys)
    lives = "tenure" in keys and not _mostly(table, "tenure", _is_tenure)
    decided = {layout.keys[i] for i in layout.decided}
    if (
        lives
        and "registered" not in decided | set(keys)
        and _mostly(table, "tenure", _says_registration)
    ):
        keys[keys.index("tenure")] = "registered"
    settled = (layout.keys[i] if i in layout.decided else key for i, key in enumerate(keys))
    table.layout = replace(layout, keys=tuple(settled))


def _settle_states(table: Table, keys: list[str | None]) -> None:
    """A column of states or of registration becomes what its values speak of; nothing where they
    speak of neither."""
    title = table.layout.title("state", "")
    asked = asks(title) is not None
    senses: dict[str, Callable[[Raw], bool]] = {
        "state": lambda cell: says_state(cell) or (asked and yes_no(cell) is not None),
        "registered": _says_registration,
        "tenure": _is_tenure,
    }
    for key in ("state", "registered"):
        column = keys.index(key) if key in keys else None
        if column is None or table.layout.keys[column] != key or _mostly(table, key, senses[key]):
            continue
        others = [k for k in senses if k not in (*keys, *(table.layout.keys)) and k != key]
        keys[column] = next((k for k in others if _mostly(table, key, senses[k])), None)


def _mostly(table: Table, key: str, test: Callable[[Raw], bool]) -> bool:
    """Whether most of the different values of a column pass; False without column or values."""
    column = table.column(key)
    if column is None:
        return False
    first = table.layout.data_row
    values = {cell for cell in column[first : first + _LOOKED_AT] if word(cell) is not None}
    return bool(values) and 2 * sum(map(test, values)) >= len(values)


def _is_mark(cell: Raw) -> bool:
    return yes_no(cell) is not None or text(cell) == "户主"


def _is_tenure(cell: Raw) -> bool:
    return TENURE.code(word(cell)) is not None or yes_no(cell) is not None


def _says_registration(cell: Raw) -> bool:
    return yes_no(cell) is not None or registration_beside(cell) is not None
