"""The small windows before the main one: a quiet ground, one card, errors said in place."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.errors import KnownError
from ldz_desktop.paths import shown
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, card, column, label, row

BRAND = "楼栋长工作台"
_PLACE_PX = 380


class Trouble(QFrame):
    """What the world refused, said where the person is looking: title, message, what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "trouble")
        picture = QLabel()
        picture.setPixmap(theme.icon("error", "red").pixmap(theme.px(20), theme.px(20)))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._title = label("", "strong", wrap=True)
        self._message = label("", wrap=True)
        self._hint = label("", "muted", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(10))
        layout.addWidget(picture)
        layout.addLayout(column(self._title, self._message, self._hint, spacing=4), 1)
        self.hide()

    def say(self, error: KnownError) -> None:
        """Show a refusal in place of the one before."""
        self._title.setText(error.title)
        self._message.setText(error.message)
        self._hint.setText(error.hint)
        self._hint.setVisible(bool(error.hint))
        self.setAccessibleName("。".join(t for t in (error.title, error.message) if t))
        self.show()

    def text(self) -> str:
        """What it says; empty while there is nothing to say."""
        if self.isHidden():
            return ""
        parts = (self._title.text(), self._message.text(), self._hint.text())
        return "\n".join(part for part in parts if part)


class Pages(QWidget):
    """One of several pages, as high as the one it shows."""

    def __init__(self, *pages: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for page in pages:
            self.add(page)

    def add(self, page: QWidget) -> None:
        """One more; the first one is shown."""
        self._column.addWidget(page)
        page.setVisible(not self._pages)
        self._pages.append(page)

    def show_page(self, wanted: QWidget) -> None:
        for page in self._pages:
            page.setVisible(page is wanted)


def in_the_middle(content: QWidget) -> QScrollArea:
    """One card on the quiet ground, a little above the middle; it scrolls where the screen is lower
    than the card (1366 × 768 at 150 %)."""
    inner = QVBoxLayout()
    inner.addWidget(content)
    panel = card(inner)
    side = theme.px(32)
    inner.setContentsMargins(side, theme.px(28), side, theme.px(20))
    panel.setFixedWidth(theme.px(520))
    ground = QWidget()
    ground.setObjectName("page")
    outer = QVBoxLayout(ground)
    margin = theme.px(24)
    outer.setContentsMargins(margin, margin, margin, margin)
    outer.addStretch(1)
    outer.addLayout(row(None, panel, None))
    outer.addStretch(2)
    return scrolling(ground)


def scrolling(content: QWidget) -> QScrollArea:
    """Room for pages that scrolls where the screen is low, with no frame of its own."""
    room = QScrollArea()
    room.setFrameShape(QFrame.Shape.NoFrame)
    room.setWidgetResizable(True)
    room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    room.setWidget(content)
    return room


def sheet(heading: str, words: str, *parts: QWidget | None) -> QWidget:
    """One page of such a window: a heading, a line of explanation, then the parts."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(12))
    layout.addWidget(label(heading, "heading"))
    if words:
        layout.addWidget(label(words, "muted", wrap=True))
        layout.addSpacing(theme.px(4))
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return page


def field(caption: str, editor: QWidget) -> QWidget:
    """A caption above its field."""
    title = QLabel(caption)
    title.setBuddy(editor)
    title.setProperty("role", "muted")
    holder = QWidget()
    holder.setLayout(column(title, editor, spacing=4))
    if not editor.accessibleName():
        editor.setAccessibleName(caption.partition("(&")[0])
    return holder


class EnterWindow(QWidget):
    """A window in which Enter does what its page is for: it presses the page's primary button
    (where the keyboard is on another one, that one); where the primary one still rests, it goes to
    the first field that is empty."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._press_primary()

    def _press_primary(self) -> None:
        buttons = self.findChildren(QPushButton)
        shown = [b for b in buttons if b.property("role") == "primary" and b.isVisible()]
        if any(b.isEnabled() for b in shown):
            next(b for b in shown if b.isEnabled()).click()
        elif shown:
            fields = (f for f in self.findChildren(QLineEdit) if f.isVisible() and f.isEnabled())
            empty = next((f for f in fields if not f.text() and not f.isReadOnly()), None)
            if empty is not None:
                empty.setFocus(Qt.FocusReason.TabFocusReason)


def wrong_password(error: KnownError) -> KnownError:
    """Of a visit's data, which have no recovery code that could be offered."""
    hint = "请用发出走访包那天的密码；检查大写锁定和输入法后再输一次。"
    return KnownError(error.title, error.message, hint)


def place_line(folder: Path, change: Callable[[], object] | None = None) -> QWidget:
    """Where the data lies, small, with a button that shows the folder, and one to choose another
    where there is a way to."""
    from ldz_desktop.ui.kit import files

    words = label("", "small")
    whole = f"数据文件夹：{shown(folder)}"
    # a path has no spaces to be broken at: a long one would push the page wider than its window
    words.setText(
        words.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideMiddle, theme.px(_PLACE_PX))
    )
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.setToolTip(shown(folder))
    show = button("打开", lambda: files.open_folder(folder), role="link")
    show.setVisible(folder.is_dir())
    other = button("换个位置(&L) …", change, role="link")
    other.setVisible(change is not None)
    holder = QWidget()
    holder.setLayout(row(words, show, other, None, spacing=4))
    return holder
