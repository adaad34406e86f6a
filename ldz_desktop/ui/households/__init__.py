"""户档: one file per household, from the tree of places to the single person."""

from typing import TYPE_CHECKING

from ldz_desktop.ui.kit.feature import Bench, Feature

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Tab


def _make(bench: Bench) -> "Tab":
    from ldz_desktop.ui.households.first_look import FirstLook

    first = FirstLook(bench)
    from ldz_desktop.ui.households.tab import HouseholdsTab

    return HouseholdsTab(bench, first)


FEATURE = Feature(
    "households",
    "户档",
    frozenset({"resident", "household", "building", "import", "visit_pack"}),
    _make,
)
