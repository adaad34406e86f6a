"""What the pages of the settings share: a heading, a line of explanation, and room below."""

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import label


def page_layout(page: QWidget, heading: str, words: str = "") -> QVBoxLayout:
    """The column of a settings page, with its heading in it."""
    layout = QVBoxLayout(page)
    margin = theme.px(24)
    layout.setContentsMargins(margin, theme.px(20), margin, theme.px(20))
    layout.setSpacing(theme.px(12))
    layout.addWidget(label(heading, "title"))
    if words:
        layout.addWidget(label(words, "muted", wrap=True))
    return layout


def holder(layout: QLayout) -> QWidget:
    """A widget around a layout, so that it can be shown and hidden."""
    widget = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    widget.setLayout(layout)
    return widget
