"""The first run and unlocking, through the real windows and a real encrypted folder."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office, inspect_folder, open_office
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.notices import Notices, Question
from ldz_desktop.ui.kit.passwords import NewPassword, PasswordBox, strength
from ldz_desktop.ui.kit.recovery_code import CodeFields, digits_of, group_fits
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.unlock.frame import place_line
from ldz_desktop.ui.unlock.last_pages import CodePage, ReadyPage
from ldz_desktop.ui.unlock.unlock_window import UnlockWindow
from ldz_desktop.ui.unlock.wizard import FirstRun

PASSWORD = "测试口令-2026"
NEW = "春风又绿江南岸2026"


class Opened(QObject):
    """Keeps the offices that windows open, and closes them."""

    def __init__(self) -> None:
        super().__init__()
        self.offices: list[Office] = []
        self.imports: list[bool] = []

    def take(self, office: Office, import_wanted: bool = False) -> None:
        self.offices.append(office)
        self.imports.append(import_wanted)


@pytest.fixture
def opened() -> Iterator[Opened]:
    made = Opened()
    yield made
    for office in made.offices:
        office.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def code(folder: Path) -> str:
    """An office lies in the folder; this is its recovery code."""
    office, code = create_office(folder, "兴文街道办事处", "李敏", PASSWORD)
    office.accounts.add("王芳", PASSWORD)
    office.close()
    return code


@pytest.fixture
def wizard(
    folder: Path, tasks: TaskRunner, notices: Notices, opened: Opened, qtbot: QtBot
) -> FirstRun:
    made = FirstRun(folder, tasks, notices)
    theme.dress(made)
    made.opened.connect(opened.take)
    qtbot.addWidget(made, before_close_func=lambda w: setattr(w, "_done", True))
    made.show()
    return made


@pytest.fixture
def unlock(
    folder: Path, code: str, tasks: TaskRunner, notices: Notices, opened: Opened, qtbot: QtBot
) -> UnlockWindow:
    made = UnlockWindow(folder, tasks, notices, "王芳")
    theme.dress(made)
    made.opened.connect(opened.take)
    qtbot.addWidget(made)
    made.show()
    return made


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def fill(new: NewPassword, password: str = NEW) -> None:
    new.first.editor.setText(password)
    new.second.editor.setText(password)


def to_the_code(wizard: FirstRun, qtbot: QtBot) -> CodePage:
    """A new office, up to its recovery code."""
    press(wizard.welcome.choices[0])
    assert not wizard.next.isEnabled()
    wizard.office.office.setText("兴文街道办事处")
    wizard.office.phone.setText("0827-1234567")
    press(wizard.next)
    wizard.account.account.setText("李敏")
    fill(wizard.account.password, "short")
    assert not wizard.next.isEnabled()
    fill(wizard.account.password)
    press(wizard.next)
    qtbot.waitUntil(lambda: isinstance(wizard.pages.currentWidget(), CodePage), timeout=8_000)
    page = wizard.pages.currentWidget()
    assert isinstance(page, CodePage)
    return page


def shown_code(page: QWidget) -> list[str]:
    from PySide6.QtWidgets import QLabel

    labels = [w.text() for w in page.findChildren(QLabel) if w.property("role") == "code"]
    assert len(labels) == 8
    return labels


def type_back(page: CodePage, groups: list[str]) -> None:
    for field in page.fields.fields:
        QTest.keyClicks(field, groups[field.number - 1])


# -- the first run -------------------------------------------------------------------------------


def test_a_new_office_from_the_first_page_to_the_last(
    wizard: FirstRun, folder: Path, opened: Opened, qtbot: QtBot
) -> None:
    page = to_the_code(wizard, qtbot)
    groups = shown_code(page)
    assert all(group_fits(group) for group in groups)
    press(page.done)
    assert not wizard.next.isEnabled()
    wrong = page.fields.fields[0]
    QTest.keyClicks(wrong, "000000" if groups[wrong.number - 1] != "000000" else "000011")
    assert f"第 {wrong.number} 组" in page.fields.problem()
    wrong.clear()
    type_back(page, groups)
    assert page.confirmed()
    press(wizard.next)
    ready = wizard.pages.currentWidget()
    assert isinstance(ready, ReadyPage)
    press(ready.choices[0])
    assert opened.imports == [True]
    profile = opened.offices[0].settings.profile()
    assert (profile.office, profile.phone) == ("兴文街道办事处", "0827-1234567")
    assert inspect_folder(folder).accounts == ("李敏",)


def test_the_whole_first_run_works_by_keyboard(
    wizard: FirstRun, opened: Opened, qtbot: QtBot
) -> None:
    wizard.activateWindow()
    first = wizard.welcome.choices[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is wizard.office.office
    QTest.keyClicks(wizard.office.office, "Xingwen")
    QTest.keyClick(wizard, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is wizard.account.account)
    QTest.keyClicks(wizard.account.account, "limin")
    boxes = wizard.account.password
    QTest.keyClicks(boxes.first.editor, "correct horse 8")
    QTest.keyClick(boxes.first.editor, Qt.Key.Key_Return)
    QTest.keyClicks(boxes.second.editor, "correct horse 8")
    QTest.keyClick(boxes.second.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(wizard.pages.currentWidget(), CodePage), timeout=8_000)
    page = wizard.pages.currentWidget()
    assert isinstance(page, CodePage)
    groups = shown_code(page)
    press(page.done)
    type_back(page, groups)
    QTest.keyClick(page.fields.fields[1], Qt.Key.Key_Return)
    assert isinstance(wizard.pages.currentWidget(), ReadyPage)


def test_the_code_is_hidden_while_it_is_typed_back(wizard: FirstRun, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLabel

    page = to_the_code(wizard, qtbot)
    shown_code(page)
    press(page.done)
    codes = [w for w in page.findChildren(QLabel) if w.property("role") == "code"]
    assert not any(w.isVisible() for w in codes)


def test_the_code_is_saved_as_a_sheet_of_paper(
    wizard: FirstRun, tmp_path: Path, chooser: object, tasks: TaskRunner, qtbot: QtBot
) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    page = to_the_code(wizard, qtbot)
    groups = shown_code(page)
    out = tmp_path / "code.pdf"
    chooser.answer = out  # type: ignore[attr-defined]
    page.save_wanted.emit()
    qtbot.waitUntil(tasks.idle)
    document = pypdfium2.PdfDocument(out.read_bytes())
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert all(group in text for group in groups)


def test_leaving_before_the_code_is_checked_is_asked(
    wizard: FirstRun, qtbot: QtBot, finger: object
) -> None:
    to_the_code(wizard, qtbot)
    left: list[bool] = []
    wizard.closed.connect(lambda: left.append(True))
    finger.press("回去核对")  # type: ignore[attr-defined]
    wizard.close()
    assert wizard.isVisible()
    finger.press("仍然退出")  # type: ignore[attr-defined]
    wizard.close()
    assert left == [True]


def test_a_folder_that_cannot_be_used_is_said_in_place(
    wizard: FirstRun, folder: Path, qtbot: QtBot
) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("not a folder")
    press(wizard.welcome.choices[0])
    wizard.office.office.setText("办公室")
    press(wizard.next)
    wizard.account.account.setText("李敏")
    fill(wizard.account.password)
    press(wizard.next)
    qtbot.waitUntil(lambda: bool(wizard.account.trouble.text()), timeout=8_000)
    assert "不能写入" in wizard.account.trouble.text()
    assert wizard.next.isEnabled()


def test_the_demo_shows_its_progress_and_can_be_cancelled(
    wizard: FirstRun, folder: Path, qtbot: QtBot, tasks: TaskRunner
) -> None:
    from PySide6.QtWidgets import QPushButton

    from ldz_desktop.ui.kit.progress_view import ProgressPanel

    press(wizard.welcome.choices[1])
    wizard.account.account.setText("李敏")
    fill(wizard.account.password)
    press(wizard.next)
    qtbot.waitUntil(lambda: wizard.findChild(ProgressPanel) is not None, timeout=8_000)
    panel = wizard.findChild(ProgressPanel)
    assert panel is not None
    cancel = panel.findChild(QPushButton)
    assert cancel is not None
    press(cancel)
    qtbot.waitUntil(tasks.idle, timeout=60_000)
    assert not inspect_folder(folder).exists
    assert wizard.next.isEnabled()


def test_data_from_a_stick_is_brought_in(
    wizard: FirstRun, tmp_path: Path, folder: Path, chooser: object, qtbot: QtBot
) -> None:
    office, _ = create_office(tmp_path / "stick", "旧电脑", "王芳", PASSWORD)
    office.close()
    chooser.answer = tmp_path / "stick"  # type: ignore[attr-defined]
    with qtbot.waitSignal(wizard.brought_in, timeout=8_000):
        press(wizard.welcome.choices[2])
    assert inspect_folder(folder).accounts == ("王芳",)


def test_a_wrong_folder_to_bring_in_is_said(
    wizard: FirstRun, tmp_path: Path, chooser: object, tasks: TaskRunner, qtbot: QtBot
) -> None:
    (tmp_path / "photos").mkdir()
    chooser.answer = tmp_path / "photos"  # type: ignore[attr-defined]
    press(wizard.welcome.choices[2])
    qtbot.waitUntil(tasks.idle)
    assert "还没有数据" in wizard.welcome.trouble.text()
    assert wizard.welcome.isEnabled()


# -- unlocking -----------------------------------------------------------------------------------


def enter(window: UnlockWindow, password: str) -> None:
    box = window.findChildren(PasswordBox)[0]
    box.editor.setText(password)
    QTest.keyClick(box.editor, Qt.Key.Key_Return)


def test_the_last_account_is_offered_and_the_password_opens(
    unlock: UnlockWindow, opened: Opened, tasks: TaskRunner, qtbot: QtBot
) -> None:
    names = unlock.findChildren(QComboBox)[0]
    assert [names.itemText(i) for i in range(names.count())] == ["李敏", "王芳"]
    assert names.currentText() == "王芳"
    enter(unlock, PASSWORD)
    qtbot.waitUntil(lambda: len(opened.offices) == 1, timeout=8_000)
    assert opened.offices[0].account == "王芳"


def test_a_wrong_password_is_said_in_place_and_can_be_typed_over(
    unlock: UnlockWindow, opened: Opened, qtbot: QtBot
) -> None:
    enter(unlock, "wrong password")
    qtbot.waitUntil(lambda: bool(unlock.said()), timeout=8_000)
    assert "密码不正确" in unlock.said()
    assert QApplication.activeModalWidget() is None
    box = unlock.findChildren(PasswordBox)[0]
    assert box.editor.selectedText()
    assert box.editor.property("state") == "refused"
    enter(unlock, PASSWORD)
    qtbot.waitUntil(lambda: len(opened.offices) == 1, timeout=8_000)


def test_the_window_stays_alive_while_the_key_is_derived(
    unlock: UnlockWindow, opened: Opened, tasks: TaskRunner, qtbot: QtBot
) -> None:
    enter(unlock, PASSWORD)
    assert not opened.offices
    assert not tasks.idle()
    qtbot.waitUntil(lambda: len(opened.offices) == 1, timeout=8_000)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda f: (f / "archive.db").unlink(), "数据库文件不见了"),
        (lambda f: (f / "archive.db").write_bytes(b""), "数据库文件是空的"),
        (lambda f: (f / "archive.db").write_bytes(b"SQLite format 3\0" * 300), "没有加密"),
        (lambda f: (f / "archive.db").write_bytes(b"x" * 8192), "不是本办公室的数据库"),
        (
            lambda f: [p.unlink() for p in f.glob("office.keys*")],
            "钥匙文件不见了",
        ),
        (lambda f: [p.write_text("{}") for p in f.glob("office.keys*")], "钥匙文件已损坏"),
    ],
)
def test_each_trouble_has_its_own_sentence(
    damage: Callable[[Path], object],
    words: str,
    folder: Path,
    unlock: UnlockWindow,
    qtbot: QtBot,
) -> None:
    damage(folder)
    unlock.look()
    if not unlock.said():
        enter(unlock, PASSWORD)
        qtbot.waitUntil(lambda: bool(unlock.said()), timeout=8_000)
    assert words in unlock.said()
    assert len(unlock.said().splitlines()) == 3  # title, what happened, what to do


@pytest.fixture
def incomplete(folder: Path, code: str) -> Path:
    """The same office as it was copied while somebody worked in it: without the log."""
    office = open_office(folder, "李敏", PASSWORD)
    for name in ("1栋", "2栋"):  # the first save of a day also goes into the database itself
        office.households.add_place("兴新社区", "福锦苑", name)
    for path in folder.iterdir():
        if path.is_file():
            shutil.copy(path, folder.with_name(path.name))
    office.close()
    for name in ("archive.db", "archive.mark"):
        folder.with_name(name).replace(folder / name)
    return folder


@pytest.mark.parametrize("way", ["password", "recovery code"])
def test_missing_saves_are_told_and_what_is_left_is_opened_when_it_is_wanted(
    way: str, code: str, incomplete: Path, unlock: UnlockWindow, opened: Opened, qtbot: QtBot
) -> None:
    seen: list[str] = []

    def answer(verb: str) -> None:
        question = QApplication.activeModalWidget()
        if not isinstance(question, Question):
            QTimer.singleShot(20, unlock, lambda: answer(verb))
            return
        seen.extend(one.text() for one in question.findChildren(QLabel))
        buttons = {one.text(): one for one in question.findChildren(QPushButton)}
        assert buttons["先不打开"].isDefault()
        press(buttons[verb])

    def ask(verb: str) -> None:
        QTimer.singleShot(0, unlock, lambda: answer(verb))
        if way == "password":
            enter(unlock, PASSWORD)
            return
        unlock.ask_recovery()
        for field, group in zip(
            unlock.findChildren(CodeFields)[0].fields, code.split("-"), strict=True
        ):
            field.setText(group)
        fill(unlock.findChildren(NewPassword)[0])
        QTest.keyClick(unlock.findChildren(NewPassword)[0].second.editor, Qt.Key.Key_Return)

    lying = {path.name: path.read_bytes() for path in incomplete.glob("archive.*")}
    ask("先不打开")
    qtbot.waitUntil(lambda: "缺少最近保存的改动" in unlock.said(), timeout=20_000)
    assert "最后 1 次改动" in "".join(seen)
    assert not opened.offices
    assert {path.name: path.read_bytes() for path in incomplete.glob("archive.*")} == lying
    assert "李敏" in inspect_folder(incomplete).accounts
    ask("用剩下的内容打开")
    qtbot.waitUntil(lambda: len(opened.offices) == 1, timeout=20_000)
    assert len(opened.offices[0].households.buildings()) == 1
    assert len(list(incomplete.glob("不完整-*"))) == 1


def test_a_second_window_is_told_who_has_the_data(
    unlock: UnlockWindow, folder: Path, qtbot: QtBot
) -> None:
    first = open_office(folder, "李敏", PASSWORD)
    try:
        enter(unlock, PASSWORD)
        qtbot.waitUntil(lambda: bool(unlock.said()), timeout=8_000)
        assert "数据正在使用" in unlock.said()
    finally:
        first.close()


def test_the_recovery_code_gives_a_new_password(
    unlock: UnlockWindow, code: str, folder: Path, opened: Opened, qtbot: QtBot
) -> None:
    unlock.findChildren(QComboBox)[0].setCurrentText("李敏")
    unlock.ask_recovery()
    fields = unlock.findChildren(CodeFields)[0]
    for field, group in zip(fields.fields, code.split("-"), strict=True):
        assert QApplication.focusWidget() is field
        QTest.keyClicks(field, group)
    assert fields.complete()
    fill(unlock.findChildren(NewPassword)[0])
    QTest.keyClick(unlock.findChildren(NewPassword)[0].second.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened.offices) == 1, timeout=8_000)
    assert opened.offices[0].account == "李敏"
    opened.offices.pop().close()
    open_office(folder, "李敏", NEW).close()


def test_a_code_of_another_office_is_refused(
    unlock: UnlockWindow, opened: Opened, qtbot: QtBot
) -> None:
    unlock.ask_recovery()
    fields = unlock.findChildren(CodeFields)[0]
    for field in fields.fields:
        field.setText("000011")
    fill(unlock.findChildren(NewPassword)[0])
    QTest.keyClick(unlock.findChildren(NewPassword)[0].second.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(unlock.said()), timeout=8_000)
    assert "恢复码" in unlock.said()
    assert not opened.offices


# -- the fields ----------------------------------------------------------------------------------


def test_each_group_is_checked_as_it_is_typed(window: QWidget) -> None:
    fields = CodeFields(parent=window)
    fields.show()
    QTest.keyClicks(fields.fields[0], "000011")
    QTest.keyClicks(fields.fields[1], "123456")
    assert fields.fields[0].property("state") == ""
    assert fields.fields[1].property("state") == "refused"
    assert fields.problem() == "第 2 组不对，请对照纸上的数字再看一遍。"
    QTest.keyClick(fields.fields[1], Qt.Key.Key_Backspace)
    assert fields.problem() == ""


def test_a_whole_code_may_be_pasted_anywhere(window: QWidget) -> None:
    code = "-".join(f"{11 * n:06d}" for n in range(1, 9))
    fields = CodeFields(parent=window)
    fields.show()
    QApplication.clipboard().setText(f"恢复码： {code}\n")
    QTest.keyClick(fields.fields[4], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert fields.code() == code
    assert fields.complete()


def test_backspace_in_an_empty_group_goes_back(window: QWidget) -> None:
    fields = CodeFields(parent=window)
    fields.show()
    fields.fields[2].setFocus()
    QTest.keyClick(fields.fields[2], Qt.Key.Key_Backspace)
    assert QApplication.focusWidget() is fields.fields[1]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("000000", True),
        ("720885", True),  # 65535 × 11
        ("720896", False),  # 65536 × 11
        ("000010", False),
        ("00011", False),
        ("00001１", False),
    ],
)
def test_what_a_group_can_be(text: str, fits: bool) -> None:
    assert group_fits(text) is fits


def test_full_width_digits_are_digits() -> None:
    assert digits_of("１２３-456 x") == "123456"


@pytest.mark.parametrize(
    ("password", "grade"),
    [
        ("1234567", "太短"),
        ("12345678", "太好猜"),
        ("aaaaaaaa", "太好猜"),
        ("87654321", "太好猜"),
        ("李敏的密码很长", "太短"),
        ("李敏的密码真的很长", "偏弱"),
        ("kwmzptqy", "偏弱"),
        ("kwm58tqy", "可以"),
        ("春风又绿江南岸2026年", "很好"),
        ("  1234567  ", "太短"),
    ],
)
def test_passwords_are_graded(password: str, grade: str) -> None:
    assert strength(password, "李敏")[0] == grade


def test_two_passwords_must_agree(window: QWidget) -> None:
    new = NewPassword(window)
    new.first.editor.setText(NEW)
    assert "不一样" in new.problem()
    new.second.editor.setText(NEW + "x")
    assert new.second.editor.property("state") == "refused"
    new.second.editor.setText(NEW)
    assert new.problem() == ""


@pytest.mark.skipif(os.name != "nt", reason="only Windows tells the state of the key")
def test_caps_lock_is_asked_for_under_windows(window: QWidget, said: Callable[[], str]) -> None:
    import ctypes

    def turn(on: int) -> None:
        """Of this thread's keyboard, as the test must not leave the machine's lamp on."""
        user = ctypes.windll.user32  # type: ignore[attr-defined]
        keys = (ctypes.c_ubyte * 256)()
        user.GetKeyboardState(keys)
        keys[0x14] = on
        user.SetKeyboardState(keys)

    box = PasswordBox(parent=window)
    box.show()
    turn(0)
    box.setFocus()
    QTest.keyClicks(box.editor, "a")
    assert "大写锁定" not in said()
    turn(1)
    QTest.keyClicks(box.editor, "b")
    assert "大写锁定" in said()
    turn(0)
    QTest.keyClicks(box.editor, "c")
    assert "大写锁定" not in said()


@pytest.mark.skipif(os.name == "nt", reason="Windows is asked, typing need not tell")
def test_caps_lock_is_noticed_while_typing(window: QWidget, said: Callable[[], str]) -> None:
    box = PasswordBox(parent=window)
    box.show()
    box.setFocus()
    QTest.keyClicks(box.editor, "a")
    assert "大写锁定" not in said()
    QTest.keyClicks(box.editor, "A")
    assert "大写锁定" in said()
    QTest.keyClicks(box.editor, "A", Qt.KeyboardModifier.ShiftModifier)
    assert "大写锁定" not in said()


def test_the_buttons_of_the_first_run_stay_on_a_low_screen(wizard: FirstRun, qtbot: QtBot) -> None:
    """1366 × 768 at 150 % are 911 × 512, the task bar and the window's frame taken off."""
    wizard.resize(895, 380)
    wizard.welcome.new_wanted.emit()
    qtbot.waitUntil(wizard.next.isVisible)
    assert wizard.height() == 380
    place = QRect(wizard.next.mapTo(wizard, QPoint()), wizard.next.size())
    assert wizard.rect().contains(place)
    for _ in range(2):
        QTest.keyClick(wizard.focusWidget(), Qt.Key.Key_Tab)
    assert wizard.office.phone.hasFocus()
    field = QRect(wizard.office.phone.mapTo(wizard, QPoint()), wizard.office.phone.size())
    assert wizard.rect().contains(field)
    assert field.bottom() < place.top()


def test_a_long_path_does_not_widen_the_window(window: QWidget, tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*(["很长的文件夹名字"] * 12))
    line = place_line(folder)
    line.setParent(window)
    assert line.minimumSizeHint().width() < theme.px(480)
    words = line.findChildren(QLabel)[0]
    assert words.text().startswith("数据文件夹：")
    assert words.toolTip().endswith(folder.name), "the whole path can be read"
