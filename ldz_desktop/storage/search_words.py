"""The words that people are indexed under. Apart from storage.search because the reading process
of an import works them out without a database."""

from collections.abc import Sequence

WHOLE, START = "¦", "‹"  # beyond ASCII, so the tokenizer keeps them inside a word
GRAM = 3

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
    """Identity number and telephone as one text."""
    return f"{number or ''} {phone or ''}"


def pinyin_keys(readings: Sequence[Reading]) -> list[str]:
    """The prefixes of these find a name: full pinyin and initials, each once."""
    if len(readings) == 1 and readings[0][0] != readings[0][1]:
        return list(readings[0])
    return list(dict.fromkeys(key for full, initials in readings for key in (full, initials)))
