"""Badge and plate by command, from a folder somebody filled."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ldz_desktop import cli
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from tests.conftest import PASSWORD


def _pages(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def test_badges_and_plates(
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for number in range(1, 11):
        community = "兴新社区" if number < 10 else "东锦社区"
        place = office.households.add_place(community, "福锦苑", f"{number}栋").ids[0]
        if number != 3:
            who = Leader(0, f"王{'甲乙丙丁戊己庚辛壬癸'[number - 1]}", phone="13900010001")
            office.roster.create(who, place, date(2020, 3, 1))
    folder = office.folder
    office.close()
    monkeypatch.setenv("LDZ_PASSWORD", PASSWORD)
    monkeypatch.delenv("LDZ_USER", raising=False)

    def run(*arguments: object, status: int = 0) -> Any:  # noqa: ANN401 - JSON
        capsys.readouterr()
        got = cli.main(["--data", str(folder), "--json", "document", *map(str, arguments)])
        assert got == status
        return json.loads(capsys.readouterr().out)

    out = tmp_path / "纸.pdf"
    answer = run("badge", out)
    assert (answer["pages"], answer["missing_glyphs"]) == (2, [])
    first, second = _pages(out)
    assert first.count("楼栋长") == 8
    assert "王癸" in second
    assert run("badge", out, "--community", "东锦社区")["pages"] == 1
    assert "福锦苑10栋" in _pages(out)[0]
    assert run("badge", out, "--leader", "王乙")["pages"] == 1
    assert "王乙" in _pages(out)[0]
    assert run("door_plate", out, "--building", "福锦苑1栋")["pages"] == 1
    (plate,) = _pages(out)
    assert "福锦苑1栋楼栋长" in plate
    assert "19. 流动人口与出租房信息更新" in plate
    assert "13900010001" not in plate
    assert run("door_plate", out, "--size", "A5")["pages"] == 9
    for arguments, title in (
        (("door_plate", out, "--building", "福锦苑3栋"), "没有楼栋长"),
        (("door_plate", out, "--building", "福锦苑77栋"), "没有这栋楼"),
        (("badge", out, "--community", "西锦社区"), "没有这个社区"),
    ):
        assert run(*arguments, status=1)["error"]["title"] == title
