"""By which rules people are indexed. Looked at whenever a file is opened, and so kept light."""

from ldz_desktop.storage.database import Database

EDITION = 2
"""Raised where readings or index words change (domain.surnames, storage.search_words): a file that
was indexed by other rules is indexed anew when it is opened."""
_KEY = "search.edition"


def is_current(database: Database) -> bool:
    """Whether everybody is indexed by today's rules."""
    found = database.value("SELECT value FROM setting WHERE key = ?", (_KEY,))
    return str(found) == str(EDITION)


def mark(database: Database) -> None:
    """Inside a transaction: from now on everybody is."""
    database.execute(
        "INSERT INTO setting(key, value) VALUES(?, ?) "
        "ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        (_KEY, str(EDITION)),
    )
