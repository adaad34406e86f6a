"""Papers of the warning chain: the talk's form, the proposal with its notices, the decision.

For the office and the person, not for the wall: no identity number, telephone or room is on them.
"""

from datetime import date

from ldz_desktop.domain.cautions import DISMISS, Caution, month_words, months_words
from ldz_desktop.domain.rank_interval import SHARE, RankInterval, interval_sentence
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.form_sheet import Cell, FormSheet
from ldz_desktop.reports.layout import HEADING, PITCH, Flow
from ldz_desktop.reports.notice import add_notice
from ldz_desktop.reports.paper import GREY, About, Document, Paper, Pen, Style
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services.cautions_papers import (
    CasePaper,
    DecisionPaper,
    MonthFact,
    ProposalPaper,
)

TALK_TITLE = "楼栋长约谈记录"
ONE_SIGNER = "本办公室只有一名签字人，第二签字无法办理。"
_VOID = "本记录已失效"
_BLANK = Caution(0, 0, 2, ())
_BODY = Style("body", 16.0)
_SMALL = Style("body", 10.5, GREY)
_RULE = Pen(0.6)


def render_talk(head: CasePaper, talk: Caution | None, *, fonts: FontSet | None = None) -> Paper:
    """The record of a talk; talk None: the form, with room to write by hand."""
    document = Document(fonts or machine_fonts(), About(TALK_TITLE, head.unit, head.today))
    sheet = FormSheet(document, TALK_TITLE, head.unit)
    talk = talk or _BLANK
    who, day = _text(talk.done_by), _day(talk.done_on)
    sheet.row(Cell("被约谈人", head.leader), Cell("任职楼栋", _where(head)))
    sheet.row(Cell("任职日期", _day(head.started_on)), Cell("约谈日期", day))
    sheet.row(Cell("约谈地点", _text(talk.place)), Cell("约谈人", who))
    sheet.row(Cell("约谈事由", _cause(head)))
    sheet.row(Cell("各月情况", "\n".join(map(_month_line, head.months)), 2))
    sheet.row(Cell("谈话内容", _text(talk.said), 10))
    sheet.row(Cell("本人表态和改进承诺", _text(talk.promised), 7))
    sheet.row(Cell("复查日期", _day(talk.review_on)))
    sheet.row(Cell("复查情况", _reviewed(talk), 3))
    sheet.sign([("约谈人", who, day), ("被约谈人", head.leader, day)])
    if head.void:
        sheet.note(f"{_VOID}：{head.void}。")
    sheet.feet(head.unit, f"打印于{date_text(head.today)}")
    return document.finish()


def render_proposal(paper: ProposalPaper, *, fonts: FontSet | None = None) -> Paper:
    """The page that proposes, followed by the notices of its months, each with its code."""
    head = paper.head
    matter = f"关于{head.leader}同志连续{len(head.months)}个月测评末位提请研究的报告"
    document = Document(fonts or machine_fonts(), About(matter, head.unit, head.today))
    flow = Flow(document)
    flow.title((f"关于{head.building}楼栋长{head.leader}", "连续测评末位提请研究的报告"))
    flow.skip(PITCH / 2)
    flow.set_lines(flow.lines(f"{head.community}党组织：", indent=0), _BODY, PITCH)
    flow.paragraph(
        f"{_where(head)}楼栋长{head.leader}在{_list(head)}的测评中连续{len(head.months)}个月排名末位"
        "（不参加排名的月份不计）。按照《楼栋长管理办法》，现提请研究处理。"
    )
    flow.skip(PITCH / 3)
    _months(flow, head)
    flow.skip(PITCH / 3)
    _bearing(flow, head)
    for text in _steps(paper.reminder, paper.talk):
        flow.paragraph(text)
    signed = f"并签字（{ONE_SIGNER[:-1]}）" if head.one_signer else "并由两人签字"
    closing = flow.lines(
        f"以上情况请研究，由集体作出免去职务或继续留任的决定，写明理由{signed}。名次只是依据之一。"
    )
    void = f"{_VOID}：{head.void}。" if head.void else ""
    below = len(paper.notices) + 3 + (len(flow.lines(void, HEADING)) if void else 0)
    flow.keep((len(closing) + below) * PITCH)  # no page with the signature alone
    flow.set_lines(closing, _BODY, PITCH)
    if void:
        flow.paragraph(void, HEADING)
    for number, notice in enumerate(paper.notices, 1):
        start = "附件：" if number == 1 else "　　　"
        flow.paragraph(f"{start}{number}. {month_words(notice.month)}测评结果公示")
    flow.skip(PITCH)
    flow.signature(head.unit, date_text(paper.proposal.done_on or head.today))
    flow.feet(f"提请人：{paper.proposal.done_by or ''}")
    for number, notice in enumerate(paper.notices, 1):
        document.new_page()
        page = document.page
        add_notice(document, notice)
        last, document.page = document.page, page
        document.text(flow.frame.left, flow.frame.top - 14, f"附件{number}", HEADING)
        document.page = last
    return document.finish()


def render_decision(paper: DecisionPaper, *, fonts: FontSet | None = None) -> Paper:
    """The decision with its reason and room for two signatures."""
    head, decision = paper.head, paper.decision
    dismissed = decision.decision == DISMISS
    words = "免去职务的决定" if dismissed else "继续留任的决定"
    about = About(f"关于{head.leader}同志{words}", head.unit, decision.signed_on)
    document = Document(fonts or machine_fonts(), about)
    flow = Flow(document)
    flow.title((f"关于{head.building}楼栋长{head.leader}", words))
    flow.skip(PITCH / 2)
    flow.paragraph(
        f"{_where(head)}楼栋长{head.leader}在{_list(head)}的测评中连续{len(head.months)}个月排名末位，"
        f"{_day(decision.done_on)}由{decision.done_by or ''}提请研究。"
    )
    if paper.talk is not None:
        flow.paragraph(_talked(paper.talk))
    flow.paragraph("经研究，决定如下：", HEADING)
    if dismissed:
        last = f"，任期至{date_text(paper.ended_on)}止" if paper.ended_on else ""
        flow.paragraph(
            f"免去{head.leader}同志{head.building}楼栋长职务{last}。请在卸任后办理离任交接；"
            "空缺按推选程序补选，补选的楼栋长末位连续从零起算。"
        )
    else:
        flow.paragraph(
            f"{head.leader}同志继续担任{head.building}楼栋长。以后再连续末位的，另行提请研究。"
        )
    flow.paragraph(f"理由：{decision.reason or ''}")
    if head.void:
        flow.paragraph(f"依据的月份后来有更正：{head.void}。", HEADING)
    flow.skip(PITCH / 2)
    _signers(flow, decision)
    flow.skip(PITCH / 2)
    days = [d for d in (decision.signed_on, decision.second_signed_on) if d is not None]
    flow.signature(head.unit, date_text(max(days, default=head.today)))
    codes = "　".join(fact.code for fact in head.months)
    flow.feet(f"依据的公示核验码 {codes}")
    return document.finish()


# -- parts ---------------------------------------------------------------------------------------

_COLUMNS = (
    Column("月份"),
    Column("名次", "center"),
    Column("得分", "right", figures=True),
    Column("有效表", "right", figures=True),
    Column(f"可信名次（{SHARE} %）", "center"),
    Column("公示核验码"),
)


def _months(flow: Flow, head: CasePaper) -> None:
    rows = [
        Row(
            (
                month_words(fact.month),
                "已更正" if fact.rank is None else f"第 {fact.rank}（共 {fact.of}）",
                "—" if fact.score is None else f"{fact.score:.2f}",
                str(fact.valid) if fact.rank is not None else "—",
                _span(fact.interval),
                fact.code,
            )
        )
        for fact in head.months
    ]
    Table(flow.document, _COLUMNS, rows, flow.frame.measure, Look(pitch=22.0)).draw(flow)


def _bearing(flow: Flow, head: CasePaper) -> None:
    """What the sheets can bear, in a sentence that a committee understands."""
    newest = head.months[-1]
    if newest.interval is None:
        return
    sentence = f"{month_words(newest.month)}{interval_sentence(newest.interval)}"
    wide = newest.interval.best != newest.interval.worst
    normal = "，名次有这样大的出入是正常的" if wide else ""
    flow.paragraph(f"{sentence}收回的表只是一部分住户的意见{normal}，请结合平时情况判断。")


def _span(interval: RankInterval | None) -> str:
    if interval is None:
        return "—"
    if interval.best == interval.worst:
        return str(interval.best)
    return f"{interval.best}—{interval.worst}"


def _steps(reminder: Caution | None, talk: Caution | None) -> list[str]:
    found = []
    if reminder is not None:
        how = f"（{reminder.way}）" if reminder.way else ""
        found.append(f"提醒：{_day(reminder.done_on)}由{reminder.done_by}{how}提醒本人。")
    if talk is not None:
        found.append(_talked(talk))
    return found


def _talked(talk: Caution) -> str:
    promised = f"本人承诺：{_sentence(talk.promised)}" if talk.promised else ""
    review = ""
    if talk.reviewed_on is not None:
        review = f"{_day(talk.reviewed_on)}复查：{_sentence(talk.review_note)}"
    return f"约谈：{_day(talk.done_on)}由{talk.done_by}在{talk.place}约谈。{promised}{review}"


def _signers(flow: Flow, decision: Caution) -> None:
    lines = [("签字人一", decision.first_signer, _day(decision.signed_on))]
    if decision.second_signer:
        lines.append(("签字人二", decision.second_signer, _day(decision.second_signed_on)))
    flow.keep(PITCH * (len(lines) + 1))
    document, left = flow.document, flow.frame.left
    for caption, name, day in lines:
        y = flow.y + PITCH * 0.7
        words = f"{caption}：{name}"
        document.text(left, y, words, _BODY)
        start = left + document.text_width(words, _BODY) + 8
        document.rule(start, y + 5, left + flow.frame.measure * 0.66, y + 5, _RULE)
        document.text(flow.frame.right_edge, y, day, _BODY, "right")
        flow.y += PITCH
    if len(lines) == 1:
        flow.set_lines(flow.lines(ONE_SIGNER, _SMALL, 0), _SMALL, 18)


def _where(head: CasePaper) -> str:
    return f"{head.community}{head.building}"


def _list(head: CasePaper) -> str:
    return months_words([fact.month for fact in head.months])


def _cause(head: CasePaper) -> str:
    if not head.months:
        return ""
    return f"{_list(head)}测评连续{len(head.months)}个月排名末位。"


def _month_line(fact: MonthFact) -> str:
    if fact.rank is None:
        return f"{month_words(fact.month)}：结果已更正　核验码 {fact.code}"
    place = f"第 {fact.rank}（共 {fact.of}）"
    return f"{month_words(fact.month)}：{place}，{fact.score:.2f} 分，核验码 {fact.code}"


def _reviewed(talk: Caution) -> str:
    if talk.reviewed_on is None:
        return ""
    return f"{_day(talk.reviewed_on)}：{talk.review_note or ''}"


def _day(day: date | None) -> str:
    return date_text(day) if day is not None else ""


def _text(text: str | None) -> str:
    return text or ""


def _sentence(text: str | None) -> str:
    words = (text or "").strip()
    return words if words.endswith(("。", "！", "？")) else f"{words}。"
