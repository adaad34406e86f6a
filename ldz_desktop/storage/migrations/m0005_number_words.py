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


def _words(text: str) -> Iterator[str]:
    for run in re.findall(r"\d{3,}[xX]?", text):
        yield from (run[i : i + 4] for i in range(len(run) - 2))
    for run in re.finditer(r"(\d)\1{4,}", text):
        yield from (run[0][:size] for size in range(5, len(run[0]) + 1))
