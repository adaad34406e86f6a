"""Figures of duties on paper: by month with the chart, then leader by leader."""

from dataclasses import replace
from datetime import date

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.duty_charts import HEIGHT, draw_bars
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, GREY, MM, About, Document, Paper, Style
from ldz_desktop.reports.paragraphs import page_feet
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services import tables
from ldz_desktop.services.duties_records import DutyFigures
from ldz_desktop.services.duties_tables import COUNTED, leaders_table, months_table, span_text

_MARGIN = 18 * MM
_FRAME = Frame(A4[0], A4[1], _MARGIN, _MARGIN, _MARGIN, _MARGIN + 4 * MM)
_TITLE = replace(TITLE, size=18.0)
_HEADING = Style("heading", 13.0)
_NOTE = Style("body", 9.5, GREY)
_FOOT = Style("sans", 8.5, GREY)
_SIGN = Style("body", 11.0)
_LOOK = Look(sizes=(10.5, 10.0, 9.5, 9.0, 8.5), pitch=16.0)
_TITLE_PITCH, _HEADING_PITCH, _NOTE_PITCH, _SIGN_PITCH = 34.0, 24.0, 14.0, 34.0


def render(figures: DutyFigures, today: date, *, fonts: FontSet | None = None) -> Paper:
    """Chapter one by month, chapter two by leader, signature block and page numbers."""
    title = f"{figures.community}{span_text(figures.first, figures.last)}楼栋长履职统计"
    document = Document(fonts or machine_fonts(), About(title, figures.unit, today))
    flow = Flow(document, _FRAME)
    middle = _FRAME.left + _FRAME.measure / 2
    size = _TITLE.size * min(1.0, _FRAME.measure / document.text_width(title, _TITLE))
    y = baseline(flow.y, _TITLE_PITCH, size)
    document.text(middle, y, title, replace(_TITLE, size=size), "center")
    flow.y += _TITLE_PITCH
    total = sum(figures.by_class.values())
    note = f"{len(figures.leaders)} 名楼栋长，共 {total:,} 次。{COUNTED}。"
    flow.set_lines(flow.lines(note, _NOTE, 0), _NOTE, _NOTE_PITCH)
    _heading(flow, "一、各月")
    flow.keep(HEIGHT)
    draw_bars(flow, figures.months)
    flow.y += 6
    _table(flow, months_table(figures))
    flow.y += 10
    flow.keep(_HEADING_PITCH + 5 * _LOOK.pitch)
    _heading(flow, "二、各楼栋长")
    _table(flow, leaders_table(figures))
    _sign(flow)
    _feet(flow, figures.unit, today)
    return document.finish()


def _heading(flow: Flow, text: str) -> None:
    y = baseline(flow.y, _HEADING_PITCH, _HEADING.size)
    flow.document.text(flow.frame.left, y, text, _HEADING)
    flow.y += _HEADING_PITCH


def _table(flow: Flow, table: tables.Table) -> None:
    columns = [
        Column(c.title, "right", figures=True) if c.kind == "number" else Column(c.title, wrap=True)
        for c in table.columns
    ]
    rows = [Row(cells) for cells in table.rows] or [Row(("没有内容",), heading=True)]
    Table(flow.document, columns, rows, flow.frame.measure, _LOOK).draw(flow)


def _sign(flow: Flow) -> None:
    flow.keep(_SIGN_PITCH)
    y = baseline(flow.y, _SIGN_PITCH, _SIGN.size)
    third = flow.frame.measure / 3
    for at, text in enumerate(("制表人：", "审核人：", "日期：　　　　年　　月　　日")):
        flow.document.text(flow.frame.left + at * third, y, text, _SIGN)
    flow.y += _SIGN_PITCH


def _feet(flow: Flow, unit: str, today: date) -> None:
    page_feet(flow, flow.frame.end + 7 * MM, unit, date_text(today), _FOOT)
