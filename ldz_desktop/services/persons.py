"""The person behind the office: what the card and the personal record say at a glance."""

from ldz_desktop.domain.party import PartyStep
from ldz_desktop.domain.training import hours_text
from ldz_desktop.record import record
from ldz_desktop.services.core import Core
from ldz_desktop.services.rewards import RewardService
from ldz_desktop.services.roster import LeaderDetail, RosterService
from ldz_desktop.services.scans import PORTRAIT, Scan, ScanService
from ldz_desktop.services.training import TrainingService
from ldz_desktop.storage.commitments import CommitmentStore
from ldz_desktop.storage.party import PartyStore
from ldz_desktop.storage.persons import PersonStore


@record
class PersonNumbers:
    """hours: 学时 of training this year, as printed; duties: times a duty was done this year;
    rewards: approved or paid money and events, of all years; open, overdue: promises not yet kept,
    and those of them whose day has passed."""

    year: int
    hours: str
    duties: int
    rewards: int
    open: int
    overdue: int


@record
class PersonFile:
    """A leader as the card shows it. portrait: the picture's record, None without one; step: the
    furthest stage into the party, None for nobody on the way."""

    detail: LeaderDetail
    portrait: Scan | None
    step: PartyStep | None
    numbers: PersonNumbers


class PersonService:
    """Reads only; a portrait is written by services.scans."""

    def __init__(self, core: Core, roster: RosterService) -> None:
        self._core = core
        self._roster = roster
        self._store = PersonStore(core.database)
        self._training = TrainingService(core)

    def file(self, leader_id: int) -> PersonFile:
        """Raises InputError where the leader is gone."""
        detail = self._roster.get(leader_id)
        steps = PartyStore(self._core.database).of(leader_id)
        portrait = ScanService(self._core).newest("leader", leader_id, PORTRAIT)
        return PersonFile(detail, portrait, steps[-1] if steps else None, self._numbers(leader_id))

    def portraits(self) -> dict[int, bytes]:
        """leader_id → small JPEG, of everybody who has one."""
        return ScanService(self._core).thumbnails("leader", PORTRAIT)

    def _numbers(self, leader_id: int) -> PersonNumbers:
        today = self._core.today()
        year = str(today.year)
        minutes = self._store.minutes(year, leader_id).get(leader_id, 0)
        promises = CommitmentStore(self._core.database).of(leader_id)
        states = [one.state(today) for one in promises]
        return PersonNumbers(
            today.year,
            hours_text(minutes, self._training.rules().per_hour),
            self._store.duties(year, leader_id).get(leader_id, 0),
            RewardService(self._core).count_of(leader_id),
            sum(state in ("open", "overdue") for state in states),
            states.count("overdue"),
        )
