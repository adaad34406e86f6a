"""领取表: who gets how much for which month, with room to sign, and the sum in capitals.

Names and buildings only: no identity number or account stands on it.
"""

from dataclasses import replace

from ldz_desktop.domain.amounts import capitals, yuan_text
from ldz_desktop.domain.cautions import month_words, months_words
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.caution_papers import ONE_SIGNER
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, GREY, MM, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import page_feet
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services.rewards_records import MoneyList

NAME = "流动红旗奖励领取表"
_FRAME = Frame(A4[0], A4[1], 20 * MM, 20 * MM, 22 * MM, 24 * MM)
_TITLE = replace(TITLE, size=20.0)
_FACT = Style("body", 11.0)
_FOOT = Style("sans", 8.5, GREY)
_TITLE_PITCH, _FACT_PITCH, _SIGN_PITCH = 36.0, 20.0, 34.0
_LOOK = Look(sizes=(12.0, 11.5, 11.0, 10.5, 10.0), pitch=31.0)
_LINE = Pen(0.5)
_PEN_ROOM = "　" * 7  # the width of a signature
_COLUMNS = (
    Column("序号", "center"),
    Column("楼栋", wrap=True),
    Column("楼栋长"),
    Column("月份", "center"),
    Column("金额（元）", "right", figures=True),
    Column("领取人签字", "center"),
)
_SIGNERS = ("审批人", "发放人")
_SECOND = "监督人"


def render(data: MoneyList, *, fonts: FontSet | None = None) -> Paper:
    """The list with its sum, and lines for who approves, pays and witnesses; an office of one
    signer says so in the place of the witness."""
    document = Document(fonts or machine_fonts(), About(NAME, data.unit, data.today))
    flow = Flow(document, _FRAME)
    middle = _FRAME.left + _FRAME.measure / 2
    document.text(middle, baseline(flow.y, _TITLE_PITCH, _TITLE.size), NAME, _TITLE, "center")
    flow.y += _TITLE_PITCH + 4
    months = months_words(sorted({line.month for line in data.lines}))
    for text in (f"发放单位：{data.unit}", f"奖励月份：{months}"):
        flow.set_lines(flow.lines(text, _FACT, 0), _FACT, _FACT_PITCH)
    flow.y += 4
    rows = [
        Row(
            (
                str(number), line.building, line.leader, month_words(line.month),
                yuan_text(line.cents),
                _PEN_ROOM if line.paid_on is None else f"{date_text(line.paid_on)}已领",
            )
        )
        for number, line in enumerate(data.lines, 1)
    ]  # fmt: skip
    total = f"合计：{len(rows)} 笔　　{capitals(data.cents)}　　￥{yuan_text(data.cents)}"
    rows.append(Row((total,), heading=True))
    Table(document, _COLUMNS, rows, _FRAME.measure, _LOOK).draw(flow)
    _sign(flow, data)
    _feet(flow, data)
    return document.finish()


def _sign(flow: Flow, data: MoneyList) -> None:
    """What is on record of the approval, then a line for each pen."""
    if data.approved:
        words = "；".join(f"{who}，{date_text(day)}" for who, day in data.approved)
        flow.skip(6)
        flow.set_lines(flow.lines(f"审批登记：{words}。", _FACT, 0), _FACT, _FACT_PITCH)
    signers = _SIGNERS if data.one_signer else (*_SIGNERS, _SECOND)
    flow.keep(_SIGN_PITCH * (len(_SIGNERS) + 1) + 10)
    flow.skip(10)
    document, left, right = flow.document, flow.frame.left, flow.frame.right_edge
    for caption in signers:
        y = baseline(flow.y, _SIGN_PITCH, _FACT.size)
        words = f"{caption}（签字）："
        document.text(left, y, words, _FACT)
        start = left + document.text_width(words, _FACT) + 4
        document.rule(start, y + 5, left + flow.frame.measure * 0.6, y + 5, _LINE)
        document.text(right, y, "　　　　年　　月　　日", _FACT, "right")
        flow.y += _SIGN_PITCH
    if data.one_signer:
        flow.skip(6)
        flow.set_lines(flow.lines(ONE_SIGNER, _FACT, 0), _FACT, _FACT_PITCH)


def _feet(flow: Flow, data: MoneyList) -> None:
    y = flow.frame.end + 9 * MM
    page_feet(flow, y, data.unit, f"{date_text(data.today)}印", _FOOT)
