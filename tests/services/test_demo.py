"""The demo district: believable people, exact figures, every case of the scheme, all or nothing."""

import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from ldz_desktop.domain.codes import (
    EDUCATION,
    EMPLOYMENT,
    ETHNIC,
    HEALTH,
    MARITAL,
    POLITICAL,
    RELATION,
    TENURE,
    CodeTable,
    is_party,
)
from ldz_desktop.domain.commitments import check_commitment
from ldz_desktop.domain.evaluation import FEW_SHEETS, NO_BOOKLET, balance, is_valid
from ldz_desktop.domain.identity import check_id
from ldz_desktop.domain.party import check_step
from ldz_desktop.errors import Cancelled, OpenError
from ldz_desktop.services.context import Office
from ldz_desktop.services.demo import build_demo
from ldz_desktop.services.demo.district import (
    BuildingPlan,
    HouseholdPlan,
    anchor_of,
    build_district,
)
from ldz_desktop.services.demo.dwellings import doors, sizes
from ldz_desktop.services.demo.id_numbers import check_digit
from ldz_desktop.services.demo.months import MonthModel, month_name
from ldz_desktop.services.demo.person import Person
from ldz_desktop.services.opening import inspect_folder, open_office
from ldz_desktop.services.progress import SILENT, Progress

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=timezone(timedelta(hours=8)))
PASSWORD = "测试口令-2026"
SMALL = 6_500  # households of the districts that are made again and again
CHILDREN = ("20", "22", "23", "24", "30", "32", "33", "34")


@pytest.fixture(scope="module")
def district() -> tuple[BuildingPlan, ...]:
    return build_district(1, TODAY)


@pytest.fixture(scope="module")
def people(district: tuple[BuildingPlan, ...]) -> list[Person]:
    return [m for b in district for h in b.households for m in h.members]


def households(district: tuple[BuildingPlan, ...]) -> list[HouseholdPlan]:
    return [h for b in district for h in b.households]


def day(person: Person) -> date:
    return date.fromordinal(person.birth)


def years_between(elder: Person, younger: Person) -> float:
    return (younger.birth - elder.birth) / 365.2425


# -- sizes and places -----------------------------------------------------------------------------


def test_has_the_sizes_of_the_real_district(
    district: tuple[BuildingPlan, ...], people: list[Person]
) -> None:
    assert len(district) == 152
    assert len({(b.community, b.compound) for b in district}) == 18
    assert len({b.community for b in district}) == len({b.street for b in district}) == 3
    assert sum(len(b.households) for b in district) == 24_000
    assert 64_000 <= sum(p.state == "present" for p in people) <= 66_500


def test_buildings_look_built(district: tuple[BuildingPlan, ...]) -> None:
    for building in district:
        rooms = [(h.door.unit, h.door.room) for h in building.households]
        assert len(rooms) == len(set(rooms)), building
        assert 2 <= len({unit for unit, _ in rooms}) <= 4, building
        floors = {int(room.partition("-")[0][:-2]) for _, room in rooms}
        assert floors == set(range(min(floors), max(floors) + 1))
        assert min(floors) in (1, 2)
        assert max(floors) <= 33


@pytest.mark.parametrize("wanted", [92, 101, 142, 158, 199, 232])
def test_doors_are_exactly_as_many_as_wanted(wanted: int) -> None:
    for seed in range(20):
        assert len(set(doors(random.Random(seed), wanted))) == wanted


def test_sizes_sum_up() -> None:
    found = sizes(random.Random(3), 152, 24_000)
    assert sum(found) == 24_000
    assert max(found) - min(found) > 60


# -- families -------------------------------------------------------------------------------------


def test_heads_are_adults_and_the_only_ones(district: tuple[BuildingPlan, ...]) -> None:
    for household in households(district):
        heads = [m for m in household.members if m.relation == "02"]
        assert len(heads) == (1 if household.members else 0)
        for head in heads:
            assert head.age >= 18
            assert head.state == "present"


def test_spouses_are_of_near_age_and_marriageable(district: tuple[BuildingPlan, ...]) -> None:
    couples = 0
    for household in households(district):
        for spouse in (m for m in household.members if m.relation in ("11", "12")):
            head = household.members[0]
            assert {head.sex, spouse.sex} == {"1", "2"}
            assert (spouse.relation == "11") == spouse.male
            assert abs(years_between(head, spouse)) < 10
            assert min(head.age, spouse.age) >= 20
            couples += 1
    assert couples > 14_000


def test_children_are_twenty_to_forty_years_younger(district: tuple[BuildingPlan, ...]) -> None:
    pairs = 0
    for household in households(district):
        by_relation: dict[str, list[Person]] = {}
        for member in household.members:
            by_relation.setdefault(member.relation, []).append(member)
        parents = [*by_relation.get("02", []), *by_relation.get("11", []),
                   *by_relation.get("12", [])]  # fmt: skip
        pairs += _assert_generations(
            parents, [c for code in CHILDREN for c in by_relation.get(code, [])]
        )
        _assert_generations(by_relation.get("51", []) + by_relation.get("52", []),
                            by_relation.get("02", []))  # fmt: skip
        middle = [c for code in ("20", "38", "28", "30") for c in by_relation.get(code, [])]
        grandchildren = [c for code in ("41", "42", "43", "44") for c in by_relation.get(code, [])]
        if grandchildren:
            _assert_generations(middle, grandchildren)
    assert pairs > 20_000


def _assert_generations(parents: list[Person], children: list[Person]) -> int:
    for parent in parents:
        for child in children:
            assert 20 <= years_between(parent, child) <= 40.1
    return len(parents) * len(children)


def test_families_of_all_kinds(district: tuple[BuildingPlan, ...]) -> None:
    every = households(district)
    relations = [{m.relation for m in h.members} for h in every]
    assert sum(bool(r & {"41", "42", "43", "44"}) for r in relations) > 1000
    assert sum(bool(r & {"51", "52"}) for r in relations) > 500
    assert sum("28" in r for r in relations) > 50  # a son-in-law lives in
    alone = [h.members[0] for h in every if len(h.members) == 1]
    assert sum(m.age >= 65 for m in alone) > 500
    assert sum(not h.members for h in every) > 200
    shared = [h for h in every if h.tenure == "群租"]
    assert all({m.relation for m in h.members[1:]} <= {"99"} for h in shared)
    assert {len(h.members) for h in shared} >= {2, 3, 4, 5}


def test_nobody_lives_in_a_vacant_dwelling(district: tuple[BuildingPlan, ...]) -> None:
    vacant = [h for h in households(district) if h.tenure == "空置"]
    assert 1200 < len(vacant) < 2200
    assert not any(m.lives_here for h in vacant for m in h.members)
    assert not any(h.occupied for h in vacant)


def test_names_in_a_family_differ(district: tuple[BuildingPlan, ...]) -> None:
    for household in households(district):
        names = [m.name for m in household.members]
        assert len(names) == len(set(names))


def test_ages_make_a_believable_pyramid(people: list[Person]) -> None:
    present = [p for p in people if p.state == "present"]
    share = {
        name: sum(low <= p.age < high for p in present) / len(present)
        for name, low, high in (
            ("children", 0, 15), ("young", 15, 30), ("middle", 30, 60), ("old", 60, 80),
            ("very old", 80, 120),
        )
    }  # fmt: skip
    assert 0.12 < share["children"] < 0.20
    assert 0.12 < share["young"] < 0.20
    assert 0.40 < share["middle"] < 0.52
    assert 0.14 < share["old"] < 0.22
    assert 0.01 < share["very old"] < 0.04
    assert 0.47 < sum(p.male for p in present) / len(present) < 0.53


def test_age_is_counted_from_the_first_of_the_month(people: list[Person]) -> None:
    anchor = anchor_of(TODAY)
    for person in people[::50]:
        born = day(person)
        expected = anchor.year - born.year - ((anchor.month, anchor.day) < (born.month, born.day))
        assert person.age == expected
        assert born <= anchor


# -- what is written of people --------------------------------------------------------------------


def test_identity_numbers_are_valid_unique_and_fit(people: list[Person]) -> None:
    numbers = [p.id_number for p in people if p.id_number]
    assert len(numbers) == len(set(numbers)) > 0.98 * len(people)
    for person in people:
        number = person.id_number
        if number is not None:
            assert number[17] == check_digit(number[:17])
            assert number[6:14] == day(person).strftime("%Y%m%d")
            assert int(number[16]) % 2 == int(person.male)
    regions = Counter(n[:6] for n in numbers)
    local = sum(regions[r] for r in ("511902", "511921", "511922", "511923", "513701"))
    assert local > 0.75 * len(numbers)


def test_identity_numbers_pass_the_programs_own_check(people: list[Person]) -> None:
    from ldz_desktop.services.codes import regions

    for person in people[::37]:
        if person.id_number:
            identity = check_id(person.id_number, TODAY, regions=regions(), sex=person.sex)
            assert identity.ok
            assert identity.birth == day(person)
            assert {p.code for p in identity.problems} <= {"region_abolished"}


def test_telephones_are_unique_mobiles(people: list[Person]) -> None:
    phones = [p.phone for p in people if p.phone]
    assert len(phones) == len(set(phones))
    assert all(len(p) == 11 and p[0] == "1" and p.isdigit() for p in phones)
    assert not any(p.phone for p in people if p.age < 12)


def test_codes_are_codes_of_the_tables(
    district: tuple[BuildingPlan, ...], people: list[Person]
) -> None:
    tables: tuple[tuple[str, CodeTable], ...] = (
        ("relation", RELATION), ("people", ETHNIC), ("education", EDUCATION),
        ("occupation", EMPLOYMENT), ("health", HEALTH), ("political", POLITICAL),
        ("marital", MARITAL),
    )  # fmt: skip
    for field, table in tables:
        known = {entry.code for entry in table.entries}
        assert {getattr(p, field) for p in people} - {None} <= known, field
    labels = {entry.code for entry in TENURE.entries}
    assert {h.tenure for h in households(district)} - {None} == labels


def test_what_is_written_fits_the_age(people: list[Person]) -> None:
    for person in people:
        if person.age < 6:
            assert person.education is None
            assert person.occupation is None
        elif person.age < 18:
            assert person.occupation == "31"
        if person.age < 18:
            assert person.political is None
            assert person.marital == "10"
    old = [p for p in people if p.age >= 65]
    assert sum(p.occupation in ("80", "70", "27") for p in old) == len(old)
    chronic = Counter(p.health == "30" for p in old)
    assert chronic[True] > 0.2 * len(old)


def test_names_of_all_kinds(people: list[Person]) -> None:
    names = [p.name for p in people]
    assert any("䶮" in n or "𬱖" in n or "㛃" in n for n in names)
    assert any(n.startswith(("欧阳", "司马", "诸葛", "上官", "尉迟")) for n in names)
    assert any("·" in n for n in names)
    assert any(p.people == "07" and len(p.name) >= 4 for p in people)
    surnames = Counter(n[0] for n in names)
    assert [s for s, _ in surnames.most_common(3)] == ["李", "王", "张"]


def test_files_were_checked_in_the_last_eighteen_months(
    district: tuple[BuildingPlan, ...],
) -> None:
    checked = [h.checked_on for h in households(district)]
    assert max(checked) <= TODAY
    assert min(checked) >= TODAY - timedelta(days=570)
    assert min(checked) < TODAY - timedelta(days=365)  # some are due


def test_same_seed_same_people() -> None:
    first, second = (build_district(5, TODAY.replace(day=d), households=SMALL) for d in (3, 27))
    assert first == second
    assert first != build_district(6, TODAY, households=SMALL)


# -- months ---------------------------------------------------------------------------------------


def test_months_are_named_back_from_today() -> None:
    assert month_name(date(2026, 1, 31), 0) == "2026-01"
    assert month_name(date(2026, 1, 31), 1) == "2025-12"
    assert month_name(date(2026, 11, 24), 12) == "2025-11"


def test_batches_balance_and_are_about_four_thousand(district: tuple[BuildingPlan, ...]) -> None:
    plan = MonthModel(1, district).closed("2026-10", 1)
    assert 3_600 <= sum(len(b.sheets) for b in plan.batches.values()) <= 4_500
    for batch in plan.batches.values():
        valid = sum(map(is_valid, batch.sheets))
        assert balance(batch.header, valid, len(batch.sheets) - valid) == ()
        assert batch.header.issued is not None


# -- the office -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole demo office; the tests below only read it."""
    from ldz_desktop.storage import keyring

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyring, "DEFAULT_COST", keyring.Cost(memory=8192, passes=1, lanes=1))
        folder = tmp_path_factory.mktemp("demo") / "office"
        result = build_demo(folder, "李敏", PASSWORD, seed=1, months=4, today=TODAY)
    assert (result.communities, result.compounds, result.buildings) == (3, 18, 152)
    assert (result.households, result.leaders) == (24_000, 152)
    assert 64_000 <= result.residents <= 66_500
    assert len(result.recovery_code.split("-")) == 8
    return folder


@pytest.fixture(scope="module")
def office(demo: Path) -> Iterator[Office]:
    opened = open_office(demo, "", PASSWORD, clock=lambda: NOON)
    yield opened
    opened.close()


def test_totals_of_the_office(office: Office) -> None:
    totals = office.households.totals()
    assert (totals.communities, totals.compounds, totals.buildings) == (3, 18, 152)
    assert (totals.households, totals.leaders) == (24_000, 152)
    figures = office.roster.figures()
    assert (figures.leaders, figures.party, figures.upper_secondary) == (152, 48, 106)
    assert (figures.share, figures.vacancies) == (70, 0)


def test_months_are_closed_published_and_true(office: Office) -> None:
    months = {m.month: m.state for m in office.evaluation.months()}
    assert months == {
        "2026-11": "open", "2026-10": "closed", "2026-09": "published", "2026-08": "published",
        "2026-07": "published",
    }  # fmt: skip
    found = office.evaluation.verify("2026-10")
    assert found.ok, found.problems


def test_every_case_of_the_scheme_can_be_seen(office: Office) -> None:
    rankings = {
        m: office.evaluation.ranking(m).standings
        for m in ("2026-07", "2026-08", "2026-09", "2026-10")
    }
    newest = rankings["2026-10"]
    why = Counter(s.score.why_unranked for s in newest)
    assert why[NO_BOOKLET] == 1
    assert 2 <= why[FEW_SHEETS] <= 6
    assert max(s.streak for s in newest) == 2
    ranks = Counter((s.scope, s.rank) for s in newest if s.rank)
    assert max(ranks.values()) == 2  # a tie, shared
    flags = [{s.score.building_id for s in r if s.flag} for r in rankings.values()]
    assert all(len(f) == 6 for f in flags)
    assert set.intersection(*flags)  # one stays
    assert len(set.union(*flags)) >= 10  # others move


def test_one_leader_was_replaced(office: Office) -> None:
    rows = {r.tenure_id: r for r in office.roster.rows()}
    old = [
        s.score
        for m in ("2026-07", "2026-08", "2026-09", "2026-10")
        for s in office.evaluation.ranking(m).standings
        if s.score.tenure_id not in rows
    ]
    assert old == []  # closed months speak of the successor: more days of the month in office
    started = [r for r in rows.values() if r.started_on and r.started_on.day != 1]
    assert len(started) == 1
    hits = office.search.find(f"{started[0].compound}{started[0].building}")
    assert hits


def test_last_places_were_followed_up_and_the_office_was_handed_over(office: Office) -> None:
    cases = office.cautions.cases()
    kinds = sorted(case.step.kind for case in cases if case.step is not None)
    assert kinds.count("talk") == 1
    assert set(kinds) == {"remind", "talk"}
    over = [case for case in cases if not case.running]
    assert len(over) >= 5
    assert sum(case.open_void is not None for case in over) == 1
    given = [one.caution for case in cases for one in case.steps]
    assert all(c.done_on is not None and c.done_on <= TODAY for c in given)
    assert not [one for case in cases for one in case.steps if one.void]
    (leaving,) = office.handover.leavings()
    assert leaving.state == "已交接"
    assert leaving.handover is not None
    assert leaving.handover.receiver == leaving.successor
    assert office.handover.open_items(leaving.tenure_id) == ()


def test_everybody_was_trained_and_reports_duties(office: Office) -> None:
    training = office.training
    courses = training.courses()
    kinds = Counter(row.course.kind for row in courses)
    assert kinds["轮训"] == 6
    assert sum(row.attended for row in courses if row.course.kind == "顶岗") == 4
    assert all(row.course.last_on <= TODAY for row in courses if row.attended)
    lacking = [y.name for y in training.year(TODAY.year) if y.lacks_induction]
    assert len(lacking) == 1  # who left early
    numbers = [
        t.attendance.certificate_no
        for row in courses
        for t in training.trainees(row.id)
        if t.attendance is not None and t.attendance.certificate_no
    ]
    assert len(numbers) == len(set(numbers)) > 150
    figures = office.duties.figures("2025-11", "2026-10")
    in_office = sum(one.in_office for one in figures.leaders)
    reported = sum(one.months for one in figures.leaders)
    assert 0.94 < reported / in_office < 1
    assert all(6 <= one.kinds <= 19 for one in figures.leaders if one.months)
    silent = [line for line in office.duties.month("2026-11") if line.silent]
    assert 60 <= len(silent) <= 110


def test_leaders_of_the_last_three_years_were_selected(office: Office) -> None:
    """Every step has its evidence, in the order of the days; three re-elections are under way."""
    selections = office.selections
    since = TODAY.replace(year=TODAY.year - 3)
    recent = [r for r in office.roster.rows() if r.started_on and r.started_on > since]
    assert len(recent) > 40
    for row in recent:
        selection = selections.of_building(row.building_id)[-1]
        detail = selections.get(selection.id)
        assert [s.state for s in detail.steps] == ["done"] * 5
        assert selection.tenure_id == row.tenure_id
        assert detail.facts.inducted or selection.close_reason
        notice, chosen = detail.postings[-1], selection.chosen[0]
        days = [
            selection.begun_on, selection.held_on, chosen.reviewed_on, notice.posted_on,
            notice.last_on, selection.appointed_on, row.started_on, selection.closed_on,
        ]  # fmt: skip
        assert days == sorted(d for d in days if d is not None)
        assert (chosen.name, chosen.leader_id) == (row.name, row.leader_id)
        counted = [c.votes for c in selection.candidates if c.votes is not None]
        assert sum(counted) <= (selection.returned or 0) <= (selection.eligible or 0)
        assert office.selection_papers.letter(row.leader_id).name == row.name
    running = [r for r in selections.board() if r.selection is not None]
    assert len(running) == 3
    assert {r.current.step for r in running if r.current} == {"vote", "review", "notice"}
    assert all(r.incumbent is not None for r in running)


def test_people_have_a_track_into_the_party_and_promises(office: Office) -> None:
    """Every step and every promise is one its form would take; members have gone all five."""
    stages: Counter[int] = Counter()
    promises = 0
    for row in office.roster.rows():
        leader = office.roster.get(row.leader_id).leader
        steps = office.party.of(row.leader_id)
        for number, step in enumerate(steps):
            found = check_step(
                step.stage, step.happened_on, steps[:number], today=TODAY, birth=leader.birth
            )
            assert not [p for p in found if p.level == "refused"]
        if not is_party(leader.political):
            assert len(steps) < 4
            stages[len(steps)] += 1
        elif leader.political == "01":
            assert len(steps) == 5
        for one in office.commitments.of(row.leader_id):
            found = check_commitment(one.matter, one.made_on, one.due_on, one.kept_on, today=TODAY)
            assert not [p for p in found if p.level == "refused"]
            promises += 1
    assert (stages[1], stages[2], stages[3]) == (6, 4, 3)
    assert promises > 150


def test_flag_money_is_paid_but_for_the_newest_month_and_leaders_rose(office: Office) -> None:
    """domain.md §1: 2 full and 1 probationary member, 3 committee seats."""
    money = office.rewards.money()
    assert {x.state for x in money if x.reward.month == "2026-10"} == {"proposed"}
    assert {x.state for x in money if x.reward.month != "2026-10"} == {"paid"}
    assert len(money) == 24
    assert {x.cents for x in money} == {100_000}
    for one in (x.reward for x in money if x.state == "paid"):
        assert one.approved_on is not None
        assert one.paid_on is not None
        assert one.approved_on <= one.paid_on <= TODAY
        assert one.approved_by != one.paid_by
    events = office.rewards.events()
    assert Counter(x.reward.kind for x in events) == {"party": 3, "committee": 3}
    codes: Counter[str | None] = Counter()
    for line in (x for x in events if x.reward.kind == "party"):
        leader = office.roster.get(line.reward.leader_id).leader
        codes[leader.political] += 1
        step = office.party.of(leader.id)[-1]
        assert step.happened_on == line.reward.approved_on
    assert codes == {"01": 2, "02": 1}
    best = max(office.rewards.year(2026), key=lambda r: len(r.months))
    dossier = office.dossier.of(best.leader_id, 2026)
    assert all(line[-1] for part in dossier.parts for line in part.lines)


def test_current_month_is_half_entered(office: Office) -> None:
    overview = office.evaluation.overview("2026-11")
    assert overview.info.state == "open"
    assert 50 <= overview.with_sheets <= 80
    assert overview.with_sheets == overview.balanced
    assert overview.drafts == 2
    assert 0 < overview.with_stars < overview.with_sheets
    assert overview.next_step == "enter"


def test_leaders_are_residents_of_their_buildings(office: Office) -> None:
    leader = office.roster.rows()[0]
    hits = office.search.find(f"{leader.name} {leader.compound}{leader.building}")
    assert any(h.kind == "resident" and h.building_id == leader.building_id for h in hits)


def test_everybody_can_be_found(office: Office) -> None:
    household = office.households.get(office.households.ids()[100])
    assert household.head is not None
    assert household.head.id_number is not None
    for text in (household.head.id_number[6:], household.head.name):
        assert household.head.id in {h.id for h in office.search.find(text, limit=500)}


# -- all or nothing -------------------------------------------------------------------------------


class _CancelAt:
    """Somebody presses Cancel after so many reports."""

    def __init__(self, reports: int) -> None:
        self.left = reports

    def report(self, done: int, total: int, text: str = "") -> None:
        del done, total, text
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def _build_small(
    folder: Path, account: str = "李敏", *, months: int = 0, progress: Progress = SILENT
) -> None:
    build_demo(
        folder, account, PASSWORD, months=months, households=SMALL, today=TODAY, progress=progress
    )


@pytest.mark.parametrize("reports", [3, 160, 306])
def test_cancelled_leaves_nothing(tmp_path: Path, reports: int) -> None:
    folder = tmp_path / "office"
    with pytest.raises(Cancelled):
        _build_small(folder, months=1, progress=_CancelAt(reports))
    assert list(tmp_path.iterdir()) == []


def test_refuses_a_folder_that_holds_an_office(tmp_path: Path, office: Office) -> None:
    before = sorted(p.name for p in office.folder.iterdir())
    with pytest.raises(OpenError):
        build_demo(office.folder, "李敏", PASSWORD, today=TODAY)
    assert sorted(p.name for p in office.folder.iterdir()) == before


def test_folder_with_other_things_in_it(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "window.ini").write_text("[window]\n", "utf-8")
    _build_small(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {
        "logs", "window.ini", "archive.db", "office.keys", "office.keys.2",
    }  # fmt: skip
    opened = open_office(tmp_path, "", PASSWORD)
    assert [m.state for m in opened.evaluation.months()] == ["open"]
    opened.close()


def test_cancelled_in_a_folder_with_other_things(tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[window]\n", "utf-8")
    with pytest.raises(Cancelled):
        _build_small(tmp_path, progress=_CancelAt(200))
    assert [p.name for p in tmp_path.iterdir()] == ["window.ini"]


_BUILD = """
import sys
from datetime import date
from pathlib import Path
from ldz_desktop.services.demo import build_demo

class Loud:
    def report(self, done, total, text=""):
        print(done, flush=True)

build_demo(
    Path(sys.argv[1]), "x", "y" * 12, months=1, households=int(sys.argv[2]),
    today=date(2026, 11, 24), progress=Loud(),
)
"""


@pytest.mark.parametrize("fresh", [True, False])
def test_killed_leaves_no_office_and_the_next_run_clears_up(tmp_path: Path, fresh: bool) -> None:
    folder = tmp_path / "office"
    if not fresh:
        folder.mkdir()
        (folder / "window.ini").write_text("[window]\n", "utf-8")
    child = subprocess.Popen(
        [sys.executable, "-c", _BUILD, str(folder), str(SMALL)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    for line in child.stdout:
        if int(line) >= 500:  # the people are being written
            break
    child.kill()
    child.wait()
    child.stdout.close()
    assert not inspect_folder(folder).exists
    _build_small(folder)
    assert inspect_folder(folder).accounts == ("李敏",)
    left = {p.name for p in (*tmp_path.iterdir(), *folder.iterdir())}
    assert not any("building" in name for name in left)


def test_copied_keys_of_a_killed_run_are_taken_away(tmp_path: Path, demo: Path) -> None:
    hidden = tmp_path / ".building-1"
    shutil.copytree(demo, hidden)
    for name in ("office.keys", "office.keys.2"):
        shutil.copy2(hidden / name, tmp_path / name)
    assert inspect_folder(tmp_path).exists  # looks like an office without its database
    _build_small(tmp_path, "王芳")
    assert inspect_folder(tmp_path).accounts == ("王芳",)
    assert not hidden.exists()


def test_keys_of_a_real_office_stay(tmp_path: Path, demo: Path) -> None:
    """An office that lost its database is not a leftover."""
    shutil.copytree(demo, tmp_path / "office")
    (tmp_path / "office" / "archive.db").unlink()
    (tmp_path / "office" / ".building-1").mkdir()
    with pytest.raises(OpenError):
        build_demo(tmp_path / "office", "王芳", PASSWORD, months=0, today=TODAY)
    assert (tmp_path / "office" / "office.keys").exists()


def test_every_published_month_has_its_notice_and_one_runs(office: Office) -> None:
    rows = {row.posting.title: row for row in office.postings.rows()}
    published = [m for m in office.evaluation.months() if m.state == "published"]
    for month in published:
        (hung,) = office.postings.of(f"month:{month.month}")
        assert (hung.posted_on, hung.last_on) == (month.published_on, month.notice_end)
    states = sorted(row.state for row in rows.values() if row.posting.kind == "ranking")
    assert states == ["full", "reported", "reported"]  # the newest waits for its result
    running = [row for row in rows.values() if row.state == "running"]
    assert [row.posting.title for row in running] == ["关于调整楼栋长例会时间的公示"]
    assert running[0].countdown == "还有 3 个工作日"
    objections = [o for row in rows.values() for o in row.posting.objections]
    assert objections
    assert all(one.reason for one in objections)
    assert not any(row.photo for row in rows.values())
