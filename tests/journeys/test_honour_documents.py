"""Certificates, hand-over slips and the year's report by command."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ldz_desktop import cli
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.awards_records import Vote
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import open_office

PASSWORD = "测试口令-2026"
Command = Callable[..., Any]


@pytest.fixture
def ldz(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run a command with --json on an office whose year 2025 is closed; its answer."""
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
    moment = datetime(2026, 1, 12, 9, 0).astimezone()
    office = open_office(folder, "", PASSWORD, clock=lambda: moment)
    fill(office)
    office.close()
    return run


def fill(office: Office) -> None:
    buildings = []
    for number, name in ((1, "赵琴"), (2, "徐杨"), (3, "陈彬")):
        place = office.households.add_place("兴新社区", "福锦苑", f"{number}栋").ids[0]
        office.roster.create(Leader(0, name), place, date(2021, 1, 1))
        buildings.append(place)
    for number in range(1, 13):
        month = f"2025-{number:02d}"
        office.evaluation.open_month(month)
        for building, grade in zip(buildings, "543", strict=True):
            draft = Draft(Header(10, 6, 6, 0, 0), (grade * 8,) * 6)
            office.evaluation.save_draft(month, building, draft)
            office.evaluation.commit_draft(month, building)
            office.evaluation.save_stars(month, building, {1: "444"})
        office.evaluation.close(month)
    office.flags.register_lacking()
    vote = Vote(buildings[0], 11, 9, date(2026, 1, 9), "王静")
    office.awards.decide(2025, "building", [vote])


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def test_award_and_certificate(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "奖状.pdf"
    answer = ldz("document", "award", out)
    assert (answer["pages"], answer["missing_glyphs"]) == (1, [])
    assert "2025年度最美楼栋" in text_of(out)
    ldz("document", "award", out, "--month", "2025", "--building", "福锦苑1栋")
    assert "最美楼栋〔2025〕001号" in text_of(out)
    assert ldz("document", "award", out, "--month", "2025-12")["pages"] == 2
    assert "2025年12月流动红旗" in text_of(out)
    # nobody is an 优秀楼栋长 yet: the newest month's flags
    assert ldz("document", "certificate", out)["pages"] == 2
    assert "流动红旗楼栋长" in text_of(out)
    ldz("document", "certificate", out, "--leader", "徐杨")
    text = text_of(out)
    assert "徐杨" in text
    assert "赵琴" not in text


def test_what_is_not_granted_is_not_printed(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "证书.pdf"
    for arguments, words in (
        (("certificate", out, "--month", "2025"), "还没有授予优秀楼栋长"),
        (("award", out, "--month", "2025", "--building", "福锦苑2栋"), "还没有授予"),
        (("award", out, "--month", "2026-01"), "还没有封存"),
        (("award", out, "--month", "2025-12", "--building", "福锦苑3栋"), "没有这样的流动红旗"),
        (("award", out, "--month", "去年"), "月份要写成"),
    ):
        refused = ldz("document", *arguments, status=1)
        assert words in refused["error"]["message"]
    assert not out.exists()


def test_slips_of_a_month(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "交接单.pdf"
    assert ldz("document", "flag_slip", out)["pages"] == 1
    text = text_of(out)
    assert text.count("流动红旗交接单") == 2
    assert "兴新1号" in text
    ldz("document", "flag_slip", out, "--month", "2025-12", "--building", "福锦苑2栋")
    assert text_of(out).count("流动红旗交接单") == 1
    refused = ldz("document", "flag_slip", out, "--building", "福锦苑3栋", status=1)
    assert "没有交接红旗" in refused["error"]["message"]


def test_the_report_of_a_year(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "年度报告.pdf"
    answer = ldz("document", "annual_report", out, "--month", "2025")
    assert (answer["file"], answer["missing_glyphs"]) == (str(out), [])
    assert 4 <= answer["pages"] <= 6
    text = "".join(text_of(out).split())
    assert "兴文街道2025年楼栋长工作年度报告" in text
    assert "报告期的12个月里，已封存12个月，其中已公示0个月。" in text
    assert "最美楼栋1栋（还没有公示，名单从略）" in text
    first = out.read_bytes()
    ldz("document", "annual_report", out, "--month", "2025-07")
    assert out.read_bytes() == first
    ldz("document", "annual_report", out)
    assert "年楼栋长工作年度报告" in text_of(out)


def test_years_without_a_report(ldz: Command, tmp_path: Path) -> None:
    out = tmp_path / "年度报告.pdf"
    for month, words in (
        ("2019", "最早的记录是2025年1月1日的，2019年没有可以汇总的内容"),
        ("2998", "2998年还没有到"), ("明年", "月份要写成"), ("2025-13", "月份要写成"),
    ):  # fmt: skip
        refused = ldz("document", "annual_report", out, "--month", month, status=1)
        assert words in refused["error"]["message"]
    assert not out.exists()
