"""Putting a ranking notice's facts together (domain.md §6)."""

from datetime import date

from ldz_desktop.domain.evaluation import Score, Standing, group_of, grouped
from ldz_desktop.domain.places import SCOPES, ScopeName
from ldz_desktop.domain.workdays import Period, notice_period
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.evaluation_notice import NoticeData
from ldz_desktop.services.evaluation_records import Ranking
from ldz_desktop.services.rank_intervals import RankIntervalService
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.signers import SignerService
from ldz_desktop.storage.postings import PostingStore


class NoticeService:
    """Reads only: the month's notices as plain records for reports.notice."""

    def __init__(
        self, core: Core, evaluation: EvaluationService, intervals: RankIntervalService
    ) -> None:
        self._core = core
        self._evaluation = evaluation
        self._intervals = intervals

    def notices(self, month: str, scope: str | None = None) -> tuple[NoticeData, ...]:
        """One notice for each group of the scope.

        scope: 小区, 社区, 街道 or 全区 (None: the scheme's own), or the name of one community,
        compound or street, which gives that group's notice alone. Raises InputError for a name
        nobody has, or a month without anybody to rank.
        """
        kind, ranking = self.ranking(month, scope)
        groups = [
            rows
            for rows in grouped(ranking.standings, ranking.scope).values()
            if kind is not None or scope in (None, rows[0].scope)
        ]
        if not groups:
            raise InputError(
                "没有可公示的内容", "这个月没有参加测评的楼栋。", "请先录入调查表和评分册。"
            )
        return tuple(self._notice(ranking, rows[0].scope, rows) for rows in groups)

    def ranking(self, month: str, scope: str | None) -> tuple[ScopeName | None, Ranking]:
        """The ranking that a notice of `scope` (as in notices()) is about; the first is None where
        it is about one group. Raises InputError for a name nobody has."""
        wanted = next((s for s in SCOPES if s == scope), None)
        if wanted is not None or scope is None:
            return wanted, self._evaluation.ranking(month, wanted)
        for kind in SCOPES:
            ranking = self._evaluation.ranking(month, kind)
            if any(one.scope == scope for one in ranking.standings):
                return None, ranking
        raise InputError(
            "没有这个范围",
            "没有这个小区、社区或街道。",
            "可以写 小区、社区、街道、全区，或它们的名称。",
        )

    def _notice(self, ranking: Ranking, name: str, rows: tuple[Standing, ...]) -> NoticeData:
        profile = SettingService(self._core).profile()
        info = self._evaluation.month(ranking.month)
        posted = info.published_on or self._core.today()
        period = self._period(ranking, posted)
        communities = {group_of(row.score, "社区") for row in rows}
        issued = [row.score.issued for row in rows]
        return NoticeData(
            unit=self._signer(ranking, name, rows[0].score),
            scope_name=profile.district or profile.office if ranking.scope == "全区" else name,
            month=ranking.month,
            state=ranking.state,
            rows=rows,
            scheme=ranking.scheme,
            issued=None if None in issued else sum(n for n in issued if n is not None),
            returned=sum(row.score.returned for row in rows),
            valid=sum(row.score.valid for row in rows),
            undecided=tuple(
                score.title
                for tied in ranking.undecided
                if group_of(tied[0], "社区") in communities
                for score in tied
            ),
            posted=posted,
            period_first=period.first,
            period_last=info.notice_end or period.last,
            period_certain=info.notice_certain if info.notice_end else period.certain,
            notice_days=period.days,
            period_unit=period.unit,
            phone=profile.phone,
            code=info.code,
            previous_code=info.previous_code,
            previous=ranking.previous,
            spread=self._spread(ranking, rows),
            edition=info.edition,
        )

    def _signer(self, ranking: Ranking, name: str, first: Score) -> str:
        """Of the group that the first building is of; a published month keeps its own."""
        level = ranking.scope
        return SignerService(self._core).of(
            f"ranking:{level}",
            ranking.month if ranking.state == "published" else None,
            street=name if level == "街道" else first.street,
            community=first.community if level in ("小区", "社区") else "",
            compound=name if level == "小区" else "",
        )

    def _spread(self, ranking: Ranking, rows: tuple[Standing, ...]) -> int:
        """The median width of the rank intervals, where the ranks are those of the scheme's own
        scope."""
        if ranking.scope != ranking.scheme.scope:
            return 0
        known = self._intervals.of_month(ranking.month)
        found = (known.get(row.score.building_id) for row in rows)
        widths = sorted(one.worst - one.best for one in found if one is not None)
        return widths[len(widths) // 2] if widths else 0

    def _period(self, ranking: Ranking, posted: date) -> Period:
        """As long as the newest notice of the month hangs, or as the scheme has it."""
        calendar = SettingService(self._core).calendar()
        about = PostingStore(self._core.database).of(f"month:{ranking.month}")
        kinds = ("ranking", "correction")
        hung = [one for one in about if one.kind in kinds and one.posted_on == posted]
        if hung:
            return notice_period(posted, hung[-1].days, calendar, hung[-1].day_unit)
        return notice_period(posted, ranking.scheme.notice_days, calendar)
