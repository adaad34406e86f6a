"""The menu 更多 of the card and of the personal record: papers and flows about one leader.

A line is (caption, "module:function"); the function is called as function(bench, owner, detail,
row): owner a QWidget for dialogs, detail a services.roster.LeaderDetail, row the LeaderRow of the
building led at present, None out of office. ("", "") is a line between groups.
"""

CARD_MENU: tuple[tuple[str, str], ...] = (
    ("约谈 …", "ldz_desktop.ui.roster.cautions.menu:talk"),
    ("离任交接 …", "ldz_desktop.ui.roster.cautions.menu:hand_over"),
)
