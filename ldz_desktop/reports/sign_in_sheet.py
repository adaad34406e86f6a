"""The sheet that lies at the door of a course: what it is, and a box to sign in for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, GREY, MM, PALE, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import page_feet

_MARGIN = 18 * MM
_FRAME = Frame(A4[0], A4[1], _MARGIN, _MARGIN, _MARGIN, _MARGIN + 4 * MM)
_TITLE = replace(TITLE, size=20.0)
_FACT = Style("body", 11.0)
_HEAD = Style("heading", 10.5)
_CELL = Style("body", 10.5)
_FOOT = Style("sans", 8.5, GREY)
_TITLE_PITCH, _FACT_PITCH, _ROW, _GAP = 34.0, 18.0, 24.0, 8.0
_EDGE, _LINE = Pen(0.9), Pen(0.4, (0.35, 0.35, 0.35))
_SIDES = 2
_WIDTHS = (0.11, 0.35, 0.21, 0.33)  # of a side: number, building, name, signature
_HEADS = ("序号", "楼栋", "姓名", "本人签到")


@dataclass(frozen=True, slots=True)
class SignIn:
    """facts: caption and text; people: buildings and name, in the order they are looked for."""

    title: str
    unit: str
    today: date
    facts: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]


def render(data: SignIn, *, fonts: FontSet | None = None) -> Paper:
    """Two columns of people a page, filled one after the other; the last page has empty lines for
    those who came unannounced."""
    document = Document(fonts or machine_fonts(), About(data.title, data.unit, data.today))
    flow = Flow(document, _FRAME)
    _head(flow, data)
    rows = int((flow.room - _ROW) / _ROW)
    later = int((_FRAME.end - _FRAME.top - _ROW) / _ROW)
    people = list(enumerate(data.people, 1))
    first = True
    while people or first:
        if not first:
            flow.turn()
        here, people = people[: _SIDES * rows], people[_SIDES * rows :]
        _grid(flow, here, rows if people else min(rows, max(6, -(-len(here) // _SIDES) + 2)))
        first, rows = False, later
    _feet(flow, data)
    return document.finish()


def _head(flow: Flow, data: SignIn) -> None:
    document, frame = flow.document, flow.frame
    middle = frame.left + frame.measure / 2
    size = _TITLE.size * min(1.0, frame.measure / document.text_width(data.title, _TITLE))
    y = baseline(flow.y, _TITLE_PITCH, size)
    document.text(middle, y, data.title, replace(_TITLE, size=size), "center")
    flow.y += _TITLE_PITCH + 2
    _facts(flow, [f"{caption}：{text}" for caption, text in data.facts])
    counted = f"应到 {len(data.people)} 人　　实到 ______ 人　　签到负责人 __________"
    document.text(frame.left, baseline(flow.y, _FACT_PITCH, _FACT.size), counted, _FACT)
    flow.y += _FACT_PITCH + 6


def _facts(flow: Flow, facts: Sequence[str]) -> None:
    """Two to a line where both are short enough."""
    document, half = flow.document, flow.frame.measure / 2
    waiting = list(facts)
    while waiting:
        pair = waiting[:2]
        if len(pair) == 2 and all(document.text_width(t, _FACT) < half - 12 for t in pair):
            y = baseline(flow.y, _FACT_PITCH, _FACT.size)
            for at, text in enumerate(pair):
                document.text(flow.frame.left + at * half, y, text, _FACT)
            flow.y += _FACT_PITCH
            waiting = waiting[2:]
        else:
            flow.set_lines(flow.lines(waiting[0], _FACT, 0), _FACT, _FACT_PITCH)
            waiting = waiting[1:]


def _grid(flow: Flow, people: Sequence[tuple[int, tuple[str, str]]], rows: int) -> None:
    wide = (flow.frame.measure - _GAP) / _SIDES
    top = flow.y
    for side in range(_SIDES):
        left = flow.frame.left + side * (wide + _GAP)
        _side(flow.document, (left, top), wide, people[side * rows : (side + 1) * rows], rows)
    flow.y = top + _ROW * (rows + 1)


def _side(
    document: Document,
    corner: tuple[float, float],
    wide: float,
    people: Sequence[tuple[int, tuple[str, str]]],
    rows: int,
) -> None:
    left, top = corner
    edges = [left]
    for share in _WIDTHS:
        edges.append(edges[-1] + share * wide)
    document.box((left, top), (wide, _ROW), PALE)
    for at, text in enumerate(_HEADS):
        middle = (edges[at] + edges[at + 1]) / 2
        document.text(middle, baseline(top, _ROW, _HEAD.size), text, _HEAD, "center")
    for n, (number, (building, name)) in enumerate(people, 1):
        y = top + n * _ROW
        for at, text in enumerate((str(number), building, name)):
            _fitted(document, (edges[at], y), edges[at + 1] - edges[at], text)
    bottom = top + _ROW * (rows + 1)
    for n in range(1, rows + 1):
        y = top + n * _ROW
        document.rule(left, y, left + wide, y, _LINE)
    for x in edges[1:-1]:
        document.rule(x, top, x, bottom, _LINE)
    document.box((left, top), (wide, bottom - top), None, _EDGE)


def _fitted(document: Document, corner: tuple[float, float], wide: float, text: str) -> None:
    """Centred in its box; a long one is set smaller."""
    room = wide - 4
    need = document.text_width(text, _CELL)
    style = replace(_CELL, size=_CELL.size * min(1.0, room / need)) if need else _CELL
    y = baseline(corner[1], _ROW, style.size)
    document.text(corner[0] + wide / 2, y, text, style, "center")


def _feet(flow: Flow, data: SignIn) -> None:
    y = flow.frame.end + 7 * MM
    page_feet(flow, y, data.unit, f"{date_text(data.today)}印", _FOOT)
