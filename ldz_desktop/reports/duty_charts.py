"""Duties by month and class as bars: for the window a Figure, for paper its own primitives; both
from the same figures."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ldz_desktop.domain.duties import CLASSES
from ldz_desktop.domain.evaluation import DUTY_CLASSES
from ldz_desktop.reports.chart_engine import drawing
from ldz_desktop.reports.layout import Flow, baseline
from ldz_desktop.reports.paper import GREY, Color, Pen, Style
from ldz_desktop.services.duties_records import MonthFigures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SCREEN = ("#C8161D", "#6B7889", "#D5DAE1")
_INK, _MUTED = "#1B1F24", "#5B6470"
_PAPER: tuple[Color, ...] = ((0.25, 0.27, 0.30), (0.58, 0.61, 0.65), (0.90, 0.91, 0.93))
_OUTLINE = Pen(0.5, (0.25, 0.25, 0.25))
_LABEL = Style("sans", 8.0)
_FIGURE = Style("sans", 7.5, GREY)
_HIGH, _LABELS, _KEY = 120.0, 26.0, 20.0
_SHARE = 0.58  # of a month's room that its bar takes
_DECEMBER = 12
HEIGHT = _HIGH + _LABELS + _KEY


def month_labels(months: Sequence[MonthFigures]) -> list[str]:
    """11月, with the year below each January and the first month (unless January is its
    neighbour, where two years would run into each other)."""
    found = []
    for at, one in enumerate(months):
        number = int(one.month[5:7])
        first = at == 0 and not (number == _DECEMBER and len(months) > 1)
        year = f"\n{one.month[:4]}年" if first or number == 1 else ""
        found.append(f"{number}月{year}")
    return found


def duty_figure(months: Sequence[MonthFigures]) -> "Figure":
    """One bar a month, its three classes upon one another, the sum on top."""
    with drawing():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(9.0, 3.8), dpi=100, facecolor="white")
        axes = figure.add_axes((0.01, 0.16, 0.98, 0.72))
        places = range(len(months))
        below = [0.0] * len(months)
        for group, color in zip(CLASSES, _SCREEN, strict=True):
            values = [float(one.by_class[group]) for one in months]
            axes.bar(
                places, values, _SHARE, bottom=below, color=color, label=DUTY_CLASSES[group - 1]
            )
            below = [low + value for low, value in zip(below, values, strict=True)]
        most = max(below, default=0.0) or 1.0
        for place, one in zip(places, months, strict=True):
            axes.text(
                place, one.total + 0.015 * most, f"{one.total:,}", ha="center", color=_INK, size=8
            )
        axes.set_xticks(list(places), month_labels(months))
        axes.set_xlim(-0.7, max(len(months), 6) - 0.3)
        axes.set_ylim(0, 1.1 * most)
        axes.set_yticks([])  # every bar bears its number
        axes.spines["left"].set_visible(False)
        figure.legend(loc="upper left", ncols=3, fontsize=9, labelcolor=_MUTED, borderaxespad=0.3)
        return figure


def draw_bars(flow: Flow, months: Sequence[MonthFigures]) -> None:
    """The same on paper, in greys that a printer keeps apart; HEIGHT points high."""
    document, frame = flow.document, flow.frame
    _key(flow)
    top = flow.y + _KEY
    floor = top + _HIGH
    most = max((one.total for one in months), default=0) or 1
    room = frame.measure / max(len(months), 6)
    for at, (one, text) in enumerate(zip(months, month_labels(months), strict=True)):
        left = frame.left + at * room + room * (1 - _SHARE) / 2
        middle = frame.left + (at + 0.5) * room
        y = floor
        for group, color in zip(CLASSES, _PAPER, strict=True):
            high = (_HIGH - 12) * one.by_class[group] / most
            y -= high
            if high:
                document.box((left, y), (room * _SHARE, high), color, _OUTLINE)
        document.text(middle, y - 3, f"{one.total:,}", _FIGURE, "center")
        for line, part in enumerate(text.split("\n")):
            document.text(middle, floor + 11 + 10 * line, part, _LABEL, "center")
    document.rule(frame.left, floor, frame.right_edge, floor, Pen(0.6))
    flow.y += HEIGHT


def _key(flow: Flow) -> None:
    document, x = flow.document, flow.frame.left
    for title, color in zip(DUTY_CLASSES, _PAPER, strict=True):
        document.box((x, flow.y + 4), (9, 9), color, _OUTLINE)
        y = baseline(flow.y, 17.0, _LABEL.size)
        document.text(x + 13, y, title, _LABEL)
        x += document.text_width(title, _LABEL) + 30
