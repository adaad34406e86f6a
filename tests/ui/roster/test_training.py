"""The section 培训 by keyboard: courses, ticking, hours, certificates, who lacks what."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.training import Course
from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.notices import Toast
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.roster.training.list_dialog import ListDialog
from ldz_desktop.ui.roster.training.page import TrainingPage
from ldz_desktop.ui.roster.training.section import TrainingSection

if TYPE_CHECKING:
    from tests.ui.conftest import Finger, FixedChooser, Seen
    from tests.ui.roster.conftest import SectionScene

_PEOPLE = ("赵琴", "徐杨", "陈彬", "曾丽")


@pytest.fixture
def leaders(office: Office) -> list[int]:
    found = []
    for number, name in enumerate(_PEOPLE, 1):
        community = "兴新社区" if number < 4 else "东锦社区"
        place = office.households.add_place(community, "福锦苑", f"{number}栋").ids[0]
        found.append(office.roster.create(Leader(0, name), place, date(2026, 1, 1)).ids[0])
    return found


@pytest.fixture
def course(office: Office, leaders: list[int]) -> int:
    made = office.training.create(
        Course(0, "岗前", "第一期岗前培训", date(2026, 3, 2), 270, certificate="岗培〔2026〕")
    )
    return made.change.ids[0]


def present(section: "SectionScene", course_id: int) -> list[tuple[str, int]]:
    """Who is ticked, for how many minutes."""
    return [
        (t.name, t.attendance.minutes)
        for t in section.office.training.trainees(course_id)
        if t.attendance is not None
    ]


def test_nothing_yet_then_a_course_is_written_down_by_keyboard(
    section: "SectionScene", leaders: list[int],
    said: Callable[[], str],
) -> None:  # fmt: skip
    shown = section.show(TrainingPage)
    assert "还没有培训" in said()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = shown.card.form
    assert form is not None
    title = form.form.editor("title")
    assert title.hasFocus()
    QTest.keyClicks(title, "first")
    form.form.set_values({**form.form.values(), "title": "第一期", "held_on": date(2026, 3, 2)})
    hours = form.form.editor("minutes")
    assert isinstance(hours, QLineEdit)
    QTest.keyClicks(hours, "0")
    QTest.keyClick(title, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert form.form.problem_texts("minutes") == ("学时要大于 0",)
    hours.setText("6")
    QTest.keyClick(title, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    section.settle()
    (row,) = section.office.training.courses()
    assert (row.course.title, row.course.minutes) == ("第一期", 270)
    assert shown.card.form is None
    assert "第一期" in said()


def test_ticking_by_typing_and_space(
    section: "SectionScene", course: int,
    said: Callable[[], str],
) -> None:  # fmt: skip
    shown = section.show(TrainingPage)
    pane = shown.card.pane
    pane.table.setFocus()
    QTest.keyClicks(pane.table, "c")
    assert pane.search.hasFocus()
    QTest.keyClicks(pane.search, "b")
    QTest.keyClick(pane.search, Qt.Key.Key_Return)
    assert [t.name for t in pane.shown()] == ["陈彬"]
    assert pane.table.hasFocus()
    QTest.keyClick(pane.table, Qt.Key.Key_Space)
    section.settle()
    assert present(section, course) == [("陈彬", 270)]
    toast = shown.window().findChild(Toast)
    assert toast is not None
    assert "已签到 1 人" in toast.accessibleName()
    QTest.keyClick(pane.table, Qt.Key.Key_Space)
    section.settle()
    assert present(section, course) == []


def test_ticking_all_of_a_community_and_taking_it_back(
    section: "SectionScene", course: int,
) -> None:  # fmt: skip
    shown = section.show(TrainingPage)
    pane = shown.card.pane
    pane.community.set_value("兴新社区")
    QTest.mouseClick(pane.everybody, Qt.MouseButton.LeftButton)
    section.settle()
    assert [name for name, _ in present(section, course)] == ["赵琴", "徐杨", "陈彬"]
    assert pane.everybody.text().startswith("全不选")
    QTest.keyClick(shown.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    section.settle()
    assert present(section, course) == []
    assert pane.everybody.text().startswith("全选")


def test_how_long_somebody_was_there(
    section: "SectionScene", course: int,
    leaders: list[int], finger: "Finger",
) -> None:  # fmt: skip
    section.office.training.attend(course, leaders[:2])
    shown = section.show(TrainingPage)
    pane = shown.card.pane
    pane.table.setFocus()
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert pane.hours.hasFocus()
    QTest.keyClicks(pane.hours, "4.5")
    QTest.keyClick(pane.hours, Qt.Key.Key_Return)
    section.settle()
    assert present(section, course) == [("赵琴", 203), ("徐杨", 270)]
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    QTest.keyClicks(pane.hours, "7")
    finger.press("知道了")
    QTest.keyClick(pane.hours, Qt.Key.Key_Return)
    section.settle()
    section.wait(finger.done)
    assert any("不超过全部 6 学时" in text for text in finger.read)
    assert present(section, course)[0] == ("赵琴", 203)


def test_certificates_are_numbered_and_printed(
    section: "SectionScene", course: int,
    leaders: list[int],
) -> None:  # fmt: skip
    section.office.training.attend(course, leaders[:2])
    section.office.training.attend(course, leaders[2:3], 90)
    shown = section.show(TrainingPage)
    assert shown.card.issue.text() == "编发证书（2 人学满待发）"
    shown.card.issue.trigger()
    section.settle()
    assert shown.card.certificates.text() == "打印合格证（2 份）"
    assert not shown.card.issue.isEnabled()
    shown.card.certificates.trigger()
    section.wait(lambda: shown.window().findChild(PaperDialog) is not None)
    dialog = shown.window().findChild(PaperDialog)
    assert "合格证" in dialog.windowTitle()
    dialog.close()


def test_no_ticks_before_the_day(
    section: "SectionScene", leaders: list[int],
    finger: "Finger",
) -> None:  # fmt: skip
    course = section.office.training.create(
        Course(0, "轮训", "明年", date(2099, 1, 5), 90)
    ).change.ids[0]
    shown = section.show(TrainingPage)
    shown.card.pane.table.setFocus()
    finger.press("知道了")
    QTest.keyClick(shown.card.pane.table, Qt.Key.Key_Space)
    section.settle()
    section.wait(finger.done)
    assert any("今天之后" in text for text in finger.read)
    assert present(section, course) == []


def test_who_lacks_what_and_the_export(
    section: "SectionScene", course: int,
    leaders: list[int], chooser: "FixedChooser", tmp_path: Path, purpose: Callable[[str], None],
) -> None:  # fmt: skip
    from python_calamine import CalamineWorkbook

    section.office.training.attend(course, leaders[:3])
    shown = section.show(TrainingPage)
    QTest.mouseClick(shown.switches[0].buttons["hours"], Qt.MouseButton.LeftButton)
    section.settle()
    hours = shown.hours
    hours.year.set_value(2026)
    hours.who.set_value("induction")
    section.settle()
    assert [y.name for y in hours.model.records()] == ["曾丽"]
    table = hours.shown_table()
    assert table.title == "2026年楼栋长培训学时"
    assert [row[-1] for row in table.rows] == ["缺岗前、学时不足"]
    chooser.answer = tmp_path / "学时.xlsx"

    purpose("报街道")
    hours._export()  # noqa: SLF001 - the button's own slot
    section.settle()
    rows = CalamineWorkbook.from_path(chooser.answer).get_sheet_by_index(0).to_python()
    assert any("曾丽" in map(str, row) for row in rows)


def test_a_form_is_not_lost(section: "SectionScene", course: int, finger: "Finger") -> None:
    shown = section.show(TrainingPage)
    QTest.keyClick(shown.list.table, Qt.Key.Key_F2)
    form = shown.card.form
    assert form is not None
    QTest.keyClicks(form.form.editor("place"), "hall")
    finger.press("取消")
    assert not shown.may_leave()
    finger.press("不保存")
    assert shown.may_leave()
    assert shown.card.form is None


def test_the_personal_record_lists_the_courses_and_leads_to_them(
    section: "SectionScene", course: int, leaders: list[int], seen: "Seen", window: QWidget
) -> None:
    other = section.office.training.create(
        Course(0, "轮训", "第一轮", date(2026, 5, 6), 90)
    ).change.ids[0]
    section.office.training.attend(other, leaders[:1])
    shown = TrainingSection(section.bench)
    shown.setParent(window)
    shown.show()
    shown.show_leader(leaders[0])
    section.settle()
    words = [w.text() for w in shown.findChildren(QLabel)]
    assert "缺岗前培训" in words
    assert [a.course.title for a in shown.model.records()] == ["第一轮"]
    section.office.training.attend(course, leaders[:1])
    shown.show_leader(leaders[0])
    section.settle()
    assert "岗前培训已完成" in [w.text() for w in shown.findChildren(QLabel)]
    shown.table.select_id(course)
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    assert seen.targets == [Target("course", course)]
    page = section.show(TrainingPage)
    assert page.open(seen.targets[0])
    section.settle()
    assert page.card.course.title == "第一期岗前培训"
    assert not page.open(Target("leader", leaders[0]))


def test_names_are_pasted_seen_and_ticked(
    section: "SectionScene", course: int, leaders: list[int]
) -> None:
    shown = section.show(TrainingPage)
    shown.card.import_wanted.emit()
    dialog = shown.window().findChild(ListDialog)
    assert not dialog.go.isEnabled()
    dialog.names.setPlainText("姓名\t学时\n赵琴\t\n陈彬\t2\n李四\t")
    section.wait(lambda: len(dialog.lines) == 3)
    assert [x.reason for x in dialog.lines] == ["", "", "花名册里没有这个姓名"]
    assert dialog.go.text().startswith("签到 2 人")
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    section.settle()
    assert present(section, course) == [("赵琴", 270), ("陈彬", 90)]
