"""Choosing a building leader: five steps, each closed only by its evidence (domain.md §1).

推选 → 资格审查 → 公示 → 任命 → 岗前培训. Where a selection stands is worked out from what is on
record; nothing says "done" by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ldz_desktop.domain.households import Resident, age_on
from ldz_desktop.domain.leaders import AHEAD_DAYS, Tenure
from ldz_desktop.domain.workdays import date_text

Way = Literal["election", "nomination"]
WAYS: dict[Way, str] = {"election": "居民选举", "nomination": "公推"}

Step = Literal["vote", "review", "notice", "appoint", "training"]
STEPS: tuple[Step, ...] = ("vote", "review", "notice", "appoint", "training")
STEP_TITLES: dict[Step, str] = {
    "vote": "推选", "review": "资格审查", "notice": "公示", "appoint": "任命",
    "training": "岗前培训",
}  # fmt: skip

State = Literal["done", "now", "waiting", "blocked", "later"]

CRITERIA = ("德行", "能力", "实干")
"""What every candidate is reviewed for; an office adds its own."""
TERM_YEARS = 3
EARLY_DAYS = 180
"""A re-election may begin so many days before the term ends."""
ADULT = 18


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of those who stood. resident_id: whom the archives know; leader_id: who has been a leader
    before. votes: None while they are not counted. chosen: goes on to the review. checks: each
    criterion with its verdict; passed: None while not reviewed."""

    id: int
    selection_id: int
    resident_id: int | None
    leader_id: int | None
    name: str
    sex: str | None = None
    birth: date | None = None
    id_number: str | None = None
    political: str | None = None
    education: str | None = None
    phone: str | None = None
    votes: int | None = None
    chosen: bool = False
    checks: tuple[tuple[str, bool], ...] = ()
    reviewer: str | None = None
    reviewed_on: date | None = None
    passed: bool | None = None
    review_note: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """One attempt to fill the office of a building. eligible, returned: households that may vote,
    ballots that came back; criteria: what the review asked, kept from its beginning; note: by whom
    and how somebody was nominated, or what else belongs to the vote. closed_on without tenure_id:
    given up, with close_reason; with tenure_id: finished, close_reason where training was waived.
    """

    id: int
    building_id: int
    begun_on: date
    way: Way
    held_on: date | None = None
    held_at: str | None = None
    eligible: int | None = None
    returned: int | None = None
    criteria: tuple[str, ...] = ()
    posting_id: int | None = None
    appointed_on: date | None = None
    document_no: str | None = None
    certificate_no: str | None = None
    term_end: date | None = None
    tenure_id: int | None = None
    closed_on: date | None = None
    close_reason: str | None = None
    note: str | None = None
    version: int = 1
    candidates: tuple[Candidate, ...] = ()

    @property
    def running(self) -> bool:
        return self.closed_on is None

    @property
    def chosen(self) -> tuple[Candidate, ...]:
        """Who went on to the review, most votes first."""
        return ranked(c for c in self.candidates if c.chosen)

    @property
    def passed(self) -> tuple[Candidate, ...]:
        """Who may be put on the notice and appointed."""
        return tuple(c for c in self.chosen if c.passed)


@dataclass(frozen=True, slots=True)
class NoticeState:
    """What the candidates' notice has come to. left: working (or calendar) days to go; undecided:
    objections nobody has answered; upheld: one was found right; appointable_from: the day after
    the last one."""

    posting_id: int
    posted_on: date
    last_on: date
    certain: bool
    over: bool
    left: int
    undecided: int
    upheld: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What the steps are judged by besides the selection itself. incumbent: the tenure that has not
    ended; inducted: the appointed leader has had the training."""

    today: date
    notice: NoticeState | None = None
    incumbent: Tenure | None = None
    inducted: bool = False


@dataclass(frozen=True, slots=True)
class StepState:
    """One cell of the board. text: a few words without blanks; on: when it was or will be;
    left: days to go where it waits."""

    step: Step
    state: State
    text: str = ""
    on: date | None = None
    left: int | None = None


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Most votes first; without votes in the order they were put down."""
    return tuple(sorted(candidates, key=lambda c: (-(c.votes or 0), c.id)))


def residence_refusal(
    resident: Resident, home: int, building_id: int, address: str, today: date
) -> str:
    """Why that resident cannot stand in that building; empty where nothing speaks against it.

    home: the building the person is on file in; address: that home in words.
    """
    if resident.state != "present":
        gone = "已故" if resident.state == "dead" else "已迁出"
        return f"档案里记着{resident.name}{gone}，不能作为候选人。"
    if home != building_id:
        return f"{resident.name}登记在{address}，不住在这栋楼，不能作为这栋楼的候选人。"
    if not resident.lives_here:
        return f"{resident.name}的户档在这栋楼，但登记为不住这里，不能作为候选人。"
    if resident.birth is not None and age_on(resident.birth, today) < ADULT:
        return f"{resident.name}不满 {ADULT} 周岁，不能作为候选人。"
    return ""


def may_begin(incumbent: Tenure | None, today: date) -> str:
    """Why no selection can begin for a building; empty where one can.

    A vacancy can always be filled. Somebody in office: when the term's end is near or unknown.
    """
    if incumbent is None or incumbent.term_end is None:
        return ""
    opens = incumbent.term_end - timedelta(days=EARLY_DAYS)
    if today >= opens:
        return ""
    return (
        f"现任楼栋长的任期到{date_text(incumbent.term_end)}，{date_text(opens)}起才能开始换届推选。"
        "提前离任的，请先办理离任。"
    )


def step_states(selection: Selection, facts: Facts) -> tuple[StepState, ...]:
    """All five steps. The first that is not done is the current one; those after it are later."""
    judged = (_vote, _review, _notice, _appoint, _training)
    found: list[StepState] = []
    for step, judge in zip(STEPS, judged, strict=True):
        if found and found[-1].state != "done":
            found.append(StepState(step, "later"))
        else:
            found.append(judge(selection, facts))
    return tuple(found)


def current_step(states: Iterable[StepState]) -> Step | None:
    """The first step that is not done; None where all are."""
    return next((s.step for s in states if s.state != "done"), None)


def _vote(selection: Selection, facts: Facts) -> StepState:
    if selection.chosen:
        return StepState("vote", "done", _day(selection.held_on), selection.held_on)
    if selection.held_on is not None and selection.held_on > facts.today:
        left = (selection.held_on - facts.today).days
        return StepState("vote", "waiting", f"剩{left}天", selection.held_on, left)
    return StepState("vote", "now", "待推选" if not selection.candidates else "待计票")


def _review(selection: Selection, facts: Facts) -> StepState:
    if facts.notice is not None and facts.notice.upheld and selection.tenure_id is None:
        return StepState("review", "blocked", "待重审")
    left = [c for c in selection.chosen if c.passed is None]
    if left:
        done = len(selection.chosen) - len(left)
        return StepState("review", "now", f"已审{done}/{len(selection.chosen)}")
    if not selection.passed:
        return StepState("review", "blocked", "无人通过")
    on = max((c.reviewed_on for c in selection.chosen if c.reviewed_on), default=None)
    return StepState("review", "done", _day(on), on)


def _notice(selection: Selection, facts: Facts) -> StepState:
    notice = facts.notice
    if selection.tenure_id is not None:
        on = None if notice is None else notice.last_on
        return StepState("notice", "done", _day(on), on)
    if notice is None:
        return StepState("notice", "now", "待张贴")
    if notice.withdrawn:
        return StepState("notice", "now", "待重贴")
    if notice.undecided:
        text = f"{notice.undecided}件异议"
        return StepState("notice", "blocked", text, notice.last_on, notice.left)
    if not notice.over:
        text = f"剩{notice.left}天" if notice.left else "今日届满"
        return StepState("notice", "waiting", text, notice.last_on, notice.left)
    return StepState("notice", "done", _day(notice.last_on), notice.last_on)


def _appoint(selection: Selection, facts: Facts) -> StepState:
    if selection.tenure_id is not None:
        return StepState("appoint", "done", _day(selection.appointed_on), selection.appointed_on)
    held = facts.incumbent
    if held is None:
        return StepState("appoint", "now", "待任命")
    if held.term_end is not None:
        opens = held.term_end + timedelta(days=1 - AHEAD_DAYS)
        left = (opens - facts.today).days
        if left > 0:
            return StepState("appoint", "waiting", f"剩{left}天", opens, left)
        return StepState("appoint", "now", "待任命")
    again = any(c.leader_id == held.leader_id for c in selection.passed)
    if again:
        return StepState("appoint", "now", "待任命")
    return StepState("appoint", "blocked", "现任在任")


def _training(selection: Selection, facts: Facts) -> StepState:
    if selection.closed_on is not None:
        text = "免培训" if selection.close_reason else _day(selection.closed_on)
        return StepState("training", "done", text, selection.closed_on)
    if facts.inducted:
        return StepState("training", "now", "待办结")
    return StepState("training", "now", "待培训")


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.month}月{day.day}日"
