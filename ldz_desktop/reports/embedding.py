"""How reportlab embeds a typeface of ours: from the mapped file, with a readable text layer.

Imported only when a document is made, because it imports reportlab.
"""

import mmap
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import (
    TTEncoding,
    TTFError,
    TTFont,
    TTFontFace,
)
from typing_extensions import override

from ldz_desktop.reports.font_files import UnusableFontError

rl_config.useA85 = 0  # page streams as bytes: a quarter smaller than as ASCII, and sooner made


class _Source:
    """What reportlab takes for an open file; read() hands over the mapped file itself."""

    def __init__(self, title: str, data: mmap.mmap) -> None:
        self.name = title  # reportlab writes it into the document: never a path
        self._data = data

    def read(self) -> mmap.mmap:
        return self._data


class _Window:
    """A table in the mapped file: slices are read from it one by one."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class _Face(TTFontFace):  # type: ignore[misc]
    """A face that never copies its outlines: reportlab would copy all 15 MB for each subset."""

    def __init__(self, source: _Source, index: int) -> None:
        super().__init__(source, subfontIndex=index)
        self.glyphToChar: dict[int, list[int]] = {}  # 4 MB that only text shaping would ask for

    @override
    def get_table(self, tag: str) -> bytes | _Window:
        if tag == "glyf":
            return _Window(self._ttf_data, self.get_table_pos(tag)[0])
        table: bytes = super().get_table(tag)
        return table


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """A reportlab font over a mapped file, whose text layer keeps characters beyond the BMP."""

    def __init__(self, title: str, face: _Face) -> None:
        # As TTFont.__init__ of reportlab 5.1.0, which would open the file itself.
        self.fontName = title
        self.face = face
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[PDFDocument, TTFont.State] = WeakKeyDictionary()
        self._asciiReadable = False
        self.shapable = False

    @override
    def addObjects(self, doc: PDFDocument) -> None:
        rare = [c for subset in self.state[doc].subsets for c in subset if c > 0xFFFF]
        before = set(doc.idToObject)
        super().addObjects(doc)
        if rare:
            for name in set(doc.idToObject) - before:
                if name.startswith("toUnicodeCMap:"):
                    _mend_to_unicode(doc.idToObject[name], rare)


def _mend_to_unicode(stream: object, rare: list[int]) -> None:
    """ToUnicode values are UTF-16; reportlab writes U+2CC56 as <2CC56>, which no reader knows."""
    content: str = stream.content  # type: ignore[attr-defined]
    for code in rare:
        utf_16 = chr(code).encode("utf-16-be").hex().upper()
        content = content.replace(f"<{code:04X}>", f"<{utf_16}>")
    stream.content = content  # type: ignore[attr-defined]


def embed(title: str, data: mmap.mmap, index: int) -> EmbeddedFont:
    """Parse and register the typeface under its title. Raises UnusableFontError."""
    try:
        font = EmbeddedFont(title, _Face(_Source(title, data), index))
    except (TTFError, ValueError, IndexError, KeyError) as error:
        raise UnusableFontError(title) from error
    pdfmetrics.registerFont(font)
    return font


def forget() -> None:
    """Take every typeface of ours out of what reportlab knows; each is embedded anew when it is
    needed. reportlab has no call for that."""
    for known in (pdfmetrics._fonts, pdfmetrics._dynFaceNames):  # noqa: SLF001
        for name in [name for name, font in known.items() if isinstance(font, EmbeddedFont)]:
            del known[name]
