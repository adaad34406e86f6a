"""One box over everything, on a real index."""

from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import open_office

PEOPLE = (
    ("福锦苑", "1栋", "1单元", "1102", "张建国", "511902196707260018", "13881112222"),
    ("福锦苑", "1栋", "1单元", "1103", "张建国庆", None, None),
    ("福锦苑", "2栋", "2单元", "101-1", "曾志伟", None, "13900001102"),
    ("文锦苑", "12栋", "", "301", "买买提·吐尔逊", None, None),
    ("文锦苑", "12栋", "", "302", "欧阳震华", None, None),
    ("文锦苑", "A座", "", "负1层3", "𬱖小红", None, None),
    ("文锦苑", "A座", "", "502", "国建张", None, None),
)


@pytest.fixture
def town(office: Office) -> Office:
    for compound, building, unit, room, name, number, phone in PEOPLE:
        place = office.households.add_place("兴新社区", compound, building).ids[0]
        home = office.households.create(place, unit, room).ids[0]
        office.households.add_resident(
            home, Resident(0, 0, name, relation="02", id_number=number, phone=phone)
        )
    place = office.households.buildings()[0].id
    office.roster.create(Leader(0, "单晓兰", phone="13700009999"), place, None)
    return office


def names(office: Office, text: str) -> list[str]:
    return [hit.title for hit in office.search.find(text) if hit.kind == "resident"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张建国", ["张建国", "张建国庆"]),  # the exact name comes first
        ("张", ["张建国", "张建国庆", "国建张"]),  # then names that begin so
        ("建国", ["张建国", "张建国庆"]),
        ("建国庆", ["张建国庆"]),
        ("张建国庆", ["张建国庆"]),
        ("zjg", ["张建国", "张建国庆"]),
        ("ZhangJianGuo", ["张建国", "张建国庆"]),
        ("zengzhiwei", ["曾志伟"]),
        ("cengzhiwei", ["曾志伟"]),  # both readings of the surname
        ("0726", ["张建国"]),
        ("0018", ["张建国"]),
        ("19670726", ["张建国"]),
        ("511902", ["张建国"]),
        ("２２２２", ["张建国"]),
        ("1388111", ["张建国"]),
        ("吐尔逊", ["买买提·吐尔逊"]),
        ("买买提吐尔逊", ["买买提·吐尔逊"]),
        ("欧阳", ["欧阳震华"]),
        ("𬱖", ["𬱖小红"]),
        ("张建国 1栋", ["张建国", "张建国庆"]),
        ("张 文锦苑", ["国建张"]),
        ("zjg 1103", ["张建国庆"]),
        ("没有这个人", []),
        ('"; DROP', []),
        ("%", []),
        ("", []),
    ],
)
def test_people(town: Office, text: str, found: list[str]) -> None:
    assert names(town, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("福锦苑1栋1单元1102", ["福锦苑1栋1单元1102"]),
        ("福锦苑1栋1102", ["福锦苑1栋1单元1102"]),
        ("福锦苑 1栋", ["福锦苑1栋1单元1102", "福锦苑1栋1单元1103"]),
        ("福锦苑2号楼101-1", ["福锦苑2栋2单元101-1"]),
        ("1-1-1102", ["福锦苑1栋1单元1102"]),
        ("1102", ["福锦苑1栋1单元1102"]),
        ("110", ["福锦苑1栋1单元1102", "福锦苑1栋1单元1103"]),
        ("文锦苑A座502室", ["文锦苑A座502"]),
        ("文锦", ["文锦苑12栋301", "文锦苑12栋302", "文锦苑A座502", "文锦苑A座负1层3"]),
        ("福锦苑9栋", []),
    ],
)
def test_addresses(town: Office, text: str, found: list[str]) -> None:
    homes = [hit.title for hit in town.search.find(text) if hit.kind == "household"]
    assert sorted(homes) == sorted(found)


@pytest.mark.parametrize("text", ["单晓兰", "晓兰", "shanx", "sxl", "9999", "danxiaolan"])
def test_leaders(town: Office, text: str) -> None:
    assert "单晓兰 楼栋长" in [h.title for h in town.search.find(text) if h.kind == "leader"]


ODD_PEOPLE = (
    ("买买提•吐尔逊", "0827-5261234"), ("艾力・买买提", "138 8111 3333"), ("O'Brien John", None),
    ("王艳", "(0827)5267777"), ("王岩", "+86 139-0000-2222"), ("汪洋", "13700001111 13600002222"),
    ("炅小明", None), ("铫期", None), ("沓丽", None), ("会明", None), ("圈圈", None),
    ("卡丽", None),
    ("毋丘俭", None), ("Mary-Jane O’Neil", None),
)  # fmt: skip


@pytest.fixture
def odd_town(office: Office) -> Office:
    for number, (name, phone) in enumerate(ODD_PEOPLE):
        building = ("1栋", "2栋", "综合楼")[number % 3]
        place = office.households.add_place("兴新社区", "福锦苑", building).ids[0]
        home = office.households.create(place, "1单元", str(1102 + number)).ids[0]
        office.households.add_resident(home, Resident(0, 0, name, relation="02", phone=phone))
    return office


def test_people_are_found_however_the_query_is_written(odd_town: Office) -> None:
    for texts, name in (
        (("买买提•吐尔逊", "买买提·吐尔逊", "买买提・吐尔逊", "买买提･吐尔逊"), "买买提·吐尔逊"),
        (("买买提 吐尔逊", "买买提．吐尔逊", "买买提‧吐", "吐尔逊 买买提"), "买买提·吐尔逊"),
        (("艾力•买买提", "艾力买买提", "艾力 · 买买提"), "艾力·买买提"),
        (("O'Brien John", "o’brien john", "obrien", "John"), "O'Brien John"),
        (("John O'Brien", "brien"), "O'Brien John"),
        (("mary jane", "Mary-Jane", "o'neil", "ONeil", "jane"), "Mary-Jane O’Neil"),
        (("0827-5261234", "08275261234", "5261234", "0827 5261234"), "买买提·吐尔逊"),
        (("(0827)5261234", "0827-52612"), "买买提·吐尔逊"),
        (("0827-526123", "526-1234"), "买买提·吐尔逊"),
        (("138 8111 3333", "13881113333", "138-8111-3333", "81113333"), "艾力·买买提"),
        (("1388111 3333", "8111 3333"), "艾力·买买提"),
        (("0827 5267777", "5267777", "0827-5267777"), "王艳"),
        (("13900002222", "139 0000 2222", "+86 13900002222", "3900002"), "王岩"),
        (("13700001111", "13600002222", "1360000"), "汪洋"),
        (("guixiaoming", "gxm", "jiongxiao", "gui xiao ming"), "炅小明"),
        (("yaoqi", "yao qi", "yq"), "铫期"),
        (("tali", "tl"), "沓丽"),
        (("guiming", "kuaiming", "huiming"), "会明"),
        (("juanquan", "juan quan", "quanquan"), "圈圈"),
        (("qiali", "kali", "qia li"), "卡丽"),
        (("wuqiujian", "wqj", "guanqiu", "wu qiu jian", "毋丘"), "毋丘俭"),
    ):  # fmt: skip
        for text in texts:
            assert names(odd_town, text) == [name], text
    for text in ("wang yan", "wangyan", "wy", "WANG  YAN"):
        assert set(names(odd_town, text)) >= {"王艳", "王岩"}, text
    assert names(odd_town, "1111136000") == []  # two numbers are two


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("福锦苑1-1102", ["福锦苑1栋1单元1102"]),
        ("福锦苑1-1-1102", ["福锦苑1栋1单元1102"]),
        ("福锦苑1#1-1102", ["福锦苑1栋1单元1102"]),
        ("福锦苑小区1栋-1-1102", ["福锦苑1栋1单元1102"]),
        ("福锦苑一栋1102", ["福锦苑1栋1单元1102"]),
        ("福锦苑1栋一单元1102室", ["福锦苑1栋1单元1102"]),
        ("兴新社区福锦苑1-1102", ["福锦苑1栋1单元1102"]),
        ("福锦苑综合楼1104", ["福锦苑综合楼1单元1104"]),
        ("福锦苑小区综合楼 1104", ["福锦苑综合楼1单元1104"]),
        ("综合楼1104", ["福锦苑综合楼1单元1104"]),
        ("综合楼1单元1104", ["福锦苑综合楼1单元1104"]),
        ("福锦苑1-9999", []),
    ],
)
def test_addresses_however_they_are_written(odd_town: Office, text: str, found: list[str]) -> None:
    homes = [hit.title for hit in odd_town.search.find(text) if hit.kind == "household"]
    assert homes == found


def test_a_file_indexed_by_earlier_rules_is_indexed_anew_when_it_is_opened(
    odd_town: Office,
) -> None:
    """As earlier versions left it: other words for numbers, other readings, no edition."""
    database, folder = odd_town.core.database, odd_town.folder
    with database.transaction():
        database.execute("UPDATE resident SET pinyin = 'jiong xiao ming' WHERE name = '炅小明'")
        database.execute("DELETE FROM resident_pinyin")
        database.execute("INSERT INTO resident_number(resident_number) VALUES('delete-all')")
        database.execute("DELETE FROM setting WHERE key = 'search.edition'")
    assert names(odd_town, "guixiaoming") == names(odd_town, "08275261234") == []
    odd_town.close()
    with closing(open_office(folder, "", "测试口令-2026")) as again:
        assert names(again, "guixiaoming") == ["炅小明"]
        assert names(again, "08275261234") == ["买买提·吐尔逊"]
        assert names(again, "毋丘") == ["毋丘俭"]
        keys = again.core.database.rows("SELECT pinyin FROM resident WHERE name = '炅小明'")
        assert keys == [("gui xiao ming",)]


def test_leaders_with_a_dot_in_the_name_or_without_the_post(town: Office) -> None:
    place = town.households.buildings()[1].id
    leader = Leader(0, "艾力·买买提", id_number="511902198503124419", phone="13712345678")
    leader_id = town.roster.create(leader, place, date(2026, 1, 1)).ids[0]
    for text in ("艾力·买买提", "艾力买买提", "力买", "19850312", "4419", "1371234"):
        found = [h.title for h in town.search.find(text) if h.kind == "leader"]
        assert found == ["艾力·买买提 楼栋长"], text
    assert [h.kind for h in town.search.find("单")] == ["leader"]
    assert town.search.find("13700009998") == ()
    (tenure,) = town.roster.get(leader_id).tenures
    town.roster.end_tenure(tenure.tenure.id, date(2026, 11, 1), "搬走")
    assert town.search.find("艾力") == ()


def test_saving_moves_the_index(town: Office) -> None:
    hit = next(h for h in town.search.find("曾志伟") if h.kind == "resident")
    before = town.households.resident(hit.id)
    town.households.save_resident(before, replace(before, name="曾小伟", phone="15012345678"))
    assert names(town, "曾志伟") == []
    assert names(town, "1102") == []  # the old telephone's end
    assert names(town, "zxw") == ["曾小伟"]
    assert names(town, "5678") == ["曾小伟"]
    town.households.remove_resident(hit.id)
    assert names(town, "曾小伟") == []
    town.history.undo(town.history.today()[0].batch_id)
    assert names(town, "czw") == []
    assert names(town, "cxw") == ["曾小伟"]


def test_limit_and_state(town: Office) -> None:
    assert len(town.search.find("张", limit=2)) == 2
    hit = next(h for h in town.search.find("欧阳震华"))
    before = town.households.resident(hit.id)
    town.households.save_resident(before, replace(before, state="moved"))
    assert names(town, "欧阳震华") == ["欧阳震华（已迁出）"]


def test_new_places_are_known_at_once(town: Office) -> None:
    assert town.search.find("新苑7栋") == ()
    place = town.households.add_place("东锦社区", "新苑", "7栋").ids[0]
    town.households.create(place, "1单元", "7")
    assert [h.title for h in town.search.find("新苑7栋")] == ["新苑7栋1单元7"]


def test_a_surname_that_begins_a_compound_finds_people_and_homes(town: Office) -> None:
    place = town.households.add_place("兴新社区", "金桂苑", "1栋").ids[0]
    home = town.households.create(place, "", "101").ids[0]
    town.households.add_resident(home, Resident(0, 0, "金小明"))
    assert [h.kind for h in town.search.find("金")] == ["resident", "household"]
    assert names(town, "金 101") == ["金小明"]
