"""Notices as they are on file, and how long the office lets one hang."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from ldz_desktop.domain import postings as rules
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.postings import Length, Posting
from ldz_desktop.domain.workdays import Period, Unit, notice_period
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.postings_records import PostingPaper, PostingRow, posting_table
from ldz_desktop.services.scans import POSTED, TAKEN_DOWN
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.tables import Table
from ldz_desktop.storage.postings import PostingStore
from ldz_desktop.storage.scans import ScanStore

_DAYS, _UNIT = "notice_days", "notice_unit"
_USUAL = Length()


class PostingReader:
    """The part of the notice keeper that puts nothing up and takes nothing down."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = PostingStore(core.database)
        self._settings = SettingService(core)

    # -- reading ---------------------------------------------------------------------------------

    def rows(self) -> tuple[PostingRow, ...]:
        """Drafts first, then the one put up last."""
        today, calendar = self._core.today(), self._settings.calendar()
        scans = ScanStore(self._core.database)
        photos, down = scans.newest("posting", POSTED), scans.newest("posting", TAKEN_DOWN)
        return tuple(
            PostingRow(
                one, one.state(today), rules.countdown(one, today, calendar),
                one.id in photos, one.id in down,
            )
            for one in self._store.every()
        )  # fmt: skip

    def get(self, posting_id: int) -> Posting:
        """Raises InputError where it is gone."""
        found = self._store.get(posting_id)
        if found is None:
            raise InputError("没有这份公示", "这份公示已经不在了。", "请刷新列表。")
        return found

    def of(self, about: str) -> tuple[Posting, ...]:
        """Every notice about that ("month:2026-10", "selection:ID"), oldest first. The newest is
        the one that counts: it goes on from those before it."""
        return self._store.of(about)

    def of_building(self, building_id: int) -> tuple[Posting, ...]:
        """About the building or a selection for it, oldest first."""
        return self._store.of_building(building_id)

    def chain(self, posting_id: int) -> tuple[Posting, ...]:
        """The notice with those it goes on from, itself last."""
        found = [self.get(posting_id)]
        seen = {posting_id}
        while (before := found[0].previous_id) and before not in seen:
            earlier = self._store.get(before)
            if earlier is None:
                break
            seen.add(before)
            found.insert(0, earlier)
        return tuple(found)

    def paper(self, posting_id: int) -> PostingPaper:
        """What its papers say."""
        chain, today = self.chain(posting_id), self._core.today()
        periods = tuple(
            self.period(one.posted_on or today, Length(one.days, one.day_unit)) for one in chain
        )
        return PostingPaper(
            chain,
            tuple(
                p if one.last_on is None else replace(p, last=one.last_on, certain=one.certain)
                for one, p in zip(chain, periods, strict=True)
            ),
            today,
        )

    def next_of(self, posting_id: int) -> int:
        """The notice that goes on from this one; 0 for none."""
        return self._store.next_of(posting_id)

    def table(self, ids: Sequence[int], scope: str = "") -> Table:
        """Those notices in that order, for paper or a file. scope: what the list was narrowed to.
        Who objected is not in it."""
        rows = {row.id: row for row in self.rows()}
        profile = self._settings.profile()
        wanted = [rows[i] for i in ids if i in rows]
        return posting_table(wanted, scope, profile.unit or profile.office)

    # -- how long --------------------------------------------------------------------------------

    def usual(self) -> Length:
        """How long a notice runs where nothing else is said."""
        days = self._settings.value(_DAYS, str(_USUAL.days))
        return Length(int(days), cast("Unit", self._settings.value(_UNIT, _USUAL.unit)))

    def save_usual(self, length: Length) -> Change:
        """Raises InputError for a length no notice has."""
        if not 1 <= length.days <= rules.LONGEST:
            raise InputError("公示期不对", f"公示期要在 1 到 {rules.LONGEST} 天之间。")
        with self._core.database.transaction():
            self._settings.set_value(_DAYS, str(length.days))
            self._settings.set_value(_UNIT, length.unit)
            self._core.log("settings.notice", detail=f"{length.days} {length.unit}")
        return Change.of("settings", what="公示期已保存")

    def period(self, posted_on: date, length: Length) -> Period:
        """The counted days of a notice put up then, by the office's calendar."""
        return notice_period(posted_on, length.days, self._settings.calendar(), length.unit)
