"""Charts for the window: what is drawn, how fast it starts, and that it needs no typeface of the
machine."""

import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from ldz_desktop.reports import chart_style, charts
from ldz_desktop.services.evaluation_notice import NoticeData
from ldz_desktop.services.honours import TrendSeries

ROOT = Path(__file__).resolve().parents[2]
Make = Callable[..., NoticeData]

SERIES = (
    TrendSeries(
        "西锦苑5栋",
        (("2025-12", Decimal("91.20")), ("2026-01", None), ("2026-02", Decimal("90.00"))),
    ),
    TrendSeries("金桂苑𫘥3栋", (("2025-12", Decimal("88.00")), ("2026-01", Decimal("89.10")))),
)


def test_a_trend_has_a_line_each_with_gaps_and_a_name_at_its_end() -> None:
    figure = charts.trend_figure(SERIES)
    (axes,) = figure.axes
    assert len(axes.lines) == 2
    assert [tick.get_text() for tick in axes.get_xticklabels()] == [
        "12月\n2025年",
        "1月\n2026年",
        "2月",
    ]
    gap = axes.lines[1].get_ydata()[1]
    assert gap != gap
    assert {text.get_text() for text in axes.texts} == {"西锦苑5栋", "金桂苑𫘥3栋"}
    styles = {(line.get_marker(), line.get_color()) for line in axes.lines}
    assert len(styles) == 2


def test_charts_without_data_say_so() -> None:
    assert "还没有封存的月份" in [t.get_text() for t in charts.trend_figure(()).axes[0].texts]
    one = TrendSeries("福锦苑1栋", (("2026-01", Decimal("89.10")),))
    lonely = charts.trend_figure((one,)).axes[0]
    assert [t.get_text() for t in lonely.texts] == ["只有一个封存的月份，下个月封存以后画出走势"]
    assert not lonely.lines
    assert chart_style.to_png(charts.ranking_figure((), {}))
    assert chart_style.to_png(charts.distribution_figure((0, 0, 0, 0, 0)))


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (5, 1), (51, 2), (152, 3)])
def test_a_ranking_has_a_bar_for_everybody(make_notice: Make, count: int, columns: int) -> None:
    data = make_notice(count)
    figure = charts.ranking_figure(data.rows, data.previous)
    assert len(figure.axes) == columns
    bars = [bar for axes in figure.axes for bar in axes.patches]
    assert len(bars) == count
    low = round(bars[0].get_x())
    ends = [round(bar.get_x() + bar.get_width(), 2) for bar in bars]
    assert ends == [float(row.score.score or 0) for row in data.rows]
    assert low == 0 or any(f"横轴自{low}分起" in text.get_text() for text in figure.texts)
    names = [tick.get_text() for axes in figure.axes for tick in axes.get_yticklabels()]
    assert names == [row.score.title for row in data.rows]


def test_nothing_is_cut_off_at_the_edges(make_notice: Make) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    every = [make_notice(count) for count in (1, 20, 51, 152)]
    figures = [
        *(charts.ranking_figure(data.rows, data.previous) for data in every),
        charts.trend_figure(SERIES),
        charts.distribution_figure((1, 20, 300, 4000, 50000)),
    ]
    for figure in figures:
        box = figure.get_tightbbox(FigureCanvasAgg(figure).get_renderer())
        wide, high = figure.get_size_inches()
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= wide + 0.01
        assert box.y1 <= high + 0.01


def test_grades_are_drawn_as_shares() -> None:
    (axes,) = charts.distribution_figure((10, 20, 30, 40, 100)).axes
    shares = [round(bar.get_width(), 1) for bar in axes.patches[5:]]
    assert shares == [50.0, 20.0, 15.0, 10.0, 5.0]
    texts = [text.get_text() for text in axes.texts]
    assert "50.0%" in texts
    assert "100项" in texts


def test_pictures_in_three_kinds() -> None:
    figure = charts.distribution_figure((1, 2, 3, 4, 5))
    small, large = chart_style.to_png(figure), chart_style.to_png(figure, 2.0)
    assert small.startswith(b"\x89PNG")
    assert int.from_bytes(small[16:20]) == 900
    assert int.from_bytes(large[16:20]) == 1800
    assert b"matplotlib" not in small.lower()
    svg = chart_style.to_svg(figure)
    assert b"<svg" in svg
    assert b"<text" not in svg
    pdf = chart_style.to_pdf(figure)
    assert pdf.startswith(b"%PDF")
    assert b"NotoSansSC-Regular" in pdf
    assert chart_style.to_svg(figure) == svg


def test_the_machine_is_not_searched_for_typefaces(tmp_path: Path) -> None:
    """In a fresh process with a fresh home: nothing is scanned, nothing is left behind."""
    code = (
        "from ldz_desktop.reports import chart_style, charts\n"
        "chart_style.to_png(charts.distribution_figure((1, 2, 3, 4, 5)))\n"
        "import sys\n"
        "from matplotlib import font_manager\n"
        "print(sorted({f.name for f in font_manager.fontManager.ttflist}))\n"
        "print('matplotlib.pyplot' in sys.modules)\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    kept = {k: v for k, v in os.environ.items() if k not in ("MPLCONFIGDIR", "XDG_CACHE_HOME")}
    temp = tmp_path / "temp"
    temp.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**kept, "HOME": str(home), "TMPDIR": str(temp)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["['Noto Sans SC']", "False"]
    assert list(home.rglob("*")) == []
    assert list(temp.rglob("*")) == []
