"""Figures about the people of a place. Every one names its definition, and every table adds up to
the count that the tree and the lists show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.codes import EDUCATION, EMPLOYMENT, POLITICAL, TENURE, CodeTable
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.domain.tags import years_before
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.core import Core
from ldz_desktop.services.lists import ListService
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.storage.database import Row
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.statistics import StatisticsStore

PEOPLE = "在册户档中未迁出、未去世的人，包括人户分离的"
HOUSEHOLDS = "在册未注销的户档"
UNKNOWN, STRANGE = "未登记", "表外的写法"
_STRANGE = "?"
_STEP, _TOP = 5, 100
_AGED = 60
_AXES = {
    "1/1": "户在人在",
    "1/0": "户在人不在",
    "0/1": "户不在人在",
    "0/0": "户不在人不在",
    "/1": "户籍未登记，人在",
    "/0": "户籍未登记，人不在",
}
_BELOW_TITLES = {"all": "社区", "community": "小区", "compound": "楼栋", "building": "楼栋"}


@dataclass(frozen=True, slots=True)
class Line:
    """total: all; male and female: those of them; the rest has no sex written down."""

    label: str
    total: int
    male: int = 0
    female: int = 0

    @property
    def other(self) -> int:
        return self.total - self.male - self.female


@dataclass(frozen=True, slots=True)
class Group:
    """One table. key: age, education, occupation, political, axes or tenure; noun: 人 or 户;
    definition: what is counted, and how."""

    key: str
    title: str
    noun: str
    definition: str
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    def share(self, line: Line) -> str:
        """45.3%; "" where there is nobody at all."""
        return f"{100 * line.total / self.total:.1f}%" if self.total else ""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place one step below. aged: 60 and older."""

    id: int
    name: str
    households: int
    residents: int
    living: int
    aged: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything about a place on a day. below_title: 社区, 小区 or 楼栋."""

    place: PlaceRef
    title: str
    day: date
    unit: str
    households: int
    residents: int
    groups: tuple[Group, ...]
    below_title: str
    below: tuple[PlaceLine, ...]

    def group(self, key: str) -> Group:
        return next(group for group in self.groups if group.key == key)

    @property
    def definition(self) -> str:
        return f"户：{HOUSEHOLDS}。人：{PEOPLE}。截至{date_text(self.day)}。"


class StatisticsService:
    """Reads the figures; makes tables of them."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = StatisticsStore(core.database)

    def figures(self, place: PlaceRef = ALL) -> Statistics:
        """Raises InputError where the place is gone."""
        today = self._core.today()
        tenures = HouseholdStore(self._core.database).counts(place, today)
        profile = SettingService(self._core).profile()
        return Statistics(
            place=place,
            title=ListService(self._core).place_title(place),
            day=today,
            unit=profile.unit or profile.office,
            households=sum(households for _, households, _, _ in tenures),
            residents=sum(people for _, _, people, _ in tenures),
            groups=(
                self._ages(place, today),
                self._coded("education", "文化程度", EDUCATION, place),
                self._coded("occupation", "职业", EMPLOYMENT, place),
                self._coded("political", "政治面貌", POLITICAL, place),
                self._axes(place),
                _tenure({tenure or "": n for tenure, n, _, _ in tenures}),
            ),
            below_title=_BELOW_TITLES[place.kind],
            below=tuple(
                PlaceLine(*row) for row in self._store.below(place, years_before(today, _AGED))
            ),
        )

    def tables(self, figures: Statistics, purpose: str) -> tuple[Table, ...]:
        """For a spreadsheet, logged with its purpose (figures alone name nobody)."""
        with self._core.database.transaction():
            place = f"{figures.place.kind}:{figures.place.id}"
            self._core.log("export.statistics", place, purpose.strip()[:200])
        return (*(group_table(figures, group) for group in figures.groups), below_table(figures))

    def _ages(self, place: PlaceRef, today: date) -> Group:
        """Five years a line, eldest last; nobody's line is left out in between."""
        found: dict[int | None, list[tuple[str, int]]] = {}
        for age, sex, people in self._store.ages(place, today):
            step = None if age is None else max(0, min(int(age), _TOP)) // _STEP * _STEP
            found.setdefault(step, []).append((sex, people))
        known = [step for step in found if step is not None]
        lines = [
            _line(_age_label(step), found.get(step, []))
            for step in range(0, max(known, default=-_STEP) + 1, _STEP)
        ]
        if None in found:
            lines.append(_line("出生日期未登记", found[None]))
        definition = f"{PEOPLE}；按{date_text(today)}的周岁，五岁一组。"
        return Group("age", "年龄与性别", "人", definition, tuple(lines))

    def _coded(self, key: str, title: str, table: CodeTable, place: PlaceRef) -> Group:
        """Words are counted under the code they mean; what the table does not know has one line."""
        known = [entry.code for entry in table.entries]
        rows = [
            (_code_of(value, table, known), sex, people)
            for value, sex, people in self._store.people(key, place)
        ]
        names = {"": UNKNOWN, _STRANGE: STRANGE}
        lines = _lines(rows, known, lambda code: names.get(code) or table.label(code))
        definition = f"{PEOPLE}；按档案登记，未登记的和表外的写法单列。"
        return Group(key, title, "人", definition, lines)

    def _axes(self, place: PlaceRef) -> Group:
        rows = self._store.people("axes", place)
        lines = _lines(rows, list(_AXES), lambda code: _AXES.get(code, UNKNOWN))
        definition = f"{PEOPLE}；户指户籍登记在本地，人指实际住在这里，两项分开登记。"
        return Group("axes", "户籍与居住", "人", definition, lines)


def _code_of(value: str | None, table: CodeTable, known: list[str]) -> str:
    """The code that a stored code or word means; "" for nothing written down."""
    if not value or value in known:
        return value or ""
    return table.code(value) or _STRANGE


def _tenure(counts: dict[str, int]) -> Group:
    known = [entry.code for entry in TENURE.entries]
    order = [*known, *sorted(set(counts) - set(known) - {""}), ""]
    lines = tuple(
        Line(TENURE.label(code) or UNKNOWN, counts[code]) for code in order if counts.get(code)
    )
    return Group("tenure", "房屋性质", "户", f"{HOUSEHOLDS}；按住房的居住情况。", lines)


def _lines(rows: list[Row], known: list[str], label: Callable[[str], str]) -> tuple[Line, ...]:
    """Known codes in their order, then words the table does not know, then what is not written
    down; what nobody has is left out."""
    found: dict[str, list[tuple[str, int]]] = {}
    for value, sex, people in rows:
        found.setdefault(value or "", []).append((sex, people))
    order = [*known, *sorted(set(found) - set(known) - {""}), ""]
    return tuple(_line(label(code), found[code]) for code in order if code in found)


def _line(label: str, parts: list[tuple[str, int]]) -> Line:
    return Line(
        label,
        sum(people for _, people in parts),
        sum(people for sex, people in parts if sex == "1"),
        sum(people for sex, people in parts if sex == "2"),
    )


def _age_label(step: int) -> str:
    return f"{_TOP} 岁及以上" if step >= _TOP else f"{step}—{step + _STEP - 1} 岁"


# -- tables ------------------------------------------------------------------------------------


def group_table(figures: Statistics, group: Group) -> Table:
    """The same figures as the chart's, with their sum below."""
    by_sex = group.noun == "人"
    heads = [TableColumn(group.title, 10)]
    heads += [TableColumn(group.noun + "数", 6, "number"), TableColumn("占比", 6, "text")]
    if by_sex:
        heads += [TableColumn(word, 6, "number") for word in ("男", "女", "性别未登记")]
    rows = [
        (line.label, str(line.total), group.share(line), *_sexes(line, by_sex))
        for line in group.lines
    ]
    whole = Line(
        "合计", group.total, sum(x.male for x in group.lines), sum(x.female for x in group.lines)
    )
    rows.append((whole.label, str(whole.total), group.share(whole), *_sexes(whole, by_sex)))
    title = f"{figures.title}居民{group.title}统计"
    if not by_sex:
        title = f"{figures.title}{group.title}统计"
    return Table(title, tuple(heads), tuple(rows), group.definition, figures.unit)


def _sexes(line: Line, by_sex: bool) -> tuple[str, ...]:
    return (str(line.male), str(line.female), str(line.other)) if by_sex else ()


def below_table(figures: Statistics) -> Table:
    """Places one step below, with their sum."""
    heads = (
        TableColumn(figures.below_title, 10),
        *(TableColumn(word, 6, "number") for word in ("户数", "人数", "实际居住", "60 岁及以上")),
    )
    rows = [
        (one.name, *map(str, (one.households, one.residents, one.living, one.aged)))
        for one in figures.below
    ]
    sums = [
        sum(getattr(one, field) for one in figures.below)
        for field in ("households", "residents", "living", "aged")
    ]
    rows.append(("合计", *map(str, sums)))
    title = f"{figures.title}分{figures.below_title}统计"
    return Table(title, heads, tuple(rows), figures.definition, figures.unit)
