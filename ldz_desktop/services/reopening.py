"""A closed month is opened again: with a reason, by two people, and nothing of it is lost
(domain.md §7). Also the appeals that lead there, and the correction that comes out."""

from collections.abc import Sequence
from datetime import date, datetime

from ldz_desktop.domain import evaluation as rules
from ldz_desktop.domain.evaluation import Standing, group_of
from ldz_desktop.domain.places import ScopeName
from ldz_desktop.domain.postings import Objection, Posting
from ldz_desktop.domain.problems import Problem
from ldz_desktop.domain.reopening import (
    Edition,
    Pair,
    SecondPerson,
    closed_after,
    edition_digest,
    pairs,
    reopening_problems,
    revealing,
)
from ldz_desktop.domain.seal import printed_code
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.accounts import AccountService
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation import EvaluationService
from ldz_desktop.services.evaluation_closing import month_info
from ldz_desktop.services.evaluation_notice import NoticeData
from ldz_desktop.services.evaluation_records import MonthInfo
from ldz_desktop.services.months import REOPENED, checked_month, month_text
from ldz_desktop.services.notices import NoticeService
from ldz_desktop.services.postings import PostingService
from ldz_desktop.services.reopening_records import CorrectionData, KeptEdition
from ldz_desktop.services.settings import SettingService
from ldz_desktop.storage.evaluation import EvaluationStore, MonthRow
from ldz_desktop.storage.reopening import EditionStore, kept_results


class ReopeningService:
    """Re-opens the newest closed month, and puts its editions side by side."""

    def __init__(
        self,
        core: Core,
        accounts: AccountService,
        evaluation: EvaluationService,
        notices: NoticeService,
    ) -> None:
        self._core = core
        self._accounts = accounts
        self._evaluation = evaluation
        self._notices = notices
        self._months = EvaluationStore(core.database)
        self._store = EditionStore(core.database)
        self._postings = PostingService(core)

    # -- re-opening ------------------------------------------------------------------------------

    def others(self) -> tuple[str, ...]:
        """Accounts one of which has to confirm; () where the office has no other, and the second
        person is named."""
        return tuple(one for one in self._accounts.names() if one != self._core.account)

    def refusal(self, month: str) -> str:
        """Why this month cannot be re-opened at all, as a sentence; "" where it can."""
        row = self._row(month)
        name = month_text(row.month)
        if row.state == "open":
            return f"{name}还没有封月，直接改就可以。"
        closed = [m.month for m in self._months.months() if m.state != "open"]
        later = closed_after(row.month, closed)
        if later:
            return (
                f"{month_text(later)}已经封月，核验码接在{name}后面。只有最近封存的一个月可以重开。"
            )
        return ""

    def problems(self, reason: str, second: SecondPerson) -> tuple[Problem, ...]:
        """What reopen() would refuse, the password not tried."""
        return reopening_problems(reason, second, self._core.account, self._accounts.names())

    def reopen(self, month: str, reason: str, second: SecondPerson) -> MonthInfo:
        """The month is open again as its next edition; its standing is kept for ever, and its
        notice, where it still hangs, is taken down. Sheets, booklets and counts stay as they were.

        Raises RuleError where refusal() says so; InputError for what problems() says; PasswordError
        where the second person's password does not fit.
        """
        row = self._row(month)
        refused = self.refusal(row.month)
        if refused:
            raise RuleError("不能重开", refused)
        found = self.problems(reason, second)
        if found:
            raise InputError("不能重开", "".join(p.reason for p in found))
        known, reason, name = bool(self.others()), reason.strip(), second.name.strip()
        if known:
            self._accounts.confirm(name, second.password or "")
        with self._core.action(REOPENED, about=f"month:{row.month}", reason=reason):
            edition = self._kept(row, reason, name, known=known)
            before = self._store.of(row.month)
            self._store.keep(edition, edition_digest(edition, before[-1][1] if before else ""))
            self._store.reopen(row.month, row.edition)
            self._take_down(row.month, reason)
            how = f"account:{name}" if known else "named"
            detail = f"{row.edition}:{printed_code(edition.hash)}:{how}"
            self._core.log("month.reopen", f"month:{row.month}", detail)
        return month_info(self._row(row.month))

    def _kept(self, row: MonthRow, reason: str, second: str, *, known: bool) -> Edition:
        return Edition(
            month=row.month, edition=row.edition, scheme_version=row.scheme_version,
            results=self._store.results_text(row.month), hash=row.hash or "",
            previous_hash=row.previous_hash, closed_at=row.closed_at, closed_by=row.closed_by,
            published_on=row.published_on, notice_end=row.notice_end,
            notice_certain=row.notice_certain, reopened_at=self._core.stamp(),
            reopened_by=self._core.account, second_person=second, second_known=known,
            reason=reason,
        )  # fmt: skip

    def _take_down(self, month: str, reason: str) -> None:
        for one in self._postings.of(f"month:{month}"):
            up = one.posted_on is not None and one.withdrawn_on is None
            if up and one.reported_on is None:
                self._postings.take_down(one.id, f"测评重开更正：{reason}")

    # -- appeals ---------------------------------------------------------------------------------

    def hanging(self, month: str) -> Posting | None:
        """The month's notice that takes appeals: up, and its result not yet reported."""
        for one in reversed(self._postings.of(f"month:{checked_month(month)}")):
            if one.posted_on and one.withdrawn_on is None and one.reported_on is None:
                return one
        return None

    def upheld(self, month: str) -> tuple[Objection, ...]:
        """Appeals against the published month that were found right: a reason to re-open it."""
        row = self._row(month)
        hung = self._postings.of(f"month:{row.month}")
        if row.state != "published" or not hung:
            return ()
        return tuple(one for one in hung[-1].objections if one.upheld)

    # -- editions side by side -------------------------------------------------------------------

    def editions(self, month: str) -> tuple[KeptEdition, ...]:
        """What is kept of the month, the oldest first; () where it was never re-opened."""
        return tuple(_shown(edition) for edition, _ in self._store.of(checked_month(month)))

    def side_by_side(self, month: str, scope: ScopeName | None = None) -> tuple[Pair, ...]:
        """The edition that is corrected beside the present one, in the present order; () where the
        month was never re-opened."""
        old = self._corrected(checked_month(month))
        if not old:
            return ()
        ranking = self._evaluation.ranking(month, scope)
        return pairs(self._ranked(old[0], ranking.scope), ranking.standings)

    def revealing(self, month: str) -> tuple[tuple[str, int], ...]:
        """Buildings whose correction would tell, by subtraction, what a few sheets say."""
        kept = self._corrected(checked_month(month))
        if not kept:
            return ()
        old = [line.score for line in kept_results(kept[0])]
        return revealing(old, self._evaluation.scores(month))

    def corrections(self, month: str, scope: str | None = None) -> tuple[CorrectionData, ...]:
        """One correction for each group of the scope (as NoticeService.notices has them). Raises
        InputError for a month that was never re-opened."""
        month = checked_month(month)
        self._row(month)
        kept = self._corrected(month)
        if not kept:
            raise InputError(
                "没有更正", f"{month_text(month)}没有重开过，没有更正可以公示。", "请印测评公示。"
            )
        kind = self._notices.ranking(month, scope)[1].scope
        old = self._ranked(kept[0], kind)
        alone = SettingService(self._core).one_signer()
        shown = tuple(map(_shown, kept))
        return tuple(
            CorrectionData(notice, shown, pairs(_of_group(old, notice, kind), notice.rows), alone)
            for notice in self._notices.notices(month, scope)
        )

    def _corrected(self, month: str) -> list[Edition]:
        """The edition that people know, and those after it: the newest one that was published, or
        the newest of all where none was."""
        kept = [edition for edition, _ in self._store.of(month)]
        hung = [place for place, one in enumerate(kept) if one.published_on is not None]
        return kept[hung[-1] if hung else -1 :]

    def _ranked(self, edition: Edition, scope: ScopeName) -> tuple[Standing, ...]:
        scores = [line.score for line in kept_results(edition)]
        return rules.rank(scores, scope, self._months.scheme(edition.scheme_version))

    def _row(self, month: str) -> MonthRow:
        month = self._evaluation.month(month).month  # raises the sentence for one not there
        row = self._months.month(month)
        assert row is not None
        return row


def _of_group(standings: Sequence[Standing], notice: NoticeData, kind: ScopeName) -> list[Standing]:
    """The old standings of a notice's group."""
    first = notice.rows[0]
    return [one for one in standings if group_of(one.score, kind) == group_of(first.score, kind)]


def _shown(edition: Edition) -> KeptEdition:
    hung = edition.published_on
    return KeptEdition(
        edition=edition.edition,
        code=printed_code(edition.hash),
        published_on=None if hung is None else date.fromisoformat(hung),
        reopened_on=datetime.fromisoformat(edition.reopened_at).astimezone().date(),
        reopened_by=edition.reopened_by,
        second_person=edition.second_person,
        second_known=edition.second_known,
        reason=edition.reason,
    )
