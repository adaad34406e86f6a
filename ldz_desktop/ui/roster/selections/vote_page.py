"""Step 1, 推选: how, when and where, the count, and who goes on."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain.selections import WAYS
from ldz_desktop.domain.selections_evidence import Ballot, Vote, vote_problems
from ldz_desktop.errors import InputError, KnownError
from ldz_desktop.services.selections_reading import SelectionDetail
from ldz_desktop.ui.kit.editors import DateEditor, NoteEditor, NumberEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.hit_popup import Answer
from ldz_desktop.ui.kit.pieces import button
from ldz_desktop.ui.roster.selections.candidates import CandidateEditor
from ldz_desktop.ui.roster.selections.step_page import Desk, StepPage
from ldz_desktop.ui.roster.selections.words import person_words

if TYPE_CHECKING:
    from ldz_desktop.services.progress import Progress

_MOST = 7
_NOTES = {"election": "如：监票人、得票多者不入选的原因", "nomination": "由谁、在什么会上公推"}


class VotePage(StepPage):
    """暂存 keeps what is there; 完成推选 wants everything."""

    def __init__(self, desk: Desk, detail: SelectionDetail, window: QWidget) -> None:
        form = Form()
        keep = button("暂存(&K)", tip="先记下已知的，以后再补")
        super().__init__(
            desk, ("推选", "候选人从本楼居民里选，可以不止一人。"), form, "完成推选", aside=keep
        )
        keep.clicked.connect(lambda *_: self._write(closing=False))
        self._detail = detail
        self.people = CandidateEditor(self._ask, self._check, window)
        form.add("way", "方式", PickEditor(tuple(WAYS.items())))
        form.add("held_on", "日期", DateEditor("推选哪天举行"))
        form.add("held_at", "地点", TextEditor("在哪里举行", longest=60))
        form.add("eligible", "应到户数", NumberEditor(0, 9999))
        form.add("returned", "收回选票", NumberEditor(0, 9999))
        form.add("ballots", "候选人", self.people)
        self.note = NoteEditor(lines=2)
        form.add("note", "备注", self.note)
        self._fill()
        way = form.editor("way")
        assert isinstance(way, PickEditor)
        way.changed.connect(self._show_way)
        self._show_way()

    def _fill(self) -> None:
        one, today = self._detail.selection, self.desk.bench.office.today()
        ballots = tuple(
            Ballot(c.resident_id or 0, c.votes, c.chosen, c.name) for c in one.candidates
        )
        about = {c.resident_id or 0: person_words(c, today) for c in one.candidates}
        self.people.set_value(ballots, about)
        self.form.set_values({
            "way": one.way, "held_on": one.held_on, "held_at": one.held_at,
            "eligible": one.eligible or self._detail.occupied, "returned": one.returned,
            "note": one.note,
        })  # fmt: skip

    def _show_way(self) -> None:
        way = self.form.values()["way"]
        counting = way == "election"
        for key in ("eligible", "returned"):
            self.form.show_field(key, visible=counting)
        self.people.set_counting(counting=counting)
        self.note.setPlaceholderText(_NOTES[way])

    def vote(self) -> Vote:
        values = self.form.values()
        if values["way"] == "nomination":
            values["eligible"] = values["returned"] = None
            values["ballots"] = tuple(
                Ballot(b.resident_id, None, b.chosen, b.name) for b in values["ballots"]
            )
        return Vote(**values)

    @override
    def save(self) -> None:
        self._write(closing=True)

    def _write(self, *, closing: bool) -> None:
        office, vote, before = self.desk.bench.office, self.vote(), self._detail.selection
        if self.fits(vote_problems(vote, office.today(), closing=closing)):
            self.desk.run(self, lambda: office.selections.vote(before, vote, closing=closing))

    def _ask(self, text: str, show: Callable[[Sequence[Answer]], None]) -> None:
        """The building's residents; below them others, who will be refused with the reason."""
        office, building = self.desk.bench.office, self._detail.building.id

        def work(progress: "Progress") -> list[Answer]:
            del progress
            here = office.selections.neighbours(building, text, _MOST)
            found = [Answer("person", n.name, n.address, n.resident_id) for n in here]
            if len(found) < _MOST and len(text) > 1:
                found += [
                    Answer("warning", h.title, f"不住本楼 · {h.address}", h.id)
                    for h in office.search.find(text, _MOST)
                    if h.kind == "resident" and h.building_id != building
                ]
            return found[:_MOST]

        tasks = self.desk.bench.tasks
        tasks.run(work, show, owner=self, key="selections.find")

    def _check(
        self, resident_id: int, good: Callable[[str], None], bad: Callable[[str], None]
    ) -> None:
        office, building = self.desk.bench.office, self._detail.building.id

        def failed(error: KnownError) -> None:
            bad(error.message if isinstance(error, InputError) else error.title)

        self.desk.bench.tasks.run(
            lambda progress: office.selections.check_candidate(building, resident_id),
            lambda ballot: good(ballot.name),
            owner=self,
            failed=failed,
        )
