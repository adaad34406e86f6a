"""The section 奖励 in a window, by keyboard: flag money from the proposal to the signed list,
promotions, the year's sums, the record's own section, and the dossier from the card's menu."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import python_calamine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.rewards import Reward
from ldz_desktop.services.context import Office
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.form_dialog import FormDialog
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.roster.rewards.dossier import from_menu
from ldz_desktop.ui.roster.rewards.page import RewardsPage
from ldz_desktop.ui.roster.rewards.section import RewardSection

if TYPE_CHECKING:
    from tests.ui.conftest import Finger, FixedChooser, Seen
    from tests.ui.roster.conftest import SectionScene

CloseMonth = Callable[[str, dict[int, str]], None]
DAY = date(2026, 11, 3)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def buildings(office: Office) -> list[int]:
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    return ids


@pytest.fixture
def closed(buildings: list[int], close_month: CloseMonth) -> list[int]:
    """2026-09 and 2026-10 are closed; 1栋 and 2栋 have the flag in both."""
    for month in ("2026-09", "2026-10"):
        close_month(month, dict(zip(buildings, "543", strict=True)))
    return buildings


class Hand:
    """What a person does in the section."""

    def __init__(self, section: "SectionScene", window: QWidget) -> None:
        self.section = section
        self.window = window
        self.page: RewardsPage = section.show(RewardsPage)

    @property
    def office(self) -> Office:
        return self.section.office

    @property
    def table(self) -> QWidget:
        return self.page.money.table

    def states(self) -> list[str]:
        return [f"{x.leader}{x.state}" for x in self.page.money.model.records()]

    def pick(self, at: int) -> None:
        """Put the cursor on a line."""
        model = self.page.money.model
        assert self.page.money.table.select_id(model.id_at(at))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        QTest.keyClick(self.table, key, modifier or Qt.KeyboardModifier.NoModifier)
        self.section.settle()

    def press(self, caption: str) -> None:
        for one in self.window.findChildren(QPushButton):
            if one.isVisible() and one.text().partition("(&")[0] == caption:
                assert one.isEnabled(), caption
                QTest.mouseClick(one, Qt.MouseButton.LeftButton)
                self.section.settle()
                return
        raise AssertionError(caption)

    def form(self) -> FormDialog:
        (found,) = [d for d in self.window.findChildren(FormDialog) if d.isVisible()]
        return found

    def save(self, **fields: Any) -> None:  # noqa: ANN401 - what the editors take
        dialog = self.form()
        for key, value in fields.items():
            dialog.form.editor(key).set_value(value)  # type: ignore[attr-defined]
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)
        self.section.settle()

    def words(self) -> str:
        labels = self.window.findChildren(QLabel)
        return "\n".join(w.text() for w in labels if w.isVisible() and w.text())

    def paper(self) -> str:
        """The text of the paper that is shown; it is closed."""
        (dialog,) = [d for d in self.window.findChildren(PaperDialog) if d.isVisible()]
        document = pypdfium2.PdfDocument(dialog._pdf)  # noqa: SLF001
        text = "".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        dialog.done(0)
        self.section.settle()
        return "".join(text.split())


@pytest.fixture
def hand(section: "SectionScene", window: QWidget) -> Callable[[], Hand]:
    """The section, shown when the office is as the test wants it."""
    return lambda: Hand(section, window)


# -- money ----------------------------------------------------------------------------------------


def test_nothing_closed_and_no_flag(
    hand: Callable[[], Hand], buildings: list[int], close_month: CloseMonth
) -> None:
    scene = hand()
    assert "还没有封存的月份" in scene.words()
    close_month("2026-10", dict.fromkeys(buildings, "5"))  # three tied for two flags
    scene.page.refresh(None)
    scene.section.settle()
    assert "还没有流动红旗" in scene.words()
    scene.press("荣誉与任用")  # the other views can be reached from here
    assert "还没有荣誉与任用" in scene.words()


def test_a_month_is_approved_and_paid_at_once(hand: Callable[[], Hand], closed: list[int]) -> None:
    del closed
    scene = hand()
    assert scene.states() == ["赵琴proposed", "徐杨proposed"] * 2
    assert "4 笔 · 待审批 4" in scene.words()
    scene.key(Qt.Key.Key_A, CTRL)
    assert "已选 4 笔 4,000 元" in scene.words()
    scene.key(Qt.Key.Key_Return)
    scene.save(approved_on=DAY, approved_by=None)
    assert scene.form().form.problem_texts("approved_by") == ("请填写审批人",)
    scene.save(approved_by="王静")
    assert scene.states() == ["赵琴approved", "徐杨approved"] * 2
    scene.key(Qt.Key.Key_A, CTRL)
    scene.press("领取表")
    text = scene.paper()
    assert "肆仟元整" in text
    assert "审批登记：王静，2026年11月3日" in text
    scene.key(Qt.Key.Key_A, CTRL)
    scene.press("发放")
    scene.save(paid_on=DAY, paid_by="王静")
    assert scene.form().form.problem_texts("paid_by") == (
        "发放人和审批人是同一个人，一般由两人分别办理",
    )
    scene.save()  # noted once; the second press goes on
    assert scene.states() == ["赵琴paid", "徐杨paid"] * 2
    assert "已登记发放 4 项，共 4,000 元" in scene.words()
    scene.press("撤销")
    assert scene.states() == ["赵琴approved", "徐杨approved"] * 2


def test_rows_are_chosen_with_the_keyboard(hand: Callable[[], Hand], closed: list[int]) -> None:
    del closed
    scene = hand()
    scene.pick(0)
    scene.key(Qt.Key.Key_Down, CTRL)
    scene.key(Qt.Key.Key_Down, CTRL)
    scene.key(Qt.Key.Key_Space)
    assert [x.reward.month for x in scene.page.money.chosen()] == ["2026-10", "2026-09"]
    scene.key(Qt.Key.Key_Return)
    scene.save(approved_on=DAY, approved_by="王静")
    assert scene.states() == ["赵琴approved", "徐杨proposed"] * 2


def test_narrowed_by_month_state_community_and_words(
    hand: Callable[[], Hand], closed: list[int]
) -> None:
    del closed
    scene = hand()
    money = scene.page.money
    money.month.set_value("2026-09")
    assert len(money.model.records()) == 2
    money.group.set_value("paid")
    assert "没有符合的奖励" in scene.words()
    scene.press("看全部")
    assert len(money.model.records()) == 4
    QTest.keyClick(money.table, Qt.Key.Key_X)
    QTest.keyClicks(money.search, "y")
    scene.section.settle()
    assert [x.leader for x in money.model.records()] == ["徐杨", "徐杨"]
    assert money.scope_text() == "2 笔 2,000 元"


def test_cancelled_by_del_and_restored(hand: Callable[[], Hand], closed: list[int]) -> None:
    del closed
    scene = hand()
    scene.pick(0)
    scene.key(Qt.Key.Key_Delete)
    scene.save()
    assert scene.form().form.problem_texts("reason") == ("请写明理由",)
    scene.save(reason="本人放弃")
    assert "赵琴cancelled" in scene.states()
    scene.pick(scene.states().index("赵琴cancelled"))
    assert "取消：本人放弃" in scene.words()
    scene.page.money.restore()
    scene.section.settle()
    assert scene.states().count("赵琴proposed") == 2


def test_paid_money_whose_flag_moved_is_decided(
    hand: Callable[[], Hand], closed: list[int], correct_month: CloseMonth
) -> None:
    scene = hand()
    office = scene.office
    office.rewards.approve([x.id for x in office.rewards.money()], DAY, "王静")
    office.rewards.pay([x.id for x in office.rewards.money()], DAY, "罗小兰")
    correct_month("2026-10", dict(zip(closed, "354", strict=True)))
    scene.page.refresh(None)
    scene.section.settle()
    assert scene.states()[:3] == ["赵琴moved", "徐杨paid", "陈彬proposed"]
    assert "福锦苑1栋不再持有红旗" in scene.words()
    scene.pick(0)
    scene.key(Qt.Key.Key_Return)
    scene.save(reason="党委会议决定")
    assert scene.form().form.problem_texts("decision") == ("请选择怎么处理",)
    scene.save(decision="keep")
    assert scene.states()[0] == "赵琴paid"


def test_the_sum_of_a_month_is_set(hand: Callable[[], Hand], closed: list[int]) -> None:
    del closed
    scene = hand()
    scene.press("每月金额")
    scene.form().form.editor("cents").setText("一千")  # type: ignore[attr-defined]
    scene.save()
    assert "最多两位小数" in scene.form().form.problem_texts("cents")[0]
    scene.save(cents=80_050)
    assert {x.cents for x in scene.page.money.model.records()} == {80_050}


def test_the_list_is_printed_and_exported(
    hand: Callable[[], Hand], closed: list[int], chooser: "FixedChooser", tmp_path: Path,
    purpose: Callable[[str], None],
) -> None:  # fmt: skip
    del closed
    scene = hand()
    scene.press("打印")
    assert "共4行" in scene.paper()
    chooser.answer = tmp_path / "奖励.xlsx"
    purpose("报财务所")
    scene.press("导出")
    book = python_calamine.CalamineWorkbook.from_path(chooser.answer)
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows if row[0] == "2026年10月"] == [1000.0, 1000.0]  # as numbers
    log = scene.office.core.database.rows("SELECT event, detail FROM audit")
    assert ("export.list", "报财务所") in log


# -- promotions and sums --------------------------------------------------------------------------


def test_a_promotion_is_written_down_corrected_and_removed(
    hand: Callable[[], Hand], closed: list[int]
) -> None:
    del closed
    scene = hand()
    QTest.keyClick(scene.table, Qt.Key.Key_N, CTRL)
    scene.section.settle()
    scene.save()
    form = scene.form().form
    assert form.problem_texts("leader_id") == ("请选择楼栋长",)
    assert form.problem_texts("basis") == ("请写明依据，如文号、会议",)
    form.editor("leader_id").setText("zq")  # type: ignore[attr-defined]  # initials
    scene.save(
        kind="committee", title="当选居民委员会委员", basis="2026年选举公告", approved_on=DAY
    )
    events = scene.page.events
    assert [(x.leader, x.place) for x in events.model.records()] == [("赵琴", "福锦苑1栋")]
    QTest.keyClick(events.table, Qt.Key.Key_Return)
    scene.section.settle()
    scene.save(title="当选居委会副主任")
    assert [x.reward.title for x in events.model.records()] == ["当选居委会副主任"]
    QTest.keyClick(events.table, Qt.Key.Key_Delete)
    scene.section.settle()
    assert "还没有荣誉与任用" in scene.words()
    scene.press("撤销")
    assert len(events.model.records()) == 1
    events.kind.set_value("party")
    assert "没有符合的奖励" in scene.words()


def test_the_year_by_leader(hand: Callable[[], Hand], closed: list[int]) -> None:
    del closed
    scene = hand()
    scene.press("年度合计")
    assert "2 人 · 4 笔 · 共 4,000 元，已发放 0 元" in scene.words()
    table = scene.page.year.shown_table()
    assert table.rows[-1][3:] == ("合计", "", "4", "0.00", "0.00", "4,000.00", "4,000.00")
    scene.press("打印")
    assert "2026年流动红旗奖励汇总" in scene.paper()
    scene.page.year.year.set_value(2025)
    scene.section.settle()
    assert "这一年没有奖励" in scene.words()


# -- the record, other ways in --------------------------------------------------------------------


def test_the_record_s_own_section(
    section: "SectionScene", window: QWidget, closed: list[int], seen: "Seen"
) -> None:
    del closed
    office = section.office
    who = next(key for key, name in office.roster.names().items() if name == "赵琴")
    made = RewardSection(section.bench)
    made.setParent(window)
    made.resize(900, 600)
    made.show()
    made.show_leader(who)
    section.settle()
    assert [x.state for x in made.model.records()] == ["proposed", "proposed"]
    assert not made.remove_button.isEnabled()  # money is dealt with in the section
    QTest.keyClick(made.table, Qt.Key.Key_Return)
    assert seen.targets[-1] == Target("reward", who, "2026-10")
    made.add()
    assert made.page is not None
    made.page.form.set_values({"kind": "cadre", "title": "列入后备干部库", "basis": "8号文"})
    made.page.form.editor("approved_on").set_value(DAY)  # type: ignore[attr-defined]
    made.page.accepted.emit()
    section.settle()
    made.show_leader(who)
    section.settle()
    labels = "\n".join(w.text() for w in made.findChildren(QLabel) if w.isVisible())
    assert "1 项 · 未发 2,000 元" in labels
    assert office.persons.file(who).numbers.rewards == 1


def test_the_section_is_opened_where_it_is_wanted(
    hand: Callable[[], Hand], closed: list[int]
) -> None:
    del closed
    scene = hand()
    who = next(x.reward.leader_id for x in scene.office.rewards.money() if x.leader == "徐杨")
    scene.page.money.group.set_value("paid")
    assert scene.page.open(Target("reward", who, "2026-09"))
    scene.section.settle()
    (line,) = scene.page.money.chosen()
    assert (line.leader, line.reward.month) == ("徐杨", "2026-09")
    event = Reward(0, who, "cadre", "后备干部", basis="8号文", approved_on=DAY)
    scene.office.rewards.save_event(event)
    assert scene.page.open(Target("reward", who))
    scene.section.settle()
    assert scene.page.events.current() is not None
    assert not scene.page.open(Target("leader", who))


def test_the_dossier_from_the_menu(
    section: "SectionScene", window: QWidget, closed: list[int], finger: "Finger"
) -> None:
    del closed
    office = section.office
    who = next(key for key, name in office.roster.names().items() if name == "赵琴")
    finger.press("打印预览")
    from_menu(section.bench, window, office.roster.get(who), None)
    section.settle()
    (dialog,) = [d for d in window.findChildren(PaperDialog) if d.isVisible()]
    document = pypdfium2.PdfDocument(dialog._pdf)  # noqa: SLF001
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    dialog.done(0)
    assert "楼栋长履职档案" in text
    assert "赵琴" in text
    log = office.core.database.rows("SELECT event, subject, detail FROM audit")
    assert ("document.dossier", f"leader:{who}", str(office.today().year)) in log
