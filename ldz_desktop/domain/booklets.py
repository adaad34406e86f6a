"""Star booklets are filled in without a name: each has a number (domain.md §7).

A spreadsheet may still name who marked what. A name then tells only which rows are of one person;
it gets a number by chance and goes no further.
"""

import random
import re
import secrets
from collections.abc import Collection, Sequence
from typing import TypeVar

from ldz_desktop.domain.typed import narrow

MOST_BOOKLETS = 999
_One = TypeVar("_One")
_NUMBER = re.compile(
    r"(?:评分册|评分人|评委|编号|第|no\.?|#)*\s*0*([1-9]\d{0,2})\s*(?:\.0+)?\s*(?:号|册|本|份|位)?",
    re.IGNORECASE,
)


def is_number(number: int) -> bool:
    """Whether a booklet can have it."""
    return 1 <= number <= MOST_BOOKLETS


def number_in(text: str) -> int | None:
    """The number of a booklet as people write it: 3, 03, 第3册, 3号, 评分人3. None for a name."""
    found = _NUMBER.fullmatch(narrow(text).strip())
    return int(found.group(1)) if found else None


def draw_numbers(count: int, taken: Collection[int]) -> list[int]:
    """The lowest free numbers, in an order left to chance: where a name stood in a list does not
    show in its number."""
    free = [n for n in range(1, count + len(taken) + 1) if n not in taken][:count]
    return shuffled(free)


def shuffled(lines: Sequence[_One]) -> list[_One]:
    """In an order that nothing tells."""
    return random.Random(secrets.randbits(128)).sample(lines, len(lines))
