"""One person of a list, and the columns that lists have on paper and in spreadsheets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

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
from ldz_desktop.domain.masks import mask_id, mask_name, mask_phone
from ldz_desktop.domain.tags import CHILD_BELOW, is_sensitive
from ldz_desktop.services.tables import TableColumn


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
class Line:
    """One line of a table. telling: being on the list is itself sensitive; revealed: nothing but
    numbers and telephones is masked."""

    number: int
    person: PersonRow
    today: date
    telling: bool
    revealed: bool

    @property
    def hidden(self) -> bool:
        """Name and room are not to be read."""
        return self.telling and not self.revealed

    @property
    def child(self) -> bool:
        age = self.person.age(self.today)
        return age is not None and age < CHILD_BELOW


_Text = Callable[[Line], str | None]
Columns = tuple[tuple[TableColumn, _Text], ...]
_YES_NO: Mapping[bool | None, str] = {True: "在本地", False: "在外地", None: ""}


def _masked_name(line: Line) -> str:
    masked = line.hidden or (line.child and not line.revealed)
    return mask_name(line.person.name) if masked else line.person.name


def _address(line: Line) -> str:
    person = line.person
    return f"{person.compound}{person.building}" if line.hidden else person.address


def _open_tags(line: Line) -> str:
    """Tags that are not sensitive, or all."""
    person, today = line.person, line.today
    return " ".join(
        t for t in person.tags if line.revealed or not is_sensitive(t, person.birth, today)
    )


def _age(line: Line) -> str:
    age = line.person.age(line.today)
    if line.child and not line.revealed:
        return f"<{CHILD_BELOW}"
    return "" if age is None else str(age)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _phone(line: Line) -> str:
    return mask_phone(line.person.phone) if line.person.phone else ""


def _number(line: Line) -> str:
    return mask_id(line.person.id_number) if line.person.id_number else ""


def _live(line: Line) -> str:
    return "住在这里" if line.person.lives_here else "不住这里"


_NUMBER = (TableColumn("序号", 4, "number"), lambda x: str(x.number))
_WHERE: Columns = (
    (TableColumn("社区", 8), lambda x: x.person.community),
    (TableColumn("小区", 8), lambda x: x.person.compound),
    (TableColumn("楼栋", 6), lambda x: x.person.building),
    (TableColumn("单元", 5), lambda x: "" if x.hidden else x.person.unit),
    (TableColumn("房号", 6), lambda x: "" if x.hidden else x.person.room),
    (TableColumn("居住情况", 6), lambda x: x.person.tenure),
)
_WHO: Columns = (
    (TableColumn("与户主关系", 7), lambda x: RELATION.label(x.person.relation)),
    (TableColumn("性别", 4), lambda x: SEX.label(x.person.sex)),
)
_WHAT: Columns = (
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
_END: Columns = (
    (TableColumn("上次核对", 8), lambda x: _day(x.person.checked_on)),
    (TableColumn("档案号", 10), lambda x: x.person.file_no),
)
FULL: Columns = (
    _NUMBER, *_WHERE,
    (TableColumn("姓名", 8), lambda x: x.person.name), *_WHO,
    (TableColumn("证件号码", 14), lambda x: x.person.id_number),
    (TableColumn("出生日期", 8), lambda x: _day(x.person.birth)), *_WHAT,
    (TableColumn("健康状况", 7), lambda x: HEALTH.label(x.person.health)),
    (TableColumn("标签", 10), lambda x: " ".join(x.person.tags)),
    (TableColumn("联系电话", 9), lambda x: x.person.phone),
    (TableColumn("户籍地址", 14), lambda x: x.person.registered_address), *_END,
)  # fmt: skip
MASKED: Columns = (
    _NUMBER, *_WHERE, (TableColumn("姓名", 8), _masked_name), *_WHO,
    (TableColumn("证件号码", 14), _number), *_WHAT,
    (TableColumn("标签", 10), _open_tags), (TableColumn("联系电话", 9), _phone), *_END,
)  # fmt: skip
PAPER: Columns = (
    _NUMBER,
    (TableColumn("住址", 12), _address),
    (TableColumn("姓名", 6), _masked_name), *_WHO,
    (TableColumn("年龄", 4, "number"), _age),
    (TableColumn("文化程度", 6), lambda x: EDUCATION.label(x.person.education)),
    (TableColumn("职业", 6), lambda x: EMPLOYMENT.label(x.person.occupation)),
    (TableColumn("政治面貌", 6), lambda x: POLITICAL.label(x.person.political)),
    (TableColumn("标签", 6), _open_tags),
    (TableColumn("联系电话", 8), _phone),
)  # fmt: skip
ROSTER = (
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
