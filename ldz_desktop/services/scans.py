"""Photos and scans of the office's own work: added, looked at, removed and brought back."""

from pathlib import Path

from ldz_desktop.domain.changes import Change
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.photo import Photo, make_photo, read_photo, read_scan
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.scans import Scan, ScanStore

PORTRAIT = "证件照"
POSTED = "张贴照片"
TAKEN_DOWN = "撤下照片"
SIGNED = "签字材料"
_ONE_AT_A_TIME = frozenset((PORTRAIT,))
"""Kinds of which a record has one: a new one takes the place of the old."""
_LONGEST_TITLE = 40

__all__ = ["PORTRAIT", "POSTED", "SIGNED", "TAKEN_DOWN", "Scan", "ScanService"]


class ScanService:
    """Verbs on scans. owner: the table of the record they belong to ("leader", "posting", …);
    about: what the journal says the action is about, "leader:ID" where it is a leader's."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = ScanStore(core.database)

    def of(self, owner: str, owner_id: int) -> tuple[Scan, ...]:
        """Oldest first, without those that were removed."""
        return tuple(self._store.of(owner, owner_id))

    def newest(self, owner: str, owner_id: int, kind: str) -> Scan | None:
        """The one that counts where a record has several (a portrait taken anew)."""
        return next((s for s in reversed(self._store.of(owner, owner_id)) if s.kind == kind), None)

    def thumbnails(self, owner: str, kind: str) -> dict[int, bytes]:
        """owner_id → small JPEG of the newest of that kind, of everybody who has one."""
        return {key: scan.thumbnail for key, scan in self._store.newest(owner, kind).items()}

    def body(self, scan_id: int) -> bytes:
        """The picture as JPEG, or the scan as PDF. Raises InputError where it is gone."""
        found = self._store.body(scan_id)
        if found is None:
            raise InputError("没有这张图片", "这张图片已经不在了。", "请刷新后再试。")
        return found

    def add(self, owner: str, owner_id: int, kind: str, path: Path, title: str = "") -> Done:
        """Raises InputError for what is no photo or too large. A PDF is a scan, but no portrait."""
        read = read_photo if kind == PORTRAIT else read_scan
        return self._keep((owner, owner_id, kind), read(path), title)

    def add_picture(
        self, owner: str, owner_id: int, kind: str, data: bytes, title: str = ""
    ) -> Done:
        """The bytes of a JPEG or PNG, as they come from the clipboard."""
        return self._keep((owner, owner_id, kind), make_photo(data), title)

    def remove(self, scan_id: int) -> Done:
        """It leaves its record; history.undo brings it back."""
        found = self._store.get(scan_id)
        if found is None:
            raise InputError("没有这张图片", "这张图片已经不在了。", "请刷新后再试。")
        with self._core.action(f"移除{found.kind}", about=f"{found.owner}:{found.owner_id}"):
            self._store.set_removed(scan_id, self._core.today())
        return self._done(f"已移除{found.kind}", found)

    def _keep(self, whose: tuple[str, int, str], photo: Photo, title: str) -> Done:
        owner, owner_id, kind = whose
        new = Scan(
            next(self._core.ids()), owner, owner_id, kind, title.strip()[:_LONGEST_TITLE] or kind,
            self._core.today(), photo.width, photo.height, photo.thumbnail,
        )  # fmt: skip
        old = [s for s in self._store.of(owner, owner_id) if s.kind == kind in _ONE_AT_A_TIME]
        verb = "更换" if old else "添加"
        with self._core.action(f"{verb}{kind}", about=f"{owner}:{owner_id}"):
            for scan in old:
                self._store.set_removed(scan.id, self._core.today())
            self._store.add(new, photo.body)
        return self._done(f"已{verb}{kind}", new)

    def _done(self, what: str, scan: Scan) -> Done:
        change = Change.of("leaders", what=what, ids=(scan.owner_id, scan.id))
        return done(self._core, change)
