"""A double click on a visit pack: on a laptop with nothing, with a visit, and in an office."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.services.visits_away import unreturned
from ldz_desktop.ui.households.visits.page import VisitsPage
from ldz_desktop.ui.kit.passwords import PasswordBox
from ldz_desktop.ui.main_window import MainWindow
from ldz_desktop.ui.unlock.unlock_window import UnlockWindow
from ldz_desktop.ui.unlock.visit_page import VisitPage
from ldz_desktop.ui.unlock.wizard import FirstRun

if TYPE_CHECKING:
    from tests.ui.conftest import FixedChooser
    from tests.ui.visits.conftest import Laptop

PASSWORD = "测试口令-2026"


def button(widget: QWidget, caption: str) -> QPushButton:
    """The visible button that begins with these words."""
    every = widget.findChildren(QPushButton)
    return next(b for b in every if b.text().startswith(caption) and b.isVisible())


def unlock(window: UnlockWindow) -> None:
    """Type the password and Enter."""
    box = next(b for b in window.findChildren(PasswordBox) if b.isVisible())
    box.editor.setText(PASSWORD)
    box.setFocus()
    QTest.keyClick(box.editor, Qt.Key.Key_Return)


def test_on_a_laptop_with_nothing(laptop: "Laptop") -> None:
    laptop.program.begin(laptop.pack())
    wizard = laptop.window(FirstRun)
    page = wizard.visit
    laptop.type_password(page, "不是这个密码")
    laptop.wait(lambda: "密码不正确" in page.said())
    assert "发出走访包那天的密码" in page.said()
    assert "恢复码" not in page.said()
    assert not laptop.data.joinpath("archive.db").exists()
    laptop.to_the_look(page)
    assert "2 户 2 人" in laptop.words(page.look)
    assert "兴文街道办事处" in laptop.words(page.look)
    QTest.keyClick(page.look.go, Qt.Key.Key_Return)
    window = laptop.window(MainWindow)
    laptop.wait(lambda: window.windowTitle().startswith("走访 · 兴文街道办事处"))
    assert laptop.pack().exists()


def test_from_the_first_page_and_back(laptop: "Laptop", chooser: "FixedChooser") -> None:
    laptop.program.begin()
    wizard = laptop.window(FirstRun)
    laptop.press(wizard.welcome.choices[4])  # and a file dialog that is cancelled
    page = wizard.visit
    assert page.isVisible()
    assert not page.ask.go.isEnabled()
    chooser.answer = laptop.pack("second")
    laptop.press(page.ask.pick)
    laptop.to_the_look(page)
    assert "1 户 1 人" in laptop.words(page.look)
    laptop.press(page.look.back)
    laptop.press(button(page, "返回"))
    assert wizard.welcome.isVisible()
    assert chooser.asked == ["选择走访包文件"] * 2


def test_what_is_no_pack_is_said_and_another_can_be_chosen(
    laptop: "Laptop", chooser: "FixedChooser"
) -> None:
    content = laptop.pack().read_bytes()
    bad = laptop.scene / "bad.ldzvisit"
    bad.write_bytes(content[:-100])
    laptop.program.begin(bad)
    page = laptop.window(FirstRun).visit
    laptop.wait(lambda: "走访包不完整" in page.said())
    for file, title in (
        (laptop.scene / "gone.ldzvisit", "找不到走访包"),
        (Path(__file__), "不是走访包文件"),
    ):
        chooser.answer = file
        laptop.press(page.ask.pick)
        laptop.wait(lambda title=title: title in page.said())  # type: ignore[misc]
        assert not page.ask.go.isEnabled()
    chooser.answer = laptop.pack()
    laptop.press(page.ask.pick)
    laptop.to_the_look(page)


def test_the_same_pack_again_goes_on_where_one_was(laptop: "Laptop") -> None:
    laptop.prepare()
    laptop.changed("13911110001")
    laptop.program.begin(laptop.pack())
    window = laptop.window(UnlockWindow)
    laptop.wait(lambda: "接着走访" in laptop.words(window))
    laptop.calm()
    laptop.press(button(window, "忘记密码"))
    assert "没有恢复码" in window.said()
    unlock(window)
    main = laptop.window(MainWindow)
    laptop.wait(lambda: "已改 1 处" in laptop.words(main))
    assert not list(laptop.data.glob("恢复前-*"))


def test_another_pack_warns_of_what_is_not_brought_back_and_sets_it_aside(
    laptop: "Laptop",
) -> None:
    laptop.prepare()
    laptop.changed("13911110001", "13911110002")
    laptop.program.begin(laptop.pack("second"))
    window = laptop.window(UnlockWindow)
    page = window.findChildren(VisitPage)[0]
    laptop.to_the_look(page)
    assert "1 处改动还没有带回" in page.look.warning.text()
    assert "恢复前-" in page.look.words.text()
    laptop.wait(page.look.back.hasFocus)
    QTest.keyClick(page.look.back, Qt.Key.Key_Return)  # the safe answer
    assert page.ask.isVisible()
    laptop.to_the_look(page)
    laptop.press(page.look.go)
    main = laptop.window(MainWindow)
    laptop.wait(lambda: "福锦苑2栋" in laptop.words(main))
    (aside,) = laptop.data.glob("恢复前-*")
    old = open_office(aside, "", PASSWORD)
    assert unreturned(old.core.database) == 1
    old.close()


def test_another_pack_from_the_window_that_asks_for_the_password(
    laptop: "Laptop", chooser: "FixedChooser"
) -> None:
    laptop.prepare()
    chooser.answer = laptop.pack("second")
    laptop.program.begin()
    window = laptop.window(UnlockWindow)
    assert "走访用的数据" in laptop.words(window)
    laptop.press(button(window, "换一个走访包"))
    page = window.findChildren(VisitPage)[0]
    laptop.to_the_look(page)
    assert page.look.warning.text() == ""  # nothing was changed
    laptop.press(page.look.back)
    laptop.press(button(page, "返回"))
    unlock(window)
    laptop.window(MainWindow)


def test_a_visit_with_another_password_may_hold_what_is_not_brought_back(
    laptop: "Laptop",
) -> None:
    laptop.prepare()
    visit = open_office(laptop.data, "", PASSWORD)
    visit.accounts.change_password(PASSWORD, "另一个口令-2026")
    visit.close()
    laptop.program.begin(laptop.pack("second"))
    window = laptop.window(UnlockWindow)
    page = window.findChildren(VisitPage)[0]
    laptop.to_the_look(page)
    assert "它的密码和走访包的不同" in page.look.warning.text()
    assert "不知道有没有改动还没带回" in page.look.warning.text()
    laptop.press(page.look.go)
    laptop.window(MainWindow)
    assert len(list(laptop.data.glob("恢复前-*"))) == 1


def test_a_pack_of_this_office_is_merged_once_it_is_open(laptop: "Laptop") -> None:
    laptop.prepare()
    laptop.changed("13911110001")
    visit = open_office(laptop.data, "", PASSWORD)
    back = visit.visits.bring_back(laptop.scene / "stick").path
    visit.close()
    shutil.rmtree(laptop.data)
    (laptop.scene / "office").rename(laptop.data)
    laptop.program.begin(back)
    window = laptop.window(UnlockWindow)
    laptop.wait(lambda: "本办公室发出的走访包" in laptop.words(window))
    laptop.calm()
    unlock(window)
    main = laptop.window(MainWindow)
    laptop.wait(lambda: bool(main.findChildren(VisitsPage)))
    page = main.findChildren(VisitsPage)[0]
    laptop.wait(page.merge.isVisible)
    laptop.calm()
    assert "1 处" in laptop.words(page.merge)


def test_another_offices_pack_is_refused_with_what_to_do(laptop: "Laptop") -> None:
    other, _ = create_office(laptop.data, "别的街道", "张三", PASSWORD)
    other.close()
    laptop.program.begin(laptop.pack())
    window = laptop.window(UnlockWindow)
    page = window.findChildren(VisitPage)[0]
    laptop.wait(lambda: "这里是另一个办公室的数据" in window.said())
    assert "请换一台没有办公室数据的电脑" in window.said()
    page.ask.password.editor.setText(PASSWORD)
    assert not page.ask.go.isEnabled()
    laptop.press(button(page, "返回"))
    unlock(window)
    laptop.wait(lambda: "兴文" not in laptop.window(MainWindow).windowTitle())


def test_a_name_in_capitals_is_a_pack_as_well(laptop: "Laptop") -> None:
    """As some sticks name files."""
    path = laptop.pack().rename(laptop.scene / "stick" / "FIRST.LDZVISIT")
    laptop.program.begin(path)
    laptop.to_the_look(laptop.window(FirstRun).visit)
