"""Measures shared by the tab's pages, so that large type fits a 1366 × 768 screen as well."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from ldz_desktop.ui.kit import theme


def side_width() -> int:
    """Of the panels at either side of an entry page."""
    return theme.px(196 if theme.is_large() else 252)


def card_width() -> int:
    """Of the card beside the lists of the month."""
    return theme.px(240 if theme.is_large() else 344)


def tight() -> int:
    """Distance between cards and around the page."""
    return theme.px(8 if theme.is_large() else 12)


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
