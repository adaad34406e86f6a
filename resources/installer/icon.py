"""The program's icon for Windows, drawn from resources/icons/app.svg."""

import io
import os
from pathlib import Path

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def write_icon(svg: Path, ico: Path) -> Path:
    """Write the .ico with every size Explorer and the task bar ask for; returns its path."""
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
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        png = QBuffer()
        image.save(png, "PNG")
        drawn.append(Image.open(io.BytesIO(bytes(png.data().data()))))
    del app
    ico.parent.mkdir(parents=True, exist_ok=True)
    drawn[-1].save(ico, sizes=[(size, size) for size in SIZES], append_images=drawn[:-1])
    return ico
