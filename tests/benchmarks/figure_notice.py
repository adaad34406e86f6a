"""notice: the notice of 152 rows, warm, beside the same table by bare reportlab, same fonts.

Warm: the typefaces are loaded, as they are for the second notice of an afternoon. The bare table
has the same text in the same cells and nothing else: no sentences, no charts, no glyph check.
"""

import io
from dataclasses import replace

from measuring import Bench, Figure, in_turns, open_there

from ldz_desktop.reports.fonts import machine_fonts
from ldz_desktop.reports.notice import render_notice, table_rows
from ldz_desktop.services.evaluation_notice import NoticeData


def measure(bench: Bench) -> list[Figure]:
    office = open_there(bench.demo_folder())
    try:
        newest = next(m.month for m in office.evaluation.months() if m.state != "open")
        data = office.notices.notices(newest, "全区")[0]
    finally:
        office.close()
    assert len(data.rows) == 152
    font = _register()
    runs = bench.pick(9, 3)
    value, floor = in_turns(
        lambda: render_notice(data), lambda: _bare(data, font), runs=runs, warm=2
    )
    table_only = in_turns(
        lambda: render_notice(replace(data, previous={})), lambda: None, runs=3
    )[0]  # fmt: skip
    return [
        Figure(
            "notice", "152 rows, warm", "ms", 1000 * value, 1000 * floor, value / floor, 3,
            "≤ 3 ×", runs, {"without_last_month_ms": 1000 * table_only},
        )
    ]  # fmt: skip


def _register() -> str:
    """The body's typeface, known to reportlab."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    path = machine_fonts().chain("body").fonts[0].path
    pdfmetrics.registerFont(TTFont("floor", str(path)))
    return "floor"


def _bare(data: NoticeData, font: str) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import LongTable, SimpleDocTemplate, TableStyle

    head = ("名次", "楼栋", "楼栋长", "得分", "满意度", "满意率", "星级", "有效表", "备注")
    rows = [row.cells for row in table_rows(data) if not row.heading]
    table = LongTable([head, *rows], repeatRows=1)
    table.setStyle(
        TableStyle(
            [("FONT", (0, 0), (-1, -1), font, 10.5), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
        )
    )
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([table])
    return out.getvalue()
