"""An office with two buildings, and a laptop that a pack of one of them was opened on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from ldz_desktop.domain.households import Household, Resident
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office, open_office
from ldz_desktop.services.restoring import by_password, restore
from ldz_desktop.services.visits_records import Merged

PASSWORD = "测试口令-2026"
FATHER = "511902196707260018"


@dataclass
class Place:
    """An office or a laptop, and how a clerk edits there."""

    office: Office

    def home(self, room: str = "101") -> Household:
        (found,) = [
            home
            for home in map(self.office.households.get, self.office.households.ids())
            if home.room == room
        ]
        return found

    def person(self, name: str) -> Resident:
        homes = map(self.office.households.get, self.office.households.ids())
        return next(m for home in homes for m in home.members if m.name == name)

    def edit(self, who: str, **changes: object) -> None:
        before = self.person(who)
        self.office.households.save_resident(before, replace(before, **changes))  # type: ignore[arg-type]

    def add(self, room: str, name: str, **fields: object) -> int:
        resident = Resident(0, 0, name, **fields)  # type: ignore[arg-type]
        return self.office.households.add_resident(self.home(room).id, resident).ids[0]

    def names(self, room: str = "101") -> list[str]:
        return [m.name for m in self.home(room).members]


@dataclass
class Trip:
    """The office, the laptop, and what goes to and fro on a stick."""

    desk: Place
    laptop: Place
    stick: Path

    def bring_back(self, name: str = "back") -> Path:
        return self.laptop.office.visits.bring_back(self.stick / f"{name}.ldzvisit").path

    def merge(self, name: str = "back") -> Merged:
        return self.desk.office.visits.merge(self.bring_back(name))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Place]:
    office, _ = create_office(tmp_path / "office", "兴文街道办事处", "李敏", PASSWORD)
    place = Place(office)
    first = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    second = office.households.add_place("兴新社区", "福锦苑", "2栋").ids[0]
    office.households.create(first, "1", "101", "自住")
    office.households.create(first, "1", "102", "自住")
    office.households.create(second, "1", "201", "自住")
    place.add("101", "张建国", relation="02", id_number=FATHER, phone="13900000001")
    place.add("101", "王秀英", relation="10", birth=date(1969, 1, 1))
    place.add("101", "张大华", relation="22", birth=date(1992, 5, 1))
    place.add("101", "张小华", relation="23", birth=date(2015, 5, 1))
    place.add("102", "赵云", relation="02", birth=date(1980, 2, 2))
    place.add("201", "钱多", relation="02", birth=date(1970, 3, 3), phone="13800000009")
    yield place
    office.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def pack(desk: Place, stick: Path) -> Path:
    """1栋 as a pack."""
    building = desk.office.households.buildings()[0]
    return desk.office.visits.pack(stick / "out.ldzvisit", [building.id], PASSWORD).path


Opened = Callable[[Path, str], Place]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """opened(pack, "laptop"): that pack on a laptop of that name."""
    places = []

    def run(pack: Path, name: str) -> Place:
        restore(pack, by_password("", PASSWORD), tmp_path / name)
        places.append(Place(open_office(tmp_path / name, "", PASSWORD)))
        return places[-1]

    yield run
    for place in places:
        place.office.close()


@pytest.fixture
def trip(desk: Place, pack: Path, opened: Opened, stick: Path) -> Trip:
    return Trip(desk, opened(pack, "laptop"), stick)
