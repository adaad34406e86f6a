"""The menus of a table: what can be done with a row, and which columns are shown."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaMethod, QPoint
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from ldz_desktop.ui.kit.record_table import RecordTable

_NO_ROOM = "（窗口太窄）"


def row_menu(table: "RecordTable") -> QMenu:
    """Opening, what the page offers for the selected rows, copying, removing. What does nothing
    on this table is not offered."""
    menu = QMenu(table)
    words = table.words
    here = table.current_id()
    if here and _heard(table, table.opened):
        menu.addAction(f"{words.open}(&O)\tEnter", partial(table.opened.emit, here))
    for title, verb in table.offered():
        menu.addAction(title, verb)
    if not menu.isEmpty():
        menu.addSeparator()
    several = len(table.selected_ids())
    count = f" {several} 行" if several > 1 else ""
    menu.addAction(f"复制{count}(&C)\tCtrl+C", table.copy_rows)
    if here and _heard(table, table.delete_wanted):
        menu.addSeparator()
        menu.addAction(f"{words.remove}(&D)\tDel", partial(table.delete_wanted.emit, here))
    return menu


def column_menu(table: "RecordTable") -> QMenu:
    """Every column with a title, ticked where it is shown; one always stays."""
    menu = QMenu(table)
    columns = [c for c in table.columns() if c.title]
    unwanted = table.unwanted()
    left = [c for c in columns if c.key not in unwanted]
    for column in columns:
        cut = table.is_cut(column.key)
        title = column.title.replace("\n", "")
        action = menu.addAction(title + (_NO_ROOM if cut else ""))
        action.setCheckable(True)
        action.setChecked(column.key not in unwanted and not cut)
        action.setEnabled(not cut and left != [column])
        action.triggered.connect(partial(_toggle, table, column.key))
    menu.addSeparator()
    usual = menu.addAction("显示全部列(&A)", partial(table.set_unwanted, frozenset()))
    usual.setEnabled(bool(unwanted))
    return menu


def place_of(table: "RecordTable") -> QPoint:
    """Where the menu of the row with the cursor opens, asked for by key."""
    row = table.visualRect(table.currentIndex())
    return table.viewport().mapToGlobal(row.bottomLeft())


def _toggle(table: "RecordTable", key: str) -> None:
    table.set_unwanted(table.unwanted() ^ {key})


def _heard(table: "RecordTable", signal: "SignalInstance") -> bool:
    return table.isSignalConnected(QMetaMethod.fromSignal(signal))
