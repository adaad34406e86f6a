"""Address labels on sheets of 2 × 8 or 3 × 8, from any place of the first sheet on."""

from collections.abc import Sequence
from dataclasses import dataclass

from ldz_desktop.errors import InputError
from ldz_desktop.reports.fonts import FontSet, machine_fonts, printable
from ldz_desktop.reports.linebreak import Setting, set_text
from ldz_desktop.reports.paper import GREY, MM, About, Document, Paper, Pen, Style
from ldz_desktop.services.lists import Label

_ROWS = 8
_PADDING = 4.5 * MM
_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_LEADING = 1.35
_CUT = Pen(0.3, (0.6, 0.6, 0.6), (2.0, 2.0))
_FROM = Style("sans", 7.0, GREY)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels, in millimetres; pitch: from one label to the next."""

    name: str
    columns: int
    width: float
    height: float
    left: float
    top: float
    pitch: tuple[float, float]

    @property
    def count(self) -> int:
        return self.columns * _ROWS


SHEETS: tuple[Sheet, ...] = (
    Sheet("2 × 8，每张 99.1 × 33.9 毫米", 2, 99.1, 33.9, 4.65, 12.9, (101.6, 33.9)),
    Sheet("3 × 8，每张 63.5 × 33.9 毫米", 3, 63.5, 33.9, 7.2, 12.9, (66.0, 33.9)),
)


def render(
    labels: Sequence[Label],
    *,
    sheet: Sheet,
    start: int = 1,
    sender: str = "",
    cut_lines: bool = False,
    fonts: FontSet | None = None,
) -> Paper:
    """start: the place of the first label, counted by rows from the top left, from 1. sender: a
    small line on each; cut_lines: for plain paper. Raises InputError for a start that is not on
    the sheet, or without labels."""
    if not 1 <= start <= sheet.count:
        raise InputError("起始位置不对", f"这种标签纸每张 {sheet.count} 格。", "请改起始位置。")
    if not labels:
        raise InputError("没有标签", "名单是空的。", "请先选出要寄的人。")
    document = Document(fonts or machine_fonts(), About("地址标签", sender))
    for number, label in enumerate(labels, start=start - 1):
        page, place = divmod(number, sheet.count)
        if page >= len(document.pages):
            document.new_page()
        row, column = divmod(place, sheet.columns)
        corner = (
            (sheet.left + column * sheet.pitch[0]) * MM,
            (sheet.top + row * sheet.pitch[1]) * MM,
        )
        if cut_lines:
            document.box(corner, (sheet.width * MM, sheet.height * MM), pen=_CUT)
        _draw(document, corner, sheet, label, sender)
    return document.finish()


def _draw(
    document: Document, corner: tuple[float, float], sheet: Sheet, label: Label, sender: str
) -> None:
    """The address over as many lines as it takes, then the name, then who sends it."""
    x, top = corner[0] + _PADDING, corner[1]
    measure = sheet.width * MM - 2 * _PADDING
    room = sheet.height * MM - 2 * _PADDING - (9.0 if sender else 0.0)
    size, lines = _fitted(document, label, measure, room)
    used = _LEADING * size * (len(lines) + 1) + 0.25 * size
    y = top + _PADDING + max(0.0, (room - used) / 2) + 0.95 * size
    for line in lines:
        document.text(x, y, line, Style("body", size))
        y += _LEADING * size
    y += 0.25 * size
    document.text(x, y, f"{label.name}　收", Style("heading", size))
    if sender:
        bottom = top + sheet.height * MM - _PADDING + 3.0
        document.text(x + measure, bottom, sender, _FROM, "right")


def _fitted(
    document: Document, label: Label, measure: float, room: float
) -> tuple[float, list[str]]:
    """The largest type in which address and name fit."""
    lines: list[str] = []
    for size in _SIZES:
        lines = _broken(document, label, Style("body", size), measure)
        name = document.text_width(f"{label.name}　收", Style("heading", size))
        if (len(lines) + 1) * _LEADING * size + 0.25 * size <= room and name <= measure:
            return size, lines
    return _SIZES[-1], lines


def _broken(document: Document, label: Label, style: Style, measure: float) -> list[str]:
    """On one line, or the house on the first and the door on the next."""
    if document.text_width(label.place + label.door, style) <= measure:
        return [label.place + label.door]
    width = document.fonts.chain(style.role).width
    setting = Setting(width, style.size, measure, justify=False)
    parts = (label.place, label.door)
    return [one.text for part in parts for one in set_text(printable(part), setting)]
