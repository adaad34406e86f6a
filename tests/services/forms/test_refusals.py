"""Files that are no blank forms, or might do harm, each with its own sentence."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office
from ldz_desktop.services.forms import guard

Blank = Callable[[str], Path]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def refused(office: Office, path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        office.forms.read(path)
    return caught.value


def rebuilt(path: Path, out: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of a package whose parts were changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out


@pytest.mark.parametrize("suffix", [".docm", ".xlsm", ".dotm", ".xlsb"])
def test_files_for_macros(office: Office, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"表{suffix}"
    path.write_bytes(b"PK\x03\x04 whatever")
    assert "宏" in refused(office, path).message


@pytest.mark.parametrize(
    "part", ["word/vbaProject.bin", "word/vbaData.xml", "word/activeX/activeX1.xml"]
)
def test_macros_in_a_harmless_name(office: Office, blank: Blank, tmp_path: Path, part: str) -> None:
    path = rebuilt(
        blank("居民信息"), tmp_path / "x.docx", lambda parts: parts.update({part: b"\x00"})
    )
    error = refused(office, path)
    assert "宏" in error.message
    assert "另存为" in error.hint


def test_macros_that_only_the_types_tell(office: Office, blank: Blank, tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )

    path = rebuilt(blank("低保名单"), tmp_path / "x.xlsx", change)
    assert "宏" in refused(office, path).message


def test_a_password(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(_OLE + "EncryptedPackage".encode("utf-16-le"))
    assert refused(office, path).title == "文件有密码"


@pytest.mark.parametrize("name", ["x.doc", "x.xls", "x.docx"])
def test_old_formats(office: Office, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(_OLE + "WordDocument".encode("utf-16-le"))
    error = refused(office, path)
    assert error.title == "旧格式的文件"
    assert "另存为" in error.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_declarations(office: Office, blank: Blank, tmp_path: Path, encoding: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        text = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        parts["word/settings.xml"] = text.encode(encoding)

    path = rebuilt(blank("居民信息"), tmp_path / "x.docx", change)
    assert "DOCTYPE" in refused(office, path).message


def test_a_bomb(office: Office, blank: Blank, tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/media/image1.png"] = b"\x00" * (130 * 2**20)

    path = rebuilt(blank("居民信息"), tmp_path / "x.docx", change)
    assert path.stat().st_size < 2**20
    assert refused(office, path).title == "文件异常庞大"


def test_a_bomb_of_markup(office: Office, blank: Blank, tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/more.xml"] = b"<a/>" * (guard.MAX_MARKUP // 4 + 1)

    path = rebuilt(blank("居民信息"), tmp_path / "x.docx", change)
    assert refused(office, path).title == "文件异常庞大"


def test_too_many_parts(office: Office, blank: Blank, tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts.update({f"word/{n}.bin": b"" for n in range(guard.MAX_ENTRIES)})

    path = rebuilt(blank("居民信息"), tmp_path / "x.docx", change)
    assert refused(office, path).title == "文件异常庞大"


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7", b"\x89PNG\r\n", b"\xe4\xbd\xa0\xe5\xa5\xbd", b"PK\x03\x04broken", b"<html>"],
)
def test_no_form_at_all(office: Office, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert refused(office, path).title == "不是表格文件"


def test_empty_missing_folder_and_open_files(office: Office, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"")
    assert refused(office, tmp_path / "x.xlsx").title == "空文件"
    assert refused(office, tmp_path / "gone.xlsx").title == "找不到文件"
    assert refused(office, tmp_path).title == "不是文件"
    (tmp_path / "~$x.xlsx").write_bytes(b"PK")
    assert "临时文件" in refused(office, tmp_path / "~$x.xlsx").message


def test_a_presentation_is_no_form(office: Office, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("ppt/presentation.xml", "<a/>")
    (tmp_path / "x.docx").write_bytes(out.getvalue())
    assert refused(office, tmp_path / "x.docx").title == "不是表格文件"


@pytest.mark.parametrize("name", ["低保名单", "居民信息"])
def test_damaged_markup(office: Office, blank: Blank, tmp_path: Path, name: str) -> None:
    path = blank(name)
    part = {"低保名单": "xl/worksheets/sheet1.xml", "居民信息": "word/document.xml"}[name]
    for number, damage in enumerate((b"<a", b"", b"<a/>", b"<worksheet><sheetData><row r='x'/>")):
        bad = rebuilt(
            path, tmp_path / f"{number}{path.suffix}", lambda p, d=damage: p.update({part: d})
        )
        assert refused(office, bad).title in ("读不了这张表", "没有找到要填的地方")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b't="n"><v>620</v>', b't="s"><v>99999999</v>'),
        (b't="n"><v>620</v>', b't="s"><v>-5e9</v>'),
        (b'<c r="K4" ', b'<c r="nowhere" '),
        (b'<row r="4" ', b'<row r="four" '),
        (b'ref="A1:L1"', b'ref="A1:here"'),
    ],
)
def test_hostile_numbers(
    office: Office, blank: Blank, tmp_path: Path, before: bytes, after: bytes
) -> None:
    def change(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        assert before in parts[name]
        parts[name] = parts[name].replace(before, after)

    path = rebuilt(blank("低保名单"), tmp_path / "x.xlsx", change)
    assert refused(office, path).title == "读不了这张表"


def test_endless_merged_cells(office: Office, blank: Blank, tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        more = b'<mergeCell ref="M1:XFD1048576"/>' * 50
        parts[name] = parts[name].replace(b"</mergeCells>", more + b"</mergeCells>")

    path = rebuilt(blank("低保名单"), tmp_path / "x.xlsx", change)
    assert office.forms.read(path).kind == "table"


def test_a_document_in_a_spreadsheets_name_is_read_as_what_it_is(
    office: Office, blank: Blank, tmp_path: Path
) -> None:
    path = blank("居民信息").rename(tmp_path / "居民信息.xlsx")
    assert office.forms.read(path).suffix == ".docx"


def test_an_empty_document(office: Office, tmp_path: Path) -> None:
    docx.Document().save(tmp_path / "x.docx")
    assert "里面没有文字" in refused(office, tmp_path / "x.docx").message
