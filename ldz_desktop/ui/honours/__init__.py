"""The honour wall: who holds the flags, who has held them longest, and how scores move."""

from ldz_desktop.ui.kit.feature import Bench, Feature, Tab


def _make(bench: Bench) -> Tab:
    from ldz_desktop.ui.honours.tab import HonoursTab

    return HonoursTab(bench)


FEATURE = Feature("honours", "荣誉墙", frozenset({"flags", "awards"}), _make)
