"""Cells are made harmless for spreadsheets and come back as they were."""

from hypothesis import given
from hypothesis import strategies as st

from ldz_desktop.domain.formulas import defused, escaped, restored

CELL = st.text(st.sampled_from("'’ \u3000=+-@\t\r\n＝＋－＠1负a张"), max_size=6)


@given(CELL)
def test_a_cell_comes_back_as_it_was(cell: str) -> None:
    assert restored(defused(cell)) == restored(escaped(cell)) == cell
    assert not defused(cell).lstrip(" \u3000").startswith(tuple("=+-@\t\r\n＝＋－＠"))


def test_only_what_looks_like_a_formula_is_touched() -> None:
    for cell in ("101", "101-1", "负1层", "'quoted", "", "O'Brien", " 101"):
        assert defused(cell) == restored(cell) == cell
    assert defused("-101") == "'-101"
    assert restored("'-101") == "-101"
