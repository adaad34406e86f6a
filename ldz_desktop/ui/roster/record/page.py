"""The page of the personal record: a list of sections at the left, the chosen one beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget, QVBoxLayout, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, card, column, label, row
from ldz_desktop.ui.roster.record_sections import RECORD_SECTIONS
from ldz_desktop.ui.roster.registry import named

if TYPE_CHECKING:
    from ldz_desktop.domain.changes import Change
    from ldz_desktop.domain.leaders import LeaderRow
    from ldz_desktop.services.roster import LeaderDetail
    from ldz_desktop.ui.kit.feature import Bench

_NAV = 116


class RecordPage(QWidget):
    """One leader over the whole width. Esc goes back."""

    def __init__(self, bench: "Bench", leave: Callable[[], None]) -> None:
        """leave: the person goes back to the list."""
        super().__init__()
        self._bench = bench
        self._leave = leave
        self._made: dict[int, QWidget] = {}
        self._fresh: set[int] = set()  # the sections that show the present leader as stored
        self.leader_id = 0
        self._name = label("", "title")
        self._place = label("", "muted")
        self.nav = QListWidget()
        self.nav.setObjectName("nav")
        self.nav.setAccessibleName("档案的各部分")
        self.nav.setFixedWidth(theme.px(_NAV))
        self.nav.addItems([title for title, _ in RECORD_SECTIONS])
        self.nav.currentRowChanged.connect(self._show_section)
        self._stack = QStackedWidget()
        self._build()
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.go_back)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_person(self, place: "LeaderRow | None", detail: "LeaderDetail") -> None:
        """place: the building led at present; None: out of office."""
        if detail.leader.id != self.leader_id:
            self._fresh.clear()
        self.leader_id = detail.leader.id
        self._name.setText(detail.leader.name)
        where = "" if place is None else f"{place.community} {place.compound}{place.building}"
        self._place.setText(where or "现在没有任职")
        if self.nav.currentRow() < 0 and self.nav.count():
            self.nav.setCurrentRow(0)
        else:
            self._show_section(self.nav.currentRow())

    def refresh(self, change: "Change | None") -> None:
        """Something was written: what is shown is read again now, the rest when it comes up."""
        del change
        self._fresh.clear()
        if self.leader_id:
            self._show_section(self.nav.currentRow())

    def may_leave(self) -> bool:
        """False (after asking) while a section would lose what was typed."""
        made = self._made.get(self.nav.currentRow())
        asked = getattr(made, "may_leave", None)
        return asked is None or bool(asked())

    def go_back(self) -> None:
        if self.may_leave():
            self._leave()

    def section(self, title: str) -> QWidget:
        """The section of that title, shown."""
        at = next(i for i, (one, _) in enumerate(RECORD_SECTIONS) if one == title)
        self.nav.setCurrentRow(at)
        return self._made[at]

    def _show_section(self, at: int) -> None:
        if at < 0 or not self.leader_id:
            return
        if at not in self._made:
            made: QWidget = named(RECORD_SECTIONS[at][1])(self._bench)
            self._made[at] = made
            self._stack.addWidget(made)
        self._stack.setCurrentWidget(self._made[at])
        if at not in self._fresh:
            self._fresh.add(at)
            self._made[at].show_leader(self.leader_id)  # type: ignore[attr-defined]

    def _build(self) -> None:
        back = button("返回", self.go_back, icon="back", tip="Esc")
        panel = card(column(self._stack, spacing=0))
        body = QHBoxLayout()
        body.setSpacing(theme.px(12))
        body.addWidget(self.nav)
        body.addWidget(panel, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(12))
        layout.addLayout(row(back, self._name, self._place, None))
        layout.addLayout(body, 1)
