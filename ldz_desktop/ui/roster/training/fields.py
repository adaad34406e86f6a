"""The fields of a course."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.training import (
    COURSE_KINDS,
    SUBJECTS,
    Course,
    hours_text,
    parse_hours,
    split_subjects,
)
from ldz_desktop.ui.kit.editors import DateEditor, NoteEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.line_editor import LineEditor
from ldz_desktop.ui.kit.pieces import button, column, row


class HoursEditor(LineEditor):
    """A length as 学时 (4, 4.5) or in minutes (180分钟). value(): minutes; None for an empty and
    for an unreadable field: ask problem() first."""

    def __init__(self, per_hour: int, parent: QWidget | None = None) -> None:
        super().__init__("如 4，或 180分钟", longest=10, parent=parent)
        self._per_hour = per_hour

    def set_per_hour(self, per_hour: int) -> None:
        self._per_hour = per_hour

    def value(self) -> int | None:
        return parse_hours(self.text(), self._per_hour)

    def set_value(self, value: int | None) -> None:
        if value is None or value != self.value():
            self.setText(_written(value, self._per_hour))

    def problem(self) -> str:
        """A sentence where what stands there is no length; empty where all is well."""
        if not self.text().strip() or self.value() is not None:
            return ""
        return "请填学时，如 4 或 4.5；按分钟填写要带单位，如 180分钟"


def _written(minutes: int | None, per_hour: int) -> str:
    """As 学时 where that says it exactly."""
    if minutes is None:
        return ""
    text = hours_text(minutes, per_hour)
    return text if parse_hours(text, per_hour) == minutes else f"{minutes}分钟"


class SubjectsEditor(QWidget):
    """What is taught: the usual subjects to click, others to type, all in one line of text."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = TextEditor("点选，或用顿号隔开填写", longest=100)
        self.line.changed.connect(self.changed)
        self.line.changed.connect(self._mark)
        self._picks = {}
        picks = row(spacing=4)
        for subject in SUBJECTS:
            pick = button(subject, partial(self._flip, subject), role="quiet")
            pick.setCheckable(True)
            pick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._picks[subject] = pick
            picks.addWidget(pick)
        picks.addStretch(1)
        self.setLayout(column(self.line, picks, spacing=4))
        self.setFocusProxy(self.line)

    def value(self) -> tuple[str, ...]:
        return split_subjects(self.line.text())

    def set_value(self, value: tuple[str, ...] | None) -> None:
        self.line.set_value("、".join(value or ()))

    def _flip(self, subject: str) -> None:
        now = self.value()
        without = tuple(one for one in now if one != subject)
        self.set_value(without if subject in now else (*now, subject))

    def _mark(self) -> None:
        there = self.value()
        for subject, pick in self._picks.items():
            pick.setChecked(subject in there)


def course_form(per_hour: int) -> Form:
    """Keys are the attributes of domain.training.Course."""
    form = Form(columns=2)
    form.add(
        "title", "名称(&T)", TextEditor("如 2026年第一期新任楼栋长岗前培训", longest=60), wide=True
    )
    form.add("kind", "类别(&K)", PickEditor([(kind, kind) for kind in COURSE_KINDS]))
    hint = f"1 学时 = {per_hour} 分钟"
    form.add("minutes", "学时(&H)", HoursEditor(per_hour), hint=hint)
    form.add("held_on", "开始日期(&D)", DateEditor())
    form.add("until_on", "结束日期", DateEditor("只有一天的不填"))
    form.add("subjects", "内容(&C)", SubjectsEditor(), wide=True)
    form.add("place", "地点(&W)", TextEditor(longest=60))
    form.add("teacher", "授课(&U)", TextEditor("人或单位", longest=60))
    form.add(
        "certificate", "证书字号(&Z)", TextEditor("如 岗培〔2026〕，不发证的不填", longest=30),
        hint="编号接着这个字号已用的最大号往下排，如 岗培〔2026〕001号。", wide=True,
    )  # fmt: skip
    form.add("note", "备注", NoteEditor(lines=2), wide=True)
    return form


def new_course(today: date) -> dict[str, object]:
    """What a new course's form begins with."""
    return {"kind": "岗前", "held_on": today, "certificate": f"岗培〔{today.year}〕"}


def values_of(course: Course) -> dict[str, object]:
    return {
        "kind": course.kind, "title": course.title, "held_on": course.held_on,
        "until_on": course.until_on, "minutes": course.minutes, "subjects": course.subjects,
        "place": course.place, "teacher": course.teacher, "certificate": course.certificate,
        "note": course.note,
    }  # fmt: skip
