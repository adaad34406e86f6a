"""The words that people are indexed under. Apart from storage.search because the reading process
of an import works them out without a database."""

import re
from collections.abc import Sequence

WHOLE, START = "¦", "‹"  # beyond ASCII, so the tokenizer keeps them inside a word
GRAM = 3
DIGITS = 4  # of a number in one word
MIN_DIGITS = 3  # what is shorter is not looked for in numbers
_AGAIN = "″"
_RUN = re.compile(rf"\d{{{MIN_DIGITS},}}[xX]?")

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
    return "".join(c for c in lower if c.isalnum() or (c > "\x7f" and c != "·"))


def digits(number: str | None, phone: str | None) -> str:
    """The words an identity number and a telephone are indexed under: every four digits in a row
    and, for the end, the last three."""
    return " ".join([word for text in (number, phone) if text for word in _number_words(text)])


def digits_query(text: str) -> str:
    """What to ask the index of numbers: all that contain `text` (three digits or more, an X may
    follow) are among the answers, and from five digits on a few others; nobody, where `text` has
    no such digits."""
    if len(text) == MIN_DIGITS:
        return " OR ".join(f'"{text}{next_one}"' for next_one in ("", *"0123456789X"))
    words = [word for word in _number_words(text) if len(word) >= DIGITS]
    asked = dict.fromkeys((*words[::2], *words[-1:]))  # every second: what overlaps says it twice
    return " AND ".join(f'"{word}"' for word in asked) or '""'


def _number_words(text: str) -> list[str]:
    """Four digits that come again in the same run are another word each time: 00000 would be in
    every number with 2000 otherwise, for the index does not know what stands where."""
    found: list[str] = []
    for run in _RUN.findall(text):
        words = [run[i : i + DIGITS] for i in range(len(run) - MIN_DIGITS + 1)]
        if len(set(words)) < len(words):
            words = [word + _AGAIN * words[:i].count(word) for i, word in enumerate(words)]
        found += words
    return found


def pinyin_keys(readings: Sequence[Reading]) -> list[str]:
    """The prefixes of these find a name: full pinyin and initials, each once."""
    if len(readings) == 1 and readings[0][0] != readings[0][1]:
        return list(readings[0])
    return list(dict.fromkeys(key for full, initials in readings for key in (full, initials)))
