"""Photos and scanned papers of a household. Their bodies never change and are not journalled: that
one came or was removed is."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.storage.database import Database, Row

_COLUMNS = "id, household_id, resident_id, kind, title, added_on, width, height, thumbnail"


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """thumbnail: a small JPEG; the body is read by itself."""

    id: int
    household_id: int
    resident_id: int | None
    kind: str
    title: str
    added_on: date
    width: int
    height: int
    thumbnail: bytes


class AttachmentStore:
    """One noun: the attachment, encrypted with the rest of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_household(self, household_id: int) -> list[StoredAttachment]:
        """Those that are not removed, oldest first."""
        return [
            _record(row)
            for row in self._database.rows(
                f"SELECT {_COLUMNS} FROM attachment WHERE household_id = ? AND removed_on IS NULL "
                "ORDER BY added_on, id",
                (household_id,),
            )
        ]

    def get(self, attachment_id: int) -> StoredAttachment | None:
        """Also one that is removed."""
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM attachment WHERE id = ?", (attachment_id,)
        )
        return None if row is None else _record(row)

    def body(self, attachment_id: int) -> bytes | None:
        found = self._database.value("SELECT body FROM attachment WHERE id = ?", (attachment_id,))
        return None if found is None else bytes(found)

    def add(self, attachment: StoredAttachment, body: bytes) -> None:
        self._database.insert(
            "attachment",
            {
                "id": attachment.id, "household_id": attachment.household_id,
                "resident_id": attachment.resident_id, "kind": attachment.kind,
                "title": attachment.title, "added_on": attachment.added_on.isoformat(),
                "width": attachment.width, "height": attachment.height,
                "thumbnail": attachment.thumbnail, "body": body,
            },
        )  # fmt: skip

    def set_removed(self, attachment_id: int, on: date | None) -> None:
        """on: None brings it back."""
        self._database.update(
            "attachment",
            {"removed_on": None if on is None else on.isoformat()},
            {"id": attachment_id},
        )

    def rename(self, attachment_id: int, kind: str, title: str) -> None:
        self._database.update("attachment", {"kind": kind, "title": title}, {"id": attachment_id})


def _record(row: Row) -> StoredAttachment:
    values = [*row]
    values[5] = date.fromisoformat(row[5])
    return StoredAttachment(*values)
