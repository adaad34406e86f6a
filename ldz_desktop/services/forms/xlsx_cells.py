"""Cells as markup: text, numbers and days as a spreadsheet keeps them, never a formula."""

import copy
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ldz_desktop.services.forms.dates import serial
from ldz_desktop.services.forms.gaps import Gap, from_right, held, replace
from ldz_desktop.services.forms.package import local
from ldz_desktop.services.forms.templates import xml
from ldz_desktop.services.forms.values import Value
from ldz_desktop.services.forms.writers import Look, text_of

if TYPE_CHECKING:
    from ldz_desktop.services.forms.package import Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_1904 = 1462


class CellWriter:
    """Writes cells of one sheet. prefix: what its elements carry before their names; plain: what
    stands around a text with neither marks nor blanks."""

    def __init__(self, prefix: str, *, is_1904: bool) -> None:
        self.prefix = prefix
        self._base = _1904 if is_1904 else 0
        start = f' t="inlineStr"><{prefix}is><{prefix}t'
        self.plain = (f"{start}>", f"</{prefix}t></{prefix}is></{prefix}c>")
        self._spaced = f'{start} xml:space="preserve">'
        self._number = (f"><{prefix}v>", f"</{prefix}v></{prefix}c>")

    def open(self, reference: str, style: str) -> str:
        """The start of a cell's tag."""
        at = f' s="{style}"' if style else ""
        return f'<{self.prefix}c r="{reference}"{at}'

    def content(self, value: Value, look: Look) -> str:
        """What follows the start of the tag."""
        if value is None:
            return "/>"
        if type(value) is str:
            return self.text(xml(value))
        if type(value) is int and look.numbers:
            return f"{self._number[0]}{value}{self._number[1]}"
        if look.real and isinstance(value, date):
            return f"{self._number[0]}{serial(value) - self._base}{self._number[1]}"
        return self.text(text_of(value, look))  # neither days nor numbers have marks

    def text(self, text: str) -> str:
        """The content of a cell with a text that is XML already."""
        if not text:
            return "/>"
        start, end = self.plain
        if text[0].isspace() or text[-1].isspace():
            start = self._spaced
        return f"{start}{text}{end}"


def stored_text(holder: "Element | None") -> str:
    """The text of <si> or <is> as it is stored."""
    if holder is None:
        return ""
    return "".join(t.text or "" for t in _texts(holder))


def _texts(holder: "Element") -> list["Element"]:
    """The text elements of a string: its own and those of its runs, not the phonetic ones."""
    found = []
    for element in holder:
        if local(element) == "t":
            found.append(element)
        elif local(element) == "r":
            found += [e for e in element if local(e) == "t"]
    return found


def with_holes(cell: "Element", holder: "Element", gaps: Sequence[Gap]) -> None:
    """Make a cell's text its own, with holes in place of its gaps; its runs stay as they look."""
    names = cell.tag.rpartition("}")[0] + "}"
    inside = cell.makeelement(names + "is")
    for element in holder:
        if local(element) in ("t", "r"):
            inside.append(copy.deepcopy(element))
    elements = _texts(inside)
    texts = held([element.text or "" for element in elements])
    for gap in from_right(gaps):
        replace(texts, gap)
    for element, text in zip(elements, texts, strict=True):
        element.text = text.after
        element.set(_SPACE, "preserve")
    for element in list(cell):
        cell.remove(element)
    cell.append(inside)
    cell.set("t", "inlineStr")
