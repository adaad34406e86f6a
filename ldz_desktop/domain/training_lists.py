"""A list of who attended, as a spreadsheet or pasted text has it, matched with the roster."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ldz_desktop.domain.names import clean_name
from ldz_desktop.domain.places import building_key
from ldz_desktop.domain.training import parse_hours

_NAME_HEADS = ("姓名", "名字", "楼栋长", "楼栋长姓名", "参训人员", "参训人", "学员", "学员姓名")
_BUILDING_HEADS = ("楼栋", "楼号", "楼栋号", "所在楼栋", "负责楼栋")
_HOUR_HEADS = ("学时", "实到学时", "课时", "实到课时")
_NO_NAME = re.compile(r"合计|小计|总计|制表|审核|填表|签字|日期|备注")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the roster. buildings: titles joined by 、, "" out of office; here: ticked."""

    leader_id: int
    name: str
    buildings: str
    in_office: bool
    here: bool


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of the list. leader_id 0: nobody, for `reason`; minutes None: all of the course."""

    row: int
    name: str
    building: str
    leader_id: int
    minutes: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    name: int
    building: int | None
    hours: int | None
    first_row: int


def read_list(
    rows: Sequence[Sequence[str]], people: Sequence[Known], per_hour: int, whole: int
) -> tuple[ListLine, ...]:
    """Every line that names somebody. whole: the course's minutes; per_hour: those of a 学时.

    The columns are found by their heads; without heads the names are in the column that knows
    most people.
    """
    columns = _by_heads(rows) or _by_names(rows, {p.name for p in people})
    if columns is None:
        return ()
    taken: set[int] = set()
    found = []
    for number, row in enumerate(rows[columns.first_row :], columns.first_row + 1):
        name = clean_name(_at(row, columns.name))
        if not name or _NO_NAME.search(name):
            continue
        building = _at(row, columns.building)
        line = _matched(number, name, building, people)
        if line.leader_id in taken:
            line = ListLine(number, name, building, 0, None, "名单里重复")
        elif line.leader_id:
            taken.add(line.leader_id)
            line = _with_hours(line, _at(row, columns.hours), per_hour, whole)
        found.append(line)
    return tuple(found)


def _at(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _by_heads(rows: Sequence[Sequence[str]]) -> _Columns | None:
    for at, row in enumerate(rows[:20]):
        heads = [re.sub(r"\s|[（(].*", "", cell) for cell in row]
        name = next((n for n, head in enumerate(heads) if head in _NAME_HEADS), None)
        if name is not None:
            building = next((n for n, head in enumerate(heads) if head in _BUILDING_HEADS), None)
            hours = next((n for n, head in enumerate(heads) if head in _HOUR_HEADS), None)
            return _Columns(name, building, hours, at + 1)
    return None


def _by_names(rows: Sequence[Sequence[str]], names: set[str]) -> _Columns | None:
    width = max(map(len, rows), default=0)
    counts = [sum(clean_name(_at(row, n)) in names for row in rows) for n in range(width)]
    best = max(counts, default=0)
    return _Columns(counts.index(best), None, None, 0) if best else None


def _matched(number: int, name: str, building: str, people: Sequence[Known]) -> ListLine:
    """By name; of several of that name the one of the building, or the only one in office."""
    same = [p for p in people if p.name == name]
    if building:
        wanted = building_key(building)
        of_building = [p for p in same if _leads(p, building, wanted)]
        same = of_building or same
    if len(same) > 1:
        same = [p for p in same if p.in_office] or same
    if not same:
        return ListLine(number, name, building, 0, None, "花名册里没有这个姓名")
    if len(same) > 1:
        return ListLine(number, name, building, 0, None, "有同名的人，请写明楼栋")
    if same[0].here:
        return ListLine(number, name, building, 0, None, "已经签到")
    return ListLine(number, name, building, same[0].leader_id, None)


def _leads(person: Known, building: str, wanted: str) -> bool:
    titles = person.buildings.split("、")
    ends = re.compile(rf"(?<![0-9a-z-]){re.escape(wanted)}$")
    return any(title == building or ends.search(building_key(title)) for title in titles if title)


def _with_hours(line: ListLine, text: str, per_hour: int, whole: int) -> ListLine:
    if not text:
        return line
    minutes = parse_hours(text, per_hour)
    if minutes is None or not 0 < minutes <= whole:
        return ListLine(line.row, line.name, line.building, 0, None, "学时看不懂，或比全部学时还多")
    return ListLine(line.row, line.name, line.building, line.leader_id, minutes)
