"""Photos and scans of the office's own work: portraits, notices on the wall, signed papers. Their
bodies never change and are not journalled: that one came or was removed is."""

from dataclasses import dataclass
from datetime import date

from ldz_desktop.storage.database import Database, Row

_COLUMNS = "id, owner, owner_id, kind, title, added_on, width, height, thumbnail"


@dataclass(frozen=True, slots=True)
class Scan:
    """owner: the table of the record it belongs to, owner_id its key; thumbnail: a small JPEG; the
    body is read by itself."""

    id: int
    owner: str
    owner_id: int
    kind: str
    title: str
    added_on: date
    width: int
    height: int
    thumbnail: bytes


class ScanStore:
    """One noun: the scan, encrypted with the rest of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, owner: str, owner_id: int) -> list[Scan]:
        """Those that are not removed, oldest first."""
        return [
            _record(row)
            for row in self._database.rows(
                f"SELECT {_COLUMNS} FROM scan WHERE owner = ? AND owner_id = ? "
                "AND removed_on IS NULL ORDER BY added_on, id",
                (owner, owner_id),
            )
        ]

    def newest(self, owner: str, kind: str) -> dict[int, Scan]:
        """owner_id → the newest of that kind, for every owner that has one."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM scan WHERE owner = ? AND kind = ? AND removed_on IS NULL "
            "ORDER BY added_on, id",
            (owner, kind),
        )
        return {scan.owner_id: scan for scan in map(_record, rows)}

    def owners(self, owner: str, kind: str) -> frozenset[int]:
        """Who has one of that kind."""
        rows = self._database.rows(
            "SELECT DISTINCT owner_id FROM scan WHERE owner = ? AND kind = ? "
            "AND removed_on IS NULL",
            (owner, kind),
        )
        return frozenset(int(row[0]) for row in rows)

    def counts(self, owner: str) -> dict[int, int]:
        """owner_id → how many that are not removed, for every owner that has one."""
        rows = self._database.rows(
            "SELECT owner_id, count(*) FROM scan WHERE owner = ? AND removed_on IS NULL "
            "GROUP BY owner_id",
            (owner,),
        )
        return {int(key): int(count) for key, count in rows}

    def get(self, scan_id: int) -> Scan | None:
        """Also one that is removed."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM scan WHERE id = ?", (scan_id,))
        return None if row is None else _record(row)

    def body(self, scan_id: int) -> bytes | None:
        found = self._database.value("SELECT body FROM scan WHERE id = ?", (scan_id,))
        return None if found is None else bytes(found)

    def add(self, scan: Scan, body: bytes) -> None:
        self._database.insert(
            "scan",
            {
                "id": scan.id, "owner": scan.owner, "owner_id": scan.owner_id, "kind": scan.kind,
                "title": scan.title, "added_on": scan.added_on.isoformat(), "width": scan.width,
                "height": scan.height, "thumbnail": scan.thumbnail, "body": body,
            },
        )  # fmt: skip

    def set_removed(self, scan_id: int, on: date | None) -> None:
        """on: None brings it back."""
        removed = None if on is None else on.isoformat()
        self._database.update("scan", {"removed_on": removed}, {"id": scan_id})


def _record(row: Row) -> Scan:
    values = [*row]
    values[5] = date.fromisoformat(row[5])
    values[8] = bytes(row[8])
    return Scan(*values)
