"""Paper on the screen: PDF pages drawn by pypdfium2, printed through the system's dialog."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QPaintEngine, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget
from typing_extensions import override

from ldz_desktop.errors import KnownError, StorageError
from ldz_desktop.services.files import write_whole
from ldz_desktop.services.pdf_scan import PDFIUM
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.paper_sheet import GAP, PaperSheet
from ldz_desktop.ui.kit.pieces import button, column, label, row, size_to
from ldz_desktop.ui.kit.print_progress import PrintProgress
from ldz_desktop.ui.kit.print_sheet import take_sheet

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_PRINT_DPI = 300
_SHARP_DPI = 150
_POINTS = 72.0
_AHEAD = 200  # pixels above and below the view that are drawn too
_TALLEST = 15_000_000  # pixels; no widget of Qt is taller than 2^24


class PaperView(QScrollArea):
    """The pages of a PDF below each other. Fits the width until somebody zooms.

    page_changed: somebody scrolled; read current_page() again.
    """

    page_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: pypdfium2.PdfDocument | None = None
        self._sizes: list[tuple[float, float]] = []
        self._zoom: float | None = None
        self.setAccessibleName("文件预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sheet = PaperSheet()
        self.setWidget(self._sheet)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._soon.timeout.connect(self._measure)
        self._soon_drawn = QTimer(self)
        self._soon_drawn.setSingleShot(True)
        self._soon_drawn.setInterval(0)
        self._soon_drawn.timeout.connect(self._draw_visible)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._soon_drawn.start())
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._soon_drawn.start())

    def set_paper(self, pdf: bytes) -> None:
        """Show another document, from its first page."""
        import pypdfium2

        with PDFIUM:
            if self._document is not None:
                self._document.close()
            self._document = document = pypdfium2.PdfDocument(pdf) if pdf else None
            numbers = range(len(document)) if document else ()
            self._sizes = [document.get_page_size(i) for i in numbers] if document else []
        self._measure()
        self.verticalScrollBar().setValue(0)

    def page_count(self) -> int:
        return len(self._sizes)

    def current_page(self) -> int:
        """The page in the middle of the view, from 0; -1 where there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return self._sheet.page_at(middle)

    def show_page(self, number: int) -> None:
        """Scroll to the top of a page, from 0; numbers beyond the ends go to the ends."""
        places = self._sheet.places
        if places:
            place = places[max(0, min(number, len(places) - 1))]
            self.verticalScrollBar().setValue(place.top() - theme.px(GAP))

    def zoom_in(self) -> None:
        self._set_zoom(next((z for z in _ZOOMS if z > self.zoom() + 0.01), _ZOOMS[-1]))

    def zoom_out(self) -> None:
        self._set_zoom(next((z for z in reversed(_ZOOMS) if z < self.zoom() - 0.01), _ZOOMS[0]))

    def fit_width(self) -> None:
        self._zoom = None
        self._measure()

    def zoom(self) -> float:
        """Pixels on the screen for each pixel of paper at 96 dots an inch."""
        wanted = self._zoom
        if wanted is None:
            widest = max((w for w, _ in self._sizes), default=595.0)
            room = self.viewport().width() - theme.px(40)
            wanted = max(0.2, min(2.0, room / (widest / _POINTS * 96)))
        points = sum(h for _, h in self._sizes)
        return min(wanted, _TALLEST * _POINTS / 96 / points) if points else wanted

    def drawn_pages(self) -> int:
        """How many pages have been drawn (the others wait until they are scrolled to)."""
        return len(self._sheet.pictures)

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._measure()

    def _measure(self) -> None:
        """Give the pages their places; what is in view stays in view."""
        bar, before = self.verticalScrollBar(), self._sheet.height()
        share = bar.value() / before if before else 0.0
        factor = self.zoom() * 96 / _POINTS
        self._sheet.put([(round(w * factor), round(h * factor)) for w, h in self._sizes])
        self._widen()
        bar.setValue(round(share * self._sheet.height()))
        self._soon_drawn.start()

    def _widen(self) -> None:
        self._sheet.resize(self._sheet.least().expandedTo(self.viewport().size()))

    def _draw_visible(self) -> None:
        self.page_changed.emit()
        sheet, top = self._sheet, self.verticalScrollBar().value()
        near = sheet.between(top - _AHEAD, top + self.viewport().height() + _AHEAD)
        for number in [n for n in sheet.pictures if n not in near]:
            del sheet.pictures[number]
        ratio = self.devicePixelRatioF()
        for number in near:
            if number not in sheet.pictures and self._document is not None:
                image = _render(self._document, number, sheet.places[number].width() * ratio)
                image.setDevicePixelRatio(ratio)
                sheet.pictures[number] = QPixmap.fromImage(image)
        here = self.current_page() + 1
        sheet.setAccessibleName(f"第 {here} 页，共 {len(self._sizes)} 页" if here else "")
        sheet.update()

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._widen()
        if self._zoom is None:
            self._soon.start()
        self._soon_drawn.start()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._soon.start()
        return super().event(event)


def _render(document: "pypdfium2.PdfDocument", number: int, width: float) -> QImage:
    with PDFIUM:
        page = document[number]
        try:
            scale = width / page.get_width()
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            image = QImage(
                bytes(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_RGBX8888,
            )
            return image.copy()
        finally:
            page.close()


def first_page(pdf: bytes) -> tuple[QImage, int]:
    """The first page as a picture, and how many pages there are."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            width = document.get_page_size(0)[0] / _POINTS * _SHARP_DPI
            return _render(document, 0, width), len(document)
        finally:
            document.close()


def page_images(pdf: bytes, dpi: int = 96) -> list[QImage]:
    """Every page as a picture."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
    try:
        with PDFIUM:
            widths = [document.get_page_size(i)[0] / _POINTS * dpi for i in range(len(document))]
        return [_render(document, i, width) for i, width in enumerate(widths)]
    finally:
        with PDFIUM:
            document.close()


def _page_count(pdf: bytes) -> int:
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def print_paper(pdf: bytes, parent: QWidget, name: str = "") -> bool:
    """Print through the system's dialog; False when the person changed their mind, before or in
    the middle of a long paper.

    name: what the printer queue calls it. The sheet's size and orientation follow each page.
    Raises StorageError where there is no printer, or it does not take the job.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if os.name == "nt" and printer.outputFormat() != QPrinter.OutputFormat.NativeFormat:
        raise StorageError(  # the dialog of Windows would not even open
            "没有打印机",
            "这台电脑上没有安装打印机，没有打印。",
            "请先在系统设置里添加打印机；也可以存为 PDF，拿到别的电脑上打印。",
        )
    printer.setDocName(name or "楼栋长工作台")
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, _page_count(pdf))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    return paint_on(printer, pdf, PrintProgress(parent))


def paint_on(printer: object, pdf: bytes, progress: PrintProgress | None = None) -> bool:
    """Paint the pages of a PDF on a QPrinter, at their true size where it has such sheets,
    honouring the page range. False when it was cancelled."""
    import pypdfium2
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        sizes = [document.get_page_size(number) for number in range(len(document))]
    painter = QPainter()
    # Windows keeps to one sheet within a job: another size begins another job there
    changes_within = printer.paintEngine().type() == QPaintEngine.Type.Pdf
    try:
        first = max(1, printer.fromPage())
        last = min(len(sizes), printer.toPage() or len(sizes))
        size: tuple[float, float] | None = None
        place = QRectF()
        for number in range(first - 1, last):
            if progress is not None and not progress.at(number - first + 1, last - first + 1):
                printer.abort()
                return False
            if sizes[number] != size:
                if not changes_within and painter.isActive():
                    painter.end()
                size = sizes[number]
                place = take_sheet(printer, size)
            if painter.isActive():
                printer.newPage()
            elif not painter.begin(printer):
                raise StorageError("打印没有开始", "打印机没有接受任务。", "请检查打印机后重试。")
            width = place.width() * min(1.0, _PRINT_DPI / printer.resolution())
            painter.drawImage(place, _render(document, number, width))
        return True
    finally:
        if progress is not None:
            progress.end()
        if painter.isActive():
            painter.end()
        with PDFIUM:
            document.close()


class PaperDialog(Dialog):
    """A preview with 打印 and 存为 PDF: what every document of the program is shown in."""

    def __init__(
        self, pdf: bytes, title: str, file_name: str, notices: Notices, parent: QWidget
    ) -> None:
        """file_name: the proposal for saving, without personal data (公示-2026-10.pdf)."""
        super().__init__(parent)
        self._pdf = pdf
        self._title = title
        self._file_name = file_name
        self._notices = notices
        self.setWindowTitle(title)
        size_to(self, 860, 720)
        self.view = PaperView()
        pages = label("", "muted")
        bar = row(
            label(title, "title"),
            pages,
            None,
            button("", self.view.zoom_out, role="quiet", icon="zoom-out", tip="缩小"),
            button("", self.view.zoom_in, role="quiet", icon="zoom-in", tip="放大"),
            button("适合宽度(&W)", self.view.fit_width),
            button("存为 PDF(&S)", self.save, icon="save"),
            button("打印(&P)", self.print, role="primary", icon="print"),
        )
        layout = column(bar, self.view, spacing=12)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(layout)
        self.view.set_paper(pdf)
        pages.setText(f"{self.view.page_count()} 页")
        self.view.setFocus()  # to be read first
        QShortcut(QKeySequence.StandardKey.Print, self, self.print)
        QShortcut(QKeySequence.StandardKey.ZoomIn, self, self.view.zoom_in)
        QShortcut(QKeySequence.StandardKey.ZoomOut, self, self.view.zoom_out)

    def print(self) -> None:
        try:
            print_paper(self._pdf, self, self._title)
        except KnownError as error:
            self._notices.error(error)

    def save(self) -> None:
        path = files.ask_save(self, "存为 PDF", files.PDF, self._file_name)
        if path is not None and save_paper(self._pdf, path, self._notices):
            self._notices.written(f"已存为 {path.name}", path)


def save_paper(pdf: bytes, path: Path, notices: Notices) -> bool:
    """Write a PDF; says so when the disk refuses."""
    try:
        write_whole(path, pdf)
    except StorageError as error:
        notices.error(error)
        return False
    return True


def image_png(image: QImage) -> bytes:
    """A picture as PNG (for the clipboard and for tests)."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
