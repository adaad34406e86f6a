"""What was done last to this household, 撤销 and the whole 历史."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.kit.history.words import when
from ldz_desktop.ui.kit.pieces import button, row

if TYPE_CHECKING:
    from ldz_desktop.services.history import HistoryEvent
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.history.undoing import Undoing


class CardFoot(QWidget):
    """history_wanted: 历史 was pressed; its button (history_button) is for the card to place."""

    history_wanted = Signal()

    def __init__(self, bench: "Bench", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._batch_id = 0
        self._read_only = False
        self._words = GivingLabel("muted")
        self.undo_button = button("撤销 …", self._undo, role="link", tip="先看撤销会改回什么")
        self.history_button = button(
            "历史", self.history_wanted.emit, tip="谁在什么时候改了什么（Alt+H）"
        )
        self.history_button.setShortcut("Alt+H")
        self.setLayout(row(self._words, None, self.undo_button))

    @cached_property
    def _undoing(self) -> "Undoing":
        from ldz_desktop.ui.kit.history.undoing import Undoing

        return Undoing(self._bench, self)

    def show_household(self, household_id: int) -> None:
        """Nobody waits for it: what is on the card comes first."""
        office = self._bench.office
        self._show(())
        self._bench.tasks.run_later(
            lambda progress: office.history.of_household(household_id)[:1],
            self._show,
            owner=self,
            key="households.foot",
        )

    def set_read_only(self, *, read_only: bool) -> None:
        """A closed file: what closed it is taken back first, above."""
        self._read_only = read_only

    def text(self) -> str:
        return self._words.text()

    def _show(self, events: "tuple[HistoryEvent, ...]") -> None:
        last = next((event for event in events if event.actor), None)
        self._batch_id = last.batch_id if last is not None and not last.undone else 0
        self.undo_button.setVisible(bool(self._batch_id) and not self._read_only)
        if last is None:
            self._words.say("")
            return
        back = "，已撤销" if last.undone else ""
        at = when(last.at, self._bench.office.today())
        self._words.say(f"{last.actor} {at} {last.what}{back}")

    def _undo(self) -> None:
        if self._batch_id:
            self._undoing.ask(self._batch_id)
