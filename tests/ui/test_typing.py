"""Typing with an input method switched on: every field takes characters, nothing acts on half of
them, and where keys are commands no composition opens."""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

import ldz_desktop.ui
from ldz_desktop.domain.codes import SEX
from ldz_desktop.domain.masks import mask_phone
from ldz_desktop.services.context import Office
from ldz_desktop.ui.evaluation.marks import StarGrid
from ldz_desktop.ui.evaluation.pad import SheetPad
from ldz_desktop.ui.evaluation.star_pad import StarPad
from ldz_desktop.ui.features import FEATURES
from ldz_desktop.ui.households.occupation import OccupationEditor
from ldz_desktop.ui.households.picture.view import PictureView
from ldz_desktop.ui.households.place_fields import PlaceBox, PlaceBoxes
from ldz_desktop.ui.households.veiled import VeiledText
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import (
    ChoiceEditor,
    CodeEditor,
    DateEditor,
    NoteEditor,
    NumberEditor,
    PasswordEditor,
    TextEditor,
)
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.finder import FinderField, FinderTable
from ldz_desktop.ui.kit.line_editor import LineEditor
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.recovery_code import GroupField
from ldz_desktop.ui.kit.search_field import SearchField
from ldz_desktop.ui.kit.sections import Home, Section, Sections
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.main_window import MainWindow
from ldz_desktop.ui.roster.duties.count_editor import CountEditor
from ldz_desktop.ui.roster.rewards.editors import LeaderEditor, MoneyEditor
from ldz_desktop.ui.roster.secret_editor import SecretEditor
from ldz_desktop.ui.roster.training.fields import HoursEditor
from ldz_desktop.ui.unlock.unlock_window import UnlockWindow
from ldz_desktop.ui.unlock.wizard import FirstRun


def takes(widget: QWidget) -> bool:
    """Whether an input method works in it: what Qt asks the widget that gets the focus."""
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(widget, asked)
    return bool(asked.value(Qt.InputMethodQuery.ImEnabled))


def compose(field: QWidget, letters: str, committed: str = "") -> None:
    """What an input method sends: letters so far, or the characters chosen for them."""
    event = QInputMethodEvent(letters, [])
    if committed:
        event.setCommitString(committed)
    QApplication.sendEvent(field, event)


def text_of(field: QWidget) -> str:
    if isinstance(field, QComboBox):
        return field.currentText()
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()  # type: ignore[attr-defined]


def caret(field: QWidget) -> int:
    return int(field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).x())


FIELDS: dict[str, Callable[[], QWidget]] = {
    "text": TextEditor,
    "code": CodeEditor,
    "note": NoteEditor,
    "date": DateEditor,
    "hours": lambda: HoursEditor(45),
    "leader": lambda: LeaderEditor([(1, "赵琴 · 福锦苑1栋", "zhaoqin zq")]),
    "secret": lambda: SecretEditor(mask_phone),
    "veiled": VeiledText,
    "place": lambda: PlaceBox("如 福锦苑"),
    "occupation": OccupationEditor,
}


@pytest.fixture(params=FIELDS)
def field(request: pytest.FixtureRequest, window: QWidget) -> QWidget:
    made = FIELDS[request.param]()
    made.setParent(window)
    made.resize(400, made.sizeHint().height())
    made.show()
    made.setFocus()
    return made


def test_a_field_shows_what_is_composed_and_takes_what_was_chosen(field: QWidget) -> None:
    told: list[str] = []
    field.changed.connect(lambda: told.append(text_of(field)))  # type: ignore[attr-defined]
    assert takes(field)
    before = caret(field)
    compose(field, "zhao")
    assert caret(field) > before, "what is composed does not show"
    assert (text_of(field), told) == ("", [])
    compose(field, "", "赵")
    assert text_of(field) == "赵"
    assert told == ["赵"]


def test_nothing_is_told_of_a_selection_that_is_being_replaced(field: QWidget) -> None:
    compose(field, "", "王")
    told: list[str] = []
    field.changed.connect(lambda: told.append(text_of(field)))  # type: ignore[attr-defined]
    line = field.lineEdit() if isinstance(field, QComboBox) else field
    line.selectAll()  # type: ignore[union-attr]
    compose(field, "l")
    compose(field, "li")
    assert told == [], "half a word was acted on"
    compose(field, "", "李")
    assert told == ["李"]


def test_a_composition_given_up_is_told_where_it_took_something_away(field: QWidget) -> None:
    compose(field, "", "王")
    told: list[str] = []
    field.changed.connect(lambda: told.append(text_of(field)))  # type: ignore[attr-defined]
    line = field.lineEdit() if isinstance(field, QComboBox) else field
    line.selectAll()  # type: ignore[union-attr]
    compose(field, "li")
    compose(field, "")
    assert told == [""]


@pytest.mark.parametrize(
    "make", [NumberEditor, MoneyEditor, CountEditor, lambda: GroupField(1), PasswordEditor]
)
def test_figures_and_hidden_passwords_are_typed_without_an_input_method(
    make: Callable[[], QWidget], window: QWidget
) -> None:
    made = make()
    made.setParent(window)
    made.show()
    made.setFocus()
    assert not takes(made)
    made.setEnabled(False)
    made.setEnabled(True)
    assert not takes(made)


def test_a_password_that_is_shown_takes_characters(window: QWidget) -> None:
    made = PasswordEditor(parent=window)
    show = made.actions()[-1]
    show.trigger()
    assert takes(made)
    compose(made, "", "芳草地")
    assert made.value() == "芳草地"
    show.trigger()
    assert not takes(made)


@pytest.mark.parametrize(
    ("make", "typed", "value"),
    [
        (DateEditor, "２０２６年９月３日", date(2026, 9, 3)),
        (DateEditor, "2026。9。3", date(2026, 9, 3)),
        (DateEditor, "2026、9、3", date(2026, 9, 3)),
        (DateEditor, "2026，9，3", date(2026, 9, 3)),
        (DateEditor, "2026—9—3", date(2026, 9, 3)),
        (DateEditor, "　20260903", date(2026, 9, 3)),
        (NumberEditor, "４２", 42),
        (NumberEditor, "　42", 42),
        (MoneyEditor, "１，０００。５", 100_050),
        (lambda: HoursEditor(45), "4。5", 203),
        (lambda: HoursEditor(45), "１８０分钟", 180),
        (CodeEditor, "１３９０００００１１８", "13900000118"),
        (CodeEditor, "南字第１２３４５６７号", "南字第1234567号"),
        (VeiledText, "５１１９０１１９６２０７０５００１ｘ", "51190119620705001x"),
        (lambda: SecretEditor(mask_phone), "０８２７－１２３４５６７", "0827-1234567"),
    ],
)
def test_what_a_chinese_keyboard_makes_of_figures_is_read(
    make: Callable[[], QLineEdit], typed: str, value: object, dressed: QApplication
) -> None:
    made = make()
    made.setText(typed)
    assert made.value() == value  # type: ignore[attr-defined]
    assert not getattr(made, "problem", str)()


def test_duty_figures_are_read_in_full_width(dressed: QApplication) -> None:
    made = CountEditor()
    made.setText("１２")
    assert made.times() == 12


def test_a_search_means_the_same_in_full_width(window: QWidget, qtbot: QtBot) -> None:
    made = SearchField("查找", parent=window)
    compose(made, "", "１栋　ｚｑ")
    assert made.wanted() == "1栋 zq"


def test_typing_in_the_middle_of_a_place_stays_there(dressed: QApplication) -> None:
    boxes = PlaceBoxes()
    boxes.start(("兴新社区", "福锦苑", "1栋"))
    line = boxes.community.lineEdit()
    assert line is not None
    line.setCursorPosition(2)
    compose(boxes.community, "", "文")
    compose(boxes.community, "", "明")
    assert boxes.values()[0] == "兴新文明社区"


def test_every_field_of_the_program_is_one_of_the_kit(dressed: QApplication) -> None:
    """Else it would act on half a word; found by reading every module of the window."""
    for module in pkgutil.walk_packages(ldz_desktop.ui.__path__, "ldz_desktop.ui."):
        importlib.import_module(module.name)
    made = set(_below(QLineEdit)) | set(_below(QPlainTextEdit)) | set(_below(QTextEdit))
    ours = {one for one in made if one.__module__.startswith("ldz_desktop.")}
    assert ours >= {TextEditor, NumberEditor, SearchField, CountEditor}
    assert not [one for one in ours if not issubclass(one, LineEditor | SearchField | NoteEditor)]


def _below(parent: type[QWidget]) -> Iterator[type[QWidget]]:
    for one in parent.__subclasses__():
        yield one
        yield from _below(one)


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows")
@pytest.mark.parametrize(
    ("make", "works"),
    [(TextEditor, True), (NoteEditor, True), (NumberEditor, False), (PasswordEditor, False)],
)
def test_windows_takes_its_input_method_away_where_it_is_not_wanted(
    make: Callable[[], QWidget], works: bool, window: QWidget, qtbot: QtBot
) -> None:
    if QApplication.platformName() != "windows":
        pytest.skip("needs the real windows (LDZ_TEST_PLATFORM=windows)")
    import ctypes

    made = make()
    made.setParent(window)
    made.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    imm = ctypes.WinDLL("imm32")  # type: ignore[attr-defined, unused-ignore]
    imm.ImmGetContext.restype = ctypes.c_void_p
    imm.ImmGetContext.argtypes = [ctypes.c_void_p]
    qtbot.waitUntil(lambda: bool(imm.ImmGetContext(int(window.winId()))) == works)


# -- where keys are commands -------------------------------------------------------------------


def people(window: QWidget) -> RecordModel[str]:
    columns = [Column("name", "姓名", lambda name: name, width=120)]
    model: RecordModel[str] = RecordModel(columns, hash, window)
    model.set_records(("赵琴", "王芳"))
    return model


@pytest.mark.parametrize("reason", [Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason])
@pytest.mark.parametrize(
    "make",
    [
        lambda window: RecordTable(people(window), "名单"),
        lambda window: FinderTable(people(window), "名单"),
        lambda window: SheetPad(),
        lambda window: StarPad(),
        lambda window: PictureView(),
        lambda window: ChoiceEditor(SEX),
    ],
)
def test_no_composition_opens_where_keys_are_commands(
    make: Callable[[QWidget], QWidget], reason: Qt.FocusReason, window: QWidget
) -> None:
    made = make(window)
    made.setParent(window)
    made.show()
    made.setFocus(reason)
    assert made.hasFocus()
    assert not takes(made)


@pytest.fixture
def finder(window: QWidget) -> tuple[FinderField, FinderTable]:
    field = FinderField("姓名", parent=window)
    table = FinderTable(people(window), "名单", parent=window)
    table.setGeometry(0, 40, 400, 300)
    table.found_by(field)
    field.show()
    table.show()
    table.take_over()
    return field, table


def test_a_name_may_be_begun_in_the_list(
    finder: tuple[FinderField, FinderTable], qtbot: QtBot
) -> None:
    """The first letter of the Pinyin must not be lost to the key press that goes to the field."""
    field, table = finder
    searched: list[str] = []
    field.searched.connect(lambda: searched.append(field.wanted()))
    field.setText("旧")
    qtbot.waitUntil(lambda: searched == ["旧"])
    assert takes(table)
    compose(table, "w")
    compose(table, "wang")
    assert table.hasFocus(), "a change of focus ends the composition"
    assert field.text() == ""
    qtbot.wait(200)
    assert searched == ["旧"]
    assert caret(table) == caret(field) + field.x() - table.x()
    compose(table, "", "王")
    assert field.hasFocus()
    assert field.text() == "王"
    qtbot.waitUntil(lambda: searched == ["旧", "王"])


def test_a_composition_given_up_in_the_list_leaves_the_list_in_charge(
    finder: tuple[FinderField, FinderTable],
) -> None:
    field, table = finder
    compose(table, "w")
    compose(table, "")
    assert table.hasFocus()
    assert not field.composing()
    compose(table, "")  # input methods are reset without need, too
    assert field.text() == ""


def test_the_space_bar_of_a_full_width_keyboard_ticks_too(
    finder: tuple[FinderField, FinderTable],
) -> None:
    field, table = finder
    spaced: list[bool] = []
    table.spaced.connect(lambda: spaced.append(True))
    QTest.keyClick(table, Qt.Key.Key_Space)
    compose(table, "", "　")
    assert spaced == [True, True]
    assert field.text() == ""


NUMBER_PAD = (
    Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Left, Qt.Key.Key_Clear,
    Qt.Key.Key_Insert,
)  # fmt: skip
WRONG = (
    Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Delete,
)  # fmt: skip
KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Around(QWidget):
    """A page that would act on the keys its pad leaves alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.left_alone: list[int] = []

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.left_alone.append(event.key())


def test_the_number_pad_keys_grades_without_num_lock(window: QWidget) -> None:
    page = Around(window)
    pad = SheetPad(page)
    keyed: list[str] = []
    pad.pressed.connect(keyed.append)
    for key in (*NUMBER_PAD, *WRONG):
        QTest.keyClick(pad, key, KEYPAD)
    assert keyed == ["1", "2", "3", "4", "5", "-"]
    assert page.left_alone == []
    for key in (Qt.Key.Key_5, Qt.Key.Key_Enter):  # with Num Lock
        QTest.keyClick(pad, key, KEYPAD)
    assert keyed[6:] == ["5", "finish"]
    QTest.keyClick(pad, Qt.Key.Key_PageDown)  # a key of its own
    assert page.left_alone == [Qt.Key.Key_PageDown]


def test_the_number_pad_keys_stars_without_num_lock(window: QWidget) -> None:
    page = Around(window)
    pad = StarPad(page)
    pad.show_grid(StarGrid((1, 2), ("---", "---")))
    grids: list[StarGrid] = []
    pad.edited.connect(grids.append)
    for key in (*NUMBER_PAD[:5], *WRONG):
        QTest.keyClick(pad, key, KEYPAD)
    assert grids[-1].lines == ("123", "45-")
    assert page.left_alone == []


def test_alt_and_the_number_pad_type_a_character_and_change_no_section(
    bench: Bench, window: QWidget, qtbot: QtBot
) -> None:
    home = Home("roster", "花名册", QWidget())
    sections = Sections(
        bench, "ldz_desktop.ui.roster", home, (Section("training", "培训", "TrainingPage"),)
    )
    sections.setParent(window)
    sections.show()
    sections.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(window, Qt.Key.Key_2, alt | KEYPAD)
    assert sections.current == "roster"
    QTest.keyClick(window, Qt.Key.Key_2, alt)
    qtbot.waitUntil(lambda: sections.current == "training")
    qtbot.waitUntil(bench.tasks.idle)


# -- the whole window ----------------------------------------------------------------------------


@pytest.fixture
def district(home: Office) -> Office:
    """And a month that is being evaluated."""
    home.evaluation.open_month("2026-10")
    return home


def wrong(widget: QWidget) -> bool:
    """A widget with the focus that takes the input method where it should not, or the reverse."""
    if isinstance(widget, FinderTable):
        return False  # hands it on
    if isinstance(widget, QLineEdit):
        hidden = widget.echoMode() != QLineEdit.EchoMode.Normal
        figures = bool(widget.inputMethodHints() & Qt.InputMethodHint.ImhDigitsOnly)
        wanted = not (hidden or figures or widget.isReadOnly())
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        wanted = not widget.isReadOnly()
    else:
        wanted = isinstance(widget, QComboBox) and widget.isEditable()
    return takes(widget) != wanted


def walk(window: QWidget) -> tuple[set[str], set[str]]:
    """Every widget that can have the focus, focused by key and by mouse: what was met, what is
    wrong. Fields of pages that are not shown are looked at too."""
    met, found = set(), set()
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QHeaderView):
            continue
        if widget.isVisible() and widget.isEnabled():
            for reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.MouseFocusReason):
                widget.clearFocus()
                widget.setFocus(reason)
                now = QApplication.focusWidget() or widget
                met.add(type(now).__name__)
                if wrong(now):
                    found.add(f"{type(now).__name__} {now.accessibleName()}")
        elif isinstance(widget, QLineEdit | QComboBox | QPlainTextEdit):
            met.add(type(widget).__name__)
            if wrong(widget):
                found.add(f"{type(widget).__name__} {widget.accessibleName()}")
    return met, found


@pytest.mark.parametrize("key", [feature.key for feature in FEATURES])
def test_the_whole_window_knows_where_an_input_method_belongs(
    key: str,
    district: Office,
    dressed: QApplication,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    notices = Notices(None)
    tasks = TaskRunner(notices)
    window = MainWindow(district, tasks, notices, FEATURES, Preferences(tmp_path))
    theme.dress(window)
    qtbot.addWidget(window, before_close_func=lambda w: w.leave())
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.tab(key)
    qtbot.waitUntil(tasks.idle)
    met, found = walk(window)
    for strip in (s for s in window.findChildren(Sections) if s.isVisible()):
        for button in strip.buttons.values():
            button.click()
            qtbot.waitUntil(tasks.idle)
            more, amiss = walk(window)
            met |= more
            found |= amiss
    assert found == set()
    assert met >= {"SearchField", "QTabBar", "Button"}
    assert tasks.stop()


def test_the_settings_know_it_too(
    district: Office, dressed: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    del dressed
    notices = Notices(None)
    tasks = TaskRunner(notices)
    window = MainWindow(district, tasks, notices, FEATURES[:1], Preferences(tmp_path))
    qtbot.addWidget(window, before_close_func=lambda w: w.leave())
    window.show()
    met, found = set(), set()
    window.open_settings()
    qtbot.waitUntil(tasks.idle)
    dialog = next(w for w in window.findChildren(QDialog) if w.isVisible())
    pages = dialog.findChild(QListWidget)
    assert pages is not None
    for row in range(pages.count()):
        pages.setCurrentRow(row)
        qtbot.waitUntil(tasks.idle)
        more, amiss = walk(dialog)
        met |= more
        found |= amiss
    dialog.done(0)
    assert found == set()
    assert met >= {"TextEditor", "CheckEditor", "DateEditor", "QListWidget"}
    assert tasks.stop()


def test_the_first_run_and_the_password_know_it_too(tmp_path: Path, dressed: QApplication) -> None:
    del dressed
    notices = Notices(None)
    tasks = TaskRunner(notices)
    for window in (
        FirstRun(tmp_path / "new", tasks, notices),
        UnlockWindow(tmp_path, tasks, notices, "李敏"),
    ):
        window.show()
        window.activateWindow()
        met, found = walk(window)
        assert found == set()
        assert met >= {"PasswordEditor", "GroupField"}
        window.close()
    assert tasks.stop()
