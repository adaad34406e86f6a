"""What the window remembers for itself: window.ini in the data folder, never the registry.

Nothing about residents is ever kept here.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

FILE_NAME = "window.ini"


class Preferences:
    """Small facts about how somebody likes the window. Reading never fails; a folder that cannot
    be written to only means that nothing is remembered."""

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / FILE_NAME), QSettings.Format.IniFormat)

    @property
    def large_type(self) -> bool:
        return bool(self._settings.value("large_type", defaultValue=False, type=bool))

    @large_type.setter
    def large_type(self, large: bool) -> None:
        self._put("large_type", large)

    @property
    def last_account(self) -> str:
        return str(self._settings.value("last_account", ""))

    @last_account.setter
    def last_account(self, name: str) -> None:
        self._put("last_account", name)

    @property
    def last_tab(self) -> str:
        return str(self._settings.value("last_tab", ""))

    @last_tab.setter
    def last_tab(self, key: str) -> None:
        self._put("last_tab", key)

    @property
    def wall_after(self) -> int:
        """Minutes without anybody at the keyboard before the honour wall fills the screen; 0:
        never."""
        try:
            return max(0, int(str(self._settings.value("wall_after", 0))))
        except ValueError:
            return 0

    @wall_after.setter
    def wall_after(self, minutes: int) -> None:
        self._put("wall_after", minutes)

    @property
    def geometry(self) -> QByteArray:
        value = self._settings.value("geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._put("geometry", geometry)

    def widths(self, key: str) -> list[int]:
        """Of the panels of a page, in px of the 14 px design; empty while nobody dragged them."""
        words = str(self._settings.value(f"widths/{key}", "")).split()
        return [int(word) for word in words] if all(map(str.isdecimal, words)) else []

    def set_widths(self, key: str, widths: Sequence[int]) -> None:
        self._put(f"widths/{key}", " ".join(map(str, widths)))

    def unwanted(self, key: str) -> frozenset[str]:
        """Keys of the columns that somebody took out of a table."""
        return frozenset(str(self._settings.value(f"columns/{key}", "")).split())

    def set_unwanted(self, key: str, columns: Iterable[str]) -> None:
        self._put(f"columns/{key}", " ".join(sorted(columns)))

    def save(self) -> None:
        """Write now (otherwise Qt does it in a moment)."""
        self._settings.sync()

    def _put(self, key: str, value: object) -> None:
        if self._settings.value(key) != value:
            self._settings.setValue(key, value)
