"""Theme, toasts and dialogs, crash details, files, paper and charts."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ldz_desktop.errors import Cancelled, KnownError, StorageError
from ldz_desktop.paths import resource_path
from ldz_desktop.ui.kit import crash, files, theme
from ldz_desktop.ui.kit.chart_view import ChartView
from ldz_desktop.ui.kit.crash import DefectDialog
from ldz_desktop.ui.kit.notices import ErrorDialog, Notices, Toast
from ldz_desktop.ui.kit.paper_view import (
    PaperDialog,
    PaperView,
    page_images,
    paint_on,
    print_paper,
    save_paper,
)
from ldz_desktop.ui.kit.pieces import button, chip, label, restyle
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.print_sheet import placed
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.tasks import TaskRunner

PAGES = 3


@pytest.fixture(scope="session")
def pdf() -> bytes:
    """Three A4 pages with a black square on each, the last one in landscape."""
    import io

    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number in range(PAGES):
        if number == PAGES - 1:
            canvas.setPageSize(landscape(A4))
        canvas.rect(72, 72, 72, 72, fill=1)
        canvas.drawString(100, 300, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


# -- theme ---------------------------------------------------------------------------------------


def test_every_token_and_icon_the_style_sheet_names_exists(window: QWidget) -> None:
    sheet = window.styleSheet()
    assert "@" not in sheet.replace("@2x", "")
    named = {part.split(")")[0] for part in sheet.split("url(")[1:]}
    assert named
    for path in named:
        assert Path(path).is_file(), path


def test_a_dark_system_does_not_reach_the_window(dressed: QApplication, window: QWidget) -> None:
    palette = dressed.palette()
    assert palette.color(QPalette.ColorRole.Base) == QColor("#FFFFFF")
    assert palette.color(QPalette.ColorRole.WindowText) == theme.color("ink")
    field = QLineEdit("文字", window)
    field.show()
    image = field.grab().toImage()
    assert image.pixelColor(image.width() // 2, 4).lightness() > 240


def test_large_type_grows_text_and_can_be_taken_back(
    dressed: QApplication, window: QWidget
) -> None:
    words = label("何丽娟", "title")
    words.setParent(window)
    small = words.sizeHint().height()
    try:
        theme.prepare(dressed, large=True)
        theme.dress(window)
        assert theme.px(34) == 44
        assert words.sizeHint().height() >= small * 1.2
        assert theme.is_large()
    finally:
        theme.prepare(dressed, large=False)
        theme.dress(window)
    assert words.sizeHint().height() == small


@pytest.mark.parametrize("path", sorted(resource_path("icons").glob("*.svg")), ids=lambda p: p.stem)
def test_every_icon_draws_something(dressed: QApplication, path: Path) -> None:
    image = theme.icon(path.stem, "ink").pixmap(QSize(32, 32)).toImage()
    drawn = sum(image.pixelColor(x, y).alpha() > 0 for x in range(32) for y in range(32))
    assert 20 < drawn < 900


def test_chips_and_roles_are_seen_again_when_they_change(window: QWidget) -> None:
    made = chip("自有", "green")
    layout = QVBoxLayout(window)
    layout.addWidget(made)
    layout.addStretch(1)
    window.repaint()

    def ground() -> QColor:
        image = made.grab().toImage()
        return image.pixelColor(image.width() // 2, 1)

    assert ground() == theme.color("green-wash")
    restyle(made, "chip", "red")
    assert ground() == theme.color("red-wash")


# -- notices -------------------------------------------------------------------------------------


def test_a_toast_offers_undo_by_button_and_by_key(
    notices: Notices, window: QWidget, qtbot: QtBot
) -> None:
    undone: list[str] = []
    notices.info("已删除一户", lambda: undone.append("button"))
    toast = window.findChild(Toast)
    assert toast is not None
    assert toast.geometry().bottom() < window.height()
    undo = toast.findChild(QPushButton)
    assert undo is not None
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert undone == ["button"]
    assert toast.isHidden()
    notices.info("已删除一人", lambda: undone.append("key"))
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["button", "key"]


def test_a_new_toast_takes_the_place_of_the_old_one(
    notices: Notices, window: QWidget, said: Callable[[], str]
) -> None:
    notices.info("第一句", lambda: None)
    notices.info("第二句")
    assert "第一句" not in said()
    assert "第二句" in said()


def test_an_error_says_what_to_do_next(notices: Notices, window: QWidget) -> None:
    notices.error(StorageError("磁盘已满", "这一步没有保存。", "请清理磁盘。"))
    dialog = window.findChild(ErrorDialog)
    assert dialog is not None
    texts = [w.text() for w in dialog.findChildren(QLabel) if w.text()]
    assert texts == ["磁盘已满", "这一步没有保存。", "请清理磁盘。"]
    dialog.accept()


def test_a_long_sentence_is_not_cut_off(notices: Notices, window: QWidget) -> None:
    notices.error(StorageError("磁盘已满", "这一步没有保存，" * 12, "请清理磁盘。"))
    dialog = window.findChild(ErrorDialog)
    assert dialog is not None
    assert dialog.height() >= dialog.heightForWidth(dialog.width())
    dialog.accept()


def test_cancelled_is_only_a_toast(
    notices: Notices, window: QWidget, said: Callable[[], str]
) -> None:
    notices.error(Cancelled())
    assert window.findChild(ErrorDialog) is None
    assert "数据没有改动" in said()


@pytest.mark.parametrize(("caption", "answer"), [("移除", True), ("取消", False)])
def test_a_question_is_answered_by_verbs(
    notices: Notices, finger: object, caption: str, answer: bool
) -> None:
    finger.press(caption)  # type: ignore[attr-defined]
    assert notices.ask("移除账号？", "不能撤销。", "移除", danger=True) is answer


def test_notices_speak_over_an_open_dialog(notices: Notices, window: QWidget) -> None:
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.resize(400, 300)
    dialog.open()
    notices.info("已保存")
    assert dialog.findChild(Toast) is not None
    dialog.close()


# -- crash ---------------------------------------------------------------------------------------


def test_details_hold_places_and_kinds_but_no_values(window: QWidget) -> None:
    def stumble(number: str) -> None:
        try:
            int(number + "x")
        except ValueError as error:
            raise KeyError(number) from error

    secret = "410123199001011234"
    with pytest.raises(KeyError) as caught:
        stumble(secret)
    text = crash.describe(caught.value)
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "stumble" in text
    assert secret not in text
    dialog = DefectDialog(caught.value, window)
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text().startswith("复制"))
    copy.click()
    assert QGuiApplication.clipboard().text() == text
    dialog.close()


def test_what_nobody_caught_reaches_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    shown: list[BaseException] = []
    crash.install(shown.append)
    error = RuntimeError("x")
    sys.excepthook(RuntimeError, error, None)
    assert shown == [error]


def test_a_defect_is_written_down_without_values(window: QWidget, tmp_path: Path) -> None:
    file = tmp_path / "logs" / "defects.log"
    crash.note_in(file)
    try:
        DefectDialog(ValueError("410123199001011234"), window).close()
        crash.note(KeyError("13900000018"))
    finally:
        crash.note_in(tmp_path / "nowhere")
    text = file.read_text("utf-8")
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "410123" not in text
    assert "139" not in text.replace(str(tmp_path), "")


# -- files and preferences -----------------------------------------------------------------------


def test_a_name_without_an_ending_gets_the_right_one(
    window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    answers = iter([(str(tmp_path / "排名"), "CSV 文件 (*.csv)"), ("", "")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: next(answers))
    chooser = files.SystemChooser()
    assert chooser.save(window, "导出", files.XLSX_OR_CSV, "排名.xlsx") == tmp_path / "排名.csv"
    assert chooser.save(window, "导出", files.XLSX_OR_CSV, "排名.xlsx") is None


def test_preferences_live_in_the_data_folder(dressed: QApplication, tmp_path: Path) -> None:
    first = Preferences(tmp_path)
    assert not first.large_type
    assert first.geometry.isEmpty()
    first.large_type = True
    first.last_account = "李敏"
    first.last_tab = "roster"
    first.save()
    assert (tmp_path / "window.ini").is_file()
    again = Preferences(tmp_path)
    assert (again.large_type, again.last_account, again.last_tab) == (True, "李敏", "roster")


# -- paper ---------------------------------------------------------------------------------------


@pytest.fixture
def paper(window: QWidget, pdf: bytes) -> PaperView:
    view = PaperView(window)
    view.resize(800, 600)
    view.show()
    view.set_paper(pdf)
    return view


def test_pages_are_drawn_as_they_are_reached(paper: PaperView, qtbot: QtBot) -> None:
    assert paper.page_count() == PAGES
    qtbot.waitUntil(lambda: 0 < paper.drawn_pages() < PAGES)
    bar = paper.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: 0 < paper.drawn_pages() < PAGES)
    image = paper.grab().toImage()
    dark = sum(
        image.pixelColor(x, y).lightness() < 60
        for x in range(0, image.width(), 4)
        for y in range(0, image.height(), 4)
    )
    assert dark > 50


def test_zooming_makes_pages_larger_and_fits_back(paper: PaperView, qtbot: QtBot) -> None:
    before = paper.zoom()
    paper.zoom_in()
    assert paper.zoom() > before
    paper.zoom_out()
    paper.zoom_out()
    assert paper.zoom() < before
    paper.fit_width()
    assert paper.zoom() == pytest.approx(before, rel=0.05)


def test_another_paper_takes_the_place_of_the_first(paper: PaperView, pdf: bytes) -> None:
    paper.set_paper(pdf)
    assert paper.page_count() == PAGES
    paper.set_paper(b"")
    assert paper.page_count() == 0


def test_printing_puts_every_page_on_its_own_sheet(
    dressed: QApplication, pdf: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    paint_on(printer, pdf)
    printed, wanted = page_images(out.read_bytes(), 48), page_images(pdf, 48)
    assert len(printed) == PAGES
    for got, original in zip(printed, wanted, strict=True):
        assert got.width() == pytest.approx(original.width(), abs=2)
        assert got.height() == pytest.approx(original.height(), abs=2)
        # the square stands where it stood: one inch from the left and from the bottom
        assert got.pixelColor(72, got.height() - 72).lightness() < 60
        assert got.pixelColor(24, got.height() - 24).lightness() > 200


@pytest.mark.parametrize(
    ("page", "place"),
    [
        (QSizeF(595.28, 841.89), QRectF(0, 0, 595.28, 841.89)),  # A4, a hair larger than its name
        (QSizeF(420, 595), QRectF(0, 0, 420, 595)),
        (QSizeF(842, 1191), QRectF(12, 17.17, 571, 807.67)),  # A3 shrinks into the margins
        (QSizeF(1191, 842), QRectF(12, 219.16, 571, 403.68)),
    ],
    ids=["A4", "A5", "A3", "A3 across"],
)
def test_a_page_too_large_for_the_sheet_is_made_to_fit(page: QSizeF, place: QRectF) -> None:
    found = placed(page, QRectF(0, 0, 595, 842), QMarginsF(12, 12, 12, 12))
    for got, wanted in zip(found.getRect(), place.getRect(), strict=True):
        assert got == pytest.approx(wanted, abs=0.1)


def test_sheets_of_several_sizes_and_ways_in_one_print(
    dressed: QApplication, tmp_path: Path
) -> None:
    """On a printer of Windows each is a job of its own, in a file they follow each other."""
    from reportlab.pdfgen.canvas import Canvas

    sizes = [(595, 842), (842, 595), (842, 1191), (842, 1191), (595, 842)]
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for size in sizes:
        canvas.setPageSize(size)
        canvas.rect(72, 72, 72, 72, fill=1)
        canvas.showPage()
    canvas.save()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert paint_on(printer, stream.getvalue())
    images = page_images((tmp_path / "out.pdf").read_bytes(), 72)
    assert [(i.width(), i.height()) for i in images] == sizes
    for image in images:
        assert image.pixelColor(100, image.height() - 100).lightness() < 60
        assert image.pixelColor(40, image.height() - 40).lightness() > 200


def test_a_page_range_is_kept(dressed: QApplication, pdf: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    printer.setFromTo(2, 2)
    paint_on(printer, pdf)
    assert len(page_images(out.read_bytes(), 20)) == 1


@pytest.mark.skipif(os.name != "nt", reason="elsewhere the dialog opens without a printer")
def test_a_missing_printer_is_said(window: QWidget, notices: Notices, pdf: bytes) -> None:
    """QPrintDialog would come back at once as if somebody had left it."""
    if QPrinterInfo.availablePrinterNames():
        pytest.skip("this machine has a printer")
    dialog = PaperDialog(pdf, "排名公示", "公示-2026-10.pdf", notices, window)
    dialog.open()
    dialog.print()
    said = window.findChild(ErrorDialog)
    assert said is not None
    assert said.windowTitle() == "没有打印机"
    said.accept()
    dialog.close()


@pytest.mark.skipif(os.name == "nt", reason="the dialog of Windows itself: no Qt window to close")
def test_the_print_dialog_can_be_left(window: QWidget, pdf: bytes, qtbot: QtBot) -> None:
    from PySide6.QtCore import QTimer

    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            dialog.close()

    timer = QTimer()
    timer.timeout.connect(leave)
    timer.start(20)
    assert print_paper(pdf, window, "公示") is False
    timer.stop()


def test_the_preview_saves_what_it_shows(
    window: QWidget, notices: Notices, pdf: bytes, tmp_path: Path, chooser: object
) -> None:
    dialog = PaperDialog(pdf, "排名公示", "公示-2026-10.pdf", notices, window)
    dialog.open()
    assert "3 页" in [w.text() for w in dialog.findChildren(QLabel)]
    dialog.save()
    assert not list(tmp_path.iterdir())
    chooser.answer = tmp_path / "公示.pdf"  # type: ignore[attr-defined]
    dialog.save()
    assert (tmp_path / "公示.pdf").read_bytes() == pdf
    dialog.close()


def test_a_disk_that_refuses_is_said(
    window: QWidget, notices: Notices, pdf: bytes, tmp_path: Path
) -> None:
    assert not save_paper(pdf, tmp_path / "no such folder" / "a.pdf", notices)
    dialog = window.findChild(ErrorDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "不能保存"
    dialog.accept()


# -- charts --------------------------------------------------------------------------------------


def test_a_chart_is_drawn_on_the_worker_and_has_its_numbers(
    window: QWidget, tasks: TaskRunner, qtbot: QtBot
) -> None:
    import threading

    threads: list[int] = []

    def make() -> object:
        from matplotlib.figure import Figure

        threads.append(threading.get_ident())
        figure = Figure()
        figure.add_subplot().bar(["1", "2"], [3.0, 4.0], color="#C8161D")
        return figure

    chart = ChartView("每月得分", tasks, window)
    chart.setGeometry(QRect(0, 0, 500, 320))
    chart.show()
    chart.set_chart(make, ["月份", "得分"], [["2026年9月", "96.40"], ["2026年10月", "9.50"]])  # type: ignore[arg-type]
    qtbot.waitUntil(chart.has_picture, timeout=20_000)
    assert threads
    assert threading.get_ident() not in threads
    red = theme.color("red").rgb()
    image = chart.grab().toImage()
    assert any(
        image.pixel(x, y) == red
        for x in range(0, image.width(), 5)
        for y in range(0, image.height(), 5)
    )
    switch = next(b for b in chart.findChildren(QPushButton) if b.text().startswith("看数字"))
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert chart.showing_numbers()
    table = chart.findChild(RecordTable)
    assert table is not None
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert table.model().index(0, 1).data() == "9.50"
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert not chart.showing_numbers()


def test_a_button_made_by_the_kit_is_never_a_default_by_accident(window: QWidget) -> None:
    made = button("", tip="放大", icon="zoom-in")
    assert not made.autoDefault()
    assert made.accessibleName() == "放大"


def test_a_chart_is_drawn_again_only_where_it_would_differ(
    window: QWidget, tasks: TaskRunner, qtbot: QtBot
) -> None:
    from matplotlib.figure import Figure

    made: list[int] = []

    def make() -> Figure:
        made.append(1)
        if len(made) == 1:
            raise KnownError("画不出来", "这一次画不出来。")
        return Figure()

    chart = ChartView("每月得分", tasks, window)
    chart.setGeometry(QRect(0, 0, 500, 320))
    chart.show()
    for _ in range(2):  # what failed is asked for again
        chart.set_chart(make, ["月份"], [["2026年9月"]])
        qtbot.waitUntil(tasks.idle)
    assert len(made) == 2
    chart.hide()
    chart.show()
    qtbot.wait(200)
    qtbot.waitUntil(tasks.idle)
    assert len(made) == 2
    chart.resize(600, 320)
    qtbot.waitUntil(lambda: len(made) == 3)


# -- buttons -------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus(
    window: QWidget, qtbot: QtBot, key: Qt.Key
) -> None:
    pressed: list[str] = []
    made = button("导入花名册(&I) …", lambda: pressed.append("导入"))
    made.setParent(window)
    made.show()
    made.setFocus()
    qtbot.keyClick(made, key)
    assert pressed == ["导入"]
