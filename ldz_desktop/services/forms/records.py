"""What is read of a form and what filling it answers: plain records for window and tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.services.forms.dates import Style
from ldz_desktop.services.forms.document import Block
from ldz_desktop.services.forms.fields import COMPUTED, TAG, is_of_family
from ldz_desktop.services.forms.spots import WHOLE, Spot

FormKind = Literal["table", "page"]
"""table: a line for each person; page: the whole form for each person."""
Output = Literal["one", "folder"]
"""one: everything in one file; folder: a file for each person (pages only)."""
AnswerKind = Literal["field", "text", "empty"]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: of which block of the form, row and column from 0. A line of text has row -1."""

    block: int
    row: int = -1
    column: int = 0


@dataclass(frozen=True, slots=True)
class Blank:
    """Something to fill in: a column of a table, or a place of a page.

    label: as the form shows it, upper headers first (户主/姓名). field: what the program makes of
    it, None where it knows no word for it. sure: no need to ask. places: where; several for a
    number with one cell for each digit. once: the same for the whole form, not for each person.
    member: the line of a table of family members, from 0. example: what stands there; shape: the
    number format of a cell.
    """

    key: str
    label: str
    field: str | None
    sure: bool
    places: tuple[Place, ...]
    spot: Spot = WHOLE
    once: bool = False
    member: int | None = None
    example: str = ""
    shape: str = ""

    @property
    def place(self) -> Place:
        return self.places[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a blank is filled with. value: a field's key, or the fixed text. style: of a date."""

    kind: AnswerKind
    value: str = ""
    style: Style = ""


NOTHING = Answer("empty")


@dataclass(frozen=True, slots=True)
class TableShape:
    """Where the lines of a table go. head, depth: the header's rows; first: the first line to
    write; ready: lines that are there for it, samples of them with an example; taken: lines with
    content above `first`, which stay; left, right: the first and last column."""

    block: int
    head: int
    depth: int
    first: int
    ready: int
    samples: int
    taken: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class LastTime:
    """How a remembered form was filled in: offered again. rules: who was chosen by which rules;
    None where they were named one by one."""

    rules: PersonFilter | None = None
    purpose: str = ""
    output: Output = "one"
    people: int = 0


@dataclass(frozen=True, slots=True)
class Hints:
    """What a clerk says where the program reads a form wrongly. sheet: which one; kind: table or
    page; head, depth: the header's rows, head from 1 as the spreadsheet counts (0: found)."""

    sheet: str = ""
    kind: FormKind | None = None
    head: int = 0
    depth: int = 1


@dataclass(frozen=True, slots=True)
class FormPlan:
    """A form as it was understood, and what each of its blanks is to be filled with.

    blocks: the form to look at. words: labels that were found, for the sentence where none is
    known (unclear). known: this form was filled in before; its answers are the ones of then.
    """

    name: str
    suffix: str
    kind: FormKind
    fingerprint: str
    blanks: tuple[Blank, ...]
    answers: Mapping[str, Answer]
    blocks: tuple[Block, ...]
    body: bytes = field(repr=False)
    table: TableShape | None = None
    hints: Hints = Hints()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unclear: str = ""
    known: bool = False
    last: LastTime = LastTime()

    def answer(self, blank: Blank) -> Answer:
        return self.answers.get(blank.key, NOTHING)

    def questions(self) -> tuple[Blank, ...]:
        """Blanks the program does not know or is not sure of, while nobody has decided."""
        if self.known:
            return ()
        return tuple(b for b in self.blanks if b.field is None or not b.sure)

    @property
    def asks_families(self) -> bool:
        """Whether other members of the households have to be looked at."""
        return any(
            blank.member is not None or is_of_family(self.answer(blank).value)
            for blank in self.blanks
        )

    @property
    def asks_computed_tags(self) -> bool:
        """Whether tags have to be known that nobody typed (高龄, 独居)."""
        kinds = {"tags", *(TAG + kind for kind in COMPUTED)}
        return any(self.answer(blank).value in kinds for blank in self.blanks)

    def answered(self, answers: Mapping[str, Answer]) -> "FormPlan":
        """The plan as a person decided it."""
        return replace(self, answers={**self.answers, **answers})


@dataclass(frozen=True, slots=True)
class RememberedForm:
    """A form that was filled in before."""

    fingerprint: str
    name: str
    suffix: str
    used_on: str
    last: LastTime


@dataclass(frozen=True, slots=True)
class Pasted:
    """Names and numbers that were pasted. ids: who was found, in that order; unknown: lines nobody
    was found for; several: lines that fit more than one person, with how many (not taken)."""

    ids: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    several: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """A person whose archive lacks something the form asks for."""

    resident_id: int
    household_id: int
    name: str
    address: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FillResult:
    """What was written. missing: (what the form asks, how many people lack it), most first;
    by_hand: blanks that a hand must fill in; gone: people who are no longer in the archive."""

    path: Path
    files: int
    people: int
    missing: tuple[tuple[str, int], ...] = ()
    lacking: tuple[Lacking, ...] = ()
    by_hand: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    gone: int = 0
    seconds: float = 0.0

    def sentence(self) -> str:
        """缺身份证号 3 人、联系电话 5 人."""
        return "、".join(f"{what} {count} 人" for what, count in self.missing)
