"""What a rule found wrong: the common result of every check."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["refused", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `refused`: the value cannot be taken as it is. `note`: taken, but look at it.

    field: the record's attribute name; code: a stable short name for tests and programs;
    reason: the Chinese sentence a clerk reads (never holds the value itself);
    proposals: values that would pass, best first (may be empty).
    """

    level: Level
    field: str
    code: str
    reason: str
    proposals: tuple[str, ...] = ()
