"""Door-to-door data: what a visit pack is called, and how what was changed meets the office's.

Three-way by value (reliability.md §2.3): what was when the pack was made, what the visit left, what
the office has now. Clocks do not decide.
"""

from collections.abc import Hashable
from datetime import datetime
from typing import Literal

ENDING = ".ldzvisit"
OUT, BACK = "走访-", "走访带回-"
"""How the names begin of packs that go out and of those that come back."""

Meeting = Literal["apply", "there", "ask"]


def file_name(when: datetime, *, back: bool, again: int = 1) -> str:
    """走访-20261124-1530.ldzvisit: nothing of the office or a person. again: from 2, where that
    name is taken."""
    more = f"-{again}" if again > 1 else ""
    return f"{BACK if back else OUT}{when:%Y%m%d-%H%M}{more}{ENDING}"


def meeting(base: Hashable, ours: Hashable, theirs: Hashable) -> Meeting:
    """What becomes of one value. base: when the pack was made; ours: the office's now; theirs: what
    comes back. apply: theirs is taken; there: both are the same already; ask: both were changed."""
    if ours == theirs:
        return "there"
    return "apply" if ours == base else "ask"
