"""Residents by rules, and the rules that somebody kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ldz_desktop.domain.codes import EMPLOYMENT
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.tags import years_before
from ldz_desktop.storage.database import Database, Row
from ldz_desktop.storage.places import place_condition
from ldz_desktop.storage.tags import ADDRESS_ORDER, COUNTED, HELD, PERSON_FROM, held_values

_FROM = f"FROM resident r {PERSON_FROM}"
_SORTS = {
    "address": "c.id {d}, k.id {d}, b.sort_key {d}, d.sort_key {d}, r.position, r.id",
    "name": f"r.pinyin {{d}}, {ADDRESS_ORDER}",
    "age": f"r.birth IS NULL, r.birth {{d}}, {ADDRESS_ORDER}",
    "sex": f"r.sex {{d}}, {ADDRESS_ORDER}",
    "relation": f"r.relation {{d}}, {ADDRESS_ORDER}",
    "education": f"r.education IS NULL, r.education {{d}}, {ADDRESS_ORDER}",
    "occupation": f"r.occupation IS NULL, r.occupation {{d}}, {ADDRESS_ORDER}",
    "political": f"r.political IS NULL, r.political {{d}}, {ADDRESS_ORDER}",
    "phone": f"r.phone IS NULL, r.phone {{d}}, {ADDRESS_ORDER}",
    "checked": f"h.checked_on {{d}}, {ADDRESS_ORDER}",
}
_COLUMNS = (
    "r.id, h.id, r.name, r.relation, r.sex, r.birth, r.id_number, r.education, r.occupation, "
    "r.workplace, r.political, r.marital, r.ethnic, r.health, r.phone, r.registered_here, "
    "r.lives_here, r.registered_address, c.name, k.name, b.name, d.unit, d.room, d.tenure, "
    "h.file_no, h.checked_on"
)


@dataclass(slots=True)
class _Where:
    """A condition being put together."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, sql: str, *values: Any) -> None:  # noqa: ANN401 - column values
        self.parts.append(sql)
        self.values += values

    def any_of(self, column: str, codes: tuple[str, ...]) -> None:
        """ "" stands for nothing written down."""
        if codes:
            marks = ",".join("?" * len(codes))
            self.add(f"coalesce({column}, '') IN ({marks})", *codes)


class ListStore:
    """Reads residents by rules; keeps rules by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self, rules: PersonFilter, sort: str, descending: bool, today: date) -> list[int]:
        """Every resident the rules apply to, in order."""
        where = _where(rules, today)
        order = _SORTS[sort].replace("{d}", "DESC" if descending else "ASC")
        held, values = "", tuple(where.values)
        if rules.tags:
            marks = ",".join("?" * len(rules.tags))
            held = f"AND r.id IN (SELECT x.resident_id FROM ({HELD}) x WHERE x.kind IN ({marks}))"
            values = (*held_values(today), *rules.tags, *values)
        found = self._database.rows(
            f"SELECT r.id {_FROM} WHERE {COUNTED} {held} "
            f"AND {' AND '.join(where.parts)} ORDER BY {order}",
            values,
        )
        return [row[0] for row in found]

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Those people in the order asked; who is gone is left out. Columns: id, household, name,
        relation, sex, birth, number, education, occupation, workplace, political, marital, ethnic,
        health, phone, registered here, lives here, registered address, community, compound,
        building, unit, room, tenure, file number, checked on."""
        if not ids:
            return []
        marks = ",".join("?" * len(ids))
        found = self._database.rows(
            f"SELECT {_COLUMNS} {_FROM} WHERE r.id IN ({marks})", tuple(ids)
        )
        by_id = {row[0]: row for row in found}
        return [by_id[i] for i in ids if i in by_id]

    def household_by_file_number(self, number: str) -> int | None:
        found = self._database.rows(
            "SELECT id FROM household WHERE file_no = ? AND closed_on IS NULL LIMIT 2", (number,)
        )
        return int(found[0][0]) if len(found) == 1 else None

    # -- kept rules ------------------------------------------------------------------------------

    def saved(self, kind: str) -> list[tuple[int, str, str]]:
        """Rows (id, name, rules as JSON)."""
        return [
            (int(i), str(name), str(rules))
            for i, name, rules in self._database.rows(
                "SELECT id, name, rules FROM saved_list WHERE kind = ? ORDER BY name", (kind,)
            )
        ]

    def put(self, ident: int, kind: str, name: str, rules: str) -> None:
        """A new one, or other words for the one with that id."""
        self._database.execute(
            "INSERT INTO saved_list(id, kind, name, rules) VALUES(?, ?, ?, ?) "
            "ON CONFLICT(id) DO UPDATE SET name = excluded.name, rules = excluded.rules",
            (ident, kind, name, rules),
        )

    def delete(self, ident: int) -> None:
        self._database.delete("saved_list", {"id": ident})


def _where(rules: PersonFilter, today: date) -> _Where:
    where = _Where()
    place, values = place_condition(rules.place)
    where.add(place, *values)
    if rules.age_from is not None:
        where.add("r.birth <= ?", years_before(today, rules.age_from).isoformat())
    if rules.age_to is not None:
        where.add("r.birth > ?", years_before(today, rules.age_to + 1).isoformat())
    if rules.sex:
        where.add("r.sex = ?", rules.sex)
    where.any_of("d.tenure", rules.tenure)
    for column in ("education", "political", "marital", "ethnic"):
        where.any_of(f"r.{column}", getattr(rules, column))
    _add_text(where, rules.text)
    _add_axes(where, rules)
    if rules.birth_month:
        where.add("substr(r.birth, 6, 2) = ?", f"{rules.birth_month:02d}")
    _add_checked(where, rules.checked, today)
    if rules.heads:
        where.add("r.relation = '02'")
    return where


def _add_text(where: _Where, text: str) -> None:
    """Part of the workplace, of an occupation kept as a word, or of a code's label."""
    if not text:
        return
    meant = EMPLOYMENT.code(text)  # 退休 is 退(离)休 in the table
    entries = [e for e in EMPLOYMENT.entries if text in e.label or e.code == meant]
    codes = tuple(word for entry in entries for word in (entry.code, entry.label))
    marks = ",".join("?" * len(codes))
    where.add(
        f"(instr(r.workplace, ?) > 0 OR instr(r.occupation, ?) > 0 OR r.occupation IN ({marks}))",
        text, text, *codes,
    )  # fmt: skip


def _add_axes(where: _Where, rules: PersonFilter) -> None:
    if rules.registered:
        wanted = {"yes": "= 1", "no": "= 0", "unknown": "IS NULL"}[rules.registered]
        where.add(f"r.registered_here {wanted}")
    if rules.lives:
        where.add("r.lives_here = ?", int(rules.lives == "yes"))


def _add_checked(where: _Where, months: int, today: date) -> None:
    if not months:
        return
    year, month = divmod(today.year * 12 + today.month - 1 - abs(months), 12)
    since = date(year, month + 1, min(today.day, 28)).isoformat()
    if months > 0:
        where.add("h.checked_on >= ?", since)
    else:
        where.add("(h.checked_on IS NULL OR h.checked_on < ?)", since)
