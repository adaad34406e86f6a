"""What cannot be of a person's days, and a telephone number that looks like none."""

from collections.abc import Iterator
from datetime import date

from ldz_desktop.domain.households import Resident, age_on
from ldz_desktop.domain.likeness import phones
from ldz_desktop.domain.problems import Problem

OLDEST = 110
_GONE = {"dead": "去世日期", "moved": "迁出日期"}


def check_days(resident: Resident, today: date) -> Iterator[Problem]:
    """Nobody is born or gone in the days to come, nor gone before the birth. Noted: an age of more
    than OLDEST years."""
    born, gone = resident.birth, resident.state_on
    if born is not None and born > today:
        yield Problem("refused", "birth", "future", "出生日期在今天之后。")
    elif born is not None and resident.state == "present" and age_on(born, today) > OLDEST:
        age = age_on(born, today)
        yield Problem("note", "birth", "too_old", f"按出生日期已经{age}岁，请核对。")
    if gone is None:
        return
    word = _GONE.get(resident.state, "日期")
    if gone > today:
        yield Problem("refused", "state_on", "future", f"{word}在今天之后。")
    elif born is not None and gone < born:
        yield Problem("refused", "state_on", "before_birth", f"{word}早于出生日期。")


def check_phone(text: str | None) -> Iterator[Problem]:
    """Noted only: extensions and short numbers of an office exist."""
    if text and not phones(text):
        yield Problem("note", "phone", "short", "看不出是完整的电话号码，请核对位数。")
