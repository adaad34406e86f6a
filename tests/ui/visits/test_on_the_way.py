"""A visit in the window: what is offered, what is counted and brought back, and the end of it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton, QTabBar

from ldz_desktop.services.opening import inspect_folder, open_office
from ldz_desktop.ui.households.import_dialog import ImportDialog
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.status_line import StatusLine
from ldz_desktop.ui.main_window import MainWindow
from ldz_desktop.ui.settings.dialog import SettingsDialog
from ldz_desktop.ui.unlock.restore_page import RestorePage
from ldz_desktop.ui.unlock.unlock_window import UnlockWindow
from ldz_desktop.ui.unlock.wizard import FirstRun
from ldz_desktop.ui.visits.bring_back import BringBackDialog
from ldz_desktop.ui.visits.strip import VisitStrip

if TYPE_CHECKING:
    from tests.ui.conftest import Finger, FixedChooser
    from tests.ui.visits.conftest import Laptop

PASSWORD = "测试口令-2026"


@pytest.fixture
def window(laptop: "Laptop") -> MainWindow:
    """A visit with 1栋 and 3栋, open."""
    laptop.prepare()
    program, made = laptop.program, []
    program.tasks.run(  # whose thread holds the folder
        lambda _: open_office(laptop.data, "", PASSWORD),
        lambda office: made.append(program.open_window(office)),
        owner=program,
    )
    laptop.wait(lambda: bool(made))
    laptop.calm()
    return made[0]


def strip_of(window: MainWindow) -> VisitStrip:
    return window.findChildren(VisitStrip)[0]


@pytest.fixture
def edit(laptop: "Laptop", window: MainWindow) -> Callable[[str], None]:
    """Another telephone number, as from the card."""

    def run(phone: str) -> None:
        office = window.bench.office
        person = office.households.get(office.households.ids()[0]).members[0]
        from dataclasses import replace

        change = office.households.save_resident(person, replace(person, phone=phone))
        window.publish(change)
        laptop.calm()

    return run


@pytest.fixture
def brought(
    laptop: "Laptop", window: MainWindow, chooser: "FixedChooser"
) -> Callable[[], BringBackDialog]:
    """带回 to the stick, up to the page that says what comes next."""

    def run() -> BringBackDialog:
        laptop.press(strip_of(window).back)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BringBackDialog)
        laptop.calm()
        if not dialog.place.text():
            chooser.answer = laptop.scene / "stick"
            laptop.press(dialog.choose)
        laptop.press(dialog.go)
        laptop.wait(dialog.close_button.isVisible)
        laptop.calm()
        return dialog

    return run


def packs(laptop: "Laptop") -> list[Path]:
    return sorted((laptop.scene / "stick").glob("走访带回-*"))


def test_only_what_a_visit_has_is_offered(laptop: "Laptop", window: MainWindow) -> None:
    (tabs,) = window.findChildren(QTabBar)
    assert [tabs.tabText(n) for n in range(tabs.count())] == ["户档"]
    menus = {a.text().partition("(&")[0] for a in window.findChildren(QAction)}
    assert {"名单", "标签与走访", "今日操作"} <= menus
    assert not {"走访包", "本楼的楼栋长"} & menus
    line = window.findChildren(StatusLine)[0]
    assert line.text() == "兴文街道办事处 · 2 户 · 2 人"
    assert not strip_of(window).back.hasFocus()
    assert not strip_of(window).wipe.hasFocus()
    window.open_settings()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettingsDialog)
    shown = []
    for key in ("backup", "display", "about"):
        dialog.show_page(key)
        shown.append(laptop.words(dialog.page()))
    laptop.calm()
    assert "带回" in shown[0]
    assert not any(b.text().startswith("现在备份") and b.isVisible()
                   for b in dialog.findChildren(QPushButton))  # fmt: skip
    assert "荣誉墙" not in shown[1]
    assert not dialog.findChildren(PickEditor)
    dialog.close()


def test_only_households_are_imported(laptop: "Laptop", window: MainWindow) -> None:
    from ldz_desktop.ui.kit.feature import Target

    window.show_target(Target("import"))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ImportDialog)
    assert [r.text() for r in dialog.findChildren(QRadioButton)] == ["户档"]
    table = laptop.scene / "楼栋长名单.csv"  # a name that would say leaders in an office
    table.write_text("姓名,房号\n王小明,101\n", "utf-8")
    dialog.read(table)
    assert dialog.choose.kind == "households"
    laptop.calm()
    dialog.close()


def test_the_strip_counts_what_was_changed_and_what_of_it_was_brought_back(
    laptop: "Laptop",
    window: MainWindow,
    edit: Callable[[str], None],
    brought: Callable[[], BringBackDialog],
) -> None:
    strip = strip_of(window)
    words = strip.words.text
    assert words().startswith("走访用的数据：福锦苑1栋、3栋 · 李敏 ")
    assert words().endswith("发出 · 还没有改动")
    edit("13911110001")
    assert words().endswith("已改 1 处")
    dialog = brought()
    (file,) = packs(laptop)
    assert "1 处改动，2 户" in laptop.words(dialog)
    assert dialog.file.text() == str(file)
    assert "双击这个文件" in laptop.words(dialog)
    laptop.press(dialog.close_button)
    assert words().endswith("已改 1 处，都已带回")
    edit("13911110002")
    assert words().endswith("已改 1 处，1 处还没有带回")
    laptop.press(brought().close_button)  # the place is remembered: nobody is asked
    assert len(packs(laptop)) == 2
    office = open_office(laptop.scene / "office", "", PASSWORD)
    assert [office.visits.preview(p).changes for p in packs(laptop)] == [1, 1]
    office.close()


def test_bringing_back_to_a_stick_that_is_gone_asks_again(
    laptop: "Laptop",
    window: MainWindow,
    edit: Callable[[str], None],
    brought: Callable[[], BringBackDialog],
    chooser: "FixedChooser",
    finger: "Finger",
) -> None:
    edit("13911110001")
    laptop.press(brought().close_button)
    (laptop.scene / "stick").rename(laptop.scene / "pulled out")
    laptop.press(strip_of(window).back)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BringBackDialog)
    laptop.calm()
    assert dialog.place.text() == ""
    assert not dialog.go.isEnabled()
    finger.press("知道了")
    chooser.answer = laptop.data / "backups"
    laptop.press(dialog.choose)
    laptop.wait(finger.done)
    assert "数据文件夹自己" in "".join(finger.read)
    assert not dialog.go.isEnabled()
    chooser.answer = laptop.scene / "pulled out"
    laptop.press(dialog.choose)
    (laptop.scene / "pulled out").rename(laptop.scene / "stick")
    finger.press("知道了")
    laptop.press(dialog.go)
    laptop.wait(finger.done)
    assert "位置不在了" in finger.read
    assert dialog.go.isEnabled()
    laptop.press(dialog.cancel)
    assert not (laptop.scene / "pulled out").exists()
    assert strip_of(window).words.text().endswith("都已带回")


def test_wiping_waits_for_what_is_not_brought_back_asks_and_leaves_nothing(
    laptop: "Laptop",
    window: MainWindow,
    edit: Callable[[str], None],
    brought: Callable[[], BringBackDialog],
    finger: "Finger",
) -> None:
    strip = strip_of(window)
    edit("13911110001")
    assert not strip.wipe.isEnabled()
    assert "1 处改动没有带回" in strip.wipe.toolTip()
    window.bench.office.backups.automatic()
    dialog = brought()
    finger.press("取消")
    laptop.press(dialog.wipe)
    laptop.wait(finger.done)
    assert "请先确认办公室已经合并" in "".join(finger.read)
    assert inspect_folder(laptop.data).exists
    finger.press("清除")
    laptop.press(strip.wipe)
    wizard = laptop.window(FirstRun)
    assert wizard.welcome.isVisible()
    left = {p.name for p in laptop.data.rglob("*") if p.is_file()}
    assert left <= {"window.ini", "instance.lock"}
    assert "李敏" not in (laptop.data / "window.ini").read_text("utf-8")
    assert len(packs(laptop)) == 1


def test_a_wiping_that_a_file_stands_against_says_so_and_is_finished_later(
    laptop: "Laptop", window: MainWindow, finger: "Finger", monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.unlink

    def held(path: Path, *, missing_ok: bool = False) -> None:
        if path.name == "office.keys.2":
            raise PermissionError(13, "in use")
        real(path, missing_ok=missing_ok)

    (laptop.data / "恢复前-20260101-090000").mkdir()
    for name in ("office.keys", "office.keys.2"):  # an earlier visit
        keys = (laptop.data / name).read_bytes()
        (laptop.data / "恢复前-20260101-090000" / name).write_bytes(keys)
    finger.press("清除", "知道了")
    with monkeypatch.context() as scanner:
        scanner.setattr(Path, "unlink", held)
        laptop.press(strip_of(window).wipe)
        laptop.wait(finger.done)
    assert "1 份走访数据也一起删除" in "".join(finger.read)
    assert "会接着删完" in "".join(finger.read)
    laptop.program.begin()
    laptop.window(FirstRun)
    assert not inspect_folder(laptop.data).exists
    assert not list(laptop.data.glob("恢复前-*"))


def test_locked_and_its_own_backup_restored_it_is_still_a_visit(
    laptop: "Laptop", window: MainWindow, edit: Callable[[str], None]
) -> None:
    made = window.bench.office.backups.automatic()
    assert made is not None
    edit("13911110001")
    window.lock()
    unlock = laptop.window(UnlockWindow)
    unlock.ask_restore(made.path)
    page = unlock.findChildren(RestorePage)[0]
    laptop.wait(lambda: page.choose.names.count() > 0)
    page.choose.password.editor.setText(PASSWORD)
    laptop.press(page.choose.go)
    laptop.wait(page.summary.isVisible)
    assert "1 处改动还没有带回" in page.summary.warning.text()
    laptop.press(page.summary.go)
    laptop.wait(lambda: page.done.go.isVisible() and page.done.go.isEnabled())
    laptop.calm()
    laptop.press(page.done.go)
    again = laptop.window(MainWindow)
    laptop.calm()
    assert strip_of(again).words.text().endswith("还没有改动")
    again.bench.office.check_damage()


def test_large_type_keeps_the_strip(laptop: "Laptop", window: MainWindow) -> None:
    try:
        window.set_large(large=True)
        laptop.calm()
        (strip,) = [s for s in window.findChildren(VisitStrip) if s.isVisible()]
        assert strip.words.text().endswith("还没有改动")
        assert strip.geometry().right() <= window.width()
    finally:
        theme.prepare(QApplication.instance(), large=False)  # type: ignore[arg-type]


def test_what_is_typed_and_not_saved_is_asked_about_before_it_is_left_out(
    laptop: "Laptop", window: MainWindow, finger: "Finger"
) -> None:
    from ldz_desktop.ui.households.tab import HouseholdsTab

    tab = window.current_tab()
    assert isinstance(tab, HouseholdsTab)
    laptop.wait(lambda: tab.card.household is not None)
    laptop.calm()
    tab.card.edit_member()
    laptop.wait(tab.card.member_form.isVisible)
    name = tab.card.member_form.form.editor("name")
    laptop.qtbot.keyClicks(name, "A")
    finger.press("取消")
    laptop.press(strip_of(window).back)
    laptop.wait(finger.done)
    assert "还没有保存" in finger.read
    assert QApplication.activeModalWidget() is None
    assert "A" in name.text()
    finger.press("不保存")  # and away, as the window closes at the end
    assert window.bench.office.visits.away().brought is None
    assert tab.may_close()
    laptop.wait(finger.done)
