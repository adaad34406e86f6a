"""Door-to-door data: what a visit pack is called, and how what was changed meets the office's.

Three-way by value (reliability.md §2.3): what was when the pack was made, what the visit left, what
the office has now. Clocks do not decide.
"""

from collections.abc import Hashable, Sequence
from datetime import datetime
from itertools import takewhile
from pathlib import PurePath
from typing import Literal

ENDING = ".ldzvisit"
OUT, BACK = "走访-", "走访带回-"
"""How the names begin of packs that go out and of those that come back."""

_NAMED = 3
"""Buildings that are named where many were taken along."""

Meeting = Literal["apply", "there", "ask"]


def file_name(when: datetime, *, back: bool, again: int = 1) -> str:
    """走访-20261124-1530.ldzvisit: nothing of the office or a person. again: from 2, where that
    name is taken."""
    more = f"-{again}" if again > 1 else ""
    return f"{BACK if back else OUT}{when:%Y%m%d-%H%M}{more}{ENDING}"


def is_pack(file: PurePath) -> bool:
    """Whether the name is that of a visit pack, not of a backup."""
    return file.suffix.lower() == ENDING


def meeting(base: Hashable, ours: Hashable, theirs: Hashable) -> Meeting:
    """What becomes of one value. base: when the pack was made; ours: the office's now; theirs: what
    comes back. apply: theirs is taken; there: both are the same already; ask: both were changed."""
    if ours == theirs:
        return "there"
    return "apply" if ours == base else "ask"


def ids(office: str) -> tuple[str, str]:
    """Whose data a key file opens: the office's id, and the pack's; "" where it is the office's."""
    whose, _, pack = office.partition(".")
    return whose, pack


def buildings_text(titles: Sequence[str]) -> str:
    """福锦苑1栋、2栋、3栋等 5 栋: what all begin with is said once."""
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(*_ends(titles), strict=False))
    common = "".join(pair[0] for pair in shared).rstrip("0123456789")
    if common in titles:
        common = ""
    first, *others = titles[:_NAMED] or ("",)
    named = "、".join((first, *(title.removeprefix(common) for title in others)))
    return named if len(titles) <= _NAMED else f"{named}等 {len(titles)} 栋"


def _ends(titles: Sequence[str]) -> tuple[str, str]:
    """What these two begin with, all begin with."""
    return min(titles, default=""), max(titles, default="")
