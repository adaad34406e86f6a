"""测评: the month from sheets to a printed ranking."""

from typing import TYPE_CHECKING

from ldz_desktop.ui.kit.feature import Feature

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench, Tab


def _make(bench: "Bench") -> "Tab":
    from ldz_desktop.ui.evaluation.tab import EvaluationTab

    return EvaluationTab(bench)


FEATURE = Feature("evaluation", "测评", frozenset({"month"}), _make)
