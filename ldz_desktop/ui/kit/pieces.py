"""The small pieces every screen is built of: labels, chips, buttons, cards, empty states."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.ui.kit import theme

LabelRole = Literal[
    "", "muted", "small", "title", "heading", "figure", "strong", "error", "note", "code"
]
ButtonRole = Literal["", "primary", "danger", "link", "quiet", "choice"]
Tone = Literal["amber", "blue", "green", "red", "grey"]


def label(text: str, role: LabelRole = "", *, wrap: bool = False) -> QLabel:
    """Plain text (never read as HTML) in one of the house's sizes."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def chip(text: str, tone: Tone) -> QLabel:
    """A small coloured pill: 自住 96."""
    made = label(text)
    set_chip(made, text, tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def set_chip(target: QLabel, text: str, tone: Tone) -> None:
    """Give a chip another text and tone."""
    target.setText(text)
    restyle(target, "chip", tone)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and have it looked at again."""
    before = widget.property(name)
    if before == value:
        return
    widget.setProperty(name, value)
    if before is None and value == "":
        return  # no rule of the style sheet tells these two apart
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it will be looked at when it is shown
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.updateGeometry()
    widget.update()


class Button(QPushButton):
    """Enter presses it as Space does, in a window as in a dialog."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def button(
    text: str,
    clicked: Callable[[], object] | None = None,
    *,
    role: ButtonRole = "",
    icon: str = "",
    tip: str = "",
) -> QPushButton:
    """A push button; text may carry a mnemonic (新建(&N)). It is never a dialog's default by
    accident."""
    made = Button(text)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    if icon:
        made.setIcon(theme.icon(icon, "paper" if role == "primary" else "muted"))
        made.setIconSize(QSize(theme.px(16), theme.px(16)))
    if tip:
        made.setToolTip(tip)
    if not text and tip:
        made.setAccessibleName(tip)
    if clicked is not None:
        made.clicked.connect(lambda *_: clicked())
    return made


def one_stop(group: QButtonGroup) -> None:
    """Let Tab reach only the button of the group that is checked; the arrow keys go on from it."""

    def settle() -> None:
        checked = group.checkedButton()
        for one in group.buttons():
            reached = checked is None or one is checked
            kinds = Qt.FocusPolicy
            one.setFocusPolicy(kinds.StrongFocus if reached else kinds.ClickFocus)

    group.buttonToggled.connect(lambda *_: settle())
    settle()


def card(layout: QLayout | None = None) -> QFrame:
    """A white panel with a thin line around it, 16 px of air inside."""
    made = QFrame()
    made.setProperty("role", "card")
    if layout is not None:
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(12), margin, theme.px(12))
        layout.setSpacing(theme.px(8))
        made.setLayout(layout)
    return made


def rule() -> QFrame:
    """A thin horizontal line."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


def row(*parts: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; None is the stretch."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(theme.px(spacing))
    for part in parts:
        if part is None:
            made.addStretch(1)
        else:
            made.addWidget(part)
    return made


def column(*parts: QWidget | QLayout | None, spacing: int = 8) -> QVBoxLayout:
    """Widgets and layouts below each other; None is the stretch."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(theme.px(spacing))
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, QLayout):
            made.addLayout(part)
        else:
            made.addWidget(part)
    return made


def size_to(window: QWidget, width: float, height: float) -> None:
    """Give a window a size of the 14 px design, or what the screen has room for."""
    room = window.screen().availableSize()
    window.resize(
        min(theme.px(width), room.width() - theme.px(16)),
        min(theme.px(height), room.height() - theme.px(48)),
    )


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class Pages(QStackedWidget):
    """One page at a time; the pages that are hidden ask for no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._turned)
        self.widgetAdded.connect(self._turned)

    def _turned(self) -> None:
        shown, kinds = self.currentWidget(), QSizePolicy.Policy
        for page in (self.widget(at) for at in range(self.count())):
            if page is not None:
                kind = kinds.Preferred if page is shown else kinds.Ignored
                page.setSizePolicy(kind, kind)


def _lines_alike(words: QLabel, width: int) -> int:
    from ldz_desktop.ui.kit.wrapping import balanced

    font = words.font()
    font.setPixelSize(theme.px(13))  # what the style sheet gives "muted"; it comes later
    return balanced(QFontMetricsF(font), words.text(), width) + theme.px(2)


class EmptyState(QWidget):
    """What a screen shows while it has nothing: what this is, what to do first, and the button.
    width: of the text; less where it stands in a narrow panel."""

    def __init__(
        self,
        title: str,
        text: str,
        *actions: QPushButton,
        icon: str = "paper",
        width: int = 420,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(theme.icon(icon, "edge").pixmap(theme.px(48), theme.px(48)))
        heading = label(title, "title")
        words = label(text, "muted", wrap=True)
        words.setFixedWidth(_lines_alike(words, theme.px(width)))
        for part in (picture, heading, words):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(None, picture, heading, spacing=12)
        layout.addLayout(row(None, words, None))  # an alignment would cut its lower lines off
        layout.addLayout(row(None, *actions, None))
        layout.addStretch(2)
        self.setLayout(layout)
