"""Statistics on paper: each table with its chart, both from the same figures, each with its
definition. The charts are drawn with the paper's own primitives (see reports.notice_charts)."""

from dataclasses import dataclass, replace

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, GREY, MM, About, Color, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import page_feet
from ldz_desktop.reports.tables import Column, Look, Row, Table
from ldz_desktop.services import tables
from ldz_desktop.services.statistics import Group, Line, Statistics, below_table, group_table

_MARGIN = 18 * MM
_FRAME = Frame(A4[0], A4[1], _MARGIN, _MARGIN, _MARGIN, _MARGIN + 4 * MM)
_TITLE = replace(TITLE, size=18.0)
_HEADING = Style("heading", 13.0)
_NOTE = Style("body", 9.5, GREY)
_LABEL = Style("sans", 8.5)
_FIGURE = Style("sans", 8.0, GREY)
_FOOT = Style("sans", 8.5, GREY)
_SIGN = Style("body", 11.0)
_SLATE: Color = (0.42, 0.47, 0.54)
_WASH: Color = (0.90, 0.91, 0.93)
_OUTLINE = Pen(0.6, (0.25, 0.25, 0.25))
_LOOK = Look(sizes=(10.5, 10.0, 9.5, 9.0, 8.5), pitch=15.5)
_BAR_PITCH, _STEP_PITCH = 15.0, 11.5
_HEADING_PITCH, _NOTE_PITCH, _SIGN_PITCH = 24.0, 14.0, 34.0
_NUMERALS = "一二三四五六七八九十"


def render(figures: Statistics, *, fonts: FontSet | None = None) -> Paper:
    """Everything about a place, chapter by chapter, signature block and page numbers."""
    title = f"{figures.title}居民统计表"
    about = About(title, figures.unit, figures.day)
    document = Document(fonts or machine_fonts(), about)
    flow = Flow(document, _FRAME)
    _head(flow, title, figures)
    for number, group in enumerate(figures.groups):
        _chapter(flow, f"{_NUMERALS[number]}、{group.title}", group, figures)
    _places(flow, f"{_NUMERALS[len(figures.groups)]}、分{figures.below_title}", figures)
    _sign(flow)
    _feet(flow, figures)
    return document.finish()


def _head(flow: Flow, title: str, figures: Statistics) -> None:
    middle = flow.frame.left + flow.frame.measure / 2
    y = baseline(flow.y, 30.0, _TITLE.size)
    flow.document.text(middle, y, title, _TITLE, "center")
    flow.y += 34
    text = f"共 {figures.households:,} 户、{figures.residents:,} 人。{figures.definition}"
    flow.set_lines(flow.lines(text, _NOTE, 0), _NOTE, _NOTE_PITCH)
    flow.y += 4


def _chapter(flow: Flow, heading: str, group: Group, figures: Statistics) -> None:
    """Heading, definition and chart stay together; the table may run on."""
    notes = flow.lines(group.definition, _NOTE, 0)
    chart = _Pyramid(flow, group) if group.key == "age" else _Bars(flow, group)
    top = _HEADING_PITCH + len(notes) * _NOTE_PITCH
    flow.keep(top + chart.height + 3 * _LOOK.pitch)
    _heading(flow, heading)
    flow.set_lines(notes, _NOTE, _NOTE_PITCH)
    chart.draw()
    flow.y += 6
    _table(flow, group_table(figures, group))
    flow.y += 10


def _heading(flow: Flow, text: str) -> None:
    y = baseline(flow.y, _HEADING_PITCH, _HEADING.size)
    flow.document.text(flow.frame.left, y, text, _HEADING)
    flow.y += _HEADING_PITCH


def _places(flow: Flow, heading: str, figures: Statistics) -> None:
    flow.keep(_HEADING_PITCH + 4 * _LOOK.pitch)
    _heading(flow, heading)
    _table(flow, below_table(figures))


def _table(flow: Flow, table: tables.Table) -> None:
    columns = [
        Column(c.title, "right" if n else "left", figures=n > 0)
        for n, c in enumerate(table.columns)
    ]
    rows = [Row(tuple(map(_grouped, cells))) for cells in table.rows]
    Table(flow.document, columns, rows, flow.frame.measure, _LOOK).draw(flow)


def _grouped(cell: str) -> str:
    return f"{int(cell):,}" if cell.isdecimal() else cell


@dataclass(slots=True)
class _Bars:
    """One bar a line: name, bar, count and share."""

    flow: Flow
    group: Group

    @property
    def height(self) -> float:
        return _BAR_PITCH * len(self.group.lines) + 6

    def draw(self) -> None:
        document, frame = self.flow.document, self.flow.frame
        lines = self.group.lines
        widest = max((document.text_width(line.label, _LABEL) for line in lines), default=0)
        most = max((line.total for line in lines), default=0) or 1
        left = frame.left + widest + 8
        room = frame.right_edge - left - 96
        self.flow.y += 4
        for line in lines:
            top = self.flow.y
            y = baseline(top, _BAR_PITCH, _LABEL.size)
            document.text(left - 8, y, line.label, _LABEL, "right")
            size = (room * line.total / most, _BAR_PITCH - 5)
            document.box((left, top + 2.5), size, _SLATE)
            document.text(frame.right_edge - 44, y, f"{line.total:,}", _LABEL, "right")
            document.text(frame.right_edge, y, self.group.share(line), _FIGURE, "right")
            self.flow.y += _BAR_PITCH
        self.flow.y += 2


@dataclass(slots=True)
class _Pyramid:
    """Men at the left in dark, women at the right in outline (a grey printer keeps them apart),
    the eldest on top; who has no birth or sex written down is named below."""

    flow: Flow
    group: Group

    @property
    def steps(self) -> list[Line]:
        return [line for line in self.group.lines if line.label[0].isdigit()]

    @property
    def height(self) -> float:
        return _STEP_PITCH * len(self.steps) + 36

    def draw(self) -> None:
        document, frame = self.flow.document, self.flow.frame
        steps = self.steps
        middle = frame.left + frame.measure / 2
        gap = 34.0
        most = max((max(line.male, line.female) for line in steps), default=0) or 1
        room = frame.measure / 2 - gap - 40
        self._key(document, middle, gap)
        for line in reversed(steps):
            top = self.flow.y
            y = baseline(top, _STEP_PITCH, _FIGURE.size)
            document.text(middle, y, line.label, replace(_LABEL, size=8.0), "center")
            male, female = (room * n / most for n in (line.male, line.female))
            size = _STEP_PITCH - 2.5
            document.box((middle - gap - male, top + 1.2), (male, size), _SLATE)
            document.box((middle + gap, top + 1.2), (female, size), _WASH, _OUTLINE)
            document.text(middle - gap - male - 3, y, f"{line.male:,}", _FIGURE, "right")
            document.text(middle + gap + female + 3, y, f"{line.female:,}", _FIGURE)
            self.flow.y += _STEP_PITCH
        self._outside(document)

    def _key(self, document: Document, middle: float, gap: float) -> None:
        y = baseline(self.flow.y, 16, _LABEL.size)
        document.text(middle - gap, y, "男", _LABEL, "right")
        document.text(middle + gap, y, "女", _LABEL)
        self.flow.y += 16

    def _outside(self, document: Document) -> None:
        born = sum(line.total for line in self.group.lines if not line.label[0].isdigit())
        sexless = sum(line.other for line in self.steps)
        parts = [f"出生日期未登记 {born:,} 人"] if born else []
        parts += [f"性别未登记 {sexless:,} 人"] if sexless else []
        if parts:
            y = baseline(self.flow.y, 16, _FIGURE.size)
            text = "未画入图、已列入表：" + "，".join(parts)
            document.text(self.flow.frame.right_edge, y, text, _FIGURE, "right")
        self.flow.y += 16


def _sign(flow: Flow) -> None:
    flow.keep(_SIGN_PITCH)
    y = baseline(flow.y, _SIGN_PITCH, _SIGN.size)
    parts = ("制表人：", "审核人：", "日期：　　　　年　　月　　日")
    each = flow.frame.measure / len(parts)
    for number, text in enumerate(parts):
        flow.document.text(flow.frame.left + number * each, y, text, _SIGN)
    flow.y += _SIGN_PITCH


def _feet(flow: Flow, figures: Statistics) -> None:
    page_feet(flow, flow.frame.end + 7 * MM, figures.unit, date_text(figures.day), _FOOT)
