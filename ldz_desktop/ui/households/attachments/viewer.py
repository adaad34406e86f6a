"""A picture as large as the window: zoom, the one before and after, its caption, removing it. Of a
PDF the first page; all of it opens to be read, printed and saved. Nothing is written to the disk
outside the encrypted database by itself."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from typing_extensions import override

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.attachments import KINDS
from ldz_desktop.services.pdf_scan import is_pdf
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.doing import say_done
from ldz_desktop.ui.kit.editors import PickEditor, TextEditor
from ldz_desktop.ui.kit.pieces import button, column, label, row, size_to

if TYPE_CHECKING:
    from ldz_desktop.services.attachments import Attachment
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench

_STEP, _LARGEST = 1.25, 4.0


class AttachmentViewer(Dialog):
    """changed: a caption was changed or a picture removed. Keys: ← → + - 0 Del Enter Esc."""

    changed = Signal()

    def __init__(
        self,
        bench: "Bench",
        attachments: "tuple[Attachment, ...]",
        wanted: int,
        parent: QWidget,
        *,
        read_only: bool = False,
    ) -> None:
        """read_only: of a closed file; captions stay and nothing is removed."""
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("照片和材料")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size_to(self, 1000, 700)
        self._bench = bench
        self._owner = parent
        self._all = list(attachments)
        self._at = next((i for i, a in enumerate(self._all) if a.id == wanted), 0)
        self._image = QImage()
        self._zoom: float | None = None
        self._title = label("", "title")
        self._count = label("", "muted")
        self._pdf = b""
        self.pages_button = button("", self._open_pages, tip="Enter，可以打印、另存")
        self.pages_button.hide()
        self.kind = PickEditor([(kind, kind) for kind in KINDS])
        self.caption = TextEditor("说明", longest=40)
        self.kind.setAccessibleName("类别")
        self.caption.setAccessibleName("说明")
        self.kind.changed.connect(self._edited)
        self.caption.changed.connect(self._edited)
        self.save_button = button("保存说明(&S)", self._save)
        self.back_button = button("", self._before, icon="back", tip="上一张（←）")
        self.next_button = button("", self._after, icon="forward", tip="下一张（→）")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._picture)
        self._scroll.setWidgetResizable(False)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.remove_button = button("移除(&R)", self._remove, role="danger", tip="Del，可以撤销")
        self._lay_out()
        self._read_only = read_only
        for one in (self.kind, self.caption, self.save_button, self.remove_button):
            one.setVisible(not read_only)
        self._read()
        self._scroll.setFocus()

    def _lay_out(self) -> None:
        top = row(
            self._title,
            self._count,
            None,
            self.pages_button,
            self.back_button,
            self.next_button,
            button("", self.zoom_out, role="quiet", icon="zoom-out", tip="缩小（-）"),
            button("", self.zoom_in, role="quiet", icon="zoom-in", tip="放大（+）"),
            button("适合窗口", self.fit, tip="0"),
        )
        self.caption.setMinimumWidth(theme.px(220))
        bottom = row(
            self.kind,
            self.caption,
            self.save_button,
            None,
            self.remove_button,
            button("关闭", self.reject, tip="Esc"),
        )
        layout = column(top, self._scroll, bottom, spacing=12)
        layout.setStretch(1, 1)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(layout)

    # -- which -----------------------------------------------------------------------------------

    @property
    def current(self) -> "Attachment":
        return self._all[self._at]

    def _before(self) -> None:
        self._turn(-1)

    def _after(self) -> None:
        self._turn(1)

    def _turn(self, step: int) -> None:
        if 0 <= self._at + step < len(self._all):
            self._at += step
            self._read()

    def _read(self) -> None:
        one, office = self.current, self._bench.office
        self._title.setText(one.title)
        self._count.setText(f"{self._at + 1} / {len(self._all)} · {date_text(one.added_on)}")
        self.kind.set_value(one.kind)
        self.caption.set_value(one.title)
        self.back_button.setEnabled(self._at > 0)
        self.next_button.setEnabled(self._at + 1 < len(self._all))
        self._edited()
        self._bench.tasks.run(
            lambda progress: office.attachments.open(one.id),
            self._show,
            owner=self,
            key="households.viewer",
        )

    def _show(self, body: bytes) -> None:
        self._pdf = body if is_pdf(body) else b""
        if self._pdf:
            from ldz_desktop.ui.kit.paper_view import first_page

            self._image, pages = first_page(body)
            self.pages_button.setText(f"打开全部 {pages} 页(&O)")
        else:
            self._image = QImage.fromData(QByteArray(body))
        self.pages_button.setVisible(bool(self._pdf))
        self._zoom = None
        self._picture.setAccessibleName(self.current.title)
        self._draw()

    def _open_pages(self) -> None:
        if self._pdf:
            from ldz_desktop.ui.kit.scan_opening import open_scan

            open_scan(self._bench, self._pdf, self.current.title, self)

    # -- zoom ------------------------------------------------------------------------------------

    def zoom(self) -> float:
        """Pixels on the screen for each of the picture's."""
        if self._zoom is not None or self._image.isNull():
            return self._zoom or 1.0
        room = self._scroll.viewport().size()
        across = room.width() / self._image.width()
        return max(0.02, min(1.0, across, room.height() / self._image.height()))

    def zoom_in(self) -> None:
        self._set_zoom(min(_LARGEST, self.zoom() * _STEP))

    def zoom_out(self) -> None:
        self._set_zoom(max(0.05, self.zoom() / _STEP))

    def fit(self) -> None:
        self._set_zoom(None)

    def _set_zoom(self, zoom: float | None) -> None:
        self._zoom = zoom
        self._draw()

    def _draw(self) -> None:
        if self._image.isNull():
            return
        size = self._image.size() * self.zoom()
        drawn = self._image.scaled(
            size * self.devicePixelRatioF(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        drawn.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(QPixmap.fromImage(drawn))
        self._picture.resize(size)

    # -- changing --------------------------------------------------------------------------------

    def _edited(self) -> None:
        one = self.current
        same = (self.kind.value(), self.caption.value() or "") == (one.kind, one.title)
        self.save_button.setEnabled(not same)

    def _save(self) -> None:
        one, office = self.current, self._bench.office
        kind, title = str(self.kind.value()), self.caption.value() or ""
        self._bench.tasks.run(
            lambda progress: (
                office.attachments.rename(one.id, kind, title),
                office.attachments.of_household(one.household_id),
            ),
            self._saved,
            owner=self,
        )

    def _saved(self, result: "tuple[Done, tuple[Attachment, ...]]") -> None:
        done, now = result
        here = self.current.id
        self._all = list(now)
        self._at = next((i for i, a in enumerate(self._all) if a.id == here), 0)
        self._title.setText(self.current.title)
        self._edited()
        self._tell(done)

    def _remove(self) -> None:
        if self._read_only:
            return
        one, office = self.current, self._bench.office
        self._bench.tasks.run(
            lambda progress: office.attachments.remove(one.id), self._removed, owner=self
        )

    def _removed(self, done: "Done") -> None:
        del self._all[self._at]
        if self._all:
            self._at = min(self._at, len(self._all) - 1)
            self._read()
        else:
            self.accept()
        self._tell(done)

    def _tell(self, done: "Done") -> None:
        say_done(self._bench, self._owner, done)
        self._bench.publish(done.change)
        self.changed.emit()

    # -- keys ------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        verbs = {
            Qt.Key.Key_Left: self._before,
            Qt.Key.Key_Right: self._after,
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_Delete: self._remove,
            Qt.Key.Key_Return: self._open_pages,
            Qt.Key.Key_Enter: self._open_pages,
        }
        verb = verbs.get(Qt.Key(event.key()))
        if verb is None or (verb == self._open_pages and self.caption.hasFocus()):
            super().keyPressEvent(event)
        else:
            verb()

    @override
    def wheelEvent(self, event: QWheelEvent, /) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
        else:
            super().wheelEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        if self._zoom is None:
            self._draw()
