"""Names at the ends of lines never lie over each other, however close the lines end and however
small the figure is drawn."""

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.reports import charts, charts_course
from ldz_desktop.reports.chart_labels import spread
from ldz_desktop.services.evaluation_charts import Course, Point
from ldz_desktop.services.honours import TrendSeries

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox

MONTHS = ("2026-07", "2026-08", "2026-09")
SIZES = [(900, 380, 96), (640, 190, 96), (560, 210, 125), (1700, 770, 215)]
"""The window's room for a trend at normal and large type, and the hall's screen."""


def trend(*ends: str) -> "Figure":
    """Lines that end at these scores."""
    return charts.trend_figure([
        TrendSeries(f"福锦苑{n}栋", (("2026-07", Decimal(80 + n)), ("2026-09", Decimal(end))))
        for n, end in enumerate(ends, 1)
    ])  # fmt: skip


def building(score: str, satisfaction: str, stars: str) -> "Figure":
    values = [Decimal(v) for v in (score, satisfaction, stars)]
    points = tuple(Point(month, *values, 1, 9) for month in MONTHS)
    return charts_course.building_figure(Course(1, "兴新社区", "福锦苑", "福锦苑1栋", points))


def bump(count: int) -> "Figure":
    """Ranks that tie at the end."""
    courses = [
        Course(n, "兴新社区", "福锦苑", f"福锦苑{n}栋", tuple(
            Point(month, Decimal(90), Decimal(90), Decimal(90), 1 + n // 3, count)
            for month in MONTHS
        ))
        for n in range(count)
    ]  # fmt: skip
    return charts_course.bump_figure(courses)


def boxes(figure: "Figure", size: tuple[int, int, int]) -> "list[tuple[Annotation, Bbox]]":
    """The names as they are drawn, from the lowest up."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Annotation, Text

    wide, high, dpi = size
    figure.set_dpi(dpi)
    figure.set_size_inches(wide / dpi, high / dpi)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    noted = [text for text in figure.axes[0].texts if isinstance(text, Annotation)]
    names = [text for text in noted if text.arrow_patch is not None]
    found = [(text, Text.get_window_extent(text, canvas.get_renderer())) for text in names]
    return sorted(found, key=lambda pair: pair[1].y0)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("make", "count"),
    [
        (lambda: trend("90.00", "90.01"), 2),
        (lambda: trend("95.50", "95.50", "95.50"), 3),
        (lambda: trend("99.9", "100", "99.8", "99.7", "99.6", "99.5", "60", "99.4"), 8),
        (lambda: building("90.10", "90.20", "90.00"), 3),
        (lambda: bump(20), 20),
    ],
)
def test_names_stand_apart_and_inside(
    make: "Callable[[], Figure]", count: int, size: tuple[int, int, int]
) -> None:
    found = boxes(make(), size)
    assert len(found) == count
    for (_, below), (_, above) in pairwise(found):
        assert below.y1 <= above.y0 + 0.5, "a name lies over another"
    for _, box in found:
        assert (box.x1 <= size[0], box.y0 >= -1, box.y1 <= size[1] + 1) == (True,) * 3


def test_names_stand_in_the_order_of_their_lines() -> None:
    found = boxes(trend("90.02", "90.00", "90.03", "90.01"), (640, 190, 96))
    assert [text.get_text() for text, _ in found] == [f"福锦苑{n}栋" for n in (2, 4, 1, 3)]
    again = boxes(trend("90.02", "90.00", "90.03", "90.01"), (640, 190, 96))
    assert [tuple(b.extents) for _, b in found] == [tuple(b.extents) for _, b in again]


def test_a_stroke_leads_to_a_name_that_moved_and_to_no_other() -> None:
    found = boxes(trend("70", "90", "90.1"), (900, 380, 96))
    led = {n.get_text(): n.arrow_patch and n.arrow_patch.get_visible() for n, _ in found}
    assert led == {"福锦苑1栋": False, "福锦苑2栋": True, "福锦苑3栋": True}


@given(st.lists(st.floats(-50, 150), min_size=1, max_size=12), st.floats(0.5, 8))
def test_names_move_as_little_as_can_be(ends: list[float], gap: float) -> None:
    wanted = sorted(ends)
    places = spread(wanted, gap, 0, 100)
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(places))
    assert -1e-6 <= min(places) <= max(places) <= 100 + 1e-6
    if all(b - a >= gap for a, b in pairwise(wanted)) and 0 <= wanted[0] <= wanted[-1] <= 100:
        assert places == pytest.approx(wanted), "what stood well stays"
