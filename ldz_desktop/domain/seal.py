"""The seal of a closed month: a hash over everything that was decided, chained to the month before.

Whoever changes a closed month later, with whatever program, changes its code, and the code was
printed on the notice (reliability.md §4.4).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from ldz_desktop.domain.evaluation import Score

_CODE_DIGITS = 16


@dataclass(frozen=True, slots=True)
class SealedLine:
    """One building: what was published, what it was judged by, and the raw papers behind it."""

    score: Score
    occupied: int | None
    sheets: Mapping[str, int]
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seal:
    """What goes into the hash besides the lines. scheme: the rules' canonical text; previous: the
    hash of the last closed month before, '' for the first one."""

    month: str
    scheme: str
    previous: str
    closed_at: str
    closed_by: str


def seal_hash(seal: Seal, lines: tuple[SealedLine, ...]) -> str:
    """SHA-256 (64 hex digits) over the canonical text of the month."""
    content = {
        "seal": asdict(seal),
        "lines": [_line(line) for line in sorted(lines, key=lambda one: one.score.building_id)],
    }
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )
    return hashlib.sha256(text.encode()).hexdigest()


def printed_code(hash_text: str) -> str:
    """The code on the notice: the first 16 hex digits in 4 groups, 7F3A-91C2-08BD-E6A4."""
    digits = hash_text[:_CODE_DIGITS].upper()
    return "-".join(digits[i : i + 4] for i in range(0, _CODE_DIGITS, 4))


def _line(line: SealedLine) -> dict[str, Any]:
    return {
        "score": asdict(line.score),
        "occupied": line.occupied,
        "sheets": sorted(line.sheets.items()),
        "marks": sorted(line.marks.items()),
    }


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
