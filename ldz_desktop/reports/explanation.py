"""这分怎么来的 on one page, for somebody who objects: what was counted, the formulas with their
numbers, the tie-breaks that decided, the ranks around it, and how to check all of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ldz_desktop.domain.evaluation import GRADES, Standing
from ldz_desktop.domain.explaining import hidden_words
from ldz_desktop.domain.rank_interval import interval_sentence
from ldz_desktop.domain.schemes import Scheme, percent, resident_sentence, tie_words
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, GREY, MM, About, Document, Paper, Style
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services.evaluation_records import Explanation
from ldz_desktop.services.months import month_text

_FRAME = Frame(A4[0], A4[1], 20 * MM, 20 * MM, 16 * MM, 20 * MM)
_TITLE = replace(TITLE, size=18.0)
_HEAD = Style("heading", 11.5)
_TEXT = Style("body", 10.5)
_FOOT = Style("sans", 8.5, GREY)
_LOOK = Look(sizes=(10.5, 10.0, 9.5, 9.0, 8.5, 8.0), pitch=17.5)
_TITLE_PITCH = 30.0
_HEAD_PITCH = 22.0
_PITCH = 15.5
_NONE = "—"

_STEPS = (Column("项目"), Column("怎么算", wrap=True), Column("结果", "right", figures=True))
_GRADES = (
    Column("选项"), *(Column(grade, "right", figures=True) for grade in reversed(GRADES)),
)  # fmt: skip
_NEAR = (
    Column("名次", "center"), Column("楼栋", wrap=True), Column("楼栋长", wrap=True),
    Column("得分", "right", figures=True), Column("满意度", "right", figures=True),
    Column("星级", "right", figures=True), Column("有效表", "right", figures=True),
)  # fmt: skip


def render(
    explanation: Explanation, unit: str, *, today: date, fonts: FontSet | None = None
) -> Paper:
    """The explanation of one building's score on one page of A4."""
    score, month = explanation.standing.score, month_text(explanation.month)
    title = f"{score.title}{month}测评计分说明"
    document = Document(fonts or machine_fonts(), About(title, unit, today))
    flow = Flow(document, _FRAME)
    _title(flow, title)
    _text(flow, _summary(explanation))
    _heading(flow, "一、分数是怎么算出来的")
    _table(flow, _STEPS, [(s.label, s.formula, s.value) for s in explanation.steps])
    sentence = resident_sentence(explanation.scheme)
    if sentence:
        _text(flow, sentence)
    grades = score.grades
    if sum(grades):
        _heading(flow, "二、表上的回答")
        _table(flow, _GRADES, _grade_rows(grades))
    else:
        _heading(flow, "二、表上的回答")
        _text(flow, f"{hidden_words(explanation.scheme)}。")
    _heading(flow, "三、名次是怎么排的")
    for line in _ranking_lines(explanation):
        _text(flow, line)
    if explanation.neighbours:
        _table(flow, _NEAR, _near_rows(explanation.standing, explanation.neighbours))
    _heading(flow, "四、怎样自己核对")
    for line in _checking(explanation):
        _text(flow, line)
    _foot(flow, unit, explanation.code, today)
    return document.finish()


def _title(flow: Flow, title: str) -> None:
    document, frame = flow.document, flow.frame
    size = _TITLE.size * min(1.0, frame.measure / document.text_width(title, _TITLE))
    middle = frame.left + frame.measure / 2
    y = baseline(flow.y, _TITLE_PITCH, size)
    document.text(middle, y, title, replace(_TITLE, size=size), "center")
    flow.y += _TITLE_PITCH + 4


def _heading(flow: Flow, text: str) -> None:
    flow.skip(5)
    flow.document.text(flow.frame.left, baseline(flow.y, _HEAD_PITCH, _HEAD.size), text, _HEAD)
    flow.y += _HEAD_PITCH


def _text(flow: Flow, text: str) -> None:
    flow.set_lines(flow.lines(text, _TEXT, 0), _TEXT, _PITCH)


def _table(flow: Flow, columns: Sequence[Column], rows: Sequence[tuple[str, ...]]) -> None:
    Table(
        flow.document, list(columns), [Row(cells) for cells in rows], flow.frame.measure, _LOOK
    ).draw(flow)
    flow.skip(3)


def _summary(explanation: Explanation) -> str:
    """Whose score, which rank of how many, from how many sheets."""
    standing, score = explanation.standing, explanation.standing.score
    place = (
        f"在{standing.scope}参加排名的 {explanation.ranked} 栋楼中列第 {standing.rank} 名"
        if standing.rank
        else f"不参加排名（{score.why_unranked}）"
    )
    papers = f"有效表 {score.valid} 张"
    if score.issued:
        papers += f"，发出 {score.issued} 张，收回 {score.returned} 张"
    else:
        papers += f"，收回 {score.returned} 张，发出数没有登记"
    span = f"近 {explanation.scheme.window} 个月" if explanation.scheme.rolling else "本月"
    number = "" if score.score is None else f"得分 {score.score}，"
    return f"楼栋长：{score.leader or '暂缺'}。{number}{place}。{span}{papers}。"


def _grade_rows(grades: Sequence[int]) -> list[tuple[str, ...]]:
    whole, order = sum(grades), list(reversed(range(len(GRADES))))
    return [
        ("答项", *(f"{grades[g]} 项" for g in order)),
        ("占比", *(f"{100 * grades[g] / whole:.1f} %" for g in order)),
    ]


def _ranking_lines(explanation: Explanation) -> list[str]:
    scheme = explanation.scheme
    found = [
        f"名次按印出的得分从高到低排；同分的依次比较{tie_words(scheme)}；仍相同的名次并列，"
        "下一名次顺延。"
        if scheme.tie_breaks
        else "名次按印出的得分从高到低排；同分的名次并列，下一名次顺延。"
    ]
    found += [f"{line}。" for line in explanation.ties]
    if explanation.interval is not None:
        found.append(
            f"{interval_sentence(explanation.interval)}收回的表只是全楼的一部分，相邻名次之间的"
            "差别可能只是偶然。"
        )
    return found


def _near_rows(own: Standing, near: Sequence[Standing]) -> list[tuple[str, ...]]:
    """The ranks around it."""
    found = []
    for one in near:
        score = one.score
        mine = score.building_id == own.score.building_id
        title = f"{score.title}{'（本楼）' if mine else ''}"
        numbers = [_number(n) for n in (score.score, score.satisfaction, score.stars)]
        leader = score.leader or "暂缺"
        found.append((str(one.rank), title, leader, *numbers, str(score.valid)))
    return found


def _number(value: Decimal | None) -> str:
    return _NONE if value is None else str(value)


def _checking(explanation: Explanation) -> list[str]:
    scheme: Scheme = explanation.scheme
    values = "、".join(
        f"{grade} {value}"
        for grade, value in zip(reversed(GRADES), reversed(scheme.grade_values), strict=True)
    )
    asked = f"共 {len(scheme.questions)} 题，答满 {scheme.answered_minimum} 题有效"
    satisfaction, stars = percent(scheme.satisfaction_weight), percent(scheme.stars_weight)
    share = f"满意度得分 × {satisfaction} + 星级得分 × {stars}，每颗星 {scheme.star_value} 分"
    found = [
        f"1. 一张表的分 = 答过的题的分值之和 ÷ 答过的题数（{values} 分；{asked}）。",
        f"2. 得分 = {share}，只在最后四舍五入一次，保留两位小数；按印出的数算，末位可能差 0.01。",
    ]
    if explanation.code:
        found.append(
            f"3. 本月已封存，核验码 {explanation.code}，应与公示页脚的一致。请办公室当面点“核验”："
            "程序用封存的原始表重新计算全部名次；原始表不记名，可以当面重新点数。"
        )
    else:
        found.append("3. 本月尚未封月，以上数字还会变化；封月后印有核验码。")
    return found


def _foot(flow: Flow, unit: str, code: str | None, today: date) -> None:
    y = flow.frame.end + 7 * MM
    document = flow.document
    document.text(flow.frame.left, y, unit, _FOOT)
    if code:
        middle = flow.frame.left + flow.frame.measure / 2
        document.text(middle, y, f"核验码 {code}", _FOOT, "center")
    document.text(flow.frame.right_edge, y, date_text(today), _FOOT, "right")
