"""Anonymous sheets and star booklets into an open month."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ldz_desktop.domain.booklets import draw_numbers
from ldz_desktop.domain.evaluation import BLANK, Header, Scheme, against, is_valid
from ldz_desktop.domain.sheet_files import Existing, Meeting, meet
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.importing.outcome import KeyRange, Outcome
from ldz_desktop.services.importing.placing import Placing
from ldz_desktop.services.importing.records import Standing
from ldz_desktop.storage.evaluation import EvaluationStore

Line = dict[str, Any]
_KEYED = "这栋楼本月的表已在程序里录入，不能再用文件覆盖；要用文件，请先撤回录入的表。"
_NAMED = (
    "这栋楼本月已有星级。程序不存评分人的姓名，分不清是不是同样的人：请把姓名改成评分册的编号"
    "（1、2、3…），编号相同的更正，编号不同的添加。"
)
_DRAFTED = "这栋楼本月有正在录入、还没有提交的表，请先提交或清除，再导入文件。"


_SAID: Mapping[str, str] = {
    "same": "这 {told} 张已经导入过，没有重复计入。确实是另外的表，请选“加上”。",
    "grown": "其中 {known} 张已经导入过，没有重复计入；加上其余的，共 {after} 张。",
    "more": "这栋楼本月已导入 {before} 张，加上这 {told} 张，共 {after} 张。",
    "unclear": "这栋楼本月已导入 {before} 张，一部分和这 {told} 张一样，请选加上还是替换。",
    "replace": "这栋楼本月已导入的 {before} 张，由这 {told} 张替换。",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import changed, to take it back: building → papers before and after (sheets: answers
    → how many; booklets: number → marks). Never stored."""

    kind: str
    month: str
    before: dict[int, Any]
    after: dict[int, Any]


def file_digest(path: Path, month: str) -> bytes:
    """A hash of a file that takes long enough not to be tried out on every file one could think
    of. Raises InputError where the file cannot be read."""
    try:
        with path.open("rb") as file:
            plain = hashlib.file_digest(file, "sha256").digest()
    except OSError:
        raise InputError("读不了这个文件", "文件打不开，或已经不在那里。") from None
    return hashlib.scrypt(plain, salt=month.encode(), n=2**14, r=8, p=1, dklen=16)


class _MonthWriter:
    """What both papers of a month share."""

    kind: ClassVar[str]

    def __init__(
        self, core: Core, month: str, existing: Existing = "", digest: bytes = b"", *, write: bool
    ) -> None:
        """existing: what a person said of papers on file; digest: of the file (file_digest)."""
        self.outcome = Outcome()
        self.taken = Taken(self.kind, month, {}, {})
        self._existing = existing
        self._digest = digest
        self._write = write
        self._month = month
        self._store = EvaluationStore(core.database)
        self._evaluation = EvaluationService(core)
        self._placing = Placing(core.database, KeyRange(core.ids()), write=write)
        self._again = self._store.has_file(month, self.kind, digest)

    def _remember(self) -> None:
        """The file counts once (while the month is open)."""
        if self._write and self._digest and self._store.month(self._month) is not None:
            self._store.add_file(self._month, self.kind, self._digest)

    def _by_building(self, lines: Sequence[Line]) -> dict[int, list[Line]]:
        """Rows by building; a building that the office did not have is a note at its first row."""
        found: dict[int, list[Line]] = {}
        for line in lines:
            building = self._placing.building(
                (line["street"], line["community"], line["compound"], line["building"])
            )
            rows = found.setdefault(building, [])
            if not rows and self._placing.is_new(building):
                reason = "办公室原来没有这栋楼，已新建，请核对楼栋名称。"
                self.outcome.note((line["table"], line["row"]), "building", "new_building", reason)
            rows.append(line)
        self._placing.flush()
        self.outcome.touched = self.outcome.touched or self._placing.changed
        self.outcome.buildings |= self._placing.used()
        return found

    def _refuse(self, line: Line, key: str, code: str, reason: str) -> None:
        place = tuple(line[part] for part in ("street", "community", "compound", "building"))
        self.outcome.refuse((line["table"], line["row"]), place, key, code, reason)

    def _begin(self) -> None:
        """The month is open (or is opened). Raises RuleError for a closed one, in a preview too."""
        self.outcome.touched = True
        if self._write:
            self._evaluation.ensure_open(self._month)
        else:
            self._evaluation.is_open(self._month)


class SheetWriter(_MonthWriter):
    """Sheets of a file join those that files brought before, or replace them (domain.sheet_files);
    a building's sheets are laid down anew, so that nothing tells which came when."""

    kind = "sheets"

    def take(self, lines: Sequence[Line]) -> None:
        """All accepted rows of a file. Raises RuleError, where it writes, for sheets that only a
        person can tell apart."""
        stored = self._store.sheets(self._month)
        origins = self._store.counts(self._month)
        drafts = self._store.drafts(self._month)
        meetings: dict[int, Meeting] = {}
        for building, rows in self._by_building(lines).items():
            origin = origins.get(building)
            if building in drafts or (origin is not None and origin[0] == "keyed"):
                reason = _DRAFTED if building in drafts else _KEYED
                for line in rows:
                    self._refuse(line, "building", "keyed", reason)
                continue
            found = meet(
                Counter(line["answers"] for line in rows),
                Counter(stored.get(building, {})),
                self._existing,
                mended=rows[0]["mended"],
                again=self._again,
            )
            self._tell(found, building, rows)
            meetings[building] = found
        if self._write and self.outcome.standing.undecided:
            raise _undecided(self.outcome.standing)
        self.taken.before.update({b: Counter(stored.get(b, {})) for b in meetings})
        self.taken.after.update({b: found.after for b, found in meetings.items()})
        fresh = {b: found.after for b, found in meetings.items() if found.added or found.removed}
        if fresh:
            self._begin()
        if fresh and self._write:
            put_sheets(self._store, self._month, fresh)
        self._remember()

    def _tell(self, found: Meeting, building: int, rows: Sequence[Line]) -> None:
        """Count a building's sheets, and say at its first row what becomes of those on file."""
        replaced = min(found.added, found.removed)
        self.outcome.unchanged += found.known
        self.outcome.updated += replaced
        self.outcome.created += found.added - replaced
        before = found.after.total() - found.added + found.removed
        if found.verdict == "new" or (found.verdict == "same" and self._again):
            return  # that it is the same file shows in the counts
        told = len(rows)
        reason = _SAID[found.verdict].format(
            before=before, told=told, known=found.known, after=found.after.total()
        )
        at = (rows[0]["table"], rows[0]["row"])
        self.outcome.note(at, "building", f"sheets_{found.verdict}", reason)
        standing = self.outcome.standing
        title = self._placing.record(building).title
        self.outcome.standing = Standing(
            standing.buildings + 1,
            standing.stored + before,
            standing.told + told,
            (*standing.undecided, *([title] if found.verdict == "unclear" else [])),
        )


def _undecided(standing: Standing) -> RuleError:
    return RuleError(
        "要说明是加上还是替换",
        f"{'、'.join(standing.undecided[:3])}本月已有导入的表，其中一部分和这个文件的一样，"
        "看不出是改过的表还是另外的表，没有导入。",
        "改过的，选“替换”（命令：--existing replace）；另外的，选“加上”（--existing add）。",
    )


def put_sheets(store: EvaluationStore, month: str, fresh: Mapping[int, Counter[str]]) -> None:
    """The imported sheets of buildings, whole, with their count sheets. Raises InputError where the
    month's scheme has another number of questions."""
    scheme = store.scheme_for(month)
    if any(len(answers) != len(scheme.questions) for told in fresh.values() for answers in told):
        raise InputError(
            "题数不对", "读文件以后，这个月的方案换过了，题数不同。", "请重新选一次文件。"
        )
    given = store.issued(month)
    for building, told in fresh.items():
        store.remove_sheets(month, building)
        if told:
            header = counted(told, scheme, given.get(building))
            store.put_count(month, building, "file", header)
        else:
            store.remove_count(month, building)
    store.add_sheets(
        month,
        [(building, answers) for building, told in fresh.items() for answers in told.elements()],
    )


def counted(told: Counter[str], scheme: Scheme, given: int | None = None) -> Header:
    """The count sheet of a batch that came as a file. given: the envelopes written down when they
    were given out."""
    valid = sum(n for answers, n in told.items() if is_valid(answers, scheme))
    blank = sum(n for answers, n in told.items() if not answers.strip(BLANK))
    returned = told.total()
    return against(given, Header(None, returned, valid, returned - valid - blank, blank))


class StarWriter(_MonthWriter):
    """Each assessor's line counts once. A row with a number is that booklet's, whatever else is
    there. Rows under names get numbers by chance, for names are not kept: a second file of a
    building might be of the same people or of others, so it is taken only as the first was, or with
    numbers."""

    kind = "stars"

    def take(self, lines: Sequence[Line]) -> None:
        """All accepted rows of a file."""
        stored = self._store.marks(self._month)
        fresh: dict[int, dict[int, str]] = {}
        for building, rows in self._by_building(lines).items():
            before = stored.get(building, {})
            after = self._after(before, rows)
            if after != before:
                fresh[building] = after
        self.taken.before.update({b: stored.get(b, {}) for b in fresh})
        self.taken.after.update(fresh)
        if fresh:
            self._begin()
        if self._write:
            for building, marks in fresh.items():
                self._store.put_marks(self._month, building, marks)
        self._remember()

    def _after(self, before: Mapping[int, str], rows: Sequence[Line]) -> dict[int, str]:
        """What the building's booklets say with these rows."""
        after = dict(before)
        named = []
        for line in rows:
            if line["number"] is None:
                named.append(line)
                continue
            known = before.get(line["number"])
            self.outcome.unchanged += known == line["marks"]
            self.outcome.updated += known is not None and known != line["marks"]
            self.outcome.created += known is None
            after[line["number"]] = line["marks"]
        if not named:
            return after
        if self._again and not Counter(x["marks"] for x in named) - Counter(before.values()):
            self.outcome.unchanged += len(named)
            return after
        if not before or named[0]["mended"]:
            self.outcome.created += len(named)
            numbers = draw_numbers(len(named), after)
            return after | dict(zip(numbers, (line["marks"] for line in named), strict=True))
        if len(named) == len(rows) and Counter(before.values()) == Counter(
            line["marks"] for line in named
        ):
            self.outcome.unchanged += len(named)
            return after
        for line in named:
            self._refuse(line, "assessor", "named", _NAMED)
        return after


MONTH_WRITERS: Mapping[str, Callable[..., SheetWriter | StarWriter]] = {
    "sheets": SheetWriter,
    "stars": StarWriter,
}
