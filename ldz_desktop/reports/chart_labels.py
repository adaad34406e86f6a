"""Names at the right ends of lines. They are placed while the figure is drawn: only then is it
known how large a window or a page makes it, and how many of them there is room for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

End = tuple[float, str, str]
"""The last value of a line, its name, and its colour."""

_LINE = 1.25  # line height, in sizes of the letters
_BESIDE = 12.0  # points between the axes and the names
_MOVED = 1.0  # points from which on a name needs a stroke that leads to its line


def end_labels(axes: "Axes", ends: Sequence[End], months: int, size: float = 10) -> None:
    """Each line's name at its right end. Where names would touch they move apart, as little as can
    be and in the order of the lines, and a stroke leads from the line to its name. size: of the
    letters, in points; they get smaller where there is no room for all."""
    from matplotlib.artist import Artist

    names = [
        axes.annotate(
            title, (months - 1, value), (0, 0), textcoords="offset points", color=color,
            size=size, va="center", annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": color, "linewidth": 0.8, "shrinkA": 2,
                        "shrinkB": 4, "relpos": (0, 0.5)},
        )
        for value, title, color in ends
    ]  # fmt: skip

    class Arranged(Artist):
        """Drawn before everything else, and invisible."""

        @override
        def draw(self, renderer: Any) -> None:
            if names:
                _arrange(axes, names, size, renderer.points_to_pixels(1.0))

    first = Arranged()
    first.set_zorder(-1)
    axes.add_artist(first)


def _arrange(axes: "Axes", names: "list[Annotation]", size: float, point: float) -> None:
    """point: a point in pixels."""
    ends = {name: axes.transData.transform(name.xy) for name in names}
    names = sorted(names, key=lambda name: float(ends[name][1]))
    room = float(axes.figure.bbox.height)
    size = min(size, room / (point * _LINE * len(names)))
    gap = size * _LINE * point
    wanted = [float(ends[name][1]) for name in names]
    places = spread(wanted, gap, gap / 2, room - gap / 2)
    for name, place, at in zip(names, places, wanted, strict=True):
        beside = (float(axes.bbox.x1) - float(ends[name][0])) / point + _BESIDE
        name.xyann = (beside, (place - at) / point)
        name.set_fontsize(size)
        if name.arrow_patch is not None:
            name.arrow_patch.set_visible(abs(place - at) > _MOVED * point)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones (which ascend): in their order, at least `gap` apart, between low
    and high, and moved as little as can be (least squares). There must be room for all."""
    blocks: list[tuple[float, int]] = []  # neighbours that move together: sum and number
    for number, one in enumerate(wanted):
        total, count = one - number * gap, 1
        while blocks and blocks[-1][0] * count > total * blocks[-1][1]:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    together = [total / count for total, count in blocks for _ in range(count)]
    top = high - (len(wanted) - 1) * gap
    return [max(low, min(one, top)) + number * gap for number, one in enumerate(together)]
