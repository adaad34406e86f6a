"""The plate at a building's door (公示牌): who leads it, what for, and whom to call; A4 or A5
across."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import baseline
from ldz_desktop.reports.paper import A4, BLACK, GREY, MM, RED, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import fitting
from ldz_desktop.reports.photo_frame import draw_photo
from ldz_desktop.services.person_papers import DoorPlate

Size = Literal["A4", "A5"]
SIZES: tuple[Size, ...] = ("A4", "A5")
_SCALE: dict[Size, float] = {"A4": 1.0, "A5": 0.7071}
_ACROSS = (A4[1], A4[0])
_MARGIN = 14 * MM
_BAND = 26 * MM
_LEFT = 62 * MM
_PHOTO = (54 * MM, 72 * MM)
_FOOT = 22 * MM
_EDGE = Pen(1.6, RED)
_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
"""Type sizes the duties are tried in, the largest first: an office may have forty of them."""

_WHITE = (1.0, 1.0, 1.0)
_HEAD = Style("title", 34.0, _WHITE)
_NAME = Style("title", 30.0, BLACK)
_UNDER = Style("body", 14.0, GREY)
_CLASS = Style("heading", 17.0, RED)
_PHONE = Style("heading", 20.0, BLACK)
_OFFICE = Style("body", 14.0, GREY)
_COLUMNS = 2
_PITCH, _CLASS_PITCH, _ABOVE_CLASS, _CLASS_SIZE = 1.5, 1.9, 0.5, 1.15  # of the duties' size


def render(
    plates: Sequence[DoorPlate], today: date, size: Size = "A4", fonts: FontSet | None = None
) -> Paper:
    """One page a plate; at least one plate."""
    scale = _SCALE[size]
    about = About("楼栋长公示牌", plates[0].office, today)
    page = (_ACROSS[0] * scale, _ACROSS[1] * scale)
    document = Document(fonts or machine_fonts(), about, page)
    for number, plate in enumerate(plates):
        if number:
            document.new_page()
        _Plate(document, plate, scale).draw()
    return document.finish()


class _Plate:
    """One page. Lengths are those of A4; scale: of the page to A4."""

    def __init__(self, document: Document, plate: DoorPlate, scale: float) -> None:
        self._document = document
        self._plate = plate
        self._scale = scale

    def draw(self) -> None:
        width, height = _ACROSS
        inner = width - 2 * _MARGIN
        self._box((_MARGIN, _MARGIN), (inner, height - 2 * _MARGIN))
        self._band(inner)
        top = _MARGIN + _BAND
        self._person(top)
        self._duties(top, height - _MARGIN - _FOOT)
        self._foot(height - _MARGIN - _FOOT)

    def _band(self, inner: float) -> None:
        self._document.box(self._at(_MARGIN, _MARGIN), self._at(inner, _BAND), RED)
        title = f"{self._plate.place}楼栋长"
        self._text(_MARGIN + inner / 2, _MARGIN, _BAND, (title, _HEAD, inner - 20 * MM), "center")

    def _person(self, top: float) -> None:
        plate = self._plate
        middle = _MARGIN + _LEFT / 2 + 4 * MM
        y = top + 8 * MM
        corner = self._at(middle - _PHOTO[0] / 2, y)
        draw_photo(self._document, corner, self._at(*_PHOTO), plate.photo)
        y += _PHOTO[1] + 3 * MM
        under = plate.community + (" · 中共党员" if plate.party else "")
        self._text(middle, y, 16 * MM, (plate.name, _NAME, _LEFT), "center")
        self._text(middle, y + 15 * MM, 9 * MM, (under, _UNDER, _LEFT), "center")

    def _duties(self, top: float, end: float) -> None:
        left = _MARGIN + _LEFT + 16 * MM
        room = _ACROSS[0] - _MARGIN - 10 * MM - left
        high = end - top - 6 * MM
        size = next((s for s in _SIZES if self._fits(s, room, high)), _SIZES[-1])
        y = top + 3 * MM + max(0.0, (high - self._height(size)) / 2)
        for title, items in self._numbered():
            y += _ABOVE_CLASS * size
            style = replace(_CLASS, size=_CLASS_SIZE * size)
            self._text(left, y, _CLASS_PITCH * size, (title, style, room))
            y += _CLASS_PITCH * size
            for number, item in enumerate(items):
                line, column = divmod(number, _COLUMNS)
                what = (item, Style("body", size, BLACK), room / _COLUMNS)
                at = left + column * room / _COLUMNS
                self._text(at, y + line * _PITCH * size, _PITCH * size, what)
            y += _rows(items) * _PITCH * size

    def _numbered(self) -> list[tuple[str, list[str]]]:
        """The classes with their duties, numbered through."""
        number = itertools.count(1)
        return [
            (title, [f"{next(number)}. {name}" for name in names])
            for title, names in self._plate.duties
        ]

    def _fits(self, size: float, room: float, high: float) -> bool:
        style = Style("body", size)
        widest = max(
            (self._document.text_width(i, style) for _, items in self._numbered() for i in items),
            default=0.0,
        )
        return widest <= room / _COLUMNS - size and self._height(size) <= high

    def _height(self, size: float) -> float:
        rows = sum(_rows(items) for _, items in self._numbered())
        heads = (_ABOVE_CLASS + _CLASS_PITCH) * len(self._plate.duties)
        return (heads + rows * _PITCH) * size

    def _foot(self, top: float) -> None:
        plate = self._plate
        left, right = _MARGIN + 8 * MM, _ACROSS[0] - _MARGIN - 8 * MM
        rule = Pen(0.8 * self._scale, RED)
        self._document.rule(*self._at(left, top), *self._at(right, top), rule)
        caption, number = plate.phone
        half = (right - left) / 2
        if number:
            self._text(left, top, _FOOT, (f"{caption}　{number}", _PHONE, half))
        self._text(right, top, _FOOT, (plate.office, _OFFICE, half), "right")

    def _box(self, corner: tuple[float, float], size: tuple[float, float]) -> None:
        edge = replace(_EDGE, width=_EDGE.width * self._scale)
        self._document.box(self._at(*corner), self._at(*size), None, edge)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * self._scale, y * self._scale

    def _text(
        self,
        x: float,
        top: float,
        pitch: float,
        what: tuple[str, Style, float],
        align: Literal["left", "center", "right"] = "left",
    ) -> None:
        """what: the text, its style on A4, and the room it has."""
        text, style, room = what
        fit = fitting(self._document, text, style, room)
        fit = replace(fit, size=fit.size * self._scale)
        x, top = self._at(x, top)
        y = baseline(top, pitch * self._scale, fit.size)
        self._document.text(x, y, text, fit, align)


def _rows(items: Sequence[str]) -> int:
    return -(-len(items) // _COLUMNS)
