"""The page of GB/T 9704-2012: 22 lines of 28 characters, title, paragraphs, signature, foot."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ldz_desktop.reports.fonts import printable
from ldz_desktop.reports.linebreak import SetLine, Setting, set_text
from ldz_desktop.reports.paper import A4, GREY, MM, Document, Page, Style

BODY = Style("body", 16.0)  # 3号
TITLE = Style("title", 22.0)  # 2号
HEADING = Style("heading", 16.0)
PAGE_NUMBER = Style("body", 14.0)  # 4号
SMALL = Style("sans", 8.5, GREY)

PITCH = 225 * MM / 22
TITLE_PITCH = 36.0
CELL = 156 * MM / 28
GRID = CELL - 16.0
_MIDDLE = 0.38  # em from the baseline up to the middle of a Chinese character
_NUMBER_ROOM = 5 * CELL
_FOOT = 7 * MM  # the dash of the page number lies this far below the type area
_MINIMUM_LINES = 2  # of a paragraph, on either side of a page break


@dataclass(frozen=True, slots=True)
class Frame:
    """A page and its type area, in points; margins as GB/T 9704 has them."""

    width: float = A4[0]
    height: float = A4[1]
    left: float = 28 * MM
    right: float = 26 * MM
    top: float = 37 * MM
    bottom: float = 35 * MM

    @property
    def measure(self) -> float:
        return self.width - self.left - self.right

    @property
    def end(self) -> float:
        """The lower edge of the type area, from the top of the page."""
        return self.height - self.bottom

    @property
    def right_edge(self) -> float:
        return self.width - self.right


GB_9704 = Frame()


def baseline(top: float, pitch: float, size: float) -> float:
    """Where a line's baseline lies so that its characters stand in the middle of the line."""
    return top + pitch / 2 + _MIDDLE * size


class Flow:
    """Content that runs down the type area and over to the next page. y: how far it has come."""

    def __init__(self, document: Document, frame: Frame = GB_9704) -> None:
        self.document = document
        self.frame = frame
        self.y = frame.top
        self.first_page = len(document.pages) - 1

    @property
    def room(self) -> float:
        return self.frame.end - self.y

    @property
    def pages(self) -> list[Page]:
        """The pages of this flow so far."""
        return self.document.pages[self.first_page :]

    @property
    def at_top(self) -> bool:
        return self.y <= self.frame.top + 0.01

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.document.new_page()
        self.y = self.frame.top

    def keep(self, height: float) -> None:
        """Turn the page unless so much room is left. What is higher than a page stays."""
        if height > self.room + 0.01 and not self.at_top:
            self.turn()

    def skip(self, height: float) -> None:
        """Leave room, but none at the top of a page."""
        if not self.at_top:
            self.y = min(self.y + height, self.frame.end)

    def title(self, phrases: Sequence[str]) -> None:
        """Centred lines, broken between the phrases: what is about, then the matter itself."""
        document = self.document
        for line in title_lines(document, phrases, self.frame.measure):
            y = baseline(self.y, TITLE_PITCH, TITLE.size)
            middle = self.frame.left + self.frame.measure / 2
            document.text(middle, y, line, TITLE, "center")
            self.y += TITLE_PITCH

    def lines(self, text: str, style: Style = BODY, indent: float = 2.0) -> list[SetLine]:
        """A paragraph's lines; indent in characters."""
        return set_text(
            printable(text),
            Setting(
                width=self.document.fonts.chain(style.role).width,
                size=style.size,
                measure=self.frame.measure,
                indent=indent * style.size,
                grid=GRID * style.size / BODY.size,
            ),
        )

    def paragraph(self, text: str, style: Style = BODY, pitch: float = PITCH) -> None:
        """Justified text with an indent of two characters; no line of it stands alone."""
        self.set_lines(self.lines(text, style), style, pitch)

    def set_lines(self, lines: Sequence[SetLine], style: Style, pitch: float) -> None:
        """Lines of one paragraph, over as many pages as they need."""
        done = 0
        while done < len(lines):
            count = _lines_here(len(lines) - done, int((self.room + 0.01) / pitch), self.at_top)
            for line in lines[done : done + count]:
                y = baseline(self.y, pitch, style.size)
                self.document.set_line(self.frame.left, y, line, style)
                self.y += pitch
            done += count
            if done < len(lines):
                self.turn()

    def signature(self, unit: str, day: str) -> None:
        """Unit and date at the right in GB/T 9704's form for a sealed document: the date four
        characters from the margin, the unit centred over it; a unit that is wider than the page in
        lines of one length."""
        document, right = self.document, self.frame.right_edge
        count = math.ceil(document.text_width(unit, BODY) / (self.frame.measure - 2 * CELL)) or 1
        long = math.ceil(len(unit) / count) or 1
        units = [unit[start : start + long] for start in range(0, len(unit), long)]
        self.keep((len(units) + 1) * PITCH)
        unit_width = max((document.text_width(text, BODY) for text in units), default=0)
        date_width = document.text_width(day, BODY)
        middle = right - 4 * CELL - date_width / 2
        middle = min(middle, right - CELL - unit_width / 2)
        for text in (*units, day):
            document.text(middle, baseline(self.y, PITCH, BODY.size), text, BODY, "center")
            self.y += PITCH

    def feet(self, note: str) -> None:
        """Page numbers at the outer edge, odd right and even left, the note on the other side, in
        smaller type where it is too long for that."""
        wide = self.document.text_width(note, SMALL)
        room = self.frame.measure - _NUMBER_ROOM
        style = replace(SMALL, size=SMALL.size * min(1, room / wide)) if wide else SMALL
        y = self.frame.end + _FOOT + _MIDDLE * PAGE_NUMBER.size
        left, right = self.frame.left, self.frame.right_edge
        for number, page in enumerate(self.pages, start=1):
            self.document.page = page
            odd = number % 2 == 1
            at = right - PAGE_NUMBER.size if odd else left + PAGE_NUMBER.size
            text = f"— {number} —"
            self.document.text(at, y, text, PAGE_NUMBER, "right" if odd else "left")
            if note:
                self.document.text(
                    left if odd else right, y, note, style, "left" if odd else "right"
                )
        self.document.page = self.document.pages[-1]


def _lines_here(remaining: int, fit: int, at_top: bool) -> int:
    """How many of the remaining lines stand on this page, so that none stands alone."""
    if remaining <= fit:
        return remaining
    if remaining - fit < _MINIMUM_LINES:
        fit = remaining - _MINIMUM_LINES
    if fit < _MINIMUM_LINES:
        return 1 if at_top else 0
    return fit


def title_lines(document: Document, phrases: Sequence[str], measure: float) -> list[str]:
    """A title broken by meaning: all but the last phrase on one line, the last on the next; each
    on its own where that is too long; inside a phrase only where it alone is too long."""
    phrases = [p for p in map(printable, phrases) if p]
    lines = ["".join(phrases[:-1]), phrases[-1]] if len(phrases) > 1 else phrases
    if any(document.text_width(line, TITLE) > measure for line in lines):
        lines = phrases
    width = document.fonts.chain(TITLE.role).width
    found: list[str] = []
    for line in lines:
        wide = document.text_width(line, TITLE)
        parts = -int(-wide // measure)
        fair = min(measure, wide / max(parts, 1) + TITLE.size)
        found += [one.text for one in set_text(line, Setting(width, TITLE.size, fair))]
    return found
