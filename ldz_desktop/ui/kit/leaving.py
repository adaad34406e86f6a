"""Leaving a form of a page: 保存, 不保存 or 取消 (dialogs: ui.kit.dialog)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.kit.notices import ask_to_save

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.tasks import TaskRunner

_LOOK_EVERY_MS = 10


def may_leave(
    bench: "Bench", page: QWidget, save: Callable[[], object], saved: Callable[[], bool]
) -> bool:
    """Ask about what was typed. save: what the form's verb does; saved: whether it was written
    (not where a value is refused, or something odd is to be confirmed): only then one leaves."""
    answer = ask_to_save(bench.notices.window_of(page))
    if answer == "save":
        save()
        _settle(bench.tasks)
        return saved()
    return answer == "drop"


def _settle(tasks: "TaskRunner") -> None:
    """The window lives until what was begun is over."""
    if tasks.settled():
        return
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(lambda: loop.quit() if tasks.settled() else None)
    look.start(_LOOK_EVERY_MS)
    loop.exec()
