"""The list by which envelopes are given out: how many for each building, and who signs for them.
It counts buildings, never households: nothing on it tells who got or handed in a sheet."""

from collections.abc import Sequence

from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, MM, PALE, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import cell, feet, put
from ldz_desktop.services.blank_papers import BlankPapers
from ldz_desktop.services.months import month_text

TITLE = "满意度调查表发放清单"
_FRAME = Frame(A4[0], A4[1], 16 * MM, 16 * MM, 15 * MM, 20 * MM)
_TITLE, _HEAD = Style("title", 18.0), Style("heading", 10.5)
_CELL, _FIGURE = Style("body", 10.5), Style("sans", 10.5, figures=True)
_NOTE = Style("body", 10.0)
_EDGE, _HAIR = Pen(0.9), Pen(0.4, (0.45, 0.45, 0.45))
_ROW = 25.0
_HEADS = ("社区", "楼栋", "在住户", "发出信封", "发放人签字", "发放日期", "收回信封", "收回人签字")
_WIDTHS = (0.12, 0.16, 0.08, 0.10, 0.16, 0.12, 0.10, 0.16)
_NUMBERS = (2, 3)
_HOW = (
    "一户一个信封，内装一张表。这张单子只记每栋楼发多少、收多少，不记哪一户领了、交了。"
    "由社区工作者或党支部的人发放和收回，楼栋长不经手本楼的表。"
)


def render(papers: BlankPapers, *, fonts: FontSet | None = None) -> Paper:
    """One line a building in the order of entry, the sum last."""
    name = f"{month_text(papers.month)}{TITLE}"
    document = Document(fonts or machine_fonts(), About(name, papers.unit))
    flow = Flow(document, _FRAME)
    middle = _FRAME.left + _FRAME.measure / 2
    document.text(middle, baseline(flow.y, 30, 18), name, _TITLE, "center")
    flow.y += 34
    flow.y = put(document, (_FRAME.left, flow.y), _FRAME.measure, _HOW, _NOTE, 15) + 6
    lines = _lines(papers)
    while lines:
        fit = int(flow.room / _ROW) - 1
        _grid(flow, lines[:fit])
        lines = lines[fit:]
        if lines:
            flow.turn()
    feet(flow, _FRAME, papers.unit)
    return document.finish()


def _lines(papers: BlankPapers) -> list[tuple[str, ...]]:
    lines = [
        (
            lot.community,
            lot.building,
            "" if lot.households is None else str(lot.households),
            str(lot.count) if lot.count else "",
        )
        for lot in papers.lots
    ]
    households = sum(lot.households or 0 for lot in papers.lots)
    envelopes = sum(lot.count for lot in papers.lots)
    return [*lines, ("合计", f"{len(lines)} 栋", str(households), str(envelopes))]


def _grid(flow: Flow, lines: Sequence[tuple[str, ...]]) -> None:
    document = flow.document
    edges = [_FRAME.left]
    for share in _WIDTHS:
        edges.append(edges[-1] + share * _FRAME.measure)
    top = flow.y
    document.box((edges[0], top), (edges[-1] - edges[0], _ROW), PALE)
    for row, cells in enumerate((_HEADS, *lines)):
        y = top + row * _ROW
        document.rule(edges[0], y, edges[-1], y, _HAIR)
        for place, text in enumerate(cells):
            style = _HEAD if row == 0 else _FIGURE if place in _NUMBERS else _CELL
            cell(document, (edges[place], edges[place + 1]), (y, _ROW), text, style)
    flow.y = top + (len(lines) + 1) * _ROW
    for x in edges[1:-1]:
        document.rule(x, top, x, flow.y, _HAIR)
    document.box((edges[0], top), (edges[-1] - edges[0], flow.y - top), None, _EDGE)
