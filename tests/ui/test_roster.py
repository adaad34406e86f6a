"""The roster tab through real widgets and a real office."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.roster import FEATURE
from ldz_desktop.ui.roster.columns import VACANT
from ldz_desktop.ui.roster.export_dialog import ExportDialog
from ldz_desktop.ui.roster.tab import RosterTab

if TYPE_CHECKING:
    from tests.ui.conftest import Finger, FixedChooser, Seen

ZHANG = Leader(0, "张建国", "1", "511902196707260018", None, "01", "60", "13900010001", "热心")
PEOPLE = (
    ZHANG,
    Leader(0, "曾秀英", "2", None, date(1970, 5, 6), "13", "30", "13900010002"),
    Leader(0, "王芳", "2", None, None, "13", "70", None),
)


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Four buildings of two communities; the last one has no leader."""
    places = (
        ("兴新社区", "福锦苑", "1栋"),
        ("兴新社区", "福锦苑", "2栋"),
        ("东锦社区", "东锦苑", "10栋"),
        ("东锦社区", "东锦苑", "9栋"),
    )
    ids = [office.households.add_place(*place).ids[0] for place in places]
    for leader, building in zip(PEOPLE, ids[:3], strict=True):
        office.roster.create(leader, building, date(2020, 3, 1))
    return ids


def close_month(office: Office, month: str, buildings: list[int], grades: str) -> None:
    """One month in which every building's sheets all say one grade."""
    office.evaluation.open_month(month)
    for building, grade in zip(buildings, grades, strict=True):
        header = Header(10, 6, 6, 0, 0)
        office.evaluation.save_draft(month, building, Draft(header, (grade * 8,) * 6))
        office.evaluation.commit_draft(month, building)
        office.evaluation.save_stars(month, building, {"党支部": "444"})
    office.evaluation.close(month)


class Scene:
    """The tab in a window, refreshed by what it publishes, and what a person does with it."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen") -> None:
        self.office = bench.office
        self.seen = seen
        self._qtbot = qtbot
        self._tasks = bench.tasks
        self._window = window

        def publish(change: object) -> None:
            seen.changes.append(change)  # type: ignore[arg-type]
            self.tab.refresh(seen.changes[-1])

        made = FEATURE.make(replace(bench, publish=publish))
        assert isinstance(made, RosterTab)
        self.tab = made
        layout = QVBoxLayout(window)
        layout.addWidget(made.widget)

    def start(self) -> None:
        self.tab.refresh(None)
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(self._tasks.idle, timeout=20_000)
        QApplication.processEvents()  # widgets put into a layout are shown by a queued call

    def names(self) -> list[str]:
        """The list, from top to bottom."""
        return [row.name or VACANT for row in self.tab.list.model.records()]

    def card(self) -> str:
        """Every word on the card."""
        labels = self.tab.card.findChildren(QLabel)
        return "\n".join(w.text() for w in labels if w.isVisible() and w.text())

    def press(self, caption: str, within: QWidget | None = None) -> None:
        """Press a button by its caption."""
        for button in (within or self._window).findChildren(QPushButton):
            if button.isVisible() and button.text().partition("(&")[0] == caption:
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                self.settle()
                return
        raise AssertionError(caption)

    def write(self, **fields: object) -> None:
        """Fill fields of the card's form."""
        form = self.tab.card.form
        assert form is not None
        for key, value in fields.items():
            editor = form.form.editor(key)
            if isinstance(value, str) and hasattr(editor, "setText"):
                editor.setText(value)
            else:
                editor.set_value(value)  # type: ignore[attr-defined]

    def faults(self, field: str) -> tuple[str, ...]:
        form = self.tab.card.form
        assert form is not None
        return form.form.problem_texts(field)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.tab.list.table, key)
        self.settle()


@pytest.fixture
def scene(bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen", buildings: list[int]) -> Scene:
    del buildings
    made = Scene(bench, window, qtbot, seen)
    made.start()
    return made


def tile_texts(scene: Scene) -> list[str]:
    return [tile.accessibleName() for tile in scene.tab.list.figures.tiles.values()]


# -- list --------------------------------------------------------------------------------------


def test_figures_and_list_say_the_same(scene: Scene) -> None:
    assert tile_texts(scene) == [
        "3 名楼栋长",
        "1 名党员",
        "67 % 高中及以上",
        "1 个空缺",
        "0 名上月末位",
    ]
    assert sorted(scene.names()) == sorted(["张建国", "曾秀英", "王芳", VACANT])
    shown = scene.tab.list.model
    phones = [shown.index(r, shown.section("phone")).data() for r in range(shown.rowCount())]
    assert "139****0001" in phones
    assert not any("13900010001" in phone for phone in phones)


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("leaders", {"张建国", "曾秀英", "王芳"}),
        ("party", {"张建国"}),
        ("schooling", {"张建国", "曾秀英"}),
        ("vacant", {VACANT}),
        ("last", set()),
    ],
)
def test_a_figure_narrows_the_list(scene: Scene, group: str, names: set[str]) -> None:
    tile = scene.tab.list.figures.tiles[group]  # type: ignore[index]
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert set(scene.names()) == names
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert len(scene.names()) == 4


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("建国", {"张建国"}),
        ("zjg", {"张建国"}),
        ("zengxiu", {"曾秀英"}),
        ("010001", {"张建国"}),
        ("福锦苑 2", {"曾秀英"}),
        ("东锦", {"王芳", VACANT}),
        ("没有这个人", set()),
    ],
)
def test_words_narrow_the_list(scene: Scene, typed: str, names: set[str]) -> None:
    scene.tab.list.search.setText(typed)
    QTest.keyClick(scene.tab.list.search, Qt.Key.Key_Return)
    scene.tab.list.search.search_now()
    assert set(scene.names()) == names


def test_nothing_found_offers_everything_again(scene: Scene) -> None:
    scene.tab.list.search.setText("没有这个人")
    scene.tab.list.search.search_now()
    scene.press("去掉筛选")
    assert len(scene.names()) == 4
    assert scene.tab.list.search.text() == ""


def test_a_community_narrows_the_list(scene: Scene) -> None:
    scene.tab.list.community.set_value("东锦社区")
    assert set(scene.names()) == {"王芳", VACANT}


def test_buildings_sort_by_number(scene: Scene) -> None:
    table = scene.tab.list.table
    table.sortByColumn(scene.tab.list.model.section("building"), Qt.SortOrder.AscendingOrder)
    titles = [row.compound + row.building for row in scene.tab.list.model.records()]
    assert titles.index("东锦苑9栋") < titles.index("东锦苑10栋")


def test_without_leaders_the_first_step_is_the_import(
    bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen"
) -> None:
    scene = Scene(bench, window, qtbot, seen)
    scene.start()
    assert not scene.tab.list.isVisible()
    scene.press("导入花名册")
    assert seen.targets == [Target("import")]


def test_without_leaders_buildings_can_be_listed_one_by_one(
    office: Office, bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen"
) -> None:
    office.households.add_place("兴新社区", "福锦苑", "1栋")
    scene = Scene(bench, window, qtbot, seen)
    scene.start()
    scene.press("逐栋登记")
    assert scene.tab.list.isVisible()
    assert scene.names() == [VACANT]


# -- the person's card -------------------------------------------------------------------------


def open_leader(scene: Scene, name: str) -> int:
    row = next(r for r in scene.tab.list.model.all_records() if r.name == name)
    assert scene.tab.open(Target("leader", row.leader_id))
    scene.settle()
    return row.leader_id


def test_numbers_are_masked_until_shown_and_the_look_is_logged(scene: Scene) -> None:
    open_leader(scene, "张建国")
    assert "139****0001" in scene.card()
    assert "13900010001" not in scene.card()
    assert "511902196707260018" not in scene.card()
    scene.press("显示", scene.tab.card)
    assert "13900010001" in scene.card()
    looked = "SELECT subject, detail FROM audit WHERE event = 'leader.reveal'"
    assert len(scene.office.core.database.rows(looked)) == 1


def test_the_card_says_who_it_is(scene: Scene) -> None:
    open_leader(scene, "张建国")
    for words in ("张建国", "兴新社区 福锦苑1栋", "男 · 59 岁", "中共党员", "普通高中", "热心"):
        assert words in scene.card()


def test_streak_flags_and_scores_are_on_the_card(
    bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen", buildings: list[int]
) -> None:
    for month in ("2026-08", "2026-09"):
        close_month(bench.office, month, buildings[:2], "54")
    scene = Scene(bench, window, qtbot, seen)
    scene.start()
    assert "1 名上月末位" in tile_texts(scene)
    open_leader(scene, "曾秀英")
    assert "末位连续2月" in scene.card()
    assert "请约谈本人" in scene.card()
    line = scene.tab.card.person.score_line
    assert [spot.month for spot in line.spots][-2:] == ["2026-08", "2026-09"]
    assert [spot.last for spot in line.spots][-2:] == [True, True]
    open_leader(scene, "张建国")
    assert "红旗 2 个月" in scene.card()


def test_open_waits_for_the_list(
    bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen", buildings: list[int]
) -> None:
    del buildings
    scene = Scene(bench, window, qtbot, seen)
    wanted = next(r for r in bench.office.roster.rows() if r.name == "王芳")
    assert scene.tab.open(Target("leader", wanted.leader_id))
    scene.start()
    current = scene.tab.list.current()
    assert current is not None
    assert current.name == "王芳"
    assert "王芳" in scene.card()


def test_a_former_leader_can_be_opened(scene: Scene) -> None:
    row = next(r for r in scene.tab.list.model.all_records() if r.name == "王芳")
    scene.office.roster.end_tenure(row.tenure_id, date(2026, 1, 31), "任期届满")
    scene.tab.refresh(None)
    scene.settle()
    assert scene.tab.open(Target("leader", row.leader_id))
    scene.settle()
    assert "不在任" in scene.card()
    assert "2020年3月1日至2026年1月31日 · 任期届满" in scene.card()
    assert not scene.tab.card.end.isVisible()


# -- editing -----------------------------------------------------------------------------------


def test_f2_edits_and_undo_takes_it_back(scene: Scene) -> None:
    leader = open_leader(scene, "张建国")
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


def test_a_masked_number_left_alone_stays(scene: Scene) -> None:
    leader = open_leader(scene, "张建国")
    scene.key(Qt.Key.Key_F2)
    scene.write(note="换了备注")
    scene.press("保存")
    saved = scene.office.roster.get(leader).leader
    assert (saved.phone, saved.id_number) == ("13900010001", "511902196707260018")


def test_half_a_mask_is_refused(scene: Scene) -> None:
    leader = open_leader(scene, "张建国")
    scene.key(Qt.Key.Key_F2)
    scene.write(phone="139****00012")
    scene.press("保存")
    assert scene.faults("phone") == ("请写完整的号码，不能带星号",)
    assert scene.office.roster.get(leader).leader.phone == "13900010001"


def test_what_is_wrong_stands_below_its_field(scene: Scene) -> None:
    leader = open_leader(scene, "张建国")
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


def test_a_note_is_shown_once_and_the_second_press_saves(scene: Scene) -> None:
    leader = open_leader(scene, "张建国")
    scene.key(Qt.Key.Key_F2)
    scene.write(sex="2")
    scene.press("保存")
    assert scene.tab.card.form is not None
    assert scene.office.roster.get(leader).leader.sex == "1"
    scene.press("保存")
    assert scene.office.roster.get(leader).leader.sex == "2"


def test_somebody_else_was_faster(scene: Scene) -> None:
    leader = open_leader(scene, "张建国")
    scene.key(Qt.Key.Key_F2)
    before = scene.office.roster.get(leader).leader
    scene.office.roster.save(before, replace(before, note="别人改的"))
    scene.write(note="我改的")
    scene.press("保存")
    assert "已被改动" in scene.card()
    assert scene.office.roster.get(leader).leader.note == "别人改的"


def test_a_half_written_form_is_not_lost(scene: Scene, finger: "Finger") -> None:
    open_leader(scene, "张建国")
    scene.key(Qt.Key.Key_F2)
    scene.write(note="写了一半")
    finger.press("继续填写")
    other = next(r for r in scene.tab.list.model.all_records() if r.name == "王芳")
    scene.tab.list.table.select_id(other.building_id)
    scene.settle()
    current = scene.tab.list.current()
    assert current is not None
    assert current.name == "张建国"
    assert scene.tab.card.form is not None
    finger.press("放弃")
    assert scene.tab.may_close()
    assert scene.tab.card.form is None


# -- terms of office ---------------------------------------------------------------------------


def select_vacancy(scene: Scene) -> int:
    row = next(r for r in scene.tab.list.model.all_records() if not r.leader_id)
    assert scene.tab.list.select(row.building_id)
    scene.settle()
    return row.building_id


def test_a_vacancy_gets_a_leader_and_undo_empties_it(scene: Scene) -> None:
    building = select_vacancy(scene)
    assert "空缺" in scene.card()
    scene.press("新任楼栋长")
    scene.write(name="李新", started_on=date(2026, 10, 1), id_number="511902200002290013")
    scene.press("登记任职")
    row = next(r for r in scene.office.roster.rows() if r.building_id == building)
    assert (row.name, row.started_on, row.sex, row.birth) == (
        "李新", date(2026, 10, 1), "1", date(2000, 2, 29),
    )  # fmt: skip
    assert "4 名楼栋长" in tile_texts(scene)
    assert not scene.tab.list.appoint.isEnabled()
    assert "李新" in scene.card()
    scene.press("撤销")
    assert "1 个空缺" in tile_texts(scene)


def test_ctrl_n_appoints(scene: Scene) -> None:
    open_leader(scene, "张建国")
    QTest.keyClick(scene.tab.list.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert "新任楼栋长" in scene.card()


def test_a_term_ends_with_a_reason_and_undo_restores_it(scene: Scene) -> None:
    open_leader(scene, "王芳")
    scene.press("卸任", scene.tab.card)
    scene.press("卸任", scene.tab.card)
    assert scene.faults("reason") == ("请写明原因",)
    scene.write(reason="其他")
    scene.press("卸任", scene.tab.card)
    assert scene.faults("reason_text") == ("请写明原因",)
    scene.write(reason_text="去外地带孙子", ended_on=date(2026, 9, 30))
    scene.press("卸任", scene.tab.card)
    assert "2 个空缺" in tile_texts(scene)
    assert "去外地带孙子" in scene.card()
    scene.press("撤销")
    assert "1 个空缺" in tile_texts(scene)
    assert "王芳" in scene.names()


def test_a_term_cannot_end_before_it_began(scene: Scene) -> None:
    open_leader(scene, "王芳")
    scene.press("卸任", scene.tab.card)
    scene.write(reason="任期届满", ended_on=date(2019, 1, 1))
    scene.press("卸任", scene.tab.card)
    assert scene.faults("ended_on") == ("卸任日期早于任职日期",)


def test_the_newest_end_can_be_taken_back_later(scene: Scene) -> None:
    row = next(r for r in scene.tab.list.model.all_records() if r.name == "王芳")
    scene.office.roster.end_tenure(row.tenure_id, date(2026, 1, 31), "任期届满")
    scene.tab.refresh(None)
    scene.settle()
    scene.tab.list.select(row.building_id)
    scene.settle()
    assert "2020年3月1日至2026年1月31日 · 任期届满" in scene.card()
    scene.press("恢复前任任职")
    assert "王芳" in scene.names()


def test_leaders_change_in_one_step_and_undo_brings_the_old_one_back(scene: Scene) -> None:
    leader = open_leader(scene, "曾秀英")
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


def test_a_successor_cannot_begin_before_the_end(scene: Scene) -> None:
    open_leader(scene, "曾秀英")
    scene.press("换人", scene.tab.card)
    scene.write(
        reason="本人辞任", ended_on=date(2026, 9, 30), started_on=date(2026, 9, 1), name="赵接班"
    )
    scene.press("换人", scene.tab.card)
    assert scene.faults("started_on") == ("接任日期早于前任的卸任日期",)
    assert "曾秀英" in scene.names()


def test_a_refused_change_of_leaders_changes_nothing(scene: Scene) -> None:
    leader = open_leader(scene, "曾秀英")
    scene.press("换人", scene.tab.card)
    scene.write(reason="本人辞任", name="赵接班", id_number="511902196707260010")
    scene.press("换人", scene.tab.card)
    assert scene.faults("id_number")
    assert scene.office.roster.get(leader).tenures[0].tenure.ended_on is None


# -- paper and files ---------------------------------------------------------------------------


def test_the_list_is_printed_as_it_is_shown(
    scene: Scene, qtbot: QtBot, chooser: "FixedChooser", tmp_path: Path
) -> None:
    chooser.answer = tmp_path / "花名册.pdf"
    scene.tab.list.community.set_value("兴新社区")
    scene.press("打印")
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, PaperDialog):
        dialog = scene.tab.widget.findChild(PaperDialog)
    assert isinstance(dialog, PaperDialog)
    qtbot.addWidget(dialog)
    dialog.save()
    dialog.close()
    document = pypdfium2.PdfDocument(chooser.answer)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "张建国" in text
    assert "王芳" not in text
    assert "13900010001" not in text
    assert "5119" not in text
    assert "兴新社区，共2栋" in text.replace(" ", "")


@pytest.mark.parametrize("full", [False, True])
def test_an_export_needs_a_purpose_and_is_masked_unless_asked(
    scene: Scene, tmp_path: Path, chooser: "FixedChooser", full: bool, qtbot: QtBot
) -> None:
    chooser.answer = tmp_path / "花名册.xlsx"
    refused: list[tuple[str, ...]] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        go = next(b for b in dialog.findChildren(QPushButton) if "导出" in b.text())
        go.click()
        refused.append(dialog.form.problem_texts("purpose"))
        dialog.form.editor("purpose").setText("报街道核对")  # type: ignore[attr-defined]
        dialog.form.editor("full").setChecked(full)  # type: ignore[attr-defined]
        go.click()

    QTimer.singleShot(0, answer)
    scene.press("导出")
    qtbot.waitUntil(chooser.answer.is_file)
    assert refused[0]
    sheet = openpyxl.load_workbook(chooser.answer).active
    assert sheet is not None
    cells = {str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None}
    assert {"张建国", "（空缺）"} <= cells
    assert ("13900010001" in cells) is full
    assert ("511902196707260018" in cells) is full
    event = f"export.{'full' if full else 'masked'}"
    logged = scene.office.core.database.rows("SELECT detail FROM audit WHERE event = ?", (event,))
    assert [row[0] for row in logged] == ["报街道核对"]
