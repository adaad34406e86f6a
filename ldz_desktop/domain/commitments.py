"""What a leader promised the building, and whether it was kept."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ldz_desktop.domain.problems import Problem

State = Literal["open", "overdue", "kept", "late"]

STATE_WORDS: dict[State, str] = {
    "open": "进行中",
    "overdue": "已过期",
    "kept": "已兑现",
    "late": "逾期兑现",
}


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise. due_on None: no day was named. id 0: not yet stored."""

    id: int
    leader_id: int
    made_on: date
    matter: str
    due_on: date | None = None
    kept_on: date | None = None
    note: str | None = None

    def state(self, today: date) -> State:
        """The last day still counts as in time."""
        if self.kept_on is not None:
            return "late" if self.due_on is not None and self.kept_on > self.due_on else "kept"
        return "overdue" if self.due_on is not None and self.due_on < today else "open"


def check_commitment(
    matter: str | None,
    made_on: date | None,
    due_on: date | None,
    kept_on: date | None,
    *,
    today: date,
) -> tuple[Problem, ...]:
    """What is refused about a promise: fields are those of Commitment."""
    found = []
    if not (matter or "").strip():
        found.append(Problem("refused", "matter", "missing", "请写明承诺了什么"))
    if made_on is None:
        found.append(Problem("refused", "made_on", "missing", "请填写承诺日期"))
    elif made_on > today:
        found.append(Problem("refused", "made_on", "future", "承诺日期不能晚于今天"))
    if kept_on is not None and kept_on > today:
        found.append(Problem("refused", "kept_on", "future", "兑现日期不能晚于今天"))
    for field, day, words in (("due_on", due_on, "应完成"), ("kept_on", kept_on, "兑现")):
        if day is not None and made_on is not None and day < made_on:
            found.append(Problem("refused", field, "order", f"{words}日期早于承诺日期"))
    return tuple(found)
