"""What cannot be of a person's days, and a telephone number that looks like none."""

from collections.abc import Iterator, Mapping
from datetime import date

from ldz_desktop.domain.households import HEAD, Resident, age_on
from ldz_desktop.domain.likeness import phones
from ldz_desktop.domain.problems import Problem

OLDEST = 110
ADULT = 18
LEAST_GAP = 12  # years between a parent and a child
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


def check_grown(resident: Resident, today: date) -> Iterator[Problem]:
    """A household's head is of age."""
    born = resident.birth
    if resident.relation == HEAD and born is not None and age_on(born, today) < ADULT:
        yield Problem("refused", "relation", "child_head", "户主必须是成年人。")


def check_kin(resident: Resident, kin: Mapping[int, Resident]) -> Iterator[Problem]:
    """Father, mother and spouse as they are to be written down. kin: the people they name."""
    for field, word in (("father_id", "父亲"), ("mother_id", "母亲")):
        other = kin.get(getattr(resident, field) or 0)
        if other is None or other.birth is None or resident.birth is None:
            continue
        if age_on(other.birth, resident.birth) < LEAST_GAP:
            reason = f"{word}比本人大不到{LEAST_GAP}岁，请核对。"
            yield Problem("refused", field, "parent_younger", reason)
    spouse = kin.get(resident.spouse_id or 0)
    if spouse is not None and spouse.spouse_id not in (None, resident.id):
        reason = f"{spouse.name}的配偶已经登记为另一个人。"
        yield Problem("refused", "spouse_id", "taken", reason)


def check_phone(text: str | None) -> Iterator[Problem]:
    """Noted only: extensions and short numbers of an office exist."""
    if text and not phones(text):
        yield Problem("note", "phone", "short", "看不出是完整的电话号码，请核对位数。")
