"""奖状 and 荣誉证书: one landscape page of A4 each, with the office's name, the place of its seal
and the certificate's number. Red and gold with restraint; in grey print the lines stay apart."""

import math
from collections.abc import Sequence
from dataclasses import replace

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import Flow, Frame, baseline
from ldz_desktop.reports.linebreak import Setting, set_text
from ldz_desktop.reports.paper import A4, GREY, MM, RED, About, Document, Paper, Pen, Style
from ldz_desktop.services.awards_records import Honour

_FRAME = Frame(A4[1], A4[0], 50 * MM, 50 * MM, 32 * MM, 30 * MM)
_GOLD = (0.66, 0.50, 0.20)
_TITLE = Style("title", 52.0, RED)
_TO = Style("kai", 26.0)
_BODY = Style("body", 20.0)
_AWARD = Style("title", 34.0, RED)
_SMALL = Style("body", 11.0)
_SEAL = Style("body", 10.5, GREY)
_PITCH = 36.0
_OUTER, _INNER = Pen(3.0, RED), Pen(1.0, _GOLD)
_INSETS = (10 * MM, 13 * MM)
_CORNER = 9 * MM
_SIGNED = 0.55 * _FRAME.measure  # a longer name of an office is set smaller
_CLOSING = {"奖状": "特发此状，以资鼓励。", "荣誉证书": "特发此证，以资鼓励。"}


def render(honours: Sequence[Honour], *, fonts: FontSet | None = None) -> Paper:
    """A page each. Raises ValueError for none."""
    if not honours:
        raise ValueError("a certificate is for somebody")
    first = honours[0]
    about = About(f"{first.award}{first.title}", first.unit, first.day, first.title)
    document = Document(fonts or machine_fonts(), about, (_FRAME.width, _FRAME.height))
    flow = Flow(document, _FRAME)
    for number, one in enumerate(honours):
        if number:
            flow.turn()
        _page(flow, one)
    return document.finish()


def _page(flow: Flow, one: Honour) -> None:
    document, middle = flow.document, _FRAME.width / 2
    _border(document)
    title = "　".join(one.title) if len(one.title) < 3 else " ".join(one.title)
    document.text(middle, baseline(flow.y, 66.0, _TITLE.size), title, _TITLE, "center")
    flow.y += 84.0
    apart, words = 8 if one.suffix else 2, f"{one.suffix}："
    room = _FRAME.measure - apart - document.text_width(words, _BODY)
    for line in _name_lines(document, one.to, room):
        y = baseline(flow.y, _PITCH, _TO.size)
        document.text(_FRAME.left, y, line, _TO)
        after = _FRAME.left + document.text_width(line, _TO) + apart
        flow.y += _PITCH
    document.text(after, y, words, _BODY)
    flow.y += 4
    flow.paragraph(one.text, _BODY, _PITCH)
    flow.y += 6
    for line in _award_lines(document, one.award):
        document.text(middle, baseline(flow.y, 50.0, _AWARD.size), line, _AWARD, "center")
        flow.y += 50.0
    flow.y += 6
    flow.paragraph(_CLOSING[one.title], _BODY, _PITCH)
    _sign(document, one, flow.y)


def _name_lines(document: Document, name: str, room: float) -> list[str]:
    """Who it is given to, in as many lines as that takes, of about one length."""
    count = math.ceil(document.text_width(name, _TO) / room) or 1
    long = math.ceil(len(name) / count)
    return [name[start : start + long] for start in range(0, len(name), long)]


def _award_lines(document: Document, award: str) -> list[str]:
    width = document.fonts.chain(_AWARD.role).width
    return [line.text for line in set_text(award, Setting(width, _AWARD.size, _FRAME.measure))]


def _border(document: Document) -> None:
    """A heavy red line, a fine gold one, and gold brackets in the corners."""
    for inset, pen in zip(_INSETS, (_OUTER, _INNER), strict=True):
        size = (_FRAME.width - 2 * inset, _FRAME.height - 2 * inset)
        document.box((inset, inset), size, None, pen)
    inset = _INSETS[1] + 3 * MM
    for x, along in ((inset, _CORNER), (_FRAME.width - inset, -_CORNER)):
        for y, down in ((inset, _CORNER), (_FRAME.height - inset, -_CORNER)):
            document.rule(x, y, x + along, y, _INNER)
            document.rule(x, y, x, y + down, _INNER)


def _sign(document: Document, one: Honour, below: float) -> None:
    """Number at the left; unit and date at the right, the seal goes over them."""
    day = date_text(one.day)
    wide = max(document.text_width(text, _BODY) for text in (one.unit, day))
    style = replace(_BODY, size=_BODY.size * min(1.0, _SIGNED / wide))
    wide = min(wide, _SIGNED)
    at = _FRAME.right_edge - wide / 2
    top = max(below + 4, _FRAME.end - 2 * _PITCH)
    for number, text in enumerate((one.unit, day)):
        y = baseline(top + number * _PITCH, _PITCH, _BODY.size)
        document.text(at, y, text, style, "center")
    x = at - wide / 2 - 3 * MM - document.text_width("（盖章）", _SEAL)
    document.text(x, baseline(top, _PITCH, _SEAL.size), "（盖章）", _SEAL)
    y = baseline(top + _PITCH, _PITCH, _SMALL.size)
    document.text(_FRAME.left, y, f"编号：{one.number}", _SMALL)
