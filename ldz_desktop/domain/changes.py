"""What a write changed: tabs meet only through this."""

from dataclasses import field
from typing import Literal

from ldz_desktop.record import record

Topic = Literal[
    "places", "households", "leaders", "evaluation", "settings", "training", "duties",
    "honours",
]  # fmt: skip


@record
class Change:
    """Returned by every write. topics: what to refresh; what: a Chinese sentence for the status
    bar; ids: the records touched (few; empty for bulk changes)."""

    topics: frozenset[Topic]
    what: str
    ids: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, *topics: Topic, what: str, ids: tuple[int, ...] = ()) -> "Change":
        return cls(frozenset(topics), what, ids)
