"""One typeface in one file: is it usable, which characters has it, and how reportlab reads it.

The file is memory-mapped: reportlab never holds the 10 to 30 MB, only the tables it works with.
Only what the OpenType specification calls sfnt with glyf outlines is usable, because reportlab
embeds no others.
"""

import mmap
import struct
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldz_desktop.reports.embedding import EmbeddedFont

_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_NEEDED = frozenset({"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"})
_RESTRICTED = 0x0002  # fsType: may not be embedded at all
_NO_SUBSET = 0x0300  # fsType: no subsetting, or bitmaps only


class UnusableFontError(Exception):
    """The file is damaged, has no TrueType outlines, or its maker forbids embedding."""


class Coverage:
    """Which characters a cmap subtable of format 4 or 12 has a glyph for, by bisection."""

    def __init__(self, table: bytes) -> None:
        self._known: dict[int, bool] = {}
        kind = struct.unpack_from(">H", table)[0]
        if kind == 12:
            count = struct.unpack_from(">L", table, 12)[0]
            groups = struct.unpack_from(f">{3 * count}L", table, 16)
            self._starts: tuple[int, ...] = groups[0::3]
            self._ends: tuple[int, ...] = groups[1::3]
            self._deltas: tuple[int, ...] = groups[2::3]
            self._offsets: tuple[int, ...] = ()
        elif kind == 4:
            count = struct.unpack_from(">H", table, 6)[0] // 2
            self._ends = struct.unpack_from(f">{count}H", table, 14)
            self._starts = struct.unpack_from(f">{count}H", table, 16 + 2 * count)
            self._deltas = struct.unpack_from(f">{count}H", table, 16 + 4 * count)
            self._base = 16 + 6 * count
            self._offsets = struct.unpack_from(f">{count}H", table, self._base)
        else:
            raise UnusableFontError(f"cmap format {kind}")
        self._table = table

    def __contains__(self, code: int) -> bool:
        known = self._known.get(code)
        if known is None:
            known = self._known[code] = self._glyph(code) != 0
        return known

    def _glyph(self, code: int) -> int:
        at = bisect_right(self._starts, code) - 1
        if at < 0 or code > self._ends[at]:
            return 0
        into = code - self._starts[at]
        if not self._offsets:
            return self._deltas[at] + into
        if self._offsets[at] == 0:
            return (code + self._deltas[at]) & 0xFFFF
        where = self._base + 2 * at + self._offsets[at] + 2 * into
        if where + 2 > len(self._table):
            return 0
        glyph: int = struct.unpack_from(">H", self._table, where)[0]
        return (glyph + self._deltas[at]) & 0xFFFF if glyph else 0


class FontFile:
    """A typeface of a .ttf file, or the index-th of a .ttc collection. Opened at first use."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        self.index = index
        self._data: mmap.mmap | None = None
        self._coverage: Coverage | None = None
        self._usable: bool | None = None
        self._font: EmbeddedFont | None = None

    @property
    def title(self) -> str:
        """The file's name without folder or suffix: nothing else of the machine gets into a PDF."""
        return f"{self.path.stem}-{self.index}" if self.index else self.path.stem

    def covers(self, code: int) -> bool:
        """Whether the typeface can be used and has a glyph for this character."""
        if self._usable is None:
            self._usable = self._open()
        return self._usable and self._coverage is not None and code in self._coverage

    @property
    def usable(self) -> bool:
        return self.covers(0x4E00) or bool(self._usable)

    def embedded(self) -> "EmbeddedFont":
        """The typeface as reportlab takes it: parsed once a process, some 30 to 60 ms.

        Raises UnusableFontError where reportlab finds fault with the file.
        """
        if self._font is None:
            if not self.usable or self._data is None:
                raise UnusableFontError(self.title)
            from ldz_desktop.reports.embedding import embed

            self._font = embed(self.title, self._data, self.index)
        return self._font

    def ready(self) -> bool:
        """Whether reportlab takes the typeface; one that fails is not asked again."""
        if self._font is None and self.usable:
            try:
                self.embedded()
            except UnusableFontError:
                self._usable = False
        return self._font is not None

    @property
    def widths(self) -> "Mapping[int, float]":
        """Advance widths in 1/1000 em, by character."""
        widths: Mapping[int, float] = self.embedded().face.charWidths
        return widths

    def _open(self) -> bool:
        try:
            with self.path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            tables = _tables(self._data, self.index)
            if not tables.keys() >= _NEEDED or not _embeddable(self._data, tables):
                return False
            self._coverage = Coverage(_character_map(self._data, *tables["cmap"]))
        except (OSError, ValueError, struct.error, UnusableFontError):
            return False
        return True


def _tables(data: mmap.mmap, index: int) -> dict[str, tuple[int, int]]:
    """Table name → offset and length."""
    start = 0
    if data[:4] == b"ttcf":
        (count,) = struct.unpack_from(">L", data, 8)
        if index >= count:
            raise UnusableFontError("no such typeface in the collection")
        (start,) = struct.unpack_from(">L", data, 12 + 4 * index)
    if data[start : start + 4] not in _TRUETYPE:
        raise UnusableFontError("no TrueType outlines")
    (count,) = struct.unpack_from(">H", data, start + 4)
    found = {}
    for entry in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, start + 12 + 16 * entry)
        found[tag.decode("latin-1")] = (offset, length)
    return found


def _embeddable(data: mmap.mmap, tables: "Mapping[str, tuple[int, int]]") -> bool:
    if "OS/2" not in tables:
        return True
    (kind,) = struct.unpack_from(">H", data, tables["OS/2"][0] + 8)
    return kind != _RESTRICTED and not kind & _NO_SUBSET


def _character_map(data: mmap.mmap, offset: int, length: int) -> bytes:
    """The subtable reportlab takes: the last of Microsoft's or Unicode's (but not variations)."""
    (count,) = struct.unpack_from(">H", data, offset + 2)
    chosen = None
    for entry in range(count):
        platform, kind, where = struct.unpack_from(">HHL", data, offset + 4 + 8 * entry)
        if platform == 3 or (platform == 0 and kind != 5):
            chosen = where
    if chosen is None:
        raise UnusableFontError("no Unicode cmap")
    return data[offset + chosen : offset + length]
