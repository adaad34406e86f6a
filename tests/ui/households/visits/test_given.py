"""已发出的 in its window: what went out, what came back, on paper and as a file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.ui.households.visits.conftest import Desk

Click = Callable[[QWidget], None]
Leaves = Callable[[QWidget, QWidget], tuple[str, list[str]]]


@pytest.fixture
def scene() -> str:
    return "asked"


def test_the_list_of_what_went_out(
    desk: "Desk", stick: Path, click: Click, press: Callable[..., None]
) -> None:
    office = desk.office
    second = next(b for b in office.households.buildings() if b.name == "2栋").id
    office.visits.pack(stick / "two.ldzvisit", [second], PASSWORD)
    page = desk.tool()
    click(page.buttons[page.given])
    model = page.given.model
    texts = [[str(model.index(r, c).data()) for c in range(6)] for r in range(model.rowCount())]
    merged = {line[2]: line[4:] for line in texts}
    assert merged["福锦苑2栋"] == ["还没有带回", ""]
    assert merged["福锦苑1栋"][1] == "4 处"
    assert merged["福锦苑1栋"][0] != "还没有带回"
    assert {(line[1], line[3]) for line in texts} == {("李敏", "2"), ("李敏", "1")}
    assert page.given.counts.text() == "共 2 个，1 个还没有带回"
    page.given.search.setText("1栋")
    page.given.search.search_now()
    assert model.rowCount() == 1
    page.given.table.select_id(model.id_at(0))
    page.given.table.setFocus()
    press(Qt.Key.Key_Return)
    assert page.deciding.isVisible()


def test_the_list_on_paper_and_as_a_file(desk: "Desk", click: Click, leaves: Leaves) -> None:
    page = desk.tool()
    click(page.buttons[page.given])
    text, cells = leaves(page.given.print_button, page.given.export_button)
    assert "发出的走访包" in text
    assert "福锦苑1栋" in text
    assert "福锦苑1栋" in cells
    assert desk.audit("export.list") == [("visits", "交街道")]
