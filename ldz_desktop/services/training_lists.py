"""A list of names out of a spreadsheet or text file, as rows of text."""

from collections.abc import Iterator
from pathlib import Path

from ldz_desktop.errors import InputError

_MOST_ROWS, _MOST_BYTES = 2_000, 2 * 2**20


def sheets_of(path: Path) -> Iterator[list[list[str]]]:
    """The rows of each visible sheet. Raises InputError where the file cannot be read."""
    from ldz_desktop.services.importing.cells import text
    from ldz_desktop.services.importing.limits import check_file, scan_package
    from ldz_desktop.services.importing.workbook import Book

    kind = check_file(path)
    if path.stat().st_size > _MOST_BYTES:
        raise InputError("文件太大", "签到名单不会超过 2 MB。", "请选择正确的文件。")
    if kind == "zip":
        scan_package(path)
    for sheet in Book(path, kind).sheets():
        if sheet.visible:
            yield [list(map(text, row)) for row in sheet.rows(0, _MOST_ROWS)]
