"""The section 推选: the board and its panel, as a person drives them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.postings import Decision, Objection
from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.kit.scan_dialog import ScanDialog
from ldz_desktop.ui.roster.selections.page import SelectionsPage
from ldz_desktop.ui.roster.selections.step_page import StepPage

if TYPE_CHECKING:
    from tests.helpers.selecting import Scene as Facts
    from tests.ui.conftest import Finger, FixedChooser
    from tests.ui.roster.conftest import Scene

DOWN, RIGHT, ENTER, TAB = Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Tab
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def office(selecting: "Facts") -> Office:
    """The window works on the office whose day can be set."""
    return selecting.office


class Board:
    """The section, and hands at the keyboard."""

    def __init__(self, scene: "Scene", facts: "Facts", window: QWidget, qtbot: QtBot) -> None:
        self.scene = scene
        self.facts = facts
        self.window = window
        self.office = facts.office
        self._qtbot = qtbot
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        scene.start()
        assert scene.tab.sections.show_section("selections")
        scene.settle()
        page = scene.tab.sections.page("selections")
        assert isinstance(page, SelectionsPage)
        self.page = page

    def rows(self) -> list[tuple[str, ...]]:
        """Without the column of the term's end."""
        model = self.page.model
        end = model.section("end")
        return [
            tuple(
                str(model.index(r, c).data() or "") for c in range(model.columnCount()) if c != end
            )
            for r in range(model.rowCount())
        ]

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """One key where the cursor is."""
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifier)
        self.scene.settle()

    def type(self, text: str) -> None:
        """Letters and figures where the cursor is."""
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)

    def fill(self, *texts: str) -> None:
        """Field after field, Tab between them."""
        for number, text in enumerate(texts):
            if number:
                self.key(TAB)
            field = QApplication.focusWidget()
            if text and hasattr(field, "selectAll"):
                field.selectAll()
            self.type(text)

    def find(self, letters: str) -> None:
        """Type into the finder and take the first answer."""
        editor = self.form.form.editor("ballots")
        editor.setFocus()  # reached by Tab as well
        QTest.keyClicks(editor.finder, letters)  # type: ignore[attr-defined]
        QTest.keyClick(editor.finder, ENTER)  # type: ignore[attr-defined]
        self.scene.settle()

    @property
    def form(self) -> StepPage:
        assert isinstance(self.page.panel.page, StepPage)
        return self.page.panel.page

    def panel_step(self, step: str) -> None:
        """A press on one of the five steps above the form."""
        button = self.page.panel.steps[step]  # type: ignore[index]  # the tests name real steps
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.scene.settle()

    def words(self) -> str:
        """Everything on the panel."""
        return self.scene.words(self.page.panel)

    def save(self) -> None:
        self.key(Qt.Key.Key_S, CONTROL)

    def refresh(self) -> None:
        self.page.refresh(None)
        self.scene.settle()

    def select(self, building: int) -> None:
        assert self.page.table.select_id(building)
        self.scene.settle()

    def press(self, caption: str) -> None:
        """A button of the form, or of the section where the form has none of that name."""
        form = self.page.panel.page
        buttons = form.findChildren(QPushButton) if form is not None else []
        captions = [b.text().partition("(&")[0] for b in buttons]
        self.scene.press(caption, form if caption in captions else self.page)


@pytest.fixture
def board(unread: "Scene", selecting: "Facts", window: QWidget, qtbot: QtBot) -> Board:
    return Board(unread, selecting, window, qtbot)


def test_from_vacancy_to_appointment_by_keyboard(board: Board) -> None:
    """No mouse: the board, five forms, and the leader is in office."""
    facts = board.facts
    assert board.rows() == [("福锦苑1栋", "空缺", "待开始", "", "", "", "")]
    board.page.table.setFocus()
    board.key(ENTER)
    board.key(Qt.Key.Key_Space)  # 开始推选 has the cursor
    assert board.rows()[0][2] == "待推选"
    facts.day.today = date(2026, 9, 4)
    assert QApplication.focusWidget() is board.form.form.editor("way")
    board.key(TAB)
    board.fill("20260903", "A1")
    board.key(TAB)
    board.fill("80", "60")
    board.key(TAB)
    for letters, votes in (("zm", "40"), ("wufang", "12")):
        board.type(letters)
        board.key(ENTER)
        board.type(votes)
        board.key(ENTER)  # back to the finder
    board.save()
    assert board.rows()[0][2:4] == ("9月3日", "已审0/1")
    checks = board.form.form.editor("checks")
    for number in range(4):
        box = checks.boxes[number]  # type: ignore[attr-defined]
        box.setFocus()
        board.key(Qt.Key.Key_Space)
    board.key(TAB)
    board.key(DOWN)  # 通过
    board.save()
    assert board.rows()[0][3:5] == ("9月4日", "待张贴")
    _post_and_appoint(board)
    board.type("done in August")
    board.save()
    assert board.rows() == []


def _post_and_appoint(board: Board) -> None:
    facts = board.facts
    facts.day.today = date(2026, 9, 7)
    board.refresh()
    board.page.table.setFocus()
    board.key(ENTER)
    board.fill("20260907")
    for _ in range(3):
        board.key(TAB)
    board.type("door")
    assert "公示期：2026年9月8日至2026年9月14日（5个工作日）" in board.words()
    board.save()
    assert board.rows()[0][4] == "剩5天"
    facts.day.today = date(2026, 9, 15)
    board.refresh()
    board.page.table.setFocus()
    board.key(ENTER)
    board.key(TAB)
    board.type("No.18")
    board.save()
    assert board.rows() == [
        ("福锦苑1栋", "周明", "9月3日", "9月4日", "9月14日", "9月15日", "待培训")
    ]
    row = next(r for r in board.office.roster.rows() if r.building_id == facts.vacant)
    assert (row.name, row.started_on) == ("周明", date(2026, 9, 15))


def test_each_step_is_taken_back_with_undo(board: Board) -> None:
    made = board.facts.to_appointment()
    board.refresh()
    board.form.form.editor("document_no").setText("兴街发〔2026〕18号")  # type: ignore[attr-defined]
    board.press("登记任命")
    assert board.facts.now(made).tenure_id
    board.scene.press("撤销")
    assert board.facts.now(made).tenure_id is None
    assert board.rows()[0][5] == "待任命"


def test_somebody_from_another_building_is_refused_with_a_sentence(board: Board) -> None:
    board.press("开始推选")
    editor = board.form.form.editor("ballots")
    board.find("chenbin")
    assert editor.value() == ()  # type: ignore[attr-defined]
    assert "陈彬登记在福锦苑2栋1单元301，不住在这栋楼" in board.words()
    board.find("zhouming")
    assert [b.name for b in editor.value()] == ["周明"]  # type: ignore[attr-defined]
    assert "不住在这栋楼" not in board.words()


def test_what_is_missing_stands_below_its_field(board: Board) -> None:
    board.press("开始推选")
    board.press("完成推选")
    form = board.form.form
    assert form.problem_texts("held_on") == ("请填写推选日期",)
    assert form.problem_texts("ballots") == ("还没有候选人，请从本楼居民里选",)
    assert board.rows()[0][2] == "待推选"


def test_a_note_is_shown_once_and_the_second_press_goes_on(board: Board) -> None:
    board.facts.day.today = date(2026, 9, 4)
    made = board.facts.begin()
    board.refresh()
    form = board.form.form
    form.set_values({
        "held_on": date(2026, 9, 3), "held_at": "广场", "eligible": 80, "returned": 30,
    })  # fmt: skip
    board.find("zm")
    board.type("20")
    board.press("完成推选")
    assert "收回的选票不到应到户数的一半" in form.problem_texts("returned")
    assert board.facts.now(made).chosen == ()
    board.press("仍然完成推选")
    assert [c.name for c in board.facts.now(made).chosen] == ["周明"]


def test_the_most_votes_are_ticked_until_somebody_ticks_by_hand(board: Board) -> None:
    board.facts.begin()
    board.refresh()
    for letters, votes in (("zm", "20"), ("wf", "30")):
        board.find(letters)
        board.type(votes)
    lines = board.form.form.editor("ballots").lines  # type: ignore[attr-defined]
    assert [line.chosen.isChecked() for line in lines] == [False, True]
    QTest.mouseClick(
        lines[0].chosen, Qt.MouseButton.LeftButton, pos=lines[0].chosen.rect().center()
    )
    assert [line.chosen.isChecked() for line in lines] == [True, True]
    lines[0].votes.set_value(1)
    assert [line.chosen.isChecked() for line in lines] == [True, True]


def test_a_plan_is_kept_and_comes_back(board: Board) -> None:
    made = board.facts.begin()
    board.refresh()
    board.form.form.set_values({"held_on": date(2026, 9, 10), "held_at": "广场"})
    board.find("zm")
    board.press("暂存")
    assert board.rows()[0][2] == "剩9天"
    assert board.facts.now(made).held_at == "广场"
    assert "男 · 59 岁 · 中共党员" in board.words() or "周明" in board.words()


def test_a_review_that_failed_goes_back_with_a_reason(board: Board) -> None:
    board.facts.day.today = date(2026, 9, 4)
    made = board.facts.begin()
    board.facts.vote(made)
    board.facts.review(made, passed=False, review_note="本人不愿意")
    board.refresh()
    assert board.rows()[0][3] == "无人通过"
    board.press("退回推选 …")
    board.press("退回推选")
    assert board.form.form.problem_texts("reason") == ("请写明原因",)
    board.form.form.set_values({"reason": "审查没有通过"})
    board.press("退回推选")
    assert board.rows()[0][2] == "待计票"


def test_an_upheld_objection_shows_where_to_go_on(board: Board) -> None:
    facts = board.facts
    facts.day.today = date(2026, 9, 4)
    made = facts.begin()
    facts.vote(made)
    facts.review(made)
    posting = facts.post(made)
    office = board.office
    found = office.postings.object(posting, Objection(0, posting, facts.day.today, "不常住"))
    board.refresh()
    assert board.rows()[0][4] == "1件异议"
    assert "有异议还没有答复" in board.words()
    decision = Decision(facts.day.today, "社区党委", upheld=True, decision="成立", reason="属实")
    office.postings.decide(found.change.ids[1], decision)
    board.refresh()
    assert board.rows()[0][3] == "待重审"
    assert "异议成立：不常住" in board.words()


def test_giving_up_is_in_the_menu_and_needs_a_reason(board: Board) -> None:
    made = board.facts.begin()
    board.refresh()
    actions = {a.text(): a for a in board.page.panel.menu.actions()}
    assert not actions["打印聘书"].isEnabled()
    actions["终止推选 …"].trigger()
    board.form.form.set_values({"reason": "暂不设楼栋长"})
    board.press("终止推选")
    assert board.facts.now(made).close_reason == "暂不设楼栋长"
    assert board.rows()[0][2] == "待开始"
    QTest.mouseClick(board.page.views["finished"], Qt.MouseButton.LeftButton)
    board.scene.settle()
    assert [row[1] for row in board.rows()] == ["已终止"]


def test_a_half_written_form_is_not_lost(board: Board, finger: "Finger") -> None:
    board.facts.begin()
    board.facts.office.selections.begin(board.facts.led)
    board.refresh()
    board.select(board.facts.vacant)
    board.form.form.editor("held_at").setText("写了一半")  # type: ignore[attr-defined]
    finger.press("取消")
    board.page.table.select_id(board.facts.led)
    board.scene.settle()
    assert board.page.table.current_id() == board.facts.vacant
    assert board.form.form.values()["held_at"] == "写了一半"
    finger.press("不保存")
    assert board.page.may_leave()


def test_what_changes_elsewhere_leaves_a_half_written_form_alone(board: Board) -> None:
    board.facts.begin()
    board.refresh()
    board.form.form.editor("held_at").setText("写了一半")  # type: ignore[attr-defined]
    board.refresh()
    assert board.form.form.values()["held_at"] == "写了一半"


def test_filters_and_counts_say_the_same(board: Board) -> None:
    facts = board.facts
    third = board.office.households.add_place("东锦社区", "东锦苑", "3栋").ids[0]
    board.office.selections.begin(facts.led)
    _set_term_end(board.office, facts.led, "2026-10-31")
    board.refresh()
    end = board.page.model.section("end")
    assert "2026年10月31日" in [board.page.model.index(r, end).data() for r in range(3)]
    texts = [one.text() for one in board.page.views.values()]
    assert texts == ["待办 3", "空缺 2", "推选中 1", "即将届满 0", "一年内办结"]
    QTest.mouseClick(board.page.views["running"], Qt.MouseButton.LeftButton)
    assert [row[0] for row in board.rows()] == ["福锦苑2栋"]
    board.page.clear_filters()
    board.page.community.set_value("东锦社区")
    assert [r.building.id for r in board.page.model.records()] == [third]
    board.page.clear_filters()
    for text, found in (("cb", ["福锦苑2栋"]), ("福锦", ["福锦苑1栋", "福锦苑2栋"]), ("谁", [])):
        board.page.search.setText(text)
        board.page.search.search_now()
        assert [row[0] for row in board.rows()] == found
    board.press("去掉筛选")
    assert len(board.rows()) == 3


def _set_term_end(office: Office, building: int, day: str) -> None:
    database = office.core.database
    with database.transaction():
        database.execute(
            "UPDATE tenure SET term_end = ? WHERE building_id = ? AND ended_on IS NULL",
            (day, building),
        )


def test_a_cell_opens_its_step(board: Board) -> None:
    board.facts.to_appointment()
    board.refresh()
    table = board.page.table
    table.setFocus()
    table.setCurrentIndex(board.page.model.index(0, 3))
    board.key(RIGHT)
    board.key(ENTER)
    assert "符合：德行、能力、实干、本人愿意任职" in board.words()
    assert "通过" in board.words()
    index = board.page.model.index(0, board.page.model.section("appoint"))
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center()
    )
    board.scene.settle()
    assert board.form.form.values()["certificate_no"] == "聘字〔2026〕001号"


def test_the_board_is_printed_and_exported(
    board: Board, chooser: "FixedChooser", tmp_path: Path, finger: "Finger", qtbot: QtBot,
    purpose: Callable[[str], None],
) -> None:  # fmt: skip
    board.facts.to_appointment()
    board.refresh()
    chooser.answer = tmp_path / "进度.pdf"
    board.press("打印")
    dialog = board.page.findChild(PaperDialog)
    assert isinstance(dialog, PaperDialog)
    qtbot.addWidget(dialog)
    dialog.save()
    dialog.close()
    document = pypdfium2.PdfDocument(chooser.answer)
    text = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "楼栋长推选进度表" in text
    assert "福锦苑1栋" in text
    assert "待任命" in text
    assert "13900010001" not in text
    chooser.answer = tmp_path / "进度.xlsx"
    purpose("报街道")
    board.press("导出")
    sheet = openpyxl.load_workbook(chooser.answer).active
    assert sheet is not None
    cells = [str(c.value) for row in sheet.iter_rows() for c in row if c.value]
    assert "福锦苑1栋" in cells
    logged = "SELECT detail FROM audit WHERE event = 'export.list'"
    assert board.office.core.database.value(logged) == "报街道"


def test_the_papers_open_from_the_panel(board: Board, qtbot: QtBot) -> None:
    made = board.facts.to_appointment()
    board.facts.appoint(made)
    board.refresh()
    actions = {a.text(): a for a in board.page.panel.menu.actions()}
    for caption in ("打印候选人公示", "打印聘书"):
        actions[caption].trigger()
        board.scene.settle()
        dialog = board.page.findChildren(PaperDialog)[-1]
        qtbot.addWidget(dialog)
        assert dialog.view.page_count() == 1
        dialog.close()
        dialog.deleteLater()
        QApplication.processEvents()


def test_the_vacancy_card_begins_and_goes_on(board: Board) -> None:
    scene, facts = board.scene, board.facts
    assert scene.tab.sections.show_section("roster")
    scene.settle()
    scene.select_vacancy()
    scene.press("开始推选", scene.tab.card)
    assert scene.tab.sections.current == "selections"
    assert board.page.table.current_id() == facts.vacant
    assert board.rows()[0][2] == "待推选"
    assert scene.tab.sections.show_section("roster")
    scene.tab.refresh(None)
    scene.settle()
    scene.press("继续推选", scene.tab.card)
    assert scene.tab.sections.current == "selections"
    assert len(board.office.selections.of_building(facts.vacant)) == 1


def test_others_lead_here(board: Board) -> None:
    made = board.facts.begin(building=board.facts.led)
    assert board.scene.tab.open(Target("selection", made))
    board.scene.settle()
    assert board.page.table.current_id() == board.facts.led


def test_the_offices_criteria_are_edited_in_the_panel(board: Board) -> None:
    board.facts.begin()
    board.refresh()
    actions = {a.text(): a for a in board.page.panel.menu.actions()}
    actions["审查条件和任期 …"].trigger()
    board.form.form.set_values({"own": "常住满一年\n本人愿意", "years": 5})
    board.press("保存")
    rules = board.office.selections.rules
    assert (rules.own_criteria(), rules.term_years()) == (("常住满一年", "本人愿意"), 5)


def test_signed_papers_hang_on_the_selection(
    board: Board, chooser: "FixedChooser", tmp_path: Path
) -> None:
    made = board.facts.begin()
    board.facts.day.today = date(2026, 9, 4)
    board.facts.vote(made)
    board.refresh()
    picture = tmp_path / "会议记录.png"
    board.window.grab().save(str(picture))
    chooser.answer = picture
    actions = {a.text(): a for a in board.page.panel.menu.actions()}
    actions["签字材料 …"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ScanDialog)
    dialog.choose()
    board.scene.settle()
    assert len(board.office.scans.of("selection", made)) == 1
    dialog.close()
    QTest.mouseClick(board.page.panel.steps["vote"], Qt.MouseButton.LeftButton)
    board.scene.settle()
    assert "签字材料\n1 张" in board.words()


def test_nothing_to_do_says_so(board: Board) -> None:
    facts = board.facts
    made = facts.to_appointment()
    facts.appoint(made)
    board.office.selections.finish(facts.now(made), "连任")
    board.refresh()
    assert board.rows() == []
    assert "没有要推选的楼栋" in board.words()


def test_the_record_shows_every_step_with_its_evidence(
    board: Board, window: QWidget, said: Callable[[], str]
) -> None:
    from ldz_desktop.ui.roster.selections.section import SelectionSection

    facts = board.facts
    made = facts.to_appointment()
    leader = facts.appoint(made)
    section = SelectionSection(board.page._bench)  # noqa: SLF001 - the bench of the window
    layout = window.layout()
    assert layout is not None
    layout.addWidget(section)
    section.show_leader(leader)
    board.scene.settle()
    words = "\n".join(w.text() for w in section.findChildren(QLabel))
    for part in (
        "2026年9月15日任命", "居民选举", "应到 80 户，收回 60 张", "周明　40 票",
        "李敏，2026年9月4日", "2026年9月14日，5 个工作日", "聘字〔2026〕001号", "没有记录",
    ):  # fmt: skip
        assert part in words
    section.show_leader(next(r.leader_id for r in board.office.roster.rows() if r.name == "陈彬"))
    board.scene.settle()
    assert "没有推选记录" in said()


def test_an_appointment_is_put_right_on_the_panel(board: Board) -> None:
    facts = board.facts
    made = facts.to_appointment()
    facts.appoint(made)
    board.refresh()
    assert board.form.form.problem_texts("waived") == ()  # the training is at hand
    board.panel_step("appoint")
    board.scene.press("更正 …", board.page.panel)
    board.form.form.set_values({"document_no": None})
    board.press("保存更正")
    assert board.form.form.problem_texts("document_no") == ("请填写任命文号",)
    board.form.form.set_values({"document_no": "兴街发〔2026〕81号"})
    board.press("保存更正")
    assert "兴街发〔2026〕81号" in board.words()  # the step stays in view
    board.refresh()
    assert "兴街发〔2026〕81号" in board.words()
    board.scene.press("撤销")
    board.panel_step("appoint")
    assert "兴街发〔2026〕18号" in board.words()


def test_who_was_voted_out_hands_over(board: Board) -> None:
    """陈彬's term ends on the 20th; somebody else is elected and appointed ahead of that day."""
    facts = board.facts
    _set_term_end(board.office, facts.led, "2026-09-20")
    facts.add("马玲", facts.led, "302", sex="2")
    made = facts.begin(building=facts.led)
    facts.day.today = date(2026, 9, 4)
    facts.vote(made, 马玲=30, 陈彬=20)
    facts.review(made)
    facts.post(made)
    facts.day.today = date(2026, 9, 16)
    board.refresh()
    board.select(facts.led)
    assert board.form.form.values()["started_on"] == date(2026, 9, 21)
    board.form.form.set_values({"document_no": "兴街发〔2026〕19号"})
    board.press("登记任命")
    assert "花名册现在就列出新任" in "".join(board.form.form.problem_texts("started_on"))
    board.press("仍然登记任命")
    assert board.page.table.current_id() == facts.led
    board.panel_step("appoint")
    board.scene.press("离任交接", board.page.panel)
    target = board.scene.seen.targets[-1]
    (leaving,) = board.office.handover.leavings()
    assert (target.kind, target.id) == ("handover", leaving.tenure_id)
    assert (leaving.leader, leaving.successor) == ("陈彬", "马玲")
