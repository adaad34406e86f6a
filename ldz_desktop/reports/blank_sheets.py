"""Blank satisfaction sheets (满意度调查表): one in large type to a page of A4, or two or four to be
cut apart. A sheet says building and month and nothing else: no serial number, no page number,
nothing that tells one sheet of a building from another (domain.md §7)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ldz_desktop.errors import RuleError
from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import baseline
from ldz_desktop.reports.linebreak import SetLine
from ldz_desktop.reports.paper import A4, GREY, MM, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import fitting, put, wrapped
from ldz_desktop.services.blank_papers import BlankPapers, Lot
from ldz_desktop.services.months import month_text

PerPage = Literal[1, 2, 4]
PER_PAGE: tuple[PerPage, ...] = (1, 2, 4)
TITLE = "楼栋长满意度调查表"
RULES = "不写姓名，不写房号。每题只在一个方框里打“√”；不想回答的题可以空着。"
SEAL = "填好后字朝里对折，装进信封、封好口，投入测评箱，或原封交给来收的社区人员；不交给楼栋长。"
_HEADS = (("非常", "满意"), ("满意",), ("基本", "满意"), ("不满意",), ("非常", "不满意"))
_EDGE, _HAIR, _BOX = Pen(0.9), Pen(0.4, (0.45, 0.45, 0.45)), Pen(1.0)
_CUT = Pen(0.5, GREY, (4, 4))
_LINE = 1.25  # of the type size


@dataclass(frozen=True, slots=True)
class _Format:
    """A sheet in points. box: side of a square to tick; grade: width of a grade's column; question:
    largest and smallest type."""

    width: float
    height: float
    margin: float
    title: float
    fact: float
    note: float
    head: float
    box: float
    grade: float
    question: tuple[float, float]
    highest: float  # of a question's row


_FORMATS: dict[PerPage, _Format] = {
    1: _Format(A4[0], A4[1], 16 * MM, 28, 18, 15, 12, 9 * MM, 15 * MM, (20, 9), 68),
    2: _Format(A4[0], A4[1] / 2, 12 * MM, 18, 12, 10, 9.5, 5.5 * MM, 16 * MM, (14, 9), 34),
    4: _Format(A4[0] / 2, A4[1] / 2, 8 * MM, 14, 10, 8, 7.5, 5 * MM, 10 * MM, (10, 8), 34),
}  # fmt: skip


def render(
    papers: BlankPapers,
    per_page: PerPage = 2,
    *,
    masters: bool = False,
    fonts: FontSet | None = None,
) -> Paper:
    """Each building's number of sheets, building after building; a building's last page has no
    sheet too many. masters: one full page for each building instead, for the copying machine.
    Raises RuleError where nothing is to be printed, or where so many questions do not fit in a
    type that can be read."""
    lots = [lot for lot in papers.lots if lot.count or masters]
    if not lots:
        raise RuleError(
            "没有要印的表", "选中的楼栋没有登记在住户，也没有填发出数。", "先填每栋楼要发多少张。"
        )
    about = About(f"{month_text(papers.month)}{TITLE}", papers.unit)
    document = Document(fonts or machine_fonts(), about)
    form = _Form(document, papers, _FORMATS[per_page])
    first = True
    for lot in lots:
        for sheets, copies in pages_of(per_page if masters else lot.count, per_page):
            if not first:
                document.new_page()
            first = False
            for number in range(sheets):
                form.draw(lot, number)
            document.page.copies = copies
            _cuts(document, per_page)
    return document.finish()


def pages_of(count: int, per_page: int) -> Iterator[tuple[int, int]]:
    """The pages of so many sheets: (sheets on the page, copies of that page)."""
    if count // per_page:
        yield per_page, count // per_page
    if count % per_page:
        yield count % per_page, 1


def _cuts(document: Document, per_page: int) -> None:
    if per_page > 1:
        document.rule(0, A4[1] / 2, A4[0], A4[1] / 2, _CUT)
    if per_page > 2:
        document.rule(A4[0] / 2, 0, A4[0] / 2, A4[1], _CUT)


class _Form:
    """One blank sheet, laid out once."""

    def __init__(self, document: Document, papers: BlankPapers, form: _Format) -> None:
        self._document = document
        self._papers = papers
        self._form = form
        self._title = Style("title", form.title)
        self._fact = Style("heading", form.fact)
        self._note = Style("body", form.note)
        self._head = Style("heading", form.head)
        self._digit = Style("sans", form.head - 1, GREY)
        self._foot = Style("sans", form.note - 1, GREY)
        self.measure = form.width - 2 * form.margin
        self._words = self.measure - 5 * form.grade
        self._rules = len(wrapped(document, RULES, self._note, self.measure))
        self._seal = len(wrapped(document, SEAL, self._note, self.measure))
        self._style, self._questions, self._row = self._fit()

    def _fit(self) -> tuple[Style, list[list[SetLine]], float]:
        """The largest type in which every question has a row of the same height."""
        form, questions = self._form, self._papers.scheme.questions
        lines = _LINE * 1.1 * form.note * (self._rules + self._seal)
        fixed = (
            2 * form.margin + 1.6 * form.title + 1.7 * form.fact + lines + self._head_height()
            + 3.4 * form.note
        )  # fmt: skip
        row = min(form.highest, (form.height - fixed) / len(questions))
        size, least = form.question
        while size >= least:
            style = Style("body", size)
            room = self._words - self._number(size) - 6
            texts = [wrapped(self._document, q, style, room) for q in questions]
            if max(map(len, texts)) * _LINE * size + 3 <= row:
                return style, texts, row
            size -= 0.5
        raise RuleError(
            "一页放不下这么多",
            f"本月的方案有 {len(questions)} 道题，这样排字太小，看不清。",
            "请改成每页少印几张。",
        )

    def _head_height(self) -> float:
        return 3.7 * self._form.head

    @staticmethod
    def _number(size: float) -> float:
        """Room for a question's number."""
        return 1.7 * size

    def draw(self, lot: Lot, place: int) -> None:
        """place: which of the page's sheets, from 0, row by row."""
        form, document = self._form, self._document
        across = round(A4[0] / form.width)
        left = (place % across) * form.width + form.margin
        y = (place // across) * form.height + form.margin
        right, middle = left + self.measure, left + self.measure / 2
        pitch = 1.6 * form.title
        document.text(middle, baseline(y, pitch, form.title), TITLE, self._title, "center")
        y += pitch
        y = self._facts(lot, left, right, y)
        y = put(document, (left, y), self.measure, RULES, self._note, _LINE * 1.1 * form.note)
        y = self._table(left, y + 0.5 * form.note)
        y += 0.7 * form.note
        y = put(document, (left, y), self.measure, SEAL, self._note, _LINE * 1.1 * form.note)
        papers = self._papers
        foot = papers.unit + (f"　电话 {papers.phone}" if papers.phone else "")
        style = fitting(document, foot, self._foot, self.measure)
        document.text(left, baseline(y, 1.5 * form.note, form.note), foot, style)

    def _facts(self, lot: Lot, left: float, right: float, y: float) -> float:
        form, document = self._form, self._document
        month = month_text(self._papers.month)
        pitch, lines = 1.7 * form.fact, [f"{lot.community} {lot.building}"]
        room = right - left - document.text_width(month, self._fact) - form.fact
        if document.text_width(lines[0], self._fact) > 1.5 * room:
            lines = [lot.community, lot.building]
        largest = replace(self._fact, size=min(form.fact, pitch / len(lines) * 0.9))
        for number, line in enumerate(lines):
            style = fitting(document, line, largest, room)
            at = baseline(y + number * pitch / len(lines), pitch / len(lines), style.size)
            document.text(left, at, line, style)
        at = baseline(y, pitch, form.fact)
        document.text(right, at, month, self._fact, "right")
        return y + pitch

    def _table(self, left: float, top: float) -> float:
        form, document = self._form, self._document
        edges = [left, *(left + self._words + n * form.grade for n in range(6))]
        head = self._head_height()
        for place, words in enumerate(_HEADS):
            middle = (edges[place + 1] + edges[place + 2]) / 2
            self._grade(middle, top, words, str(5 - place))
        y = top + head
        for number, lines in enumerate(self._questions, 1):
            document.rule(left, y, edges[-1], y, _HAIR)
            self._question(number, lines, left, y)
            for place in range(5):
                self._tick((edges[place + 1] + edges[place + 2]) / 2, y)
            y += self._row
        for x in edges[1:-1]:
            document.rule(x, top, x, y, _HAIR)
        document.box((left, top), (edges[-1] - left, y - top), None, _EDGE)
        return y

    def _grade(self, middle: float, top: float, words: tuple[str, ...], digit: str) -> None:
        """A grade's name, and the key that stands for it, small, for who keys the sheet."""
        size = self._form.head
        y = top + 0.35 * size + (0 if len(words) == 2 else 0.55 * size)
        for word in words:
            self._document.text(middle, baseline(y, 1.1 * size, size), word, self._head, "center")
            y += 1.1 * size
        y = top + 2.55 * size
        at = baseline(y, size, self._digit.size)
        self._document.text(middle, at, digit, self._digit, "center")

    def _question(self, number: int, lines: list[SetLine], left: float, top: float) -> None:
        size, document = self._style.size, self._document
        indent = self._number(size)
        y = top + (self._row - len(lines) * _LINE * size) / 2
        at = baseline(y, _LINE * size, size)
        document.text(left + indent - 0.25 * size, at, f"{number}.", self._style, "right")
        for line in lines:
            at = baseline(y, _LINE * size, size)
            document.set_line(left + indent + 2, at, line, self._style)
            y += _LINE * size

    def _tick(self, middle: float, top: float) -> None:
        side = min(self._form.box, self._row - 4)
        corner = (middle - side / 2, top + (self._row - side) / 2)
        self._document.box(corner, (side, side), None, _BOX)
