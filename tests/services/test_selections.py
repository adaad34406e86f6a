"""A selection from the vacancy to the trained leader, on a real file."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ldz_desktop.domain.leaders import Leader, in_office
from ldz_desktop.domain.postings import Decision, Objection, PostingDraft, Report
from ldz_desktop.domain.selections_evidence import Ballot, Review, Vote
from ldz_desktop.errors import ConflictError, InputError, KnownError, RuleError

if TYPE_CHECKING:
    from tests.helpers.selecting import Scene

HELD = date(2026, 9, 3)
FOURTH = date(2026, 9, 4)
OVER = date(2026, 9, 15)


def states(scene: "Scene", selection: int) -> list[str]:
    return [f"{s.state}:{s.text}" for s in scene.detail(selection).steps]


def object_to(scene: "Scene", posting: int, *, upheld: bool | None) -> None:
    """Somebody objects today; upheld None: nobody has decided."""
    office, today = scene.office, scene.day.today
    done = office.postings.object(posting, Objection(0, posting, today, "不常住"))
    if upheld is not None:
        decision = Decision(today, "社区党委", upheld, "已核实", "走访邻居")
        office.postings.decide(done.change.ids[1], decision)


def test_from_the_vacancy_to_the_trained_leader(selecting: "Scene") -> None:
    scene = selecting
    made = scene.begin()
    assert states(scene, made)[0] == "now:待推选"
    scene.day.today = FOURTH
    scene.vote(made)
    assert states(scene, made)[:2] == ["done:9月3日", "now:已审0/1"]
    scene.review(made)
    posting = scene.post(made)
    detail = scene.detail(made)
    assert detail.facts.notice is not None
    assert detail.facts.notice.last_on == date(2026, 9, 14)
    assert states(scene, made)[2:] == ["waiting:剩5天", "later:", "later:"]
    assert scene.office.postings.get(posting).title == "福锦苑1栋楼栋长候选人公示"
    scene.day.today = date(2026, 9, 14)
    assert states(scene, made)[2] == "waiting:今日届满"
    scene.day.today = date(2026, 9, 15)
    assert states(scene, made)[3] == "now:待任命"
    leader = scene.appoint(made)
    row = next(r for r in scene.office.roster.rows() if r.building_id == scene.vacant)
    assert (row.leader_id, row.name, row.started_on) == (leader, "周明", date(2026, 9, 15))
    tenure = scene.office.roster.get(leader).tenures[0].tenure
    assert (tenure.term_end, tenure.document_no, tenure.certificate_no) == (
        date(2029, 9, 14), "兴街发〔2026〕18号", "聘字〔2026〕001号",
    )  # fmt: skip
    with pytest.raises(InputError, match="岗前培训"):
        scene.office.selections.finish(scene.now(made))
    scene.train(leader)
    assert states(scene, made)[4] == "now:待办结"
    scene.office.selections.finish(scene.now(made))
    assert [s.split(":")[0] for s in states(scene, made)] == ["done"] * 5
    assert [s.id for s in scene.office.selections.of_leader(leader)] == [made]
    assert scene.office.core.database.value("SELECT name FROM leader WHERE id = ?", (leader,))


def test_every_step_is_undone_and_done_again(selecting: "Scene") -> None:
    """One action, one 撤销: the appointment leaves neither leader nor tenure behind."""
    scene = selecting
    made = scene.to_appointment()
    before = scene.office.roster.rows()
    done = scene.office.selections.appoint(scene.now(made), scene.wanted(made))
    assert scene.office.roster.rows() != before
    scene.office.history.undo(done.batch_id)
    assert scene.office.roster.rows() == before
    assert scene.now(made).tenure_id is None
    assert states(scene, made)[3] == "now:待任命"
    scene.appoint(made)
    assert scene.office.history.first_broken() is None


def test_undo_of_the_beginning_waits_for_what_hangs_on_it(selecting: "Scene") -> None:
    scene = selecting
    done = scene.office.selections.begin(scene.vacant)
    made = done.change.ids[0]
    scene.day.today = FOURTH
    scene.vote(made)
    with pytest.raises(RuleError, match="别处正在用"):
        scene.office.history.undo(done.batch_id)
    assert len(scene.now(made).candidates) == 2


# -- 推选 ------------------------------------------------------------------------------------------


def test_one_running_selection_a_building(selecting: "Scene") -> None:
    selecting.begin()
    with pytest.raises(RuleError, match="已经在推选"):
        selecting.begin()


def test_a_term_far_from_its_end_is_not_voted_on(selecting: "Scene") -> None:
    scene = selecting
    made = scene.to_appointment()
    scene.office.selections.finish(_appointed(scene, made), "连任")
    with pytest.raises(RuleError, match="2029年3月18日起"):
        scene.begin()


def _appointed(scene: "Scene", selection: int):  # noqa: ANN202
    scene.appoint(selection)
    return scene.now(selection)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"building": "led"}, "不住在这栋楼"),
        ({"lives_here": False}, "登记为不住这里"),
        ({"birth": date(2010, 1, 1), "relation": "99"}, "不满 18 周岁"),
        ({"state": "dead", "relation": "99"}, "已故"),
    ],
)
def test_who_cannot_stand_is_refused_with_a_sentence(
    selecting: "Scene", fields: dict[str, object], sentence: str
) -> None:
    scene = selecting
    building = scene.led if fields.pop("building", "") else scene.vacant
    stranger = scene.add("何平", building, "901", **fields)
    with pytest.raises(InputError) as caught:
        scene.office.selections.check_candidate(scene.vacant, stranger)
    assert sentence in caught.value.message
    assert "何平" in caught.value.message
    made = scene.begin()
    vote = Vote("election", ballots=(Ballot(stranger),))
    with pytest.raises(InputError):
        scene.office.selections.vote(scene.now(made), vote, closing=False)
    assert scene.now(made).candidates == ()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"held_on": None}, "推选日期"),
        ({"held_on": date(2026, 9, 30)}, "还没有到"),
        ({"held_at": None}, "推选地点"),
        ({"eligible": None}, "应到户数"),
        ({"returned": None}, "选票数"),
        ({"returned": 81}, "比应到户数还多"),
        ({"returned": 39}, "比收回的选票还多"),
        ({"returned": 45}, "得票合计 52 张"),
        ({"ballots": ()}, "还没有候选人"),
        ({"chosen": None}, "勾选进入资格审查"),
        ({"chosen": "吴芳"}, "周明得票更多却没有入选"),
        ({"votes": None}, "还没有填得票：吴芳"),
        ({"way": "nomination"}, "由谁"),
    ],
)
def test_a_vote_does_not_close_without_its_evidence(
    selecting: "Scene", changes: dict[str, object], sentence: str
) -> None:
    scene = selecting
    made = scene.begin()
    scene.day.today = FOURTH
    ballots = scene.ballots(周明=40, 吴芳=12)
    if "chosen" in changes:
        chosen = changes.pop("chosen")
        ballots = tuple(replace(b, chosen=b.name == chosen) for b in ballots)
    if "votes" in changes:
        ballots = (ballots[0], replace(ballots[1], votes=changes.pop("votes")))
    vote = Vote("election", HELD, "福锦苑广场", 80, 60, None, ballots)
    vote = replace(vote, **changes)  # type: ignore[arg-type]  # the cases name real fields
    with pytest.raises(InputError) as caught:
        scene.office.selections.vote(scene.now(made), vote, closing=True)
    assert sentence in caught.value.message
    assert scene.now(made).chosen == ()


def test_a_plan_is_kept_and_changed_until_the_step_closes(selecting: "Scene") -> None:
    scene = selecting
    made = scene.begin("nomination")
    plan = Vote("nomination", date(2026, 9, 10), "会议室", ballots=scene.ballots(周明=0, 吴芳=0))
    scene.office.selections.vote(scene.now(made), plan, closing=False)
    assert states(scene, made)[0] == "waiting:剩9天"
    scene.office.selections.vote(
        scene.now(made), replace(plan, ballots=plan.ballots[1:]), closing=False
    )
    assert [c.name for c in scene.now(made).candidates] == ["吴芳"]
    scene.day.today = date(2026, 9, 11)
    closed = replace(
        plan, note="居民小组会推荐", ballots=(Ballot(scene.people["吴芳"], chosen=True),)
    )
    scene.office.selections.vote(scene.now(made), closed, closing=True)
    assert [c.name for c in scene.now(made).chosen] == ["吴芳"]
    with pytest.raises(RuleError, match="已经完成"):
        scene.office.selections.vote(scene.now(made), closed, closing=True)


def test_somebody_else_was_faster(selecting: "Scene") -> None:
    scene = selecting
    made = scene.begin()
    before = scene.now(made)
    vote = Vote("election", held_at="广场", ballots=scene.ballots(周明=0))
    scene.office.selections.vote(before, vote, closing=False)
    with pytest.raises(ConflictError):
        scene.office.selections.vote(before, replace(vote, held_at="门厅"), closing=False)
    assert scene.now(made).held_at == "广场"


def test_neighbours_are_found_by_name_pinyin_and_room(selecting: "Scene") -> None:
    find = selecting.office.selections.neighbours
    assert [n.name for n in find(selecting.vacant, "")] == ["周明", "吴芳", "曾建国"]
    assert [n.name for n in find(selecting.vacant, "zengj")] == ["曾建国"]  # 曾: zeng
    assert [n.name for n in find(selecting.vacant, "wf")] == ["吴芳"]
    assert [n.name for n in find(selecting.vacant, "201")] == ["曾建国"]
    assert find(selecting.vacant, "陈彬") == ()


# -- 资格审查 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reviewer": None}, "审查人"),
        ({"reviewed_on": None}, "审查日期"),
        ({"reviewed_on": date(2026, 9, 5)}, "在今天之后"),
        ({"reviewed_on": date(2026, 9, 2)}, "早于推选日期"),
        ({"passed": None}, "审查结果"),
        ({"checks": (("德行", True),)}, "能力、实干、本人愿意任职没有勾选"),
        ({"passed": False}, "写明理由"),
    ],
)
def test_a_review_needs_its_evidence(
    selecting: "Scene", changes: dict[str, object], sentence: str
) -> None:
    scene = selecting
    made = scene.begin()
    scene.day.today = FOURTH
    scene.vote(made)
    with pytest.raises(InputError) as caught:
        scene.review(made, **{"on": FOURTH, **_renamed(changes)})  # type: ignore[arg-type]
    assert sentence in caught.value.message
    assert scene.now(made).chosen[0].passed is None


def _renamed(changes: dict[str, object]) -> dict[str, object]:
    return {"on" if k == "reviewed_on" else k: v for k, v in changes.items()}


def test_nobody_passed_goes_back_with_a_reason(selecting: "Scene") -> None:
    scene = selecting
    made = scene.begin()
    scene.day.today = FOURTH
    scene.vote(made)
    scene.review(made, passed=False, review_note="本人不愿意")
    assert states(scene, made)[1] == "blocked:无人通过"
    with pytest.raises(RuleError, match="还不能公示"):
        scene.post(made, FOURTH)
    with pytest.raises(InputError, match="原因"):
        scene.office.selections.send_back(scene.now(made), " ")
    scene.office.selections.send_back(scene.now(made), "审查没有通过")
    assert states(scene, made)[0] == "now:待计票"
    scene.vote(made, 吴芳=12, 周明=8)
    assert [c.name for c in scene.now(made).chosen] == ["吴芳"]


def test_own_criteria_are_a_setting_and_a_review_keeps_its_own(selecting: "Scene") -> None:
    scene = selecting
    rules = scene.office.selections.rules
    made = scene.begin()
    scene.day.today = FOURTH
    scene.vote(made)
    rules.save(["常住满一年", " 常住满一年 ", ""], 3)
    assert rules.criteria(scene.now(made)) == ("德行", "能力", "实干", "常住满一年")
    scene.review(made)
    rules.save([], 3)
    assert scene.now(made).criteria == ("德行", "能力", "实干", "常住满一年")
    assert rules.criteria(replace(scene.now(made), criteria=())) == ("德行", "能力", "实干")
    with pytest.raises(InputError):
        rules.save(["很" * 21], 3)
    with pytest.raises(InputError, match="1 到 10 年"):
        rules.save([], 11)
    rules.save([], 5)
    assert rules.term_years() == 5


# -- 公示 ------------------------------------------------------------------------------------------


def test_a_notice_is_not_posted_before_the_review_or_tomorrow(selecting: "Scene") -> None:
    scene = selecting
    made = scene.begin()
    scene.day.today = FOURTH
    scene.vote(made)
    scene.review(made)
    for day, sentence in ((date(2026, 9, 5), "今天之后"), (HELD, "早于资格审查日期")):
        draft = PostingDraft("candidates", "", posted_on=day)
        with pytest.raises(InputError, match=sentence):
            scene.office.selections.post_notice(scene.now(made), draft)
    scene.post(made, FOURTH)
    with pytest.raises(RuleError, match="不能再改"):
        scene.review(made)


def test_an_appointment_waits_for_the_period_and_the_objections(selecting: "Scene") -> None:
    scene = selecting
    made = scene.begin()
    scene.day.today = FOURTH
    scene.vote(made)
    scene.review(made)
    with pytest.raises(InputError, match="还没有公示"):
        scene.appoint(made)
    posting = scene.post(made)
    scene.day.today = date(2026, 9, 14)
    with pytest.raises(InputError, match="公示到2026年9月14日才结束"):
        scene.appoint(made, appointed_on=date(2026, 9, 14), started_on=date(2026, 9, 14))
    object_to(scene, posting, upheld=None)
    assert states(scene, made)[2] == "blocked:1件异议"
    scene.day.today = date(2026, 9, 15)
    with pytest.raises(InputError, match="1 件异议没有作出决定"):
        scene.appoint(made)
    assert scene.now(made).tenure_id is None
    (objection,) = scene.office.postings.get(posting).objections
    scene.office.postings.decide(
        objection.id,
        Decision(scene.day.today, "社区党委", upheld=False, decision="不成立", reason="已核实"),
    )
    scene.appoint(made)


def test_an_upheld_objection_sends_the_candidate_back(selecting: "Scene") -> None:
    scene = selecting
    made = scene.begin()
    scene.day.today = FOURTH
    scene.vote(made)
    scene.review(made)
    first = scene.post(made)
    object_to(scene, first, upheld=True)
    assert states(scene, made)[1] == "blocked:待重审"
    scene.day.today = date(2026, 9, 15)
    with pytest.raises(InputError, match="重新审查"):
        scene.appoint(made)
    scene.review(made, date(2026, 9, 15), review_note="已核实，确实常住")
    assert scene.office.postings.get(first).withdrawn_on == date(2026, 9, 15)
    assert states(scene, made)[1:3] == ["done:9月15日", "now:待张贴"]
    second = scene.post(made, date(2026, 9, 15))
    assert scene.office.postings.get(second).previous_id == first
    with pytest.raises(InputError, match="9月21日才结束"):
        scene.appoint(made)
    scene.day.today = date(2026, 9, 23)
    scene.appoint(made, appointed_on=date(2026, 9, 23), started_on=date(2026, 9, 23))


def test_a_reported_notice_with_an_upheld_objection_is_replaced(selecting: "Scene") -> None:
    scene = selecting
    made = scene.begin()
    scene.day.today = FOURTH
    scene.vote(made)
    scene.review(made)
    first = scene.post(made)
    object_to(scene, first, upheld=True)
    scene.day.today = date(2026, 9, 15)
    scene.office.postings.report(first, Report(scene.day.today, "异议成立", "重新审查"))
    scene.review(made, date(2026, 9, 15), passed=False, review_note="不常住")
    assert states(scene, made)[1] == "blocked:无人通过"
    scene.office.selections.send_back(scene.now(made), "审查没有通过")
    scene.vote(made, 吴芳=12, 曾建国=3)
    scene.review(made, date(2026, 9, 15))
    assert scene.post(made, date(2026, 9, 15)) != first


# -- 任命 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"document_no": None}, "任命文号"),
        ({"certificate_no": ""}, "证书编号"),
        ({"appointed_on": None}, "任命日期"),
        ({"appointed_on": date(2026, 9, 14)}, "公示结束"),
        ({"appointed_on": date(2026, 9, 16)}, "早于任命日期"),
        ({"started_on": None}, "任职日期"),
        ({"started_on": date(2026, 10, 17)}, "最多提前 31 天"),
        ({"started_on": date(2026, 9, 14)}, "早于任命日期"),
        ({"term_end": None}, "届满日期"),
        ({"term_end": date(2026, 9, 15)}, "之后"),
        ({"candidate_id": 7}, "选择通过审查"),
    ],
)
def test_an_appointment_needs_its_evidence(
    selecting: "Scene", changes: dict[str, object], sentence: str
) -> None:
    scene = selecting
    made = scene.to_appointment()
    with pytest.raises(InputError) as caught:
        scene.appoint(made, **changes)
    assert sentence in caught.value.message
    assert scene.now(made).tenure_id is None


def test_a_second_leader_for_one_building_is_refused(selecting: "Scene") -> None:
    scene = selecting
    made = scene.to_appointment()
    scene.office.roster.create(Leader(0, "先到的"), scene.vacant, date(2026, 9, 10))
    assert states(scene, made)[3] == "blocked:现任在任"
    with pytest.raises(InputError, match="一栋楼只能有一位"):
        scene.appoint(made)


def test_overlapping_tenures_are_refused(selecting: "Scene") -> None:
    scene = selecting
    scene.office.roster.create(Leader(0, "前任"), scene.vacant, date(2024, 1, 1))
    made = scene.to_appointment()
    tenure = next(r.tenure_id for r in scene.office.roster.rows() if r.name == "前任")
    scene.office.roster.end_tenure(tenure, date(2026, 9, 15), "搬离本楼")
    with pytest.raises(InputError, match="任期重叠"):
        scene.appoint(made)
    scene.day.today = date(2026, 9, 16)
    scene.appoint(made, started_on=date(2026, 9, 16))


def test_a_certificate_number_is_given_once(selecting: "Scene") -> None:
    scene = selecting
    made = scene.to_appointment()
    scene.appoint(made)
    scene.office.roster.end_tenure(scene.now(made).tenure_id or 0, date(2026, 9, 15), "搬离本楼")
    scene.office.selections.finish(scene.now(made), "已经搬走")
    scene.day.today = date(2026, 9, 16)
    again = scene.begin()
    scene.vote(again, 吴芳=30)
    scene.review(again, date(2026, 9, 16))
    scene.post(again, date(2026, 9, 16))
    scene.day.today = date(2026, 9, 30)
    day = scene.day.today
    with pytest.raises(InputError, match="已经用过"):
        scene.appoint(again, appointed_on=day, started_on=day)
    proposed = scene.office.selections.propose(scene.detail(again))
    assert (proposed.certificate_no, proposed.document_no) == (
        "聘字〔2026〕002号", "兴街发〔2026〕18号",
    )  # fmt: skip
    assert proposed.term_end == date(2029, 9, 29)
    scene.office.selections.appoint(scene.now(again), proposed)


def test_who_goes_on_gets_a_further_tenure_after_the_old_one(selecting: "Scene") -> None:
    """陈彬 leads 福锦苑2栋 until 2026-09-20 and is elected again before that."""
    scene = selecting
    (old,) = scene.office.roster.get(_leader_of(scene)).tenures
    database = scene.office.core.database
    with database.transaction():
        database.update("tenure", {"term_end": "2026-09-20"}, {"id": old.tenure.id})
    made = scene.begin(building=scene.led)
    scene.day.today = FOURTH
    scene.vote(made, 陈彬=50)
    candidate = scene.now(made).chosen[0]
    assert candidate.leader_id == old.tenure.leader_id
    scene.review(made)
    scene.post(made)
    scene.day.today = date(2026, 9, 18)
    assert states(scene, made)[3] == "now:待任命"
    with pytest.raises(InputError, match="任期重叠：上一任期到2026年9月20日"):
        scene.appoint(made, appointed_on=scene.day.today, started_on=scene.day.today)
    scene.day.today = date(2026, 9, 22)
    proposed = scene.office.selections.propose(scene.detail(made))
    assert proposed.started_on == date(2026, 9, 21)
    wanted = replace(proposed, document_no="兴街发〔2026〕19号")
    leader = scene.office.selections.appoint(scene.now(made), wanted).change.ids[1]
    assert leader == old.tenure.leader_id
    new, ended = (row.tenure for row in scene.office.roster.get(leader).tenures)
    assert (ended.ended_on, ended.end_reason) == (date(2026, 9, 20), "任期届满，连任")
    assert (new.started_on, new.ended_on) == (date(2026, 9, 21), None)
    assert scene.office.roster.figures().leaders == 1
    scene.train(leader, date(2023, 8, 20))  # before the first term: it still counts
    assert states(scene, made)[4] == "now:待办结"


def test_somebody_else_is_elected_and_follows_on_the_day_after(selecting: "Scene") -> None:
    """陈彬 leads 福锦苑2栋 until 2026-09-30; 马玲 is elected and appointed a fortnight ahead."""
    scene, office = selecting, selecting.office
    (old,) = office.roster.get(_leader_of(scene)).tenures
    office.terms.save(replace(old.tenure, term_end=date(2026, 9, 30)))
    scene.add("马玲", scene.led, "302", sex="2")
    made = scene.begin(building=scene.led)
    scene.day.today = FOURTH
    scene.vote(made, 马玲=30, 陈彬=20)
    scene.review(made)
    scene.post(made)
    scene.day.today = date(2026, 9, 16)
    proposed = office.selections.propose(scene.detail(made))
    assert (proposed.appointed_on, proposed.started_on) == (scene.day.today, date(2026, 10, 1))
    wanted = replace(proposed, document_no="兴街发〔2026〕19号")
    appointed = office.selections.appoint(scene.now(made), wanted)
    (ended,) = (row.tenure for row in office.roster.get(old.tenure.leader_id).tenures)
    assert (ended.ended_on, ended.end_reason) == (date(2026, 9, 30), "任期届满")
    new = next(r for r in office.roster.rows() if r.building_id == scene.led)
    assert (new.name, new.started_on, new.streak) == ("马玲", date(2026, 10, 1), 0)
    (leaving,) = office.handover.leavings()
    assert (leaving.leader, leaving.successor, leaving.state) == ("陈彬", "马玲", "待交接")
    tenures = office.roster.get(new.leader_id).tenures + office.roster.get(ended.leader_id).tenures
    held = tuple(row.tenure for row in tenures)
    assert in_office(held, "2026-09")[scene.led].leader_id == ended.leader_id
    assert in_office(held, "2026-10")[scene.led].leader_id == new.leader_id
    office.history.undo(appointed.batch_id)
    assert _leader_of(scene) == old.tenure.leader_id
    assert office.handover.leavings() == ()


def _leader_of(scene: "Scene") -> int:
    return next(r.leader_id for r in scene.office.roster.rows() if r.building_id == scene.led)


def test_a_former_leader_comes_back_as_the_same_person(selecting: "Scene") -> None:
    scene = selecting
    office = scene.office
    number = "511902196707260018"
    office.roster.create(Leader(0, "周明", "1", number), scene.vacant, date(2020, 1, 1))
    row = next(r for r in office.roster.rows() if r.building_id == scene.vacant)
    office.roster.end_tenure(row.tenure_id, date(2023, 1, 1), "任期届满")
    made = scene.to_appointment()
    assert scene.appoint(made) == row.leader_id
    assert len(office.roster.get(row.leader_id).tenures) == 2


# -- the end ---------------------------------------------------------------------------------------


def test_giving_up_needs_a_reason_and_takes_the_notice_down(selecting: "Scene") -> None:
    scene = selecting
    made = scene.begin()
    scene.day.today = FOURTH
    scene.vote(made)
    scene.review(made)
    posting = scene.post(made)
    with pytest.raises(InputError, match="原因"):
        scene.office.selections.abandon(scene.now(made), "")
    scene.office.selections.abandon(scene.now(made), "候选人搬走")
    assert scene.now(made).close_reason == "候选人搬走"
    assert scene.office.postings.get(posting).withdraw_reason == "推选终止：候选人搬走"
    for verb in (scene.office.selections.abandon, scene.office.selections.send_back):
        with pytest.raises(RuleError, match="已经结束"):
            verb(scene.now(made), "再来")
    assert scene.begin() != made


def test_after_the_appointment_there_is_no_giving_up(selecting: "Scene") -> None:
    scene = selecting
    made = scene.to_appointment()
    scene.appoint(made)
    for verb in (scene.office.selections.abandon, scene.office.selections.send_back):
        with pytest.raises(RuleError, match="已经任命"):
            verb(scene.now(made), "反悔")
    scene.office.selections.finish(scene.now(made), "上月已在街道培训")
    assert states(scene, made)[4] == "done:免培训"


# -- the board -------------------------------------------------------------------------------------


def test_the_board_lists_vacancies_first_then_what_runs_then_what_is_due(
    selecting: "Scene",
) -> None:
    scene = selecting
    office = scene.office
    third = office.households.add_place("东锦社区", "东锦苑", "3栋").ids[0]
    office.roster.create(Leader(0, "刘兰"), third, date(2023, 11, 1))
    database = office.core.database
    with database.transaction():
        database.execute("UPDATE tenure SET term_end = '2026-10-31' WHERE building_id = ?", [third])
    empty = office.households.add_place("东锦社区", "东锦苑", "4栋").ids[0]
    running = scene.begin(building=scene.led)
    rows = office.selections.board()
    assert [(r.group, r.building.id) for r in rows] == [
        ("vacant", scene.vacant), ("vacant", empty), ("running", scene.led), ("due", third),
    ]  # fmt: skip
    assert [r.leader for r in rows] == ["", "", "陈彬", "刘兰"]
    current = rows[2].current
    assert current is not None
    assert current.text == "待推选"
    office.selections.abandon(scene.now(running), "不换届")
    assert {r.group for r in office.selections.board()} == {"vacant", "due"}
    finished = office.selections.board(finished=True)[-1]
    assert (finished.group, finished.id) == ("finished", running)


def test_every_refusal_is_a_sentence_of_the_world(selecting: "Scene") -> None:
    with pytest.raises(KnownError, match="已经不在了"):
        selecting.office.selections.get(7)
    made = selecting.begin()
    with pytest.raises(InputError, match="不在入选名单"):
        selecting.office.selections.review(selecting.now(made), Review(7))
    with pytest.raises(RuleError, match="还没有任命"):
        selecting.office.selections.finish(selecting.now(made), "理由")


def test_a_number_is_put_right_afterwards_and_the_history_keeps_both(selecting: "Scene") -> None:
    scene, office = selecting, selecting.office
    made = scene.to_appointment()
    leader = scene.appoint(made)
    tenure = scene.detail(made).tenure
    assert tenure is not None
    right = replace(tenure, document_no="兴街发〔2026〕81号", term_end=date(2028, 9, 14))
    done = office.terms.save(right, date(2026, 9, 16))
    one = scene.now(made)
    assert (one.document_no, one.term_end, one.appointed_on) == (
        "兴街发〔2026〕81号", date(2028, 9, 14), date(2026, 9, 16),
    )  # fmt: skip
    letter = office.selection_papers.letter(leader)
    assert (letter.document_no, letter.day) == ("兴街发〔2026〕81号", date(2026, 9, 16))
    lines = [line for event in office.history.of_leader(leader) for line in event.lines]
    changed = {(x.field, x.before, x.after) for x in lines}
    assert ("任命文号", "兴街发〔2026〕18号", "兴街发〔2026〕81号") in changed
    office.history.undo(done.batch_id)
    assert scene.now(made).document_no == "兴街发〔2026〕18号"
    assert scene.now(made).appointed_on == OVER


def test_a_certificate_number_of_somebody_else_is_refused(selecting: "Scene") -> None:
    scene, office = selecting, selecting.office
    made = scene.to_appointment()
    scene.appoint(made)
    held = office.roster.get(_leader_of(scene)).tenures[0].tenure
    with pytest.raises(InputError, match="已经用过"):
        office.terms.save(replace(held, certificate_no="聘字〔2026〕001号"))
