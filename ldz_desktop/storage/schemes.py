"""Versions of the scheme. One that a closed month was judged by is guarded by triggers (m0001)."""

from dataclasses import dataclass, replace

from ldz_desktop.domain.schemes import Scheme
from ldz_desktop.storage.database import Database
from ldz_desktop.storage.evaluation import scheme_record, scheme_text

SAVED = "scheme.save"
_PAPERS = ("sheet", "sheet_count", "sheet_draft", "sheet_check", "sheet_issue", "star_mark")


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """A version. saved_at, saved_by: None for the one every office begins with. months: those
    judged by it, kept editions included, oldest first."""

    scheme: Scheme
    saved_at: str | None
    saved_by: str | None
    months: tuple[str, ...]


class SchemeStore:
    """One noun: the versions of the scheme, and which month has which."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self) -> list[SchemeRow]:
        """Oldest first."""
        months: dict[int, list[str]] = {}
        for version, month in self._database.rows(
            "SELECT scheme_version, month FROM month UNION "
            "SELECT scheme_version, month FROM month_edition ORDER BY month"
        ):
            months.setdefault(version, []).append(month)
        return [
            SchemeRow(scheme_record(rules), at, by, tuple(months.get(version, ())))
            for version, rules, at, by in self._database.rows(
                "SELECT s.version, s.rules, a.at, a.account FROM scheme s LEFT JOIN audit a "
                "ON a.id = (SELECT max(id) FROM audit WHERE event = ? "
                "AND subject = 'scheme:' || s.version) ORDER BY s.version",
                (SAVED,),
            )
        ]

    def add(self, scheme: Scheme) -> Scheme:
        """Under the next number; returns it as stored."""
        number = int(self._database.value("SELECT max(version) FROM scheme")) + 1
        stored = replace(scheme, version=number)
        self._database.insert(
            "scheme", {"version": number, "name": stored.name, "rules": scheme_text(stored)}
        )
        return stored

    def remove(self, version: int) -> None:
        self._database.delete("scheme", {"version": version})

    def has_papers(self, month: str) -> bool:
        """Whether anything was keyed or imported for the month."""
        return any(
            self._database.value(f"SELECT EXISTS(SELECT 1 FROM {table} WHERE month = ?)", (month,))
            for table in _PAPERS
        )

    def switch(self, month: str, version: int) -> None:
        self._database.update("month", {"scheme_version": version}, {"month": month})
