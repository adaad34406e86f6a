"""The words that people are indexed under. Apart from storage.search because the reading process
of an import works them out without a database."""

import re
from collections.abc import Sequence
from unicodedata import category

WHOLE, START = "¦", "‹"  # beyond ASCII, so the tokenizer keeps them inside a word
GRAM = 3
DIGITS = 4  # of a number in one word
MIN_DIGITS = 3  # what is shorter is not looked for in numbers
_SAME = 5  # of one digit in a row
_SHORTEST_RUNS = tuple(digit * _SAME for digit in "0123456789")
_CELL = DIGITS + 1  # a word and the space behind it
_DIGITS_ONLY = bytes(c if chr(c) in "0123456789xX" else ord(" ") for c in range(256))

Reading = tuple[str, str]  # full pinyin, initials


def grams(name: str) -> str:
    """The words a name is indexed under."""
    bare = plain(name)
    if len(bare) == GRAM:  # two names in three
        a, b, c, begin, end = bare[0], bare[1], bare[2], bare[:2], bare[1:]
        return f"{a} {b} {c} {begin} {end} {bare} {WHOLE}{bare} {START}{a} {START}{begin}"
    parts = [bare[i : i + size] for size in range(1, GRAM + 1) for i in range(len(bare) - size + 1)]
    return " ".join((*dict.fromkeys(parts), WHOLE + bare, START + bare[:1], START + bare[:2]))


def plain(name: str) -> str:
    """A name as it is compared: without dots, spaces and signs, ASCII in lower case."""
    lower = name.lower()
    if lower.isalpha():
        return lower
    return "".join(c for c in lower if c.isalnum() or (c > "\x7f" and category(c)[0] not in "PZ"))


IGNORED_SIGNS = "· •・'’‘`-‐–—.．_"
"""What plain() leaves out of a name, as far as names have it: for the database, which compares
names without them."""
IGNORED_IN_PHONES = " -()+.\u3000－–—‐‑（）"
_GAP = rf"(?<=\d)[{re.escape(IGNORED_IN_PHONES)}]+"
_JOINTS = re.compile(rf"{_GAP}(?=\d)(?!\d{{7}})|(?<!\d{{7}}){_GAP}(?=\d)")
"""Signs within a number; between seven digits and seven more they part two numbers."""


def digits(number: str | None, phone: str | None) -> str:
    """Identity number and telephone as one text. 0827-526 1234 and 138 0000 0001 are one number
    each, however they are kept."""
    return f"{number or ''} {_JOINTS.sub('', phone) if phone else ''}"


def number_words(texts: Sequence[str]) -> list[str]:
    """The words that texts of digits() are indexed under: every four characters in a row and, for
    the end, the last three; five and more of one digit in a row are a word as well.

    All texts are cut up together, a place of all words at a time: a fifth of the time.
    """
    together = " ".join(("", "", *texts))
    bare = together.encode("ascii", "replace").translate(_DIGITS_ONLY) + b" " * DIGITS
    cells = bytearray(b" ") * (_CELL * len(together))
    for place in range(DIGITS):
        cells[place::_CELL] = bare[place : place + len(together)]
    windows = cells.decode()
    runs = [run for run in _SHORTEST_RUNS if run in together]
    with_runs = {text for run in runs for text in texts if run in text}
    found: list[str] = []
    start = 2
    for text in texts:
        gap, end = start + text.index(" "), start + len(text)
        words = windows[_CELL * start : _CELL * (gap + 1 - MIN_DIGITS)]
        words += windows[_CELL * (gap + 1) : _CELL * (end + 1 - MIN_DIGITS)]
        found.append(words + " ".join(_same_digits(text)) if text in with_runs else words)
        start = end + 1
    return found


def digits_query(text: str) -> str:
    """What to ask the index of numbers: all that contain `text` (three digits or more, an X may
    follow) are among the answers, and from five digits on a few others."""
    if len(text) == MIN_DIGITS:
        return " OR ".join(f'"{text}{next_one}"' for next_one in ("", *"0123456789X"))
    words = [text[i : i + DIGITS] for i in range(len(text) + 1 - DIGITS)]
    asked = dict.fromkeys((*words[::2], words[-1], *_same_digits(text)))  # the others say it again
    return " AND ".join(f'"{word}"' for word in asked)


def _same_digits(text: str) -> list[str]:
    """00000 and 000000 of 000000: by their words of four alone, all who have 2000 had them too."""
    runs = [match[0] for match in re.finditer(r"(\d)\1{4,}", text)]
    return [run[:size] for run in runs for size in range(_SAME, len(run) + 1)]


def pinyin_keys(readings: Sequence[Reading]) -> list[str]:
    """The prefixes of these find a name: full pinyin and initials, each once."""
    if len(readings) == 1 and readings[0][0] != readings[0][1]:
        return list(readings[0])
    return list(dict.fromkeys(key for full, initials in readings for key in (full, initials)))
