"""离任交接 in a window, by keyboard: what is open is filled in, signed, printed, closed; 卸任 and
换人 lead into it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.handover import BY_GIVER
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.commitments import CommitmentDraft
from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.roster.cautions import menu
from ldz_desktop.ui.roster.cautions.page import CautionsPage
from ldz_desktop.ui.roster.handover.dialog import HandoverDialog

if TYPE_CHECKING:
    from ldz_desktop.ui.roster.handover.view import HandoverView
    from tests.ui.conftest import Finger, Seen
    from tests.ui.roster.conftest import Scene as RosterScene


@pytest.fixture
def place(office: Office) -> int:
    """福锦苑1栋 of 赵琴, with a household and a promise."""
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    leader = office.roster.create(Leader(0, "赵琴"), building, date(2021, 1, 1)).ids[0]
    office.households.create(building, "1单元", "101")
    office.commitments.save(CommitmentDraft(leader, "清理楼道堆物", date(2026, 5, 1)))
    return building


class Scene:
    """The view in a window, refreshed by what it publishes."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self._published = bench.publish
        self.bench = replace(bench, publish=self._publish)
        self.window = window
        self._qtbot = qtbot
        self.page = CautionsPage(self.bench, lambda folder: None)
        self.page.setParent(window)
        self.page.resize(window.size())

    @property
    def office(self) -> Office:
        return self.bench.office

    @property
    def view(self) -> "HandoverView":
        return self.page.handover

    def show(self, tenure_id: int = 0) -> None:
        self.page.show()
        self.window.activateWindow()
        if tenure_id:
            self.page.open(Target("handover", tenure_id))
        else:
            self.page.show_view("handover")
        self.settle()

    def settle(self) -> None:
        self._qtbot.wait(60)
        self._qtbot.waitUntil(self.bench.tasks.idle, timeout=20_000)
        QApplication.processEvents()

    def tenure(self, name: str = "赵琴") -> int:
        return next(r.tenure_id for r in self.office.roster.rows() if r.name == name)

    def rows(self) -> list[tuple[str, str]]:
        return [(r.leader, r.state) for r in self.view.model.records()]

    def panel(self) -> str:
        labels = self.view.panel.findChildren(QLabel)
        return "\n".join(w.text() for w in labels if w.isVisible() and w.text())

    def dialog(self) -> HandoverDialog:
        (found,) = [d for d in self.window.findChildren(HandoverDialog) if d.isVisible()]
        return found

    def enter(self) -> HandoverDialog:
        QTest.keyClick(self.view.table, Qt.Key.Key_Return)
        self.settle()
        return self.dialog()

    def press(self, caption: str, within: QWidget | None = None) -> None:
        for button in (within or self.window).findChildren(QPushButton):
            if button.isVisible() and button.text().partition("(&")[0] == caption:
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                self.settle()
                return
        raise AssertionError(caption)

    def paper(self) -> str:
        """The text of the paper that is shown; it is closed."""
        (shown,) = [d for d in self.window.findChildren(PaperDialog) if d.isVisible()]
        document = pypdfium2.PdfDocument(shown._pdf)  # noqa: SLF001
        text = "".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        shown.done(0)
        self.settle()
        return "".join(text.split())

    def _publish(self, change: Change) -> None:
        self._published(change)
        self.page.refresh(change)


@pytest.fixture
def scene(bench: Bench, window: QWidget, qtbot: QtBot) -> Scene:
    return Scene(bench, window, qtbot)


def sign(dialog: HandoverDialog, day: date) -> None:
    values = {"held_on": day, "giver_signed": day, "receiver_signed": day, "witness": "王静"}
    for key, value in values.items():
        dialog.form.editor(key).set_value(value)  # type: ignore[attr-defined]


def test_nobody_left(scene: Scene, place: int, said: Callable[[], str]) -> None:
    scene.show()
    assert "没有离任的楼栋长" in said()


def test_from_leaving_to_done_and_back(scene: Scene, place: int) -> None:
    today = scene.office.today()
    tenure = scene.tenure()
    scene.office.roster.succeed(tenure, (today, "搬离本楼"), Leader(0, "孙明"), today)
    scene.show()
    assert scene.rows() == [("赵琴", "待交接")]
    assert "一户一档 1 户" in scene.panel()
    assert "接任：孙明" in scene.panel()
    dialog = scene.enter()
    scene.press("加一行物品材料")
    line = dialog.items.lines[-1]
    assert line.title.hasFocus()
    line.title.set_value("单元门钥匙")  # type: ignore[attr-defined]
    line.note.set_value("3 把")
    promise = next(one for one in dialog.items.lines if one.item.kind == "commitment")
    promise.way.set_value(BY_GIVER)
    scene.press("办结", dialog)
    assert dialog.form.problem_texts("receiver_signed") == ("接收人没有签字",)
    assert "移交人没有签字" in dialog.form.problem_texts("giver_signed")[0]
    sign(dialog, today)
    scene.press("打印交接表", dialog)
    paper = scene.paper()
    for words in ("单元门钥匙", "3把", "清理楼道堆物", "由本人办完", "孙明", "监交人（签字）"):
        assert words in paper, words
    scene.press("办结", dialog)
    assert scene.rows() == [("赵琴", "已交接")]
    assert "单元门钥匙" in scene.panel()
    assert scene.office.handover.open_items(tenure) == ()
    assert scene.view.panel.fill.isHidden()
    QTest.keyClick(scene.view.table, Qt.Key.Key_Return)  # a finished one is not opened again
    scene.settle()
    assert not [d for d in scene.window.findChildren(HandoverDialog) if d.isVisible()]
    scene.press("撤销")
    assert scene.rows() == [("赵琴", "待交接")]


def test_a_draft_is_kept_and_a_refusal_stays_on_the_form(scene: Scene, place: int) -> None:
    today = scene.office.today()
    scene.office.roster.end_tenure(scene.tenure(), today, "本人辞任")
    scene.show()
    dialog = scene.enter()
    dialog.form.editor("held_on").set_value(today + timedelta(1))  # type: ignore[attr-defined]
    scene.press("保存", dialog)
    assert dialog.form.problem_texts("held_on") == ("交接日期在今天之后",)
    dialog.form.editor("held_on").set_value(today)  # type: ignore[attr-defined]
    dialog.items.lines[0].way.set_value(None)
    scene.press("保存", dialog)
    assert scene.rows() == [("赵琴", "交接中")]
    dialog = scene.enter()
    sign(dialog, today)
    scene.press("办结", dialog)
    words = [w.text() for w in dialog.findChildren(QLabel) if w.isVisible()]
    assert any("还没有写明怎么交接" in text for text in words)


def test_what_was_typed_is_not_lost(scene: Scene, place: int, finger: "Finger") -> None:
    scene.office.roster.end_tenure(scene.tenure(), scene.office.today(), "本人辞任")
    scene.show()
    dialog = scene.enter()
    dialog.form.editor("witness").set_value("王静")  # type: ignore[attr-defined]
    finger.press("取消")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    scene.settle()
    assert dialog.isVisible()
    finger.press("不保存")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    scene.settle()
    assert not [d for d in scene.window.findChildren(HandoverDialog) if d.isVisible()]


def test_the_office_passes_on_to_a_successor(scene: Scene, place: int) -> None:
    today = scene.office.today()
    scene.office.roster.end_tenure(scene.tenure(), today, "本人辞任")
    scene.show()
    dialog = scene.enter()
    sign(dialog, today)
    scene.press("办结", dialog)
    assert scene.rows() == [("赵琴", "办公室代管")]
    assert "等有了接任的人再转交" in scene.panel()
    scene.office.roster.create(Leader(0, "孙明"), place, today)
    scene.page.refresh(None)
    scene.settle()
    scene.press("转交接任人")
    dialog = scene.dialog()
    assert dialog.value().receiver == "孙明"
    sign(dialog, today)
    scene.press("办结", dialog)
    assert scene.rows() == [("赵琴", "已交接")]
    successor = next(r for r in scene.office.roster.rows() if r.name == "孙明")
    assert [c.matter for c in scene.office.commitments.of(successor.leader_id)] == ["清理楼道堆物"]


def test_somebody_in_office_can_prepare(
    scene: Scene, place: int, seen: "Seen", window: QWidget
) -> None:
    row = next(r for r in scene.office.roster.rows() if r.name == "赵琴")
    detail = scene.office.roster.get(row.leader_id)
    menu.hand_over(scene.bench, window, detail, row)
    assert seen.targets[-1] == Target("handover", row.tenure_id)
    scene.show(row.tenure_id)
    assert scene.rows() == [("赵琴", "在任")]
    scene.press("交接表", scene.view.panel)
    assert "清理楼道堆物" in scene.paper()
    menu.talk(scene.bench, window, detail, row)
    scene.settle()
    words = [w.text() for w in window.findChildren(QLabel) if w.isVisible()]
    assert "赵琴没有末位记录，不需要约谈。" in words


def test_leaving_the_office_leads_here(scene_of_tab: "RosterScene") -> None:
    tab = scene_of_tab
    tab.open_leader("王芳")
    tenure = tab.row("王芳").tenure_id
    tab.press("卸任", tab.tab.card)
    tab.write(reason="任期届满", ended_on=date(2026, 9, 30))
    tab.press("卸任", tab.tab.card)
    assert tab.seen.targets[-1] == Target("handover", tenure)
    tenure = tab.row("曾秀英").tenure_id
    tab.open_leader("曾秀英")
    tab.press("换人", tab.tab.card)
    tab.write(
        reason="本人辞任", ended_on=date(2026, 9, 30), started_on=date(2026, 10, 1), name="赵接班"
    )
    tab.press("换人", tab.tab.card)
    assert tab.seen.targets[-1] == Target("handover", tenure)


@pytest.fixture
def scene_of_tab(
    bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen", buildings: list[int]
) -> "RosterScene":
    from tests.ui.roster.conftest import Scene as RosterScene

    made = RosterScene(bench, window, qtbot, seen)
    made.start()
    return made
