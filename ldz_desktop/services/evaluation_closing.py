"""Closing, publishing and verifying a month: results frozen, hashes chained."""

from dataclasses import replace
from datetime import date

from ldz_desktop.domain import evaluation as rules
from ldz_desktop.domain.evaluation import BuildingMonth
from ldz_desktop.domain.reopening import edition_digest
from ldz_desktop.domain.seal import (
    Seal,
    SealedLine,
    printed_code,
    renewed_hash,
    seal_hash,
)
from ldz_desktop.errors import RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation_papers import closed_papers, past_months
from ldz_desktop.services.evaluation_records import MonthInfo, Verification
from ldz_desktop.services.months import month_text
from ldz_desktop.services.signers import SignerService
from ldz_desktop.storage.evaluation import (
    EvaluationStore,
    MonthRow,
    StoredResult,
)
from ldz_desktop.storage.postings import PostingStore
from ldz_desktop.storage.reopening import EditionStore


class MonthCloser:
    """The part of the evaluation service that makes and checks what stands for ever."""

    def __init__(self, core: Core, store: EvaluationStore) -> None:
        self._core = core
        self._store = store
        self._editions = EditionStore(core.database)

    def close(self, row: MonthRow, months: list[BuildingMonth]) -> MonthInfo:
        """Inside a transaction: sheets laid down anew, results written, the month shut. Raises
        RuleError where an edition kept of the month was changed: nothing is sealed on top of it."""
        altered = self._altered_editions(row)
        if altered:
            raise RuleError("不能封月", altered[0], "请取出最近的备份，联系维护人员。")
        scheme = self._store.scheme(row.scheme_version)
        scores = rules.score_month(months, scheme, past_months(self._store, row.month, scheme))
        lines = [
            StoredResult(score, one.occupied) for score, one in zip(scores, months, strict=True)
        ]
        closed = replace(
            row,
            state="closed",
            previous_hash=self._hash_before(row.month),
            closed_at=self._core.stamp(),
            closed_by=self._core.account,
        )
        papers = {one.building_id: one for one in months}
        closed = replace(closed, hash=seal_hash(*self._sealed(closed, lines, papers)))
        self._store.rewrite_sheets(row.month)
        self._store.forget_files(row.month)
        self._store.close(closed, lines)
        self._core.log("month.close", f"month:{row.month}", closed.hash or "")
        return month_info(closed)

    def publish(self, row: MonthRow, posted: date) -> MonthInfo:
        """Inside an action: the notice is put up as one of the notice keeper's, and the month keeps
        the posting day and the period's last day. A month closed again is published as a
        correction, which goes on from the notice before. Raises InputError for a day in the future.
        """
        from ldz_desktop.domain.postings import PostingDraft
        from ldz_desktop.services.postings import PostingService

        name, about = month_text(row.month), f"month:{row.month}"
        before = PostingStore(self._core.database).of(about) if row.edition > 1 else ()
        hung = PostingService(self._core).register(
            PostingDraft(
                "ranking" if row.edition == 1 else "correction",
                f"{name}楼栋长测评结果{'' if row.edition == 1 else '更正'}公示",
                about,
                days=self._store.scheme(row.scheme_version).notice_days,
                day_unit="working",
                posted_on=posted,
                previous_id=before[-1].id if before else None,
            )
        )
        assert hung.last_on is not None
        end = hung.last_on.isoformat()
        self._store.publish(row.month, posted.isoformat(), end, certain=hung.certain)
        SignerService(self._core).keep(row.month)
        self._core.log("month.publish", f"month:{row.month}")
        published = self._store.month(row.month)
        assert published is not None
        return month_info(published)

    def verify(self, row: MonthRow) -> Verification:
        """Recompute every closed month up to this one, the chain between them, and what is kept of
        their earlier editions. A month that is open again: its kept editions."""
        problems: list[str] = []
        before: MonthRow | None = None
        for one in self._store.months():
            if one.month > row.month:
                continue
            problems += self._altered_editions(one)
            if one.state != "open":
                problems += self._checked(one, before)
                before = one
        problems += [
            f"{month_text(month)}留有旧版，本月的记录却不在了。"
            for month in sorted(self._editions.months() - {m.month for m in self._store.months()})
        ]
        return Verification(month_info(row), not problems, tuple(problems))

    def _checked(self, row: MonthRow, before: MonthRow | None) -> list[str]:
        name = month_text(row.month)
        found = self._unchained(row, before)
        scheme = self._store.scheme(row.scheme_version)
        lines = self._store.results(row.month)
        papers = self.papers(row)
        past = past_months(self._store, row.month, scheme)
        again = rules.score_month([papers[one.score.building_id] for one in lines], scheme, past)
        for line, score in zip(lines, again, strict=True):
            if score != line.score:
                found.append(f"{name}{line.score.title}的结果与原始表重新计算的不一致。")
        extra = self._papers_without_result(row.month, {s.score.building_id for s in lines})
        if extra:
            found.append(f"{name}有 {extra} 栋楼的表不在封存的结果里。")
        seal, sealed = self._sealed(row, lines, papers)
        if row.renewed is None:
            fits = row.hash == seal_hash(seal, sealed)
        else:
            fits = row.renewed == renewed_hash(row.hash or "", seal, sealed)
        if not fits:
            found.append(f"{name}的内容与封月时的核验码不符，封月后被改动过。")
        return found

    def _unchained(self, row: MonthRow, before: MonthRow | None) -> list[str]:
        """Whether the month goes on from the present edition of the closed month before."""
        if row.previous_hash == (before.hash if before else None):
            return []
        name = month_text(row.month)
        old = [] if before is None else [e.hash for e, _ in self._editions.of(before.month)]
        if before is not None and row.previous_hash in old:
            return [f"{name}接在{month_text(before.month)}已被更正的旧版后面，不是现在这一版。"]
        return [f"{name}与上一个封存月的核验码接不上。"]

    def _altered_editions(self, row: MonthRow) -> list[str]:
        """What is wrong with what is kept of the month's earlier editions."""
        name, kept = month_text(row.month), self._editions.of(row.month)
        numbers = [edition.edition for edition, _ in kept]
        if row.state == "open" and (row.hash or self._store.results(row.month)):
            return [f"{name}封过月，没有重开的记录，却又成了进行中。"]
        if numbers != list(range(1, row.edition)):
            return [f"{name}现在是第{row.edition}版，留存的旧版却不齐。"]
        before = ""
        for edition, digest in kept:
            if edition_digest(edition, before) != digest:
                return [f"{name}第{edition.edition}版的留存记录被改动过。"]
            before = digest
        return []

    def papers(self, row: MonthRow) -> dict[int, BuildingMonth]:
        """Building id → the papers of a closed month with the circumstances it was judged by."""
        return closed_papers(self._store, row.month, self._store.scheme(row.scheme_version))

    def _papers_without_result(self, month: str, known: set[int]) -> int:
        every = self._store.sheets(month).keys() | self._store.marks(month).keys()
        return len((every | self._editions.counts(month).keys()) - known)

    def _sealed(
        self, row: MonthRow, lines: list[StoredResult], papers: dict[int, BuildingMonth]
    ) -> tuple[Seal, tuple[SealedLine, ...]]:
        """What the month's hash is made over."""
        kept, counts = self._editions.of(row.month), self._editions.counts(row.month)
        seal = Seal(
            month=row.month,
            scheme=self._store.scheme_rules(row.scheme_version),
            previous=row.previous_hash or "",
            closed_at=row.closed_at or "",
            closed_by=row.closed_by or "",
            edition=row.edition,
            replaced=kept[-1][1] if kept else "",
            renewed=self._renewed_before(row.month),
        )
        sealed = tuple(
            SealedLine(
                line.score,
                line.occupied,
                papers[line.score.building_id].sheets or {},
                papers[line.score.building_id].marks or {},
                counts.get(line.score.building_id, ()),
            )
            for line in lines
        )
        return seal, sealed

    def _hash_before(self, month: str) -> str | None:
        before = self._closed_before(month)
        return before.hash if before else None

    def _renewed_before(self, month: str) -> str:
        before = self._closed_before(month)
        return before.renewed or "" if before else ""

    def _closed_before(self, month: str) -> MonthRow | None:
        closed = [m for m in self._store.months() if m.state != "open" and m.month < month]
        return closed[-1] if closed else None


def month_info(row: MonthRow) -> MonthInfo:
    """A stored month as the window and the commands see it."""
    return MonthInfo(
        month=row.month,
        state=row.state,
        scheme_version=row.scheme_version,
        hash=row.hash,
        code=printed_code(row.hash) if row.hash else None,
        previous_code=printed_code(row.previous_hash) if row.previous_hash else None,
        closed_by=row.closed_by,
        published_on=_day(row.published_on),
        notice_end=_day(row.notice_end),
        notice_certain=row.notice_certain != 0,
        edition=row.edition,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
