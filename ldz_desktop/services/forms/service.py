"""替我填表: another department's blank form, filled in from the archive."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.forms import memory
from ldz_desktop.services.forms.fields import COMPUTED
from ldz_desktop.services.forms.filling import check_number, make_job, outcome, write_form
from ldz_desktop.services.forms.guard import read_form
from ldz_desktop.services.forms.pasting import pasted
from ldz_desktop.services.forms.people import Case, Filling, PeopleReader
from ldz_desktop.services.forms.recognise import recognise
from ldz_desktop.services.forms.records import (
    FillResult,
    FormPlan,
    Hints,
    LastTime,
    Output,
    Pasted,
    RememberedForm,
)
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.settings import SettingService
from ldz_desktop.storage.form_people import FormPeopleStore
from ldz_desktop.storage.forms import FormStore
from ldz_desktop.storage.tags import TagStore

_LONGEST_PURPOSE = 200
_LONGEST_NAME = 60
_NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Way:
    """How a form is filled in. output: one file or a file for each person; named: file names with
    people's names; rules: those that chose the people, remembered for the next time."""

    output: Output = "one"
    named: bool = False
    rules: PersonFilter | None = None


ONE_FILE = Way()


class FormService:
    """Verbs of forms. Full numbers leave the program only here and in full exports: a form needs
    them; every filling says its purpose and is logged."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._forms = FormStore(core.database)
        self._people = FormPeopleStore(core.database)

    # -- forms -----------------------------------------------------------------------------------

    def read(self, path: Path, hints: Hints = _NO_HINTS) -> FormPlan:
        """A blank form as it is understood; one that was filled in before with its answers.

        Raises InputError for files that are refused or have nothing to fill in.
        """
        suffix, body = read_form(path)
        return self._recalled(recognise(path.stem[:_LONGEST_NAME], suffix, body, hints))

    def read_again(self, plan: FormPlan, hints: Hints) -> FormPlan:
        """The same form, read as the clerk says."""
        return self._recalled(recognise(plan.name, plan.suffix, plan.body, hints))

    def remembered(self) -> tuple[RememberedForm, ...]:
        """Forms that were filled in, the last one first."""
        return tuple(memory.remembered(row) for row in self._forms.all())

    def again(self, fingerprint: str) -> FormPlan:
        """A remembered form, ready to be filled in. Raises InputError where it is forgotten."""
        row, body = self._forms.get(fingerprint), self._forms.body(fingerprint)
        if row is None or body is None:
            raise InputError("没有这张表", "这张表已经不在记住的表里了。", "请把空白表再拖进来。")
        plan = recognise(row.name, row.suffix, body, memory.hints_of(row))
        return memory.recalled(plan, row)

    def rename(self, fingerprint: str, name: str) -> Change:
        """Raises InputError for an empty name."""
        if not name.strip():
            raise InputError("缺少名称", "请写一个名称。")
        with self._core.database.transaction():
            self._forms.rename(fingerprint, name.strip()[:_LONGEST_NAME])
        return Change.of("settings", what="名称已改")

    def forget(self, fingerprint: str) -> Change:
        with self._core.database.transaction():
            self._forms.remove(fingerprint)
        return Change.of("settings", what="不再记住这张表")

    def _recalled(self, plan: FormPlan) -> FormPlan:
        row = self._forms.get(plan.fingerprint)
        return plan if row is None else memory.recalled(plan, row)

    # -- people ----------------------------------------------------------------------------------

    def of_households(self, households: Sequence[int], *, heads: bool = False) -> list[int]:
        """Everybody who counts in those households, in their order. heads: only their heads.
        (By rules: ListService.ids.)"""
        return self._people.of_households(households, heads=heads)

    def pasted(self, text: str) -> Pasted:
        """Who is meant by pasted names and numbers."""
        return pasted(self._people, text)

    # -- filling ---------------------------------------------------------------------------------

    def fill(
        self,
        plan: FormPlan,
        people: Sequence[int],
        out_path: Path,
        purpose: str,
        progress: Progress = SILENT,
        way: Way = ONE_FILE,
    ) -> FillResult:
        """Fill in a form for these residents and write it.

        out_path: the file, or the folder to make a folder in. Raises InputError without a purpose
        or without people; StorageError where the file cannot be written.
        """
        begun = time.monotonic()
        if not purpose.strip():
            raise InputError("缺少用途", "填表要写明用途。", "例如：报街道民政办核对低保。")
        check_number(plan, way.output, len(people))
        progress.report(0, len(people), "正在整理户档")
        cases = self._cases(plan, people)
        check_number(plan, way.output, len(cases))
        self._log(plan, len(cases), purpose, way)
        job = make_job(plan, cases, cases[0].filling.unit, progress)
        where = write_form(job, out_path, way.output, named=way.named)
        return outcome(job, where, len(people) - len(cases), begun)

    def _cases(self, plan: FormPlan, people: Sequence[int]) -> list[Case]:
        profile = SettingService(self._core).profile()
        filling = Filling(
            today=self._core.today(),
            kinds=frozenset((*COMPUTED, *self._people.tag_kinds())),
            leaders=self._people.leaders(),
            account=self._core.account,
            unit=profile.unit or profile.office,
            office=profile.office,
            phone=profile.phone,
        )
        reader = PeopleReader(self._people, TagStore(self._core.database), filling)
        return reader.cases(
            list(dict.fromkeys(people)),
            families=plan.asks_families,
            computed_tags=plan.asks_computed_tags,
        )

    def _log(self, plan: FormPlan, people: int, purpose: str, way: Way) -> None:
        """Before anything is written: what leaves the program is on record. The form is remembered
        in the same step."""
        last = LastTime(way.rules, purpose.strip()[:_LONGEST_PURPOSE], way.output, people)
        row = memory.to_row(replace(plan, last=last), self._core.stamp())
        with self._core.database.transaction():
            self._forms.put(row, plan.body)
            self._core.log(
                "export.full",
                f"form {plan.fingerprint[:8]} {people}",
                purpose.strip()[:_LONGEST_PURPOSE],
            )
