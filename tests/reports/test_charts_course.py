"""Charts over months and of a month's papers: the numbers in the figures are those of the data, and
a grey printer loses nothing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from ldz_desktop.reports import chart_paper, charts_answers, charts_course
from ldz_desktop.services.evaluation_charts import (
    Answers,
    ClassStars,
    Course,
    Point,
    Question,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MONTHS = ("2025-12", "2026-01", "2026-02")


def course(number: int, *values: tuple[str, int] | None) -> Course:
    points = []
    for month, value in zip(MONTHS, values, strict=True):
        if value is None:
            points.append(Point(month, None, None, None, None, 0))
        else:
            score = Decimal(value[0])
            points.append(Point(month, score, score - 1, score + 2, value[1], 9))
    return Course(number, "兴新社区", "福锦苑", f"福锦苑{number}栋", tuple(points))


ONE = course(1, ("91.20", 1), None, ("88.00", 2))
TWO = course(2, ("74.00", 3), ("95.50", 1), ("96.10", 1))
MANY = tuple(course(n, (f"{97 - n}.00", n), None, (f"{97 - n}.50", n)) for n in range(1, 21))
ANSWERS = Answers(
    "2026-02", "福锦苑1栋", 40, 1,
    (Question("政策、通知及时传达到户", (1, 2, 3, 14, 20)), Question("代办服务", None)),
)  # fmt: skip
STARS = ClassStars(
    "2026-02", "福锦苑1栋", "兴新社区", ("政策宣讲", "睦邻友好", "服务民生"),
    (Decimal("5.00"), Decimal("4.00"), Decimal("3.00")), (Decimal("4.20"),) * 3, 3,
)  # fmt: skip


def texts(figure: "Figure") -> list[str]:
    from matplotlib.text import Text

    return [t.get_text() for t in figure.findobj(Text) if t.get_text()]


def grey(color: object) -> float:
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(color)  # type: ignore[arg-type]
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_a_building_has_three_lines_and_its_ranks() -> None:
    figure = charts_course.building_figure(ONE)
    (axes,) = figure.axes
    lines = [list(line.get_ydata()) for line in axes.lines]
    assert [line[0] for line in lines] == [91.2, 90.2, 93.2]
    assert all(line[1] != line[1] for line in lines)
    found = texts(figure)
    assert {"得分", "满意度得分", "星级得分", "第1名\n共9栋", "未排名", "第2名\n共9栋"} <= set(
        found
    )
    assert len({(line.get_marker(), line.get_linestyle()) for line in axes.lines}) == 3


def test_every_building_of_a_community_has_a_panel_of_the_same_scale() -> None:
    figure = charts_course.community_figure(MANY)
    assert len(figure.axes) == 20
    assert len({axes.get_ylim() for axes in figure.axes}) == 1
    own = figure.axes[3].lines[20]
    assert [v for v in own.get_ydata() if v == v] == [93.0, 93.5]
    assert figure.axes[3].get_title(loc="left") == "福锦苑4栋"
    assert figure.axes[3].get_title(loc="right") == "93.50"


def test_ranks_run_downwards_and_every_line_has_its_name() -> None:
    figure = charts_course.bump_figure((TWO, ONE))
    (axes,) = figure.axes
    low, high = axes.get_ylim()
    assert low > high
    ranks = {next(iter(line.get_ydata())) for line in axes.lines}
    assert ranks == {3.0, 1.0}
    assert {t.get_text() for t in axes.texts} == {"1 福锦苑2栋", "2 福锦苑1栋"}


def test_the_heat_map_writes_every_score_and_hatches_what_is_missing() -> None:
    from matplotlib.patches import Rectangle

    figure = charts_course.heat_figure((TWO, ONE))
    axes = figure.axes[0]
    cells = {(round(t.get_position()[0]), round(t.get_position()[1])): t for t in axes.texts}
    assert {at: t.get_text() for at, t in cells.items()} == {
        (0, 0): "74.0", (1, 0): "95.5", (2, 0): "96.1", (0, 1): "91.2", (2, 1): "88.0",
    }  # fmt: skip
    hatched = [p for p in axes.patches if isinstance(p, Rectangle) and p.get_hatch()]
    assert [(p.get_x(), p.get_y()) for p in hatched] == [(0.5, 0.5)]
    (image,) = axes.images
    for (column, row), text in cells.items():
        shade = image.to_rgba(image.get_array())[row][column]
        assert abs(grey(tuple(shade[:3])) - grey(text.get_color())) > 0.35


def test_shades_of_heat_and_grades_keep_their_order_in_grey() -> None:
    shades = [grey(color) for color in charts_course.HEAT]
    assert shades == sorted(shades, reverse=True)
    assert min(a - b for a, b in pairwise(shades)) > 0.06
    pairs = set(
        zip(
            [round(grey(c), 1) for c in charts_answers.SHADES],
            charts_answers.HATCHES,
            strict=True,
        )
    )
    assert len(pairs) == 5


def test_questions_are_bars_of_a_hundred_percent_and_few_answers_are_hidden() -> None:
    figure = charts_answers.questions_figure(ANSWERS)
    (axes,) = figure.axes
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == [50.0, 35.0, 7.5, 5.0, 2.5]
    assert sum(widths) == 100
    found = texts(figure)
    assert {"50%", "35%", "8%", "4.25", "答项不足 5 个，不显示"} <= set(found)
    assert "5%" not in found
    few = Answers("2026-02", "福锦苑1栋", 0, 0, (Question("甲", None),))
    assert "有效表不足 5 张，不显示结果" in texts(charts_answers.questions_figure(few))


def test_the_radar_has_a_corner_for_each_class() -> None:
    figure = charts_answers.radar_figure(STARS)
    (axes,) = figure.axes
    (dots,) = [line for line in axes.lines if line.get_marker() == "o"]
    lengths = [
        round((x**2 + y**2) ** 0.5, 3)
        for x, y in zip(dots.get_xdata(), dots.get_ydata(), strict=True)
    ]
    assert lengths == [5, 4, 3]
    found = "".join(texts(figure))
    assert "服务民生　3.00 星" in found
    assert "兴新社区平均" in found


EVERY: dict[str, Callable[[], "Figure"]] = {
    "building": lambda: charts_course.building_figure(ONE),
    "panels": lambda: charts_course.community_figure(MANY),
    "bump": lambda: charts_course.bump_figure(MANY),
    "bump of two": lambda: charts_course.bump_figure((TWO, ONE)),
    "heat": lambda: charts_course.heat_figure(MANY),
    "questions": lambda: charts_answers.questions_figure(ANSWERS),
    "radar": lambda: charts_answers.radar_figure(STARS),
}


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_is_cut_off_at_the_edges(kind: str) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = EVERY[kind]()
    box = figure.get_tightbbox(FigureCanvasAgg(figure).get_renderer())
    wide, high = figure.get_size_inches()
    assert box.x0 >= 0
    assert box.y0 >= 0
    assert box.x1 <= wide + 0.01
    assert box.y1 <= high + 0.01


def test_charts_without_a_month_say_so() -> None:
    for figure in (
        charts_course.community_figure(()), charts_course.bump_figure(()),
        charts_course.heat_figure(()),
    ):  # fmt: skip
        assert "还没有封存的月份" in texts(figure)
    never = course(7, None, None, None)
    assert "这些月份都没有参加排名" in texts(charts_course.building_figure(never))


def test_on_paper_the_picture_stands_over_its_numbers() -> None:
    sheet = chart_paper.ChartSheet(
        "兴新社区名次变化", "2025年12月至2026年2月。", "兴文街道办事处", date(2026, 3, 1),
        ("楼栋", "2025年\n12月", "1月"), [("福锦苑1栋", "1", "—"), ("福锦苑2栋", "3", "1")],
    )  # fmt: skip
    paper = chart_paper.render(sheet, lambda: charts_course.bump_figure((TWO, ONE)))
    assert paper.missing_glyphs == ()
    document = pypdfium2.PdfDocument(paper.pdf)
    page = document[0]
    text = page.get_textpage().get_text_range()
    pictures = [o for o in page.get_objects() if o.type == 3]
    document.close()
    for words in ("兴新社区名次变化", "福锦苑2栋", "2025年12月", "第 1 页，共 1 页"):
        assert words in text
    assert len(pictures) == 1
    wide = chart_paper.ChartSheet(
        "热力图", "", "街道", date(2026, 3, 1), ("楼栋", *(str(n) for n in range(12))),
        [("福锦苑1栋", *("99.99",) * 12)] * 60,
    )  # fmt: skip
    paper = chart_paper.render(wide, lambda: charts_course.heat_figure(MANY))
    document = pypdfium2.PdfDocument(paper.pdf)
    assert document[0].get_width() > document[0].get_height()
    assert len(document) == paper.pages > 2
    document.close()


def test_one_month_has_no_course() -> None:
    """Single dots with names and lines to them would look like a trend."""
    one = [
        Course(c.building_id, c.community, c.compound, c.building, c.points[:1]) for c in (ONE, TWO)
    ]
    figures = (
        charts_course.building_figure(one[0]),
        charts_course.community_figure(one),
        charts_course.bump_figure(one),
    )
    for figure in figures:
        said = [text.get_text() for axes in figure.axes for text in axes.texts]
        assert said == ["只有一个封存的月份，下个月封存以后画出走势"]
        assert [line for axes in figure.axes for line in axes.lines] == []
