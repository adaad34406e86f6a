"""Papers of the warning chain and the hand-over by command."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ldz_desktop import cli
from ldz_desktop.domain.cautions import DISMISS
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.cautions import PROPOSAL, TALK
from ldz_desktop.services.context import Office

PASSWORD = "测试口令-2026"
Command = Callable[..., Any]
CloseMonth = Callable[[str, dict[int, str]], None]
DAY = date(2026, 11, 3)


@pytest.fixture
def ldz(
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """Run a command with --json on the office, which is closed meanwhile."""
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
        return "".join("".join(p.get_textpage().get_text_range() for p in pdf).split())
    finally:
        pdf.close()


def test_papers_of_the_way_out(
    office: Office, close_month: CloseMonth, ldz: Command, tmp_path: Path
) -> None:
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    for number in (8, 9, 10):
        close_month(f"2026-{number:02d}", dict(zip(ids, "543", strict=True)))
    cautions = office.cautions
    tenure = cautions.due()[0].tenure_id
    cautions.take(
        replace(
            cautions.draft(tenure, TALK), done_on=DAY, done_by="王静", place="办公室",
            said="堆物", promised="每周巡楼", review_on=date(2027, 1, 3),
        )
    )  # fmt: skip
    cautions.take(replace(cautions.draft(tenure, PROPOSAL), done_on=DAY, done_by="王静"))
    judged = cautions.due()[0].newest(PROPOSAL)
    assert judged is not None
    decided = replace(
        judged.caution, decision=DISMISS, reason="没有改进", first_signer="王静", signed_on=DAY,
        second_signer="李敏", second_signed_on=DAY,
    )  # fmt: skip
    cautions.decide(decided, (DAY, "末位淘汰"))
    office.close()

    out = tmp_path / "纸.pdf"
    wanted = {
        "talk": "每周巡楼", "proposal": "附件3", "decision": "理由：没有改进",
        "handover": "末位淘汰",
    }  # fmt: skip
    for kind, words in wanted.items():
        answer = ldz("document", kind, out, "--leader", "陈彬")
        assert answer["missing_glyphs"] == []
        assert words in text_of(out)
    assert ldz("document", "proposal", out, "--leader", "陈彬")["pages"] >= 4
    error = ldz("document", "talk", out, "--leader", "赵琴", status=1)["error"]
    assert error["title"] == "没有约谈"
    assert ldz("document", "handover", out, status=2)["error"]["title"] == "缺少楼栋长"
    assert ldz("document", "decision", out, "--leader", "赵琴", status=1)["error"]["title"] == (
        "没有提请研究"
    )
