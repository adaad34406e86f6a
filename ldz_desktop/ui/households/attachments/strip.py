"""The strip of thumbnails on the card: what lies in the household's file, and what is dropped on
it."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.ui.kit.doing import say_done

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldz_desktop.services.attachments import Attachment
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.incoming import Incoming
    from ldz_desktop.ui.kit.thumbnails import Thumbnails


class AttachmentStrip(QWidget):
    """Not there while the file holds nothing. Enter or double click opens; Del removes, with undo;
    Ctrl+V pastes. changed: something was added or removed."""

    changed = Signal()

    def __init__(self, bench: "Bench", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._household_id = 0
        self._read_only = False
        self._resident_id: int | None = None
        self._shown: tuple[Attachment, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.hide()

    # -- what is made when a file first holds something ------------------------------------------

    @cached_property
    def list(self) -> "Thumbnails":
        from ldz_desktop.ui.kit.thumbnails import Thumbnails

        made = Thumbnails("照片和材料")
        made.activated.connect(lambda _: self.open_current())
        made.remove_wanted.connect(self.remove_current)
        made.paste_wanted.connect(self.paste)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(made)
        return made

    # -- what it shows ---------------------------------------------------------------------------

    def show_household(self, household_id: int, resident_id: int | None = None) -> None:
        """resident_id: whom a picture that is dropped now belongs to, None: the household."""
        if household_id != self._household_id:
            self._fill(())
        self._household_id, self._resident_id = household_id, resident_id
        self.reload()

    def set_read_only(self, *, read_only: bool) -> None:
        """Pictures of a closed file are only looked at."""
        self._read_only = read_only

    def reload(self) -> None:
        office, household_id = self._bench.office, self._household_id
        if household_id:
            self._bench.tasks.run_later(
                lambda progress: office.attachments.of_household(household_id),
                self._fill,
                owner=self,
                key="households.attachments",
            )

    def attachments(self) -> "tuple[Attachment, ...]":
        return self._shown

    def _fill(self, attachments: "tuple[Attachment, ...]") -> None:
        if attachments != self._shown:
            self._shown = attachments
            self.list.fill(attachments, self.list.current_id())
        self.setVisible(bool(attachments))

    # -- adding ----------------------------------------------------------------------------------

    def accept_on(self, widget: QWidget) -> None:
        """Pictures may be dropped on that widget too."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def choose(self) -> None:
        """Ask for a file."""
        from ldz_desktop.ui.kit import files
        from ldz_desktop.ui.kit.incoming import FILTER

        path = files.ask_open(self, "添加照片或扫描件", FILTER)
        if path is not None:
            self.add((path,))

    def paste(self) -> None:
        """What the clipboard holds, where that is a picture."""
        from ldz_desktop.ui.kit.incoming import pictures_of

        found = pictures_of(QGuiApplication.clipboard().mimeData())
        if found:
            self.add(found)
        else:
            self._bench.notices.info("剪贴板里没有图片")

    def add(self, incoming: "Sequence[Incoming]") -> None:
        """Read them on the worker, one after another; what is no picture stops the rest."""
        household_id, resident_id = self._household_id, self._resident_id
        if not household_id or not self._may_change():
            return
        office = self._bench.office

        def work(progress: "Progress") -> "Sequence[Done]":
            kept = []
            for number, one in enumerate(incoming):
                progress.report(number, len(incoming), "读取图片")
                kept.append(_keep(office, household_id, resident_id, one))
            return kept

        self._bench.tasks.run(work, self._added, owner=self, title="正在添加图片")

    def _added(self, kept: "Sequence[Done]") -> None:
        last = kept[-1]
        if len(kept) == 1:
            say_done(self._bench, self, last)
        else:
            self._bench.notices.info(f"已添加 {len(kept)} 份材料")
        self._bench.publish(last.change)
        self.reload()
        self.changed.emit()

    # -- one of them -----------------------------------------------------------------------------

    def open_current(self) -> None:
        """Show it as large as the window."""
        current = self.list.current_id()
        if current:
            from ldz_desktop.ui.households.attachments.viewer import AttachmentViewer

            viewer = AttachmentViewer(
                self._bench, self._shown, current, self, read_only=self._read_only
            )
            viewer.changed.connect(self.reload)
            viewer.open()

    def remove_current(self) -> None:
        current = self.list.current_id()
        if not current or not self._may_change():
            return
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.attachments.remove(current), self._removed, owner=self
        )

    def _may_change(self) -> bool:
        if self._read_only:
            self._bench.notices.info("这份户档已经注销，只能查看")
        return not self._read_only

    def _removed(self, done: "Done") -> None:
        say_done(self._bench, self, done)
        self._bench.publish(done.change)
        self.reload()
        self.changed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if isinstance(event, QDropEvent) and self._household_id:
            return self._dropped(event)
        return super().eventFilter(watched, event)

    def _dropped(self, event: QDropEvent) -> bool:
        """Also what is only held over it; False where it is no picture."""
        from ldz_desktop.ui.kit.incoming import acceptable, pictures_of

        if not acceptable(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop and not isinstance(event, QDragEnterEvent):
            self.add(pictures_of(event.mimeData()))
        return True


def _keep(office: "Office", household_id: int, resident_id: int | None, one: "Incoming") -> "Done":
    if isinstance(one, bytes):
        return office.attachments.add_picture(household_id, resident_id, one)
    return office.attachments.add(household_id, resident_id, one)
