"""The month: sheets and booklets in, ranking out, closed for ever, published."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ldz_desktop.domain import evaluation as rules
from ldz_desktop.domain.booklets import MOST_BOOKLETS, is_number
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.evaluation import BLANK, SHOWN_FROM, Scheme, Score, Standing, group_of
from ldz_desktop.domain.explaining import explain, neighbours, ties
from ldz_desktop.domain.oddities import oddities
from ldz_desktop.domain.places import ScopeName
from ldz_desktop.domain.pooling import Basis, bases
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation_batches import BatchService, closed
from ldz_desktop.services.evaluation_closing import MonthCloser, month_info
from ldz_desktop.services.evaluation_papers import Papers, month_papers, past_months
from ldz_desktop.services.evaluation_records import (
    BuildingProgress,
    Explanation,
    MonthInfo,
    MonthOverview,
    NextStep,
    Ranking,
    Verification,
)
from ldz_desktop.services.months import PUBLISHED, checked_month, month_text
from ldz_desktop.storage.evaluation import MonthRow
from ldz_desktop.storage.places import PlaceStore


class EvaluationService(BatchService):
    """Verbs of the month. Every write is one transaction; a closed month refuses all of them."""

    def __init__(self, core: Core) -> None:
        super().__init__(core)
        self._closer = MonthCloser(core, self._store)
        self._streaks: tuple[tuple[tuple[str, str | None], ...], dict[int, int]] = ((), {})

    # -- months ----------------------------------------------------------------------------------

    def months(self) -> tuple[MonthInfo, ...]:
        """Newest first."""
        return tuple(month_info(row) for row in reversed(self._store.months()))

    def month(self, month: str) -> MonthInfo:
        """Raises InputError for a month that is not there."""
        return month_info(self._row(month))

    def open_month(self, month: str) -> Change:
        """Begin a month. Raises InputError for a bad name or one that is there already; RuleError
        for a month before one that is closed."""
        month = checked_month(month)
        with self._core.database.transaction():
            self.ensure_open(month, new=True)
            self._core.log("month.open", f"month:{month}")
        return Change.of("evaluation", what=f"{month_text(month)}已开始")

    def ensure_open(self, month: str, *, new: bool = False) -> None:
        """Inside a transaction: the month is there and open. new: it must not be there yet."""
        if not self.is_open(month, new=new):
            self._store.ensure_month(month)

    def is_open(self, month: str, *, new: bool = False) -> bool:
        """Whether the month is there; raises where ensure_open must refuse it."""
        row = self._store.month(month)
        if row is not None and new:
            raise InputError("月份已存在", f"{month_text(month)}已经开始。")
        if row is not None and row.state != "open":
            raise closed(month)
        if row is None:
            later = [m.month for m in self._store.months() if m.state != "open" and m.month > month]
            if later:
                raise RuleError(
                    "后面的月份已封存",
                    f"{month_text(later[0])}已经封存，不能再开始更早的{month_text(month)}。",
                )
        return row is not None

    def remove_month(self, month: str) -> Change:
        """Take back an open month with everything keyed in it. Raises RuleError when closed, or
        when it was closed before: what was published of it does not go away."""
        if self._open_row(month).edition > 1:
            raise RuleError("不能删除", f"{month_text(month)}封过月，已经重开，不能删除。")
        with self._core.database.erasing():
            self._store.remove_month(month)
            self._core.log("month.remove", f"month:{month}")
        return Change.of("evaluation", what=f"{month_text(month)}已删除")

    def scheme(self) -> Scheme:
        """The rules a new month would be opened with."""
        return self._store.newest_scheme()

    def scheme_of(self, month: str) -> Scheme:
        """The rules of a month that is there."""
        return self._store.scheme(self._row(month).scheme_version)

    def overview(self, month: str) -> MonthOverview:
        """The strip's counts."""
        row = self._row(month)
        progress = self.progress(month)
        headers = [p.header for p in progress if p.header is not None]
        drafts = sum(bool(p.drafted) for p in progress)
        balanced = sum(p.header is not None and not p.problems for p in progress)
        return MonthOverview(
            info=month_info(row),
            issued=sum((p.header.issued if p.header else p.given) or 0 for p in progress),
            given=sum(p.header is not None or p.given is not None for p in progress),
            returned=sum(h.returned for h in headers),
            valid=sum(p.keyed_valid for p in progress),
            buildings=len(progress),
            with_sheets=len(headers),
            balanced=balanced,
            with_stars=sum(bool(p.assessors) for p in progress),
            drafts=drafts,
            next_step=_next_step(row, progress),
            notice_days=self._store.scheme(row.scheme_version).notice_days,
        )

    def progress(self, month: str) -> tuple[BuildingProgress, ...]:
        """Every building that is evaluated this month, in the order people read them."""
        row = self._row(month)
        return self._progress(row, month_papers(self._core, self._store, row.month))

    def _progress(self, row: MonthRow, papers: Papers) -> tuple[BuildingProgress, ...]:
        scheme = self._store.scheme(row.scheme_version)
        counts, drafts = self._store.counts(row.month), self._store.drafts(row.month)
        checked = self._store.checked(row.month) | self._store.being_checked(row.month)
        given = self._store.issued(row.month)
        found = []
        for one, building in papers:
            origin, header = counts.get(building.id, (None, None))
            valid = sum(n for a, n in (one.sheets or {}).items() if rules.is_valid(a, scheme))
            invalid = sum((one.sheets or {}).values()) - valid
            found.append(
                BuildingProgress(
                    building=building,
                    leader=one.leader,
                    header=header,
                    origin=origin,
                    keyed_valid=valid,
                    keyed_invalid=invalid,
                    drafted=drafts.get(building.id, 0),
                    assessors=len(one.marks or {}),
                    minimum=SHOWN_FROM
                    if scheme.rolling
                    else rules.minimum_sheets(one.occupied, scheme),
                    problems=() if header is None else rules.balance(header, valid, invalid),
                    given=given.get(building.id),
                    households=one.occupied,
                    checked=building.id in checked,
                    oddities=()
                    if header is None
                    else oddities(
                        one.sheets or {},
                        scheme,
                        given=given.get(building.id),
                        issued=header.issued,
                        returned=header.returned,
                        households=one.occupied,
                    ),
                )
            )
        return tuple(found)

    # -- stars -----------------------------------------------------------------------------------

    def stars(self, month: str, building_id: int) -> dict[int, str]:
        """Number of the booklet → three marks 1…5 or '-'."""
        return self._store.marks(month).get(building_id, {})

    def booklets_of(self, month: str, building_id: int) -> tuple[int, ...]:
        """Numbers of the booklets the building will be marked in: those that others of its
        community are marked in this month, for a booklet goes through the whole community; where
        there are none yet, as many as the building had the month before."""
        buildings = PlaceStore(self._core.database).buildings()
        community = {b.id: (b.street, b.community) for b in buildings}
        marks = self._store.marks(month)
        own = community.get(building_id)
        numbers = {n for b, lines in marks.items() if community.get(b) == own for n in lines}
        if numbers:
            return tuple(sorted(numbers))
        before = self._store.marks(rules.previous_month(month)).get(building_id, {})
        return tuple(range(1, len(before) + 1))

    def save_stars(self, month: str, building_id: int, marks: Mapping[int, str]) -> Change:
        """What all booklets say of the building, by their numbers. Raises InputError for marks that
        are no stars and for numbers that no booklet has; RuleError when closed."""
        self._open_row(month)
        kept = {number: line for number, line in marks.items() if line.strip(BLANK)}
        for number, line in kept.items():
            if not is_number(number):
                raise InputError("评分册编号有误", f"评分册的编号是 1 到 {MOST_BOOKLETS} 的整数。")
            if len(line) != len(rules.DUTY_CLASSES) or set(line) - set("12345" + BLANK):
                raise InputError("星级填写有误", "每一册对三类职责各评 1 至 5 星。")
        with self._core.database.transaction():
            self._store.put_marks(month, building_id, kept)
        return Change.of("evaluation", what="星级评分已保存", ids=(building_id,))

    # -- ranking ---------------------------------------------------------------------------------

    def ranking(self, month: str, scope: ScopeName | None = None) -> Ranking:
        """As it stands, with streaks. scope None: the month's own scheme says.

        In the scheme's own scope the streaks are those of the caution chain: each earlier month
        ranks by its own scheme. Any other scope shows what its ranking would have been all along.
        """
        row = self._row(month)
        scheme = self._store.scheme(row.scheme_version)
        scope = scope or scheme.scope
        scores = self.scores(row.month)
        return Ranking(
            month=row.month,
            state=row.state,
            scope=scope,
            scheme=scheme,
            standings=self._with_streaks(
                row.month,
                rules.rank(scores, scope, scheme),
                None if scope == scheme.scope else scope,
            ),
            previous=self._previous(row.month),
            undecided=rules.undecided_flags(scores, scheme),
        )

    def scores(self, month: str) -> tuple[Score, ...]:
        """The month's scores: frozen ones of a closed month, computed ones of an open month."""
        row = self._row(month)
        if row.state != "open":
            return tuple(line.score for line in self._store.results(row.month))
        scheme = self._store.scheme(row.scheme_version)
        papers = [one for one, _ in month_papers(self._core, self._store, row.month)]
        return rules.score_month(papers, scheme, past_months(self._store, row.month, scheme))

    def streaks(self) -> dict[int, int]:
        """Tenure id → last places in a row up to the newest closed month. Worked out once: as long
        as the hashes of the closed months stay, so do they."""
        closed = tuple((m.month, m.hash) for m in self._store.months() if m.state != "open")
        if self._streaks[0] != closed:
            newest = self.ranking(closed[-1][0]).standings if closed else ()
            self._streaks = closed, {s.score.tenure_id: s.streak for s in newest}
        return dict(self._streaks[1])

    def explain(self, month: str, building_id: int) -> Explanation:
        """How a score came about. Raises InputError where the building is not evaluated."""
        row = self._row(month)
        scheme = self._store.scheme(row.scheme_version)
        standings = self.ranking(month).standings
        standing = next((s for s in standings if s.score.building_id == building_id), None)
        if standing is None:
            raise InputError("没有测评", f"这栋楼没有{month_text(month)}的测评。")
        group = group_of(standing.score, scheme.scope)
        near = [s for s in standings if s.rank and group_of(s.score, scheme.scope) == group]
        basis = next(
            one for one in self._bases(row, scheme) if one.month.building_id == building_id
        )
        info = month_info(row)
        return Explanation(
            month=row.month,
            standing=standing,
            steps=explain(basis, scheme),
            scheme=scheme,
            ties=ties(standing, near, scheme),
            neighbours=neighbours(standing, near),
            ranked=len(near),
            code=info.code,
        )

    def _bases(self, row: MonthRow, scheme: Scheme) -> tuple[Basis, ...]:
        """What the month's scores follow from, with the circumstances they were judged by."""
        if row.state == "open":
            papers = [one for one, _ in month_papers(self._core, self._store, row.month)]
        else:
            papers = [*self._closer.papers(row).values()]
        return bases(papers, scheme, past_months(self._store, row.month, scheme))

    def _previous(self, month: str) -> dict[int, Decimal]:
        earlier = rules.previous_month(month)
        if self._store.month(earlier) is None:
            return {}
        return {s.building_id: s.score for s in self.scores(earlier) if s.score is not None}

    def _with_streaks(
        self, month: str, standings: tuple[Standing, ...], scope: ScopeName | None
    ) -> tuple[Standing, ...]:
        """Reads only as many earlier months as some streak still runs through. scope: of the
        earlier months, None: each in its own."""
        history: dict[str, tuple[Standing, ...]] = {}
        running = {s.score.tenure_id for s in standings if s.last or s.rank is None} - {0}
        earlier = rules.previous_month(month)
        known = {row.month: row for row in self._store.months()}
        while running and earlier in known:
            scheme = self._store.scheme(known[earlier].scheme_version)
            history[earlier] = rules.rank(self.scores(earlier), scope or scheme.scope, scheme)
            running &= {s.score.tenure_id for s in history[earlier] if s.last or s.rank is None}
            earlier = rules.previous_month(earlier)
        return rules.with_streaks(standings, month, history)

    # -- closing ---------------------------------------------------------------------------------

    def problems(self, month: str) -> tuple[str, ...]:
        """What stops closing, in sentences; empty when the month can be closed."""
        row = self._row(month)
        return self._problems(row, month_papers(self._core, self._store, row.month))

    def _problems(self, row: MonthRow, papers: Papers) -> tuple[str, ...]:
        found = []
        earlier = [
            m.month
            for m in self._store.months()
            if m.state == "open" and m.month < row.month
            and (self._store.sheets(m.month) or self._store.marks(m.month))
        ]  # fmt: skip
        if earlier:
            found.append(f"更早的{month_text(earlier[0])}还没有封月，请先封存它。")
        progress = self._progress(row, papers)
        for one in progress:
            if one.drafted:
                found.append(f"{one.building.title}还有 {one.drafted} 张录入后没有交的表。")
            found += [f"{one.building.title}：{why}" for why in one.problems]
        if not any(p.keyed_valid or p.assessors for p in progress):
            found.append("本月还没有录入任何调查表或评分册。")
        return tuple(found)

    def close(self, month: str) -> MonthInfo:
        """Freeze the month. Raises RuleError when closed already or when problems() stop it."""
        row = self._open_row(month, "已经封月，不能再封一次。")
        with self._core.database.erasing():
            papers = month_papers(self._core, self._store, row.month)
            stopping = self._problems(row, papers)
            if stopping:
                more = f"（共 {len(stopping)} 处）" if len(stopping) > 1 else ""
                raise RuleError("不能封月", f"{stopping[0]}{more}", "处理完再封月，数据没有改动。")
            return self._closer.close(row, [one for one, _ in papers])

    def tidy_up(self) -> None:
        """After a closing, when nobody waits: the whole file laid down anew. The sheets have no
        order left by then; this takes what programs before this one may have left in free pages."""
        self._core.database.lay_down_anew()

    def publish(self, month: str, posted: date | None = None) -> MonthInfo:
        """Mark a closed month as posted; the notice keeper gets its notice with the period's last
        day. Raises RuleError for an open month or one that is published already; InputError for a
        day in the future."""
        row = self._row(month)
        if row.state == "open":
            raise RuleError(
                "还没有封月", f"{month_text(month)}还没有封月，不能公示。", "请先封月。"
            )
        if row.state == "published":
            raise RuleError("已经公示", f"{month_text(month)}已经公示。")
        with self._core.action(PUBLISHED, about=f"month:{row.month}"):
            return self._closer.publish(row, posted or self._core.today())

    def verify(self, month: str) -> Verification:
        """Recompute a closed month and its hash chain; of a month that is open again, what is kept
        of its earlier editions. Raises RuleError for a month that was never closed."""
        row = self._row(month)
        if row.state == "open" and row.edition == 1 and row.hash is None:
            raise RuleError("还没有封月", f"{month_text(month)}还没有封月，没有可核验的结果。")
        return self._closer.verify(row)


def _next_step(row: MonthRow, progress: tuple[BuildingProgress, ...]) -> NextStep:
    if row.state != "open":
        return "publish" if row.state == "closed" else "done"
    if not any(p.header or p.drafted for p in progress):
        return "issue"
    if any(p.header is None or p.drafted for p in progress):
        return "enter"
    return "check" if any(p.problems or not p.assessors for p in progress) else "close"
