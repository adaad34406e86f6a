"""On top of a closed file's card: since when and why, where its people are, and the way back."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.history.undoing import Undoing
from ldz_desktop.ui.kit.pieces import button, clear, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.domain.households import Household
    from ldz_desktop.services.moves_records import Closing, Whereabouts

_NAMES = 2


class ClosedBanner(QFrame):
    """Hidden while the file is open."""

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._bench = bench
        self._undoing = Undoing(bench, self)
        self._closing: Closing | None = None
        title = label("户档已注销，只能查看", "strong")
        self._how = GivingLabel()  # lines that give way: wrapped ones would crowd a short card
        self._reason = GivingLabel("muted")
        self._lines = column(spacing=2)
        self.undo_button = button("撤销 …", self._undo, tip="先看撤销会改回什么，户档会重新打开")
        layout = column(
            row(title, None, self.undo_button),
            self._how,
            self._lines,
            self._reason,
            spacing=4,
        )
        layout.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(8))
        self.setLayout(layout)
        self.hide()

    def show_household(self, household: "Household") -> None:
        """The day at once, the rest when it has been read."""
        self.setVisible(household.closed_on is not None)
        self._closing = None
        if household.closed_on is None:
            return
        self._how.say(date_text(household.closed_on))
        self._fill()
        office = self._bench.office
        self._bench.tasks.run_later(
            lambda progress: office.moves.closing(household.id),
            self._arrived,
            owner=self,
            key="households.closing",
            failed=lambda _: None,  # the card itself says that the household is gone
        )

    def texts(self) -> tuple[str, ...]:
        """What it says, top to bottom."""
        items = (self._lines.itemAt(i) for i in range(self._lines.count()))
        rows = [item.widget() for item in items if item is not None]
        lines = [str(one.property("said")) for one in rows if one is not None]
        return tuple(filter(None, (self._how.text(), *lines, self._reason.text())))

    def _arrived(self, closing: "Closing | None") -> None:
        if closing is None:
            self.hide()
            return
        self._closing = closing
        actor = f"{closing.actor}办理" if closing.actor else ""
        self._how.say(" · ".join(filter(None, (date_text(closing.day), closing.what, actor))))
        self._fill()

    def _fill(self) -> None:
        clear(self._lines)
        closing = self._closing
        self.undo_button.setVisible(closing is not None and bool(closing.batch_id))
        reason = closing.reason if closing is not None else ""
        self._reason.say(reason)
        self._reason.setVisible(bool(reason))
        if closing is None:
            return
        for one in closing.went:
            self._add(f"{_names(one)} → {one.address}", one)
        for one in closing.dwelling:
            self._add("这套房屋现在的户档", one)

    def _add(self, text: str, one: "Whereabouts") -> None:
        words = GivingLabel()
        words.say(text)
        target = Target("household", one.household_id)
        go = button("打开", lambda: self._bench.show(target), role="link", tip=one.address)
        go.setAccessibleName(f"打开 {one.address}")
        line = QWidget()
        line.setProperty("said", text)
        line.setLayout(row(words, go, None, spacing=4))
        self._lines.addWidget(line)

    def _undo(self) -> None:
        if self._closing is not None and self._closing.batch_id:
            self._undoing.ask(self._closing.batch_id)


def _names(one: "Whereabouts") -> str:
    shown = "、".join(one.names[:_NAMES])
    return shown if len(one.names) <= _NAMES else f"{shown}等 {len(one.names)} 人"
