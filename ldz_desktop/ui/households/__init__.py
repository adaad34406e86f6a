"""户档: one file per household, from the tree of places to the single person."""

from typing import TYPE_CHECKING

from ldz_desktop.ui.kit.feature import Bench, Feature, Target

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ldz_desktop.ui.kit.feature import Tab


def _make(bench: Bench) -> "Tab":
    from ldz_desktop.ui.households.first_look import FirstLook

    first = FirstLook(bench)
    from ldz_desktop.ui.households.tab import HouseholdsTab

    return HouseholdsTab(bench, first)


def _import(bench: Bench, window: "QWidget", target: Target) -> None:
    from ldz_desktop.ui.households.import_dialog import ImportDialog

    ImportDialog(bench, window, month=target.month).open()


FEATURE = Feature(
    "households",
    "户档",
    frozenset({"resident", "household", "building", "place", "visit_pack"}),
    _make,
    {"import": _import},
)
