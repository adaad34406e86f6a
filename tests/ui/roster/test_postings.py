"""Section 公示 in a window over a real office, by keyboard and by mouse."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldz_desktop.domain.postings import Decision, Objection, PostingDraft, Report
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office
from ldz_desktop.services.scans import POSTED, TAKEN_DOWN
from ldz_desktop.services.settings import Profile
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.form_dialog import FormDialog
from ldz_desktop.ui.kit.holiday_import import HolidayImport
from ldz_desktop.ui.kit.paper_view import PaperDialog
from ldz_desktop.ui.kit.picture_dialog import PictureDialog
from ldz_desktop.ui.roster.postings.page import PostingsPage

if TYPE_CHECKING:
    from tests.ui.conftest import Finger, FixedChooser, Seen

CONTENT = "例会改为星期五下午。"
DRAFT = PostingDraft("other", "关于例会时间的公示", place="社区公示栏", content=CONTENT)


class Day:
    """The office's clock; a little later every time it is asked."""

    def __init__(self) -> None:
        self.today = date(2026, 9, 3)
        self._asked = timedelta()

    def __call__(self) -> datetime:
        self._asked += timedelta(milliseconds=1)
        return datetime.combine(self.today, time(9, 30)).astimezone() + self._asked


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def office(tmp_path: Path, day: Day) -> Iterator[Office]:
    made, _ = create_office(
        tmp_path / "office", "兴文街道办事处", "李敏", "测试口令-2026", clock=day
    )
    made.settings.save_profile(Profile("兴文街道办事处", phone="0827-5260110"))
    yield made
    made.close()


class Desk:
    """The section in a window, refreshed by what it publishes, and what a person does there."""

    def __init__(self, bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen") -> None:
        self.office = bench.office
        self.seen = seen
        self._tasks = bench.tasks
        self._qtbot = qtbot
        self._window = window

        def publish(change: object) -> None:
            seen.changes.append(change)  # type: ignore[arg-type]
            self.page.refresh(seen.changes[-1])

        made = replace(bench, publish=publish)
        self.page = PostingsPage(made, lambda folder: None)
        QVBoxLayout(window).addWidget(self.page)
        self.page.begin()
        self.settle()

    def settle(self) -> None:
        """Until what a reading leads to has been read as well."""
        for _ in range(3):
            self._qtbot.waitUntil(self._tasks.idle, timeout=20_000)
            QApplication.processEvents()

    def titles(self) -> list[str]:
        return [row.posting.title for row in self.page.list.model.records()]

    def cells(self, row: int) -> dict[str, str]:
        """The words of a row by column key."""
        model = self.page.list.model
        return {c.key: c.text(model.record(row)) for c in model.columns}

    def panel(self) -> str:
        """Every word on the panel."""
        labels = self.page.panel.findChildren(QLabel)
        return "\n".join(w.text() for w in labels if w.isVisible() and w.text())

    def everything(self) -> str:
        labels = self._window.findChildren(QLabel)
        return "\n".join(w.text() for w in labels if w.isVisible() and w.text())

    def dialog(self) -> FormDialog:
        """The form that is open."""
        self.settle()
        found = QApplication.activeModalWidget()
        assert isinstance(found, FormDialog), found
        return found

    def press(self, caption: str) -> None:
        """A button of the page by its caption."""
        for one in self.page.findChildren(QPushButton):
            if one.isVisible() and one.text().partition("(&")[0].strip(" …→") == caption:
                QTest.mouseClick(one, Qt.MouseButton.LeftButton)
                self.settle()
                return
        raise AssertionError(caption)

    def menu(self) -> list[str]:
        return [a.text().partition("(&")[0] for a in self.page.panel.menu_of().actions()]

    def keys(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Pressed where the cursor is after the section was shown."""
        self._window.activateWindow()
        self._qtbot.waitUntil(self._window.isActiveWindow)
        self.page.setFocus()
        QTest.keyClick(QApplication.focusWidget(), key, modifier or Qt.KeyboardModifier.NoModifier)
        self.settle()


def fill(dialog: FormDialog, **fields: object) -> None:
    for key, value in fields.items():
        editor = dialog.form.editor(key)
        if isinstance(value, str) and hasattr(editor, "setText"):
            editor.setText(value)
        else:
            editor.set_value(value)  # type: ignore[attr-defined]


def submit(desk: Desk, dialog: FormDialog) -> None:
    """Ctrl+S."""
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.settle()


def faults(dialog: FormDialog) -> set[str]:
    """The fields with something written below them."""
    return {key for key in list(dialog.form.keys()) if dialog.form.problem_texts(key)}


@pytest.fixture
def desk(bench: Bench, window: QWidget, qtbot: QtBot, seen: "Seen") -> Desk:
    return Desk(bench, window, qtbot, seen)


@pytest.fixture
def hung(office: Office) -> int:
    """A notice put up before the section was opened."""
    return office.postings.post(DRAFT).change.ids[0]


def test_an_empty_section_says_what_to_do(desk: Desk) -> None:
    assert "还没有公示" in desk.everything()
    assert desk.titles() == []


def test_a_notice_is_made_by_keyboard_alone(desk: Desk) -> None:
    desk.keys(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.dialog()
    submit(desk, dialog)
    assert faults(dialog) == {"title"}
    QTest.keyClicks(dialog.form.editor("title"), "No. 7")  # the cursor went there
    QTest.keyClick(dialog.form.editor("title"), Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "text")
    assert "2026年9月4日至2026年9月10日（5个工作日）" in " ".join(
        w.text() for w in dialog.findChildren(QLabel)
    )
    submit(desk, dialog)
    assert desk.titles() == ["No. 7"]
    assert desk.cells(0)["state"] == "还有5个工作日"
    assert desk.cells(0)["last"] == "2026年9月10日"
    assert desk.office.postings.rows()[0].posting.content == "text"
    assert "已登记张贴" in desk.everything()
    undo = next(b for b in desk.page.window().findChildren(QPushButton) if b.text() == "撤销")
    undo.click()  # the dialog that wrote it is long gone
    desk.settle()
    assert desk.titles() == []


@pytest.mark.usefixtures("hung")
def test_the_panel_shows_the_notice_that_was_made(desk: Desk) -> None:
    desk.press("新公示")
    dialog = desk.dialog()
    fill(dialog, title="第二份公示", place="小区门口")
    submit(desk, dialog)
    assert "第二份公示" in desk.panel()


def test_a_day_in_the_future_is_refused_below_its_field(desk: Desk, office: Office) -> None:
    desk.press("新公示")
    dialog = desk.dialog()
    fill(dialog, title="公示", posted_on="2026年9月4日")
    submit(desk, dialog)
    assert faults(dialog) == {"posted_on"}
    fill(dialog, posted_on="2026年9月", title="公示")
    submit(desk, dialog)
    assert "日期要写全年月日" in dialog.form.problem_texts("posted_on")[0]
    fill(dialog, posted_on="2026年9月2日", days="0")
    submit(desk, dialog)
    assert faults(dialog) == {"days"}
    assert office.postings.rows() == ()
    dialog.accept()


def test_without_a_day_it_is_kept_as_a_draft_and_put_up_later(desk: Desk, office: Office) -> None:
    desk.press("新公示")
    dialog = desk.dialog()
    fill(dialog, title="公示", content=CONTENT, posted_on="")
    submit(desk, dialog)
    assert desk.cells(0)["state"] == "拟稿"
    assert desk.menu() == ["编辑", "删除拟稿"]
    desk.keys(Qt.Key.Key_F2)
    dialog = desk.dialog()
    fill(dialog, title="改过的公示")
    submit(desk, dialog)
    assert desk.titles() == ["改过的公示"]
    desk.press("登记张贴")
    dialog = desk.dialog()
    submit(desk, dialog)
    assert desk.cells(0)["state"] == "还有5个工作日"


def test_a_draft_is_thrown_away_with_del_and_comes_back(desk: Desk, office: Office) -> None:
    office.postings.draft(DRAFT)
    desk.page.reload()
    desk.settle()
    desk.keys(Qt.Key.Key_Delete)
    assert desk.titles() == []
    undo = next(b for b in desk.page.window().findChildren(QPushButton) if b.text() == "撤销")
    undo.click()
    desk.settle()
    assert desk.titles() == ["关于例会时间的公示"]


@pytest.mark.usefixtures("hung")
def test_an_objection_is_entered_decided_and_reported(desk: Desk, day: Day) -> None:
    desk.press("登记异议")
    dialog = desk.dialog()
    submit(desk, dialog)
    assert faults(dialog) == {"matter"}
    fill(dialog, matter="时间不合适", from_whom="张德发", channel="来访")
    submit(desk, dialog)
    assert "张*发" in desk.panel()
    assert "张德发" not in desk.panel()
    assert desk.cells(0)["objections"] == "1（1 待答复）"
    desk.press("显示")
    assert "来访 · 张德发" in desk.panel()
    day.today = date(2026, 9, 11)
    desk.page.reload()
    desk.settle()
    assert desk.cells(0)["state"] == "已满，1件异议待答复"
    assert not desk.page.panel.next.isVisible()  # the answer comes first
    desk.press("答复")
    dialog = desk.dialog()
    fill(dialog, decision="维持", upheld=False)
    submit(desk, dialog)
    assert faults(dialog) == {"reason"}
    fill(dialog, reason="多数楼栋长同意")
    submit(desk, dialog)
    assert "理由：多数楼栋长同意" in desk.panel()
    assert desk.cells(0)["state"] == "已满，待出结果"
    desk.press("报告结果")
    dialog = desk.dialog()
    assert "均不成立" in str(dialog.form.values()["conclusion"])
    fill(dialog, next_step="")
    submit(desk, dialog)
    assert faults(dialog) == {"next_step"}
    fill(dialog, next_step="照新时间开会")
    submit(desk, dialog)
    assert desk.cells(0)["state"] == "已报告"
    assert "下一步：照新时间开会" in desk.panel()
    assert desk.menu() == ["改地点、电话、备注", "重新公示", "重开"]


def test_a_late_objection_is_noted_once_and_then_taken(
    desk: Desk, hung: int, day: Day, office: Office
) -> None:
    day.today = date(2026, 9, 11)
    desk.page.reload()
    desk.settle()
    desk.press("登记异议")
    dialog = desk.dialog()
    fill(dialog, matter="来晚了")
    submit(desk, dialog)
    assert "期满以后" in dialog.form.problem_texts("received_on")[0]
    assert office.postings.get(hung).objections == ()
    submit(desk, dialog)
    assert len(office.postings.get(hung).objections) == 1


def test_del_takes_a_notice_down_with_a_reason(desk: Desk, hung: int, office: Office) -> None:
    desk.page.reload()
    desk.settle()
    desk.keys(Qt.Key.Key_Delete)
    dialog = desk.dialog()
    submit(desk, dialog)
    assert faults(dialog) == {"withdraw_reason"}
    fill(dialog, withdraw_reason="时间写错")
    submit(desk, dialog)
    assert office.postings.get(hung).withdraw_reason == "时间写错"
    assert desk.cells(0)["state"] == "已撤下"
    assert "原因：时间写错" in desk.panel()


def test_an_extension_leads_to_and_fro(hung: int, desk: Desk, office: Office) -> None:
    assert "延长公示" in desk.menu()
    desk.page.do("repost")
    dialog = desk.dialog()
    submit(desk, dialog)
    assert faults(dialog) == {"repost_reason"}
    fill(dialog, repost_reason="核查需要时间", days="3")
    submit(desk, dialog)
    states = {row.state for row in office.postings.rows()}
    assert states == {"running", "withdrawn"}
    desk.page.list.table.select_id(hung)
    desk.settle()
    desk.press("已重新公示")
    assert desk.page.list.current().posting.previous_id == hung  # type: ignore[union-attr]
    desk.press("接续自原公示")
    assert desk.page.list.current().id == hung  # type: ignore[union-attr]


def test_what_hangs_can_only_be_corrected_beside_its_text(
    hung: int, desk: Desk, office: Office
) -> None:
    desk.keys(Qt.Key.Key_F2)
    dialog = desk.dialog()
    assert set(dialog.form.keys()) == {"place", "contact", "note"}
    fill(dialog, place="单元门口")
    submit(desk, dialog)
    assert office.postings.get(hung).place == "单元门口"


# -- the list --------------------------------------------------------------------------------------


@pytest.fixture
def three(office: Office, day: Day) -> list[int]:
    """One reported, one full, one that hangs."""
    first = office.postings.post(DRAFT).change.ids[0]
    second = office.postings.post(
        PostingDraft("award", "评优公示", unit="西锦社区", days=3)
    ).change.ids[0]
    day.today = date(2026, 9, 14)
    office.postings.report(first, Report(date(2026, 9, 14), "成立", "归档"))
    third = office.postings.post(PostingDraft("decision", "处理公示")).change.ids[0]
    return [first, second, third]


def test_what_ends_first_stands_on_top_and_filters_narrow(three: list[int], desk: Desk) -> None:
    assert desk.titles() == ["评优公示", "处理公示", "关于例会时间的公示"]
    assert "3 份 · 1 份张贴中 · 1 份待出结果" in desk.everything()
    desk.page.list.scope.set_value("open")
    assert desk.titles() == ["评优公示", "处理公示"]
    desk.page.list.scope.set_value("closed")
    assert desk.titles() == ["关于例会时间的公示"]
    desk.page.list.kind.set_value("award")
    assert desk.titles() == []
    assert "没有符合的公示" in desk.everything()
    desk.press("去掉筛选")
    assert len(desk.titles()) == 3
    desk.page.list.search.setText("西锦")
    desk.page.list.search.search_now()
    assert desk.titles() == ["评优公示"]


def test_going_to_a_hidden_notice_gives_up_the_filters(three: list[int], desk: Desk) -> None:
    desk.page.list.scope.set_value("closed")
    assert desk.page.open(Target("posting", three[2]))
    desk.settle()
    assert desk.page.list.current().id == three[2]  # type: ignore[union-attr]
    assert not desk.page.open(Target("leader", 1))


def test_going_to_a_month_finds_its_newest_notice(desk: Desk, office: Office) -> None:
    about = PostingDraft("ranking", "八月公示", "month:2026-08")
    first = office.postings.post(about).change.ids[0]
    second = office.postings.repost(first, about, "更正").change.ids[0]
    assert desk.page.open(Target("posting", month="2026-08"))
    desk.settle()
    assert desk.page.list.current().id == second  # type: ignore[union-attr]
    desk.press("当月测评")
    assert desk.seen.targets == [Target("month", month="2026-08")]


def test_the_list_on_paper_and_as_a_file(
    three: list[int], desk: Desk, purpose: Callable[[str], None], chooser: "FixedChooser",
    tmp_path: Path, qtbot: QtBot,
) -> None:  # fmt: skip
    desk.keys(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperDialog)
    paper.reject()
    chooser.answer = tmp_path / "a.csv"

    purpose("报街道备案")
    desk.press("导出")
    qtbot.waitUntil((tmp_path / "a.csv").exists)
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert "评优公示" in text
    assert "已满，待出结果" in text
    logged = desk.office.core.database.rows("SELECT event, subject, detail FROM audit")
    assert ("export.list", "postings", "报街道备案") in logged


# -- photos, papers, calendar ----------------------------------------------------------------------


def picture(path: Path) -> Path:
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    assert image.save(str(path))
    return path


def test_photos_are_dropped_pasted_seen_and_removed(
    hung: int, desk: Desk, tmp_path: Path, office: Office, chooser: "FixedChooser"
) -> None:
    photos = desk.page.panel.photos
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture(tmp_path / "墙.png")))])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(photos, enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(photos, drop)
    desk.settle()
    assert [one.kind for one in office.scans.of("posting", hung)] == [POSTED]
    assert desk.cells(0)["photo"] == "有"
    chooser.answer = picture(tmp_path / "撤.png")
    photos.choose(TAKEN_DOWN)
    desk.settle()
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    QGuiApplication.clipboard().setImage(image)
    photos.list.setFocus()
    QTest.keyClick(photos.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    kinds = [one.kind for one in office.scans.of("posting", hung)]
    assert sorted(kinds) == [POSTED, POSTED, TAKEN_DOWN]
    photos.list.setCurrentRow(0)
    QTest.keyClick(photos.list, Qt.Key.Key_Return)
    desk.settle()
    seen = QApplication.activeModalWidget()
    assert isinstance(seen, PictureDialog)
    seen.reject()
    QTest.keyClick(photos.list, Qt.Key.Key_Delete)
    desk.settle()
    assert len(office.scans.of("posting", hung)) == 2
    assert photos.mapTo(desk.page, QPoint()).x() > 0


def test_what_is_no_picture_is_said(
    hung: int, desk: Desk, tmp_path: Path, finger: "Finger"
) -> None:
    bad = tmp_path / "a.jpg"
    bad.write_text("不是图片", "utf-8")
    finger.press("知道了")
    desk.page.panel.photos.take((bad,), POSTED)
    desk.settle()
    QTest.qWait(100)
    assert desk.office.scans.of("posting", hung) == ()


def test_the_papers_of_a_notice(hung: int, desk: Desk, day: Day, office: Office) -> None:
    desk.keys(Qt.Key.Key_Return)
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperDialog)
    assert paper.windowTitle() == "公示"
    paper.reject()
    day.today = date(2026, 9, 11)
    objected = office.postings.object(hung, Objection(0, 0, date(2026, 9, 4), "不妥", "来电"))
    office.postings.decide(
        objected.change.ids[1],
        Decision(date(2026, 9, 7), "党支部", upheld=False, decision="维持", reason="合适"),
    )
    office.postings.report(hung, Report(day.today, "成立", "归档"))
    desk.page.reload()
    desk.settle()
    desk.press("结果报告")
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperDialog)
    paper.reject()


def test_the_usual_length_is_kept(desk: Desk, office: Office) -> None:
    desk.press("公示期")
    dialog = desk.dialog()
    fill(dialog, days="7")
    submit(desk, dialog)
    assert office.postings.usual().days == 7
    desk.press("新公示")
    dialog = desk.dialog()
    assert dialog.form.values()["days"] == 7
    dialog.reject()


def test_from_october_on_the_missing_year_is_said_and_imported(
    desk: Desk, hung: int, day: Day, office: Office
) -> None:
    assert not desk.page.list.warning.isVisible()
    day.today = date(2026, 12, 28)
    key = office.postings.post(PostingDraft("award", "跨年公示")).change.ids[0]
    desk.page.reload()
    desk.settle()
    assert desk.page.list.warning.isVisible()
    assert "2027 年的节假日表" in desk.everything()
    row = desk.page.list.model.row_of(key)
    assert desk.cells(row)["last"] == "预计 2027年1月5日"
    desk.press("导入")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, HolidayImport)
    dialog.text.setPlainText(
        "元旦：1月1日（周五）至4日（周一）放假，共4天。\n春节：2月5日至12日放假，共8天。"
    )
    QTest.qWait(300)
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert not desk.page.list.warning.isVisible()
    row = desk.page.list.model.row_of(key)
    assert desk.cells(row)["last"] == "2027年1月6日"


@pytest.mark.usefixtures("three")
def test_nothing_is_cut_off(desk: Desk) -> None:
    """What the buttons say fits into them in the least window."""
    for one in desk.page.findChildren(QPushButton):
        if one.isVisible():
            assert one.width() >= one.sizeHint().width() - 1, one.text()
    panel = desk.page.panel
    assert panel.mapTo(desk.page.window(), QPoint(panel.width(), 0)).x() <= 1366
