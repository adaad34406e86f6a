"""测评方案 through its widgets: versions, what is wrong, preview, undo; entry of ten questions."""

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton

from ldz_desktop.domain.schemes import SCHEME_1, SCHEME_2
from ldz_desktop.services.context import Office
from ldz_desktop.ui.evaluation.scheme_page import PREVIEW, VERSIONS, SchemePage
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.notices import Toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldz_desktop.ui.evaluation.scheme_form import RowEditor
    from tests.ui.evaluation.conftest import Month, Stage

    Show = Callable[[], Stage]


@pytest.fixture
def page(month: "Month", stage: "Show") -> "tuple[Stage, SchemePage]":
    """A closed month, and the page of schemes reached by the button on the strip."""
    month.fill()
    month.office.evaluation.close("2026-10")
    shown = stage()
    shown.tab.month_page.strip.scheme.click()
    shown.settle()
    assert shown.page() is shown.tab.scheme_page
    return shown, shown.tab.scheme_page


def numbers(page: SchemePage, key: str, *values: int) -> None:
    cast("RowEditor", page.form.form.editor(key)).set_value(values)


def said(page: SchemePage, key: str) -> str:
    return "".join(page.form.form.problem_texts(key))


def test_a_new_version_by_keyboard_and_undone(
    page: "tuple[Stage, SchemePage]", office: Office
) -> None:
    shown, scheme = page
    assert not scheme.save.isEnabled()
    assert scheme.model.rowCount() == 1
    scheme.form.questions.setFocus()
    shown.press(Qt.Key.Key_End, control=True)
    shown.press(Qt.Key.Key_Return)
    shown.type("new question")
    assert scheme.save.isEnabled()
    shown.press(Qt.Key.Key_S, control=True)
    newest = office.schemes.versions()[0]
    assert newest.scheme.questions == (*SCHEME_1.questions, "new question")
    assert newest.changes == ("题数：8 题 → 9 题", "新增：new question")
    assert scheme.model.rowCount() == 2
    assert scheme.changed_since.text() == "第 2 版比第 1 版改了"
    assert not scheme.edited()
    (toast,) = [t for t in shown.window.findChildren(Toast) if t.isVisible()]
    (undo,) = toast.findChildren(QPushButton)
    undo.click()
    shown.settle()
    assert [v.scheme.version for v in office.schemes.versions()] == [1]
    assert scheme.model.rowCount() == 1
    assert scheme.form.questions.value() == "\n".join(SCHEME_1.questions)


def test_what_is_wrong_stands_below_its_field(
    page: "tuple[Stage, SchemePage]", office: Office
) -> None:
    shown, scheme = page
    numbers(scheme, "weights", 60, 50)
    numbers(scheme, "grade_values", 100, 80, 80, 40, 20)
    numbers(scheme, "minimum_sheets", 3)
    scheme.save.click()
    shown.settle()
    assert said(scheme, "weights") == "满意度和星级的权重合计应为 100 %，现在是 110 %。"
    assert "“满意”80 分，应高于“基本满意”80 分" in said(scheme, "grade_values")
    assert "5 到 500 张" in said(scheme, "minimum_sheets")
    scheme.form.questions.set_value(None)
    scheme.save.click()
    shown.settle()
    assert "至少要有一道题" in said(scheme, "questions")
    assert len(office.schemes.versions()) == 1
    scheme.give_up.click()
    assert said(scheme, "weights") == ""
    assert not scheme.edited()


def test_the_preview_shows_ranks_and_flags_side_by_side(
    page: "tuple[Stage, SchemePage]", month: "Month", office: Office
) -> None:
    shown, scheme = page
    before = office.evaluation.ranking("2026-10")
    numbers(scheme, "grade_values", 100, 99, 98, 97, 0)
    scheme.preview.click()
    shown.settle()
    view = scheme.preview_view
    assert scheme.views.currentIndex() == PREVIEW
    assert view.model.rowCount() == 4
    assert view.flags.text() == "红旗归属不变"
    first = [str(view.model.index(0, n).data()) for n in range(view.model.columnCount())]
    assert first == ["西锦社区", "1", "1", "不变", "西锦苑1栋", "100.00", "100.00", "红旗"]
    assert office.evaluation.ranking("2026-10") == before
    scheme.form.questions.set_value("只问一题")
    assert view.table.isHidden()  # what was computed is out of date
    numbers(scheme, "answered_minimum", 1)
    scheme.preview.click()
    shown.settle()
    assert "是 8 题，改后是 1 题" in view.words.text()
    assert view.table.isHidden()


def test_a_rolling_scheme_comes_with_its_usual_minimums(
    page: "tuple[Stage, SchemePage]", office: Office
) -> None:
    shown, scheme = page
    prior = scheme.form.form.editor("prior")
    assert prior.isHidden()
    scheme.form.window_months.set_value(3)
    assert not prior.isHidden()
    assert "最近3个月" in scheme.form.sentence.text()
    scheme.save.click()
    shown.settle()
    stored = office.schemes.versions()[0].scheme
    assert replace(stored, name=SCHEME_2.name) == SCHEME_2
    scheme.form.window_months.set_value(1)
    assert replace(scheme.form.scheme() or SCHEME_2, version=1) == SCHEME_1


def test_an_open_month_without_papers_takes_the_newest(
    page: "tuple[Stage, SchemePage]", office: Office
) -> None:
    shown, scheme = page
    office.evaluation.open_month("2026-11")
    assert scheme.switch.isHidden()
    numbers(scheme, "notice_days", 7)
    scheme.save.click()
    shown.settle()
    assert not scheme.switch.isHidden()
    assert scheme.switch.text() == "2026年11月改用第 2 版"
    scheme.switch.click()
    shown.settle()
    assert office.evaluation.month("2026-11").scheme_version == 2
    assert office.evaluation.month("2026-10").scheme_version == 1
    assert scheme.switch.isHidden()


def test_an_older_version_can_be_used_again(
    page: "tuple[Stage, SchemePage]", office: Office
) -> None:
    shown, scheme = page
    numbers(scheme, "notice_days", 7)
    scheme.save.click()
    shown.settle()
    scheme.views.setCurrentIndex(VERSIONS)
    scheme.table.select_id(1)
    shown.settle()
    assert scheme.form.scheme() == SCHEME_1
    scheme.save.click()
    shown.settle()
    newest = office.schemes.versions()[0]
    assert (newest.scheme.version, newest.changes) == (3, ("公示期：7 个工作日 → 5 个工作日",))


def test_leaving_asks_before_anything_is_lost(
    page: "tuple[Stage, SchemePage]", qtbot: object
) -> None:
    from PySide6.QtCore import QTimer

    shown, scheme = page
    numbers(scheme, "notice_days", 7)
    asked: list[str] = []

    def answer() -> None:
        dialog = cast("QDialog", shown.dialog())
        asked.append(dialog.windowTitle())
        dialog.done(0)

    QTimer.singleShot(0, answer)
    scheme.leave()
    assert len(asked) == 1
    assert shown.page() is scheme
    assert scheme.edited()
    scheme.give_up.click()
    scheme.leave()
    shown.settle()
    assert shown.page() is shown.tab.month_page


@pytest.mark.parametrize("count", [6, 10])
def test_sheets_of_other_lengths_are_keyed(
    month: "Month", stage: "Show", office: Office, count: int
) -> None:
    questions = tuple(f"第{n}件事" for n in range(1, count + 1))
    office.schemes.save(replace(SCHEME_1, questions=questions))
    office.evaluation.open_month("2026-10")
    shown = stage()
    shown.tab.enter(month.buildings[0])
    shown.settle()
    pad = shown.tab.entry_page.desk.pad
    pad.setFocus()
    QTest.keyClicks(pad, "5" * count + "4" * count + "3")
    shown.settle()
    draft = office.evaluation.draft("2026-10", month.buildings[0])
    assert sorted(draft.sheets) == ["4" * count, "5" * count]
    assert pad.view.now == 1
    image = pad.grab()
    assert not image.isNull()


def test_a_target_with_a_building_opens_why(month: "Month", stage: "Show") -> None:
    month.fill()
    shown = stage()
    assert shown.tab.open(Target("month", id=month.buildings[2], month="2026-10"))
    shown.settle()
    explanation = shown.tab.month_page.explain.explanation
    assert explanation is not None
    assert explanation.standing.score.building_id == month.buildings[2]
