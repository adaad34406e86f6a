"""A kept picture or PDF, opened: pictures as large as there is room, PDFs page below page with
print and save."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.services.pdf_scan import is_pdf
from ldz_desktop.ui.kit.picture_dialog import PictureDialog

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench

FILE_NAME = "扫描件.pdf"
"""What saving proposes: no name of anybody."""


def open_scan(bench: "Bench", body: bytes, title: str, parent: QWidget) -> None:
    """Show it; title: what it is."""
    if is_pdf(body):
        from ldz_desktop.ui.kit.paper_view import PaperDialog

        dialog: QDialog = PaperDialog(body, title, FILE_NAME, bench.notices, parent)
    else:
        dialog = PictureDialog(title, QImage.fromData(body), parent)
    dialog.open()
