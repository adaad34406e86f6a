"""The sheets of a file as columns of raw cells. Runs in the child process."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ldz_desktop.domain.formulas import restored
from ldz_desktop.errors import InputError
from ldz_desktop.services.importing.cells import Raw
from ldz_desktop.services.importing.child_start import Opening, opened
from ldz_desktop.services.importing.headers import Merge
from ldz_desktop.services.importing.limits import (
    MAX_COLUMNS,
    MAX_ROWS,
    locked,
    not_a_spreadsheet,
)
from ldz_desktop.services.importing.textfiles import read_text_table

_TIMES = frozenset((date, datetime, time, timedelta))


@dataclass(slots=True)
class RawSheet:
    """One sheet. columns: every column with `height` cells; merges: see headers.Merge."""

    name: str
    visible: bool
    columns: list[Sequence[Raw]] = field(default_factory=list)
    height: int = 0
    merges: list[Merge] = field(default_factory=list)

    def row(self, index: int) -> list[Raw]:
        """The cells of a row, from 0."""
        return [column[index] for column in self.columns]

    def rows(self, first: int, last: int) -> list[list[Raw]]:
        """Rows first … last - 1."""
        return [self.row(i) for i in range(first, min(last, self.height))]


class Book:
    """A file's sheets. names: (name, visible) in the file's order; read one at a time."""

    def __init__(self, path: Path, kind: str, opening: Opening | None = None) -> None:
        """kind: what limits.check_file said; opening: the same file, already on its way.
        Raises InputError where the file cannot be read."""
        self._path = path
        self._book: Any = None
        self._ready: tuple[str | None, Any] = (None, None)
        self.names: tuple[tuple[str, bool], ...] = ((path.stem, True),)
        if kind == "text":
            return
        import python_calamine as calamine

        with _translated():
            if opening is None:
                self._book = opened(str(path))
            else:
                self._book, *ready = opening.result()
                self._ready = (ready[0], ready[1])
            self.names = tuple(
                (about.name, about.visible == calamine.SheetVisibleEnum.Visible)
                for about in self._book.sheets_metadata
                if about.typ == calamine.SheetTypeEnum.WorkSheet
            )

    def sheets(self) -> Iterator[RawSheet]:
        """Visible sheets with their cells, hidden ones without."""
        for name, visible in self.names:
            if not visible:
                yield RawSheet(name, visible=False)
            elif self._book is None:
                yield _text_sheet(self._path)
            else:
                with _translated():
                    first, cells = self._ready
                    self._ready = (None, None)
                    sheet = _sheet(cells if name == first else self._book.get_sheet_by_name(name))
                yield sheet


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    import python_calamine as calamine

    try:
        yield
    except calamine.PasswordError:
        raise locked() from None
    except calamine.CalamineError as error:
        if "password" in str(error).lower():
            raise locked() from None
        raise not_a_spreadsheet("文件已经损坏，或者不是电子表格。") from None


def _text_sheet(path: Path) -> RawSheet:
    rows = read_text_table(path)
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    columns: list[Sequence[Raw]] = list(zip(*rows, strict=True)) if width else []
    return RawSheet(path.stem, visible=True, columns=columns, height=len(rows))


def _sheet(sheet: Any) -> RawSheet:  # noqa: ANN401 - calamine's sheet
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise InputError(
            "表格范围太大",
            f"表里有超出 {MAX_ROWS:,} 行或 {MAX_COLUMNS} 列的单元格。",
            "请删除数据区以外的行和列（或把数据复制到新表）再导入。",
        )
    rows = sheet.to_python(skip_empty_area=False)
    columns = [_plain(column) for column in zip(*rows, strict=True)]
    merges = [(a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ()]
    return RawSheet(sheet.name, visible=True, columns=columns, height=len(rows), merges=merges)


def _plain(column: tuple[Any, ...]) -> Sequence[Raw]:
    """Dates as bytes (see cells); everything else as it is."""
    with contextlib.suppress(TypeError):
        together = "".join(column)  # much the fastest way to see that all cells are text
        return [restored(cell) for cell in column] if "'" in together else column
    return [_day(c) if type(c) in _TIMES else restored(c) if type(c) is str else c for c in column]


def _day(cell: date | time | timedelta) -> Raw:
    return str(cell) if isinstance(cell, timedelta) else cell.isoformat().encode("ascii")
