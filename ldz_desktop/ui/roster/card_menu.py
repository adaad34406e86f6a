"""The menu 更多 of the card and of the personal record: papers and flows about one leader.

A line is (caption, "module:function"); the function is called as function(bench, owner, detail,
row): owner a QWidget for dialogs, detail a services.roster.LeaderDetail, row the LeaderRow of the
building led at present, None out of office. ("", "") is a line between groups.
"""

CARD_MENU: tuple[tuple[str, str], ...] = (
    ("胸牌 …", "ldz_desktop.ui.roster.person_papers:badge"),
    ("公示牌（A4）…", "ldz_desktop.ui.roster.person_papers:plate"),
    ("公示牌（A5）…", "ldz_desktop.ui.roster.person_papers:small_plate"),
    ("聘书 …", "ldz_desktop.ui.roster.selections.letters:from_menu"),
    ("履职档案袋 …", "ldz_desktop.ui.roster.rewards.dossier:from_menu"),
    ("", ""),
    ("约谈 …", "ldz_desktop.ui.roster.cautions.menu:talk"),
    ("离任交接 …", "ldz_desktop.ui.roster.cautions.menu:hand_over"),
)
