"""替我填表: somebody else's blank form, filled in for the people the clerk chooses."""

from ldz_desktop.ui.households.forms.page import FormsPage

__all__ = ["FormsPage"]
