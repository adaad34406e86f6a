"""Taking an action back: first what that would change and what it would leave, then the deed."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.history.lines import LineTable
from ldz_desktop.ui.kit.history.words import when
from ldz_desktop.ui.kit.pieces import button, column, label, row, size_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ldz_desktop.domain.changes import Change
    from ldz_desktop.services.history import HistoryLine, UndoPreview
    from ldz_desktop.ui.kit.feature import Bench


class UndoDialog(QDialog):
    """wanted: the person says yes."""

    wanted = Signal()

    def __init__(self, preview: "UndoPreview", today: "date", parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("撤销")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        event = preview.event
        who = f"{event.actor or '—'} {when(event.at, today)} {event.what}"
        self.back = LineTable("将恢复成原来的")
        self.kept = LineTable("保留不动的")
        self.back.show_lines([_reversed(line) for line in preview.taken_back])
        self.kept.show_lines(preview.kept)
        self.undo_button = button("撤销这一步", self._yes, role="primary")
        self.undo_button.setEnabled(bool(preview.taken_back))
        self.undo_button.setDefault(True)
        parts: list[QWidget] = [label(f"撤销：{who}", "title", wrap=True)]
        if preview.taken_back:
            parts += [label(f"这些内容会改回去（{len(preview.taken_back)} 处）："), self.back]
        else:
            parts.append(label("这一步改过的内容后来都又改过，没有可以改回去的。", wrap=True))
        if preview.kept:
            words = f"这些内容后来又改过，保留现在的样子（{len(preview.kept)} 处）："
            parts += [label(words, wrap=True), self.kept]
        if event.reason:
            parts.append(label(f"当时的原因：{event.reason}", "muted", wrap=True))
        parts.append(label("撤销也会记入历史，之后还可以再撤销回来。", "muted"))
        for table, shown in ((self.back, preview.taken_back), (self.kept, preview.kept)):
            table.setFixedHeight(theme.px(34) * (min(len(shown), 6) + 1) + 2)
        cancel = button("取消", self.reject)
        layout = column(*parts, None, row(None, cancel, self.undo_button), spacing=12)
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        size_to(self, 640, 320 + 34 * min(6, len(preview.taken_back) + len(preview.kept)))
        self.undo_button.setFocus()

    def _yes(self) -> None:
        self.wanted.emit()
        self.accept()


def _reversed(line: "HistoryLine") -> "HistoryLine":
    """What undoing does to it: to becomes from."""
    if line.field in ("新增", "删除"):
        return replace(line, field="删除" if line.field == "新增" else "新增")
    return replace(line, before=line.after, after=line.before)


class Undoing:
    """Asks and takes back. then: called after it was done."""

    def __init__(
        self, bench: "Bench", owner: QWidget, then: "Callable[[], object] | None" = None
    ) -> None:
        self._bench = bench
        self._owner = owner
        self._then = then

    def ask(self, batch_id: int) -> None:
        """Show what taking it back would do."""
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.history.preview_undo(batch_id),
            lambda preview: self._show(preview, batch_id),
            owner=self._owner,
        )

    def now(self, batch_id: int) -> None:
        """Take it back at once: right after it was done."""
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.history.undo(batch_id), self._done, owner=self._owner
        )

    def _show(self, preview: "UndoPreview", batch_id: int) -> None:
        dialog = UndoDialog(preview, self._bench.office.today(), self._owner)
        dialog.wanted.connect(lambda: self.now(batch_id))
        dialog.open()

    def _done(self, change: "Change") -> None:
        self._bench.notices.info(change.what)
        self._bench.publish(change)
        if self._then is not None:
            self._then()
