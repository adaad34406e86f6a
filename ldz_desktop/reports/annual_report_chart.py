"""The year's course on paper: a panel for each number, one above the other, month by month. Two
numbers that are nearly alike would hide each other in one. Drawn with the paper's own primitives,
as the notice's charts are."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from ldz_desktop.reports.layout import Flow, baseline
from ldz_desktop.reports.paper import GREY, Color, Pen, Style

_GRID = Pen(0.3, (0.82, 0.82, 0.82))
_AXIS = Pen(0.6)
_LINE: Color = (0.25, 0.27, 0.30)
_LABEL = Style("sans", 8.5)
_FIGURE = Style("sans", 7.5, GREY)
_VALUE = Style("sans", 7.5)
_HIGH, _ABOVE, _BELOW = 72.0, 22.0, 22.0
_LEFT = 26.0
_TOP = 100
_FLOOR = 40
"""Of a scale that does not begin at 0."""
HEIGHT = _HIGH + _ABOVE + _BELOW
"""Of a panel, in points."""


class Panel(NamedTuple):
    """values: from 0 to 100, one for each month, None for a month without."""

    title: str
    values: tuple[Decimal | None, ...]


def draw_panel(flow: Flow, months: Sequence[str], panel: Panel) -> None:
    """months: what stands below the marks. A month without a value leaves a gap in the line."""
    document, frame = flow.document, flow.frame
    left = frame.left + _LEFT
    low = _low([v for v in panel.values if v is not None])
    y = baseline(flow.y, _ABOVE - 6, _LABEL.size)
    document.text(left, y, panel.title, _LABEL)
    if low:
        document.text(frame.right_edge, y, f"纵轴自{low}起", _FIGURE, "right")
    floor = flow.y + _ABOVE + _HIGH
    for value in range(low, _TOP + 1, 10 if low >= _FLOOR else 20):
        at = floor - _HIGH * (value - low) / (_TOP - low)
        document.rule(left, at, frame.right_edge, at, _GRID if value > low else _AXIS)
        document.text(left - 5, at + 2.8, str(value), _FIGURE, "right")
    room = (frame.right_edge - left) / max(len(months), 1)
    spots: list[tuple[float, float] | None] = []
    for at, (name, number) in enumerate(zip(months, panel.values, strict=True)):
        x = left + (at + 0.5) * room
        document.text(x, floor + 12, name, _LABEL, "center")
        if number is None:
            spots.append(None)
            continue
        height = floor - _HIGH * (float(number) - low) / (_TOP - low)
        spots.append((x, height))
        document.text(x, height + (-6 if height > floor - 0.9 * _HIGH else 13), str(number),
                      _VALUE, "center")  # fmt: skip
    for one, other in pairwise(spots):
        if one is not None and other is not None:
            document.rule(*one, *other, Pen(1.3, _LINE))
    for spot in spots:
        if spot is not None:
            document.box((spot[0] - 2.3, spot[1] - 2.3), (4.6, 4.6), _LINE)
    flow.y += HEIGHT


def _low(values: Sequence[Decimal]) -> int:
    """Where the axis begins: from 0 where values are low, else below the lowest."""
    low = max(0, int((min(values, default=Decimal()) - 5) // 10 * 10))
    return low if low >= _FLOOR else 0
