"""The sections of the tab: the roster itself, and the pages of a leader's term beside it."""

from ldz_desktop.ui.kit.sections import Section

SECTIONS: tuple[Section, ...] = (
    Section("selections", "推选", "SelectionsPage"),
    Section("postings", "公示", "PostingsPage"),
    Section("training", "培训", "TrainingPage"),
    Section("duties", "履职", "DutiesPage"),
    Section("cautions", "末位", "CautionsPage"),
    Section("rewards", "奖励", "RewardsPage"),
)
"""In the order of a term. A section is one folder and one line here."""

ROSTER = "roster"
