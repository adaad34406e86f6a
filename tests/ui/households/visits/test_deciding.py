"""两边都改过的 in its window: by keys, many at once, taken back; masked until somebody asks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.households.visits.deciding_view import DecidingView
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.history.window_undo import WindowUndo

if TYPE_CHECKING:
    from ldz_desktop.ui.households.visits.page import VisitsPage
    from tests.services.visits.conftest import Place
    from tests.ui.households.conftest import Desk as TabDesk
    from tests.ui.households.visits.conftest import Desk

Click = Callable[[QWidget], None]
Press = Callable[..., None]
Pick = Callable[[], "VisitsPage"]
Finger = Any  # the fixture of tests/ui/conftest.py
Leaves = Callable[[QWidget, QWidget], tuple[str, list[str]]]


@pytest.fixture
def scene() -> str:
    return "asked"


@pytest.fixture
def view(desk: "Desk", click: Click) -> DecidingView:
    """The list, with the cursor on the first line."""
    page = desk.tool()
    click(page.buttons[page.deciding])
    return page.deciding


def lines(view: DecidingView) -> list[tuple[str, str]]:
    return [(d.subject, d.field) for d in view.model.records()]


def go_to(view: DecidingView, subject: str, field: str) -> None:
    (found,) = [d for d in view.model.records() if (d.subject, d.field) == (subject, field)]
    view.table.select_id(found.id)
    view.table.setFocus()


def test_what_is_told_of_each(view: DecidingView, place: "Place") -> None:
    assert lines(view) == [  # house by house
        ("张建国", "工作单位"), ("张建国", "电话"), ("王秀英", "工作单位"), ("赵云", "电话"),
    ]  # fmt: skip
    go_to(view, "张建国", "工作单位")
    compare = view.compare
    assert [v.words.text() for v in (compare.ours, compare.base, compare.theirs)] == [
        "单位1", "（空）", "单位2",
    ]  # fmt: skip
    file_no = place.home().file_no
    assert compare.where.text() == f"福锦苑1栋 1单元 101　{file_no}"


def test_one_after_the_other_by_keys(view: DecidingView, place: "Place", desk: "Desk") -> None:
    go_to(view, "张建国", "电话")
    QTest.keyClick(view.table, Qt.Key.Key_2)
    go_to(view, "张建国", "工作单位")
    QTest.keyClick(view.table, Qt.Key.Key_1)  # the first one is still being written
    go_to(view, "赵云", "电话")
    QTest.keyClick(view.table, Qt.Key.Key_Right)
    desk.settle()
    assert lines(view) == [("王秀英", "工作单位")]
    found = place.person("张建国")
    assert (found.phone, found.workplace) == ("13921110001", "单位1")
    assert place.person("赵云").phone == "13900000002"
    assert [c.what for c in desk.changes] == ["1 处照走访改好"] * 2
    assert view.last.text() == "赵云 电话：照走访的改了"


def test_each_decision_is_taken_back_in_its_turn(
    view: DecidingView, place: "Place", press: Press, click: Click, desk: "Desk"
) -> None:
    go_to(view, "张建国", "电话")
    press(Qt.Key.Key_2)
    go_to(view, "赵云", "电话")
    press(Qt.Key.Key_Left)
    assert view.last.text() == "赵云 电话：保留办公室的"
    click(view.undo_button)
    assert ("赵云", "电话") in lines(view)
    assert place.person("张建国").phone == "13921110001"
    assert view.last.text() == "张建国 电话：照走访的改了"
    view.table.setFocus()
    undoing = WindowUndo(desk.bench, view.window())
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    undoing.deleteLater()
    assert len(lines(view)) == 4
    assert place.person("张建国").phone == "13911110001"
    assert view.undo_line.isHidden()
    assert view.compare.title.text() == "张建国 · 电话"  # the cursor stands on it again


def test_all_telephones_at_once(
    view: DecidingView, place: "Place", press: Press, click: Click
) -> None:
    view.fields.set_value("电话")
    assert view.counts.text() == "4 处中的 2 处"
    view.table.setFocus()
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.compare.take.text().startswith("这 2 处照走访的改")
    press(Qt.Key.Key_2)
    assert place.person("张建国").phone == "13921110001"
    assert place.person("赵云").phone == "13900000002"
    assert view.last.text() == "2 处：照走访的改了"
    assert sorted(lines(view)) == [("张建国", "工作单位"), ("王秀英", "工作单位")]
    click(view.undo_button)
    assert len(view.model.all_records()) == 4
    assert place.person("赵云").phone == "13900000001"


def test_what_cannot_be_taken_says_why_and_stays(
    view: DecidingView, place: "Place", press: Press
) -> None:
    go_to(view, "王秀英", "工作单位")
    assert not view.compare.take.isEnabled()
    assert view.compare.why.text() == "办公室已经删除了这条记录，或它所属的记录。"
    press(Qt.Key.Key_2)
    assert len(lines(view)) == 4
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.compare.take.text().startswith("能改的 3 处照走访的改")
    assert "其中 1 处不能照走访的" in view.compare.why.text()
    press(Qt.Key.Key_2)
    assert lines(view) == [("王秀英", "工作单位")]
    press(Qt.Key.Key_1)
    assert view.nothing.isVisible()
    assert view.undo_button.hasFocus()
    press(Qt.Key.Key_Space)
    assert lines(view) == [("王秀英", "工作单位")]
    assert view.table.hasFocus()


def test_by_the_mouse_the_keys_go_on(view: DecidingView, click: Click) -> None:
    go_to(view, "张建国", "电话")
    click(view.compare.take)
    assert view.table.hasFocus()
    assert len(lines(view)) == 3


def test_alike_because_masked_and_shown_on_demand(
    view: DecidingView, desk: "Desk", place: "Place", click: Click, press: Press
) -> None:
    go_to(view, "张建国", "电话")
    compare = view.compare
    assert compare.ours.words.text() == compare.theirs.words.text() == "139****0001"
    assert "遮住的部分不同" in compare.why.text()
    click(compare.reveal)
    assert (compare.ours.words.text(), compare.theirs.words.text()) == (
        "13911110001", "13921110001",
    )  # fmt: skip
    assert "遮住的部分不同" not in compare.why.text()
    assert desk.audit("visit.reveal") == [(f"household:{place.home().id}", "")]
    go_to(view, "赵云", "电话")
    assert compare.ours.words.text() == "139****0001"  # asked for one, shown of one
    press(Qt.Key.Key_1)
    go_to(view, "张建国", "电话")
    assert compare.ours.words.text() == "13911110001"
    place.edit("张建国", phone="13933330001")  # somebody changes it meanwhile
    view.reload()
    desk.settle()
    assert compare.ours.words.text() == "139****0001"


def test_nothing_masked_is_not_logged(
    view: DecidingView, desk: "Desk", click: Click, said: Callable[[], str]
) -> None:
    go_to(view, "张建国", "工作单位")
    click(view.compare.reveal)
    assert "没有遮住的内容" in said()
    assert desk.audit("visit.reveal") == []


def test_enter_leads_to_the_household_and_back_to_the_same_line(
    whole_tab: "TabDesk", place: "Place", pick: Pick, press: Press
) -> None:
    page = pick()
    page.turn(page.deciding)
    go_to(page.deciding, "王秀英", "工作单位")
    press(Qt.Key.Key_1)
    go_to(page.deciding, "赵云", "电话")
    press(Qt.Key.Key_Return)
    home = place.home("102")
    assert whole_tab.targets == [Target("household", home.id)]
    assert whole_tab.tab.tools.page is None
    assert whole_tab.tab.card.household.id == home.id
    page = pick()
    assert page.deciding.isVisible()
    assert page.deciding.compare.title.text() == "赵云 · 电话"
    assert page.deciding.last.text() == "王秀英 工作单位：保留办公室的"
    page.deciding.undo()
    whole_tab.settle()
    assert len(lines(page.deciding)) == 4
    assert whole_tab.tab.tools.close()
    assert pick().send.isVisible()


def test_a_decision_that_is_refused_comes_back(
    view: DecidingView, desk: "Desk", place: "Place", press: Press, finger: Finger
) -> None:
    office = place.office
    ids = [d.id for d in view.model.records() if d.field == "电话"]
    office.visits.keep_ours(ids)  # somebody else, meanwhile
    go_to(view, "张建国", "电话")
    finger.press("知道了")
    press(Qt.Key.Key_2)
    desk.qtbot.waitUntil(finger.done)
    assert "选中的里面有已经决定过的。" in finger.read
    desk.settle()
    assert sorted(lines(view)) == [("张建国", "工作单位"), ("王秀英", "工作单位")]
    assert place.person("张建国").phone == "13911110001"


def test_what_was_undone_elsewhere_is_not_undone_again(
    view: DecidingView, desk: "Desk", place: "Place", press: Press, finger: Finger
) -> None:
    go_to(view, "张建国", "电话")
    press(Qt.Key.Key_2)
    office = place.office
    change = office.history.undo(office.history.today()[0].batch_id)
    desk.bench.publish(change)
    desk.settle()
    assert ("张建国", "电话") in lines(view)
    finger.press("知道了")
    view.undo()
    desk.qtbot.waitUntil(finger.done)
    desk.settle()
    assert view.undo_line.isHidden()
    assert len(lines(view)) == 4


def test_found_by_words(view: DecidingView, said: Callable[[], str]) -> None:
    view.search.setText("赵云")
    view.search.search_now()
    assert lines(view) == [("赵云", "电话")]
    assert view.compare.title.text() == "赵云 · 电话"
    view.search.setText("没有这个人")
    view.search.search_now()
    assert "没有符合的" in said()
    assert not view.compare.keep.isEnabled()
    view.search.clear()
    view.search.search_now()
    assert len(lines(view)) == 4


def test_paper_and_file_stay_masked(
    view: DecidingView, desk: "Desk", click: Click, press: Press, leaves: Leaves
) -> None:
    view.table.setFocus()
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    click(view.compare.reveal)
    assert "13911110001" in [d.ours for d in view.model.records()]
    text, cells = leaves(view.print_button, view.export_button)
    assert "139****0001" in text
    assert "13911110001" not in text
    assert "139****0001" in cells
    assert not [c for c in cells if "13911110001" in c or "13921110001" in c]
    assert desk.audit("export.list") == [("visits:differences", "交街道")]
