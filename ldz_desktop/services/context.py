"""An opened office: the services, each made when it is first asked for."""

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ldz_desktop.services.core import Core
from ldz_desktop.storage import drafts
from ldz_desktop.storage.folder import DataFolder

if TYPE_CHECKING:
    from ldz_desktop.services.accounts import AccountService
    from ldz_desktop.services.annual_report import AnnualReportService
    from ldz_desktop.services.attachments import AttachmentService
    from ldz_desktop.services.awards import AwardService
    from ldz_desktop.services.backup import BackupService
    from ldz_desktop.services.blank_papers import BlankPaperService
    from ldz_desktop.services.cautions import CautionService
    from ldz_desktop.services.cautions_papers import CautionPaperService
    from ldz_desktop.services.checking import CheckService
    from ldz_desktop.services.commitments import CommitmentService
    from ldz_desktop.services.dossier import DossierService
    from ldz_desktop.services.duplicates import DuplicateService
    from ldz_desktop.services.duties import DutyService
    from ldz_desktop.services.evaluation import EvaluationService
    from ldz_desktop.services.evaluation_charts import ChartService
    from ldz_desktop.services.exporting import ExportService
    from ldz_desktop.services.flags import FlagService
    from ldz_desktop.services.forms import FormService
    from ldz_desktop.services.handover import HandoverService
    from ldz_desktop.services.history import HistoryService
    from ldz_desktop.services.holidays import HolidayService
    from ldz_desktop.services.honours import HonourService
    from ldz_desktop.services.households import HouseholdService
    from ldz_desktop.services.households_several import SeveralHouseholds
    from ldz_desktop.services.importing import ImportService
    from ldz_desktop.services.lists import ListService
    from ldz_desktop.services.mending import MendingService
    from ldz_desktop.services.moves import MoveService
    from ldz_desktop.services.notices import NoticeService
    from ldz_desktop.services.party import PartyService
    from ldz_desktop.services.person_papers import PersonPapers
    from ldz_desktop.services.persons import PersonService
    from ldz_desktop.services.pictures import PictureService
    from ldz_desktop.services.postings import PostingService
    from ldz_desktop.services.rank_intervals import RankIntervalService
    from ldz_desktop.services.reopening import ReopeningService
    from ldz_desktop.services.rewards import RewardService
    from ldz_desktop.services.roster import RosterService
    from ldz_desktop.services.scans import ScanService
    from ldz_desktop.services.schemes import SchemeService
    from ldz_desktop.services.search import SearchService
    from ldz_desktop.services.selections import SelectionService
    from ldz_desktop.services.selections_papers import SelectionPapers
    from ldz_desktop.services.settings import SettingService
    from ldz_desktop.services.signers import SignerService
    from ldz_desktop.services.statistics import StatisticsService
    from ldz_desktop.services.tags import TagService
    from ldz_desktop.services.terms import TermService
    from ldz_desktop.services.training import TrainingService
    from ldz_desktop.services.visit_lists import VisitListService
    from ldz_desktop.services.visits import VisitService
    from ldz_desktop.services.visits_records import Visiting
    from ldz_desktop.services.wall import WallService
    from ldz_desktop.storage.reading_copy import ReadingCopy


class Office:
    """Everything the window and the commands can ask for. Close it, or nobody else gets in."""

    def __init__(
        self, data: DataFolder, core: Core, key: bytes, copy: "ReadingCopy | None" = None
    ) -> None:
        """copy: what is read instead of a folder that cannot be written to."""
        self._copy = copy
        self._data = data
        self._core = core
        self._key = key
        drafts.note_in(data.drafts)

    @property
    def folder(self) -> Path:
        return self._data.path

    @property
    def read_only(self) -> bool:
        """Nothing can be saved: the folder cannot be written to."""
        return self._core.database.read_only

    @property
    def account(self) -> str:
        return self._core.account

    @property
    def core(self) -> Core:
        """For services that other packages bring along (the demo, imports)."""
        return self._core

    @cached_property
    def visiting(self) -> "Visiting | None":
        """What this data was taken along for, None in an office (which its keys tell at once)."""
        from ldz_desktop.domain.visits import ids
        from ldz_desktop.storage import keyring

        if not ids(keyring.read(self._data.keys).office)[1]:
            return None
        from ldz_desktop.services.visits_away import visiting

        return visiting(self._core.database)

    def today(self) -> date:
        return self._core.today()

    def log(self, event: str, subject: str = "", detail: str = "") -> None:
        """An audit entry of its own (see Core.log)."""
        with self._core.database.transaction():
            self._core.log(event, subject, detail)

    def check_damage(self) -> None:
        """Look through every page of the database. Raises OpenError where it is damaged, or older
        than the newest backup."""
        self._core.database.quick_check()
        self.backups.check_age()

    def fold_log(self) -> None:
        """After much was written, when nobody waits: the write-ahead log goes into the file."""
        self._core.database.fold_log()

    def close(self) -> None:
        drafts.forget(self._data.drafts)
        self._core.database.close()
        self._data.release()
        if self._copy is not None:
            self._copy.close()

    @cached_property
    def settings(self) -> "SettingService":
        from ldz_desktop.services.settings import SettingService

        return SettingService(self._core)

    @cached_property
    def signers(self) -> "SignerService":
        from ldz_desktop.services.signers import SignerService

        return SignerService(self._core)

    @cached_property
    def accounts(self) -> "AccountService":
        from ldz_desktop.services.accounts import AccountService

        return AccountService(self._core, self._data, self._key)

    @cached_property
    def several(self) -> "SeveralHouseholds":
        from ldz_desktop.services.households_several import SeveralHouseholds

        return SeveralHouseholds(self._core)

    @cached_property
    def annual_report(self) -> "AnnualReportService":
        from ldz_desktop.services.annual_report import AnnualReportService, ReportSources

        sources = ReportSources(
            self.households, self.training, self.duties, self.rewards, self.awards, self.cautions,
            self.tags, self.mending,
        )  # fmt: skip
        return AnnualReportService(self._core, sources)

    @cached_property
    def attachments(self) -> "AttachmentService":
        from ldz_desktop.services.attachments import AttachmentService

        return AttachmentService(self._core)

    @cached_property
    def scans(self) -> "ScanService":
        from ldz_desktop.services.scans import ScanService

        return ScanService(self._core)

    @cached_property
    def cautions(self) -> "CautionService":
        from ldz_desktop.services.cautions import CautionService

        return CautionService(self._core, self.roster)

    @cached_property
    def handover(self) -> "HandoverService":
        from ldz_desktop.services.handover import HandoverService

        return HandoverService(self._core, self.evaluation)

    @cached_property
    def caution_papers(self) -> "CautionPaperService":
        from ldz_desktop.services.cautions_papers import CautionPaperService

        return CautionPaperService(
            self._core, self.cautions, self.rank_intervals, self.notices, self.evaluation
        )

    @cached_property
    def backups(self) -> "BackupService":
        from ldz_desktop.services.backup import BackupService

        return BackupService(self._core, self._data, self._key)

    @cached_property
    def checking(self) -> "CheckService":
        from ldz_desktop.services.checking import CheckService

        return CheckService(self._core, self._data, self.backups, self.evaluation)

    @cached_property
    def schemes(self) -> "SchemeService":
        from ldz_desktop.services.schemes import SchemeService

        return SchemeService(self._core)

    @cached_property
    def rank_intervals(self) -> "RankIntervalService":
        from ldz_desktop.services.rank_intervals import RankIntervalService

        return RankIntervalService(self._core)

    @cached_property
    def search(self) -> "SearchService":
        from ldz_desktop.services.search import SearchService

        return SearchService(self._core)

    @cached_property
    def households(self) -> "HouseholdService":
        from ldz_desktop.services.households import HouseholdService

        return HouseholdService(self._core)

    @cached_property
    def roster(self) -> "RosterService":
        from ldz_desktop.services.roster import RosterService

        return RosterService(self._core, self.evaluation)

    @cached_property
    def persons(self) -> "PersonService":
        from ldz_desktop.services.persons import PersonService

        return PersonService(self._core, self.roster)

    @cached_property
    def person_papers(self) -> "PersonPapers":
        from ldz_desktop.services.person_papers import PersonPapers

        return PersonPapers(self._core, self.roster)

    @cached_property
    def terms(self) -> "TermService":
        from ldz_desktop.services.terms import TermService

        return TermService(self._core)

    @cached_property
    def party(self) -> "PartyService":
        from ldz_desktop.services.party import PartyService

        return PartyService(self._core)

    @cached_property
    def commitments(self) -> "CommitmentService":
        from ldz_desktop.services.commitments import CommitmentService

        return CommitmentService(self._core)

    @cached_property
    def dossier(self) -> "DossierService":
        from ldz_desktop.services.dossier import DossierService, Sources

        sources = Sources(
            self.roster, self.selections, self.training, self.duties, self.evaluation,
            self.cautions, self.rewards, self.commitments, self.handover,
        )  # fmt: skip
        return DossierService(self._core, sources)

    @cached_property
    def duplicates(self) -> "DuplicateService":
        from ldz_desktop.services.duplicates import DuplicateService

        return DuplicateService(self._core)

    @cached_property
    def evaluation(self) -> "EvaluationService":
        from ldz_desktop.services.evaluation import EvaluationService

        return EvaluationService(self._core)

    @cached_property
    def charts(self) -> "ChartService":
        from ldz_desktop.services.evaluation_charts import ChartService

        return ChartService(self._core)

    @cached_property
    def mending(self) -> "MendingService":
        from ldz_desktop.services.mending import MendingService

        return MendingService(self._core)

    @cached_property
    def moves(self) -> "MoveService":
        from ldz_desktop.services.moves import MoveService

        return MoveService(self._core)

    @cached_property
    def blank_papers(self) -> "BlankPaperService":
        from ldz_desktop.services.blank_papers import BlankPaperService

        return BlankPaperService(self._core, self.evaluation)

    @cached_property
    def notices(self) -> "NoticeService":
        from ldz_desktop.services.notices import NoticeService

        return NoticeService(self._core, self.evaluation, self.rank_intervals)

    @cached_property
    def postings(self) -> "PostingService":
        from ldz_desktop.services.postings import PostingService

        return PostingService(self._core)

    @cached_property
    def reopening(self) -> "ReopeningService":
        from ldz_desktop.services.reopening import ReopeningService

        return ReopeningService(self._core, self.accounts, self.evaluation, self.notices)

    @cached_property
    def pictures(self) -> "PictureService":
        from ldz_desktop.services.pictures import PictureService

        return PictureService(self._core)

    @cached_property
    def flags(self) -> "FlagService":
        from ldz_desktop.services.flags import FlagService

        return FlagService(self._core)

    @cached_property
    def awards(self) -> "AwardService":
        from ldz_desktop.services.awards import AwardService

        return AwardService(self._core, self.postings)

    @cached_property
    def forms(self) -> "FormService":
        from ldz_desktop.services.forms import FormService

        return FormService(self._core)

    @cached_property
    def history(self) -> "HistoryService":
        from ldz_desktop.services.history import HistoryService

        return HistoryService(self._core)

    @cached_property
    def holidays(self) -> "HolidayService":
        from ldz_desktop.services.holidays import HolidayService

        return HolidayService(self._core)

    @cached_property
    def honours(self) -> "HonourService":
        from ldz_desktop.services.honours import HonourService

        return HonourService(self._core, self.evaluation)

    @cached_property
    def wall(self) -> "WallService":
        from ldz_desktop.services.wall import WallService

        return WallService(self._core)

    @cached_property
    def importing(self) -> "ImportService":
        from ldz_desktop.services.importing import ImportService

        return ImportService(self._core)

    @cached_property
    def exporting(self) -> "ExportService":
        from ldz_desktop.services.exporting import ExportService

        return ExportService(self._core, self.evaluation)

    @cached_property
    def lists(self) -> "ListService":
        from ldz_desktop.services.lists import ListService

        return ListService(self._core)

    @cached_property
    def rewards(self) -> "RewardService":
        from ldz_desktop.services.rewards import RewardService

        return RewardService(self._core)

    @cached_property
    def selections(self) -> "SelectionService":
        from ldz_desktop.services.selections import SelectionService

        return SelectionService(self._core, self.postings, self.training)

    @cached_property
    def selection_papers(self) -> "SelectionPapers":
        from ldz_desktop.services.selections_papers import SelectionPapers

        return SelectionPapers(self._core, self.selections, self.postings)

    @cached_property
    def statistics(self) -> "StatisticsService":
        from ldz_desktop.services.statistics import StatisticsService

        return StatisticsService(self._core)

    @cached_property
    def tags(self) -> "TagService":
        from ldz_desktop.services.tags import TagService

        return TagService(self._core)

    @cached_property
    def training(self) -> "TrainingService":
        from ldz_desktop.services.training import TrainingService

        return TrainingService(self._core)

    @cached_property
    def duties(self) -> "DutyService":
        from ldz_desktop.services.duties import DutyService

        return DutyService(self._core)

    @cached_property
    def visit_lists(self) -> "VisitListService":
        from ldz_desktop.services.visit_lists import VisitListService

        return VisitListService(self._core, self.tags)

    @cached_property
    def visits(self) -> "VisitService":
        from ldz_desktop.services.visits import VisitService

        return VisitService(self._core, self._data, self._key, self.backups)
