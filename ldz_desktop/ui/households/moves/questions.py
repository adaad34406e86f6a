"""What only a person can say, one row each: radio buttons, and any other relation behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from ldz_desktop.domain import codes
from ldz_desktop.domain.moves import HeadNeed, MovePlan, shown_name
from ldz_desktop.ui.households.pills import FlowLayout
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import ChoiceEditor
from ldz_desktop.ui.kit.pieces import clear, column, label, row

_OTHER = "其他关系 …"
_SHOWN = 6


@dataclass(frozen=True)
class Asked:
    """A row. key: resident id of a relation, or household id of a missing head; choices: values and
    their words; open: any relation of the table can be chosen too."""

    key: int
    about: str
    why: str
    choices: tuple[tuple[object, str], ...]
    head: bool = False

    @property
    def open(self) -> bool:
        return not self.head


class QuestionRow(QFrame):
    """answered(key, value): somebody chose."""

    answered = Signal(object, object)

    def __init__(self, asked: Asked, answer: object | None) -> None:
        super().__init__()
        self.asked = asked
        self._group = QButtonGroup(self)
        flow_holder = QWidget()
        flow = FlowLayout(flow_holder, spacing=12)
        self.buttons: list[QRadioButton] = []
        for value, words in asked.choices[:_SHOWN]:
            one = QRadioButton(words)
            one.setAccessibleName(f"{asked.about}{words}")
            one.setChecked(value == answer)
            one.clicked.connect(lambda *_, v=value: self._choose(v))
            self._group.addButton(one)
            self.buttons.append(one)
            flow.addWidget(one)
        self.other: ChoiceEditor | None = None
        if asked.open:
            self.other = ChoiceEditor(codes.RELATION, empty=_OTHER)
            self.other.setAccessibleName(f"{asked.about}其他关系")
            offered = {value for value, _ in asked.choices[:_SHOWN]}
            if isinstance(answer, str) and answer not in offered:
                self.other.set_value(answer)
            self.other.changed.connect(self._other_chosen)
            flow.addWidget(self.other)
        about = label(asked.about, "strong", wrap=True)
        layout = column(row(about), label(asked.why, "small", wrap=True), flow_holder, spacing=4)
        layout.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        self.setLayout(layout)

    def focus(self) -> None:
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, value: object) -> None:
        self.answered.emit(self.asked.key, value)

    def _other_chosen(self) -> None:
        value = self.other.value() if self.other is not None else None
        if value is not None:
            self._group.setExclusive(False)
            for one in self.buttons:
                one.setChecked(False)
            self._group.setExclusive(True)
            self.answered.emit(self.asked.key, value)


class Questions(QFrame):
    """The rows of a plan. What was answered stays to be seen and changed.

    changed: an answer was given: plan again with answers() and successors().
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._answers: dict[int, str] = {}
        self._successors: dict[int, int] = {}
        self._asked: dict[int, Asked] = {}
        self._title = label("", "strong", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        layout = column(self._title, self._rows, spacing=4)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.setLayout(layout)
        self.hide()

    def answers(self) -> Mapping[int, str]:
        return dict(self._answers)

    def successors(self) -> Mapping[int, int]:
        return dict(self._successors)

    def forget(self) -> None:
        """Something else was ordered: earlier answers say nothing any more."""
        self._answers.clear()
        self._successors.clear()
        if self._asked:
            self._asked.clear()
            self._rebuild()

    def show_plan(self, plan: MovePlan) -> None:
        """Ask what the plan asks; rows that are answered stay while their people are in it."""
        people = {p.id for p in plan.people}
        fresh = {q.key: q for q in (*_heads(plan), *_relations(plan))}
        kept = {
            key: asked
            for key, asked in self._asked.items()
            if (key in self._answers and key in people) or (asked.head and key in fresh)
        }
        wanted = {**kept, **fresh}
        if wanted != self._asked:
            self._asked = wanted
            self._rebuild()
        open_ones = len(self.open_rows())
        self._title.setText(f"还有 {open_ones} 处要您来定" if open_ones else "已选好，仍可以改")
        self.setVisible(bool(wanted))

    def adjust(self, plan: MovePlan, resident_id: int) -> None:
        """Somebody wants to say another relation for a member."""
        line = next((p for p in plan.people if p.id == resident_id), None)
        if line is None or line.after.state != "present" or line.after.relation == "02":
            return
        if resident_id not in self._asked:
            code = line.after.relation
            choices = ((code, codes.RELATION.label(code)),) if code else ()
            about = f"{shown_name(line.after, plan.situation.today)} 是户主的"
            self._asked[resident_id] = Asked(resident_id, about, "改选后以您选的为准。", choices)
            if code:
                self._answers[resident_id] = code
            self._rebuild()
            self._title.setText("已选好，仍可以改")
            self.show()
        self.row(resident_id).focus()

    def rows(self) -> list[QuestionRow]:
        items = (self._rows.itemAt(i) for i in range(self._rows.count()))
        widgets = [item.widget() for item in items if item is not None]
        return [w for w in widgets if isinstance(w, QuestionRow)]

    def row(self, key: int) -> QuestionRow:
        return next(r for r in self.rows() if r.asked.key == key)

    def open_rows(self) -> list[QuestionRow]:
        """Rows without an answer."""
        return [r for r in self.rows() if self._answer(r.asked) is None]

    def _answer(self, asked: Asked) -> object | None:
        if asked.head:
            return self._successors.get(asked.key)
        return self._answers.get(asked.key)

    def _rebuild(self) -> None:
        clear(self._rows)
        for asked in self._asked.values():
            one = QuestionRow(asked, self._answer(asked))
            one.answered.connect(self._take)
            self._rows.addWidget(one)

    def _take(self, key: int, value: object) -> None:
        if isinstance(value, int):
            self._successors[key] = value
            self._answers.clear()  # they were about another head
        else:
            self._answers[key] = str(value)
        self.changed.emit()


def _relations(plan: MovePlan) -> Sequence[Asked]:
    today = plan.situation.today
    people = {p.id: p.after for p in plan.people}
    return [
        Asked(
            q.resident_id,
            f"{shown_name(people[q.resident_id], today)} 是户主的",
            q.why,
            tuple((code, codes.RELATION.label(code)) for code in q.choices),
        )
        for q in plan.questions
    ]


def _heads(plan: MovePlan) -> Sequence[Asked]:
    return [_head(need, plan) for need in plan.needs if len(need.candidates) > 1]


def _head(need: HeadNeed, plan: MovePlan) -> Asked:
    today = plan.situation.today
    return Asked(
        need.household_id,
        f"{need.address}由谁任户主",
        "原户主离开了这一户，要从留下的成年成员里选一位。",
        tuple((c.id, shown_name(c, today)) for c in need.candidates),
        head=True,
    )
