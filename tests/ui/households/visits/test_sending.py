"""发走访包 in its window: which buildings, the clerk's own password, a file on the stick."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from ldz_desktop.services.opening import open_office
from ldz_desktop.services.restoring import by_password, restore
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from ldz_desktop.ui.households.visits.page import VisitsPage
    from tests.services.visits.conftest import Place
    from tests.ui.households.conftest import Desk as TabDesk
    from tests.ui.households.visits.conftest import Desk

Click = Callable[[QWidget], None]
Pick = Callable[[], "VisitsPage"]
Chooser = Any  # the fixture of tests/ui/conftest.py


def _chosen(page: Any) -> list[str]:  # noqa: ANN401 - the page
    return ["".join(n.path[1:]) for n in page.send.chooser.chosen()]


def test_the_building_that_is_open_is_marked(pick: Pick) -> None:
    page = pick()
    assert page.send.isVisible()
    assert _chosen(page) == ["福锦苑1栋"]
    assert page.send.counts.text() == "带走 1 栋 2 户 3 人"
    assert page.send.password.editor.hasFocus()


def test_marks_by_the_keyboard_and_by_a_click(desk: "Desk") -> None:
    page = desk.tool()
    tree, model = page.send.chooser.tree, page.send.chooser.model
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Space)  # the cursor stands on 1栋
    assert _chosen(page) == []
    assert not page.send.go.isEnabled()
    for _ in range(2):
        QTest.keyClick(tree, Qt.Key.Key_Up)
    QTest.keyClick(tree, Qt.Key.Key_Space)  # the community: all below it
    assert _chosen(page) == ["福锦苑1栋", "福锦苑2栋"]
    assert page.send.counts.text() == "带走 2 栋 3 户 4 人"
    second = model.index_of(page.send.chooser.chosen()[1].place)
    where = tree.visualRect(second).center()
    desk.qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert _chosen(page) == ["福锦苑1栋"]
    community = model.index(0, 0)
    assert community.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.PartiallyChecked
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert page.send.password.editor.hasFocus()


def test_buildings_are_found_by_typing(desk: "Desk", place: "Place") -> None:
    place.office.households.add_place("兴新社区", "文华里", "1栋")
    page = desk.tool()
    chooser = page.send.chooser
    chooser.tree.setFocus()
    QTest.keyClicks(chooser.tree, "w")  # goes on in the field
    assert chooser.field.hasFocus()
    QTest.keyClicks(chooser.field, "hl1")
    chooser.field.search_now()
    hidden = {
        n.name: chooser.tree.isRowHidden(n.row, chooser.model.index_of(n.place).parent())
        for n in chooser.model.nodes()
        if n.place.kind == "compound"
    }
    assert hidden == {"福锦苑": True, "文华里": False}
    QTest.keyClick(chooser.field, Qt.Key.Key_Return)
    assert chooser.tree.hasFocus()
    QTest.keyClick(chooser.tree, Qt.Key.Key_Space)
    assert _chosen(page) == ["福锦苑1栋", "文华里1栋"]
    chooser.field.setText("兴新")
    chooser.field.search_now()
    chooser.tree.select_place(chooser.model.nodes()[0].place)
    QTest.keyClick(chooser.tree, Qt.Key.Key_Space)  # all that are found, and nobody else's
    assert len(_chosen(page)) == 3
    desk.qtbot.mouseClick(chooser.none_button, Qt.MouseButton.LeftButton)
    assert _chosen(page) == []


def test_a_marked_compound_under_a_filter_marks_what_is_shown(desk: "Desk") -> None:
    page = desk.tool()
    chooser = page.send.chooser
    chooser.choose(())
    chooser.field.setText("福锦苑2")
    chooser.field.search_now()
    compound = next(n for n in chooser.model.nodes() if n.place.kind == "compound")
    chooser.tree.select_place(compound.place)
    QTest.keyClick(chooser.tree, Qt.Key.Key_Space)
    assert _chosen(page) == ["福锦苑2栋"]


def test_a_building_without_files_cannot_go_alone(desk: "Desk", place: "Place") -> None:
    empty = place.office.households.add_place("兴新社区", "福锦苑", "3栋").ids[0]
    page = desk.tool()
    page.send.chooser.choose((empty,))
    assert not page.send.go.isEnabled()
    assert page.send.names.text() == "选中的楼栋里没有户档，请换一栋楼。"


def test_a_pack_is_written_and_opens_with_the_clerks_password(
    desk: "Desk", stick: Path, chooser: Chooser, click: Click, tmp_path: Path
) -> None:
    page = desk.tool()
    chooser.answer = stick
    click(page.send.go)
    assert "请输入您的密码" in page.send.trouble.text()
    assert chooser.asked == []
    page.send.password.editor.setText("别的密码-2026")
    click(page.send.go)
    assert "密码不正确" in page.send.trouble.text()
    assert chooser.asked == []  # nobody looks for a folder in vain
    assert list(stick.iterdir()) == []
    page.send.password.editor.setText(PASSWORD)
    QTest.keyClick(page.send.password.editor, Qt.Key.Key_Return)
    desk.settle()
    (pack,) = stick.iterdir()
    assert page.send.done.isVisible()
    assert page.send.done.title.text() == "走访包已写好：1 栋 2 户 3 人"
    assert page.send.done.file.text() == pack.name
    assert page.send.password.value() == ""
    restore(pack, by_password("李敏", PASSWORD), tmp_path / "laptop")
    laptop = open_office(tmp_path / "laptop", "", PASSWORD)
    assert laptop.households.totals().residents == 3
    laptop.close()


def test_the_next_one_goes_where_the_last_one_went(
    desk: "Desk", stick: Path, chooser: Chooser, click: Click
) -> None:
    page = desk.tool()
    chooser.answer = stick
    page.send.password.editor.setText(PASSWORD)
    click(page.send.go)
    click(page.send.done.again)
    assert _chosen(page) == []
    assert page.send.chooser.tree.hasFocus()
    page = desk.tool()
    assert page.send.place.text() == f"存到上次的位置：{stick}"
    page.send.password.editor.setText(PASSWORD)
    click(page.send.go)
    assert len(chooser.asked) == 1
    assert len(list(stick.iterdir())) == 2
    for pack in stick.iterdir():
        pack.unlink()
    stick.rmdir()  # pulled out: asked for again
    click(page.send.done.again)
    page.send.chooser.choose((page.send.chooser.model.nodes()[2].place.id,))
    page.send.password.editor.setText(PASSWORD)
    chooser.answer = None
    click(page.send.go)
    assert len(chooser.asked) == 2
    assert page.send.go.isEnabled()


def test_other_marks_after_a_pack_begin_the_next_one(
    desk: "Desk", stick: Path, chooser: Chooser, click: Click
) -> None:
    page = desk.tool()
    chooser.answer = stick
    page.send.password.editor.setText(PASSWORD)
    click(page.send.go)
    page.refresh(None)
    page.send.refresh()
    desk.settle()
    assert page.send.done.isVisible()
    page.send.chooser.choose(())
    assert not page.send.done.isVisible()


def test_the_data_folder_is_no_place_for_it(desk: "Desk", chooser: Chooser, click: Click) -> None:
    page = desk.tool()
    chooser.answer = desk.office.folder / "backups"
    page.send.password.editor.setText(PASSWORD)
    click(page.send.go)
    assert "这是数据文件夹自己" in page.send.trouble.text()
    assert desk.office.visits.packs() == ()


def test_a_stick_without_room_is_told_of_a_pack_not_of_a_backup(
    desk: "Desk", stick: Path, chooser: Chooser, click: Click, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.tool()
    chooser.answer = stick
    usage = shutil.disk_usage(stick)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda at: usage._replace(free=100) if Path(at) == stick else usage
    )
    page.send.password.editor.setText(PASSWORD)
    click(page.send.go)
    assert "要存到的磁盘上放不下，没有写成。以前的走访包没有动。" in page.send.trouble.text()
    assert page.send.password.value() == PASSWORD  # another place, and go on
    assert list(stick.iterdir()) == []


def test_cancelled_leaves_nothing(
    desk: "Desk", stick: Path, chooser: Chooser, said: Callable[[], str]
) -> None:
    page = desk.tool()
    chooser.answer = stick
    page.send.password.editor.setText(PASSWORD)
    page.send.make()
    assert page.send.busy
    assert not page.may_leave()
    desk.tasks.cancel_all()
    desk.settle()
    assert list(stick.iterdir()) == []
    assert desk.office.visits.packs() == ()
    assert page.send.go.isEnabled()
    assert "操作已取消" in said()


def test_an_office_without_files(desk: "Desk", place: "Place", said: Callable[[], str]) -> None:
    page = desk.tool()
    with desk.office.core.action("清空"):
        for table in ("stay", "resident", "household"):
            desk.office.core.database.execute(f"DELETE FROM {table}")
    page.send.refresh()
    desk.settle()
    assert "还没有户档" in said()
    assert "请先在户档里导入花名册" in said()


def test_on_a_laptop_packs_are_the_offices(
    desk: "Desk", place: "Place", said: Callable[[], str]
) -> None:
    place.office.settings.set_value(
        "visit",
        '{"pack": "a", "made_at": "2026-11-24T01:00:00Z", "made_by": "李敏", "buildings": [],'
        ' "households": 1}',
    )
    page = desk.tool()
    assert "这是走访用的数据" in said()
    assert [b.isEnabled() for b in page.buttons.values()] == [False] * 4
    (back,) = [b for b in page.findChildren(QPushButton) if b.text() == "返回(&Q)"]
    desk.qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert desk.left == 1


def test_a_compound_in_the_tree_is_shown_but_not_marked(whole_tab: "TabDesk", pick: Pick) -> None:
    compound = next(n for n in whole_tab.tab.tree.nodes() if n.place.kind == "compound")
    whole_tab.tab.tree.select_place(compound.place)
    whole_tab.settle()
    page = pick()
    assert _chosen(page) == []
    assert page.send.chooser.tree.place == compound.place
    assert page.send.chooser.tree.hasFocus()


def test_nothing_went_out_and_nothing_is_to_decide(
    desk: "Desk", click: Click, said: Callable[[], str]
) -> None:
    page = desk.tool()
    click(page.buttons[page.given])
    assert "还没有发出过走访包" in said()
    page.given.send_wanted.emit()
    assert page.send.isVisible()
    assert page.buttons[page.deciding].text() == "两边都改过的(&C)"
    click(page.buttons[page.deciding])
    assert "没有待定的" in said()
    assert page.deciding.undo_line.isHidden()
    QTest.keyClick(page.deciding, Qt.Key.Key_Escape)
    assert desk.left == 1
