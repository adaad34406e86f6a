"""The personal record in the window: opened, walked through, written in, and left again."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest

from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.party import APPLICANT, PROBATIONARY
from ldz_desktop.services.commitments import CommitmentDraft
from ldz_desktop.services.party import StepDraft
from ldz_desktop.services.scans import PORTRAIT
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.roster.record.list_form import ListForm
from ldz_desktop.ui.roster.record.scores import ScoreSection
from ldz_desktop.ui.roster.record_sections import RECORD_SECTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import CloseMonth
    from tests.ui.conftest import Finger, FixedChooser
    from tests.ui.roster.conftest import Scene


@pytest.fixture
def opened(scene: "Scene") -> int:
    """The record of 曾秀英, opened with Enter on the list; the leader's id."""
    leader = scene.open_leader("曾秀英")
    scene.key(Qt.Key.Key_Return)
    assert scene.tab.record.isVisible()
    return leader


def _section(scene: "Scene", title: str) -> "ListForm":  # type: ignore[type-arg]
    found = scene.tab.record.section(title)
    scene.settle()
    assert isinstance(found, ListForm)
    return found


def _write(section: "ListForm", **fields: object) -> None:  # type: ignore[type-arg]
    assert section.page is not None
    for key, value in fields.items():
        editor = section.page.form.editor(key)
        if isinstance(value, str) and hasattr(editor, "setText"):
            editor.setText(value)
        else:
            editor.set_value(value)  # type: ignore[attr-defined]


def test_enter_opens_and_escape_goes_back(scene: "Scene", opened: int) -> None:
    assert "曾秀英" in scene.words(scene.tab.record)
    assert "兴新社区 福锦苑2栋" in scene.words(scene.tab.record)
    QTest.keyClick(scene.tab.record.nav, Qt.Key.Key_Escape)
    assert not scene.tab.record.isVisible()
    assert scene.tab.list.table.isVisible()
    current = scene.tab.list.current()
    assert current is not None
    assert current.leader_id == opened


def test_a_double_click_and_the_button_open_it_too(scene: "Scene") -> None:
    scene.open_leader("王芳")
    table = scene.tab.list.table
    spot = table.visualRect(table.currentIndex()).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    scene.settle()
    assert "王芳" in scene.words(scene.tab.record)
    scene.press("返回")
    scene.press("完整档案")
    assert scene.tab.record.isVisible()


def test_every_section_shows_itself(scene: "Scene", opened: int) -> None:
    del opened
    for title, _ in RECORD_SECTIONS:
        section = scene.tab.record.section(title)
        scene.settle()
        assert section.isVisible(), title


def test_a_step_is_written_refused_beside_its_field_and_undone(scene: "Scene", opened: int) -> None:
    scene.office.party.save(StepDraft(opened, APPLICANT, date(2019, 5, 4)))
    party = _section(scene, "党员发展")
    scene.press("登记下一步")
    _write(party, happened_on="2019年5月3日")
    scene.press("保存")
    assert party.page is not None
    assert party.page.form.problem_texts("happened_on") == (f"不能早于成为{APPLICANT}的日期",)
    _write(party, happened_on="2020年7月1日", note="支部推优")
    scene.press("保存")
    assert party.page is None
    assert "入党积极分子，2020年7月1日" in scene.words(scene.tab.record)
    scene.press("撤销")
    assert len(scene.office.party.of(opened)) == 1


def test_reaching_probation_asks_about_the_political_status(
    scene: "Scene", opened: int, finger: "Finger"
) -> None:
    party = _section(scene, "党员发展")
    party.table.select_id(4)
    QTest.keyClick(party.table, Qt.Key.Key_Return)
    scene.settle()
    _write(party, happened_on="2024年7月1日")
    finger.press("改为预备党员")
    scene.press("保存")
    assert scene.office.roster.get(opened).leader.political == "02"
    assert "预备党员" in scene.words(scene.tab.record)
    assert "2 名党员" in scene.tiles()


def test_the_status_can_stay_as_it_is(scene: "Scene", opened: int, finger: "Finger") -> None:
    party = _section(scene, "党员发展")
    party.table.select_id(5)
    party.edit()
    scene.settle()
    _write(party, happened_on="2024年7月1日")
    finger.press("不改")
    scene.press("保存")
    assert scene.office.roster.get(opened).leader.political == "13"
    assert [s.stage for s in scene.office.party.of(opened)] == ["正式党员"]


def test_a_short_probation_is_said_once_and_taken_the_second_time(
    scene: "Scene", opened: int, finger: "Finger"
) -> None:
    scene.office.party.save(StepDraft(opened, PROBATIONARY, date(2024, 7, 1)), political=True)
    scene.tab.refresh(None)
    party = _section(scene, "党员发展")
    party.table.select_id(5)
    party.edit()
    scene.settle()
    _write(party, happened_on="2025年6月30日")
    scene.press("保存")
    assert party.page is not None
    assert "不满一年" in party.page.form.problem_texts("happened_on")[0]
    finger.press("不改")
    scene.press("仍然保存")
    assert len(scene.office.party.of(opened)) == 2


def test_a_promise_is_written_kept_and_removed(scene: "Scene", opened: int) -> None:
    office = scene.office
    promises = _section(scene, "承诺")
    scene.press("登记承诺", promises)
    scene.press("保存")
    assert promises.page is not None
    assert promises.page.form.problem_texts("matter") == ("请写明承诺了什么",)
    _write(promises, matter="每周清理楼道", due_on=office.today() + timedelta(days=9))
    scene.press("保存")
    scene.press("今天兑现")
    assert office.commitments.of(opened)[0].kept_on == office.today()
    scene.press("改为未兑现")
    assert office.commitments.of(opened)[0].kept_on is None
    QTest.keyClick(promises.table, Qt.Key.Key_Delete)
    scene.settle()
    assert office.commitments.of(opened) == ()
    scene.press("撤销")
    assert office.commitments.of(opened)[0].matter == "每周清理楼道"


def test_an_overdue_promise_is_on_the_card(scene: "Scene") -> None:
    leader = scene.open_leader("曾秀英")
    today = scene.office.today()
    scene.office.commitments.save(
        CommitmentDraft(leader, "修灯", today - timedelta(days=9), today - timedelta(days=1))
    )
    scene.tab.refresh(None)
    scene.settle()
    assert "有 1 项承诺已过期没有兑现" in scene.card()
    assert "今年培训 0 学时 · 履职 0 次 · 奖励 0 项" in scene.card()


def test_an_earlier_term_is_written_down_and_an_overlap_refused(
    scene: "Scene", opened: int, buildings: list[int]
) -> None:
    terms = _section(scene, "任职经历")
    scene.press("补登任期")
    _write(
        terms, building_id=buildings[0], started_on="2019年1月1日", ended_on="2020年6月1日",
        end_reason="任期届满",
    )  # fmt: skip
    scene.press("保存")
    assert terms.page is not None
    assert "张建国在这栋楼的任期重叠" in terms.page.form.problem_texts("started_on")[0]
    _write(terms, ended_on="2020年2月1日")
    scene.press("保存")
    assert [row.tenure.end_reason for row in terms.model.records()] == [None, "任期届满"]
    assert len(scene.office.roster.get(opened).tenures) == 2


def test_history_tells_what_was_done_here(scene: "Scene", opened: int) -> None:
    scene.office.commitments.save(CommitmentDraft(opened, "修灯", date(2026, 1, 5)))
    section = scene.tab.record.section("历史")
    scene.settle()
    events = section.list.events()  # type: ignore[attr-defined]
    assert [e.what for e in events] == ["登记承诺", "登记楼栋长"]


def test_what_was_typed_is_not_lost_unasked(scene: "Scene", opened: int, finger: "Finger") -> None:
    del opened
    promises = _section(scene, "承诺")
    promises.add()
    _write(promises, matter="修灯")
    finger.press("取消")
    scene.press("返回")
    assert scene.tab.record.isVisible()
    finger.press("不保存")
    scene.press("返回")
    assert not scene.tab.record.isVisible()


def test_f2_edits_at_the_left_and_ctrl_n_adds_to_the_section(scene: "Scene", opened: int) -> None:
    record = scene.tab.record
    QTest.keyClick(record.nav, Qt.Key.Key_F2)
    assert record.form is not None
    editor = record.form.form.editor("phone")
    editor.setText("13812345678")  # type: ignore[attr-defined]
    scene.press("保存")
    assert record.form is None
    assert scene.office.roster.get(opened).leader.phone == "13812345678"
    assert "138****5678" in scene.words(record)
    promises = _section(scene, "承诺")
    QTest.keyClick(promises.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    scene.settle()
    assert promises.page is not None
    QTest.keyClick(promises.page.form.editor("matter"), Qt.Key.Key_Escape)
    assert promises.page is None
    assert record.isVisible()


def test_somebody_deleted_meanwhile_leads_back_to_the_list(scene: "Scene", opened: int) -> None:
    scene.office.roster.remove(opened)
    scene.tab.refresh(None)
    scene.settle()
    assert not scene.tab.record.isVisible()


# -- the portrait ---------------------------------------------------------------------------------


def test_a_picture_is_pasted_replaced_removed_and_brought_back(
    scene: "Scene", portrait: bytes
) -> None:
    leader = scene.open_leader("曾秀英")
    face = scene.tab.card.person.facts.portrait
    assert not face.has_picture
    QGuiApplication.clipboard().setImage(QImage.fromData(portrait))
    face.setFocus()
    QTest.keyClick(face, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    scene.settle()
    assert face.has_picture
    (first,) = scene.office.scans.of("leader", leader)
    face.paste()
    scene.settle()
    assert len(scene.office.scans.of("leader", leader)) == 1
    scene.press("撤销")
    assert scene.office.scans.of("leader", leader) == (first,)
    QTest.keyClick(face, Qt.Key.Key_Delete)
    scene.settle()
    assert not face.has_picture
    scene.press("撤销")
    assert face.has_picture


def test_a_file_is_chosen_or_dropped(
    scene: "Scene", portrait: bytes, tmp_path: "Path", chooser: "FixedChooser"
) -> None:
    leader = scene.open_leader("曾秀英")
    face = scene.tab.card.person.facts.portrait
    path = tmp_path / "曾.png"
    path.write_bytes(portrait)
    chooser.answer = path
    face.choose()
    scene.settle()
    (chosen,) = scene.office.scans.of("leader", leader)
    assert chosen.kind == PORTRAIT
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    face.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier))
    scene.settle()
    (dropped,) = scene.office.scans.of("leader", leader)
    assert dropped.id != chosen.id


def test_what_is_no_picture_is_said_and_changes_nothing(
    scene: "Scene", tmp_path: "Path", chooser: "FixedChooser"
) -> None:
    leader = scene.open_leader("曾秀英")
    path = tmp_path / "a.jpg"
    path.write_text("不是照片")
    chooser.answer = path
    scene.tab.card.person.facts.portrait.choose()
    scene.settle()
    assert scene.office.scans.of("leader", leader) == ()
    assert "不是 JPEG 或 PNG 图片" in scene.everything()


# -- ways in and out ------------------------------------------------------------------------------


def test_the_buildings_households_are_one_click_away(scene: "Scene", buildings: list[int]) -> None:
    scene.open_leader("曾秀英")
    scene.press("本楼 0 户")
    assert scene.seen.targets == [Target("building", buildings[1])]
    scene.key(Qt.Key.Key_Return)
    scene.press("本楼 0 户", scene.tab.record)
    assert scene.seen.targets[1:] == [Target("building", buildings[1])]


def test_a_search_hit_leaves_the_record_for_that_person(scene: "Scene", opened: int) -> None:
    scene.open_leader("张建国")
    assert not scene.tab.record.isVisible()
    assert "张建国" in scene.card()
    assert scene.office.roster.get(opened).leader.name == "曾秀英"


def test_terms_and_their_end_are_on_the_card(scene: "Scene") -> None:
    leader = scene.open_leader("曾秀英")
    (row,) = scene.office.roster.get(leader).tenures
    today = scene.office.today()
    term = row.tenure
    for end, words in ((30, "还有 30 天"), (-2, "已过 2 天")):
        scene.office.terms.save(
            Tenure(
                term.id, leader, term.building_id, term.started_on, None, None,
                today + timedelta(days=end),
            )
        )  # fmt: skip
        scene.tab.refresh(None)
        scene.settle()
        assert words in scene.card()


def test_a_score_leads_to_why_it_is_what_it_is(
    scene: "Scene", buildings: list[int], close_month: "CloseMonth"
) -> None:
    close_month("2026-09", dict.fromkeys(buildings[:3], "5"))
    scene.open_leader("曾秀英")
    scene.key(Qt.Key.Key_Return)
    scores = scene.tab.record.section("得分")
    scene.settle()
    assert isinstance(scores, ScoreSection)
    QTest.keyClick(scores.table, Qt.Key.Key_Return)
    assert scene.seen.targets == [Target("month", id=buildings[1], month="2026-09")]
