"""Care tags and visits on a real office: computed and typed agree, undo, rhythm, who is due."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.domain.tags import KINDS, TYPED, Rhythm, Tag, check_tag, years_before
from ldz_desktop.errors import ConflictError, InputError
from ldz_desktop.services.context import Office
from ldz_desktop.storage.tags import TagStore


def years(office: Office, count: int, *, days: int = 0) -> date:
    return years_before(office.today(), count) + timedelta(days=days)


def home(office: Office, building: str, room: str, *people: Resident, tenure: str = "自有") -> int:
    place = office.households.add_place("兴新社区", "福锦苑", building)
    household = office.households.create(place.ids[0], "1单元", room, tenure).ids[0]
    for person in people:
        office.households.add_resident(household, person)
    return household


def person(name: str, birth: date | None, relation: str = "02") -> Resident:
    return Resident(0, 0, name, relation, sex="2", birth=birth)


def member(office: Office, household: int, name: str) -> Resident:
    return next(m for m in office.households.get(household).members if m.name == name)


def kinds(office: Office, household: int, name: str) -> list[str]:
    wanted = member(office, household, name).id
    today = office.today()
    tags = office.tags.of_household(household).tags
    return [t.kind for t in tags if t.resident_id == wanted and t.held_on(today)]


@pytest.fixture
def homes(office: Office) -> dict[str, int]:
    """An old woman alone, a couple with a baby, a vacancy with somebody registered in it."""
    return {
        "alone": home(office, "2栋", "101", person("罗桂芳", years(office, 80))),
        "family": home(
            office, "10栋", "201", person("王芳", years(office, 30)),
            person("李颇", years(office, 79, days=0), "54"),
            person("王小宝", years(office, 3, days=1), "20"),
        ),
        "vacant": home(office, "10栋", "202", person("张冬", years(office, 85)), tenure="空置"),
    }  # fmt: skip


def test_computed_tags_change_on_the_birthday(office: Office, homes: dict[str, int]) -> None:
    assert kinds(office, homes["alone"], "罗桂芳") == ["高龄", "独居"]
    assert kinds(office, homes["family"], "李颇") == []  # 79
    assert kinds(office, homes["family"], "王小宝") == ["0-3岁婴幼儿"]  # two years and 364 days
    counts = office.tags.counts()
    assert list(counts) == [kind.name for kind in KINDS]
    assert (counts["高龄"], counts["独居"], counts["0-3岁婴幼儿"]) == (2, 1, 1)


def test_one_household_says_the_same_as_the_whole(office: Office, homes: dict[str, int]) -> None:
    office.tags.add(Tag(0, member(office, homes["family"], "王小宝").id, "0-3岁婴幼儿"))
    whole: dict[int, set[str]] = {}
    for kind in office.tags.counts():
        for one in office.tags.people_with(kind):
            whole.setdefault(one.id, set()).add(kind)
    single: dict[int, set[str]] = {}
    for household in homes.values():
        for tag in office.tags.of_household(household).tags:
            single.setdefault(tag.resident_id, set()).add(tag.kind)
    everybody = tuple(m.id for h in homes.values() for m in office.households.get(h).members)
    few = {i: set(k) for i, k in office.tags.held(everybody).items()}
    assert whole == single == few
    assert office.tags.counts()["0-3岁婴幼儿"] == 1  # typed and computed are one


def test_alone_is_of_the_dwelling_not_of_the_file(office: Office) -> None:
    first = home(office, "2栋", "101", person("罗桂芳", years(office, 60)))
    assert kinds(office, first, "罗桂芳") == ["独居"]
    dwelling = office.households.get(first).dwelling_id
    database = office.core.database
    second = next(office.core.ids())
    with office.core.action("分户"):
        database.insert("household", {"id": second, "dwelling_id": dwelling, "file_no": "X"})
    office.households.add_resident(second, person("何丽娟", years(office, 61)))
    assert kinds(office, first, "罗桂芳") == []
    assert office.tags.counts()["独居"] == 0
    assert office.tags.held((member(office, first, "罗桂芳").id,)) == {}


def test_tags_are_kept_with_dates_and_basis(office: Office, homes: dict[str, int]) -> None:
    who = member(office, homes["alone"], "罗桂芳").id
    added = office.tags.add(Tag(0, who, "低保", date(2025, 3, 1), None, "  低保证 0231 "))
    (tag,) = [t for t in office.tags.of_household(homes["alone"]).tags if t.id]
    assert (tag.kind, tag.from_on, tag.basis) == ("低保", date(2025, 3, 1), "低保证 0231")
    assert office.tags.counts()["低保"] == 1
    office.tags.change(tag, Tag(tag.id, who, "特困", date(2025, 3, 1), None, "供养证"))
    assert (office.tags.counts()["低保"], office.tags.counts()["特困"]) == (0, 1)
    with pytest.raises(ConflictError):
        office.tags.change(tag, tag)
    ended = office.tags.end(tag.id)
    assert office.tags.counts()["特困"] == 0
    office.history.undo(ended.batch_id)
    assert office.tags.counts()["特困"] == 1
    removed = office.tags.remove(tag.id)
    assert TagStore(office.core.database).tag(tag.id) is None
    office.history.undo(removed.batch_id)
    assert office.tags.counts()["特困"] == 1
    events = office.history.of_household(homes["alone"])
    assert [e.what for e in events[:2]] == ["撤销：删除标签", "删除标签"]
    assert added.change.topics == {"households"}


def test_what_is_refused(office: Office, homes: dict[str, int]) -> None:
    who = member(office, homes["alone"], "罗桂芳").id
    today = office.today()

    def codes(tag: Tag) -> list[tuple[str, str]]:
        return [(p.code, p.level) for p in office.tags.check(tag)]

    assert codes(Tag(0, who, "高龄")) == [("computed", "refused")]
    assert codes(Tag(0, who, "信访")) == [("unknown", "refused")]
    assert codes(Tag(0, who, "低保", today, today - timedelta(1))) == [("ends_first", "refused")]
    assert codes(Tag(0, who, "低保", date(1900, 1, 1))) == [("before_birth", "refused")]
    assert codes(Tag(0, who, "困境儿童")) == [("adult", "note")]
    office.tags.add(Tag(0, who, "低保", today - timedelta(900), today - timedelta(300)))
    office.tags.add(Tag(0, who, "低保", today - timedelta(300)))
    assert codes(Tag(0, who, "低保", today)) == [("twice", "refused")]
    with pytest.raises(InputError):
        office.tags.add(Tag(0, who, "低保"))
    with pytest.raises(InputError):
        office.tags.add(Tag(0, who, "独居"))
    assert not {"高龄", "独居"} & set(TYPED)


def test_no_tag_of_police_petition_or_court() -> None:
    forbidden = ("信访", "上访", "吸毒", "刑满", "矫正", "涉", "精神病", "宗教")
    assert not [k.name for k in KINDS if any(word in k.name for word in forbidden)]


def test_the_dead_and_the_moved_are_not_counted(office: Office, homes: dict[str, int]) -> None:
    who = member(office, homes["family"], "王芳")
    office.tags.add(Tag(0, who.id, "低保"))
    for state in ("dead", "moved"):
        before = member(office, homes["family"], "王芳")
        office.households.save_resident(
            before,
            replace(before, state=state, state_on=office.today()),  # type: ignore[arg-type]
        )
        assert office.tags.counts()["低保"] == 0
        assert office.tags.people_with("低保") == ()


def test_sensitive_ones_are_named(office: Office, homes: dict[str, int]) -> None:
    office.tags.add(Tag(0, member(office, homes["alone"], "罗桂芳").id, "残疾"))
    office.tags.add(Tag(0, member(office, homes["family"], "王小宝").id, "低保"))
    assert {k for _, k in office.tags.of_household(homes["alone"]).sensitive} == {"残疾"}
    assert {k for _, k in office.tags.of_household(homes["family"]).sensitive} == {
        "低保", "0-3岁婴幼儿"
    }  # fmt: skip  # everything about a child


def test_the_default_rhythm() -> None:
    rhythm = Rhythm()
    assert rhythm.period(("高龄", "独居"), 85) == 7
    assert rhythm.period(("高龄",), 85) == 90
    assert [rhythm.period((k,), 40) for k in ("残疾", "失能", "特困", "困境儿童")] == [30] * 4
    assert rhythm.period(("残疾", "低保"), 40) == 30
    assert rhythm.period(("独居",), 30) == 0
    assert rhythm.period(("独居",), 66) == 90
    assert rhythm.period(("志愿者",), 40) == 0
    assert rhythm.period((), 90) == 0


def test_who_is_due_and_since_when(office: Office, homes: dict[str, int]) -> None:
    today = office.today()
    due = office.tags.due()
    assert {row.id for row in due.rows} == set(homes.values())
    assert due.never == due.in_rhythm == 3
    done = office.tags.visited(homes["alone"], today - timedelta(8), None, "身体稳定")
    (row,) = [r for r in office.tags.due().rows if r.id == homes["alone"]]
    assert (row.every, row.last, row.since) == (7, today - timedelta(8), today - timedelta(1))
    assert row.kinds == ("高龄", "独居")
    latest = office.tags.visited(homes["alone"], today, "王楼长")
    assert homes["alone"] not in {r.id for r in office.tags.due().rows}
    assert not office.tags.of_household(homes["alone"]).due
    assert [v.visitor for v in office.tags.visits(homes["alone"])] == ["王楼长", "李敏"]
    office.history.undo(latest.batch_id)
    assert homes["alone"] in {r.id for r in office.tags.due().rows}
    office.history.undo(done.batch_id)
    assert office.tags.of_household(homes["alone"]).last_visit is None
    with pytest.raises(InputError):
        office.tags.visited(homes["alone"], today + timedelta(1))


def test_the_rhythm_is_the_offices_own(office: Office, homes: dict[str, int]) -> None:
    office.tags.visited(homes["alone"], office.today() - timedelta(8))
    rhythm = office.tags.rhythm()
    assert rhythm == Rhythm()
    office.tags.save_rhythm(Rhythm(14, 70, {**rhythm.every, "0-3岁婴幼儿": 0}))
    kept = office.tags.rhythm()
    assert (kept.aged_alone, kept.alone_from, kept.every["0-3岁婴幼儿"]) == (14, 70, 0)
    assert {row.id for row in office.tags.due().rows} == {homes["vacant"]}


def test_places_add_up(office: Office, homes: dict[str, int]) -> None:
    office.tags.add(Tag(0, member(office, homes["family"], "王芳").id, "低保"))
    buildings = office.households.buildings()
    whole = office.tags.counts(ALL)
    parts = [office.tags.counts(PlaceRef("building", b.id)) for b in buildings]
    assert {k: sum(p[k] for p in parts) for k in whole} == whole
    ten = next(b for b in buildings if b.name == "10栋")
    assert [p.name for p in office.tags.people_with("低保", PlaceRef("building", ten.id))] == [
        "王芳"
    ]


def test_check_needs_no_database() -> None:
    assert check_tag(Tag(0, 1, "低保"), None, date(2026, 11, 3)) == ()


def test_a_household_that_is_gone(office: Office) -> None:
    with pytest.raises(InputError):
        office.tags.of_household(1)
