"""How forms, blanks and their answers are said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ldz_desktop.services.forms.fields import LEFT_EMPTY, title
from ldz_desktop.services.forms.records import (
    Answer,
    Blank,
    FormKind,
    FormPlan,
    Output,
    RememberedForm,
)
from ldz_desktop.ui.kit.pieces import Tone

KINDS: Mapping[FormKind, str] = {"table": "一人一行的名单", "page": "一人一张的表"}
OUTPUTS: Mapping[Output, str] = {"one": "放在一个文件里", "folder": "每人一个文件"}
FILTERS = "空白表 (*.xlsx *.docx)"


@dataclass(frozen=True)
class Line:
    """What is decided together: a blank, or one column of a family table with all its lines.

    id: its place in the list, from 1. open: nobody has decided and the program does not know.
    """

    id: int
    blanks: tuple[Blank, ...]
    answer: Answer
    asked: bool

    @property
    def label(self) -> str:
        return self.blanks[0].label

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(blank.key for blank in self.blanks)

    def state(self) -> tuple[str, Tone]:
        """A word and its colour."""
        if self.asked:
            return ("请指定", "amber") if self.answer.kind == "empty" else ("请核对", "amber")
        if self.answer.kind == "text":
            return "固定", "blue"
        return ("不填", "grey") if self.answer.kind == "empty" else ("自动", "green")

    def what(self) -> str:
        """What is written there."""
        return answer_text(self.blanks[0], self.answer)


def lines_of(plan: FormPlan, answers: Mapping[str, Answer], decided: frozenset[str]) -> list[Line]:
    """A line for each decision; what has to be asked first. decided: keys a person has settled."""
    groups: dict[str, list[Blank]] = {}
    for blank in plan.blanks:
        key = blank.key if blank.member is None else f"成员/{blank.label}"
        groups.setdefault(key, []).append(blank)
    questions = {blank.key for blank in plan.questions()} - decided
    found = [
        Line(n, tuple(blanks), answers[blanks[0].key], blanks[0].key in questions)
        for n, blanks in enumerate(groups.values(), start=1)
    ]
    return sorted(found, key=lambda line: not line.asked)


def answer_text(blank: Blank, answer: Answer) -> str:
    """An answer in words."""
    if answer.kind == "field":
        of_the_person = blank.member is not None and "户主" not in blank.label
        if of_the_person and answer.value == "relation":
            return "与本人关系"
        return title(answer.value)
    if answer.kind == "text":
        return f"“{answer.value}”"
    return "留给手写" if blank.field == LEFT_EMPTY else "留空"


def about_form(plan: FormPlan) -> str:
    """One line about a form that was read."""
    words = [KINDS[plan.kind], f"{len(plan.blanks)} 处要填"]
    if plan.table is not None:
        words[1] = f"{sum(not b.once for b in plan.blanks)} 栏要填"
        if plan.table.taken:
            words.append(f"表里已有 {plan.table.taken} 行，接在后面填")
        elif plan.table.samples:
            words.append("示例行会被盖掉")
    return "，".join(words)


def last_time(form: RememberedForm) -> str:
    """When a form was filled in and for how many: 2026年11月24日，25 人."""
    day = form.used_on[:10].split("-")
    said = f"{int(day[0])}年{int(day[1])}月{int(day[2])}日" if len(day) == 3 else ""
    return f"{said}，{form.last.people:,} 人" if form.last.people else said


def listed(words: Sequence[str], most: int = 6) -> str:
    """A few words, and how many more there are."""
    shown = "、".join(words[:most])
    return f"{shown} 等 {len(words)} 个" if len(words) > most else shown
