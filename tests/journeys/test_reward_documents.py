"""The dossier of a year by command."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ldz_desktop import cli
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office

PASSWORD = "测试口令-2026"
Command = Callable[..., Any]
CloseMonth = Callable[[str, dict[int, str]], None]


@pytest.fixture
def ldz(
    office: Office,
    close_month: CloseMonth,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """Run a command with --json on an office with one closed month."""
    monkeypatch.setenv("LDZ_PASSWORD", PASSWORD)
    monkeypatch.delenv("LDZ_USER", raising=False)
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬"), strict=True):
        office.roster.create(Leader(0, name, "2", phone="13912345678"), building, date(2021, 1, 1))
    close_month("2026-10", dict(zip(ids, "543", strict=True)))
    office.rewards.approve([x.id for x in office.rewards.money()], date(2026, 11, 3), "王静")
    office.close()

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


def test_the_dossier_of_a_year(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "档案.pdf"
    said = ldz("document", "dossier", out, "--leader", "赵琴", "--month", "2026-10")
    assert said == {"file": str(out), "pages": said["pages"], "missing_glyphs": []}
    text = text_of(out)
    for words in (
        "楼栋长履职档案", "（2026年）", "赵琴", "兴新社区福锦苑1栋", "四、测评", "第1（共3）",
        "2026年10月测评，核验码", "六、奖励", "1,000.00", "待发放", "2026年11月3日王静审批",
        "八、交接无记录。",
    ):  # fmt: skip
        assert words in text, words
    assert "13912345678" not in text


def test_another_year_and_nobody(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "档案.pdf"
    ldz("document", "dossier", out, "--leader", "赵琴", "--month", "2025-03")
    assert "四、测评无记录。" in text_of(out)
    nowhere = tmp_path / "不要.pdf"
    for arguments, title in (
        (("--leader", "张三"), "没有这位楼栋长"),
        ((), "缺少楼栋长"),
        (("--leader", "赵琴", "--month", "2150-01"), "年份不对"),
        (("--leader", "赵琴", "--month", "十月"), "月份不对"),
    ):
        said = ldz("document", "dossier", nowhere, *arguments, status=2 if not arguments else 1)
        assert said["error"]["title"] == title
    assert not nowhere.exists()
