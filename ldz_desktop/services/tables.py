"""A table as people read it: made by services, written or printed by reports."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """width: in Chinese characters. kind number: right-aligned and written as a number."""

    title: str
    width: int
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """rows: cells as text, "" for nothing. note: a line below the title, e.g. which definition a
    count uses. unit: the office, for the signature block and the file's author. counted: what the
    rows are, where they are of several kinds (24,000 户，在册 65,313 人); "" else."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    unit: str = ""
    counted: str = ""
