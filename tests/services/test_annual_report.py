"""The year's report: of an office whose 2025 was counted by hand, and of years with nothing."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from ldz_desktop.domain.cautions import DISMISS, Caution
from ldz_desktop.domain.duties import DutyRecord
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.postings import Decision, Objection
from ldz_desktop.domain.reopening import SecondPerson
from ldz_desktop.domain.rewards import Reward
from ldz_desktop.domain.schemes import SCHEME_2
from ldz_desktop.domain.tags import Tag
from ldz_desktop.domain.training import Course
from ldz_desktop.errors import Cancelled, InputError
from ldz_desktop.reports.annual_report import render
from ldz_desktop.reports.annual_report_numbers import mean, mean_stars, rate, together
from ldz_desktop.reports.annual_report_words import opinions
from ldz_desktop.services.annual_report_leaders import DISMISSED, EXPIRED, OTHER, RESIGNED
from ldz_desktop.services.annual_report_records import AnnualReport
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.opening import create_office
from ldz_desktop.storage import keyring

ReportAgrees = Callable[[Office, int], AnnualReport]
PLACES = (
    ("兴新社区", "福锦苑", "1栋"), ("兴新社区", "福锦苑", "2栋"), ("兴新社区", "福锦苑", "3栋"),
    ("兴新社区", "文锦苑", "1栋"), ("东锦社区", "东锦苑", "1栋"),
)  # fmt: skip


@dataclass
class Day:
    """The clock of the office: a few milliseconds pass every time it is looked at."""

    today: date
    looked: int = 0

    def __call__(self) -> datetime:
        self.looked += 1
        passed = timedelta(milliseconds=5 * self.looked)
        return (datetime.combine(self.today, time(9, 30)) + passed).astimezone()


def opened(folder: Path, day: Day) -> Office:
    return create_office(folder / "office", "兴文街道办事处", "李敏", "口令-2025-长", clock=day)[0]


@dataclass
class Year:
    """2025, written down as its days came."""

    office: Office
    day: Day

    def on(self, month: int, number: int, year: int = 2025) -> date:
        self.day.today = date(year, month, number)
        return self.day.today

    def fill(self) -> None:
        self.buildings = [self.office.households.add_place(*p).ids[0] for p in PLACES]
        self._leaders()
        self._files()
        self._months()
        self._selections()
        self._work()
        self._visits()

    def _leaders(self) -> None:
        roster, (one, two, three, _, five) = self.office.roster, self.buildings
        roster.create(Leader(0, "赵琴", political="01", education="20"), one, date(2021, 1, 1))
        roster.create(Leader(0, "徐杨", political="13", education="60"), two, date(2021, 1, 1))
        roster.create(Leader(0, "陈彬"), three, date(2021, 1, 1))
        roster.create(Leader(0, "高远", education="70"), five, date(2022, 3, 1))
        self.who = {name: key for key, name in roster.names().items()}
        self.on(2, 28)
        roster.end_tenure(self.tenure("高远"), date(2025, 2, 28), "任期届满，连任")
        roster.start_tenure(self.who["高远"], five, date(2025, 3, 1))

    def tenure(self, name: str) -> int:
        return self.office.roster.get(self.who[name]).tenures[0].tenure.id

    def _files(self) -> None:
        """Seven households of one: six opened in 2025, 13 actions about them; 低保 has five people,
        退役军人 four, 高龄 one, who is alone and visited weekly."""
        homes, self.homes = self.office.households, list[int]()
        self.people: list[int] = []
        for number in range(1, 8):
            self.on(12, 3, 2024) if number == 7 else self.on(3, number)
            home = homes.create(self.buildings[0], "1单元", f"{number}01", "自有").ids[0]
            born = date(1939, 5, 6) if number == 7 else None
            name, phone = f"居民{'甲乙丙丁戊己庚'[number - 1]}", f"1390000{number:04d}"
            head = Resident(0, home, name, "02", birth=born, phone=phone)
            self.people.append(homes.add_resident(home, head).ids[1])
            self.homes.append(home)
        self.on(3, 20)
        gone = homes.add_resident(self.homes[0], Resident(0, self.homes[0], "客人", "99"))
        undone = self.office.history.today()[0].batch_id
        self.office.history.undo(undone)
        del gone
        for person in self.people[:5]:
            self.on(12, 4, 2024)
            self.office.tags.add(Tag(0, person, "低保", date(2024, 1, 1)))
        for person in self.people[:4]:
            self.office.tags.add(Tag(0, person, "退役军人", date(2024, 1, 1)))
        self.on(3, 21)
        before = homes.get(self.homes[0])
        homes.save(before, replace(before, note="已核对", checked_on=date(2025, 3, 21)))

    def _months(self) -> None:
        """January to March are closed, 3栋 is last in all of them; March is corrected. April is
        open, and two sheets of 文锦苑1栋 are too few in every month."""
        evaluation = self.office.evaluation
        self._close("2025-01", "543-5", date(2025, 2, 2))
        evaluation.publish("2025-01", self.on(2, 3))
        (posting,) = self.office.postings.of("month:2025-01")
        for upheld in (True, False, None):
            told = Objection(0, posting.id, date(2025, 2, 3), "计票有误", "来电")
            made = self.office.postings.object(posting.id, told).change.ids[1]
            if upheld is not None:
                verdict = Decision(date(2025, 2, 3), "王静", upheld, "已核对", "见计票单")
                self.office.postings.decide(made, verdict)
        cautions, tenure = self.office.cautions, self.tenure("陈彬")
        first = cautions.draft(tenure, 1)
        cautions.take(replace(first, done_on=self.day.today, done_by="王静", way="电话"))
        self._close("2025-02", "543-4", date(2025, 3, 2))
        second = replace(
            cautions.draft(tenure, 2), done_on=self.day.today, done_by="王静、李敏", place="社区",
            said="两个月末位", promised="每周巡楼", review_on=date(2025, 4, 1),
        )  # fmt: skip
        cautions.take(second)
        self._close("2025-03", "453-5", date(2025, 4, 2))
        self.office.reopening.reopen("2025-03", "计票有误", SecondPerson("王芳"))
        self._key("2025-03", self.buildings[4], "3", again=True)
        evaluation.close("2025-03")
        third = cautions.draft(tenure, 3)
        cautions.take(replace(third, done_on=self.on(4, 3), done_by="王静"))
        self._dismiss(self.on(4, 10))
        self._succeed()
        evaluation.open_month("2025-04")
        self._key("2025-04", self.buildings[0], "1")

    def _dismiss(self, today: date) -> None:
        (proposal,) = [
            one.caution for case in self.office.cautions.cases() for one in case.steps
            if one.caution.stage == 3
        ]  # fmt: skip
        signed: Caution = replace(
            proposal, decision=DISMISS, reason="三个月没有改进", first_signer="王静",
            signed_on=today, second_signer="李敏", second_signed_on=today,
        )  # fmt: skip
        self.office.cautions.decide(signed, (today, "经研究免职"))

    def _succeed(self) -> None:
        leader = Leader(0, "罗兰", political="02", education="70")
        self.office.roster.create(leader, self.buildings[2], self.on(7, 1))
        self.who = {name: key for key, name in self.office.roster.names().items()}
        self.on(7, 2)

    def _close(self, month: str, grades: str, today: date) -> None:
        self.day.today = today
        self.office.evaluation.open_month(month)
        for building, grade in zip(self.buildings, grades, strict=True):
            self._key(month, building, grade)
        self.office.evaluation.close(month)

    def _key(self, month: str, building: int, grade: str, *, again: bool = False) -> None:
        evaluation = self.office.evaluation
        sheets = ("55555555",) * 2 if grade == "-" else (grade * 8,) * 6
        if again:
            evaluation.recall_batch(month, building)
        evaluation.save_draft(
            month, building, Draft(Header(20, len(sheets), len(sheets), 0, 0), sheets)
        )
        evaluation.commit_draft(month, building)
        evaluation.save_stars(month, building, {1: "444"})

    def _selections(self) -> None:
        selections, vacant = self.office.selections, self.buildings[3]
        self.on(5, 10)
        begun = selections.begin(vacant).change.ids[0]
        selections.abandon(selections.get(begun).selection, "没有候选人")
        self.on(12, 1)
        selections.begin(vacant, "nomination")

    def _work(self) -> None:
        training, duties = self.office.training, self.office.duties
        self.on(12, 20)
        for kind, day, minutes, people in (
            ("轮训", date(2024, 12, 10), 90, {"赵琴": 90}),
            ("岗前", date(2025, 7, 5), 180, {"罗兰": 180}),
            ("轮训", date(2025, 9, 10), 720, {"赵琴": 720, "徐杨": 360}),
        ):  # fmt: skip
            numbered = "岗培〔2025〕" if kind == "岗前" else None
            course = Course(0, kind, "培训", day, minutes, certificate=numbered)  # type: ignore[arg-type]
            made = training.create(course).change.ids[0]
            for name, length in people.items():
                training.attend(made, [self.who[name]], length)
            if numbered:
                training.issue(made)
        zhao = self.tenure("赵琴")
        duties.set_count(zhao, "2024-12", 1, 9)
        duties.set_count(zhao, "2025-03", 1, 5)
        duties.set_count(zhao, "2025-03", 7, 3)
        duties.add(DutyRecord(0, self.tenure("徐杨"), "2025-06", 1, 15, 2, date(2025, 6, 9)))
        rewards = self.office.rewards
        for month, paid in (("2025-01", True), ("2025-02", False)):
            ids = [x.id for x in rewards.money() if x.reward.month == month]
            rewards.approve(ids, date(2025, 5, 6), "王静")
            if paid:
                ids = [x.id for x in rewards.money() if x.reward.month == month]
                rewards.pay(ids, date(2025, 5, 7), "罗敏")
        march = [x.id for x in rewards.money() if x.reward.month == "2025-03"]
        rewards.cancel(march[:1], "本人放弃")
        for day in (date(2024, 8, 1), date(2025, 8, 1)):
            event = Reward(
                0, self.who["赵琴"], "cadre", "列入后备干部库", basis="会议", approved_on=day
            )
            rewards.save_event(event)

    def _visits(self) -> None:
        tags = self.office.tags
        for home, on in (
            (0, date(2024, 12, 30)), (0, date(2025, 1, 1)), (0, date(2025, 12, 20)),
            (6, date(2025, 12, 31)),
        ):  # fmt: skip
            self.day.today = max(on, date(2025, 12, 31))
            tags.visited(self.homes[home], on)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """The tests below only read it."""
    day = Day(date(2024, 12, 2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyring, "DEFAULT_COST", keyring.Cost(memory=8192, passes=1, lanes=1))
        made = Year(opened(tmp_path_factory.mktemp("year"), day), day)
    made.fill()
    yield made
    made.office.close()


@pytest.fixture
def year(filled: Year) -> Year:
    """On 12 January 2026."""
    filled.on(1, 12, 2026)
    return filled


def test_a_year_counted_by_hand(year: Year, report_agrees: ReportAgrees) -> None:
    report = report_agrees(year.office, 2025)
    assert (report.unit, report.until, report.whole) == ("兴文街道办事处", date(2025, 12, 31), True)
    assert report.begun is None  # December 2024 came before
    _leaders_by_hand(report)
    _months_by_hand(report)
    files = report.files
    assert (files.visits, files.visited) == (3, 2)
    assert [astuple_of(x) for x in files.rhythm] == [(90, 5, 1, 2, 4)]  # weekly: one household
    assert files.tags == (("独居", 7), ("低保", 5))
    # six new files with a head each, and a file saved; what was taken back does not count
    assert (files.touched, files.changes, files.moves) == (6, 13, ())
    assert files.bulk == (("导入户档", 0), ("合并走访包", 0))
    assert files.unchecked == 6


def astuple_of(line: object) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in line.__dataclass_fields__)  # type: ignore[attr-defined]


def _leaders_by_hand(report: AnnualReport) -> None:
    base = report.base
    assert [astuple_of(x) for x in base.communities] == [
        ("兴新社区", 2, 4, 3, 7, 7), ("东锦社区", 1, 1, 1, 0, 0),
    ]  # fmt: skip
    assert (base.on, base.leaders, base.party, base.upper_secondary) == (
        date(2025, 12, 31), 4, 2, 2,
    )  # fmt: skip
    changes = report.changes
    assert changes.begun == {"election": 1, "nomination": 1}
    assert (changes.appointed, changes.given_up, changes.running) == (0, 1, 1)
    assert (changes.fresh, changes.renewed, changes.gone) == (1, 1, 1)
    assert changes.left == {EXPIRED: 0, RESIGNED: 0, DISMISSED: 1, OTHER: 0}
    assert (changes.left_buildings, changes.handed_over, changes.expiring) == (1, 0, 0)
    training = report.training
    assert [(x.kind, x.courses, x.attended, x.certificates) for x in training.courses] == [
        ("岗前", 1, 1, 1), ("轮训", 1, 2, 0), ("顶岗", 0, 0, 0),
    ]  # fmt: skip
    assert (training.people, training.minutes) == (5, 180 + 720 + 360)
    assert (training.lack_induction, training.short) == (3, 3)
    duties = report.duties
    assert duties.total == 10
    assert [x.times for x in duties.counts if x.times] == [5, 3, 2]
    assert len(duties.counts) == 19
    # three for twelve months, 陈彬 until 10 April, 罗兰 since July
    assert (duties.asked, duties.reported) == (36 + 4 + 6, 2)
    cautions = report.cautions
    assert (cautions.last, cautions.people) == (3, 1)
    assert (cautions.reminders, cautions.talks, cautions.proposals) == (1, 1, 1)
    assert (cautions.dismissed, cautions.kept, cautions.void, cautions.waiting) == (1, 0, 0, None)


def _months_by_hand(report: AnnualReport) -> None:
    evaluation = report.evaluation
    assert [m.state for m in evaluation.months[:5]] == ["published", *["closed"] * 2, "open", None]
    assert [m.edition for m in evaluation.months[:4]] == [1, 1, 2, 1]
    assert (evaluation.upheld, evaluation.rejected, evaluation.waiting) == (1, 1, 1)
    closed = evaluation.closed
    # 20 sheets for each of five buildings; six came back, of 文锦苑1栋 two: its result is not told
    assert [(m.evaluated, m.ranked, m.issued, m.returned, m.valid) for m in closed] == [
        (5, 4, 100, 26, 26)
    ] * 3
    assert [mean(m.opinion) for m in closed] == [
        Decimal("85.00"),
        Decimal("80.00"),
        Decimal("75.00"),
    ]
    assert [(m.opinion.satisfied, m.opinion.answers) for m in closed] == [
        (144, 192), (144, 192), (96, 192),
    ]  # fmt: skip
    whole = together(m.opinion for m in closed)
    assert (mean(whole), rate(whole)) == (Decimal("80.00"), Decimal("66.67"))
    assert mean_stars(whole) == Decimal("80.00")
    honours = report.honours
    assert [(x.community, x.months, x.buildings) for x in honours.flags] == [
        ("兴新社区", 3, ("福锦苑1栋", "福锦苑2栋")), ("东锦社区", 3, ("东锦苑1栋",)),
    ]  # fmt: skip
    assert (honours.held, honours.undecided) == (9, 0)
    assert (honours.rewards, honours.people) == (8, 3)  # one was given up
    assert (honours.paid, honours.approved, honours.proposed) == (300_000, 300_000, 200_000)
    assert {k: n for k, n in honours.events.items() if n} == {"cadre": 1}
    assert [(x.count, x.names) for x in honours.awards] == [(0, ()), (0, ())]


def test_nobody_is_named(year: Year) -> None:
    """No resident, telephone or room, and of leaders only numbers: not even of the dismissed."""
    document = pypdfium2.PdfDocument(render(year.office.annual_report.of(2025)).pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "免去职务1名" in text
    residents = [name for n in "甲乙丙丁戊己庚" for name in (f"居民{n}", f"居*{n}")]
    for told in (*residents, "客人", *year.who, "王静", "李敏", "罗敏", "1390000", "101", "单元"):
        assert told not in text, told


def test_months_of_a_rolling_scheme_are_not_added_up(tmp_path: Path) -> None:
    """The papers of a month are its own, though its results are those of three."""
    day = Day(date(2025, 3, 3))
    office = opened(tmp_path, day)
    office.schemes.save(replace(SCHEME_2, minimum_sheets=10))
    filled = Year(office, day)
    filled.buildings = [office.households.add_place(*place).ids[0] for place in PLACES[:2]]
    for month in ("2025-01", "2025-02"):
        office.evaluation.open_month(month)
        for building in filled.buildings:
            sheets = ("55555555",) * 12
            office.evaluation.save_draft(month, building, Draft(Header(20, 12, 12, 0, 0), sheets))
            office.evaluation.commit_draft(month, building)
            office.evaluation.save_stars(month, building, {1: "444"})
        office.evaluation.close(month)
    report = office.annual_report.of(2025)
    office.close()
    closed = report.evaluation.closed
    assert [(m.issued, m.returned, m.valid, m.rolling) for m in closed] == [(40, 24, 24, True)] * 2
    assert [m.opinion.sheets for m in closed] == [24, 48]
    assert "不作全年合计" in opinions(closed)


def test_the_years_on_either_side(year: Year, report_agrees: ReportAgrees) -> None:
    """2024 has its December; 2026 has begun, and knows nothing yet but what is."""
    office = year.office
    assert (office.annual_report.years(), office.annual_report.usual_year()) == (
        (2026, 2025, 2024), 2025,
    )  # fmt: skip
    before = report_agrees(office, 2024)
    assert before.begun == date(2024, 8, 1)
    assert (before.files.visits, before.duties.total, before.changes.fresh) == (1, 9, 0)
    assert (before.base.leaders, before.evaluation.closed) == (4, ())
    now = report_agrees(office, 2026)
    assert (now.until, now.whole) == (date(2026, 1, 12), False)
    assert [m.month for m in now.evaluation.months] == ["2026-01"]
    assert (now.training.minutes, now.duties.total, now.files.visits) == (0, 0, 0)
    assert (now.changes.running, now.cautions.waiting) == (1, 0)
    year.on(4, 1, 2026)
    assert office.annual_report.usual_year() == 2026


def test_years_there_is_nothing_to_say_of(year: Year) -> None:
    for wrong, words in ((2027, "还没有到"), (2023, "2023年没有可以汇总的内容")):
        with pytest.raises(InputError, match=words):
            year.office.annual_report.of(wrong)


def test_an_empty_office(tmp_path: Path, report_agrees: ReportAgrees) -> None:
    office = opened(tmp_path, Day(date(2026, 12, 31)))
    assert office.annual_report.years() == (2026,)
    report = report_agrees(office, 2026)
    assert report.whole
    assert (report.base.communities, report.base.leaders, report.duties.asked) == ((), 0, 0)
    assert [m.state for m in report.evaluation.months] == [None] * 12
    assert (report.files.rhythm, report.files.tags, report.honours.held) == ((), (), 0)
    with pytest.raises(InputError, match="还没有任何记录"):
        office.annual_report.of(2025)
    office.close()


def test_it_can_be_cancelled(year: Year) -> None:
    class Stop:
        def report(self, done: int, total: int, text: str = "") -> None:
            del done, text
            if total:
                raise Cancelled

    with pytest.raises(Cancelled):
        year.office.annual_report.of(2025, Stop())
    assert gc.isenabled(), "it is put off while the files are looked through, no longer"
