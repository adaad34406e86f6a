"""Rows of signatures below a table: 填表人、审核、单位盖章、制表日期, with or without a name.

They are found before blanks are filled from above; afterwards such a row has a building like any
other, and its name would be a resident.
"""

import re
from collections.abc import Sequence

from ldz_desktop.domain.codes import RELATION
from ldz_desktop.services.importing.cells import Raw, folded, text, word
from ldz_desktop.services.importing.headers import Layout
from ldz_desktop.services.importing.workbook import RawSheet

_DONE = r"(?:填表|制表|填报|填写|审核|审批|审查|复核|经办|统计|登记|采集|核对|录入|校对|上报|调查)"
_LABEL = re.compile(
    rf"(?:{_DONE}(?:人员?|员|者|单位|部门|日期|时间|领导)?(?:签字|签名|签章|盖章)?"
    r"|(?:填表|填报|制表|社区|单位|主管|分管|部门)?(?:负责人|领导|书记|主任)(?:签字|签名|签章)?"
    r"|(?:社区|街道|单位|村|居)*[(]?(?:盖章|公章|签章|签字|签名|印章)[)]?"
    r"|联系人|联系电话|日期|时间|年月日|\d*年月日)"
    r"(?P<more>[:(].*)?"
)
_SIGNS = re.compile(rf"{_DONE}|盖章|公章|签|印章")
_DAY = re.compile(r"\d{4}[年./-]\d{1,2}")
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}")
_DIGITS = re.compile(r"\d")
_TOLD_ELSEWHERE = frozenset(
    ("occupation", "workplace", "note", "registered_address", "health", "political", "education")
)
"""Columns in which 负责人 is what somebody is."""
_PLACES = ("building", "unit", "room", "address")
_MOST_CELLS = 10
_WHOLE = 18  # characters of a resident's number
_NUMBER_DIGITS = 6


def signature_rows(sheet: RawSheet, layout: Layout) -> frozenset[int]:
    """Rows of the sheet, from 0, in which people sign; none of them is data."""
    if layout.column("name") is None and layout.column("head.name") is None:
        return frozenset()
    numbers = _column(sheet, layout, "id_number")
    places = [column for key in _PLACES if (column := _column(sheet, layout, key))]
    found = []
    for row in range(layout.data_row, sheet.height):
        if numbers and numbers[row] != "" and _is_number(numbers[row]):
            continue
        if not any(_tells(column[row]) for column in places) and _signs(sheet, layout, row):
            found.append(row)
    return frozenset(found)


def _column(sheet: RawSheet, layout: Layout, key: str) -> Sequence[Raw]:
    index = layout.column(key)
    return () if index is None else sheet.columns[index]


def _is_number(cell: Raw) -> bool:
    if type(cell) is str and len(cell) == _WHOLE and cell[: _WHOLE - 1].isdecimal():
        return True  # nine in ten need no more than this
    shown = text(cell)
    digits = len(_DIGITS.findall(shown))
    return digits >= _NUMBER_DIGITS and not _DAY.search(shown) and not _PHONE.fullmatch(shown)


def _tells(cell: Raw) -> bool:
    """Whether a cell names a place: 101, 3栋; not 王芳, not 2026年11月1日."""
    if cell == "" or isinstance(cell, bytes):
        return False
    shown = text(cell)
    return bool(_DIGITS.search(shown)) and not _DAY.search(shown) and not _label(shown)


def _label(shown: str) -> re.Match[str] | None:
    bare = re.sub(r"\s", "", folded(shown)).lstrip("(")
    return _LABEL.fullmatch(bare)


def _signs(sheet: RawSheet, layout: Layout, row: int) -> bool:
    cells = [(index, shown) for index, cell in enumerate(sheet.row(row)) if (shown := text(cell))]
    if not cells or len(cells) > _MOST_CELLS:
        return False
    labels = 0
    for index, shown in cells:
        key = layout.keys[index]
        if key == "relation" and RELATION.code(word(shown) or "") is not None:
            return False
        found = _label(shown)
        if found is not None and key not in _TOLD_ELSEWHERE:
            labels += 2 if found["more"] is not None or _SIGNS.search(shown) else 1
        elif found is not None and found["more"] is not None:
            labels += 1
    return labels > 1 or (labels == 1 and len(cells) < 4)
