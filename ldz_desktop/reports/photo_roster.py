"""The roster with photos: three across and seven down, community by community."""

from dataclasses import replace

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, BLACK, GREY, MM, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import fitting, page_feet
from ldz_desktop.reports.photo_frame import draw_photo
from ldz_desktop.services.person_papers import Face, PhotoRoster

_MARGIN = 15 * MM
_FRAME = Frame(A4[0], A4[1], _MARGIN, _MARGIN, _MARGIN, _MARGIN + 5 * MM)
_ACROSS = 3
_WIDE = _FRAME.measure / _ACROSS
_HIGH = 33 * MM
_PHOTO = (22.5 * MM, 30 * MM)
_TITLE = replace(TITLE, size=18.0)
_NOTE = Style("body", 10.0, GREY)
_GROUP = Style("heading", 13.0)
_NAME = Style("heading", 14.0, BLACK)
_PLACE = Style("body", 11.0, BLACK)
_LINE = Style("body", 9.5, GREY)
_FOOT = Style("sans", 8.5, GREY)
_RULE = Pen(0.5, GREY)
_TITLE_PITCH, _NOTE_PITCH, _GROUP_PITCH = 30.0, 16.0, 26.0


def render(roster: PhotoRoster, fonts: FontSet | None = None) -> Paper:
    """As many pages as it takes; a community's name stays with its first line."""
    about = About(roster.title, roster.unit, roster.today)
    document = Document(fonts or machine_fonts(), about, A4)
    flow = Flow(document, _FRAME)
    middle = _FRAME.left + _FRAME.measure / 2
    y = baseline(flow.y, _TITLE_PITCH, _TITLE.size)
    document.text(middle, y, roster.title, _TITLE, "center")
    flow.y += _TITLE_PITCH
    if roster.note:
        flow.set_lines(flow.lines(roster.note, _NOTE, 0), _NOTE, _NOTE_PITCH)
    for community, faces in roster.groups:
        _group(flow, community, faces)
    _feet(flow, roster)
    return document.finish()


def _group(flow: Flow, community: str, faces: tuple[Face, ...]) -> None:
    document = flow.document
    flow.keep(_GROUP_PITCH + _HIGH)
    words = f"{community}　{len(faces)} 栋"
    document.text(_FRAME.left, baseline(flow.y, _GROUP_PITCH, _GROUP.size), words, _GROUP)
    flow.y += _GROUP_PITCH
    document.rule(_FRAME.left, flow.y - 2, _FRAME.right_edge, flow.y - 2, _RULE)
    for start in range(0, len(faces), _ACROSS):
        flow.keep(_HIGH)
        for column, face in enumerate(faces[start : start + _ACROSS]):
            _face(document, (_FRAME.left + column * _WIDE, flow.y), face)
        flow.y += _HIGH
    flow.skip(6.0)


def _face(document: Document, corner: tuple[float, float], face: Face) -> None:
    x, y = corner
    top = y + (_HIGH - _PHOTO[1]) / 2
    draw_photo(document, (x, top), _PHOTO, face.photo)
    left = x + _PHOTO[0] + 3 * MM
    room = _WIDE - _PHOTO[0] - 5 * MM
    at = top + 2 * MM
    texts = [(face.name or "（空缺）", _NAME, 20.0), (face.place, _PLACE, 17.0)]
    texts += [(line, _LINE, 14.0) for line in face.lines]
    for text, style, pitch in texts:
        fit = fitting(document, text, style, room)
        document.text(left, baseline(at, pitch, fit.size), text, fit)
        at += pitch


def _feet(flow: Flow, roster: PhotoRoster) -> None:
    page_feet(flow, _FRAME.end + 7 * MM, roster.unit, date_text(roster.today), _FOOT)
