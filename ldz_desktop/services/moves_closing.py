"""Why a file was closed, where its people are now, and who has the dwelling."""

from datetime import date

from ldz_desktop.domain.households import Household, HouseholdRow
from ldz_desktop.domain.moves import shown_name
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.core import Core
from ldz_desktop.services.moves_records import Closing, Whereabouts
from ldz_desktop.storage.history import BatchRow, HistoryStore
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.moves import MoveStore


class ClosingReading:
    """Reads it from the journal and from what is on file now."""

    def __init__(self, core: Core) -> None:
        self._today = core.today()
        self._history = HistoryStore(core.database)
        self._households = HouseholdStore(core.database)
        self._moves = MoveStore(core.database)

    def read(self, household: Household, day: date) -> Closing:
        household_id, dwelling_id = household.id, household.dwelling_id
        went: dict[int, list[str]] = {}
        for person in self._moves.left(household_id, dwelling_id):
            names = went.setdefault(person.household_id, [])
            names.append(shown_name(person, self._today))
        now = [i for i in self._moves.open_households(dwelling_id) if i not in went]
        places = {row.id: _place(row, household) for row in self._households.rows([*went, *now])}
        batch = self._batch(household_id)
        return Closing(
            day=day,
            what=batch.what if batch else "",
            actor=batch.actor if batch else "",
            reason=_without(batch.reason, date_text(day)) if batch else "",
            batch_id=batch.id if batch and batch.actor else 0,
            went=tuple(Whereabouts(i, places[i], tuple(names)) for i, names in went.items()),
            dwelling=tuple(Whereabouts(i, places[i]) for i in now),
        )

    def _batch(self, household_id: int) -> BatchRow | None:
        """The action that closed it, as the journal has it."""
        closing = [
            entry.batch_id
            for entry in self._history.entries_of([household_id])
            if entry.field == "closed_on" and entry.new is not None
        ]
        found = [batch for batch in map(self._history.batch, closing) if batch is not None]
        return max(found, key=lambda batch: batch.seq, default=None)


def _place(row: HouseholdRow, home: Household) -> str:
    """As said in the building of the closed file: 1单元102, or with the building where it is
    another one."""
    same = (row.compound, row.building) == (home.compound, home.building)
    return ("" if same else f"{row.compound}{row.building}") + f"{row.unit}{row.room}"


def _without(reason: str, day: str) -> str:
    """What the person gave for a reason; the day is told anyway."""
    return "；".join(part for part in reason.split("；") if part != day)
