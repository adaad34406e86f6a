"""What is done with the course that is shown: ticks, certificates, papers, lists."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ldz_desktop.services.training_records import CourseRow, Rules
from ldz_desktop.services.training_tables import attendance_table, courses_table
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.takeaway import export_table, print_table
from ldz_desktop.ui.roster.training.course_card import CourseCard
from ldz_desktop.ui.roster.training.papers import show_certificates, show_sign_in

if TYPE_CHECKING:
    from ldz_desktop.domain.training import Course
    from ldz_desktop.services.tables import Table
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench


class CourseActions:
    """done: called after a write, and after it was taken back."""

    def __init__(
        self, bench: "Bench", owner: QWidget, card: CourseCard, done: Callable[[], None]
    ) -> None:
        self._bench = bench
        self._owner = owner
        self._card = card
        self._done = done
        self._rules = Rules()
        self._unit = ""
        card.pane.ticked.connect(self.tick)
        card.pane.unticked.connect(self.untick)
        card.pane.length.connect(self.set_length)
        card.issue_wanted.connect(self.issue)
        card.sign_in_wanted.connect(self.print_sign_in)
        card.certificates_wanted.connect(self.print_certificates)
        card.list_wanted.connect(self.print_list)
        card.export_wanted.connect(self.export_list)
        card.import_wanted.connect(self.tick_list)

    def set_terms(self, rules: Rules, unit: str) -> None:
        """What lists need: how hours are counted and who signs."""
        self._rules, self._unit = rules, unit

    # -- writing ---------------------------------------------------------------------------------

    def tick(self, ids: list[int]) -> None:
        training = self._bench.office.training
        self._with_course(lambda course: self._do(lambda: training.attend(course.id, ids)))

    def tick_list(self) -> None:
        """Names from a file or pasted, in a dialog of its own."""
        from ldz_desktop.ui.roster.training.list_dialog import ListDialog

        def show(course: "Course") -> None:
            training = self._bench.office.training
            dialog = ListDialog(self._bench, course, self._rules, self._owner)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.wanted.connect(
                lambda lines: self._do(lambda: training.attend_list(course.id, lines))
            )
            dialog.open()

        self._with_course(show)

    def untick(self, ids: list[int]) -> None:
        """Asks where certificates go with it."""
        numbers = sum(
            t.attendance is not None and t.attendance.certificate_no is not None
            for t in self._card.trainees
            if t.id in ids
        )
        message = f"其中 {numbers} 人已编发证书，编号一起取消。"
        if numbers and not self._bench.notices.ask(
            "取消签到？", message, "取消签到", "保留", danger=True
        ):
            return
        training = self._bench.office.training
        self._with_course(lambda course: self._do(lambda: training.absent(course.id, ids)))

    def set_length(self, leader_id: int, minutes: int) -> None:
        training = self._bench.office.training
        self._with_course(
            lambda course: self._do(lambda: training.set_minutes(course.id, leader_id, minutes))
        )

    def issue(self) -> None:
        training = self._bench.office.training
        self._with_course(lambda course: self._do(lambda: training.issue(course.id)))

    def remove(self) -> None:
        course = self._card.course
        if course is None or self._card.form is not None:
            return
        here = sum(t.attendance is not None for t in self._card.trainees)
        message = f"{course.title}，已签到 {here} 人，签到和证书编号一起删除。"
        if self._bench.notices.ask("删除这次培训？", message, "删除", danger=True):
            training = self._bench.office.training
            self._do(lambda: training.remove(course.id))

    # -- what leaves -----------------------------------------------------------------------------

    def print_sign_in(self) -> None:
        """Those who are listed, in their order."""
        people = self._card.pane.shown()
        self._with_course(lambda course: show_sign_in(self._bench, self._owner, course, people))

    def print_certificates(self) -> None:
        """Of the marked rows, where several are marked; else all."""
        chosen = self._card.pane.chosen()
        self._with_course(
            lambda course: show_certificates(self._bench, self._owner, course, chosen)
        )

    def print_list(self) -> None:
        self._with_course(lambda course: self._print(self._attendance(course)))

    def export_list(self) -> None:
        self._with_course(
            lambda course: self._export(self._attendance(course), f"course:{course.id}")
        )

    def print_courses(self, rows: Sequence[CourseRow]) -> None:
        self._print(courses_table(rows, self._rules, self._unit))

    def export_courses(self, rows: Sequence[CourseRow]) -> None:
        self._export(courses_table(rows, self._rules, self._unit), "courses")

    def _attendance(self, course: "Course") -> "Table":
        return attendance_table(course, self._card.trainees, self._rules, self._unit)

    def _print(self, table: "Table") -> None:
        print_table(self._bench, self._owner, table.title, lambda: table)

    def _export(self, table: "Table", subject: str) -> None:
        export_table(self._bench, self._owner, table.title, subject, lambda: table)

    def _do(self, work: "Callable[[], Done]") -> None:
        do(self._bench, self._owner, work, self._done)

    def _with_course(self, verb: "Callable[[Course], None]") -> None:
        if self._card.course is not None:
            verb(self._card.course)
