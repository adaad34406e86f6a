"""A write with its toast: done, told to everybody, and taken back by 撤销."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ldz_desktop.domain.changes import Change
from ldz_desktop.errors import KnownError
from ldz_desktop.ui.kit.feature import Bench

if TYPE_CHECKING:
    from ldz_desktop.services.undoable import Done


def do(
    bench: Bench,
    owner: QWidget,
    work: "Callable[[], Done]",
    after: Callable[[], None],
    failed: Callable[[KnownError], None] | None = None,
) -> None:
    """Run a write on the worker. after: also called once it is taken back."""

    def told(change: Change) -> None:
        bench.publish(change)
        after()

    def done(made: "Done") -> None:
        told(made.change)  # first: a dialog closes now, and the toast must not close with it
        say_done(bench, owner, made, after)

    bench.tasks.run(lambda progress: work(), done, owner=owner, failed=failed)


def say_done(
    bench: Bench,
    owner: QWidget,
    made: "Done",
    after: Callable[[], None] | None = None,
    words: str = "",
) -> None:
    """The toast of a write, with 撤销 where something was written. words: in place of what the
    change says; after: called once it is taken back."""

    def back() -> None:
        from ldz_desktop.ui.kit.history.undoing import Undoing

        here = owner if isValid(owner) else bench.notices.window_of(None)  # a form that went
        Undoing(bench, here, after).now(made.batch_id)

    bench.notices.info(words or made.change.what, undo=back if made.batch_id else None)
