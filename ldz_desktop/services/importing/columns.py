"""Columns of raw cells → columns of values, each distinct cell judged once.

Every converter gives a value, None for an empty cell, or a Fault. What a code table does not know
is kept as the word it is, with a note: nobody's answer is lost.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from typing_extensions import override

from ldz_desktop.domain.codes import TABLES, CodeTable
from ldz_desktop.domain.masks import mask_phone
from ldz_desktop.services.importing.cells import (
    Fault,
    Raw,
    day,
    folded,
    free_text,
    is_error,
    is_masked,
    masked,
    text,
    word,
    yes_no,
)
from ldz_desktop.services.importing.states import DEAD, MOVED, says_state, state, told

_MOBILE = 11
_SENSITIVE = frozenset({"health", "id_number", "phone", "marital"})
_MAX_TEXT = 500
_FORMULA_SIGNS = "=+-@＝＋－＠"


def _kept(code: str, reason: str, shown: str, value: str | None) -> Fault:
    """A note whose value is taken all the same."""
    return Fault("note", code, reason, shown, value)


class Values(dict[Raw, Any]):
    """Raw cell → value. `faulty` is set once any cell of the column was found wanting."""

    def __init__(self, convert: Callable[[Raw], Any]) -> None:
        super().__init__()
        self._convert = convert
        self.faulty = False

    def __missing__(self, cell: Raw) -> Any:  # noqa: ANN401 - str, bool, tuple, Fault or None
        value = self._convert(cell)
        if isinstance(value, Fault):
            self.faulty = True
        self[cell] = value
        return value

    def column(self, cells: Iterable[Raw]) -> list[Any]:
        """The values of a column."""
        return list(map(self.__getitem__, cells))


class Unlike(Values):
    """A column of cells that are hardly ever equal: nothing is remembered."""

    @override
    def column(self, cells: Iterable[Raw]) -> list[Any]:
        found = list(map(self._convert, cells))
        self.faulty = Fault in set(map(type, found))
        return found


def values_of(key: str, title: str) -> Values:
    """The converter of a field. title: its header, which decides what 是 and 否 mean."""
    if key == "phone":
        return Unlike(phone)
    convert = _converter(key, title)
    return Values(lambda cell: masked() if is_masked(cell) else convert(cell))


def _converter(key: str, title: str) -> Callable[[Raw], Any]:
    if key in _BY_TITLE:
        judge = _BY_TITLE[key]
        return lambda cell: judge(cell, title)
    if key in _OWN:
        return _OWN[key]
    table = TABLES.get(key)
    return _text if table is None else lambda cell: coded(cell, table, key)


def _text(cell: Raw) -> str | Fault | None:
    value = free_text(cell)
    if value is None:
        return _formula_error(cell)
    if len(value) > _MAX_TEXT:
        return _kept("too_long", f"超过 {_MAX_TEXT} 字，只保留前面的部分。", "", value[:_MAX_TEXT])
    if value[0] in _FORMULA_SIGNS and len(value) > 1:
        return _kept(
            "formula_text", "内容以“=”一类符号开头，已按普通文字保存，不会当作公式。", value, value
        )
    return value


def _formula_error(cell: Raw) -> Fault | None:
    if is_error(cell):
        return _kept("formula_error", "单元格是公式错误，按空白处理。", str(cell), None)
    return None


def coded(cell: Raw, table: CodeTable, key: str) -> str | Fault | None:
    """The code of a word; an unknown word as it is, with a note."""
    value = word(cell)
    if value is None:
        return _formula_error(cell)
    code = table.code(value)
    if code is not None:
        return code
    shown = "＊" * len(value) if key in _SENSITIVE else value
    return _kept(
        "unknown_word", f"“{table.name}”的代码表里没有这个词，已按原文保存。", shown, value[:50]
    )


def _sex(cell: Raw) -> str | Fault | None:
    value = word(cell)
    if value is None:
        return None
    code = TABLES["sex"].code(value)
    if code is None:
        return _kept("unknown_word", "性别应为“男”或“女”，没有采用。", value, None)
    return code if code in "12" else None


def _political(cell: Raw) -> str | Fault | None:
    """Also the column 是否党员."""
    answer = yes_no(cell) if text(cell) not in ("无",) else None
    if answer is not None:
        return "01" if answer else "13"
    return coded(cell, TABLES["political"], "political")


def _service(cell: Raw) -> str | Fault | None:
    """Also the column 是否退役军人."""
    answer = yes_no(cell)
    if answer is not None:
        return "退役军人" if answer else None
    return _text(cell)


def _tenure(cell: Raw, title: str) -> str | Fault | None:
    """Also the columns 是否出租, 是否自住, 是否空置."""
    answer = yes_no(cell) if title.startswith("是否") else None
    if answer is None:
        return coded(cell, TABLES["tenure"], "tenure")
    if "空" in title:
        return "空置" if answer else None
    return "租赁" if answer == ("租" in title) else "自有"


def _gone_on(cell: Raw, gone: str) -> str | Fault | None:
    """When somebody died or moved out, "" where only that it happened is said: √, 是, 已故. A day
    that cannot be read refuses no row."""
    answer = yes_no(cell)
    if answer is not None:
        return "" if answer else None
    value = word(cell)
    if value is None or told(value) is not None:
        return "" if value is not None and told(value) == gone else None
    found = day(cell)
    if isinstance(found, Fault):
        return _kept(found.code, "日期看不懂，没有采用。", found.shown, "" if value else None)
    return found


_OWN: Mapping[str, Callable[[Raw], Any]] = {
    "birth": day,
    "dead_on": lambda cell: _gone_on(cell, DEAD),
    "moved_on": lambda cell: _gone_on(cell, MOVED),
    "started": day,
    "political": _political,
    "service": _service,
    "sex": _sex,
}


def phone(cell: Raw) -> str | Fault | None:
    """Digits of a mobile number; several numbers or an extension as written."""
    if type(cell) is str and len(cell) == _MOBILE and cell.isascii() and cell.isdecimal():
        return cell if cell[0] == "1" else _unusual_phone(cell)
    value = word(cell)
    if value is None:
        return None
    if is_masked(value, number=True):
        return masked()
    value = value.lstrip("'’‘")
    if isinstance(cell, float) and "e" in value.lower():
        return _kept("damaged_number", "电话被表格软件变成了科学计数法，没有采用。", "", None)
    joined = value.replace(" ", "").replace("-", "")
    if joined.startswith("+86"):
        joined = joined[3:]
    elif joined.startswith("86") and len(joined) == _MOBILE + 2:
        joined = joined[2:]
    if len(joined) == _MOBILE and joined.isdecimal() and joined[0] == "1":
        return joined
    return _unusual_phone(value)


def _unusual_phone(value: str) -> str | Fault:
    parts = [p for p in folded(value).replace("、", "/").replace(",", "/").split("/") if p.strip()]
    digits = [sum(c.isdecimal() for c in part) for part in parts]
    if digits and all(
        7 <= n <= 12 or (n > 12 and " " in p) for n, p in zip(digits, parts, strict=True)
    ):
        return value[:60]
    return _kept(
        "phone_form", "电话号码的位数不对，已按原文保存，请核对。", mask_phone(value), value[:60]
    )


_AXES: tuple[tuple[str, tuple[bool | None, bool | None]], ...] = (
    ("户不在人不在", (False, False)),
    ("人户均不在", (False, False)),
    ("户不在人在", (False, True)),
    ("人在户不在", (False, True)),
    ("户在人不在", (True, False)),
    ("人不在户在", (True, False)),
    ("空挂", (True, False)),
    ("户在人在", (True, True)),
    ("人在户在", (True, True)),
    ("人户一致", (True, True)),
    ("人户合一", (True, True)),
    ("非户籍", (False, None)),
    ("非本", (False, None)),
    ("流动", (False, None)),
    ("外来", (False, None)),
    ("外地", (False, None)),
    ("外省", (False, None)),
    ("外市", (False, None)),
    ("寄住", (False, True)),
    ("暂住", (False, True)),
    ("常住户籍", (True, True)),
    ("户籍", (True, None)),
    ("本地", (True, None)),
    ("本社区", (True, None)),
    ("本辖区", (True, None)),
    ("常住", (None, True)),
)


def registration(cell: Raw, title: str) -> tuple[bool | None, bool | None] | Fault | None:
    """(registered here, lives here); None for an axis that is not said."""
    value = word(cell)
    if value is None:
        return None
    bare = value.replace("、", "").replace(" ", "").replace(",", "")
    answer = yes_no(cell)
    if answer is not None:
        meaning = _yes_no_axis(title, answer)
        if meaning is not None:
            return meaning
    for part, meaning in _AXES:
        if part in bare:
            return meaning
    if says_state(cell):  # 死亡, 迁出: what the block reader takes from this column (states)
        return None
    return _kept("unknown_word", "看不出户籍和居住情况，没有采用。", value, None)


def registration_beside(cell: Raw) -> tuple[bool | None, bool | None] | None:
    """What a cell of another column (人员状态: 常住, 流动, 死亡) says of registration."""
    found = None if yes_no(cell) is not None else registration(cell, "")
    return None if isinstance(found, Fault) else found


def _state(cell: Raw, title: str) -> str | Fault | None:
    found = state(cell, title)
    is_unknown = isinstance(found, Fault) and found.kept is None
    return None if is_unknown and registration_beside(cell) is not None else found


_BY_TITLE: Mapping[str, Callable[[Raw, str], Any]] = {
    "registered": registration,
    "tenure": _tenure,
    "state": _state,
}


def _yes_no_axis(title: str, answer: bool) -> tuple[bool | None, bool | None] | None:
    if "一致" in title:
        return (True, True) if answer else None
    if "分离" in title:
        return None if answer else (True, True)
    if "常住" in title:
        return (None, answer)
    if "户" in title or "本" in title:
        return (answer, None)
    return None
