"""Dates as a form writes them: its own 年 月 日, its example, its number format, or a usual way."""

import re
from datetime import date
from typing import Literal

from ldz_desktop.domain.workdays import date_text

Style = Literal["", "dash", "dot", "slash", "han", "compact"]
STYLES: tuple[tuple[Style, str], ...] = (
    ("", "按表里的样子"),
    ("dash", "1962-07-05"),
    ("han", "1962年7月5日"),
    ("dot", "1962.07.05"),
    ("slash", "1962/07/05"),
    ("compact", "19620705"),
)
_EXAMPLES: tuple[tuple[Style, str], ...] = (
    ("han", r"\d{4}\s*年\s*\d{1,2}\s*月|[xX×]{2,4}年[xX×]{1,2}月|yyyy年m|年\s*/\s*月"),
    ("dash", r"\d{4}-\d{1,2}(?!\d)|yyyy-mm|[xX×]{4}-[xX×]{2}"),
    ("dot", r"\d{4}\.\d{1,2}(?!\d)|yyyy\.mm|[xX×]{4}\.[xX×]{2}"),
    ("slash", r"\d{4}/\d{1,2}(?!\d)|yyyy/mm|[xX×]{4}/[xX×]{2}"),
    ("compact", r"(?<!\d)(?:19|20)\d{4}(?:\d\d)?(?!\d)|yyyymm|八位|8位"),
)
_COMPILED = tuple((style, re.compile(pattern, re.IGNORECASE)) for style, pattern in _EXAMPLES)
_SIGNS = {"dot": ".", "slash": "/", "compact": ""}
_EPOCH = date(1899, 12, 30).toordinal()


def style_of(example: str) -> Style:
    """How an example or a hint writes dates: 1962.07, （YYYY-MM-DD），1962年7月; "" for none."""
    return next((style for style, pattern in _COMPILED if pattern.search(example)), "")


def styled(day: date, style: Style, *, month_only: bool) -> str:
    """A day in that way; month_only: without the day of the month."""
    if style == "han":
        return f"{day.year}年{day.month}月" if month_only else date_text(day)
    iso, sign = day.isoformat()[: 7 if month_only else None], _SIGNS.get(style, "-")
    return iso if sign == "-" else iso.replace("-", sign)


def serial(day: date) -> int:
    """The number a spreadsheet keeps for a day (base 1900)."""
    return day.toordinal() - _EPOCH


_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def is_date_format(code: str) -> bool:
    """Whether a number format shows days."""
    bare = _NOT_SHOWN.sub("", code).lower()
    return "y" in bare or ("d" in bare and "m" in bare and "general" not in bare)
