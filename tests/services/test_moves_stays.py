"""Who lived where: an answer for any date, before the program's first record and after changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.moves import Birth, Death, Door, MoveIn, MoveOut, NewTenants, Relocation
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office

LONG_AGO = date(1950, 1, 1)
MARCH, JUNE, SEPTEMBER = date(2025, 3, 1), date(2025, 6, 1), date(2025, 9, 1)
BEFORE = timedelta(days=1)


@pytest.fixture
def flat(office: Office) -> int:
    """A let dwelling with two tenants, born 1990 and 2015."""
    building = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(building, "1", "102", "租赁").ids[0]
    office.households.add_resident(
        home, Resident(0, 0, "赵租", relation="02", birth=date(1990, 1, 1))
    )
    office.households.add_resident(
        home, Resident(0, 0, "赵小租", relation="20", birth=date(2015, 1, 1))
    )
    return home


def who(office: Office, name: str) -> int:
    return next(h for h in office.search.find(name) if h.title.startswith(name)).id


def names(office: Office, home: int, day: date) -> list[str]:
    dwelling = office.households.get(home).dwelling_id
    return [x.resident.name for x in office.moves.who_lived(dwelling, day)]


def test_without_any_record_they_have_lived_here_since_birth(office: Office, flat: int) -> None:
    assert names(office, flat, office.today()) == ["赵租", "赵小租"]
    assert names(office, flat, date(2000, 1, 1)) == ["赵租"]
    assert names(office, flat, LONG_AGO) == []
    (only,) = office.moves.residence_of(who(office, "赵租"))
    assert (only.address, only.from_on, only.to_on) == ("福锦苑1栋1单元102", None, None)
    assert only.certain


def test_tenants_out_and_in(office: Office, flat: int) -> None:
    new = Resident(0, 0, "钱租", relation="02", birth=date(1980, 1, 1))
    office.moves.apply(office.moves.plan(NewTenants(household_id=flat, day=JUNE, tenants=(new,))))
    assert names(office, flat, JUNE - BEFORE) == ["赵租", "赵小租"]
    assert names(office, flat, JUNE) == ["钱租"]
    assert names(office, flat, date(1999, 9, 9)) == ["赵租"]
    dwelling = office.households.get(flat).dwelling_id
    (old, _) = office.moves.who_lived(dwelling, MARCH)
    assert (old.to_on, old.why, old.file_no) == (JUNE, "换租", "XX-FJY-1-1-102")
    (now,) = office.moves.who_lived(dwelling, SEPTEMBER)
    assert (now.from_on, now.why, now.file_no) == (JUNE, "换租", "XX-FJY-1-1-102.2")


def test_away_and_back(office: Office, flat: int) -> None:
    tenant = who(office, "赵租")
    child = who(office, "赵小租")
    out = MoveOut(household_id=flat, day=MARCH, member_ids=(tenant, child), vacant=False)
    office.moves.apply(office.moves.plan(out))
    assert names(office, flat, MARCH) == []
    other = office.households.create(
        office.households.get(flat).building_id, "1", "301", "租赁"
    ).ids[0]
    back = MoveIn(
        household_id=other, day=SEPTEMBER, tenure="租赁",
        arrivals=(Resident(tenant, 0, "", relation="02"),),
    )  # fmt: skip
    office.moves.apply(office.moves.plan(back))
    assert names(office, flat, MARCH - BEFORE) == ["赵租", "赵小租"]
    assert names(office, flat, SEPTEMBER) == []
    assert names(office, other, SEPTEMBER) == ["赵租"]
    assert names(office, other, SEPTEMBER - BEFORE) == []
    assert [
        (r.address[-3:], r.from_on, r.to_on, r.why) for r in office.moves.residence_of(tenant)
    ] == [("102", None, MARCH, "迁出"), ("301", SEPTEMBER, None, "迁入")]


def test_birth_and_death(office: Office, flat: int) -> None:
    child = Resident(0, 0, "赵新", sex="1", father_id=who(office, "赵租"))
    office.moves.apply(office.moves.plan(Birth(household_id=flat, day=MARCH, child=child)))
    dead = Death(household_id=flat, day=JUNE, resident_id=who(office, "赵新"))
    office.moves.apply(office.moves.plan(dead))
    assert "赵新" not in names(office, flat, MARCH - BEFORE)
    assert "赵新" in names(office, flat, MARCH)
    assert "赵新" in names(office, flat, JUNE - BEFORE)
    assert "赵新" not in names(office, flat, JUNE)
    (only,) = office.moves.residence_of(who(office, "赵新"))
    assert (only.from_on, only.to_on, only.why) == (MARCH, JUNE, "死亡")


def test_a_household_that_moves(office: Office, flat: int) -> None:
    old = office.households.get(flat)
    new = office.households.create(old.building_id, "2", "501", "空置").ids[0]
    door = Door(building_id=old.building_id, unit="2", room="501")
    office.moves.apply(
        office.moves.plan(Relocation(household_id=flat, day=JUNE, door=door, tenure="租赁"))
    )
    place = office.households.get(new).dwelling_id
    assert [x.resident.name for x in office.moves.who_lived(place, JUNE)] == ["赵租", "赵小租"]
    assert office.moves.who_lived(place, JUNE - BEFORE) == ()
    lived = [x.resident.name for x in office.moves.who_lived(old.dwelling_id, MARCH)]
    assert lived == ["赵租", "赵小租"]
    assert office.moves.who_lived(old.dwelling_id, JUNE) == ()


def test_an_address_that_was_corrected_takes_its_people_along(office: Office, flat: int) -> None:
    arrival = Resident(0, 0, "孙租", relation="99", birth=date(1990, 1, 1))
    office.moves.apply(office.moves.plan(MoveIn(household_id=flat, day=MARCH, arrivals=(arrival,))))
    home = office.households.get(flat)
    office.households.save(home, replace(home, room="103"))
    assert names(office, flat, JUNE) == ["赵租", "赵小租", "孙租"]
    assert office.moves.who_lived(home.dwelling_id, JUNE) == ()


def test_people_marked_as_gone_on_the_card(office: Office, flat: int) -> None:
    tenant = office.households.resident(who(office, "赵租"))
    office.households.save_resident(tenant, replace(tenant, state="moved", state_on=JUNE))
    assert names(office, flat, JUNE - BEFORE) == ["赵租", "赵小租"]
    assert names(office, flat, JUNE) == ["赵小租"]
    child = office.households.resident(who(office, "赵小租"))
    office.households.save_resident(child, replace(child, state="moved", state_on=None))
    dwelling = office.households.get(flat).dwelling_id
    (unsure,) = office.moves.who_lived(dwelling, JUNE)
    assert not unsure.certain


def test_undo_takes_the_stays_back(office: Office, flat: int) -> None:
    out = MoveOut(household_id=flat, day=MARCH, member_ids=(who(office, "赵小租"),))
    done = office.moves.apply(office.moves.plan(out))
    assert names(office, flat, JUNE) == ["赵租"]
    office.history.undo(done.batch_id)
    assert names(office, flat, JUNE) == ["赵租", "赵小租"]
    assert office.core.database.rows("SELECT * FROM stay") == []


def test_somebody_who_is_gone_for_good(office: Office, flat: int) -> None:
    with pytest.raises(InputError):
        office.moves.residence_of(flat)
