"""The fields of the dialogs: one member, several members, a door."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import Household, Resident, age_on
from ldz_desktop.domain.kinship import Links, certain_links
from ldz_desktop.domain.moves import Door, shown_name
from ldz_desktop.domain.places import Building
from ldz_desktop.ui.households.place_fields import PlaceBoxes
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import CheckEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form

ADULT = 18


def present(household: Household) -> list[Resident]:
    return [m for m in household.members if m.state == "present"]


def is_adult(person: Resident, day: date) -> bool:
    return person.birth is None or age_on(person.birth, day) >= ADULT


def spouses(household: Household) -> dict[int, int]:
    """Who is whose spouse, by link or by the relations to the head."""
    told = certain_links(household.members)
    found = {m.id: m.spouse_id or told.get(m.id, Links()).spouse_id for m in household.members}
    known = {one: other for one, other in found.items() if other is not None}
    return {**{other: one for one, other in known.items()}, **known}


def member_text(person: Resident, today: date) -> str:
    """张长子 · 长子 · 56 岁."""
    parts = [shown_name(person, today), codes.RELATION.label(person.relation)]
    if person.birth is not None:
        age = age_on(person.birth, today)
        parts.append(f"{age} 岁")
    return " · ".join(p for p in parts if p)


def member_pairs(
    people: Sequence[Resident], today: date, empty: str = "请选择"
) -> list[tuple[object, str]]:
    """For a PickEditor."""
    return [(None, empty), *((p.id, member_text(p, today)) for p in people)]


class MembersEditor(QFrame):
    """Several members, to tick."""

    changed = Signal()

    def __init__(self, people: Sequence[Resident], today: date) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(4), 0, 0)
        layout.setSpacing(theme.px(2))
        self.boxes: dict[int, CheckEditor] = {}
        for person in people:
            box = CheckEditor(member_text(person, today).replace("&", "&&"))
            box.changed.connect(self.changed)
            self.boxes[person.id] = box
            layout.addWidget(box)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> tuple[int, ...]:
        return tuple(ident for ident, box in self.boxes.items() if box.value())

    def set_value(self, value: Sequence[int]) -> None:
        for ident, box in self.boxes.items():
            box.set_value(ident in value)


class DoorFields:
    """Community, compound, building, unit and room in a form."""

    KEYS = ("community", "compound", "building", "unit", "room")

    def __init__(self, form: Form, household: Household) -> None:
        """household: whose building is proposed."""
        self._form = form
        self._boxes = PlaceBoxes()
        self._buildings: tuple[Building, ...] = ()
        form.add("community", "社区", self._boxes.community)
        form.add("compound", "小区", self._boxes.compound)
        form.add("building", "楼栋(&L)", self._boxes.building)
        form.add("unit", "单元(&U)", TextEditor("没有单元就空着", longest=20))
        form.add("room", "房号(&H)", TextEditor("如 1102、101-1、负1层", longest=20))
        self._boxes.start((household.community, household.compound, household.building))

    def know(self, buildings: Sequence[Building]) -> None:
        self._buildings = tuple(buildings)
        self._boxes.know(buildings)

    def building(self) -> Building | None:
        """The building on file that the three boxes name."""
        wanted = self._boxes.values()
        return next(
            (b for b in self._buildings if (b.community, b.compound, b.name) == wanted), None
        )

    def door(self) -> Door | None:
        values = self._form.values()
        building = self.building()
        if building is None or not values["room"]:
            return None
        return Door(building_id=building.id, unit=values["unit"] or "", room=values["room"])

    def show(self, *, visible: bool) -> None:
        for key in self.KEYS:
            self._form.show_field(key, visible=visible)


def plain_panel(*widgets: QWidget) -> QFrame:
    """A card of its own around some widgets."""
    made = QFrame()
    made.setProperty("role", "card")
    layout = QVBoxLayout(made)
    margin = theme.px(12)
    layout.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
    layout.setSpacing(theme.px(6))
    for one in widgets:
        layout.addWidget(one)
    return made
