"""What the reading process said of a file, gathered on this side."""

import contextlib
from dataclasses import dataclass, field, replace
from typing import Any

from ldz_desktop.errors import InputError, KnownError
from ldz_desktop.services.importing.child import Job
from ldz_desktop.services.importing.chunks import LineChunk, Message, PeopleChunk, Report
from ldz_desktop.services.importing.limits import Scan, not_a_spreadsheet
from ldz_desktop.services.importing.outcome import Finding, Outcome
from ldz_desktop.services.importing.reading import stream
from ldz_desktop.services.importing.records import (
    ColumnPlan,
    Papers,
    RefusedRow,
    RowProblem,
    TablePlan,
    TableText,
)
from ldz_desktop.services.importing.textfiles import TEXT_ENDINGS
from ldz_desktop.services.progress import Progress

Chunk = PeopleChunk | LineChunk
_FEWEST_COLUMNS = 2
_UNSAVED = (
    "有 {} 个公式单元格没有保存计算结果，按空白读入。请用 Excel 或 WPS 打开文件、保存一次再导入。"
)
_ERRORS = "有 {} 个单元格是公式错误（如 #N/A），按空白读入。请在原表里改好再导入。"


@dataclass(slots=True)
class Contents:
    """A file as it was read. chunks are kept only where somebody wants them later (a plan)."""

    job: Job
    tables: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    scan: Scan = field(default_factory=Scan)
    late: dict[tuple[int, int], RefusedRow] = field(default_factory=dict)
    digest: bytes = b""  # of the file, for papers of a month
    taken: Any = None  # what its import changed (evaluation_writer.Taken)

    def add(self, message: Message) -> Chunk | None:
        """Take in a message; rows are handed back."""
        kind, content = message
        if kind == "chunk":
            is_people = self.job.kind == "households"
            return PeopleChunk(**content) if is_people else LineChunk(**content)
        if kind == "table":
            self.tables.append(content)
        elif kind == "skipped":
            self.skipped.append(tuple(content))
        elif kind == "scan":
            self.scan = content
        elif kind == "end":
            self.report = Report(**content)
        return None

    @property
    def question(self) -> str:
        """Why a person has to explain the columns first; empty where nobody has to."""
        return next((t["question"] for t in self.tables if t.get("question")), "")

    def check_not_empty(self) -> None:
        """Raise InputError where no sheet holds anything."""
        if not self.tables:
            raise InputError(
                "空表格", "文件里没有任何内容。", "请打开原文件看看，是不是选错了文件或还没有保存。"
            )

    def check_table(self) -> None:
        """Raise InputError for a text without columns, or without a known header in a file whose
        name does not say that it is a text table: that is no table one could ask about."""
        if self.job.container != "text" or not self.question:
            return
        columns = max(len(table["columns"]) for table in self.tables)
        if columns < _FEWEST_COLUMNS or self.job.path.suffix.lower() not in TEXT_ENDINGS:
            raise not_a_spreadsheet("文件内容是普通文字，不是表格。")

    def check_rows(self) -> None:
        """Raise InputError where there is a header and nothing below it."""
        if not self.report.seen and not self.question:
            raise InputError(
                "没有数据",
                "找到了表头，但下面没有数据行。",
                "请检查是不是选错了文件，或者数据在隐藏的工作表里。",
            )

    # -- for plans and results -------------------------------------------------------------------

    def plans(self) -> tuple[TablePlan, ...]:
        return tuple(
            TablePlan(
                sheet=table["sheet"],
                header_rows=tuple(range(table["top"] + 1, table["top"] + 1 + table["depth"])),
                columns=tuple(ColumnPlan(*column) for column in table["columns"]),
                fingerprint=table["fingerprint"],
                first_row=table["top"] + table["depth"] + 1,
                preview=table["preview"],
            )
            for table in self.tables
        )

    def problems(self, outcome: Outcome) -> tuple[RowProblem, ...]:
        """Everything found wrong or odd, in the order of the file."""
        every = sorted([*self.report.problems, *outcome.findings], key=_place)
        refused = {(one[0], one[1]) for one in every if one[6] == "refused"}
        found = [
            self._problem(one)
            for one in every
            if one[6] == "refused" or (one[0], one[1]) not in refused
        ]
        for cells, reason, code in (
            (self.scan.unsaved, _UNSAVED, "unsaved_formula"),
            (self.scan.errors, _ERRORS, "formula_error"),
        ):
            if cells.number:
                told = reason.format(cells.number)
                found.append(RowProblem("", cells.row, cells.column, "", told, "note", code))
        return tuple(found)

    def _problem(self, one: Finding) -> RowProblem:
        table, row, key, column, value, reason, level, code = one
        about = self.tables[table]
        return RowProblem(
            about["sheet"], row, column or _title(about, key), value, reason,
            "refused" if level == "refused" else "note", code,
        )  # fmt: skip

    def papers(self, outcome: Outcome, progress: Progress) -> Papers:
        """What goes back to the office."""
        rows = [
            RefusedRow(table, row, tuple(cells), tuple(place))
            for table, row, cells, place in self.report.refused
        ]
        self._read_late(outcome.late.keys() - self.late.keys(), progress)
        rows += [replace(self.late[at], place=place) for at, place in outcome.late.items()]
        texts = tuple(
            TableText(
                table["sheet"],
                tuple(map(tuple, table["head"])),
                tuple(map(tuple, table["merges"])),
                {column[2]: column[0] for column in table["columns"] if column[2]},
            )
            for table in self.tables
        )
        return Papers(texts, tuple(sorted(rows, key=lambda r: (r.table, r.row))))

    def _read_late(self, late: set[tuple[int, int]], progress: Progress) -> None:
        """Rows that only the office's records refused are read from the file once more. Where it
        is gone by now, only the reason can go back."""
        if not late:
            return
        self.late |= {place: RefusedRow(*place, ()) for place in late}
        wanted = {(self.tables[table]["sheet"], row): table for table, row in late}
        with contextlib.suppress(KnownError):
            for kind, content in stream(replace(self.job, wanted=tuple(wanted)), progress):
                if kind == "row":
                    sheet, row, cells = content
                    place = (wanted[sheet, row], row)
                    self.late[place] = RefusedRow(*place, tuple(cells))


def _place(one: Finding) -> tuple[int, int]:
    return one[0], one[1]


def _title(about: dict[str, Any], key: str) -> str:
    from ldz_desktop.services.importing.fields import FIELD_TITLES

    for column in about["columns"]:
        if column[2] in (key, f"head.{key}") and about["titles"][column[0]]:
            return str(about["titles"][column[0]])
    return FIELD_TITLES.get(key, "")
