"""Whole district, community, compound or building: one box with the tree in it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStyleOptionComboBox, QWidget
from typing_extensions import override

from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.services.households_records import CommunityNode
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor

_INDENT = "　"


class PlaceChooser(PickEditor):
    """Holds a PlaceRef."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__([(ALL, "全区")], parent)
        self.setAccessibleName("范围")
        self.setMinimumWidth(theme.px(150))
        self._titles: dict[PlaceRef, str] = {ALL: "全区"}

    def offer(self, tree: Sequence[CommunityNode]) -> None:
        """Other places; what is chosen stays."""
        pairs: list[tuple[object, str]] = [(ALL, "全区")]
        self._titles = {ALL: "全区"}
        for community in tree:
            self._add(pairs, PlaceRef("community", community.id), community.name, 0)
            for compound in community.compounds:
                place = PlaceRef("compound", compound.id)
                self._add(pairs, place, compound.name, 1)
                for building in compound.buildings:
                    place = PlaceRef("building", building.id)
                    self._add(pairs, place, building.name, 2, compound.name)
        self.set_pairs(pairs)

    @override
    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """The indent is for the open list: closed, the name has the whole box."""
        super().initStyleOption(option)
        option.currentText = option.currentText.strip(_INDENT)

    def _add(
        self,
        pairs: list[tuple[object, str]],
        place: PlaceRef,
        name: str,
        depth: int,
        before: str = "",
    ) -> None:
        self._titles[place] = before + name
        pairs.append((place, _INDENT * depth + before + name))

    @property
    def place(self) -> PlaceRef:
        value = self.value()
        return value if isinstance(value, PlaceRef) else ALL

    @property
    def title(self) -> str:
        """福锦苑1栋."""
        return self._titles.get(self.place, "全区")
