"""A building's batch while it is worked on: keyed, keyed again by a second person, compared.

A state machine without a window, like the entry of single sheets that it is made of.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from ldz_desktop.domain.evaluation import BLANK, Header, Scheme
from ldz_desktop.domain.rekeying import Keying, LineUp, different_questions, line_up
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.ui.evaluation.entry import (
    BACK,
    DELETE,
    FINISH,
    GRADE_KEYS,
    Happened,
    SheetEntry,
)

Stage = Literal["first", "second", "compare"]


@dataclass(frozen=True, slots=True)
class BatchWork:
    """first, second: the two keyings, None where nobody keys again; compared: both side by side
    while they are compared, and past: how they stood before each decision, for taking it back.

    Whoever keys again does not see the first keying; whoever compares sees only differences.
    """

    first: SheetEntry = field(default_factory=SheetEntry)
    second: SheetEntry | None = None
    compared: LineUp | None = None
    past: tuple[LineUp, ...] = ()

    @classmethod
    def of(cls, draft: Draft, scheme: Scheme) -> "BatchWork":
        """As it was left; a second keying that is whole is compared at once."""
        first = SheetEntry.of(Keying(draft.sheets, draft.hand), scheme)
        if draft.second is None:
            return cls(first)
        work = cls(first, SheetEntry.of(draft.second, scheme))
        return work if work.short or work.entry.in_hand else work.compare()

    def draft(self, header: Header) -> Draft:
        """What is stored after every key."""
        keyed = self.first.keyed
        second = None if self.second is None else self.second.keyed
        return Draft(header, keyed.sheets, keyed.hand, second)

    @property
    def stage(self) -> Stage:
        if self.compared is not None:
            return "compare"
        return "first" if self.second is None else "second"

    @property
    def entry(self) -> SheetEntry:
        """The pile that the keys go to."""
        return self.first if self.second is None else self.second

    @property
    def short(self) -> int:
        """Sheets that the second keying has fewer than the first."""
        return max(0, len(self.first.sheets) - len(self.entry.sheets))

    @property
    def drafted(self) -> int:
        """Sheets of the first keying; a new one in hand counts."""
        return len(self.first.sheets) + (self.first.in_hand and self.first.place is None)

    @property
    def different(self) -> tuple[int, ...]:
        """Rows of `compared` that are still to be decided."""
        return () if self.compared is None else self.compared.different

    @property
    def asked(self) -> tuple[int, int | None] | None:
        """The row, and the question from 0, that the next key decides: no question where only one
        keying has the sheet. None: nothing is left to decide."""
        if self.compared is None or not self.different:
            return None
        row = self.different[0]
        questions = different_questions(self.compared.rows[row])
        return row, questions[0] if questions else None

    def press(self, key: str) -> tuple["BatchWork", Happened]:
        """The state after one key, and what it did."""
        if self.stage == "compare":
            return self._decide(key)
        entry, happened = self.entry.press(key)
        return self._with(entry), happened

    def take(self, place: int) -> tuple["BatchWork", Happened]:
        """Take a sheet of the pile back into the hand, as SheetEntry does."""
        entry, happened = self.entry.take(place)
        return self._with(entry), happened

    def with_sheet(self, place: int, sheet: str) -> "BatchWork":
        """Put a deleted sheet back."""
        return self._with(self.entry.with_sheet(place, sheet))

    def again(self) -> "BatchWork":
        """A second person begins."""
        return replace(self, second=SheetEntry(self.first.scheme))

    def once(self) -> "BatchWork":
        """The second keying is given up."""
        return BatchWork(self.first)

    def compare(self) -> "BatchWork":
        """Look at both keyings side by side."""
        return self._beside(line_up(self.first.sheets, self.entry.sheets), ())

    def keying(self) -> "BatchWork":
        """Back from comparing to the second keying's pile."""
        return replace(self, compared=None, past=())

    def _with(self, entry: SheetEntry) -> "BatchWork":
        if self.second is None:
            return replace(self, first=entry)
        return replace(self, second=entry)

    def _beside(self, compared: LineUp, past: tuple[LineUp, ...]) -> "BatchWork":
        assert self.second is not None
        return replace(
            self,
            first=self.first.settled(compared.first),
            second=self.second.settled(compared.second),
            compared=compared,
            past=past,
        )

    def _decide(self, key: str) -> tuple["BatchWork", Happened]:
        """One key of whoever looks at the paper."""
        now, asked = self.compared, self.asked
        if key == BACK and self.past:
            return self._beside(self.past[-1], self.past[:-1]), "undone"
        if now is None or asked is None:
            return self, "nothing"
        row, question = asked
        if question is not None:
            if len(key) != 1 or key not in GRADE_KEYS + BLANK:
                return self, "nothing"
            after = now.answered(row, question, key)
        elif key in (FINISH, DELETE):
            after = now.kept(row) if key == FINISH else now.dropped(row)
        else:
            return self, "nothing"
        return self._beside(after, (*self.past, now)), "settled"
