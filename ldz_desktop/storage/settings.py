"""The office's settings, its holiday table, and the audit of who did what."""

from collections.abc import Iterable

from ldz_desktop.storage.database import Database


class SettingStore:
    """Key–value settings and the holiday table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def value(self, key: str) -> str | None:
        found = self._database.value("SELECT value FROM setting WHERE key = ?", (key,))
        return None if found is None else str(found)

    def put(self, key: str, value: str) -> None:
        self._database.execute(
            "INSERT INTO setting(key, value) VALUES(?, ?) "
            "ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def holidays(self) -> list[tuple[str, int, str]]:
        """Rows (ISO day, 1 working / 0 free, name): the exceptions from Monday-to-Friday."""
        return [
            (str(day), int(working), str(name))
            for day, working, name in self._database.rows(
                "SELECT day, working, name FROM holiday ORDER BY day"
            )
        ]

    def put_holidays(self, days: list[tuple[str, int, str]], years: Iterable[int] = ()) -> None:
        """Replace the table of every year that the rows name, and of `years`."""
        for year in {int(day[:4]) for day, _, _ in days} | set(years):
            self._database.execute("DELETE FROM holiday WHERE substr(day, 1, 4) = ?", (str(year),))
        self._database.insert_many("holiday", ("day", "working", "name"), days)


class AuditStore:
    """Append-only: triggers refuse any change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, at: str, account: str, event: str, about: tuple[str, str]) -> None:
        """about: subject (a kind and an id, never a name or number) and detail."""
        self._database.insert(
            "audit",
            {"at": at, "account": account, "event": event, "subject": about[0], "detail": about[1]},
        )

    def holds(self, *entry: str) -> bool:
        """entry: at, account, event, subject."""
        sql = "SELECT 1 FROM audit WHERE at = ? AND account = ? AND event = ? AND subject = ?"
        return self._database.row(sql, entry) is not None

    def last(self, event: str) -> str:
        """When it happened last, "" for never."""
        found = self._database.value("SELECT max(at) FROM audit WHERE event = ?", (event,))
        return str(found or "")

    def rows(self, limit: int) -> list[tuple[str, str, str, str, str]]:
        """Newest first: at, account, event, subject, detail."""
        found = self._database.rows(
            "SELECT at, account, event, subject, detail FROM audit ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return [(str(a), str(b), str(c), str(d), str(e)) for a, b, c, d, e in found]
