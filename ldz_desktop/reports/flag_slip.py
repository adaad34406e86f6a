"""流动红旗交接单: two to a page of A4, cut apart in the middle; signatures of both sides and of who
saw it."""

from collections.abc import Sequence
from datetime import date

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import TITLE, baseline
from ldz_desktop.reports.linebreak import Setting, set_text
from ldz_desktop.reports.paper import A4, GREY, MM, RED, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import across
from ldz_desktop.services.flags_records import Slip

MATTER = "流动红旗交接单"
_LEFT, _RIGHT = 22 * MM, A4[0] - 22 * MM
_HALF = A4[1] / 2
_TITLE = Style("title", TITLE.size, RED)
_CAPTION = Style("heading", 11.0)
_VALUE = Style("body", 12.0)
_SMALL = Style("body", 9.5, GREY)
_LINE, _HEAVY = Pen(0.5), Pen(1.2)
_CUT = Pen(0.5, GREY, (4, 4))
_ROW, _CAPTION_WIDTH, _PAD = 30.0, 74.0, 8.0
_DAY = "　　　　年　　月　　日"


def render(slips: Sequence[Slip], today: date, *, fonts: FontSet | None = None) -> Paper:
    """Two to a page. Raises ValueError for none."""
    if not slips:
        raise ValueError("a slip is for a flag")
    about = About(f"{slips[0].month}{MATTER}", slips[0].unit, today, MATTER)
    document = Document(fonts or machine_fonts(), about)
    for number, slip in enumerate(slips):
        if number and number % 2 == 0:
            document.new_page()
        _slip(document, slip, (number % 2) * _HALF)
        if number % 2 == 0:
            _cut(document)
    return document.finish()


def _cut(document: Document) -> None:
    document.rule(0, _HALF, A4[0], _HALF, _CUT)
    document.text(A4[0] / 2, _HALF - 4, "沿虚线裁开", _SMALL, "center")


def _slip(document: Document, slip: Slip, top: float) -> None:
    y = top + 15 * MM
    document.text(A4[0] / 2, baseline(y, 30, _TITLE.size), MATTER, _TITLE, "center")
    y += 34
    texts = (slip.unit, "", f"{slip.month}　红旗编号：{slip.number}")
    at = baseline(y, 16, _VALUE.size)
    across(document, (_LEFT, _RIGHT), at, texts, (_SMALL, _SMALL, _VALUE))
    y += 24
    first = y
    y = _row(document, y, ("交出楼栋", slip.origin or "社区办公室"), ("接收楼栋", slip.place))
    y = _row(document, y, ("移交人", slip.giver), ("接收人", slip.taker))
    day = date_text(slip.on) if slip.on else ""
    y = _row(document, y, ("当月得分", f"{slip.score} 分"), ("交接日期", day))
    held = f"连续第 {slip.months} 个月，累计 {slip.held} 个月"
    ground = f"并列，由{slip.decided}研究决定" if slip.decided else "测评排名"
    y = _row(document, y, ("持旗", held), ("依据", ground))
    document.box((_LEFT, first), (_RIGHT - _LEFT, y - first), None, _HEAVY)
    y += 10
    y = _words(document, slip, y)
    _sign(document, slip, y + 6)


def _row(document: Document, y: float, *cells: tuple[str, str]) -> float:
    wide = (_RIGHT - _LEFT) / len(cells)
    room = wide - _CAPTION_WIDTH - 2 * _PAD
    texts = [_lines(document, text, room) for _, text in cells]
    height = _ROW + (max(map(len, texts)) - 1) * 16.0
    for number, ((caption, _), lines) in enumerate(zip(cells, texts, strict=True)):
        x = _LEFT + number * wide
        document.box((x, y), (_CAPTION_WIDTH, height), None, _LINE)
        document.box((x + _CAPTION_WIDTH, y), (wide - _CAPTION_WIDTH, height), None, _LINE)
        at = baseline(y, height, _CAPTION.size)
        document.text(x + _CAPTION_WIDTH / 2, at, caption, _CAPTION, "center")
        at = baseline(y, height - (len(lines) - 1) * 16.0, _VALUE.size)
        for line in lines:
            document.text(x + _CAPTION_WIDTH + _PAD, at, line, _VALUE)
            at += 16.0
    return y + height


def _words(document: Document, slip: Slip, y: float) -> float:
    text = (
        f"{slip.community}{slip.place}在{slip.month}楼栋测评中评得流动红旗。红旗挂在单元门厅醒目处，"
        "妥善保管，下月测评公示后交还或移交，如有损坏及时告知社区。"
    )
    for line in _lines(document, text, _RIGHT - _LEFT, 24.0):
        document.text(_LEFT, baseline(y, 19, _VALUE.size), line, _VALUE)
        y += 19
    return y


def _lines(document: Document, text: str, room: float, indent: float = 0.0) -> list[str]:
    width = document.fonts.chain(_VALUE.role).width
    lines = set_text(text, Setting(width, _VALUE.size, room, indent=indent, justify=False))
    head = "　" * round(indent / _VALUE.size)
    return [(head if n == 0 else "") + line.text for n, line in enumerate(lines)] or [""]


def _sign(document: Document, slip: Slip, y: float) -> None:
    """Three signatures with room for a pen; the day of the hand-over where it is known."""
    day = f"日期：{date_text(slip.on) if slip.on else _DAY}"
    for caption, name in (
        ("移交人（签字）：", slip.giver), ("接收人（签字）：", slip.taker),
        ("社区见证人（签字）：", ""),
    ):  # fmt: skip
        at = baseline(y, 28, _VALUE.size)
        document.text(_LEFT, at, caption, _VALUE)
        start = _LEFT + document.text_width(caption, _VALUE)
        end = _LEFT + (_RIGHT - _LEFT) * 0.6
        document.rule(start, at + 4, end, at + 4, _LINE)
        if name:
            document.text(end, at, f"（{name}）", _SMALL, "right")
        document.text(_RIGHT, at, day, _VALUE, "right")
        y += 28
