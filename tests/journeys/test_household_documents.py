"""Household papers by command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ldz_desktop import cli

PASSWORD = "测试口令-2026"
Command = Callable[..., Any]


@pytest.fixture
def ldz(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run a command with --json on an office of its own; its answer."""
    monkeypatch.setenv("LDZ_PASSWORD", PASSWORD)
    monkeypatch.delenv("LDZ_USER", raising=False)

    def run(*arguments: object, status: int = 0) -> Any:  # noqa: ANN401 - JSON
        capsys.readouterr()
        got = cli.main(["--data", str(tmp_path / "office"), "--json", *map(str, arguments)])
        out = capsys.readouterr().out
        assert got == status, out
        return json.loads(out)

    return run


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


@pytest.fixture
def archive(ldz: Command, samples: Path) -> Command:
    ldz("init", "--office", "兴文街道")
    roster = samples / "福锦苑花名册.xls"
    ldz("import", "households", roster, "--community", "兴新社区")
    return ldz


def test_a_buildings_residents_and_a_card(archive: Command, tmp_path: Path) -> None:
    found = archive("search", "福锦苑1栋", "--limit", "1")["hits"]
    assert found
    roster = tmp_path / "花名册.pdf"
    answer = archive("document", "residents", roster, "--building", "福锦苑1栋")
    assert answer["pages"] >= 1
    assert "福锦苑1栋住户花名册" in text_of(roster)
    household = next(h for h in archive("search", "101")["hits"] if h["kind"] == "household")
    card = tmp_path / "卡.pdf"
    assert archive("document", "household_card", card, "--household", household["id"])["pages"] == 1
    masked = text_of(card)
    assert "居民家庭档案卡" in masked
    assert "****" in masked
    archive("document", "household_card", card, "--household", household["id"], "--full")
    assert "****" not in text_of(card)
    number = masked.split("档案号：")[1].split()[0]
    assert archive("document", "household_card", card, "--household", number)["pages"] == 1


def test_what_is_refused(archive: Command, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    for arguments in (
        ("household_card", out, "--household", "7"),
        ("household_card", out, "--household", "没有这一户"),
        ("roster", out, "--building", "火星苑1栋"),
    ):
        assert archive("document", *arguments, status=1)["error"]["title"]
    assert not out.exists()
