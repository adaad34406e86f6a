"""Keys of records: 63-bit integers that sort by time and do not meet across laptops.

41 bits of milliseconds since 2020 and 22 random bits, the layout of UUIDv7 cut down to what a
database key (and SQLite's rowid) holds: a quarter of the text form's size in every index.
"""

import os
from collections.abc import Iterator

EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00:00Z
_TIME_BITS, _RANDOM_BITS = 41, 22


def new_ids(now_ms: int) -> Iterator[int]:
    """Endless increasing keys for one action that started at now_ms (milliseconds, UTC).

    A clock that stands before 2020 or after 2089 still gives keys, positive ones: they do not sort.
    """
    chance = int.from_bytes(os.urandom(3)) & ((1 << _RANDOM_BITS) - 1)
    since = (now_ms - EPOCH_MS) % (1 << _TIME_BITS)
    key = (since << _RANDOM_BITS) | chance
    while True:
        yield key
        key += 1 + (os.urandom(1)[0] & 7)
