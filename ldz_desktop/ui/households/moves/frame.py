"""What all dialogs of guided changes share: fields at the left, what will be at the right.

Every change of a field plans again (on the worker, nothing is written); 办理 does what is shown.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import Household
from ldz_desktop.domain.moves import MovePlan, Order
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import Cancelled, ConflictError, KnownError
from ldz_desktop.services.moves_people import newcomers
from ldz_desktop.ui.households.moves.preview import Preview
from ldz_desktop.ui.households.moves.questions import Questions
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.doing import say_done
from ldz_desktop.ui.kit.editors import CheckEditor, ChoiceEditor, DateEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row, size_to

if TYPE_CHECKING:
    from ldz_desktop.services.undoable import Done

_SOON_MS = 150
_PEOPLE = (
    "new_head_id", "head_id", "member_ids", "resident_id", "other_id", "cause", "stays", "divorced",
)  # fmt: skip
"""Fields of orders that say who is meant."""
_LEFT = 372


class MoveDialog(Dialog):
    """One guided change of one household. done_with(Done): it was done.

    Subclasses: title, lead (a line below it), add_fields(), make_order().
    """

    done_with = Signal(object)

    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    verb: ClassVar[str] = "办理(&K)"

    def __init__(
        self, bench: Bench, household_id: int, parent: QWidget, resident_id: int = 0
    ) -> None:
        super().__init__(parent)
        self.bench = bench
        self._owner = parent
        self.today = bench.office.today()
        self.household_id = household_id
        self.resident_id = resident_id
        self.household: Household | None = None
        self.plan: MovePlan | None = None
        self._about: object = None
        self.setWindowTitle(self.title)
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Form()
        self.questions = Questions()
        self.preview = Preview()
        self.preview.adjust_wanted.connect(self._adjust)
        self._heading = label(self.title, "title")
        self._address = label("", "muted")
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        self.do_button = button(self.verb, self.submit, role="primary")
        self.do_button.setDefault(True)
        self.do_button.setEnabled(False)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.replan)
        self.left = QVBoxLayout()
        self._lay_out()
        self._read()

    def _lay_out(self) -> None:
        self.left.setContentsMargins(0, 0, theme.px(12), 0)
        self.left.setSpacing(theme.px(12))
        self.left.addWidget(self.form)
        fields = self._scrolling(self.left)
        fields.setFixedWidth(theme.px(_LEFT))
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, theme.px(4), 0)
        right.setSpacing(theme.px(8))
        right.addWidget(self.questions)
        right.addWidget(self.preview, 1)
        body = QHBoxLayout()
        body.setSpacing(theme.px(16))
        body.addWidget(fields)
        body.addWidget(self._scrolling(right, stretch=False), 1)
        head = column(row(self._heading, self._address, None), spacing=4)
        if self.lead:
            head.addWidget(label(self.lead, "muted", wrap=True))
        layout = column(head, body, spacing=12)
        layout.setStretch(1, 1)
        layout.addWidget(self._trouble)
        layout.addLayout(row(None, button("取消", self.reject), self.do_button))
        margin = theme.px(24)
        layout.setContentsMargins(margin, theme.px(16), margin, theme.px(16))
        self.setLayout(layout)
        size_to(self, 1080, 680)

    def _scrolling(self, inside: QVBoxLayout, *, stretch: bool = True) -> QScrollArea:
        holder = QWidget()
        holder.setObjectName("plain")
        if stretch:
            inside.addStretch(1)
        holder.setLayout(inside)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        return area

    # -- for subclasses --------------------------------------------------------------------------

    def add_fields(self, household: Household) -> None:
        """Fill self.form (and self.left)."""
        raise NotImplementedError

    def make_order(self) -> Order:
        """The order as the fields say; answers and successors are put in by the frame."""
        raise NotImplementedError

    def own_problems(self) -> Sequence[Problem]:
        """What the fields cannot be, beyond what the plan says."""
        return ()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Beside the fields; what belongs to no field stands above the buttons."""
        keys = self.form.keys()
        self.form.set_problems([p for p in problems if p.field in keys])
        loose = [p.reason for p in problems if p.field not in keys and p.level == "refused"]
        self.say_trouble("".join(dict.fromkeys(loose)))

    def first_field(self) -> QWidget:
        """Where the cursor stands at first."""
        return self.form.editor(self.form.keys()[0])

    def planned(self, plan: MovePlan) -> None:
        """A plan is shown."""

    def add_day(self, caption: str = "日期(&D)") -> None:
        editor = DateEditor()
        editor.set_value(self.today)
        self.form.add("day", caption, editor)

    def add_reason(self, hint: str = "可不填，会写进变更历史") -> None:
        self.form.add("reason", "备注(&E)", TextEditor(hint, longest=200))

    def add_vacant(self) -> None:
        """Shown only where a dwelling is left empty."""
        box = CheckEditor("房屋空出来，按空置另立新档(&V)")
        box.setToolTip("不勾选：只把房屋记为空置，不另立户档")
        box.set_value(True)
        self.form.add("vacant", "", box)
        self.form.show_field("vacant", visible=False)

    def add_tenure(self, caption: str = "居住情况(&T)", empty: str = "不变") -> None:
        self.form.add("tenure", caption, ChoiceEditor(codes.TENURE, empty=empty))

    # -- reading and planning --------------------------------------------------------------------

    def _read(self) -> None:
        office, household_id = self.bench.office, self.household_id
        self.bench.tasks.run(
            lambda progress: office.households.get(household_id),
            self._arrived,
            owner=self,
            failed=self._lost,
        )

    def _lost(self, error: KnownError) -> None:
        self.reject()
        self.bench.notices.error(error)

    def _arrived(self, household: Household) -> None:
        self.household = household
        self._address.setText(f"{household.address} · 档案号 {household.file_no}")
        self.add_fields(household)
        self.form.settle()
        self.form.answers_enter(self.submit)
        self.form.changed.connect(self.fields_changed)
        self.questions.changed.connect(self.replan)
        self.do_button.setEnabled(True)
        QTimer.singleShot(0, self, self._focus_first)  # once the fields are laid out and visible
        self.replan()

    def _focus_first(self) -> None:
        self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def unsaved(self) -> bool:
        return self.form.edited()

    @override
    def save_changes(self) -> None:
        self.submit()

    def fields_changed(self) -> None:
        """Plan again, soon: somebody may still be typing."""
        self.say_trouble("")
        self._soon.start()

    def order(self) -> Order:
        values = self.form.values()
        order = self.make_order()
        return replace(
            order,
            answers=self.questions.answers(),
            successors=self.questions.successors(),
            reason=values.get("reason") or "",
            vacant=bool(values.get("vacant", True)),
        )

    def replan(self) -> None:
        """Show what the order would do now."""
        self._soon.stop()
        self._forget_if_others()
        office, order = self.bench.office, self.order()
        self.bench.tasks.run(
            lambda progress: office.moves.plan(order),
            self._show,
            owner=self,
            key="moves.plan",
            failed=self._not_planned,
        )

    def _forget_if_others(self) -> None:
        """Other people or another head: what was answered says nothing any more."""
        order = self.make_order()
        people = tuple(getattr(order, name, None) for name in _PEOPLE)
        coming = tuple((p.id, p.relation) for p in newcomers(order))
        if (people, coming) != self._about:
            self._about = (people, coming)
            self.questions.forget()

    def _show(self, plan: MovePlan) -> None:
        self.plan = plan
        self.questions.show_plan(plan)
        self.preview.show_plan(plan)
        if "vacant" in self.form.keys():  # noqa: SIM118 - a form is no mapping
            self.form.show_field("vacant", visible=plan.vacates)
        self.planned(plan)

    def _not_planned(self, error: KnownError) -> None:
        if not isinstance(error, Cancelled):
            self.say_trouble(error.message + error.hint)

    def say_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))

    def trouble(self) -> str:
        """What stands above the buttons."""
        return self._trouble.text()

    def _adjust(self, resident_id: int) -> None:
        if self.plan is not None:
            self.questions.adjust(self.plan, resident_id)

    # -- doing it --------------------------------------------------------------------------------

    def submit(self) -> None:
        """Plan once more, and do it where nothing speaks against it."""
        if not self.do_button.isEnabled():
            return
        self._soon.stop()
        self.say_trouble("")
        self._forget_if_others()
        problems = (*self.form.unreadable(), *self.own_problems())
        if problems:
            self.show_problems(problems)
            return
        self.do_button.setEnabled(False)
        office, order = self.bench.office, self.order()
        self.bench.tasks.run(
            lambda progress: office.moves.plan(order),
            self._submit,
            owner=self,
            key="moves.plan",
            failed=self._failed,
        )

    def _submit(self, plan: MovePlan) -> None:
        shown, self.plan = self.plan, plan
        self._show(plan)
        self.show_problems(plan.problems)
        if not plan.ready:
            self.do_button.setEnabled(True)
            self._point_at_question(plan)
            return
        if shown is not None and shown.seen != plan.seen:
            self.do_button.setEnabled(True)
            self.say_trouble("这份户档刚被别人改过，右边已是最新内容，请看过后再办理。")
            return
        office = self.bench.office
        self.bench.tasks.run(
            lambda progress: office.moves.apply(plan),
            self._done,
            owner=self,
            failed=self._failed,
        )

    def _point_at_question(self, plan: MovePlan) -> None:
        rows = self.questions.open_rows()
        if rows and not any(p.level == "refused" for p in plan.problems):
            rows[0].focus()
            self.say_trouble("还有成员没有选定，请在右边黄色框里选择。")

    def _done(self, done: "Done") -> None:
        self.accept()
        self.bench.publish(done.change)
        say_done(self.bench, self._owner, done)
        self.bench.show(Target("household", done.change.ids[0]))
        self.done_with.emit(done)

    def _failed(self, error: KnownError) -> None:
        self.do_button.setEnabled(True)
        if isinstance(error, ConflictError):
            self.replan()
        if not isinstance(error, Cancelled):
            self.say_trouble(error.message + error.hint)
