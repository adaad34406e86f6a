"""党员发展: the five stages into the party, which of them were reached, and when."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ldz_desktop.domain.codes import POLITICAL
from ldz_desktop.domain.party import STAGES, PartyStep, next_stage, political_of
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.record import record
from ldz_desktop.services.party import StepDraft
from ldz_desktop.ui.kit.editors import DateEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.records import Column
from ldz_desktop.ui.roster.facts import time_between
from ldz_desktop.ui.roster.record.list_form import ListForm

if TYPE_CHECKING:
    from ldz_desktop.domain.problems import Problem
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.forms import Form


@record
class Stage:
    """A line: a stage, and the step that reached it; since: how long after the one before."""

    at: int
    name: str
    step: PartyStep | None
    since: str


_COLUMNS = (
    Column[Stage]("at", "", lambda s: str(s.at), align="center", width=40, sortable=False),
    Column[Stage](
        "stage", "阶段", lambda s: s.name, width=140, sortable=False,
        strong=lambda s: s.step is not None, tone=lambda s: None if s.step else "muted",
    ),
    Column[Stage](
        "day", "日期", lambda s: date_text(s.step.happened_on) if s.step else "—", width=140,
        sortable=False, tone=lambda s: None if s.step else "faint",
    ),
    Column[Stage](
        "since", "距上一步", lambda s: s.since, width=130, sortable=False, tone=lambda s: "muted"
    ),
    Column[Stage](
        "note", "备注", lambda s: (s.step.note or "") if s.step else "", width=0, sortable=False,
        tip=lambda s: (s.step.note or "") if s.step else "",
    ),
)  # fmt: skip


def stages(steps: Sequence[PartyStep]) -> tuple[Stage, ...]:
    """All five, whether reached or not."""
    reached = {step.stage: step for step in steps}
    found = []
    before: PartyStep | None = None
    for at, name in enumerate(STAGES, 1):
        step = reached.get(name)
        since = ""
        if step is not None:
            since = time_between(before.happened_on, step.happened_on) if before else ""
            before = step
        found.append(Stage(at, name, step, since))
    return tuple(found)


class PartySection(ListForm[Stage, StepDraft]):
    """Enter on a stage records or corrects it."""

    title = "党员发展"
    add_caption = "登记下一步(&A)"
    giving_way = ("since",)

    def __init__(self, bench: "Bench") -> None:
        super().__init__(bench, _COLUMNS, ("", ""))

    @override
    def ident(self, record: Stage) -> int:
        return record.at

    @override
    def read(self, leader_id: int) -> Sequence[Stage]:
        return stages(self.bench.office.party.of(leader_id))

    @override
    def counts(self, records: Sequence[Stage]) -> str:
        steps = [s.step for s in records if s.step is not None]
        self.add_button.setEnabled(next_stage(steps) is not None)
        return steps[-1].stage if steps else "还没有登记"

    @override
    def stored_line(self, record: Stage) -> bool:
        return record.step is not None

    @override
    def fields(self, form: "Form", record: Stage | None) -> None:
        steps = [s.step for s in self.model.all_records() if s.step is not None]
        stage = record.name if record is not None else next_stage(steps)
        step = record.step if record is not None else None
        form.add("stage", "阶段", PickEditor([(name, name) for name in STAGES]))
        form.add("happened_on", "日期", DateEditor())
        form.add("note", "备注", TextEditor("如 支部大会通过、上级批准", longest=100), wide=True)
        form.set_values(
            {
                "stage": stage,
                "happened_on": step.happened_on if step else None,
                "note": step.note if step else None,
            }
        )

    @override
    def draft(self, values: Mapping[str, Any], record: Stage | None) -> StepDraft:
        step = record.step if record is not None else None
        return StepDraft(
            self.leader_id, values["stage"], values["happened_on"], values["note"],
            step.id if step else 0,
        )  # fmt: skip

    @override
    def check(self, draft: StepDraft) -> "tuple[Problem, ...]":
        return self.bench.office.party.check(draft)

    @override
    def store(self, draft: StepDraft) -> "Done":
        return self.bench.office.party.save(draft, political=self._political)

    @override
    def delete(self, record: Stage) -> "Done":
        assert record.step is not None
        return self.bench.office.party.remove(record.step.id)

    @override
    def ready(self, draft: StepDraft, go: "Callable[[], None]") -> None:
        """Reaching 预备 or 正式 asks whether 政治面貌 follows."""
        self._political = False
        if political_of(draft.stage or "") is None:
            go()
            return

        def ask(code: str | None) -> None:
            if code is not None:
                self._political = self.bench.notices.ask(
                    "政治面貌一起改？",
                    f"登记为“{draft.stage}”，档案里的政治面貌还不是{POLITICAL.label(code)}。",
                    f"改为{POLITICAL.label(code)}",
                    "不改",
                )
            go()

        office = self.bench.office
        self.bench.tasks.run(lambda progress: office.party.political_after(draft), ask, owner=self)

    _political = False
