"""流动红旗 in a window: handed on, kept, decided, photographed, printed, taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.services.flags_records import Handing
from ldz_desktop.services.flags_views import OWNER
from ldz_desktop.ui.honours.flags.forms import BuildingTicks
from ldz_desktop.ui.honours.flags.page import FlagsPage
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.form_dialog import FormDialog
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.kit.scan_dialog import ScanDialog

if TYPE_CHECKING:
    from tests.ui.conftest import FixedChooser, Seen

CloseMonth = Callable[[str, dict[int, str]], None]
AUGUST, SEPTEMBER = "2026-08", "2026-09"


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Four buildings of one community."""
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3, 4)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬", "孙明"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    return ids


class Scene:
    """The page in a window, refreshed by what it publishes."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot) -> None:
        self._published = bench.publish
        self.bench = replace(bench, publish=self._publish)
        self.window = window
        self._qtbot = qtbot
        self.page = FlagsPage(self.bench, lambda folder: None)
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
    def office(self) -> Office:
        return self.bench.office

    def settle(self) -> None:
        self._qtbot.wait(60)
        self._qtbot.waitUntil(self.bench.tasks.idle, timeout=20_000)
        QApplication.processEvents()

    def view(self, key: str) -> None:
        self.page.show_view(key)
        self.settle()

    def moves(self) -> list[str]:
        """Flag, from, to and state, as the table shows them."""
        model = self.page.month.model
        keys = ("number", "origin", "place", "state")
        at = [model.section(key) for key in keys]
        return [
            " ".join(str(model.index(row, column).data()) for column in at)
            for row in range(model.rowCount())
        ]

    def press(self, caption: str, within: QWidget | None = None) -> None:
        for button in (within or self.window).findChildren(QPushButton):
            if button.isVisible() and button.text().partition("(&")[0] == caption:
                assert button.isEnabled(), caption
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                self.settle()
                return
        raise AssertionError(caption)

    def keys(self, widget: QWidget, key: Qt.Key) -> None:
        widget.setFocus()
        QTest.keyClick(widget, key)
        self.settle()

    def dialog(self) -> FormDialog:
        found = QApplication.activeModalWidget()
        assert isinstance(found, FormDialog)
        return found

    def texts(self) -> str:
        return "\n".join(w.text() for w in self.window.findChildren(QLabel) if w.isVisible())


@pytest.fixture
def scene(
    bench: Bench, window: QWidget, qtbot: QtBot, buildings: list[int], close_month: CloseMonth
) -> Scene:
    """August: 1栋, 2栋; September: 2栋, 3栋; two flags."""
    bench.office.flags.register_lacking()
    close_month(AUGUST, dict(zip(buildings, "5432", strict=True)))
    close_month(SEPTEMBER, dict(zip(buildings, "2543", strict=True)))
    return Scene(bench, window, qtbot)


def test_without_flags_it_leads_to_the_register(
    bench: Bench, window: QWidget, qtbot: QtBot, buildings: list[int]
) -> None:
    del buildings
    scene = Scene(bench, window, qtbot)
    assert "还没有要交接的红旗" in scene.texts()
    scene.press("去登记红旗")
    assert "还没有登记红旗" in scene.texts()
    scene.press("每社区登记两面，共 2 面")
    model = scene.page.register.model
    assert [x.flag.number for x in model.records()] == ["兴新1号", "兴新2号"]
    scene.press("撤销")
    assert model.records() == []
    scene.view("ledger")
    assert "还没有交接记录" in scene.texts()


def test_a_month_is_handed_on_by_keyboard_and_taken_back(scene: Scene) -> None:
    view = scene.page.month
    view.months.set_value(AUGUST)
    scene.settle()
    assert scene.moves() == ["兴新1号 办公室 福锦苑1栋 待交接", "兴新2号 办公室 福锦苑2栋 待交接"]
    scene.keys(view.table, Qt.Key.Key_Return)
    dialog = scene.dialog()
    assert dialog.form.values()["received_by"] == "赵琴"
    dialog.form.set_values({"from_on": date(2026, 9, 2)})
    dialog.submit()
    scene.settle()
    assert scene.moves()[0] == "兴新1号 办公室 福锦苑1栋 已交接"
    scene.press("全部登记")
    scene.dialog().form.set_values({"from_on": date(2026, 9, 2)})
    scene.dialog().submit()
    scene.settle()
    view.months.set_value(SEPTEMBER)
    scene.settle()
    assert scene.moves() == [
        "兴新1号 福锦苑1栋 福锦苑3栋 待交接", "兴新2号 福锦苑2栋 福锦苑2栋 待确认",
    ]  # fmt: skip
    view.table.select_id(view.model.records()[1].id)
    scene.press("登记")
    assert scene.moves()[1] == "兴新2号 福锦苑2栋 福锦苑2栋 未流动", "nobody asks for names"
    scene.keys(view.table, Qt.Key.Key_Delete)
    assert scene.moves()[1].endswith("待确认")
    scene.press("撤销")
    assert scene.moves()[1].endswith("未流动")


def test_what_is_wrong_stands_below_its_field(scene: Scene) -> None:
    view = scene.page.month
    view.months.set_value(AUGUST)
    scene.settle()
    scene.keys(view.table, Qt.Key.Key_Return)
    dialog = scene.dialog()
    dialog.form.set_values({"from_on": date(2026, 7, 31), "received_by": None})
    dialog.submit()
    scene.settle()
    assert dialog.form.problem_texts("from_on") == ("交接日期早于8月",)
    assert dialog.form.problem_texts("received_by") == ("请填写接收人",)
    dialog.done(0)
    assert scene.office.flags.ledger() == ()


def test_slips_of_the_month_and_the_list_are_printed(
    scene: Scene, tmp_path: Path, chooser: "FixedChooser"
) -> None:
    chooser.answer = tmp_path / "纸.pdf"
    scene.press("交接单")
    text = saved(chooser.answer)
    assert text.count("流动红旗交接单") == 2
    assert "福锦苑3栋" in text
    scene.press("打印")
    assert "2026年9月" in saved(chooser.answer)


def saved(path: Path) -> str:
    """The paper that is shown, saved and read back."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaperDialog)
    dialog.save()
    dialog.close()
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def test_photos_hang_on_the_hand_over(
    scene: Scene, portrait: bytes, tmp_path: Path, chooser: "FixedChooser"
) -> None:
    view = scene.page.month
    scene.press("全部登记")
    scene.dialog().submit()
    scene.settle()
    scene.keys(view.table, Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ScanDialog)
    chooser.answer = tmp_path / "交接.png"
    chooser.answer.write_bytes(portrait)
    scene.press("添加", dialog)
    line = view.model.records()[0]
    assert line.move.holding is not None
    (scan,) = scene.office.scans.of(OWNER, line.move.holding.id)
    assert scan.kind == "交接照片"
    dialog.accept()
    assert line.photos == 1
    scene.view("ledger")
    assert "1" in [
        scene.page.ledger.model.index(row, scene.page.ledger.model.section("photos")).data()
        for row in range(scene.page.ledger.model.rowCount())
    ]


def test_a_tie_is_decided_and_the_decision_taken_back(
    bench: Bench, window: QWidget, qtbot: QtBot, buildings: list[int], close_month: CloseMonth
) -> None:
    bench.office.flags.register_lacking()
    close_month(AUGUST, dict(zip(buildings, "5442", strict=True)))
    scene = Scene(bench, window, qtbot)
    assert "兴新社区：福锦苑2栋、福锦苑3栋 并列，还有 1 面红旗待研究决定。" in scene.texts()
    assert scene.moves()[1] == "兴新2号 办公室 — 无楼栋"
    scene.press("登记决定 …")
    dialog = scene.dialog()
    dialog.submit()
    scene.settle()
    assert dialog.form.problem_texts("reason") == ("请写明理由：没有理由的决定不能答复人",)
    ticks = dialog.form.editor("buildings")
    assert isinstance(ticks, BuildingTicks)
    ticks.boxes[buildings[2]].click()
    dialog.form.set_values(
        {"buildings": ticks.value(), "decided_by": "社区党委会议", "reason": "调解纠纷较多"}
    )
    dialog.submit()
    scene.settle()
    assert "决定归福锦苑3栋。理由：调解纠纷较多" in scene.texts()
    assert scene.moves()[1] == "兴新2号 办公室 福锦苑3栋 待交接"
    scene.press("撤销决定")
    assert "待研究决定" in scene.texts()


def test_the_ledger_by_flag_and_by_building(scene: Scene) -> None:
    on = date(2026, 10, 9)
    hand_all(scene.office, AUGUST, date(2026, 9, 2))
    hand_all(scene.office, SEPTEMBER, on)
    scene.view("ledger")
    view = scene.page.ledger
    assert len(view.model.records()) == 3
    assert "3 段 · 持旗 4 个月次" in scene.texts()
    view.flag.set_value("兴新1号")
    assert [x.place for x in view.model.records()] == ["福锦苑3栋", "福锦苑1栋"]
    view.clear_filters()
    view.building.set_value(str(view.model.records()[0].run.building_id))
    assert len(view.model.records()) == 1
    view.search.setText("没有")
    view.search.search_now()
    assert "没有符合的" in scene.texts()
    scene.press("看全部")
    assert len(view.model.records()) == 3


def hand_all(office: Office, month: str, on: date) -> None:
    office.flags.hand_over(
        month,
        [
            Handing(x.move.flag_id, x.move.to_building, on, x.giver or None, x.taker)
            for x in office.flags.month(month).moves
        ],
    )


def test_a_list_is_exported_with_its_purpose(
    scene: Scene, tmp_path: Path, chooser: "FixedChooser", purpose: Callable[[str], None]
) -> None:
    hand_all(scene.office, AUGUST, date(2026, 9, 2))
    scene.view("ledger")
    chooser.answer = tmp_path / "台账.csv"

    purpose("报街道备案")
    scene.press("导出")
    text = chooser.answer.read_text("utf-8-sig")
    assert "兴新1号" in text
    assert "福锦苑1栋" in text


def test_flags_are_registered_corrected_retired(scene: Scene) -> None:
    scene.view("register")
    view = scene.page.register
    QTest.keyClick(view.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    scene.settle()
    dialog = scene.dialog()
    dialog.form.set_values({"number": "兴新1号", "scope": "兴新社区"})
    dialog.submit()
    scene.settle()
    assert dialog.form.problem_texts("number") == ("这个编号已经有了，一面旗一个编号",)
    dialog.form.set_values({"number": "备用旗"})
    dialog.submit()
    scene.settle()
    spare = next(x for x in view.model.records() if x.flag.number == "备用旗")
    view.table.select_id(spare.id)
    scene.press("停用")
    scene.dialog().form.set_values({"note": "旗面破损"})
    scene.dialog().submit()
    scene.settle()
    assert [x.flag.note for x in view.model.records() if x.flag.retired_on] == ["旗面破损"]
    view.table.select_id(spare.id)
    scene.keys(view.table, Qt.Key.Key_Delete)
    assert len(view.model.records()) == 2


def test_a_month_is_opened_by_a_target_and_leads_to_its_ranking(scene: Scene, seen: "Seen") -> None:
    assert scene.page.open(Target("flags", month=AUGUST))
    scene.settle()
    assert scene.page.month.months.value() == AUGUST
    assert not scene.page.open(Target("leader", 1))
    scene.page.month.to_month()
    assert seen.targets == [Target("month", month=AUGUST)]
