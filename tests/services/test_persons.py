"""What the card says of a person at a glance, and the portrait of which there is one."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.party import ACTIVIST, APPLICANT
from ldz_desktop.reports import spreadsheets
from ldz_desktop.services.commitments import CommitmentDraft
from ldz_desktop.services.context import Office
from ldz_desktop.services.party import StepDraft
from ldz_desktop.services.person_sums import PersonSums
from ldz_desktop.services.scans import PORTRAIT


@pytest.fixture
def people(office: Office) -> tuple[int, int]:
    """Two leaders of two buildings."""
    made = []
    for name, building in (("张建国", "1栋"), ("王芳", "2栋")):
        place = office.households.add_place("兴新社区", "福锦苑", building).ids[0]
        made.append(office.roster.create(Leader(0, name), place, date(2020, 3, 1)).ids[0])
    return made[0], made[1]


def _fill(office: Office, leader: int, other: int) -> None:
    """A course, duties and a reward of this year and of the year before, for both."""
    year = office.today().year
    database = office.core.database
    with office.core.action("准备"):
        for at, held in enumerate((f"{year}-01-05", f"{year - 1}-12-30")):
            database.insert(
                "course",
                {"id": 10 + at, "kind": "轮训", "title": "急救", "held_on": held, "minutes": 90},
            )
            for who, minutes in ((leader, 90), (other, 45)):
                key = (20 if who == leader else 30) + at
                database.insert(
                    "attendance",
                    {"id": key, "course_id": 10 + at, "leader_id": who, "minutes": minutes},
                )
        for who, first in ((leader, 40), (other, 60)):
            tenure = office.roster.get(who).tenures[0].tenure.id
            for at, month in enumerate((f"{year}-01", f"{year}-02", f"{year - 1}-12")):
                database.insert(
                    "duty_record",
                    {"id": first + at, "tenure_id": tenure, "month": month, "edition": 1,
                     "duty": 3, "times": 5 + at},
                )  # fmt: skip
        for key, approved, cancelled in ((80, "2026-01-05", None), (81, None, None),
                                         (82, "2026-01-05", "2026-02-01")):  # fmt: skip
            database.insert(
                "reward",
                {"id": key, "leader_id": leader, "kind": "cadre" if approved else "flag",
                 "title": "后备干部", "approved_on": approved,
                 "cancelled_on": cancelled},
            )  # fmt: skip


def test_numbers_are_of_this_year_and_of_this_person(
    office: Office, people: tuple[int, int]
) -> None:
    _fill(office, *people)
    today = office.today()
    made = today - timedelta(days=60)
    for due in (today - timedelta(days=1), today, None):
        office.commitments.save(CommitmentDraft(people[0], "修灯", made, due))
    kept = office.commitments.of(people[0])[0]
    office.commitments.keep(kept.id, today)
    numbers = office.persons.file(people[0]).numbers
    assert (numbers.year, numbers.hours, numbers.duties, numbers.rewards) == (
        today.year, "2", 11, 1,
    )  # fmt: skip
    assert (numbers.open, numbers.overdue) == (2, 1)
    known = PersonSums(office.core).known()
    assert known.hours == {people[0]: "2", people[1]: "1"}
    assert known.duties == {people[0]: 11, people[1]: 11}
    assert office.persons.file(people[1]).numbers.rewards == 0


def test_somebody_new_has_nothing_yet(office: Office, people: tuple[int, int]) -> None:
    found = office.persons.file(people[1])
    assert (found.portrait, found.step) == (None, None)
    assert (found.numbers.hours, found.numbers.duties, found.numbers.open) == ("0", 0, 0)


def test_the_furthest_step_counts(office: Office, people: tuple[int, int]) -> None:
    office.party.save(StepDraft(people[0], ACTIVIST, date(2020, 5, 4)))
    office.party.save(StepDraft(people[0], APPLICANT, date(2019, 5, 4)))
    step = office.persons.file(people[0]).step
    assert step is not None
    assert step.stage == ACTIVIST


def test_there_is_one_portrait_and_undo_brings_the_old_one_back(
    office: Office, people: tuple[int, int], portrait: bytes
) -> None:
    mine, other = people
    first = office.scans.add_picture("leader", mine, PORTRAIT, portrait)
    assert first.change.what == f"已添加{PORTRAIT}"
    (old,) = office.scans.of("leader", mine)
    second = office.scans.add_picture("leader", mine, PORTRAIT, portrait)
    assert second.change.what == f"已更换{PORTRAIT}"
    (new,) = office.scans.of("leader", mine)
    assert new.id != old.id
    assert office.persons.file(mine).portrait == new
    assert list(office.persons.portraits()) == [mine]
    office.history.undo(second.batch_id)
    assert office.scans.of("leader", mine) == (old,)
    office.scans.remove(old.id)
    assert office.persons.file(mine).portrait is None
    assert office.persons.file(other).portrait is None


def test_the_export_says_what_is_known_and_can_be_imported_again(
    office: Office, people: tuple[int, int], portrait: bytes, tmp_path: Path
) -> None:
    _fill(office, *people)
    office.party.save(StepDraft(people[0], ACTIVIST, date(2020, 5, 4)))
    office.scans.add_picture("leader", people[0], PORTRAIT, portrait)
    term = office.roster.get(people[0]).tenures[0].tenure
    office.terms.save(replace(term, term_end=date(2027, 2, 28), document_no="兴社发〔2024〕3号"))
    table = office.exporting.leaders("核对")
    heads = [column.title for column in table.columns]
    first, second = (dict(zip(heads, row, strict=True)) for row in table.rows)
    assert (first["任期届满"], first["任命文号"]) == ("2027-02-28", "兴社发〔2024〕3号")
    assert first["党员发展"] == "入党积极分子（2020-05-04）"
    assert (first["学时"], first["履职次数"], first["照片"]) == ("2", "11", "有")
    assert (second["任期届满"], second["党员发展"], second["照片"]) == ("", "", "")
    path = tmp_path / "花名册.xlsx"
    spreadsheets.write(office.exporting.leaders("核对", full=True), path)
    result = office.importing.take("leaders", path)
    assert (result.unchanged, len(result.problems)) == (2, 0)
