"""Lists by rules and statistics: every count is the same number wherever it stands."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.domain.tags import Tag, years_before
from ldz_desktop.errors import InputError
from ldz_desktop.reports import spreadsheets
from ldz_desktop.services.context import Office
from ldz_desktop.storage.settings import AuditStore


def _home(
    office: Office, place: tuple[str, str, str], room: str, tenure: str | None = "自有"
) -> int:
    building = office.households.add_place(*place).ids[0]
    return office.households.create(building, "1单元", room, tenure).ids[0]


@pytest.fixture
def town(office: Office) -> Office:
    """Two communities, three buildings, nine people of whom seven count."""
    today = office.today()

    def born(years: int, days: int = 0) -> date:
        return years_before(today, years) + timedelta(days=days)

    first = _home(office, ("兴新社区", "福锦苑", "2栋"), "101")
    second = _home(office, ("兴新社区", "福锦苑", "10栋"), "201", "租赁")
    third = _home(office, ("东锦社区", "东锦苑", "1栋"), "301", None)
    _home(office, ("东锦社区", "东锦苑", "1栋"), "302", "空置")
    add = office.households.add_resident
    add(first, Resident(0, 0, "陈志远", "02", id_number="511902196707260018", phone="13912340018",
                        education="20", occupation="13", workplace="兴文小学", political="01",
                        registered_here=True, health="60"))  # fmt: skip
    add(first, Resident(0, 0, "何丽娟", "10", sex="2", birth=born(60), education="60",
                        political="13", registered_here=True, lives_here=False))  # fmt: skip
    add(first, Resident(0, 0, "陈一诺", "30", sex="2", birth=born(8), education="80"))
    add(first, Resident(0, 0, "陈老先生", "51", sex="1", birth=born(99), state="dead"))
    add(second, Resident(0, 0, "李颇", "02", sex="1", birth=born(30), occupation="养蜂",
                         registered_here=False))  # fmt: skip
    add(second, Resident(0, 0, "王芳", "99", sex="2", birth=born(30, 1), registered_here=False))
    add(third, Resident(0, 0, "罗桂芳", "02", sex="2", birth=born(84), registered_here=False,
                        lives_here=False))  # fmt: skip
    add(third, Resident(0, 0, "吉里呷呷", "97", birth=None))
    add(third, Resident(0, 0, "周杰", "97", sex="1", birth=born(20), state="moved"))
    return office


def _names(office: Office, rules: PersonFilter, sort: str = "address") -> list[str]:
    return [row.name for row in office.lists.rows(office.lists.ids(rules, sort))]


def test_without_rules_everybody_who_counts(town: Office) -> None:
    everybody = PersonFilter()
    assert town.lists.count(everybody) == town.households.totals().residents == 7
    for community in town.households.tree():
        place = PlaceRef("community", community.id)
        assert town.lists.count(PersonFilter(place)) == community.residents
        for compound in community.compounds:
            for building in compound.buildings:
                there = PersonFilter(PlaceRef("building", building.id))
                assert town.lists.count(there) == building.residents
    assert _names(town, everybody)[:3] == ["陈志远", "何丽娟", "陈一诺"]


@pytest.mark.parametrize(
    ("rules", "names"),
    [
        ({"age_from": 60}, ["何丽娟", "罗桂芳"]),
        ({"age_to": 8}, ["陈一诺"]),
        ({"age_from": 30, "age_to": 30}, ["李颇"]),
        ({"age_from": 29, "age_to": 29}, ["王芳"]),
        ({"sex": "1"}, ["陈志远", "李颇"]),
        ({"tenure": ("租赁",)}, ["李颇", "王芳"]),
        ({"tenure": ("",)}, ["罗桂芳", "吉里呷呷"]),
        ({"education": ("20", "60")}, ["陈志远", "何丽娟"]),
        ({"political": ("01",)}, ["陈志远"]),
        ({"text": "小学"}, ["陈志远"]),
        ({"text": "养蜂"}, ["李颇"]),
        ({"text": "专业技术"}, ["陈志远"]),
        ({"registered": "no"}, ["李颇", "王芳", "罗桂芳"]),
        ({"registered": "unknown"}, ["陈一诺", "吉里呷呷"]),
        ({"lives": "no"}, ["何丽娟", "罗桂芳"]),
        ({"heads": True}, ["陈志远", "李颇", "罗桂芳"]),
        ({"birth_month": 7, "heads": True, "political": ("01",)}, ["陈志远"]),
        ({"tags": ("独居",)}, ["吉里呷呷"]),
        ({"tags": ("高龄",)}, []),  # she is registered there and lives elsewhere
    ],
)
def test_rules(town: Office, rules: dict[str, object], names: list[str]) -> None:
    wanted = replace(PersonFilter(), **rules)  # type: ignore[arg-type]
    assert sorted(_names(town, wanted)) == sorted(names)


def test_checked_since(town: Office) -> None:
    first = town.lists.rows(town.lists.ids(PersonFilter()))[0].household_id
    before = town.households.get(first)
    town.households.save(before, replace(before, checked_on=town.today() - timedelta(40)))
    assert town.lists.count(PersonFilter(checked=3)) == 3
    assert town.lists.count(PersonFilter(checked=-6)) == 4


def test_sorting(town: Office) -> None:
    by_age = _names(town, PersonFilter(), "age")
    assert by_age[0] == "陈一诺"
    assert by_age[-2:] == ["罗桂芳", "吉里呷呷"]  # who has no birth stands last
    assert _names(town, PersonFilter(), "name")[0].startswith("陈")


def test_lists_are_kept_renamed_and_come_back(town: Office) -> None:
    rules = PersonFilter(
        PlaceRef("all"), 60, None, tags=("低保",), tenure=("", "租赁"), checked=-12
    )
    kept = town.lists.save("  老人  ", rules)
    (one,) = town.lists.saved()
    assert (one.id, one.name, one.rules) == (kept.ids[0], "老人", rules)
    assert town.lists.save("老人", PersonFilter(sex="1")).ids == kept.ids  # the same name
    town.lists.save("群租", PersonFilter(tenure=("群租",)))
    with pytest.raises(InputError):
        town.lists.rename(one.id, "群租")
    town.lists.rename(one.id, "男")
    gone = town.lists.delete(one.id)
    assert [s.name for s in town.lists.saved()] == ["群租"]
    town.lists.restore(gone)
    assert {s.name: s.rules for s in town.lists.saved()}["男"] == PersonFilter(sex="1")
    with pytest.raises(InputError):
        town.lists.save(" ", rules)


def test_rules_of_a_newer_program_are_not_half_applied(town: Office) -> None:
    values = PersonFilter(sex="1").as_values()
    assert values == {"sex": "1"}
    assert PersonFilter.of_values(json.loads(json.dumps(values))) == PersonFilter(sex="1")
    with pytest.raises(ValueError, match="blood"):
        PersonFilter.of_values({"blood": "A"})
    with town.core.database.transaction():
        town.core.database.insert(
            "saved_list", {"id": 5, "kind": "residents", "name": "新", "rules": '{"blood": "A"}'}
        )
    assert town.lists.saved() == ()


def test_export_is_masked_by_default_and_logged(town: Office, tmp_path: Path) -> None:
    rules = PersonFilter()
    ids = town.lists.ids(rules)
    with pytest.raises(InputError):
        town.lists.export(ids, "全部", " ")
    masked = town.lists.export(ids, "全部", "报街道")
    assert len(masked.rows) == 7
    path = tmp_path / "a.xlsx"
    assert spreadsheets.write(masked, path) == 7
    text = "\n".join(
        str(c.value) for row in openpyxl.load_workbook(path).active.iter_rows() for c in row
    )
    assert "511902196707260018" not in text
    assert "13912340018" not in text
    assert "陈一诺" not in text  # a child
    assert "残疾" not in text
    full = town.lists.export(ids, "全部", "报街道", full=True)
    assert any("511902196707260018" in row for row in full.rows)
    events = [(e, d) for _, _, e, _, d in AuditStore(town.core.database).rows(9)]
    assert events[:2] == [("export.full", "报街道"), ("export.masked", "报街道")]


def test_a_list_that_says_it_by_itself_hides_names(town: Office) -> None:
    who = town.lists.ids(PersonFilter(age_from=50, sex="1"))[0]
    town.tags.add(Tag(0, who, "残疾", basis="残疾人证"))
    rules = PersonFilter(tags=("残疾",))
    table = town.lists.printed(town.lists.ids(rules), "残疾人", rules=rules)
    assert len(table.rows) == 1
    assert "陈志远" not in str(table.rows)
    assert "陈*远" in str(table.rows)


def test_the_roster_of_a_building(town: Office) -> None:
    building = next(b for b in town.households.buildings() if b.compound == "东锦苑")
    table = town.lists.roster(PlaceRef("building", building.id))
    assert table.title == "东锦苑1栋住户花名册"
    assert table.note.startswith("2 户，2 人。")
    assert [row[1] for row in table.rows] == ["301", "", "302"]
    assert table.rows[2][2:4] == ("空置", "")


def test_statistics_add_up_to_the_tree(town: Office) -> None:
    figures = town.statistics.figures()
    totals = town.households.totals()
    assert (figures.households, figures.residents) == (totals.households, totals.residents)
    for group in figures.groups:
        wanted = totals.residents if group.noun == "人" else totals.households
        assert group.total == wanted, group.key
        assert all(line.total == line.male + line.female + line.other for line in group.lines)
        assert group.definition
    assert sum(b.residents for b in figures.below) == totals.residents
    assert sum(b.households for b in figures.below) == totals.households
    assert [b.name for b in figures.below] == ["兴新社区", "东锦社区"]
    axes = {line.label: line.total for line in figures.group("axes").lines}
    assert axes == {
        "户在人在": 1, "户在人不在": 1, "户不在人在": 2, "户不在人不在": 1, "户籍未登记，人在": 2
    }  # fmt: skip
    ages = {line.label: line for line in figures.group("age").lines}
    assert (ages["25—29 岁"].total, ages["30—34 岁"].total) == (1, 1)
    assert ages["出生日期未登记"].other == 1
    assert (
        ages["95—99 岁" if "95—99 岁" in ages else "80—84 岁"].total == 1
    )  # the dead do not count


def test_statistics_agree_with_lists(town: Office) -> None:
    for community in town.households.tree():
        place = PlaceRef("community", community.id)
        figures = town.statistics.figures(place)
        assert figures.title == community.name
        assert figures.residents == community.residents == town.lists.count(PersonFilter(place))
        for code, label in (("20", "大学本科"), ("60", "普通高中"), ("80", "小学")):
            lines = {x.label: x.total for x in figures.group("education").lines}
            assert lines.get(label, 0) == town.lists.count(PersonFilter(place, education=(code,)))
    sixty = sum(b.aged for b in town.statistics.figures().below)
    assert sixty == town.lists.count(PersonFilter(age_from=60))
    assert town.statistics.figures(ALL).group("tenure").lines[-1].label == "未登记"


def test_occupations_count_under_what_their_words_mean(town: Office) -> None:
    household = town.lists.rows(town.lists.ids(PersonFilter()))[0].household_id
    for name, word in (("甲某", "80"), ("乙某", "退(离)休"), ("丙某", "退休"), ("丁某", "务工")):
        town.households.add_resident(household, Resident(0, 0, name, "97", occupation=word))
    lines = {x.label: x.total for x in town.statistics.figures().group("occupation").lines}
    assert (lines["退(离)休"], lines["工人"], lines["表外的写法"]) == (3, 1, 1)  # 养蜂
    assert sum(lines.values()) == town.households.totals().residents
    assert sorted(_names(town, PersonFilter(text="退休"))) == ["丙某", "乙某", "甲某"]


def test_nothing_yet(office: Office) -> None:
    figures = office.statistics.figures()
    assert (figures.residents, figures.below) == (0, ())
    assert [len(group.lines) for group in figures.groups] == [0] * 6
    with pytest.raises(InputError):
        office.statistics.figures(PlaceRef("building", 7))
