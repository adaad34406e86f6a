"""Second page: the form as it looks, and what each of its blanks is filled with."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from ldz_desktop.services.forms.document import Grid
from ldz_desktop.services.forms.records import Answer, FormKind, FormPlan, Hints
from ldz_desktop.ui.households.forms.answer_editor import AnswerEditor
from ldz_desktop.ui.households.forms.preview import FormPreview, Mark
from ldz_desktop.ui.households.forms.wording import KINDS, Line, about_form, lines_of
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.pieces import card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

_MOST_ROWS = 30
_MOST_LEVELS = 4
_LEFT, _RIGHT = 700, 560

_COLUMNS = (
    Column[Line]("label", "表里的栏目", lambda r: r.label, width=190, tip=lambda r: r.label),
    Column[Line]("what", "填什么", lambda r: r.what(), width=0, tip=lambda r: r.what()),
    Column[Line](
        "state", "状态", lambda r: r.state()[0], width=84, chip=lambda r: r.state()[1]
    ),
)  # fmt: skip


class MappingPage(QWidget):
    """again(Hints): read the form in another way; changed: answers() are others."""

    again = Signal(object)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: FormPlan | None = None
        self._answers: dict[str, Answer] = {}
        self._decided: frozenset[str] = frozenset()
        self._quiet = False
        self._notice = QFrame()
        self._notice.setProperty("role", "notice")
        self._message = label("", wrap=True)
        inside = column(self._message)
        inside.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self._notice.setLayout(inside)
        self._about = label("", "muted")
        self.sheet = PickEditor()
        self.kind = PickEditor(list(KINDS.items()))
        self.head = PickEditor([(n, f"表头从第 {n} 行") for n in range(1, _MOST_ROWS + 1)])
        self.levels = PickEditor([(n, f"共 {n} 行") for n in range(1, _MOST_LEVELS + 1)])
        self.preview = FormPreview()
        self.preview.picked.connect(self._picked)
        self._model: RecordModel[Line] = RecordModel(_COLUMNS)
        self.table = RecordTable(self._model, "表里的栏目")
        self.table.current_changed.connect(self._current_changed)
        self.editor = AnswerEditor()
        self.editor.changed.connect(self._answered)
        self._lay_out()
        self.sheet.changed.connect(lambda: self._hinted(self.sheet))
        self.kind.changed.connect(lambda: self._hinted(self.kind))
        for editor in (self.head, self.levels):
            editor.changed.connect(lambda: self._hinted(None))

    def _lay_out(self) -> None:
        self.sheet.setMinimumWidth(theme.px(120))
        tools = row(self.kind, self.sheet, self.head, self.levels, None, self._about)
        left = card(column(self.preview))
        right = QFrame()
        below = column(self.table, self.editor, spacing=12)
        below.setStretch(0, 1)
        right.setLayout(below)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(theme.px(12))
        split.setChildrenCollapsible(False)
        for part, width in ((left, 320), (right, 420)):
            part.setMinimumWidth(theme.px(width))
            split.addWidget(part)
        split.setSizes([theme.px(_LEFT), theme.px(_RIGHT)])
        split.setStretchFactor(0, 1)
        self.table.setMinimumHeight(theme.px(140))
        layout = column(self._notice, tools, split, spacing=12)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    # -- filling ---------------------------------------------------------------------------------

    def show_plan(self, plan: FormPlan) -> None:
        """Show a form; answers that were given for the same labels before stay."""
        same = self._plan is not None and self._plan.fingerprint == plan.fingerprint
        self._plan = plan
        if not same:
            self._answers = dict(plan.answers)
            self._decided = frozenset()
        self._quiet = True
        self._notice.setVisible(bool(plan.unclear))
        self._message.setText(plan.unclear)
        self._about.setText(about_form(plan))
        self._show_hints(plan)
        self._quiet = False
        self.preview.show_plan(plan, self._marks())
        self._fill()
        self.table.select_id(self._model.id_at(0))
        self._current_changed(self.table.current_id())

    def _show_hints(self, plan: FormPlan) -> None:
        self.kind.set_value(plan.kind)
        self.sheet.set_pairs([(name, f"工作表 {name}") for name in plan.sheets])
        self.sheet.set_value(plan.sheet)
        self.sheet.setVisible(len(plan.sheets) > 1)
        shape = plan.table
        for editor in (self.head, self.levels):
            editor.setVisible(shape is not None)
        if shape is not None:
            self.head.set_value(shape.head + 1)
            self.levels.set_value(shape.depth)
            self.levels.setEnabled(isinstance(plan.blocks[shape.block], Grid))

    def _fill(self) -> None:
        if self._plan is not None:
            self._model.set_records(lines_of(self._plan, self._answers, self._decided))

    def _marks(self) -> dict[str, Mark]:
        assert self._plan is not None
        lines = lines_of(self._plan, self._answers, self._decided)
        return {
            key: Mark(key, "？" if line.state()[0] == "请指定" else line.what(), line.state()[1])
            for line in lines
            for key in line.keys
        }

    # -- the answer ------------------------------------------------------------------------------

    def answers(self) -> dict[str, Answer]:
        """What every blank is filled with."""
        return dict(self._answers)

    def open_questions(self) -> int:
        """Columns that nobody has decided: they stay empty."""
        return sum(line.state()[0] == "请指定" for line in self._model.all_records())

    def lines(self) -> list[Line]:
        """What is listed."""
        return self._model.all_records()

    def current(self) -> Line | None:
        place = self._model.row_of(self.table.current_id())
        return self._model.record(place) if place >= 0 else None

    def _current_changed(self, ident: object) -> None:
        del ident
        line = self.current()
        self.editor.setEnabled(line is not None)
        if line is not None:
            self.editor.show_answer(line.blanks[0], line.answer, line.asked)
            self.preview.mark(self._marks(), line.keys)

    def _picked(self, key: str) -> None:
        line = next((one for one in self._model.all_records() if key in one.keys), None)
        if line is not None:
            self.table.select_id(line.id)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self) -> None:
        """The editor has another answer: it holds for the current line and is now decided."""
        line = self.current()
        if line is None:
            return
        answer = self.editor.answer()
        self._answers.update(dict.fromkeys(line.keys, answer))
        self._decided |= frozenset(line.keys)
        order = [one.id for one in self._model.records()]
        fresh = {one.id: one for one in lines_of(self._plan, self._answers, self._decided)}  # type: ignore[arg-type]  # there is a plan
        self._model.set_records([fresh[ident] for ident in order])
        self.preview.mark(self._marks(), line.keys)
        self.changed.emit()

    # -- how it is read --------------------------------------------------------------------------

    def _hinted(self, box: PickEditor | None) -> None:
        """Another sheet is looked at from the beginning, another kind on the same sheet."""
        if self._quiet:
            return
        sheet = str(self.sheet.value() or "")
        kind: FormKind = "table" if self.kind.value() == "table" else "page"
        head, depth = self.head.value(), self.levels.value()
        if box is self.sheet:
            self.again.emit(Hints(sheet=sheet))
        elif box is self.kind:
            self.again.emit(Hints(sheet=sheet, kind=kind))
        elif isinstance(head, int) and isinstance(depth, int):
            self.again.emit(Hints(sheet=sheet, kind="table", head=head, depth=depth))
