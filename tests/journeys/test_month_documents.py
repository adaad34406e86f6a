"""Blank papers of a month by command."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ldz_desktop import cli
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.opening import open_office

PASSWORD = "测试口令-2026"
Command = Callable[..., Any]


@pytest.fixture
def ldz(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run a command with --json on an office of two communities; its answer. Sixteen envelopes
    were given out in the first building."""
    monkeypatch.setenv("LDZ_PASSWORD", PASSWORD)
    monkeypatch.delenv("LDZ_USER", raising=False)
    folder = tmp_path / "office"

    def run(*arguments: object, status: int = 0) -> Any:  # noqa: ANN401 - JSON
        capsys.readouterr()
        got = cli.main(["--data", str(folder), "--json", *map(str, arguments)])
        out = capsys.readouterr().out
        assert got == status, out
        return json.loads(out)

    run("init", "--office", "兴文街道")
    office = open_office(folder, "", PASSWORD)
    for community, compound in (("兴新社区", "福锦苑"), ("西锦社区", "西锦苑")):
        place = office.households.add_place(community, compound, "1栋").ids[0]
        office.roster.create(Leader(0, "赵琴"), place, date(2026, 1, 1))
        if community == "兴新社区":
            given = {place: 16}
    office.evaluation.open_month("2026-02")
    office.evaluation.record_issued("2026-02", given)
    office.close()
    return run


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def test_sheets(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "表.pdf"
    place = ("--community", "兴新社区")
    answer = ldz("document", "sheets", out, *place)
    assert (answer["pages"], answer["missing_glyphs"]) == (8, [])
    assert text_of(out).count("福锦苑1栋") == 16
    assert "赵琴" not in text_of(out)
    pages = [
        ldz("document", "sheets", out, *place, *more)["pages"]
        for more in (("--per-page", 1), ("--per-page", 4, "--month", "2026-02"), ("--masters",))
    ]
    assert pages == [16, 4, 1]
    error = ldz("document", "sheets", out, "--building", "西锦苑1栋", status=1)["error"]
    assert error["title"] == "没有要印的表"


@pytest.mark.parametrize(
    ("kind", "title", "pages"),
    [("booklet", "星级评分册", 6), ("count_sheet", "计票单", 1), ("envelope_list", "发放清单", 1)],
)
def test_the_papers_beside_them(
    ldz: Command, tmp_path: Path, kind: str, title: str, pages: int
) -> None:
    out = tmp_path / "纸.pdf"
    assert ldz("document", kind, out)["pages"] == pages
    text = text_of(out)
    assert title in text
    assert "福锦苑1栋" in text
    assert "西锦苑1栋" in text
    ldz("document", kind, out, "--community", "西锦")
    assert "福锦苑1栋" not in text_of(out)
    assert ldz("document", kind, out, "--community", "东", status=1)["error"]["title"]
    assert ldz("document", kind, out, "--month", "2025-02", status=1)["error"]["title"]
