"""Door to door with a laptop: a few buildings' files go out as a pack, what was changed comes back.

A pack is a data folder in one file. Opened on a laptop it is worked on with this same program; what
comes back is the laptop's whole data with its journal, and is merged into the office's by the value
of each field. Merging twice changes nothing, nor does the order of several packs.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from ldz_desktop.domain import moments
from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.visits import file_name, ids
from ldz_desktop.errors import (
    InputError,
    KnownError,
    OpenError,
    PasswordError,
    RuleError,
    StorageError,
)
from ldz_desktop.record import record
from ldz_desktop.services.backup import BackupService, is_folder
from ldz_desktop.services.core import Core
from ldz_desktop.services.person_index import indexed
from ldz_desktop.services.progress import SILENT, Progress
from ldz_desktop.services.restoring import Unlock
from ldz_desktop.services.undoable import Done
from ldz_desktop.services.visits_away import (
    SETTING,
    brought,
    counted,
    remember,
    visiting,
)
from ldz_desktop.services.visits_deciding import VisitDeciding
from ldz_desktop.services.visits_merging import VisitMerging
from ldz_desktop.services.visits_records import (
    Away,
    Difference,
    Merged,
    Packed,
    PackInfo,
    Visiting,
)
from ldz_desktop.services.visits_words import DifferenceWords, household_of
from ldz_desktop.storage import backup, keyring, wiping
from ldz_desktop.storage.backup_file import (
    VISIT,
    Head,
    Keys,
    Manifest,
    damaged,
    may_be_replaced,
    read_head,
    unseal,
    unwritable,
)
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.folder import DataFolder
from ldz_desktop.storage.places import PlaceStore
from ldz_desktop.storage.replacing import put_in_place, sync_folder
from ldz_desktop.storage.search import SearchStore
from ldz_desktop.storage.settings import SettingStore
from ldz_desktop.storage.visit_pack import cut_out, distrusted, opened
from ldz_desktop.storage.visits import DifferenceRow, PackRow, VisitStore

_ROOM = ".visit"


Here = Literal["nothing", "office", "visit", "same"]
"""What a data folder holds, as a pack sees it: an office, another visit, or this very visit."""


@record
class PackHead:
    """What a pack says without a password. own: this office gave it out (or says so: opening it
    proves it); accounts: whose password opens it."""

    own: bool
    accounts: tuple[str, ...]
    here: Here = "nothing"


def read_pack(path: Path, folder: Path) -> PackHead:
    """Of which office a pack is, seen from the data folder here. Raises OpenError: no pack, cut
    short, damaged, of a newer program; the key file here cannot be read."""
    head = read_head(path, VISIT)
    data, accounts = DataFolder(folder), head.ring.accounts()
    if not data.holds_office():
        return PackHead(own=False, accounts=accounts)
    office = keyring.read(data.keys).office
    if office == head.ring.office:
        return PackHead(own=False, accounts=accounts, here="same")
    if ids(office)[1]:
        return PackHead(own=False, accounts=accounts, here="visit")
    return PackHead(office == ids(head.ring.office)[0], accounts, "office")


class VisitService:
    """Packs out, packs back, and what both sides changed."""

    def __init__(self, core: Core, data: DataFolder, key: bytes, backups: BackupService) -> None:
        self._core, self._data, self._key, self._backups = core, data, key, backups
        self._store = VisitStore(core.database)
        self._deciding = VisitDeciding(core)

    # -- out -------------------------------------------------------------------------------------

    def pack(
        self, out: Path, buildings: Sequence[int], password: str, progress: Progress = SILENT
    ) -> Packed:
        """The open files of those buildings as a pack. It opens with the password of the person who
        makes it; out: the file (an older pack of that name is replaced), or a folder.

        Raises PasswordError; InputError without a file to take along, or where another file has
        that name; RuleError on the laptop; StorageError; Cancelled. Nothing half-done is left.
        """
        self._refuse_on_a_visit("走访包在办公室的电脑上发出；这里用“带回”。")
        target = self._target(out, back=False)
        titles = self._titles(buildings)
        account, secret = self._core.account, self.check_password(password)
        ident, key = os.urandom(8).hex(), keyring.new_database_key()
        slot = keyring.make_slot("password", account, secret, key)
        with self._room() as room:
            database = cut_out(
                self._core.database, room / "archive.db", key, buildings, progress.report
            )
            try:
                households = int(database.value("SELECT count(*) FROM household"))
                if not households:
                    raise InputError("没有户档", "选中的楼栋里没有户档。", "请换一栋楼。")
                self._prepare(database, (ident, titles, households), progress)
                ring = keyring.Keyring(f"{self._office()}.{ident}", 1, "", (slot,))
                row = PackRow(ident, key, self._core.stamp(), account, tuple(buildings), households)
                return self._give_out(database, Keys(ring, key), (row, target), progress)
            finally:
                database.close()

    def check_password(self, password: str) -> bytes:
        """The password of the person at the desk, as the key slots want it. Raises
        PasswordError."""
        secret = keyring.password_bytes(password)
        keyring.open_slot(keyring.read(self._data.keys).slot(self._core.account), secret)
        return secret

    def _give_out(
        self, database: Database, keys: Keys, given: tuple[PackRow, Path], progress: Progress
    ) -> Packed:
        """The file and what the office remembers of it, both or neither: the file is written whole
        beside its place, and gets its name once it is remembered."""
        row, target = given
        draft = target.with_name(f".ldz-{row.id}.part")
        try:
            with self._core.database.transaction():
                self._store.add_pack(row)
                self._core.log("visit.pack", f"visit:{row.id}", f"{row.households} 户")
                manifest = self._write(database, keys, draft, progress)
            self._name(draft, target, row)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
        return Packed(target, target.stat().st_size, manifest.households, manifest.residents, 0)

    def _name(self, draft: Path, target: Path, row: PackRow) -> None:
        try:
            put_in_place(draft, target)
        except OSError as error:
            with contextlib.suppress(KnownError), self._core.database.transaction():
                self._store.remove_pack(row.id)
                self._core.log("visit.unpacked", f"visit:{row.id}")
            raise unwritable(error, comfort=VISIT.kept) from None
        sync_folder(target.parent)

    def _prepare(
        self, database: Database, about: tuple[str, tuple[str, ...], int], progress: Progress
    ) -> None:
        """What the laptop has to know, and its search."""
        ident, titles, households = about
        progress.report(0, 0, "正在准备查找")
        told = {
            "pack": ident, "made_at": self._core.stamp(), "made_by": self._core.account,
            "buildings": titles, "households": households,
        }  # fmt: skip
        with database.transaction():
            SettingStore(database).put(SETTING, json.dumps(told, ensure_ascii=False))
            people = database.rows("SELECT id, name, id_number, phone FROM resident ORDER BY id")
            SearchStore(database).add(indexed((row[0], row[1:]) for row in people))

    def _titles(self, buildings: Sequence[int]) -> tuple[str, ...]:
        places = PlaceStore(self._core.database)
        found = [places.building(ident) for ident in buildings]
        titles = tuple(one.title for one in found if one is not None)
        if not titles or len(titles) != len(buildings):
            raise InputError("没有选楼栋", "没有选要带走的楼栋。", "请先选楼栋。")
        return titles

    # -- on the laptop ---------------------------------------------------------------------------

    def visiting(self) -> Visiting | None:
        """What this data was taken along for, None in an office."""
        return visiting(self._core.database)

    def changes(self) -> int:
        """How many values and rows the visit has changed so far."""
        return counted(self._core.database, None)[0]

    def away(self) -> Away:
        """How the visit stands: what it has changed, and what of it is not brought back yet."""
        last, older = brought(self._core.database), len(wiping.set_aside(self._data))
        total, left = counted(self._core.database, last)
        return Away(total, left, last, older)

    def bring_back(self, out: Path, progress: Progress = SILENT) -> Packed:
        """The laptop's data as a pack, to be merged in the office; can be done again at any time.
        Raises RuleError in an office; otherwise as pack()."""
        if self.visiting() is None:
            raise RuleError("这是办公室的数据", "这里没有走访要带回。", "带回在走访的电脑上做。")
        target = self._target(out, back=True)
        with self._core.database.transaction():
            self._core.log("visit.back")
        keys = Keys(keyring.read(self._data.keys), self._key)
        manifest = self._write(self._core.database, keys, target, progress)
        with contextlib.suppress(StorageError):  # it is there; the laptop asks for it once more
            remember(self._core.database, manifest.made_at, target, manifest.batches)
        size, changed = target.stat().st_size, self.changes()
        return Packed(target, size, manifest.households, manifest.residents, changed)

    # -- back in the office ----------------------------------------------------------------------

    def packs(self) -> tuple[PackInfo, ...]:
        """Newest first."""
        merged = {m.pack_id: m.at for m in reversed(self._store.merges())}
        open_ = [d.pack_id for d in self._store.differences()]
        places = PlaceStore(self._core.database)
        titles = {b.id: b.title for b in places.buildings()}
        return tuple(
            PackInfo(
                one.id,
                moments.local(one.made_at),
                one.made_by,
                tuple(titles[b] for b in one.buildings if b in titles),
                one.households,
                moments.local(merged[one.id]) if one.id in merged else None,
                open_.count(one.id),
            )
            for one in self._store.packs()
        )

    def preview(
        self, path: Path, unlock: Unlock | None = None, progress: Progress = SILENT
    ) -> Merged:
        """What merge() would do; changes nothing. Raises as it does."""
        with self._opened(path, unlock, progress) as (row, pack):
            return self._told(VisitMerging(self._core, row, pack), 0)

    def merge(
        self, path: Path, unlock: Unlock | None = None, progress: Progress = SILENT
    ) -> Merged:
        """Take what a pack brings back, in one action that can be undone; what both sides changed
        is kept to be decided. Safe to repeat.

        unlock: for a pack this office no longer remembers, because an older backup was restored.
        Raises OpenError: no pack, damaged, of another office, of a newer program; PasswordError
        where it is not remembered and unlock does not fit; StorageError; Cancelled.
        """
        with self._opened(path, unlock, progress) as (row, pack):
            merging = VisitMerging(self._core, row, pack)
            self._backups.precaution(progress)
            with self._core.action("合并走访包", reason=f"{row.made_by}发出的走访包"):
                if self._store.pack(row.id) is None:
                    self._store.add_pack(row)
                batch = merging.write(progress)
                self._core.log("visit.merge", f"visit:{row.id}", f"{merging.changes} 处")
                return self._told(merging, batch)  # while all of it can still be taken back

    def differences(self) -> tuple[Difference, ...]:
        """Undecided ones of every pack."""
        rows = self._store.differences()
        return DifferenceWords(self._core).tell(rows)

    def reveal(self, ids: Sequence[int]) -> tuple[Difference, ...]:
        """The same with nothing masked; logged."""
        rows = [row for row in self._store.differences() if row.id in ids]
        with self._core.database.transaction():
            for household in sorted({household_of(self._core.database, row) for row in rows}):
                self._core.log("visit.reveal", f"household:{household}")
        return DifferenceWords(self._core, full=True).tell(rows)

    def keep_ours(self, ids: Sequence[int]) -> Change:
        """Decide for what the office has; ask_again() takes it back."""
        return self._deciding.keep_ours(ids)

    def take_theirs(self, ids: Sequence[int]) -> Done:
        """Decide for what the visit brought, in one action that can be undone (then they are open
        again). Raises RuleError where that cannot be (Difference.may_take), ConflictError."""
        return self._deciding.take_theirs(ids)

    def ask_again(self, ids: Sequence[int]) -> Change:
        """Take back keep_ours()."""
        return self._deciding.ask_again(ids)

    # -- inside ----------------------------------------------------------------------------------

    def _told(self, merging: VisitMerging, batch: int) -> Merged:
        stored = {_about(one): one for one in self._store.differences()}
        differences = [stored.get(_about(one), one) for one in merging.differences]
        verdicts, told = merging.verdicts, DifferenceWords(self._core).tell(differences)
        asked = {d.household_id for d in told if d.household_id}
        return Merged(
            len(merging.households | asked),
            merging.changes,
            verdicts.applied(),
            merging.already_there,
            told,
            verdicts.numbered,
            merging.left_out,
            batch,
        )

    @contextlib.contextmanager
    def _opened(
        self, path: Path, unlock: Unlock | None, progress: Progress
    ) -> Iterator[tuple[PackRow, Database]]:
        """A pack's database, while it is looked at."""
        self._refuse_on_a_visit("走访包在办公室的电脑上合并。")
        head = read_head(path, VISIT)
        office, ident = ids(head.ring.office)
        if office != self._office():
            raise OpenError(
                "不是本办公室的走访包",
                "这个走访包是另一个办公室发出的，没有合并。",
                "请在发出它的办公室合并。",
            )
        known = self._store.pack(ident)
        key = known.key if known is not None else _unlocked(head, unlock)
        unseal(head, key)
        with self._room() as room:
            file = room / "archive.db"
            manifest, _ = backup.take_out(head, key, file, progress.report)
            database = opened(file, key)
            try:
                told = _told_by(database, (ident, key), manifest)
                yield known if known is not None and known.buildings else told, database
            finally:
                database.close()

    def _refuse_on_a_visit(self, hint: str) -> None:
        if self.visiting() is not None:
            raise RuleError("这是走访用的数据", "这里只有走访用的几栋楼，不能这样做。", hint)

    def _target(self, out: Path, *, back: bool) -> Path:
        now = self._core.clock()
        target = out
        if is_folder(out):
            names = (file_name(now, back=back, again=n) for n in range(1, 1000))
            target = next(p for p in (out / name for name in names) if not p.exists())
        if not may_be_replaced(target, VISIT):
            raise InputError(
                "不能覆盖", "这个名字的文件已经有了，不是走访包，没有动它。", "请换一个文件名。"
            )
        return target

    def _write(self, database: Database, keys: Keys, target: Path, progress: Progress) -> Manifest:
        into, room = (VISIT, target), self._data.backups
        return backup.make(database, keys, into, room, self._core.stamp(), progress.report)

    @contextlib.contextmanager
    def _room(self) -> Iterator[Path]:
        """A folder for a pack's database; encrypted like all, and gone afterwards."""
        room = self._data.backups / _ROOM
        shutil.rmtree(room, ignore_errors=True)  # of a program that was killed
        try:
            room.mkdir(parents=True)
        except OSError as error:
            raise unwritable(error, comfort="原有数据没有改动。") from None
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)

    def _office(self) -> str:
        return keyring.read(self._data.keys).office


def _unlocked(head: Head, unlock: Unlock | None) -> bytes:
    if unlock is not None:
        return unlock(head.ring)
    raise PasswordError(
        "不认识这个走访包",
        "办公室的数据里没有它的记录，可能是发出以后恢复过更早的备份。",
        "请输入发出它时用的密码。",
    )


def _told_by(pack: Database, known: tuple[str, bytes], manifest: Manifest) -> PackRow:
    """What a pack says of itself; it counts where the office no longer remembers the pack. known:
    its id and key. Raises OpenError where there is no visit in it."""
    with distrusted():
        about = visiting(pack)
        buildings = tuple(int(row[0]) for row in pack.rows("SELECT id FROM building"))
    if about is None:  # sealed with the right key, and yet no visit's data
        raise damaged(VISIT)
    return PackRow(
        *known, moments.stamp(about.made_at), about.made_by, buildings, manifest.households
    )


def _about(one: DifferenceRow) -> tuple[object, ...]:
    return (one.pack_id, one.table, one.row_id, one.field, one.theirs)
