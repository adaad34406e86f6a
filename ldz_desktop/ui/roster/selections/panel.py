"""The panel at the right: the building, its five steps, and the form of one of them."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QPushButton, QStackedWidget, QWidget

from ldz_desktop.domain.selections import STEP_TITLES, STEPS, Step
from ldz_desktop.services.selections_reading import BoardRow
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import (
    EmptyState,
    button,
    card,
    chip,
    column,
    label,
    restyle,
    row,
    rule,
    set_chip,
)
from ldz_desktop.ui.roster.selections.step_page import EvidencePage, StepPage
from ldz_desktop.ui.roster.selections.words import TONES, state_words

_MARKS = {"done": "✓ ", "blocked": "！"}
Page = StepPage | EvidencePage


class SelectionPanel(QFrame):
    """step_wanted(step): a step's button was pressed."""

    step_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "heading")
        self._chip = chip("", "grey")
        self._place = label("", "muted", wrap=True)
        self.menu = QMenu(self)
        self.more = button("更多", role="quiet")
        self.more.setMenu(self.menu)
        self.steps: dict[Step, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._strip = QWidget()
        strip = row(spacing=2)
        for step in STEPS:
            one = button(STEP_TITLES[step], partial(self.step_wanted.emit, step), role="quiet")
            one.setCheckable(True)
            self._group.addButton(one)
            strip.addWidget(one, 1)
            self.steps[step] = one
        self._strip.setLayout(strip)
        self._stack = QStackedWidget()
        self._none = EmptyState(
            "没有要推选的楼栋",
            "每栋楼都有楼栋长，也没有任期将满的。有空缺时会列在左边。",
            icon="people",
            width=280,
        )
        self._stack.addWidget(self._none)
        self.page: Page | None = None
        self._head = QWidget()
        head = column(row(self._title, self._chip, None, self.more), self._place, spacing=4)
        head.addWidget(self._strip)
        head.addWidget(rule())
        self._head.setLayout(head)
        body = column(self._head, spacing=8)
        body.addWidget(self._stack, 1)
        self.setLayout(column(card(body), spacing=0))
        self.show_nothing()

    def show_nothing(self) -> None:
        """No row is current."""
        self.close_page()
        self._head.hide()
        self._stack.setCurrentWidget(self._none)

    def show_row(self, one: BoardRow) -> None:
        """The head for a row; its page follows with show_page."""
        self._head.show()
        self._title.setText(one.building.title)
        text, tone = _situation(one)
        set_chip(self._chip, text, tone)  # type: ignore[arg-type]
        homes = f" · {one.households} 户" if one.households else ""
        self._place.setText(f"{one.building.community}{homes}")
        self._strip.setVisible(one.selection is not None)
        self.more.setVisible(one.selection is not None)
        for state in one.steps:
            made = self.steps[state.step]
            mark = "" if theme.is_large() else _MARKS.get(state.state, "")  # the colour says it too
            made.setText(f"{mark}{STEP_TITLES[state.step]}")
            made.setToolTip(state_words(state))
            made.setAccessibleDescription(state_words(state))
            restyle(made, "tone", TONES[state.state])

    def show_page(self, page: Page, step: str = "") -> None:
        """Put a page in place of what is shown."""
        self.close_page()
        self.page = page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._group.setExclusive(False)
        for key, made in self.steps.items():
            made.setChecked(key == step)
        self._group.setExclusive(True)

    def close_page(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()

    def begin(self) -> None:
        """The cursor goes to the page's first field."""
        if self.page is not None:
            self.page.begin()


def _situation(one: BoardRow) -> tuple[str, str]:
    if one.group == "finished":
        return "已结束", "grey"
    if one.vacant:
        return "空缺", "amber"
    return f"现任 {one.leader}", "grey"
