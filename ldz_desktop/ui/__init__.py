"""The window. Everything that imports Qt is in here, and app.py.

PySide reads the source of every module that is imported after it, to find out whether it wants
another spelling of Qt's names (its `__feature__`, which nobody here uses), and the standard library
keeps what was read: 10 ms of the start and megabytes that nobody needs. Here it is told not to.
"""

import contextlib

import PySide6.QtCore  # noqa: F401 - brings shibokensupport along

with contextlib.suppress(ImportError, AttributeError):
    from shibokensupport import feature  # type: ignore[import-not-found]

    feature.feature_imported = lambda module: None
