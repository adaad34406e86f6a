"""How far long work is: a small panel over the window with the time left and 取消."""

import time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.pieces import button, label, row


class ProgressState:
    """Written by the worker, read by the window: single attributes, so no lock is needed."""

    def __init__(self) -> None:
        self.cancelled = False
        self.running = False
        self._queued_at = time.monotonic()
        self._begun_at = self._queued_at
        self._last: tuple[int, int, str] = (0, 0, "")

    def begin(self) -> None:
        self._begun_at = time.monotonic()
        self.running = True

    def end(self) -> None:
        self.running = False

    def note(self, done: int, total: int, text: str) -> None:
        self._last = (done, total, text)

    def latest(self) -> tuple[int, int, str]:
        """done, total (0: unknown), what is being done."""
        return self._last

    def seconds(self) -> float:
        """How long a person has been waiting for it."""
        return time.monotonic() - self._queued_at

    def seconds_left(self) -> float | None:
        """From the pace so far; None while it is too early to say."""
        done, total, _ = self._last
        spent = time.monotonic() - self._begun_at
        if not self.running or not 0 < done < total or spent < 1.0 or done / total < 0.02:
            return None
        return spent / done * (total - done)


def left_text(seconds: float | None) -> str:
    """约还需 12 秒, 约还需 3 分钟; empty while unknown."""
    if seconds is None:
        return ""
    if seconds < 55:
        rounded = max(1, round(seconds) if seconds < 10 else round(seconds / 5) * 5)
        return f"约还需 {rounded} 秒"
    return f"约还需 {max(1, round(seconds / 60))} 分钟"


class ProgressPanel(QFrame):
    """At the bottom of a dialog, or hovering there over another window, while titled work runs."""

    def __init__(self, work: object, title: str, state: ProgressState, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._state = state
        self.setObjectName("progress")
        self._text = label(title, "strong")
        self._title = title
        self._left = label("", "muted")
        self._step = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._cancel = button("取消", self._stop)
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(12), margin, margin)
        layout.setSpacing(theme.px(8))
        layout.addLayout(row(self._text, None, self._left, self._cancel))
        layout.addWidget(self._bar)
        layout.addWidget(self._step)
        self.look()
        if isinstance(window, Dialog) and window.show_progress(self):
            return
        self.setFixedWidth(min(theme.px(460), window.width() - theme.px(32)))
        window.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def leave(self) -> None:
        """The work is over."""
        window = self.parentWidget()
        if isinstance(window, Dialog):
            window.hide_progress(self)
        self.hide()
        self.deleteLater()

    def shows(self, work: object) -> bool:
        return self._work is work

    def look(self) -> None:
        """Read the state again."""
        done, total, text = self._state.latest()
        self._bar.setRange(0, 1000 if total > 0 else 0)
        if total > 0:
            self._bar.setValue(min(1000, done * 1000 // total))
        self._step.setText(text or ("" if self._state.running else "等待前面的操作完成"))
        if not self._state.cancelled:
            self._left.setText(left_text(self._state.seconds_left()))

    def _stop(self) -> None:
        self._state.cancelled = True
        self._cancel.setEnabled(False)
        self._left.setText("正在取消 …")

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.adjustSize()
        x = (window.width() - self.width()) // 2
        self.move(x, window.height() - self.height() - theme.px(48))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    @override
    def keyPressEvent(self, event: object) -> None:
        """Escape on the panel cancels."""
        from PySide6.QtGui import QKeyEvent

        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._stop()
