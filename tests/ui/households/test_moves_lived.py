"""某日谁住这里 as a person uses it."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.moves import NewTenants
from ldz_desktop.ui.households.moves import open_move
from ldz_desktop.ui.households.moves.lived import LivedDialog, lived_table
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.paper_view import PaperDialog

JUNE = date(2025, 6, 1)


@pytest.fixture
def flat(bench: Bench) -> int:
    """Tenants until June 2025, others since."""
    office = bench.office
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    old = office.households.create(building, "1", "102", "租赁").ids[0]
    for person in (
        Resident(0, 0, "赵租", relation="02", birth=date(1990, 1, 1)),
        Resident(0, 0, "赵小租", relation="20", birth=date(2016, 1, 1), lives_here=False),
    ):
        office.households.add_resident(old, person)
    new = (Resident(0, 0, "钱租", relation="02", birth=date(1985, 1, 1)),)
    done = office.moves.apply(
        office.moves.plan(NewTenants(household_id=old, day=JUNE, tenants=new))
    )
    return done.change.ids[0]


def opened(bench: Bench, window: QWidget, qtbot: QtBot, home: int) -> LivedDialog:
    dialog = open_move("lived", bench, home, window)
    assert isinstance(dialog, LivedDialog)
    qtbot.waitUntil(bench.tasks.idle, timeout=30_000)
    return dialog


def at(dialog: LivedDialog, day: str, qtbot: QtBot, bench: Bench) -> list[str]:
    editor: Any = dialog.form.editor("day")
    editor.setText(day)
    dialog.read()
    qtbot.waitUntil(bench.tasks.idle, timeout=30_000)
    return [str(dialog.table.model().index(row, 0).data()) for row in range(len(dialog.people()))]


def test_any_day(bench: Bench, window: QWidget, qtbot: QtBot, flat: int) -> None:
    dialog = opened(bench, window, qtbot, flat)
    assert [p.resident.name for p in dialog.people()] == ["钱租"]
    assert "1 人住在这里" in dialog.count.text()
    assert at(dialog, "2025年5月31日", qtbot, bench) == ["赵租", "赵*租"]
    assert "1 人住在这里，另有 1 人户在人不在" in dialog.count.text()
    row = [str(dialog.table.model().index(0, c).data()) for c in range(7)]
    assert row == [
        "赵租", "户主", "35", "登记以前", "2025年6月1日 换租", "住这里", "XX-FJY-1-1-102",
    ]  # fmt: skip
    assert at(dialog, "1980-1-1", qtbot, bench) == []
    assert "没有人住" in dialog.count.text()
    assert not dialog.print_button.isEnabled()
    at(dialog, "2025年2月30日", qtbot, bench)
    assert "没有2025年2月30日这一天" in "".join(dialog.form.problem_texts("day"))


def test_where_somebody_has_lived(bench: Bench, window: QWidget, qtbot: QtBot, flat: int) -> None:
    dialog = opened(bench, window, qtbot, flat)
    dialog.table.select_id(dialog.people()[0].resident.id)
    qtbot.waitUntil(bench.tasks.idle, timeout=30_000)
    assert "福锦苑1栋1单元102（2025年6月1日 — 至今）" in dialog.residences.text()


def test_on_paper(bench: Bench, window: QWidget, qtbot: QtBot, flat: int) -> None:
    dialog = opened(bench, window, qtbot, flat)
    at(dialog, "2025年1月1日", qtbot, bench)
    table = lived_table(bench.office, "福锦苑", dialog.people(), date(2025, 1, 1))
    assert len(table.rows) == 2
    assert all("赵小租" not in cell for row in table.rows for cell in row)
    qtbot.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(bench.tasks.idle, timeout=60_000)
    (paper,) = dialog.findChildren(PaperDialog)
    assert paper.view.page_count() == 1
    logged = bench.office.core.database.rows("SELECT event FROM audit")
    assert ("print.lived",) in logged
    paper.reject()
