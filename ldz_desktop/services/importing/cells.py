"""What a cell says: raw values of spreadsheets as text, emptiness, and dates.

Raw cells are what a child process can hand over cheaply: str, float, bool, and bytes for a date
("1949-04-17" in ASCII), so that a date can be told from a text that looks like one.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ldz_desktop.domain.problems import Level

Raw: TypeAlias = str | float | bool | bytes

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08]")
_SPACE = re.compile(r"\s+")
_ODD = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x20\u00a0\u3000]"
)
EMPTY_WORDS = frozenset(
    (
        *("", "-", "--", "---", "—", "——", "―", "–", "~", "/", "//", "\\", "、", ".", "。", "..."),
        *(
            "…",
            "*",
            "**",
            "无",
            "无。",
            "暂无",
            "没有",
            "不详",
            "未知",
            "空",
            "空白",
            "缺",
            "不清楚",
        ),
        *("无记录", "未填", "未填写", "null", "none", "nan", "n/a", "na", "#n/a"),
    )
)
_ERRORS = frozenset(("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#N/A"))
WHOLE_NUMBERS = 10**15  # beyond this a spreadsheet's number has lost digits


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell. shown: the value to show, already masked; kept: what is taken
    all the same (notes only)."""

    level: Level
    code: str
    reason: str
    shown: str = ""
    kept: str | None = None


def text(raw: Raw) -> str:
    """A cell as a clerk reads it: trimmed, without invisible characters, 101.0 as 101."""
    if type(raw) is str:
        if _ODD.search(raw) is None:
            return raw
        return _SPACE.sub(" ", _INVISIBLE.sub("", raw)).strip()
    if isinstance(raw, bytes):
        return raw.decode("ascii")
    if isinstance(raw, bool):
        return "是" if raw else "否"
    return number_text(float(raw))


def number_text(number: float) -> str:
    """101.0 → 101; 5.11e17 keeps the fifteen digits that a spreadsheet keeps."""
    if number.is_integer() and abs(number) < WHOLE_NUMBERS:
        return str(int(number))
    return f"{number:.15g}"


def folded(value: str) -> str:
    """Full-width letters, digits and signs as half-width (never for names)."""
    return value if value.isascii() else unicodedata.normalize("NFKC", value)


def is_empty(value: str) -> bool:
    """Whether a text means that nothing is known: "", "-", "/", "无", "#N/A"."""
    return not value or folded(value).strip().lower() in EMPTY_WORDS


_MASK = re.compile(r"[*＊]{2,}")
_MASKED_NUMBER = re.compile(r"[*＊]|[•●○◎╳]{2,}|(?<![A-Za-z])[xX×]{3,}")


def is_masked(raw: Raw, *, number: bool = False) -> bool:
    """Whether a cell shows a value only in part, as lists that leave an office do: 133****5011.
    number: of a telephone or a document, which other signs hide as well."""
    if type(raw) is not str or (number and raw.isdecimal()):
        return False
    form = _MASKED_NUMBER if number else _MASK
    return form.search(raw) is not None and not is_empty(text(raw))


def masked() -> "Fault":
    """The note about a cell that is masked: nothing of it is taken."""
    return Fault("note", MASKED, MASKED_REASON)


def is_error(raw: Raw) -> bool:
    """Whether the cell shows a formula's error."""
    return isinstance(raw, str) and raw in _ERRORS


def word(raw: Raw) -> str | None:
    """A cell's text, half-width, None where it says nothing."""
    value = folded(text(raw)).strip()
    return None if is_empty(value) or value == "0" or value in _ERRORS else value


def free_text(raw: Raw) -> str | None:
    """A cell's text as written (only trimmed), None where it says nothing."""
    value = text(raw)
    return None if is_empty(value) or value == "0" or value in _ERRORS else value


_DAY = re.compile(
    r"(\d{4})\s*(?:[-/.,、年·\\]|\s)\s*(\d{1,2})\s*(?:[-/.,、月·\\]|\s)\s*(\d{1,2})\s*日?"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?|T\d{2}:\d{2}.*)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_DAY = re.compile(r"(\d{4})\s*(?:[-/.、年·]\s*(\d{1,2})?\s*月?)?(?:生|出生)?")
_COMPACT_MONTH = re.compile(r"(19\d\d|20\d\d)(0[1-9]|1[0-2])")
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")
MASKED = "masked"
MASKED_REASON = "这一格是遮住的（带星号），没有采用，也不会改动已登记的内容。"
NO_SUCH_DATE = "no_such_date"
NOT_A_DATE = "not_a_date"
NO_DAY = "no_day"
SERIAL = "date_number"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = "|".join(
    (
        *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?"),
        *("aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
    )
)
_APART = r"[\s\-/.,]*"
_NUMBER_OF_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WITH_MONTH_NAME = tuple(
    re.compile(_APART.join(parts) + _APART, re.IGNORECASE)
    for parts in (
        (_NUMBER_OF_DAY, f"(?P<month>{_MONTH_NAME})", r"(?P<year>\d{4})"),  # 02-Jan-1990
        (f"(?P<month>{_MONTH_NAME})", _NUMBER_OF_DAY + r"(?!\d)", r"(?P<year>\d{4})"),
        (r"(?P<year>\d{4})", f"(?P<month>{_MONTH_NAME})", _NUMBER_OF_DAY),
    )
)


def day(raw: Raw) -> str | Fault | None:
    """A date as ISO text; None for an empty cell.

    1990-1-1, 1990.1.1, 1990/1/1, 1990年1月1日, 19900101, 02-Jan-1990 and date cells are
    taken. A year and month without a day is a note (nothing is guessed), an impossible or
    unreadable date is refused, and so is a bare serial number: its base (1900 or 1904) is not
    known.
    """
    value = word(raw)
    if value is None:
        return None
    if isinstance(raw, bytes):
        return value[:10]
    parts = _day_parts(value)
    if parts is not None:
        return _calendar_day(*parts, value)
    if _NO_DAY.fullmatch(value) or _COMPACT_MONTH.fullmatch(value):
        return Fault("note", NO_DAY, "日期不完整（没有写到日），没有采用。", value)
    if _SERIAL.fullmatch(value):
        return Fault(
            "refused",
            SERIAL,
            "日期单元格里是一个普通数字，无法确定是哪一天。请在原表把该列设为日期格式后再导入。",
            value,
        )
    return Fault("refused", NOT_A_DATE, "不是日期，请写成 1990-01-31 的样子。", value)


def _day_parts(value: str) -> tuple[int, int, int] | None:
    """Year, month and day of a whole date."""
    found = _DAY.fullmatch(value) or _COMPACT.fullmatch(value)
    if found is not None:
        return int(found[1]), int(found[2]), int(found[3])
    named = next((m for form in _WITH_MONTH_NAME if (m := form.fullmatch(value))), None)
    if named is None:
        return None
    return int(named["year"]), _MONTHS.index(named["month"][:3].lower()) + 1, int(named["day"])


def _calendar_day(year: int, month: int, number: int, shown: str) -> str | Fault:
    try:
        found = date(year, month, number)
    except ValueError:
        return Fault("refused", NO_SUCH_DATE, f"没有这一天：{year}年{month}月{number}日。", shown)
    if year < 1880:
        return Fault("refused", NO_SUCH_DATE, "年份太早，请核对日期。", shown)
    return found.isoformat()


def yes_no(raw: Raw) -> bool | None:
    """是/否, √, 1/0, Y/N; None where the cell says nothing of the kind."""
    value = folded(text(raw)).strip().lower()
    if value in {"是", "√", "✓", "✔", "1", "y", "yes", "true", "有", "对", "∨", "v"}:
        return True
    if value in {"否", "×", "x", "0", "n", "no", "false", "不是", "无", "没有", "✗", "╳"}:
        return False
    return None
