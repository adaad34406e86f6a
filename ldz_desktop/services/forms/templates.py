"""XML with holes: serialised once, filled in for every person by joining strings.

A hole is a mark of two private characters around its number, put into texts and attributes of a
tree; render() takes one piece of XML for each hole.
"""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

_OPEN, _CLOSE = "\U000f7a00", "\U000f7a01"
_HOLE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def hole(number: int) -> str:
    """What stands in a tree for the piece of that number."""
    return f"{_OPEN}{number}{_CLOSE}"


def xml(text: str) -> str:
    """A text as it stands in XML: between tags or within double quotes."""
    if text.isalnum():
        return text
    return escape(_FORBIDDEN.sub("", text), {'"': "&quot;"})


class Template:
    """A serialised tree split at its holes."""

    def __init__(self, markup: str) -> None:
        parts = _HOLE.split(markup)
        self._texts = parts[::2]
        self._numbers = [int(part) for part in parts[1::2]]

    def render(self, pieces: Sequence[str]) -> str:
        texts, numbers = self._texts, self._numbers
        out = [texts[0]]
        for number, text in zip(numbers, texts[1:], strict=True):
            out.append(pieces[number])
            out.append(text)
        return "".join(out)
