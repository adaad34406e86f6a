"""Tags on the card, the page of tags, and visits that are due, through the widgets."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.domain.tags import Tag
from ldz_desktop.services.context import Office
from ldz_desktop.storage.settings import AuditStore
from ldz_desktop.ui.households.lists.output import TakeAwayDialog
from ldz_desktop.ui.households.tags.dialog import TagDialog
from ldz_desktop.ui.households.tags.editor import TagsEditor
from ldz_desktop.ui.households.tags.page import TagsPage
from ldz_desktop.ui.households.tags.rhythm_dialog import RhythmDialog
from ldz_desktop.ui.households.tags.visit_dialog import VisitDialog
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.paper_view import PaperDialog


@pytest.fixture
def settle(bench: Bench, qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(bench.tasks.idle, timeout=20_000)


def put(window: QWidget, widget: QWidget) -> None:
    layout = QVBoxLayout(window)
    layout.addWidget(widget)


def undo(window: QWidget, qtbot: QtBot) -> None:
    buttons = [b for b in window.findChildren(QPushButton) if b.text() == "撤销" and b.isVisible()]
    qtbot.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)


def events(office: Office) -> list[str]:
    return [event for _, _, event, _, _ in AuditStore(office.core.database).rows(20)]


def dialog(kind: type) -> object:
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind), found
    return found


@pytest.fixture
def editor(
    street: list[Household], bench: Bench, window: QWidget, settle: Callable[[], None]
) -> TagsEditor:
    """On the household of an old person who lives alone."""
    made = TagsEditor(bench)
    put(window, made)
    made.show_household(street[1])
    settle()
    return made


def lines(editor: TagsEditor) -> list[str]:
    return [line.accessibleName() for line in editor.lines()]


def test_the_card_shows_computed_tags_and_visits(editor: TagsEditor) -> None:
    assert [line.split()[:2] for line in lines(editor)] == [["罗桂芳", "高龄"], ["罗桂芳", "独居"]]
    assert editor.visit_text() == "从未走访 · 每周 · 该走访了"


def test_a_tag_is_added_changed_ended_and_taken_back(
    editor: TagsEditor, bench: Bench, window: QWidget, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    office = bench.office
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    form = dialog(TagDialog)
    assert isinstance(form, TagDialog)
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    settle()
    assert form.form.problem_texts("kind") == ("请选一种标签。",)
    form.kind.set_value("低保")
    form.form.editor("from_on").setText("2025.3.1")  # type: ignore[attr-defined]
    form.form.editor("to_on").setText("2025.2.1")  # type: ignore[attr-defined]
    form.form.editor("basis").setText("低保证")  # type: ignore[attr-defined]
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    settle()
    assert form.form.problem_texts("to_on") == ("结束日期早于开始日期。",)
    form.form.editor("to_on").setText("")  # type: ignore[attr-defined]
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    settle()
    assert "罗桂芳 低保 2025年3月1日起 · 低保证" in lines(editor)
    undo(window, qtbot)
    settle()
    assert len(lines(editor)) == 2
    assert office.tags.counts()["低保"] == 0


def test_a_tag_is_opened_by_keyboard_and_ended(
    editor: TagsEditor, street: list[Household], bench: Bench, qtbot: QtBot,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    who = street[1].members[0].id
    bench.office.tags.add(Tag(0, who, "特困", None, None, "供养证"))
    editor.reload()
    settle()
    line = next(one for one in editor.lines() if one.tag.kind == "特困")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    form = dialog(TagDialog)
    assert isinstance(form, TagDialog)
    qtbot.mouseClick(form.end_button, Qt.MouseButton.LeftButton)
    settle()
    assert bench.office.tags.counts()["特困"] == 0
    assert any("止" in line for line in lines(editor))
    computed = next(one for one in editor.lines() if one.tag.kind == "高龄")
    qtbot.keyClick(computed, Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is None


def test_sensitive_tags_are_hidden_until_shown(
    editor: TagsEditor, street: list[Household], bench: Bench, qtbot: QtBot,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    bench.office.tags.add(Tag(0, street[1].members[0].id, "残疾", None, None, "残疾人证（肢体）"))
    editor.reload()
    settle()
    assert not any("残疾" in line for line in lines(editor))
    assert any("敏感标签" in line for line in lines(editor))
    qtbot.mouseClick(editor.show_button, Qt.MouseButton.LeftButton)
    settle()
    assert any("残疾人证" in line for line in lines(editor))
    assert "tags.reveal" in events(bench.office)
    editor.show_household(street[0])
    editor.show_household(street[1])
    settle()
    assert not any("残疾" in line for line in lines(editor))


def test_visited_from_the_card(
    editor: TagsEditor, window: QWidget, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    qtbot.mouseClick(editor.visit_button, Qt.MouseButton.LeftButton)
    settle()
    assert editor.visit_text().startswith("上次走访 ")
    assert "该走访" not in editor.visit_text()
    undo(window, qtbot)
    settle()
    assert editor.visit_text().startswith("从未走访")


def page_left(page: QWidget) -> None:
    page.hide()


@pytest.fixture
def page(
    street: list[Household], bench: Bench, window: QWidget, settle: Callable[[], None]
) -> TagsPage:
    tags = bench.office.tags
    tags.add(Tag(0, street[0].members[0].id, "残疾", None, None, "残疾人证"))
    tags.add(Tag(0, street[0].members[1].id, "志愿者", None, None, "志愿服务证"))
    made = TagsPage(bench, lambda: page_left(made))
    put(window, made)
    made.begin(ALL)
    settle()
    return made


def cells(table: object, column: int) -> list[str]:
    model = table.model()  # type: ignore[attr-defined]
    return [str(model.index(r, column).data()) for r in range(model.rowCount())]


def test_kinds_with_counts_and_their_people(
    page: TagsPage, bench: Bench, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    counts = dict(zip(cells(page.kinds.kinds, 0), cells(page.kinds.kinds, 1), strict=True))
    assert {k: int(n) for k, n in counts.items()} == bench.office.tags.counts()
    assert page.kinds.heading.text() == f"高龄 {counts['高龄']} 人 · 按档案算出"
    assert page.kinds.people.isColumnHidden(4)
    page.kinds.kinds.select_id(5)
    settle()
    assert page.kinds.heading.text() == "残疾 1 人"
    assert not page.kinds.people.isColumnHidden(4)  # 依据: it is asked of a tag that was given
    assert cells(page.kinds.people, 0) == ["陈*远"]
    assert cells(page.kinds.people, 3) == ["福锦苑2栋"]
    assert cells(page.kinds.people, 4) == ["已隐藏"]
    qtbot.mouseClick(page.kinds.show_button, Qt.MouseButton.LeftButton)
    settle()
    assert cells(page.kinds.people, 0) == ["陈志远"]
    assert cells(page.kinds.people, 4) == ["残疾人证"]
    assert "tags.reveal" in events(bench.office)
    page.kinds.kinds.select_id(16)
    settle()
    assert cells(page.kinds.people, 0) == ["何丽娟"]


def test_due_visits_are_ticked_off_and_come_back(
    page: TagsPage, bench: Bench, window: QWidget, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    page.turn(page.due)
    due = bench.office.tags.due()
    assert [row.id for row in page.due.rows()] == [row.id for row in due.rows]
    assert len(due.rows) > 1
    first = page.due.table.current_id()
    qtbot.mouseClick(page.due.visit_button, Qt.MouseButton.LeftButton)
    settle()
    assert first not in {row.id for row in page.due.rows()}
    assert page.due.table.current_id()  # the next one is ready
    undo(window, qtbot)
    settle()
    assert first in {row.id for row in page.due.rows()}


def test_a_visit_of_another_day(
    page: TagsPage, bench: Bench, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    page.turn(page.due)
    household = page.due.table.current_id()
    qtbot.mouseClick(page.due.other_button, Qt.MouseButton.LeftButton)
    form = dialog(VisitDialog)
    assert isinstance(form, VisitDialog)
    today = bench.office.today()
    form.form.set_values({"day": today + timedelta(1)})
    save = next(b for b in form.findChildren(QPushButton) if b.text().startswith("保存"))
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert form.form.problem_texts("day") == ("走访日期在今天之后",)
    form.form.set_values({"day": today - timedelta(2), "visitor": "王楼长", "note": "身体稳定"})
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    settle()
    (visit,) = bench.office.tags.visits(household)
    assert (visit.day, visit.visitor, visit.note) == (today - timedelta(2), "王楼长", "身体稳定")


def test_the_rhythm_is_changed(
    page: TagsPage, bench: Bench, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    page.turn(page.due)
    before = len(page.due.rows())
    qtbot.mouseClick(page.rhythm_button, Qt.MouseButton.LeftButton)
    settle()
    form = dialog(RhythmDialog)
    assert isinstance(form, RhythmDialog)
    form.kinds.set_values({"残疾": 0})
    save = next(b for b in form.findChildren(QPushButton) if b.text().startswith("保存"))
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    settle()
    assert bench.office.tags.rhythm().every["残疾"] == 0
    page.due.reload()
    settle()
    assert len(page.due.rows()) == before - 1


def test_printing_and_taking_away(
    page: TagsPage, bench: Bench, chooser: object, tmp_path: Path, qtbot: QtBot,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    page.kinds.kinds.select_id(5)
    settle()
    qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    settle()
    paper = dialog(PaperDialog)
    assert isinstance(paper, PaperDialog)
    assert paper.windowTitle() == "全区残疾人员名单"
    paper.close()
    path = tmp_path / "out.xlsx"
    chooser.answer = path  # type: ignore[attr-defined]
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    away = dialog(TakeAwayDialog)
    assert isinstance(away, TakeAwayDialog)
    qtbot.mouseClick(away.export_button, Qt.MouseButton.LeftButton)
    assert away.form.problem_texts("purpose") == ("请写明用途",)
    away.form.editor("purpose").setText("报残联")  # type: ignore[attr-defined]
    qtbot.mouseClick(away.export_button, Qt.MouseButton.LeftButton)
    settle()
    text = str([c.value for row in openpyxl.load_workbook(path).active.iter_rows() for c in row])
    assert "陈*远" in text
    assert "陈志远" not in text
    assert {"export.tags", "print.tags"} <= set(events(bench.office))


def test_a_narrower_place_and_the_way_to_a_person(
    page: TagsPage, street: list[Household], seen: object, settle: Callable[[], None]
) -> None:
    page.place.set_value(PlaceRef("building", street[2].building_id))
    settle()
    counts = dict(zip(cells(page.kinds.kinds, 0), cells(page.kinds.kinds, 1), strict=True))
    assert counts["残疾"] == "0"
    page.place.set_value(ALL)
    settle()
    page.kinds.kinds.select_id(16)
    settle()
    page.kinds.people.opened.emit(page.kinds.ids()[0])
    (target,) = seen.targets  # type: ignore[attr-defined]
    assert (target.kind, target.id) == ("resident", street[0].members[1].id)
    assert not page.isVisible()


def test_nothing_at_all(bench: Bench, window: QWidget, settle: Callable[[], None]) -> None:
    page = TagsPage(bench, lambda: None)
    put(window, page)
    page.begin(ALL)
    settle()
    page.turn(page.due)
    assert page.due.heading.text() == "待走访 0 户"
    assert not page.due.visit_button.isEnabled()
