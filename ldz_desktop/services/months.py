"""Months as people write and read them."""

import re

from ldz_desktop.domain.typed import figures
from ldz_desktop.errors import InputError

PUBLISHED = "登记测评公示"
"""What the journal calls a month's publishing, which stands for ever and cannot be taken back."""
REOPENED = "重开本月测评"
"""What the journal calls opening a closed month again, which cannot be taken back either."""
_MONTH = re.compile(r"(\d{4})[-./年]?(\d{1,2})月?", re.ASCII)


def checked_month(text: str) -> str:
    """YYYY-MM from 2026-10, 2026-1, 2026年10月, full-width ones too.
    Raises InputError for anything else."""
    match = _MONTH.fullmatch(figures(text))
    if (
        match is None
        or not 1 <= int(match.group(2)) <= 12
        or not 1990 <= int(match.group(1)) <= 2199
    ):
        raise InputError("月份不对", "月份要写成 2026-10 这样。")
    return f"{match.group(1)}-{int(match.group(2)):02d}"


def month_text(month: str) -> str:
    """2026年10月, without a leading zero."""
    return f"{month[:4]}年{int(month[5:7])}月"
