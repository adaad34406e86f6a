"""The reading process: an untrusted file in, messages of plain values out.

Everything that touches the file's content runs here, under a limit of memory; the main process
only sees what `marshal` carries. `parse_file` is the work itself; child_start is where the process
begins.
"""

import marshal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.errors import KnownError
from ldz_desktop.services.codes import reader
from ldz_desktop.services.importing.cells import text
from ldz_desktop.services.importing.child_start import Opening
from ldz_desktop.services.importing.chunks import Message
from ldz_desktop.services.importing.finding import Question, Skipped, TableFinder
from ldz_desktop.services.importing.households import HouseholdParser
from ldz_desktop.services.importing.lines import PARSERS, LineParser
from ldz_desktop.services.importing.mapping import remembered_text, rules
from ldz_desktop.services.importing.records import ImportOptions, Kind
from ldz_desktop.services.importing.senses import settle_senses
from ldz_desktop.services.importing.tables import Table
from ldz_desktop.services.importing.workbook import Book

_SAMPLES = 3
_PREVIEW_ROWS = 8
_LONG = 40


@dataclass(frozen=True, slots=True)
class Job:
    """What to read. container: what limits.check_file said. remembered: fingerprint → columns.

    wanted: not the tables but only those rows (sheet, row from 1), as text. questions: of the
    month's scheme, for sheets; its duty classes, for stars.
    """

    kind: Kind
    path: Path
    container: str
    options: ImportOptions
    remembered: Mapping[str, Mapping[str, str | None]]
    today: date
    wanted: tuple[tuple[str, int], ...] = ()
    questions: tuple[str, ...] = ()


def send_all(job: Job, connection: Connection, opening: Opening | None) -> None:
    """Every message of a file down the line."""
    reader()  # the table of readings, while the workbook is still being opened
    for message in messages(job, opening):
        connection.send_bytes(marshal.dumps(message))


def messages(job: Job, opening: Opening | None = None) -> Iterator[Message]:
    """parse_file with the world's refusals as a last message."""
    try:
        yield from parse_file(job, opening)
    except KnownError as error:
        yield "error", (error.title, error.message, error.hint)
    except MemoryError:
        yield (
            "error",
            ("表格太大", "读取这个文件需要的内存超过了限制。", "请拆成几个文件再导入。"),
        )


def parse_file(job: Job, opening: Opening | None = None) -> Iterator[Message]:
    """Tables and chunks in the file's order, then one "end". Raises KnownError."""
    if job.wanted:
        yield from _wanted_rows(job)
        return
    finder = TableFinder(
        job.kind, job.options, rules(job.options.mapping, job.kind), job.remembered, job.questions
    )
    parser = (
        HouseholdParser(job.today)
        if job.kind == "households"
        else PARSERS[job.kind](job.today, job.questions)
    )
    book = Book(job.path, job.container, opening)
    for found in finder.tables(book, job.path.stem):
        if isinstance(found, Skipped):
            yield "skipped", (found.sheet, found.reason)
        elif isinstance(found, Question):
            yield "table", {**_about(found.table), "question": found.message}
        else:
            if job.kind == "households":
                settle_senses(found)
            yield "table", _about(found)
            yield from _rows(parser, found)
    yield "end", parser.report.message()


def _wanted_rows(job: Job) -> Iterator[Message]:
    for sheet in Book(job.path, job.container).sheets():
        for name, row in job.wanted:
            if name == sheet.name and 0 < row <= sheet.height:
                yield "row", (name, row, tuple(text(cell) for cell in sheet.row(row - 1)))
    yield "end", {}


def _rows(parser: HouseholdParser | LineParser, table: Table) -> Iterator[Message]:
    for chunk in parser.parse(table):
        yield "chunk", chunk.message()


def _about(table: Table) -> dict[str, Any]:
    """A table as the mapping page and the refused workbook need it."""
    layout, sheet = table.layout, table.sheet
    head = [[text(cell) for cell in row] for row in sheet.rows(0, layout.data_row)]
    return {
        "index": table.index,
        "sheet": sheet.name,
        "top": layout.top,
        "depth": layout.depth,
        "fingerprint": layout.fingerprint,
        "mapping": remembered_text(layout),
        "titles": layout.titles,
        "columns": [
            (i, layout.paths[i], layout.keys[i], layout.sure[i], _samples(table, i))
            for i in range(len(layout.keys))
        ],
        "preview": tuple(
            tuple(_masked(text(cell)) for cell in row)
            for row in sheet.rows(layout.top, layout.data_row + _PREVIEW_ROWS)
        ),
        "head": tuple(tuple(row) for row in head),
        "merges": tuple(m for m in sheet.merges if m[2] < layout.data_row),
    }


def _samples(table: Table, column: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in table.sheet.columns[column][table.layout.data_row :][:200]:
        shown = text(cell)
        if shown:
            found[_masked(shown)] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def _masked(shown: str) -> str:
    """Numbers that look like a document's or a telephone's are masked."""
    digits = sum(c.isdecimal() for c in shown)
    if digits >= 15:
        return mask_id(shown)
    return mask_phone(shown)[:_LONG]
