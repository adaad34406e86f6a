"""Filling in a form: one file, or a folder with a file for each person; what was missing."""

import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ldz_desktop.errors import InputError
from ldz_desktop.services.files import cannot_write, file_name, write_whole
from ldz_desktop.services.forms.people import Case
from ldz_desktop.services.forms.records import FillResult, FormPlan, Lacking, Output
from ldz_desktop.services.forms.writers import Job, Notebook
from ldz_desktop.services.progress import Progress

MOST_SHEETS = 500
MOST_PAGES = 2000
MOST_LINES = 100_000


class _Form(Protocol):
    """A form of either kind that is being filled in."""

    def table(self) -> bytes: ...

    def pages(self) -> bytes: ...

    def each(self) -> Iterator[bytes]: ...


def most_people(plan: FormPlan, output: Output) -> int:
    """How many people a form can be filled in for at once."""
    if plan.kind == "table":
        return MOST_LINES
    return MOST_SHEETS if plan.suffix == ".xlsx" and output == "one" else MOST_PAGES


def check_number(plan: FormPlan, output: Output, people: int) -> None:
    """Raises InputError where a form is asked for nobody or for too many."""
    most = most_people(plan, output)
    if people == 0:
        raise InputError("没有选人", "还没有选择给谁填。", "请先在名单里选人。")
    if people > most:  # the window says it beforehand, with most_people
        hint = "请分楼栋填，或者选「每人一个文件」。" if output == "one" else "请分楼栋填。"
        raise InputError("人数太多", f"这样一次最多填 {most:,} 人，现在选了 {people:,} 人。", hint)


def make_job(plan: FormPlan, cases: Sequence[Case], unit: str, progress: Progress) -> Job:
    """A filling of a form; running numbers go on behind lines that are there already."""
    if plan.table is not None and plan.table.taken:
        cases = [replace(case, seq=case.seq + plan.table.taken) for case in cases]
    return Job(plan, cases, "han" if plan.suffix == ".docx" else "dash", unit, progress)


def write_form(job: Job, path: Path, output: Output, *, named: bool = False) -> tuple[Path, int]:
    """Write the filled form; where it lies and how many files it is.

    path: the file, or the folder in which a new folder is made. named: file names carry people's
    names. Raises StorageError; Cancelled through the job's progress, leaving nothing behind.
    """
    form = _form(job)
    if output == "folder" and job.plan.kind == "page":
        return _write_folder(job, form, path, named=named)
    content = form.table() if job.plan.kind == "table" else form.pages()
    job.progress.report(len(job.cases), len(job.cases), "正在保存")
    write_whole(path, content)
    return path, 1


def _form(job: Job) -> _Form:
    if job.plan.suffix == ".docx":
        from ldz_desktop.services.forms.docx_form import DocxForm

        return DocxForm(job)
    from ldz_desktop.services.forms.xlsx_form import XlsxForm

    return XlsxForm(job)


def _write_folder(job: Job, form: _Form, parent: Path, *, named: bool) -> tuple[Path, int]:
    folder = _new_folder(parent, f"{file_name(job.plan.name)}-{job.cases[0].filling.today:%Y%m%d}")
    wide = max(3, len(str(len(job.cases))))
    try:
        for number, content in enumerate(form.each(), start=1):
            job.progress.report(number, len(job.cases), "正在填表")
            name = job.cases[number - 1].person.name if named else ""
            tail = f" {file_name(name)}" if name else ""
            write_whole(folder / f"{number:0{wide}d}{tail}{job.plan.suffix}", content)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder, len(job.cases)


def _new_folder(parent: Path, name: str) -> Path:
    """A folder that was not there yet."""
    try:
        for number in range(1, 1000):
            folder = parent / (name if number == 1 else f"{name}-{number}")
            if not folder.exists():
                folder.mkdir()
                return folder
    except OSError as error:
        raise cannot_write(error) from None
    raise InputError("不能保存", "同名的文件夹太多了。", "请换一个位置。")


# -- what was missing ----------------------------------------------------------------------------


def outcome(job: Job, where: tuple[Path, int], gone: int, begun: float) -> FillResult:
    """What is told after a form was filled in."""
    notebook = job.notebook
    lacking = _lacking(job.cases, notebook)
    counts: dict[str, int] = {}
    for one in lacking:
        for what in one.what:
            counts[what] = counts.get(what, 0) + 1
    missing = sorted(counts.items(), key=lambda pair: -pair[1])
    return FillResult(
        path=where[0],
        files=where[1],
        people=len(job.cases),
        missing=tuple(missing),
        lacking=lacking,
        by_hand=tuple(notebook.by_hand),
        notes=_notes(job),
        gone=gone,
        seconds=round(time.monotonic() - begun, 3),
    )


def _lacking(cases: Sequence[Case], notebook: Notebook) -> tuple[Lacking, ...]:
    found = []
    for case in cases:
        what = notebook.missing.get(case.person.id)
        if what:
            home = case.home
            address = f"{home.compound}{home.building}{home.unit}{home.room}"
            person = case.person
            found.append(Lacking(person.id, person.household_id, person.name, address, tuple(what)))
    return tuple(found)


def _notes(job: Job) -> tuple[str, ...]:
    """What is the same for the whole form and was not known; families with more members than the
    form has lines for."""
    found = tuple(job.notebook.notes)
    lines = {b.member for b in job.plan.blanks if b.member is not None}
    if not lines:
        return found
    room = len(lines)
    more = sum(len(c.members if job.everybody else c.others()) > room for c in job.cases)
    if not more:
        return found
    return (
        *found,
        f"表里只有 {room} 行家庭成员，有 {more} 人家里的成员写不下，请手工补上。",
    )
