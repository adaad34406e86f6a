"""The line at the bottom: which office, how much of it, the month, and what was done last."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStatusBar, QWidget

from ldz_desktop.errors import KnownError
from ldz_desktop.record import record
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, label

_SHOWN_MS = 8_000


@record
class Facts:
    """month: the newest month and its state, in words; backup: what to say of backups, "" for
    nothing; undo, redo: what the window's menu would take back and do again."""

    office: str
    households: int
    residents: int
    month: str
    backup: str = ""
    undo: str = ""
    redo: str = ""


class StatusLine(QStatusBar):
    """Quiet text at the left, what was done last at the right for eight seconds, then a reminder of
    backups and what is said of a newer version on a stick, where there is one. backup_wanted,
    newer_wanted: it was pressed."""

    backup_wanted = Signal()
    newer_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(theme.px(28))
        self._facts = label("")
        self._month = label("")
        self._done = label("")
        self._facts.setContentsMargins(theme.px(6), 0, theme.px(12), 0)
        self._done.setContentsMargins(0, 0, theme.px(10), 0)
        self.addWidget(self._facts)
        self.addWidget(self._month)
        self._backup = button("", self.backup_wanted.emit, role="link", tip="打开“设置 → 备份”")
        self._backup.hide()
        self._newer = button("", self.newer_wanted.emit, role="link", tip="打开“设置 → 关于”")
        self._newer.hide()
        self.addPermanentWidget(self._done)
        self.addPermanentWidget(self._newer)
        self.addPermanentWidget(self._backup)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(_SHOWN_MS)
        self._gone.timeout.connect(self._done.clear)

    def show_facts(self, facts: Facts) -> None:
        counts = f"{facts.households:,} 户 · {facts.residents:,} 人"
        self._facts.setText(f"{facts.office} · {counts}" if facts.office else counts)
        self._month.setText(facts.month)
        self._backup.setText(facts.backup)
        self._backup.setVisible(bool(facts.backup))

    def show_done(self, what: str) -> None:
        """A sentence about the last write."""
        if what:
            self._done.setText(what)
            self._gone.start()

    def show_newer(self, version: str) -> None:
        """A newer version lies on a stick; "" where none does."""
        self._newer.setText(f"U 盘上有新版 {version}" if version else "")
        self._newer.setVisible(bool(version))

    def show_trouble(self, error: KnownError) -> None:
        """The facts could not be read."""
        self._facts.setText(error.title)

    def text(self) -> str:
        """Everything the line says."""
        shown = (self._facts, self._month, self._done, self._newer, self._backup)
        parts = (part.text() for part in shown)
        return "  ".join(part for part in parts if part)
