"""Data to mend: looking through the archive, repairing one finding at a time, work lists."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.mending import check
from ldz_desktop.domain.mending_records import SEVERITIES, Case, Finding, Repair
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.errors import InputError
from ldz_desktop.services.codes import reader
from ldz_desktop.services.core import Core
from ldz_desktop.services.mending_records import MendingLine, MendingReport
from ldz_desktop.services.merging import Merging
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.households import HouseholdStore
from ldz_desktop.storage.leaders import LeaderStore
from ldz_desktop.storage.mending import MendingStore
from ldz_desktop.storage.search import SearchStore
from ldz_desktop.storage.search_words import Reading

_REPORT_EVERY = 200


class MendingService:
    """A finding is computed, never stored: once its cause is gone it is gone."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = MendingStore(core.database)
        self._households = HouseholdStore(core.database)
        self._search = SearchStore(core.database)
        self._numbers = itertools.count(1)

    def scan(self, place: PlaceRef = ALL, progress: Progress = SILENT) -> MendingReport:
        """Look through every open household of a place. May be cancelled."""
        progress.report(0, 0, "读取户档")
        total, cases = self._store.cases(place, self._core.today())
        return MendingReport(tuple(self._lines(cases, total, progress)), total)

    def look(self, household_ids: Sequence[int]) -> tuple[MendingLine, ...]:
        """The same for a few households, after something changed in them."""
        ids = list(dict.fromkeys(household_ids))
        cases = self._store.cases_of(ids, self._core.today())
        return tuple(self._lines(cases, len(ids), SILENT))

    def _lines(
        self, cases: Iterable[Case], total: int, progress: Progress
    ) -> Iterable[MendingLine]:
        leaders = LeaderStore(self._core.database).leading()
        for looked, case in enumerate(cases):
            if looked % _REPORT_EVERY == 0:
                progress.report(looked, total, "逐户检查")
            home = case.household
            names = {m.id: m.name for m in home.members}
            for finding in check(case):
                yield MendingLine(
                    next(self._numbers),
                    finding,
                    home.building_id,
                    f"{home.compound}{home.building}",
                    f"{home.unit} {home.room}".strip(),
                    leaders.get(home.building_id, ""),
                    names.get(finding.resident_id or 0, ""),
                )

    # -- repairing -------------------------------------------------------------------------------

    def repair(self, finding: Finding) -> Done:
        """Do what the finding's repair says, as one action that can be undone.

        Raises InputError where the household is no longer as it was when it was looked through.
        """
        repair = finding.repair
        now = {line.finding for line in self.look([finding.household_id])}
        if repair is None or finding not in now:
            raise InputError(
                "已经变了", "这一户在检查之后有改动，这一条已经不是这样了。", "请重新检查。"
            )
        if repair.merge is not None:
            return Merging(self._core).merge(repair.merge, {}, finding.kind.title)
        about = f"household:{finding.household_id}"
        households = {finding.household_id}
        with self._core.action(f"修复：{finding.kind.title}", about=about):
            households |= self._apply(repair)
        what = f"已修复：{repair.preview.rstrip('。')}"
        return done(self._core, Change.of("households", what=what, ids=tuple(households)))

    def _apply(self, repair: Repair) -> set[int]:
        """Write the values; the households of the people who were changed."""
        people: dict[int, dict[str, Any]] = {}
        for fix in repair.fixes:
            if fix.table == "resident":
                people.setdefault(fix.id, {})[fix.field] = fix.value
            else:
                self._store.put(fix.table, fix.id, fix.field, fix.value)
        changed = set()
        for resident_id, values in people.items():
            before = self._households.resident(resident_id)
            if before is None:
                raise InputError("没有这个人", "这位居民的档案已经不在了。", "请重新检查。")
            self._save(before, replace(before, **values))
            changed.add(before.household_id)
        return changed

    def _save(self, before: Resident, after: Resident) -> None:
        self._households.save_resident(after, before.version, reader().sort_key(after.name))
        if (before.name, before.id_number) != (after.name, after.id_number):
            self._search.remove([(before.id, _readings(before.name))])
            self._search.add(
                [(after.id, after.name, after.id_number, after.phone, _readings(after.name))]
            )

    # -- work lists ------------------------------------------------------------------------------

    def export(self, lines: Iterable[MendingLine], purpose: str) -> Table:
        """The lines as a table that leaves the program: logged with its purpose. Raises InputError
        without one."""
        if not purpose.strip():
            raise InputError("缺少用途", "导出要写明用途。", "例如：交各楼栋长核实。")
        with self._core.database.transaction():
            self._core.log("export.masked", "mending", purpose.strip()[:200])
        return self.work_list(lines)

    def work_list(self, lines: Iterable[MendingLine], leader: str | None = None) -> Table:
        """Lines as a table to print or export, without numbers or telephones. leader: whose list
        it is; "" for buildings without one, None for everybody's."""
        rows = [
            (
                str(number), line.building, line.room, line.name,
                SEVERITIES[line.finding.severity], line.finding.sentence, "",
            )
            for number, line in enumerate(lines, 1)
        ]  # fmt: skip
        whose = {None: "", "": "（暂无楼栋长的楼栋）"}.get(leader, f"（楼栋长：{leader}）")
        profile = SettingService(self._core).profile()
        note = f"共 {len(rows):,} 条。只列在册的户；核实后在“处理”栏写明结果，交回社区登记。"
        return Table(
            f"数据核实清单{whose}", _COLUMNS, tuple(rows), note, profile.unit or profile.office
        )


_COLUMNS = (
    TableColumn("序号", 4, "number"),
    TableColumn("楼栋", 9),
    TableColumn("房号", 8),
    TableColumn("姓名", 7),
    TableColumn("类别", 4),
    TableColumn("问题", 26),
    TableColumn("处理", 10),
)


def _readings(name: str) -> list[Reading]:
    return [(r.full, r.initials) for r in reader().readings(name)]
