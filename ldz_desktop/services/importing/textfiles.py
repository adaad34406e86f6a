"""CSV and other text tables: encoding, separator, cells."""

import csv
import io
import re
from pathlib import Path

from ldz_desktop.errors import InputError
from ldz_desktop.services.importing.limits import MAX_COLUMNS, MAX_ROWS, not_a_spreadsheet

TEXT_ENDINGS = frozenset((".csv", ".tsv", ".txt"))
_SEPARATORS = (",", "\t", ";", "|", "，")
_SAMPLE_LINES = 30
_AS_TEXT = re.compile(r'="(.*)"')  # the trick that keeps long numbers whole in Excel's CSV
_MAX_CELL = 1 << 20
_END = "\x00"  # a last row of its own, unless a quote that is never closed takes it in
_FEWEST = 4  # columns, for a line within a cell to look like a row


def read_text_table(path: Path) -> list[list[str]]:
    """The rows of a text table. Raises InputError where it is no text or no table."""
    try:
        content = decoded(path.read_bytes())
    except InputError:
        if path.suffix.lower() in TEXT_ENDINGS:
            raise
        raise not_a_spreadsheet("文件内容不是电子表格，或者已经损坏。") from None
    if "\x00" in content:
        raise not_a_spreadsheet("文件内容不是文字表格。")
    lines = content.splitlines()
    separator = _declared(lines) or _separator(lines[:_SAMPLE_LINES])
    csv.field_size_limit(_MAX_CELL)
    rows: list[list[str]] = []
    try:
        lined = io.StringIO(content.rstrip("\r\n") + f"\n{_END}", newline="")
        for row in csv.reader(lined, delimiter=separator):
            if len(rows) >= MAX_ROWS or len(row) > MAX_COLUMNS:
                raise InputError(
                    "表格范围太大",
                    f"文件超过 {MAX_ROWS:,} 行或 {MAX_COLUMNS} 列。",
                    "请拆成几个文件再导入。",
                )
            rows.append([_AS_TEXT.sub(r"\1", cell) if cell[:2] == '="' else cell for cell in row])
    except csv.Error:
        raise not_a_spreadsheet("文件里的引号或分隔符不成对，读不成表格。") from None
    if rows.pop() != [_END]:
        raise _unclosed(len(rows) + 1)
    width = max(map(len, rows))
    for number, row in enumerate(rows, 1):
        if any("\n" in cell and _holds_a_row(cell, separator, width) for cell in row):
            raise _unclosed(number)
    return rows


def _holds_a_row(cell: str, separator: str, columns: int) -> bool:
    """A line of the cell that splits into about as many cells as a row has."""
    if columns < _FEWEST:
        return False
    return any(2 * line.count(separator) > columns for line in cell.splitlines())


def _unclosed(row: int) -> InputError:
    """A quote that swallows the rows below it would lose them without a word."""
    return InputError(
        "引号不成对",
        f"第{row}行里有一个引号没有配对，下面的行被并进了一格。",
        "请在这一行补上或删去引号，或者用 Excel、WPS 核对后另存为 xlsx 再导入。",
    )


def decoded(content: bytes) -> str:
    """Strictly decoded: byte order mark, UTF-8, UTF-16 without a mark, then GB18030.

    UTF-8 first: text in GB18030 practically never passes as UTF-8. Nothing is ever dropped.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _strictly(content, (encoding,))
    sample = content[:4096]
    if len(sample) > 3 and sample.count(0) * 5 > len(sample):
        little = sample[1::2].count(0) >= sample[::2].count(0)
        return _strictly(content, ("utf-16-le" if little else "utf-16-be",))
    return _strictly(content, ("utf-8", "gb18030"))


def _strictly(content: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        "认不出文字编码",
        "文件的文字编码不是 UTF-8、UTF-16 或 GB18030，或者已经损坏。",
        "请用 Excel 或 WPS 打开它，另存为 xlsx 再导入。",
    )


def _declared(lines: list[str]) -> str | None:
    """Excel's own first line: sep=;"""
    if lines and len(lines[0]) == 5 and lines[0].lower().startswith("sep="):
        return lines[0][4]
    return None


def _separator(lines: list[str]) -> str:
    """The sign that splits most lines into the same number of cells."""

    def merit(sign: str) -> tuple[int, int]:
        counts = [_outside_quotes(line).count(sign) for line in lines if line.strip()]
        used = [count for count in counts if count]
        if not used:
            return 0, 0
        usual = max(set(used), key=used.count)
        return used.count(usual) if usual else 0, usual

    best = max(_SEPARATORS, key=merit)
    return best if merit(best)[0] else ","


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)
