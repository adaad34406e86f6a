"""What every service stands on: the database, the clock, and who is working."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date, datetime

from ldz_desktop.domain.ids import new_ids
from ldz_desktop.domain.moments import stamp
from ldz_desktop.errors import StorageError
from ldz_desktop.record import record
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.journal import Action
from ldz_desktop.storage.settings import AuditStore

_UNMASKED = (".full", ".reveal")
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, with the PC's time zone."""
    return datetime.now().astimezone()


@record
class Core:
    """Handed to every service. account: the person who unlocked."""

    database: Database
    account: str
    clock: Clock = system_clock

    def today(self) -> date:
        return self.clock().date()

    def ids(self) -> Iterator[int]:
        """New keys for one action."""
        return new_ids(int(self.clock().timestamp() * 1000))

    def stamp(self) -> str:
        """Now as the database keeps it: UTC, to the second."""
        return stamp(self.clock())

    def action(
        self, what: str, *, about: str = "", reason: str = "", undoes: int = 0
    ) -> contextlib.AbstractContextManager[None]:
        """A transaction that is one action of this person in the journal (see storage.journal).

        what: a few Chinese words without anybody's name; about: "household:ID" or "leader:ID".
        """
        return self.database.transaction(
            Action(what, self.account, self.stamp(), reason, about, undoes)
        )

    def log(self, event: str, subject: str = "", detail: str = "") -> None:
        """An audit entry. subject: a kind and an id; never a resident's name or number.

        Raises StorageError for looking at what is masked, where the entry cannot be kept.
        """
        if self.database.read_only and event.endswith(_UNMASKED):
            raise StorageError(
                "不能查看",
                "数据文件夹是只读的。查看、导出完整的号码要记入日志，现在记不了。",
                "遮住号码的可以查看和导出；要看完整的，请把整个数据文件夹复制到硬盘上，再打开。",
            )
        AuditStore(self.database).add(self.stamp(), self.account, event, (subject, detail))
