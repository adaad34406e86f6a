"""The demo's tags and visits are believable, and the same for the same seed."""

from datetime import date
from pathlib import Path

import pytest

from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.domain.tags import TYPED
from ldz_desktop.services.context import Office
from ldz_desktop.services.demo.tagging import write_tags
from ldz_desktop.services.importing import ImportOptions
from ldz_desktop.storage.tags import TagStore


@pytest.fixture
def filled(office: Office, samples: Path) -> Office:
    """144 households of a sample roster."""
    options = ImportOptions(community="兴新社区")
    plan = office.importing.plan("households", samples / "福锦苑花名册.xls", options)
    office.importing.run(plan)
    return office


def test_tags_fit_their_people(filled: Office) -> None:
    today = filled.today()
    with filled.core.action("演示"):
        write_tags(filled.core.database, filled.core.ids(), 1, today)
    rows = filled.core.database.rows(
        "SELECT t.kind, t.from_on, t.to_on, r.birth, r.sex FROM tag t "
        "JOIN resident r ON r.id = t.resident_id"
    )
    assert len({kind for kind, *_ in rows}) >= 5
    for kind, begun, ended, birth, sex in rows:
        assert kind in TYPED
        assert begun <= today.isoformat()
        assert ended is None or begun <= ended <= today.isoformat()
        assert birth is None or birth <= begun
        assert kind != "孕产妇" or sex == "2"
    due = filled.tags.due()
    assert 0 < len(due.rows) < due.in_rhythm / 2
    last = TagStore(filled.core.database).last_visits().values()
    assert max(last) <= today


def test_work_is_told_from_words(filled: Office) -> None:
    """Archives keep occupations as words: the unemployed are found by them."""
    people = filled.lists.ids(PersonFilter(age_from=25, age_to=50, lives="yes"))
    with filled.core.action("演示"):
        for resident in people:
            filled.core.database.update("resident", {"occupation": "无业"}, {"id": resident})
        write_tags(filled.core.database, filled.core.ids(), 1, filled.today())
    assert filled.tags.counts()["失业"] > 0


def test_the_same_seed_draws_the_same(filled: Office) -> None:
    def drawn(seed: int) -> list[tuple[object, ...]]:
        database = filled.core.database
        with filled.core.action("演示"):
            database.execute("DELETE FROM tag")
            database.execute("DELETE FROM visit")
            write_tags(database, filled.core.ids(), seed, date(2026, 11, 3))
        return database.rows(
            "SELECT resident_id, kind, from_on, to_on, basis FROM tag ORDER BY resident_id, kind"
        )

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
