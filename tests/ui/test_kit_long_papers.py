"""Papers of thousands of pages: looked through and printed without the window freezing."""

import io
import re
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from ldz_desktop.ui.kit.paper_view import PaperView, paint_on
from ldz_desktop.ui.kit.print_progress import PrintProgress


def pages(count: int) -> bytes:
    """A4 with a black square in the middle of each."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, (595, 842))
    for _ in range(count):
        canvas.rect(100, 100, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_thousands_of_pages_open_at_once(window: QWidget, qtbot: QtBot) -> None:
    """Blank sheets of a community; a widget for each page took half a minute."""
    view = PaperView(window)
    view.resize(800, 600)
    view.show()
    pdf = pages(4000)
    began = time.monotonic()
    view.set_paper(pdf)
    QApplication.processEvents()
    assert time.monotonic() - began < 3
    qtbot.waitUntil(lambda: 0 < view.drawn_pages() < 5)
    while view.zoom() < 2.9:
        view.zoom_in()
    view.show_page(3999)
    assert view.current_page() == 3999
    view.show_page(1234)
    assert view.current_page() == 1234
    began = time.monotonic()
    qtbot.waitUntil(lambda: 0 < view.drawn_pages() < 5)
    assert time.monotonic() - began < 2
    view.fit_width()
    qtbot.waitUntil(lambda: 0 < view.drawn_pages() < 5)
    assert view.current_page() in (1233, 1234)  # what is in view stays in view
    assert view.grab().toImage().pixelColor(400, 300).lightness() < 60


def test_a_long_print_says_how_far_it_is_and_can_be_stopped(
    window: QWidget, tmp_path: Path
) -> None:
    """Half a second a page, as a slow printer takes: the dialog comes and its button works."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    told: list[str] = []

    class Slow(PrintProgress):
        @override
        def at(self, done: int, total: int) -> bool:
            time.sleep(0.5)
            going = super().at(done, total)
            shown = QApplication.activeModalWidget()
            if shown is not None:
                told.append(shown.findChildren(QLabel)[0].text())
                QTest.mouseClick(shown.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
            return going

    assert not paint_on(printer, pages(9), Slow(window))
    assert told
    assert re.match(r"正在打印第 [2-5] 页，共 9 页", told[0])
    assert QApplication.activeModalWidget() is None
