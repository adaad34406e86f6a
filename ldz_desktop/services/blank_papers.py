"""What is printed before a month is keyed: sheets, booklets, count sheets, the envelopes' list.

None of them says anything about a household (domain.md §7)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldz_desktop.domain.evaluation import Scheme
from ldz_desktop.errors import InputError
from ldz_desktop.services.evaluation_records import BuildingProgress
from ldz_desktop.services.months import month_text
from ldz_desktop.services.settings import SettingService

if TYPE_CHECKING:
    from ldz_desktop.services.core import Core
    from ldz_desktop.services.evaluation import EvaluationService


@dataclass(frozen=True, slots=True)
class Lot:
    """A building's share of the papers. given: envelopes given out, as written down then or on the
    count sheet; households: occupied ones. None where nobody knows."""

    building_id: int
    community: str
    building: str
    leader: str
    households: int | None = None
    given: int | None = None

    @property
    def count(self) -> int:
        """Sheets to print: as written down, or one for each occupied household."""
        return self.households or 0 if self.given is None else self.given


def lot_of(one: BuildingProgress) -> Lot:
    """A building's share, as far as the month is."""
    where, given = one.building, one.given
    if given is None and one.header is not None:
        given = one.header.issued
    return Lot(where.id, where.community, where.title, one.leader, one.households, given)


@dataclass(frozen=True, slots=True)
class BlankPapers:
    """Everything blank papers say: nothing about any household. month: YYYY-MM."""

    month: str
    scheme: Scheme
    unit: str
    phone: str
    lots: tuple[Lot, ...]


class BlankPaperService:
    """Reads only."""

    def __init__(self, core: "Core", evaluation: "EvaluationService") -> None:
        self._core = core
        self._evaluation = evaluation

    def of(self, month: str, buildings: Collection[int] | None = None) -> BlankPapers:
        """Of these buildings (None: of every one that is evaluated), in the order of entry. Raises
        InputError for a month that is not there, and where no such building is evaluated."""
        info = self._evaluation.month(month)
        profile = SettingService(self._core).profile()
        lots = tuple(
            lot_of(one)
            for one in self._evaluation.progress(info.month)
            if buildings is None or one.building.id in buildings
        )
        if not lots:
            raise InputError(
                "没有可测评的楼栋",
                f"{month_text(info.month)}没有楼栋长在任的楼栋，或者选的楼栋不参加测评。",
                "请检查月份和楼栋。",
            )
        scheme = self._evaluation.scheme_of(info.month)
        return BlankPapers(info.month, scheme, profile.unit or profile.office, profile.phone, lots)
