"""Visit packs that were given out, merges, and differences somebody has to decide."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ldz_desktop.storage.database import Database

_STANDS = "(m.batch_id = 0 OR NOT EXISTS(SELECT 1 FROM change_batch c WHERE c.undoes = m.batch_id))"
_DIFFERENCE = "id, pack_id, tbl, row_id, field, base, theirs, why"


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack as stored. key: its data key; made_at: UTC, ISO text."""

    id: str
    key: bytes
    made_at: str
    made_by: str
    buildings: tuple[int, ...]
    households: int


@dataclass(frozen=True, slots=True)
class MergeRow:
    """hashes: of the batches of the pack's journal that it brought; batch_id: the change, 0 for
    none."""

    pack_id: str
    hashes: tuple[str, ...]
    batch_id: int
    at: str
    account: str


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """id: 0 while it is not stored; field '': the row itself (see m0009)."""

    id: int
    pack_id: str
    table: str
    row_id: int
    field: str
    base: Any
    theirs: Any
    why: str


class VisitStore:
    """One noun: what went from door to door."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- packs -----------------------------------------------------------------------------------

    def packs(self) -> list[PackRow]:
        """Newest first."""
        return [
            _pack(row)
            for row in self._database.rows(
                "SELECT id, key, made_at, made_by, buildings, households FROM visit_pack "
                "ORDER BY made_at DESC, id"
            )
        ]

    def pack(self, pack_id: str) -> PackRow | None:
        return next((pack for pack in self.packs() if pack.id == pack_id), None)

    def add_pack(self, pack: PackRow) -> None:
        self._database.insert(
            "visit_pack",
            {
                "id": pack.id, "key": pack.key, "made_at": pack.made_at, "made_by": pack.made_by,
                "buildings": json.dumps(pack.buildings), "households": pack.households,
            },
        )  # fmt: skip

    def remove_pack(self, ident: str) -> None:
        """One whose file was never given out."""
        self._database.delete("visit_pack", {"id": ident})

    # -- merges ----------------------------------------------------------------------------------

    def merges(self) -> list[MergeRow]:
        """Those that were not undone, newest first."""
        return [
            MergeRow(pack_id, tuple(json.loads(hashes)), *rest)
            for pack_id, hashes, *rest in self._database.rows(
                "SELECT pack_id, hashes, batch_id, at, account FROM visit_merge m "
                f"WHERE {_STANDS} ORDER BY id DESC"
            )
        ]

    def merged(self, pack_id: str) -> frozenset[str]:
        """Hashes of the batches of a pack's journals that the office has."""
        return frozenset(h for m in self.merges() if m.pack_id == pack_id for h in m.hashes)

    def add_merge(self, merge: MergeRow) -> int:
        """Its key."""
        self._database.insert(
            "visit_merge",
            {
                "pack_id": merge.pack_id, "hashes": json.dumps(merge.hashes),
                "batch_id": merge.batch_id, "at": merge.at, "account": merge.account,
            },
        )  # fmt: skip
        return int(self._database.value("SELECT max(id) FROM visit_merge"))

    # -- differences -----------------------------------------------------------------------------

    def differences(self, pack_id: str = "", *, undone: bool = False) -> list[DifferenceRow]:
        """Undecided ones (also those whose decision was undone), of one pack or of all, in the
        order of the files they are about. undone: those of undone merges instead."""
        stands = f"EXISTS(SELECT 1 FROM visit_merge m WHERE m.id = d.merge_id AND {_STANDS})"
        rows = self._database.rows(
            f"SELECT {_DIFFERENCE} FROM visit_difference d WHERE (choice IS NULL OR (batch_id <> 0 "
            "AND EXISTS(SELECT 1 FROM change_batch c WHERE c.undoes = d.batch_id))) "
            f"AND {stands} = ? AND (? = '' OR pack_id = ?) "
            "ORDER BY pack_id, tbl, row_id, field, id",
            (not undone, pack_id, pack_id),
        )
        return [DifferenceRow(*row) for row in rows]

    def keep(self, merge_id: int, differences: Iterable[DifferenceRow]) -> None:
        """Remember them as undecided; those with an id in place of what was undecided."""
        connection = self._database.connection()
        for one in differences:
            said = (merge_id, one.theirs, one.why)
            if one.id:
                connection.execute(
                    "UPDATE visit_difference SET merge_id = ?, theirs = ?, why = ?, choice = NULL, "
                    "batch_id = 0 WHERE id = ?",
                    (*said, one.id),
                )
            else:
                connection.execute(
                    "INSERT INTO visit_difference(merge_id, theirs, why, pack_id, tbl, row_id, "
                    "field, base) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                    (*said, one.pack_id, one.table, one.row_id, one.field, one.base),
                )

    def forget(self, ids: Sequence[int]) -> None:
        """Questions of undone merges that are not asked again."""
        self._database.connection().executemany(
            "DELETE FROM visit_difference WHERE id = ?", [(ident,) for ident in ids]
        )

    def decide(self, ids: Sequence[int], choice: str, batch_id: int, by: tuple[str, str]) -> None:
        """by: when (UTC) and which account."""
        self._database.connection().executemany(
            "UPDATE visit_difference SET choice = ?, batch_id = ?, decided_at = ?, decided_by = ? "
            "WHERE id = ?",
            [(choice, batch_id, *by, ident) for ident in ids],
        )

    def ask_again(self, ids: Sequence[int]) -> None:
        """Undecided again; for those where nothing was written."""
        self._database.connection().executemany(
            "UPDATE visit_difference SET choice = NULL, decided_at = NULL, decided_by = NULL "
            "WHERE id = ? AND choice = 'ours'",
            [(ident,) for ident in ids],
        )


def _pack(row: tuple[Any, ...]) -> PackRow:
    ident, key, made_at, made_by, buildings, households = row
    return PackRow(ident, key, made_at, made_by, tuple(json.loads(buildings)), households)
