"""Lists of residents by rules: built, kept, printed and taken away."""

from ldz_desktop.ui.households.lists.page import ListsPage

__all__ = ["ListsPage"]
