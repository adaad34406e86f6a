"""Handing an office over (离任交接): everything open moves with the building or is named, and two
people sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ldz_desktop.domain.problems import Problem

ItemKind = Literal[
    "households", "visits", "duties", "selection", "posting", "flag", "evaluation", "commitment",
    "reward", "free",
]  # fmt: skip
KINDS: dict[ItemKind, str] = {
    "households": "户档", "visits": "走访", "duties": "履职", "selection": "推选",
    "posting": "公示", "flag": "流动红旗", "evaluation": "测评", "commitment": "承诺",
    "reward": "奖励", "free": "物品材料",
}  # fmt: skip

TO_RECEIVER = "交给接收人"
BY_OFFICE = "由办公室承接"
BY_GIVER = "由本人办完"
SETTLED = "已当场办结"
DROPPED = "不再办理"
WAYS = (TO_RECEIVER, BY_OFFICE, BY_GIVER, SETTLED, DROPPED)


@dataclass(frozen=True, slots=True)
class Item:
    """Something open when a leader goes. key: the same for the same matter ("households",
    "commitment:ID"); way: how it was settled, None while nobody said; note: by whom or how many."""

    key: str
    kind: ItemKind
    title: str
    detail: str = ""
    way: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """One hand-over of a tenure. giver: None: the leader who goes; otherwise the office, which
    passes on what it kept until there was a successor. receiver: a name, to_tenure_id: the
    successor's tenure, None where the office receives. giver_signed, receiver_signed: the days of
    the signatures; giver_absent: why the leader cannot sign. id 0: not yet stored."""

    id: int
    tenure_id: int
    to_tenure_id: int | None
    receiver: str | None
    held_on: date | None
    items: tuple[Item, ...]
    giver_signed: date | None = None
    giver_absent: str | None = None
    receiver_signed: date | None = None
    witness: str | None = None
    finished_on: date | None = None
    giver: str | None = None
    note: str | None = None
    version: int = 1

    @property
    def finished(self) -> bool:
        return self.finished_on is not None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a hand-over is judged by. leader: who goes; started_on, ended_on: of the tenure."""

    today: date
    leader: str
    started_on: date | None
    ended_on: date | None
    one_signer: bool = False


def check_draft(handover: Handover, setting: Setting) -> tuple[Problem, ...]:
    """What cannot be kept even as a draft."""
    found = [*_days(handover, setting)]
    giver = _one_name(handover.giver or setting.leader)
    receiver, witness = _one_name(handover.receiver), _one_name(handover.witness)
    if receiver and receiver == giver:
        found.append(_refused("receiver", "接收人和移交人不能是同一个人"))
    if witness and witness in (giver, receiver):
        found.append(_refused("witness", "监交人不能是移交人或接收人"))
    if any(item.kind == "free" and not item.title.strip() for item in handover.items):
        found.append(_refused("items", "请写明物品或材料的名称"))
    return tuple(found)


def check_finish(handover: Handover, setting: Setting) -> tuple[Problem, ...]:
    """Everything that keeps a hand-over from being finished: a term that has not ended, something
    open that nobody settled, a missing signature."""
    found = [*check_draft(handover, setting)]
    if setting.ended_on is None:
        found.append(_refused("held_on", "还没有卸任，不能办结交接"))
    if handover.held_on is None:
        found.append(_refused("held_on", "请填写交接日期"))
    found += _needed("receiver", handover.receiver, "请填写接收人")
    unsettled = [item.title for item in handover.items if item.way is None]
    if unsettled:
        more = f"等 {len(unsettled)} 项" if len(unsettled) > 1 else ""
        found.append(_refused("items", f"“{unsettled[0]}”{more}还没有写明怎么交接"))
    if handover.giver_signed is None and not (handover.giver_absent or "").strip():
        found.append(_refused("giver_signed", "移交人没有签字；不能签字的，请写明原因"))
    if handover.receiver_signed is None:
        found.append(_refused("receiver_signed", "接收人没有签字"))
    if not setting.one_signer:
        found += _needed("witness", handover.witness, "请填写监交人")
    return tuple(found)


def open_now(
    items: Sequence[Item], finished: Sequence[Handover], *, building_handed_over: bool
) -> tuple[Item, ...]:
    """What is still open of `items`: without what finished hand-overs named, and without what
    belongs to the building where that is in other hands already."""
    named = {item.key for handover in finished for item in handover.items}
    return tuple(
        item
        for item in items
        if item.key not in named and not (building_handed_over and item.kind not in PERSONAL)
    )


PERSONAL: frozenset[ItemKind] = frozenset(("commitment", "reward"))
"""What belongs to the person; everything else goes with the building."""


def _days(handover: Handover, setting: Setting) -> Iterator[Problem]:
    held = handover.held_on
    if held is not None and held > setting.today:
        yield _refused("held_on", "交接日期在今天之后")
    if held is not None and setting.started_on is not None and held < setting.started_on:
        yield _refused("held_on", "交接日期早于任职日期")
    signatures = (
        ("giver_signed", handover.giver_signed), ("receiver_signed", handover.receiver_signed),
    )  # fmt: skip
    for field, day in signatures:
        if day is not None and day > setting.today:
            yield _refused(field, "签字日期在今天之后")
        elif day is not None and held is not None and day < held:
            yield _refused(field, "签字日期早于交接日期")
    if handover.giver_signed is not None and (handover.giver_absent or "").strip():
        yield _refused("giver_absent", "已经签字的，不用写不能签字的原因")


def _needed(field: str, value: str | None, reason: str) -> list[Problem]:
    return [] if (value or "").strip() else [_refused(field, reason)]


def _refused(field: str, reason: str) -> Problem:
    return Problem("refused", field, "handover", reason)


def _one_name(name: str | None) -> str:
    return "".join((name or "").split())
