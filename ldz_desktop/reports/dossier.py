"""履职档案袋 on paper: a cover, then part after part in the page of GB/T 9704, the source of every
line in a quiet column.

For the office and the person: no identity number or telephone is on it.
"""

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import (
    BODY,
    GB_9704,
    HEADING,
    PITCH,
    Flow,
    baseline,
)
from ldz_desktop.reports.paper import GREY, MM, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import fitting
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services.dossier_records import Dossier, Part

NAME = "楼栋长履职档案"
NOTHING = "无记录。"
_TITLE = Style("title", 34.0)
_YEAR = Style("body", 20.0)
_FACT = Style("body", 17.0)
_NOTE = Style("body", 10.5, GREY)
_EMPTY = Style("body", 12.0, GREY)
_SIGN = Style("body", 14.0)
_LOOK = Look(sizes=(11.0, 10.5, 10.0, 9.5, 9.0), pitch=21.0)
_PHOTO = (38 * MM, 50 * MM)
_LINE = Pen(0.6)
_FRAME_PEN = Pen(0.8, (0.5, 0.5, 0.5))
_NUMBERS = "一二三四五六七八九十"
_LEAST_ROWS = 3


def render(data: Dossier, *, fonts: FontSet | None = None) -> Paper:
    """The dossier; the cover bears no page number."""
    title = f"{NAME}（{data.year}年）"
    document = Document(fonts or machine_fonts(), About(title, data.unit, data.today, data.leader))
    _cover(document, data)
    document.new_page()
    flow = Flow(document)
    overview, *parts = data.parts
    _part(flow, overview, overview.title)
    for number, part in enumerate(parts):
        flow.skip(PITCH / 2)
        signed = 3 * PITCH if part is parts[-1] else 0  # the signatures do not stand alone
        _part(flow, part, f"{_NUMBERS[number]}、{part.title}", signed)
    _sign(flow)
    flow.feet(f"{NAME}　{data.year}年")
    return document.finish()


def _cover(document: Document, data: Dossier) -> None:
    frame = GB_9704
    middle = frame.left + frame.measure / 2
    y = frame.top + 30 * MM
    document.text(middle, y, NAME, _TITLE, "center")
    document.text(middle, y + 16 * MM, f"（{data.year}年）", _YEAR, "center")
    y += 34 * MM
    corner = (middle - _PHOTO[0] / 2, y)
    if data.portrait is not None:
        document.picture(corner, _PHOTO, data.portrait)
    else:
        document.text(middle, y + _PHOTO[1] / 2 + 4, "照　片", _EMPTY, "center")
    document.box(corner, _PHOTO, None, _FRAME_PEN)
    y += _PHOTO[1] + 22 * MM
    facts = (
        ("姓　　名", (data.leader,)),
        ("楼　　栋", data.buildings or ("当年没有任职",)),
        ("任　　期", data.terms or ("—",)),
    )
    left, start = frame.left + 22 * MM, frame.left + 50 * MM
    right = frame.right_edge - 18 * MM
    for caption, values in facts:
        document.text(left, y, caption, _FACT)
        for value in values:
            room = right - start - 8
            size = _FACT.size * min(1.0, room / document.text_width(value, _FACT))
            style = Style("body", size)
            document.text((start + right) / 2, y, value, style, "center")
            document.rule(start, y + 5, right, y + 5, _LINE)
            y += 12 * MM
    bottom = frame.end - 2 * PITCH
    unit = fitting(document, data.unit, _YEAR, frame.measure)
    document.text(middle, bottom, data.unit, unit, "center")
    document.text(middle, bottom + 10 * MM, date_text(data.today), _FACT, "center")


def _part(flow: Flow, part: Part, title: str, below: float = 0) -> None:
    """below: room to be left on the page for what follows."""
    least = min(len(part.lines), _LEAST_ROWS) * _LOOK.pitch
    flow.keep(PITCH + least + _LOOK.pitch + below)
    y = baseline(flow.y, PITCH, HEADING.size)
    flow.document.text(flow.frame.left, y, title, HEADING)
    flow.y += PITCH
    if not part.lines:
        flow.set_lines(flow.lines(NOTHING, BODY), BODY, PITCH)
        return
    columns = [
        Column(
            head, "right" if at in part.numbers else "left", figures=at in part.numbers,
            wrap=at not in part.numbers, quiet=at == len(part.heads) - 1,
        )
        for at, head in enumerate(part.heads)
    ]  # fmt: skip
    rows = [Row(line) for line in part.lines]
    Table(flow.document, columns, rows, flow.frame.measure, _LOOK).draw(flow)
    if part.note:
        flow.y += 2
        flow.set_lines(flow.lines(part.note, _NOTE, 0), _NOTE, 16.0)


def _sign(flow: Flow) -> None:
    """Who has looked at it."""
    flow.keep(3 * PITCH)
    flow.skip(PITCH)
    document, frame = flow.document, flow.frame
    for caption in ("本人核对（签字）：", "审核人（签字）："):
        y = baseline(flow.y, PITCH, _SIGN.size)
        document.text(frame.left, y, caption, _SIGN)
        start = frame.left + document.text_width(caption, _SIGN)
        document.rule(start, y + 4, frame.left + frame.measure * 0.62, y + 4, _LINE)
        document.text(frame.right_edge, y, "　　　　年　　月　　日", _SIGN, "right")
        flow.y += PITCH
