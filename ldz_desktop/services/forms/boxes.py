"""Which box of □男 □女 is to be ticked: only where it is unambiguous."""

import re
from collections.abc import Sequence

from ldz_desktop.domain.codes import EDUCATION, TABLES, CodeTable
from ldz_desktop.services.forms.fields import TAG, TAGS

_YES = frozenset({"是", "有", "对", "需要", "在", "享受"})
_NO = frozenset({"否", "无", "没有", "不是", "不需要", "不在", "不享受", "未享受"})
_NONE = frozenset(
    {"其他", "其它", "无", "以上都不是", "都不是", "普通居民", "一般居民", "普通", "一般"}
)
_UP = re.compile(r"(及|或)?以上$")
_DOWN = re.compile(r"(及|或)?以下$")
_PARTS = re.compile(r"[/、,，或和及（(]")
# Fields whose options can be told from the options themselves, the clearest first.
_TELLING = ("sex", "marital", "political", "education", "health", "tenure", "ethnic")
_SEXES = 2


def field_of_options(words: Sequence[str]) -> str:
    """The field that options like 男 and 女 speak of; "" where they do not tell."""
    if len(words) < _SEXES:
        return ""
    for key in _TELLING:
        codes = [_codes(key, word) for word in words if word not in _NONE]
        if len(codes) > 1 and all(codes):
            return key
    known = [word for word in words if TAGS.code(word)]
    return "tags" if len(known) > 1 and len(known) * 2 >= len(words) else ""


def is_yes_no(words: Sequence[str]) -> bool:
    return bool(words) and all(word in _YES or word in _NO for word in words)


def ticks(field: str, value: str, words: Sequence[str]) -> tuple[bool, ...] | None:
    """Which boxes to tick; None where the value fits none of them or more than one.

    value: what a field says: a code's label, 是 or 否, or tags separated by 、.
    """
    if not value or not words:
        return None
    if field == "tags":
        return _tags(value, words)
    if is_yes_no(words) or field.startswith(TAG):
        yes = value not in _NO
        found = [word in _YES if yes else word in _NO for word in words]
        return tuple(found) if sum(found) == 1 else None
    return _one(field.rpartition(".")[2], value, words)


def _tags(value: str, words: Sequence[str]) -> tuple[bool, ...] | None:
    """Several at once; nothing at all is ticked only where a box says so."""
    tags = frozenset(value.split("、"))
    found = [TAGS.code(word) in tags or word in tags for word in words]
    return tuple(found) if any(found) else None


def _one(field: str, value: str, words: Sequence[str]) -> tuple[bool, ...] | None:
    exact = [value == word for word in words]
    if sum(exact) == 1:
        return tuple(exact)
    table = TABLES.get(field)
    code = table.code(value) if table is not None else None
    if code is None:
        return None
    found = [code in _codes(field, word) for word in words]
    return tuple(found) if sum(found) == 1 else None


def _codes(field: str, word: str) -> frozenset[str]:
    """The codes an option stands for: 高中/中专 for two, 大专及以上 for a range."""
    table = TABLES.get(field)
    if table is None:
        return frozenset()
    if field == "education" and (_UP.search(word) or _DOWN.search(word)):
        return _range(word)
    whole = table.code(word)
    if whole is not None and not _PARTS.search(word):
        return _with_kin(table, whole)
    parts = {table.code(part) for part in _PARTS.split(word) if part}
    found = frozenset(code for code in parts if code)
    return found or (frozenset({whole}) if whole else frozenset())


def _with_kin(table: CodeTable, code: str) -> frozenset[str]:
    """已婚 also stands for 初婚, 再婚 and 复婚 (GB/T 2261.2 counts them by tens)."""
    if table.name == "婚姻状况" and code == "20":
        return frozenset({"20", "21", "22", "23"})
    return frozenset({code})


def _range(word: str) -> frozenset[str]:
    up = _UP.search(word) is not None
    bare = (_UP if up else _DOWN).sub("", word)
    ranks = [EDUCATION.rank(EDUCATION.code(part)) for part in _PARTS.split(bare) if part]
    known = [rank for rank in ranks if rank is not None]
    if not known:
        return frozenset()
    limit = min(known) if up else max(known)
    return frozenset(
        entry.code
        for entry in EDUCATION.entries
        if entry.rank is not None and (entry.rank >= limit if up else entry.rank <= limit)
    )
