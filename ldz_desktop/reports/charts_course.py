"""Charts of closed months: how one building went, all of a community, ranks over months, and the
heat map of buildings and months. Every figure says in words what a missing value is."""

from math import ceil, isnan
from typing import TYPE_CHECKING

from ldz_desktop.reports.chart_engine import drawing
from ldz_desktop.reports.chart_labels import End, end_labels
from ldz_desktop.reports.chart_style import (
    DPI,
    INK,
    LIGHT,
    LINES,
    MUTED,
    RED,
    WIDTH,
    empty,
    hide_spines,
    keep_margins,
    month_axis,
    no_course,
    one_axes,
    plotted,
)
from ldz_desktop.reports.fonts import bundled_fonts, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ldz_desktop.services.evaluation_charts import Course

_PANELS = 6  # small charts in a row
_PANEL_HIGH = 1.15
_BUMP_ROW, _HEAT_ROW = 0.24, 0.25
_ENDS, _RANKS = 1.15, 0.88  # inches for the names of the lines, and for the ranks below
_EDGE = 0.55  # inches above and below for months and words
HEAT = ("#FFFFFF", "#F6DCDD", "#E6A9AB", "#CF6A6E", "#A81219", "#5E0A0E")
"""From pale to dark: as greys they keep their order."""
_HEAT_STEPS = (0, 70, 80, 85, 90, 95, 101)
_DARK_FROM = 90


def building_figure(course: "Course") -> "Figure":
    """One building: score, satisfaction and stars, with its rank below each month."""
    with drawing((printable(course.building),)):
        figure, axes = one_axes(4.2, (0.065, 0.22, 0.86, 0.95))
        points = course.points
        if why := no_course(len(points)):
            empty(axes, why)
            return figure
        if not any(p.score is not None for p in points):
            empty(axes, "这些月份都没有参加排名")
            return figure
        ends: list[End] = []
        lines = (
            ("得分", [p.score for p in points], RED, "o", "-", 2.4),
            ("满意度得分", [p.satisfaction for p in points], "#0072B2", "s", "--", 1.4),
            ("星级得分", [p.stars for p in points], "#000000", "^", ":", 1.4),
        )
        for title, values, color, marker, dash, width in lines:
            line = [plotted(value) for value in values]
            axes.plot(
                range(len(line)), line, color=color, marker=marker, linestyle=dash,
                linewidth=width, markersize=5,
            )  # fmt: skip
            known = [value for value in line if not isnan(value)]
            if known:
                ends.append((known[-1], title, color))
        month_axis(axes, [p.month for p in points])
        axes.grid(axis="y")
        axes.margins(x=0.03, y=0.14)
        for at, point in enumerate(points):
            text = f"第{point.rank}名\n共{point.ranked}栋" if point.rank else "未排名"
            axes.annotate(
                text, (at, 0), (0, -34), xycoords=axes.get_xaxis_transform(),
                textcoords="offset points", ha="center", va="top", size=8, color=MUTED,
                annotation_clip=False,
            )  # fmt: skip
        end_labels(axes, ends, len(points))
        keep_margins(figure, axes, 0.5, _ENDS, (_RANKS, 0.2))
        return figure


def panels_height(courses: int) -> float:
    """Inches that community_figure needs."""
    return _EDGE + _PANEL_HIGH * max(1, ceil(courses / _PANELS))


def community_figure(courses: "Sequence[Course]") -> "Figure":
    """Every building in a small chart of its own over the others in grey, all of one scale: more
    than eight lines in one chart cannot be told apart."""
    titles = tuple(printable(one.building) for one in courses)
    with drawing(titles):
        from matplotlib.figure import Figure

        rows = max(1, ceil(len(courses) / _PANELS))
        high = panels_height(len(courses))
        figure = Figure(figsize=(WIDTH, high), dpi=DPI, facecolor="white")
        values = [float(s) for one in courses for s in one.scores if s is not None]
        why = no_course(max((len(one.points) for one in courses), default=0) if values else 0)
        if why:
            empty(figure.add_subplot(), why)
            return figure
        low, top = min(values) - 2, max(values) + 2
        for number, (one, title) in enumerate(zip(courses, titles, strict=True)):
            line, column = divmod(number, _PANELS)
            box = (
                0.035 + column * 0.963 / _PANELS,
                1 - (line + 1) * (1 - _EDGE / high) / rows + 0.12 / rows,
                0.963 / _PANELS - 0.012,
                (1 - _EDGE / high) / rows - 0.30 / rows,
            )
            axes = figure.add_axes(box)
            for other in courses:
                axes.plot([plotted(s) for s in other.scores], color="#DDE1E6", linewidth=0.6)
            own = [plotted(s) for s in one.scores]
            axes.plot(own, color=INK, linewidth=1.6, marker="o", markersize=2.2)
            axes.set_ylim(low, top)
            axes.set_xlim(-0.5, len(own) - 0.3)
            axes.set_xticks([])
            _scale(axes, low, top, shown=column == 0)
            _panel_title(axes, title, one)
        _span(figure, courses)
        return figure


def _scale(axes: "Axes", low: float, top: float, *, shown: bool) -> None:
    steps = [v for v in range(0, 101, 10) if low <= v <= top]
    axes.set_yticks(steps, [str(v) for v in steps] if shown else [""] * len(steps), size=7)
    axes.grid(axis="y", linewidth=0.5)


def _panel_title(axes: "Axes", title: str, one: "Course") -> None:
    chain = bundled_fonts().chain("sans")
    size = min(8.5, 74 / max(chain.text_width(title), 1.0))
    axes.set_title(title, loc="left", size=size, color=INK, pad=3)
    last = one.newest
    if last is not None and last.score is not None:
        axes.plot(
            [one.points.index(last)], [float(last.score)], marker="o", color=RED, markersize=4
        )
        axes.set_title(f"{last.score}", loc="right", size=8.5, color=RED, pad=3)


def _span(figure: "Figure", courses: "Sequence[Course]") -> None:
    months = [p.month for p in courses[0].points]
    words = (
        f"{_named(months[0])}—{_named(months[-1])}，共 {len(months)} 个月。"
        "数字是最近一次参加排名的得分；灰线为其余各栋，断开处没有参加排名"
    )
    figure.text(0.035, 0.12 / figure.get_figheight(), words, color=MUTED, size=8.5)


def bump_height(courses: int) -> float:
    """Inches that bump_figure needs."""
    return 2 * _EDGE + _BUMP_ROW * max(6, courses)


def bump_figure(courses: "Sequence[Course]") -> "Figure":
    """Ranks month by month, the best on top; the eight that stand first now bear colour, marker
    and dash, the others are grey, and every line has its name at its end."""
    titles = tuple(printable(one.building) for one in courses)
    with drawing(titles):
        high = bump_height(len(courses))
        figure, axes = one_axes(high, (0.05, _EDGE / high, 0.82, 1 - 0.25 / high))
        lowest = max((p.rank or 0 for one in courses for p in one.points), default=0)
        why = no_course(max((len(one.points) for one in courses), default=0) if lowest else 0)
        if why:
            empty(axes, why)
            return figure
        months = [p.month for p in courses[0].points]
        ends: list[End] = []
        for number in reversed(range(len(courses))):
            color, marker, dash = LINES[number] if number < len(LINES) else (LIGHT, "", "-")
            ranks = [float(p.rank) if p.rank else float("nan") for p in courses[number].points]
            axes.plot(
                ranks, color=color, marker=marker, linestyle=dash, markersize=5.5,
                linewidth=2.0 if number < len(LINES) else 1.0,
                zorder=3 if number < len(LINES) else 2,
            )  # fmt: skip
            known = [r for r in ranks if not isnan(r)]
            if known:
                ink = color if number < len(LINES) else MUTED
                ends.append((known[-1], f"{known[-1]:.0f} {titles[number]}", ink))
        axes.set_ylim(lowest + 0.7, 0.3)
        axes.set_xlim(-0.3, len(months) - 0.8)
        every = 1 if lowest <= 12 else 5
        axes.set_yticks([1, *range(every if every > 1 else 2, lowest + 1, every)])
        axes.set_ylabel("名次")
        month_axis(axes, months)
        axes.grid(axis="x")
        end_labels(axes, ends, len(months), size=8)
        return figure


def heat_height(courses: int) -> float:
    """Inches that heat_figure needs."""
    return 0.5 + _EDGE + _HEAT_ROW * max(4, courses)


def heat_figure(courses: "Sequence[Course]") -> "Figure":
    """Buildings × months, the darker the better, with the score in every cell; a month without a
    rank is hatched."""
    titles = tuple(printable(one.building) for one in courses)
    with drawing(titles):
        from matplotlib.colors import BoundaryNorm, ListedColormap
        from matplotlib.patches import Rectangle

        high = heat_height(len(courses))
        wide = max(map(bundled_fonts().chain("sans").text_width, titles), default=1) * 9 / 72
        left = (wide + 0.2) / WIDTH
        figure, axes = one_axes(high, (left, 0.4 / high, 0.985, 1 - 0.42 / high))
        if not courses or not courses[0].points:
            empty(axes, no_course(0))
            return figure
        values = [[plotted(s) for s in one.scores] for one in courses]
        colors = ListedColormap(list(HEAT)).with_extremes(bad="white")
        norm = BoundaryNorm(_HEAT_STEPS, len(HEAT))
        axes.imshow(values, aspect="auto", cmap=colors, norm=norm, interpolation="nearest")
        for row, one in enumerate(courses):
            for column, score in enumerate(one.scores):
                if score is None:
                    axes.add_patch(
                        Rectangle(
                            (column - 0.5, row - 0.5), 1, 1, fill=False, hatch="////",
                            edgecolor=LIGHT, linewidth=0,
                        )
                    )  # fmt: skip
                else:
                    ink = "white" if score >= _DARK_FROM else INK
                    axes.text(column, row, f"{score:.1f}", ha="center", va="center", size=7.5,
                              color=ink)  # fmt: skip
        axes.set_yticks(range(len(courses)), list(titles), size=9, color=INK)
        month_axis(axes, [p.month for p in courses[0].points])
        axes.xaxis.tick_top()
        hide_spines(axes)
        _heat_key(figure)
        return figure


def _heat_key(figure: "Figure") -> None:
    """What the shades mean, from pale to dark."""
    from matplotlib.patches import Patch

    words = ["低于70", "70—80", "80—85", "85—90", "90—95", "95以上"]
    keys = [
        Patch(facecolor=color, edgecolor=MUTED, linewidth=0.5, label=text)
        for color, text in zip(HEAT, words, strict=True)
    ]
    keys.append(Patch(facecolor="white", edgecolor=LIGHT, hatch="////", label="未排名"))
    figure.legend(
        handles=keys, loc="lower left", ncols=len(keys), fontsize=8, labelcolor=MUTED,
        borderaxespad=0.2, handlelength=1.4, columnspacing=1.4,
    )  # fmt: skip


def _named(month: str) -> str:
    return f"{month[:4]}年{int(month[5:7])}月"
