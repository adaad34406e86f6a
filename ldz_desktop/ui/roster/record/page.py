"""The page of the personal record: who it is at the left, the sections and the chosen one beside
it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, card, column, label, row
from ldz_desktop.ui.roster.facts import PersonFacts
from ldz_desktop.ui.roster.flows import RosterFlows
from ldz_desktop.ui.roster.more_menu import hang_menu
from ldz_desktop.ui.roster.record_sections import RECORD_SECTIONS
from ldz_desktop.ui.roster.registry import named

if TYPE_CHECKING:
    from ldz_desktop.domain.leaders import LeaderRow
    from ldz_desktop.services.persons import PersonFile
    from ldz_desktop.services.roster import LeaderDetail
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.roster.form_page import FormPage

_LEFT = 316
_NAV = 112
_PORTRAIT = 96


class RecordPage(QWidget):
    """One leader over the whole width. Esc goes back, F2 edits. The left side is a host of forms
    as the card is."""

    def __init__(self, bench: "Bench", leave: Callable[[], None]) -> None:
        """leave: the person goes back to the list."""
        super().__init__()
        self._bench = bench
        self._leave = leave
        self._file: PersonFile | None = None
        self._place: LeaderRow | None = None
        self._made: dict[int, QWidget] = {}
        self._fresh: set[int] = set()  # the sections that show the present leader as stored
        self._form: FormPage | None = None
        self.facts = PersonFacts(bench, _PORTRAIT)
        self.facts.edit_wanted.connect(self.edit)
        self.flows = RosterFlows(bench, self, lambda: None, self)
        self.more = button("更多")
        self.nav = QListWidget()
        self.nav.setObjectName("nav")
        self.nav.setAccessibleName("档案的各部分")
        self.nav.setFixedWidth(theme.px(_NAV))
        self.nav.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tight = f"padding: {theme.px(6)}px {theme.px(10)}px;"  # ten sections fit in large type
        self.nav.setStyleSheet(f"QListWidget::item {{ {tight} }}")
        self.nav.addItems([title for title, _ in RECORD_SECTIONS])
        self.nav.setCurrentRow(0)
        self.nav.currentRowChanged.connect(self._show_section)
        self._stack = QStackedWidget()
        self._left = QStackedWidget()
        self._build()

    @property
    def leader_id(self) -> int:
        """Whose record it is; 0 for nobody's yet."""
        return self._file.detail.leader.id if self._file is not None else 0

    def show_person(self, place: "LeaderRow | None", file: "PersonFile") -> None:
        """Show a leader as stored now. place: the building led at present; None: out of office."""
        self._fresh.clear()
        self._file, self._place = file, place
        self.facts.show_person(place, file)
        self._show_section(self.nav.currentRow())

    def shown(self) -> "tuple[LeaderDetail, LeaderRow | None] | None":
        return None if self._file is None else (self._file.detail, self._place)

    def edit(self) -> None:
        """F2: the person's own fields, at the left."""
        if self._file is not None and self.flows.leave():
            self.flows.edit(self._file.detail)

    def add(self) -> None:
        """Ctrl+N: a further line of the section that is shown."""
        verb = getattr(self._stack.currentWidget(), "add", None)
        if verb is not None:
            verb()

    def may_leave(self) -> bool:
        """False (after asking) while something typed would be lost."""
        made = self._made.get(self.nav.currentRow())
        asked = getattr(made, "may_leave", None)
        return self.flows.leave() and (asked is None or bool(asked()))

    def go_back(self) -> None:
        if self.may_leave():
            self._leave()

    def section(self, title: str) -> QWidget:
        """The section of that title, shown."""
        at = next(i for i, (one, _) in enumerate(RECORD_SECTIONS) if one == title)
        self.nav.setCurrentRow(at)
        return self._made[at]

    # -- a host of forms (ui.roster.flows) -------------------------------------------------------

    @property
    def form(self) -> "FormPage | None":
        """The form that is shown."""
        return self._form

    def show_form(self, form: "FormPage") -> None:
        self.close_form()
        self._form = form
        self._left.addWidget(form)
        self._left.setCurrentWidget(form)
        form.begin()

    def close_form(self) -> None:
        form, self._form = self._form, None
        if form is not None:
            self._left.removeWidget(form)
            form.deleteLater()

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    # -- inside ----------------------------------------------------------------------------------

    def _show_section(self, at: int) -> None:
        if at < 0 or self._file is None:
            return
        if at not in self._made:
            self._made[at] = named(RECORD_SECTIONS[at][1])(self._bench)
            self._stack.addWidget(self._made[at])
        for number, made in self._made.items():  # what is hidden asks for no room
            policy = QSizePolicy.Policy.Preferred if number == at else QSizePolicy.Policy.Ignored
            made.setSizePolicy(policy, policy)
        self._stack.setCurrentWidget(self._made[at])
        if at not in self._fresh:
            self._fresh.add(at)
            self._made[at].show_leader(self.leader_id)  # type: ignore[attr-defined]

    def _build(self) -> None:
        back = button("返回", self.go_back, icon="back", tip="Esc")
        hang_menu(self._bench, self, self.more, self.shown)
        inside = QWidget()
        inside.setObjectName("plain")
        inside.setLayout(column(self.facts, None))
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._left.addWidget(scroll)
        left = card(column(self._left, spacing=0))
        left.setFixedWidth(theme.px(_LEFT))
        panel = card(column(self._stack, spacing=0))
        body = QHBoxLayout()
        body.setSpacing(theme.px(12))
        for part in (left, self.nav):
            body.addWidget(part)
        body.addWidget(panel, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(row(back, label("个人档案", "title"), None, self.more))
        layout.addLayout(body, 1)
