"""Papers of a course, laid out on the worker."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ldz_desktop.services.training_tables import days_text, facts
from ldz_desktop.ui.kit.papers import show_paper

if TYPE_CHECKING:
    from ldz_desktop.domain.training import Course
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.training_records import Trainee
    from ldz_desktop.ui.kit.feature import Bench


def show_sign_in(bench: "Bench", owner: QWidget, course: "Course", people: "list[Trainee]") -> None:
    """people: in the order they are to be printed."""
    office, today = bench.office, bench.office.today()
    names = tuple((one.buildings, one.name) for one in people)

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.reports.sign_in_sheet import SignIn, render

        progress.report(0, 0, "排版签到表")
        training = office.training
        about = facts(course, training.rules())
        office.log("print.sign_in", f"course:{course.id}")
        return render(SignIn(f"{course.title}签到表", training.unit(), today, about, names))

    show_paper(bench, owner, paper, f"{course.title}签到表", "培训签到表.pdf")


def show_certificates(
    bench: "Bench", owner: QWidget, course: "Course", chosen: Collection[int]
) -> None:
    """Of those who have a number; chosen: only these leaders, nobody named: all."""
    office = bench.office

    def paper(progress: "Progress") -> "Paper":
        from ldz_desktop.domain.training import hours_text
        from ldz_desktop.errors import InputError
        from ldz_desktop.reports.training_certificate import Certificate, render

        progress.report(0, 0, "排版合格证")
        training = office.training
        hours = hours_text(course.minutes, training.rules().per_hour)
        unit = training.unit()
        certificates = [
            Certificate(
                one.name, one.attendance.certificate_no, course.title, days_text(course),
                hours, course.subjects, unit, course.last_on,
            )
            for one in training.trainees(course.id)
            if one.attendance is not None
            and one.attendance.certificate_no is not None
            and (not chosen or one.id in chosen)
        ]  # fmt: skip
        if not certificates:
            raise InputError("没有合格证", "选中的人还没有编发证书。", "请先“编发证书”。")
        office.log("print.certificates", f"course:{course.id}", str(len(certificates)))
        return render(certificates)

    show_paper(bench, owner, paper, f"{course.title}合格证", "培训合格证.pdf")
