"""The strip's small menu: paper for a month, and what can be done to a closed one."""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from ldz_desktop.services.evaluation_records import MonthInfo
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button


class MonthMenu(QObject):
    """giving, close, verify, appeal, reopen, correction: what was chosen. button: for the strip."""

    giving = Signal()
    close = Signal()
    verify = Signal()
    appeal = Signal()
    reopen = Signal()
    correction = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.button: QPushButton = button(
            "", self.open, icon="chevron-down", tip="印表和发放、核验、申诉、重开（Alt+Y）"
        )
        self.button.setShortcut("Alt+Y")
        self.button.setFixedWidth(theme.px(36))
        self.menu = QMenu(self.button)
        self.menu.addAction("印表和发放(&B)", self.giving.emit)
        self._close = self.menu.addAction("封月(&F)…", self.close.emit)
        self.menu.addSeparator()
        self._verify = self.menu.addAction("核验(&H)", self.verify.emit)
        self._appeal = self.menu.addAction("申诉(&S)…", self.appeal.emit)
        self._correction = self.menu.addAction("更正公示(&G)", self.correction.emit)
        self.menu.addSeparator()
        self._reopen = self.menu.addAction("重开本月(&R)…", self.reopen.emit)

    def show_month(self, info: MonthInfo) -> None:
        closed = info.state != "open"
        self._verify.setEnabled(closed)
        self._appeal.setEnabled(info.state == "published")
        self._appeal.setText("申诉(&S)…" if info.state == "published" else "申诉(&S)：公示后受理")
        self._correction.setVisible(info.edition > 1)
        self._reopen.setEnabled(closed)

    def offer_close(self, *, offered: bool) -> None:
        """A month can be closed before every building is in; the red button says what is missing
        first."""
        self._close.setVisible(offered)

    def open(self) -> None:
        """Below the button, without waiting for a choice."""
        self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))
        first = next((one for one in self.menu.actions() if one.isEnabled()), None)
        if first is not None:
            self.menu.setActiveAction(first)
