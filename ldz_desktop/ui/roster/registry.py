"""Lines of a registry name what they need as "module:name", imported when it is first wanted."""

from importlib import import_module
from typing import Any


def named(path: str) -> Any:  # noqa: ANN401 - a function or a class, as the registry says
    """What a path like "ldz_desktop.ui.roster.record.terms:TermsSection" stands for."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
