"""What the tab's pages share: measures that fit large type on a 1366 × 768 screen, and keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import column, label

CARD, CARD_LARGE = 344, 240
"""How wide the card beside the lists of the month is, in px of the 14 px design."""


def be_a_side(panel: QWidget) -> None:
    """A panel at either side of an entry page; on a small screen it gives way to what is keyed."""
    panel.setMinimumWidth(theme.px(150))
    panel.setMaximumWidth(theme.px(196 if theme.is_large() else 252))


def card_width() -> int:
    """Of the card beside the lists of the month."""
    return theme.px(CARD_LARGE if theme.is_large() else CARD)


def tight() -> int:
    """Distance between cards and around the page."""
    return theme.px(8 if theme.is_large() else 12)


def lay_out(page: QWidget, top: QWidget, body: QHBoxLayout) -> None:
    """A page of the tab: a card over its body, at the same distances on every page."""
    body.setSpacing(tight())
    layout = column(top, body)
    layout.setSpacing(tight())
    layout.setStretch(1, 1)
    side = theme.px(16)
    layout.setContentsMargins(side, tight() + 4, side, tight() + 4)
    page.setLayout(layout)


def scrolled(layout: QLayout) -> QScrollArea:
    """A white area that scrolls up and down when its content does not fit."""
    inner = QWidget()
    inner.setObjectName("plain")
    inner.setLayout(layout)
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setMinimumHeight(theme.px(40))
    scroll.setWidget(inner)
    return scroll


def legend(text: str) -> QLabel:
    """The keys of a page in one quiet line, that gives way where there is no room."""
    made = label(text, "small")
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    made.setToolTip(text)
    return made
