"""Charts for the window, as matplotlib Figures (never pyplot). The notice draws its own page
(reports.notice_charts)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isnan
from typing import TYPE_CHECKING, Any

from ldz_desktop.domain.evaluation import GRADES, Standing, half_up
from ldz_desktop.reports.chart_engine import drawing
from ldz_desktop.reports.chart_labels import End, end_labels
from ldz_desktop.reports.chart_style import (
    DPI,
    INK,
    LIGHT,
    LINES,
    MUTED,
    PALE,
    RED,
    SLATE,
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
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ldz_desktop.services.honours import TrendSeries
    from ldz_desktop.services.statistics import Group

_ROW = 0.26
_RANK = 0.42  # inches for a rank, and for a figure behind a bar
_FIGURES = 0.62
_BESIDE = 1.5  # inches for a count and its share
_FEWEST = 8  # rows that a chart of bars has room for: few bars are not thick ones


def trend_figure(series: "Sequence[TrendSeries]") -> "Figure":
    """Scores month by month. A month without a score leaves a gap. Beyond eight lines the rest
    are grey: a chart of more cannot be read."""
    titles = tuple(printable(one.building) for one in series)
    with drawing(titles):
        figure, axes = one_axes(3.8, (0.065, 0.15, 0.80 if series else 0.98, 0.95))
        months = sorted({month for one in series for month, _ in one.points})
        if why := no_course(len(months)):
            empty(axes, why)
            return figure
        ends: list[End] = []
        for number in reversed(range(len(series))):
            color, marker, dash = LINES[number] if number < len(LINES) else (LIGHT, "", "-")
            line = [plotted(dict(series[number].points).get(month)) for month in months]
            axes.plot(
                range(len(months)),
                line,
                color=color,
                marker=marker,
                linestyle=dash,
                linewidth=1.8 if number < len(LINES) else 1.0,
                markersize=5,
            )
            known = [value for value in line if not isnan(value)]
            if known and number < len(LINES):
                ends.append((known[-1], titles[number], color))
        month_axis(axes, months)
        axes.grid(axis="y")
        axes.margins(x=0.02, y=0.12)
        end_labels(axes, ends, len(months))
        names = max(map(_rough_width, titles)) * 10 / 72
        keep_margins(figure, axes, 0.5, names + 0.3, (0.5, 0.16))
        return figure


def _rough_width(text: str) -> float:
    """In em; enough for a margin, and the wall's first chart need not open a typeface for it."""
    return sum(1.0 if ord(c) > 0x2E80 else 0.6 for c in text)


def ranking_figure(
    standings: Sequence[Standing], previous: Mapping[int, Decimal] | None = None
) -> "Figure":
    """One bar a ranked building, best first, with last month's score as a black stroke."""
    ranked = [one for one in standings if one.rank is not None and one.score.score is not None]
    columns = 1 if len(ranked) <= 20 else 2 if len(ranked) <= 60 else 3
    rows = max(3, -(-len(ranked) // columns))
    texts = tuple(printable(one.score.title) for one in ranked)
    before = previous or {}
    with drawing(texts):
        from matplotlib.figure import Figure

        height = 0.75 + _ROW * rows
        figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
        if not ranked:
            empty(figure.add_subplot(), "还没有达到排名条件的楼栋")
            return figure
        low = _axis_start(ranked, before)
        label = _widest(texts)
        for number in range(columns):
            part = ranked[number * rows : (number + 1) * rows]
            left = number * WIDTH / columns + label
            long = (number + 1) * WIDTH / columns - left - _FIGURES
            box = (left / WIDTH, 0.35 / height, long / WIDTH, 1 - 0.75 / height)
            axes = figure.add_axes(box)
            axes.set_ylim(rows - 0.5, -0.5)
            _bars(axes, part, before, low)
            _ranks(axes, part, -(label - _RANK) / long)
        _ranking_key(figure, ranked, before, low)
        return figure


def _widest(titles: Sequence[str]) -> float:
    """Inches that the names take at 10 points, with the ranks before them."""
    chain = bundled_fonts().chain("sans")
    return _RANK + 0.2 + max(map(chain.text_width, titles)) * 10 / 72


def distribution_figure(grades: Sequence[int]) -> "Figure":
    """The five grades' answers as bars, best grade first. grades: counts of grade 1…5."""
    total = sum(grades)
    with drawing():
        figure, axes = one_axes(2.0, (0.11, 0.04, 0.80, 0.97))
        order = list(reversed(range(len(GRADES))))
        shares = [100 * grades[g] / total if total else 0.0 for g in order]
        colors = [RED, RED, SLATE, SLATE, SLATE]
        places = range(len(order))
        axes.barh(places, [100] * len(order), color=PALE, height=0.56)
        axes.barh(places, shares, color=colors, height=0.56)
        axes.set_yticks(places, [GRADES[g] for g in order], color=INK)
        axes.set_xlim(0, 100)
        axes.set_ylim(len(order) - 0.5, -0.5)
        axes.set_xticks([])
        hide_spines(axes)
        for place, g in enumerate(order):
            share = half_up(Fraction(100 * grades[g], total), 1) if total else Decimal(0)
            axes.text(112, place, f"{share}%", ha="right", va="center")
            axes.text(124, place, f"{grades[g]}项", ha="right", va="center", color=MUTED)
        return figure


def _axis_start(ranked: Sequence[Standing], previous: Mapping[int, Decimal]) -> int:
    """Where the bars begin: a round score below the lowest, zero for a scope of low scores."""
    scores = [one.score for one in ranked]
    values = [s.score for s in scores] + [previous.get(s.building_id) for s in scores]
    lowest = min((float(v) for v in values if v is not None), default=0.0)
    low = int((lowest - 5) // 10 * 10)
    return low if low >= 40 else 0


def _bars(
    axes: "Axes", part: Sequence[Standing], previous: Mapping[int, Decimal], low: int
) -> None:
    places = range(len(part))
    values = [plotted(one.score.score) - low for one in part]
    colors = [RED if one.flag else SLATE for one in part]
    axes.barh(places, values, left=low, height=0.58, color=colors)
    axes.set_yticks(places, [printable(one.score.title) for one in part], color=INK)
    axes.set_xlim(low, 100)
    axes.set_xticks(range(low, 101, 10 if low else 20))
    axes.tick_params(axis="x", labelsize=8)
    axes.grid(axis="x")
    hide_spines(axes)
    beside = axes.get_yaxis_transform()
    for place, one in zip(places, part, strict=True):
        axes.text(1.02, place, f"{one.score.score:.2f}", va="center", transform=beside)
        if low:
            axes.plot((0.018, 0.032), (place + 0.31, place - 0.31), "w-", transform=beside)
        before = previous.get(one.score.building_id)
        if before is not None:
            for width, color in ((3.0, "white"), (1.4, "black")):
                ends = (place - 0.40, place + 0.40)
                axes.plot([float(before)] * 2, ends, color=color, linewidth=width)


def _ranks(axes: "Axes", part: Sequence[Standing], x: float) -> None:
    beside = axes.get_yaxis_transform()
    for place, one in enumerate(part):
        text = str(one.rank)
        axes.text(x, place, text, ha="right", va="center", color=MUTED, transform=beside)


def _ranking_key(
    figure: "Figure", ranked: Sequence[Standing], previous: Mapping[int, Decimal], low: int
) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    mark = Line2D(
        [],
        [],
        color="black",
        label="上月得分",
        linestyle="",
        marker="|",
        markersize=10,
        markeredgewidth=1.4,
    )
    keys: list[Any] = [Patch(color=SLATE, label="本月得分")]
    if any(one.flag for one in ranked):
        keys.append(Patch(color=RED, label="流动红旗"))
    if any(one.score.building_id in previous for one in ranked):
        keys.append(mark)
    figure.legend(
        handles=keys, loc="upper left", ncols=3, fontsize=9, labelcolor=MUTED, borderaxespad=0.3
    )
    if low:
        figure.text(
            0.985,
            1 - 0.06 / figure.get_figheight(),
            f"横轴自{low}分起，条形左端为省略符号",
            ha="right",
            va="top",
            color=MUTED,
            size=9,
        )


def pyramid_figure(group: "Group") -> "Figure":
    """Men at the left, women at the right, the youngest at the foot; who has no birth or no sex
    written down stands in a line below, not in a bar."""
    steps = [line for line in group.lines if line.label[0].isdigit()]
    with drawing():
        figure, axes = one_axes(4.6, (0.17, 0.10, 0.97, 0.92))
        if not steps:
            empty(axes, "还没有居民")
            return figure
        places = range(len(steps))
        axes.barh(places, [-line.male for line in steps], height=0.72, color=SLATE, label="男")
        axes.barh(
            places, [line.female for line in steps], height=0.72, color="#EBC4C6", edgecolor=RED,
            linewidth=0.6, label="女",
        )  # fmt: skip
        widest = max(max(line.male, line.female) for line in steps) or 1
        for place, line in zip(places, steps, strict=True):
            for count, side, align in ((line.male, -1, "right"), (line.female, 1, "left")):
                at = side * (count + 0.012 * widest)
                axes.text(at, place, f"{count:,}", ha=align, va="center", color=MUTED, size=8)
        axes.set_yticks(places, [line.label for line in steps], color=INK, size=9)
        axes.set_xlim(-1.18 * widest, 1.18 * widest)
        axes.set_xticks([])
        axes.axvline(0, color="white", linewidth=1.2)
        hide_spines(axes)
        figure.legend(loc="upper left", ncols=2, fontsize=9, labelcolor=MUTED, borderaxespad=0.3)
        figure.text(0.97, 0.03, _outside(group), ha="right", color=MUTED, size=9)
        return figure


def _outside(group: "Group") -> str:
    """Who is in the table and not in the pyramid; "" for nobody."""
    born = sum(line.total for line in group.lines if not line.label[0].isdigit())
    sexless = sum(line.other for line in group.lines if line.label[0].isdigit())
    parts = [f"出生日期未登记 {born:,} 人"] if born else []
    parts += [f"性别未登记 {sexless:,} 人"] if sexless else []
    return "未画入：" + "，".join(parts) if parts else ""


def bars_figure(group: "Group") -> "Figure":
    """One bar a line, in the table's order, with its count and share."""
    labels = tuple(printable(line.label) for line in group.lines)
    with drawing(labels):
        wide = max(map(bundled_fonts().chain("sans").text_width, labels), default=1) * 10 / 72
        figure, axes = one_axes(max(2.0, 0.32 * len(labels) + 0.3), (0.2, 0.03, 0.84, 0.97))
        keep_margins(figure, axes, wide + 0.25, _BESIDE)
        if not labels:
            empty(axes, "还没有内容")
            return figure
        places = range(len(labels))
        axes.barh(places, [line.total for line in group.lines], height=0.62, color=SLATE)
        axes.set_yticks(places, list(labels), color=INK)
        axes.set_ylim(max(len(labels), _FEWEST) - 0.5, -0.5)
        axes.set_xlim(0, max(line.total for line in group.lines) or 1)
        axes.set_xticks([])
        hide_spines(axes)
        for place, line in zip(places, group.lines, strict=True):
            for text, at, color in ((f"{line.total:,}", 52, INK), (group.share(line), 98, MUTED)):
                axes.annotate(
                    text, (1, place), (at, 0), xycoords=axes.get_yaxis_transform(),
                    textcoords="offset points", ha="right", va="center", color=color,
                    annotation_clip=False,
                )  # fmt: skip
        return figure
