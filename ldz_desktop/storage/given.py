"""JSON in files that anyone may have written: key files, heads of backups, notes.

Whoever reads them gets a mapping of plain values or a ValueError, whatever is in there: texts that
cannot be written out again, numbers that are none, a thousand brackets.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ldz_desktop.paths import open_file

LONGEST = 1 << 20
"""Bytes of a small file."""


def parsed(text: str | bytes) -> dict[str, Any]:
    """The mapping that a text is. Raises ValueError where it is none."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        values = json.loads(text, parse_constant=_none)
        json.dumps(values, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(values, dict):
        raise ValueError(type(values).__name__)
    return values


def read_values(path: Path) -> dict[str, Any]:
    """The same of a small file. Raises OSError where it cannot be read; ValueError."""
    with open_file(path) as file:
        content = file.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise ValueError("too long")
    return parsed(content)


def text_of(values: Mapping[str, Any], key: str, longest: int = 200) -> str:
    """A text. Raises ValueError where it is none or too long; KeyError where it is missing."""
    value = values[key]
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(key)
    return value


def whole_of(values: Mapping[str, Any], key: str, largest: int = 1 << 53) -> int:
    """A whole number from 0. Raises as text_of() does."""
    value = values[key]
    if type(value) is not int or not 0 <= value <= largest:
        raise ValueError(key)
    return value


def _none(word: str) -> None:
    raise ValueError(word)
