"""The papers of a selection by command."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from ldz_desktop import cli

if TYPE_CHECKING:
    from tests.helpers.selecting import Scene


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def test_notice_and_letter(
    selecting: "Scene",
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    scene = selecting
    made = scene.to_appointment()
    leader = scene.appoint(made)
    folder = scene.office.folder
    scene.office.close()
    monkeypatch.setenv("LDZ_PASSWORD", "测试口令-2026")
    monkeypatch.delenv("LDZ_USER", raising=False)

    def run(*arguments: object, status: int = 0) -> Any:  # noqa: ANN401 - JSON
        capsys.readouterr()
        got = cli.main(["--data", str(folder), "--json", "document", *map(str, arguments)])
        assert got == status
        return json.loads(capsys.readouterr().out)

    out = tmp_path / "纸.pdf"
    answer = run("candidate_notice", out, "--building", "福锦苑1栋")
    assert (answer["pages"], answer["missing_glyphs"]) == (1, [])
    assert "楼栋长候选人公示" in text_of(out)
    run("appointment", out, "--leader", "陈彬")  # before the office had this program
    assert "陈彬" in text_of(out)
    for who in ("周明", leader):
        out.unlink()
        run("appointment", out, "--leader", who)
        assert "聘字〔2026〕001号" in text_of(out)
    out.unlink()
    for arguments, title in (
        (("candidate_notice", out), "缺少楼栋"),
        (("candidate_notice", out, "--building", "福锦苑2栋"), "还没有推选"),
        (("appointment", out), "缺少楼栋长"),
        (("appointment", out, "--leader", "没有这个人"), "没有这位楼栋长"),
        (("appointment", out, "--leader", 7), "没有这个人"),
    ):
        lacking = title.startswith("缺少")  # what a paper needs was not given: wrong usage
        assert run(*arguments, status=2 if lacking else 1)["error"]["title"] == title
    assert not out.exists()
    assert scene.day.today == date(2026, 9, 15)
