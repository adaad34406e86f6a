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


# What the first programs sealed of a score and of a month: their closed months still verify.
_FIRST_SCORE = (
    "building_id", "street", "community", "compound", "building", "tenure_id", "leader", "valid",
    "returned", "issued", "minimum", "overdue", "grades", "satisfaction", "satisfied_rate", "stars",
    "score", "why_unranked",
)  # fmt: skip
_FIRST_SEAL = ("month", "scheme", "previous", "closed_at", "closed_by")


@dataclass(frozen=True, slots=True)
class SealedLine:
    """One building: what was published, what it was judged by, and the raw papers behind it.
    count: the count sheet as stored, () where there is none."""

    score: Score
    occupied: int | None
    sheets: Mapping[str, int]
    marks: Mapping[str, str]
    count: tuple[str | int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """What goes into the hash besides the lines. scheme: the rules' canonical text; previous: the
    hash of the last closed month before, '' for the first one; edition: from 1, one more with every
    re-opening; replaced: the digest of the kept edition before, which holds that one's hash, ''
    for the first one."""

    month: str
    scheme: str
    previous: str
    closed_at: str
    closed_by: str
    edition: int = 1
    replaced: str = ""


def seal_hash(seal: Seal, lines: tuple[SealedLine, ...]) -> str:
    """SHA-256 (64 hex digits) over the canonical text of the month."""
    return _sha256(
        {"seal": asdict(seal), "lines": [{**_line(one), "count": one.count} for one in _in(lines)]}
    )


def first_seal_hash(seal: Seal, lines: tuple[SealedLine, ...]) -> str:
    """What seal_hash was before count sheets and editions were sealed in. A month that was closed
    with one of the two never has the other's hash, so a verifier may take either."""
    content = asdict(seal)
    return _sha256(
        {
            "seal": {key: content[key] for key in _FIRST_SEAL},
            "lines": [
                {**line, "score": {key: line["score"][key] for key in _FIRST_SCORE}}
                for line in map(_line, _in(lines))
            ],
        }
    )


def _in(lines: tuple[SealedLine, ...]) -> list[SealedLine]:
    return sorted(lines, key=lambda one: one.score.building_id)


def _sha256(content: Mapping[str, Any]) -> str:
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
