"""末位与交接 in the personal record: every step of the warning chain and every hand-over."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.cautions import DISMISS, STAGES, months_words
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.record import record
from ldz_desktop.services.cautions import REMINDER, TALK
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, column, label, row
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.roster.cautions.columns import state_text, state_tones, void_words

if TYPE_CHECKING:
    from ldz_desktop.domain.cautions import Caution
    from ldz_desktop.services.cautions_records import Case, Judged
    from ldz_desktop.services.handover import Leaving
    from ldz_desktop.ui.kit.feature import Bench


@record
class Event:
    """A line. day None: nothing was done yet. target: where it is dealt with."""

    id: int
    day: date | None
    what: str
    basis: str
    who: str
    words: str
    state: str
    tones: str
    target: Target


_COLUMNS = (
    Column[Event](
        "day", "日期", lambda e: date_text(e.day) if e.day else "—", width=126, sort=lambda e: e.day
    ),
    Column[Event]("what", "事项", lambda e: e.what, width=92, strong=lambda e: True),
    Column[Event]("basis", "依据", lambda e: e.basis, width=176, tip=lambda e: e.basis),
    Column[Event]("who", "办理人", lambda e: e.who, width=110, tip=lambda e: e.who),
    Column[Event]("words", "情况", lambda e: e.words, width=0, tip=lambda e: e.words),
    Column[Event]("state", "状态", lambda e: e.state, width=150, chip=lambda e: e.tones or None),
)


class CautionSection(QWidget):
    """Read only; Enter leads to the section where it is dealt with."""

    def __init__(self, bench: "Bench") -> None:
        super().__init__()
        self._bench = bench
        self.model: RecordModel[Event] = RecordModel(_COLUMNS)
        self.table = NarrowTable(self.model, "末位处置和离任交接", ("who", "state"))
        self.table.opened.connect(self._open)
        self._counts = label("", "muted")
        empty = EmptyState(
            "没有末位处置和交接",
            "排名末位后的提醒、约谈、提请和决定，以及离任交接，都会列在这里。",
            icon="people",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        layout = column(row(label("末位与交接", "title"), self._counts, None), spacing=8)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)

    def show_leader(self, leader_id: int) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: (
                office.cautions.of_leader(leader_id),
                office.handover.of_leader(leader_id),
            ),
            self._show,
            owner=self,
            key="record.cautions",
        )

    def _show(self, found: "tuple[tuple[Case, ...], tuple[Leaving, ...]]") -> None:
        cases, leavings = found
        today = self._bench.office.today()
        events = [e for case in cases for e in _of_case(case, today)]
        events += [_of_leaving(one) for one in leavings]
        events.sort(key=lambda e: e.day or date.max, reverse=True)
        self.model.set_records(events)
        self._stack.setCurrentIndex(0 if events else 1)
        last = sum(len(case.months) for case in cases)
        self._counts.setText(f"末位 {last} 个月" if last else "")
        if events:
            self.table.select_id(events[0].id)

    def _open(self, ident: int) -> None:
        found = self.model.row_of(ident)
        if found >= 0:
            self._bench.show(self.model.record(found).target)


def _of_case(case: "Case", today: date) -> list[Event]:
    """Its steps, and what is due or became void."""
    target = Target("caution", case.tenure_id)
    basis = months_words(case.months)
    found = [
        Event(
            one.caution.id, one.caution.done_on, STAGES[one.caution.stage],
            months_words([b.month for b in one.caution.months]), one.caution.done_by or "",
            _words(one.caution), "已失效" if one.void else one.caution.decision or "已办",
            _tone(one), target,
        )
        for one in case.steps
    ]  # fmt: skip
    if case.step is not None or case.open_void is not None:
        found.append(
            Event(
                case.id, None, "末位", basis, "", void_words(case), state_text(case, today),
                state_tones(case, today), target,
            )
        )  # fmt: skip
    return found


def _tone(one: "Judged") -> str:
    if one.void:
        return "grey"
    return "red" if one.caution.decision == DISMISS else "green"


def _words(caution: "Caution") -> str:
    if caution.stage == REMINDER:
        return "，".join(filter(None, (caution.way, caution.note)))
    if caution.stage == TALK:
        return f"承诺：{caution.promised}"
    return f"理由：{caution.reason}" if caution.decided else caution.note or ""


def _of_leaving(one: "Leaving") -> Event:
    handover = one.handover
    day = None if handover is None else handover.finished_on or handover.held_on
    to = "" if handover is None else handover.receiver or ""
    words = f"{one.building.title}，交给{to}" if to else one.building.title
    done = one.state == "已交接"
    ended = f"{date_text(one.ended_on)}卸任" if one.ended_on else "在任"
    return Event(
        one.tenure_id, day, "离任交接", ended,
        (handover.witness or "") if handover is not None else "", words, one.state,
        "green" if done else "amber", Target("handover", one.tenure_id),
    )  # fmt: skip
