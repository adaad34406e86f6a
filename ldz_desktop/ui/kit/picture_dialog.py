"""One picture, looked at."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.pieces import button, column, row, size_to


class PictureDialog(Dialog):
    """A picture as large as the screen has room for."""

    def __init__(self, title: str, image: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size_to(self, 560, 680)
        margin = theme.px(16)
        room = QSize(self.width() - 2 * margin, self.height() - theme.px(80))
        ratio = self.devicePixelRatioF()
        mode = Qt.TransformationMode.SmoothTransformation
        drawn = image.scaled(room * ratio, Qt.AspectRatioMode.KeepAspectRatio, mode)
        drawn.setDevicePixelRatio(ratio)
        picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setAccessibleName(title)
        picture.setPixmap(QPixmap.fromImage(drawn))
        layout = column(picture, None, row(None, button("关闭(&C)", self.accept)), spacing=12)
        layout.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(layout)
