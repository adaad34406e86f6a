"""The index of numbers holds words of four digits (storage.search_words) instead of trigrams, whose
long lists made a birth date ten times slower with ten times the people. Frozen."""

import re
from collections.abc import Iterator

import apsw

SQL = """
DROP TABLE resident_number;
CREATE VIRTUAL TABLE resident_number USING fts5(
    digits, content='', contentless_delete=1, tokenize='ascii', detail=none);
"""


def run(connection: apsw.Connection) -> None:
    """Make the index anew from everybody on file."""
    connection.execute(SQL)
    connection.executemany(
        "INSERT INTO resident_number(rowid, digits) VALUES(?, ?)", _everybody(connection)
    )


def _everybody(connection: apsw.Connection) -> Iterator[tuple[int, str]]:
    numbered = connection.execute(
        "SELECT id, id_number, phone FROM resident "
        "WHERE id_number IS NOT NULL OR phone IS NOT NULL ORDER BY id"
    )
    for key, number, phone in numbered:
        yield key, " ".join(word for text in (number, phone) if text for word in _words(text))


def _words(text: str) -> list[str]:
    found: list[str] = []
    for run in re.findall(r"\d{3,}[xX]?", text):
        words = [run[i : i + 4] for i in range(len(run) - 2)]
        if len(set(words)) < len(words):
            words = [word + "″" * words[:i].count(word) for i, word in enumerate(words)]
        found += words
    return found
