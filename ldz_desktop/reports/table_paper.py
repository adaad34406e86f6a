"""Any list on paper: title, note, table, signature block, page n of m."""

from dataclasses import replace
from datetime import date

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, GREY, MM, About, Document, Paper, Style
from ldz_desktop.reports.paragraphs import page_feet
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services import tables

_MARGIN = 18 * MM
_UPRIGHT = Frame(A4[0], A4[1], _MARGIN, _MARGIN, _MARGIN, _MARGIN + 4 * MM)
_ACROSS = Frame(A4[1], A4[0], _MARGIN, _MARGIN, _MARGIN, _MARGIN + 4 * MM)
_TITLE = replace(TITLE, size=18.0)
_NOTE = Style("body", 10.0, GREY)
_SIGN = Style("body", 11.0)
_FOOT = Style("sans", 8.5, GREY)
_LOOK = Look(sizes=(11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0), pitch=19.0)
_TITLE_PITCH = 30.0
_NOTE_PITCH = 16.0
_SIGN_PITCH = 34.0
SIGNATURE = ("制表人", "审核人")


def render(
    table: tables.Table,
    *,
    today: date,
    landscape: bool = False,
    signature: tuple[str, ...] = SIGNATURE,
    fonts: FontSet | None = None,
) -> Paper:
    """The table as printed pages, portrait or landscape; an empty one says so.

    today: printed in the foot; signature: who signs, with room for a pen; () for no block.
    """
    frame = _ACROSS if landscape else _UPRIGHT
    about = About(table.title, table.unit, today)
    document = Document(fonts or machine_fonts(), about, (frame.width, frame.height))
    flow = Flow(document, frame)
    _head(flow, table)
    columns = [
        Column(c.title, "right", figures=True) if c.kind == "number" else Column(c.title, wrap=True)
        for c in table.columns
    ]
    rows = [Row(cells) for cells in table.rows] or [Row(("没有内容",), heading=True)]
    Table(document, columns, rows, frame.measure, _LOOK).draw(flow)
    if signature:
        _sign(flow, signature)
    _feet(flow, table.unit, today)
    return document.finish()


def _head(flow: Flow, table: tables.Table) -> None:
    document, frame = flow.document, flow.frame
    middle = frame.left + frame.measure / 2
    size = _TITLE.size * min(1.0, frame.measure / document.text_width(table.title, _TITLE))
    y = baseline(flow.y, _TITLE_PITCH, size)
    document.text(middle, y, table.title, replace(_TITLE, size=size), "center")
    flow.y += _TITLE_PITCH
    if table.note:
        flow.set_lines(flow.lines(table.note, _NOTE, 0), _NOTE, _NOTE_PITCH)
    flow.y += 4


def _sign(flow: Flow, signature: tuple[str, ...]) -> None:
    """制表人：______ 审核人：______ 日期：____年__月__日, spread over the width."""
    flow.keep(_SIGN_PITCH)
    y = baseline(flow.y, _SIGN_PITCH, _SIGN.size)
    parts = [*(f"{who}：" for who in signature), "日期：　　　　年　　月　　日"]
    each = flow.frame.measure / len(parts)
    for number, text in enumerate(parts):
        flow.document.text(flow.frame.left + number * each, y, text, _SIGN)
    flow.y += _SIGN_PITCH


def _feet(flow: Flow, unit: str, today: date) -> None:
    page_feet(flow, flow.frame.end + 7 * MM, unit, date_text(today), _FOOT)
