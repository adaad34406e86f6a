"""聘书: the letter of appointment, one landscape page with room for the seal."""

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, GREY, MM, RED, About, Document, Paper, Pen, Style
from ldz_desktop.services.selections_papers import Letter

_FRAME = Frame(A4[1], A4[0], 48 * MM, 48 * MM, 34 * MM, 30 * MM)
_TITLE = Style("title", 56.0, RED)
_NUMBER = Style("body", 12.0)
_NAME = Style("kai", 28.0)
_BODY = Style("body", 21.0)
_SEAL = Style("body", 10.5, GREY)
_OPEN = "______________"
_PITCH = 40.0
_GAP = 3.0
_BORDERS = ((11 * MM, Pen(3.2, RED)), (14 * MM, Pen(0.8, RED)))
_CORNER = 6 * MM


def render(letter: Letter, *, fonts: FontSet | None = None) -> Paper:
    """The letter; the typefaces are the machine's own by default."""
    about = About(f"{letter.building}楼栋长聘书", letter.unit, letter.day, "聘书")
    document = Document(fonts or machine_fonts(), about, (_FRAME.width, _FRAME.height))
    flow = Flow(document, _FRAME)
    _border(document)
    middle = _FRAME.width / 2
    document.text(middle, baseline(flow.y, 74.0, _TITLE.size), "聘　书", _TITLE, "center")
    flow.y += 82.0
    y = baseline(flow.y, 20.0, _NUMBER.size)
    document.text(_FRAME.left, y, f"文号：{letter.document_no or _OPEN}", _NUMBER)
    document.text(
        _FRAME.right_edge, y, f"证书编号：{letter.certificate_no or _OPEN}", _NUMBER, "right"
    )
    flow.y += 34.0
    _address(flow, letter.name)
    flow.paragraph(_sentence(letter), _BODY, _PITCH)
    flow.paragraph("特发此证。", _BODY, _PITCH)
    _sign(flow, letter)
    return document.finish()


def _border(document: Document) -> None:
    """A heavy and a fine line; small squares where they meet at the corners."""
    for inset, pen in _BORDERS:
        size = (_FRAME.width - 2 * inset, _FRAME.height - 2 * inset)
        document.box((inset, inset), size, None, pen)
    inset, pen = _BORDERS[1]
    for x in (inset, _FRAME.width - inset - _CORNER):
        for y in (inset, _FRAME.height - inset - _CORNER):
            document.box((x, y), (_CORNER, _CORNER), None, pen)


def _address(flow: Flow, name: str) -> None:
    document, left = flow.document, flow.frame.left
    y = baseline(flow.y, _PITCH, _NAME.size)
    document.text(left, y, name, _NAME)
    document.text(left + document.text_width(name, _NAME) + 8, y, "同志：", _BODY)
    flow.y += _PITCH + 6


def _sentence(letter: Letter) -> str:
    if letter.term_end is None:
        term = f"自{date_text(letter.started_on)}起任职"
    else:
        term = f"任期自{date_text(letter.started_on)}至{date_text(letter.term_end)}"
    how = "经居民推选、资格审查和公示" if letter.selected else "经研究决定"
    return f"{how}，聘任您为{letter.community}{letter.building}楼栋长，{term}。"


def _sign(flow: Flow, letter: Letter) -> None:
    """Unit and date at the right edge; the seal goes over them, its place is marked faintly."""
    document, frame = flow.document, flow.frame
    day = date_text(letter.day)
    wide = max(document.text_width(text, _BODY) for text in (letter.unit, day))
    at = frame.right_edge - wide / 2
    top = max(flow.y + 8, frame.end - 2 * _PITCH)
    for number, text in enumerate((letter.unit, day)):
        y = baseline(top + number * _PITCH, _PITCH, _BODY.size)
        document.text(at, y, text, _BODY, "center")
    x = at - wide / 2 - _GAP * MM - document.text_width("（盖章）", _SEAL)
    document.text(x, baseline(top, _PITCH, _SEAL.size), "（盖章）", _SEAL)
