"""Blank star booklets (星级评分册): every building of a community, the scheme's classes of duties,
five stars each. A booklet carries a number and is filled in without a name (domain.md §7)."""

import math
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, MM, PALE, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import cell, feet, put
from ldz_desktop.services.blank_papers import BlankPapers, Lot
from ldz_desktop.services.months import month_text

TITLE = "楼栋长星级评分册"
USUAL_COPIES = 3
MOST_COPIES = 50
_FRAME = Frame(A4[0], A4[1], 16 * MM, 16 * MM, 15 * MM, 20 * MM)
_TITLE, _FACT, _HEAD = Style("title", 20.0), Style("body", 12.0), Style("heading", 11.0)
_CELL, _NOTE, _NUMBER = Style("body", 11.5), Style("body", 10.0), Style("heading", 13.0)
_EDGE, _HAIR, _STAR = Pen(0.9), Pen(0.4, (0.45, 0.45, 0.45)), Pen(0.8)
_HEAD_ROW, _ROW = 24.0, 26.0
_PLACE, _LEADER = 0.20, 0.14  # of the measure; the classes share the rest
_RADIUS = 7.4
_HOW = (
    "每类职责从左起涂满几颗星就是几星：1 颗最低，5 颗最高。不了解的可以空着。"
    "每人填一册，不商量。不记名：请不要写姓名、单位，不要签字。"
)


def render(
    papers: BlankPapers, copies: int = USUAL_COPIES, *, fonts: FontSet | None = None
) -> Paper:
    """Booklets number 1 to `copies` of each community, in the order of entry."""
    name = f"{month_text(papers.month)}{TITLE}"
    document = Document(fonts or machine_fonts(), About(name, papers.unit))
    first = True
    for community, lots in groupby(papers.lots, key=lambda lot: lot.community):
        every = [*lots]
        for number in range(1, copies + 1):
            if not first:
                document.new_page()
            first = False
            _Booklet(document, papers, (community, number)).draw(every)
    return document.finish()


class _Booklet:
    def __init__(self, document: Document, papers: BlankPapers, which: tuple[str, int]) -> None:
        self._flow = Flow(document, _FRAME)
        self._document = document
        self._papers = papers
        self._community, self._number = which
        classes = len(papers.scheme.duty_classes)
        shares = (_PLACE, _LEADER, *[(1 - _PLACE - _LEADER) / classes] * classes)
        self._edges = [_FRAME.left + share * _FRAME.measure for share in accumulate((0.0, *shares))]

    def draw(self, lots: Sequence[Lot]) -> None:
        flow = self._flow
        self._head()
        rest = list(lots)
        while rest:
            if len(rest) < len(lots):
                flow.turn()
            fit = int((flow.room - _HEAD_ROW) / _ROW)
            self._table(rest[:fit])
            rest = rest[fit:]
        feet(flow, _FRAME, self._papers.unit, f"{self._community}第{self._number}册")

    def _head(self) -> None:
        flow, document = self._flow, self._document
        left, right = _FRAME.left, _FRAME.right_edge
        middle = left + _FRAME.measure / 2
        document.text(middle, baseline(flow.y, 34, 20), TITLE, _TITLE, "center")
        flow.y += 36
        at = baseline(flow.y, 20, _FACT.size)
        document.text(left, at, f"{self._community}　{month_text(self._papers.month)}", _FACT)
        document.text(right, at, f"第 {self._number} 册", _NUMBER, "right")
        flow.y += 26
        flow.y = put(document, (left, flow.y), _FRAME.measure, _HOW, _NOTE, 15) + 6

    def _table(self, lots: Sequence[Lot]) -> None:
        flow, document, edges = self._flow, self._document, self._edges
        top = flow.y
        document.box((edges[0], top), (edges[-1] - edges[0], _HEAD_ROW), PALE)
        heads = ("楼栋", "楼栋长", *self._papers.scheme.duty_classes)
        for place, text in enumerate(heads):
            cell(document, edges[place : place + 2], (top, _HEAD_ROW), text, _HEAD)
        y = top + _HEAD_ROW
        for lot in lots:
            document.rule(edges[0], y, edges[-1], y, _HAIR)
            cell(document, edges[:2], (y, _ROW), lot.building, _CELL)
            cell(document, edges[1:3], (y, _ROW), lot.leader or "暂缺", _CELL)
            for left, right in pairwise(edges[2:]):
                self._stars(left, right, y + _ROW / 2)
            y += _ROW
        for x in edges[1:-1]:
            document.rule(x, top, x, y, _HAIR)
        document.box((edges[0], top), (edges[-1] - edges[0], y - top), None, _EDGE)
        flow.y = y

    def _stars(self, left: float, right: float, middle: float) -> None:
        each = (right - left - 10) / 5
        for number in range(5):
            self._document.polygon(star(left + 5 + (number + 0.5) * each, middle), None, _STAR)


def star(x: float, y: float, radius: float = _RADIUS) -> list[tuple[float, float]]:
    """The ten corners of a five-pointed star around a point."""
    corners = []
    for number in range(10):
        away = radius if number % 2 == 0 else radius * 0.42
        angle = math.pi * number / 5 - math.pi / 2
        corners.append((x + away * math.cos(angle), y + away * math.sin(angle)))
    return corners
