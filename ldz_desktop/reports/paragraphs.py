"""Small blocks of text inside forms: wrapped from a corner, fitted into a cell, at the foot."""

from collections.abc import Sequence
from dataclasses import replace

from ldz_desktop.reports.fonts import printable
from ldz_desktop.reports.layout import Flow, Frame, baseline
from ldz_desktop.reports.linebreak import SetLine, Setting, set_text
from ldz_desktop.reports.paper import GREY, MM, Align, Document, Style

_FOOT = Style("sans", 8.5, GREY)
_CELL_SIDE, _CELL_PITCH, _MOST_LINES = 3.0, 1.15, 4
_GAP = 10.0  # between texts of one line


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
    """Centred in a cell; a text too long for it is set smaller, in as many lines as leave it the
    largest. sides: left, right; rows: top, height."""
    (left, right), (top, height) = sides, rows
    room = right - left - 2 * _CELL_SIDE
    best: tuple[float, list[str]] = (0.0, [])
    for count in range(1, _MOST_LINES + 1):
        long = -(-len(text) // count)
        lines = [text[start : start + long] for start in range(0, len(text), long or 1)]
        widest = max((document.text_width(line, style) for line in lines), default=0.0)
        size = style.size * min(1.0, room / widest) if widest else style.size
        if count > 1:
            size = min(size, (height - 2) / (count * _CELL_PITCH))
        if size > best[0]:
            best = size, lines
    size, lines = best
    style = replace(style, size=size)
    pitch = height if len(lines) < 2 else size * _CELL_PITCH
    y = top + (height - pitch * len(lines)) / 2
    for line in lines:
        document.text((left + right) / 2, baseline(y, pitch, size), line, style, "center")
        y += pitch


def fitting(document: Document, text: str, style: Style, room: float) -> Style:
    """The style, smaller where the text is wider than the room."""
    wide = document.text_width(text, style)
    return style if wide <= room else replace(style, size=style.size * room / wide)


def across(
    document: Document,
    sides: tuple[float, float],
    y: float,
    texts: tuple[str, str, str],
    styles: Style | tuple[Style, Style, Style],
) -> None:
    """Texts at the left, in the middle and at the right of one line with its baseline at y; one
    that would run into its neighbour is set smaller. sides: left, right; "" for nothing."""
    left, right = sides
    set_in = (styles, styles, styles) if isinstance(styles, Style) else styles
    first, middle, last = (
        document.text_width(text, style) for text, style in zip(texts, set_in, strict=True)
    )
    whole = right - left - _GAP
    if middle:
        rooms = ((whole - _GAP - middle) / 2, middle, (whole - _GAP - middle) / 2)
    else:
        half = whole / 2
        rooms = (max(half, whole - last), 0.0, max(half, whole - first))
    ends: tuple[tuple[float, Align], ...] = (
        (left, "left"), ((left + right) / 2, "center"), (right, "right"),
    )  # fmt: skip
    for text, style, room, (x, align) in zip(texts, set_in, rooms, ends, strict=True):
        if text:
            document.text(x, y, text, fitting(document, text, style, room), align)


def page_feet(flow: Flow, y: float, unit: str, remark: str, style: Style) -> None:
    """On every page of the flow: whose paper it is, which page of how many, a remark."""
    pages, frame = flow.pages, flow.frame
    for number, page in enumerate(pages, 1):
        flow.document.page = page
        words = f"第 {number} 页，共 {len(pages)} 页"
        across(
            flow.document, (frame.left, frame.right_edge), y, (unit, words, remark), style
        )  # fmt: skip
    flow.document.page = flow.document.pages[-1]


def feet(flow: Flow, frame: Frame, unit: str, what: str = "") -> None:
    """Whose paper it is, and which page of how many, on every page of the flow."""
    document, pages = flow.document, flow.pages
    y = frame.end + 7 * MM
    for number, page in enumerate(pages, 1):
        document.page = page
        text = f"{what}　第 {number} 页，共 {len(pages)} 页".strip()
        across(document, (frame.left, frame.right_edge), y, (unit, "", text), _FOOT)
