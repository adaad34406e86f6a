"""The leader roster: who leads which building, since when, and how it goes."""

from ldz_desktop.ui.kit.feature import Bench, Feature, Tab


def _make(bench: Bench) -> Tab:
    from ldz_desktop.ui.roster.tab import RosterTab

    return RosterTab(bench)


FEATURE = Feature(
    "roster",
    "楼栋长",
    frozenset(
        {"leader", "posting", "selection", "caution", "handover", "course", "duties", "reward"}
    ),
    _make,
)
