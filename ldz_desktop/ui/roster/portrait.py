"""A leader's portrait: shown, dropped on, pasted, chosen, removed. Without one, the surname in a
quiet frame."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from typing_extensions import override

from ldz_desktop.services.scans import PORTRAIT
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.incoming import PHOTOS, Incoming, acceptable, pictures_of
from ldz_desktop.ui.kit.picture_dialog import PictureDialog
from ldz_desktop.ui.kit.portrait import SHAPE, paint_portrait

if TYPE_CHECKING:
    from ldz_desktop.services.scans import Scan
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench


class PortraitButton(QPushButton):
    """Pressed: a menu of what can be done. A picture can be dropped on it or pasted with Ctrl+V;
    Del removes the one it has, with undo."""

    def __init__(self, bench: "Bench", width: int, parent: QWidget | None = None) -> None:
        """width: in pixels of the 14 px design."""
        super().__init__(parent)
        self._bench = bench
        self._leader_id = 0
        self._name = ""
        self._scan: Scan | None = None
        self._picture: QPixmap | None = None
        self.setFixedSize(theme.px(width), round(theme.px(width) / SHAPE))
        self.setAutoDefault(False)
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda *_: self._ask())

    def show_leader(self, leader_id: int, name: str, scan: "Scan | None") -> None:
        self._leader_id, self._name = leader_id, name
        if scan != self._scan or scan is None:
            self._scan = scan
            self._picture = None
            if scan is not None:
                self._picture = QPixmap()
                self._picture.loadFromData(scan.thumbnail)
        what = "照片" if scan is not None else "没有照片"
        self.setAccessibleName(f"{name}的{what}，按空格键更换")
        self.setToolTip("单击更换照片；也可以把照片拖到这里，或按 Ctrl+V 粘贴")
        self.update()

    @property
    def has_picture(self) -> bool:
        return self._scan is not None

    # -- verbs -----------------------------------------------------------------------------------

    def menu_of(self) -> QMenu:
        """What can be done now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("选择照片(&O) …").triggered.connect(lambda *_: self.choose())
        menu.addAction("粘贴照片(&V)\tCtrl+V").triggered.connect(lambda *_: self.paste())
        if self._scan is not None:
            menu.addAction("放大查看(&L)").triggered.connect(lambda *_: self.enlarge())
            menu.addSeparator()
            menu.addAction("移除照片(&X)\tDel").triggered.connect(lambda *_: self.remove())
        return menu

    def choose(self) -> None:
        """Ask for a file: a scan, or what came from the camera."""
        path = files.ask_open(self, f"{self._name}的照片", PHOTOS)
        if path is not None:
            self.take(path)

    def paste(self) -> None:
        found = pictures_of(QGuiApplication.clipboard().mimeData())
        if found:
            self.take(found[0])
        else:
            self._bench.notices.info("剪贴板里没有图片")

    def take(self, incoming: Incoming) -> None:
        """A file or a picture becomes the portrait."""
        office, leader_id = self._bench.office, self._leader_id

        def work() -> "Done":
            if isinstance(incoming, bytes):
                return office.scans.add_picture("leader", leader_id, PORTRAIT, incoming)
            return office.scans.add("leader", leader_id, PORTRAIT, incoming)

        if leader_id:
            do(self._bench, self, work, lambda: None)

    def remove(self) -> None:
        scan, office = self._scan, self._bench.office
        if scan is not None:
            do(self._bench, self, lambda: office.scans.remove(scan.id), lambda: None)

    def enlarge(self) -> None:
        scan, office = self._scan, self._bench.office
        if scan is not None:
            self._bench.tasks.run(
                lambda progress: QImage.fromData(office.scans.body(scan.id)),
                lambda image: PictureDialog(f"{self._name}的照片", image, self).open(),
                owner=self,
            )

    def _ask(self) -> None:
        self.menu_of().popup(self.mapToGlobal(self.rect().bottomLeft()))

    # -- events ----------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        paint_portrait(painter, box, self._picture, self._name)
        if self._picture is None:
            self._paint_hint(painter, box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = "focus" if self.hasFocus() or self.underMouse() else "line"
        painter.setPen(QPen(theme.color(ink), 1))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        painter.end()

    def _paint_hint(self, painter: QPainter, box: QRectF) -> None:
        font = self.font()
        font.setPixelSize(theme.px(11))
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        low = QRectF(box.left(), box.bottom() - theme.px(22), box.width(), theme.px(20))
        painter.drawText(low, Qt.AlignmentFlag.AlignCenter, "添加照片")

    @override
    def sizeHint(self) -> QSize:
        return self.size()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._ask()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._leader_id and acceptable(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        found = pictures_of(event.mimeData())
        if found:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.take(found[0])
