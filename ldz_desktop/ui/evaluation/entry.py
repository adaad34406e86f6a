"""Keying sheets with ten fingers: a state machine without a window. Keys in, state out.

1…5 answer the next question, BLANK leaves it unanswered, the last question files the sheet and
the next one begins. The order of the sheets of this sitting lives only here, for taking back;
what has been stored before comes back without any order.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from ldz_desktop.domain.evaluation import BLANK, SCHEME_1, Header, Scheme, balance, is_valid

GRADE_KEYS = "12345"
BACK = "back"
FINISH = "finish"
DELETE = "delete"

Happened = Literal["nothing", "answered", "filed", "undone", "taken back", "dropped"]


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A batch being keyed.

    earlier: sheets of other sittings, in no order; filed: of this sitting, oldest first;
    current: answers of the sheet in hand so far; taken: what the sheet in hand said before it was
    taken back ("" for a new one). A sheet is one character a question, 1…5 or '-'.
    """

    scheme: Scheme = SCHEME_1
    earlier: tuple[str, ...] = ()
    filed: tuple[str, ...] = ()
    current: str = ""
    taken: str = ""

    @property
    def questions(self) -> int:
        return len(self.scheme.questions)

    @property
    def sheets(self) -> tuple[str, ...]:
        """What a power cut must not lose: a sheet taken back counts until it is keyed anew."""
        return self.earlier + self.filed + ((self.taken,) if self.taken else ())

    @property
    def valid(self) -> int:
        """Sheets in hand or filed that answer enough questions."""
        return sum(is_valid(sheet, self.scheme) for sheet in self.sheets)

    @property
    def invalid(self) -> int:
        return len(self.sheets) - self.valid

    @property
    def listed(self) -> tuple[str, ...]:
        """This sitting's sheets, newest first, then the earlier ones by content."""
        return self.filed[::-1] + tuple(sorted(self.earlier, reverse=True))

    def press(self, key: str) -> tuple["SheetEntry", Happened]:
        """The state after one key, and what it did."""
        if key in (BACK, FINISH, DELETE):
            return {BACK: self._back, FINISH: self._finish, DELETE: self._delete}[key]()
        if len(key) == 1 and key in GRADE_KEYS + BLANK:
            return self._answer(key)
        return self, "nothing"

    def take(self, sheet: str) -> tuple["SheetEntry", Happened]:
        """Take one of the listed sheets back into the hand; only between two sheets."""
        if self.current or self.taken:
            return self, "nothing"
        if sheet in self.filed:
            last = len(self.filed) - 1 - self.filed[::-1].index(sheet)
            rest = replace(self, filed=self.filed[:last] + self.filed[last + 1 :])
        elif sheet in self.earlier:
            rest = replace(
                self, earlier=tuple((Counter(self.earlier) - Counter([sheet])).elements())
            )
        else:
            return self, "nothing"
        return replace(rest, current=sheet, taken=sheet), "taken back"

    def settled(self) -> "SheetEntry":
        """As the clerk leaves it: a sheet taken back returns, a begun one is dropped."""
        return replace(self, earlier=self.sheets, filed=(), current="", taken="")

    def problems(self, header: Header) -> tuple[str, ...]:
        """Why the batch cannot be handed over yet, in sentences; empty when it balances."""
        return balance(header, self.valid, self.invalid)

    def _answer(self, key: str) -> tuple["SheetEntry", Happened]:
        # On a whole sheet that was taken back, a grade begins it anew.
        answers = key if len(self.current) == self.questions else self.current + key
        if len(answers) < self.questions:
            return replace(self, current=answers), "answered"
        return self._file(answers)

    def _finish(self) -> tuple["SheetEntry", Happened]:
        if not self.current:
            return self, "nothing"
        return self._file(self.current.ljust(self.questions, BLANK))

    def _file(self, sheet: str) -> tuple["SheetEntry", Happened]:
        return replace(self, filed=(*self.filed, sheet), current="", taken=""), "filed"

    def _back(self) -> tuple["SheetEntry", Happened]:
        if self.current:
            return replace(self, current=self.current[:-1]), "undone"
        if not self.filed:
            return self, "nothing"
        sheet = self.filed[-1]
        return replace(self, filed=self.filed[:-1], current=sheet, taken=sheet), "taken back"

    def _delete(self) -> tuple["SheetEntry", Happened]:
        if not self.current and not self.taken:
            return self, "nothing"
        return replace(self, current="", taken=""), "dropped"


def header_problems(header: Header) -> tuple[str, ...]:
    """What the count sheet itself contradicts, before any sheet is keyed."""
    return balance(header, header.valid)
