"""backup, restore and check as an office's IT person would use them (contract.md)."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop import cli
from ldz_desktop.services.opening import open_office
from ldz_desktop.storage.settings import AuditStore

PASSWORD = "测试口令-2026"
Command = Callable[..., Any]
LOST = "缺少最近保存的改动"


@pytest.fixture
def filled(ldz: Command, data: Path) -> Path:
    """An office with three households."""
    ldz("init", "--office", "兴文街道")
    office = open_office(data, "", PASSWORD)
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    for room in ("101", "102", "201"):
        office.households.create(place, "1", room, "自住")
    office.close()
    return data


def test_there_and_back(filled: Path, ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "any name.bak"
    made = ldz("backup", out)
    assert set(made) == {"file", "bytes", "verified"}
    assert (made["file"], made["bytes"], made["verified"]) == (str(out), out.stat().st_size, True)
    into = tmp_path / "neu" / "数据"
    back = ldz("restore", out, "--into", into)
    assert back == {"folder": str(into), "households": 3}
    assert ldz("check", "--deep", folder=into) == {"ok": True, "problems": []}
    assert ldz("check") == {"ok": True, "problems": []}
    again = ldz("restore", out, "--into", into, status=1)
    assert again["error"]["title"] == "数据已存在"
    assert ldz("backup", out)["verified"], "a nightly task writes the same name again"


def test_a_folder_gets_a_name_with_the_time(filled: Path, ldz: Command, tmp_path: Path) -> None:
    made = ldz("backup", tmp_path)
    assert Path(made["file"]).parent == tmp_path
    assert Path(made["file"]).match("备份-????????-????.ldzbackup")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def without_accounts(path: Path) -> None:
    """As nobody's program makes it: a head in order, and no slot that a password opens."""
    _, line, database = path.read_bytes().split(b"\n", 2)
    head = json.loads(line)
    head["ring"]["slots"] = [s for s in head["ring"]["slots"] if s["kind"] == "recovery"]
    line = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
    first = b"ldzbackup " + hashlib.sha256(line).hexdigest().encode()
    path.write_bytes(b"\n".join((first, line, database)))


@pytest.mark.parametrize(
    ("spoil", "title"),
    [
        (lambda p: os.truncate(p, p.stat().st_size - 1), "备份不完整"),
        (flip, "备份已损坏"),
        (lambda p: p.write_bytes(b"no backup" * 100), "不是备份文件"),
        (lambda p: p.write_bytes(b""), "文件是空的"),
        (Path.unlink, "找不到备份"),
        (without_accounts, "备份没有账号"),
    ],
)
def test_each_refusal_has_its_sentence(
    filled: Path, ldz: Command, tmp_path: Path, spoil: Callable[[Path], object], title: str
) -> None:
    out = tmp_path / "a.ldzbackup"
    ldz("backup", out)
    spoil(out)
    error = ldz("restore", out, "--into", tmp_path / "new", status=1)["error"]
    assert error["title"] == title
    assert set(error) == {"title", "message", "hint"}
    assert all(error.values())
    assert not (tmp_path / "new").exists()


def test_passwords_and_targets(
    filled: Path, ldz: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.ldzbackup"
    ldz("backup", out)
    monkeypatch.setenv("LDZ_PASSWORD", "ein anderes Wort")
    for command in (("restore", out, "--into", tmp_path / "new"), ("check",)):
        assert ldz(*command, status=1)["error"]["title"] == "密码不正确"
    monkeypatch.setenv("LDZ_PASSWORD", PASSWORD)
    assert ldz("restore", out, "--into", tmp_path, status=1)["error"]["title"] == "文件夹不是空的"
    assert ldz("restore", out, "--into", out, status=1)["error"]["title"] == "不能写入"
    gone = tmp_path / "stick" / "a.ldzbackup"
    assert ldz("backup", gone, status=1)["error"]["title"] == "位置不在了"
    assert ldz("backup", filled / "office.keys", status=1)["error"]["title"] == "不能覆盖"
    assert ldz("check")["ok"]


def test_damage_is_an_answer_of_check(filled: Path, ldz: Command) -> None:
    flip(filled / "archive.db")
    answer = ldz("check", status=1)
    assert answer["ok"] is False
    assert "损坏" in answer["problems"][0]
    assert answer["error"]["title"] == "数据库已损坏"


def test_missing_saves_are_an_answer_of_check(filled: Path, ldz: Command) -> None:
    """archive.db copied without its log while somebody worked, or after the program was killed."""
    office = open_office(filled, "", PASSWORD)
    for name in ("2栋", "3栋"):  # the first save of a day also goes into the database itself
        office.households.add_place("兴新社区", "福锦苑", name)
    copy = filled.with_name("copy")
    shutil.copytree(filled, copy)
    office.close()
    (copy / "archive.db-wal").unlink()
    for way in (["check"], ["check", "--deep"]):
        answer = ldz(*way, status=1, folder=copy)
        assert answer["ok"] is False
        assert "最后 1 次改动不在数据库里" in answer["problems"][0]
    assert ldz("search", "福锦苑", status=1, folder=copy)["error"]["title"] == LOST
    lying = {path.name: path.read_bytes() for path in copy.iterdir() if path.is_file()}
    assert ldz("search", "101", "--accept-loss", folder=copy)["hits"] is not None
    (kept,) = copy.glob("不完整-*")
    for name in ("archive.db", "archive.mark", "office.keys"):
        assert (kept / name).read_bytes() == lying[name]
    assert ldz("check", folder=copy)["ok"], "said once: from here on it is what is known"
    again = open_office(copy, "", PASSWORD)
    entries = [row for row in AuditStore(again.core.database).rows(20) if row[2].startswith("data")]
    assert [(row[2], "1 次改动" in row[4]) for row in entries] == [("data.incomplete", True)]
    again.close()


def test_a_problem_that_does_not_keep_it_closed(filled: Path, ldz: Command) -> None:
    (filled / "office.keys.2").unlink()
    answer = ldz("check", status=1)
    assert answer["ok"] is False
    assert len(answer["problems"]) == 1
    assert answer["error"]["title"] == "数据有问题"


def test_text_for_people(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "a.ldzbackup")
    for arguments, words in (
        (["backup", out], "已备份并核对"),
        (["restore", out, "--into", str(tmp_path / "new")], "3 户"),
        (["check"], "没有发现问题"),
    ):
        assert cli.main(["--data", str(filled), *arguments]) == 0
        assert words in capsys.readouterr().out
    assert cli.main(["restore", out]) == 2
