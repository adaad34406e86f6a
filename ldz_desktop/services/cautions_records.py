"""What the warning chain tells: plain records for the window and papers."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.domain.cautions import Caution, Chain, NextStep, Stage, StepKind
from ldz_desktop.domain.places import Building


@dataclass(frozen=True, slots=True)
class Judged:
    """A step as it stands now. void: why its months no longer bear it, "" where they do."""

    caution: Caution
    void: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A chain with what was done about it. chain: None where steps are left whose months were all
    corrected since. step: what is due, None for nothing; open_void: the step that was open when the
    chain broke. ended_on, end_reason: of the tenure."""

    tenure_id: int
    leader_id: int
    leader: str
    building: Building
    chain: Chain | None
    steps: tuple[Judged, ...]
    step: NextStep | None
    open_void: StepKind | None
    started_on: date | None
    ended_on: date | None
    end_reason: str | None

    @property
    def id(self) -> int:
        """The same for the same chain, in any list."""
        first = self.months[0]
        number = int(first[:4]) * 12 + int(first[5:7])
        return (self.tenure_id * 8191 + number) % 2**62

    @property
    def months(self) -> tuple[str, ...]:
        """The last places, the oldest first."""
        if self.chain is not None:
            return tuple(place.month for place in self.chain.lasts)
        return tuple(basis.month for basis in self.steps[0].caution.months)

    @property
    def count(self) -> int:
        return 0 if self.chain is None else len(self.chain.lasts)

    @property
    def running(self) -> bool:
        return self.chain is not None and self.chain.running and self.ended_on is None

    def newest(self, stage: Stage) -> Judged | None:
        """The newest step of that stage, void ones last."""
        mine = [one for one in self.steps if one.caution.stage == stage]
        return max(mine, key=lambda one: (not one.void, one.caution.id), default=None)
