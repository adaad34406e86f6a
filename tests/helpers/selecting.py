"""An office whose day can be set, with a vacant building, its residents and a selection's steps."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.postings import PostingDraft
from ldz_desktop.domain.selections import Selection, Way
from ldz_desktop.domain.selections_evidence import Appointment, Ballot, Review, Vote
from ldz_desktop.domain.training import Course
from ldz_desktop.services.context import Office
from ldz_desktop.services.opening import create_office
from ldz_desktop.services.selections_reading import SelectionDetail

PASSWORD = "测试口令-2026"
START = date(2026, 9, 1)
POSTED = date(2026, 9, 7)
OVER = date(2026, 9, 15)  # 5 working days after the 7th end on the 14th


@dataclass
class Day:
    """The clock of the office: a few milliseconds pass every time it is looked at."""

    today: date = START
    looked: int = 0

    def __call__(self) -> datetime:
        self.looked += 1
        passed = timedelta(milliseconds=5 * self.looked)
        return (datetime.combine(self.today, time(9, 30)) + passed).astimezone()


@dataclass
class Scene:
    """福锦苑1栋 is vacant, 福锦苑2栋 is led by 陈彬. people: resident ids by name."""

    office: Office
    day: Day
    vacant: int
    led: int
    people: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, building: int, room: str, **fields: object) -> int:
        """A household of one."""
        homes = self.office.households
        home = homes.create(building, "1单元", room, "自有").ids[0]
        values = {"sex": "1", "birth": date(1970, 5, 6), "relation": "02", **fields}
        who = Resident(0, home, name, **values)  # type: ignore[arg-type]  # the tests name fields
        self.people[name] = homes.add_resident(home, who).ids[1]
        return self.people[name]

    def detail(self, selection_id: int) -> SelectionDetail:
        return self.office.selections.get(selection_id)

    def now(self, selection_id: int) -> Selection:
        return self.detail(selection_id).selection

    def begin(self, way: Way = "election", building: int = 0) -> int:
        return self.office.selections.begin(building or self.vacant, way).change.ids[0]

    def ballots(self, **votes: int) -> tuple[Ballot, ...]:
        """周明=40 …: the first one is chosen."""
        first = next(iter(votes))
        return tuple(Ballot(self.people[n], v, n == first, n) for n, v in votes.items())

    def vote(self, selection_id: int, **votes: int) -> None:
        ballots = self.ballots(**(votes or {"周明": 40, "吴芳": 12}))
        vote = Vote("election", date(2026, 9, 3), "福锦苑广场", 80, 60, None, ballots)
        self.office.selections.vote(self.now(selection_id), vote, closing=True)

    def review(self, selection_id: int, on: date = date(2026, 9, 4), **changes: object) -> None:
        selection = self.now(selection_id)
        criteria = self.office.selections.rules.criteria(selection)
        for candidate in selection.chosen:
            values: dict[str, object] = {
                "checks": tuple((c, True) for c in criteria), "reviewer": "李敏",
                "reviewed_on": on, "passed": True, **changes,
            }  # fmt: skip
            review = Review(candidate.id, **values)  # type: ignore[arg-type]
            self.office.selections.review(self.now(selection_id), review)

    def post(self, selection_id: int, on: date = POSTED) -> int:
        self.day.today = max(self.day.today, on)
        draft = PostingDraft("candidates", "", place="单元门口", posted_on=on)
        self.office.selections.post_notice(self.now(selection_id), draft)
        return self.detail(selection_id).postings[-1].id

    def to_appointment(self, way: Way = "election", building: int = 0) -> int:
        """A selection whose notice is over."""
        made = self.begin(way, building)
        self.day.today = date(2026, 9, 4)
        self.vote(made)
        self.review(made)
        self.post(made)
        self.day.today = OVER
        return made

    def wanted(self, selection_id: int, **changes: object) -> Appointment:
        selection = self.now(selection_id)
        values: dict[str, object] = {
            "candidate_id": selection.passed[0].id, "document_no": "兴街发〔2026〕18号",
            "certificate_no": "聘字〔2026〕001号", "appointed_on": OVER, "started_on": OVER,
            "term_end": date(2029, 9, 14), **changes,
        }  # fmt: skip
        return Appointment(**values)  # type: ignore[arg-type]  # the tests name real fields

    def appoint(self, selection_id: int, **changes: object) -> int:
        """The leader's id."""
        wanted = self.wanted(selection_id, **changes)
        return self.office.selections.appoint(self.now(selection_id), wanted).change.ids[1]

    def train(self, leader_id: int, on: date | None = None) -> None:
        course = Course(0, "岗前", "新任楼栋长岗前培训", on or self.day.today, 240)
        made = self.office.training.create(course).change.ids[0]
        self.office.training.attend(made, [leader_id])


def make_scene(folder: Path) -> Scene:
    """A fresh office opened by 李敏 on 1 September 2026."""
    day = Day()
    office, _ = create_office(folder, "兴文街道办事处", "李敏", PASSWORD, clock=day)
    vacant, led = (
        office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2)
    )
    office.roster.create(
        Leader(0, "陈彬", "1", None, date(1968, 1, 2), "13", "60"), led, date(2023, 9, 1)
    )
    scene = Scene(office, day, vacant, led)
    for name, room, sex in (("周明", "101", "1"), ("吴芳", "102", "2"), ("曾建国", "201", "1")):
        scene.add(
            name, vacant, room, sex=sex, political="01", education="60",
            id_number=NUMBERS.get(name), phone="13900010001",
        )  # fmt: skip
    scene.add("陈彬", led, "301", birth=date(1968, 1, 2))
    return scene


NUMBERS = {"周明": "511902196707260018"}
