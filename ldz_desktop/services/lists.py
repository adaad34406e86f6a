"""Lists of residents by rules: to look at, to keep, to print and to take away."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.codes import (
    EDUCATION,
    EMPLOYMENT,
    ETHNIC,
    HEALTH,
    MARITAL,
    POLITICAL,
    RELATION,
    SEX,
)
from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.identity import mask_id, mask_phone
from ldz_desktop.domain.names import mask_name
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.domain.tags import CHILD_BELOW, is_sensitive
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.services.tags import TagService
from ldz_desktop.storage.database import Row
from ldz_desktop.storage.lists import ListStore
from ldz_desktop.storage.places import PlaceStore

KIND = "residents"
DEFINITION = "人数：只计在册户档中未迁出、未去世的人，包括人户分离的。"
_BLOCK = 500
_LONGEST_NAME = 40
HIDDEN = "已隐藏"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of a list. tags: of today, in the order of domain.md."""

    id: int
    household_id: int
    name: str
    relation: str | None
    sex: str | None
    birth: date | None
    id_number: str | None
    education: str | None
    occupation: str | None
    workplace: str | None
    political: str | None
    marital: str | None
    ethnic: str | None
    health: str | None
    phone: str | None
    registered_here: bool | None
    lives_here: bool
    registered_address: str | None
    community: str
    compound: str
    building: str
    unit: str
    room: str
    tenure: str | None
    file_no: str
    checked_on: date | None
    tags: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return f"{self.compound}{self.building}{self.unit}{self.room}"

    def age(self, today: date) -> int | None:
        return None if self.birth is None else age_on(self.birth, today)


@dataclass(frozen=True, slots=True)
class SavedList:
    """Rules under a name."""

    id: int
    name: str
    rules: PersonFilter


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
        return self._table(title, ids, rules or PersonFilter(), full, progress)

    def printed(
        self,
        ids: Sequence[int],
        title: str,
        *,
        rules: PersonFilter | None = None,
        progress: Progress = SILENT,
    ) -> Table:
        """The list for paper: always masked; logged."""
        rules = rules or PersonFilter()
        with self._core.database.transaction():
            self._core.log("print.list", detail=str(len(ids)))
        return self._table(title, ids, rules, None, progress)

    def roster(self, place: PlaceRef, progress: Progress = SILENT) -> Table:
        """Everybody of a building (or compound) door by door, vacant dwellings too, for paper."""
        from ldz_desktop.services.roster_table import roster_rows

        households, people, rows = roster_rows(self._core, place, progress)
        with self._core.database.transaction():
            self._core.log("print.roster", f"{place.kind}:{place.id}")
        note = f"{households:,} 户，{people:,} 人。{DEFINITION}"
        title = f"{self.place_title(place)}住户花名册"
        return Table(title, _ROSTER, rows, note, self._unit())

    def _table(
        self,
        title: str,
        ids: Sequence[int],
        rules: PersonFilter,
        full: bool | None,
        progress: Progress,
    ) -> Table:
        """full None: for paper."""
        columns = _PAPER if full is None else _FULL if full else _MASKED
        today = self._core.today()
        rows: list[tuple[str, ...]] = []
        for start in range(0, len(ids), _BLOCK):
            progress.report(start, len(ids), "整理名单")
            for person in self.rows(ids[start : start + _BLOCK]):
                line = _Line(len(rows) + 1, person, today, rules.names_hidden and not full)
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


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a table. hidden: names are masked too."""

    number: int
    person: PersonRow
    today: date
    hidden: bool

    @property
    def child(self) -> bool:
        age = self.person.age(self.today)
        return age is not None and age < CHILD_BELOW


_Text = Callable[[_Line], str | None]
_Columns = tuple[tuple[TableColumn, _Text], ...]
_YES_NO: Mapping[bool | None, str] = {True: "在本地", False: "在外地", None: ""}


def _masked_name(line: _Line) -> str:
    return mask_name(line.person.name) if line.hidden or line.child else line.person.name


def _open_tags(line: _Line) -> str:
    """Tags that are not sensitive."""
    person = line.person
    return " ".join(t for t in person.tags if not is_sensitive(t, person.birth, line.today))


def _age(line: _Line) -> str:
    age = line.person.age(line.today)
    return "" if age is None else str(age)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _phone(line: _Line) -> str:
    return mask_phone(line.person.phone) if line.person.phone else ""


def _number(line: _Line) -> str:
    return mask_id(line.person.id_number) if line.person.id_number else ""


def _live(line: _Line) -> str:
    return "住在这里" if line.person.lives_here else "不住这里"


_NUMBER = (TableColumn("序号", 4, "number"), lambda x: str(x.number))
_WHERE: _Columns = (
    (TableColumn("社区", 8), lambda x: x.person.community),
    (TableColumn("小区", 8), lambda x: x.person.compound),
    (TableColumn("楼栋", 6), lambda x: x.person.building),
    (TableColumn("单元", 5), lambda x: x.person.unit),
    (TableColumn("房号", 6), lambda x: x.person.room),
    (TableColumn("居住情况", 6), lambda x: x.person.tenure),
)
_WHO: _Columns = (
    (TableColumn("与户主关系", 7), lambda x: RELATION.label(x.person.relation)),
    (TableColumn("性别", 4), lambda x: SEX.label(x.person.sex)),
)
_WHAT: _Columns = (
    (TableColumn("年龄", 4, "number"), _age),
    (TableColumn("民族", 5), lambda x: ETHNIC.label(x.person.ethnic)),
    (TableColumn("文化程度", 7), lambda x: EDUCATION.label(x.person.education)),
    (TableColumn("职业", 7), lambda x: EMPLOYMENT.label(x.person.occupation)),
    (TableColumn("工作单位", 10), lambda x: x.person.workplace),
    (TableColumn("政治面貌", 7), lambda x: POLITICAL.label(x.person.political)),
    (TableColumn("婚姻状况", 6), lambda x: MARITAL.label(x.person.marital)),
    (TableColumn("户籍", 6), lambda x: _YES_NO[x.person.registered_here]),
    (TableColumn("居住", 6), _live),
)
_END: _Columns = (
    (TableColumn("上次核对", 8), lambda x: _day(x.person.checked_on)),
    (TableColumn("档案号", 10), lambda x: x.person.file_no),
)
_FULL: _Columns = (
    _NUMBER, *_WHERE,
    (TableColumn("姓名", 8), lambda x: x.person.name), *_WHO,
    (TableColumn("证件号码", 14), lambda x: x.person.id_number),
    (TableColumn("出生日期", 8), lambda x: _day(x.person.birth)), *_WHAT,
    (TableColumn("健康状况", 7), lambda x: HEALTH.label(x.person.health)),
    (TableColumn("标签", 10), lambda x: " ".join(x.person.tags)),
    (TableColumn("联系电话", 9), lambda x: x.person.phone),
    (TableColumn("户籍地址", 14), lambda x: x.person.registered_address), *_END,
)  # fmt: skip
_MASKED: _Columns = (
    _NUMBER, *_WHERE, (TableColumn("姓名", 8), _masked_name), *_WHO,
    (TableColumn("证件号码", 14), _number), *_WHAT,
    (TableColumn("标签", 10), _open_tags), (TableColumn("联系电话", 9), _phone), *_END,
)  # fmt: skip
_PAPER: _Columns = (
    _NUMBER,
    (TableColumn("住址", 12), lambda x: x.person.address),
    (TableColumn("姓名", 6), _masked_name), *_WHO,
    (TableColumn("年龄", 4, "number"), _age),
    (TableColumn("文化程度", 6), lambda x: EDUCATION.label(x.person.education)),
    (TableColumn("职业", 6), lambda x: EMPLOYMENT.label(x.person.occupation)),
    (TableColumn("政治面貌", 6), lambda x: POLITICAL.label(x.person.political)),
    (TableColumn("标签", 6), _open_tags),
    (TableColumn("联系电话", 8), _phone),
)  # fmt: skip
_ROSTER = (
    TableColumn("单元", 5),
    TableColumn("房号", 6),
    TableColumn("居住情况", 6),
    TableColumn("姓名", 8),
    TableColumn("与户主关系", 7),
    TableColumn("性别", 4),
    TableColumn("年龄", 4, "number"),
    TableColumn("联系电话", 8),
    TableColumn("居住", 6),
)
