"""The lists of rewards: what stands in their columns, and what they can be narrowed to."""

from collections.abc import Callable
from datetime import date

from ldz_desktop.domain.amounts import short_yuan, yuan_text
from ldz_desktop.domain.cautions import month_words, months_words
from ldz_desktop.domain.rewards import EVENTS, STATES, Kind, State
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.rewards_records import RewardLine, YearRow
from ldz_desktop.ui.kit.finder import fits
from ldz_desktop.ui.kit.pieces import Tone
from ldz_desktop.ui.kit.records import Column

TONES: dict[State, Tone] = {
    "proposed": "amber", "approved": "blue", "moved": "red", "waiting": "grey", "paid": "green",
    "withdrawn": "grey", "cancelled": "grey", "given": "green",
}  # fmt: skip
_KIND_TONES: dict[Kind, Tone] = {
    "party": "red", "placement": "blue", "cadre": "green", "committee": "amber", "other": "grey",
}  # fmt: skip
GROUPS: dict[str, tuple[str, tuple[State, ...]]] = {
    "all": ("全部状态", tuple(STATES)),
    "due": ("待办", ("proposed", "approved", "moved", "waiting")),
    "proposed": (STATES["proposed"], ("proposed",)),
    "approved": (STATES["approved"], ("approved",)),
    "moved": (STATES["moved"], ("moved",)),
    "paid": (STATES["paid"], ("paid",)),
    "gone": ("已取消、已撤回", ("cancelled", "withdrawn")),
}


def keeps(line: RewardLine, text: str, community: str) -> bool:
    """Whether a line is looked for."""
    if community and line.community != community:
        return False
    return fits(text, (line.leader, line.place, line.reward.title), line.pinyin)


def remark(line: RewardLine) -> str:
    """Why it stands as it does; "" where that needs no words."""
    one = line.reward
    return line.now or (one.cancel_reason or "" if one.cancelled_on else one.note or "")


def money_columns() -> tuple[Column[RewardLine], ...]:
    return (
        Column("month", "月份", lambda x: month_words(x.reward.month or ""), width=108,
               sort=lambda x: x.reward.month or ""),
        Column("community", "社区", lambda x: x.community, width=98),
        Column("place", "楼栋", lambda x: x.place, width=120, tip=lambda x: x.place),
        Column("leader", "楼栋长", lambda x: x.leader, width=96, sort=lambda x: x.pinyin),
        Column("cents", "金额（元）", lambda x: yuan_text(x.cents), align="right", width=104,
               sort=lambda x: x.cents, strong=lambda x: True),
        Column("state", "状态", lambda x: STATES[x.state], width=96,
               chip=lambda x: TONES[x.state], sort=lambda x: list(STATES).index(x.state)),
        Column("approved", "审批",
               lambda x: _signed(x.reward.approved_on, x.reward.approved_by), width=186,
               sort=lambda x: x.reward.approved_on),
        Column("paid", "发放", lambda x: _signed(x.reward.paid_on, x.reward.paid_by), width=186,
               sort=lambda x: x.reward.paid_on),
        Column("remark", "说明", remark, width=0, tip=remark,
               tone=lambda x: "red" if x.state == "moved" else None),
    )  # fmt: skip


def event_columns() -> tuple[Column[RewardLine], ...]:
    return (
        Column("day", "日期", lambda x: _day(x.reward.approved_on), width=130,
               sort=lambda x: x.reward.approved_on),
        Column("leader", "楼栋长", lambda x: x.leader, width=100, sort=lambda x: x.pinyin),
        Column("community", "社区", lambda x: x.community, width=110),
        Column("place", "楼栋", lambda x: x.place, width=130, tip=lambda x: x.place),
        Column("kind", "类别", lambda x: EVENTS[x.reward.kind], width=120,
               chip=lambda x: _KIND_TONES[x.reward.kind]),
        Column("title", "内容", lambda x: x.reward.title, width=250, strong=lambda x: True,
               tip=lambda x: x.reward.title),
        Column("basis", "依据", lambda x: x.reward.basis or "", width=0,
               tip=lambda x: x.reward.basis or ""),
    )  # fmt: skip


def year_columns() -> tuple[Column[YearRow], ...]:
    def money(key: str, title: str, cents: Callable[[YearRow], int]) -> Column[YearRow]:
        return Column(
            key, title, lambda r: yuan_text(cents(r)) if cents(r) else "—", align="right",
            width=104, sort=cents, strong=lambda r: key == "total",
            tone=lambda r: None if cents(r) else "faint",
        )  # fmt: skip

    return (
        Column("community", "社区", lambda r: r.community, width=110),
        Column("buildings", "楼栋", lambda r: r.buildings, width=140, tip=lambda r: r.buildings),
        Column("leader", "楼栋长", lambda r: r.leader, width=110, sort=lambda r: r.pinyin),
        Column("months", "持旗月份", lambda r: months_words(r.months).partition("年")[2], width=0,
               sort=lambda r: r.months, tip=lambda r: months_words(r.months)),
        Column("count", "笔数", lambda r: str(len(r.months)), align="right", width=70,
               sort=lambda r: len(r.months)),
        money("paid", "已发放", lambda r: r.paid),
        money("approved", "待发放", lambda r: r.approved),
        money("proposed", "待审批", lambda r: r.proposed),
        money("total", "合计", lambda r: r.total),
    )  # fmt: skip


def line_text(line: RewardLine) -> str:
    """Everything on record of a line, in a sentence or two."""
    one = line.reward
    parts = []
    if one.basis:
        parts.append(f"依据：{month_words(one.month or '')}测评，核验码 {one.code}")
    if one.proposed_on:
        parts.append(f"{date_text(one.proposed_on)}封月后提出")
    if one.approved_on:
        parts.append(f"{_signed(one.approved_on, one.approved_by)}审批")
    if one.paid_on:
        parts.append(f"{_signed(one.paid_on, one.paid_by)}发放")
    if one.cancelled_on:
        parts.append(f"{date_text(one.cancelled_on)}取消：{one.cancel_reason}")
    words = "；".join(parts)
    return f"{line.now}。{words}" if line.now else words


def sum_text(lines: list[RewardLine]) -> str:
    """3 笔 3,000 元."""
    return f"{len(lines)} 笔 {short_yuan(sum(line.cents for line in lines))} 元"


def _signed(day: date | None, who: str | None) -> str:
    return "" if day is None else f"{date_text(day)} {who or ''}".rstrip()


def _day(day: date | None) -> str:
    return "" if day is None else date_text(day)
