"""变更历史 of a household, 今日操作 of the office, and taking an action back."""

from ldz_desktop.ui.households.history.dialog import HistoryDialog
from ldz_desktop.ui.households.history.page import HistoryPage

__all__ = ["HistoryDialog", "HistoryPage"]
