"""Commands that lack what they are about, and those about what is not there: said at once, in
words, with the right exit status."""

import json
import re
import subprocess
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ldz_desktop.cli import main
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office

PASSWORD = "测试口令-2026"
Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with two leaders in two communities, and three residents."""
    monkeypatch.setenv("LDZ_PASSWORD", PASSWORD)
    office, _ = create_office(tmp_path / "office", "兴文街道办事处", "管理员", PASSWORD)
    fill(office)
    office.close()
    return office.folder


def fill(office: Office) -> None:
    for community, compound, leader in (
        ("兴新社区", "福锦苑", "赵琴"), ("东锦社区", "东锦苑", "徐杨"),
    ):  # fmt: skip
        building = office.households.add_place(community, compound, "1栋").ids[0]
        office.roster.create(Leader(0, leader), building, date(2021, 1, 1))
        for room in ("101", "102"):
            home = office.households.create(building, "1单元", room, "自有").ids[0]
            office.households.add_resident(home, Resident(0, 0, "陈志远", "02"))


@pytest.fixture
def ldz(folder: Path) -> Run:
    """Run a command: its exit status and its JSON."""

    def run(*arguments: object) -> tuple[int, dict[str, Any]]:
        out, errors = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(errors):
            status = main(["--data", str(folder), "--json", *map(str, arguments)])
        return status, json.loads(out.getvalue())

    return run


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("appointment", "--leader"), ("dossier", "--leader"), ("talk", "--leader"),
        ("proposal", "--leader"), ("decision", "--leader"), ("handover", "--leader"),
        ("household_card", "--household"), ("candidate_notice", "--building"),
        ("sheets", "--building"), ("residents", "--community"),
    ],
)  # fmt: skip
def test_a_paper_without_what_it_is_about_is_wrong_usage(
    ldz: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, asked: str
) -> None:
    monkeypatch.setenv("LDZ_PASSWORD", "falsch")  # said before anybody's password is looked at
    status, answer = ldz("document", kind, tmp_path / "x.pdf")
    assert status == 2
    assert asked in answer["error"]["hint"]
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("what", ["leaders", "households", "ranking"])
def test_a_community_that_is_not_there_is_an_error(ldz: Run, tmp_path: Path, what: str) -> None:
    assert ldz("import", "sheets", sheets(tmp_path), "--month", "2026-10")[0] == 0
    out = tmp_path / "x.xlsx"
    status, answer = ldz("export", what, out, "--community", "不存在", "--purpose", "核对")
    assert (status, answer["error"]["title"]) == (1, "没有这个社区")
    assert not out.exists()
    status, answer = ldz("export", what, out, "--community", "兴新", "--purpose", "核对")
    assert (status, answer["rows"]) == (0, 2 if what == "households" else 1)


def sheets(folder: Path) -> Path:
    path = folder / "表.csv"
    questions = ",".join(f"第{n}题" for n in range(1, 9))
    lines = [f"兴新社区,福锦苑,1栋,{','.join('5' * 8)}" for _ in range(6)]
    path.write_text("\n".join([f"社区,小区,楼栋,{questions}", *lines]), encoding="utf-8")
    return path


def test_a_kind_of_file_that_cannot_be_is_refused_before_anything_is_read(
    ldz: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LDZ_PASSWORD", "falsch")
    status, answer = ldz("export", "households", tmp_path / "x.txt", "--purpose", "核对")
    assert (status, answer["error"]["title"]) == (1, "文件类型不支持")


def text_of(path: Path) -> str:
    found = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
    )
    return re.sub(r"\s", "", found.stdout.decode())


def test_the_roster_is_the_leaders(ldz: Run, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    status, answer = ldz("document", "roster", out)
    assert (status, answer["pages"]) == (0, 1)
    text = text_of(out)
    assert "楼栋长花名册" in text
    assert "赵琴" in text
    assert "徐杨" in text
    assert "陈志远" not in text
    assert ldz("document", "roster", out, "--community", "东锦社区")[0] == 0
    assert "赵琴" not in text_of(out)
    assert ldz("document", "roster", out, "--community", "不存在")[0] == 1
    assert ldz("document", "residents", out, "--building", "福锦苑1栋")[0] == 0
    assert text_of(out).count("陈志远") == 2


def test_a_household_is_found_by_the_number_printed_on_its_card(ldz: Run) -> None:
    for text in ("XX-FJY-1-1-101", "xx-fjy-1-1-101", "ＸＸ－ＦＪＹ－１－１－１０１"):
        _, answer = ldz("search", text)
        (hit,) = answer["hits"]
        assert (hit["kind"], hit["title"]) == ("household", "福锦苑1栋1单元101")
        assert hit["address"] == "档案号 XX-FJY-1-1-101 · 户主 陈志远"
    _, answer = ldz("search", "DJ-DJY-1-")
    assert [hit["title"] for hit in answer["hits"]] == ["东锦苑1栋1单元101", "东锦苑1栋1单元102"]
    assert ldz("search", "ZZ-FJY-1-1-101")[1]["hits"] == []
