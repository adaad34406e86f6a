"""The honour wall through real widgets and a real office."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.honours import HonouredLeader
from ldz_desktop.services.scans import PORTRAIT
from ldz_desktop.ui.honours import FEATURE
from ldz_desktop.ui.honours.flag_card import FlagCard, UndecidedCard
from ldz_desktop.ui.honours.leaders import placed
from ldz_desktop.ui.honours.pennant import Pennant
from ldz_desktop.ui.honours.screen import WallScreen
from ldz_desktop.ui.honours.tab import HonoursTab
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.kit.record_table import RecordTable

if TYPE_CHECKING:
    from tests.ui.conftest import FixedChooser, Seen

GRADES = {"5": "5" * 8, "4": "4" * 8, "3": "3" * 8, "2": "2" * 8}


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Two communities with four and three buildings."""
    places = [("兴新社区", "福锦苑", f"{n}栋") for n in range(1, 5)]
    places += [("东锦社区", "东锦苑", f"{n}栋") for n in range(1, 4)]
    ids = []
    for number, place in enumerate(places):
        building = office.households.add_place(*place).ids[0]
        leader = Leader(0, f"楼长{'甲乙丙丁戊己庚'[number]}")
        office.roster.create(leader, building, date(2020, 1, 1))
        ids.append(building)
    return ids


def close_month(office: Office, month: str, buildings: list[int], grades: str) -> None:
    """A month in which all sheets of a building say one grade."""
    office.evaluation.open_month(month)
    for building, grade in zip(buildings, grades, strict=True):
        draft = Draft(Header(10, 6, 6, 0, 0), (GRADES[grade],) * 6)
        office.evaluation.save_draft(month, building, draft)
        office.evaluation.commit_draft(month, building)
        office.evaluation.save_stars(month, building, {1: "444"})
    office.evaluation.close(month)


class Scene:
    """The wall in a window."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self._tasks = bench.tasks
        self._qtbot = qtbot
        made = FEATURE.make(bench)
        assert isinstance(made, HonoursTab)
        self.tab = made
        QVBoxLayout(window).addWidget(made.widget)
        self.window = window
        self.tab.refresh(None)
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(self._tasks.idle, timeout=30_000)
        QApplication.processEvents()  # widgets put into a layout are shown by a queued call

    def flags(self) -> list[str]:
        """What stands below each pennant, in the order they hang."""
        cards = [w for w in self.window.findChildren(FlagCard) if w.isVisible()]
        return ["|".join(w.text() for w in card.findChildren(QLabel)) for card in cards]

    def press(self, caption: str) -> None:
        for button in self.window.findChildren(QPushButton):
            if button.isVisible() and button.text().partition("(&")[0] == caption:
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                self.settle()
                return
        raise AssertionError(caption)

    def numbers(self) -> RecordTable:
        """The trend's table."""
        tables = self.tab.trend.chart.findChildren(RecordTable)
        return next(t for t in tables if t.isVisible())


@pytest.fixture
def scene(bench: Bench, window: QWidget, qtbot: QtBot, buildings: list[int]) -> Scene:
    """Two closed months: 福锦苑2栋 keeps its flag, 1栋 hands its flag to 3栋."""
    close_month(bench.office, "2026-08", buildings, "5432" + "543")
    close_month(bench.office, "2026-09", buildings, "2543" + "543")
    return Scene(bench, window, qtbot)


def test_before_the_first_closed_month_it_says_what_to_do(
    bench: Bench, window: QWidget, qtbot: QtBot, buildings: list[int], seen: "Seen"
) -> None:
    bench.office.evaluation.open_month("2026-10")
    scene = Scene(bench, window, qtbot)
    texts = [w.text() for w in window.findChildren(QLabel) if w.isVisible()]
    assert "还没有封存的月份" in texts
    assert not scene.flags()
    scene.press("去测评")
    assert seen.targets == [Target("month")]
    close_month(bench.office, "2026-11", buildings, "5432543")
    scene.tab.refresh(Change.of("evaluation", what="已封月"))
    scene.settle()
    assert len(scene.flags()) == 4


def test_flag_holders_of_the_newest_month(scene: Scene) -> None:
    assert scene.flags() == [
        "东锦苑1栋|楼长戊 · 92.00 分|累计持旗 2 个月 · 连续 2 个月|红旗留在本楼",
        "东锦苑2栋|楼长己 · 80.00 分|累计持旗 2 个月 · 连续 2 个月|红旗留在本楼",
        "福锦苑2栋|楼长乙 · 92.00 分|累计持旗 2 个月 · 连续 2 个月|红旗留在本楼",
        "福锦苑3栋|楼长丙 · 80.00 分|累计持旗 1 个月|接自 福锦苑1栋",
    ]


def test_another_month_shows_who_held_the_flags_then(scene: Scene) -> None:
    scene.tab.month.set_value("2026-08")
    scene.settle()
    assert [text.split("|")[0] for text in scene.flags()] == [
        "东锦苑1栋", "东锦苑2栋", "福锦苑1栋", "福锦苑2栋",
    ]  # fmt: skip
    assert all("累计持旗 1 个月" in text for text in scene.flags())


def test_a_tie_that_waits_for_a_decision_is_named(
    bench: Bench, window: QWidget, qtbot: QtBot, buildings: list[int]
) -> None:
    close_month(bench.office, "2026-09", buildings, "5443" + "543")
    scene = Scene(bench, window, qtbot)
    assert [text.split("|")[0] for text in scene.flags()] == [
        "东锦苑1栋", "东锦苑2栋", "福锦苑1栋",
    ]  # fmt: skip
    waiting = [w for w in window.findChildren(UndecidedCard) if w.isVisible()]
    assert len(waiting) == 1
    assert "福锦苑2栋、福锦苑3栋" in [w.text() for w in waiting[0].findChildren(QLabel)]


def test_leaders_stand_by_months_with_the_flag(scene: Scene) -> None:
    model = scene.tab.leaders.model
    names = [p.leader.leader for p in model.records()]
    flags = [p.leader.months_flagged for p in model.records()]
    assert flags == sorted(flags, reverse=True)
    assert set(names[:3]) == {"楼长乙", "楼长戊", "楼长己"}
    first = model.records()[0].leader
    assert first.sentence == "参加排名 2 个月，持流动红旗 2 个月。"


def test_equal_leaders_share_a_place() -> None:
    def leader(name: str, flags: int, average: str) -> HonouredLeader:
        return HonouredLeader(name, "", 0, "", flags, 5, 1, Decimal(average), 0, "")

    one, two, three = leader("甲", 3, "90.00"), leader("乙", 3, "90.00"), leader("丙", 3, "89.00")
    assert [p.place for p in placed([one, two, three])] == [1, 1, 3]


def test_the_numbers_behind_the_chart_are_one_click_away(scene: Scene) -> None:
    scene.tab.trend.community.set_value("兴新社区")
    scene.settle()
    scene.press("看数字")
    model = scene.numbers().model()
    heads = [
        str(model.headerData(i, Qt.Orientation.Horizontal)) for i in range(model.columnCount())
    ]
    assert heads[0] == "月份"
    column = heads.index("福锦苑\n2栋")
    assert [model.index(r, 0).data() for r in range(model.rowCount())] == ["2026年8月", "2026年9月"]
    assert [model.index(r, column).data() for r in range(model.rowCount())] == ["80.00", "92.00"]
    scene.press("看图")
    assert not scene.tab.trend.chart.showing_numbers()


def test_the_chart_is_drawn_and_saved_as_a_picture(
    scene: Scene, qtbot: QtBot, chooser: "FixedChooser", tmp_path: Path
) -> None:
    qtbot.waitUntil(scene.tab.trend.chart.has_picture, timeout=30_000)
    chooser.answer = tmp_path / "走势.png"
    scene.press("存图")
    image = QImage(str(chooser.answer))
    assert image.width() > 1000
    colors = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(image.height())
    }
    assert "#c8161d" in colors


def test_the_wall_is_printed_as_a_list(
    scene: Scene, qtbot: QtBot, chooser: "FixedChooser", tmp_path: Path
) -> None:
    chooser.answer = tmp_path / "荣誉榜.pdf"
    scene.press("打印")
    dialog = QApplication.activeModalWidget() or scene.tab.widget.findChild(PaperDialog)
    assert isinstance(dialog, PaperDialog)
    qtbot.addWidget(dialog)
    dialog.save()
    dialog.close()
    document = pypdfium2.PdfDocument(chooser.answer)
    text = document[0].get_textpage().get_text_range().replace(" ", "")
    document.close()
    assert "2026年9月荣誉榜" in text
    for words in ("福锦苑3栋", "楼长丙", "接自福锦苑1栋", "持流动红旗2个月", "制表人"):
        assert words in text


def test_panels_stand_below_each_other_where_it_is_narrow(scene: Scene, qtbot: QtBot) -> None:
    wide = scene.tab.leaders.pos().y() == scene.tab.trend.pos().y()
    assert wide
    scene.window.resize(900, 768)
    qtbot.waitUntil(lambda: scene.tab.trend.pos().y() > scene.tab.leaders.pos().y())


def test_a_pennant_is_red(dressed: QApplication, qtbot: QtBot) -> None:
    del dressed
    pennant = Pennant(120)
    qtbot.addWidget(pennant)
    pennant.show()
    image = pennant.grab().toImage()
    cloth = image.pixelColor(image.width() // 4, image.height() // 3)
    red = theme.color("red")
    assert abs(cloth.red() - red.red()) + abs(cloth.green() - red.green()) < 12


def test_the_wall_has_sections_for_flags_and_awards(scene: Scene) -> None:
    assert FEATURE.targets == {"flags", "awards"}
    assert not scene.tab.open(Target("leader", 1))
    assert list(scene.tab.sections.buttons) == ["wall", "flags", "awards"]
    assert scene.tab.open(Target("flags", month="2026-08"))
    scene.settle()
    assert scene.tab.sections.current == "flags"
    assert scene.tab.may_close()
    scene.press("荣誉墙")
    assert scene.flags(), "the wall itself is the home"


def poster_action(scene: Scene, words: str) -> QAction:
    menu = scene.tab.public.poster_button.menu()
    return next(a for a in menu.actions() if a.text().startswith(words))


def test_the_poster_of_a_published_month(
    scene: Scene, bench: Bench, qtbot: QtBot, chooser: "FixedChooser", tmp_path: Path
) -> None:
    bench.office.evaluation.publish("2026-09", date(2026, 10, 20))
    poster_action(scene, "A2").trigger()
    scene.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaperDialog)
    qtbot.addWidget(dialog)
    chooser.answer = tmp_path / "荣誉榜.pdf"
    dialog.save()
    dialog.close()
    document = pypdfium2.PdfDocument(chooser.answer)
    text = "".join(document[0].get_textpage().get_text_range().split())
    wide = document[0].get_width()
    document.close()
    assert round(wide) == 1191
    assert "楼长丙" in text
    assert "2026年9月" in text
    chooser.answer = tmp_path / "荣誉榜.png"
    poster_action(scene, "存为图片").trigger()
    scene.settle()
    image = QImage(str(chooser.answer))
    assert (image.width(), image.height()) == (2339, 3308)  # A3 at 200 dots an inch


def test_what_is_not_published_does_not_leave_the_office(
    scene: Scene, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(bench.notices, "error", lambda error: told.append(error.title))
    poster_action(scene, "A3").trigger()
    scene.settle()
    QTest.keyClick(scene.window, Qt.Key.Key_F11)
    scene.settle()
    assert told == ["还没有公示的月份", "还没有公示的月份"]
    assert scene.tab.public.screen is None


def test_the_screen_opens_with_f11_and_closes_with_escape(
    scene: Scene, bench: Bench, qtbot: QtBot
) -> None:
    bench.office.evaluation.publish("2026-09", date(2026, 10, 20))
    scene.window.activateWindow()
    QTest.keyClick(scene.window, Qt.Key.Key_F11)
    scene.settle()
    screen = scene.tab.public.screen
    assert screen is not None
    qtbot.waitUntil(screen.isFullScreen)
    assert "福锦苑3栋" in "".join(word for _ in range(4) for word in _turn(screen))
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert scene.tab.public.screen is None


def _turn(screen: WallScreen) -> list[str]:
    words = screen.words()
    screen.next()
    return words


def test_a_card_shows_the_portrait(
    bench: Bench, window: QWidget, qtbot: QtBot, buildings: list[int], portrait: bytes
) -> None:
    office = bench.office
    close_month(office, "2026-09", buildings, "5432543")
    office.scans.add_picture("leader", office.roster.leader_of(buildings[0]), PORTRAIT, portrait)
    scene = Scene(bench, window, qtbot)
    faces = [w.accessibleName() for w in window.findChildren(QWidget)]
    assert "楼长甲的照片" in faces
    assert "楼长乙" in faces
    assert scene.flags()
