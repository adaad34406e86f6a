"""The pictures of one kind that hang on a record: added, looked at, removed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ldz_desktop.services.scans import SIGNED
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.incoming import FILTER, Incoming, pictures_of
from ldz_desktop.ui.kit.pieces import button, column, label, row
from ldz_desktop.ui.kit.scan_opening import open_scan
from ldz_desktop.ui.kit.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldz_desktop.services.scans import Scan
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench


@dataclass(frozen=True)
class PictureKind:
    """kind: as the scans name it; title: of the pictures; nothing: said while there are none."""

    kind: str
    title: str
    nothing: str


SIGNED_PAPERS = PictureKind(
    SIGNED, "签字扫描件", "还没有扫描件。纸面签字以后，扫描或拍照存在这里。"
)


class ScanDialog(Dialog):
    """What hangs on one record. owner: the table and key of the record."""

    def __init__(
        self,
        bench: "Bench",
        owner: tuple[str, int],
        title: str,
        parent: QWidget,
        after: "Callable[[], None]",
        kind: PictureKind = SIGNED_PAPERS,
    ) -> None:
        super().__init__(parent.window())
        self.setObjectName("plain")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(520))
        self._bench = bench
        self._owner = owner
        self._after = after
        self._kind = kind
        self.pictures = Thumbnails(kind.title)
        self.pictures.activated.connect(lambda _: self.enlarge())
        self.pictures.remove_wanted.connect(self.remove)
        self.pictures.paste_wanted.connect(self.paste)
        self._note = label("", "muted", wrap=True)
        add = button("添加(&A) …", self.choose, role="primary")
        verbs = row(
            add, button("粘贴(&V)", self.paste, tip="Ctrl+V"),
            button("放大(&L)", self.enlarge, tip="Enter"),
            button("移除(&X)", self.remove, tip="Del，可以撤销"), None,
            button("关闭(&C)", self.accept),
        )  # fmt: skip
        layout = column(label(title, "title", wrap=True), self._note, self.pictures, spacing=12)
        layout.addLayout(verbs)
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        add.setFocus()
        self._read()

    def choose(self) -> None:
        path = files.ask_open(self, self._kind.title, FILTER)
        if path is not None:
            self.take(path)

    def paste(self) -> None:
        found = pictures_of(QGuiApplication.clipboard().mimeData())
        if found:
            self.take(found[0])
        else:
            self._bench.notices.info("剪贴板里没有图片")

    def take(self, incoming: Incoming) -> None:
        """A file or a picture is kept."""
        scans, (table, key), kind = self._bench.office.scans, self._owner, self._kind.kind

        def work() -> "Done":
            if isinstance(incoming, bytes):
                return scans.add_picture(table, key, kind, incoming)
            return scans.add(table, key, kind, incoming)

        do(self._bench, self, work, self._changed)

    def remove(self) -> None:
        key = self.pictures.current_id()
        if key:
            scans = self._bench.office.scans
            do(self._bench, self, lambda: scans.remove(key), self._changed)

    def enlarge(self) -> None:
        key = self.pictures.current_id()
        if key:
            scans = self._bench.office.scans
            self._bench.tasks.run(
                lambda progress: scans.body(key),
                lambda body: open_scan(self._bench, body, self._kind.title, self),
                owner=self,
            )

    def _changed(self) -> None:
        self._read()
        self._after()

    def _read(self) -> None:
        scans, owner = self._bench.office.scans, self._owner
        self._bench.tasks.run(lambda progress: scans.of(*owner), self._show, owner=self)

    def _show(self, found: "tuple[Scan, ...]") -> None:
        self.pictures.fill(found, found[-1].id if found else 0)
        self._note.setText(f"已存 {len(found)} 张。" if found else self._kind.nothing)
        self._after()
