"""The lists of flags: what stands in their columns."""

from datetime import date

from ldz_desktop.domain.flags import STATES, State
from ldz_desktop.domain.places import natural_key
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.flags_records import FlagLine, MoveLine, RunLine
from ldz_desktop.ui.kit.pieces import Tone
from ldz_desktop.ui.kit.records import Column

TONES: dict[State, Tone] = {
    "todo": "amber", "keep": "blue", "done": "green", "kept": "green", "stale": "red",
    "no_flag": "red", "spare": "grey",
}  # fmt: skip


def move_columns() -> tuple[Column[MoveLine], ...]:
    return (
        Column("number", "红旗", lambda x: x.number or "—", width=92, strong=lambda x: True,
               sort=lambda x: natural_key(x.number)),
        Column("community", "社区", lambda x: x.move.community, width=100),
        Column("origin", "交出楼栋", _origin, width=120, tip=_origin),
        Column("place", "接收楼栋", lambda x: x.place or "—", width=120, tip=lambda x: x.place,
               strong=lambda x: bool(x.place)),
        Column("state", "状态", lambda x: STATES[x.move.state], width=84,
               chip=lambda x: TONES[x.move.state],
               sort=lambda x: list(STATES).index(x.move.state)),
        Column("months", "连续", lambda x: f"{x.move.months}个月" if x.move.months else "",
               align="right", width=72, sort=lambda x: x.move.months),
        Column("held", "累计", lambda x: f"{x.held}个月" if x.held else "", align="right", width=72,
               sort=lambda x: x.held),
        Column("on", "交接日期", lambda x: _day(x.move.holding.from_on) if x.move.holding else "",
               width=138, sort=lambda x: x.move.holding.from_on if x.move.holding else None),
        Column("giver", "移交人", _giver, width=84),
        Column("taker", "接收人", _taker, width=84),
        Column("note", "说明", move_note, width=0, tip=move_note, sortable=False,
               tone=lambda x: "red" if x.move.state in ("stale", "no_flag") else "muted"),
    )  # fmt: skip


def move_note(line: MoveLine) -> str:
    """What the state asks for, and by what ground."""
    words = {
        "stale": "月份更正后这栋楼不再持旗，请撤回后重新交接",
        "no_flag": "红旗不够，请先登记",
        "spare": "没有接收的楼栋，" + ("可以收回" if line.origin else "留在办公室"),
        "keep": "留在原楼，确认即可",
    }
    parts = [words.get(line.move.state, "")]
    parts += ["并列，按决定"] if line.decided else []
    parts += [f"照片 {line.photos} 张"] if line.photos else []
    holding = line.move.holding
    parts += [holding.note or ""] if holding else []
    return "；".join(filter(None, parts))


def _origin(line: MoveLine) -> str:
    if not line.move.flag_id:
        return "—"
    return line.origin or "办公室"


def _giver(line: MoveLine) -> str:
    if line.move.holding is not None:
        return line.move.holding.handed_by or ""
    return line.giver if line.move.state == "todo" else ""


def _taker(line: MoveLine) -> str:
    if line.move.holding is not None:
        return line.move.holding.received_by or ""
    return line.taker if line.move.state == "todo" else ""


def run_columns() -> tuple[Column[RunLine], ...]:
    return (
        Column("span", "月份", lambda x: x.span, width=196, sort=lambda x: x.run.last.month),
        Column("number", "红旗", lambda x: x.number, width=92, strong=lambda x: True,
               sort=lambda x: natural_key(x.number)),
        Column("community", "社区", lambda x: x.community, width=100),
        Column("place", "楼栋", lambda x: x.place, width=120, strong=lambda x: True,
               sort=lambda x: natural_key(x.place), tip=lambda x: x.place),
        Column("leader", "楼栋长", lambda x: x.leader, width=84),
        Column("months", "持旗", lambda x: f"{x.run.months}个月", align="right", width=72,
               sort=lambda x: x.run.months),
        Column("since", "起", lambda x: _day(x.since), width=138, sort=lambda x: x.since),
        Column("until", "止", lambda x: _day(x.until) or "至今", width=138,
               sort=lambda x: x.until, tone=lambda x: None if x.until else "red"),
        Column("origin", "接自", lambda x: x.origin or "办公室", width=120),
        Column("people", "移交人 → 接收人", _people, width=0, tip=_people),
        Column("photos", "照片", lambda x: str(x.photos) if x.photos else "", align="right",
               width=56, sort=lambda x: x.photos),
    )  # fmt: skip


def _people(line: RunLine) -> str:
    first = line.run.first
    return " → ".join(filter(None, (first.handed_by or "办公室", first.received_by)))


def flag_columns() -> tuple[Column[FlagLine], ...]:
    return (
        Column("number", "编号", lambda x: x.flag.number, width=100, strong=lambda x: True,
               sort=lambda x: natural_key(x.flag.number)),
        Column("community", "社区", lambda x: x.flag.scope, width=110),
        Column("state", "状态", flag_state, width=96,
               chip=lambda x: {"停用": "grey", "办公室": "blue"}.get(flag_state(x), "green")),
        Column("place", "现在楼栋", lambda x: x.place, width=130, tip=lambda x: x.place),
        Column("leader", "楼栋长", lambda x: x.leader, width=84),
        Column("since", "挂上日期", lambda x: _day(x.since), width=138, sort=lambda x: x.since),
        Column("months", "连续", lambda x: f"{x.months}个月" if x.months else "", align="right",
               width=72, sort=lambda x: x.months),
        Column("moves", "流动", lambda x: f"{x.moves}次", align="right", width=64,
               sort=lambda x: x.moves),
        Column("acquired", "启用日期", lambda x: _day(x.flag.acquired_on), width=138,
               sort=lambda x: x.flag.acquired_on),
        Column("note", "备注", flag_note, width=0, tip=flag_note),
    )  # fmt: skip


def flag_state(line: FlagLine) -> str:
    if line.flag.retired_on is not None:
        return "停用"
    return "在楼栋" if line.place else "办公室"


def flag_note(line: FlagLine) -> str:
    retired = line.flag.retired_on
    words = f"{date_text(retired)}停用" if retired else ""
    return "，".join(filter(None, (words, line.flag.note)))


def _day(day: date | None) -> str:
    return "" if day is None else date_text(day)
