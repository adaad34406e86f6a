"""Notices as the list and the papers have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.postings import KINDS, STATES, Posting, State
from ldz_desktop.domain.workdays import Period
from ldz_desktop.services.tables import Table, TableColumn


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A notice as the list shows it. countdown: 还有 3 个工作日; photo, taken_down: whether there
    is a photo of it on the wall, and of it being taken down."""

    posting: Posting
    state: State
    countdown: str
    photo: bool
    taken_down: bool

    @property
    def id(self) -> int:
        return self.posting.id


@dataclass(frozen=True, slots=True)
class PostingPaper:
    """A notice ready for paper, with those it goes on from, itself last. periods: the counted days
    of each; a draft's as they would be from today on."""

    chain: tuple[Posting, ...]
    periods: tuple[Period, ...]
    today: date

    @property
    def posting(self) -> Posting:
        return self.chain[-1]


def posting_table(rows: Sequence[PostingRow], scope: str, unit: str) -> Table:
    """Those notices in that order; who objected is not in it."""
    counted = f"共 {len(rows)} 份"
    note = f"{scope}，{counted}" if scope else counted
    return Table("公示登记表", _COLUMNS, tuple(map(_line, rows)), note, unit)


_COLUMNS = (
    TableColumn("类别", 5),
    TableColumn("标题", 16),
    TableColumn("署名单位", 9),
    TableColumn("张贴日期", 7),
    TableColumn("公示期", 6),
    TableColumn("截止", 7),
    TableColumn("进度", 7),
    TableColumn("异议", 3, "number"),
    TableColumn("待答复", 3, "number"),
    TableColumn("照片", 3),
    TableColumn("报告日期", 7),
    TableColumn("结论", 16),
)


def _line(row: PostingRow) -> tuple[str, ...]:
    one = row.posting
    unit = "个工作日" if one.day_unit == "working" else "个自然日"
    expected = "" if one.certain else "（预计）"
    return (
        KINDS[one.kind], one.title, one.unit, _day(one.posted_on), f"{one.days}{unit}",
        _day(one.last_on) + (expected if one.last_on else ""),
        row.countdown or STATES[row.state], str(len(one.objections)),
        str(len(one.open_objections)), "有" if row.photo else "", _day(one.reported_on),
        one.conclusion or one.withdraw_reason or "",
    )  # fmt: skip


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
