"""What is open when a leader goes: in the archives, in the month, on the person's own record."""

from collections.abc import Iterator
from datetime import timedelta

from ldz_desktop.domain.amounts import yuan_text
from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.handover import BY_OFFICE, TO_RECEIVER, Item
from ldz_desktop.domain.leaders import Tenure
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.core import Core
from ldz_desktop.services.duties import DutyService
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.honours import HonourService
from ldz_desktop.services.months import month_text
from ldz_desktop.services.postings import PostingService
from ldz_desktop.services.rewards import RewardService
from ldz_desktop.services.tags import TagService
from ldz_desktop.storage.handover import HandoverStore
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.selections import SelectionStore

CHECKED_WITHIN = 365
"""Days after which a household's file is said not to have been checked."""


class OpenItems:
    """Reads only. A building's matters are proposed for the receiver, money for the office."""

    def __init__(self, core: Core, evaluation: EvaluationService) -> None:
        self._core = core
        self._evaluation = evaluation

    def of(self, tenure: Tenure) -> tuple[Item, ...]:
        """Everything open, whether a hand-over named it or not: the building's matters first."""
        building = tenure.building_id
        return (
            *self._households(building),
            *self._visits(building),
            *self._duties(tenure),
            *self._selections(building),
            *self._postings(building),
            *self._flag(building),
            *self._months(building),
            *self._promises(tenure.leader_id),
            *self._money(tenure.leader_id),
        )

    def _households(self, building: int) -> Iterator[Item]:
        since = self._core.today() - timedelta(CHECKED_WITHIN)
        store = HouseholdStore(self._core.database)
        rows = store.counts(PlaceRef("building", building), since)
        files, unchecked = sum(r[1] for r in rows), sum(r[3] for r in rows)
        if files:
            detail = f"其中 {unchecked} 户一年以上没有核对" if unchecked else "一年内都核对过"
            title = f"一户一档 {files} 户"
            yield Item("households", "households", title, detail, TO_RECEIVER)

    def _visits(self, building: int) -> Iterator[Item]:
        due = TagService(self._core).due(PlaceRef("building", building))
        if due.rows:
            detail = f"其中 {due.never} 户从未走访" if due.never else ""
            title = f"到期走访 {len(due.rows)} 户"
            yield Item("visits", "visits", title, detail, TO_RECEIVER)

    def _duties(self, tenure: Tenure) -> Iterator[Item]:
        """Of the month of leaving."""
        day = tenure.ended_on or self._core.today()
        month = f"{day:%Y-%m}"
        sheet = DutyService(self._core).sheet(tenure.id, month)
        left = [d.name for d in sheet.template.duties if not sheet.counts.get(d.key)]
        if left:
            some = "、".join(left[:3]) + (" 等" if len(left) > 3 else "")
            title = f"{month_text(month)}履职 {len(left)} 项没有登记"
            yield Item(f"duties:{month}", "duties", title, some, TO_RECEIVER)

    def _selections(self, building: int) -> Iterator[Item]:
        for one in SelectionStore(self._core.database).of_building(building):
            if one.running and one.tenure_id is None:  # else the successor is there
                title = f"{date_text(one.begun_on)}开始的推选正在进行"
                yield Item(f"selection:{one.id}", "selection", title, "", BY_OFFICE)

    def _postings(self, building: int) -> Iterator[Item]:
        today = self._core.today()
        for one in PostingService(self._core).of_building(building):
            if one.running(today):
                last = f"到{date_text(one.last_on)}止" if one.last_on else ""
                yield Item(f"posting:{one.id}", "posting", one.title, last, BY_OFFICE)

    def _flag(self, building: int) -> Iterator[Item]:
        holders = HonourService(self._core, self._evaluation).flag_holders()
        for one in holders:
            if one.building_id == building:
                detail = f"{month_text(one.month)}起在本楼，到下次评出为止"
                yield Item("flag", "flag", "流动红旗一面", detail, TO_RECEIVER)

    def _months(self, building: int) -> Iterator[Item]:
        """The sheets and the booklet of a month that is not closed."""
        for info in self._evaluation.months():
            if info.state != "open":
                continue
            draft = self._evaluation.draft(info.month, building)
            name = month_text(info.month)
            if draft.sheets:
                title = f"{name}调查表有 {len(draft.sheets)} 张没有交"
                yield Item(f"draft:{info.month}", "evaluation", title, "", BY_OFFICE)
            elif draft.header == Header() and not self._handed_in(info.month, building):
                title = f"{name}调查表还没有收"
                yield Item(f"sheets:{info.month}", "evaluation", title, "", TO_RECEIVER)
            if not self._evaluation.stars(info.month, building):
                title = f"{name}星级评分册还没有填"
                yield Item(f"booklet:{info.month}", "evaluation", title, "", TO_RECEIVER)

    def _handed_in(self, month: str, building: int) -> bool:
        progress = self._evaluation.progress(month)
        return any(p.building.id == building and p.header is not None for p in progress)

    def _promises(self, leader_id: int) -> Iterator[Item]:
        for key, matter, due in HandoverStore(self._core.database).promises(leader_id):
            detail = f"应于 {due} 前办完" if due else ""
            yield Item(f"commitment:{key}", "commitment", matter, detail, TO_RECEIVER)

    def _money(self, leader_id: int) -> Iterator[Item]:
        for line in RewardService(self._core).unpaid(leader_id):
            key = f"reward:{line.reward.month}:{line.reward.building_id}"
            detail = f"{yuan_text(line.cents)} 元没有发放，由办公室发给本人"
            yield Item(key, "reward", line.reward.title, detail, BY_OFFICE)
