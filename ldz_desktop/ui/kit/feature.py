"""What a tab is: a folder behind a small protocol, and the bench it works at."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Literal, Protocol

from ldz_desktop.record import record

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ldz_desktop.domain.changes import Change
    from ldz_desktop.domain.places import PlaceRef
    from ldz_desktop.services.context import Office
    from ldz_desktop.ui.kit.notices import Notices
    from ldz_desktop.ui.kit.preferences import Preferences
    from ldz_desktop.ui.kit.tasks import TaskRunner

TargetKind = Literal[
    "resident", "household", "building", "place", "leader", "month", "import", "posting",
    "selection", "caution", "handover", "course", "duties", "reward",
    "flags", "awards", "visit_pack",
]  # fmt: skip


@record
class Target:
    """A place in the program to go to: what kind of record, and its id (or month, file, node of the
    tree of places)."""

    kind: TargetKind
    id: int = 0
    month: str = ""
    path: "Path | None" = None
    place: "PlaceRef | None" = None


@record
class Bench:
    """What every tab works with. A tab looks nothing else up.

    office: the services (call them only inside tasks.run); tasks: the one database worker;
    notices: speaks to the user; show: go to a target in whatever tab knows it;
    publish: tell every tab what a write changed (shows change.what in the status bar);
    preferences: how the person likes the window.
    """

    office: "Office"
    tasks: "TaskRunner"
    notices: "Notices"
    show: Callable[[Target], None]
    publish: "Callable[[Change], None]"
    preferences: "Preferences"


class Tab(Protocol):
    """One tab of the window."""

    @property
    def widget(self) -> "QWidget": ...

    def refresh(self, change: "Change | None") -> None:
        """Read again what the change touches; None: first time shown."""

    def open(self, target: Target) -> bool:
        """Show the target; False where this tab does not know such a kind."""

    def take_focus(self) -> None:
        """Put the cursor where work begins, visibly; also before the records have come."""

    def may_close(self) -> bool:
        """False (after asking) while unsaved work would be lost."""


Over = Callable[[Bench, "QWidget", Target], None]
"""Opens a dialog over a window."""


@record
class Feature:
    """One line of ui.features. make imports the tab's module only when the tab is first shown.
    over: targets that are a dialog over whatever tab is shown; when it is closed, the person is
    where it was begun."""

    key: str
    title: str
    targets: frozenset[TargetKind]
    make: Callable[[Bench], Tab]
    over: Mapping[TargetKind, Over] = field(default_factory=dict)
