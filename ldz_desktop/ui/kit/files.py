"""Choosing files and opening folders. Tests put another Chooser in `chooser`."""

import os
import re
import sys
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from ldz_desktop.paths import shown, user_path
from ldz_desktop.services.files import file_name

SPREADSHEETS = "表格文件 (*.xlsx *.xls *.ods *.csv);;所有文件 (*)"
PDF = "PDF 文件 (*.pdf)"
XLSX_OR_CSV = "Excel 工作簿 (*.xlsx);;CSV 文件 (*.csv)"


class Chooser(Protocol):
    """Asks a person for a file; None when they changed their mind."""

    def open(self, parent: QWidget, title: str, filters: str) -> Path | None: ...

    def save(self, parent: QWidget, title: str, filters: str, name: str) -> Path | None: ...

    def folder(self, parent: QWidget, title: str) -> Path | None: ...


class SystemChooser:
    """The dialogs of the system. Remembers the folder used last, for this run of the program."""

    def __init__(self) -> None:
        self._folder: Path | None = None  # the last one used; at first the user's documents

    def open(self, parent: QWidget, title: str, filters: str) -> Path | None:
        found, _ = QFileDialog.getOpenFileName(parent, title, shown(self._start()), filters)
        return self._noted(found)

    def save(self, parent: QWidget, title: str, filters: str, name: str) -> Path | None:
        proposal = shown(self._start() / name)
        found, chosen = QFileDialog.getSaveFileName(parent, title, proposal, filters)
        path = self._noted(found)
        if path is not None and not path.suffix:
            path = path.with_suffix(_suffix(chosen or filters))
        return path

    def folder(self, parent: QWidget, title: str) -> Path | None:
        found = QFileDialog.getExistingDirectory(parent, title, shown(self._start()))
        return user_path(found) if found else None

    def _start(self) -> Path:
        """A folder that is gone (a stick that was pulled out) would open the program's own."""
        if self._folder is not None and self._folder.is_dir():
            return self._folder
        return _documents()

    def _noted(self, found: str) -> Path | None:
        if not found:
            return None
        path = user_path(found)
        self._folder = path.parent
        return path


chooser: Chooser = SystemChooser()


def ask_open(parent: QWidget, title: str, filters: str = SPREADSHEETS) -> Path | None:
    """A file to read."""
    return chooser.open(parent, title, filters)


def ask_save(parent: QWidget, title: str, filters: str, name: str) -> Path | None:
    """A file to write; name: the proposal, with its ending, of which only what a file's name may
    hold is proposed. The system asks before overwriting."""
    stem, _, ending = name.rpartition(".")
    return chooser.save(parent, title, filters, f"{file_name(stem)}.{ending}")


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """A folder that exists."""
    return chooser.folder(parent, title)


class Opener(Protocol):
    """Shows files and folders in the system's own programs."""

    def open(self, path: Path) -> None:
        """A file in the program for it, a folder in the file manager."""

    def show(self, path: Path) -> None:
        """The folder of a file, with the file selected where the system can."""


class SystemOpener:
    """The system's file manager and programs."""

    def open(self, path: Path) -> None:
        if sys.platform == "win32":
            os.startfile(shown(path))
        else:
            _run(["open" if sys.platform == "darwin" else "xdg-open", str(path)])

    def show(self, path: Path) -> None:
        if sys.platform == "win32":
            _run(["explorer", f"/select,{shown(path)}"])
        else:
            self.open(path.parent)


opener: Opener = SystemOpener()


def open_folder(folder: Path) -> None:
    """Show a folder, or open a file, in the system's own program."""
    opener.open(folder)


def _run(command: list[str]) -> None:
    import subprocess

    subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _suffix(filters: str) -> str:
    found = re.search(r"\*(\.\w+)", filters)
    return found.group(1) if found is not None else ""


def _documents() -> Path:
    from PySide6.QtCore import QStandardPaths

    place = QStandardPaths.StandardLocation.DocumentsLocation
    found = QStandardPaths.writableLocation(place)
    return Path(found) if found and Path(found).is_dir() else Path.home()
