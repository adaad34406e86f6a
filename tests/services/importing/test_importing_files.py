"""Files that cannot be read, each with its own sentence, and those that only look so."""

import io
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.errors import Cancelled, InputError, KnownError
from ldz_desktop.services.context import Office
from ldz_desktop.services.importing import ImportOptions, ImportResult
from ldz_desktop.services.importing.textfiles import read_text_table

Write = Callable[..., Path]
Take = Callable[..., ImportResult]
People = Callable[..., list[tuple[Any, ...]]]
HEADER = ["社区", "小区", "楼栋", "房号", "姓名", "身份证号"]
PLACE = ["兴新社区", "福锦苑", "1栋", "101"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refusal(office: Office, path: Path) -> KnownError:
    """What the program says, in one step and in two, and nothing is written."""

    def in_two_steps() -> None:
        office.importing.run(office.importing.plan("households", path))

    errors = []
    for verb in (in_two_steps, lambda: office.importing.take("households", path)):
        with pytest.raises(KnownError) as caught:
            verb()
        errors.append(caught.value)
    assert errors[0].title == errors[1].title
    assert errors[0].message == errors[1].message
    totals = office.households.totals()
    assert (totals.residents, totals.households, totals.communities) == (0, 0, 0)
    return errors[0]


def test_every_refusal_has_its_own_sentence(
    office: Office, tmp_path: Path, workbook: Write
) -> None:
    def file(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as package:
        package.writestr("照片/1.txt", "x")
    locked = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    )
    said = {
        "gone": refusal(office, tmp_path / "没有.xlsx"),
        "folder": refusal(office, tmp_path),
        "nothing": refusal(office, file("空文件.xlsx", b"")),
        "pdf": refusal(office, file("通知.pdf", b"%PDF-1.7\n")),
        "picture": refusal(office, file("照片.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 50)),
        "word": refusal(office, file("说明.docx", other.getvalue())),
        "zip": refusal(office, file("包.zip", plain.getvalue())),
        "web": refusal(office, file("系统导出.xls", b"<html><table><tr><td>x</td></tr></table>")),
        "broken": refusal(office, file("坏.xlsx", b"PK\x03\x04" + b"x" * 200)),
        "locked": refusal(office, file("加密.xlsx", locked)),
        "text": refusal(office, file("说明.xlsx", "今天天气好，\n明天也好。".encode())),
        "junk": refusal(office, file("乱.xls", bytes(range(128, 256)) * 9)),
        "empty": refusal(office, workbook([], "空表.xlsx")),
        "no header": refusal(office, workbook([["甲", "乙"], ["天气", "晴"]], "别的.xlsx")),
        "no rows": refusal(office, workbook([HEADER], "只有表头.xlsx")),
    }
    sentences = {f"{e.title}{e.message}" for e in said.values()}
    assert len(sentences) == len(said)
    assert all(error.hint for error in said.values())
    assert said["locked"].title == "工作簿有密码"
    assert said["empty"].title == "空表格"
    assert "天气" in said["no header"].message
    assert "房号" in refusal(office, workbook([["姓名", "电话"], ["赵", "1"]], "缺.xlsx")).message


def test_no_header_is_a_question_in_a_plan(office: Office, workbook: Write) -> None:
    plan = office.importing.plan("households", workbook([["甲", "乙"], ["天气", "晴"]]))
    assert plan.unclear
    assert "天气" in plan.message
    assert [c.title for c in plan.tables[0].columns] == ["甲", "乙"]
    with pytest.raises(InputError, match="认不出表头"):
        office.importing.run(plan)


@contextmanager
def _open_in_excel(path: Path) -> Iterator[Path]:
    """The lock file that Excel writes; under Windows it also lets others read, but not write."""
    lock = path.with_name("~$" + path.name)
    lock.write_bytes(b"x")
    if os.name != "nt":
        yield lock
        return
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    kernel.CreateFileW.restype = ctypes.c_void_p
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    read_write, share_read, existing = 0xC0000000, 1, 3
    held = kernel.CreateFileW(str(path), read_write, share_read, None, existing, 0, None)
    yield lock
    kernel.CloseHandle(held)


def test_a_file_open_in_excel(office: Office, workbook: Write) -> None:
    path = workbook([HEADER, [*PLACE, "赵建国", None]])
    with _open_in_excel(path) as lock:
        error = refusal(office, path)
        assert error.title == "文件正在使用"
        assert "Excel" in error.message
        assert "临时文件" in refusal(office, lock).message
    yesterday = time.time() - 3 * 86400
    os.utime(lock, (yesterday, yesterday))  # left behind by a crash
    assert office.importing.take("households", path).created == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a person without rights")
def test_a_file_that_may_not_be_read(office: Office, workbook: Write) -> None:
    path = workbook([HEADER, [*PLACE, "赵建国", None]])
    path.chmod(0)
    assert refusal(office, path).title == "文件正在使用"


# -- hostile files -----------------------------------------------------------------------------


def _with_part(source: Path, out: Path, part: str, content: bytes) -> Path:
    """The workbook with one part exchanged."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out


def _sheet(cells: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()


@pytest.fixture
def plain(workbook: Write) -> Path:
    path: Path = workbook([HEADER, [*PLACE, "赵建国", None]], "plain.xlsx")
    return path


def test_a_cell_far_out(office: Office, plain: Path, tmp_path: Path) -> None:
    """Five kilobytes that make the reader ask for all memory there is (reliability.md, exp11)."""
    begun = time.monotonic()
    far = _sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row><row r="1048576">'
        '<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    )
    path = _with_part(plain, tmp_path / "far.xlsx", "xl/worksheets/sheet1.xml", far)
    assert refusal(office, path).title == "表格范围太大"
    assert time.monotonic() - begun < 10


def test_formatted_cells_far_out_are_harmless(office: Office, plain: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(plain) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    blanks = '<row r="1048576"><c r="A1048576" s="0"/><c r="F1048576" s="0"/></row></sheetData>'
    path = _with_part(
        plain,
        tmp_path / "formatted.xlsx",
        "xl/worksheets/sheet1.xml",
        sheet.replace("</sheetData>", blanks).encode(),
    )
    assert office.importing.take("households", path).created == 1


def test_too_many_rows(office: Office, text_table: Write) -> None:
    path = text_table([HEADER, *([*PLACE, "赵", ""] for _ in range(200_001))])
    assert refusal(office, path).title == "表格范围太大"


def test_a_bomb(office: Office, plain: Path, tmp_path: Path) -> None:
    row = '<row><c t="inlineStr"><is><t>' + "A" * 1000 + "</t></is></c></row>"
    path = _with_part(
        plain, tmp_path / "bomb.xlsx", "xl/worksheets/sheet1.xml", _sheet(row * 30_000)
    )
    assert path.stat().st_size < 200_000
    begun = time.monotonic()
    assert refusal(office, path).title == "表格异常庞大"
    assert time.monotonic() - begun < 5


def test_a_bomb_that_lies_about_its_size(office: Office, plain: Path, tmp_path: Path) -> None:
    row = '<row><c t="inlineStr"><is><t>' + "A" * 1000 + "</t></is></c></row>"
    path = _with_part(
        plain, tmp_path / "liar.xlsx", "xl/worksheets/sheet1.xml", _sheet(row * 30_000)
    )
    content = path.read_bytes()
    size = len(_sheet(row * 30_000))
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (5000).to_bytes(4, "little")))
    assert isinstance(refusal(office, path), InputError)


def test_a_declared_document(office: Office, plain: Path, tmp_path: Path) -> None:
    entities = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "x">]>' + _sheet("<row/>")
    path = _with_part(plain, tmp_path / "lol.xlsx", "xl/worksheets/sheet1.xml", entities)
    assert "DOCTYPE" in refusal(office, path).message


def test_ten_thousand_parts(office: Office, plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for number in range(10_000):
            new.writestr(f"xl/worksheets/extra{number}.xml", "<x/>")
    assert refusal(office, path).title == "表格异常庞大"


def test_a_damaged_sheet(office: Office, plain: Path, tmp_path: Path) -> None:
    path = _with_part(plain, tmp_path / "cut.xlsx", "xl/worksheets/sheet1.xml", b"<worksheet><row")
    assert refusal(office, path).title in ("不是电子表格", "空表格")


def test_cancelling_ends_the_reading(office: Office, workbook: Write) -> None:
    path = workbook([HEADER, *([*PLACE, f"赵{n}", None] for n in range(20_000))], "long.xlsx")

    class Impatient:
        def report(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        office.importing.plan("households", path, ImportOptions(), Impatient())
    with pytest.raises(Cancelled):
        office.importing.take("households", path, ImportOptions(), Impatient())
    assert office.households.totals().residents == 0
    import multiprocessing

    assert multiprocessing.active_children() == []


# -- text tables -------------------------------------------------------------------------------

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
NAMES = ("张䶮", "欧阳㛃", "买买提·阿卜杜拉", "赵建国")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators(
    text_table: Write, take: Take, people: People, encoding: str, separator: str
) -> None:
    rows = [HEADER, *([*PLACE[:3], str(100 + n), name, ""] for n, name in enumerate(NAMES))]
    path = text_table(rows, encoding=encoding, separator=separator)
    assert take(path).created == len(NAMES)
    assert tuple(name for (name,) in people("name")) == NAMES


def test_gbk_and_a_text_that_is_neither(office: Office, text_table: Write, tmp_path: Path) -> None:
    rows = [HEADER, [*PLACE, "联通", ""], [*PLACE, "赵建国", ""]]
    assert office.importing.take("households", text_table(rows, encoding="gbk")).created == 2
    path = tmp_path / "乱码.csv"
    path.write_bytes("姓名,房号\n".encode() + b"\xff\xff\x81,1\n")
    with pytest.raises(InputError, match="编码"):
        office.importing.plan("households", path)


def test_quotes_tabs_and_excels_tricks(
    tmp_path: Path, take: Take, people: People, numbers: Iterator[str]
) -> None:
    first, second = next(numbers), next(numbers)
    path = tmp_path / "导出.csv"
    path.write_text(
        "sep=;\r\n社区;小区;楼栋;房号;姓名;身份证号;备注;\r\n"
        f'兴新社区;福锦苑;1栋;101;"赵建国";="{first}";"甲;乙\r\n丙";\r\n'
        f"兴新社区;福锦苑;1栋;102; 孙丽;\t{second};;\r\n",
        "utf-8-sig",
        newline="",
    )
    result = take(path)
    assert (result.created, result.refused) == (2, 0)
    assert people("name", "id_number", "note") == [
        ("赵建国", first, "甲;乙 丙"), ("孙丽", second, None),
    ]  # fmt: skip
    assert [p.row for p in result.problems] == []


@pytest.mark.parametrize("first", ['{place},赵建国,"', '"{place},赵建国,'])
def test_a_quote_never_closed_swallows_no_rows(office: Office, tmp_path: Path, first: str) -> None:
    place = ",".join(PLACE)
    lines = [",".join(HEADER), first.format(place=place)]
    lines += [f"{place},钱进,", f'{place},"孙立",' if first[0] == '"' else f"{place},孙立,", ""]
    path = tmp_path / "导出.csv"
    path.write_text("\n".join(lines), "utf-8")
    found = refusal(office, path)
    assert found.title == "引号不成对"
    assert found.message.startswith("第2行")


@pytest.mark.parametrize("doubtful", ["赵建国", '赵建国"'])
def test_two_lone_quotes_swallow_no_rows_between_them(
    office: Office, tmp_path: Path, doubtful: str
) -> None:
    """Read by the letter, a pair may be one cell of several lines. It holds rows."""
    place = ",".join(PLACE)
    lines = [",".join(HEADER), f'{place},"钱进,1', f"{place},孙立,", f"{place},{doubtful},", ""]
    path = tmp_path / "导出.csv"
    path.write_text("\n".join(lines), "utf-8")
    assert refusal(office, path).title == "引号不成对"


REMARKS = [
    '1,租住\n2,有车,有狗\n"三口人"',
    "家里有：\n父亲,母亲,儿子,女儿,儿媳,孙子,孙女,外孙",
    "电话：1,2,3\r\n楼上漏水,已报修,待查,再访",
    ",,,,\n,,,,,,",
    "甲，乙\n丙，丁\n戊，己\n庚，辛\n壬，癸\n子，丑\n寅，卯",
    '"一;二\n三;四"\n"五;六"\n七;八\n九;十\n一;二\n三;四',
]


@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize("before", [["101"], ["101", "13900000018", "群众", "自住", "", "2"]])
def test_a_remark_of_several_lines_stays_one_cell(
    text_table: Write, remark: str, before: list[str]
) -> None:
    """Quoted as Excel and WPS do, whatever is in it, in a wide table and in a narrow one."""
    head = ["姓名", *(f"列{n}" for n, _ in enumerate(before)), "备注"]
    rows = [head, ["赵建国", *before, remark], ["孙丽", *before, "独居"]]
    assert read_text_table(text_table(rows)) == rows


def test_remarks_of_several_lines_are_imported(
    take: Take, text_table: Write, people: People
) -> None:
    rows = [[*PLACE[:3], f"{101 + n}", "赵建国", "", text] for n, text in enumerate(REMARKS)]
    assert take(text_table([[*HEADER, "备注"], *rows])).created == len(rows)
    assert ("家里有： 父亲,母亲,儿子,女儿,儿媳,孙子,孙女,外孙",) in people("note")


def test_the_content_counts_where_a_name_says_another_kind(
    workbook: Write, take: Take, tmp_path: Path
) -> None:
    path = workbook([HEADER, [*PLACE, "赵建国", None]])
    renamed = path.rename(tmp_path / "系统导出.xls")
    assert take(renamed).created == 1


def test_rows_are_numbered_as_the_spreadsheet_shows_them(text_table: Write, take: Take) -> None:
    rows = [["居民信息"], [], HEADER, [], [*PLACE, "赵建国", ""], [], [*PLACE[:3], "", "孙丽", ""]]
    (problem,) = take(text_table(rows)).problems
    assert (problem.sheet, problem.row, problem.column) == ("导出", 7, "房号")
