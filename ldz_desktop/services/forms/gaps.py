"""Characters of a text that lies in several pieces, replaced by holes."""

from collections.abc import Sequence
from dataclasses import dataclass

from ldz_desktop.services.forms.templates import hole


@dataclass(frozen=True, slots=True)
class Gap:
    """Characters start…end of a text go, the hole of that number comes."""

    start: int
    end: int
    number: int


@dataclass(slots=True)
class Held:
    """A piece of a text, where it begins, and what it becomes."""

    start: int
    before: str
    after: str

    @property
    def end(self) -> int:
        return self.start + len(self.before)

    @property
    def changed(self) -> bool:
        return self.before != self.after


def held(pieces: Sequence[str], start: int = 0) -> list[Held]:
    """Pieces one behind the other."""
    found = []
    for piece in pieces:
        found.append(Held(start, piece, piece))
        start += len(piece)
    return found


def replace(pieces: Sequence[Held], gap: Gap) -> bool:
    """Put the hole into the first piece the gap touches; False where it touches none. Gaps must
    come from right to left."""
    touched = [h for h in pieces if h.start < gap.end and h.end > gap.start]
    if not touched:
        touched = [h for h in pieces if h.start <= gap.start <= h.end][:1]
    for number, one in enumerate(touched):
        first = max(0, gap.start - one.start)
        last = max(first, min(gap.end, one.end) - one.start)
        new = hole(gap.number) if number == 0 else ""
        one.after = one.after[:first] + new + one.after[last:]
    return bool(touched)


def from_right(gaps: Sequence[Gap]) -> list[Gap]:
    """In the order in which they can be replaced one after another."""
    return sorted(gaps, key=lambda gap: (gap.start, gap.end), reverse=True)
