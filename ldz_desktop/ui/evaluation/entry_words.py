"""What the entry page says."""

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.services.evaluation_records import BuildingProgress
from ldz_desktop.ui.evaluation.entry import Happened, SheetEntry

LEGEND = (
    "1–5 评分    0 未答    退格 退一题，再退取回上一张    回车 收下这张    "
    "Del 删掉这张    PgUp PgDn 换楼栋    Esc 离开，已录的保留"
)
DONE = "已交批"


def entry_state(one: BuildingProgress) -> tuple[str, str]:
    """A building's batch in one word, and the tone of its chip."""
    if one.drafted:
        return f"录{one.drafted}", "blue"
    if one.header is None:
        return "未录", "grey"
    return DONE, "green"


HINTS: dict[Happened, str] = {
    "filed": "已收下一张",
    "dropped": "已删掉一张",
    "taken back": "回车收下，退格改，1–5 从第 1 题重录",
}


def balance_words(entry: SheetEntry, header: Header) -> str:
    """What a count sheet that adds up says about the sheets still to be keyed."""
    left = header.valid - entry.valid
    if left > 0:
        return f"表头对得上，还要录 {left} 张有效表。"
    if entry.problems(header):
        return "".join(entry.problems(header))
    return "表头和已录的表对得上，可以交批。"
