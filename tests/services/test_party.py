"""The party track and promises of a leader, on a real office: written, refused, undone."""

from datetime import date, timedelta

import pytest

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.party import ACTIVIST, APPLICANT, FULL, PROBATIONARY
from ldz_desktop.errors import InputError
from ldz_desktop.services.commitments import CommitmentDraft
from ldz_desktop.services.context import Office
from ldz_desktop.services.party import StepDraft


@pytest.fixture
def leader(office: Office) -> int:
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    who = Leader(0, "张建国", birth=date(1970, 1, 1), political="13")
    return office.roster.create(who, place, date(2020, 3, 1)).ids[0]


def _political(office: Office, leader: int) -> str | None:
    return office.roster.get(leader).leader.political


def test_steps_are_kept_by_stage_whatever_order_they_came_in(office: Office, leader: int) -> None:
    office.party.save(StepDraft(leader, PROBATIONARY, date(2022, 7, 1)))
    office.party.save(StepDraft(leader, APPLICANT, date(2019, 5, 4), "书面申请"))
    steps = office.party.of(leader)
    assert [(s.stage, s.happened_on, s.note) for s in steps] == [
        (APPLICANT, date(2019, 5, 4), "书面申请"),
        (PROBATIONARY, date(2022, 7, 1), None),
    ]
    assert office.party.furthest()[leader].stage == PROBATIONARY


def test_a_step_out_of_order_is_refused_and_nothing_is_written(office: Office, leader: int) -> None:
    office.party.save(StepDraft(leader, ACTIVIST, date(2020, 5, 4)))
    with pytest.raises(InputError, match="不能早于"):
        office.party.save(StepDraft(leader, PROBATIONARY, date(2020, 5, 3)))
    assert len(office.party.of(leader)) == 1


def test_correcting_a_step_is_judged_beside_the_others_only(office: Office, leader: int) -> None:
    office.party.save(StepDraft(leader, APPLICANT, date(2019, 5, 4)))
    (step,) = office.party.of(leader)
    office.party.save(StepDraft(leader, APPLICANT, date(2019, 6, 1), None, step.id))
    assert [s.happened_on for s in office.party.of(leader)] == [date(2019, 6, 1)]
    with pytest.raises(InputError, match="不在了"):
        office.party.save(StepDraft(leader, ACTIVIST, date(2020, 1, 1), None, step.id + 1))


def test_political_status_follows_where_it_is_wanted_and_undo_takes_both_back(
    office: Office, leader: int
) -> None:
    draft = StepDraft(leader, PROBATIONARY, date(2022, 7, 1))
    assert office.party.political_after(draft) == "02"
    done = office.party.save(draft, political=True)
    assert _political(office, leader) == "02"
    assert office.party.political_after(StepDraft(leader, FULL, date(2023, 7, 1))) == "01"
    office.history.undo(done.batch_id)
    assert _political(office, leader) == "13"
    assert office.party.of(leader) == ()


def test_an_earlier_stage_never_lowers_the_status(office: Office, leader: int) -> None:
    office.party.save(StepDraft(leader, FULL, date(2023, 7, 1)), political=True)
    earlier = StepDraft(leader, PROBATIONARY, date(2022, 7, 1))
    assert office.party.political_after(earlier) is None
    office.party.save(earlier, political=True)
    assert _political(office, leader) == "01"


def test_a_removed_step_comes_back(office: Office, leader: int) -> None:
    office.party.save(StepDraft(leader, APPLICANT, date(2019, 5, 4)))
    (step,) = office.party.of(leader)
    done = office.party.remove(step.id)
    assert office.party.of(leader) == ()
    office.history.undo(done.batch_id)
    assert office.party.of(leader) == (step,)


def test_a_promise_is_written_kept_and_taken_back(office: Office, leader: int) -> None:
    today = office.today()
    made = today - timedelta(days=30)
    office.commitments.save(CommitmentDraft(leader, " 每周清理楼道 ", made, today))
    (one,) = office.commitments.of(leader)
    assert (one.matter, one.state(today)) == ("每周清理楼道", "open")
    kept = office.commitments.keep(one.id, today)
    assert office.commitments.of(leader)[0].state(today) == "kept"
    office.history.undo(kept.batch_id)
    assert office.commitments.of(leader)[0].kept_on is None
    gone = office.commitments.remove(one.id)
    assert office.commitments.of(leader) == ()
    office.history.undo(gone.batch_id)
    assert office.commitments.of(leader)[0].id == one.id


def test_a_promise_that_makes_no_sense_is_refused(office: Office, leader: int) -> None:
    today = office.today()
    with pytest.raises(InputError, match="写明承诺了什么"):
        office.commitments.save(CommitmentDraft(leader, " ", today))
    office.commitments.save(CommitmentDraft(leader, "修路灯", today))
    (one,) = office.commitments.of(leader)
    with pytest.raises(InputError, match="早于承诺日期"):
        office.commitments.keep(one.id, today - timedelta(days=1))
    with pytest.raises(InputError, match="不能晚于今天"):
        office.commitments.keep(one.id, today + timedelta(days=1))
