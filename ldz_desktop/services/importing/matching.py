"""Which stored resident a row speaks of: by document number, else by dwelling and name."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ldz_desktop.services.importing.outcome import Stored
from ldz_desktop.services.importing.persons import is_masked_name
from ldz_desktop.services.importing.states import DEAD, MOVED, PRESENT

_STATES = {PRESENT: "在册", MOVED: "迁出", DEAD: "死亡"}
_Note = tuple[str, str, str]
"""key, code, reason"""
_KEPT_WHERE_SET = ("id_type",)  # derived from the number's form; never overrules a person's choice


class Match(NamedTuple):
    """A decision about one row. stored None: a new person; refused: a reason, nothing is taken."""

    stored: Stored | None
    changes: dict[str, Any]
    notes: tuple[_Note, ...] = ()
    refused: str = ""


class Matcher:
    """Decides row by row. holders: number → stored; members: people of the dwellings concerned.

    home: household id → number of the dwelling in this file; first: dwelling → household that new
    members join.
    """

    def __init__(
        self,
        holders: Iterable[Stored],
        members: Iterable[Stored],
        home: Mapping[int, int],
    ) -> None:
        self._holders = {stored["id_number"]: stored for stored in holders}
        self._claimed = {stored["id"] for stored in self._holders.values()}
        self._home = home
        self._named: dict[tuple[int, str], list[Stored]] = {}
        for stored in members:
            place = (home[stored["household_id"]], stored["name"])
            self._named.setdefault(place, []).append(stored)

    def match(self, row: Mapping[str, Any], dwelling: int) -> Match:
        """row: column → value of one resident (None: not said)."""
        number = row.get("id_number")
        stored = self._holders.get(number) if number is not None else None
        if stored is not None:
            return self._by_number(row, stored, dwelling)
        stored = self._by_name(row, dwelling)
        if stored is None:
            return Match(None, {})
        self._claimed.add(stored["id"])
        notes: list[_Note] = []
        if number is not None and stored["id_number"] is not None:
            notes.append(("id_number", "number_changed", "证件号码与原登记不同，已按本表更新。"))
        return _match(row, stored, notes)

    def _by_number(self, row: Mapping[str, Any], stored: Stored, dwelling: int) -> Match:
        at_home = self._home.get(stored["household_id"]) == dwelling
        if stored["name"] != row["name"]:
            if is_masked_name(row["name"]):
                return Match(stored, {}, refused="姓名是遮住的（带星号），与原登记对不上，请写全。")
            if not at_home:
                reason = "这个证件号码已登记给另一户的居民，姓名不同，请核对。"
                return Match(stored, {}, refused=reason)
            note = ("name", "name_changed", "姓名与原登记不同（证件号码相同），已按本表更新。")
            return _match(row, stored, [note])
        if at_home or (row.get("state") == DEAD and stored["state"] != DEAD):
            return _match(row, stored, [])
        return self._from_elsewhere(row, stored, dwelling)

    @staticmethod
    def _from_elsewhere(row: Mapping[str, Any], stored: Stored, dwelling: int) -> Match:
        """Somebody who is stored in another household."""
        if row.get("state") == MOVED:
            reason = "此人登记在另一户，这一行写的迁出没有改动那一户。"
            return Match(stored, {}, (("name", "moved_from_here", reason),))
        if stored["state"] == DEAD:
            return Match(stored, {}, _state_note(stored))
        changes = _changes(row, stored)
        changes["household_id"] = dwelling
        if stored["state"] != PRESENT:
            changes |= {"state": PRESENT, "state_on": None}
        note = ("name", "moved_here", "此人原登记在另一户，已按本表移到这一户。")
        return Match(stored, changes, (note,))

    def _by_name(self, row: Mapping[str, Any], dwelling: int) -> Stored | None:
        for stored in self._named.get((dwelling, row["name"]), ()):
            if stored["id"] not in self._claimed and _may_be(row, stored):
                return stored
        return None


def _may_be(row: Mapping[str, Any], stored: Stored) -> bool:
    """Whether two of one name in one dwelling can be one person. With two different numbers only
    the birth date or the relation speaks for it; without, only a contradiction speaks against."""
    number, birth, relation = row.get("id_number"), row.get("birth"), row.get("relation")
    same_birth = birth is not None and birth == stored["birth"]
    if number is not None and stored["id_number"] is not None:
        return same_birth or (relation is not None and relation == stored["relation"])
    if birth is not None and stored["birth"] is not None:
        return same_birth
    return (
        relation is None
        or stored["relation"] is None
        or relation == stored["relation"]
        or (stored["birth"] is None)
    )


def _changes(row: Mapping[str, Any], stored: Stored) -> dict[str, Any]:
    """What the row says differently. A cell that says nothing never erases what is stored."""
    changes = {
        column: value
        for column, value in row.items()
        if value is not None and column in stored and value != stored[column]
    }
    for column in _KEPT_WHERE_SET:
        if stored[column] is not None and "id_number" not in changes:
            changes.pop(column, None)
    if "name" in changes:
        changes["pinyin"] = row["pinyin"]
    return changes


def _match(row: Mapping[str, Any], stored: Stored, notes: list[_Note]) -> Match:
    """Somebody who stays where he is stored, with what the row says of his state: a death or a
    move is taken, a return from where he moved to as well; nobody comes back to life."""
    changes = _changes(row, stored)
    told, known = row.get("state"), stored["state"]
    if told is None or told == known:
        if told is None or known == PRESENT:
            changes.pop("state_on", None)
        if told is None:
            notes += _state_note(stored)
    elif known == DEAD:
        changes = {k: v for k, v in changes.items() if k not in ("state", "state_on")}
        notes += _state_note(stored)
    else:
        changes["state_on"] = row.get("state_on") if told != PRESENT else None
        reason = f"已按本表登记为{_STATES[told]}（原登记{_STATES[known]}）。"
        notes.append(("name", "state_changed", reason))
    return Match(stored, changes, tuple(notes))


def _state_note(stored: Stored) -> tuple[_Note, ...]:
    if stored["state"] == PRESENT:
        return ()
    reason = f"此人已登记为{_STATES[stored['state']]}，这个状态没有改动。"
    return (("name", "not_present", reason),)
