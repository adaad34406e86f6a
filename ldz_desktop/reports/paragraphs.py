"""Small blocks of text inside forms: wrapped from a corner, fitted into a cell, at the foot."""

from collections.abc import Sequence

from ldz_desktop.reports.fonts import printable
from ldz_desktop.reports.layout import Flow, Frame, baseline
from ldz_desktop.reports.linebreak import SetLine, Setting, set_text
from ldz_desktop.reports.paper import GREY, MM, Document, Style

_FOOT = Style("sans", 8.5, GREY)
_CELL_SIDE = 3.0


def wrapped(document: Document, text: str, style: Style, measure: float) -> list[SetLine]:
    """The lines of a text, left-aligned, without an indent."""
    width = document.fonts.chain(style.role).width
    setting = Setting(width=width, size=style.size, measure=measure, justify=False)
    return set_text(printable(text), setting)


def put(
    document: Document,
    corner: tuple[float, float],
    measure: float,
    text: str,
    style: Style,
    pitch: float,
) -> float:
    """Write a text from its top left corner; where the next line would begin."""
    x, y = corner
    for line in wrapped(document, text, style, measure):
        document.set_line(x, baseline(y, pitch, style.size), line, style)
        y += pitch
    return y


def cell(
    document: Document,
    sides: Sequence[float],
    rows: tuple[float, float],
    text: str,
    style: Style,
) -> None:
    """Centred in a cell; a text too long for it is set smaller. sides: left, right; rows: top,
    height."""
    (left, right), (top, height) = sides, rows
    need = document.text_width(text, style)
    size = style.size * min(1.0, (right - left - 2 * _CELL_SIDE) / need) if need else style.size
    style = Style(style.role, size, style.color, style.figures)
    document.text((left + right) / 2, baseline(top, height, size), text, style, "center")


def feet(flow: Flow, frame: Frame, unit: str, what: str = "") -> None:
    """Whose paper it is, and which page of how many, on every page of the flow."""
    document, pages = flow.document, flow.pages
    y = frame.end + 7 * MM
    for number, page in enumerate(pages, 1):
        document.page = page
        document.text(frame.left, y, unit, _FOOT)
        text = f"{what}　第 {number} 页，共 {len(pages)} 页".strip()
        document.text(frame.right_edge, y, text, _FOOT, "right")
