"""The tool in its tab, an office of two buildings, and a laptop that a real pack was opened on."""

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pypdfium2  # type: ignore[import-untyped]
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.services.restoring import by_password, restore
from ldz_desktop.storage import keyring
from ldz_desktop.ui.households.visits.page import VisitsPage
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.kit.purpose import PurposeDialog
from ldz_desktop.ui.kit.tasks import TaskRunner
from tests.conftest import PASSWORD
from tests.services.visits.conftest import Place, Trip
from tests.ui.conftest import Finger, FixedChooser
from tests.ui.households.conftest import Desk as TabDesk

Scene = Literal["office", "away", "asked"]


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What tests begin with, made once: an office; the same with 1栋 away on a laptop; and merged,
    with four to decide (one of somebody the office has removed)."""
    root = tmp_path_factory.mktemp("visits")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyring, "DEFAULT_COST", keyring.Cost(memory=8192, passes=1, lanes=1))
        office, _ = create_office(root / "now", "兴文街道办事处", "李敏", PASSWORD)
        trip = Trip(Place(office), Place(office), root)
        _fill(trip.desk)
        _keep(office, root / "office")
        trip.desk = Place(open_office(root / "now", "", PASSWORD))
        building = trip.desk.home().building_id
        packed = trip.desk.office.visits.pack(root / "out.ldzvisit", [building], PASSWORD)
        restore(packed.path, by_password("李敏", PASSWORD), root / "laptop")
        _keep(trip.desk.office, root / "away")
        trip.desk = Place(open_office(root / "now", "", PASSWORD))
        shutil.copytree(root / "laptop", root / "far")
        trip.laptop = Place(open_office(root / "far", "", PASSWORD))
        _differ(trip)
        trip.merge()
        trip.laptop.office.close()
        _keep(trip.desk.office, root / "asked")
    return root


def _keep(office: Office, where: Path) -> None:
    office.close()
    shutil.copytree(office.folder, where)


def _fill(place: Place) -> None:
    """101: a family; 102: one person; 201 in the other building: another."""
    office = place.office
    first = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    second = office.households.add_place("兴新社区", "福锦苑", "2栋").ids[0]
    for building, room in ((first, "101"), (first, "102"), (second, "201")):
        office.households.create(building, "1", room, "自住")
    place.add("101", "张建国", relation="02", birth=date(1967, 7, 26), phone="13900000001")
    place.add("101", "王秀英", relation="10", birth=date(1969, 1, 1))
    place.add("102", "赵云", relation="02", birth=date(1980, 2, 2), phone="13900000005")
    place.add("201", "钱多", relation="02", birth=date(1970, 3, 3))


def _differ(trip: Trip) -> None:
    """Two telephones, a workplace, and the workplace of somebody the office has removed."""
    for one, far in ((trip.desk, "1"), (trip.laptop, "2")):
        one.edit("张建国", phone=f"139{far}1110001", workplace=f"单位{far}")
        one.edit("赵云", phone=f"1390000000{far}")
    trip.desk.office.households.remove_resident(trip.desk.person("王秀英").id)
    trip.laptop.edit("王秀英", workplace="机械厂")


@pytest.fixture
def scene() -> Scene:
    """What a file's tests begin with."""
    return "office"


@pytest.fixture
def office(folders: Path, scene: Scene, tmp_path: Path) -> Iterator[Office]:
    """A copy of that scene, opened by 李敏."""
    shutil.copytree(folders / scene, tmp_path / "office")
    opened = open_office(tmp_path / "office", "", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def place(office: Office) -> Place:
    return Place(office)


class Desk:
    """The page alone in a window, as its tab would show it; whole_tab has the rest."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot, building: int) -> None:
        self.changes: list[Change] = []
        self.targets: list[Target] = []
        self.left = 0
        self.bench = dataclasses.replace(bench, publish=self._published, show=self.targets.append)
        self.office, self.tasks = bench.office, bench.tasks
        self.qtbot, self.window = qtbot, window
        self.building = building
        self.page: VisitsPage | None = None
        self._layout = QVBoxLayout(window)

    def tool(self) -> VisitsPage:
        """The page, opened anew while 1栋 is selected in the tree."""
        page = self._page()
        page.begin(PlaceRef("building", self.building))
        self.settle()
        return page

    def look_at(self, path: Path) -> VisitsPage:
        """The page, opened anew by a double click on a file."""
        page = self._page()
        page.begin_with(path)
        self.settle()
        return page

    def _page(self) -> VisitsPage:
        if self.page is not None:
            self._layout.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page = VisitsPage(self.bench, self._leave)
        self._layout.addWidget(self.page)
        return self.page

    def _leave(self) -> None:
        self.left += 1

    def _published(self, change: Change) -> None:
        self.changes.append(change)
        if self.page is not None:
            self.page.refresh(change)

    def settle(self) -> None:
        """Let everything end that was begun, also what its results begin."""
        self.qtbot.waitUntil(self.tasks.idle)

    def audit(self, event: str) -> list[tuple[str, str]]:
        """What was logged: (subject, detail)."""
        rows = self.office.core.database.rows(
            "SELECT subject, detail FROM audit WHERE event = ? ORDER BY id", (event,)
        )
        return [(str(subject), str(detail)) for subject, detail in rows]


@pytest.fixture
def desk(place: Place, bench: Bench, window: QWidget, qtbot: QtBot) -> Desk:
    return Desk(bench, window, qtbot, place.home().building_id)


@pytest.fixture
def whole_tab(place: Place, bench: Bench, window: QWidget, qtbot: QtBot) -> TabDesk:
    """户档 whole, with 1栋 selected in the tree."""
    made = TabDesk(bench, window, qtbot)
    made.tab.tree.select_place(PlaceRef("building", place.home().building_id))
    made.settle()
    return made


@pytest.fixture
def pick(whole_tab: TabDesk) -> Callable[[], VisitsPage]:
    """pick(): the page, opened from the menu of the tab."""

    def run() -> VisitsPage:
        (action,) = [
            one
            for one in whole_tab.tab.list.bar.tools_button.menu().actions()
            if one.text().startswith("走访包")
        ]
        action.trigger()
        whole_tab.settle()
        page = whole_tab.tab.tools.page
        assert isinstance(page, VisitsPage)
        return page

    return run


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def trip(place: Place, folders: Path, stick: Path, tmp_path: Path) -> Iterator[Trip]:
    """1栋 on a laptop."""
    shutil.copytree(folders / "laptop", tmp_path / "laptop")
    laptop = Place(open_office(tmp_path / "laptop", "", PASSWORD))
    yield Trip(place, laptop, stick)
    laptop.office.close()


@pytest.fixture
def click(desk: Desk) -> Callable[[QWidget], None]:
    """A click on what can be clicked, and everything it begins."""

    def run(widget: QWidget) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        desk.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        desk.settle()

    return run


@pytest.fixture
def press(tasks: TaskRunner, window: QWidget, qtbot: QtBot) -> Callable[..., None]:
    """A key where the focus is, as the keyboard sends it."""

    def run(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        target = QApplication.focusWidget()
        assert target is not None
        qtbot.keyClick(target, key, modifier)
        qtbot.waitUntil(tasks.idle)

    return run


@pytest.fixture
def purpose(finger: Finger) -> Iterator[Callable[[str], None]]:
    """purpose("交街道"): what the next dialog that asks for one is answered with."""
    timer = QTimer()
    timer.setInterval(10)

    def run(words: str) -> None:
        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, PurposeDialog):
                timer.stop()
                dialog.form.set_values({"purpose": words})
                finger.press("选择文件并导出")

        timer.timeout.connect(look)
        timer.start()

    yield run
    timer.stop()


@pytest.fixture
def leaves(
    desk: Desk, click: Callable[[QWidget], None], chooser: FixedChooser,
    purpose: Callable[[str], None], tmp_path: Path,
) -> Callable[[QPushButton, QPushButton], tuple[str, list[str]]]:  # fmt: skip
    """leaves(print, export): the text of the paper, and the cells of the file."""

    def run(printing: QPushButton, exporting: QPushButton) -> tuple[str, list[str]]:
        click(printing)
        (dialog,) = [d for d in desk.window.findChildren(PaperDialog) if d.isVisible()]
        document = pypdfium2.PdfDocument(dialog._pdf)  # noqa: SLF001
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        dialog.reject()
        chooser.answer = tmp_path / "列表.xlsx"
        purpose("交街道")
        click(exporting)
        sheet = load_workbook(chooser.answer).active
        assert sheet is not None
        return text, [str(cell.value) for line in sheet.iter_rows() for cell in line]

    return run
