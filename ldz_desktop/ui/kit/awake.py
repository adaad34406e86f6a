"""Keeping the screen on while something is shown on it, where the system lets a program ask."""

import sys
from contextlib import suppress

_CONTINUOUS, _DISPLAY, _SYSTEM = 0x80000000, 0x2, 0x1  # of SetThreadExecutionState
_SERVICE, _PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"


class Awake:
    """hold(), and release() when it is over. Where the system has no such thing nothing happens:
    whoever puts up a television then turns its screen saver off by hand."""

    def __init__(self) -> None:
        self._cookie: int | None = None
        self.held = False

    def hold(self, why: str) -> None:
        if self.held:
            return
        self.held = True
        if sys.platform == "win32":
            self._windows(_CONTINUOUS | _DISPLAY | _SYSTEM)
        elif sys.platform.startswith("linux"):
            self._cookie = _inhibit(why)

    def release(self) -> None:
        if not self.held:
            return
        self.held = False
        if sys.platform == "win32":
            self._windows(_CONTINUOUS)
        elif self._cookie is not None:
            _call("UnInhibit", self._cookie)
            self._cookie = None

    def _windows(self, state: int) -> None:
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.windll.kernel32.SetThreadExecutionState(state)  # type: ignore[attr-defined]


def _inhibit(why: str) -> int | None:
    found = _call("Inhibit", "ldz-desktop", why)
    return found if isinstance(found, int) else None


def _call(method: str, *arguments: object) -> object:
    """The screen saver's answer over D-Bus; None where there is none."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return None
    message = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SERVICE, method)
    message.setArguments(list(arguments))
    answer = bus.call(message, timeout=500)
    values = answer.arguments()
    if answer.type() != QDBusMessage.MessageType.ReplyMessage or not values:
        return None
    return values[0]
