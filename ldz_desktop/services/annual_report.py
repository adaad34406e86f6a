"""The scheme's year for the office (年度报告): what the street office is told of elections,
training, duties, evaluation, flags, money, last places and files. Every number is one that a
screen or a list of the program shows; what it means stands on the paper (reports.annual_report).
"""

from datetime import date

from ldz_desktop.domain.awards import year_months
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.errors import InputError
from ldz_desktop.record import record
from ldz_desktop.services.annual_report_files import files_part
from ldz_desktop.services.annual_report_leaders import LeaderParts
from ldz_desktop.services.annual_report_months import MonthParts
from ldz_desktop.services.annual_report_records import AnnualReport
from ldz_desktop.services.awards import AwardService
from ldz_desktop.services.cautions import CautionService
from ldz_desktop.services.core import Core
from ldz_desktop.services.duties import DutyService
from ldz_desktop.services.households import HouseholdService
from ldz_desktop.services.mending import MendingService
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.rewards import RewardService
from ldz_desktop.services.settings import SettingService
from ldz_desktop.services.tags import TagService
from ldz_desktop.services.training import TrainingService
from ldz_desktop.storage.annual_report import AnnualReportStore

_LAST_YEARS_UNTIL = 3
"""Up to this month people write the report of the year before."""


@record
class ReportSources:
    """Where the parts come from."""

    households: HouseholdService
    training: TrainingService
    duties: DutyService
    rewards: RewardService
    awards: AwardService
    cautions: CautionService
    tags: TagService
    mending: MendingService


class AnnualReportService:
    """Reads only."""

    def __init__(self, core: Core, sources: ReportSources) -> None:
        self._core = core
        self._from = sources
        self._store = AnnualReportStore(core.database)

    def years(self) -> tuple[int, ...]:
        """Those that can be reported on, the newest first: this one, and back to the first with
        anything on record."""
        this = self._core.today().year
        begun = self._store.first_day()
        first = this if begun is None else min(begun.year, this)
        return tuple(range(this, first - 1, -1))

    def usual_year(self) -> int:
        """The one somebody most likely wants: until March the year before, where there is one."""
        today, years = self._core.today(), self.years()
        return years[1] if today.month <= _LAST_YEARS_UNTIL and len(years) > 1 else years[0]

    def of(self, year: int, progress: Progress = SILENT) -> AnnualReport:
        """Raises InputError for a year to come, or one before anything was on record. May be
        cancelled."""
        today, begun = self._core.today(), self._store.first_day()
        self._check(year, today, begun)
        until = min(date(year, 12, 31), today)
        first = date(year, 1, 1)
        source, leaders = self._from, LeaderParts(self._core, first, until)
        progress.report(0, 0, "汇总全年的记录")
        months = MonthParts(self._core, year_months(year)[: until.month])
        profile = SettingService(self._core).profile()
        return AnnualReport(
            unit=profile.unit or profile.office,
            year=year,
            today=today,
            until=until,
            begun=begun if begun is not None and begun.year == year else None,
            base=leaders.base(source.households.tree()),
            changes=leaders.changes(),
            training=leaders.training(source.training),
            duties=leaders.duties(source.duties),
            evaluation=months.evaluation(),
            honours=months.honours(year, source.rewards, source.awards),
            cautions=leaders.cautions(source.cautions.cases()),
            files=files_part(self._core, (first, until), source.tags, source.mending, progress),
        )

    def _check(self, year: int, today: date, begun: date | None) -> None:
        years = self.years()
        if year > today.year:
            raise InputError(
                "年份不对", f"{year}年还没有到，写不出年度报告。", "请选今年或以前的年份。"
            )
        if year < years[-1]:
            since = f"最早的记录是{date_text(begun)}的" if begun is not None else "还没有任何记录"
            raise InputError(
                "没有这一年的记录",
                f"程序里{since}，{year}年没有可以汇总的内容。",
                f"请选 {years[-1]} 年或以后的年份。",
            )
