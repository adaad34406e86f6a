"""The whole demo district as plain values: the same seed makes the same people."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ldz_desktop.services.demo.details import Details
from ldz_desktop.services.demo.dwellings import Door, doors, sizes
from ldz_desktop.services.demo.families import Families, Family
from ldz_desktop.services.demo.kin import Kin
from ldz_desktop.services.demo.person import Traits
from ldz_desktop.services.demo.places import COMMUNITIES, HOUSEHOLDS
from ldz_desktop.services.progress import SILENT, Progress

_TENURES: tuple[str | None, ...] = ("自有", "租赁", "群租", "借住", "空置", None)
_TENURE_WEIGHTS = (71, 14, 2, 4, 7, 2)
_CHECKED_WITHIN = 540  # days: eighteen months
_NOTES = (
    "白天无人，晚上七点后联系", "门铃坏了，请敲门", "老人耳背，说话大声些", "钥匙由邻居代管",
    "养有小狗，已办证", "楼上漏水，已报物业", "户主外出务工，电话联系", "合同到期后迁出",
    "需要代买药品", "愿意腾出客厅做议事点",
)  # fmt: skip
_VACANT_NOTES = ("空置，水电已停", "待装修", "房东在外地，电话联系", "待出租")


@dataclass(frozen=True, slots=True)
class HouseholdPlan:
    """A household file in the making; members: head first, empty for a vacant dwelling."""

    door: Door
    tenure: str | None
    checked_on: date
    note: str | None
    members: Family

    @property
    def occupied(self) -> bool:
        """Somebody lives there (domain.md §2)."""
        return self.tenure != "空置" and any(
            m.state == "present" and m.lives_here for m in self.members
        )


@dataclass(frozen=True, slots=True)
class BuildingPlan:
    """A building with its households, by unit, floor and room."""

    street: str
    community: str
    compound: str
    name: str
    households: tuple[HouseholdPlan, ...]


def anchor_of(today: date) -> date:
    """The day that ages are counted from: the first of the month, so that a district made again
    some days later has the same people."""
    return today.replace(day=1)


def build_district(
    seed: int, today: date, *, households: int = HOUSEHOLDS, progress: Progress = SILENT
) -> tuple[BuildingPlan, ...]:
    """152 buildings with `households` household files (24,000: the demo's size)."""
    rng = random.Random(f"ldz demo {seed}")
    anchor = anchor_of(today)
    maker = _Maker(rng, anchor)
    places = list(_places())
    found: list[BuildingPlan] = []
    done = 0
    for place, size in zip(places, sizes(rng, len(places), households), strict=True):
        progress.report(done, households, "正在生成演示居民")
        found.append(BuildingPlan(*place, maker.households(size)))
        done += size
    return tuple(found)


def _places() -> Iterator[tuple[str, str, str, str]]:
    for community in COMMUNITIES:
        for compound, buildings in community.compounds:
            for number in range(1, buildings + 1):
                yield community.street, community.name, compound, f"{number}栋"


class _Maker:
    """Fills buildings; everything is drawn from one random source, in a fixed order."""

    def __init__(self, rng: random.Random, anchor: date) -> None:
        self._rng = rng
        self._anchor = anchor
        self._families = Families(rng, Kin(rng, anchor))
        self._details = Details(rng, Traits(rng, anchor.year))

    def households(self, count: int) -> tuple[HouseholdPlan, ...]:
        tenures = self._rng.choices(_TENURES, weights=_TENURE_WEIGHTS, k=count)
        return tuple(
            self._household(door, tenure)
            for door, tenure in zip(doors(self._rng, count), tenures, strict=True)
        )

    def _household(self, door: Door, tenure: str | None) -> HouseholdPlan:
        rng = self._rng
        note = None
        if tenure == "空置":
            members = self._families.away_owner() if rng.random() < 0.7 else []
            note = rng.choice(_VACANT_NOTES) if rng.random() < 0.2 else None
        else:
            members = self._families.of(tenure)
            note = rng.choice(_NOTES) if rng.random() < 0.03 else None
        self._details.fill(members, tenure)
        days = int(rng.random() ** 1.4 * _CHECKED_WITHIN)
        return HouseholdPlan(
            door, tenure, date.fromordinal(self._anchor.toordinal() - days), note, members
        )
