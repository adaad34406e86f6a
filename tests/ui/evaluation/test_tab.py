"""The main page: what to do first, the strip, progress, ranking, explanation, close, publish."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.ui.evaluation.close_dialog import CloseDialog
from ldz_desktop.ui.evaluation.month_page import CHARTS, PROGRESS, RANKING
from ldz_desktop.ui.evaluation.open_month_dialog import OpenMonthDialog
from ldz_desktop.ui.evaluation.output import ExportDialog
from ldz_desktop.ui.evaluation.publish_dialog import PublishDialog
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.holiday_warning import HolidayWarning
from ldz_desktop.ui.kit.paper_view import PaperDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MONTH = "2026-10"
# Fixtures of conftest.py, whose classes a test cannot import.
Chooser = Any
Month = Any
Stage = Any
Show = Callable[[], Stage]

Said = Callable[[], str]


def press(widget: QWidget, caption: str) -> None:
    """The visible button of that caption (mnemonics left out)."""
    for button in widget.findChildren(QPushButton):
        if button.text().partition("(&")[0] == caption and button.isVisible():
            button.click()
            return
    raise AssertionError(caption)


def cells(stage: Stage, row: int) -> list[str]:
    """A row of the ranking, without the columns of a correction."""
    model = stage.tab.month_page.ranking.model
    return [
        str(model.index(row, place).data())
        for place, column in enumerate(model.columns)
        if not column.key.startswith("old-")
    ]


def test_without_leaders_the_roster_comes_first(stage: Show, said: Said) -> None:
    shown = stage()
    assert "先导入楼栋长花名册" in said()
    press(shown.window, "导入楼栋长花名册")
    assert shown.targets == [Target("import")]


@pytest.mark.usefixtures("buildings")
def test_without_a_month_one_is_begun(office: Office, stage: Show, said: Said) -> None:
    shown = stage()
    now = office.today()
    caption = f"开始 {now.year}年{now.month}月 测评"
    assert "还没有测评月份" in said()
    press(shown.window, caption)
    shown.settle()
    assert [m.month for m in office.evaluation.months()] == [now.strftime("%Y-%m")]
    assert shown.page() is shown.tab.month_page
    assert shown.tab.month_page.view() == PROGRESS
    assert "已开始" in said()
    press(shown.window, "撤销")
    shown.settle()
    assert office.evaluation.months() == ()
    assert "还没有测评月份" in said()


@pytest.mark.usefixtures("buildings")
def test_another_month_is_chosen_from_a_list(office: Office, stage: Show) -> None:
    office.evaluation.open_month(MONTH)
    shown = stage()
    shown.press(Qt.Key.Key_N, control=True)
    dialog = shown.dialog()
    assert isinstance(dialog, OpenMonthDialog)
    dialog.months.setCurrentIndex(0)  # the newest on offer
    wanted = dialog.month()
    shown.press(Qt.Key.Key_Return)
    assert [m.month for m in office.evaluation.months()] == [wanted, MONTH]
    assert shown.tab.month() == wanted
    strip = shown.tab.month_page.strip
    strip.months.setFocus()
    shown.press(Qt.Key.Key_Down)
    assert shown.tab.month() == MONTH
    assert strip.months.currentText() == "2026年10月"


def test_progress_says_what_is_missing(
    office: Office,
    month: Month,
    stage: Show,
    buildings: list[int],
) -> None:
    office.evaluation.open_month(MONTH)
    month.sheets(buildings[0], "5")
    month.stars(buildings[1])
    draft = Draft(Header(9, 5, 5, 0, 0), ("55555555",))
    office.evaluation.save_draft(MONTH, buildings[2], draft)
    shown = stage()
    view = shown.tab.month_page.progress
    model = view.model
    rows = {
        model.record(r).building.id: [
            str(model.index(r, model.section(k)).data())
            for k in ("issued", "returned", "valid", "stars", "state", "missing")
        ]
        for r in range(model.rowCount())
    }
    assert rows[buildings[0]] == [
        "10",
        "6",
        "6",
        "0",
        "缺星级",
        "星级评分册、6 张有效表填得一模一样",
    ]
    assert rows[buildings[1]] == ["—", "—", "0", "2", "未录", "满意度表"]
    assert rows[buildings[2]][-2:] == ["录入中", "1 张未交批、星级评分册"]
    steps = shown.tab.month_page.strip.steps
    assert [s.view.count for s in steps[:3]] == ["未登记", "6 张", "0/4 栋"]
    view.unfinished.set_value(True)
    assert model.rowCount() == 4
    view.groups.set_value("东锦社区")
    assert [model.record(r).building.title for r in range(model.rowCount())] == ["东锦苑10栋"]


def test_the_ranking_is_listed_and_explained(month: Month, stage: Show, said: Said) -> None:
    month.fill()
    shown = stage()
    page = shown.tab.month_page
    assert page.view() == RANKING  # nothing left to key
    page.ranking.groups.set_value("西锦社区")
    shown.settle()
    head = [c.title for c in page.ranking.model.columns]
    assert head[0] == "名次"
    assert cells(shown, 0)[3:] == [
        "西锦苑 1栋", "郑国强", "100.00", "100.00", "100.00", "100.00", "6", "红旗",
    ]  # fmt: skip
    assert cells(shown, 2)[-1] == "末位 1 月"
    assert page.explain.texts()[-1] == "得分 100.00"
    page.ranking.table.select_id(month.buildings[1])
    shown.settle()
    explained = page.explain.texts()
    assert "满意率 100.00 %" in explained
    assert "得分 80.00" in explained
    text = said()
    assert "这分怎么来的" in text
    assert "6 张有效票，发出 10 张，回收率 60 %" in text
    page.ranking.scopes.set_value("全区")
    shown.settle()
    assert [cells(shown, r)[0] for r in range(4)] == ["1", "2", "3", "4"]
    assert office_scope(shown) == "全区"


def office_scope(stage: Stage) -> str:
    return str(stage.tab.month_page.ranking.wanted_scope())


def test_few_sheets_are_not_shown(
    office: Office,
    month: Month,
    stage: Show,
    said: Said,
    buildings: list[int],
) -> None:
    office.evaluation.open_month(MONTH)
    for building in buildings:
        month.sheets(building, "4", count=6 if building != buildings[0] else 3)
        month.stars(building)
    shown = stage()
    page = shown.tab.month_page
    page.show_view(RANKING)
    page.ranking.show_building(buildings[0])
    shown.settle()
    row = page.ranking.model.row_of(buildings[0])
    assert cells(shown, row)[5:8] == ["—", "—", "—"]
    assert cells(shown, row)[-1] == "样本不足"
    assert "不显示结果" in said()
    assert not any(text.startswith(("得分", "满意")) for text in page.explain.texts())


def test_what_stops_closing_leads_to_the_building(
    office: Office,
    month: Month,
    stage: Show,
    buildings: list[int],
) -> None:
    month.fill()
    office.evaluation.recall_batch(MONTH, buildings[1])
    shown = stage()
    shown.tab.close_month()
    dialog = shown.dialog()
    assert isinstance(dialog, CloseDialog)
    assert not dialog.close_button.isEnabled()
    press(dialog, "去处理")
    shown.settle()
    assert office.evaluation.month(MONTH).state == "open"
    assert shown.page() is shown.tab.entry_page
    assert shown.tab.entry_page.building_id() == buildings[1]
    assert len(shown.tab.entry_page.desk.work().first.sheets) == 6


def preview_then_publish(shown: Stage) -> None:
    """The red button: the paper first, as the clerk is to see what is pinned up."""
    shown.tab.month_page.strip.button.click()
    shown.settle()
    assert shown.page() is shown.tab.notice_page
    assert shown.tab.notice_page.view.page_count()
    shown.tab.notice_page.publish.click()


def test_the_ranking_opens_at_the_first_rank(
    office: Office, month: Month, buildings: list[int], stage: Show
) -> None:
    """Whatever stood there before the sheets came in."""
    office.evaluation.open_month(MONTH)
    shown = stage()
    ranking = shown.tab.month_page.ranking
    assert ranking.table.current_id()
    for building, grade in zip(buildings, "2354", strict=True):
        month.sheets(building, grade)
        month.stars(building, grade * 3)
    shown.tab.refresh(None)
    shown.settle()
    shown.tab.month_page.show_view(RANKING)
    standings = ranking.standings()
    assert ranking.table.current_id() == standings[0].score.building_id
    assert standings[0].rank == 1
    ranking.table.select_id(standings[1].score.building_id)
    shown.tab.refresh(None)  # while it is seen the cursor stays
    shown.settle()
    assert ranking.table.current_id() == standings[1].score.building_id


def test_close_publish_verify(
    office: Office,
    month: Month,
    stage: Show,
    said: Said,
) -> None:
    month.fill()
    shown = stage()
    strip = shown.tab.month_page.strip
    assert strip.button.text() == "封月(&F)"
    strip.button.click()
    dialog = shown.dialog()
    assert isinstance(dialog, CloseDialog)
    dialog.close_button.click()
    shown.settle()
    info = office.evaluation.month(MONTH)
    assert info.state == "closed"
    assert info.code is not None
    assert info.code in said()
    assert strip.button.text() == "公示(&F)"
    assert not shown.tab.month_page.progress.enter.isVisible()

    strip.steps[3].click()  # a closed month is verified from its step
    shown.settle()
    assert "核验无误" in said()

    preview_then_publish(shown)
    posting = shown.dialog()
    assert isinstance(posting, PublishDialog)
    posting.day.setText("11月33号")
    assert not posting.publish_button.isEnabled()
    posting.day.setText("2199.11.3")  # nobody has pinned it up yet
    assert not posting.publish_button.isEnabled()
    assert "还没有到" in posting.words()
    warning = posting.findChild(HolidayWarning)
    assert warning is not None
    shown.settle()
    shown.settle()
    assert warning.isVisible() == (office.holidays.missing_year() is not None)
    if warning.isVisible():
        assert warning.words.height() >= warning.words.heightForWidth(warning.words.width())
    posting.day.setText("2026.11.3")
    assert "2026年11月10日（星期二）" in posting.words()
    posting.publish_button.click()
    shown.settle()
    info = office.evaluation.month(MONTH)
    assert (info.state, str(info.notice_end)) == ("published", "2026-11-10")
    assert strip.steps[4].view.count == "至 11月10日"


def test_the_file_is_laid_down_anew_after_closing(
    office: Office, month: Month, stage: Show
) -> None:
    database = office.core.database
    database.execute("CREATE TABLE gone(what)")
    database.execute("INSERT INTO gone VALUES(zeroblob(200000))")
    database.execute("DROP TABLE gone")
    month.fill()
    shown = stage()
    assert database.value("PRAGMA freelist_count") > 0
    shown.tab.month_page.strip.button.click()
    dialog = shown.dialog()
    assert isinstance(dialog, CloseDialog)
    dialog.close_button.click()
    shown.settle()
    assert database.value("PRAGMA freelist_count") == 0


def test_a_closed_month_is_opened_from_elsewhere(
    office: Office,
    month: Month,
    stage: Show,
) -> None:
    month.fill()
    office.evaluation.close(MONTH)
    office.evaluation.open_month("2026-11")
    shown = stage()
    assert shown.tab.month() == "2026-11"
    assert shown.tab.open(Target("month", month=MONTH))
    shown.settle()
    assert shown.tab.month() == MONTH
    assert not shown.tab.open(Target("resident", 1))
    previous = office.evaluation.ranking("2026-11").previous
    assert previous[month.buildings[0]] == Decimal("100.00")


def test_the_charts_are_drawn(month: Month, stage: Show, qtbot: "QtBot") -> None:
    month.fill()
    shown = stage()
    page = shown.tab.month_page
    page.show_view(CHARTS)
    assert page.charts.group() == "西锦社区"
    qtbot.waitUntil(page.charts.month.scores.has_picture, timeout=20_000)
    page.charts.month.groups.set_value("东锦社区")
    shown.settle()
    assert page.ranking.group() == "东锦社区"


def test_the_ranking_is_exported_with_its_purpose(
    month: Month,
    stage: Show,
    chooser: Chooser,
    tmp_path: Path,
) -> None:
    month.fill()
    shown = stage()
    shown.tab.month_page.ranking.groups.set_value("西锦社区")
    chooser.answer = tmp_path / "排名.csv"

    def answer() -> None:
        dialog = shown.dialog()
        assert isinstance(dialog, ExportDialog)
        press(dialog, "选择文件并导出")
        assert dialog.isVisible()  # without a purpose nothing leaves
        dialog.form.set_values({"purpose": "报街道党工委"})
        press(dialog, "选择文件并导出")

    QTimer.singleShot(0, shown.window, answer)
    shown.tab.month_page.ranking.export.click()
    shown.settle()
    text = chooser.answer.read_text("utf-8-sig")
    assert "郑国强" in text
    assert "100.00" in text
    assert "何丽娟" not in text  # another community


def test_lists_are_searched_in_pinyin_too(month: Month, stage: Show, qtbot: "QtBot") -> None:
    month.fill()
    shown = stage()
    page = shown.tab.month_page
    for view, number in ((page.ranking, RANKING), (page.progress, PROGRESS)):
        page.show_view(number)
        for wanted, rows in (("xjy", 2), ("hlj", 1), ("郑国强", 1), ("jin yuan 1", 3), ("无", 0)):
            view.search.setFocus()
            view.search.selectAll()
            qtbot.keyClicks(view.search, wanted) if wanted.isascii() else view.search.setText(
                wanted
            )
            view.search.search_now()
            assert view.model.rowCount() == rows, wanted


def test_the_progress_list_is_printed_and_exported(
    office: Office,
    month: Month,
    stage: Show,
    chooser: Chooser,
    tmp_path: Path,
    buildings: list[int],
) -> None:
    office.evaluation.open_month(MONTH)
    month.sheets(buildings[0], "5")
    shown = stage()
    view = shown.tab.month_page.progress
    view.unfinished.set_value(True)
    shown.press(Qt.Key.Key_P, control=True)
    dialog = shown.dialog()
    assert isinstance(dialog, PaperDialog)
    assert dialog.view.page_count() == 1
    dialog.done(0)
    chooser.answer = tmp_path / "进度.csv"

    def answer() -> None:
        asked = shown.dialog()
        asked.form.set_values({"purpose": "催收"})
        press(asked, "选择文件并导出")

    QTimer.singleShot(0, shown.window, answer)
    view.export.click()
    shown.settle()
    lines = chooser.answer.read_text("utf-8-sig").splitlines()
    assert any("西锦苑1栋" in line and "星级评分册" in line for line in lines)
    assert sum("满意度表、星级评分册" in line for line in lines) == 3


def test_the_explanation_is_printed(
    month: Month,
    stage: Show,
    chooser: Chooser,
    tmp_path: Path,
) -> None:
    import pypdfium2

    month.fill()
    shown = stage()
    shown.tab.month_page.explain.print.click()
    shown.settle()
    dialog = shown.dialog()
    assert isinstance(dialog, PaperDialog)
    assert dialog.view.page_count() == 1
    chooser.answer = tmp_path / "计分说明.pdf"
    press(dialog, "存为 PDF")
    document = pypdfium2.PdfDocument(chooser.answer)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "西锦苑1栋2026年10月测评计分说明" in text.replace(" ", "").replace("\r\n", "")
    assert "郑国强" in text
    assert "100.00" in text
    dialog.done(0)


def test_imports_go_to_the_tab_that_knows_them(
    office: Office, stage: Show, buildings: list[int]
) -> None:
    office.evaluation.open_month(MONTH)
    shown = stage()
    shown.tab.month_page.progress.imports.click()
    assert shown.targets == [Target("import", month=MONTH)]
    assert buildings
