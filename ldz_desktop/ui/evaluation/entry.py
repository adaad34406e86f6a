"""Keying sheets with ten fingers: a state machine without a window. Keys in, state out.

1…5 answer the next question, BLANK leaves it unanswered, the last question files the sheet and
the next one begins. Only DELETE takes a sheet out of the pile. BACK is the inverse of the last
key, key by key back to where keying began.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from ldz_desktop.domain.evaluation import BLANK, SCHEME_1, Header, Scheme, balance, is_valid
from ldz_desktop.domain.rekeying import Keying

GRADE_KEYS = "12345"
BACK = "back"
FINISH = "finish"
DELETE = "delete"

Happened = Literal["nothing", "answered", "filed", "undone", "taken back", "dropped", "settled"]


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A pile being keyed.

    sheets: one character a question, 1…5 or '-', in the order of the pile; current: answers of the
    sheet in hand so far; place: where in the pile the sheet in hand lies, from 0, None for a new
    one. A sheet taken back counts as it was until it is filed anew. before: how it stood before the
    last key; it is not stored, so that no order of keying outlives the batch.
    """

    scheme: Scheme = SCHEME_1
    sheets: tuple[str, ...] = ()
    current: str = ""
    place: int | None = None
    before: "SheetEntry | None" = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, keyed: Keying, scheme: Scheme) -> "SheetEntry":
        """As it was left, with the sheet in hand; a hand that cannot be is empty."""
        entry = cls(scheme, keyed.sheets)
        number, _, answers = keyed.hand.partition(":")
        if set(answers) - set(GRADE_KEYS + BLANK) or len(answers) > entry.questions:
            return entry
        if number.isdecimal() and 1 <= int(number) <= len(entry.sheets):
            return replace(entry, current=answers, place=int(number) - 1)
        if number or len(answers) == entry.questions:
            return entry
        return replace(entry, current=answers)

    @property
    def keyed(self) -> Keying:
        """What a power cut must not take."""
        if not self.in_hand:
            return Keying(self.sheets)
        number = "" if self.place is None else str(self.place + 1)
        return Keying(self.sheets, f"{number}:{self.current}")

    @property
    def in_hand(self) -> bool:
        """A sheet is begun or taken back, and not filed."""
        return bool(self.current) or self.place is not None

    @property
    def questions(self) -> int:
        return len(self.scheme.questions)

    @property
    def valid(self) -> int:
        """Sheets that answer enough questions."""
        return sum(is_valid(sheet, self.scheme) for sheet in self.sheets)

    @property
    def invalid(self) -> int:
        return len(self.sheets) - self.valid

    def press(self, key: str) -> tuple["SheetEntry", Happened]:
        """The state after one key, and what it did."""
        if key == BACK:
            return self._back()
        after: SheetEntry = self
        happened: Happened = "nothing"
        if key in (FINISH, DELETE):
            after, happened = {FINISH: self._finish, DELETE: self._delete}[key]()
        elif len(key) == 1 and key in GRADE_KEYS + BLANK:
            after, happened = self._answer(key)
        return (self if happened == "nothing" else replace(after, before=self)), happened

    def take(self, place: int) -> tuple["SheetEntry", Happened]:
        """Take a whole sheet of the pile back into the hand; only between two sheets. BACK then
        goes back through its answers."""
        if self.in_hand or not 0 <= place < len(self.sheets):
            return self, "nothing"
        return self._taken(place, self.sheets[place]), "taken back"

    def with_sheet(self, place: int, sheet: str) -> "SheetEntry":
        """Put a sheet that was deleted back where it lay; BACK does not take it away again."""
        place = min(place, len(self.sheets))
        hand = self.place
        if hand is not None and hand >= place:
            hand += 1
        sheets = (*self.sheets[:place], sheet, *self.sheets[place:])
        return replace(self, sheets=sheets, place=hand, before=None)

    def settled(self, sheets: tuple[str, ...]) -> "SheetEntry":
        """The pile as comparing two keyings left it; BACK does not go behind that."""
        return replace(self, sheets=sheets, before=None)

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
        at = len(self.sheets) if self.place is None else self.place
        sheets = (*self.sheets[:at], sheet, *self.sheets[at + 1 :])
        return replace(self, sheets=sheets, current="", place=None), "filed"

    def _taken(self, place: int, answers: str) -> "SheetEntry":
        return replace(self, current=answers, place=place, before=None)

    def _back(self) -> tuple["SheetEntry", Happened]:
        """How it stood before the last key. Where that is not known (the program was started
        since), one answer less: of the sheet in hand, or of the one before it in the pile."""
        if self.before is not None:
            same = (self.before.place, self.before.sheets) == (self.place, self.sheets)
            return self.before, "undone" if same else "taken back"
        if self.current:
            return replace(self, current=self.current[:-1]), "undone"
        at = len(self.sheets) if self.place is None else self.place
        if not at:
            return self, "nothing"
        return self._taken(at - 1, self.sheets[at - 1][:-1]), "taken back"

    def _delete(self) -> tuple["SheetEntry", Happened]:
        if not self.in_hand:
            return self, "nothing"
        sheets = self.sheets
        if self.place is not None:
            sheets = (*sheets[: self.place], *sheets[self.place + 1 :])
        return replace(self, sheets=sheets, current="", place=None), "dropped"


def header_problems(header: Header) -> tuple[str, ...]:
    """What the count sheet itself contradicts, before any sheet is keyed."""
    return balance(header, header.valid)
