"""What a file may be before anybody reads it: kind, size, and what its zip really holds.

Limits and reasons: reliability.md §5.4. A 5 KB workbook with one cell far out makes the reader ask
for all of the memory there is; a zip bomb unpacks to a thousand times its size.
"""

import contextlib
import os
import re
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from ldz_desktop.errors import InputError
from ldz_desktop.paths import NotAFileError, open_file

MAX_FILE = 200 * 2**20
MAX_UNPACKED = 300 * 2**20
MAX_RATIO = 100
RATIO_FROM = 10 * 2**20  # a small file may well be all blanks
MAX_ENTRIES = 2000
MAX_ROWS = 200_000
MAX_COLUMNS = 200

_CHUNK = 1 << 20
_BEGINNING = 1 << 14
_MARKUP = (".xml", ".rels")
SMALL = 16 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"SQLite format 3", "数据库文件"),
    (b"{\\rtf", "文档"),
)
# A cell with content beyond column GR (200) or row 199,999; formatted blanks out there are common
# and harmless (they close themselves: <c r="A1048576" s="3"/>).
_FAR = re.compile(
    rb'<c r="(?:[A-Z]{3}\d|[H-Z][A-Z]\d|G[S-Z]\d|[A-Z]{1,2}[2-9]\d{5}|[A-Z]{1,2}\d{7})\d*"[^>/]*>'
)
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*><f[^>]*?(?:/>|>[^<]*</f>)(?:<v></v>|<v/>)?</c>'
)
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]* t="e"')
_FILLED = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"[^>/]*>')
_WIDE_AREA = 2_000_000  # cells: the reader keeps a rectangle, 45 bytes each
_LEAST_FILLED = 20  # of so many cells of a wide area, one has content
_OVERLAP = 400
_LOCK_HOURS = 24


class Cells(NamedTuple):
    """How many cells, and the first of them."""

    number: int = 0
    column: str = ""
    row: int = 0


class Scan(NamedTuple):
    """What a look through the package says, and the reader does not: cells whose formula has no
    stored result, cells that show an error. Both are read as blanks."""

    unsaved: Cells = Cells()
    errors: Cells = Cells()


class Extent(NamedTuple):
    """How far the cells of a sheet that have content reach, and how many they are."""

    filled: int = 0
    columns: int = 0
    rows: int = 0

    def grown(self, cells: list[bytes]) -> "Extent":
        """With more cells (B7), the last of which is in the lowest row."""
        if not cells:
            return self
        letters = {cell.rstrip(b"0123456789") for cell in cells}
        last = cells[-1]
        row = int(last[len(last.rstrip(b"0123456789")) :])
        widest = max(map(_column_number, letters))
        return Extent(self.filled + len(cells), max(self.columns, widest), max(self.rows, row))

    def is_sparse(self) -> bool:
        """Whether the rectangle around them takes far more memory than they do."""
        area = self.columns * self.rows
        return area > _WIDE_AREA and self.filled * _LEAST_FILLED < area


def _column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def check_file(path: Path) -> str:
    """The kind of file: "zip" (xlsx, xlsm, ods), "xls" or "text". Raises InputError for anything
    that is no spreadsheet, each with its own sentence."""
    try:
        with open_file(path) as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(4096)
            _check_not_open(path)
            return _kind(path, start, size, file)
    except NotAFileError:
        raise _no_file() from None
    except FileNotFoundError:
        raise InputError("找不到文件", "这个文件不存在。", "请检查文件名和所在的文件夹。") from None
    except PermissionError:
        raise (_no_file() if path.is_dir() else _in_use()) from None
    except OSError:
        raise InputError("读不了文件", "读取文件时磁盘出错。", "请把文件复制到本机再试。") from None


def _no_file() -> InputError:
    return InputError(
        "不是文件", "选择的是一个文件夹，或者不是普通的文件。", "请选择一个表格文件。"
    )


def _in_use() -> InputError:
    return InputError(
        "文件正在使用",
        "这个文件正被 Excel、WPS 或别的程序打开，或者没有读取权限。",
        "请在 Excel 或 WPS 里保存并关闭它，再导入一次。",
    )


def _check_not_open(path: Path) -> None:
    """Excel and WPS put ~$name beside an open workbook, LibreOffice .~lock.name#.

    Under Windows the lock itself tells; elsewhere only the fresh lock file does (an old one was
    left behind by a crash).
    """
    if path.name.startswith(("~$", ".~lock.")):
        raise InputError(
            "不是表格文件",
            "这是 Excel 打开表格时留下的临时文件，里面没有数据。",
            "请选择名字前面没有 ~$ 的那个文件。",
        )
    for lock in (path.with_name("~$" + path.name), path.with_name(f".~lock.{path.name}#")):
        if lock.exists() and _is_held(path, lock):
            raise InputError(
                "文件正在使用",
                "这个文件正被 Excel、WPS 或 LibreOffice 打开，可能还有没保存的修改。",
                "请保存并关闭它再导入；如果已经关闭，"
                f"请删除同一文件夹里名字以 {lock.name[:2]} 开头的临时文件。",
            )


def _is_held(path: Path, lock: Path) -> bool:
    if sys.platform == "win32" and os.access(path, os.W_OK):
        try:
            with path.open("r+b"):
                return False
        except PermissionError:
            return True
    return time.time() - lock.stat().st_mtime < _LOCK_HOURS * 3600


def _kind(path: Path, start: bytes, size: int, file: IO[bytes]) -> str:
    if size == 0:
        raise InputError("空文件", "这个文件是空的（0 字节）。", "请检查原表是否保存成功。")
    if size > MAX_FILE:
        raise InputError("文件太大", "文件超过 200 MB。", "请按楼栋或小区拆成几个文件再导入。")
    if start.startswith(_ZIP):
        return "zip"
    if start.startswith(_OLE):
        _check_ole(file, start)
        return "xls"
    for mark, what in _OTHERS:
        if start.startswith(mark):
            raise not_a_spreadsheet(f"这是{what}，不是电子表格。")
    _check_markup(start)
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods", ".et"} and b"\x00" in start[:512]:
        raise not_a_spreadsheet("文件内容不是电子表格，或者已经损坏。")
    return "text"


def not_a_spreadsheet(message: str) -> InputError:
    """The error for what is no spreadsheet at all."""
    return InputError("不是电子表格", message, "可以导入 xlsx、xls、ods 和 csv 文件。")


def locked() -> InputError:
    """The error for a workbook with a password."""
    return InputError(
        "工作簿有密码",
        "这个工作簿设置了打开密码，读不出内容。",
        "请在 Excel 或 WPS 里打开它，去掉密码（文件→信息→保护工作簿），保存后再导入。",
    )


def _check_ole(file: IO[bytes], start: bytes) -> None:
    """An OLE container: an old workbook, or a new one that is encrypted."""
    content = start + file.read(8 * 2**20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise locked()
    if "WordDocument".encode("utf-16-le") in content:
        raise not_a_spreadsheet("这是 Word 文档，不是电子表格。")
    if "PowerPoint Document".encode("utf-16-le") in content:
        raise not_a_spreadsheet("这是演示文稿，不是电子表格。")


def _check_markup(start: bytes) -> None:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")):
        raise not_a_spreadsheet(
            "这个文件其实是网页格式（有的系统导出的 xls 就是这样），"
            "请用 Excel 或 WPS 打开它，另存为 xlsx 再导入。"
        )


def check_package(path: Path) -> None:
    """A quick look at a zip before it is read: what it claims, what it holds, how its parts begin.
    Raises InputError for bombs, declared documents, passwords and packages without a spreadsheet.
    """
    with _opened(path) as package:
        entries = package.infolist()
        _check_entries(entries, path.stat().st_size)
        _check_content(package, {entry.filename for entry in entries})
        for entry in entries:
            if entry.filename.endswith(_MARKUP):
                with package.open(entry) as file:
                    _check_window(file.read(_BEGINNING), is_sheet=False)


def scan_package(path: Path, limit: int = MAX_UNPACKED) -> Scan:
    """Look through a zip without trusting what it says of itself: every part is unpacked and
    counted, every cell's place is looked at. For a file that the reader choked on, and for the
    small ones whose formulas may lack results (limit: bytes that all parts together declare;
    a bigger package is not looked at). Raises InputError as check_package, and for cells far out.
    """
    with _opened(path) as package:
        entries = package.infolist()
        if sum(entry.file_size for entry in entries) > limit:
            return Scan()
        return _scan_entries(package, entries)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as package:
            yield package
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError):
        raise not_a_spreadsheet("文件已经损坏，读不出内容。") from None
    except RuntimeError:  # zipfile's way to say that an entry has a password
        raise locked() from None


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise _too_big(f"文件里有 {len(entries)} 个部件")
    if total > MAX_UNPACKED or (total > RATIO_FROM and total > MAX_RATIO * max(size, 1)):
        raise _too_big(f"文件解开后有 {total // 2**20} MB")


def _too_big(what: str) -> InputError:
    return InputError(
        "表格异常庞大",
        f"{what}，远超正常的台账，没有读取。",
        "请把需要的内容复制到一个新的表格文件里再导入。",
    )


def _check_content(package: zipfile.ZipFile, names: set[str]) -> None:
    if "META-INF/manifest.xml" in names:
        with package.open("META-INF/manifest.xml") as file:
            if b"encryption-data" in file.read(2**20):
                raise locked()
        return
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names or "content.xml" in names:
        return
    if "word/document.xml" in names:
        raise not_a_spreadsheet("这是 Word 文档，不是电子表格。")
    if "ppt/presentation.xml" in names:
        raise not_a_spreadsheet("这是演示文稿，不是电子表格。")
    if not any(name.startswith("xl/") for name in names):
        raise not_a_spreadsheet("这是压缩包，不是电子表格。")


def _scan_entries(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Scan:
    left = MAX_UNPACKED
    unsaved, errors = Cells(), Cells()
    for entry in entries:
        if not entry.filename.endswith(_MARKUP):
            continue
        is_sheet = entry.filename.startswith("xl/worksheets/")
        extent = Extent()
        tail = b""
        with package.open(entry) as file:
            while chunk := file.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _too_big("文件解开后超过 300 MB")
                window = tail + chunk
                _check_window(window, is_sheet=is_sheet)
                if is_sheet:
                    extent = extent.grown(_FILLED.findall(window))
                if is_sheet and b"<f" in window:
                    unsaved = _counted(unsaved, _FORMULA, window, len(tail))
                if is_sheet and b't="e"' in window:
                    errors = _counted(errors, _ERROR, window, len(tail))
                tail = window[-_OVERLAP:]
        if extent.is_sparse():
            raise _far_out(
                f"表里的内容很少，却一直到第 {extent.rows:,} 行、第 {extent.columns} 列。"
            )
    return Scan(unsaved, errors)


def _counted(found: Cells, pattern: re.Pattern[bytes], window: bytes, seen: int) -> Cells:
    """With the cells that end behind what was seen before."""
    for match in pattern.finditer(window):
        if match.end() > seen:
            first = found if found.number else Cells(0, match[1].decode(), int(match[2]))
            found = first._replace(number=first.number + 1)
    return found


def _check_window(window: bytes, *, is_sheet: bool) -> None:
    if b"<!DOCTYPE" in window or b"<\x00!\x00D\x00O\x00C" in window:
        raise not_a_spreadsheet("文件里有不正常的声明（DOCTYPE），可能是恶意文件，没有读取。")
    if is_sheet and _FAR.search(window):
        raise _far_out(f"表里有超出 {MAX_ROWS:,} 行或 {MAX_COLUMNS} 列的单元格。")


def _far_out(what: str) -> InputError:
    return InputError(
        "表格范围太大", what, "请删除数据区以外的行和列（或把数据复制到新表）再导入。"
    )
