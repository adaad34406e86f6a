"""The history of a leader: everything that belongs to the person, also what is gone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.party import APPLICANT
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.commitments import CommitmentDraft
from ldz_desktop.services.context import Office
from ldz_desktop.services.history import HistoryEvent
from ldz_desktop.services.party import StepDraft
from ldz_desktop.services.scans import PORTRAIT


@pytest.fixture
def people(office: Office) -> tuple[int, int]:
    """Two leaders of two buildings."""
    made = []
    for name, building in (("张建国", "1栋"), ("王芳", "2栋")):
        place = office.households.add_place("兴新社区", "福锦苑", building).ids[0]
        made.append(office.roster.create(Leader(0, name), place, date(2020, 3, 1)).ids[0])
    return made[0], made[1]


def _told(events: tuple[HistoryEvent, ...]) -> list[tuple[str, list[str]]]:
    return [(e.what, [f"{x.field}{x.after}" for x in e.lines]) for e in events]


def test_what_belongs_to_a_leader_is_told_and_of_nobody_else(
    office: Office, people: tuple[int, int]
) -> None:
    mine, other = people
    today = office.today()
    office.party.save(StepDraft(mine, APPLICANT, date(2019, 5, 4)))
    office.party.save(StepDraft(other, APPLICANT, date(2018, 5, 4)))
    office.commitments.save(CommitmentDraft(mine, "清理楼道", today - timedelta(days=3)))
    (promise,) = office.commitments.of(mine)
    office.commitments.keep(promise.id, today)
    told = _told(office.history.of_leader(mine))
    assert told[0] == ("承诺兑现", [f"兑现日期{date_text(today)}"])
    assert told[1] == ("登记承诺", ["新增承诺“清理楼道”"])
    assert told[2] == ("登记入党申请人", ["新增党员发展“入党申请人”"])
    assert [what for what, _ in told[3:]] == ["登记楼栋长"]
    assert [what for what, _ in _told(office.history.of_leader(other))] == [
        "登记入党申请人",
        "登记楼栋长",
    ]


def test_a_leader_whose_name_is_put_back_is_found_by_it(
    office: Office, people: tuple[int, int]
) -> None:
    mine, _ = people
    leader = office.roster.get(mine).leader
    office.roster.save(leader, replace(leader, name="章先锋"))
    office.history.undo(office.history.today()[0].batch_id)

    def keys() -> object:
        return office.core.database.value("SELECT pinyin FROM leader WHERE id = ?", (mine,))

    assert keys() == "zhangjianguo zjg"
    office.roster.remove(mine)
    office.history.undo(office.history.today()[0].batch_id)
    assert keys() == "zhangjianguo zjg"


def test_what_is_gone_is_told_too(office: Office, people: tuple[int, int]) -> None:
    mine, _ = people
    office.party.save(StepDraft(mine, APPLICANT, date(2019, 5, 4)))
    (step,) = office.party.of(mine)
    office.party.remove(step.id)
    told = _told(office.history.of_leader(mine))
    assert told[0] == ("删除党员发展", ["删除党员发展“入党申请人”"])
    assert told[1][0] == "登记入党申请人"


def test_terms_duties_and_pictures_belong_to_the_leader(
    office: Office, people: tuple[int, int], portrait: bytes
) -> None:
    mine, other = people
    tenure = office.roster.get(mine).tenures[0].tenure
    core = office.core
    with core.action("登记履职", about="month:2026-10"):
        core.database.insert(
            "duty_record",
            {"id": 77, "tenure_id": tenure.id, "month": "2026-10", "edition": 1, "duty": 7,
             "times": 3},
        )  # fmt: skip
    office.scans.add_picture("leader", mine, PORTRAIT, portrait)
    office.roster.end_tenure(tenure.id, date(2026, 1, 31), "任期届满")
    told = [what for what, _ in _told(office.history.of_leader(mine))]
    assert told == ["卸任", f"添加{PORTRAIT}", "登记履职", "登记楼栋长"]
    assert [e.what for e in office.history.of_leader(other)] == ["登记楼栋长"]
