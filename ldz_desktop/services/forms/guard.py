"""What a blank form may be before anybody reads it (reliability.md §5.4).

A form is small: the limits are far below those of imports, and everything is looked through in the
zip before the XML parser sees it, so that no process of its own is needed. What carries programs,
a password or a declaration (DOCTYPE) is refused with a sentence.
"""

import io
import os
import re
import zipfile
from pathlib import Path

from ldz_desktop.errors import InputError
from ldz_desktop.paths import NotAFileError, open_file
from ldz_desktop.services.importing.limits import MAX_ENTRIES, MAX_RATIO, RATIO_FROM

MAX_FILE = 20 * 2**20
MAX_UNPACKED = 120 * 2**20
MAX_MARKUP = 16 * 2**20  # of XML, all parts together
_CHUNK = 1 << 20
_OVERLAP = 64
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (".xml", ".rels", ".vml")
_MACROS = re.compile(
    r"(^|/)(vba\w*\.(bin|xml)|macrosheets/|dialogsheets/|activex/|intlmacrosheets/)", re.IGNORECASE
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject|ms-excel\.intlmacrosheet")
_MACRO_ENDINGS = (".docm", ".xlsm", ".dotm", ".xltm", ".xlsb", ".xlam")
_OLD_ENDINGS = (".doc", ".xls", ".wps", ".et", ".dot", ".xlt", ".rtf")
_AS_NEW = "请用 WPS 或 Office 打开它，另存为 .xlsx 或 .docx，再拖进来。"
_KINDS = {"xl/workbook.xml": ".xlsx", "word/document.xml": ".docx"}


def read_form(path: Path) -> tuple[str, bytes]:
    """The form's kind (.xlsx, .docx: by its content, not by its name) and its bytes.

    Raises InputError for what is no form, each with a sentence of its own.
    """
    try:
        if path.is_dir():
            raise InputError("不是文件", "拖进来的是一个文件夹。", "请选择一张空白的表。")
        with open_file(path) as file:
            if os.fstat(file.fileno()).st_size > MAX_FILE:
                raise InputError("文件太大", "空白表不应超过 20 MB。", "请删掉里面的图片再试。")
            body = file.read()
    except NotAFileError:
        raise InputError("不是文件", "这不是一个普通的文件。", "请选择一张空白的表。") from None
    except FileNotFoundError:
        raise InputError("找不到文件", "这个文件不存在。", "请检查文件名和所在的文件夹。") from None
    except PermissionError:
        raise InputError(
            "文件正在使用",
            "这个文件正被 Excel、Word 或 WPS 打开，或者没有读取权限。",
            "请保存并关闭它，再拖进来一次。",
        ) from None
    except OSError:
        raise InputError("读不了文件", "读取文件时磁盘出错。", "请把文件复制到本机再试。") from None
    if path.name.startswith(("~$", ".~lock.")):
        raise InputError(
            "不是表格文件", "这是 Office 打开文件时留下的临时文件。", "请选名字前面没有 ~$ 的那个。"
        )
    return check_form(body, path.suffix.lower()), body


def check_form(body: bytes, suffix: str) -> str:
    """The kind of a form given as bytes. suffix: the ending of its name."""
    if not body:
        raise InputError("空文件", "这个文件是空的（0 字节）。", "请检查是否下载完整。")
    if suffix in _MACRO_ENDINGS:
        raise _macros()
    if body.startswith(_OLE):
        raise _ole(body)
    if not body.startswith(b"PK"):
        raise _no_form("这不是 Excel 或 Word 表格。", suffix)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            return _check_package(package, len(body))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, ValueError):
        raise _no_form("文件已经损坏，读不出内容。") from None
    except RuntimeError:  # zipfile's way to say that an entry has a password
        raise _locked() from None


def _ole(body: bytes) -> InputError:
    """Old binary files, and new ones that are encrypted."""
    if "EncryptedPackage".encode("utf-16-le") in body:
        return _locked()
    return InputError("旧格式的文件", "这是旧格式的 .doc 或 .xls 文件。", _AS_NEW)


def _no_form(message: str, suffix: str = "") -> InputError:
    hint = _AS_NEW if suffix in _OLD_ENDINGS else "可以用 .xlsx 和 .docx 的空白表。"
    return InputError("不是表格文件", message, hint)


def _locked() -> InputError:
    return InputError(
        "文件有密码",
        "这张表设置了打开密码，读不出内容。",
        "请用 WPS 或 Office 打开它，去掉密码，保存后再拖进来。",
    )


def _macros() -> InputError:
    return InputError(
        "文件里有宏",
        "这张表带有宏程序，可能不安全，没有读取。",
        "请用 WPS 或 Office 打开它，另存为不带宏的 .xlsx 或 .docx，再拖进来。",
    )


def _bomb() -> InputError:
    return InputError(
        "文件异常庞大",
        "文件解开后远比一张表大，没有读取。",
        "请把表格复制到一个新文件里再拖进来。",
    )


def _check_package(package: zipfile.ZipFile, size: int) -> str:
    entries = package.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or total > MAX_UNPACKED:
        raise _bomb()
    if total > RATIO_FROM and total > MAX_RATIO * size:
        raise _bomb()
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise _no_form("文件已经损坏，里面有重复的部件。")
    if any(_MACROS.search(name) for name in names):
        raise _macros()
    _check_markup(package, entries)
    kind = next((kind for part, kind in _KINDS.items() if part in names), None)
    if kind is None or "[Content_Types].xml" not in names:
        raise _no_form("这不是 Excel 或 Word 表格。")
    return kind


def _check_markup(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Every XML part, counted byte by byte while it is unpacked."""
    left, rest = MAX_MARKUP, MAX_UNPACKED
    for entry in entries:
        is_markup = entry.filename.lower().endswith(_MARKUP)
        tail = b""
        with package.open(entry) as part:
            while chunk := part.read(_CHUNK):
                rest -= len(chunk)
                left -= len(chunk) if is_markup else 0
                if left < 0 or rest < 0:
                    raise _bomb()
                if is_markup:
                    _check_window(tail + chunk, entry.filename)
                    tail = chunk[-_OVERLAP:]


def _check_window(window: bytes, name: str) -> None:
    if b"<!DOCTYPE" in window or b"<!ENTITY" in window or b"\x00!\x00D\x00O\x00C" in window:
        raise InputError(
            "文件不安全", "文件里有不正常的声明（DOCTYPE），可能是恶意文件，没有读取。"
        )
    if name == "[Content_Types].xml" and _MACRO_TYPE.search(window):
        raise _macros()
