"""The demo's notices: the months' own with their results, two objections, one notice that runs."""

from dataclasses import replace
from datetime import date, timedelta

from ldz_desktop.domain.postings import (
    Decision,
    Objection,
    Posting,
    PostingDraft,
    proposed_report,
)
from ldz_desktop.domain.workdays import Calendar, is_working, notice_period
from ldz_desktop.services.core import Core
from ldz_desktop.services.postings import PostingService
from ldz_desktop.services.settings import SettingService
from ldz_desktop.storage.postings import OBJECTION_COLUMNS, PostingStore, objection_values

_PLACE = "社区公示栏、各楼栋单元门口"
_DECIDED_BY = "社区党支部"
_OBJECTIONS = (
    (
        "来访", "何淑芬", "认为本楼满意度调查表发得太少，排名偏低，要求核对发出和收回的张数。",
        Decision(
            None, _DECIDED_BY, upheld=False, decision="维持公示结果，已当面说明。",
            reason="核对表头：发出、收回、有效、废表张数相符，有效表超过最低张数，计分无误。",
        ),
    ),
    (
        "来电", None, "反映评分册里的评分人有人不在本社区工作。",
        Decision(
            None, _DECIDED_BY, upheld=False, decision="维持公示结果，下月起在评分册上注明单位。",
            reason="经核实，评分人当月由物业派驻本小区，属于规定的评分人。",
        ),
    ),
)  # fmt: skip
_MEETING = (
    "为方便上班的楼栋长参加会议，拟从下月起，把楼栋长例会由每月最后一个星期五上午，"
    "改为每月第一个星期五下午五时，地点仍在各社区会议室。\n"
    "每次例会通报上月测评结果、民情办理情况，交流入户走访中遇到的问题，时间不超过一小时。\n"
    "因故不能参加的楼栋长，可以委托本楼一名居民代为参加，并提前一天告知社区。"
)
_RUNS_SINCE = 2  # working days


def write_postings(core: Core, today: date) -> None:
    """After the months were published: their notices get places, objections and results; then one
    is put up that runs on the demo's day."""
    store, calendar = PostingStore(core.database), SettingService(core).calendar()
    with core.database.transaction():
        hung = store.waiting()
        objected = hung[-5:-1:3]
        _object(core, objected, calendar)
        for one in store.waiting():
            newest = one.id == hung[-1].id  # waits for somebody to do it
            _settle(store, one, today, None if newest else calendar)
        PostingService(core).register(
            PostingDraft(
                "other", "关于调整楼栋长例会时间的公示", place=_PLACE, days=5,
                day_unit="working", posted_on=_earlier(today, calendar), content=_MEETING,
            )
        )  # fmt: skip


def _object(core: Core, hung: tuple[Posting, ...], calendar: Calendar) -> None:
    """One objection to each, received on the second day and decided on the last."""
    ids, rows = core.ids(), []
    for posting, (channel, whom, matter, decision) in zip(hung, _OBJECTIONS, strict=False):
        assert posting.posted_on is not None
        second = notice_period(posting.posted_on, min(2, posting.days), calendar).last
        one = Objection(
            next(ids), posting.id, second, matter, channel, whom, posting.last_on,
            decision.decided_by, decision.decision, decision.reason, decision.upheld,
        )  # fmt: skip
        values = objection_values(one)
        rows.append(tuple(values[name] for name in OBJECTION_COLUMNS))
    core.database.insert_many("objection", OBJECTION_COLUMNS, rows)


def _settle(store: PostingStore, posting: Posting, today: date, calendar: Calendar | None) -> None:
    """It hung in the usual places; its result was reported on the next working day, where that has
    come. calendar: None for no result."""
    assert posting.last_on is not None
    after = replace(posting, place=_PLACE)
    on = None if calendar is None else notice_period(posting.last_on, 1, calendar).last
    if on is not None and on < today:
        words = proposed_report((posting,), on)
        after = replace(
            after, reported_on=on, conclusion=words.conclusion, next_step=words.next_step
        )
    store.save(after, posting.version)


def _earlier(today: date, calendar: Calendar) -> date:
    """So many working days back."""
    day, left = today, _RUNS_SINCE
    while left:
        day -= timedelta(1)
        left -= is_working(day, calendar)
    return day
