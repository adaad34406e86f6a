"""What is known of every leader at once, for lists: the year's hours and duties, the stage into the
party, whether there is a photo."""

from collections.abc import Collection, Mapping

from ldz_desktop.domain.party import PartyStep
from ldz_desktop.domain.training import hours_text
from ldz_desktop.record import record
from ldz_desktop.services.core import Core
from ldz_desktop.services.scans import PORTRAIT
from ldz_desktop.services.training import TrainingService
from ldz_desktop.storage.party import PartyStore
from ldz_desktop.storage.persons import PersonStore
from ldz_desktop.storage.scans import ScanStore


@record
class PersonSum:
    """hours: 学时 this year, as printed, empty for none; duties: times this year."""

    hours: str = ""
    duties: int = 0
    step: PartyStep | None = None
    portrait: bool = False


@record
class Known:
    """All leaders."""

    hours: Mapping[int, str]
    duties: Mapping[int, int]
    steps: Mapping[int, PartyStep]
    portraits: Collection[int]

    def of(self, leader_id: int) -> PersonSum:
        return PersonSum(
            self.hours.get(leader_id, ""),
            self.duties.get(leader_id, 0),
            self.steps.get(leader_id),
            leader_id in self.portraits,
        )


class PersonSums:
    """Reads only."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def known(self) -> Known:
        """As of today."""
        store = PersonStore(self._core.database)
        year = str(self._core.today().year)
        per_hour = TrainingService(self._core).rules().per_hour
        minutes = store.minutes(year)
        return Known(
            {who: hours_text(length, per_hour) for who, length in minutes.items()},
            store.duties(year),
            PartyStore(self._core.database).furthest(),
            ScanStore(self._core.database).owners("leader", PORTRAIT),
        )
