"""Which relations are possible between two people, by their sex and age alone."""

from datetime import date

from ldz_desktop.domain.households import Resident
from ldz_desktop.domain.kin_codes import FEMALE, MALE, NO_RELATIVE, OTHER_RELATIVE, sex_of_code

_GENERATION = 14 * 365
_TWO_GENERATIONS = 32 * 365

_YOUNGER = ("20", "30", "38", "28", "93", "94", "95", "96")
_MUCH_YOUNGER = ("41", "42", "43", "44")
_ELDER = ("51", "52", "53", "54", "55", "56")
_MUCH_ELDER = ("61", "62", "63", "64")
_SIBLINGS = ("71", "73", "75", "77", "72", "74", "76", "78")


def possible_codes(head: Resident, member: Resident, own: str) -> tuple[str, ...]:
    """The codes `member` may have to `head`, likely ones first. own: what is known of the two: 97
    relatives, 99 strangers, "" nothing."""
    days = _days(head.birth, member.birth)
    near = _near_age(head, member, days)
    peers = days is None or abs(days) < _GENERATION
    codes = [*near] if peers else []
    if days is None or days >= _GENERATION:
        codes += _YOUNGER
    if days is None or days <= -_GENERATION:
        codes += _ELDER
    if days is None or days >= _TWO_GENERATIONS:
        codes += _MUCH_YOUNGER
    if days is None or days <= -_TWO_GENERATIONS:
        codes += _MUCH_ELDER
    codes += [] if peers else near
    fit = tuple(c for c in codes if _fits(c, head, member))
    if own == NO_RELATIVE:
        return (NO_RELATIVE, *fit, OTHER_RELATIVE)
    if own == OTHER_RELATIVE:
        return (OTHER_RELATIVE, *fit, NO_RELATIVE)
    return (*fit, OTHER_RELATIVE, NO_RELATIVE)


def _days(head: date | None, member: date | None) -> int | None:
    """How many days the member is younger."""
    return None if head is None or member is None else (member - head).days


def _near_age(head: Resident, member: Resident, days: int | None) -> tuple[str, ...]:
    codes: tuple[str, ...] = ()
    if not (head.sex == member.sex and head.sex in (MALE, FEMALE)):
        codes += ("11", "12")
    if days is None:
        return codes + _SIBLINGS
    return codes + (("73", "77", "74", "78") if days >= 0 else ("71", "75", "72", "76"))


def _fits(code: str, head: Resident, member: Resident) -> bool:
    """The code's sex is the member's; parents-in-law fit the head's own sex."""
    if code in ("53", "54") and head.sex == MALE:
        return False
    if code in ("55", "56") and head.sex == FEMALE:
        return False
    return member.sex not in (MALE, FEMALE) or sex_of_code(code) == member.sex
