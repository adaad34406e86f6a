"""A form in a dialog: checked on the worker, what is wrong below its field, written as one action
that can be taken back."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.errors import KnownError
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.domain.problems import Problem
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench

Values = Mapping[str, Any]
Check = Callable[[Values], "tuple[Problem, ...]"]
Work = Callable[[Values], "Done"]


_NARROW, _WIDE = 480, 680


class FormDialog(Dialog):
    """Accepted once it is written. Ctrl+S or the first verb writes; notes are shown once, and the
    second press goes on."""

    def __init__(
        self,
        bench: "Bench",
        owner: QWidget,
        titles: tuple[str, str],
        form: Form,
        verb: str,
    ) -> None:
        """owner: the page that offers 撤销 afterwards; titles: the heading and a quiet line below
        it, which may be empty; a form of two columns gets a wider dialog."""
        super().__init__(owner.window())
        self.setObjectName("plain")
        self.setWindowTitle(titles[0])
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bench = bench
        self._owner = owner
        self._check: Check = lambda _: ()
        self._work: Work | None = None
        self._keep: Callable[[Values], Change] | None = None
        self._after: Callable[[], None] = lambda: None
        self.form = form
        self.yes = button(verb, self.submit, role="primary")
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        self._body = QWidget()
        self._body.setObjectName("plain")
        self._lines = column(form, self._trouble, None, spacing=12)
        self._body.setLayout(self._lines)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body)
        self._head = column(label(titles[0], "title", wrap=True), spacing=4)
        if titles[1]:
            self._head.addWidget(label(titles[1], "muted", wrap=True))
        layout = column(self._head, spacing=16)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(row(None, button("取消", self.reject), self.yes))
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self._width = theme.px(_WIDE if form.columns > 1 else _NARROW)
        QShortcut(QKeySequence("Ctrl+S"), self, self.submit)
        form.answers_enter(self.submit)
        form.rechecks(self._check_again)
        form.changed.connect(lambda *_: QTimer.singleShot(0, self, self._grow))
        form.editor(form.keys()[0]).setFocus()

    def put_below(self, widget: QWidget) -> None:
        """A line under the fields."""
        self._lines.insertWidget(1, widget)

    def writes(self, work: Work, check: Check, after: Callable[[], None]) -> "FormDialog":
        """work and check run on the worker with the form's values; after: also called once it was
        taken back. Returns itself."""
        self._work, self._check, self._after = work, check, after
        return self

    def keeps(self, work: Callable[[Values], Change]) -> "FormDialog":
        """As writes(), for a setting, which is no archive data and has no undo. Returns itself."""
        self._keep = work
        return self

    @override
    def unsaved(self) -> bool:
        return self.form.edited()

    @override
    def save_changes(self) -> None:
        self.submit()

    def _check_again(self) -> None:
        """What was refused may hold no longer."""
        unreadable, values, check = self.form.unreadable(), self.form.values(), self._check
        self._bench.tasks.run(
            lambda progress: check(values) if not unreadable else (),
            lambda found: self.form.keep_only((*unreadable, *found)),
            owner=self,
            key=f"form.{id(self)}",
            failed=lambda _: None,
        )

    def submit(self) -> None:
        """Check what stands there, then write it."""
        if not self.yes.isEnabled():
            return
        self._show_trouble(None)
        if not self.form.set_problems(self.form.unreadable()):
            self._fit()
            return
        values, check = self.form.values(), self._check
        self.yes.setEnabled(False)
        self._bench.tasks.run(
            lambda progress: check(values),
            lambda found: self._checked(values, found),
            owner=self,
            failed=self._failed,
        )

    def _checked(self, values: Values, found: "tuple[Problem, ...]") -> None:
        if not self.form.confirmed(found, self.yes):
            self.yes.setEnabled(True)
            self._fit()
            return
        work, keep = self._work, self._keep
        if work is not None:
            written = self._closing(self._after)
            do(self._bench, self._owner, lambda: work(values), written, self._failed)
        elif keep is not None:
            self._bench.tasks.run(
                lambda progress: keep(values), self._kept, owner=self, failed=self._failed
            )

    def _kept(self, change: Change) -> None:
        self._bench.publish(change)
        self.accept()
        self._bench.notices.info(change.what)

    def _closing(self, after: Callable[[], None]) -> Callable[[], None]:
        """The first time closes the dialog; when it is taken back, there is none any more."""
        calls = iter((self.accept,))

        def written() -> None:
            for close in calls:
                close()
            after()

        return written

    def _failed(self, error: KnownError) -> None:
        self.yes.setEnabled(True)
        self._show_trouble(error)
        self._fit()

    def _show_trouble(self, error: KnownError | None) -> None:
        self._trouble.setText("" if error is None else f"{error.message}{error.hint}")
        self._trouble.setVisible(error is not None)

    def _fit(self) -> None:
        """As high as the form is, and no higher than the window it belongs to."""
        body = self._body
        body.layout().activate()  # type: ignore[union-attr]  # it was given one
        margins = self.layout().contentsMargins()  # type: ignore[union-attr]
        inner = self._width - margins.left() - margins.right()
        high = max(body.heightForWidth(inner), body.sizeHint().height())
        around = self.sizeHint().height() - self._scroll.sizeHint().height()
        room = self.screen().availableSize().height() - theme.px(64)
        self.resize(QSize(self._width, min(high + around + theme.px(8), room)))

    def _grow(self) -> None:
        """An answer may bring further fields up."""
        high = self.height()
        if self.isVisible():
            self._fit()
            self.resize(self._width, max(high, self.height()))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Only now it is known how large the fields are in this type size."""
        super().showEvent(event)
        self._fit()
