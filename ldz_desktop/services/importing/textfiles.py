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
        for row in csv.reader(io.StringIO(content, newline=""), delimiter=separator):
            if len(rows) >= MAX_ROWS or len(row) > MAX_COLUMNS:
                raise InputError(
                    "表格范围太大",
                    f"文件超过 {MAX_ROWS:,} 行或 {MAX_COLUMNS} 列。",
                    "请拆成几个文件再导入。",
                )
            rows.append([_AS_TEXT.sub(r"\1", cell) if cell[:2] == '="' else cell for cell in row])
    except csv.Error:
        raise not_a_spreadsheet("文件里的引号或分隔符不成对，读不成表格。") from None
    return rows


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
