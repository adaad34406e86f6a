"""What Windows shows of the program, drawn from resources/icons/app.svg."""

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


BANNER, BANNER_ICON = (328, 628), 160
"""Twice what NSIS asks for: sharp on large screens, too. Pixels."""


def write_icon(svg: Path, ico: Path) -> Path:
    """Write the .ico with every size Explorer and the task bar ask for; returns its path."""
    drawn = _drawn(svg, SIZES)
    ico.parent.mkdir(parents=True, exist_ok=True)
    drawn[-1].save(ico, sizes=[(size, size) for size in SIZES], append_images=drawn[:-1])
    return ico


def write_banner(svg: Path, bmp: Path) -> Path:
    """Write the picture at the left of the setup program's first and last page."""
    from PIL import Image

    [icon] = _drawn(svg, (BANNER_ICON,))
    banner = Image.new("RGB", BANNER, "#f3f4f6")
    banner.paste(icon, ((BANNER[0] - BANNER_ICON) // 2, BANNER_ICON // 2), icon)
    bmp.parent.mkdir(parents=True, exist_ok=True)
    banner.save(bmp)
    return bmp


def _drawn(svg: Path, sizes: Sequence[int]) -> "list[Image.Image]":
    """The picture in squares of so many pixels, transparent around."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QBuffer, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    app = QGuiApplication.instance() or QGuiApplication(["icon"])
    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        raise ValueError(f"not an SVG: {svg}")
    drawn = []
    for size in sizes:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        png = QBuffer()
        image.save(png, "PNG")
        drawn.append(Image.open(io.BytesIO(bytes(png.data().data()))))
    del app
    return drawn
