"""The course at the right: what it is, its papers, and who attended; or a form in its place."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from ldz_desktop.domain.training import Course
from ldz_desktop.services.training_records import Rules, Trainee
from ldz_desktop.services.training_tables import facts
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, chip, column, label, row, set_chip
from ldz_desktop.ui.roster.form_page import FormPage
from ldz_desktop.ui.roster.training.attendance import AttendancePane


class CourseCard(QWidget):
    """The *_wanted signals: a verb was chosen."""

    edit_wanted = Signal()
    delete_wanted = Signal()
    sign_in_wanted = Signal()
    list_wanted = Signal()
    export_wanted = Signal()
    import_wanted = Signal()
    issue_wanted = Signal()
    certificates_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course: Course | None = None
        self.trainees: tuple[Trainee, ...] = ()
        self.form: FormPage | None = None
        self.pane = AttendancePane()
        self._title = label("", "title", wrap=True)
        self._kind = chip("", "blue")
        self._facts = label("", "muted", wrap=True)
        self.issue = QAction("", self)
        self.certificates = QAction("", self)
        self._stack = QStackedLayout(self)
        self._build()

    def show_nothing(self) -> None:
        self.course = None
        self._stack.setCurrentIndex(0)

    def show_course(self, course: Course, trainees: tuple[Trainee, ...], rules: Rules) -> None:
        """Leaves a form alone: it is closed by who opened it."""
        self.course, self.trainees = course, trainees
        self._title.setText(course.title)
        set_chip(self._kind, course.kind, "blue")
        lines = [f"{caption} {text}" for caption, text in facts(course, rules)]
        self._facts.setText("　".join(lines) + (f"\n备注 {course.note}" if course.note else ""))
        present = [t.attendance for t in trainees if t.attendance is not None]
        numbered = sum(a.certificate_no is not None for a in present)
        full = [a for a in present if a.certificate_no is None and a.minutes >= course.minutes]
        waiting = len(full) if course.certificate else 0
        self.issue.setText(f"编发证书（{waiting} 人学满待发）")
        self.issue.setEnabled(waiting > 0)
        self.certificates.setText(f"打印合格证（{numbered} 份）")
        self.certificates.setEnabled(numbered > 0)
        self.pane.show_course(course, trainees, rules)
        if self.form is None:
            self._stack.setCurrentIndex(1)

    def show_form(self, form: FormPage) -> None:
        self.close_form()
        self.form = form
        self._holder.addWidget(form)
        self._stack.setCurrentIndex(2)
        form.begin()

    def close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._stack.setCurrentIndex(0 if self.course is None else 1)

    def _build(self) -> None:
        nothing = QWidget()
        empty = EmptyState(
            "没有选中培训", "在左边选一次培训，就能在这里签到、打印签到表和合格证。", icon="table"
        )
        nothing.setLayout(column(card(column(empty))))
        papers = button("合格证(&Z)", role="quiet")
        papers.setMenu(self._menu((self.issue, self.issue_wanted),
                                  (self.certificates, self.certificates_wanted)))  # fmt: skip
        more = button("更多(&O)", role="quiet")
        more.setMenu(
            self._menu(
                (QAction("从名单签到 …", self), self.import_wanted),
                (QAction("导出参训名单 …", self), self.export_wanted),
                (QAction("删除这次培训", self), self.delete_wanted),
            )
        )
        head = row(self._kind, self._title)
        head.setStretch(1, 1)
        verbs = row(
            button("修改(&M)", self.edit_wanted.emit, tip="F2"),
            button("打印签到表(&Q)", self.sign_in_wanted.emit),
            button("打印名单(&L)", self.list_wanted.emit),
            papers, more, None,
        )  # fmt: skip
        body = column(head, self._facts, verbs, spacing=8)
        body.addWidget(self.pane, 1)
        whole = QWidget()
        whole.setLayout(column(card(body)))
        form = QWidget()
        self._holder = column()
        form.setLayout(column(card(self._holder)))
        for part in (nothing, whole, form):
            self._stack.addWidget(part)

    def _menu(self, *verbs: tuple[QAction, SignalInstance]) -> QMenu:
        menu = QMenu(self)
        for action, signal in verbs:
            action.triggered.connect(lambda *_, signal=signal: signal.emit())
            menu.addAction(action)
        return menu
