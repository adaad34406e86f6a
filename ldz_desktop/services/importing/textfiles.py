"""CSV and other text tables: encoding, separator, cells."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from ldz_desktop.domain.formulas import restored
from ldz_desktop.errors import InputError
from ldz_desktop.paths import open_file
from ldz_desktop.services.importing.limits import MAX_COLUMNS, MAX_ROWS, not_a_spreadsheet

TEXT_ENDINGS = frozenset((".csv", ".tsv", ".txt"))
_SEPARATORS = (",", "\t", ";", "|", "，")
_SAMPLE, _SAMPLE_LINES = 1 << 16, 30
_QUOTED = re.compile(r'(?<![^\n,\t;|，])"(?:[^"]|"")*"')  # a whole cell, over its lines
_AS_TEXT = re.compile(r'="(.*)"')  # the trick that keeps long numbers whole in Excel's CSV
_MARKS = frozenset("='")  # how cells begin that say more than they mean
_MAX_CELL = 1 << 20
_END = "\x00"  # a last row of its own, unless a quote that is never closed takes it in
_FEWEST = 4  # columns, for a line within a cell to look like a row
_TOLERANCE = 4  # of more than five cells, one may be of another kind than the one above it


def read_text_table(path: Path) -> list[list[str]]:
    """The rows of a text table. Raises InputError where it is no text or no table."""
    try:
        with open_file(path) as file:
            content = decoded(file.read())
    except InputError:
        if path.suffix.lower() in TEXT_ENDINGS:
            raise
        raise not_a_spreadsheet("文件内容不是电子表格，或者已经损坏。") from None
    if "\x00" in content:
        raise not_a_spreadsheet("文件内容不是文字表格。")
    separator = _declared(content) or _separator(content[:_SAMPLE])
    csv.field_size_limit(_MAX_CELL)
    rows: list[list[str]] = []
    taken: list[str] = []  # the lines of a row
    try:
        for row in csv.reader(_told(content, taken), delimiter=separator):
            if len(rows) >= MAX_ROWS or len(row) > MAX_COLUMNS:
                raise InputError(
                    "表格范围太大",
                    f"文件超过 {MAX_ROWS:,} 行或 {MAX_COLUMNS} 列。",
                    "请拆成几个文件再导入。",
                )
            if len(taken) > 1 and _damaged(taken, separator):
                raise _unclosed(len(rows) + 1)
            taken.clear()
            rows.append([_told_cell(cell) if cell[:1] in _MARKS else cell for cell in row])
    except csv.Error:
        raise not_a_spreadsheet("文件里的引号或分隔符不成对，读不成表格。") from None
    rows.pop()  # _END
    return rows


def _told_cell(cell: str) -> str:
    return _AS_TEXT.sub(r"\1", cell) if cell[:2] == '="' else restored(cell)


def _told(content: str, taken: list[str]) -> Iterator[str]:
    """The lines, each also put into `taken`."""
    for line in io.StringIO(content.rstrip("\r\n") + f"\n{_END}", newline=""):
        taken.append(line)
        yield line


def _damaged(lines: list[str], separator: str) -> bool:
    """A row over several lines that a quote without a partner holds together.

    Such a row must be quoted to the letter (RFC 4180: what closes a quote is followed by a
    separator or the end), where within one line a quote out of place does no harm. Two lone quotes
    may still make a pair by chance; then what lies between them reads as rows.
    """
    try:
        next(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return True
    first, *others = [line.strip().split(separator) for line in lines if line.strip()]
    if len(first) < _FEWEST or any(len(other) != len(first) for other in others):
        return False
    both = [pair for other in others for pair in zip(first, other, strict=True) if all(pair)]
    alike = sum(_numbered(one) == _numbered(other) for one, other in both)
    return _TOLERANCE * (len(both) - alike) < alike


def _numbered(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)


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


def _declared(content: str) -> str | None:
    """Excel's own first line: sep=;"""
    found = re.match(r"sep=(.)[\r\n]", content, re.IGNORECASE)
    return found[1] if found else None


def _separator(content: str) -> str:
    """The sign that splits most rows into the same number of cells; what is quoted does not count,
    be it many lines of remarks."""
    rows = [line for line in _QUOTED.sub("", content).splitlines() if line.strip()][:_SAMPLE_LINES]

    def merit(sign: str) -> tuple[int, int]:
        used = [count for count in (row.count(sign) for row in rows) if count]
        if not used:
            return 0, 0
        usual = max(set(used), key=used.count)
        return used.count(usual), usual

    best = max(_SEPARATORS, key=merit)
    return best if merit(best)[0] else ","
