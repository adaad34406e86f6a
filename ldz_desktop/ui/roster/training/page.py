"""培训: the courses with their attendance, or the hours of a year."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.training import Course, check_course
from ldz_desktop.services.training_records import CourseRow, Rules, Trainee
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.leaving import may_leave
from ldz_desktop.ui.kit.panels import Panel, Panels
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column
from ldz_desktop.ui.kit.switch import ViewSwitch
from ldz_desktop.ui.roster.form_page import FormPage
from ldz_desktop.ui.roster.training.actions import CourseActions
from ldz_desktop.ui.roster.training.course_card import CourseCard
from ldz_desktop.ui.roster.training.course_list import CourseList
from ldz_desktop.ui.roster.training.fields import course_form, new_course, values_of
from ldz_desktop.ui.roster.training.hours_view import HoursView

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.errors import KnownError
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench, Target

_TOPICS = frozenset({"training", "leaders", "places"})
_VIEWS = (("courses", "台账与签到"), ("hours", "学时与欠缺"))
_Courses = tuple[tuple[CourseRow, ...], Rules, str]
_Shown = tuple[Course, tuple[Trainee, ...], Rules]


class TrainingPage(QWidget):
    """A section of the roster tab."""

    def __init__(self, bench: "Bench", go: Callable[[str], object]) -> None:
        super().__init__()
        del go
        self._bench = bench
        self._rules = Rules()
        self._wanted = 0  # the course to go to once the list has been read
        self._stale = True
        self.switches = [ViewSwitch(_VIEWS) for _ in _VIEWS]
        self.list = CourseList(self.switches[0])
        self.card = CourseCard()
        self.verbs = CourseActions(bench, self, self.card, self._read)
        self.hours = HoursView(bench, self.switches[1])
        self._first = button("新建培训(&N)", self.begin_course, role="primary")
        self._body = QStackedWidget()
        self._courses = QStackedWidget()
        self._build()
        self._connect()

    # -- the protocol of a section ---------------------------------------------------------------

    def begin(self) -> None:
        if self._stale:
            self._read()

    def refresh(self, change: "Change | None") -> None:
        if change is None or change.topics & _TOPICS:
            self._stale = True
            if self.isVisible():
                self._read()

    def open(self, target: "Target") -> bool:
        """A course."""
        if target.kind != "course":
            return False
        if self.may_leave():
            self._wanted = target.id
            self.show_view("courses")
        return True

    def may_leave(self) -> bool:
        """Ask where a form would be lost."""
        form = self.card.form
        if form is None:
            return True
        if form.edited() and not may_leave(
            self._bench, form, form.accepted.emit, lambda: self.card.form is not form
        ):
            return False
        self.card.close_form()
        return True

    # -- reading ---------------------------------------------------------------------------------

    def show_view(self, key: str) -> None:
        """courses or hours."""
        if key == "hours" and not self.may_leave():
            key = "courses"
        for switch, (own, _) in zip(self.switches, _VIEWS, strict=True):
            switch.mark(own)
        self._body.setCurrentIndex([k for k, _ in _VIEWS].index(key))
        self.setFocusProxy(self.hours if key == "hours" else self.list.table)
        self._read()

    def _read(self) -> None:
        self._stale = False
        if self._body.currentIndex() == 1:
            self.hours.read()
            self._stale = True  # the courses are read when they are shown again
            return
        training = self._bench.office.training
        self._bench.tasks.run(
            lambda progress: (training.courses(), training.rules(), training.unit()),
            self._show,
            owner=self,
            key="training-courses",
        )

    def _show(self, found: _Courses) -> None:
        rows, self._rules, unit = found
        self.verbs.set_terms(self._rules, unit)
        blank = not rows and self.card.form is None
        self._courses.setCurrentIndex(0 if blank else 1)
        self.setFocusProxy(self._first if blank else self.list.table)
        if blank:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.show_rows(rows, self._rules)
        if self._wanted:
            wanted, self._wanted = self._wanted, 0
            self.list.select(wanted)
        self._pick(self.list.table.current_id())

    def _pick(self, course_id: int) -> None:
        if self.card.form is not None:
            if self.card.course is None or course_id == self.card.course.id:
                return
            if not self.may_leave():
                self.list.table.select_id(self.card.course.id)
                return
        if not course_id:
            self.card.show_nothing()
            return
        training = self._bench.office.training

        def read() -> _Shown:
            return training.course(course_id), training.trainees(course_id), training.rules()

        self._bench.tasks.run(
            lambda progress: read(), self._show_course, owner=self, key="training-course"
        )

    def _show_course(self, found: _Shown) -> None:
        self.card.show_course(*found)

    # -- verbs -----------------------------------------------------------------------------------

    def begin_course(self) -> None:
        """Ctrl+N."""
        if not self.may_leave():
            return
        self.show_view("courses")
        self._courses.setCurrentIndex(1)
        form = course_form(self._rules.per_hour)
        form.set_values(new_course(self._bench.office.today()))
        page = FormPage(("新建培训", "登记以后就能打勾签到。"), form, "登记")

        def saved(made: "Done") -> "Done":
            self._wanted = made.change.ids[0]
            return made

        training = self._bench.office.training
        page.accepted.connect(
            lambda: self._save(page, lambda course: saved(training.create(course)), _NEW)
        )
        self._open(page)

    def edit(self) -> None:
        """F2."""
        before = self.card.course
        if before is None or self.card.form is not None:
            return
        form = course_form(self._rules.per_hour)
        form.set_values(values_of(before))
        page = FormPage(("修改培训", before.title), form, "保存")
        training = self._bench.office.training
        page.accepted.connect(
            lambda: self._save(page, lambda course: training.save(before, course), before)
        )
        self._open(page)

    def _open(self, page: FormPage) -> None:
        page.cancelled.connect(self._cancel)
        self.card.show_form(page)

    def _cancel(self) -> None:
        if self.may_leave():
            self._read()

    def _save(self, page: FormPage, work: "Callable[[Course], Done]", before: Course) -> None:
        values = page.form.values()
        problems = [*page.form.unreadable()]
        if values["held_on"] is None and not problems:
            problems.append(Problem("refused", "held_on", "missing", "请填写开始日期"))
        if problems:
            page.form.set_problems(problems)
            return
        course = replace(
            before, **{**values, "title": values["title"] or "", "minutes": values["minutes"] or 0}
        )
        if not page.form.set_problems(check_course(course)):
            return
        page.set_busy(busy=True)

        def refused(error: "KnownError") -> None:
            page.set_busy(busy=False)
            page.show_error(error)

        def done() -> None:
            if self.card.form is page:
                self.card.close_form()
            self._read()

        do(self._bench, self, lambda: work(course), done, refused)

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        blank = QWidget()
        blank.setLayout(
            column(
                card(
                    column(
                        EmptyState(
                            "还没有培训",
                            "岗前培训、轮训、顶岗锻炼都登记在这里：先登记一次培训，再打勾签到。",
                            self._first,
                            icon="table",
                        )
                    )
                )
            )
        )
        panels = (Panel(self.list, 470, 2, least=330), Panel(self.card, 852, 3))
        courses = Panels("training", panels, self._bench.preferences)
        self._courses.addWidget(blank)
        self._courses.addWidget(courses)
        self._courses.setCurrentIndex(1)
        self._body.addWidget(self._courses)
        self._body.addWidget(self.hours)
        self.setLayout(column(self._body))
        self.setFocusProxy(self.list.table)

    def _connect(self) -> None:
        for switch, (own, _) in zip(self.switches, _VIEWS, strict=True):
            switch.mark(own)
            switch.chosen.connect(self.show_view)
        verbs = self.verbs
        self.list.picked.connect(self._pick)
        self.list.new_wanted.connect(self.begin_course)
        self.list.print_wanted.connect(lambda: verbs.print_courses(self.list.model.records()))
        self.list.export_wanted.connect(lambda: verbs.export_courses(self.list.model.records()))
        for signal in (self.list.edit_wanted, self.card.edit_wanted):
            signal.connect(self.edit)
        for signal in (self.list.delete_wanted, self.card.delete_wanted):
            signal.connect(verbs.remove)
        page_keys(self, {"F2": self.edit, "Ctrl+N": self.begin_course, "Ctrl+L": self._find})

    def _find(self) -> None:
        if self._body.currentIndex() == 1:
            self.hours.search.begin("")
        else:
            self.card.pane.search.begin("")


_NEW = Course(0, "岗前", "", date.min, 0)
