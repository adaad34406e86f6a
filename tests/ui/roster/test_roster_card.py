"""The person on the card, and editing in place."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.ui.kit.feature import Target

if TYPE_CHECKING:
    from tests.ui.conftest import Finger
    from tests.ui.roster.conftest import Scene


def close_month(office: Office, month: str, buildings: list[int], grades: str) -> None:
    """One month in which every building's sheets all say one grade."""
    office.evaluation.open_month(month)
    for building, grade in zip(buildings, grades, strict=True):
        header = Header(10, 6, 6, 0, 0)
        office.evaluation.save_draft(month, building, Draft(header, (grade * 8,) * 6))
        office.evaluation.commit_draft(month, building)
        office.evaluation.save_stars(month, building, {1: "444"})
    office.evaluation.close(month)


def test_numbers_are_masked_until_shown_and_the_look_is_logged(scene: "Scene") -> None:
    scene.open_leader("张建国")
    assert "139****0001" in scene.card()
    assert "13900010001" not in scene.card()
    assert "511902196707260018" not in scene.card()
    scene.press("显示", scene.tab.card)
    assert "13900010001" in scene.card()
    looked = "SELECT subject, detail FROM audit WHERE event = 'leader.reveal'"
    assert len(scene.office.core.database.rows(looked)) == 1


def test_the_card_says_who_it_is(scene: "Scene") -> None:
    scene.open_leader("张建国")
    for words in ("张建国", "兴新社区 福锦苑1栋", "男 · 59 岁", "中共党员", "普通高中", "热心"):
        assert words in scene.card()


def test_branch_former_work_and_service_are_edited_and_shown(scene: "Scene") -> None:
    scene.open_leader("张建国")
    assert "所在党支部" not in scene.card()
    scene.key(Qt.Key.Key_F2)
    values = {"branch": "第一党支部", "former_work": "教师", "service": "1980年至1985年服役"}
    scene.write(**values)
    scene.press("保存")
    for words in ("所在党支部", "原职业", "服役经历", *values.values()):
        assert words in scene.card()


def test_streak_flags_and_scores_are_on_the_card(
    office: Office, unread: "Scene", buildings: list[int]
) -> None:
    for month in ("2026-08", "2026-09"):
        close_month(office, month, buildings[:2], "54")
    scene = unread
    scene.start()
    assert "1 名上月末位" in scene.tiles()
    scene.open_leader("曾秀英")
    assert "末位连续2月" in scene.card()
    assert "请约谈本人" in scene.card()
    line = scene.tab.card.person.score_line
    assert [spot.month for spot in line.spots][-2:] == ["2026-08", "2026-09"]
    assert [spot.last for spot in line.spots][-2:] == [True, True]
    scene.open_leader("张建国")
    assert "红旗 2 个月" in scene.card()


def test_open_waits_for_the_list(office: Office, unread: "Scene", buildings: list[int]) -> None:
    del buildings
    scene = unread
    wanted = next(r for r in office.roster.rows() if r.name == "王芳")
    assert scene.tab.open(Target("leader", wanted.leader_id))
    scene.start()
    current = scene.tab.list.current()
    assert current is not None
    assert current.name == "王芳"
    assert "王芳" in scene.card()


def test_a_former_leader_can_be_opened(scene: "Scene") -> None:
    row = scene.row("王芳")
    scene.office.roster.end_tenure(row.tenure_id, date(2026, 1, 31), "任期届满")
    scene.tab.refresh(None)
    scene.settle()
    assert scene.tab.open(Target("leader", row.leader_id))
    scene.settle()
    assert scene.tab.record.isVisible()
    assert "现在没有任职" in scene.words(scene.tab.record)
    terms = scene.tab.record.section("任职经历")
    (term,) = terms.model.records()  # type: ignore[attr-defined]
    assert term.tenure.end_reason == "任期届满"
    scene.press("返回")
    assert scene.tab.list.isVisible()


def test_f2_edits_and_undo_takes_it_back(scene: "Scene") -> None:
    leader = scene.open_leader("张建国")
    scene.key(Qt.Key.Key_F2)
    scene.write(phone="13812345678", education="20")
    scene.press("保存")
    saved = scene.office.roster.get(leader).leader
    assert (saved.phone, saved.education, saved.id_number) == (
        "13812345678", "20", "511902196707260018",
    )  # fmt: skip
    assert "138****5678" in scene.card()
    assert "leaders" in scene.seen.changes[-1].topics
    scene.press("撤销")
    back = scene.office.roster.get(leader).leader
    assert (back.phone, back.education) == ("13900010001", "60")
    assert "139****0001" in scene.card()


def test_a_masked_number_left_alone_stays(scene: "Scene") -> None:
    leader = scene.open_leader("张建国")
    scene.key(Qt.Key.Key_F2)
    scene.write(note="换了备注")
    scene.press("保存")
    saved = scene.office.roster.get(leader).leader
    assert (saved.phone, saved.id_number) == ("13900010001", "511902196707260018")


def test_half_a_mask_is_refused(scene: "Scene") -> None:
    leader = scene.open_leader("张建国")
    scene.key(Qt.Key.Key_F2)
    scene.write(phone="139****00012")
    scene.press("保存")
    assert scene.faults("phone") == ("请写完整的号码，不能带星号",)
    assert scene.office.roster.get(leader).leader.phone == "13900010001"


def test_what_is_wrong_stands_below_its_field(scene: "Scene") -> None:
    leader = scene.open_leader("张建国")
    scene.key(Qt.Key.Key_F2)
    scene.write(name="", id_number="511902196707260010")
    scene.press("保存")
    assert scene.faults("name")
    scene.write(name="张建国")
    scene.press("保存")
    assert scene.faults("id_number")
    assert scene.office.roster.get(leader).leader.id_number == "511902196707260018"
    scene.press("改为 511902196707260018", scene.tab.card)
    scene.press("保存")
    assert scene.tab.card.form is None


def test_a_note_is_shown_once_and_the_second_press_saves(scene: "Scene") -> None:
    leader = scene.open_leader("张建国")
    scene.key(Qt.Key.Key_F2)
    scene.write(sex="2")
    scene.press("保存")
    assert scene.tab.card.form is not None
    assert scene.office.roster.get(leader).leader.sex == "1"
    scene.press("仍然保存")
    assert scene.office.roster.get(leader).leader.sex == "2"


def test_somebody_else_was_faster(scene: "Scene") -> None:
    leader = scene.open_leader("张建国")
    scene.key(Qt.Key.Key_F2)
    before = scene.office.roster.get(leader).leader
    scene.office.roster.save(before, replace(before, note="别人改的"))
    scene.write(note="我改的")
    scene.press("保存")
    assert "已被改动" in scene.card()
    assert scene.office.roster.get(leader).leader.note == "别人改的"


def test_a_half_written_form_is_not_lost(scene: "Scene", finger: "Finger") -> None:
    scene.open_leader("张建国")
    scene.key(Qt.Key.Key_F2)
    scene.write(note="写了一半")
    finger.press("取消")
    other = scene.row("王芳")
    scene.tab.list.table.select_id(other.building_id)
    scene.settle()
    current = scene.tab.list.current()
    assert current is not None
    assert current.name == "张建国"
    assert scene.tab.card.form is not None
    finger.press("不保存")
    assert scene.tab.may_close()
    assert scene.tab.card.form is None


def test_a_wrong_entry_is_deleted_and_comes_back(scene: "Scene") -> None:
    leader = scene.open_leader("王芳")
    scene.key(Qt.Key.Key_F2)
    scene.press("删除档案")
    assert "王芳" not in scene.names()
    scene.press("撤销")
    assert scene.row("王芳").leader_id == leader


def test_a_leader_with_closed_months_is_not_deleted(
    office: Office, unread: "Scene", buildings: list[int], finger: "Finger", qtbot: QtBot
) -> None:
    close_month(office, "2026-08", buildings[:2], "54")
    unread.start()
    unread.open_leader("张建国")
    unread.key(Qt.Key.Key_F2)
    finger.press("知道了")
    unread.press("删除档案")
    qtbot.waitUntil(finger.done)
    assert "张建国" in unread.names()
