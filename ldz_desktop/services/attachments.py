"""Photos and scanned papers of a household: added, looked at, removed and brought back."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ldz_desktop.domain.changes import Change
from ldz_desktop.errors import InputError
from ldz_desktop.services.closed import refuse_closed
from ldz_desktop.services.core import Core
from ldz_desktop.services.photo import Photo, make_photo, read_scan
from ldz_desktop.services.undoable import Done, done
from ldz_desktop.storage.attachments import AttachmentStore, StoredAttachment
from ldz_desktop.storage.households import HouseholdStore

KINDS = ("房屋照片", "人物照片", "身份证件", "户口簿", "租赁合同", "房产证明", "残疾证", "其他材料")
OTHER = KINDS[-1]
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Attachment:
    """What the card shows of one. resident_id: whose it is, None for the household's."""

    id: int
    household_id: int
    resident_id: int | None
    kind: str
    title: str
    added_on: date
    width: int
    height: int
    thumbnail: bytes


class AttachmentService:
    """Verbs on papers. Their files are kept inside the encrypted database and nowhere else."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = AttachmentStore(core.database)
        self._households = HouseholdStore(core.database)

    def of_household(self, household_id: int) -> tuple[Attachment, ...]:
        """Oldest first, without those that were removed."""
        return tuple(map(_shown, self._store.of_household(household_id)))

    def add(
        self,
        household_id: int,
        resident_id: int | None,
        path: Path,
        kind: str = OTHER,
        title: str = "",
    ) -> Done:
        """Raises InputError for what is no photo, no PDF or too large, or a household that is gone;
        RuleError for a closed file, as every verb that changes does."""
        return self._keep(household_id, resident_id, read_scan(path), kind, title)

    def add_picture(
        self,
        household_id: int,
        resident_id: int | None,
        data: bytes,
        kind: str = OTHER,
        title: str = "",
    ) -> Done:
        """The bytes of a JPEG or PNG, as they come from the clipboard."""
        return self._keep(household_id, resident_id, make_photo(data), kind, title)

    def open(self, attachment_id: int) -> bytes:
        """The picture as JPEG, or the scan as PDF; that somebody looked at it is logged."""
        found = self._one(attachment_id)
        body = self._store.body(attachment_id)
        assert body is not None
        with self._core.database.transaction():
            self._core.log("attachment.open", f"household:{found.household_id}", found.kind)
        return body

    def rename(self, attachment_id: int, kind: str, title: str) -> Done:
        found = self._changeable(attachment_id)
        with self._core.action("修改材料说明", about=f"household:{found.household_id}"):
            self._store.rename(attachment_id, _kind(kind), _title(title) or _kind(kind))
        return self._done("材料说明已保存", found)

    def remove(self, attachment_id: int) -> Done:
        """It leaves the card; history.undo (or restore) brings it back."""
        found = self._changeable(attachment_id)
        with self._core.action("移除材料", about=f"household:{found.household_id}"):
            self._store.set_removed(attachment_id, self._core.today())
        return self._done(f"已移除{found.kind}", found)

    def _keep(
        self, household_id: int, resident_id: int | None, photo: Photo, kind: str, title: str
    ) -> Done:
        household = self._households.get(household_id)
        if household is None:
            raise InputError("没有这一户", "这一户的档案已经不在了。", "请刷新列表。")
        refuse_closed(household)
        if resident_id is not None and all(m.id != resident_id for m in household.members):
            raise InputError("没有这个人", "这位居民不在这一户。", "请刷新后再试。")
        new = StoredAttachment(
            next(self._core.ids()), household_id, resident_id, _kind(kind),
            _title(title) or _kind(kind), self._core.today(), photo.width, photo.height,
            photo.thumbnail,
        )  # fmt: skip
        with self._core.action("添加材料", about=f"household:{household_id}"):
            self._store.add(new, photo.body)
        return self._done(f"已添加{new.kind}", new)

    def _one(self, attachment_id: int) -> StoredAttachment:
        found = self._store.get(attachment_id)
        if found is None:
            raise InputError("没有这份材料", "这份材料已经不在了。", "请刷新后再试。")
        return found

    def _changeable(self, attachment_id: int) -> StoredAttachment:
        found = self._one(attachment_id)
        household = self._households.get(found.household_id)
        if household is not None:
            refuse_closed(household)
        return found

    def _done(self, what: str, about: StoredAttachment) -> Done:
        ids = (about.household_id, about.id)
        return done(self._core, Change.of("households", what=what, ids=ids))


def _kind(kind: str) -> str:
    return kind if kind in KINDS else OTHER


def _title(title: str) -> str:
    return title.strip()[:_LONGEST_TITLE]


def _shown(stored: StoredAttachment) -> Attachment:
    return Attachment(
        stored.id, stored.household_id, stored.resident_id, stored.kind, stored.title,
        stored.added_on, stored.width, stored.height, stored.thumbnail,
    )  # fmt: skip
