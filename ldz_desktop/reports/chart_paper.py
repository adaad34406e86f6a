"""A chart on paper: the picture the window shows, and below it the same numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.chart_style import to_png
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, GREY, MM, About, Document, Paper, Style
from ldz_desktop.reports.paragraphs import page_feet
from ldz_desktop.reports.tables import Column, Look, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

_MARGIN = 15 * MM
_TITLE = replace(TITLE, size=18.0)
_NOTE = Style("body", 9.5, GREY)
_FOOT = Style("sans", 8.5, GREY)
_LOOK = Look(sizes=(10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5), pitch=15.0)
_TITLE_PITCH, _NOTE_PITCH = 34.0, 14.0
_SHARP = 2.5  # 250 dots an inch
_MANY = 8  # columns that are better off on a wide page


@dataclass(frozen=True, slots=True)
class ChartSheet:
    """What is printed of a chart. note: what the numbers are; heads, rows: the same numbers."""

    title: str
    note: str
    unit: str
    day: date
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def render(
    sheet: ChartSheet, make: "Callable[[], Figure]", *, fonts: FontSet | None = None
) -> Paper:
    """A4, lying where the table has many columns. A chart higher than the page is made smaller."""
    wide, high = A4 if len(sheet.heads) < _MANY else (A4[1], A4[0])
    frame = Frame(wide, high, _MARGIN, _MARGIN, _MARGIN, _MARGIN + 5 * MM)
    about = About(sheet.title, sheet.unit, sheet.day)
    document = Document(fonts or machine_fonts(), about, (wide, high))
    flow = Flow(document, frame)
    middle = frame.left + frame.measure / 2
    size = _TITLE.size * min(1.0, frame.measure / document.text_width(sheet.title, _TITLE))
    y = baseline(flow.y, _TITLE_PITCH, size)
    document.text(middle, y, sheet.title, replace(_TITLE, size=size), "center")
    flow.y += _TITLE_PITCH
    flow.set_lines(flow.lines(sheet.note, _NOTE, 0), _NOTE, _NOTE_PITCH)
    flow.y += 6
    _picture(flow, make())
    _table(flow, sheet)
    _feet(flow, sheet)
    return document.finish()


def _picture(flow: Flow, figure: "Figure") -> None:
    inches_wide, inches_high = figure.get_size_inches()
    wide = flow.frame.measure
    high = wide * inches_high / inches_wide
    if high > flow.room:
        wide, high = wide * flow.room / high, flow.room
    left = flow.frame.left + (flow.frame.measure - wide) / 2
    flow.document.picture((left, flow.y), (wide, high), to_png(figure, _SHARP))
    flow.y += high + 10


def _table(flow: Flow, sheet: ChartSheet) -> None:
    flow.keep(4 * _LOOK.pitch)
    columns = [
        Column(head.replace("\n", ""), "right" if at else "left", figures=at > 0)
        for at, head in enumerate(sheet.heads)
    ]
    rows = [Row(tuple(cells)) for cells in sheet.rows]
    Table(flow.document, columns, rows, flow.frame.measure, _LOOK).draw(flow)


def _feet(flow: Flow, sheet: ChartSheet) -> None:
    page_feet(flow, flow.frame.end + 7 * MM, sheet.unit, date_text(sheet.day), _FOOT)
