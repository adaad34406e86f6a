"""Panels side by side whose edges can be dragged; the widths are remembered from day to day."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ldz_desktop.record import record
from ldz_desktop.ui.kit import theme

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.preferences import Preferences

_GAP = 12


@record
class Panel:
    """width: at first, least: never narrower, 0 for what its content needs (both in px of the
    14 px design); share: of the room that a wider window brings, 0 for none."""

    widget: QWidget
    width: int
    share: int = 0
    least: int = 0


class Panels(QSplitter):
    """Panels(key, panels, preferences). key: under which the widths are remembered."""

    def __init__(self, key: str, panels: Sequence[Panel], preferences: "Preferences") -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._key = key
        self._preferences = preferences
        self.setHandleWidth(theme.px(_GAP))
        self.setChildrenCollapsible(False)
        for at, panel in enumerate(panels):
            if panel.least:
                panel.widget.setMinimumWidth(theme.px(panel.least))
            self.addWidget(panel.widget)
            self.setStretchFactor(at, panel.share)
        usual = [panel.width for panel in panels]
        known = preferences.widths(key)
        widths = known if len(known) == len(usual) else usual
        self.setSizes([theme.px(width) for width in widths])
        self.splitterMoved.connect(self._remember)

    def _remember(self) -> None:
        self._preferences.set_widths(
            self._key, [round(width / theme.scale()) for width in self.sizes()]
        )
