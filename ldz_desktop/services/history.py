"""History, the day's actions and undo: all three read from the one journal."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ldz_desktop.domain.changes import Change, Topic
from ldz_desktop.domain.moments import local, stamp
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.history_words import KINDS, NOUNS, UNSEEN, HistoryLine, HistoryWords
from ldz_desktop.services.months import PUBLISHED, REOPENED
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.undo_judge import UndoJudge
from ldz_desktop.services.undo_steps import UndoSteps
from ldz_desktop.services.undo_writing import UndoWriting
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.history import BatchRow, Entry, HistoryStore
from ldz_desktop.storage.journal import JOURNALLED

_LONG_AGO = "1970-01-01T00:00:00Z"
PAGE = 200
"""So many changes are told at once."""


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One action of one person. at: local time. about: household:7 or leader:9, and whose: that
    one's address or name ("" where the action is about neither). undone: somebody took it back.
    undoes: it took another action back; redoes: it took such an undo back."""

    batch_id: int
    at: datetime
    actor: str
    what: str
    reason: str
    about: str
    whose: str
    lines: tuple[HistoryLine, ...]
    entries: int
    undone: bool
    undoes: bool
    redoes: bool

    @property
    def label(self) -> str:
        """修改成员（福锦苑1栋 1单元 1102）: what was done, and with whose file."""
        return _label(self.what, self.whose)


@dataclass(frozen=True, slots=True)
class UndoPart:
    """Changes of an action. count: all of them; numbers: of those that a person can read of, and
    first: the words of the first PAGE of them (HistoryService.lines tells the rest); kinds: 新增,
    删除 or 修改, in which table, how many."""

    count: int
    numbers: tuple[int, ...]
    first: tuple[HistoryLine, ...]
    kinds: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undo would take back, and what it would leave because somebody changed it since."""

    event: HistoryEvent
    taken_back: UndoPart
    kept: UndoPart


class HistoryService:
    """Reads the journal; undo() is an action of its own and can be undone in turn."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = HistoryStore(core.database)
        self._steps = UndoSteps(core)

    def of_household(self, household_id: int) -> tuple[HistoryEvent, ...]:
        """Everything that happened to a household, its dwelling and its people, newest first."""
        entries: dict[int, list[Entry]] = {}
        for entry in self._store.entries_of(self._store.rows_of_household(household_id)):
            entries.setdefault(entry.batch_id, []).append(entry)
        return self._events(filter(None, map(self._store.batch, entries)), entries)

    def of_leader(self, leader_id: int) -> tuple[HistoryEvent, ...]:
        """Everything that happened to a leader, the terms, and what belongs to them: steps,
        promises, training, duties, cautions, hand-overs, rewards, pictures. Newest first."""
        entries: dict[int, list[Entry]] = {}
        for entry in self._store.entries_of(self._store.rows_of_leader(leader_id)):
            entries.setdefault(entry.batch_id, []).append(entry)
        return self._events(filter(None, map(self._store.batch, entries)), entries)

    def today(self) -> tuple[HistoryEvent, ...]:
        """The day's actions, newest first: each can be taken back."""
        midnight = self._core.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        return self._events(self._store.batches(since=stamp(midnight)), None)

    def preview_undo(self, batch_id: int, progress: Progress = SILENT) -> UndoPreview:
        """Raises InputError for a batch that is not there or was taken back already."""
        batch = self._undoable(batch_id)
        back: list[Entry] = []
        kept: list[Entry] = []
        judge = UndoJudge(self._core.database, batch)
        for run, verdict in judge.runs(progress, "正在核对能撤销什么"):
            for entry, can in zip(run, verdict, strict=True):
                (back if can else kept).append(entry)
        (event,) = self._events([batch], None)
        return UndoPreview(event, self._part(back), self._part(kept))

    def lines(self, batch_id: int, numbers: Sequence[int]) -> tuple[HistoryLine, ...]:
        """Some changes of an action by their numbers (see UndoPart), in the order asked."""
        return HistoryWords(self._core).lines(self._store.numbered(batch_id, numbers))

    def undo(self, batch_id: int, progress: Progress = SILENT) -> Change:
        """Take an action back, as one action. What was changed since stays (see preview_undo).

        Raises InputError as preview_undo does, RuleError where nothing of it can be taken back.
        """
        batch = self._undoable(batch_id)
        root, redoing = self._steps.root(batch)
        verb = "重做" if redoing else "撤销"
        label = _label(root.what, HistoryWords(self._core).whose(root.about))
        tables = self._store.tables(batch_id)
        what = f"{verb}：{root.what or '改动'}"
        crowded = self._store.crowded()
        with self._core.action(what, about=root.about, undoes=batch_id):
            back, kept = UndoWriting(self._core, batch).write(progress)
            if not back:
                raise _nothing_left(verb, label)
            self._one_in_office(crowded, verb, label)
        what = f"已{verb}：{label}"
        if kept:
            what += f"；其中 {kept:,} 处后来又改过或正被用到，保留现在的样子"
        return Change(frozenset(topic for table in tables for topic in _TOPICS[table]), what)

    def next_undo(self, passed: Collection[int] = ()) -> HistoryEvent | None:
        """The last thing that this person did today and that stands. passed: batches that could
        not be taken back."""
        batch = self._steps.to_undo(passed)
        return None if batch is None else self._step(batch)

    def next_redo(self, passed: Collection[int] = ()) -> HistoryEvent | None:
        """The undo that this person did last, until something else is done: taking it back does
        the action again."""
        batch = self._steps.to_redo(passed)
        return None if batch is None else self._step(batch)

    def done(self, change: Change) -> Done:
        """For a screen that offers 撤销: call it right after the action that made `change`."""
        return done(self._core, change)

    def first_broken(self) -> HistoryEvent | None:
        """The first action whose record was changed afterwards; None where the chain holds."""
        batch = self._store.first_broken()
        return None if batch is None else self._events([batch], None)[0]

    def _part(self, entries: Sequence[Entry]) -> UndoPart:
        """entries: the last one first. Few are told as they were written; of many the last rows
        come first, which are people, not the buildings they live in."""
        shown = [entry for entry in entries if entry.field not in UNSEEN]
        if len(shown) <= PAGE:
            shown.reverse()
        kinds = Counter((entry.kind, entry.table) for entry in shown)
        return UndoPart(
            len(entries),
            tuple(entry.n for entry in shown),
            HistoryWords(self._core).lines(shown[:PAGE]),
            tuple((KINDS[kind], NOUNS[table], n) for (kind, table), n in kinds.most_common()),
        )

    # -- inside ----------------------------------------------------------------------------------

    def _step(self, batch: BatchRow) -> HistoryEvent:
        """An undo or a redo is called as the action that it is about. Without its changes."""
        root, _ = self._steps.root(batch)
        words = HistoryWords(self._core)
        event = self._event(batch, words, undone=False, entries={batch.id: []})
        return replace(event, what=root.what or "改动")

    def _one_in_office(self, before: frozenset[int], verb: str, label: str) -> None:
        """The journal knows values, not that a building has one leader."""
        if self._store.crowded() - before:
            raise RuleError(
                f"不能{verb}",
                f"不能{verb}“{label}”：这栋楼会同时有两位在任的楼栋长。",
                "请先撤销后来的任职。",
            )

    def _undoable(self, batch_id: int) -> BatchRow:
        batch = self._store.batch(batch_id)
        if batch is None:
            raise InputError("没有这一步", "找不到这一步操作。", "请刷新后再试。")
        if self._store.undone_by([batch_id]):
            raise InputError("已经撤销", "这一步已经撤销过了。")
        if batch.what == REOPENED:
            raise RuleError("不能撤销", "重开以后不能撤销。", "改好以后重新封月，就是新的一版。")
        if batch.what == PUBLISHED:
            raise RuleError(
                "不能撤销", "测评公示登记以后不能撤销。", "公示有误的，在“公示”里撤下并写明原因。"
            )
        return batch

    def _events(
        self, batches: Iterable[BatchRow], entries: Mapping[int, list[Entry]] | None
    ) -> tuple[HistoryEvent, ...]:
        rows = sorted(batches, key=lambda b: b.seq, reverse=True)
        undone = self._store.undone_by([b.id for b in rows])
        words = HistoryWords(self._core)
        return tuple(self._event(b, words, undone=b.id in undone, entries=entries) for b in rows)

    def _event(
        self,
        batch: BatchRow,
        words: HistoryWords,
        *,
        undone: bool,
        entries: Mapping[int, list[Entry]] | None = None,
    ) -> HistoryEvent:
        return HistoryEvent(
            batch_id=batch.id,
            at=local(batch.at or _LONG_AGO),
            actor=batch.actor,
            what=batch.what or "改动",
            reason=batch.reason,
            about=batch.about,
            whose=words.whose(batch.about),
            lines=words.lines(entries[batch.id] if entries is not None else self._few(batch)),
            entries=batch.entries,
            undone=undone,
            undoes=bool(batch.undoes),
            redoes=bool(batch.undoes) and not self._steps.root(batch)[1],
        )

    def _few(self, batch: BatchRow) -> list[Entry]:
        """A bulk import is told by its count, not by sixty thousand lines."""
        return self._store.entries(batch.id) if batch.entries <= PAGE else []


def _label(what: str, whose: str) -> str:
    return f"{what or '改动'}（{whose}）" if whose else what or "改动"


def _nothing_left(verb: str, label: str) -> RuleError:
    return RuleError(
        f"不能{verb}",
        f"不能{verb}“{label}”：这一步改过的内容后来都又改过，或者别处正在用。",
        "改了什么，可以在“今日操作”里看。",
    )


_ARCHIVE: tuple[Topic, ...] = ("households", "places")
_TOPICS: Mapping[str, tuple[Topic, ...]] = {
    **dict.fromkeys(JOURNALLED, ("leaders",)),
    **dict.fromkeys(
        ("household", "resident", "stay", "tag", "visit", "attachment", "dwelling"), _ARCHIVE
    ),
    **dict.fromkeys(("community", "compound", "building"), (*_ARCHIVE, "leaders")),
    **dict.fromkeys(("course", "attendance"), ("training", "leaders")),
    **dict.fromkeys(("duty_template", "duty_record"), ("duties", "leaders")),
    **dict.fromkeys(("flag", "flag_holding", "flag_decision", "award"), ("honours", "leaders")),
}  # fmt: skip
"""Table → what is read again when rows of it are put back."""
