"""A blank with its answer as a function: from a person to the pieces of text for its places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from ldz_desktop.services.forms import boxes
from ldz_desktop.services.forms.dates import Style, is_date_format, style_of, styled
from ldz_desktop.services.forms.document import UNDERLINED
from ldz_desktop.services.forms.fields import OF_THE_FORM, TAG
from ldz_desktop.services.forms.people import Case
from ldz_desktop.services.forms.records import NOTHING, Answer, Blank, FormPlan
from ldz_desktop.services.forms.spots import TICK, TICKED
from ldz_desktop.services.forms.templates import xml
from ldz_desktop.services.forms.values import Value, getter, relation_between
from ldz_desktop.services.progress import SILENT, Progress

Resolve: TypeAlias = Callable[[Case], Value]
_MAY_LACK = frozenset(
    ("note", "tags", "workplace", "unit", "checked", "opened", "contact.relation", "registered")
)
_MAY_LACK_OF = ("spouse.", "father.", "mother.", "landlord.")

_PLACE_WORDS = frozenset(("street", "community", "compound", "building", "unit", "room"))
_SAID_ALREADY = (
    ("街道", ("街道", "街道办事处")),
    ("社区", ("社区",)),
    ("居委会", ("社区",)),
    ("小区", ("小区",)),
    ("单元", ("单元",)),
    *((word, ("栋", "座", "幢", "号楼")) for word in ("栋", "幢", "座", "号楼", "号栋")),
    ("室", ("室", "号")),
    ("号", ("室", "号")),
)


@dataclass(slots=True)
class Notebook:
    """What is noted while a form is filled in. missing: person → labels; by_hand: labels of boxes
    that nobody but a person can tick."""

    missing: dict[int, dict[str, None]] = field(default_factory=dict)
    by_hand: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def lacks(self, case: Case, label: str) -> None:
        self.missing.setdefault(case.person.id, {})[label] = None


@dataclass(frozen=True, slots=True)
class Look:
    """How a form writes what is not text. style: of dates; month_only: a year and a month; real,
    numbers: days and numbers as a spreadsheet keeps them, not as text."""

    style: Style
    month_only: bool
    real: bool
    numbers: bool


def look(blank: Blank, answer: Answer, usual: Style) -> Look:
    """What a blank shows of the way it wants dates. usual: where it shows none."""
    style = answer.style or style_of(f"{blank.label} {blank.example}")
    alone = blank.spot.kind == "whole" and len(blank.places) == 1
    return Look(
        style=style or usual,
        month_only=answer.value.rpartition(".")[2] == "birth_month",
        real=alone and not answer.style and is_date_format(blank.shape),
        numbers=alone and blank.shape != "@",
    )


def text_of(value: Value, look: Look) -> str:
    """A value as text."""
    if value is None:
        return ""
    if isinstance(value, date):
        return styled(value, look.style, month_only=look.month_only)
    return str(value)


def resolve(blank: Blank, answer: Answer, cases: Sequence[Case], everybody: bool) -> Resolve:
    """How a blank's value is found for a person. everybody: the family tables of the form list
    the person too."""
    if answer.kind == "text":
        text = answer.value
        return lambda case: text
    if answer.kind == "empty":
        return lambda case: None
    if blank.member is not None:
        return _of_member(blank, answer, everybody)
    get = getter(answer.value)
    if blank.once:
        shared = _shared(answer.value, get, cases)
        return lambda case: shared
    return get


def _of_member(blank: Blank, answer: Answer, everybody: bool) -> Resolve:
    number = blank.member or 0
    get = None if answer.value == "relation" else getter(answer.value)
    to_head = "户主" in blank.label

    def resolved(case: Case) -> Value:
        members = case.members if everybody else case.others()
        if number >= len(members):
            return None
        if get is None and not to_head and not everybody:
            return relation_between(case, members[number])
        return (get or getter("relation"))(case.of(members[number]))

    return resolved


def _shared(field_key: str, get: Resolve, cases: Sequence[Case]) -> Value:
    """What holds for the whole form: of the office, or what all of its people have in common."""
    if not cases:
        return None
    if field_key in OF_THE_FORM:
        return get(cases[0])
    values = {get(case) for case in cases}
    return values.pop() if len(values) == 1 else None


def counts_as_missing(answer: Answer) -> bool:
    """Whether an empty value is worth telling: nobody lacks a remark or a landlord."""
    key = answer.value
    if answer.kind != "field" or key in _MAY_LACK or key in OF_THE_FORM:
        return False
    return not key.startswith(_MAY_LACK_OF)


class Writer:
    """Pieces of a blank for a person: one for a text, three for 年 月 日, one for each box or
    digit.

    original: the text of the cell as it is stored, for gaps to be kept at their width and boxes
    as they are.
    """

    def __init__(
        self, blank: Blank, answer: Answer, resolved: Resolve, seen: Look, original: str = ""
    ) -> None:
        self.blank = blank
        self._answer = answer
        self.resolved = resolved
        self.look = seen
        self._original = original
        self._tell = blank.member is None and not blank.once and counts_as_missing(answer)
        kinds = {"date": self._dates, "boxes": self._boxes, "part": self._part}
        self._make = kinds.get(blank.spot.kind, self._whole)
        if len(blank.places) > 1:
            self._make = self._digits

    @property
    def count(self) -> int:
        """How many pieces it makes."""
        if len(self.blank.places) > 1:
            return len(self.blank.places)
        return max(1, len(self.blank.spot.marks))

    @property
    def empty(self) -> bool:
        """Nothing will ever be written there."""
        return self._answer.kind == "empty"

    def value(self, case: Case, notebook: Notebook) -> Value:
        """The value alone; a lack is noted."""
        return self.told(self.resolved(case), case, notebook)

    def told(self, value: Value, case: Case, notebook: Notebook) -> Value:
        """The same of a value that is known."""
        if not value and value != 0 and self._tell:
            notebook.lacks(case, self.blank.label)
        return value

    def pieces(self, case: Case, notebook: Notebook) -> list[str]:
        """The texts that go into the places, one after another."""
        return self._make(self.value(case, notebook), notebook)

    def _whole(self, value: Value, notebook: Notebook) -> list[str]:
        del notebook
        return [text_of(value, self.look)]

    def _part(self, value: Value, notebook: Notebook) -> list[str]:
        del notebook
        spot = self.blank.spot
        text = text_of(value, self.look)
        if self._answer.value in _PLACE_WORDS:
            text = _without_word(text, self._original[spot.end :])
        return [fitted(text, self._original[spot.start : spot.end])]

    def _dates(self, value: Value, notebook: Notebook) -> list[str]:
        del notebook
        marks = self.blank.spot.marks
        if not isinstance(value, date):
            return [self._original[start:end] for start, end in marks]
        parts = (value.year, value.month, value.day)
        return [
            fitted(str(part), self._original[start:end])
            for part, (start, end) in zip(parts, marks, strict=False)
        ]

    def _boxes(self, value: Value, notebook: Notebook) -> list[str]:
        signs = [self._original[start:end] for start, end in self.blank.spot.marks]
        text = text_of(value, self.look)
        found = boxes.ticks(self._answer.value, text, self.blank.spot.words)
        if found is None:
            if text and self._answer.kind != "empty":
                notebook.by_hand[self.blank.label] = None
            return signs
        return [
            TICKED.get(sign, TICK) if tick else sign
            for sign, tick in zip(signs, found, strict=True)
        ]

    def _digits(self, value: Value, notebook: Notebook) -> list[str]:
        del notebook
        count = len(self.blank.places)
        text = text_of(value, self.look)
        return [*text[:count], *[""] * (count - len(text))]


def _without_word(text: str, rest: str) -> str:
    """1栋 before 栋 or 号楼, 兴新社区 before 社区: the word is there already."""
    for word, instead in _SAID_ALREADY:
        if rest.startswith(word):
            for tail in instead:
                if text.endswith(tail) and text != tail:
                    return text.removesuffix(tail)
    return text


def fitted(text: str, gap: str) -> str:
    """A text in the place of a gap: what the gap is wider than the text stays around it, so that
    underlines keep their length and what follows its place."""
    if not text:
        return gap
    sign = UNDERLINED if UNDERLINED in gap else " "
    left = _breadth(gap) - _breadth(text)
    if left <= 1 or not gap:
        return text
    before = min(2, left // 2)
    return sign * before + text + sign * (left - before)


def _breadth(text: str) -> int:
    return sum(1 if ord(c) < 0x2E80 else 2 for c in text)


@dataclass(slots=True)
class Job:
    """One filling: the plan, whom for, and what is noted on the way. usual: how dates are written
    where the form shows no way; unit: who signs for the file."""

    plan: FormPlan
    cases: Sequence[Case]
    usual: Style
    unit: str = ""
    progress: Progress = SILENT
    notebook: Notebook = field(default_factory=Notebook)

    @property
    def everybody(self) -> bool:
        """A form of a household, not of one of its members, lists all of them."""
        return not any(
            blank.member is None and self.plan.answer(blank).value == "name"
            for blank in self.plan.blanks
        )

    def writer(self, blank: Blank, original: str = "") -> Writer:
        answer = self.plan.answer(blank)
        resolved = resolve(blank, answer, self.cases, self.everybody)
        if blank.once and answer.kind == "field" and self.cases and not resolved(self.cases[0]):
            self.notebook.notes[f"「{blank.label}」每个人不一样或没有登记，没有填。"] = None
        if self._is_never_tagged(answer):
            kind = answer.value.removeprefix(TAG)
            note = f"「{blank.label}」没有填：户档里还没有给任何人登记过“{kind}”标签。"
            self.notebook.notes[note] = None
            answer = NOTHING
        return Writer(blank, answer, resolved, look(blank, answer, self.usual), original)

    def _is_never_tagged(self, answer: Answer) -> bool:
        """A tag that the office does not keep: neither 是 nor 否 would be true."""
        if answer.kind != "field" or not answer.value.startswith(TAG) or not self.cases:
            return False
        return answer.value.removeprefix(TAG) not in self.cases[0].filling.kinds

    def pieces(self, writers: Sequence[Writer], case: Case) -> list[str]:
        """All pieces of a person, as XML text, in the order of the writers."""
        found: list[str] = []
        for writer in writers:
            found += [xml(piece) for piece in writer.pieces(case, self.notebook)]
        return found

    def wanted(self, *, once: bool) -> list[Blank]:
        """The blanks that are filled in at all: of every person, or of the whole form."""
        return [
            blank
            for blank in self.plan.blanks
            if blank.once == once and self.plan.answer(blank).kind != "empty"
        ]
