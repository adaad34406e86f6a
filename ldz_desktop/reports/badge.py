"""Badges of building leaders (胸牌): 90 × 60 mm, eight to a page of A4, with marks to cut at."""

from collections.abc import Sequence
from datetime import date

from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import baseline
from ldz_desktop.reports.paper import A4, BLACK, GREY, MM, RED, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import fitting
from ldz_desktop.reports.photo_frame import draw_photo
from ldz_desktop.services.person_papers import Badge

WIDE, HIGH = 90 * MM, 60 * MM
ACROSS, DOWN = 2, 4
_GAP = 6 * MM
_LEFT = (A4[0] - ACROSS * WIDE - (ACROSS - 1) * _GAP) / 2
_TOP = (A4[1] - DOWN * HIGH - (DOWN - 1) * _GAP) / 2
_OFF = 0.5 * MM  # between a corner and its marks
_CUT = Pen(0.4, GREY)
_HEAD = 12 * MM
_PHOTO = (25 * MM, 25 * MM * 4 / 3)
_MARGIN = 5 * MM

_OFFICE = Style("heading", 11.0, (1.0, 1.0, 1.0))
_NAME = Style("title", 24.0, BLACK)
_TITLE = Style("heading", 14.0, RED)
_PLACE = Style("body", 13.0, BLACK)
_COMMUNITY = Style("body", 10.5, GREY)


def render(badges: Sequence[Badge], today: date, fonts: FontSet | None = None) -> Paper:
    """At least one badge; long names and places are set smaller, never cut."""
    about = About("楼栋长胸牌", badges[0].office, today)
    document = Document(fonts or machine_fonts(), about, A4)
    for number, badge in enumerate(badges):
        place = number % (ACROSS * DOWN)
        if number and not place:
            document.new_page()
        line, column = divmod(place, ACROSS)
        corner = (_LEFT + column * (WIDE + _GAP), _TOP + line * (HIGH + _GAP))
        _draw(document, corner, badge)
        _marks(document, corner)
    return document.finish()


def _draw(document: Document, corner: tuple[float, float], badge: Badge) -> None:
    x, y = corner
    document.box((x, y), (WIDE, _HEAD), RED)
    middle = x + WIDE / 2
    head = fitting(document, badge.office, _OFFICE, WIDE - 2 * _MARGIN)
    document.text(middle, baseline(y, _HEAD, head.size), badge.office, head, "center")
    top = y + _HEAD + (HIGH - _HEAD - _PHOTO[1]) / 2
    draw_photo(document, (x + _MARGIN, top), _PHOTO, badge.photo)
    left = x + _MARGIN + _PHOTO[0] + _MARGIN
    room = x + WIDE - _MARGIN - left
    at = top
    for text, style, pitch in (
        (badge.name, _NAME, 12.5 * MM),
        (badge.title, _TITLE, 7.5 * MM),
        (badge.place, _PLACE, 7 * MM),
        (badge.community, _COMMUNITY, 6 * MM),
    ):
        fit = fitting(document, text, style, room)
        document.text(left, baseline(at, pitch, fit.size), text, fit)
        at += pitch


def _marks(document: Document, corner: tuple[float, float]) -> None:
    """A short line outside each corner, both ways."""
    x, y = corner
    for right in (False, True):
        at, sign = (x + WIDE, 1) if right else (x, -1)
        for low in (False, True):
            height, down = (y + HIGH, 1) if low else (y, -1)
            side, over = at + sign * _OFF, height + down * _OFF
            document.rule(side, height, side + sign * _GAP / 3, height, _CUT)
            document.rule(at, over, at, over + down * _GAP / 3, _CUT)
