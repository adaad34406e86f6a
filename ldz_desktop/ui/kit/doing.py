"""A write with its toast: done, told to everybody, and taken back by 撤销."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.errors import KnownError
from ldz_desktop.services.undoable import Done
from ldz_desktop.ui.kit.feature import Bench


def do(
    bench: Bench,
    owner: QWidget,
    work: Callable[[], Done],
    after: Callable[[], None],
    failed: Callable[[KnownError], None] | None = None,
) -> None:
    """Run a write on the worker. after: also called once it is taken back."""

    def told(change: Change) -> None:
        bench.publish(change)
        after()

    def back(batch_id: int) -> None:
        office = bench.office
        bench.tasks.run(lambda progress: office.history.undo(batch_id), told, owner=owner)

    def done(made: Done) -> None:
        told(made.change)  # first: a dialog closes now, and the toast must not close with it
        bench.notices.info(made.change.what, undo=lambda: back(made.batch_id))

    bench.tasks.run(lambda progress: work(), done, owner=owner, failed=failed)
