"""The report of a notice by command, of a month and of a building."""

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ldz_desktop import cli
from ldz_desktop.domain.postings import Decision, Objection, PostingDraft, Report

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office


def text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_result_report(
    office: "Office",
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    posted = date(2025, 9, 26)
    month = office.postings.post(
        PostingDraft("ranking", "2025年8月测评结果公示", "month:2025-08", posted_on=posted)
    ).change.ids[0]
    objected = office.postings.object(
        month, Objection(0, 0, date(2025, 9, 28), "分数算错", "来电", "张德发")
    ).change.ids[1]
    office.postings.decide(
        objected,
        Decision(date(2025, 10, 9), "党支部", upheld=False, decision="维持", reason="已复算"),
    )
    office.postings.report(month, Report(date(2025, 10, 11), "结果成立", "归档"))
    office.postings.post(
        PostingDraft("decision", "福锦苑1栋换届公示", f"building:{building}", posted_on=posted)
    )
    folder = office.folder
    office.close()
    monkeypatch.setenv("LDZ_PASSWORD", "测试口令-2026")
    monkeypatch.delenv("LDZ_USER", raising=False)

    def run(*arguments: object, status: int = 0) -> Any:  # noqa: ANN401 - JSON
        capsys.readouterr()
        got = cli.main(
            ["--data", str(folder), "--json", "document", "result_report", *map(str, arguments)]
        )
        assert got == status
        return json.loads(capsys.readouterr().out)

    out = tmp_path / "报告.pdf"
    answer = run(out, "--month", "2025-08")
    assert (answer["pages"], answer["missing_glyphs"]) == (1, [])
    text = text_of(out)
    # five working days from 26 September 2025: the Sunday of the 28th is worked (domain.md §6)
    assert "公示期为2025年9月28日至10月10日（5个工作日）" in text
    assert "结果成立" in text
    assert "张德发" not in text
    assert run(out, "--building", "福锦苑1栋")["pages"] == 1
    assert "福锦苑1栋换届公示" in text_of(out)
    out.unlink()
    for arguments, title in (
        ((out, "--month", "2025-07"), "没有公示"),
        ((out, "--month", "2025-13"), "月份不对"),
        ((out,), "还没有测评"),
        ((out, "--building", "福锦苑9栋"), "没有这栋楼"),
    ):
        assert run(*arguments, status=1)["error"]["title"] == title
    assert not out.exists()
