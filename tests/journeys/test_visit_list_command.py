"""The sheet for going from door to door, by command."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ldz_desktop.domain.tags import years_before
from ldz_desktop.services.core import system_clock

Command = Callable[..., Any]


def pages_of(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        texts = [page.get_textpage().get_text_range() for page in pdf]
        return ["".join(text.split()) for text in texts]
    finally:
        pdf.close()


@pytest.fixture
def archive(ldz: Command, tmp_path: Path) -> Command:
    """Three buildings; in two of them, of two communities, somebody of 84 lives alone."""
    old = years_before(system_clock().date(), 84).isoformat()
    table = tmp_path / "花名册.csv"
    table.write_text(
        "社区,小区,楼栋,单元,房号,姓名,与户主关系,出生日期,电话\n"
        f"兴新社区,福锦苑,1栋,1单元,1102,罗桂芳,户主,{old},13912340018\n"
        "兴新社区,福锦苑,1栋,1单元,201,陈志远,户主,1980-05-06,13912340019\n"
        "兴新社区,福锦苑,2栋,1单元,101,王强,户主,1990-01-02,\n"
        f"西锦社区,西锦苑,1栋,2单元,301,苟大云,户主,{old},13912340020\n",
        encoding="utf-8",
    )
    ldz("init", "--office", "兴文街道")
    assert ldz("import", "households", table)["created"] == 4
    return ldz


def test_due_households_and_whole_buildings(archive: Command, tmp_path: Path) -> None:
    out = tmp_path / "走访名单.pdf"
    assert archive("document", "visit_list", out) == {
        "file": str(out), "pages": 2, "missing_glyphs": [],
    }  # fmt: skip
    first, second = pages_of(out)
    assert "福锦苑1栋走访名单" in first
    assert "罗桂芳" in first
    assert "从未走访到期" in first
    assert "陈志远" not in first
    assert "西锦苑1栋走访名单" in second
    for said in ("独居", "高龄", "每周", "1391234"):  # why, and how to ring up
        assert said not in first + second
    one = ("document", "visit_list", out, "--building", "福锦苑1栋")
    assert archive(*one)["pages"] == 1
    assert archive(*one, "--all")["pages"] == 1
    (page,) = pages_of(out)
    assert page.index("陈志远") < page.index("罗桂芳")  # the second floor before the eleventh
    assert "全楼2户，其中到期1户（灰底）" in page
    answer = archive("document", "visit_list", out, "--community", "兴新", "--all")
    assert answer["pages"] == 2
    assert archive("document", "visit_list", out, "--building", "福锦苑2栋")["pages"] == 1
    assert "今天没有到期要走访的住户。" in pages_of(out)[0]
    out.unlink()
    for place, title in (("--building", "没有这栋楼"), ("--community", "没有这个社区")):
        refused = archive("document", "visit_list", out, place, "火星", status=1)
        assert refused["error"]["title"] == title
    assert not out.exists()
