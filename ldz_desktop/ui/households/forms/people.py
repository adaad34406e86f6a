"""Third page: whom the form is filled in for, what for, and how it is written."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QStackedWidget, QWidget

from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import KnownError
from ldz_desktop.services.forms.filling import most_people
from ldz_desktop.services.forms.records import FormPlan, Output, Pasted
from ldz_desktop.services.forms.service import Way
from ldz_desktop.ui.households.forms.source import Begun, Source
from ldz_desktop.ui.households.forms.wording import OUTPUTS
from ldz_desktop.ui.households.lists.columns import Veil, person_columns
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import CheckEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import LazyRecordModel

if TYPE_CHECKING:
    from ldz_desktop.services.list_columns import PersonRow
    from ldz_desktop.ui.households.lists.listed import Listed

_SHOWN = ("name", "relation", "sex", "age", "address", "tags", "phone")
STATED = (
    "填好的表里是完整的证件号和电话，因为表要用；请只交给要表的部门。"
    "谁、什么时候、为什么填，都记入日志。"
)


class PeoplePage(QWidget):
    """changed: the people or the purpose are others."""

    changed = Signal()

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._left_out: set[int] = set()
        self._found: list[int] = []
        self._plan: FormPlan | None = None
        self._veil = Veil(bench.office.today())
        self.source = Source()
        self.source.changed.connect(self.reload)
        columns = [
            replace(c, sortable=False) for c in person_columns(self._veil) if c.key in _SHOWN
        ]
        self._model: LazyRecordModel[PersonRow] = LazyRecordModel(columns, self._fetch, parent=self)
        self.table = RecordTable(self._model, "要填的人", multiple=True)
        self.table.delete_wanted.connect(lambda _: self.leave_out())
        self._nothing = label("名单里还没有人。在上面放宽条件，或者粘贴名单。", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        policy = QSizePolicy.Policy  # the list takes what is left, however little
        self._stack.setSizePolicy(policy.Preferred, policy.Ignored)
        self._stack.setMinimumHeight(theme.px(110))
        self._stack.addWidget(self._nothing)
        self._counted = label("", "strong")
        self._said = label("", "note", wrap=True)
        self.drop_button = button("从名单去掉选中的人(&X)", self.leave_out, tip="Del")
        self.back_button = button("恢复去掉的人", self.take_back, role="link")
        self.show_button = button("显示(&V)", self._reveal, icon="eye")
        self.show_button.setToolTip("显示儿童资料、敏感标签和被遮盖的姓名，会记入日志")
        self.form = Form()
        self.form.add("purpose", "用途(&U)", TextEditor("例如：报街道民政办核对低保", longest=200))
        self.form.changed.connect(self.changed)
        self.outputs: dict[Output, QRadioButton] = {k: QRadioButton(t) for k, t in OUTPUTS.items()}
        self._output_group = QButtonGroup(self)
        for radio in self.outputs.values():
            self._output_group.addButton(radio)
            radio.toggled.connect(lambda _: self._output_changed())
        self.named = CheckEditor("文件名带姓名")
        self._output_row = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        self._output_row.setLayout(
            row(label("填好后", "muted"), *self.outputs.values(), self.named, None, spacing=16)
        )
        counts = row(self._counted, self.drop_button, self.back_button, None, self.show_button)
        top = card(self.source.layout_of())
        people = column(self._said, counts, self._stack, spacing=8)
        people.setStretch(2, 1)
        below = column(self.form, self._output_row, label(STATED, "muted", wrap=True), spacing=8)
        layout = column(top, card(people), card(below), spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    # -- beginning -------------------------------------------------------------------------------

    def begin(
        self,
        begun: Begun,
        place: PlaceRef,
        households: Sequence[int],
        listed: "Listed | None" = None,
    ) -> None:
        """The places and kept lists there are; what was shown before: the place, the households,
        the people of a list."""
        self.source.begin(begun, place, households, listed)

    def show_plan(self, plan: FormPlan) -> None:
        """A form to choose people for; one that was filled in before as it was then."""
        self._plan = plan
        self._left_out.clear()
        self.form.set_values({"purpose": plan.last.purpose or None})
        self._output_row.setVisible(plan.kind == "page")
        self.outputs[plan.last.output].setChecked(True)
        self._output_changed()
        heads = any(plan.answer(blank).value.startswith("head.name") for blank in plan.blanks)
        named = any(plan.answer(blank).value == "name" for blank in plan.blanks)
        self.source.propose(plan.last.rules, heads=heads and not named)

    # -- people ----------------------------------------------------------------------------------

    def people(self) -> list[int]:
        """Whom it will be filled in for, in the order shown."""
        return self._model.ids()

    def reload(self) -> None:
        """Look again for whom the source names."""
        problem = self.source.problem()
        self._say(problem)
        if problem:
            return
        self._bench.tasks.run(
            self.source.search(self._bench.office), self._show, owner=self, key="forms.people"
        )

    def _show(self, answer: "list[int] | Pasted") -> None:
        if isinstance(answer, Pasted):
            self._say(_pasted_words(answer))
            answer = list(answer.ids)
        self._found = answer
        rules = self.source.rules()
        self._veil.names = rules is not None and rules.names_hidden
        self._veil.lifted = False
        self._fill()

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _fill(self) -> None:
        people = [i for i in self._found if i not in self._left_out]
        self._model.set_ids(people)
        self._stack.setCurrentWidget(self.table if people else self._nothing)
        self._counted.setText(f"{len(people):,} 人")
        gone = len(self._found) - len(people)
        self.back_button.setText(f"恢复去掉的 {gone} 人")
        self.back_button.setVisible(gone > 0)
        for one in (self.drop_button, self.show_button):
            one.setEnabled(bool(people))
        self.changed.emit()

    def leave_out(self) -> None:
        """The selected people are not wanted."""
        chosen = self.table.selected_ids()
        if chosen:
            self._left_out.update(chosen)
            self._fill()

    def take_back(self) -> None:
        self._left_out.clear()
        self._fill()

    def _fetch(self, ids: list[int]) -> None:
        office, model = self._bench.office, self._model

        def failed(error: KnownError) -> None:
            model.failed()
            self._bench.notices.error(error)

        self._bench.tasks.run(
            lambda progress: office.lists.rows(ids), model.deliver, owner=model, failed=failed
        )

    def _reveal(self) -> None:
        """Show what is hidden until others are chosen; the look is logged."""
        office, count = self._bench.office, len(self.people())

        def shown(_: None) -> None:
            self._veil.lifted = True
            self.table.viewport().update()

        self._bench.tasks.run(
            lambda progress: office.log("list.reveal", "forms", f"{count} 人"), shown, owner=self
        )

    # -- the answer ------------------------------------------------------------------------------

    def purpose(self) -> str:
        """What for; "" after saying below the field that it is needed."""
        purpose = self.form.values()["purpose"] or ""
        problem = Problem("refused", "purpose", "required", "请写明用途")
        self.form.set_problems(() if purpose else (problem,))
        return str(purpose)

    def too_many(self) -> int:
        """How many people this form takes at most, where more are chosen; else 0."""
        if self._plan is None:
            return 0
        most = most_people(self._plan, self.output())
        return most if len(self.people()) > most else 0

    def output(self) -> Output:
        return next(key for key, radio in self.outputs.items() if radio.isChecked())

    def way(self) -> Way:
        return Way(self.output(), self.named.value(), self.source.rules())

    def _output_changed(self) -> None:
        self.named.setVisible(self.outputs["folder"].isChecked())
        self.changed.emit()


def _pasted_words(found: Pasted) -> str:
    parts = []
    if found.unknown:
        parts.append(f"没有找到 {_some(found.unknown)}")
    if found.several:
        same = tuple(f"{name}（{count} 人）" for name, count in found.several)
        parts.append(f"有同名的人，请改贴证件号：{_some(same)}")
    return "；".join(parts)


def _some(words: Sequence[str]) -> str:
    shown = "、".join(words[:4])
    return f"{shown} 等 {len(words)} 个" if len(words) > 4 else shown
