"""走访名单 through the real buttons: from the page of due visits, and from a building's picture."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Household
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.storage.settings import AuditStore
from ldz_desktop.ui.households.tags.list_dialog import VisitListDialog
from ldz_desktop.ui.households.tags.page import TagsPage
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.paper_view import PaperDialog

if TYPE_CHECKING:
    from tests.ui.conftest import FixedChooser
    from tests.ui.households.conftest import Desk

Settle = Callable[[], None]


@pytest.fixture
def settle(bench: Bench, qtbot: QtBot) -> Settle:
    return lambda: qtbot.waitUntil(bench.tasks.idle, timeout=20_000)


@pytest.fixture
def page(street: list[Household], bench: Bench, window: QWidget, settle: Settle) -> TagsPage:
    """On the due visits of the building of a family and of an old person who lives alone."""
    made = TagsPage(bench, lambda: None)
    QVBoxLayout(window).addWidget(made)
    made.begin(PlaceRef("building", street[0].building_id))
    settle()
    made.turn(made.due)
    return made


@pytest.fixture
def saved(chooser: "FixedChooser", tmp_path: Path) -> Path:
    """Where 存为 PDF puts it."""
    chooser.answer = tmp_path / "走访名单.pdf"
    return chooser.answer


def asked() -> VisitListDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, VisitListDialog), found
    return found


def shown() -> PaperDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, PaperDialog), found
    return found


def printed(bench: Bench) -> list[tuple[str, str]]:
    rows = AuditStore(bench.office.core.database).rows(10)
    return [(about, detail) for _, _, event, about, detail in rows if event == "print.visit_list"]


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "".join("".join(p.get_textpage().get_text_range() for p in pdf).split())
    finally:
        pdf.close()


def test_those_who_are_due_then_the_whole_building(
    page: TagsPage, street: list[Household], bench: Bench, saved: Path, qtbot: QtBot,
    settle: Settle,
) -> None:  # fmt: skip
    page.turn(page.kinds)
    assert page.print_button.text() == "打印(&P)"  # a list by tag, as ever
    page.turn(page.due)
    assert page.print_button.text() == "打印走访名单(&P) …"
    qtbot.keyClick(page.print_button, Qt.Key.Key_Space)
    qtbot.keyClick(asked(), Qt.Key.Key_Escape)
    settle()
    assert QApplication.activeModalWidget() is None
    qtbot.keyClick(page.print_button, Qt.Key.Key_Space)
    settle()
    dialog = asked()
    assert dialog.due.text() == "到期的(&D)：1 户"
    assert dialog.everybody.text() == "整栋楼(&A)：2 户，到期的标灰底"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)  # the choice that is there
    settle()
    paper = shown()
    assert paper.windowTitle() == "福锦苑2栋走访名单"
    paper.save()
    text = text_of(saved)
    assert "罗桂芳" in text
    assert "陈志远" not in text
    assert "独居" not in text
    paper.close()
    qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(asked().everybody, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(asked().make_button, Qt.MouseButton.LeftButton)
    settle()
    shown().save()
    text = text_of(saved)
    assert text.index("陈志远") < text.index("罗桂芳")
    shown().close()
    about = f"building:{street[0].building_id}"
    assert printed(bench) == [(about, "全部 2 户"), (about, "到期 1 户")]


def test_from_the_picture_of_a_building(desk: "Desk", street: list[Household]) -> None:
    desk.tab.tree.select_place(PlaceRef("building", street[0].building_id))
    desk.settle()
    desk.tab.list.show_view("picture")
    desk.settle()
    desk.tab.print_list()
    menu = next(m for m in desk.tab.findChildren(QMenu) if m.isVisible())
    next(a for a in menu.actions() if a.text().startswith("走访名单")).trigger()
    menu.close()
    asked().make_button.click()
    desk.settle()
    assert shown().windowTitle() == "福锦苑2栋走访名单"
    shown().close()
    assert desk.audit("print.visit_list") == [
        (f"building:{street[0].building_id}", "到期 1 户")
    ]  # fmt: skip
