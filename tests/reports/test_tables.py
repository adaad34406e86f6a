"""Tables: which rows stand on which page, and how columns share the width."""

from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.reports.fonts import bundled_fonts
from ldz_desktop.reports.layout import Flow
from ldz_desktop.reports.paper import About, Document, Style
from ldz_desktop.reports.tables import Column, Row, Table, paginate

rows = st.lists(st.tuples(st.sampled_from([20.0, 33.0]), st.just(value=False)), max_size=120)


@given(rows, st.floats(0, 500), st.floats(200, 600))
def test_every_row_stands_once_and_fits(
    rows: list[tuple[float, bool]], first: float, room: float
) -> None:
    pages = paginate(rows, min(first, room), room)
    assert [i for page in pages for i in page] == list(range(len(rows)))
    for number, page in enumerate(pages):
        assert sum(rows[i][0] for i in page) <= (room if number else min(first, room)) + 0.02


@given(rows, st.floats(0, 500), st.floats(200, 600))
def test_no_row_stands_alone(rows: list[tuple[float, bool]], first: float, room: float) -> None:
    pages = paginate(rows, min(first, room), room)
    if len(rows) > 1:
        assert all(len(page) != 1 for page in pages)
        assert all(len(page) for page in pages[1:])


def test_a_heading_is_never_last_on_its_page() -> None:
    rows = [(20.0, False)] * 9 + [(20.0, True)] + [(20.0, False)] * 4
    pages = paginate(rows, 200.0, 200.0)
    assert pages == [range(9), range(9, 14)]


def _table(cells: list[tuple[str, ...]], columns: list[Column], measure: float) -> Table:
    document = Document(bundled_fonts(), About("表", "单位"))
    return Table(document, columns, [Row(c) for c in cells], measure)


def test_columns_are_as_wide_as_their_content_and_fill_the_measure() -> None:
    table = _table([("1", "时代新居2栋")], [Column("名次"), Column("楼栋")], 400.0)
    assert sum(table.widths) == 400.0 or abs(sum(table.widths) - 400.0) < 1e-6
    assert table.size == 12.0
    assert table.widths[1] > table.widths[0]


def test_a_long_text_wraps_and_its_row_grows() -> None:
    columns = [Column("姓名"), Column("备注", wrap=True)]
    table = _table([("张三", "钥匙在三楼王婶处，每月走访一次。" * 8), ("李四", "")], columns, 300.0)
    assert sum(table.widths) <= 300.01
    assert len(table.lines[0][1]) > 3
    assert table.heights[0] > table.heights[1]
    style = Style("body", table.size)
    for text in table.lines[0][1]:
        assert table.document.text_width(text, style) <= table.content[1] + table.size / 2


@given(
    st.text("免去职务约谈后没有改进，。；：（）《》、", min_size=20, max_size=60),
    st.floats(120, 300),
)
def test_no_line_of_a_cell_runs_into_the_next_column(text: str, measure: float) -> None:
    """Marks are squeezed when lines are broken, but drawn at their full width."""
    table = _table([(text, text)], [Column("情况", wrap=True), Column("来源", wrap=True)], measure)
    style = Style("body", table.size)
    for at, lines in enumerate(table.lines[0]):
        assert "".join(lines) == text
        assert all(table.document.text_width(x, style) <= table.content[at] + 0.1 for x in lines)


def test_columns_that_should_not_wrap_do_when_nothing_else_helps() -> None:
    columns = [Column(f"第{n}列") for n in range(8)]
    table = _table([tuple("很长很长的内容" * 3 for _ in columns)], columns, 400.0)
    assert sum(table.widths) <= 400.01


def test_a_table_with_room_for_one_row_only_begins_on_the_next_page() -> None:
    document = Document(bundled_fonts(), About("表", "单位"))
    flow = Flow(document)
    flow.y = flow.frame.end - 50
    Table(document, [Column("甲")], [Row((str(n),)) for n in range(5)], 300.0).draw(flow)
    assert len(document.pages) == 2
    assert not document.pages[0].texts
