"""A page of the card with a form: a title, the fields, and two verbs at the bottom."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ldz_desktop.errors import KnownError
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.keys import leave_keys, page_keys
from ldz_desktop.ui.kit.pieces import button, column, label, row


class FormPage(QWidget):
    """accepted: the first verb, Enter in a line, or Ctrl+S; cancelled: 取消 or Esc."""

    accepted = Signal()
    cancelled = Signal()

    def __init__(
        self, titles: tuple[str, str], form: Form, verb: str, *, aside: QWidget | None = None
    ) -> None:
        """titles: the heading and a quiet line below it; verb: what the red button does; aside: a
        further button, at the left of the two verbs."""
        super().__init__()
        self.form = form
        self.yes = button(verb, self.accepted.emit, role="primary")
        self.no = button("取消", self.cancelled.emit)
        form.answers_enter(self._entered)
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        body = QWidget()
        body.setObjectName("plain")
        body.setLayout(column(form, self._trouble, None, spacing=12))
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        layout = column(label(titles[0], "title"), spacing=4)
        if titles[1]:
            layout.addWidget(label(titles[1], "muted", wrap=True))
        layout.addSpacing(theme.px(8))
        layout.addWidget(scroll, 1)
        verbs = row(None, self.no, self.yes)
        if aside is not None:
            verbs.insertWidget(0, aside)
        layout.addLayout(verbs)
        self.setLayout(layout)
        leave_keys(self, {"Esc": self.cancelled.emit})
        page_keys(self, {"Ctrl+S": self.accepted.emit})

    def _entered(self) -> None:
        if self.yes.isEnabled():
            self.accepted.emit()

    def begin(self) -> None:
        """The cursor goes to the first field."""
        first = self.form.keys()[0]
        self.form.editor(first).setFocus(Qt.FocusReason.OtherFocusReason)

    def undo_here(self) -> str:
        """Ctrl+Z (ui.kit.history.window_undo)."""
        return self.form.undo_here()

    def edited(self) -> bool:
        return self.form.edited()

    def ready(self) -> bool:
        """Everything is readable; if not, it says where not."""
        self.show_error(None)
        return self.form.set_problems(self.form.unreadable())

    def set_busy(self, *, busy: bool) -> None:
        """While it is being saved, nothing can be pressed twice."""
        self.yes.setEnabled(not busy)
        self.form.set_enabled(enabled=not busy)

    def show_error(self, error: KnownError | None) -> None:
        """What the services refused, below the fields."""
        words = "" if error is None else f"{error.message}{error.hint}"
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
