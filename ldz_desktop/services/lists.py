"""Lists of residents by rules: to look at, to keep, to print and to take away."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.list_columns import FULL, MASKED, PAPER, ROSTER, Line, PersonRow
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.tables import Table
from ldz_desktop.services.tags import TagService
from ldz_desktop.storage.database import Row
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.lists import ListStore
from ldz_desktop.storage.places import PlaceStore

Look = Literal["paper", "revealed", "masked", "full"]
KIND = "residents"
DEFINITION = "人数：只计在册户档中未迁出、未去世的人，包括人户分离的。"
_BLOCK = 500
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class SavedList:
    """Rules under a name."""

    id: int
    name: str
    rules: PersonFilter


@dataclass(frozen=True, slots=True)
class Label:
    """An address label: community and compound, building and room, and to whom."""

    place: str
    door: str
    name: str


class ListService:
    """Reading by rules, keeping rules, and tables for paper and spreadsheets."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = ListStore(core.database)
        self._tags = TagService(core)

    def ids(
        self, rules: PersonFilter, sort: str = "address", *, descending: bool = False
    ) -> list[int]:
        """Every resident the rules apply to. sort: address, name, age, sex, relation, education,
        occupation, political, phone or checked."""
        if sort == "age":  # the younger, the later the birthday
            descending = not descending
        return self._store.ids(rules, sort, descending, self._core.today())

    def count(self, rules: PersonFilter) -> int:
        return len(self.ids(rules))

    def rows(self, ids: Sequence[int]) -> list[PersonRow]:
        """What a list shows of those people, in the order asked."""
        held = self._tags.held(tuple(ids))
        return [_row(row, held.get(row[0], ())) for row in self._store.rows(ids)]

    def place_title(self, place: PlaceRef) -> str:
        """福锦苑1栋; 全区 for everything. Raises InputError where the place is gone."""
        if place.kind == "all":
            return SettingService(self._core).profile().district or "全区"
        for one in PlaceStore(self._core.database).buildings():
            names = {
                "building": (one.id, one.title),
                "compound": (one.compound_id, one.compound),
                "community": (one.community_id, one.community),
            }
            ident, name = names[place.kind]
            if ident == place.id:
                return name
        raise InputError("没有这个地方", "名单里的社区、小区或楼栋已经不在了。", "请改选范围。")

    def household_by_file_number(self, number: str) -> int | None:
        """The open household of that file number; None where it is unknown or not unique."""
        return self._store.household_by_file_number(number)

    # -- kept rules ------------------------------------------------------------------------------

    def saved(self) -> tuple[SavedList, ...]:
        """By name. Rules that a newer program kept and this one does not know are left out."""
        found = []
        for ident, name, text in self._store.saved(KIND):
            rules = _rules(text)
            if rules is not None:
                found.append(SavedList(ident, name, rules))
        return tuple(found)

    def save(self, name: str, rules: PersonFilter) -> Change:
        """Keep rules under a name; the same name takes the new rules. ids: the kept list."""
        name = self._name(name)
        there = {n: i for i, n, _ in self._store.saved(KIND)}
        ident = there.get(name) or next(self._core.ids())
        self._put(SavedList(ident, name, rules), "list.save")
        return Change.of("settings", what=f"名单“{name}”已保存", ids=(ident,))

    def rename(self, ident: int, name: str) -> Change:
        """Raises InputError where another list has that name."""
        name = self._name(name)
        one = next((s for s in self.saved() if s.id == ident), None)
        if one is None:
            raise InputError("没有这个名单", "这个名单已经不在了。", "请刷新后再试。")
        if any(n == name and i != ident for i, n, _ in self._store.saved(KIND)):
            raise InputError("名称已有", f"已经有一个名单叫“{name}”。", "请换一个名称。")
        self._put(SavedList(ident, name, one.rules), "list.rename")
        return Change.of("settings", what=f"名单已改名为“{name}”", ids=(ident,))

    def delete(self, ident: int) -> SavedList:
        """The list that is gone: restore() takes it back."""
        one = next((s for s in self.saved() if s.id == ident), None)
        if one is None:
            raise InputError("没有这个名单", "这个名单已经不在了。", "请刷新后再试。")
        with self._core.database.transaction():
            self._store.delete(ident)
            self._core.log("list.delete", f"list:{ident}")
        return one

    def restore(self, one: SavedList) -> Change:
        """Undo of save, rename and delete: the list as it was."""
        self._put(one, "list.restore")
        return Change.of("settings", what=f"名单“{one.name}”已恢复", ids=(one.id,))

    def _put(self, one: SavedList, event: str) -> None:
        text = json.dumps(one.rules.as_values(), ensure_ascii=False)
        with self._core.database.transaction():
            self._store.put(one.id, KIND, one.name, text)
            self._core.log(event, f"list:{one.id}")

    def _name(self, name: str) -> str:
        name = name.strip()
        if not name:
            raise InputError("缺少名称", "请给名单起个名称。", "例如：80 岁以上独居老人。")
        return name[:_LONGEST_NAME]

    # -- tables ----------------------------------------------------------------------------------

    def export(
        self,
        ids: Sequence[int],
        title: str,
        purpose: str,
        *,
        rules: PersonFilter | None = None,
        full: bool = False,
        progress: Progress = SILENT,
    ) -> Table:
        """The list for a spreadsheet; logged with its purpose. full: unmasked numbers, phones and
        health. Raises InputError without a purpose."""
        self._log("export", title, purpose, full)
        look: Look = "full" if full else "masked"
        return self._table(title, ids, rules or PersonFilter(), look, progress)

    def printed(
        self,
        ids: Sequence[int],
        title: str,
        *,
        rules: PersonFilter | None = None,
        revealed: bool = False,
        progress: Progress = SILENT,
    ) -> Table:
        """The list for paper; logged. Numbers and telephones are masked in any case; revealed: the
        rest stands there as it is (somebody pressed 显示, which was logged)."""
        with self._core.database.transaction():
            event = "print.list.revealed" if revealed else "print.list"
            self._core.log(event, detail=str(len(ids)))
        look: Look = "revealed" if revealed else "paper"
        return self._table(title, ids, rules or PersonFilter(), look, progress)

    def roster(self, place: PlaceRef, progress: Progress = SILENT) -> Table:
        """Everybody of a building (or compound) door by door, vacant dwellings too, for paper."""
        from ldz_desktop.services.roster_table import roster_rows

        households, people, rows = roster_rows(self._core, place, progress)
        with self._core.database.transaction():
            self._core.log("print.roster", f"{place.kind}:{place.id}")
        note = f"{households:,} 户，{people:,} 人。{DEFINITION}"
        title = f"{self.place_title(place)}住户花名册"
        return Table(title, ROSTER, rows, note, self._unit())

    def labels(self, ids: Sequence[int], *, each_person: bool = False) -> tuple[Label, ...]:
        """Address labels for those people, or (as letters go) one for each of their households,
        to its head; logged."""
        people = [p for i in range(0, len(ids), _BLOCK) for p in self.rows(ids[i : i + _BLOCK])]
        if not each_person:
            households = HouseholdStore(self._core.database)
            wanted = list(dict.fromkeys(person.household_id for person in people))
            heads = {
                row.id: row.head or "住户"
                for i in range(0, len(wanted), _BLOCK)
                for row in households.rows(wanted[i : i + _BLOCK])
            }
            first = {person.household_id: person for person in reversed(people)}
            made = [_label(first[i], heads[i]) for i in wanted if i in heads]
        else:
            made = [_label(person, person.name) for person in people]
        with self._core.database.transaction():
            self._core.log("print.labels", detail=str(len(made)))
        return tuple(made)

    def _table(
        self,
        title: str,
        ids: Sequence[int],
        rules: PersonFilter,
        look: Look,
        progress: Progress,
    ) -> Table:
        columns = {"full": FULL, "masked": MASKED}.get(look, PAPER)
        open_ = look in ("full", "revealed")
        today = self._core.today()
        rows: list[tuple[str, ...]] = []
        for start in range(0, len(ids), _BLOCK):
            progress.report(start, len(ids), "整理名单")
            for person in self.rows(ids[start : start + _BLOCK]):
                line = Line(len(rows) + 1, person, today, rules.names_hidden, open_)
                rows.append(tuple(text(line) or "" for _, text in columns))
        words = "，".join(rules.words())
        note = f"{len(rows):,} 人。{'条件：' + words + '。' if words else ''}{DEFINITION}"
        return Table(title, tuple(head for head, _ in columns), tuple(rows), note, self._unit())

    def _unit(self) -> str:
        profile = SettingService(self._core).profile()
        return profile.unit or profile.office

    def _log(self, what: str, title: str, purpose: str, full: bool) -> None:
        if not purpose.strip():
            raise InputError("缺少用途", "导出要写明用途。", "例如：报街道民政办核对低保。")
        with self._core.database.transaction():
            kind = "full" if full else "masked"
            self._core.log(f"{what}.{kind}", f"list {title}"[:60], purpose.strip()[:200])


def _rules(text: str) -> PersonFilter | None:
    try:
        return PersonFilter.of_values(json.loads(text))
    except (ValueError, KeyError, TypeError):
        return None


def _row(row: Row, tags: tuple[str, ...]) -> PersonRow:
    values = [*row]
    for place in (5, 25):
        values[place] = None if values[place] is None else date.fromisoformat(values[place])
    values[15] = None if values[15] is None else bool(values[15])
    values[16] = bool(values[16])
    return PersonRow(*(*values, tags))


def _label(person: PersonRow, name: str) -> Label:
    door = f"{person.building}{person.unit}{person.room}"
    return Label(person.community + person.compound, door, name)
