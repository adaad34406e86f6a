"""Sums of money: whole cents, never floating point; on paper in figures and in capitals.

Capitals after the People's Bank's rules for vouchers (《支付结算办法》附一): 整 behind 元, not
behind 分; one 零 for zeros in between.
"""

import re

from ldz_desktop.domain.typed import figures

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_GROUP = 10_000
MOST_CENTS = _GROUP ** len(_GROUPS) * 100 - 1
_YUAN = re.compile(r"(\d{1,10})(?:\.(\d{1,2}))?\s*元?")


def yuan_text(cents: int) -> str:
    """1,000.00 for 100000 cents."""
    return f"{cents // 100:,}.{cents % 100:02d}"


def short_yuan(cents: int) -> str:
    """1,000 where there are no cents, else 1,000.50."""
    return yuan_text(cents).removesuffix(".00")


def parse_yuan(text: str) -> int | None:
    """Cents of 1000, 1,000.5 or 1000元, full-width figures too; None where it is no sum."""
    match = _YUAN.fullmatch(figures(text).replace(",", ""))
    if match is None:
        return None
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def capitals(cents: int) -> str:
    """壹仟元整 for 100000 cents. Raises ValueError for a sum below 0 or above MOST_CENTS."""
    if not 0 <= cents <= MOST_CENTS:
        raise ValueError(cents)
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{words}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif words:
        words += "零"
    return words + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    words = ""
    gap = False  # zeros since the last figure that was written
    for at in range(len(_GROUPS) - 1, -1, -1):
        group = number // _GROUP**at % _GROUP
        written = False
        for place in (3, 2, 1, 0):
            digit = group // 10**place % 10
            if digit:
                words += (_DIGITS[0] if gap and words else "") + _DIGITS[digit] + _PLACES[place]
                gap, written = False, True
            else:
                gap = True
        if written:
            words += _GROUPS[at]
    return words
