"""Pictures that come in: files dropped or chosen, pictures from the clipboard."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from ldz_desktop.paths import user_path

ENDINGS = (".jpg", ".jpeg", ".png")
PHOTOS = "照片 (*.jpg *.jpeg *.png);;所有文件 (*)"
FILTER = "照片或扫描件 (*.jpg *.jpeg *.png *.pdf);;所有文件 (*)"

Incoming = Path | bytes
"""A file, or a picture as PNG."""


def acceptable(mime: QMimeData) -> bool:
    """Whether anything of it may be a picture."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def pictures_of(mime: QMimeData) -> Sequence[Incoming]:
    """Files first: a program that copies a picture file offers a picture of it as well."""
    from ldz_desktop.ui.kit.paper_view import image_png

    files = [user_path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if files:
        return files
    image = mime.imageData()
    return [image_png(image)] if isinstance(image, QImage) and not image.isNull() else []
