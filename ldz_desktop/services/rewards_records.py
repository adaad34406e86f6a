"""What the reward service tells: plain records for the window, lists and papers."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.places import Building
from ldz_desktop.domain.rewards import Reward, State


@dataclass(frozen=True, slots=True)
class RewardLine:
    """A reward as it stands now, stored or only proposed. pinyin: of the leader's name, to be found
    by; building: of the flag, of an event that of the leader's newest term; now: why a decision is
    needed or the money was withdrawn, "" else."""

    reward: Reward
    state: State
    leader: str
    pinyin: str
    building: Building | None
    now: str = ""

    @property
    def id(self) -> int:
        """The same for the same proposal, whenever it is asked for; below zero while it is not
        stored."""
        one = self.reward
        if one.id:
            return one.id
        month = int((one.month or "0-0")[:4]) * 12 + int((one.month or "0-0")[5:7] or 0)
        return -(((one.building_id or 0) * 8191 + month) % 2**62 + 1)

    @property
    def community(self) -> str:
        return "" if self.building is None else self.building.community

    @property
    def cents(self) -> int:
        return self.reward.cents or 0

    @property
    def place(self) -> str:
        return "" if self.building is None else self.building.title


@dataclass(frozen=True, slots=True)
class YearRow:
    """What a leader got for the months of a year. months: with the flag, whose money is not given
    up; cents by state: paid (also where the flag moved since), approved, proposed."""

    leader_id: int
    leader: str
    pinyin: str
    community: str
    buildings: str
    months: tuple[str, ...]
    paid: int
    approved: int
    proposed: int

    @property
    def id(self) -> int:
        return self.leader_id

    @property
    def total(self) -> int:
        return self.paid + self.approved + self.proposed


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A line to sign for. paid_on: where it was paid already."""

    building: str
    leader: str
    month: str
    cents: int
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class MoneyList:
    """领取表. approved: who approved when, each once, as it is on record; one_signer: nobody of the
    office could sign second."""

    unit: str
    today: date
    lines: tuple[MoneyLine, ...]
    approved: tuple[tuple[str, date], ...]
    one_signer: bool = False

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)
