"""The honour wall as a poster (荣誉榜) for the notice board, A3 or A2: faces, names and flags of a
published month. One red for what matters; every part is told apart by shape and words as well, so
that a grey print loses nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts, printable
from ldz_desktop.reports.layout import GRID, baseline
from ldz_desktop.reports.linebreak import Setting, set_text
from ldz_desktop.reports.paper import (
    BLACK,
    GREY,
    MM,
    PALE,
    RED,
    About,
    Color,
    Document,
    Paper,
    Pen,
    Style,
)
from ldz_desktop.reports.paragraphs import across, fitting
from ldz_desktop.services.months import month_text
from ldz_desktop.services.photo import fitted

if TYPE_CHECKING:
    from ldz_desktop.services.wall import Honoured, WallShow

Size = Literal["A3", "A2"]
SIZES: Mapping[Size, tuple[float, float]] = {
    "A3": (297 * MM, 420 * MM), "A2": (420 * MM, 594 * MM),
}  # fmt: skip

_WHITE: Color = (1.0, 1.0, 1.0)
_GOLD: Color = (0.73, 0.54, 0.17)
_EDGE = Pen(0.6, GREY)
_DOTS = 300  # an inch, for the portraits
_ACROSS, _FACES = 2, 6
_MOST_ROW, _LEAST_ROW = 190.0, 118.0
_SECTION, _FACE_ROW, _AWARD, _TIE = 44.0, 188.0, 22.0, 26.0
_A_LINE = 8  # names of an award that stand on a line, at the least
_CLOTH = ((14, 16), (82, 16), (82, 136), (48, 155), (14, 136))
"""The pennant of resources/icons/pennant.svg, on 96 × 168."""


def render(
    wall: "WallShow",
    portraits: Mapping[int, bytes],
    size: Size = "A3",
    *,
    fonts: FontSet | None = None,
) -> Paper:
    """portraits: leader_id → JPEG; who has none is shown by the surname. More pages only where the
    communities do not fit on one."""
    about = About(f"{month_text(wall.month)}荣誉榜", wall.unit, wall.day)
    document = Document(fonts or machine_fonts(), about, SIZES[size])
    poster = _Poster(document, wall, portraits)
    poster.head()
    poster.flags()
    poster.year()
    poster.awards()
    poster.feet()
    return document.finish()


class _Poster:
    """Measured for A3 in points, and enlarged from there."""

    def __init__(
        self, document: Document, wall: "WallShow", portraits: Mapping[int, bytes]
    ) -> None:
        self.document = document
        self.wall = wall
        self.portraits = portraits
        self.scale = document.width / SIZES["A3"][0]
        self.left = self._long(18 * MM)
        self.right = document.width - self.left
        self.end = document.height - self._long(30 * MM)
        self.y = self._long(20 * MM)

    def _long(self, length: float) -> float:
        return length * self.scale

    def _style(self, role: str, size: float, color: Color = BLACK) -> Style:
        return Style(role, self._long(size), color)  # type: ignore[arg-type]

    def _need(self, height: float) -> None:
        """A new page where that does not fit any more."""
        if self.y + height > self.end and self.y > self._long(21 * MM):
            self.document.new_page()
            self.y = self._long(20 * MM)

    # -- the parts -------------------------------------------------------------------------------

    def head(self) -> None:
        """The matter in red, then the month and the office."""
        middle = self.document.width / 2
        style = self._style("title", 58, RED)
        self.document.text(middle, baseline(self.y, self._long(70), style.size), "荣 誉 榜", style,
                           "center")  # fmt: skip
        self.y += self._long(78)
        words = f"{self.wall.unit}　{month_text(self.wall.month)}"
        line = fitting(self.document, words, self._style("heading", 20), self.right - self.left)
        self.document.text(middle, baseline(self.y, self._long(28), line.size), words, line,
                           "center")  # fmt: skip
        self.y += self._long(36)
        for at, width in ((0.0, 2.4), (4.0, 0.7)):
            y = self.y + self._long(at)
            self.document.rule(self.left, y, self.right, y, Pen(self._long(width), RED))
        self.y += self._long(16)

    def flags(self) -> None:
        """A line of cards for each community, as high as the page allows."""
        wall = self.wall
        names = tuple(dict.fromkeys((*wall.flags, *wall.undecided)))
        lines = sum(max(1, -(-len(wall.flags.get(n, ())) // _ACROSS)) for n in names)
        below = self._long(_SECTION + _FACE_ROW) * bool(wall.year)
        below += self._long(_AWARD) * sum(1 + len(g.names) // _A_LINE for g in wall.awards)
        below += self._long(_TIE) * len(wall.undecided)
        room = self.end - self.y - below - self._long(_SECTION) * len(names)
        high = min(self._long(_MOST_ROW), max(self._long(_LEAST_ROW), room / max(1, lines)))
        for name in names:
            people = wall.flags.get(name, ())
            self._need(self._long(_SECTION) + high)
            self._section(f"{name} · 流动红旗")
            for start in range(0, len(people), _ACROSS):
                self._need(high)
                self._cards(people[start : start + _ACROSS], high)
            tied = wall.undecided.get(name, ())
            if tied:
                words = f"红旗待定：{'、'.join(tied)} 名次并列，归属待研究决定"
                style = fitting(
                    self.document, words, self._style("body", 14), self.right - self.left
                )
                y = baseline(self.y, self._long(_TIE), style.size)
                self.document.text(self.left, y, words, style)
                self.y += self._long(_TIE)

    def _section(self, title: str) -> None:
        top, high = self.y + self._long(12), self._long(20)
        self.document.box((self.left, top), (self._long(5), high), RED)
        style = self._style("heading", 20)
        y = baseline(top, high, style.size)
        self.document.text(self.left + self._long(14), y, title, style)
        self.y += self._long(_SECTION)

    def _cards(self, people: "Sequence[Honoured]", high: float) -> None:
        gap = self._long(16)
        wide = (self.right - self.left - gap * (_ACROSS - 1)) / _ACROSS
        for at, one in enumerate(people):
            self._card(one, self.left + at * (wide + gap), wide, high - self._long(12))
        self.y += high

    def _card(self, one: "Honoured", x: float, wide: float, high: float) -> None:
        document, pad = self.document, self._long(10)
        document.box((x, self.y), (wide, high), None, replace(_EDGE, width=self._long(0.6)))
        tall = high - 2 * pad
        self._face(one, (x + pad, self.y + pad), (tall * 0.75, tall))
        flag = self._long(74)
        self._pennant(x + wide - pad - flag * 96 / 168, self.y + pad, flag)
        left = x + 2 * pad + tall * 0.75
        beside = x + wide - 2 * pad - flag * 96 / 168 - left
        y = self.y + pad
        for text, style, pitch in (
            (one.leader or "楼栋长空缺", self._style("heading", 22), 30.0),
            (one.building, self._style("heading", 16), 24.0),
            (one.merit, self._style("body", 12), 18.0),
            (one.held, self._style("body", 12, GREY), 20.0),
        ):
            fit = fitting(document, text, style, beside) if text else style
            document.text(left, baseline(y, self._long(pitch), fit.size), text, fit)
            y += self._long(pitch)
        room = x + wide - pad - left
        self._said(one.said, (left, max(y, self.y + pad + flag + self._long(2))), room,
                   self.y + high - pad)  # fmt: skip

    def _said(self, text: str, corner: tuple[float, float], room: float, end: float) -> None:
        """The sentence, in the largest type that the room below bears."""
        x, top = corner
        for size in (13.0, 12.0, 11.0, 10.0, 9.0, 8.0):
            style = self._style("body", size)
            width = self.document.fonts.chain(style.role).width
            setting = Setting(width, style.size, room, grid=GRID * style.size / 16.0)
            lines = set_text(printable(text), setting)
            pitch = style.size * 1.4
            if top + pitch * len(lines) <= end + 1 or size == 8.0:
                break
        for number, line in enumerate(lines):
            y = baseline(top + number * pitch, pitch, style.size)
            self.document.set_line(x, y, line, style)

    def _face(
        self, one: "Honoured", corner: tuple[float, float], size: tuple[float, float]
    ) -> None:
        document, jpeg = self.document, self.portraits.get(one.leader_id)
        if jpeg is not None:
            width, height = (max(1, round(length / 72 * _DOTS)) for length in size)
            document.picture(corner, size, fitted(jpeg, width, height))
            document.box(corner, size, None, _EDGE)
            return
        document.box(corner, size, PALE, _EDGE)
        style = Style("heading", size[0] * 0.5, GREY)
        y = baseline(corner[1], size[1], style.size)
        document.text(corner[0] + size[0] / 2, y, (one.leader or "空")[:1], style, "center")

    def _pennant(self, left: float, top: float, high: float) -> None:
        part = high / 168
        points = [(left + x * part, top + y * part) for x, y in _CLOTH]
        self.document.polygon(points, RED)
        rod = top + 13 * part
        self.document.rule(left + 6 * part, rod, left + 90 * part, rod, Pen(6 * part, _GOLD))
        style = Style("heading", 23 * part, _WHITE)
        for number, letter in enumerate("流动红旗"):
            y = baseline(top + (22 + 27 * number) * part, 27 * part, style.size)
            self.document.text(left + 48 * part, y, letter, style, "center")

    def year(self) -> None:
        """Who had the flag most months of the year: a line of faces."""
        people = self.wall.year
        if not people:
            return
        self._need(self._long(_SECTION + _FACE_ROW))
        self._section(f"{self.wall.month[:4]}年持旗最多的楼栋长")
        wide = (self.right - self.left) / _FACES
        face = (self._long(78), self._long(104))
        left = self.left + (_FACES - len(people)) * wide / 2
        for at, one in enumerate(people):
            middle = left + (at + 0.5) * wide
            self._face(one, (middle - face[0] / 2, self.y), face)
            y = self.y + face[1] + self._long(4)
            for text, style, pitch in (
                (one.leader, self._style("heading", 16), 24.0),
                (one.building, self._style("body", 12), 17.0),
                *((part, self._style("body", 11, GREY), 15.0) for part in one.merit.split(" · ")),
            ):
                fit = fitting(self.document, text, style, wide - self._long(6))
                self.document.text(middle, baseline(y, self._long(pitch), fit.size), text, fit,
                                   "center")  # fmt: skip
                y += self._long(pitch)
        self.y += self._long(_FACE_ROW)

    def awards(self) -> None:
        """What the year before was granted, in words."""
        for group in self.wall.awards:
            style = self._style("body", 15)
            words = f"{group.title}：{'、'.join(group.names)}"
            width = self.document.fonts.chain(style.role).width
            lines = set_text(printable(words), Setting(width, style.size, self.right - self.left))
            pitch = self._long(_AWARD)
            self._need(pitch * len(lines))
            for line in lines:
                y = baseline(self.y, pitch, style.size)
                self.document.set_line(self.left, y, line, style)
                self.y += pitch

    def feet(self) -> None:
        """What it rests on, who answers for it, and room for the seal."""
        style, day = self._style("body", 11, GREY), date_text(self.wall.day)
        words = f"据已公示的{month_text(self.wall.month)}测评结果；履职、培训截至{day}"
        signed = self._style("heading", 14)
        for page in self.document.pages:
            self.document.page = page
            top = self.end + self._long(14)
            self.document.rule(self.left, top, self.right, top, Pen(self._long(0.7), RED))
            y = baseline(top + self._long(6), self._long(20), style.size)
            texts = (words, "", f"{self.wall.unit}　{day}")
            across(self.document, (self.left, self.right), y, texts, (style, style, signed))
        self.document.page = self.document.pages[-1]
