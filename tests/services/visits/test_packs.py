"""What a pack holds and does not hold, who can open it, and what is refused."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.errors import InputError, KnownError, OpenError, PasswordError, RuleError
from ldz_desktop.services.opening import create_office, recover
from ldz_desktop.services.restoring import by_password, restore
from ldz_desktop.services.visits import read_pack
from ldz_desktop.storage.visit_pack import SETTINGS, TABLES

if TYPE_CHECKING:
    from tests.services.visits.conftest import Opened, Place, Trip

PASSWORD = "测试口令-2026"
EMPTY_BUT_FOR = {*TABLES, "holiday", "setting", "audit", "resident_pinyin", "duty_template"} | {
    "save_count"
}
"""Tables of a pack that may hold rows (the 19 duties come with every database)."""


def test_a_pack_holds_its_buildings_and_nothing_else(
    desk: "Place", stick: Path, opened: "Opened"
) -> None:
    office, database = desk.office, desk.office.core.database
    first = office.households.buildings()[0]
    office.evaluation.open_month("2026-10")
    made = office.visits.pack(stick, [first.id], PASSWORD)
    assert (made.households, made.residents, made.changes) == (2, 5, 0)
    assert made.path.name.startswith("走访-")
    assert made.path.suffix == ".ldzvisit"
    content = made.path.read_bytes()
    for secret in ("张建国", "福锦苑", "13900000001", "511902196707260018", "兴文街道"):
        assert secret.encode() not in content
    laptop = opened(made.path, "laptop")
    inside = laptop.office.core.database
    tables = [
        str(row[0]) for row in inside.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    ]
    filled = {t for t in tables if inside.value(f"SELECT count(*) FROM {t}")}
    searching = {t for t in filled if t.startswith(("resident_name", "resident_number"))}
    assert filled - searching <= EMPTY_BUT_FOR
    settings = {row[0] for row in inside.rows("SELECT key FROM setting")}
    assert settings <= {*SETTINGS, "visit", "search.edition"}
    assert inside.rows("SELECT name FROM building") == [("1栋",)]
    assert laptop.names() == desk.names()
    assert [h.title for h in laptop.office.search.find("张建国")] == ["张建国"]
    assert not laptop.office.search.find("钱多")
    assert laptop.office.visits.visiting().buildings == ("福锦苑1栋",)
    assert database.value("SELECT count(*) FROM visit_pack") == 1


def test_the_laptops_key_is_not_the_offices(desk: "Place", pack: Path, tmp_path: Path) -> None:
    """A laptop that is lost gives nothing away of the office: neither its key nor its slots."""
    restore(pack, by_password("", PASSWORD), tmp_path / "laptop")
    office = (desk.office.folder / "office.keys").read_text("utf-8")
    laptop = (tmp_path / "laptop" / "office.keys").read_text("utf-8")

    def slots(text: str) -> set[str]:
        return {s["box"] for s in json.loads(json.loads(text)["ring"])["slots"]}

    assert not slots(office) & slots(laptop)
    with pytest.raises(PasswordError) as caught:
        recover(tmp_path / "laptop", "-".join(["000000"] * 8), "李敏", PASSWORD)
    assert caught.value.title == "没有恢复码"


def test_only_the_own_password_makes_a_pack(desk: "Place", stick: Path) -> None:
    (first, _) = desk.office.households.buildings()
    with pytest.raises(PasswordError):
        desk.office.visits.pack(stick, [first.id], "别的密码-2026")
    assert list(stick.iterdir()) == []
    assert desk.office.visits.packs() == ()


def test_what_can_not_be_packed(desk: "Place", stick: Path, trip: "Trip") -> None:
    office = desk.office
    empty = office.households.add_place("兴新社区", "文锦苑", "9栋").ids[0]
    for buildings, title in (((), "没有选楼栋"), ((4711,), "没有选楼栋"), ((empty,), "没有户档")):
        with pytest.raises(InputError) as caught:
            office.visits.pack(stick / "x.ldzvisit", buildings, PASSWORD)
        assert caught.value.title == title
    note = stick / "note.ldzvisit"
    note.write_text("买菜", "utf-8")
    first = office.households.buildings()[0].id
    with pytest.raises(InputError):
        office.visits.pack(note, [first], PASSWORD)
    assert note.read_text("utf-8") == "买菜"
    with pytest.raises(KnownError):
        office.visits.pack(stick / "no" / "x.ldzvisit", [first], PASSWORD)
    assert len(office.visits.packs()) == 1  # the trip's
    with pytest.raises(RuleError):
        office.visits.bring_back(stick)
    with pytest.raises(RuleError):
        trip.laptop.office.visits.pack(stick, [first], PASSWORD)
    assert list((office.folder / "backups").glob(".*")) == []


def test_four_different_sentences_before_anything_is_written(
    desk: "Place", trip: "Trip", stick: Path, tmp_path: Path
) -> None:
    """reliability.md §6, 22: cut short, one bit flipped, of another office, not a pack."""
    trip.laptop.edit("张建国", phone="13911110001")
    content = trip.bring_back().read_bytes()
    visits, bad = desk.office.visits, stick / "bad.ldzvisit"

    def title(written: bytes) -> str:
        bad.write_bytes(written)
        with pytest.raises(OpenError) as caught:
            visits.merge(bad)
        return caught.value.title

    assert title(content[: len(content) // 2]) == "走访包不完整"
    flipped = bytearray(content)
    flipped[-5000] ^= 4
    assert title(bytes(flipped)) == "走访包已损坏"
    assert title(b"") == "文件是空的"
    assert title(b"PK\x03\x04 something else entirely") == "不是走访包文件"
    backup = desk.office.backups.make(stick / "b.ldzbackup").path
    assert title(backup.read_bytes()) == "不是走访包文件"
    other, _ = create_office(tmp_path / "other", "别的街道", "王芳", PASSWORD)
    try:
        with pytest.raises(OpenError) as caught:
            other.visits.merge(stick / "back.ldzvisit")
        assert caught.value.title == "不是本办公室的走访包"
    finally:
        other.close()
    assert desk.person("张建国").phone == "13900000001"
    assert read_pack(stick / "back.ldzvisit", desk.office.folder).own
    assert not read_pack(stick / "back.ldzvisit", tmp_path / "other").own


def test_a_journal_that_was_edited_by_hand_is_refused(desk: "Place", trip: "Trip") -> None:
    trip.laptop.edit("张建国", phone="13911110001")
    database = trip.laptop.office.core.database
    with database.transaction():
        database.execute("UPDATE change_log SET new = '13911119999' WHERE field = 'phone'")
    with pytest.raises(OpenError) as caught:
        trip.merge()
    assert caught.value.title == "走访包的改动记录不对"
    assert desk.person("张建国").phone == "13900000001"


def test_what_a_pack_does_not_hold_is_left_out_and_said(trip: "Trip") -> None:
    with trip.laptop.office.core.action("试"):
        trip.laptop.office.core.database.insert("leader", {"id": 5, "name": "周楼长"})
    merged = trip.merge()
    assert (merged.changes, merged.left_out) == (0, 1)
    assert trip.desk.office.core.database.value("SELECT count(*) FROM leader") == 0


def test_a_visit_tells_what_it_is_and_how_much_was_changed(trip: "Trip") -> None:
    visits = trip.laptop.office.visits
    told = visits.visiting()
    assert (told.made_by, told.households, visits.changes()) == ("李敏", 2, 0)
    assert trip.desk.office.visits.visiting() is None
    trip.laptop.edit("张建国", phone="13911110001", workplace="学校")
    trip.laptop.add("102", "赵小云", relation="30", birth=date(2010, 1, 1))
    assert visits.changes() == 3
    assert visits.bring_back(trip.stick).changes == 3


def test_a_visit_can_be_backed_up_and_restored_like_any_data(
    trip: "Trip", stick: Path, tmp_path: Path
) -> None:
    trip.laptop.edit("张建国", phone="13911110001")
    made = trip.laptop.office.backups.make(stick / "v.ldzbackup").path
    restored = restore(made, by_password("", PASSWORD), tmp_path / "again")
    assert restored.households == 2
