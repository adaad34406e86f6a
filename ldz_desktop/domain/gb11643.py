"""The arithmetic of GB 11643 citizen numbers: region 6, birth 8, sequence 3, check digit 1.

An import reads 65,000 of them, so sums are looked up by groups of digits instead of computed.
"""

from collections.abc import Iterator
from datetime import date

_LENGTH = 18
_CHECK = "10X98765432"  # by weighted sum mod 11 (ISO 7064 MOD 11-2)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _three(a: int, b: int, c: int) -> dict[str, int]:
    """Weighted sums of all groups of three digits."""
    ten = range(10)
    return {f"{i}{j}{k}": a * i + b * j + c * k for i in ten for j in ten for k in ten}


_HEAD, _MIDDLE, _SEQUENCE = _three(7, 9, 10), _three(5, 8, 4), _three(8, 4, 2)
_YEARS = {
    f"{n:04}": (n, 2 * (n // 1000) + n // 100 % 10 + 6 * (n // 10 % 10) + 3 * (n % 10))
    for n in range(1800, 2200)
}
_DAYS = {
    f"{m:02}{d:02}": (m, d, 7 * (m // 10) + 9 * (m % 10) + 10 * (d // 10) + 5 * (d % 10))
    for m in range(1, 13)
    for d in range(1, 32)
}
_SEX = {digit: "1" if int(digit) % 2 else "2" for digit in "0123456789"}


def read(number: str) -> tuple[date, str] | None:
    """(birth, sex "1"/"2") of 18 characters; None unless form, check digit and date all fit."""
    try:
        year, year_sum = _YEARS[number[6:10]]
        month, day, day_sum = _DAYS[number[10:14]]
        total = _HEAD[number[:3]] + _MIDDLE[number[3:6]] + _SEQUENCE[number[14:17]]
        if _CHECK[(total + year_sum + day_sum) % 11] != number[17]:
            return None
        return date(year, month, day), _SEX[number[16]]
    except (KeyError, ValueError):
        return None


def birth_of(number: str) -> date | None:
    """The birth date of 18 characters, whatever the check digit; None where no such date exists."""
    try:
        year, _ = _YEARS[number[6:10]]
        month, day, _ = _DAYS[number[10:14]]
        return date(year, month, day)
    except (KeyError, ValueError):
        return None


def check_character(digits: str) -> str:
    """The check digit for the first 17 digits."""
    return _CHECK[sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11]


def one_slip_away(number: str) -> Iterator[str]:
    """What may have been meant by 17 digits and a check digit that does not fit.

    The right check digit, then swapped neighbours, then another digit at one place. Most of them
    do not pass.
    """
    yield number[:17] + check_character(number[:17])
    for i in range(_LENGTH - 1):
        yield f"{number[:i]}{number[i + 1]}{number[i]}{number[i + 2 :]}"
    for i in range(_LENGTH - 1):
        for digit in "0123456789":
            yield f"{number[:i]}{digit}{number[i + 1 :]}"
