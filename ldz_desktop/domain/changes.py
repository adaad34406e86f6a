"""What a write changed: tabs meet only through this."""

from dataclasses import dataclass, field
from typing import Literal

Topic = Literal[
    "places", "households", "leaders", "evaluation", "settings", "training", "duties"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """Returned by every write. topics: what to refresh; what: a Chinese sentence for the status
    bar; ids: the records touched (few; empty for bulk changes)."""

    topics: frozenset[Topic]
    what: str
    ids: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, *topics: Topic, what: str, ids: tuple[int, ...] = ()) -> "Change":
        return cls(frozenset(topics), what, ids)
