"""`visit pack`, `restore` of a pack, `visit merge`, as somebody types them (contract.md)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HEADER = "社区,小区,楼栋,单元,房号,姓名,与户主关系,身份证号,联系电话\n"
FATHER = "兴新社区,福锦苑,1栋,1,101,张建国,户主,511902196707260018,{phone}\n"
OTHER = "兴新社区,福锦苑,2栋,1,201,钱多,户主,511902199001010010,13800000009\n"
NEW = "兴新社区,福锦苑,1栋,1,101,王秀英,配偶,,13700000001\n"


@pytest.fixture
def office(data: Path, ldz: Callable[..., Any], tmp_path: Path) -> Path:
    """Two buildings with a household each."""
    ldz("init", "--office", "兴文街道办事处")
    take(ldz, data, tmp_path, FATHER.format(phone="13900000001") + OTHER)
    return data


def take(ldz: Callable[..., Any], folder: Path, tmp_path: Path, rows: str) -> None:
    file = tmp_path / "表.csv"
    file.write_text(HEADER + rows, "utf-8")
    assert ldz("import", "households", file, folder=folder)["refused"] == 0


def test_out_and_back(office: Path, ldz: Callable[..., Any], tmp_path: Path) -> None:
    out, back, laptop = tmp_path / "a.ldzvisit", tmp_path / "b.ldzvisit", tmp_path / "笔记本"
    packed = ldz("visit", "pack", out, "--building", "福锦苑1栋")
    assert (packed["households"], packed["residents"], packed["changes"]) == (1, 1, 0)
    assert (packed["applied"], packed["already_there"], packed["conflicts"]) == (0, 0, [])
    assert ldz("restore", out, "--into", laptop)["households"] == 1
    take(ldz, laptop, tmp_path, FATHER.format(phone="13900000003") + NEW)
    assert ldz("visit", "pack", back, folder=laptop)["changes"] == 2
    take(ldz, office, tmp_path, FATHER.format(phone="13900000002"))
    looked = ldz("visit", "merge", back, "--dry-run")
    assert (looked["changes"], looked["applied"], looked["already_there"]) == (2, 1, 0)
    assert ldz("search", "王秀英")["hits"] == []
    merged = ldz("visit", "merge", back)
    assert {key: merged[key] for key in ("households", "changes", "applied", "already_there")} == {
        "households": 1, "changes": 2, "applied": 1, "already_there": 0,
    }  # fmt: skip
    (conflict,) = merged["conflicts"]
    assert conflict["record"] == "XX-FJY-1-1-101 张建国"
    assert (conflict["field"], conflict["ours"], conflict["theirs"]) == (
        "电话", "139****0002", "139****0003",
    )  # fmt: skip
    again = ldz("visit", "merge", back)
    assert (again["applied"], again["already_there"], len(again["conflicts"])) == (0, 1, 1)
    assert [h["title"] for h in ldz("search", "王秀英")["hits"]] == ["王秀英"]
    assert [h["title"] for h in ldz("search", "13900000002")["hits"]] == ["张建国"]


def test_several_buildings_either_way_of_writing(
    office: Path, ldz: Callable[..., Any], tmp_path: Path
) -> None:
    del office
    for arguments in (
        ("--building", "福锦苑1栋", "福锦苑2栋"),
        ("--building", "福锦苑1栋", "--building", "福锦苑2栋", "--building", "福锦苑1栋"),
    ):
        assert ldz("visit", "pack", tmp_path / "a.ldzvisit", *arguments)["households"] == 2


def test_what_is_refused(office: Path, ldz: Callable[..., Any], tmp_path: Path) -> None:
    del office
    out, laptop = tmp_path / "a.ldzvisit", tmp_path / "laptop"

    def title(*arguments: object, status: int = 1, **where: Path) -> str:
        return str(ldz(*arguments, status=status, **where)["error"]["title"])

    assert title("visit", "pack", out) == "缺少楼栋"
    assert title("visit", "pack", out, "--building", "桂花苑7栋") == "没有这栋楼"
    assert title("visit", "merge", out) == "找不到走访包"
    assert title("visit", status=2) == "用法不对"
    ldz("visit", "pack", out, "--building", "福锦苑1栋")
    assert title("restore", out, "--into", tmp_path / "数据 文件夹") == "数据已存在"
    ldz("restore", out, "--into", laptop)
    assert title("month", "close", "2026-10", folder=laptop) == "这是走访用的数据"
    assert title("import", "leaders", out, folder=laptop) == "这是走访用的数据"
    assert title("visit", "merge", out, folder=laptop) == "这是走访用的数据"
