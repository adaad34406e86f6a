"""Earlier terms written down and corrected, on a real office."""

from dataclasses import replace
from datetime import date

import pytest

from ldz_desktop.domain.leaders import Leader, Tenure
from ldz_desktop.errors import InputError
from ldz_desktop.services.context import Office


@pytest.fixture
def scene(office: Office) -> tuple[int, int, int]:
    """A leader of 1栋 since 2020, and an empty 2栋: leader, first and second building."""
    first, second = (
        office.households.add_place("兴新社区", "福锦苑", name).ids[0] for name in ("1栋", "2栋")
    )
    leader = office.roster.create(Leader(0, "张建国"), first, date(2020, 3, 1)).ids[0]
    return leader, first, second


def _terms(office: Office, leader: int) -> list[Tenure]:
    return [row.tenure for row in office.roster.get(leader).tenures]


def test_an_earlier_term_is_written_down_and_undone(
    office: Office, scene: tuple[int, int, int]
) -> None:
    leader, _, second = scene
    early = Tenure(0, leader, second, date(2015, 1, 1), date(2018, 1, 1), "任期届满 ")
    done = office.terms.save(early)
    assert [(t.building_id, t.end_reason) for t in _terms(office, leader)][1] == (
        second, "任期届满",
    )  # fmt: skip
    office.history.undo(done.batch_id)
    assert len(_terms(office, leader)) == 1


def test_a_mistake_is_corrected_with_the_papers_of_the_appointment(
    office: Office, scene: tuple[int, int, int]
) -> None:
    leader, _, _ = scene
    (term,) = _terms(office, leader)
    office.terms.save(
        replace(term, started_on=date(2020, 4, 1), term_end=date(2026, 3, 31), document_no="兴社发")
    )
    (after,) = _terms(office, leader)
    assert (after.started_on, after.term_end, after.document_no) == (
        date(2020, 4, 1), date(2026, 3, 31), "兴社发",
    )  # fmt: skip


def test_an_overlap_is_refused_with_the_name(office: Office, scene: tuple[int, int, int]) -> None:
    _, first, second = scene
    other = office.roster.create(Leader(0, "王芳"), second, date(2021, 1, 1)).ids[0]
    early = Tenure(0, other, first, date(2019, 1, 1), date(2020, 6, 1), "任期届满")
    with pytest.raises(InputError, match="张建国在这栋楼的任期重叠"):
        office.terms.save(early)
    office.terms.save(replace(early, ended_on=date(2020, 3, 1)))


def test_a_new_leader_cannot_begin_before_the_old_one_left(
    office: Office, scene: tuple[int, int, int]
) -> None:
    leader, first, _ = scene
    (term,) = _terms(office, leader)
    office.roster.end_tenure(term.id, date(2026, 6, 30), "任期届满")
    with pytest.raises(InputError, match="任期重叠"):
        office.roster.create(Leader(0, "王芳"), first, date(2026, 6, 1))
    with pytest.raises(InputError, match="任期重叠"):
        office.roster.start_tenure(leader, first, date(2026, 6, 1))
    assert len(office.core.database.rows("SELECT 1 FROM leader")) == 1
    office.roster.create(Leader(0, "王芳"), first, date(2026, 6, 30))


def test_what_is_in_use_stays(office: Office, scene: tuple[int, int, int]) -> None:
    leader, _, second = scene
    (term,) = _terms(office, leader)
    with pytest.raises(InputError, match="现在的任期"):
        office.terms.remove(term.id)
    office.terms.save(Tenure(0, leader, second, date(2015, 1, 1), date(2018, 1, 1), "任期届满"))
    early = _terms(office, leader)[1]
    with office.core.action("履职"):
        office.core.database.insert(
            "duty_record",
            {"id": 5, "tenure_id": early.id, "month": "2017-01", "edition": 1, "duty": 1,
             "times": 1},
        )  # fmt: skip
    with pytest.raises(InputError, match="履职"):
        office.terms.remove(early.id)
    with office.core.action("履职"):
        office.core.database.delete("duty_record", {"id": 5})
    done = office.terms.remove(early.id)
    assert len(_terms(office, leader)) == 1
    office.history.undo(done.batch_id)
    assert _terms(office, leader)[1] == early
