"""Taking an action back: first what that would change and what it would leave, then the deed."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldz_desktop.errors import Cancelled
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.history.lines import PartTable
from ldz_desktop.ui.kit.history.words import when
from ldz_desktop.ui.kit.pieces import button, column, label, row, size_to

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ldz_desktop.domain.changes import Change
    from ldz_desktop.errors import KnownError
    from ldz_desktop.services.history import UndoPart, UndoPreview
    from ldz_desktop.services.history_words import HistoryLine
    from ldz_desktop.ui.kit.feature import Bench


_ROWS, _ROWS_OF_BOTH = 6, 3
_UNDOING = {"新增": "删除", "删除": "恢复", "修改": "改回"}
"""What was done → what undoing it does."""


class UndoDialog(Dialog):
    """wanted: the person says yes."""

    wanted = Signal()

    def __init__(self, bench: "Bench", preview: "UndoPreview", parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("撤销")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        event, back, kept = preview.event, preview.taken_back, preview.kept
        office = bench.office
        who = f"{event.actor or '—'} {when(event.at, office.today())} {event.what}"

        def read(numbers: list[int], then: "Callable[[Sequence[HistoryLine]], None]") -> None:
            bench.tasks.run(
                lambda progress: office.history.lines(event.batch_id, numbers), then, owner=self
            )

        self.back = PartTable("将恢复成原来的", back, read, _reversed)
        self.kept = PartTable("保留不动的", kept, read)
        self.undo_button = button("撤销这一步", self._yes, role="primary")
        self.undo_button.setEnabled(bool(back.count))
        self.undo_button.setDefault(True)
        parts: list[QWidget] = [label(f"撤销：{who}", "title", wrap=True)]
        if back.count:
            parts += [
                label(f"这些内容会改回去（{_counted(back, _UNDOING)}）：", wrap=True),
                self.back,
            ]
        else:
            parts.append(label("这一步改过的内容后来都又改过，没有可以改回去的。", wrap=True))
        if kept.count:
            words = f"这些内容后来又改过或被用到，保留现在的样子（{_counted(kept, {})}）："
            parts += [label(words, wrap=True), self.kept]
        if event.reason:
            parts.append(label(f"当时的原因：{event.reason}", "muted", wrap=True))
        parts.append(label("撤销也会记入历史，之后还可以再撤销回来。", "muted"))
        most = _ROWS_OF_BOTH if back.count and kept.count else _ROWS
        rows = [min(len(part.numbers), most) for part in (back, kept)]
        for table, shown in zip((self.back, self.kept), rows, strict=True):
            table.setFixedHeight(theme.px(34) * (shown + 1) + 2)
        cancel = button("取消", self.reject)
        layout = column(*parts, None, row(None, cancel, self.undo_button), spacing=12)
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        size_to(self, 640, 240 + 34 * sum(rows))
        self.undo_button.setFocus()

    def _yes(self) -> None:
        self.wanted.emit()
        self.accept()


def _counted(part: "UndoPart", worded: "Mapping[str, str]") -> str:
    """12 处; of many by kind and table: 删除成员 66,276、户档 24,000、房屋 24,000."""
    if len(part.numbers) <= _ROWS:
        return f"{len(part.numbers)} 处"
    by_kind: dict[str, list[str]] = {}
    for kind, table, count in part.kinds:
        by_kind.setdefault(worded.get(kind, kind), []).append(f"{table} {count:,}")
    return "；".join(f"{kind}{'、'.join(counts)}" for kind, counts in by_kind.items())


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
            lambda progress: office.history.preview_undo(batch_id, progress),
            lambda preview: self._show(preview, batch_id),
            owner=self._owner,
            title="正在核对能撤销什么",
            failed=self._failed,
        )

    def now(self, batch_id: int) -> None:
        """Take it back at once: right after it was done."""
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.history.undo(batch_id, progress),
            self._done,
            owner=self._owner,
            title="正在撤销",
            failed=self._failed,
        )

    def _show(self, preview: "UndoPreview", batch_id: int) -> None:
        dialog = UndoDialog(self._bench, preview, self._owner)
        dialog.wanted.connect(lambda: self.now(batch_id))
        dialog.open()

    def _failed(self, error: "KnownError") -> None:
        if not isinstance(error, Cancelled):  # whoever pressed 取消 knows
            self._bench.notices.error(error)

    def _done(self, change: "Change") -> None:
        self._bench.publish(change)
        self._bench.notices.info(change.what)
        if self._then is not None:
            self._then()
        office = self._bench.office
        self._bench.tasks.run_later(  # taking back an import writes as much as the import
            lambda progress: office.fold_log(), _nothing, owner=self._owner, failed=_nothing
        )


def _nothing(_: object) -> None:
    """Nobody waits for the answer."""
