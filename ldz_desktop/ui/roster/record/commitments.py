"""承诺: what the leader promised the building, until when, and whether it was kept."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ldz_desktop.domain.commitments import STATE_WORDS, Commitment, State
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.commitments import CommitmentDraft
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import DateEditor, TextEditor
from ldz_desktop.ui.kit.pieces import button
from ldz_desktop.ui.kit.records import Column
from ldz_desktop.ui.roster.record.list_form import ListForm

if TYPE_CHECKING:
    from datetime import date

    from ldz_desktop.domain.problems import Problem
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.forms import Form

FIELDS = ("matter", "made_on", "due_on", "kept_on", "note")
_TONES: dict[State, str] = {"open": "blue", "overdue": "red", "kept": "green", "late": "amber"}


def _day(day: "date | None") -> str:
    return date_text(day) if day else "—"


def _columns(today: "date") -> "tuple[Column[Commitment], ...]":
    return (
        Column(
            "state", "状态", lambda c: STATE_WORDS[c.state(today)], width=88,
            chip=lambda c: _TONES[c.state(today)],
        ),
        Column("matter", "承诺事项", lambda c: c.matter, width=0, tip=lambda c: c.matter),
        Column("made", "承诺日期", lambda c: _day(c.made_on), width=128, sort=lambda c: c.made_on),
        Column("due", "应完成", lambda c: _day(c.due_on), width=128, sort=lambda c: c.due_on),
        Column("kept", "兑现", lambda c: _day(c.kept_on), width=128, sort=lambda c: c.kept_on),
    )  # fmt: skip


class CommitmentSection(ListForm[Commitment, CommitmentDraft]):
    """兑现 marks the line with the cursor as kept today, or as open again."""

    title = "承诺"
    add_caption = "登记承诺(&A)"
    giving_way = ("made", "kept")

    def __init__(self, bench: "Bench") -> None:
        self.kept = button("今天兑现(&K)", self._keep)
        super().__init__(
            bench,
            _columns(bench.office.today()),
            ("还没有登记承诺", "当选时或述职时向本楼居民作的承诺，写明事项和完成日期。"),
        )
        self.verbs.insertWidget(self.verbs.indexOf(self.remove_button), self.kept)

    @override
    def ident(self, record: Commitment) -> int:
        return record.id

    @override
    def read(self, leader_id: int) -> Sequence[Commitment]:
        return self.bench.office.commitments.of(leader_id)

    @override
    def counts(self, records: Sequence[Commitment]) -> str:
        if not records:
            return ""
        kept = sum(c.kept_on is not None for c in records)
        return f"{len(records)} 项 · 已兑现 {kept} 项"

    @override
    def current_moved(self) -> None:
        super().current_moved()
        one = self.current()
        self.kept.setEnabled(one is not None)
        again = one is not None and one.kept_on is not None
        self.kept.setText("改为未兑现(&K)" if again else "今天兑现(&K)")

    @override
    def fields(self, form: "Form", record: Commitment | None) -> None:
        form.add("matter", "承诺事项", TextEditor("如 每周清理一次楼道", longest=200), wide=True)
        form.add("made_on", "承诺日期", DateEditor())
        form.add("due_on", "应完成日期", DateEditor("没有期限可不填"))
        form.add("kept_on", "兑现日期", DateEditor("没有兑现不填"))
        form.add("note", "备注", TextEditor(longest=100))
        if record is None:
            form.set_values({"made_on": self.bench.office.today()})
        else:
            form.set_values({key: getattr(record, key) for key in FIELDS})

    @override
    def draft(self, values: Mapping[str, Any], record: Commitment | None) -> CommitmentDraft:
        return CommitmentDraft(
            self.leader_id, values["matter"], values["made_on"], values["due_on"],
            values["kept_on"], values["note"], record.id if record else 0,
        )  # fmt: skip

    @override
    def check(self, draft: CommitmentDraft) -> "tuple[Problem, ...]":
        return self.bench.office.commitments.check(draft)

    @override
    def store(self, draft: CommitmentDraft) -> "Done":
        return self.bench.office.commitments.save(draft)

    @override
    def delete(self, record: Commitment) -> "Done":
        return self.bench.office.commitments.remove(record.id)

    def _keep(self) -> None:
        one, office = self.current(), self.bench.office
        if one is not None and self.may_leave():
            day = office.today() if one.kept_on is None else None
            do(self.bench, self, lambda: office.commitments.keep(one.id, day), lambda: None)
