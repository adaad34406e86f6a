"""The tabs of the window, in their order. A new tab is one folder and one line here."""

from ldz_desktop.ui import evaluation, honours, households, roster
from ldz_desktop.ui.kit.feature import Feature

FEATURES: tuple[Feature, ...] = (
    households.FEATURE,
    roster.FEATURE,
    evaluation.FEATURE,
    honours.FEATURE,
)

ON_A_VISIT: tuple[Feature, ...] = (households.FEATURE,)
"""A visit has the files of a few buildings, and nothing else."""
