"""培训合格证: one landscape page for each leader who attended all of a course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, MM, RED, About, Document, Paper, Pen, Style

_FRAME = Frame(A4[1], A4[0], 46 * MM, 46 * MM, 34 * MM, 30 * MM)
_TITLE = Style("title", 40.0, RED)
_NUMBER = Style("body", 13.0)
_NAME = Style("kai", 26.0)
_BODY = Style("body", 20.0)
_PITCH = 38.0
_OUTER, _INNER = Pen(3.0, RED), Pen(0.8, RED)
_SPACED = "　"


@dataclass(frozen=True, slots=True)
class Certificate:
    """number: as it was given; days: when the course was; day: what the certificate bears."""

    name: str
    number: str
    course: str
    days: str
    hours: str
    subjects: tuple[str, ...]
    unit: str
    day: date


def render(certificates: Sequence[Certificate], *, fonts: FontSet | None = None) -> Paper:
    """A page each. Raises ValueError for none."""
    if not certificates:
        raise ValueError("a certificate is for somebody")
    first = certificates[0]
    about = About(f"{first.course}培训合格证", first.unit, first.day)
    document = Document(fonts or machine_fonts(), about, (_FRAME.width, _FRAME.height))
    flow = Flow(document, _FRAME)
    for number, one in enumerate(certificates):
        if number:
            flow.turn()
        _page(flow, one)
    return document.finish()


def _page(flow: Flow, one: Certificate) -> None:
    document, frame = flow.document, flow.frame
    for inset, pen in ((12 * MM, _OUTER), (15 * MM, _INNER)):
        size = (frame.width - 2 * inset, frame.height - 2 * inset)
        document.box((inset, inset), size, None, pen)
    middle = frame.width / 2
    title = _SPACED.join("培训合格证")
    document.text(middle, baseline(flow.y, 60.0, _TITLE.size), title, _TITLE, "center")
    flow.y += 66.0
    y = baseline(flow.y, 24.0, _NUMBER.size)
    document.text(frame.right_edge, y, f"编号：{one.number}", _NUMBER, "right")
    flow.y += 34.0
    y = baseline(flow.y, _PITCH, _NAME.size)
    document.text(frame.left, y, one.name, _NAME)
    after = frame.left + document.text_width(one.name, _NAME) + 8
    document.text(after, y, "同志：", _BODY)
    flow.y += _PITCH + 4
    flow.paragraph(_sentence(one), _BODY, _PITCH)
    flow.y = max(flow.y + 10, frame.end - 2 * _PITCH)
    unit = document.text_width(one.unit, _BODY)
    day = document.text_width(date_text(one.day), _BODY)
    at = frame.right_edge - max(unit, day) / 2
    for text in (one.unit, date_text(one.day)):
        document.text(at, baseline(flow.y, _PITCH, _BODY.size), text, _BODY, "center")
        flow.y += _PITCH


def _sentence(one: Certificate) -> str:
    subjects = f"学习了{'、'.join(one.subjects)}等内容，" if one.subjects else ""
    return (
        f"于{one.days}参加“{one.course}”，{subjects}学满全部{one.hours}学时，培训合格，特发此证。"
    )
