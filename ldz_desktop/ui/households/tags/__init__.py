"""Care tags: on the household card, as lists by kind, and who is due for a visit."""

from ldz_desktop.ui.households.tags.editor import TagsEditor
from ldz_desktop.ui.households.tags.page import TagsPage

__all__ = ["TagsEditor", "TagsPage"]
