"""What visit packs are told by."""

from datetime import datetime
from pathlib import Path

from ldz_desktop.record import record


@record
class Packed:
    """A pack that was written. changes: what it brings back (0 for one that goes out)."""

    path: Path
    bytes: int
    households: int
    residents: int
    changes: int


@record
class Visiting:
    """What this data folder was made for, where it is a visit's. made_at: the clerk's own time."""

    made_at: datetime
    made_by: str
    buildings: tuple[str, ...]
    households: int


@record
class Brought:
    """A pack that was brought back from this laptop. at: the clerk's own time; upto: how many
    batches of the journal are in it."""

    at: datetime
    file: Path
    upto: int


@record
class Away:
    """How a visit stands. changes: values and rows, so far; unreturned: of those, not in the last
    pack that was brought back; older: visits that were set aside in the same data folder."""

    changes: int
    unreturned: int
    brought: Brought | None
    older: int


@record
class PackInfo:
    """A pack that was given out. made_at, merged_at: the clerk's own time, merged_at None until it
    came back; differences: still to be decided."""

    id: str
    made_at: datetime
    made_by: str
    buildings: tuple[str, ...]
    households: int
    merged_at: datetime | None
    differences: int


@record
class Difference:
    """Changed here and on the visit. id: 0 before the merge; household_id: the file it is about, 0
    where it is about none; file_no: of that file; whose: the file's address; subject: a person's
    name (children masked) or what it is; base, ours, theirs: in the clerk's words, sensitive values
    masked, "" for empty; why: one sentence; may_take: whether theirs can be taken."""

    id: int
    household_id: int
    file_no: str
    whose: str
    subject: str
    field: str
    base: str
    ours: str
    theirs: str
    why: str
    may_take: bool


@record
class Merged:
    """What a pack came to. households: files it is about; changes = applied + already_there + the
    differences; numbered: new files that got another number, theirs being taken; left_out: changes
    of what a pack does not hold; batch_id: for undo, 0 where nothing was written."""

    households: int
    changes: int
    applied: int
    already_there: int
    differences: tuple[Difference, ...]
    numbered: int
    left_out: int
    batch_id: int
