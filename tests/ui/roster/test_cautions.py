"""The section 末位 in a window, by keyboard: from the list to the decision, papers, lists, empty
states."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.cautions import DISMISS, Caution
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.cautions import PROPOSAL, TALK
from ldz_desktop.services.context import Office
from ldz_desktop.services.scans import SIGNED
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.form_dialog import FormDialog
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.kit.scan_dialog import ScanDialog
from ldz_desktop.ui.roster.cautions.page import CautionsPage
from ldz_desktop.ui.roster.cautions.rules_dialog import RulesDialog
from ldz_desktop.ui.roster.cautions.section import CautionSection

if TYPE_CHECKING:
    from ldz_desktop.ui.roster.cautions.cases_view import CasesView
    from tests.ui.conftest import FixedChooser, Seen

CloseMonth = Callable[[str, dict[int, str]], None]
DAY = date(2026, 11, 3)


@pytest.fixture
def buildings(office: Office) -> list[int]:
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    return ids


@pytest.fixture
def months(buildings: list[int], close_month: CloseMonth) -> Callable[..., None]:
    """months("543", "543"): closed months that end with 2026-10."""

    def run(*grades: str) -> None:
        for number, line in enumerate(grades, 11 - len(grades)):
            close_month(f"2026-{number:02d}", dict(zip(buildings, line, strict=True)))

    return run


class Scene:
    """The section in a window, refreshed by what it publishes."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self._published = bench.publish
        self.bench = replace(bench, publish=self._publish)
        self.window = window
        self._qtbot = qtbot
        self.went: list[str] = []
        self.page = CautionsPage(self.bench, self.went.append)
        self.page.setParent(window)
        self.page.resize(window.size())

    @property
    def office(self) -> Office:
        return self.bench.office

    @property
    def cases(self) -> "CasesView":
        return self.page.cases

    def show(self) -> "Scene":
        self.page.show()
        self.window.activateWindow()
        self.page.begin()
        self.settle()
        self.page.setFocus()
        return self

    def settle(self) -> None:
        self._qtbot.wait(60)
        self._qtbot.waitUntil(self.bench.tasks.idle, timeout=20_000)
        QApplication.processEvents()

    def rows(self) -> list[tuple[str, str]]:
        model = self.cases.model
        at = model.section("state")
        return [(r.leader, model.columns[at].text(r)) for r in model.records()]

    def panel(self) -> str:
        labels = self.cases.panel.findChildren(QLabel)
        return "\n".join(w.text() for w in labels if w.isVisible() and w.text())

    def press(self, caption: str, within: QWidget | None = None) -> None:
        for button in (within or self.window).findChildren(QPushButton):
            if button.isVisible() and button.text().partition("(&")[0] == caption:
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                self.settle()
                return
        raise AssertionError(caption)

    def enter(self) -> FormDialog:
        """Enter in the list opens the form of what is due."""
        QTest.keyClick(self.cases.table, Qt.Key.Key_Return)
        self.settle()
        return self.form()

    def form(self) -> FormDialog:
        found = [d for d in self.window.findChildren(FormDialog) if d.isVisible()]
        assert len(found) == 1
        return found[0]

    def write(self, **fields: object) -> None:
        form = self.form().form
        for key, value in fields.items():
            editor = form.editor(key)
            if isinstance(editor, PickEditor):
                editor.set_value(value)
            else:
                editor.set_value(value)  # type: ignore[attr-defined]

    def save(self) -> None:
        """Ctrl+S; notes are shown once, so a second one goes on."""
        dialog = self.form()
        QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def paper(self) -> str:
        """The text of the paper that is shown; it is closed."""
        (dialog,) = [d for d in self.window.findChildren(PaperDialog) if d.isVisible()]
        document = pypdfium2.PdfDocument(dialog._pdf)  # noqa: SLF001
        text = "".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        dialog.done(0)
        self.settle()
        return "".join(text.split())

    def _publish(self, change: Change) -> None:
        self._published(change)
        self.page.refresh(change)


@pytest.fixture
def scene(bench: Bench, window: QWidget, qtbot: QtBot) -> Scene:
    return Scene(bench, window, qtbot)


def talked(office: Office) -> None:
    tenure = office.cautions.due()[0].tenure_id
    office.cautions.take(
        replace(
            office.cautions.draft(tenure, TALK), done_on=DAY, done_by="王静", place="办公室",
            said="堆物", promised="每周巡楼", review_on=date(2027, 1, 3),
        )
    )  # fmt: skip


def proposed(office: Office) -> Caution:
    talked(office)
    (case,) = office.cautions.due()
    made = replace(office.cautions.draft(case.tenure_id, PROPOSAL), done_on=DAY, done_by="王静")
    office.cautions.take(made)
    (case,) = office.cautions.due()
    found = case.newest(PROPOSAL)
    assert found is not None
    return found.caution


def test_nothing_closed_and_nobody_last(
    scene: Scene, buildings: list[int], close_month: CloseMonth, said: Callable[[], str]
) -> None:
    scene.show()
    assert "还没有封存的月份" in said()
    close_month("2026-10", dict(zip(buildings, "555", strict=True)))
    scene.page.refresh(None)
    scene.settle()
    assert "没有人排在末位" in said()


def test_a_reminder_by_keyboard_and_back(scene: Scene, months: Callable[..., None]) -> None:
    months("543")
    scene.show()
    assert scene.rows() == [("陈彬", "待提醒")]
    assert "第 3（共 3）" in scene.panel()
    assert "按收回的表，名次大约" in scene.panel()
    assert scene.office.evaluation.month("2026-10").code in scene.panel()
    scene.enter()
    scene.write(done_by=None)
    scene.save()
    assert scene.form().form.problem_texts("done_by") == ("请填写由谁提醒",)
    scene.write(done_by="王静", way="电话", done_on=DAY)
    scene.save()
    assert scene.rows() == [("陈彬", "已提醒")]
    assert "王静，电话" in scene.panel()
    scene.press("撤销")
    assert scene.rows() == [("陈彬", "待提醒")]


def test_a_talk_its_papers_and_its_review(scene: Scene, months: Callable[..., None]) -> None:
    months("543", "543")
    scene.show()
    scene.press("空白约谈记录")
    blank = scene.paper()
    assert "陈彬" in blank
    assert "2026年9月、10月测评连续2个月排名末位。" in blank
    scene.enter()
    scene.write(
        done_on=DAY, place="社区办公室", done_by="王静", said="通知晚到", promised="当天送到",
        review_on=date(2026, 11, 20),
    )  # fmt: skip
    scene.save()
    assert "承诺：当天送到" in scene.panel()
    scene.press("打印", scene.cases.panel)
    assert "当天送到" in scene.paper()
    scene.enter()
    assert "约谈复查" in scene.form().windowTitle()
    scene.write(reviewed_on=date(2026, 11, 21), review_note="已兑现")
    scene.save()
    assert "2026年11月21日复查：已兑现" in scene.panel()
    assert scene.rows() == [("陈彬", "已约谈")]


def test_the_whole_way_to_a_dismissal(
    scene: Scene, months: Callable[..., None], seen: "Seen", buildings: list[int]
) -> None:
    months("543", "543", "543")
    talked(scene.office)
    scene.show()
    scene.enter()
    assert "提请研究" in scene.form().windowTitle()
    scene.write(done_on=DAY, done_by="王静")
    scene.save()
    assert "还没有公示" in "".join(scene.form().form.problem_texts("done_on"))  # a note, once
    scene.save()
    assert scene.rows()[0][1].startswith("待决定")
    scene.press("打印提请")
    paper = scene.paper()
    for month in ("2026-08", "2026-09", "2026-10"):
        code = scene.office.evaluation.month(month).code
        assert code is not None
        assert f"核验码{code}" in paper
    assert "附件3" in paper
    scene.enter()
    scene.save()
    assert scene.form().form.problem_texts("reason") == ("请写明理由，没有理由不能作出决定",)
    scene.write(
        decision=DISMISS, reason="没有改进", first_signer="王静", second_signer="王 静",
        signed_on=DAY, second_signed_on=DAY, ended_on=DAY,
    )  # fmt: skip
    scene.save()
    assert scene.form().form.problem_texts("second_signer") == ("两名签字人不能是同一个人",)
    scene.write(second_signer="李敏")
    scene.save()
    scene.save()  # the month's notice is still to come: said once
    assert scene.office.roster.rows()[2].leader_id == 0
    assert ("陈彬", "免去职务") in scene.rows()
    assert "接下来办离任交接，并开始推选" in scene.panel()
    scene.press("打印决定")
    assert "理由：没有改进" in scene.paper()
    scene.press("离任交接", scene.cases.panel)
    assert seen.targets[-1].kind == "handover"
    scene.press("开始推选")
    assert scene.went == ["selections"]
    assert any(s.running for s in scene.office.selections.of_building(buildings[2]))
    assert "推选正在进行" in scene.panel()


def test_keeping_asks_for_no_last_day(scene: Scene, months: Callable[..., None]) -> None:
    months("543", "543", "543")
    proposed(scene.office)
    scene.show()
    dialog = scene.enter()
    assert not dialog.form.editor("ended_on").isVisible()
    scene.write(decision=DISMISS)
    assert dialog.form.editor("ended_on").isVisible()
    scene.write(
        decision="继续留任", reason="生病住院", first_signer="王静", second_signer="李敏",
        signed_on=DAY, second_signed_on=DAY,
    )  # fmt: skip
    scene.save()
    scene.save()
    assert scene.rows() == [("陈彬", "继续留任")]
    assert scene.office.roster.rows()[2].name == "陈彬"


def test_scans_hang_on_the_signed_paper(
    scene: Scene, months: Callable[..., None], tmp_path: Path, chooser: "FixedChooser"
) -> None:
    months("543", "543")
    talked(scene.office)
    scene.show()
    picture = tmp_path / "扫描.png"
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(picture))
    scene.press("存签字件")
    (dialog,) = [d for d in scene.window.findChildren(ScanDialog) if d.isVisible()]
    chooser.answer = picture
    scene.press("添加", dialog)
    (case,) = scene.office.cautions.cases()
    found = case.newest(TALK)
    assert found is not None
    (scan,) = scene.office.scans.of("caution", found.caution.id)
    assert scan.kind == SIGNED
    scene.press("关闭", dialog)
    assert any(b.text() == "签字件 1" for b in scene.cases.panel.findChildren(QPushButton))


def test_void_steps_say_why(
    scene: Scene, months: Callable[..., None], said: Callable[[], str]
) -> None:
    months("534", "543")
    scene.show()
    assert scene.rows() == [("陈彬", "待提醒")]
    scene.cases.group.set_value("void")
    scene.settle()
    assert scene.rows() == [("徐杨", "已失效")]
    assert "提醒已失效：2026年10月名次为第 2，不是末位。" in scene.panel()
    scene.cases.group.set_value("late")
    scene.settle()
    assert "没有符合的" in said()
    scene.press("看全部")
    assert len(scene.rows()) == 2


def test_typing_finds_by_name_and_pinyin(scene: Scene, months: Callable[..., None]) -> None:
    months("534", "543")
    scene.show()
    scene.cases.group.set_value("all")
    scene.settle()
    QTest.keyClicks(scene.cases.table, "x")
    QTest.keyClicks(scene.cases.search, "y")
    QTest.keyClick(scene.cases.search, Qt.Key.Key_Return)
    scene.settle()
    assert scene.rows() == [("徐杨", "已失效")]
    assert scene.cases.table.hasFocus()


def test_lists_leave_on_paper_and_as_a_file(
    scene: Scene,
    months: Callable[..., None],
    tmp_path: Path,
    chooser: "FixedChooser",
    purpose: Callable[[str], None],
    qtbot: QtBot,
) -> None:
    months("543")
    scene.show()
    scene.press("打印")
    text = scene.paper()
    assert "末位处置台账" in text
    assert "陈彬" in text
    chooser.answer = tmp_path / "末位.csv"
    purpose("报街道")
    scene.press("导出")
    qtbot.waitUntil((tmp_path / "末位.csv").exists)
    scene.settle()
    assert "陈彬" in (tmp_path / "末位.csv").read_text("utf-8-sig")


def test_settings_of_the_section(
    scene: Scene, months: Callable[..., None], window: QWidget, qtbot: QtBot
) -> None:
    months("543")
    dialog = RulesDialog(7, window, one_signer=False)
    qtbot.addWidget(dialog)
    dialog.form.set_values({"days": None})
    dialog._accept()  # noqa: SLF001
    assert dialog.form.problem_texts("days") == ("请填写天数",)
    change = scene.office.cautions.set_rules(3, one_signer=True)
    assert change.what == "末位处置设置已保存"
    assert scene.office.cautions.rules() == (3, True)
    (case,) = scene.office.cautions.due()
    assert case.step is not None
    assert (case.step.deadline - case.step.since).days == 3


def test_a_target_leads_to_the_chain(scene: Scene, months: Callable[..., None]) -> None:
    months("534", "543")
    scene.show()
    tenure = next(r.tenure_id for r in scene.office.roster.rows() if r.name == "徐杨")
    assert scene.page.open(Target("caution", tenure))
    scene.settle()
    case = scene.cases.current()
    assert case is not None
    assert case.leader == "徐杨"
    assert not scene.page.open(Target("leader", 1))


def test_the_personal_record_lists_steps(
    scene: Scene, months: Callable[..., None], window: QWidget, seen: "Seen"
) -> None:
    months("543", "543")
    talked(scene.office)
    section = CautionSection(scene.bench)
    section.setParent(window)
    section.show()
    leader = scene.office.roster.rows()[2].leader_id
    section.show_leader(leader)
    scene.settle()
    found = [(e.what, e.state) for e in section.model.records()]
    assert ("约谈", "已办") in found
    section.table.opened.emit(section.model.records()[0].id)
    assert seen.targets[-1].kind == "caution"
    section.show_leader(scene.office.roster.rows()[0].leader_id)
    scene.settle()
    assert section.model.records() == []


def test_nothing_is_cut_off(scene: Scene, months: Callable[..., None]) -> None:
    months("543", "543")
    talked(scene.office)
    scene.show()
    assert scene.page.minimumSizeHint().width() <= 1366 - 32
    for words in scene.cases.panel.findChildren(QLabel):
        if words.isVisible() and not words.wordWrap():
            assert words.sizeHint().width() <= words.width() + 1, words.text()
