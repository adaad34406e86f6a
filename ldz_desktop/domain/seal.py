"""The seal of a closed month: a hash over everything that was decided, chained to the month before.

Whoever changes a closed month later, with whatever program, changes its code, and the code was
printed on the notice (reliability.md §4.4).

Programs before this one sealed the names on the star booklets in. Those names are gone, and with
them the text that the code on paper was made of. Such a month was checked against that code once
more, when its names were dropped (m0010), and sealed anew over what is left together with the code:
its renewed seal. Renewed seals are chained too, and the next month that is closed seals the newest
of them in, so that its own code on paper stands for all of them.
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
    """One building: what was published, what it was judged by, and the raw papers behind it.
    count: the count sheet as stored, () where there is none."""

    score: Score
    occupied: int | None
    sheets: Mapping[str, int]
    marks: Mapping[int, str]
    count: tuple[str | int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """What goes into the hash besides the lines. scheme: the rules' canonical text; previous: the
    hash of the last closed month before, '' for the first one; edition: from 1, one more with every
    re-opening; replaced: the digest of the kept edition before, which holds that one's hash, ''
    for the first one; renewed: the renewed seal of the closed month before, '' where that one
    needs none."""

    month: str
    scheme: str
    previous: str
    closed_at: str
    closed_by: str
    edition: int = 1
    replaced: str = ""
    renewed: str = ""


def seal_hash(seal: Seal, lines: tuple[SealedLine, ...]) -> str:
    """SHA-256 (64 hex digits) over the canonical text of the month."""
    return _sha256(_content(seal, lines))


def renewed_hash(printed: str, seal: Seal, lines: tuple[SealedLine, ...]) -> str:
    """The renewed seal of a month whose hash on paper, `printed`, was made over names."""
    return _sha256({"printed": printed, **_content(seal, lines)})


def _content(seal: Seal, lines: tuple[SealedLine, ...]) -> dict[str, Any]:
    ordered = sorted(lines, key=lambda one: one.score.building_id)
    return {"seal": asdict(seal), "lines": [_line(one) for one in ordered]}


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
        "count": line.count,
    }


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
