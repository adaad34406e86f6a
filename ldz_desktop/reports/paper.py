"""Sheets of paper: text along the chains of typefaces, rules and shapes, out as a PDF.

Points from the top left corner. A page is collected first and written at the end, so that a foot
can say how many pages there are. The document's properties hold a title and the office, nothing
of the machine or the person at it.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from ldz_desktop.reports.font_files import FontFile
from ldz_desktop.reports.fonts import Chain, FontSet, Role, printable

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.textobject import PDFTextObject

    from ldz_desktop.reports.linebreak import SetLine

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)

Color = tuple[float, float, float]
BLACK: Color = (0.0, 0.0, 0.0)
GREY: Color = (0.35, 0.35, 0.35)
PALE: Color = (0.95, 0.95, 0.95)
RED: Color = (200 / 255, 22 / 255, 29 / 255)

Align = Literal["left", "center", "right"]

PROGRAM = "楼栋长工作台"
_NO_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished document. missing_glyphs: characters no typeface has, each once; their places
    are left blank, and the clerk is told (fonts.missing_sentence)."""

    pdf: bytes
    pages: int
    missing_glyphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """The properties of a document. author: the office; day: the date it bears, None for none."""

    title: str
    author: str
    day: date | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: role of the typeface, size in points, colour, figures of equal width."""

    role: Role = "body"
    size: float = 16.0
    color: Color = BLACK
    figures: bool = False


class Piece(NamedTuple):
    """Text of one typeface with one gap (points) behind each character."""

    font: FontFile
    text: str
    gap: float


class _Text(NamedTuple):
    x: float
    y: float
    style: Style
    pieces: tuple[Piece, ...]


Shape = Callable[["Canvas"], None]


@dataclass(slots=True)
class Page:
    """What is on one sheet: shapes below, text on top. copies: how often it comes in the file."""

    copies: int = 1
    shapes: list[Shape] = field(default_factory=list)
    texts: list[_Text] = field(default_factory=list)


class Document:
    """Pages being collected; everything is drawn on the current one."""

    def __init__(self, fonts: FontSet, about: About, size: tuple[float, float] = A4) -> None:
        self.fonts = fonts
        self.about = about
        self.width, self.height = size
        self.pages: list[Page] = [Page()]
        self.page = self.pages[0]
        self._missing: dict[str, None] = {}

    def new_page(self) -> None:
        self.page = Page()
        self.pages.append(self.page)

    def text_width(self, text: str, style: Style) -> float:
        """The advance of the text in points."""
        chain = self.fonts.chain(style.role)
        text = printable(text)
        if style.figures:
            return chain.figure_width(text) * style.size
        return chain.text_width(text) * style.size

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left") -> None:
        """One line of text with its baseline at y; x is its left end, middle or right end."""
        text = printable(text)
        if not text:
            return
        if align != "left":
            width = self.text_width(text, style)
            x -= width if align == "right" else width / 2
        chain = self.fonts.chain(style.role)
        if style.figures:
            lead, gaps = chain.figure_gaps(text)
            pieces = self._pieces(chain, text, [g * style.size for g in gaps])
            x += lead * style.size
        else:
            pieces = tuple(Piece(r.font, r.text, 0.0) for r in chain.runs(text))
            self._note_missing(chain, text)
        self.page.texts.append(_Text(x, y, style, pieces))

    def set_line(self, x: float, y: float, line: "SetLine", style: Style) -> None:
        """One line of a paragraph, as linebreak has set it; x is the paragraph's left edge."""
        chain = self.fonts.chain(style.role)
        pieces = self._pieces(chain, line.text, line.gaps)
        self.page.texts.append(_Text(x + line.indent, y, style, pieces))

    def _pieces(self, chain: Chain, text: str, gaps: Sequence[float]) -> tuple[Piece, ...]:
        self._note_missing(chain, text)
        pieces: list[Piece] = []
        start = 0
        for run in chain.runs(text):
            behind = zip(run.text, gaps[start : start + len(run.text)], strict=True)
            for gap, group in groupby(behind, key=lambda pair: round(pair[1], 3)):
                pieces.append(Piece(run.font, "".join(c for c, _ in group), gap))
            start += len(run.text)
        return tuple(pieces)

    def _note_missing(self, chain: Chain, text: str) -> None:
        self._missing.update(dict.fromkeys(chain.missing(text)))

    def rule(self, x1: float, y1: float, x2: float, y2: float, pen: "Pen") -> None:
        """A straight line."""
        top = self.height

        def draw(canvas: "Canvas") -> None:
            _use(canvas, pen)
            canvas.line(x1, top - y1, x2, top - y2)

        self.page.shapes.append(draw)

    def box(
        self,
        corner: tuple[float, float],
        size: tuple[float, float],
        fill: Color | None = None,
        pen: "Pen | None" = None,
    ) -> None:
        """A rectangle from its top left corner."""
        (x, y), (width, height) = corner, size
        bottom = self.height - y - height

        def draw(canvas: "Canvas") -> None:
            if fill is not None:
                canvas.setFillColorRGB(*fill)
            if pen is not None:
                _use(canvas, pen)
            canvas.rect(x, bottom, width, height, stroke=pen is not None, fill=fill is not None)

        self.page.shapes.append(draw)

    def polygon(
        self, points: Sequence[tuple[float, float]], fill: Color | None, pen: "Pen | None" = None
    ) -> None:
        """A closed shape."""
        top = self.height

        def draw(canvas: "Canvas") -> None:
            path = canvas.beginPath()
            path.moveTo(points[0][0], top - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, top - y)
            path.close()
            if fill is not None:
                canvas.setFillColorRGB(*fill)
            if pen is not None:
                _use(canvas, pen)
            canvas.drawPath(path, stroke=pen is not None, fill=fill is not None)

        self.page.shapes.append(draw)

    def picture(self, corner: tuple[float, float], size: tuple[float, float], image: bytes) -> None:
        """A JPEG or PNG that fills the rectangle: what is too much of it is cut off evenly."""
        (x, y), (width, height) = corner, size
        bottom = self.height - y - height

        def draw(canvas: "Canvas") -> None:
            from reportlab.lib.utils import ImageReader

            reader = ImageReader(io.BytesIO(image))
            wide, high = reader.getSize()
            scale = max(width / wide, height / high)
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(x, bottom, width, height)
            canvas.clipPath(path, stroke=0, fill=0)
            left = x + (width - wide * scale) / 2
            low = bottom + (height - high * scale) / 2
            canvas.drawImage(reader, left, low, wide * scale, high * scale, mask="auto")
            canvas.restoreState()

        self.page.shapes.append(draw)

    def across(self, text: str, color: Color, pages: Iterable[Page]) -> None:
        """Large text diagonally across pages, behind everything else."""
        style = Style("heading", 150.0, color)
        font = self.fonts.chain(style.role).font(text[0])
        wide = self.text_width(text, style)
        middle = (self.width / 2, self.height / 2)

        def draw(canvas: "Canvas") -> None:
            if font is None:
                return
            canvas.saveState()
            canvas.translate(*middle)
            canvas.rotate(45)
            canvas.setFillColorRGB(*color)
            canvas.setFont(font.embedded().fontName, style.size)
            canvas.drawString(-wide / 2, -0.36 * style.size, text)
            canvas.restoreState()

        for page in pages:
            page.shapes.insert(0, draw)

    def finish(self) -> Paper:
        """The document as it is now."""
        from reportlab.pdfgen.canvas import Canvas

        stream = io.BytesIO()
        canvas = Canvas(
            stream,
            (self.width, self.height),
            invariant=1,
            lang="zh-CN",
            pdfVersion=(1, 4),
            initialFontName=self._first_font(),
        )
        self._describe(canvas)
        for number, page in enumerate(self.pages):
            if page.copies == 1:
                self._draw(canvas, page)
                canvas.showPage()
                continue
            # What is printed hundreds of times is in the file once.
            canvas.beginForm(f"page{number}", upperx=self.width, uppery=self.height)
            self._draw(canvas, page)
            canvas.endForm()
            for _ in range(page.copies):
                canvas.doForm(f"page{number}")
                canvas.showPage()
        canvas.save()
        total = sum(page.copies for page in self.pages)
        return Paper(stream.getvalue(), total, tuple(self._missing))

    def _draw(self, canvas: "Canvas", page: Page) -> None:
        for shape in page.shapes:
            shape(canvas)
        if page.texts:
            canvas.drawText(self._write(canvas, page.texts))

    def _first_font(self) -> str:
        """reportlab names a typeface at the start of every page: one that is embedded anyway."""
        texts = (text for page in self.pages for text in page.texts)
        piece = next((p for text in texts for p in text.pieces), None)
        font = piece.font if piece else self.fonts.chain("body").fonts[-1]
        name: str = font.embedded().fontName
        return name

    def _describe(self, canvas: "Canvas") -> None:
        about = self.about
        canvas.setTitle(about.title)
        canvas.setAuthor(about.author)
        canvas.setSubject(about.subject)
        canvas.setCreator(PROGRAM)
        canvas.setProducer(PROGRAM)
        day = (about.day or _NO_DAY).strftime("D:%Y%m%d000000+08'00'")
        canvas.setDateFormatter(lambda *_now: day)

    def _write(self, canvas: "Canvas", texts: list[_Text]) -> "PDFTextObject":
        """All text of a page as one text object: a new typeface or gap is named when it changes."""
        out = canvas.beginText()
        gap = 0.0
        color = face = None
        for text in texts:
            if text.style.color != color:
                color = text.style.color
                out.setFillColorRGB(*color)
            out.setTextOrigin(text.x, self.height - text.y)
            for piece in text.pieces:
                if piece.gap != gap:
                    gap = piece.gap
                    out.setCharSpace(gap)
                if (piece.font, text.style.size) != face:
                    face = (piece.font, text.style.size)
                    out.setFont(piece.font.embedded().fontName, text.style.size)
                out.textOut(piece.text)
        return out


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line is drawn: width in points, colour, dashes."""

    width: float = 0.5
    color: Color = BLACK
    dash: tuple[float, ...] = ()


def _use(canvas: "Canvas", pen: Pen) -> None:
    canvas.setLineWidth(pen.width)
    canvas.setStrokeColorRGB(*pen.color)
    canvas.setDash(*([list(pen.dash)] if pen.dash else []))
