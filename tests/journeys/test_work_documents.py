"""Papers of training and duties by command."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ldz_desktop import cli
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.training import Course
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import open_office

PASSWORD = "测试口令-2026"
Command = Callable[..., Any]


@pytest.fixture
def ldz(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run a command with --json on an office with two leaders; its answer."""
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
    for number, name in ((1, "赵琴"), (2, "徐杨")):
        place = office.households.add_place("兴新社区", "福锦苑", f"{number}栋").ids[0]
        office.roster.create(Leader(0, name), place, date(2026, 1, 1))
    course = office.training.create(Course(0, "岗前", "第一期", date(2026, 1, 5), 270))
    leader = office.roster.rows()[0]
    office.training.attend(course.change.ids[0], [leader.leader_id])
    office.duties.set_count(leader.tenure_id, "2026-02", 1, 37)
    office.close()
    return run


@contextmanager
def open_there(tmp_path: Path) -> Iterator[Office]:
    """The office of the commands, for what they cannot write."""
    office = open_office(tmp_path / "office", "", PASSWORD)
    yield office
    office.close()


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def test_duty_sheets(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "月报表.pdf"
    assert ldz("document", "duty_sheet", out, "--month", "2026-02")["pages"] == 2
    text = text_of(out)
    assert "2026年2月楼栋长履职月报表" in text
    assert "37" not in text, "the sheets are for a pen"
    answer = ldz("document", "duty_sheet", out, "--month", "2026-02", "--building", "福锦苑2栋")
    assert answer["pages"] == 1
    assert "徐杨" in text_of(out)
    refused = ldz("document", "duty_sheet", out, "--month", "2019-02", status=1)
    assert "在任" in refused["error"]["message"]


def test_figures_and_hours(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "报表.pdf"
    ldz("document", "duty_report", out, "--month", "2026-03")
    text = text_of(out)
    assert "2025年4月至2026年3月楼栋长履职统计" in text
    assert "37" in text
    ldz("document", "training_list", out, "--month", "2026-02")
    text = text_of(out)
    assert "2026年楼栋长培训学时" in text
    assert "缺岗前、学时不足" in text


def test_honour_poster(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "荣誉榜.pdf"
    refused = ldz("document", "honour_poster", out, status=1)
    assert refused["error"]["title"] == "还没有公示的月份"
    with open_there(tmp_path) as office:
        first, second = (row.building_id for row in office.roster.rows())
        office.evaluation.open_month("2026-01")
        for building, grade in ((first, "5"), (second, "3")):
            draft = Draft(Header(9, 6, 6, 0, 0), (grade * 8,) * 6)
            office.evaluation.save_draft("2026-01", building, draft)
            office.evaluation.commit_draft("2026-01", building)
            office.evaluation.save_stars("2026-01", building, {1: "444"})
        office.evaluation.close("2026-01")
        office.evaluation.publish("2026-01", date(2026, 2, 2))
    answer = ldz("document", "honour_poster", out, "--month", "2026-01", "--size", "A2")
    assert (answer["pages"], answer["missing_glyphs"]) == (1, [])
    text = "".join(text_of(out).split())
    assert "赵琴" in text
    assert "2026年履职37次、培训6学时。" in text
    pdf = pypdfium2.PdfDocument(out)
    assert round(pdf[0].get_width()) == 1191
    pdf.close()
    refused = ldz("document", "honour_poster", out, "--size", "A5", status=1)
    assert refused["error"]["title"] == "大小不对"
