"""What is done to several households at once is one action, taken back as one."""

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.context import Office


@pytest.fixture
def homes(office: Office) -> list[int]:
    place = office.households.add_place("兴新社区", "福锦苑", "2栋")
    made = [
        office.households.create(place.ids[0], "1单元", room, tenure).ids[0]
        for room, tenure in (("101", "自有"), ("102", "租赁"), ("103", None))
    ]
    for home in made:
        office.households.add_resident(home, Resident(0, home, "陈志远", "02"))
    return made


def close(office: Office, home: int) -> None:
    day = office.today().isoformat()
    with office.core.action("注销"):
        office.core.database.execute("UPDATE household SET closed_on = ? WHERE id = ?", (day, home))


def test_a_check_of_several_is_one_action(office: Office, homes: list[int]) -> None:
    before = [office.households.get(home) for home in homes]
    done = office.several.check(homes[:2])
    assert done.change.what == "2 户已核对"
    assert done.change.ids == tuple(homes[:2])
    days = [office.households.get(home).checked_on for home in homes]
    assert days == [office.today(), office.today(), None]
    newest = office.history.of_household(homes[1])[0]
    assert (newest.batch_id, newest.what) == (done.batch_id, "核对户档（2 户）")
    office.history.undo(done.batch_id)
    after = [office.households.get(home) for home in homes]
    assert [home.checked_on for home in after] == [home.checked_on for home in before]


def test_somebody_who_has_the_form_open_hears_of_it(office: Office, homes: list[int]) -> None:
    """Every household's version moves on, so that a form read before cannot overwrite it."""
    before = [office.households.get(home).version for home in homes]
    office.several.tenure(homes, "借住")
    assert [office.households.get(home).version for home in homes] == [v + 1 for v in before]
    assert [office.households.get(home).tenure for home in homes] == ["借住"] * 3


def test_visits_of_several(office: Office, homes: list[int]) -> None:
    done = office.several.visit(homes)
    assert done.change.what == "3 户已登记走访"
    for home in homes:
        (visit,) = office.tags.visits(home)
        assert (visit.day, visit.visitor) == (office.today(), office.account)
    office.history.undo(done.batch_id)
    assert [office.tags.visits(home) for home in homes] == [()] * 3


def test_closed_files_are_left_alone(office: Office, homes: list[int]) -> None:
    close(office, homes[0])
    done = office.several.check(homes)
    assert done.change.what == "2 户已核对，1 户已注销没有改"
    assert office.households.get(homes[0]).checked_on is None
    with pytest.raises(RuleError, match="都已经注销"):
        office.several.check(homes[:1])


def test_a_word_that_is_no_tenure_is_refused(office: Office, homes: list[int]) -> None:
    with pytest.raises(InputError, match="没有“自住房”"):
        office.several.tenure(homes, "自住房")
    assert office.households.get(homes[0]).tenure == "自有"


def test_more_households_than_one_statement_takes(office: Office, homes: list[int]) -> None:
    gone = list(range(1, 40_000))
    done = office.several.check([*homes, *gone])
    assert done.change.what.startswith("3 户已核对")
    assert office.households.get(homes[2]).checked_on == office.today()
