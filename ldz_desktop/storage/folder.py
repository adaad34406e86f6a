"""The data folder: what lies in it, who holds it, and whether it may lie there.

archive.db (encrypted) with its log archive.db-wal and the mark archive.mark (how many saves there
were, storage.saves), office.keys and office.keys.2 (key slots), instance.lock and
instance.json (who has it open), window.ini, backups/ and backups.json (when the last ones were
made), logs/, drafts/ (storage.drafts); and what a restored backup took the place of, 恢复前-…/
(storage.setting_aside).
"""

import contextlib
import errno
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ldz_desktop.errors import BusyError, OpenError, ReadOnlyDataError
from ldz_desktop.paths import ELSEWHERE, user_path
from ldz_desktop.storage.database import HEADER_BYTES, PAGE, PLAIN_HEADER
from ldz_desktop.storage.given import read_values
from ldz_desktop.storage.location import is_network, is_synchronised

_NO_RIGHT = (errno.EROFS, errno.EACCES, errno.EPERM)
COMPANIONS = ("archive.db-wal", "archive.db-shm", "archive.mark")
"""What belongs to archive.db and goes where it goes."""


class DataFolder:
    """Paths and checks of one data folder; knows nothing of keys and tables."""

    def __init__(self, folder: Path) -> None:
        self.path = user_path(folder.expanduser())
        self.database = self.path / "archive.db"
        self.unfinished = self.path / "archive.new"  # only while an office is being made
        self.keys = self.path / "office.keys"
        self.settings = self.path / "window.ini"
        self.backups = self.path / "backups"
        self.backup_notes = self.path / "backups.json"
        self.logs = self.path / "logs"
        self.drafts = self.path / "drafts"  # notes of what is being written elsewhere
        self._lock = FileLock(self.path / "instance.lock", timeout=0)

    def holds_office(self) -> bool:
        """Whether an office's data (or what is left of it) lies here."""
        if self.unfinished.exists() and not self.database.exists():
            return False
        return self.database.exists() or self.keys.exists() or self._second_keys().exists()

    def _second_keys(self) -> Path:
        return self.keys.with_name("office.keys.2")

    def prepare(self) -> None:
        """Make the folder for a new office, where nobody else makes one meanwhile. Raises OpenError
        where an office is here already."""
        self.make()
        self.begin()

    def make(self) -> None:
        """The first half of prepare(), for those who hold() the folder then."""
        self.check_place()
        if self.holds_office():
            raise _taken()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise OpenError(
                "不能写入", "不能在这个位置建立数据文件夹。", "请换一个有写入权限的位置。"
            ) from None

    def begin(self) -> None:
        """The second half: what another time left unfinished goes away. Of two that hold the folder
        in turn, the second finds the office of the first. Raises OpenError."""
        if self.holds_office():
            raise _taken()
        try:
            self.unfinished.write_bytes(b"")
            for rest in ("", "-wal", "-shm"):
                Path(f"{self.unfinished}{rest}").unlink(missing_ok=True)
        except OSError:
            raise OpenError(
                "不能写入", "数据文件夹不能写入。", "请检查文件夹的权限或写保护开关。"
            ) from None

    def check_vacant(self) -> None:
        """Refuse a folder with an office in it, and one that is somebody's own."""
        if self.holds_office():
            raise _taken()
        ours = {
            "window.ini", "backups", "backups.json", "logs", "drafts", "instance.lock",
            "instance.json", ".restoring", ELSEWHERE,
        }  # fmt: skip
        ours |= {f"{self.unfinished.name}{rest}" for rest in ("", "-wal", "-shm")}
        ours.add("archive.mark")
        found = {path.name for path in self.path.iterdir()} if self.path.is_dir() else set()
        found = {name for name in found if not name.startswith(".incoming-")}
        if found - ours:
            raise OpenError(
                "文件夹不是空的", "这个文件夹里已经有别的文件，没有改动它。", "请换一个空文件夹。"
            )

    def check_place(self) -> None:
        """Refuse network drives and synchronised folders (reliability.md §3.6)."""
        if is_network(self.path):
            raise OpenError(
                "不能放在网络盘上",
                "数据文件夹在网络盘上。几台电脑同时使用会损坏数据库，所以不能打开。",
                "请把数据放在本机硬盘上。",
            )
        if is_synchronised(self.path):
            raise OpenError(
                "不能放在同步文件夹里",
                "数据文件夹在网盘的同步目录里，同步会损坏正在使用的数据库。",
                "请把数据放在不同步的文件夹里。",
            )

    def check_files(self, salt: bytes | None) -> None:
        """Refuse what cannot be this office's database, before any key is tried.

        salt: the first bytes the database had when it was made, from the key file.
        Raises OpenError: missing, empty, plain or foreign, each with its own sentence.
        """
        if not self.holds_office():
            raise OpenError(
                "还没有数据",
                "这个文件夹里没有楼栋长工作台的数据。",
                "请新建办公室，或选择别的文件夹。",
            )
        if not self.database.exists():
            raise OpenError(
                "数据库文件不见了",
                "钥匙文件还在，但数据库文件 archive.db 不见了。",
                "请在回收站里找回它，或用“从备份恢复”；不要新建同名文件。",
            )
        if not self.database.is_file():
            raise OpenError(
                "数据库文件不见了",
                "archive.db 不是一个文件，里面没有数据。",
                "请把它移开，在回收站里找回原来的文件，或用“从备份恢复”。",
            )
        size = self.database.stat().st_size
        if size == 0:
            raise OpenError(
                "数据库文件是空的",
                "archive.db 的大小是 0，内容已经丢失；这不是一个新办公室。",
                "请用“从备份恢复”，不要在空文件上重新录入。",
            )
        with self.database.open("rb") as file:
            header = file.read(HEADER_BYTES)
        if header == PLAIN_HEADER:
            raise OpenError(
                "数据库没有加密",
                "archive.db 是一个没有加密的数据库，不是本程序建立的。",
                "请确认文件夹是否正确，或用“从备份恢复”。",
            )
        if salt is not None and header != salt:
            raise OpenError(
                "不是本办公室的数据库",
                "archive.db 不是这个办公室的数据库，可能被别的文件替换了。",
                "请放回原来的文件，或用“从备份恢复”。",
            )
        if size < PAGE:
            raise OpenError(
                "数据库文件不完整",
                f"archive.db 只剩 {size} 字节，内容已经丢失。",
                "请用“从备份恢复”。",
            )

    # -- one instance at a time ------------------------------------------------------------------

    def hold(self, wait: float = 0) -> None:
        """Hold the folder until release(). Raises BusyError naming who has it.

        An operating system lock: a crash leaves nothing behind that would have to be removed.
        Raises ReadOnlyDataError where the folder cannot be written to; OpenError.
        """
        try:
            self._lock.acquire(timeout=wait)
        except Timeout:
            raise BusyError(
                "数据正在使用", self.holder(), "请先关闭那个窗口；如果看不到，请重新启动电脑。"
            ) from None
        except OSError as error:
            kind = ReadOnlyDataError if error.errno in _NO_RIGHT else OpenError
            raise kind(
                "不能写入", "数据文件夹不能写入。", "请检查文件夹的权限或写保护开关。"
            ) from None
        note = {
            "computer": _computer(),
            "user": _user(),
            "since": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
            "pid": os.getpid(),
        }
        with contextlib.suppress(OSError):  # a full disk: who has it is not told, it is held
            (self.path / "instance.json").write_text(json.dumps(note, ensure_ascii=False), "utf-8")

    def release(self) -> None:
        """Let the next instance in."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                (self.path / "instance.json").unlink(missing_ok=True)
            self._lock.release()

    def holder(self) -> str:
        """A sentence about who holds the folder."""
        try:
            note = read_values(self.path / "instance.json")
            return (
                f"这份数据正被打开：电脑 {note['computer']}，用户 {note['user']}，"
                f"从 {note['since']} 起（进程 {note['pid']}）。"
            )
        except (OSError, ValueError, KeyError):
            return "这份数据正被另一个窗口打开。"


def _taken() -> OpenError:
    return OpenError(
        "数据已存在", "这个文件夹里已经有办公室数据，没有改动它。", "请换一个空文件夹。"
    )


def _computer() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "?")
    return os.uname().nodename


def _user() -> str:
    names = map(os.environ.get, ("LOGNAME", "USER", "LNAME", "USERNAME"))
    return next(filter(None, names), "?")
