"""数据体检 in a window: kinds and lines, repairs with undo, filters, paper and spreadsheet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.services.codes import reader
from ldz_desktop.services.context import Office
from ldz_desktop.services.progress import SILENT
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.ui.households.mending.output import by_leader, work_lists
from ldz_desktop.ui.households.mending.page import MendingPage
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.paper_view import PaperDialog

NUMBER = "511902196707260018"
HEAD = Resident(
    0, 0, "陈志远", "02", id_number=NUMBER, sex="1", birth=date(1967, 7, 26), phone="13912340018"
)


def filed(office: Office, building: str, room: str, *people: Resident) -> tuple[int, list[int]]:
    """A household checked today with these people, written past the checks; their ids."""
    place = office.households.add_place("兴新社区", "福锦苑", building)
    home = office.households.create(place.ids[0], "1单元", room, "自有").ids[0]
    ids = office.core.ids()
    made = [next(ids) for _ in people]
    with office.core.action("旧数据"):
        for position, (ident, one) in enumerate(zip(made, people, strict=True)):
            new = replace(one, id=ident, household_id=home, position=position)
            HouseholdStore(office.core.database).add_resident(new, reader().sort_key(one.name))
        office.core.database.update(
            "household", {"checked_on": office.today().isoformat()}, {"id": home}
        )
    return home, made


class Street:
    """Two buildings, one with a leader, and five things to mend."""

    def __init__(self, office: Office) -> None:
        child = Resident(0, 0, "陈一诺", "30", sex="2", birth=date(2016, 1, 1), political="13")
        self.first, ids = filed(office, "2栋", "101", replace(HEAD, sex="2"), child)
        self.man, self.child = ids
        self.second, (self.silent,) = filed(
            office, "2栋", "102", Resident(0, 0, "王芳", "02", birth=date(1990, 1, 1))
        )
        self.third, _ = filed(
            office, "10栋", "201",
            Resident(0, 0, "罗桂芳", "02", birth=date(1950, 1, 1), phone="13900000001"),
            Resident(0, 0, "罗一", "30", birth=date(1980, 1, 1), spouse_id=12345),
        )  # fmt: skip
        self.building = office.households.get(self.first).building_id
        office.roster.create(Leader(0, "王大娘"), self.building, office.today())


@pytest.fixture
def street(office: Office) -> Street:
    return Street(office)


class Desk:
    """The page in a window."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = window
        self.office = bench.office
        self.tasks = bench.tasks
        self.left = 0
        self.changes: list[Change] = []
        self.targets: list[Target] = []
        self.bench = replace(bench, publish=self._published, show=self.targets.append)
        self.page = MendingPage(self.bench, self._leave)
        layout = QVBoxLayout(window)
        layout.addWidget(self.page)

    def begin(self, place: PlaceRef = ALL) -> None:
        self.page.begin(place)
        self.settle()

    def renew(self) -> None:
        """Another page in its place."""
        layout = self.window.layout()
        assert layout is not None
        self.page.hide()
        self.page.deleteLater()
        self.page = MendingPage(self.bench, self._leave)
        layout.addWidget(self.page)
        self.begin()

    def _leave(self) -> None:
        self.left += 1

    def _published(self, change: Change) -> None:
        self.changes.append(change)
        self.page.refresh(change)

    def settle(self) -> None:
        self.qtbot.waitUntil(self.tasks.idle, timeout=30_000)

    def kinds(self) -> list[tuple[str, str]]:
        model = self.page.kinds
        return [
            (str(model.index(r, 1).data()), str(model.index(r, 2).data()))
            for r in range(model.rowCount())
        ]

    def choose(self, title: str) -> None:
        row = [kind for kind, _ in self.kinds()].index(title)
        self.page.kind_table.selectRow(row)

    def names(self) -> list[str]:
        return [line.name for line in self.page.lines.shown()]

    def press(self, button: QPushButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def undo(self) -> None:
        buttons = [b for b in self.window.findChildren(QPushButton) if b.text() == "撤销"]
        self.press([b for b in buttons if b.isVisible()][-1])


@pytest.fixture
def desk(street: Street, bench: Bench, window: QWidget, qtbot: QtBot) -> Desk:
    del street
    made = Desk(bench, window, qtbot)
    made.begin()
    return made


EVERYTHING = [
    ("全部", "4"), ("性别与证件不符", "1"), ("亲属档案已不在", "1"),
    ("未成年人有政治面貌", "1"), ("户主没有电话", "1"),
]  # fmt: skip


def test_kinds_with_counts_and_lines_by_address(desk: Desk, said: Callable[[], str]) -> None:
    assert desk.kinds() == EVERYTHING
    assert desk.names() == ["陈志远", "陈一诺", "王芳", "罗一"]
    assert "全部 · 检查了 3 户，4 条待处理" in said()
    assert "陈志远的性别是女，证件号码上是男。" in said()
    assert "修复：性别改为男。" in said()
    assert desk.window.focusWidget() is desk.page.lines.table


def test_a_kind_shows_its_lines(desk: Desk, said: Callable[[], str]) -> None:
    desk.choose("户主没有电话")
    assert desk.names() == ["王芳"]
    assert "打开户档补上。" in said()
    assert not desk.page.lines.repair_button.isVisible()
    desk.choose("全部")
    assert len(desk.names()) == 4


def test_a_repair_and_its_undo(desk: Desk, street: Street, said: Callable[[], str]) -> None:
    desk.choose("性别与证件不符")
    desk.press(desk.page.lines.repair_button)
    assert desk.office.households.resident(street.man).sex == "1"
    assert desk.kinds() == [("全部", "3"), *EVERYTHING[2:]]
    assert "已修复：性别改为男" in said()
    assert street.first in desk.changes[-1].ids
    desk.undo()
    assert desk.office.households.resident(street.man).sex == "2"
    assert desk.kinds() == EVERYTHING
    assert desk.names() == ["陈志远", "陈一诺", "王芳", "罗一"]


def test_repairing_one_after_the_other(desk: Desk, street: Street) -> None:
    """The cursor goes to the next line by itself."""
    desk.page.lines.table.selectRow(0)
    desk.press(desk.page.lines.repair_button)
    current = desk.page.lines.current()
    assert current is not None
    assert current.name == "陈一诺"
    desk.press(desk.page.lines.repair_button)
    assert desk.office.households.resident(street.child).political is None
    assert desk.names() == ["王芳", "罗一"]


def test_what_somebody_mended_meanwhile_is_said_and_left_out(
    desk: Desk, street: Street, finger: object
) -> None:
    office = desk.office
    before = office.households.resident(street.man)
    office.households.save_resident(before, replace(before, sex="1"))
    desk.choose("性别与证件不符")
    finger.press("知道了")  # type: ignore[attr-defined]
    desk.press(desk.page.lines.repair_button)
    desk.qtbot.waitUntil(finger.done)  # type: ignore[attr-defined]
    desk.settle()
    assert desk.kinds() == [("全部", "3"), *EVERYTHING[2:]]


def test_the_household_is_opened_at_the_person(desk: Desk, street: Street) -> None:
    desk.page.lines.table.selectRow(1)
    desk.press(desk.page.lines.open_button)
    desk.qtbot.keyClick(desk.page.lines.table, Qt.Key.Key_Return)
    assert desk.targets == [Target("resident", street.child)] * 2


def test_coming_back_from_a_household_goes_on_where_it_was(desk: Desk, street: Street) -> None:
    """The tab drops a page that is left and makes another one; the line was mended meanwhile."""
    lines = desk.page.lines
    lines.leader.set_value("王大娘")
    lines.leader.changed.emit()
    lines.table.selectRow(1)
    desk.press(lines.open_button)
    child = desk.office.households.resident(street.child)
    desk.office.households.save_resident(child, replace(child, political=None))
    desk.renew()
    assert desk.names() == ["陈志远", "王芳"]
    current = desk.page.lines.current()
    assert current is not None
    assert current.name == "王芳"
    desk.renew()
    assert desk.names() == ["陈志远", "王芳", "罗一"]


def test_filters_by_leader_and_building(desk: Desk) -> None:
    lines = desk.page.lines
    assert [lines.leader.itemText(i) for i in range(lines.leader.count())] == [
        "全部楼栋长", "王大娘（3）", "暂无楼栋长（1）",
    ]  # fmt: skip
    lines.leader.set_value("")
    lines.leader.changed.emit()
    assert desk.names() == ["罗一"]
    lines.leader.set_value("王大娘")
    lines.leader.changed.emit()
    assert desk.names() == ["陈志远", "陈一诺", "王芳"]
    desk.press(lines.repair_button)
    assert desk.names() == ["陈一诺", "王芳"]
    assert lines.leader.value() == "王大娘"


def test_a_building_alone(desk: Desk, street: Street, said: Callable[[], str]) -> None:
    desk.begin(PlaceRef("building", street.building))
    assert "福锦苑2栋 · 检查了 2 户，3 条待处理" in said()
    assert [kind for kind, _ in desk.kinds()] == [
        "全部", "性别与证件不符", "未成年人有政治面貌", "户主没有电话",
    ]  # fmt: skip


def test_a_change_elsewhere_is_looked_at_again(desk: Desk, street: Street) -> None:
    office = desk.office
    before = office.households.resident(street.silent)
    change = office.households.save_resident(before, replace(before, phone="13912345678"))
    desk.page.refresh(change)
    desk.settle()
    assert desk.names() == ["陈志远", "陈一诺", "罗一"]


def test_when_everything_is_mended(
    office: Office, bench: Bench, window: QWidget, qtbot: QtBot, said: Callable[[], str]
) -> None:
    filed(office, "2栋", "101", replace(HEAD, sex="2"))
    desk = Desk(bench, window, qtbot)
    desk.begin()
    desk.press(desk.page.lines.repair_button)
    assert "没有发现问题" in said()
    desk.undo()
    assert desk.kinds() == [("全部", "1"), ("性别与证件不符", "1")]


def test_cancelled_and_begun_again(
    street: Street, bench: Bench, window: QWidget, qtbot: QtBot, said: Callable[[], str]
) -> None:
    del street
    desk = Desk(bench, window, qtbot)
    desk.page.begin(ALL)
    bench.tasks.cancel_all()
    desk.settle()
    assert "还没有检查" in said()
    (begin,) = [b for b in desk.page.findChildren(QPushButton) if b.text().startswith("开始检查")]
    desk.press(begin)
    assert desk.kinds() == EVERYTHING


def test_keys(desk: Desk) -> None:
    desk.qtbot.keyClick(desk.page.kind_table, Qt.Key.Key_Down)
    assert desk.names() == ["陈志远"]
    desk.qtbot.keyClick(desk.page.kind_table, Qt.Key.Key_Return)
    assert desk.window.focusWidget() is desk.page.lines.table
    desk.qtbot.keyClick(desk.page, Qt.Key.Key_F5)
    desk.settle()
    assert desk.kinds() == EVERYTHING
    desk.qtbot.keyClick(desk.page, Qt.Key.Key_Escape)
    assert desk.left == 1


# -- paper and spreadsheet -----------------------------------------------------------------------


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def test_every_leader_has_a_list_of_pages_alone(desk: Desk) -> None:
    lines = desk.page.lines.shown()
    assert list(by_leader(lines)) == ["王大娘", ""]
    pdf, missing = work_lists(desk.office, lines, SILENT)
    assert missing == ()
    first, second = page_texts(pdf)
    assert "楼栋长：王大娘" in first
    assert "罗一" not in first
    assert "暂无楼栋长的楼栋" in second
    assert "罗一" in second
    assert NUMBER not in first
    assert "社区经办人" in first


def test_printing_shows_the_paper_and_is_logged(desk: Desk) -> None:
    desk.press(desk.page.lines.print_button)
    desk.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaperDialog)
    assert dialog.view.page_count() == 2
    dialog.reject()
    rows = desk.office.core.database.rows("SELECT detail FROM audit WHERE event = 'print.mending'")
    assert rows == [("4",)]


def test_exporting_asks_for_the_purpose(
    desk: Desk, chooser: object, tmp_path: Path, said: Callable[[], str]
) -> None:
    path = tmp_path / "清单.xlsx"
    chooser.answer = path  # type: ignore[attr-defined]
    desk.choose("性别与证件不符")
    desk.press(desk.page.lines.export_button)
    desk.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    (go,) = [b for b in dialog.findChildren(QPushButton) if b.text().startswith("选择位置")]
    desk.press(go)
    assert not path.exists()
    dialog.form.set_values({"purpose": "交楼栋长核实"})  # type: ignore[attr-defined]
    desk.press(go)
    assert "已导出 1 条到 清单.xlsx" in said()
    texts = [str(cell.value) for row in load_workbook(path).active for cell in row]  # type: ignore[union-attr]
    assert "陈志远的性别是女，证件号码上是男。" in texts
    assert NUMBER not in "".join(texts)
    rows = desk.office.core.database.rows(
        "SELECT subject, detail FROM audit WHERE event = 'export.masked'"
    )
    assert rows == [("mending", "交楼栋长核实")]
