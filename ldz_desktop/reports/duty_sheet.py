"""The monthly sheet of duties: one page a leader, with a box for each duty in the order in which
the numbers are keyed back (domain.md §1, 职)."""

from collections.abc import Sequence
from dataclasses import replace

from ldz_desktop.domain.duties import CLASSES, Duty, DutyClass, class_title
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import TITLE, Flow, Frame, baseline
from ldz_desktop.reports.paper import A4, GREY, MM, PALE, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import across
from ldz_desktop.services.duties_records import DutySheet
from ldz_desktop.services.months import month_text

_FRAME = Frame(A4[0], A4[1], 20 * MM, 20 * MM, 18 * MM, 22 * MM)
_TITLE = replace(TITLE, size=20.0)
_FACT = Style("body", 12.0)
_HEAD = Style("heading", 11.0)
_CLASS = Style("heading", 11.5)
_CELL = Style("body", 12.0)
_COUNT = Style("sans", 12.0)
_NOTE = Style("body", 9.5, GREY)
_SIGN = Style("body", 12.0)
_FOOT = Style("sans", 8.5, GREY)
_TITLE_PITCH, _FACT_PITCH, _HEAD_PITCH = 34.0, 26.0, 22.0
_HIGHEST, _LOWEST = 25.0, 13.0  # a duty's line
_SIGN_ROOM = 84.0
_EDGE, _LINE, _BOX = Pen(0.9), Pen(0.4, (0.35, 0.35, 0.35)), Pen(0.8)
_WIDTHS = (0.08, 0.42, 0.14, 0.36)
_HEADS = ("序号", "职责", "次数", "时间、地点、做了什么")


def render(
    sheets: Sequence[DutySheet], unit: str, *, filled: bool, fonts: FontSet | None = None
) -> Paper:
    """filled: with what was written down already; else empty boxes for a pen. Raises ValueError
    for no sheet."""
    if not sheets:
        raise ValueError("a sheet is for somebody")
    month = month_text(sheets[0].month)
    document = Document(fonts or machine_fonts(), About(f"{month}楼栋长履职月报表", unit))
    flow = Flow(document, _FRAME)
    for number, sheet in enumerate(sheets):
        if number:
            flow.turn()
        _Page(flow, sheet, unit, filled).draw(number + 1, len(sheets))
    return document.finish()


class _Page:
    def __init__(self, flow: Flow, sheet: DutySheet, unit: str, filled: bool) -> None:
        self._flow = flow
        self._document = flow.document
        self._sheet = sheet
        self._unit = unit
        self._filled = filled
        edges = [flow.frame.left]
        for share in _WIDTHS:
            edges.append(edges[-1] + share * flow.frame.measure)
        self._edges = edges

    def draw(self, number: int, total: int) -> None:
        flow, sheet = self._flow, self._sheet
        middle = flow.frame.left + flow.frame.measure / 2
        title = f"{month_text(sheet.month)}楼栋长履职月报表"
        y = baseline(flow.y, _TITLE_PITCH, _TITLE.size)
        self._document.text(middle, y, title, _TITLE, "center")
        flow.y += _TITLE_PITCH
        self._facts()
        self._table()
        self._signatures()
        y = flow.frame.end + 7 * MM
        edition, text = f"职责清单第 {sheet.template.edition} 版", f"第 {number} 张，共 {total} 张"
        sides = (flow.frame.left, flow.frame.right_edge)
        across(self._document, sides, y, (self._unit, edition, text), _FOOT)

    def _facts(self) -> None:
        flow, line = self._flow, self._sheet.line
        y = baseline(flow.y, _FACT_PITCH, _FACT.size)
        place, name = f"楼栋：{line.community} {line.building}", f"楼栋长：{line.name}"
        sides = (flow.frame.left, flow.frame.right_edge)
        need = self._document.text_width(place + name, _FACT)
        if need > 1.2 * flow.frame.measure:  # each on a line of its own
            across(self._document, sides, y, (place, "", ""), _FACT)
            flow.y += _FACT_PITCH
            y, place = baseline(flow.y, _FACT_PITCH, _FACT.size), ""
        across(self._document, sides, y, (place, "", name), _FACT)
        flow.y += _FACT_PITCH

    def _table(self) -> None:
        flow, template = self._flow, self._sheet.template
        groups = [g for g in CLASSES if template.of(g)]
        room = flow.room - _SIGN_ROOM - _HEAD_PITCH * (1 + len(groups))
        pitch = max(_LOWEST, min(_HIGHEST, room / len(template.duties)))
        top = flow.y
        self._heads()
        for group in groups:
            self._class(group)
            for duty in template.of(group):
                self._duty(duty, pitch)
        left, wide = flow.frame.left, flow.frame.measure
        self._document.box((left, top), (wide, flow.y - top), None, _EDGE)

    def _heads(self) -> None:
        flow = self._flow
        self._document.box((flow.frame.left, flow.y), (flow.frame.measure, _HEAD_PITCH), PALE)
        y = baseline(flow.y, _HEAD_PITCH, _HEAD.size)
        for at, text in enumerate(_HEADS):
            middle = (self._edges[at] + self._edges[at + 1]) / 2
            self._document.text(middle, y, text, _HEAD, "center")
        flow.y += _HEAD_PITCH

    def _class(self, group: DutyClass) -> None:
        flow = self._flow
        left, right = flow.frame.left, flow.frame.right_edge
        self._document.rule(left, flow.y, right, flow.y, _LINE)
        y = baseline(flow.y, _HEAD_PITCH, _CLASS.size)
        self._document.text(left + 8, y, class_title(group), _CLASS)
        if self._filled:
            times = f"共 {self._sheet.line.by_class[group]} 次"
            self._document.text(right - 8, y, times, _NOTE, "right")
        flow.y += _HEAD_PITCH

    def _duty(self, duty: Duty, pitch: float) -> None:
        flow, edges = self._flow, self._edges
        top = flow.y
        self._document.rule(edges[0], top, edges[-1], top, _LINE)
        for x in edges[1:-1]:
            self._document.rule(x, top, x, top + pitch, _LINE)
        size = min(_CELL.size, 0.62 * pitch)
        y = baseline(top, pitch, size)
        style = replace(_CELL, size=size)
        number = str(self._sheet.template.number(duty.key))
        self._document.text((edges[0] + edges[1]) / 2, y, number, style, "center")
        self._document.text(edges[1] + 6, y, duty.name, style)
        self._box((edges[2], top), (edges[3] - edges[2], pitch), self._sheet.counts.get(duty.key))
        if self._filled:
            self._entries(duty, top, pitch)
        flow.y += pitch

    def _box(
        self, corner: tuple[float, float], size: tuple[float, float], times: int | None
    ) -> None:
        """A box for the number, and the number where there is one."""
        high = min(16.0, size[1] - 4)
        wide = 36.0
        left, top = corner[0] + (size[0] - wide) / 2, corner[1] + (size[1] - high) / 2
        self._document.box((left, top), (wide, high), None, _BOX)
        if self._filled and times:
            style = replace(_COUNT, size=min(_COUNT.size, high - 3))
            y = baseline(corner[1], size[1], style.size)
            self._document.text(left + wide / 2, y, str(times), style, "center")

    def _entries(self, duty: Duty, top: float, pitch: float) -> None:
        """What single entries say, as far as it goes."""
        parts = [
            f"{r.done_on.day}日{r.note or ''}"
            for r in self._sheet.records
            if r.duty == duty.key and r.done_on is not None
        ]
        text = "；".join(parts)
        room = self._edges[4] - self._edges[3] - 10
        while text and self._document.text_width(text, _NOTE) > room:
            text = text[:-2] + "…"
        y = baseline(top, pitch, _NOTE.size)
        self._document.text(self._edges[3] + 5, y, text, _NOTE)

    def _signatures(self) -> None:
        flow = self._flow
        flow.y += 8
        note = "做了几次写几次，没有做的留空。"
        y = baseline(flow.y, 16.0, _NOTE.size)
        self._document.text(flow.frame.left, y, note, _NOTE)
        flow.y += 24
        y = baseline(flow.y, 30.0, _SIGN.size)
        third = flow.frame.measure / 3
        for at, text in enumerate(("楼栋长签字：", "社区核对：", "日期：　　年　　月　　日")):
            self._document.text(flow.frame.left + at * third, y, text, _SIGN)
        flow.y += 30
