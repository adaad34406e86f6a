"""年度表彰 in a window: candidates, votes, certificates, the notice, taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office
from ldz_desktop.ui.honours.awards.page import AwardsPage
from ldz_desktop.ui.honours.awards.view import AwardView
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.form_dialog import FormDialog
from ldz_desktop.ui.kit.paper_view import PaperDialog

if TYPE_CHECKING:
    from tests.ui.conftest import FixedChooser, Seen

DAY = date(2026, 1, 9)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """In January 2026, with three buildings."""
    moment = datetime(2026, 1, 12, 9, 0).astimezone()
    opened, _ = create_office(
        tmp_path / "office", "兴文街道办事处", "李敏", "测试口令-2026", clock=lambda: moment
    )
    for number, name in ((1, "赵琴"), (2, "徐杨"), (3, "陈彬")):
        place = opened.households.add_place("兴新社区", "福锦苑", f"{number}栋").ids[0]
        opened.roster.create(Leader(0, name), place, date(2021, 1, 1))
    yield opened
    opened.close()


def close_months(office: Office, months: int) -> None:
    """Of 2025: 1栋 best, 3栋 last."""
    buildings = [b.id for b in office.households.buildings()]
    for number in range(1, months + 1):
        month = f"2025-{number:02d}"
        office.evaluation.open_month(month)
        for building, grade in zip(buildings, "543", strict=True):
            draft = Draft(Header(10, 6, 6, 0, 0), (grade * 8,) * 6)
            office.evaluation.save_draft(month, building, draft)
            office.evaluation.commit_draft(month, building)
            office.evaluation.save_stars(month, building, {1: "444"})
        office.evaluation.close(month)


class Scene:
    """The page in a window, refreshed by what it publishes."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self._published = bench.publish
        self.bench = replace(bench, publish=self._publish)
        self.window = window
        self._qtbot = qtbot
        self.page = AwardsPage(self.bench, lambda folder: None)
        self.page.setParent(window)
        self.page.resize(window.size())
        self.page.show()
        window.activateWindow()
        self.page.begin()
        self.settle()

    def _publish(self, change: Change) -> None:
        self._published(change)
        self.page.refresh(change)

    @property
    def view(self) -> AwardView:
        return next(v for v in self.page.views.values() if v.isVisible())

    def settle(self) -> None:
        self._qtbot.wait(60)
        self._qtbot.waitUntil(self.bench.tasks.idle, timeout=20_000)
        QApplication.processEvents()

    def rows(self) -> list[str]:
        """Place, name, mean, state and vote, as the table shows them."""
        model = self.view.model
        at = [model.section(key) for key in ("place", "name", "mean", "state", "vote")]
        return [
            " ".join(str(model.index(row, column).data()) for column in at).strip()
            for row in range(model.rowCount())
        ]

    def button(self, caption: str) -> QPushButton:
        return next(
            b for b in self.window.findChildren(QPushButton)
            if b.isVisible() and b.text().partition("(&")[0] == caption
        )  # fmt: skip

    def press(self, caption: str) -> None:
        found = self.button(caption)
        assert found.isEnabled(), caption
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        self.settle()

    def keys(self, key: Qt.Key) -> None:
        self.view.table.setFocus()
        QTest.keyClick(self.view.table, key)
        self.settle()

    def dialog(self) -> FormDialog:
        found = QApplication.activeModalWidget()
        assert isinstance(found, FormDialog)
        return found

    def vote(self, *votes: int, **values: object) -> FormDialog:
        """Fill the form that is open, in the order of the candidates, and press 登记."""
        dialog = self.dialog()
        keys = [key for key in dialog.form.values() if key.startswith("votes_")]
        given = dict(zip(keys, votes, strict=True))
        meeting = {"voters": 11, "decided_on": DAY, "chaired_by": "王静"}
        dialog.form.set_values({**meeting, **given, **values})
        dialog.submit()
        self.settle()
        return dialog

    def texts(self) -> str:
        return "\n".join(w.text() for w in self.window.findChildren(QLabel) if w.isVisible())


@pytest.fixture
def scene(bench: Bench, window: QWidget, qtbot: QtBot) -> Scene:
    close_months(bench.office, 12)
    return Scene(bench, window, qtbot)


def test_before_the_first_closed_month(bench: Bench, window: QWidget, qtbot: QtBot) -> None:
    scene = Scene(bench, window, qtbot)
    assert "还没有封存的月份" in scene.texts()
    assert not scene.button("登记表决").isEnabled()


def test_a_year_that_is_not_over_only_proposes(bench: Bench, window: QWidget, qtbot: QtBot) -> None:
    close_months(bench.office, 10)
    scene = Scene(bench, window, qtbot)
    assert scene.rows()[0] == "1 福锦苑1栋 92.00 待表决"
    assert "2025年已封存 10 个月，还差 2 个月" in scene.texts()
    assert not scene.button("登记表决").isEnabled()
    scene.keys(Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is None


def test_voted_on_by_keyboard_granted_and_taken_back(scene: Scene) -> None:
    assert scene.rows() == [
        "1 福锦苑1栋 92.00 待表决", "2 福锦苑2栋 80.00 待表决", "3 福锦苑3栋 68.00 待表决",
    ]  # fmt: skip
    assert "12 个月参加排名，平均 92.00 分，持流动红旗 12 个月，末位 0 个月。" in scene.texts()
    scene.keys(Qt.Key.Key_Return)
    scene.vote(9)
    assert scene.rows()[0] == "1 福锦苑1栋 92.00 已授予 9/11 票"
    assert "2026年1月9日王静主持表决，11 人参加，9 票赞成" in scene.texts()
    scene.press("撤销")
    assert scene.rows()[0] == "1 福锦苑1栋 92.00 待表决"


def test_several_at_once_and_a_refusal(scene: Scene) -> None:
    scene.view.select([x.id for x in scene.view.model.records()[:2]])
    scene.press("登记表决")
    scene.vote(10, 8)
    scene.view.select([scene.view.model.records()[2].id])
    scene.press("登记表决")
    assert scene.dialog().form.values()["voters"] == 11, "the same meeting is proposed again"
    scene.vote(3, granted="no")
    assert [r.split()[3] for r in scene.rows()] == ["已授予", "已授予", "未通过"]


def test_more_votes_than_voters_stand_below_the_candidate(scene: Scene) -> None:
    scene.keys(Qt.Key.Key_Return)
    dialog = scene.vote(12)
    (key,) = [k for k in dialog.form.values() if k.startswith("votes_")]
    assert dialog.form.problem_texts(key) == ("赞成 12 票，多于参加表决的 11 人",)
    scene.vote(5)
    assert dialog.form.problem_texts(key) == ("赞成票没有超过半数，不能授予",)
    scene.vote(9, voters=None, chaired_by=None)
    assert dialog.form.problem_texts("voters") == ("请填写参加表决的人数：没有表决不能授予",)
    assert dialog.form.problem_texts("chaired_by") == ("请填写主持人",)
    dialog.done(0)
    assert not scene.bench.office.awards.year().granted("building")


def test_certificates_of_leaders_are_printed(
    scene: Scene, tmp_path: Path, chooser: "FixedChooser"
) -> None:
    scene.press("优秀楼栋长")
    assert not scene.button("证书").isEnabled()
    scene.keys(Qt.Key.Key_Return)
    scene.vote(11)
    scene.press("证书")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaperDialog)
    chooser.answer = tmp_path / "证书.pdf"
    dialog.save()
    dialog.close()
    pdf = pypdfium2.PdfDocument(chooser.answer)
    text = pdf[0].get_textpage().get_text_range()
    pages = len(pdf)
    pdf.close()
    assert pages == 1
    for part in ("赵琴", "2025年度优秀楼栋长", "优秀楼长〔2025〕001号"):
        assert part in text


def test_the_notice_is_drafted_and_then_looked_at(scene: Scene, seen: "Seen") -> None:
    assert not scene.button("拟公示").isEnabled()
    scene.keys(Qt.Key.Key_Return)
    scene.vote(9)
    scene.press("拟公示")
    assert "公示：拟稿。" in scene.texts()
    scene.press("看公示")
    (posting,) = scene.bench.office.postings.of("award:2025")
    assert seen.targets == [Target("posting", posting.id)]


def test_cancelled_with_a_reason_deleted_with_a_key(scene: Scene) -> None:
    scene.keys(Qt.Key.Key_Return)
    scene.vote(9)
    scene.view.cancel()
    scene.settle()
    dialog = scene.dialog()
    dialog.submit()
    scene.settle()
    assert dialog.form.problem_texts("reason") == ("请写明理由",)
    dialog.form.set_values({"reason": "事迹不实"})
    dialog.submit()
    scene.settle()
    assert scene.rows()[0] == "1 福锦苑1栋 92.00 已取消 9/11 票"
    assert "取消：事迹不实" in scene.texts()
    scene.keys(Qt.Key.Key_Delete)
    assert scene.rows()[0] == "1 福锦苑1栋 92.00 待表决"


def test_the_months_a_candidate_needs_are_set(scene: Scene) -> None:
    scene.view.forms.minimum(9)
    scene.settle()
    dialog = scene.dialog()
    dialog.form.set_values({"months": 12})
    dialog.submit()
    scene.settle()
    assert "参加排名少于 12 个月的不列名次" in scene.texts()


def test_a_year_is_opened_by_a_target(scene: Scene) -> None:
    assert scene.page.open(Target("awards", month="2025"))
    assert not scene.page.open(Target("flags"))
    scene.settle()
    assert scene.view.years.value() == 2025
