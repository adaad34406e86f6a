"""A month by command: closed, published, re-opened by two people, corrected, and its papers read
back."""

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import apsw
import pytest

from ldz_desktop import cli
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import open_office

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office

PASSWORD, SECOND = "测试口令-2026", "王静的口令-2026"
MONTH = "2026-09"


class Command(Protocol):
    def __call__(self, *arguments: object, status: int = 0) -> Any: ...  # noqa: ANN401 - JSON


def text_of(pdf: Path, page: int = 0) -> str:
    pages = ["-f", str(page), "-l", str(page)] if page else []
    done = subprocess.run(["pdftotext", *pages, str(pdf), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def fill(office: "Office", building: int, grade: str) -> None:
    draft = Draft(Header(20, 6, 6, 0, 0), (grade * 8,) * 6)
    office.evaluation.save_draft(MONTH, building, draft)
    office.evaluation.commit_draft(MONTH, building)


@pytest.fixture
def ldz(
    office: "Office", monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Commands over an office of two communities whose month can be closed."""
    office.evaluation.open_month(MONTH)
    places = [("兴新社区", f"{n}栋") for n in (1, 2, 3)] + [("东锦社区", "1栋")]
    for number, (community, name) in enumerate(places):
        building = office.households.add_place(community, "福锦苑", name).ids[0]
        office.roster.create(Leader(0, "赵徐陈孙"[number] + "琴"), building, date(2021, 1, 1))
        fill(office, building, "5432"[number])
        office.evaluation.save_stars(MONTH, building, {1: "444"})
    folder = office.folder
    office.close()
    monkeypatch.setenv("LDZ_PASSWORD", PASSWORD)
    monkeypatch.delenv("LDZ_USER", raising=False)

    def run(*arguments: object, status: int = 0) -> Any:  # noqa: ANN401 - JSON
        capsys.readouterr()
        got = cli.main(["--data", str(folder), "--json", *map(str, arguments)])
        out = capsys.readouterr().out
        assert got == status, out
        return json.loads(out)

    return run


def correct(office: "Office", building: str, grade: str) -> None:
    """Key the building's sheets anew, and open and close around it."""
    again = open_office(office.folder, "", PASSWORD)
    try:
        found = next(b.id for b in again.households.buildings() if b.community + b.name == building)
        again.evaluation.recall_batch(MONTH, found)
        fill(again, found, grade)
    finally:
        again.close()


def test_closed_published_reopened_corrected(
    ldz: Command, office: "Office", tmp_path: Path
) -> None:
    out = tmp_path / "更正.pdf"
    first = ldz("month", "close", MONTH)
    assert (first["state"], first["edition"]) == ("closed", 1)
    refused = ldz("document", "rating_notice_correction", out, "--month", MONTH, status=1)
    assert "没有重开过" in refused["error"]["message"]
    ldz("month", "publish", MONTH)
    for missing in (["--second", "王芳"], ["--reason", "漏录"]):
        assert "error" in ldz("month", "reopen", MONTH, *missing, status=1)
    opened = ldz("month", "reopen", MONTH, "--reason", "福锦苑3栋漏录调查表", "--second", "王芳")
    assert opened == {
        "month": MONTH, "state": "open", "hash": None, "ok": True, "sha256": None, "edition": 2,
    }  # fmt: skip
    assert ldz("month", "verify", MONTH)["ok"]  # what is kept
    ldz("document", "rating_notice_correction", out)
    assert "草稿" in text_of(out)
    correct(office, "兴新社区3栋", "5")
    again = ldz("month", "close", MONTH)
    assert again["hash"] not in (None, first["hash"])
    assert ldz("month", "verify", MONTH) == {**again, "problems": []}
    ldz("month", "publish", MONTH)
    answer = ldz("document", "rating_notice_correction", out, "--scope", "兴新社区")
    assert (answer["pages"], answer["missing_glyphs"]) == (2, [])
    text = text_of(out)
    assert "兴新社区2026年9月楼栋长测评结果更正公示" in text
    assert "因福锦苑3栋漏录调查表，由李敏提出、王芳到场确认" in text
    assert f"核验码{first['hash']}" in text
    assert f"第2版，核验码{again['hash']}" in text
    assert "原公示同时作废，以本公示为准" in text
    # old rank, new rank, old score, new score
    assert "福锦苑3栋陈琴3168.0092.00新得红旗" in text
    assert "福锦苑2栋徐琴2380.0080.00红旗收回" in text
    assert "以上2栋楼的结果有变动，其余1栋楼没有变动" in text
    assert "5个工作日" in text
    assert "兴新社区党支部" in text
    assert "孙琴" not in text
    whole = ldz("document", "rating_notice_correction", out, "--month", MONTH)
    assert whole["pages"] > answer["pages"]
    assert "本范围内各楼栋的名次、得分没有变动" in text_of(out)  # the other community
    report = tmp_path / "公示.pdf"
    ldz("document", "notice", report, "--month", MONTH)
    assert f"核验码{again['hash']}（第2版）" in text_of(report)


def test_a_month_that_does_not_verify_is_told_by_the_exit_status(
    ldz: Command, office: "Office"
) -> None:
    closed = ldz("month", "close", MONTH)
    again = open_office(office.folder, "", PASSWORD)
    connection = again.core.database.connection()
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)  # as another program would
    connection.execute("UPDATE result SET score = '99.00' WHERE position = 1")
    again.close()
    found = ldz("month", "verify", MONTH, status=1)
    assert {key: found[key] for key in ("month", "state", "hash", "ok")} == {
        "month": MONTH, "state": "closed", "hash": closed["hash"], "ok": False,
    }  # fmt: skip
    assert "封月后被改动过" in "".join(found["problems"])
    assert set(found["error"]) == {"title", "message", "hint"}
    assert f"{len(found['problems'])} 处" in found["error"]["message"]


def test_one_signer_is_printed(ldz: Command, office: "Office", tmp_path: Path) -> None:
    again = open_office(office.folder, "", PASSWORD)
    again.cautions.set_rules(15, one_signer=True)
    again.close()
    ldz("month", "close", MONTH)
    ldz("month", "reopen", MONTH, "--reason", "复核。", "--second", "王芳")
    ldz("month", "close", MONTH)
    out = tmp_path / "更正.pdf"
    ldz("document", "rating_notice_correction", out)
    text = text_of(out, 1)
    assert "因复核，由李敏提出、王芳到场见证（本办公室只有一名签字人）" in text
    assert "没有公示" in text


def test_another_account_confirms_with_its_password(
    ldz: Command, office: "Office", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = open_office(office.folder, "", PASSWORD)
    again.accounts.add("王静", SECOND)
    again.close()
    ldz("month", "close", MONTH)
    asked = ("month", "reopen", MONTH, "--reason", "复核", "--second")
    monkeypatch.setenv("LDZ_SECOND_PASSWORD", PASSWORD)  # the first person's does not do
    assert ldz(*asked, "王静", status=1)["error"]["title"] == "密码不正确"
    assert "不能是您自己" in ldz(*asked, "李敏", status=1)["error"]["message"]
    assert "其中一个" in ldz(*asked, "王芳", status=1)["error"]["message"]
    assert ldz("ranking", MONTH)["state"] == "closed"
    monkeypatch.setenv("LDZ_SECOND_PASSWORD", SECOND)
    assert ldz(*asked, "王静")["state"] == "open"
    ldz("month", "close", MONTH)
    out = tmp_path / "更正.pdf"
    ldz("document", "rating_notice_correction", out)
    assert "由李敏提出、王静以本人账号确认" in text_of(out)


def test_a_later_closed_month_forbids_it(ldz: Command, office: "Office") -> None:
    ldz("month", "close", MONTH)
    again = open_office(office.folder, "", PASSWORD)
    again.evaluation.open_month("2026-10")
    building = again.households.buildings()[0].id
    again.evaluation.save_stars("2026-10", building, {1: "444"})
    again.evaluation.close("2026-10")
    again.close()
    refused = ldz("month", "reopen", MONTH, "--reason", "复核", "--second", "王芳", status=1)
    assert "2026年10月已经封月，核验码接在2026年9月后面" in refused["error"]["message"]
