"""The recovery code on one sheet of paper, for two sealed envelopes (reliability.md §3.8)."""

import re
from datetime import date

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import BODY, HEADING, PITCH, Flow, baseline
from ldz_desktop.reports.paper import BLACK, GREY, PALE, PROGRAM, About, Document, Pen, Style

_DIGITS = Style("sans", 26.0, BLACK, figures=True)
_NUMBER = Style("sans", 8.5, GREY)
_CELL_HEIGHT = 58.0
_ACROSS = 4
_TEXT = (
    (
        "用途",
        (
            "所有人都忘记密码，或钥匙文件损坏时，用下面的恢复码打开本单位的数据，重新设置密码。"
            "没有密码，也没有恢复码，数据无人能打开，软件作者也不能。"
        ),
    ),
    (
        "保管",
        (
            "本页打印两份，当面装入两个信封，封口处签字盖章：一份存本单位保险柜，一份交上级单位保管。"
            "不拍照，不录入电脑，不发送。任何人持有恢复码，就能打开全部档案。"
        ),
    ),
    (
        "启用",
        (
            "拆封须经单位负责人同意，并登记时间、事由和在场人。用过之后，请立即在“设置”中换发新的恢复码，"
            "旧信封作废销毁。"
        ),
    ),
)
_SIGNERS = ("制作人", "在场人", "单位负责人")


def render_recovery_sheet(
    office: str, code: str, day: date | None = None, fonts: FontSet | None = None
) -> bytes:
    """One page as PDF. code: eight groups of six digits, however they are separated.

    day: the date it bears; without one, the date is left for a pen.
    """
    groups = re.findall(r"\d{6}", code)
    about = About("数据恢复码", office, day, PROGRAM)
    document = Document(fonts or machine_fonts(), about)
    flow = Flow(document)
    flow.title(("数据恢复码",))
    middle = flow.frame.left + flow.frame.measure / 2
    document.text(middle, baseline(flow.y, PITCH, BODY.size), office, BODY, "center")
    flow.y += 1.5 * PITCH
    _code(flow, groups)
    flow.y += 0.5 * PITCH
    for heading, text in _TEXT:
        document.text(flow.frame.left, baseline(flow.y, PITCH, HEADING.size), heading, HEADING)
        flow.y += PITCH
        flow.paragraph(text)
    _sign(flow, day)
    return document.finish().pdf


def _code(flow: Flow, groups: list[str]) -> None:
    """The groups in numbered boxes, large enough to be read to somebody over the telephone."""
    document, frame = flow.document, flow.frame
    wide = frame.measure / _ACROSS
    pen = Pen(0.8, GREY)
    for number, digits in enumerate(groups):
        down, across = divmod(number, _ACROSS)
        x, top = frame.left + across * wide, flow.y + down * _CELL_HEIGHT
        document.box((x, top), (wide, _CELL_HEIGHT), PALE, pen)
        document.text(x + 6, top + 13, str(number + 1), _NUMBER)
        y = baseline(top + 4, _CELL_HEIGHT, _DIGITS.size)
        document.text(x + wide / 2, y, digits, _DIGITS, "center")
    flow.y += -(-len(groups) // _ACROSS) * _CELL_HEIGHT


def _sign(flow: Flow, day: date | None) -> None:
    document, frame = flow.document, flow.frame
    flow.y = max(flow.y, frame.end - 2.2 * PITCH)
    each = frame.measure / len(_SIGNERS)
    y = baseline(flow.y, PITCH, BODY.size)
    for number, who in enumerate(_SIGNERS):
        document.text(frame.left + number * each, y, f"{who}：", BODY)
    flow.y += 1.2 * PITCH
    text = date_text(day) if day else "　　　　年　　月　　日"
    y = baseline(flow.y, PITCH, BODY.size)
    document.text(frame.left, y, "信封编号：第　　份，共两份", BODY)
    document.text(frame.right_edge, y, text, BODY, "right")
    flow.y += PITCH
