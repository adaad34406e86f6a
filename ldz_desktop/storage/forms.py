"""Remembered forms of other departments: the blank file and what its headers mean."""

from typing import NamedTuple

from ldz_desktop.storage.database import Database


class FormRow(NamedTuple):
    """A remembered form without its file. mapping: JSON."""

    fingerprint: str
    name: str
    mapping: str
    used_on: str
    suffix: str


class FormStore:
    """One noun: the remembered form."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[FormRow]:
        """The one used last first."""
        return [
            FormRow._make(row)
            for row in self._database.rows(
                "SELECT fingerprint, name, mapping, used_on, suffix FROM form_memory "
                "ORDER BY used_on DESC, name"
            )
        ]

    def get(self, fingerprint: str) -> FormRow | None:
        row = self._database.row(
            "SELECT fingerprint, name, mapping, used_on, suffix FROM form_memory "
            "WHERE fingerprint = ?",
            (fingerprint,),
        )
        return None if row is None else FormRow._make(row)

    def body(self, fingerprint: str) -> bytes | None:
        """The blank file."""
        found = self._database.value(
            "SELECT body FROM form_memory WHERE fingerprint = ?", (fingerprint,)
        )
        return None if found is None else bytes(found)

    def put(self, row: FormRow, body: bytes) -> None:
        """Remember a form, or remember it anew."""
        self._database.execute(
            "INSERT INTO form_memory(fingerprint, name, mapping, used_on, suffix, body) "
            "VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(fingerprint) DO UPDATE SET "
            "name = excluded.name, mapping = excluded.mapping, used_on = excluded.used_on, "
            "suffix = excluded.suffix, body = excluded.body",
            (*row, body),
        )

    def rename(self, fingerprint: str, name: str) -> None:
        self._database.update("form_memory", {"name": name}, {"fingerprint": fingerprint})

    def remove(self, fingerprint: str) -> None:
        self._database.delete("form_memory", {"fingerprint": fingerprint})
