"""A form on A4: title, boxes with captions, room to write, signatures, page n of m."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ldz_desktop.reports.fonts import printable
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.linebreak import Setting, set_text
from ldz_desktop.reports.paper import A4, GREY, MM, PALE, Document, Pen, Style
from ldz_desktop.reports.paragraphs import fitting, page_feet

FRAME = Frame(A4[0], A4[1], 22 * MM, 22 * MM, 20 * MM, 22 * MM)
_TITLE = replace(TITLE, size=20.0)
CAPTION = Style("heading", 11.0)
VALUE = Style("body", 11.5)
NOTE = Style("body", 10.0, GREY)
_FOOT = Style("sans", 8.5, GREY)
_LINE = Pen(0.5, (0.4, 0.4, 0.4))
_RULE = Pen(0.5)
_CAPTION_WIDTH = 74.0
_PITCH, _LEADING, _PAD = 27.0, 17.0, 7.0
_SIGN_PITCH = 30.0
DAY = "　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Cell:
    """lines: room to write by hand, where more is needed than the text takes."""

    caption: str
    text: str = ""
    lines: int = 1


class FormSheet:
    """Draws boxes down a flow. Long text goes over to the next page at a box, never inside one
    that fits a page."""

    def __init__(self, document: Document, title: str, note: str) -> None:
        """note: a quiet line below the title."""
        self.document = document
        self.flow = Flow(document, FRAME)
        middle = FRAME.left + FRAME.measure / 2
        document.text(middle, baseline(self.flow.y, 36, _TITLE.size), title, _TITLE, "center")
        self.flow.y += 40
        document.text(FRAME.right_edge, baseline(self.flow.y, 16, NOTE.size), note, NOTE, "right")
        self.flow.y += 20

    def row(self, *cells: Cell) -> None:
        """Cells side by side, as high as the longest of them."""
        each = FRAME.measure / len(cells)
        texts = [self._lines(cell.text, each - _CAPTION_WIDTH - 2 * _PAD) for cell in cells]
        count = max(max(len(t), c.lines) for t, c in zip(texts, cells, strict=True))
        height = _PITCH + (count - 1) * _LEADING
        self.flow.keep(height)
        for number, (cell, lines) in enumerate(zip(cells, texts, strict=True)):
            self._cell(cell, lines, FRAME.left + number * each, (each, height))
        self.flow.y += height

    def section(self, title: str) -> None:
        """A caption over the whole width."""
        self.flow.keep(_PITCH * 2)
        self.document.box((FRAME.left, self.flow.y), (FRAME.measure, _PITCH - 3), PALE, _LINE)
        y = baseline(self.flow.y, _PITCH - 3, CAPTION.size)
        self.document.text(FRAME.left + _PAD, y, title, CAPTION)
        self.flow.y += _PITCH - 3

    def note(self, text: str, style: Style = NOTE) -> None:
        """A paragraph below the boxes."""
        self.flow.skip(5)
        self.flow.set_lines(self.flow.lines(text, style, 0), style, style.size * 1.5)

    def sign(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """Signature lines kept together: who signs, the name where it is known, the day as text
        ("" leaves room for both)."""
        self.flow.skip(8)
        self.flow.keep(_SIGN_PITCH * len(lines))
        for caption, name, day in lines:
            y = baseline(self.flow.y, _SIGN_PITCH, VALUE.size)
            words = f"{caption}（签字）："
            self.document.text(FRAME.left, y, words, VALUE)
            start = FRAME.left + self.document.text_width(words, VALUE)
            end = FRAME.left + FRAME.measure * 0.62
            self.document.rule(start, y + 4, end, y + 4, _RULE)
            if name:
                self._signer(f"（{name}）", (start, end), y)
            self.document.text(FRAME.right_edge, y, f"日期：{day or DAY}", VALUE, "right")
            self.flow.y += _SIGN_PITCH

    def _signer(self, name: str, sides: tuple[float, float], y: float) -> None:
        """The name at the end of the line to sign on; below it where it would leave too little
        room for the pen."""
        start, end = sides
        long = self.document.text_width(name, NOTE) > (end - start) / 2
        style = fitting(self.document, name, NOTE, end - start)
        self.document.text(end, y + (14.0 if long else 0.0), name, style, "right")

    def feet(self, unit: str, remark: str) -> None:
        """Page n of m, the unit, and a remark at the right."""
        page_feet(self.flow, FRAME.end + 8 * MM, unit, remark, _FOOT)

    def _cell(self, cell: Cell, lines: list[str], x: float, size: tuple[float, float]) -> None:
        top, (width, height) = self.flow.y, size
        document = self.document
        document.box((x, top), (_CAPTION_WIDTH, height), PALE, _LINE)
        document.box((x + _CAPTION_WIDTH, top), (width - _CAPTION_WIDTH, height), None, _LINE)
        middle = x + _CAPTION_WIDTH / 2
        parts = [cell.caption[i : i + 6] for i in range(0, len(cell.caption), 6)]
        y = baseline(top, height - (len(parts) - 1) * 14.0, CAPTION.size)
        for part in parts:
            document.text(middle, y, part, CAPTION, "center")
            y += 14.0
        room = _PITCH if cell.lines > 1 else height - (len(lines) - 1) * _LEADING
        y = baseline(top, room, VALUE.size)
        for line in lines:
            document.text(x + _CAPTION_WIDTH + _PAD, y, line, VALUE)
            y += _LEADING

    def _lines(self, text: str, room: float) -> list[str]:
        width = self.document.fonts.chain(VALUE.role).width
        setting = Setting(width, VALUE.size, room, justify=False)
        found: list[str] = []
        for paragraph in text.split("\n"):
            found += [line.text for line in set_text(printable(paragraph), setting)]
        return found
