"""合并带回的 in its window: looked at first, merged, taken back, merged again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ldz_desktop.services.opening import create_office
from ldz_desktop.ui.households.visits import show_pack
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from ldz_desktop.ui.households.visits.page import VisitsPage
    from tests.services.visits.conftest import Trip
    from tests.ui.households.conftest import Desk as TabDesk
    from tests.ui.households.visits.conftest import Desk

Click = Callable[[QWidget], None]
Chooser = Any  # the fixture of tests/ui/conftest.py


@pytest.fixture
def scene() -> str:
    return "away"


def _tiles(page: "VisitsPage") -> dict[str, str]:
    return {key: tile.text() for key, tile in page.merge.preview.tiles.items()}


def test_a_double_click_on_a_file_leads_here(whole_tab: "TabDesk", trip: "Trip") -> None:
    trip.laptop.edit("张建国", phone="13922220001")
    show_pack(whole_tab.bench.show, trip.bring_back())
    whole_tab.settle()
    page = whole_tab.tab.tools.page
    assert page.merge.preview.isVisible()
    assert _tiles(page)["applied"] == "1"
    page.merge.merge()
    assert not whole_tab.tab.tools.may_leave()
    whole_tab.settle()
    assert whole_tab.tab.tools.close()


def test_a_file_is_looked_at_merged_and_taken_back(
    desk: "Desk", trip: "Trip", click: Click
) -> None:
    trip.desk.edit("张建国", phone="13911110001")
    trip.laptop.edit("张建国", phone="13922220001", workplace="机械厂")
    trip.laptop.add("102", "赵小云", relation="30", birth=date(1999, 1, 1))
    back = trip.bring_back()
    page = desk.look_at(back)
    preview = page.merge.preview
    assert preview.isVisible()
    assert preview.title.text() == "2 户、3 处改动"
    assert preview.file.text() == back.name
    assert _tiles(page) == {"applied": "2", "already_there": "0", "differences": "1"}
    assert preview.model.records()[0].subject == "张建国"
    assert trip.desk.names("102") == ["赵云"]  # nothing was written
    assert trip.desk.office.visits.differences() == ()
    assert preview.go.hasFocus()
    click(preview.go)
    done = page.merge.done
    assert done.title.text() == "已合并 2 处改动"
    assert "两边都改过的 1 处还保留办公室的" in done.words.text()
    assert trip.desk.person("张建国").workplace == "机械厂"
    assert trip.desk.names("102") == ["赵云", "赵小云"]
    assert page.buttons[page.deciding].text() == "两边都改过的(&C) 1"
    assert desk.changes[-1].what == "已合并走访包，2 处改动"
    click(done.undo)
    assert done.title.text() == "已撤销这次合并"
    assert not done.undo.isVisible()
    assert trip.desk.person("张建国").workplace is None
    assert trip.desk.names("102") == ["赵云"]
    page = desk.look_at(back)
    assert _tiles(page) == {"applied": "2", "already_there": "0", "differences": "1"}
    click(page.merge.preview.go)
    assert trip.desk.names("102") == ["赵云", "赵小云"]
    click(page.merge.done.decide)
    assert page.deciding.table.hasFocus()


def test_once_more_is_no_more(desk: "Desk", trip: "Trip", click: Click) -> None:
    trip.laptop.edit("张建国", phone="13922220001")
    back = trip.bring_back()
    trip.desk.office.visits.merge(back)
    page = desk.look_at(back)
    assert _tiles(page) == {"applied": "0", "already_there": "1", "differences": "0"}
    assert "再合并一次也不会重复" in page.merge.preview.safe.text()
    click(page.merge.preview.go)
    assert page.merge.done.title.text() == "已记下这个包带回来了，没有要改的"
    assert not page.merge.done.undo.isVisible()
    click(page.merge.done.more)
    assert page.merge.drop.button.hasFocus()


def test_nothing_changed_at_the_doors(desk: "Desk", trip: "Trip", click: Click) -> None:
    page = desk.look_at(trip.bring_back())
    assert page.merge.preview.title.text() == "走访时没有改动"
    assert not page.merge.preview.table.isVisible()
    assert "名字以“走访带回”开头" in page.merge.preview.safe.text()
    assert page.merge.preview.go.text() == "记为已带回(&M)"
    click(page.merge.preview.go)
    (pack,) = trip.desk.office.visits.packs()
    assert pack.merged_at is not None


def test_a_pack_from_before_a_restored_backup_asks_for_its_password(
    desk: "Desk", trip: "Trip", click: Click
) -> None:
    trip.laptop.edit("张建国", phone="13922220001")
    back = trip.bring_back()
    database = desk.office.core.database
    with database.transaction():
        database.execute("DELETE FROM visit_pack")
    page = desk.look_at(back)
    ask = page.merge.ask
    assert ask.isVisible()
    assert ask.password.editor.hasFocus()
    ask.password.editor.setText("别的密码-2026")
    QTest.keyClick(ask.password.editor, Qt.Key.Key_Return)
    desk.settle()
    assert ask.isVisible()
    assert page.merge.trouble.isHidden()
    ask.password.editor.setText(PASSWORD)
    click(ask.go)
    assert _tiles(page)["applied"] == "1"
    click(page.merge.preview.go)
    assert trip.desk.person("张建国").phone == "13922220001"
    page.turn(page.given)
    desk.settle()
    assert "福锦苑1栋" in str(page.given.model.index(0, 2).data())  # as the pack itself says


@pytest.mark.parametrize("cut", [0, 40, 4000])
def test_a_file_that_is_no_pack_or_cut_short(
    desk: "Desk", trip: "Trip", stick: Path, cut: int
) -> None:
    whole = trip.bring_back().read_bytes()
    bad = stick / "坏.ldzvisit"
    bad.write_bytes(whole[:cut] if cut else "不是走访包".encode())
    page = desk.look_at(bad)
    assert page.merge.trouble.isVisible()
    assert page.merge.drop.isVisible()
    assert page.merge.trouble.text().count("\n") >= 1
    page = desk.look_at(stick / "没有.ldzvisit")
    assert page.merge.trouble.isVisible()


def test_a_pack_of_another_office(desk: "Desk", stick: Path, tmp_path: Path) -> None:
    other, _ = create_office(tmp_path / "other", "别的街道", "王芳", PASSWORD)
    place = other.households.add_place("东社区", "东苑", "1栋").ids[0]
    other.households.create(place, "1", "101", "自住")
    packed = other.visits.pack(stick / "b.ldzvisit", [place], PASSWORD)
    other.close()
    page = desk.look_at(packed.path)
    assert "另一个办公室" in page.merge.trouble.text()


def test_another_file_and_a_dialog_given_up(
    desk: "Desk", trip: "Trip", chooser: Chooser, click: Click
) -> None:
    page = desk.tool()
    click(page.buttons[page.merge])
    assert page.merge.drop.button.hasFocus()
    chooser.answer = None
    click(page.merge.drop.button)
    assert page.merge.drop.isVisible()
    chooser.answer = trip.bring_back()
    click(page.merge.drop.button)
    assert page.merge.preview.isVisible()
    chooser.answer = None
    click(page.merge.preview.other)
    assert page.merge.preview.isVisible()


def test_cancelled_in_the_middle(desk: "Desk", trip: "Trip", said: Callable[[], str]) -> None:
    trip.laptop.edit("张建国", phone="13922220001")
    page = desk.look_at(trip.bring_back())
    page.merge.merge()
    assert not desk.page.may_leave()
    desk.tasks.cancel_all()
    desk.settle()
    assert "操作已取消" in said()
    assert page.merge.preview.isVisible()
    assert page.merge.preview.go.isEnabled()
    assert trip.desk.person("张建国").phone == "13900000001"
