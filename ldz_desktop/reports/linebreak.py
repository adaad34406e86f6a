"""Breaking Chinese text into lines: kinsoku rules, whole words and numbers, justified.

After GB/T 15834 and W3C "Requirements for Chinese Text Layout": no closing mark begins a line, no
opening mark ends one; two marks in a row share their blank halves; a mark at the end of a line may
give up its blank half. Lines are filled by stretching the gaps, or by squeezing the blank of marks
where that takes a better line.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

CLOSING = frozenset("，。、；：！？）》」』】〕〉”’")
OPENING = frozenset("（《「『【〔〈“‘")
NO_START = CLOSING | frozenset("％%·～℃°,.;:!?)]}")
NO_END = OPENING | frozenset("￥$№([{")
_HALF_BLANK_AFTER = frozenset("，。、；：）》」』】〕〉”’")
_UNITS = frozenset("年月日个名张户栋号层幢座人项分元时次位级届期％%℃")
_ATOM = re.compile(
    r"[A-Za-z0-9]+(?:[.,:/\-–+_'@&][A-Za-z0-9]+)*%?|—+|…+|[ ]+|.",
    re.DOTALL,
)
_SQUEEZE = 0.25  # em that a mark inside a line may give up
_GOOD_STRETCH = 0.06  # em a gap that nobody sees
_MOST_STRETCH = 0.5  # em a gap, beyond which a line is left ragged


@dataclass(frozen=True, slots=True)
class Setting:
    """How text is set: width(char) in em; size, measure, indent of the first line and grid (added
    after each full-width character) in points."""

    width: Callable[[str], float]
    size: float
    measure: float
    indent: float = 0.0
    grid: float = 0.0
    justify: bool = True


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line to draw at `indent`: after each character its gap is added to its advance (points).

    width: from the indent to the end of the last character's ink.
    """

    text: str
    indent: float
    gaps: tuple[float, ...]
    width: float


def set_text(text: str, setting: Setting) -> list[SetLine]:
    """The lines of one paragraph; an empty text is one empty line."""
    return _Breaker(text, setting).lines() if text else [SetLine("", setting.indent, (), 0.0)]


class _Breaker:
    """The atoms of one paragraph: what is never taken apart, its advance, the gap behind it."""

    def __init__(self, text: str, setting: Setting) -> None:
        self.setting = setting
        self.half = setting.size / 2
        self.atoms = list(self._cut(text))
        self.full = [len(a) == 1 and setting.width(a) >= 0.9 for a in self.atoms]
        self.grids = [setting.grid if full else 0.0 for full in self.full]
        self.advances = [self._width(a) + g for a, g in zip(self.atoms, self.grids, strict=True)]
        self.kerns = [self._kern(i) for i in range(len(self.atoms) - 1)] + [0.0]
        self.allowed = [_may_break(a, b) for a, b in pairwise(self.atoms)] + [True]

    def _cut(self, text: str) -> list[str]:
        """Atoms; a word too long for a line of its own is taken apart after all."""
        room = self.setting.measure - self.setting.indent
        found: list[str] = []
        for atom in _ATOM.findall(text):
            wide = len(atom) > 1 and self._width(atom) > room
            found += list(atom) if wide else [atom]
        return found

    def _width(self, atom: str) -> float:
        return sum(map(self.setting.width, atom)) * self.setting.size

    def _kern(self, at: int) -> float:
        """Two marks in a row share their blank halves."""
        a, b = self.atoms[at], self.atoms[at + 1]
        if not (self.full[at] and self.full[at + 1]):
            return 0.0
        shared = a in _HALF_BLANK_AFTER and (b in _HALF_BLANK_AFTER or b in OPENING)
        return -self.half if shared or (a in OPENING and b in OPENING) else 0.0

    def _end_blank(self, at: int) -> float:
        """What the last atom of a line may give up: a space, or the blank half of a mark."""
        atom = self.atoms[at]
        if atom.isspace():
            return self.advances[at]
        return self.half if self.full[at] and atom in _HALF_BLANK_AFTER else 0.0

    def _squeezable(self, at: int) -> float:
        gives = self.full[at] and self.atoms[at] in _HALF_BLANK_AFTER
        return self.setting.size * _SQUEEZE if gives else 0.0

    def lines(self) -> list[SetLine]:
        ends = self._ends()
        self._no_lone_character(ends)
        starts = [0, *(e + 1 for e in ends[:-1])]
        last = len(ends) - 1
        return [
            self._set(start, end, self._indent(start), last=number == last)
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]

    def _indent(self, start: int) -> float:
        return self.setting.indent if start == 0 else 0.0

    def _ends(self) -> list[int]:
        ends: list[int] = []
        start = 0
        while start < len(self.atoms):
            end = self._end(start, self.setting.measure - self._indent(start))
            ends.append(end)
            start = end + 1
        return ends

    def _end(self, start: int, room: float) -> int:
        """The last atom of the line that begins with atom `start`."""
        natural = squeeze = 0.0
        fitting = start  # the last atom that fits, allowed or not
        loose = tight = None
        slack = room
        for at in range(start, len(self.atoms)):
            natural += self.advances[at]
            least = natural - self._end_blank(at)
            if least <= room + 1e-6:
                fitting = at
                if self.allowed[at]:
                    loose, slack = at, room - least
            elif least - squeeze <= room + 1e-6:
                if self.allowed[at] and tight is None:
                    tight = at
            elif natural - self.half - squeeze > room:
                break
            squeeze += self._squeezable(at)
            natural += self.kerns[at]
        if loose == len(self.atoms) - 1:
            return loose
        if tight is not None and (loose is None or self._is_loose(loose - start, slack)):
            return tight
        return fitting if loose is None else loose

    def _is_loose(self, gaps: int, slack: float) -> bool:
        return slack > _GOOD_STRETCH * self.setting.size * max(gaps, 1)

    def _no_lone_character(self, ends: list[int]) -> None:
        """A last line of one character (and its mark) takes another one along."""
        if len(ends) < 2:
            return
        tail = [a for a in self.atoms[ends[-2] + 1 :] if a not in NO_START]
        if len(tail) != 1 or len(tail[0]) > 1:
            return
        start = ends[-3] + 1 if len(ends) > 2 else 0
        for at in range(ends[-2] - 1, start + 8, -1):
            if self.allowed[at] and len("".join(self.atoms[at + 1 : ends[-2] + 1])) <= 4:
                ends[-2] = at
                return

    def _set(self, start: int, end: int, indent: float, *, last: bool) -> SetLine:
        while end > start and self.atoms[end].isspace():
            end -= 1
        natural = sum(self.advances[start : end + 1]) + sum(self.kerns[start:end])
        slack = self.setting.measure - indent - natural
        if slack < 0:
            given = min(self._end_blank(end), -slack)
            slack, natural = slack + given, natural - given
        stretch = self._stretch(slack, end - start, last=last)
        shrink = self._shrink(slack, start, end)
        gaps: list[float] = []
        for i in range(start, end + 1):
            behind = self.kerns[i] + stretch - shrink * self._squeezable(i) if i < end else 0.0
            gaps += [0.0] * (len(self.atoms[i]) - 1) + [behind + self.grids[i]]
            natural += behind - self.kerns[i] if i < end else 0.0
        return SetLine("".join(self.atoms[start : end + 1]), indent, tuple(gaps), natural)

    def _stretch(self, slack: float, gaps: int, *, last: bool) -> float:
        """Points to add to each gap so that the line ends at the margin."""
        if not self.setting.justify or last or slack <= 0 or gaps == 0:
            return 0.0
        each = slack / gaps
        return each if each <= _MOST_STRETCH * self.setting.size else 0.0

    def _shrink(self, slack: float, start: int, end: int) -> float:
        """The share of their blank that the marks inside the line give up."""
        if slack >= 0:
            return 0.0
        possible = sum(self._squeezable(i) for i in range(start, end))
        return min(1.0, -slack / possible) if possible else 0.0


def _may_break(a: str, b: str) -> bool:
    """Whether a line may end between two neighbouring atoms."""
    if b[0] in NO_START or b.isspace() or a[-1] in NO_END:
        return False
    if a[-1].isdigit() and a.isascii() and b in _UNITS:
        return False
    return not (a == "第" and b[0].isdigit())
