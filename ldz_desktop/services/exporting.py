"""Lists that leave the program: as tables, masked by default, and logged with their purpose."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from ldz_desktop.domain.codes import (
    EDUCATION,
    ETHNIC,
    HEALTH,
    POLITICAL,
    RELATION,
    SEX,
    TENURE,
    CodeTable,
)
from ldz_desktop.domain.evaluation import Standing
from ldz_desktop.domain.households import EVERYTHING, Household, Resident, ordered
from ldz_desktop.domain.leaders import Leader, LeaderRow, Tenure
from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.domain.places import ALL, PlaceRef, ScopeName, community_key
from ldz_desktop.domain.schemes import counting
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.months import month_text
from ldz_desktop.services.person_sums import PersonSum, PersonSums
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.roster import RosterService
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.leaders import LeaderStore

_NOT_ON_PAPER = frozenset(
    (
        "身份证号",
        "所在党支部",
        "原职业",
        "服役经历",
        "任命文号",
        "党员发展",
        "学时",
        "履职次数",
        "照片",
    )
)
_STATES = {"present": "", "moved": "已迁出", "dead": "已故"}


@dataclass(frozen=True, slots=True)
class _Person:
    """One line of the households' export."""

    household: Household
    resident: Resident


def _besides(people: Counter[str]) -> str:
    """The lines that are no resident of today."""
    found = [
        f"{words} {people[key]:,} {unit}"
        for key, words, unit in (
            ("dead", "已故", "人"), ("moved", "已迁出", "人"), ("empty", "没有登记人的户", "行"),
        )
        if people[key]
    ]  # fmt: skip
    return f"另列{'、'.join(found)}，不计入人数。" if found else ""


class ExportService:
    """Tables for spreadsheets and printing. purpose: why; required for everything that leaves."""

    def __init__(self, core: Core, evaluation: EvaluationService) -> None:
        self._core = core
        self._evaluation = evaluation

    def households(
        self,
        purpose: str,
        *,
        place: PlaceRef = ALL,
        ids: list[int] | None = None,
        full: bool = False,
        progress: Progress = SILENT,
    ) -> Table:
        """Residents of a place (or of the households `ids`), one line a person.

        full: unmasked numbers, phones and health. Raises InputError without a purpose.
        """
        self._log("households", purpose, full)
        store = HouseholdStore(self._core.database)
        wanted = ids if ids is not None else self._ids(store, place)
        columns = _HOUSEHOLD_FULL if full else _HOUSEHOLD_MASKED
        rows: list[tuple[str, ...]] = []
        people = Counter[str]()
        for done, household_id in enumerate(wanted):
            if done % 500 == 0:
                progress.report(done, len(wanted), "整理户档")
            household = store.get(household_id)
            if household is not None:
                members = ordered(household.members) or (Resident(0, household.id, ""),)
                rows += [_cells(columns, _Person(household, member)) for member in members]
                people.update(member.state for member in household.members)
                people["homes"] += 1
                people["empty"] += not household.members
        counted = f"{people['homes']:,} 户，在册 {people['present']:,} 人"
        table = self._table("户档", columns, rows, f"{counted}。{_besides(people)}")
        return replace(table, counted=counted)

    def _ids(self, store: HouseholdStore, place: PlaceRef) -> list[int]:
        return store.ids(place, "address", descending=False, narrow=EVERYTHING)

    def leaders(
        self, purpose: str, *, rows: Iterable[LeaderRow] | None = None, full: bool = False
    ) -> Table:
        """The roster, vacancies included. Raises InputError without a purpose."""
        self._log("leaders", purpose, full)
        if rows is None:
            rows = RosterService(self._core, self._evaluation).rows()
        store = LeaderStore(self._core.database)
        leaders = {leader.id: leader for leader in store.leaders()}
        terms = {term.id: term for term in store.tenures()}
        known = PersonSums(self._core).known()
        columns = _LEADER_FULL if full else _LEADER_MASKED
        lines = [
            _LeaderLine(
                row, leaders.get(row.leader_id), terms.get(row.tenure_id), known.of(row.leader_id)
            )
            for row in rows
        ]
        year = f"学时、履职为 {self._core.today().year} 年 1 月 1 日以来的合计。"
        return self._table("楼栋长花名册", columns, [_cells(columns, x) for x in lines], year)

    def leaders_on_paper(self, rows: Iterable[LeaderRow], note: str) -> Table:
        """The roster for paper, which hangs on walls and lies on desks: it has no numbers of
        identity cards, masked or not, and says who leads which building, not how somebody does."""
        table = self.leaders("打印花名册", rows=rows)
        kept = [i for i, column in enumerate(table.columns) if column.title not in _NOT_ON_PAPER]
        return Table(
            table.title,
            tuple(table.columns[i] for i in kept),
            tuple(tuple(row[i] for i in kept) for row in table.rows),
            note,
            table.unit,
        )

    def ranking(
        self,
        month: str,
        purpose: str,
        *,
        scope: ScopeName | None = None,
        community: str = "",
    ) -> Table:
        """The ranking as it stands, of one community or of all. Raises InputError without a
        purpose, for an unknown month, and for a community that is not evaluated in it."""
        ranking = self._evaluation.ranking(month, scope)
        wanted = community_key(community) if community else ""
        standings = [
            one
            for one in ranking.standings
            if not wanted or community_key(one.score.community) == wanted
        ]
        if wanted and not standings:
            raise InputError(
                "没有这个社区",
                f"{month_text(ranking.month)}没有叫这个名字的社区参加测评。",
                "请检查社区和月份。",
            )
        self._log(f"ranking {ranking.month}", purpose, full=False)
        rows = [_cells(_RANKING, one) for one in standings]
        state = "（未封月，草稿）" if ranking.state == "open" else ""
        title = f"{month_text(ranking.month)}楼栋长测评排名{state}"
        counted = f"（{counting(ranking.scheme)}）" if ranking.scheme.rolling else ""
        note = f"范围：{ranking.scope}；{ranking.scheme.name}{counted}"
        return self._table(title, _RANKING, rows, note)

    def _log(self, what: str, purpose: str, full: bool) -> None:
        if not purpose.strip():
            raise InputError("缺少用途", "导出要写明用途。", "例如：报街道民政办核对低保。")
        with self._core.database.transaction():
            kind = "full" if full else "masked"
            self._core.log(f"export.{kind}", what, purpose.strip()[:200])

    def _table(
        self,
        title: str,
        columns: "tuple[_Column, ...]",
        rows: list[tuple[str, ...]],
        note: str,
    ) -> Table:
        profile = SettingService(self._core).profile()
        return Table(
            title,
            tuple(column.head for column in columns),
            tuple(rows),
            note,
            profile.unit or profile.office,
        )


@dataclass(frozen=True, slots=True)
class _Column:
    head: TableColumn
    text: "Callable[[object], str | None]"


def _cells(columns: tuple[_Column, ...], record: object) -> tuple[str, ...]:
    return tuple(column.text(record) or "" for column in columns)


def _column(title: str, width: int, text: object, *, number: bool = False) -> _Column:
    return _Column(TableColumn(title, width, "number" if number else "text"), text)  # type: ignore[arg-type]  # each table knows its record


def _code(table: CodeTable, field: str) -> "Callable[[_Person], str]":
    return lambda one: table.label(getattr(one.resident, field))


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


_PLACE = (
    _column("社区", 8, lambda p: p.household.community),
    _column("小区", 8, lambda p: p.household.compound),
    _column("楼栋", 6, lambda p: p.household.building),
    _column("单元", 5, lambda p: p.household.unit),
    _column("房号", 6, lambda p: p.household.room),
    _column("居住情况", 6, lambda p: TENURE.label(p.household.tenure)),
    _column("姓名", 8, lambda p: p.resident.name),
    _column("与户主关系", 7, _code(RELATION, "relation")),
)
_ID = _column("证件号码", 14, lambda p: p.resident.id_number)
_ID_MASKED = _column("证件号码", 14, lambda p: mask_id(p.resident.id_number))
_PERSON = (
    _column("性别", 4, _code(SEX, "sex")),
    _column("出生日期", 8, lambda p: _day(p.resident.birth)),
    _column("民族", 5, _code(ETHNIC, "ethnic")),
    _column("文化程度", 7, _code(EDUCATION, "education")),
    _column("职业", 7, lambda p: p.resident.occupation),
)
_HEALTH = _column("健康状况", 7, _code(HEALTH, "health"))
_POLITICAL = _column("政治面貌", 7, _code(POLITICAL, "political"))
_REST = (
    _column("状态", 5, lambda p: _STATES[p.resident.state]),
    _column("备注", 10, lambda p: p.resident.note),
    _column("档案号", 10, lambda p: p.household.file_no),
)
_HOUSEHOLD_FULL = (
    *_PLACE, _ID, *_PERSON, _HEALTH, _POLITICAL,
    _column("联系电话", 9, lambda p: p.resident.phone), *_REST,
)  # fmt: skip
_HOUSEHOLD_MASKED = (
    *_PLACE, _ID_MASKED, *_PERSON, _POLITICAL,
    _column("联系电话", 9, lambda p: mask_phone(p.resident.phone)), *_REST,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _LeaderLine:
    """One line of the roster's export; a vacancy has only its row."""

    row: LeaderRow
    leader: Leader | None
    term: Tenure | None
    sums: PersonSum


def _leader_number(line: _LeaderLine) -> str | None:
    return line.leader.id_number if line.leader else None


def _fact(field: str) -> "Callable[[_LeaderLine], str | None]":
    return lambda line: getattr(line.leader, field) if line.leader else None


def _step(line: _LeaderLine) -> str:
    step = line.sums.step
    return "" if step is None else f"{step.stage}（{step.happened_on.isoformat()}）"


_LEADER_HEAD = (
    _column("社区", 8, lambda x: x.row.community),
    _column("小区", 8, lambda x: x.row.compound),
    _column("楼栋", 6, lambda x: x.row.building),
    _column("姓名", 8, lambda x: x.row.name or "（空缺）"),
    _column("性别", 4, lambda x: SEX.label(x.row.sex)),
)
_LEADER_TAIL = (
    _column("政治面貌", 7, lambda x: POLITICAL.label(x.row.political)),
    _column("文化程度", 7, lambda x: EDUCATION.label(x.row.education)),
    _column("所在党支部", 10, _fact("branch")),
    _column("原职业", 8, _fact("former_work")),
    _column("服役经历", 10, _fact("service")),
)
_LEADER_END = (
    _column("任职日期", 8, lambda x: _day(x.row.started_on)),
    _column("户数", 5, lambda x: str(x.row.households), number=True),
    _column("任期届满", 8, lambda x: _day(x.term.term_end if x.term else None)),
    _column("任命文号", 10, lambda x: x.term.document_no if x.term else None),
    _column("党员发展", 12, _step),
    _column("学时", 5, lambda x: x.sums.hours, number=True),
    _column("履职次数", 6, lambda x: str(x.sums.duties or ""), number=True),
    _column("照片", 4, lambda x: "有" if x.sums.portrait else ""),
    _column("备注", 10, lambda x: x.leader.note if x.leader else None),
)
_LEADER_FULL = (
    *_LEADER_HEAD, _column("身份证号", 14, _leader_number), *_LEADER_TAIL,
    _column("联系电话", 9, lambda x: x.row.phone), *_LEADER_END,
)  # fmt: skip
_LEADER_MASKED = (
    *_LEADER_HEAD, _column("身份证号", 14, lambda x: mask_id(_leader_number(x))), *_LEADER_TAIL,
    _column("联系电话", 9, lambda x: mask_phone(x.row.phone)), *_LEADER_END,
)  # fmt: skip


def _number(field: str) -> "Callable[[Standing], str]":
    def text(one: Standing) -> str:
        value = getattr(one.score, field)
        return "" if value is None else str(value)

    return text


def _remark(one: Standing) -> str:
    parts = []
    if one.flag:
        parts.append("流动红旗")
    if one.last:
        parts.append(f"末位连续 {one.streak} 月" if one.streak > 1 else "末位")
    if one.score.why_unranked:
        parts.append(one.score.why_unranked)
    return "；".join(parts)


_RANKING = (
    _column("范围", 8, lambda s: s.scope),
    _column("名次", 4, lambda s: "" if s.rank is None else str(s.rank), number=True),
    _column("社区", 8, lambda s: s.score.community),
    _column("小区", 8, lambda s: s.score.compound),
    _column("楼栋", 6, lambda s: s.score.building),
    _column("楼栋长", 8, lambda s: s.score.leader),
    _column("得分", 6, _number("score"), number=True),
    _column("满意度得分", 7, _number("satisfaction"), number=True),
    _column("满意率%", 6, _number("satisfied_rate"), number=True),
    _column("星级得分", 7, _number("stars"), number=True),
    _column("有效表", 5, _number("valid"), number=True),
    _column("收回", 5, _number("returned"), number=True),
    _column("发出", 5, _number("issued"), number=True),
    _column("备注", 10, _remark),
)
