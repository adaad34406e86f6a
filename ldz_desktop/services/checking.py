"""Whether everything in the data folder is as it should be: files, records, chains, backups."""

from typing import TYPE_CHECKING

from ldz_desktop.errors import KnownError
from ldz_desktop.services.core import Core
from ldz_desktop.services.months import month_text
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.storage import keyring
from ldz_desktop.storage.evaluation import EvaluationStore
from ldz_desktop.storage.folder import DataFolder
from ldz_desktop.storage.history import HistoryStore

if TYPE_CHECKING:
    from ldz_desktop.services.backup import BackupService
    from ldz_desktop.services.evaluation import EvaluationService


class CheckService:
    """Reads; changes nothing. Problems are sentences for people."""

    def __init__(
        self,
        core: Core,
        data: DataFolder,
        backups: "BackupService",
        evaluation: "EvaluationService",
    ) -> None:
        self._core = core
        self._data = data
        self._backups = backups
        self._evaluation = evaluation

    def problems(self, *, deep: bool = False, progress: Progress = SILENT) -> tuple[str, ...]:
        """Everything that is wrong, in the order it should be looked at.

        The quick look reads every page, the key files and the newest backup's head (1 s for 24,000
        households); deep also compares every index with its table, follows the journal from its
        first entry, recomputes every closed month, and reads every backup to its last byte.
        """
        progress.report(0, 0, "正在检查数据库")
        database = self._core.database
        found = list(database.faults() if deep else self._quick())
        found += [
            f"钥匙文件 {name} 读不出来，另一份还在；在“设置 → 账号与恢复码”里改一次密码就会重写。"
            for name in keyring.unreadable_copies(self._data.keys)
        ]
        try:
            self._backups.check_age()
        except KnownError as error:
            found.append(f"{error.title}：{error.message}")
        if deep:
            found += [*self._chains(progress), *self._backups.faults(progress)]
        return tuple(found)

    def _quick(self) -> list[str]:
        try:
            self._core.database.quick_check()
        except KnownError as error:
            return [error.message]
        return []

    def _chains(self, progress: Progress) -> list[str]:
        progress.report(0, 0, "正在核对改动记录")
        found: list[str] = []
        broken = HistoryStore(self._core.database).first_broken()
        if broken is not None:
            found.append(f"改动记录从第 {broken.seq} 步起被改过（{broken.at}）。")
        progress.report(0, 0, "正在重新计算封存的月份")
        for month in EvaluationStore(self._core.database).months():
            if month.state == "open" and month.edition == 1:
                continue
            checked = self._evaluation.verify(month.month)
            new = [p for p in checked.problems if p not in found]
            found += new or ([] if checked.ok else [f"{month_text(month.month)}核验没有通过。"])
        return found
