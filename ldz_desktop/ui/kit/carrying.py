"""Places outside the data folder that data are carried to: a stick, another disk."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from ldz_desktop.domain.visits import ENDING
from ldz_desktop.ui.kit.tasks import TaskRunner

PACKS = f"走访包 (*{ENDING});;所有文件 (*)"
_MEGABYTE = 1 << 20


def size_text(size: int) -> str:
    """1.2 MB, of bytes; never 0.0."""
    return f"{max(size / _MEGABYTE, 0.1):,.1f} MB"


def stays_here(folder: Path, home: Path) -> bool:
    """Whether the folder is the data folder (home) or lies in it: nothing is carried away."""
    return home in (folder, *folder.parents)


def look_for(tasks: TaskRunner, folder: Path, then: Callable[[bool], None], owner: QObject) -> None:
    """Whether a folder is there, on the worker: a share that is gone is looked for a while."""
    from ldz_desktop.services.backup import is_folder

    tasks.run(lambda progress: is_folder(folder), then, owner=owner)
