"""The line at the bottom: which office, how much of it, the month, and what was done last."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStatusBar, QWidget

from ldz_desktop.errors import KnownError
from ldz_desktop.record import record
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import label

_SHOWN_MS = 8_000


@record
class Facts:
    """month: the newest month and its state, in words."""

    office: str
    households: int
    residents: int
    month: str


class StatusLine(QStatusBar):
    """Quiet text at the left, what was done last at the right for eight seconds."""

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
        self.addPermanentWidget(self._done)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(_SHOWN_MS)
        self._gone.timeout.connect(self._done.clear)

    def show_facts(self, facts: Facts) -> None:
        counts = f"{facts.households:,} 户 · {facts.residents:,} 人"
        self._facts.setText(f"{facts.office} · {counts}" if facts.office else counts)
        self._month.setText(facts.month)

    def show_done(self, what: str) -> None:
        """A sentence about the last write."""
        if what:
            self._done.setText(what)
            self._gone.start()

    def show_trouble(self, error: KnownError) -> None:
        """The facts could not be read."""
        self._facts.setText(error.title)

    def text(self) -> str:
        """Everything the line says."""
        parts = (self._facts.text(), self._month.text(), self._done.text())
        return "  ".join(part for part in parts if part)
