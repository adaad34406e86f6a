"""Photos of a notice on the wall, and of it being taken down: dropped, pasted, chosen, seen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from ldz_desktop.services.scans import POSTED, TAKEN_DOWN, Scan
from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.incoming import FILTER, Incoming, acceptable, pictures_of
from ldz_desktop.ui.kit.pieces import button, column, label, row
from ldz_desktop.ui.kit.scan_opening import open_scan
from ldz_desktop.ui.kit.thumbnails import Thumbnails

if TYPE_CHECKING:
    from ldz_desktop.domain.postings import Posting
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench


class PostingPhotos(QWidget):
    """changed: one was added, removed or brought back."""

    changed = Signal()

    def __init__(self, bench: "Bench", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._posting: Posting | None = None
        self._scans: tuple[Scan, ...] = ()
        self.setAcceptDrops(True)
        self.list = Thumbnails("公示的照片")
        self.list.activated.connect(lambda _: self.enlarge())
        self.list.remove_wanted.connect(self.remove)
        self.list.paste_wanted.connect(self.paste)
        self.add_button = button("添加(&A)", self._ask, role="link", tip="也可以把照片拖到这里")
        self.hint = label("还没有照片。拖到这里、粘贴（Ctrl+V）或添加。", "small", wrap=True)
        self.setLayout(
            column(row(label("照片", "strong"), None, self.add_button), self.list, self.hint)
        )

    def show_posting(self, posting: "Posting", scans: tuple[Scan, ...]) -> None:
        """A draft has no photo: the caller hides this."""
        current = self.list.current_id() if self._same(posting) else 0
        self._posting, self._scans = posting, scans
        self.list.fill(scans, current)
        self.list.setVisible(bool(scans))
        self.hint.setVisible(not scans)

    def wanted_kind(self) -> str:
        """What a picture that comes now most likely shows: the wall first, then, once the notice
        hangs no more, that it was taken down."""
        posting = self._posting
        there = {one.kind for one in self._scans}
        hangs = posting is not None and posting.running(self._bench.office.today())
        return POSTED if hangs or POSTED not in there else TAKEN_DOWN

    def menu_of(self) -> QMenu:
        """Which kind, and from where."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind, mnemonic in ((POSTED, "O"), (TAKEN_DOWN, "D")):
            text = f"选择{kind}(&{mnemonic}) …"
            menu.addAction(text).triggered.connect(lambda *_, k=kind: self.choose(k))
        menu.addAction("粘贴照片(&V)\tCtrl+V").triggered.connect(lambda *_: self.paste())
        return menu

    def choose(self, kind: str) -> None:
        """Ask for a file."""
        path = files.ask_open(self, f"选择{kind}", FILTER)
        if path is not None:
            self.take((path,), kind)

    def paste(self) -> None:
        found = pictures_of(QGuiApplication.clipboard().mimeData())
        if found:
            self.take(found, self.wanted_kind())
        else:
            self._bench.notices.info("剪贴板里没有图片")

    def take(self, incoming: Sequence[Incoming], kind: str) -> None:
        """Files or pictures, each an action of its own."""
        posting, office = self._posting, self._bench.office
        if posting is None:
            return

        def keep(one: Incoming) -> "Done":
            if isinstance(one, bytes):
                return office.scans.add_picture("posting", posting.id, kind, one)
            return office.scans.add("posting", posting.id, kind, one)

        for one in incoming:
            do(self._bench, self, lambda one=one: keep(one), self.changed.emit)  # type: ignore[misc]  # mypy cannot type a default

    def remove(self) -> None:
        current, office = self.list.current_id(), self._bench.office
        if current:
            do(self._bench, self, lambda: office.scans.remove(current), self.changed.emit)

    def enlarge(self) -> None:
        """The one with the cursor, as large as the screen has room for."""
        one = next((s for s in self._scans if s.id == self.list.current_id()), None)
        office = self._bench.office
        if one is not None:
            self._bench.tasks.run(
                lambda progress: office.scans.body(one.id),
                lambda body: open_scan(self._bench, body, one.title, self),
                owner=self,
            )

    def _same(self, posting: "Posting") -> bool:
        return self._posting is not None and self._posting.id == posting.id

    def _ask(self) -> None:
        self.menu_of().popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if acceptable(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        found = pictures_of(event.mimeData())
        if found:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.take(found, self.wanted_kind())
