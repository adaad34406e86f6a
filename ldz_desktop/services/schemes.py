"""The scheme as versions: every save makes a new one, for the months that are opened from then on;
a month that was closed keeps its own for ever (domain.md §7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.evaluation import Standing, previous_month, rank, score_month
from ldz_desktop.domain.schemes import Scheme, differences, faults
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.core import Core
from ldz_desktop.services.evaluation_papers import closed_papers, past_months
from ldz_desktop.services.months import month_text
from ldz_desktop.storage.evaluation import EvaluationStore, MonthRow
from ldz_desktop.storage.schemes import SAVED, SchemeStore


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """A version for the list. changes: what it changed of the one before, () for the first.
    saved: day and account, "" for the one every office begins with. months: judged by it."""

    scheme: Scheme
    changes: tuple[str, ...]
    saved: str
    months: tuple[str, ...]
    newest: bool

    @property
    def removable(self) -> bool:
        return not self.months and self.scheme.version > 1


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A building before and after. why: the reason it is not ranked; flag: holds one."""

    title: str
    leader: str
    old: Standing
    new: Standing

    @property
    def moved(self) -> int | None:
        """Places up (positive) or down; None where one of the two has no rank."""
        if self.old.rank is None or self.new.rank is None:
            return None
        return self.old.rank - self.new.rank


@dataclass(frozen=True, slots=True)
class Preview:
    """How the last closed month would have come out. why_not: a sentence where that cannot be
    computed, then there are no rows; notes: what to know when reading it."""

    month: str
    rows: tuple[PreviewRow, ...] = ()
    why_not: str = ""
    notes: tuple[str, ...] = ()

    @property
    def won(self) -> tuple[str, ...]:
        return tuple(r.title for r in self.rows if r.new.flag and not r.old.flag)

    @property
    def lost(self) -> tuple[str, ...]:
        return tuple(r.title for r in self.rows if r.old.flag and not r.new.flag)


class SchemeService:
    """Verbs of the scheme's versions."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = SchemeStore(core.database)
        self._months = EvaluationStore(core.database)

    def versions(self) -> tuple[SchemeVersion, ...]:
        """Newest first."""
        rows = self._store.versions()
        found = []
        for place, row in enumerate(rows):
            before = rows[place - 1].scheme if place else None
            saved = f"{(row.saved_at or '')[:10]} {row.saved_by or ''}".strip()
            found.append(
                SchemeVersion(
                    row.scheme,
                    differences(before, row.scheme) if before else (),
                    saved,
                    row.months,
                    place == len(rows) - 1,
                )
            )
        return tuple(reversed(found))

    def save(self, scheme: Scheme) -> Change:
        """A new version. Raises InputError for one that does not hold together, or changes
        nothing."""
        wrong = faults(scheme)
        if wrong:
            more = f"（另有 {len(wrong) - 1} 处）" if len(wrong) > 1 else ""
            raise InputError("方案不能保存", f"{wrong[0].reason}{more}", "改好再保存。")
        if not differences(self._months.newest_scheme(), scheme):
            raise InputError("没有改动", "和最新的一版相同，不用保存。")
        with self._core.database.transaction():
            stored = self._store.add(scheme)
            self._core.log(SAVED, f"scheme:{stored.version}")
        what = f"已存为第 {stored.version} 版，从下一个开始的月份起用"
        return Change.of("evaluation", what=what, ids=(stored.version,))

    def remove(self, version: int) -> Change:
        """Take back a version nothing was judged by. Raises RuleError for any other."""
        known = next((v for v in self.versions() if v.scheme.version == version), None)
        if known is None:
            raise InputError("没有这一版", f"没有第 {version} 版方案。")
        if known.months:
            months = "、".join(map(month_text, known.months[:3]))
            raise RuleError(
                "不能删除",
                f"第 {version} 版已用于{months}，不能删除。",
                "还没有录表的月份，可以先换成别的版本。",
            )
        if not known.removable:
            raise RuleError("不能删除", "第 1 版是原有的方案，一直保留。")
        with self._core.database.transaction():
            self._store.remove(version)
            self._core.log("scheme.remove", f"scheme:{version}")
        return Change.of("evaluation", what=f"第 {version} 版已删除", ids=(version,))

    def switchable(self) -> tuple[str, ...]:
        """Open months without any paper that do not have the newest version, oldest first."""
        newest = self._months.newest_scheme().version
        return tuple(
            row.month
            for row in self._months.months()
            if row.scheme_version != newest and not self._fixed(row)
        )

    def switch(self, months: Sequence[str], version: int) -> Change:
        """Give open months another version while nothing was keyed for them. Raises RuleError
        otherwise; LookupError for a version that is not there."""
        scheme = self._months.scheme(version)
        with self._core.database.transaction():
            for month in months:
                row = self._months.month(month)
                if row is None:
                    raise InputError("没有这个月", f"没有{month_text(month)}的测评。")
                why = self._fixed(row)
                if why:
                    raise RuleError("不能换方案", f"{month_text(month)}{why}")
                self._store.switch(month, version)
                self._core.log("scheme.switch", f"month:{month}", f"scheme:{version}")
        names = "、".join(map(month_text, months))
        return Change.of("evaluation", what=f"{names}改用第 {scheme.version} 版方案")

    def _fixed(self, row: MonthRow) -> str:
        """Why a month cannot have another version any more; empty when it can."""
        if row.state != "open" or row.edition > 1:
            return "已经封过月，一直用它自己的方案。"
        if self._store.has_papers(row.month):
            return "已经录入了表或评分册，不能中途换方案。要换，请先撤回它们。"
        return ""

    def preview(self, scheme: Scheme) -> Preview:
        """How the last closed month would have come out under an edited scheme, from the papers
        that were kept. For the worker. Raises InputError for one that does not hold together."""
        wrong = faults(scheme)
        if wrong:
            raise InputError("方案还不完整", wrong[0].reason, "改好再预览。")
        closed = [row for row in self._months.months() if row.state != "open"]
        if not closed:
            return Preview("", why_not="还没有封存的月份，没有可以预览的结果。")
        row = closed[-1]
        own = self._months.scheme(row.scheme_version)
        asked, would = len(own.questions), len(scheme.questions)
        if asked != would:
            return Preview(
                row.month,
                why_not=(
                    f"{month_text(row.month)}的调查表是 {asked} 题，改后是 {would} 题：没有问过的"
                    "题没有答案，问过又删去的题也不能当作没答，所以不能预览。"
                    f"其它改动可以先按 {asked} 题预览。"
                ),
            )
        return Preview(row.month, self._rows(row, own, scheme), notes=self._notes(row, own, scheme))

    def _rows(self, row: MonthRow, own: Scheme, scheme: Scheme) -> tuple[PreviewRow, ...]:
        papers = closed_papers(self._months, row.month, own)
        before = [line.score for line in self._months.results(row.month)]
        after = score_month(
            [papers[score.building_id] for score in before],
            scheme,
            past_months(self._months, row.month, scheme),
        )
        old = {s.score.building_id: s for s in rank(before, own.scope, own)}
        return tuple(
            PreviewRow(new.score.title, new.score.leader, old[new.score.building_id], new)
            for new in rank(after, scheme.scope, scheme)
        )

    def _notes(self, row: MonthRow, own: Scheme, scheme: Scheme) -> tuple[str, ...]:
        found = []
        if own.questions != scheme.questions:
            found.append("题目的文字改了：预览用的是居民当时对原来题目的回答。")
        if scheme.rolling:
            months, earlier = 1, row.month
            for _ in range(scheme.window - 1):
                earlier = previous_month(earlier)
                known = self._months.month(earlier)
                months += known is not None and known.state != "open"
            if months < scheme.window:
                found.append(f"只有 {months} 个封存的月份可以滚动，不足 {scheme.window} 个月。")
        if own.scope != scheme.scope:
            found.append(f"名次的范围不同：原来按{own.scope}，改后按{scheme.scope}。")
        return tuple(found)
