"""Charts of a month's papers: the questions one by one, and the stars of the three duty classes."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ldz_desktop.domain.evaluation import GRADES, half_up
from ldz_desktop.reports.chart_engine import drawing
from ldz_desktop.reports.chart_style import (
    INK,
    LIGHT,
    MUTED,
    RED,
    empty,
    hide_spines,
    one_axes,
)
from ldz_desktop.reports.fonts import bundled_fonts, printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ldz_desktop.services.evaluation_charts import Answers, ClassStars

SHADES = ("#1B1F24", "#6B7889", "#B8BFC9", "#F3C9CB", RED)
"""Grade 1 … 5: the bad end is dark slate and hatched, the good end red."""
HATCHES = ("xxxx", "////", "", "", "")
_INKS = ("white", "white", INK, INK, "white")
_LEAST_LABEL = 6.0  # percent: a narrower part has no room for its figure
_FULL = 5


def questions_height(questions: int) -> float:
    """Inches that questions_figure needs."""
    return 0.75 + 0.42 * max(4, questions)


def questions_figure(answers: "Answers") -> "Figure":
    """A bar of 100 % for each question, the best grade first, and the mean grade behind it."""
    labels = tuple(printable(one.text) for one in answers.questions)
    with drawing(labels):
        high = questions_height(len(labels))
        wide = max(map(bundled_fonts().chain("sans").text_width, labels), default=1) * 10 / 72
        figure, axes = one_axes(high, ((wide + 0.25) / 9.0, 0.03, 0.91, 1 - 0.5 / high))
        if not answers.sheets:
            empty(axes, "有效表不足 5 张，不显示结果")
            return figure
        for row, one in enumerate(answers.questions):
            _question(axes, row, one.grades)
            if one.mean is not None:
                axes.text(103, row, f"{half_up(one.mean)}", va="center", color=INK)
        axes.set_yticks(range(len(labels)), list(labels), color=INK)
        axes.set_ylim(len(labels) - 0.5, -0.5)
        axes.set_xlim(0, 100)
        axes.set_xticks([])
        hide_spines(axes)
        _grades_key(figure)
        figure.text(
            0.985, 1 - 0.06 / high, "均值（1—5）", ha="right", va="top", color=MUTED, size=9
        )
        return figure


def _question(axes: "Axes", row: int, grades: tuple[int, int, int, int, int] | None) -> None:
    if grades is None:
        axes.text(1, row, "答项不足 5 个，不显示", va="center", color=MUTED)
        return
    total, left = sum(grades), 0.0
    for grade in reversed(range(_FULL)):
        share = 100 * grades[grade] / total
        axes.barh(
            row, share, left=left, height=0.62, color=SHADES[grade], hatch=HATCHES[grade],
            edgecolor="white", linewidth=0.6,
        )  # fmt: skip
        if share >= _LEAST_LABEL:
            text = f"{half_up(Fraction(100 * grades[grade], total), 0)}%"
            axes.text(
                left + share / 2, row, text, ha="center", va="center", size=8.5,
                color=_INKS[grade],
                bbox={"facecolor": SHADES[grade], "edgecolor": "none", "pad": 0.8},
            )  # fmt: skip
        left += share


def _grades_key(figure: "Figure") -> None:
    from matplotlib.patches import Patch

    keys = [
        Patch(facecolor=SHADES[g], hatch=HATCHES[g], edgecolor="white", label=GRADES[g])
        for g in reversed(range(_FULL))
    ]
    figure.legend(
        handles=keys, loc="upper left", ncols=_FULL, fontsize=9, labelcolor=MUTED,
        borderaxespad=0.3,
    )  # fmt: skip


def radar_figure(stars: "ClassStars") -> "Figure":
    """Stars of each duty class, outwards from the middle: the building as a surface, its community
    as a dashed line, both with their figures."""
    texts = tuple(printable(t) for t in (stars.title, stars.community, *stars.classes))
    with drawing(texts):
        from matplotlib.patches import Polygon

        figure, axes = one_axes(4.4, (0.02, 0.02, 0.98, 0.90))
        axes.set_aspect("equal")
        axes.set_xlim(-8.2, 8.2)
        axes.set_ylim(-3.8, 7.2)
        hide_spines(axes)
        axes.set_xticks([])
        axes.set_yticks([])
        count = len(stars.classes)
        if any(value is None for value in stars.own):
            empty(axes, "没有三类职责齐全的星级评分册")
            return figure
        for level in range(1, _FULL + 1):
            ring = Polygon(_corners([Decimal(level)] * count), fill=False, edgecolor=LIGHT,
                           linewidth=0.8)  # fmt: skip
            axes.add_patch(ring)
            axes.text(0.1, level + 0.08, str(level), color=MUTED, size=8)
        for corner in _corners([Decimal(_FULL)] * count):
            axes.plot((0, corner[0]), (0, corner[1]), color=LIGHT, linewidth=0.8)
        own = _corners([value or Decimal() for value in stars.own])
        axes.add_patch(Polygon(own, facecolor=RED, alpha=0.16, linewidth=0))
        axes.add_patch(Polygon(own, fill=False, edgecolor=RED, linewidth=2.2, label=texts[0]))
        axes.plot(*zip(*own, strict=True), "o", color=RED, markersize=6)
        _others(axes, stars)
        for at, (name, corner) in enumerate(
            zip(stars.classes, _corners([Decimal("5.4")] * count), strict=True)
        ):
            height = "bottom" if corner[1] > 1 else "center"
            side = "center" if abs(corner[0]) < 1 else "left" if corner[0] > 0 else "right"
            words = f"{printable(name)}　{stars.own[at]} 星\n{stars.community} {stars.others[at]}"
            axes.text(corner[0], corner[1], words, ha=side, va=height, color=INK, linespacing=1.5)
        figure.legend(loc="upper left", fontsize=9, labelcolor=MUTED, borderaxespad=0.3)
        words = f"评分册 {stars.assessors} 本"
        figure.text(0.985, 0.975, words, ha="right", va="top", color=MUTED, size=9)
        return figure


def _others(axes: "Axes", stars: "ClassStars") -> None:
    from matplotlib.patches import Polygon

    known = [value for value in stars.others if value is not None]
    if len(known) == len(stars.classes):
        axes.add_patch(
            Polygon(
                _corners(known), fill=False, edgecolor="black", linestyle="--", linewidth=1.4,
                label=f"{printable(stars.community)}平均",
            )
        )  # fmt: skip


def _corners(values: list[Decimal]) -> list[tuple[float, float]]:
    """One axis a class, the first upwards, clockwise."""
    turn = 2 * math.pi / len(values)
    return [
        (float(v) * math.sin(n * turn), float(v) * math.cos(n * turn)) for n, v in enumerate(values)
    ]
