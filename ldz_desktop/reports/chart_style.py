"""What all charts share: colours, marks and dashes, axes, and the way out as PNG, SVG or PDF.

Series are told apart by marker, dash and place as well as by colour, so that a black-and-white
print and a colour-blind eye lose nothing.
"""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ldz_desktop.reports.chart_engine import drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RED = "#C8161D"
SLATE = "#6B7889"
LIGHT = "#B8BFC9"
PALE = "#F1F2F4"
INK = "#1B1F24"
MUTED = "#5B6470"

# Okabe and Ito's colours, which every kind of colour blindness tells apart; red comes first.
LINES: tuple[tuple[str, str, str], ...] = (
    (RED, "o", "-"),
    ("#0072B2", "s", "-"),
    ("#009E73", "^", "--"),
    ("#E69F00", "D", "-."),
    ("#56B4E9", "v", "-"),
    ("#CC79A7", "P", "--"),
    ("#000000", "X", ":"),
    ("#8A6D3B", "*", "-."),
)
DPI = 100
WIDTH = 9.0


def to_png(figure: "Figure", scale: float = 1.0) -> bytes:
    """scale: device pixels per logical pixel; a figure is 100 logical pixels an inch."""
    return _written(figure, format="png", dpi=DPI * scale, metadata={"Software": None})


def to_svg(figure: "Figure") -> bytes:
    """Self-contained: letters as outlines."""
    return _written(figure, format="svg", metadata={"Date": None, "Creator": None})


def to_pdf(figure: "Figure") -> bytes:
    """One page of the figure's size, typefaces embedded as TrueType."""
    nothing = dict.fromkeys(("Creator", "Producer", "CreationDate"))
    return _written(figure, format="pdf", metadata=nothing)


def _written(figure: "Figure", **options: Any) -> bytes:  # noqa: ANN401 - what savefig takes
    from matplotlib.text import Text

    texts = tuple(one.get_text() for one in figure.findobj(Text))
    stream = io.BytesIO()
    with drawing(texts):
        figure.savefig(stream, **options)
    return stream.getvalue()


def one_axes(height: float, edges: tuple[float, float, float, float]) -> "tuple[Figure, Axes]":
    """A figure with one pair of axes; edges: left, bottom, right, top as shares of the figure."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    left, bottom, right, top = edges
    return figure, figure.add_axes((left, bottom, right - left, top - bottom))


def plotted(value: Decimal | None) -> float:
    return float("nan") if value is None else float(value)


def hide_spines(axes: "Axes") -> None:
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)


def empty(axes: "Axes", text: str) -> None:
    hide_spines(axes)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.text(0.5, 0.5, text, ha="center", va="center", color=MUTED, transform=axes.transAxes)


def no_course(months: int) -> str:
    """Why there are no lines to draw, "" where there are: one month has no course."""
    if months > 1:
        return ""
    return "只有一个封存的月份，下个月封存以后画出走势" if months else "还没有封存的月份"


def month_axis(axes: "Axes", months: Sequence[str]) -> None:
    """10月, 11月, 12月, 1月 with the year below the first month and each January."""
    labels = []
    for at, month in enumerate(months):
        number = int(month[5:7])
        year = f"\n{month[:4]}年" if at == 0 or number == 1 else ""
        labels.append(f"{number}月{year}")
    every = max(1, -(-len(months) // 18))
    axes.set_xticks(range(0, len(months), every), labels[::every])


def keep_margins(
    figure: "Figure",
    axes: "Axes",
    left: float,
    right: float,
    upright: tuple[float, float] | None = None,
) -> None:
    """Whatever size the window gives the figure, its names and figures need the same inches.
    upright: inches below and above the axes, None for what has nothing to say there."""
    from matplotlib.layout_engine import LayoutEngine

    class Margins(LayoutEngine):
        _adjust_compatible = _colorbar_gridspec = True

        @override
        def execute(self, fig: Any) -> None:
            wide, high = fig.get_figwidth(), fig.get_figheight()
            room = max(0.2, wide - left - right)
            foot, top = upright or (0.03 * high, 0.03 * high)
            tall = max(0.2, high - foot - top)
            axes.set_position((left / wide, foot / high, room / wide, tall / high))

    figure.set_layout_engine(Margins())
