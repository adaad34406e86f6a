"""The contract's commands, used one after the other as an office's IT person would."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from ldz_desktop.services.opening import recover

ROOT = Path(__file__).parents[2]
PASSWORD = "测试口令-2026"
Command = Callable[..., Any]


@pytest.fixture
def month(ldz: Command, samples: Path) -> Command:
    """An office with the samples' roster, sheets and booklets of October."""
    ldz("init", "--office", "兴文街道")
    ldz("import", "leaders", samples / "楼栋长花名册.xlsx")
    ldz("import", "sheets", samples / "2026年10月满意度调查汇总.xlsx", "--month", "2026-10")
    ldz("import", "stars", samples / "2026年10月星级评分册.xlsx", "--month", "2026-10")
    return ldz


def test_a_whole_month(month: Command, tmp_path: Path) -> None:
    ranking = month("ranking", "2026-10")
    assert (ranking["state"], ranking["scope"], len(ranking["rows"])) == ("open", "社区", 152)
    first = ranking["rows"][0]
    assert set(first) == {
        "scope", "rank", "community", "compound", "building", "leader", "score", "satisfaction",
        "satisfied_rate", "stars", "valid", "returned", "issued", "flag", "last", "streak",
        "why_unranked",
    }  # fmt: skip
    assert (first["rank"], first["flag"], first["issued"]) == (1, True, None)
    few = [r for r in ranking["rows"] if r["valid"] < 5]
    assert few
    assert all(r["rank"] is None and r["why_unranked"] == "样本不足" for r in few)
    assert all(r["satisfaction"] is None for r in few)
    steps = month("explain", "2026-10", first["compound"] + first["building"])["steps"]
    assert {"label", "formula", "value"} == set(steps[0])
    assert first["score"] in [s["value"] for s in steps]

    draft = month("document", "notice", tmp_path / "draft.pdf", "--month", "2026-10")
    assert draft["missing_glyphs"] == []
    assert "草稿" in text_of(tmp_path / "draft.pdf")

    closed = month("month", "close", "2026-10")
    assert closed["ok"] is True
    assert month("month", "close", "2026-10", status=1)["error"]["title"] == "这个月已封存"
    assert month("month", "verify", "2026-10")["ok"] is True
    assert month("month", "publish", "2026-10")["state"] == "published"
    after = month("ranking", "2026-10")
    assert after["rows"] == ranking["rows"]
    notice = month("document", "notice", tmp_path / "notice.pdf", "--scope", "西锦社区")
    assert notice["pages"] >= 2
    text = text_of(tmp_path / "notice.pdf")
    assert closed["hash"] in text
    assert "草稿" not in text
    assert "西锦社区党支部" in text
    refused = month("import", "sheets", tmp_path / "draft.pdf", "--month", "2026-10", status=1)
    assert refused["error"]["hint"]


def text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_scopes(month: Command) -> None:
    for scope, groups in (("小区", 18), ("社区", 3), ("街道", 1), ("全区", 1)):
        rows = month("ranking", "2026-10", "--scope", scope)["rows"]
        assert (
            len(
                {(r["community"], r["scope"]) for r in rows if scope in ("小区", "社区")}
                or {r["scope"] for r in rows}
            )
            == groups
        )
        assert sum(r["flag"] for r in rows) == 6


def test_search_and_export(month: Command, samples: Path, tmp_path: Path) -> None:
    month("import", "households", samples / "西锦社区户档导出.csv")
    hits = month("search", "李玉")
    assert hits["milliseconds"] < 1000
    assert {"kind", "id", "title", "address"} <= set(hits["hits"][0])
    assert [h["kind"] for h in month("search", "9361", "--limit", "1")["hits"]] == ["resident"]

    out = tmp_path / "居民.xlsx"
    done = month("export", "households", out, "--purpose", "民政办核对", "--community", "西锦社区")
    assert done["rows"] == 341
    sheet = load_workbook(out).active
    assert sheet is not None
    cells = [c.value for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c for c in cells if isinstance(c, str) and c.isdigit() and len(c) == 18]
    month("export", "households", out, "--purpose", "核对", "--full")
    sheet = load_workbook(out).active
    assert sheet is not None
    numbers = [
        c for row in sheet.iter_rows() for c in row
        if isinstance(c.value, str) and len(c.value) == 18 and c.value[:17].isdigit()
    ]  # fmt: skip
    assert len(numbers) == 341
    assert {c.number_format for c in numbers} == {"@"}
    month("export", "leaders", tmp_path / "a.csv", "--purpose", "核对")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    month("export", "ranking", tmp_path / "b.xlsx", "--purpose", "存档", "--month", "2026-10")
    month("export", "leaders", tmp_path / "c.xlsx", "--purpose", " ", status=1)


def test_dry_run_and_refused_rows(ldz: Command, samples: Path, tmp_path: Path) -> None:
    ldz("init", "--office", "兴文街道")
    file = samples / "文锦苑12栋台账.xlsx"
    dry = ldz("import", "households", file, "--dry-run")
    assert (dry["created"], dry["refused"]) == (227, 8)
    assert ldz("search", "韩阳")["hits"] == []
    out = tmp_path / "退回.xlsx"
    done = ldz("import", "households", file, "--refused", out)
    assert {k: done[k] for k in ("created", "refused")} == {"created": 227, "refused": 8}
    assert load_workbook(out).active is not None
    again = ldz("import", "households", file)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 227)


def test_what_cannot_be_written_is_said_before_anything_is_done(
    ldz: Command, samples: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "没有这个文件夹"
    error = ldz("init", "--office", "兴文街道", "--recovery", nowhere / "r.pdf", status=1)["error"]
    assert error["title"] == "不能保存"
    ldz("init", "--office", "兴文街道")  # nothing was there yet
    file = tmp_path / "台账.xlsx"
    before = (samples / "文锦苑12栋台账.xlsx").read_bytes()
    file.write_bytes(before)
    for out in (nowhere / "退回.xlsx", tmp_path / "退回.csv", file):
        ldz("import", "households", file, "--refused", out, status=1)
    assert ldz("search", "韩阳")["hits"] == []
    assert file.read_bytes() == before
    mapping = tmp_path / "对应.json"
    mapping.write_text('"姓名"', "utf-8")
    error = ldz("import", "households", file, "--mapping", mapping, status=1)["error"]
    assert error["title"] == "列对应关系不对"


def test_missing_place_is_asked_for(ldz: Command, samples: Path) -> None:
    ldz("init", "--office", "兴文街道")
    error = ldz("import", "households", samples / "福锦苑花名册.xls", status=1)["error"]
    assert "--community" in error["hint"]
    done = ldz("import", "households", samples / "福锦苑花名册.xls", "--community", "兴新社区")
    assert (done["created"], done["households"]) == (425, 144)


@pytest.mark.parametrize(
    "arguments",
    [
        ("ranking", "2026-03"),
        ("month", "close", "2026-03"),
        ("month", "verify", "昨天"),
        ("explain", "2026-10", "火星苑1栋"),
        ("import", "households", "没有这个文件.xlsx"),
        ("document", "notice", "x.pdf", "--month", "2026-03"),
    ],
)
def test_the_world_says_no(ldz: Command, arguments: tuple[str, ...]) -> None:
    ldz("init", "--office", "兴文街道")
    error = ldz(*arguments, status=1)["error"]
    assert set(error) == {"title", "message", "hint"}
    assert error["title"]


def test_wrong_usage_and_wrong_password(
    ldz: Command, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in (("ranking",), ("ranking", "2026-10", "--scope", "火星"), ("fly",), ()):
        assert set(ldz(*wrong, status=2)["error"]) == {"title", "message", "hint"}
    assert ldz("ranking", "2026-10", status=1)["error"]["title"] == "还没有数据"
    ldz("init", "--office", "兴文街道")
    assert ldz("init", "--office", "兴文街道", status=1)["error"]["title"] == "数据已存在"
    monkeypatch.setenv("LDZ_PASSWORD", "不是这个密码")
    assert ldz("search", "张", status=1)["error"]["title"] == "密码不正确"
    assert ldz("--user", "没有的人", "search", "张", status=1)["error"]["title"] == "没有这个账号"


def test_as_a_program_of_its_own(data: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ldz_desktop", "--data", str(data), *arguments],
            cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8",
            env={**os.environ, "LDZ_PASSWORD": PASSWORD},
        )  # fmt: skip

    made = run("--json", "init", "--office", "兴文街道", "--recovery", str(tmp_path / "r.pdf"))
    assert made.returncode == 0, made.stderr
    code = json.loads(made.stdout)["recovery_code"]
    assert made.stdout.count("\n") == 1
    printed = pypdfium2.PdfDocument(tmp_path / "r.pdf")
    assert code.split("-")[0] in printed[0].get_textpage().get_text_range()
    printed.close()
    assert run("search", "张").returncode == 0
    assert run("fly").returncode == 2
    assert run("--version").stdout.startswith("ldz-desktop ")


def test_what_is_done_is_answered_where_a_paper_after_it_cannot_be_written(
    data: Path, ldz: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stick is full once the office is made: its recovery code is shown all the same."""
    real = os.fsync
    sheet = tmp_path / "stick" / "code.pdf"
    sheet.parent.mkdir()

    def full(handle: int) -> None:
        if any(sheet.parent.iterdir()):
            raise OSError(errno.ENOSPC, "full")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    answer = ldz("init", "--office", "兴文街道", "--recovery", sheet, status=1)
    assert "办公室已建立。" in answer["error"]["message"]
    assert not sheet.exists()
    recover(data, answer["recovery_code"], "管理员", "忘了以后的口令").close()
