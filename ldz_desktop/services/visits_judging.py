"""What becomes of every change a pack brings back: taken, there already, or asked about.

Three-way by value for each field (domain.visits.meeting). Asked about as well is what the office's
rules would not let anybody do: a second person with the same identity number, a second head of a
household, somebody new in a file that is closed, taking away what others hang on; what a form would
refuse; and what the pack was not given.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from ldz_desktop.domain.households import HEAD
from ldz_desktop.domain.row_values import DERIVED, fits, needed, unfit
from ldz_desktop.domain.visits import meeting
from ldz_desktop.services.core import Core
from ldz_desktop.services.file_numbers import free_number
from ldz_desktop.services.visits_changes import QUIET, Changed, Key
from ldz_desktop.services.visits_checking import refusals
from ldz_desktop.services.visits_reading import broken
from ldz_desktop.services.visits_scope import VisitScope
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.journal import JOURNALLED
from ldz_desktop.storage.undoing import UndoStore
from ldz_desktop.storage.visit_pack import TABLES, columns

BOTH, GONE, CLOSED, TAKEN, HEADS, NAMED = "both", "gone", "closed", "taken", "heads", "named"
OUTSIDE, UNFIT = "outside", "unfit"
"""Why somebody is asked: changed on both sides; the office has removed it; the office has closed
the file; the value belongs to another record; a second head; others hang on it; the pack was not
given it; no form would take it."""
UNREADABLE = "（读不懂的内容）"
"""In place of a value that its column cannot hold."""

_NATURAL = {
    "community": ("name",),
    "compound": ("community_id", "name"),
    "building": ("compound_id", "name"),
    "dwelling": ("building_id", "unit", "room"),
}
"""Places are the same where these are, whoever made them."""
_PARENTS = {
    "compound": {"community_id": "community"},
    "building": {"compound_id": "compound"},
    "dwelling": {"building_id": "building"},
    "household": {"dwelling_id": "dwelling"},
    "resident": {"household_id": "household"},
    "stay": {"resident_id": "resident", "household_id": "household", "dwelling_id": "dwelling"},
    "tag": {"resident_id": "resident"},
    "visit": {"household_id": "household"},
    "attachment": {"household_id": "household"},
}
_AT_ONCE = 500
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Asked:
    """One difference; row: the values of a row that came, by column."""

    change: Changed
    why: str
    row: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Verdicts:
    """inserts: rows as they are to be written, by column; deletes: keys; there: changes the office
    has already; extra: changes that were made of one that came (a value asked about apart from its
    row); numbered: files that got another number, theirs being taken."""

    inserts: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    updates: dict[Key, Changed] = field(default_factory=dict)
    deletes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    asked: list[Asked] = field(default_factory=list)
    there: int = 0
    extra: int = 0
    numbered: int = 0

    def applied(self) -> int:
        """Changes that are written; those of QUIET columns are not counted."""
        rows = sum(map(len, self.inserts.values())) + sum(map(len, self.deletes.values()))
        return rows + sum(key[2] not in QUIET for key in self.updates)


class VisitJudge:
    """Reads the office and the pack, writes neither. Once for each merge."""

    def __init__(self, core: Core, pack: Database, scope: VisitScope) -> None:
        self._office, self._pack, self._scope = core.database, pack, scope
        self._today = core.today()
        self._rows = UndoStore(core.database)
        self._own: dict[
            tuple[str, int], int
        ] = {}  # place as the pack names it → as the office does
        self._met: dict[tuple[str, int], int] = {}  # of those the ones that came in this pack
        self._coming: dict[tuple[str, int], dict[str, Any]] = {}
        self._numbers: dict[str, int] = {}  # identity number → resident it will belong to
        self._out = Verdicts()

    def judge(self, changes: Iterable[Changed]) -> Verdicts:
        """Of tables a pack does not hold, nothing is taken."""
        by_table: dict[str, list[Changed]] = defaultdict(list)
        for change in changes:
            by_table[change.table].append(change)
        for table in TABLES:
            self._inserts(table, [c for c in by_table[table] if c.kind == "insert"])
        for table in TABLES:
            updates = [c for c in by_table[table] if c.kind == "update"]
            self._updates(table, [*updates, *self._of_same(table)])
        for table in TABLES:
            self._as_forms_do(table)
        for table in reversed(TABLES):
            self._deletes(table, [c for c in by_table[table] if c.kind == "delete"])
        self._one_head_each()
        for (table, _), row in self._coming.items():
            self._out.inserts[table].append(row)
        return self._out

    # -- rows that came --------------------------------------------------------------------------

    def _inserts(self, table: str, changes: Sequence[Changed]) -> None:
        names = columns(self._pack, table)
        for some in _chunks(changes):
            ids = [c.row_id for c in some]
            theirs = UndoStore(self._pack).values(table, names, ids)
            there = self._rows.there(table, ids)
            for change in some:
                if change.row_id in there:
                    self._out.there += 1
                elif change.row_id not in theirs:
                    raise broken()
                else:
                    row = dict(zip(names, theirs[change.row_id], strict=True))
                    self._insert(change, self._ours(table, row))

    def _insert(self, change: Changed, row: dict[str, Any]) -> None:
        table = change.table
        wrong = self._without_unfit(change, row)
        if wrong:
            self._out.asked.append(Asked(change, wrong, row))
            return
        same = self._same_place(table, row)
        if same is not None:
            self._met[table, change.row_id] = self._own[table, change.row_id] = same
            self._out.there += 1
            return
        why = self._homeless(table, row) or self._outside(table, row)
        if why:
            self._out.asked.append(Asked(change, why, row))
            return
        if table == "resident" and self._holder(row["id_number"]) not in (None, change.row_id):
            self._ask_value(change, "id_number", row, TAKEN)
        if table == "household":
            number = free_number(row["file_no"], self._number_taken)
            self._out.numbered += number != row["file_no"]
            row["file_no"] = number
        if table == "resident" and row["id_number"]:
            self._numbers[row["id_number"]] = change.row_id
        self._coming[table, change.row_id] = row

    def _without_unfit(self, change: Changed, row: dict[str, Any]) -> str:
        """Values that their columns cannot hold are asked about apart; why the whole row is, where
        it is none without them."""
        table = change.table
        names = unfit(table, row)
        lacking = [name for name in names if needed(table, name) and name not in DERIVED]
        for name in names:
            if name in DERIVED or lacking:
                row[name] = DERIVED.get(name)
            else:
                self._ask_value(change, name, row | {name: UNREADABLE}, UNFIT)
                row[name] = None
        return UNFIT if lacking else ""

    def _ask_value(self, change: Changed, name: str, row: dict[str, Any], why: str) -> None:
        """The row comes without this value, which is asked about."""
        asked = Changed(change.table, change.row_id, name, "update", None, row[name])
        self._out.asked.append(Asked(asked, why))
        self._out.extra += 1
        row[name] = None

    def _ours(self, table: str, row: dict[str, Any]) -> dict[str, Any]:
        """The row naming our places where theirs are the same."""
        parents = _PARENTS.get(table, {})
        return row | {c: self._ours_of(parent, row[c]) for c, parent in parents.items()}

    def _ours_of(self, table: str, row_id: int) -> int:
        """The office's key of a row the pack names: another one where both made the same place."""
        if table not in _NATURAL or (table, row_id) in self._coming:
            return row_id
        if (table, row_id) not in self._own:
            self._own[table, row_id] = self._find_ours(table, row_id)
        return self._own[table, row_id]

    def _find_ours(self, table: str, row_id: int) -> int:
        names = columns(self._pack, table)
        theirs = UndoStore(self._pack).values(table, names, [row_id])
        if self._rows.there(table, [row_id]) or row_id not in theirs:
            return row_id
        row = dict(zip(names, theirs[row_id], strict=True))
        same = self._same_place(table, self._ours(table, row))
        return row_id if same is None else same

    def _same_place(self, table: str, row: Mapping[str, Any]) -> int | None:
        names = _NATURAL.get(table)
        if names is None:
            return None
        where = " AND ".join(f"{name} = ?" for name in names)
        found = self._office.value(
            f"SELECT id FROM {table} WHERE {where}", [row[name] for name in names]
        )
        return None if found is None else int(found)

    def _of_same(self, table: str) -> Iterator[Changed]:
        """What theirs says of a place that is ours already."""
        names = [c for c in JOURNALLED[table][1:] if c not in _NATURAL.get(table, ())]
        met = [theirs for of, theirs in self._met if of == table]
        for row_id, values in UndoStore(self._pack).values(table, names, met).items():
            for name, value in zip(names, values, strict=True):
                if value is not None and name not in QUIET:
                    self._out.extra += 1
                    yield Changed(table, row_id, name, "update", None, value)

    def _homeless(self, table: str, row: Mapping[str, Any]) -> str:
        """Why a row has no place in the office, "" where it has one."""
        for column, parent in _PARENTS.get(table, {}).items():
            ident = row[column]
            if (parent, ident) not in self._coming and not self._rows.there(parent, [ident]):
                return GONE
        if table == "resident" and self._closed(row["household_id"]):
            return CLOSED
        return ""

    def _outside(self, table: str, row: Mapping[str, Any]) -> str:
        """OUTSIDE for a row that would stand where the pack was given nothing, otherwise ""."""
        for column, parent in _PARENTS.get(table, {}).items():
            ident = row[column]
            if (parent, ident) not in self._coming and not self._admits(parent, ident):
                return OUTSIDE
        return ""

    def _admits(self, parent: str, ident: int) -> bool:
        if parent in ("community", "compound"):
            return self._scope.reads(parent, ident)
        if self._scope.holds(parent, ident):
            return True
        return parent == "building" and self._scope.is_new_here(parent, ident)

    def _closed(self, household: int) -> bool:
        closed = self._office.value("SELECT closed_on FROM household WHERE id = ?", (household,))
        return closed is not None

    def _holder(self, number: str | None) -> int | None:
        """Whose identity number it is, in the office or among those who come."""
        if not number:
            return None
        found = self._office.value("SELECT id FROM resident WHERE id_number = ?", (number,))
        return self._numbers.get(number) if found is None else int(found)

    def _number_taken(self, number: str) -> bool:
        coming = (r["file_no"] for (t, _), r in self._coming.items() if t == "household")
        return number in coming or bool(
            self._office.value("SELECT 1 FROM household WHERE file_no = ?", (number,))
        )

    # -- values ----------------------------------------------------------------------------------

    def _updates(self, table: str, changes: Sequence[Changed]) -> None:
        by_row: dict[int, list[Changed]] = defaultdict(list)
        for change in changes:
            by_row[change.row_id].append(self._named(change))
        names = JOURNALLED[table][1:]
        for some in _chunks(list(by_row)):
            now = self._rows.values(table, names, some)
            for row_id in some:
                ours = dict(zip(names, now[row_id], strict=True)) if row_id in now else None
                for change in by_row[row_id]:
                    self._update(change, ours)

    def _named(self, change: Changed) -> Changed:
        """A change of our row, naming our places, where theirs are the same."""
        parent = _PARENTS.get(change.table, {}).get(change.field)
        theirs = change.theirs if parent is None else self._ours_of(parent, change.theirs)
        return replace(change, row_id=self._ours_of(change.table, change.row_id), theirs=theirs)

    def _update(self, change: Changed, ours: Mapping[str, Any] | None) -> None:
        if not fits(change.table, change.field, change.base):  # only told, and compared
            change = replace(change, base=None)
        if not fits(change.table, change.field, change.theirs):
            met, why, change = "ask", UNFIT, replace(change, theirs=UNREADABLE)
        elif ours is None:
            met, why = "ask", GONE
        else:
            met, why = meeting(change.base, ours[change.field], change.theirs), BOTH
            if met != "there" and not self._scope.holds(change.table, change.row_id):
                met, why = "ask", OUTSIDE
        if met == "apply":
            why = self._unlawful(change, ours or {})
            met = "ask" if why else met
        if met == "apply":
            self._out.updates[change.key] = change
            if change.field == "id_number" and change.theirs:
                self._numbers[change.theirs] = change.row_id
        elif change.field in QUIET:
            return
        elif met == "there":
            self._out.there += 1
        else:
            self._out.asked.append(Asked(change, why))

    def _unlawful(self, change: Changed, ours: Mapping[str, Any]) -> str:
        """Why a value cannot be taken although nothing was changed here, "" where it can."""
        table, name = change.table, change.field
        if (table, name) == ("resident", "id_number"):
            return "" if self._holder(change.theirs) in (None, change.row_id) else TAKEN
        if name in _NATURAL.get(table, ()):
            taken = self._same_place(table, {**ours, name: change.theirs})
            return "" if taken in (None, change.row_id) else TAKEN
        if name in _PARENTS.get(table, {}):
            row = {**ours, name: change.theirs}
            return self._homeless(table, row) or self._outside(table, row)
        return ""

    # -- what forms refuse -----------------------------------------------------------------------

    def _as_forms_do(self, table: str) -> None:
        """What a form would refuse in a row that comes, or of the values of one that changes, is
        asked about. What was wrong before is not the visit's doing."""
        changed: dict[int, list[Changed]] = defaultdict(list)
        for key, change in self._out.updates.items():
            if key[0] == table and change.field not in QUIET:
                changed[change.row_id].append(change)
        for some in _chunks(list(changed)):
            for row_id, ours in self._whole(table, some).items():
                self._refuse_values(changed[row_id], ours)
        for row_id in [row_id for of, row_id in self._coming if of == table]:
            change = Changed(table, row_id, "", "insert")
            self._refuse_row(change, self._coming[table, row_id])

    def _whole(self, table: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Rows of the office, without the pictures of attachments."""
        heavy = ("body", "thumbnail")
        names = [n for n in columns(self._office, table) if n not in ("id", *heavy)]
        found = self._rows.values(table, names, ids)
        return {i: {"id": i, **dict(zip(names, row, strict=True))} for i, row in found.items()}

    def _refuse_values(self, changes: Sequence[Changed], ours: Mapping[str, Any]) -> None:
        table = changes[0].table
        after = {**ours, **{c.field: c.theirs for c in changes}}
        before = refusals(table, ours, self._person, self._today)
        new = refusals(table, after, self._person_after, self._today) - before
        fields = {field for field, _ in new}
        named = [c for c in changes if c.field in fields]
        for change in changes if fields and not named else named:
            del self._out.updates[change.key]
            self._out.asked.append(Asked(change, UNFIT))

    def _refuse_row(self, change: Changed, row: dict[str, Any]) -> None:
        table = change.table
        why = self._homeless(table, row)  # what it belongs to may have been refused just now
        names = {f for f, _ in refusals(table, row, self._person_after, self._today)}
        if why or any(needed(table, name) for name in names):
            del self._coming[table, change.row_id]
            self._out.asked.append(Asked(change, why or UNFIT, row))
            return
        for name in sorted(names):
            self._ask_value(change, name, row, UNFIT)

    def _person(self, row_id: int) -> Mapping[str, Any] | None:
        return self._whole("resident", [row_id]).get(row_id)

    def _person_after(self, row_id: int) -> Mapping[str, Any] | None:
        coming = self._coming.get(("resident", row_id))
        if coming is not None:
            return coming
        now = self._person(row_id)
        if now is None:
            return None
        return {name: self._after("resident", row_id, name, value) for name, value in now.items()}

    def _one_head_each(self) -> None:
        """A household that would get a second head, or lose its own, keeps the office's."""
        for household in sorted(self._touched()):
            relations = self._relations(household)
            heads = sum(relation == HEAD for relation in relations.values())
            before = sum(r == HEAD for r in self._present(household).values())
            if heads > 1 or (heads == 0 and before == 1):
                self._keep_relations(relations)

    def _touched(self) -> set[int]:
        people = [i for (t, i, f) in self._out.updates if t == "resident" and f == "relation"]
        found = {
            int(row["household_id"]) for (t, _), row in self._coming.items() if t == "resident"
        }
        for some in _chunks(people):
            now = self._rows.values("resident", ("household_id",), some)
            found.update(
                self._after("resident", i, "household_id", row[0]) for i, row in now.items()
            )
        return found

    def _present(self, household: int) -> dict[int, str | None]:
        """Resident → relation of those present in the office's file."""
        return {
            int(row[0]): row[1]
            for row in self._office.rows(
                "SELECT id, relation FROM resident WHERE household_id = ? AND state = 'present'",
                (household,),
            )
        }

    def _relations(self, household: int) -> dict[int, str | None]:
        """Resident → relation of those who will be present in a household."""
        updates = self._out.updates.values()
        arriving = [
            u.row_id for u in updates if u.field == "household_id" and u.table == "resident"
        ]
        returning = [u.row_id for u in updates if u.field == "state" and u.table == "resident"]
        people = {*self._present(household), *arriving, *returning}
        names = ("household_id", "state", "relation")
        found: dict[int, str | None] = {}
        for row_id, row in self._rows.values("resident", names, sorted(people)).items():
            home, state, relation = (
                self._after("resident", row_id, name, value)
                for name, value in zip(names, row, strict=True)
            )
            if home == household and state == "present":
                found[row_id] = relation
        for (table, row_id), new in self._coming.items():
            if table == "resident" and new["household_id"] == household:
                found[row_id] = new["relation"] if new["state"] == "present" else None
        return found

    def _after(self, table: str, row_id: int, name: str, now: Any) -> Any:  # noqa: ANN401
        change = self._out.updates.get((table, row_id, name))
        return now if change is None else change.theirs

    def _keep_relations(self, people: Iterable[int]) -> None:
        for row_id in people:
            change = self._out.updates.pop(("resident", row_id, "relation"), None)
            if change is not None:
                self._out.asked.append(Asked(change, HEADS))
            new = self._coming.get(("resident", row_id))
            if new is not None and new["relation"] == HEAD and self._has_head(new["household_id"]):
                self._ask_value(Changed("resident", row_id, "", "insert"), "relation", new, HEADS)

    def _has_head(self, household: int) -> bool:
        return HEAD in self._present(household).values()

    # -- rows that went --------------------------------------------------------------------------

    def _deletes(self, table: str, changes: Sequence[Changed]) -> None:
        names = JOURNALLED[table]
        for some in _chunks(changes):
            now = self._rows.values(table, names, [c.row_id for c in some])
            for change in some:
                if change.row_id not in now:
                    self._out.there += 1
                elif not self._scope.holds(table, change.row_id):
                    self._out.asked.append(Asked(change, OUTSIDE))
                elif now[change.row_id] != change.base:
                    self._out.asked.append(Asked(change, BOTH))
                elif named(self._rows, table, change.row_id, self._leaving):
                    self._out.asked.append(Asked(change, NAMED))
                else:
                    self._out.deletes[table].append(change.row_id)

    def _leaving(self, table: str, row_id: int) -> bool:
        return row_id in self._out.deletes[table]


def named(rows: UndoStore, table: str, row_id: int, leaving: Callable[[str, int], bool]) -> bool:
    """Whether anything that stays names the row. leaving: (table, row) that go as well."""
    for link in rows.children(table):
        found = rows.naming(link, [row_id])
        if any(not leaving(link[0], child) for child, _ in found):
            return True
    return False


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
