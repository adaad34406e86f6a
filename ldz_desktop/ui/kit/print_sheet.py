"""The sheet of a printer that a page of a PDF goes on, and where on it."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_POINTS = 72.0
_SLACK = 3.0  # points: sheets of one name differ by that much from maker to maker


def take_sheet(printer: "QPrinter", points: tuple[float, float]) -> QRectF:
    """Ask the printer for a sheet of the page's size and orientation; returns where the page
    goes, in dots from the painter's origin.

    A printer that has no sheet of this size gives its usual one, and the page is made to fit.
    """
    short, long = (math.floor(edge + 0.5) for edge in sorted(points))
    size = QPageSize(
        QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    across = points[0] > points[1]
    way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    layout = QPageLayout(_offered(printer, size), way, QMarginsF(0, 0, 0, 0))
    # else a printer that cannot print up to the edge refuses the layout as a whole
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    taken = printer.pageLayout()
    full = taken.fullRect(QPageLayout.Unit.Point)
    place = placed(QSizeF(*points), full, taken.minimumMargins())
    dots = printer.resolution() / _POINTS
    corner = taken.paintRect(QPageLayout.Unit.Point).topLeft()
    place.translate(-corner)
    return QRectF(place.topLeft() * dots, place.size() * dots)


def placed(page: QSizeF, sheet: QRectF, margins: QMarginsF) -> QRectF:
    """Where a page goes on a sheet, in points: at its true size from the corner where the sheet
    is large enough, else as large as the printer can, in the middle of what it can print on."""
    if page.width() <= sheet.width() + _SLACK and page.height() <= sheet.height() + _SLACK:
        return QRectF(sheet.topLeft(), page)
    room = sheet.marginsRemoved(margins)
    fitted = QRectF(room.topLeft(), page.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio))
    fitted.moveCenter(room.center())
    return fitted


def _offered(printer: "QPrinter", size: QPageSize) -> QPageSize:
    """The size where the printer has it (a file takes all sizes), else the printer's usual one."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    info = QPrinterInfo(printer)
    known = info.supportedPageSizes()
    if printer.outputFormat() != QPrinter.OutputFormat.NativeFormat or not known:
        return size
    if any(one.isEquivalentTo(size) for one in known):
        return size
    largest = info.maximumPhysicalPageSize().size(QPageSize.Unit.Point)
    wanted = size.size(QPageSize.Unit.Point)
    if info.supportsCustomPageSizes() and wanted.boundedTo(largest) == wanted:
        return size
    return info.defaultPageSize()
