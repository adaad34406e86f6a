"""Keys of a page, and the way into it: the keyboard works from the moment a page is seen."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget


def page_keys(page: QWidget, verbs: Mapping[str, Callable[[], object]]) -> None:
    """Keys that work while the page is seen, wherever in its window the cursor is.

    Qt leaves out the shortcuts of what is hidden, so each tab and section may have an F2 of its
    own. Not for Esc, which belongs to what has the cursor.
    """
    for keys, verb in verbs.items():
        QShortcut(QKeySequence(keys), page).activated.connect(lambda run=verb: run())


def leave_keys(page: QWidget, verbs: Mapping[str, Callable[[], object]]) -> None:
    """Esc and the like: only while the cursor is inside the page."""
    context = Qt.ShortcutContext.WidgetWithChildrenShortcut
    for keys, verb in verbs.items():
        made = QShortcut(QKeySequence(keys), page, context=context)
        made.activated.connect(lambda run=verb: run())


def has_cursor(page: QWidget) -> bool:
    """Whether the keyboard goes to the page or something in it."""
    now = QApplication.focusWidget()
    return now is not None and (now is page or page.isAncestorOf(now))


def focus_into(page: QWidget) -> None:
    """Put the cursor where the page wants it (its focus proxy); where that is not seen, on the
    first field, list or button that is. Where there is none yet the page itself has it."""
    wanted = page
    while (proxy := wanted.focusProxy()) is not None:
        wanted = proxy
    if wanted is page or not _takes(wanted):
        wanted = _first(page) or page
    wanted.setFocus(Qt.FocusReason.TabFocusReason)


def _takes(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & tab)


def _first(page: QWidget) -> QWidget | None:
    """In the order of the Tab key."""
    one = page.nextInFocusChain()
    while one is not None and one is not page:
        if page.isAncestorOf(one) and _takes(one):
            return one
        one = one.nextInFocusChain()
    return None
