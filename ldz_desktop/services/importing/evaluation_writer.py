"""Anonymous sheets and star booklets into an open month."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ldz_desktop.domain.booklets import draw_numbers
from ldz_desktop.domain.evaluation import BLANK, Header, Scheme, against, is_valid
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.importing.outcome import KeyRange, Outcome
from ldz_desktop.services.importing.placing import Placing
from ldz_desktop.storage.evaluation import EvaluationStore

Line = dict[str, Any]
_KEYED = "这栋楼本月的表已在程序里录入，不能再用文件覆盖；要用文件，请先撤回录入的表。"
_NAMED = (
    "这栋楼本月已有星级。程序不存评分人的姓名，分不清是不是同样的人：请把姓名改成评分册的编号"
    "（1、2、3…），编号相同的更正，编号不同的添加。"
)
_DRAFTED = "这栋楼本月有正在录入、还没有提交的表，请先提交或清除，再导入文件。"


class _MonthWriter:
    """What both papers of a month share."""

    def __init__(self, core: Core, month: str, *, write: bool) -> None:
        self.outcome = Outcome()
        self._write = write
        self._month = month
        self._store = EvaluationStore(core.database)
        self._evaluation = EvaluationService(core)
        self._placing = Placing(core.database, KeyRange(core.ids()), write=write)

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
    """A building's imported sheets are one set: equal to what is stored, or replaced whole, so that
    nothing tells which sheet came when."""

    def take(self, lines: Sequence[Line]) -> None:
        """All accepted rows of a file."""
        stored = self._store.sheets(self._month)
        origins = self._store.counts(self._month)
        drafts = self._store.drafts(self._month)
        fresh: dict[int, Counter[str]] = {}
        for building, rows in self._by_building(lines).items():
            origin = origins.get(building)
            if building in drafts or (origin is not None and origin[0] == "keyed"):
                reason = _DRAFTED if building in drafts else _KEYED
                for line in rows:
                    self._refuse(line, "building", "keyed", reason)
                continue
            told = Counter(line["answers"] for line in rows)
            if self._counted(told, Counter(stored.get(building, {}))):
                fresh[building] = told
        if fresh:
            self._begin()
        if fresh and self._write:
            self._replace(fresh)

    def _counted(self, told: Counter[str], stored: Counter[str]) -> bool:
        """Count a building's sheets; whether they differ from what is stored."""
        kept = (told & stored).total()
        replaced = min(told.total(), stored.total()) - kept
        self.outcome.unchanged += kept
        self.outcome.updated += replaced
        self.outcome.created += told.total() - kept - replaced
        return told != stored

    def _replace(self, fresh: Mapping[int, Counter[str]]) -> None:
        scheme = self._store.scheme_for(self._month)
        if any(
            len(answers) != len(scheme.questions) for told in fresh.values() for answers in told
        ):
            raise InputError(
                "题数不对", "读文件以后，这个月的方案换过了，题数不同。", "请重新选一次文件。"
            )
        given = self._store.issued(self._month)
        for building, told in fresh.items():
            self._store.remove_sheets(self._month, building)
            header = counted(told, scheme, given.get(building))
            self._store.put_count(self._month, building, "file", header)
        self._store.add_sheets(
            self._month,
            [
                (building, answers)
                for building, told in fresh.items()
                for answers in told.elements()
            ],
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

    def take(self, lines: Sequence[Line]) -> None:
        """All accepted rows of a file."""
        stored = self._store.marks(self._month)
        fresh: dict[int, dict[int, str]] = {}
        for building, rows in self._by_building(lines).items():
            before = stored.get(building, {})
            after = self._after(before, rows)
            if after != before:
                fresh[building] = after
        if fresh:
            self._begin()
        if self._write:
            for building, marks in fresh.items():
                self._store.put_marks(self._month, building, marks)

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
        if not before:
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
