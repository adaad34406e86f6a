"""奖励 in the personal record: the leader's money for flag months, and promotions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ldz_desktop.domain.amounts import short_yuan, yuan_text
from ldz_desktop.domain.rewards import COUNTED, FLAG, KINDS, OPEN, STATES
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.rewards_records import RewardLine
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.records import Column
from ldz_desktop.ui.roster.record.list_form import ListForm
from ldz_desktop.ui.roster.rewards.columns import TONES, remark
from ldz_desktop.ui.roster.rewards.forms import event_fields, event_of

if TYPE_CHECKING:
    from ldz_desktop.domain.problems import Problem
    from ldz_desktop.domain.rewards import Reward
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.forms import Form

_COLUMNS = (
    Column[RewardLine](
        "day", "日期", lambda x: date_text(d) if (d := _day(x)) else "—", width=130,
        sort=lambda x: _day(x) or date.min,
    ),
    Column[RewardLine]("kind", "类别", lambda x: KINDS[x.reward.kind], width=110),
    Column[RewardLine](
        "title", "内容", lambda x: x.reward.title, width=0, strong=lambda x: True,
        tip=lambda x: x.reward.title,
    ),
    Column[RewardLine](
        "cents", "金额（元）", lambda x: yuan_text(x.cents) if x.reward.cents else "", width=96,
        align="right", sort=lambda x: x.cents,
    ),
    Column[RewardLine](
        "basis", "依据", lambda x: x.reward.basis or "", width=170,
        tip=lambda x: x.reward.basis or "",
    ),
    Column[RewardLine](
        "state", "状态", lambda x: STATES[x.state], width=86, chip=lambda x: TONES[x.state],
        tip=remark,
    ),
)  # fmt: skip


def _day(line: RewardLine) -> date | None:
    """When it was paid, approved or proposed, or happened."""
    one = line.reward
    return one.paid_on or one.approved_on or one.proposed_on


class RewardSection(ListForm[RewardLine, "Reward"]):
    """Events are written here; Enter on money leads to the section where it is dealt with."""

    title = "奖励"
    giving_way = ("basis", "kind")

    def __init__(self, bench: "Bench") -> None:
        super().__init__(
            bench,
            _COLUMNS,
            (
                "没有奖励",
                "流动红旗的奖金封月后自动出现；优先发展党员、上派锻炼、后备干部、两委任职在这里登记。",
            ),
        )

    @override
    def ident(self, record: RewardLine) -> int:
        return record.id

    @override
    def read(self, leader_id: int) -> Sequence[RewardLine]:
        lines = self.bench.office.rewards.of_leader(leader_id)
        return sorted(lines, key=lambda x: str(_day(x) or ""), reverse=True)

    @override
    def counts(self, records: Sequence[RewardLine]) -> str:
        """3 项 · 已发 2,000 元 · 未发 1,000 元."""
        if not records:
            return ""
        parts = [f"{sum(x.state in COUNTED for x in records)} 项"]
        for words, states in (("已发", {"paid", "moved"}), ("未发", OPEN)):
            cents = sum(x.cents for x in records if x.state in states)
            parts += [f"{words} {short_yuan(cents)} 元"] if cents else []
        return " · ".join(parts)

    @override
    def stored_line(self, record: RewardLine) -> bool:
        return record.reward.kind != FLAG

    @override
    def edit(self) -> None:
        line = self.current()
        if line is not None and line.reward.kind == FLAG:
            self.bench.show(Target("reward", line.reward.leader_id, line.reward.month or ""))
        else:
            super().edit()

    @override
    def fields(self, form: "Form", record: RewardLine | None) -> None:
        event_fields(form, record.reward if record is not None else None)
        if record is None:
            form.set_values({"approved_on": self.bench.office.today()})

    @override
    def draft(self, values: Mapping[str, Any], record: RewardLine | None) -> "Reward":
        return event_of(record.reward if record is not None else None, values, self.leader_id)

    @override
    def check(self, draft: "Reward") -> "tuple[Problem, ...]":
        return self.bench.office.rewards.check_event(draft)

    @override
    def store(self, draft: "Reward") -> "Done":
        return self.bench.office.rewards.save_event(draft)

    @override
    def delete(self, record: RewardLine) -> "Done":
        return self.bench.office.rewards.remove_event(record.reward.id)
