"""Anonymous sheets of a building that come as a file where a file brought some before.

Sheets have no key, so only their answers can tell whether they are the same ones. What is handed
over is added; sheets are taken for those on file only where so many of so different answers agree
that chance is out of the question. Where part of them agree, a person has to say.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

Existing = Literal["", "add", "replace"]
"""What a person said of sheets on file: nothing, both count, the file's replace them."""
Verdict = Literal["new", "same", "grown", "more", "unclear", "replace"]

_PATTERNS, _SHEETS = 4, 5  # as many different answers, and sheets, must agree at least


@dataclass(frozen=True, slots=True)
class Meeting:
    """What becomes of a building's sheets. after: all of them; known: sheets of the file that are
    on file already; added, removed: how many.

    verdict: "new" where there were none; "same" where all are on file; "grown" where the file holds
    those on file and more; "more" for other sheets; "unclear" where a part agrees.
    """

    verdict: Verdict
    after: Counter[str]
    known: int
    added: int
    removed: int


def meet(
    told: Counter[str], stored: Counter[str], existing: Existing, *, mended: bool, again: bool
) -> Meeting:
    """The file's sheets (answers → how many) against the building's.

    mended: the rows are mended ones, none of which was taken before. again: the very file was
    imported before.
    """
    verdict = _verdict(told, stored, existing, mended=mended, again=again)
    if verdict == "same":
        return Meeting(verdict, stored, told.total(), 0, 0)
    if verdict in ("grown", "replace"):
        kept = (told & stored).total()
        return Meeting(verdict, told, kept, told.total() - kept, stored.total() - kept)
    return Meeting(verdict, told + stored, 0, told.total(), 0)


def _verdict(
    told: Counter[str], stored: Counter[str], existing: Existing, *, mended: bool, again: bool
) -> Verdict:
    """What the file's sheets are to those on file."""
    if not stored:
        return "new"
    if existing == "replace":
        return "replace"
    if told == stored or (again and told <= stored):
        return "more" if existing == "add" or (mended and not again) else "same"
    return "more" if existing == "add" or mended else _by_answers(told, stored)


def _by_answers(told: Counter[str], stored: Counter[str]) -> Verdict:
    common = told & stored
    if len(common) < _PATTERNS or common.total() < _SHEETS:
        return "more"
    if told <= stored:
        return "same"
    if stored <= told:
        return "grown"
    return "unclear" if 2 * common.total() >= min(told.total(), stored.total()) else "more"
