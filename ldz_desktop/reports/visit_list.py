"""The sheet for going from door to door: A4 across, a section a building, room to write.

It is read at arm's length on a stairwell's landing and signed page by page: each page says which
building it is of, and which page of how many of that building.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, Role, machine_fonts
from ldz_desktop.reports.layout import Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, GREY, MM, PALE, About, Color, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import wrapped
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.visit_lists import Door, Stairs, VisitList

TITLE = "走访名单"
_FRAME = Frame(A4[1], A4[0], 13 * MM, 13 * MM, 11 * MM, 23 * MM)
_COLUMNS = (
    ("房号", 37.0),
    ("户主", 29.0),
    ("上次走访 / 该走访", 45.0),
    ("信息待补、待核", 40.0),
    ("走访结果", 36.0),
    ("反映事项", 84.0),
)
"""Heads and widths in millimetres."""
EDGES = tuple(_FRAME.left + MM * x for x in accumulate((0.0, *(wide for _, wide in _COLUMNS))))
"""Where the lines between the columns stand, in points from the left."""
_HEAD_ROW, _ROW = 9 * MM, 13.1 * MM
_TITLE, _PLACE = Style("heading", 22.0), Style("heading", 15.0)
_FACT, _HEAD, _SAYING = Style("sans", 13.0), Style("heading", 12.5), Style("sans", 15.0)
_Fits = tuple[tuple[float, int], ...]
"""Sizes to try, each with how many lines of it a row takes at most."""
_ROOM: _Fits = ((17.0, 1), (15.0, 1), (13.0, 1), (13.0, 2), (10.5, 2), (9.5, 3))
_NAME: _Fits = ((15.5, 1), (13.5, 1), (12.5, 2), (10.5, 2), (9.5, 3))
_GAP: _Fits = ((12.0, 1), (12.0, 2), (11.0, 2), (10.0, 3))
_LAST, _MARK, _RESULT = Style("sans", 12.0), Style("heading", 13.0), Style("sans", 12.0)
_SIGN, _CARE = Style("sans", 12.5), Style("sans", 9.0, GREY)
_SIDE = 4.0  # points between a line and a cell's text
_LEADING, _TWO = 1.2, 16.5
_EDGE, _LINE, _HAIR = Pen(0.9), Pen(1.4), Pen(0.4, (0.45, 0.45, 0.45))
_DUE: Color = (0.9, 0.9, 0.9)
_HOW = "本单有住户信息：随身保管，不给旁人看，不拍照、不转发，用完交回。"
_SIGNATURE = "走访人签名：____________________　　　　走访日期：________ 年 ____ 月 ____ 日"
_RESULTS = ("□ 已访　□ 无人", "____ 月 ____ 日")
NEVER, NOBODY_DUE, NO_FILES = "从未走访", "今天没有到期要走访的住户。", "还没有户档。"
_REPORT_EVERY = 10


def render(data: VisitList, progress: Progress = SILENT, *, fonts: FontSet | None = None) -> Paper:
    """Every building begins a page; where there is nobody to visit a sentence says so. May be
    cancelled: a page takes some milliseconds, and a whole district has thousands."""
    about = About(f"{data.title}{TITLE}", data.unit, data.today)
    document = Document(fonts or machine_fonts(), about, (_FRAME.width, _FRAME.height))
    if not data.stairs:
        _nobody(document, data)
    for number, stairs in enumerate(data.stairs):
        if number % _REPORT_EVERY == 0:
            progress.report(number, len(data.stairs), "排版走访名单")
        if number:
            document.new_page()
        _Section(document, data, stairs).draw()
    progress.report(0, 0, "写成文件")
    return document.finish()


def mark(door: Door) -> str:
    """逾期 21 天; 今天到期; 到期 where nobody was ever there; "" where no visit is due."""
    if not door.due:
        return ""
    if door.last is None:
        return "到期"
    return f"逾期 {door.overdue} 天" if door.overdue else "今天到期"


def _nobody(document: Document, data: VisitList) -> None:
    """A place without anybody to visit."""
    y = baseline(_FRAME.top, 11 * MM, _TITLE.size)
    document.text(_FRAME.left, y, f"{data.title}　{TITLE}", _TITLE)
    document.text(_FRAME.right_edge, y, f"{date_text(data.today)}印", _FACT, "right")
    _say(document, data, NO_FILES if data.everybody else NOBODY_DUE)


def _say(document: Document, data: VisitList, text: str) -> None:
    """What stands where a table would."""
    y = baseline(_FRAME.top + 26 * MM, 12 * MM, _SAYING.size)
    document.text(_FRAME.left, y, text, _SAYING)
    document.text(_FRAME.right_edge, _FRAME.end + 15.5 * MM, data.unit, _CARE, "right")


class _Section:
    """The pages of a building."""

    def __init__(self, document: Document, data: VisitList, stairs: Stairs) -> None:
        self._document = document
        self._data = data
        self._stairs = stairs
        self._flow = Flow(document, _FRAME)

    def draw(self) -> None:
        flow, doors = self._flow, self._stairs.doors
        self._head()
        if not doors:
            known = self._stairs.households
            _say(self._document, self._data, NOBODY_DUE if known else NO_FILES)
            return
        while doors:
            fit = int((flow.room - _HEAD_ROW + 0.01) / _ROW)
            if len(doors) == fit + 1:
                fit -= 1  # the last one does not stand alone on a page
            self._table(doors[:fit])
            doors = doors[fit:]
            if doors:
                flow.turn()
                self._head_again()
        self._feet()

    def _head(self) -> None:
        flow, stairs = self._flow, self._stairs
        self._line(
            11 * MM, f"{stairs.building}　{TITLE}", _TITLE, f"{date_text(self._data.today)}印"
        )
        self._line(9 * MM, f"{stairs.community}　{self._leader()}", _FACT, self._counts())
        flow.y += 1 * MM

    def _head_again(self) -> None:
        """Shorter, on the pages that follow."""
        self._line(9 * MM, f"{self._stairs.building}　{TITLE}（续）", _PLACE, self._leader())

    def _line(self, pitch: float, left: str, style: Style, right: str) -> None:
        """A line of the head: a long name is set smaller."""
        document, flow = self._document, self._flow
        room = _FRAME.measure - document.text_width(right, _FACT) - 12
        size = style.size * min(1.0, room / document.text_width(left, style))
        y = baseline(flow.y, pitch, style.size)
        document.text(_FRAME.left, y, left, Style(style.role, size))
        document.text(_FRAME.right_edge, y, right, _FACT, "right")
        flow.y += pitch

    def _leader(self) -> str:
        return f"楼栋长：{self._stairs.leader or '暂缺'}"

    def _counts(self) -> str:
        stairs = self._stairs
        if not self._data.everybody:
            return f"全楼 {stairs.households:,} 户，到期 {stairs.due:,} 户"
        marked = f"，其中到期 {stairs.due:,} 户（灰底）" if stairs.due else "，没有到期的"
        return f"全楼 {stairs.households:,} 户{marked}"

    def _table(self, doors: Sequence[Door]) -> None:
        flow, document = self._flow, self._document
        left, right, top = EDGES[0], EDGES[-1], flow.y
        document.box((left, top), (right - left, _HEAD_ROW), PALE)
        for place, (head, _) in enumerate(_COLUMNS):
            y = baseline(top, _HEAD_ROW, _HEAD.size)
            document.text(EDGES[place] + _SIDE, y, head, _HEAD)
        flow.y += _HEAD_ROW
        before: Door | None = None
        for door in doors:
            if door.due and self._data.everybody:
                document.box((left, flow.y), (right - left, _ROW), _DUE)
            other = before is None or before.unit != door.unit
            document.rule(left, flow.y, right, flow.y, _LINE if other else _HAIR)
            self._row(door)
            before = door
            flow.y += _ROW
        for x in EDGES[1:-1]:
            document.rule(x, top, x, flow.y, _HAIR)
        document.box((left, top), (right - left, flow.y - top), None, _EDGE)

    def _row(self, door: Door) -> None:
        unit = f"{door.unit} " if door.unit else ""
        self._block(0, ((unit, door.room),), "heading", _ROOM)
        self._block(1, ((door.head,),), "sans", _NAME)
        last = f"上次 {date_text(door.last)}" if door.last else NEVER
        self._two(2, (last, _LAST), (mark(door), _MARK))
        self._block(3, _shorter(door.gaps), "sans", _GAP)
        self._two(4, (_RESULTS[0], _RESULT), (_RESULTS[1], _RESULT))

    def _block(self, place: int, texts: Iterable[Sequence[str]], role: Role, fits: _Fits) -> None:
        """The first of the texts that fits its cell (else the last), as large as it fits there.
        A text comes in parts, which are broken only where one alone is too wide."""
        left = EDGES[place] + _SIDE
        measure = EDGES[place + 1] - _SIDE - left
        tries = ((parts, size, most) for parts in texts for size, most in fits)
        lines: list[str] = []
        style = Style(role)
        for parts, size, most in tries:
            style = Style(role, size)
            lines = _packed(self._document, parts, style, measure)
            if len(lines) <= most:
                break
        pitch = _LEADING * style.size
        y = self._flow.y + (_ROW - len(lines) * pitch) / 2
        for line in lines:
            self._document.text(left, baseline(y, pitch, style.size), line, style)
            y += pitch

    def _two(self, place: int, upper: tuple[str, Style], lower: tuple[str, Style]) -> None:
        """Two lines in a cell; a lone one stands in the middle."""
        shown = [one for one in (upper, lower) if one[0]]
        y = self._flow.y + (_ROW - len(shown) * _TWO) / 2
        for text, style in shown:
            self._document.text(EDGES[place] + _SIDE, baseline(y, _TWO, style.size), text, style)
            y += _TWO

    def _feet(self) -> None:
        document, pages = self._document, self._flow.pages
        for number, page in enumerate(pages, 1):
            document.page = page
            document.text(_FRAME.left, _FRAME.end + 9 * MM, _SIGNATURE, _SIGN)
            text = f"第 {number} 页，共 {len(pages)} 页"
            document.text(_FRAME.right_edge, _FRAME.end + 9 * MM, text, _SIGN, "right")
            document.text(_FRAME.left, _FRAME.end + 15.5 * MM, _HOW, _CARE)
            document.text(
                _FRAME.right_edge, _FRAME.end + 15.5 * MM, self._data.unit, _CARE, "right"
            )


def _packed(document: Document, parts: Sequence[str], style: Style, measure: float) -> list[str]:
    """As many parts on a line as there is room for."""
    lines: list[str] = []
    for part in parts:
        if lines and document.text_width(lines[-1] + part, style) <= measure:
            lines[-1] += part
        elif document.text_width(part, style) <= measure:
            lines.append(part)
        else:
            lines += (line.text for line in wrapped(document, part, style, measure))
    return lines


def _shorter(gaps: Sequence[str]) -> Iterator[Sequence[str]]:
    """All of them, or for a cell that is too small as many as it takes, and how many there are."""
    yield [*(f"{gap}、" for gap in gaps[:-1]), *gaps[-1:]]
    for count in range(len(gaps) - 1, 0, -1):
        yield [*(f"{gap}、" for gap in gaps[: count - 1]), f"{gaps[count - 1]}等 {len(gaps)} 项"]
