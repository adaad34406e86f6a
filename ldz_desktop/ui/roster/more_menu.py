"""The button 更多: what can be printed and done about the leader that is shown."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ldz_desktop.ui.roster.card_menu import CARD_MENU
from ldz_desktop.ui.roster.registry import named

if TYPE_CHECKING:
    from ldz_desktop.domain.leaders import LeaderRow
    from ldz_desktop.services.roster import LeaderDetail
    from ldz_desktop.ui.kit.feature import Bench

Shown = Callable[[], "tuple[LeaderDetail, LeaderRow | None] | None"]
"""Who is shown, and the building led at present; None: nobody."""


def hang_menu(bench: "Bench", owner: QWidget, button: QPushButton, shown: Shown) -> None:
    """Give the button the menu of card_menu.CARD_MENU; without lines it is not there."""
    menu = QMenu(button)
    for caption, path in CARD_MENU:
        if caption:
            menu.addAction(caption).triggered.connect(partial(_run, bench, owner, path, shown))
        else:
            menu.addSeparator()
    button.setMenu(menu)
    if not CARD_MENU:
        button.hide()


def _run(bench: "Bench", owner: QWidget, path: str, shown: Shown, *_: object) -> None:
    found = shown()
    if found is not None:
        named(path)(bench, owner, *found)
