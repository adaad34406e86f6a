"""What an import is asked for and what it answers: plain records, read by window and commands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.problems import Level
from ldz_desktop.domain.sheet_files import Existing

Kind = Literal["households", "leaders", "sheets", "stars"]
REASON = "原因"  # the last header of refused rows

KIND_TITLES: Mapping[Kind, str] = {
    "households": "户档",
    "leaders": "楼栋长花名册",
    "sheets": "满意度调查表",
    "stars": "星级评分册",
}


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the file does not say itself.

    community, compound, building fill what the file lacks, in the words offices use. month
    (YYYY-MM) is needed for sheets and stars. mapping decides what columns mean where the program
    cannot know; it is the JSON of `ldz_desktop.services.importing.mapping`.
    """

    community: str = ""
    compound: str = ""
    building: str = ""
    month: str = ""
    mapping: Mapping[str, Any] | None = None
    existing: Existing = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One finding in one row.

    row: as the spreadsheet shows it, from 1. column: the header as the file shows it, or the
    usual name of what is missing. value: masked where it is sensitive. level "refused": nothing of
    the row was taken; "note": the row was taken, but look at it. code: stable, for programs.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    level: Level
    code: str


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One column of a table. index: from 0. title: the header, levels joined with '/'.

    field: a key of FIELD_TITLES, None for a column that is not taken. sure: False where the
    program guessed. samples: a few of the first values, masked where sensitive.
    """

    index: int
    title: str
    field: str | None
    sure: bool
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table of the file. header_rows: 1-based spreadsheet rows of the header; first_row: of
    the first data row. fingerprint: of the header, under which a mapping is remembered.
    preview: the first rows from the header on, as text, identity numbers masked."""

    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[ColumnPlan, ...]
    fingerprint: str
    first_row: int
    preview: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of the file as text, for the workbook that goes back to the office. place: where it
    belongs, as far as that is known (street, community, compound, building, unit, room)."""

    table: int
    row: int
    cells: tuple[str, ...]
    place: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableText:
    """Title and header rows of a table as text, with the spans of merged cells.

    merges: (first row, first column, last row, last column), from 0 within `head`. columns: key of
    a field → index of its column.
    """

    sheet: str
    head: tuple[tuple[str, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...]
    columns: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Papers:
    """Tables (title and header) and refused rows of a file, as text."""

    tables: tuple[TableText, ...] = ()
    rows: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Buildings of a file whose sheets a file brought before. stored, told: sheets on file, and in
    this one. undecided: buildings of which a part of the sheets agrees, so that a person has to say
    whether they are added or replace those on file (ImportOptions.existing)."""

    buildings: int = 0
    stored: int = 0
    told: int = 0
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What happened, or (dry run) what would happen.

    created, updated, unchanged, refused count residents (leaders; sheets; booklet rows).
    files_rows: rows of data that the file holds. households: dwellings with at least one accepted
    resident, and those the file lists as vacant. problems: refused rows and notes in file order.
    papers: what a workbook of the refused rows is made of. buildings: the titles of those that the
    rows belong to, in the order of the file; new: those of them that the import makes. standing: of
    sheets. taken: what take_back needs (opaque; in memory only).
    """

    kind: Kind
    files_rows: int
    created: int
    updated: int
    unchanged: int
    refused: int
    notes: int
    households: int
    problems: tuple[RowProblem, ...]
    seconds: float
    change: Change
    papers: Papers = field(default_factory=Papers, repr=False, compare=False)
    buildings: tuple[str, ...] = ()
    new: frozenset[str] = frozenset()
    standing: Standing = field(default_factory=Standing)
    taken: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class ImportPlan:
    """A dry run. Nothing was written.

    unclear: a person has to say what columns mean (options.mapping) before it can be run; message
    says why. needs: options that are missing, in the words 社区, 小区, 楼栋. skipped: sheets that
    are not taken, each with its reason. content: what `run` writes (opaque).
    """

    kind: Kind
    file: str
    options: ImportOptions
    tables: tuple[TablePlan, ...]
    result: ImportResult
    unclear: bool
    needs: tuple[str, ...]
    message: str = ""
    skipped: tuple[tuple[str, str], ...] = ()
    content: Any = field(default=None, repr=False, compare=False)
