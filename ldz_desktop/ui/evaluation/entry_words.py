"""What the entry page says."""

from collections import Counter

from ldz_desktop.domain.evaluation import BLANK, Header
from ldz_desktop.domain.oddities import oddities
from ldz_desktop.domain.rekeying import LineUp, different_questions
from ldz_desktop.services.evaluation_records import BuildingProgress
from ldz_desktop.ui.evaluation.batch_work import BatchWork, Stage
from ldz_desktop.ui.evaluation.entry import Happened, SheetEntry
from ldz_desktop.ui.evaluation.pad import Marks, PadView

_KEYING = (
    "1–5 评分    0 未答    退格 收回上一个键    回车 收下这张    "
    "Del 删掉这张    PgUp PgDn 换楼栋    Esc 离开，录的都在"
)
LEGENDS: dict[Stage, str] = {
    "first": _KEYING,
    "second": _KEYING,
    "compare": "看原表按键：1–5 表上的评分    0 未答    回车 有这张    Del 没有这张    "
    "退格 收回上一个决定    F8 接着复录    Esc 离开，录的都在",
}
DONE = "已交批"
AGREED = "已复核"
_KEYINGS = ("一", "二")


def entry_state(one: BuildingProgress) -> tuple[str, str]:
    """A building's batch in one word, and the tone of its chip."""
    if one.drafted:
        return ("复录中" if one.checked else f"录{one.drafted}"), "blue"
    if one.header is None:
        return "未录", "grey"
    return (AGREED if one.checked else DONE), "green"


HINTS: dict[Happened, str] = {
    "filed": "已收下一张",
    "dropped": "已删掉一张",
    "taken back": "已收回上一个键，接着改",
}
_WHOLE = "回车收下，退格从最后一题改起，1–5 从第 1 题重录"


def balance_words(work: BatchWork, header: Header) -> str:
    """What a count sheet that adds up says about the sheets still to be keyed."""
    entry = work.first
    left = header.valid - entry.valid
    if left > 0:
        return f"表头对得上，还要录 {left} 张有效表。"
    if entry.problems(header):
        return "".join(entry.problems(header))
    if work.stage == "second":
        return f"第一遍和表头对得上；复录还差 {work.short} 张。"
    if work.different:
        return f"第一遍和表头对得上；两遍还有 {len(work.different)} 张不一致。"
    again = "，两遍一致" if work.stage == "compare" else ""
    return f"表头和已录的表对得上{again}，可以交批。"


def odd_words(one: BuildingProgress, entry: SheetEntry, header: Header) -> tuple[str, ...]:
    """What a person should look at before a balanced batch is handed over; it stops nothing."""
    if entry.problems(header):
        return ()
    return oddities(
        Counter(entry.sheets),
        entry.scheme,
        given=one.given,
        issued=header.issued,
        returned=header.returned,
        households=one.households,
    )


def pad_view(work: BatchWork, happened: Happened) -> PadView:
    """What the pad shows after a key."""
    if work.compared is not None:
        return _compare_view(work, work.compared)
    entry, hint = work.entry, HINTS.get(happened, "")
    which = f"第 {len(entry.sheets) + 1} 张"
    if entry.place is not None:
        which = f"取回的第 {entry.place + 1} 张"
    if work.stage == "second":
        which = f"复录{which}"
        if not hint and not entry.sheets and not entry.in_hand:
            hint = "换一个人，从同一摞的第 1 张录起"
        elif not work.short and not entry.in_hand:
            hint = "张数够了，回车比对"
    questions = entry.scheme.questions
    now = len(entry.current)
    if now == len(questions):
        hint = _WHOLE
    asked = f"第 {now + 1} 题，{questions[now]}" if now < len(questions) else "已满，回车收下"
    return PadView(
        which,
        hint,
        questions,
        tuple(_mark(answer) for answer in entry.current),
        now if now < len(questions) else None,
        long=now > 1,
        spoken=f"录表，{which}，已答 {now} 题，{asked}",
    )


def _compare_view(work: BatchWork, compared: LineUp) -> PadView:
    """The sheet whose turn it is, with what each keying says where they differ."""
    questions, asked = work.first.scheme.questions, work.asked
    if asked is None:
        title, hint = "两遍一致", "回车，再回车交批"
        return PadView(title, hint, questions, now=None, spoken=f"{title}，{hint}")
    row, question = asked
    first, second = compared.rows[row]
    which = f"第 {compared.place(row)} 张" if compared.in_order else "这一张"
    if question is not None:
        title, hint = f"{which}的第 {question + 1} 题", "看原表，按表上的评分"
        says = tuple(_said(sheet, question) for sheet in (first, second))
        spoken = f"{title}，{questions[question]}，第一遍{says[0]}，第二遍{says[1]}，{hint}"
    else:
        keying = _KEYINGS[0] if first is not None else _KEYINGS[1]
        title, hint = f"{which}，只第{keying}遍有", "表在按回车，没有或录重了按 Del"
        spoken = f"{title}，{hint}"
    both = zip(first or second or "", second or first or "", strict=True)
    marks = tuple(_beside(a, b) for a, b in both)
    return PadView(title, hint, questions, marks, question, spoken=spoken)


def _said(sheet: str | None, question: int) -> str:
    answer = "" if sheet is None else sheet[question]
    return "未答" if answer == BLANK else answer


def _mark(answer: str, tone: str = "ink") -> Marks:
    return {answer: (answer, "faint" if answer == BLANK else tone)}


def _beside(first: str, second: str) -> Marks:
    """What both keyings say of a question, or what each of them says."""
    if first == second:
        return _mark(first, "faint")
    return {first: (_KEYINGS[0], "ink"), second: (_KEYINGS[1], "ink")}


def difference_words(compared: LineUp, row: int) -> tuple[str, str]:
    """A line of the list of differences: the sheet's place in the pile, and what differs."""
    place = str(compared.place(row)) if compared.in_order else ""
    first, _ = compared.rows[row]
    numbers = [question + 1 for question in different_questions(compared.rows[row])]
    if not numbers:
        return place, f"只第{_KEYINGS[0] if first is not None else _KEYINGS[1]}遍有这张"
    return place, f"第 {'、'.join(map(str, numbers))} 题不一致"
