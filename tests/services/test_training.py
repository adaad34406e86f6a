"""Courses, ticking, certificates, and who lacks what, on a real file."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.training import Course
from ldz_desktop.errors import ConflictError, InputError, RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.training import TrainingService
from ldz_desktop.services.training_records import Rules

_COURSE = Course(
    0, "岗前", "新任楼栋长岗前培训", date(2026, 3, 2), 270,
    subjects=("政治理论", "急救"), place="会议室", certificate="岗培〔2026〕",
)  # fmt: skip


@pytest.fixture
def training(office: Office) -> TrainingService:
    """It is 2026-06-10."""
    noon = datetime(2026, 6, 10, 12, tzinfo=UTC)
    return TrainingService(replace(office.core, clock=lambda: noon))


@pytest.fixture
def leaders(office: Office) -> list[int]:
    """Three in office since 2021, 2026-03-10 and 2026-01-01; the third leads two buildings."""
    places = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3)]
    since = (date(2021, 1, 1), date(2026, 3, 10), date(2026, 1, 1))
    found = [
        office.roster.create(Leader(0, name), place, day).ids[0]
        for name, place, day in zip(("赵琴", "徐杨", "陈彬"), places, since, strict=True)
    ]
    far = office.households.add_place("东锦社区", "东锦苑", "1栋").ids[0]
    office.roster.start_tenure(found[2], far, date(2026, 2, 1))
    return found


def _course(training: TrainingService, **changes: object) -> int:
    course = replace(_COURSE, **changes)  # type: ignore[arg-type]  # the tests name real fields
    return training.create(course).change.ids[0]


def test_a_course_and_who_attended(training: TrainingService, leaders: list[int]) -> None:
    course_id = _course(training)
    training.attend(course_id, leaders[:2])
    training.attend(course_id, [leaders[2]], 90)
    rows = training.trainees(course_id)
    assert [(t.name, t.buildings) for t in rows] == [
        ("赵琴", "福锦苑1栋"), ("徐杨", "福锦苑2栋"), ("陈彬", "福锦苑3栋、东锦苑1栋"),
    ]  # fmt: skip
    assert [t.attendance and t.attendance.minutes for t in rows] == [270, 270, 90]
    (row,) = training.courses()
    assert (row.attended, row.certificates) == (3, 0)
    assert row.course == replace(_COURSE, id=course_id)
    (mine,) = training.of_leader(leaders[2])
    assert (mine.course.title, mine.hours) == (_COURSE.title, "2")


def test_nobody_attends_twice_or_longer_than_there_was(
    training: TrainingService, leaders: list[int]
) -> None:
    course_id = _course(training)
    training.attend(course_id, leaders[:1])
    for wanted in (leaders[:1], [leaders[1], leaders[1]]):
        with pytest.raises(InputError, match="只记一次"):
            training.attend(course_id, wanted)
    for minutes in (271, 0, -45):
        with pytest.raises(InputError, match="不超过全部 6 学时"):
            training.attend(course_id, leaders[1:2], minutes)
        with pytest.raises(InputError, match="不超过全部"):
            training.set_minutes(course_id, leaders[0], minutes)
    with pytest.raises(InputError, match="没有签到"):
        training.set_minutes(course_id, leaders[1], 90)
    with pytest.raises(InputError, match="花名册"):
        training.attend(course_id, [99])
    assert training.courses()[0].attended == 1


def test_nobody_attends_in_the_future(training: TrainingService, leaders: list[int]) -> None:
    course_id = _course(training, held_on=date(2026, 6, 11))
    with pytest.raises(InputError, match="今天之后"):
        training.attend(course_id, leaders)
    today = _course(training, held_on=date(2026, 6, 10))
    training.attend(today, leaders)
    held = training.course(today)
    with pytest.raises(InputError, match="不能改到今天之后"):
        training.save(held, replace(held, held_on=date(2026, 6, 12)))


def test_certificates_in_the_order_of_the_list(
    office: Office, training: TrainingService, leaders: list[int]
) -> None:
    first, second = _course(training), _course(training, title="第二期")
    training.attend(first, [leaders[2]])
    training.issue(first)
    training.attend(second, [leaders[1], leaders[0]])
    training.set_minutes(second, leaders[1], 180)
    issued = training.issue(second)
    numbers = [t.attendance and t.attendance.certificate_no for t in training.trainees(second)]
    assert numbers == ["岗培〔2026〕002号", None, None]
    assert training.of_leader(leaders[2])[0].attendance.certificate_no == "岗培〔2026〕001号"
    with pytest.raises(InputError, match="学满全部"):
        training.issue(second)
    with pytest.raises(InputError, match="已编发合格证"):
        training.set_minutes(second, leaders[0], 90)
    office.history.undo(issued.batch_id)
    assert training.courses()[0].certificates + training.courses()[1].certificates == 1
    plain = _course(training, certificate=None)
    training.attend(plain, leaders)
    with pytest.raises(InputError, match="证书字号"):
        training.issue(plain)


def test_a_corrected_length_follows_those_who_were_there_all_along(
    training: TrainingService, leaders: list[int]
) -> None:
    course_id = _course(training)
    training.attend(course_id, leaders[:2])
    training.set_minutes(course_id, leaders[1], 225)
    held = training.course(course_id)
    with pytest.raises(InputError, match="实到"):
        training.save(held, replace(held, minutes=180))
    training.save(held, replace(held, minutes=360))
    assert [t.attendance.minutes for t in training.trainees(course_id) if t.attendance] == [
        360, 225,
    ]  # fmt: skip
    with pytest.raises(ConflictError):
        training.save(held, replace(held, place="别处"))


def test_every_step_is_taken_back(
    office: Office, training: TrainingService, leaders: list[int]
) -> None:
    made = training.create(_COURSE)
    course_id = made.change.ids[0]
    ticked = training.attend(course_id, leaders)
    office.history.undo(ticked.batch_id)
    assert training.courses()[0].attended == 0
    training.attend(course_id, leaders)
    gone = training.absent(course_id, leaders[:2])
    assert training.courses()[0].attended == 1
    office.history.undo(gone.batch_id)
    assert training.courses()[0].attended == 3
    removed = training.remove(course_id)
    assert training.courses() == ()
    office.history.undo(removed.batch_id)
    assert training.courses()[0].attended == 3
    with pytest.raises(RuleError, match="别处正在用"):
        office.history.undo(made.batch_id)
    assert training.courses()[0].attended == 3, "a course that somebody attended stays"


def test_a_leader_with_training_is_not_deleted_under_it(
    office: Office, training: TrainingService, leaders: list[int]
) -> None:
    training.attend(_course(training), leaders[:1])
    with pytest.raises(ConflictError, match="后来登记的记录"):
        office.roster.remove(leaders[0])
    assert office.roster.get(leaders[0]).leader.name == "赵琴"


def test_who_lacks_what(training: TrainingService, leaders: list[int]) -> None:
    induction = _course(training)
    training.attend(induction, [leaders[1]])
    training.attend(induction, [leaders[2]], 225)
    rounds = _course(training, kind="轮训", title="第一轮", minutes=720, until_on=date(2026, 3, 3))
    training.attend(rounds, [leaders[1]])
    _course(training, kind="轮训", title="去年", held_on=date(2025, 5, 5))
    year = {one.name: one for one in training.year(2026)}
    assert [(n, y.lacks_induction, y.short, y.total) for n, y in year.items()] == [
        ("赵琴", True, True, 0), ("徐杨", False, False, 990), ("陈彬", True, True, 225),
    ]  # fmt: skip
    assert year["徐杨"].minutes == {"岗前": 270, "轮训": 720, "顶岗": 0}
    training.save_rules(Rules(per_hour=60, yearly=17))
    assert [y.short for y in training.year(2026)] == [True, True, True]
    assert training.of_leader(leaders[1])[-1].hours in ("4.5", "12")
    assert [y.name for y in training.year(2025)] == ["赵琴"]
    for wrong in (Rules(50, 16), Rules(45, -1)):
        with pytest.raises(InputError):
            training.save_rules(wrong)


def test_induction_for_somebody_about_to_take_office(
    training: TrainingService, leaders: list[int]
) -> None:
    training.attend(_course(training), [leaders[0]])
    assert training.has_induction(leaders[0], date(2026, 3, 2))
    assert not training.has_induction(leaders[0], date(2026, 3, 3))
    assert not training.has_induction(leaders[1], date(2020, 1, 1))


def test_who_left_is_at_the_end_of_the_list(
    office: Office, training: TrainingService, leaders: list[int]
) -> None:
    tenure = office.roster.get(leaders[0]).tenures[0].tenure
    office.roster.end_tenure(tenure.id, date(2026, 6, 1), "搬走")
    rows = training.trainees(_course(training))
    assert [(t.name, t.in_office) for t in rows] == [
        ("徐杨", True), ("陈彬", True), ("赵琴", False),
    ]  # fmt: skip
    left = training.year(2026)[0]
    assert (left.name, left.lacks_induction, left.short) == ("赵琴", False, False)


def test_a_list_from_a_spreadsheet(
    office: Office, training: TrainingService, leaders: list[int], tmp_path: Path
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["说明"])
    other = book.create_sheet("签到")
    for row in (["姓名", "楼栋", "学时"], ["赵琴", "1栋", 6], ["徐杨", 2, "2"], ["李四", "", ""]):
        other.append(row)
    book.save(tmp_path / "签到.xlsx")
    course_id = _course(training)
    lines = training.read_list_file(course_id, tmp_path / "签到.xlsx")
    assert [(x.name, x.minutes, x.reason) for x in lines] == [
        ("赵琴", 270, ""), ("徐杨", 90, ""), ("李四", None, "花名册里没有这个姓名"),
    ]  # fmt: skip
    made = training.attend_list(course_id, lines)
    assert [t.attendance.minutes for t in training.trainees(course_id) if t.attendance] == [270, 90]
    with pytest.raises(InputError, match="能对上"):
        training.attend_list(course_id, training.read_list(course_id, [["赵琴"]]))
    office.history.undo(made.batch_id)
    assert training.courses()[0].attended == 0
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(InputError):
        training.read_list_file(course_id, tmp_path / "坏.xlsx")
