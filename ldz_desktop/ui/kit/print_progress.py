"""How far a printer is. It is served from the window's thread: the window lives between pages."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QProgressDialog, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.progress_view import ProgressState, left_text


class PrintProgress:
    """Appears when the pages take longer than a moment, with the time left and 取消."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._state = ProgressState()
        self._dialog: QProgressDialog | None = None

    def at(self, done: int, total: int) -> bool:
        """So many pages are done; False when the person does not want any more."""
        if self._dialog is None:
            self._state.begin()
            self._dialog = self._made(total)
        self._state.note(done, total, "")
        left = left_text(self._state.seconds_left())
        self._dialog.setLabelText(f"正在打印第 {done + 1} 页，共 {total} 页\n{left}")
        self._dialog.setValue(done)  # which lets the window live
        return not self._dialog.wasCanceled()

    def end(self) -> None:
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None

    def _made(self, total: int) -> QProgressDialog:
        dialog = QProgressDialog("", "取消", 0, total, self._parent)
        dialog.setWindowTitle("打印")
        bar = QProgressBar()
        bar.setRange(0, total)
        bar.setTextVisible(False)
        dialog.setBar(bar)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setMinimumDuration(600)
        dialog.setMinimumWidth(theme.px(320))
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        return dialog
