"""The sections of the personal record, in the order of its list.

A line is (title, "module:Class"): made as Class(bench) when it is first shown, a QWidget with
show_leader(leader_id), which reads that leader (again) on the worker and shows it. It is called
whenever the section comes up, another leader does, or something was written. A section that can
lose what somebody typed has may_leave() -> bool.
"""

RECORD_SECTIONS: tuple[tuple[str, str], ...] = (
    ("任职经历", "ldz_desktop.ui.roster.record.terms:TermsSection"),
    ("推选", "ldz_desktop.ui.roster.selections.section:SelectionSection"),
    ("党员发展", "ldz_desktop.ui.roster.record.party:PartySection"),
    ("培训", "ldz_desktop.ui.roster.training.section:TrainingSection"),
    ("履职", "ldz_desktop.ui.roster.duties.section:DutySection"),
    ("承诺", "ldz_desktop.ui.roster.record.commitments:CommitmentSection"),
    ("得分", "ldz_desktop.ui.roster.record.scores:ScoreSection"),
    ("奖励", "ldz_desktop.ui.roster.rewards.section:RewardSection"),
    ("末位与交接", "ldz_desktop.ui.roster.cautions.section:CautionSection"),
    ("历史", "ldz_desktop.ui.roster.record.history:HistorySection"),
)
