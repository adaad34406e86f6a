"""import_journal, import_journal_again: what the journal adds to a bulk import; undo_preview and
undo_import: looking through and taking back such an import.

The same workbook goes in by the same code twice in turns: into an office, and into one without a
journal, whose triggers are dropped and whose bulk writes make no entries. import_journal fills an
empty office; import_journal_again changes the telephone number of everybody who has one. Both undo
figures stand beside the import that is taken back, which is the person's measure of long.
"""

import shutil
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from figure_import import write_workbook
from measuring import ACCOUNT, PASSWORD, Bench, Figure, seconds

from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportService
from ldz_desktop.services.opening import create_office
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.journal import drop_triggers


class _Unjournalled(Database):
    """The same database, of which nothing is written down."""

    def insert_many(
        self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        marks = ",".join("?" * len(columns))
        sql = f"INSERT INTO {table}({','.join(columns)}) VALUES({marks})"
        self.connection().executemany(sql, rows)


def measure(bench: Bench) -> list[Figure]:
    households = bench.pick(24_000, 2_400)
    runs = bench.pick(5, 2)
    first, second = bench.folder / "first.xlsx", bench.folder / "second.xlsx"
    rows = write_workbook(first, households)
    write_workbook(second, households, phone="199")
    with_journal, without, undo = [], [], []
    for _ in range(runs + 1):  # the first does not count
        with_journal.append(_imports(bench.folder, (first, second), journal=True))
        without.append(_imports(bench.folder, (first, second), journal=False))
        undo.append(_undo(bench.folder, first))
    what = f"{households:,} households, {rows:,} rows"
    taken = [statistics.median(column) for column in zip(*with_journal[1:], strict=True)]
    floor = [statistics.median(column) for column in zip(*without[1:], strict=True)]
    preview, back = (statistics.median(column) for column in zip(*undo[1:], strict=True))
    return [
        _figure("import_journal", what, taken[0], floor[0], 1.5, runs),
        _figure(
            "import_journal_again",
            f"{rows:,} rows, telephones changed",
            taken[1],
            floor[1],
            1.5,
            runs,
        ),
        _figure("undo_preview", what, preview, taken[0], 0.5, runs),
        _figure("undo_import", what, back, taken[0], 2.0, runs),
    ]


def _figure(name: str, what: str, value: float, floor: float, limit: float, runs: int) -> Figure:
    return Figure(name, what, "s", value, floor, value / floor, limit, f"≤ {limit} ×", runs)


def _imports(folder: Path, workbooks: Sequence[Path], *, journal: bool) -> list[float]:
    """Seconds for each of the workbooks, one after the other in one office."""
    office = _office(folder)
    try:
        if journal:
            taken = _taken(office.importing, workbooks)
        else:
            database = _Unjournalled(office.core.database.path, office._key)  # noqa: SLF001
            with database.transaction():
                database.connection().execute(drop_triggers())
            taken = _taken(ImportService(replace(office.core, database=database)), workbooks)
            database.close()
        assert bool(office.core.database.value("SELECT count(*) FROM change_log")) is journal
        return taken
    finally:
        _away(office)


def _taken(service: ImportService, workbooks: Sequence[Path]) -> list[float]:
    return [seconds(partial(service.take, "households", book)) for book in workbooks]


def _undo(folder: Path, workbook: Path) -> tuple[float, float]:
    """Seconds to look through an import and to take it back; nothing of it is left."""
    office = _office(folder)
    try:
        office.importing.take("households", workbook)
        batch = office.history.today()[0].batch_id
        preview = seconds(lambda: office.history.preview_undo(batch))
        back = seconds(lambda: office.history.undo(batch))
        assert office.households.totals().residents == 0
        assert office.households.totals().buildings == 0
        assert office.history.first_broken() is None
        return preview, back
    finally:
        _away(office)


def _office(folder: Path) -> Office:
    office, _ = create_office(folder / "journal-office", "测速办公室", ACCOUNT, PASSWORD)
    return office


def _away(office: Office) -> None:
    office.close()
    shutil.rmtree(office.folder)
