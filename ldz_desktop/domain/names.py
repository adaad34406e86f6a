"""Names of people: cleaned, judged, and read in pinyin for search and sorting.

Every character of GB 18030-2022 is allowed, those beyond the BMP and of the private use area too;
the parts of a name are joined by U+00B7. Yi and other names need not begin with a Han surname.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import NamedTuple
from unicodedata import normalize

from ldz_desktop.domain.masks import DOT, VARIATION, letters, split_surname
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.surnames import GIVEN, SURNAMES

MAX_LENGTH = 50

_HAN = "[^\\0-\u2e7f]"  # from U+2E80 on; said this way, it takes Python a tenth of the time to read
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]+")
_DOTS = re.compile(r"\s*[\u00b7\u0387\u2022\u2027\u2219\u22c5\u30fb\uff0e\uff65]+\s*")
_FULL_STOP = re.compile(f"(?<={_HAN}) ?[.]+ ?(?={_HAN})")
_SPACES = re.compile(r"\s+")
_SPACE_BY_HAN = re.compile(f"(?<={_HAN}) | (?={_HAN})")
_ODD = re.compile(r"[0-9０-９?？*＊�□〓#＃]")
_RARE = re.compile("[\ue000-\uf8ff\ufe00-\ufe0f\U000e0100-\U000e01ef\U000f0000-\U0010fffd]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def clean_name(text: str) -> str:
    """A name as it is stored: without spaces around and between Han characters, · between parts.

    The characters themselves stay exactly as they were written (no Unicode normalisation).
    """
    if text.isalpha():
        return text
    name = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    name = _FULL_STOP.sub(DOT, _DOTS.sub(DOT, name))
    return _SPACE_BY_HAN.sub("", name).strip(" " + DOT)


def check_name(name: str) -> tuple[Problem, ...]:
    """Judge a cleaned name. Only what cannot be a name is refused: required, length, characters.

    Notes: rare_character (private use or variant form), odd_character, single_character.
    """
    if name.isalpha() and 1 < len(name) <= MAX_LENGTH:
        return ()
    refusal = _refusal(name)
    if refusal is not None:
        return (refusal,)
    found: list[Problem] = []
    if _RARE.search(name):
        found.append(_problem("note", "rare_character", "姓名中有生僻字，请对照证件核对字形。"))
    if _ODD.search(name):
        found.append(
            _problem("note", "odd_character", "姓名中有数字、问号等符号，可能录入有误，请核对。")
        )
    if len(letters(name)) == 1:
        found.append(_problem("note", "single_character", "姓名只有一个字，请核对是否完整。"))
    return tuple(found)


def _refusal(name: str) -> Problem | None:
    if not name:
        return _problem("refused", "required", "姓名没有填写。")
    if len(name) > MAX_LENGTH:
        return _problem("refused", "length", f"姓名不能超过{MAX_LENGTH}个字。")
    if _CONTROL.search(name) or not any(c.isalpha() or c >= "\U00020000" for c in _bare(name)):
        return _problem("refused", "characters", "这不像姓名：里面没有文字，或者有换行等控制符。")
    return None


def _problem(level: str, code: str, reason: str) -> Problem:
    return Problem("refused" if level == "refused" else "note", "name", code, reason)


def _bare(name: str) -> str:
    """Private-use characters count as letters."""
    return _RARE.sub("字", VARIATION.sub("", name))


class Reading(NamedTuple):
    """One way to read a name: full zhangjianguo, initials zjg, sort "zhang jian guo"."""

    full: str
    initials: str
    sort: str


_NOTHING = Reading("", "", "")
_MOST = 6  # readings kept of one name
_CACHED = 20_000  # given names kept; about 4 MB


class Reader:
    """Reads names. table: character → readings without tones, most common first.

    Surnames are read by the table of domain.surnames first, and by the character's usual reading as
    an alternative. Parts of names are remembered: the same given names come again and again.
    """

    def __init__(self, table: Mapping[str, tuple[str, ...]]) -> None:
        self._table = table
        self._surnames: dict[str, tuple[Reading, ...]] = {"": (_NOTHING,)}
        self._given: dict[str, tuple[Reading, ...]] = {"": (_NOTHING,)}

    def readings(self, name: str) -> tuple[Reading, ...]:
        """All readings to index, the preferred one first; at least one, for a known name."""
        surname, given = split_surname(name)
        heads = self._surnames.get(surname) or self._read_surname(surname)
        tails = self._given.get(given) or self._read_given(given)
        if len(heads) == 1 and len(tails) == 1:
            return (_joined(heads[0], tails[0]),)
        return tuple(_joined(h, t) for h, t in islice(product(heads, tails), _MOST))

    def sort_key(self, name: str) -> str:
        """What lists are sorted by: the syllables of the preferred reading."""
        return self.readings(name)[0].sort

    def _read_surname(self, surname: str) -> tuple[Reading, ...]:
        plain = VARIATION.sub("", surname)
        usual = " ".join(self._usual(char) for char in plain)
        spellings = dict.fromkeys((*SURNAMES.get(plain, ()), usual))
        found = tuple(_reading(spelling.split(" ")) for spelling in spellings if spelling)
        self._surnames[surname] = found or (_unknown(surname),)
        return self._surnames[surname]

    def _read_given(self, given: str) -> tuple[Reading, ...]:
        choices = [self._choices(part) for part in _syllables(given)]
        found = tuple(_reading(list(way)) for way in islice(product(*choices), _MOST))
        if len(self._given) >= _CACHED:
            self._given.clear()
        self._given[given] = found
        return found

    def _choices(self, part: str) -> tuple[str, ...]:
        return GIVEN.get(part) or (self._usual(part) or part,)

    def _usual(self, part: str) -> str:
        """The usual reading of a character; a word in Latin letters reads as itself; else ""."""
        known = self._table.get(part) or self._table.get(normalize("NFKC", part))
        if known:
            return known[0]
        plain = normalize("NFKD", part).lower()
        return "".join(c for c in plain if c.isascii() and c.isalnum())


_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f'’]+|[^\s\u00b7]")


def _syllables(name: str) -> Iterator[str]:
    """Han characters one by one, words in Latin letters whole."""
    return (match.group() for match in _WORD.finditer(VARIATION.sub("", name)))


def _reading(syllables: list[str]) -> Reading:
    """A character without a known reading sorts behind all others and is not searched by."""
    known = [s for s in syllables if s.isascii() and s.isalnum()]
    return Reading("".join(known), "".join(s[0] for s in known), " ".join(syllables))


def _unknown(char: str) -> Reading:
    return Reading("", "", char)


def _joined(head: Reading, tail: Reading) -> Reading:
    if not head.sort or not tail.sort:
        return head if head.sort else tail
    return Reading(head[0] + tail[0], head[1] + tail[1], f"{head[2]} {tail[2]}")
