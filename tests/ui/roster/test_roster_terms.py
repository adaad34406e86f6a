"""Terms of office: a vacancy gets a leader, a term ends, leaders change."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from tests.ui.roster.conftest import Scene


def test_a_vacancy_gets_a_leader_and_undo_empties_it(scene: "Scene") -> None:
    building = scene.select_vacancy()
    assert "空缺" in scene.card()
    scene.press("新任楼栋长")
    scene.write(name="李新", started_on=date(2026, 10, 1), id_number="511902200002290013")
    scene.press("登记任职")
    row = next(r for r in scene.office.roster.rows() if r.building_id == building)
    assert (row.name, row.started_on, row.sex, row.birth) == (
        "李新", date(2026, 10, 1), "1", date(2000, 2, 29),
    )  # fmt: skip
    assert "4 名楼栋长" in scene.tiles()
    assert not scene.tab.list.appoint.isEnabled()
    assert "李新" in scene.card()
    scene.press("撤销")
    assert "1 个空缺" in scene.tiles()


def test_ctrl_n_appoints(scene: "Scene") -> None:
    scene.open_leader("张建国")
    QTest.keyClick(scene.tab.list.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert "新任楼栋长" in scene.card()


def test_a_term_ends_with_a_reason_and_undo_restores_it(scene: "Scene") -> None:
    scene.open_leader("王芳")
    scene.press("卸任", scene.tab.card)
    scene.press("卸任", scene.tab.card)
    assert scene.faults("reason") == ("请写明原因",)
    scene.write(reason="其他")
    scene.press("卸任", scene.tab.card)
    assert scene.faults("reason_text") == ("请写明原因",)
    scene.write(reason_text="去外地带孙子", ended_on=date(2026, 9, 30))
    scene.press("卸任", scene.tab.card)
    assert "2 个空缺" in scene.tiles()
    assert "去外地带孙子" in scene.card()
    scene.press("撤销")
    assert "1 个空缺" in scene.tiles()
    assert "王芳" in scene.names()


def test_a_term_cannot_end_before_it_began(scene: "Scene") -> None:
    scene.open_leader("王芳")
    scene.press("卸任", scene.tab.card)
    scene.write(reason="任期届满", ended_on=date(2019, 1, 1))
    scene.press("卸任", scene.tab.card)
    assert scene.faults("ended_on") == ("卸任日期早于任职日期",)


def test_the_newest_end_can_be_taken_back_later(scene: "Scene") -> None:
    row = scene.row("王芳")
    scene.office.roster.end_tenure(row.tenure_id, date(2026, 1, 31), "任期届满")
    scene.tab.refresh(None)
    scene.settle()
    scene.tab.list.select(row.building_id)
    scene.settle()
    assert "2020年3月1日至2026年1月31日 · 任期届满" in scene.card()
    scene.press("恢复前任任职")
    assert "王芳" in scene.names()


def test_leaders_change_in_one_step_and_undo_brings_the_old_one_back(scene: "Scene") -> None:
    leader = scene.open_leader("曾秀英")
    scene.press("换人", scene.tab.card)
    scene.write(
        reason="本人辞任", ended_on=date(2026, 9, 30), started_on=date(2026, 10, 1), name="赵接班"
    )
    scene.press("换人", scene.tab.card)
    assert "赵接班" in scene.names()
    assert "曾秀英" not in scene.names()
    tenure = scene.office.roster.get(leader).tenures[0].tenure
    assert (tenure.ended_on, tenure.end_reason) == (date(2026, 9, 30), "本人辞任")
    scene.press("撤销")
    assert "曾秀英" in scene.names()
    assert scene.office.roster.get(leader).tenures[0].tenure.ended_on is None


def test_a_successor_cannot_begin_before_the_end(scene: "Scene") -> None:
    scene.open_leader("曾秀英")
    scene.press("换人", scene.tab.card)
    scene.write(
        reason="本人辞任", ended_on=date(2026, 9, 30), started_on=date(2026, 9, 1), name="赵接班"
    )
    scene.press("换人", scene.tab.card)
    assert scene.faults("started_on") == ("接任日期早于前任的卸任日期",)
    assert "曾秀英" in scene.names()


def test_a_refused_change_of_leaders_changes_nothing(scene: "Scene") -> None:
    leader = scene.open_leader("曾秀英")
    scene.press("换人", scene.tab.card)
    scene.write(reason="本人辞任", name="赵接班", id_number="511902196707260010")
    scene.press("换人", scene.tab.card)
    assert scene.faults("id_number")
    assert scene.office.roster.get(leader).tenures[0].tenure.ended_on is None
