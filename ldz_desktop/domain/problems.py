"""What a rule found wrong: the common result of every check."""

from typing import Literal

from ldz_desktop.record import record

Level = Literal["refused", "note"]


@record
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
