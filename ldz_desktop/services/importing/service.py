"""Imports: a dry run that writes nothing, and the writing, each in one transaction."""

import contextlib
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ldz_desktop.domain.changes import Change, Topic
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.importing.child import Job
from ldz_desktop.services.importing.chunks import LineChunk, PeopleChunk, joined
from ldz_desktop.services.importing.contents import Chunk, Contents
from ldz_desktop.services.importing.evaluation_writer import (
    MONTH_WRITERS,
    Taken,
    file_digest,
    put_sheets,
)
from ldz_desktop.services.importing.household_writer import HouseholdWriter
from ldz_desktop.services.importing.leader_writer import LeaderWriter
from ldz_desktop.services.importing.limits import check_file
from ldz_desktop.services.importing.outcome import Outcome
from ldz_desktop.services.importing.placing import Needs
from ldz_desktop.services.importing.reading import stream
from ldz_desktop.services.importing.records import (
    KIND_TITLES,
    ImportOptions,
    ImportPlan,
    ImportResult,
    Kind,
)
from ldz_desktop.services.importing.refused import write_refused_workbook
from ldz_desktop.services.months import checked_month, month_text
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.storage.evaluation import EvaluationStore
from ldz_desktop.storage.importing import ImportStore

_TOPICS: dict[Kind, tuple[Topic, ...]] = {
    "households": ("places", "households"),
    "leaders": ("places", "leaders"),
    "sheets": ("places", "evaluation"),
    "stars": ("places", "evaluation"),
}
_UNITS: dict[Kind, str] = {"households": "人", "leaders": "人", "sheets": "张", "stars": "行"}
_MONTHLY = frozenset({"sheets", "stars"})


class ImportService:
    """Verbs of importing. The file is read in a child process; see child and reading."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = ImportStore(core.database)

    def plan(
        self,
        kind: Kind,
        path: Path,
        options: ImportOptions | None = None,
        progress: Progress = SILENT,
    ) -> ImportPlan:
        """A dry run: nothing is written.

        Raises InputError for files that cannot be read at all, RuleError for a closed month. What a
        person can still answer (columns, places) comes back in the plan.
        """
        begun = time.monotonic()
        contents = self._contents(kind, path, options)
        for message in stream(contents.job, progress):
            chunk = contents.add(message)
            if chunk is not None:
                contents.chunks.append(chunk)
        contents.check_not_empty()
        contents.check_table()
        contents.check_rows()
        outcome, needs = Outcome(), tuple(contents.report.lacking)
        if not contents.question and "楼栋" not in needs:
            try:
                outcome = self._written(contents, contents.chunks, SILENT, write=False)
            except Needs as error:
                needs = error.words
        result = self._result(contents, outcome, begun, progress)
        return ImportPlan(
            kind=kind,
            file=str(path),
            options=contents.job.options,
            tables=contents.plans(),
            result=result,
            unclear=bool(contents.question),
            needs=needs,
            message=contents.question,
            skipped=tuple(contents.skipped),
            content=contents,
        )

    def run(self, plan: ImportPlan, progress: Progress = SILENT) -> ImportResult:
        """Write what a plan found, in one transaction.

        Raises InputError where the plan still needs an answer, RuleError where the month was closed
        in the meantime. Rows are matched anew against what is stored now.
        """
        begun = time.monotonic() - plan.result.seconds  # reading is part of the work
        contents = plan.content
        if plan.unclear:
            raise _unclear(plan.message)
        if plan.needs:
            raise Needs(plan.needs)
        if plan.kind in _MONTHLY:
            self._with_month(plan.options)
        progress.report(0, 0, "正在写入")
        with self._store.in_bulk(), self._core.action(f"导入{KIND_TITLES[plan.kind]}"):
            outcome = self._written(contents, contents.chunks, progress, write=True)
            self._finish(contents, outcome)
        return self._result(contents, outcome, begun, progress)

    def take(
        self,
        kind: Kind,
        path: Path,
        options: ImportOptions | None = None,
        progress: Progress = SILENT,
    ) -> ImportResult:
        """Read and write in one go, in one transaction: for commands, where nobody looks at a plan.
        Rows are written while the rest is still being read. Raises what plan and run raise."""
        begun = time.monotonic()
        contents = self._contents(kind, path, options)
        with contextlib.ExitStack() as stack:
            chunks = self._arriving(contents, progress)
            first = next(chunks, None)
            contents.check_not_empty()
            contents.check_table()
            if contents.question:
                raise _unclear(contents.question)
            if first is None:
                contents.check_rows()
            stack.enter_context(self._store.in_bulk())
            stack.enter_context(self._core.action(f"导入{KIND_TITLES[kind]}"))
            outcome = self._written(contents, _again(first, chunks), progress, write=True)
            contents.check_rows()
            if "楼栋" in contents.report.lacking:
                raise Needs(("楼栋",))
            self._finish(contents, outcome)
        return self._result(contents, outcome, begun, progress)

    def refused_workbook(self, source: ImportPlan | ImportResult, out: Path) -> None:
        """The refused rows as the same table, with the reason in a last column; to be mended and
        imported again. Raises InputError where nothing was refused or the file cannot be written.
        """
        result = source.result if isinstance(source, ImportPlan) else source
        write_refused_workbook(result, out)

    def take_back(self, result: ImportResult) -> Change:
        """Sheets or booklets as they were before an import, as long as nothing changed them since.
        Buildings that it made stay. Raises RuleError where something did, or the month is closed.
        """
        taken: Taken = result.taken
        store = EvaluationStore(self._core.database)
        self._with_month(ImportOptions(month=taken.month))
        with self._core.database.transaction():
            now = store.sheets(taken.month) if taken.kind == "sheets" else store.marks(taken.month)
            drafts = store.drafts(taken.month) if taken.kind == "sheets" else {}
            if any(now.get(b, {}) != after or b in drafts for b, after in taken.after.items()):
                raise RuleError(
                    "不能撤销这次导入", "导入以后，这些楼的表又有改动，没有撤销。",
                    "请在测评里逐栋撤回，再重新导入。",
                )  # fmt: skip
            if taken.kind == "sheets":
                put_sheets(store, taken.month, taken.before)
            else:
                for building, marks in taken.before.items():
                    store.put_marks(taken.month, building, marks)
            store.forget_files(taken.month)
            self._core.log(f"import.{taken.kind}.undo", f"month:{taken.month}")
        what = f"已撤销导入的{KIND_TITLES[result.kind]}"
        return Change.of("places", "evaluation", what=what, ids=tuple(taken.after))

    # -- steps -----------------------------------------------------------------------------------

    def _contents(self, kind: Kind, path: Path, options: ImportOptions | None) -> Contents:
        job = self._job(kind, path, options or ImportOptions())
        digest = file_digest(path, job.options.month) if kind in _MONTHLY else b""
        return Contents(job, digest=digest)

    def _job(self, kind: Kind, path: Path, options: ImportOptions) -> Job:
        container = check_file(path)
        if kind in _MONTHLY:
            options = self._with_month(options)
        remembered = {
            fingerprint: json.loads(mapping)["columns"]
            for fingerprint, mapping in self._store.remembered(kind).items()
        }
        questions: tuple[str, ...] = ()
        if kind in _MONTHLY:
            scheme = EvaluationStore(self._core.database).scheme_for(options.month)
            questions = scheme.questions if kind == "sheets" else scheme.duty_classes
        return Job(
            kind, path, container, options, remembered, self._core.today(), questions=questions
        )

    def _with_month(self, options: ImportOptions) -> ImportOptions:
        if not options.month.strip():
            raise InputError(
                "缺少月份",
                "导入调查表和评分册要说明是哪个月的。",
                "请选择月份（命令：--month 2026-10）。",
            )
        month = checked_month(options.month)
        row = EvaluationStore(self._core.database).month(month)
        if row is not None and row.state != "open":
            raise RuleError(
                "这个月已封存",
                f"{month_text(month)}已经封月，不能再导入，数据没有改动。",
                "需要更正时，请走复议和更正公示的程序。",
            )
        return replace(options, month=month)

    def _arriving(self, contents: Contents, progress: Progress) -> Iterator[Chunk]:
        for message in stream(contents.job, progress):
            chunk = contents.add(message)
            if chunk is not None:
                yield chunk

    def _written(
        self, contents: Contents, chunks: Iterable[Chunk], progress: Progress, *, write: bool
    ) -> Outcome:
        """All chunks through the writer of their kind."""
        kind, month = contents.job.kind, contents.job.options.month
        if kind == "households":
            return self._people_written(chunks, progress, write=write)
        lines: list[dict[str, Any]] = []
        for chunk in chunks:
            if isinstance(chunk, LineChunk):
                lines += chunk.lines
        if kind == "leaders":
            leaders = LeaderWriter(self._core, write=write)
            leaders.take(lines)
            return leaders.outcome
        existing, digest = contents.job.options.existing, contents.digest
        papers = MONTH_WRITERS[kind](self._core, month, existing, digest, write=write)
        papers.take(lines)
        contents.taken = papers.taken
        return papers.outcome

    def _people_written(
        self, chunks: Iterable[Chunk], progress: Progress, *, write: bool
    ) -> Outcome:
        writer = HouseholdWriter(self._core, write=write)
        people = (chunk for chunk in chunks if isinstance(chunk, PeopleChunk))
        if not writer.streams:
            writer.take(joined(people))
            return writer.outcome
        for chunk in people:
            writer.take(chunk)
            progress.report(0, 0, f"已写入 {writer.outcome.created} 人")
        return writer.outcome

    def _finish(self, contents: Contents, outcome: Outcome) -> None:
        """Remember what a person decided about headers; log what was done. An import that changes
        nothing leaves no trace."""
        kind = contents.job.kind
        if contents.job.options.mapping:
            known = self._store.remembered(kind)
            for table in contents.tables:
                if known.get(table["fingerprint"]) != table["mapping"]:
                    on = self._core.today().isoformat()
                    self._store.remember(kind, table["fingerprint"], table["mapping"], on)
        if outcome.touched:
            counts = f"新增{outcome.created} 更新{outcome.updated}"
            self._core.log(f"import.{kind}", detail=counts)

    def _result(
        self, contents: Contents, outcome: Outcome, begun: float, progress: Progress
    ) -> ImportResult:
        kind, report = contents.job.kind, contents.report
        problems = contents.problems(outcome)
        refused = len(report.refused) + len(outcome.late)
        return ImportResult(
            kind=kind,
            files_rows=report.seen,
            created=outcome.created,
            updated=outcome.updated,
            unchanged=outcome.unchanged + report.repeated,
            refused=refused,
            notes=sum(problem.level == "note" for problem in problems),
            households=len(outcome.households),
            problems=problems,
            papers=contents.papers(outcome, progress),
            standing=outcome.standing,
            taken=contents.taken,
            change=Change.of(*_TOPICS[kind], what=_sentence(kind, outcome, refused)),
            seconds=round(time.monotonic() - begun, 3),
            buildings=tuple(outcome.buildings),
            new=frozenset(title for title, new in outcome.buildings.items() if new),
        )


def _again(first: Chunk | None, rest: Iterator[Chunk]) -> Iterator[Chunk]:
    if first is not None:
        yield first
    yield from rest


def _sentence(kind: Kind, outcome: Outcome, refused: int) -> str:
    unit = _UNITS[kind]
    parts = [f"新增 {outcome.created} {unit}", f"更新 {outcome.updated} {unit}"]
    if refused:
        parts.append(f"退回 {refused} 行")
    return f"已导入{KIND_TITLES[kind]}：" + "，".join(parts)


def _unclear(message: str) -> InputError:
    return InputError(
        "认不出表头", message, "请在窗口的导入页里指定各列是什么，或用 --mapping 给出列对应关系。"
    )
