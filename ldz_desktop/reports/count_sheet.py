"""The count sheet of a building (计票单): the boxes of the batch header, in the order of entry,
filled in by two counters; two to a page of A4, to be cut apart and laid on the building's pile."""

from ldz_desktop.reports.fonts import FontSet, machine_fonts
from ldz_desktop.reports.layout import baseline
from ldz_desktop.reports.paper import A4, GREY, MM, About, Document, Paper, Pen, Style
from ldz_desktop.reports.paragraphs import across, fitting, put
from ldz_desktop.services.blank_papers import BlankPapers, Lot
from ldz_desktop.services.months import month_text

TITLE = "满意度调查表计票单"
FIELDS = (("发出", ""), ("收回", ""), ("有效", "="), ("废表", "+"), ("空白", "+"))
"""As the window asks for them: what stands before each box."""
_HALF = A4[1] / 2
_LEFT, _RIGHT = 18 * MM, A4[0] - 18 * MM
_MEASURE = _RIGHT - _LEFT
_TITLE, _FACT, _NAME = Style("title", 18.0), Style("heading", 13.0), Style("heading", 12.0)
_SIGNS, _NUMBER = Style("sans", 16.0), Style("sans", 17.0, figures=True)
_NOTE, _SIGN = Style("body", 10.5), Style("body", 12.0)
_FOOT = Style("sans", 8.5, GREY)
_BOX, _CUT = Pen(1.1), Pen(0.5, GREY, (4, 4))
_WIDE, _HIGH = 22 * MM, 13 * MM


def render(papers: BlankPapers, *, fonts: FontSet | None = None) -> Paper:
    """One for each building, in the order of entry."""
    name = f"{month_text(papers.month)}{TITLE}"
    document = Document(fonts or machine_fonts(), About(name, papers.unit))
    for number, lot in enumerate(papers.lots):
        if number and number % 2 == 0:
            document.new_page()
        _sheet(document, papers, lot, (number % 2) * _HALF)
        if number % 2 == 0:
            document.rule(0, _HALF, A4[0], _HALF, _CUT)
    return document.finish()


def _sheet(document: Document, papers: BlankPapers, lot: Lot, top: float) -> None:
    y = top + 11 * MM
    document.text(A4[0] / 2, baseline(y, 28, 18), TITLE, _TITLE, "center")
    y += 32
    at = baseline(y, 20, _FACT.size)
    texts = (f"{lot.community} {lot.building}", "", month_text(papers.month))
    across(document, (_LEFT, _RIGHT), at, texts, _FACT)
    y += 26
    y = put(document, (_LEFT, y), _MEASURE, _ORDER, _NOTE, 16) + 6
    y = _boxes(document, lot, y) + 8
    for text in _definitions(papers):
        y = put(document, (_LEFT, y), _MEASURE, text, _NOTE, 16)
    y += 10
    day = "日期：______ 年 ____ 月 ____ 日"
    for texts in (("计票人一：", "计票人二：", day), ("录入人：", "复录人：", "")):
        at = baseline(y, 26, _SIGN.size)
        for place, text in enumerate(texts):
            document.text(_LEFT + place * _MEASURE * 0.31, at, text, _SIGN)
        y += 30
    foot = fitting(document, papers.unit, _FOOT, _MEASURE)
    document.text(_LEFT, top + _HALF - 9 * MM, papers.unit, foot)


_ORDER = (
    "两人在场拆封。先把表打乱，再摞成一摞；录入、复录完以前不再改变次序，也不和别的楼混放。"
    "本单放在这一摞的最上面。"
)


def _boxes(document: Document, lot: Lot, y: float) -> float:
    """The five boxes; what was written down as given out stands in the first."""
    each = _MEASURE / len(FIELDS)
    for place, (name, sign) in enumerate(FIELDS):
        right = _LEFT + (place + 1) * each - 8
        left = right - _WIDE
        document.text((left + right) / 2, baseline(y, 18, _NAME.size), name, _NAME, "center")
        document.box((left, y + 20), (_WIDE, _HIGH), None, _BOX)
        at = baseline(y + 20, _HIGH, _SIGNS.size)
        document.text(left - 11, at, sign, _SIGNS, "center")
        if place == 0 and lot.given is not None:
            document.text((left + right) / 2, at, str(lot.given), _NUMBER, "center")
    return y + 20 + _HIGH


def _definitions(papers: BlankPapers) -> tuple[str, ...]:
    scheme = papers.scheme
    questions, least = len(scheme.questions), scheme.answered_minimum
    return (
        "收回 ＝ 有效 ＋ 废表 ＋ 空白，收回不能多于发出。",
        f"有效：{questions} 题里至少答了 {least} 题；一题打了两个“√”，这一题按没答算。",
        f"废表：答了，但不满 {least} 题，或者整张看不清。空白：一题也没答。",
    )
