"""The wall itself: a panel for each community with the flags that hang there."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from ldz_desktop.services.honours import FlagHolder
from ldz_desktop.ui.honours.flag_card import FlagCard, UndecidedCard
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import card, clear, column, label, row

_PANEL = 366
"""A panel is never narrower than this; so many stand side by side as fit."""


class Wall(QWidget):
    """Panels side by side, broken into rows where there are many communities."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panels: list[QWidget] = []
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(12))

    def show_flags(
        self,
        holders: Sequence[FlagHolder],
        undecided: Mapping[str, tuple[str, ...]],
        faces: Mapping[int, QImage],
    ) -> None:
        """holders: of one month; undecided: community → buildings tied for a flag; faces: leader_id
        → portrait."""
        clear(self._grid)
        names = dict.fromkeys([*(h.community for h in holders), *undecided])
        self._panels = [
            _panel(
                name,
                [FlagCard(h, faces.get(h.leader_id)) for h in holders if h.community == name],
                undecided.get(name, ()),
            )
            for name in names
        ]
        self._across = 0
        self._arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        across = max(1, min(len(self._panels), self.width() // theme.px(_PANEL)))
        if across == self._across:
            return
        self._across = across
        for panel in self._panels:
            self._grid.removeWidget(panel)
        for index, panel in enumerate(self._panels):
            self._grid.addWidget(panel, *divmod(index, across))
        for section in range(self._grid.columnCount()):
            self._grid.setColumnStretch(section, 1 if section < across else 0)


def _panel(community: str, cards: list[FlagCard], tied: tuple[str, ...]) -> QWidget:
    places: list[QWidget] = [*cards]
    if tied:
        places.append(UndecidedCard(tied))
    flags = row(spacing=8)
    for place in places:
        flags.addWidget(place, 1)
    return card(column(label(community, "strong"), flags, spacing=4))
