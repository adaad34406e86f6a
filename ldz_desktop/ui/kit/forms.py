"""A form: labels at the left, fields at the right, what is wrong directly below its field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from ldz_desktop.domain.problems import Problem
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, clear, label, restyle

UNREADABLE = "unreadable"
"""The code of what a field itself cannot read."""
_RECHECK_MS = 300


class Editor(Protocol):
    """What a field must be able to do (the classes of ui.kit.editors)."""

    changed: Any

    def value(self) -> Any: ...  # noqa: ANN401 - each field has its own kind

    def set_value(self, value: Any) -> None: ...  # noqa: ANN401


@dataclass
class _Line:
    """problems: what is shown below it; judged: the value they are about."""

    editor: QWidget
    caption: QLabel
    below: QWidget
    messages: QVBoxLayout
    problems: tuple[Problem, ...] = ()
    judged: Any = None


class Form(QWidget):
    """Fields by key. Keys are attribute names of the record, so that Problem.field finds its field.

    form = Form(); form.add("name", "姓名(&M)", TextEditor()); form.values() -> {"name": …}
    changed: somebody typed; edited(): whether anything differs from set_values. Every form behaves
    alike: Enter does what its verb does (answers_enter), what is said of a value goes away when it
    is changed for the better, and what is odd is said once, the second press of the verb, which is
    then called 仍然…, goes on (confirmed).
    """

    changed = Signal()

    def __init__(self, *, columns: int = 1, parent: QWidget | None = None) -> None:
        """columns: how many fields stand side by side."""
        super().__init__(parent)
        self._lines: dict[str, _Line] = {}
        self._before: dict[str, Any] = {}
        self._columns = columns
        self._next = 0
        self._verb: Callable[[], object] | None = None
        self._recheck: Callable[[], object] | None = None
        self._noted: tuple[Problem, ...] = ()
        self._named: tuple[QPushButton, str] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_RECHECK_MS)
        self._soon.timeout.connect(self._check_again)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(8))
        for column in range(columns):
            self._grid.setColumnStretch(column * 2 + 1, 1)

    @property
    def columns(self) -> int:
        """How many fields stand side by side."""
        return self._columns

    def add(
        self, key: str, caption: str, editor: QWidget, *, hint: str = "", wide: bool = False
    ) -> QWidget:
        """Append a field. caption may carry a mnemonic; hint: a quiet line below the field; wide:
        over all columns. Returns the editor."""
        place = -(-self._next // self._columns) * self._columns if wide else self._next
        row, column = divmod(place, self._columns)
        title = QLabel(caption)
        title.setProperty("role", "muted")
        title.setBuddy(editor)
        title.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        title.setContentsMargins(0, theme.px(8), 0, 0)
        if not editor.accessibleName():
            editor.setAccessibleName(caption.partition("(&")[0].replace("&", ""))
        below = QWidget()
        messages = QVBoxLayout(below)
        messages.setContentsMargins(0, 0, 0, 0)
        messages.setSpacing(theme.px(2))
        box = QVBoxLayout()
        box.setSpacing(theme.px(4))
        box.addWidget(editor)
        if hint:
            box.addWidget(label(hint, "small", wrap=True))
        box.addWidget(below)
        box.addStretch(1)
        below.hide()
        span = self._columns * 2 - 1 if wide else 1
        self._grid.addWidget(title, row, column * 2)
        self._grid.addLayout(box, row, column * 2 + 1, 1, span)
        self._lines[key] = _Line(editor, title, below, messages)
        self._next = place + (self._columns if wide else 1)
        self._before[key] = self._editor(key).value()
        cast("SignalInstance", self._editor(key).changed).connect(lambda *_: self._typed(key))
        cast("SignalInstance", self._editor(key).changed).connect(self.changed)
        editor.installEventFilter(self)
        return editor

    def answers_enter(self, verb: Callable[[], object]) -> None:
        """Enter in a field does this; in one of several lines Ctrl+Enter."""
        self._verb = verb

    def rechecks(self, check: Callable[[], object]) -> None:
        """check: judges the values anew and calls keep_only; called some time after a change while
        a refusal is shown."""
        self._recheck = check

    def confirmed(self, found: Sequence[Problem], yes: QPushButton) -> bool:
        """Show what was found. True where nothing is refused and what is odd was said before: then
        `yes`, which is called 仍然… meanwhile, may go on."""
        said, self._noted = self._noted, ()
        fits = self.set_problems(found)
        if fits and (not found or tuple(found) == said):
            return True
        if fits:
            self._noted = tuple(found)
            if self._named is None:
                self._named = (yes, yes.text())
                yes.setText(f"仍然{yes.text()}")
        return False

    def keep_only(self, found: Sequence[Problem]) -> None:
        """Of what is shown, that which still holds."""
        for line in self._lines.values():
            left = tuple(
                shown
                for shown in line.problems
                if any((p.field, p.code) == (shown.field, shown.code) for p in found)
            )
            if left != line.problems:
                self._show(line, left)

    def editor(self, key: str) -> QWidget:
        """The field of that key."""
        return self._lines[key].editor

    def keys(self) -> tuple[str, ...]:
        return tuple(self._lines)

    def values(self) -> dict[str, Any]:
        """What the fields hold; None for empty ones."""
        return {key: self._editor(key).value() for key in self._lines}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill the fields (keys the form does not have are passed over) and forget old problems."""
        for key, value in values.items():
            if key in self._lines:
                self._editor(key).set_value(value)
        self._before = self.values()
        self._forget_notes()
        self.set_problems(())

    def settle(self) -> None:
        """What stands there now is where editing begins."""
        self._before = self.values()

    def edited(self) -> bool:
        """Something differs from what set_values put in."""
        return any(self._before.get(key) != value for key, value in self.values().items())

    def undo_here(self) -> str:
        """Ctrl+Z: the field with the focus gets back what it held; where it holds that, why nothing
        is taken back. What is saved stays as it is while a form is open over it."""
        focus = QApplication.focusWidget()
        for key, line in self._lines.items():
            inside = focus is not None and (line.editor is focus or line.editor.isAncestorOf(focus))
            if inside and self._editor(key).value() != self._before[key]:
                self._editor(key).set_value(self._before[key])
                return ""
        return "正在填写表单：请先保存或取消，再撤销以前的操作"

    def unreadable(self) -> tuple[Problem, ...]:
        """What the fields themselves cannot read: half a date, a number out of bounds."""
        found = []
        for key, line in self._lines.items():
            problem = getattr(line.editor, "problem", None)
            reason = problem() if problem is not None else ""
            if reason:
                found.append(Problem("refused", key, UNREADABLE, reason))
        return tuple(found)

    def set_problems(self, problems: Sequence[Problem]) -> bool:
        """Show each problem below its field, its proposals as buttons that fill the field in.

        Returns True when none of them is a refusal. The cursor goes to the first refused field.
        Problems of fields the form does not have are shown under the last one.
        """
        by_key: dict[str, list[Problem]] = {}
        for problem in problems:
            key = problem.field if problem.field in self._lines else next(reversed(self._lines), "")
            by_key.setdefault(key, []).append(problem)
        for key, line in self._lines.items():
            self._show(line, by_key.get(key, []))
        refused = [p for p in problems if p.level == "refused"]
        if refused and refused[0].field in self._lines:
            self._lines[refused[0].field].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return not refused

    def says(self, problem: Problem) -> bool:
        """Whether it is (still) shown."""
        line = self._lines.get(problem.field)
        return line is not None and any(
            (one.field, one.code) == (problem.field, problem.code) for one in line.problems
        )

    def problem_texts(self, key: str) -> tuple[str, ...]:
        """What is written below a field."""
        messages = self._lines[key].messages
        items = (messages.itemAt(i) for i in range(messages.count()))
        below = [item.widget() for item in items if item is not None]
        return tuple(one.text() for one in below if isinstance(one, QLabel))

    def set_enabled(self, *, enabled: bool) -> None:
        for line in self._lines.values():
            line.editor.setEnabled(enabled)

    def show_field(self, key: str, *, visible: bool) -> None:
        """Hide or show a field with its label."""
        line = self._lines[key]
        line.editor.setVisible(visible)
        line.caption.setVisible(visible)
        line.below.setVisible(visible and line.messages.count() > 0)

    def _editor(self, key: str) -> Editor:
        return cast("Editor", self._lines[key].editor)

    def _typed(self, key: str) -> None:
        """What was said of the value before goes; a field that cannot be read yet goes on saying
        so. What stands elsewhere may hold no longer, too."""
        self._forget_notes()
        line = self._lines[key]
        if line.problems and self._editor_text(line) != line.judged:
            reason = getattr(line.editor, "problem", str)()
            unreadable = (p for p in line.problems if p.code == UNREADABLE)
            again = tuple(replace(p, reason=reason) for p in unreadable if reason)
            if again != line.problems:
                self._show(line, again)
        if self._recheck is not None and any(one.problems for one in self._lines.values()):
            self._soon.start()

    def _forget_notes(self) -> None:
        """Another value: what was said of the one before is no consent."""
        self._noted = ()
        if self._named is not None:
            (yes, text), self._named = self._named, None
            if isValid(yes):
                yes.setText(text)

    def _check_again(self) -> None:
        if self._recheck is not None:
            self._recheck()

    def _editor_text(self, line: _Line) -> Any:  # noqa: ANN401 - each field has its own kind
        """What stands in a field, also where it cannot be read."""
        if isinstance(line.editor, QLineEdit):
            return line.editor.text()
        return cast("Editor", line.editor).value()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._verb is None or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if isinstance(watched, QPlainTextEdit) and not control:
            return False
        self._verb()
        return True

    def _show(self, line: _Line, problems: Sequence[Problem]) -> None:
        line.problems, line.judged = tuple(problems), self._editor_text(line)
        clear(line.messages)
        worst = ""
        for problem in problems:
            refused = problem.level == "refused"
            worst = "refused" if refused else (worst or "note")
            words = label(problem.reason, "error" if refused else "note", wrap=True)
            line.messages.addWidget(words)
            for proposal in problem.proposals:
                fill = button(f"改为 {proposal}", role="link")
                fill.clicked.connect(lambda *_, ln=line, to=proposal: self._take(ln, to))
                line.messages.addWidget(fill)
        line.below.setVisible(bool(problems))
        restyle(line.editor, "state", worst)
        line.editor.setAccessibleDescription("；".join(p.reason for p in problems))

    def _take(self, line: _Line, proposal: str) -> None:
        cast("Editor", line.editor).set_value(proposal)
        self._show(line, ())
        line.editor.setFocus(Qt.FocusReason.OtherFocusReason)
