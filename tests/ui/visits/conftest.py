"""An office that has given out two packs, a laptop with nothing, and a hand on the mouse."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.app import Program
from ldz_desktop.domain.households import Resident
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.services.restoring import by_password, restore
from ldz_desktop.storage import keyring
from ldz_desktop.ui.unlock.visit_page import VisitPage

PASSWORD = "测试口令-2026"
W = TypeVar("W", bound=QWidget)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """office/, and in stick/ its packs: first (1栋 and 3栋, two files) and second (2栋, one)."""
    place = tmp_path_factory.mktemp("visits")
    (place / "stick").mkdir()
    with pytest.MonkeyPatch.context() as cheap:
        cheap.setattr(keyring, "DEFAULT_COST", keyring.Cost(memory=8192, passes=1, lanes=1))
        office, _ = create_office(place / "office", "兴文街道办事处", "李敏", PASSWORD)
        buildings = [
            office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)
        ]
        for number, building in enumerate(buildings, 1):
            made = office.households.create(building, "1", f"{number}01", "自有").ids[0]
            head = Resident(
                0, made, f"王秀{'一二三'[number - 1]}", relation="02", phone="13900000018"
            )
            office.households.add_resident(made, head)
        first, second, third = buildings
        office.visits.pack(place / "stick" / "first.ldzvisit", [first, third], PASSWORD)
        office.visits.pack(place / "stick" / "second.ldzvisit", [second], PASSWORD)
        office.close()
    return place


@pytest.fixture
def scene(prepared: Path, tmp_path: Path) -> Path:
    """Copies of the office and of the packs; data is still to come."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return tmp_path


@dataclass
class Laptop:
    """The program over the folder data, and who clicks in it."""

    scene: Path
    program: Program
    qtbot: QtBot

    @property
    def data(self) -> Path:
        return self.scene / "data"

    def pack(self, name: str = "first") -> Path:
        return self.scene / "stick" / f"{name}.ldzvisit"

    def press(self, widget: QWidget) -> None:
        """A click on what can be clicked."""
        assert widget.isEnabled()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def wait(self, until: Callable[[], bool | None]) -> None:
        self.qtbot.waitUntil(until)

    def calm(self) -> None:
        """All work is done."""
        self.wait(self.program.tasks.idle)

    def window(self, kind: type[W]) -> W:
        """The window of that kind, once it is on the screen."""

        def there() -> list[W]:
            every = QApplication.topLevelWidgets()
            return [w for w in every if isinstance(w, kind) and w.isVisible()]

        self.wait(lambda: bool(there()))
        return there()[0]

    def words(self, widget: QWidget) -> str:
        """Every text that is visible in a widget."""
        return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())

    def prepare(self, name: str = "first") -> None:
        """A pack lies open in the folder; nobody works with it."""
        restore(self.pack(name), by_password("", PASSWORD), self.data)

    def change(self, office: Office, phone: str) -> None:
        """One value of the first household."""
        from dataclasses import replace

        person = office.households.get(office.households.ids()[0]).members[0]
        office.households.save_resident(person, replace(person, phone=phone))

    def changed(self, *phones: str) -> None:
        """The same without a window."""
        office = open_office(self.data, "", PASSWORD)
        for phone in phones:
            self.change(office, phone)
        office.close()

    def type_password(self, page: VisitPage, password: str = PASSWORD) -> None:
        self.wait(lambda: page.ask.names.count() > 0)
        page.ask.password.editor.setText(password)
        QTest.keyClick(page.ask.password.editor, Qt.Key.Key_Return)

    def to_the_look(self, page: VisitPage) -> None:
        """Past the password."""
        self.type_password(page)
        self.wait(page.look.isVisible)
        self.calm()


@pytest.fixture
def laptop(scene: Path, dressed: QApplication, qtbot: QtBot) -> Iterator[Laptop]:
    del dressed
    program = Program(scene / "data")
    yield Laptop(scene, program, qtbot)
    program.end()
