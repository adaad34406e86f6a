"""全屏展示 through its window and a real office: what it says, how it turns, how it stops."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.services.scans import PORTRAIT
from ldz_desktop.ui.honours import screen as module
from ldz_desktop.ui.honours.screen import WallScreen, read_show
from ldz_desktop.ui.honours.screen_canvas import PAPER
from ldz_desktop.ui.kit.tasks import Progress

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench

Close = Callable[[str, dict[int, str]], None]
PHONE, ID_NUMBER = "13800138000", "511902196707260018"


@pytest.fixture
def buildings(office: Office) -> list[int]:
    places = [("兴新社区", "福锦苑", f"{n}栋") for n in range(1, 5)] + [
        ("东锦社区", "东锦苑", "1栋")
    ]
    ids = []
    for number, place in enumerate(places):
        building = office.households.add_place(*place).ids[0]
        leader = Leader(0, f"{'甲乙丙丁戊'[number]}楼长", phone=PHONE, id_number=ID_NUMBER)
        office.roster.create(leader, building, date(2020, 1, 1))
        ids.append(building)
    return ids


@pytest.fixture
def months(office: Office, buildings: list[int], close_month: Close, portrait: bytes) -> list[int]:
    """Two published months, the third closed only; the best leader has a blue portrait."""
    for month, grades in (("2026-08", "543-5"), ("2026-09", "543-5"), ("2026-10", "23455")):
        close_month(month, dict(zip(buildings, grades, strict=True)))
        if month != "2026-10":
            office.evaluation.publish(month, date(2026, 10, 20))
    office.scans.add_picture("leader", office.roster.leader_of(buildings[0]), PORTRAIT, portrait)
    return buildings


@pytest.fixture
def screen(bench: "Bench", months: list[int], qtbot: QtBot, dressed: QApplication) -> WallScreen:
    del months, dressed
    made = WallScreen(bench)
    qtbot.addWidget(made)
    made.begin(made.screen())
    qtbot.waitUntil(bench.tasks.idle)
    qtbot.waitUntil(made.isVisible)
    return made


def every_page(screen: WallScreen) -> list[list[str]]:
    found = []
    for _ in range(screen.page_count()):
        found.append(screen.words())
        screen.next()
    return found


def test_it_fills_the_screen_and_says_what_is_published(screen: WallScreen) -> None:
    assert screen.isFullScreen()
    assert screen.cursor().shape() == Qt.CursorShape.BlankCursor
    pages = every_page(screen)
    titles = [words[0] for words in pages]
    assert titles == [
        "东锦社区 · 流动红旗", "兴新社区 · 流动红旗", "2026年9月 · 各社区第一名",
        "2026年持旗最多的楼栋长", "连续持旗", "红旗楼栋得分走势",
    ]  # fmt: skip
    first = pages[1]
    assert {"福锦苑1栋", "甲楼长", "第 1 名 · 92.00 分", "连续持旗 2 个月\n累计 2 个月"} <= set(
        first
    )
    assert "所在楼栋连续 2 个月持有流动红旗。" in first
    assert "兴文街道办事处" in first


def test_nothing_on_it_is_private_or_from_too_few_sheets(screen: WallScreen) -> None:
    every = "\n".join(word for page in every_page(screen) for word in page)
    for private in (PHONE, ID_NUMBER, ID_NUMBER[-4:], "福锦苑4栋", "丁楼长", "2026年10月"):
        assert private not in every


def test_the_portrait_is_shown_and_a_surname_stands_for_the_other(screen: WallScreen) -> None:
    screen.next()
    QTest.qWait(module.FADE_MS + 300)
    image = screen.grab().toImage().scaled(QSize(960, 540))
    blue = sum(
        image.pixelColor(x, y).blue() > image.pixelColor(x, y).red() + 80
        for x in range(0, 960, 4)
        for y in range(0, 540, 4)
    )
    assert blue > 150


def test_arrows_turn_the_pages_and_escape_leaves(screen: WallScreen, qtbot: QtBot) -> None:
    QTest.keyClick(screen, Qt.Key.Key_Right)
    assert screen.page() == 1
    QTest.keyClick(screen, Qt.Key.Key_Left)
    QTest.keyClick(screen, Qt.Key.Key_Left)
    assert screen.page() == screen.page_count() - 1
    with qtbot.waitSignal(screen.left):
        QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert not screen.isVisible()


def test_a_click_leaves(screen: WallScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.left):
        QTest.mouseClick(screen, Qt.MouseButton.LeftButton)
    assert not screen.isVisible()


def test_pages_turn_by_themselves_with_a_soft_fade(screen: WallScreen, qtbot: QtBot) -> None:
    assert 15_000 <= module.PAGE_MS <= 20_000
    assert module.FADE_MS <= 1_000
    before = screen.grab().toImage()
    screen._turn.start(30)  # noqa: SLF001 - the clock is made to run
    qtbot.waitUntil(lambda: screen.page() == 1)
    screen._turn.stop()  # noqa: SLF001
    qtbot.wait(module.FADE_MS // 3)
    between = screen.grab().toImage()
    qtbot.wait(module.FADE_MS + 300)
    after = screen.grab().toImage()
    assert before not in (between, after)
    assert between != after  # a mixture of both, not yet the page


def test_it_pauses_when_it_is_not_seen(screen: WallScreen, qtbot: QtBot) -> None:
    assert screen.running()
    screen.showMinimized()
    qtbot.waitUntil(lambda: not screen.running())
    screen.showFullScreen()
    qtbot.waitUntil(screen.running)
    screen.hide()
    assert not screen.running()


def test_the_picture_moves_a_little_against_burning_in(
    screen: WallScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np

    monkeypatch.setattr(module, "FADE_MS", 1)

    def corner() -> tuple[int, int]:
        """The first pixel of the red bar beside the title."""
        image = screen.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
        left = pixels[:, : image.width() // 4].astype(int)
        y, x = np.argwhere(left[..., 0] - left[..., 1] > 100)[0]
        return int(x), int(y)

    places = set()
    for _ in range(2 * screen.page_count()):
        screen.next()
        qtbot.waitUntil(lambda: not screen._soften.isActive())  # noqa: SLF001 - the page stands
        places.add(corner())
    assert len(places) > 5
    assert max(x for x, _ in places) - min(x for x, _ in places) <= 24


def test_before_anything_is_published_it_says_so(
    bench: "Bench", buildings: list[int], close_month: Close, qtbot: QtBot,
    said: Callable[[], str],
) -> None:  # fmt: skip
    close_month("2026-09", dict(zip(buildings, "54325", strict=True)))
    made = WallScreen(bench)
    told: list[str] = []
    bench.notices.error = lambda error: told.append(error.title)  # type: ignore[method-assign]
    made.begin(made.screen())
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["还没有公示的月份"]
    del said


def test_it_reads_again_between_two_rounds(
    screen: WallScreen, office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.evaluation.publish("2026-10", date(2026, 11, 20))
    monkeypatch.setattr(module, "_AGAIN_S", -1.0)
    for _ in range(screen.page_count()):
        screen.next()
    qtbot.waitUntil(lambda: "荣誉墙 · 2026年10月" in screen.words())
    assert screen.page() == 0


def test_many_people_share_pages_evenly(office: Office, close_month: Close) -> None:
    found = {}
    for number in range(1, 8):
        community = f"第{number}社区"
        building = office.households.add_place(community, f"家园{number}", "1栋").ids[0]
        office.roster.create(Leader(0, f"楼长{number}"), building, date(2020, 1, 1))
        found[building] = "5"
    close_month("2026-09", found)
    office.evaluation.publish("2026-09", date(2026, 10, 20))
    shown = read_show(office, Progress.__new__(_Quiet))
    titles = [page.title for page in module.pages_of(shown)]
    assert titles.count("2026年9月 · 各社区第一名") == 3
    assert shown.trend is None  # one month is no trend
    assert PAPER.lightness() > 240


class _Quiet(Progress):
    """Reports to nobody."""

    def report(self, done: int, total: int, text: str = "") -> None:
        del done, total, text
