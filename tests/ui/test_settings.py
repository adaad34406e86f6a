"""The settings dialog over a real office."""

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import ldz_desktop
from ldz_desktop.domain.workdays import is_working
from ldz_desktop.services.context import Office
from ldz_desktop.services.newer_setup import NewerSetup
from ldz_desktop.services.opening import open_office, recover
from ldz_desktop.services.person_papers import PlateRules
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.settings.about_page import AboutPage
from ldz_desktop.ui.settings.account_panels import AddPanel, CodePanel, PasswordPanel
from ldz_desktop.ui.settings.accounts_page import AccountsPage
from ldz_desktop.ui.settings.dialog import SettingsDialog
from ldz_desktop.ui.settings.display_page import DisplayPage
from ldz_desktop.ui.settings.holidays_page import HolidaysPage
from ldz_desktop.ui.settings.keys import KeysDialog
from ldz_desktop.ui.settings.office_page import OfficePage
from ldz_desktop.ui.settings.plate_page import PlatePage
from ldz_desktop.ui.settings.signers_page import SignersPage

PASSWORD = "测试口令-2026"
NEW = "春风又绿江南岸2026"


@pytest.fixture
def dialog(bench: Bench, window: QWidget) -> SettingsDialog:
    made = SettingsDialog(bench, window)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.open()
    return made


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def button(parent: QWidget, caption: str) -> QPushButton:
    return next(b for b in parent.findChildren(QPushButton) if b.text().startswith(caption))


def test_the_profile_is_read_and_saved(
    dialog: SettingsDialog, bench: Bench, seen: object, qtbot: QtBot
) -> None:
    page = dialog.page()
    assert isinstance(page, OfficePage)
    qtbot.waitUntil(bench.tasks.idle)
    assert page.form.values()["office"] == "兴文街道办事处"
    assert not page.save.isEnabled()
    phone = page.form.editor("phone")
    assert isinstance(phone, TextEditor)
    phone.setText("0827-5550152")
    press(page.save)
    qtbot.waitUntil(bench.tasks.idle)
    assert bench.office.settings.profile().phone == "0827-5550152"
    assert [c.topics for c in seen.changes] == [frozenset({"settings"})]  # type: ignore[attr-defined]
    assert not page.save.isEnabled()


def test_an_office_keeps_its_name(
    dialog: SettingsDialog, bench: Bench, finger: object, qtbot: QtBot
) -> None:
    page = dialog.page()
    assert isinstance(page, OfficePage)
    qtbot.waitUntil(bench.tasks.idle)
    name = page.form.editor("office")
    assert isinstance(name, TextEditor)
    name.setText("")
    finger.press("知道了")  # type: ignore[attr-defined]
    press(page.save)
    qtbot.waitUntil(finger.done)  # type: ignore[attr-defined]
    assert "请填写办公室名称。" in finger.read  # type: ignore[attr-defined]
    assert bench.office.settings.profile().office == "兴文街道办事处"


@pytest.fixture
def accounts(dialog: SettingsDialog, bench: Bench, qtbot: QtBot) -> AccountsPage:
    dialog.show_page("accounts")
    page = dialog.page()
    assert isinstance(page, AccountsPage)
    qtbot.waitUntil(bench.tasks.idle)
    return page


def names(page: AccountsPage) -> list[str]:
    return [row.name for row in page.model.records()]


def test_a_colleague_is_added_and_removed(
    accounts: AccountsPage, bench: Bench, finger: object, qtbot: QtBot
) -> None:
    assert names(accounts) == ["李敏"]
    accounts.table.select_id(1)
    assert not button(accounts, "移除").isEnabled()
    press(button(accounts, "添加账号"))
    panel = accounts.currentWidget()
    assert isinstance(panel, AddPanel)
    editors = panel.findChildren(TextEditor)
    editors[0].setText("王芳")
    editors[1].setText(NEW)
    assert not panel.go.isEnabled()
    editors[2].setText(NEW)
    press(panel.go)
    qtbot.waitUntil(lambda: names(accounts) == ["李敏", "王芳"])
    accounts.table.select_id(2)
    finger.press("移除")  # type: ignore[attr-defined]
    press(button(accounts, "移除"))
    qtbot.waitUntil(lambda: names(accounts) == ["李敏"])


def test_a_name_that_is_taken_is_said_in_the_panel(
    accounts: AccountsPage, bench: Bench, qtbot: QtBot
) -> None:
    accounts.ask_account()
    panel = accounts.currentWidget()
    assert isinstance(panel, AddPanel)
    for editor, text in zip(panel.findChildren(TextEditor), ("李敏", NEW, NEW), strict=True):
        editor.setText(text)
    press(panel.go)
    qtbot.waitUntil(lambda: "已经有这个名字" in panel.said())
    assert panel.go.isEnabled()


def test_my_password_is_changed(
    accounts: AccountsPage, bench: Bench, office: Office, qtbot: QtBot
) -> None:
    accounts.ask_password()
    panel = accounts.currentWidget()
    assert isinstance(panel, PasswordPanel)
    for editor, text in zip(panel.findChildren(TextEditor), ("wrong", NEW, NEW), strict=True):
        editor.setText(text)
    press(panel.go)
    qtbot.waitUntil(lambda: bool(panel.said()))
    panel.findChildren(TextEditor)[0].setText(PASSWORD)
    press(panel.go)
    qtbot.waitUntil(bench.tasks.idle)
    office.close()
    open_office(office.folder, "李敏", NEW).close()


def test_a_new_recovery_code_is_shown_and_printed(
    accounts: AccountsPage,
    bench: Bench,
    tmp_path: Path,
    chooser: object,
    qtbot: QtBot,
) -> None:
    accounts.ask_code()
    panel = accounts.currentWidget()
    assert isinstance(panel, CodePanel)
    panel.findChildren(TextEditor)[0].setText(PASSWORD)
    press(panel.go)
    qtbot.waitUntil(lambda: bool(panel.code()))
    shown = [w.text() for w in panel.findChildren(QLabel) if w.property("role") == "code"]
    assert "-".join(shown) == panel.code()
    out = tmp_path / "code.pdf"
    chooser.answer = out  # type: ignore[attr-defined]
    press(button(panel, "存为 PDF"))
    qtbot.waitUntil(bench.tasks.idle, timeout=20_000)
    assert out.read_bytes().startswith(b"%PDF")
    bench.office.close()
    recover(bench.office.folder, panel.code(), "李敏", NEW).close()


@pytest.fixture
def holidays(dialog: SettingsDialog, bench: Bench, qtbot: QtBot) -> HolidaysPage:
    dialog.show_page("holidays")
    page = dialog.page()
    assert isinstance(page, HolidaysPage)
    qtbot.waitUntil(bench.tasks.idle)
    page.years.set_value(2026)
    return page


def days(page: HolidaysPage) -> dict[str, bool]:
    return {r.day.isoformat(): r.working for r in page.model.records()}


def test_the_holiday_table_is_shown_by_year(holidays: HolidaysPage) -> None:
    assert days(holidays)["2026-10-01"] is False
    assert all(day.startswith("2026") for day in days(holidays))


def test_a_day_is_put_in_and_out_again(holidays: HolidaysPage, bench: Bench, qtbot: QtBot) -> None:
    before = days(holidays)
    holidays.day.setText("2026.11.12")
    holidays.name.setText("校庆")
    press(holidays.add)
    qtbot.waitUntil(lambda: "2026-11-12" in days(holidays))
    assert not is_working(date(2026, 11, 12), bench.office.settings.calendar())
    holidays.table.select_id(date(2026, 11, 12).toordinal())
    press(holidays.remove)
    qtbot.waitUntil(lambda: days(holidays) == before)
    assert is_working(date(2026, 11, 12), bench.office.settings.calendar())


def test_a_year_that_is_not_there_yet_is_begun(
    holidays: HolidaysPage, bench: Bench, qtbot: QtBot
) -> None:
    holidays.day.setText("2031年1月1日")
    holidays.name.setText("元旦")
    QTest.keyClick(holidays.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: 2031 in {d.day.year for d in bench.office.holidays.days()})
    qtbot.waitUntil(bench.tasks.idle)
    holidays.years.set_value(2031)
    assert days(holidays) == {"2031-01-01": False}
    assert 2031 not in bench.office.settings.calendar().years  # one day is no table
    holidays.table.select_id(date(2031, 1, 1).toordinal())
    QTest.keyClick(holidays.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: 2031 not in {d.day.year for d in bench.office.holidays.days()})


def test_half_a_date_is_refused(holidays: HolidaysPage, finger: object, qtbot: QtBot) -> None:
    holidays.day.setText("2026年11月")
    finger.press("知道了")  # type: ignore[attr-defined]
    press(holidays.add)
    qtbot.waitUntil(finger.done)  # type: ignore[attr-defined]


def test_large_type_is_asked_for_from_the_page(dialog: SettingsDialog) -> None:
    wanted: list[bool] = []
    dialog.large_wanted.connect(wanted.append)
    dialog.show_page("display")
    page = dialog.page()
    assert isinstance(page, DisplayPage)
    page.large.setChecked(True)
    assert wanted == [True]


def test_the_wall_by_itself_is_asked_for_from_the_page(dialog: SettingsDialog) -> None:
    wanted: list[int] = []
    dialog.wall_wanted.connect(wanted.append)
    dialog.show_page("display")
    page = dialog.page()
    assert isinstance(page, DisplayPage)
    assert page.wall.value() == 0
    page.wall.setFocus()
    QTest.keyClick(page.wall, Qt.Key.Key_Down)
    QTest.keyClick(page.wall, Qt.Key.Key_Down)
    assert wanted == [1, 5]
    assert any("重新输入密码" in w.text() for w in page.findChildren(QLabel))


def test_where_the_data_lies_is_told(dialog: SettingsDialog, office: Office) -> None:
    dialog.show_page("display")
    assert str(office.folder) in [w.text() for w in dialog.page().findChildren(QLabel)]


def test_every_library_has_its_licence_and_version(dialog: SettingsDialog) -> None:
    dialog.show_page("about")
    page = dialog.page()
    assert isinstance(page, AboutPage)
    rows = page.model.records()
    assert all(row.licence for row in rows)
    versions = {row.name: row.version for row in rows}
    assert versions["PySide6-Essentials"]
    assert versions["reportlab"]


def test_about_says_where_the_data_is(dialog: SettingsDialog, bench: Bench) -> None:
    dialog.show_page("about")
    page = dialog.page()
    assert isinstance(page, AboutPage)
    assert page.place.text() == str(bench.office.folder)
    texts = [w.text() for w in page.findChildren(QLabel)]
    assert f"楼栋长工作台 {ldz_desktop.__version__}" in texts


def test_a_newer_version_on_a_stick_is_offered_and_not_started(
    dialog: SettingsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("ldz_desktop.ui.kit.files.open_folder", opened.append)
    dialog.show_page("about")
    page = dialog.page()
    assert isinstance(page, AboutPage)
    assert page.install.isHidden()
    setup = tmp_path / "ldz-desktop-9.0.0-setup.exe"
    page.offer(NewerSetup(setup, "9.0.0"))
    assert page.install.isVisible()
    assert "9.0.0" in page.newer.text()
    assert str(setup) in page.newer.text()
    assert opened == []
    page.offer(None)
    assert page.install.isHidden()


def test_the_parts_named_are_all_that_users_install() -> None:
    """What the program needs and what that brings along, as the lock file says."""
    from ldz_desktop.ui.settings.about_page import parts

    lock = (Path(__file__).resolve().parents[2] / "requirements.lock").read_text("utf-8")
    locked = {n.lower() for n in re.findall(r"^([A-Za-z][\w.-]*)==", lock, re.MULTILINE)}
    named = {p.name.lower() for p in parts()}
    assert locked <= named
    assert {p.name for p in parts() if p.version} >= {"Python", "numpy", "reportlab"}
    assert {p.name.lower() for p in parts() if p.version} <= locked | {"python"}


def test_the_keys_are_listed(window: QWidget) -> None:
    dialog = KeysDialog(window)
    dialog.open()
    texts = [w.text() for w in dialog.findChildren(QLabel)]
    assert "Ctrl+F" in texts
    dialog.close()


def test_whose_telephone_stands_on_the_plate(
    dialog: SettingsDialog, bench: Bench, qtbot: QtBot
) -> None:
    dialog.show_page("plate")
    page = dialog.page()
    assert isinstance(page, PlatePage)
    qtbot.waitUntil(bench.tasks.idle)
    assert page.form.values() == {"own_phone": False, "service_phone": None}
    assert not page.save.isEnabled()
    page.form.editor("own_phone").setChecked(True)  # type: ignore[attr-defined]
    page.form.editor("service_phone").setText("0827-5550199")  # type: ignore[attr-defined]
    press(page.save)
    qtbot.waitUntil(bench.tasks.idle)
    assert bench.office.person_papers.rules() == PlateRules(
        own_phone=True, service_phone="0827-5550199"
    )
    assert not page.save.isEnabled()


def test_who_signs_is_set_and_shown_as_it_will_be_printed(
    dialog: SettingsDialog, bench: Bench, qtbot: QtBot
) -> None:
    bench.office.households.add_place("兴新社区", "福锦苑", "1栋")
    dialog.show_page("signers")
    page = dialog.page()
    assert isinstance(page, SignersPage)
    qtbot.waitUntil(bench.tasks.idle)
    assert "按社区的排名公示：兴新社区党支部" in page.shown.text()
    editor = page.form.editor("ranking:社区")
    assert isinstance(editor, TextEditor)
    editor.setText("〔社区党委")
    press(page.save)
    assert page.form.problem_texts("ranking:社区") == ("〔〕里只能写 社区、小区、街道、办公室。",)
    editor.setText("中共〔社区〕委员会")
    assert "按社区的排名公示：中共兴新社区委员会" in page.shown.text()
    press(page.save)
    qtbot.waitUntil(bench.tasks.idle)
    assert bench.office.signers.wordings()["ranking:社区"] == "中共〔社区〕委员会"
    press(page.usual)
    press(page.save)
    qtbot.waitUntil(bench.tasks.idle)
    assert bench.office.signers.wordings()["ranking:社区"] == "〔社区〕党支部"
