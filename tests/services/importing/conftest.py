"""Spreadsheets as offices write them, made on the spot."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

from ldz_desktop.domain.gb11643 import check_character
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportOptions, ImportResult, Kind

Rows = Sequence[Sequence[Any]]


def number(birth: str = "19800101", order: int = 1, region: str = "511902") -> str:
    """A valid identity number: birth YYYYMMDD, order odd for men, even for women."""
    digits = f"{region}{birth}{order:03d}"
    return digits + check_character(digits)


@pytest.fixture
def numbers() -> Iterator[str]:
    """Endless different valid numbers of grown-up men."""
    return (number("19700101", order) for order in range(1, 999, 2))


class Write(Protocol):
    """Writes rows as a file and returns its path."""

    def __call__(
        self,
        rows: Rows,
        name: str = "台账.xlsx",
        *,
        sheet: str = "Sheet1",
        merges: Sequence[str] = (),
        more: dict[str, Rows] | None = None,
    ) -> Path: ...


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    """An xlsx (or xlsm) as Excel would save it. more: other sheets; "-name": hidden."""
    import openpyxl

    def write(
        rows: Rows,
        name: str = "台账.xlsx",
        *,
        sheet: str = "Sheet1",
        merges: Sequence[str] = (),
        more: dict[str, Rows] | None = None,
    ) -> Path:
        book = openpyxl.Workbook()
        page = book.active
        page.title = sheet
        for row in rows:
            page.append(list(row))
        for span in merges:
            page.merge_cells(span)
        for title, content in (more or {}).items():
            other = book.create_sheet(title.removeprefix("-"))
            if title.startswith("-"):
                other.sheet_state = "hidden"
            for row in content:
                other.append(list(row))
        path = tmp_path / name
        book.save(path)
        book.close()
        return path

    return write


@pytest.fixture
def text_table(tmp_path: Path) -> Callable[..., Path]:
    """A csv: text_table(rows, encoding="gb18030", separator=";")."""

    def write(
        rows: Rows, name: str = "导出.csv", *, encoding: str = "utf-8", separator: str = ","
    ) -> Path:
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=separator).writerows(rows)
        path = tmp_path / name
        path.write_bytes(buffer.getvalue().encode(encoding))
        return path

    return write


class Take(Protocol):
    """Plans and runs an import, in two steps as the window does."""

    def __call__(self, path: Path, kind: Kind = "households", **options: str) -> ImportResult: ...


@pytest.fixture
def take(office: Office) -> Take:
    def run(path: Path, kind: Kind = "households", **options: str) -> ImportResult:
        wanted: dict[str, Any] = dict(options)
        plan = office.importing.plan(kind, path, ImportOptions(**wanted))
        result = office.importing.run(plan)
        counts = ("files_rows", "created", "updated", "unchanged", "refused", "notes", "households")
        assert [getattr(plan.result, c) for c in counts] == [getattr(result, c) for c in counts]
        assert plan.result.problems == result.problems
        return result

    return run


@pytest.fixture
def people(office: Office) -> Callable[..., list[tuple[Any, ...]]]:
    """people("unit", "room", "name"): those columns of everybody, by address and position."""

    def rows(*columns: str) -> list[tuple[Any, ...]]:
        return office.core.database.rows(
            f"SELECT {','.join(columns)} FROM (SELECT r.*, d.unit, d.room, d.tenure, b.name AS "
            "building, k.name AS compound, c.name AS community, d.sort_key AS place, "
            "b.sort_key AS house FROM resident r "
            "JOIN household h ON h.id = r.household_id JOIN dwelling d ON d.id = h.dwelling_id "
            "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
            "JOIN community c ON c.id = k.community_id) "
            "ORDER BY community, compound, house, place, position, id"
        )

    return rows
