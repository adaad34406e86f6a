"""The guided changes of a household, one dialog each, and who lived in a dwelling on a day."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from ldz_desktop.ui.kit.feature import Bench

MOVES: tuple[tuple[str, str], ...] = (
    ("head", "换户主(&H) …"),
    ("tenants", "换租(&Z) …"),
    ("", ""),
    ("birth", "出生(&B) …"),
    ("death", "死亡(&D) …"),
    ("move_in", "迁入(&I) …"),
    ("move_out", "迁出(&O) …"),
    ("", ""),
    ("split", "分户(&F) …"),
    ("merge", "并户(&M) …"),
    ("relocation", "搬家(&R) …"),
    ("", ""),
    ("lived", "某日谁住这里(&W) …"),
)
"""The menu 变动: (key for open_move, caption with its mnemonic); an empty key is a line."""


def open_move(
    key: str, bench: "Bench", household_id: int, parent: "QWidget", resident_id: int = 0
) -> "QDialog":
    """Open one of the dialogs of MOVES over a household, or "removal", which Del on a head opens.
    resident_id: the member the cursor is on, proposed where the dialog asks for one."""
    dialog = _make(key, bench, household_id, parent, resident_id)
    dialog.open()
    return dialog


def _make(
    key: str, bench: "Bench", household_id: int, parent: "QWidget", resident_id: int
) -> "QDialog":
    if key == "lived":
        from ldz_desktop.ui.households.moves.lived import LivedDialog

        return LivedDialog(bench, household_id, parent)
    from ldz_desktop.ui.households.moves.dialogs import DIALOGS

    return DIALOGS[key](bench, household_id, parent, resident_id)
