"""Imports that understand offices: spreadsheets as they are kept, into the archives.

A file is read in a child process (child, reading, limits), its tables are found by the words of
their headers (fields, headers, finding), rows are judged (households, lines), and what is accepted
is matched with what is stored and written in one transaction (the writers).
"""

from typing import TYPE_CHECKING

from ldz_desktop.services.importing.fields import FIELD_TITLES, KIND_FIELDS
from ldz_desktop.services.importing.mapping import read_mapping
from ldz_desktop.services.importing.records import (
    KIND_TITLES,
    ColumnPlan,
    ImportOptions,
    ImportPlan,
    ImportResult,
    Kind,
    RowProblem,
    TablePlan,
)

if TYPE_CHECKING:
    from ldz_desktop.services.importing.service import ImportService

__all__ = [
    "FIELD_TITLES",
    "KIND_FIELDS",
    "KIND_TITLES",
    "ColumnPlan",
    "ImportOptions",
    "ImportPlan",
    "ImportResult",
    "ImportService",
    "Kind",
    "RowProblem",
    "TablePlan",
    "read_mapping",
]


def __getattr__(name: str) -> "type[ImportService]":
    """The service only where it is wanted: the reading process does without a database."""
    if name == "ImportService":
        from ldz_desktop.services.importing.service import ImportService

        return ImportService
    raise AttributeError(name)
