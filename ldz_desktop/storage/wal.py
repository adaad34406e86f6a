"""What lies in a write-ahead log behind the part that SQLite took.

SQLite takes frames up to the last whole transaction before the first one whose checksum or salts
are wrong, and says nothing of what follows: mostly it is what a power cut left of a save that never
came to its end, but after a flipped bit it is everything that was saved since. The checksums are of
the pages before they are encrypted, so that SQLite alone can check them; the heads of the frames
are readable.
"""

import os
import struct
from pathlib import Path

_HEADER, _HEAD = 32, 24
_PAGE = 4096
_MAGIC = (0x377F0682, 0x377F0683)


def saves_behind(log: Path, taken: int) -> int:
    """Transactions that were certainly saved and lie behind the first `taken` frames.

    One save that was being written when the power went is not counted: its frames may have come to
    the disk in any order. Raises OSError.
    """
    with log.open("rb") as file:
        salts = _salts(file.read(_HEADER))
        if salts is None:  # written and synced before the frames: damaged, or there are none
            salts = file.read(_HEAD)[8:16]
        size = file.seek(0, 2)
        ends = 0
        for place in range(_HEADER + taken * (_HEAD + _PAGE), size - _HEAD, _HEAD + _PAGE):
            file.seek(place)
            head = file.read(_HEAD)
            ends += head[8:16] == salts and head[4:8] != bytes(4)
    return max(0, ends - 1)


def cut_behind(log: Path, taken: int) -> None:
    """Cut off what lies behind the first `taken` frames. Raises OSError."""
    end = _HEADER + taken * (_HEAD + _PAGE)
    if log.stat().st_size > end:
        os.truncate(log, end)


def _salts(header: bytes) -> bytes | None:
    """The salts of the log, None where its header is not what was written."""
    if len(header) < _HEADER or int.from_bytes(header[:4]) not in _MAGIC:
        return None
    order = ">" if header[3] & 1 else "<"
    first = second = 0
    for one, two in struct.iter_unpack(f"{order}II", header[:24]):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return header[16:24] if header[24:] == struct.pack(">II", first, second) else None
