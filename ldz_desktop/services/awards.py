"""Awards of a year: proposed by twelve closed months, voted on and granted by people."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from ldz_desktop.domain import awards as rules
from ldz_desktop.domain.awards import (
    DEFAULT_MINIMUM,
    KINDS,
    MONTHS,
    NOT_PASSED,
    Award,
    Kind,
    Merit,
    MonthFact,
)
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.postings import STATES, PostingDraft
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.awards_honours import HonourMaker
from ldz_desktop.services.awards_records import AwardLine, AwardYear, Honour, Vote
from ldz_desktop.services.core import Core
from ldz_desktop.services.flags_reading import FlagReader
from ldz_desktop.services.postings import PostingService
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.awards import AwardStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.training import TrainingStore

MINIMUM = "award_minimum_months"


class AwardService:
    """Verbs on awards. Every write is one action and can be taken back."""

    def __init__(self, core: Core, postings: PostingService) -> None:
        self._core = core
        self._postings = postings
        self._store = AwardStore(core.database)
        self._settings = SettingService(core)
        self._reader = FlagReader(core)

    # -- reading ---------------------------------------------------------------------------------

    def year(self, year: int = 0) -> AwardYear:
        """Candidates of a year, the best first. year: 0 for the newest that is complete, or the
        newest of all."""
        closed = self._closed()
        stored = self._store.every()
        years = tuple(sorted({*closed, *(a.year for a in stored)}, reverse=True))
        if not years:
            return AwardYear(minimum=self.minimum())
        if year not in years:
            whole = (y for y in years if closed.get(y, 0) == MONTHS)
            year = next(whole, years[0])
        facts, minimum = self._facts(year), self.minimum()
        posting = max((a.posting_id or 0 for a in stored if a.year == year), default=0)
        return AwardYear(
            years, year, closed.get(year, 0), minimum,
            self._lines(facts, "building", year, minimum),
            self._lines(facts, "leader", year, minimum),
            *self._notice(posting),
        )  # fmt: skip

    def minimum(self) -> int:
        """Ranked months a candidate needs: a setting."""
        return int(self._settings.value(MINIMUM, str(DEFAULT_MINIMUM)))

    def set_minimum(self, months: int | None) -> Change:
        """Raises InputError for what is not between 1 and 12."""
        if months is None or not 1 <= months <= MONTHS:
            raise InputError("月数不对", f"最少月数要在 1 到 {MONTHS} 之间。")
        self._settings.set_value(MINIMUM, str(months))
        return Change.of("honours", what=f"参加排名最少 {months} 个月才能评优")

    def certificates(self, year: int, kind: Kind, keys: Collection[int] = ()) -> tuple[Honour, ...]:
        """Certificates of what was granted. Raises InputError for none."""
        lines = [x for x in self.year(year).granted(kind) if not keys or x.id in keys]
        if not lines:
            raise InputError(
                "没有可打印的证书", f"{year}年度还没有授予{KINDS[kind]}。", "请先登记表决和决定。"
            )
        return HonourMaker(self._core).of_year(year, lines)

    def flag_certificates(
        self, month: str, kind: Kind, keys: Collection[int] = ()
    ) -> tuple[Honour, ...]:
        """Certificates of a closed month's flags, for the buildings or for their leaders (a
        leader's key). Raises InputError for none."""
        return HonourMaker(self._core).of_month(month, kind, keys)

    # -- votes -----------------------------------------------------------------------------------

    def check(self, year: int, kind: Kind, vote: Vote) -> tuple[Problem, ...]:
        """What decide() would refuse."""
        minimum, closed = self.minimum(), self._closed().get(year, 0)
        merit = self._merit(year, kind, vote.key)
        award = self._award(year, kind, vote, "")
        today = self._core.today()
        return rules.check_vote(award, merit, self._store.every(), closed, minimum, today)

    def decide(self, year: int, kind: Kind, votes: Sequence[Vote]) -> Done:
        """Write down what was voted and decided, all of it or nothing. Raises InputError for what
        check() refuses."""
        if not votes:
            raise InputError("没有选中", "没有选中候选的楼栋或楼栋长。", "请先在列表里选中。")
        ids, given = self._core.ids(), 0
        with self._core.action(f"登记{KINDS[kind]}表决"):
            for vote in votes:
                _refuse(self.check(year, kind, vote))
                merit = self._merit(year, kind, vote.key)
                assert merit is not None, "check() refuses somebody without ranked months"
                one = replace(self._award(year, kind, vote, merit.basis()), id=next(ids))
                if vote.granted:
                    numbers = [a.certificate_no for a in self._store.every() if a.certificate_no]
                    one = replace(one, certificate_no=rules.next_number(kind, year, numbers))
                    given += 1
                self._store.add(one)
        rest = len(votes) - given
        parts = [f"已授予{year}年度{KINDS[kind]} {given} 个"] if given else []
        parts += [f"未通过 {rest} 个"] if rest else []
        return self._done("，".join(parts))

    def cancel(self, award_id: int, reason: str | None) -> Done:
        """Take an award back; its certificate number is not given again. Raises InputError without
        a reason, RuleError for what is not granted."""
        one = self._get(award_id)
        if not (reason or "").strip():
            raise InputError("缺少理由", "没有写明为什么取消。", "请写明理由，便于以后核对。")
        if one.state != "granted":
            raise RuleError("没有授予", "这一项没有授予，不用取消。")
        with self._core.action(f"取消{KINDS[one.kind]}", reason=(reason or "").strip()):
            self._store.save(
                replace(one, cancelled_on=self._core.today(), cancel_reason=(reason or "").strip())
            )
        return self._done(f"已取消{one.year}年度{KINDS[one.kind]}")

    def remove(self, award_id: int) -> Done:
        """A vote entered by mistake. Raises RuleError where a notice says it."""
        one = self._get(award_id)
        if one.posting_id is not None and one.state == "granted":
            raise RuleError(
                "已经拟公示", "这一项已经写进公示，不能删除。", "可以“取消”，写明理由。"
            )
        with self._core.action(f"删除{KINDS[one.kind]}表决"):
            self._store.remove(award_id)
        return self._done("表决记录已删除")

    # -- the notice ------------------------------------------------------------------------------

    def draft_notice(self, year: int) -> Done:
        """Draft the year's notice for the notice keeper, where it is read, put up and reported.
        Raises RuleError while one stands already or nothing is granted."""
        shown = self.year(year)
        granted = [x for kind in KINDS for x in shown.granted(kind)]
        if not granted or shown.year != year:
            raise RuleError("还没有授予", f"{year}年度还没有授予，没有可公示的。", "请先登记表决。")
        open_ = [p for p in self._postings.of(f"award:{year}") if p.withdrawn_on is None]
        if open_:
            raise RuleError("已有公示", f"{year}年度的表彰公示已经拟好。", "请到公示里查看。")
        draft = PostingDraft(
            "award", f"{year}年度最美楼栋和优秀楼栋长拟表彰名单公示", f"award:{year}",
            content=notice_text(shown),
        )  # fmt: skip
        with self._core.action("拟表彰公示", about=f"award:{year}"):
            posting = self._postings.prepare(draft)
            for line in granted:
                assert line.award is not None, "granted lines have one"
                self._store.save(replace(line.award, posting_id=posting.id))
        change = Change.of("honours", "leaders", what="表彰公示已拟好", ids=(posting.id,))
        return done(self._core, change)

    # -- inside ----------------------------------------------------------------------------------

    def _closed(self) -> dict[int, int]:
        """Year → closed months."""
        found: dict[int, int] = {}
        for month in self._reader.months():
            found[int(month[:4])] = found.get(int(month[:4]), 0) + 1
        return found

    def _facts(self, year: int) -> list[MonthFact]:
        every, leaders = self._reader.every(), self._tenures()
        decided = self._reader.winners(every)
        found = []
        for month in (m for m in rules.year_months(year) if m in every):
            won = {b for ids in decided[month].values() for b in ids}
            for building, one in every[month].standings.items():
                score = one.score.score if one.rank is not None else None
                leader = leaders.get(one.score.tenure_id, 0)
                found.append(MonthFact(month, building, leader, score, building in won, one.last))
        return found

    def _tenures(self) -> dict[int, int]:
        """Tenure → leader."""
        return {t.id: t.leader_id for t in LeaderStore(self._core.database).tenures()}

    def _merit(self, year: int, kind: Kind, key: int) -> Merit | None:
        return next((m for m in rules.merits(self._facts(year), kind) if m.key == key), None)

    def _lines(
        self, facts: Iterable[MonthFact], kind: Kind, year: int, minimum: int
    ) -> tuple[AwardLine, ...]:
        buildings = {b.id: b for b in PlaceStore(self._core.database).buildings()}
        people = TrainingStore(self._core.database).people()
        votes = {a.key: a for a in self._store.every() if (a.year, a.kind) == (year, kind)}
        ordered = rules.merits(facts, kind)
        found = []
        for one, place in zip(ordered, rules.places(ordered, minimum), strict=True):
            mine = [buildings[b] for b in one.buildings if b in buildings]
            community = "、".join(dict.fromkeys(b.community for b in mine))
            where = "、".join(b.title for b in mine)
            name, pinyin = (where, "") if kind == "building" else people.get(one.key, ("", ""))
            award = votes.get(one.key)
            state = award.state if award else ("candidate" if place else "few")
            changed = award is not None and award.basis != one.basis()
            found.append(
                AwardLine(one, place, name, pinyin, community, where, state, award, changed)
            )
        return tuple(found)

    def _award(self, year: int, kind: Kind, vote: Vote, basis: str) -> Award:
        by_building = kind == "building"
        refused = not vote.granted
        return Award(
            0, year, kind, vote.key if by_building else None, None if by_building else vote.key,
            basis, vote.voters, vote.votes_for, vote.decided_on,
            cancelled_on=(vote.decided_on or date.min) if refused else None,
            cancel_reason=NOT_PASSED if refused else None,
            note=(vote.note or "").strip() or None, chaired_by=(vote.chaired_by or "").strip(),
        )  # fmt: skip

    def _notice(self, posting_id: int) -> tuple[int, str]:
        """The newest notice that names an award of the year."""
        if not posting_id:
            return 0, ""
        row = next((r for r in self._postings.rows() if r.id == posting_id), None)
        if row is None:
            return 0, ""
        return posting_id, row.countdown or STATES[row.state]

    def _get(self, award_id: int) -> Award:
        found = next((a for a in self._store.every() if a.id == award_id), None)
        if found is None:
            raise InputError("没有这项表彰", "这项表彰已经不在了。", "请刷新后再试。")
        return found

    def _done(self, what: str) -> Done:
        return done(self._core, Change.of("honours", what=what))


def notice_text(shown: AwardYear) -> str:
    """A notice's paragraphs: on what ground, then who, with the vote."""
    basis = f"根据{shown.year}年全年十二个月测评结果，经会议表决"
    lines = [f"{basis}，拟对下列楼栋和楼栋长予以表彰，现公示如下："]
    numbers = iter("一二")
    for kind in KINDS:
        granted = shown.granted(kind)
        if granted:
            lines.append(f"{next(numbers)}、{KINDS[kind]}（{len(granted)}{_UNITS[kind]}）")
            lines += [f"{n}．{_sentence(one, kind)}" for n, one in enumerate(granted, 1)]
    return "\n".join(lines)


_UNITS: dict[Kind, str] = {"building": "栋", "leader": "人"}


def _sentence(line: AwardLine, kind: Kind) -> str:
    award = line.award
    assert award is not None, "granted lines have one"
    who = f"{line.community}{line.name}" if kind == "building" else (
        f"{line.name}（{line.community}{line.where}）"
    )  # fmt: skip
    basis = award.basis.replace(" ", "")
    return f"{who}：{basis}；{award.voters}人参加表决，{award.votes_for}票赞成。"


def _refuse(problems: Iterable[Problem]) -> None:
    refused = [p.reason for p in problems if p.level == "refused"]
    if refused:
        raise InputError("不能保存", "；".join(refused) + "。", "请改正后再试。")
