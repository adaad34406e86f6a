"""What columns mean, as a person decided it: read, checked, and written for the next time.

The JSON of --mapping FILE.json, of ImportOptions.mapping and of the table import_mapping:

    {"sheet": "台账",                 optional: only this sheet
     "header_row": 3,                 optional: first row of the header, as the spreadsheet shows it
     "header_rows": 2,                optional: how many rows the header has (1)
     "columns": {"住户": "name",      header → field; headers of several levels joined with "/"
                 "门牌": "房号",      a field may be given by its key or its Chinese title
                 "备用": null}}       null: the column is not taken

or {"tables": [ …, … ]} with several of these, or the columns alone. Headers are compared without
spaces and punctuation; a column without a header is called （C列）. Columns that are not named
keep what was recognised.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ldz_desktop.errors import InputError
from ldz_desktop.services.importing.fields import IGNORED, KIND_FIELDS, field_of_title
from ldz_desktop.services.importing.headers import Layout
from ldz_desktop.services.importing.records import Kind
from ldz_desktop.storage.given import read_values

_KEYS = frozenset(("tables", "columns", "sheet", "header_row", "header_rows"))
_EXAMPLE = '格式如 {"columns": {"住户": "姓名", "门牌": "房号"}}。'


@dataclass(frozen=True, slots=True)
class Rule:
    """One table's decision. sheet None: every sheet; header_row 0: found by itself."""

    sheet: str | None
    header_row: int
    header_rows: int
    columns: Mapping[str, str | None]


def read_mapping(path: Path) -> Mapping[str, Any]:
    """The JSON of a mapping file. Raises InputError where it cannot be read."""
    try:
        return read_values(path)
    except (OSError, ValueError):
        raise _wrong("对应关系文件读不了，或者不是 JSON。") from None


def rules(mapping: Mapping[str, Any] | None, kind: Kind) -> tuple[Rule, ...]:
    """A mapping checked. Raises InputError for unknown fields and wrong shapes."""
    if not mapping:
        return ()
    if _KEYS.isdisjoint(mapping):
        mapping = {"columns": mapping}
    tables = mapping.get("tables", [mapping])
    if not isinstance(tables, Sequence) or not all(isinstance(t, Mapping) for t in tables):
        raise _wrong("tables 应是列表。")
    return tuple(_rule(table, kind) for table in tables)


def _rule(table: Mapping[str, Any], kind: Kind) -> Rule:
    columns = table.get("columns", {})
    row, rows = table.get("header_row", 0) or 0, table.get("header_rows", 1) or 1
    if not isinstance(columns, Mapping) or not isinstance(row, int) or not isinstance(rows, int):
        raise _wrong("columns 应是“表头: 字段”的对照，header_row 和 header_rows 应是行号。")
    sheet = table.get("sheet")
    return Rule(
        sheet=str(sheet) if sheet else None,
        header_row=row,
        header_rows=min(max(rows, 1), 5),
        columns={str(title): _field(field, kind) for title, field in columns.items()},
    )


def _field(field: object, kind: Kind) -> str | None:
    if field is None or field in ("", IGNORED, "不导入"):
        return None
    key = field_of_title(str(field))
    if key is None or key not in KIND_FIELDS[kind]:
        raise _wrong(f"没有“{field}”这个字段。")
    return key


def _wrong(message: str) -> InputError:
    return InputError("列对应关系不对", message, _EXAMPLE)


def remembered_text(layout: Layout) -> str:
    """The decision about a header, for the table import_mapping."""
    columns = dict(zip(layout.paths, layout.keys, strict=True))
    return json.dumps({"columns": columns}, ensure_ascii=False, sort_keys=True)
