"""What screens and paper show of names, identity numbers and telephones (reliability.md §5.2)."""

import re

DOT = "·"
VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_FIRST_HAN, _FIRST_SELECTOR = "\u2e80", "\ufe00"
_PHONE = re.compile(r"\d[\d -]{5,}\d")
_OLD, _SHORT = 15, 7


def split_surname(name: str) -> tuple[str, str]:
    """(surname, given name); ("", name) where there is no Han surname to tell."""
    if DOT in name or name[:1] < _FIRST_HAN:
        return "", name
    if len(name) > 2:
        from ldz_desktop.domain.surnames import COMPOUND  # not before a name is masked

        if name[:2] in COMPOUND:
            return name[:2], name[2:]
    cut = 2 if name[1:2] >= _FIRST_SELECTOR and VARIATION.match(name[1]) else 1
    return name[:cut], name[cut:]


def mask_name(name: str) -> str:
    """For public paper (reliability.md §5.2): 张*, 张*三, 欧阳*, 买买提·*.

    Longer names keep the first and the last character, compound surnames stay whole, a name in
    parts keeps the first part.
    """
    for mark in (DOT, " "):
        if mark in name:
            return f"{name.partition(mark)[0]}{mark}*"
    surname, given = split_surname(name)
    if not surname:
        return name[:1] + "*" if len(name) > 1 else "*"
    first, rest = letters(surname), letters(given)
    if not rest:
        return "*"
    kept = "".join(first)
    if len(rest) == 1:
        return kept + "*"
    return kept + "*" * (len(rest) - 1) + rest[-1]


def letters(name: str) -> list[str]:
    """Characters, each with its variation selector."""
    found: list[str] = []
    for char in name:
        if found and VARIATION.match(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def mask_id(number: str | None) -> str:
    """For the screen: 4101**********12 (reliability.md §5.2); shorter numbers show less."""
    if not number:
        return ""
    if len(number) >= _OLD:
        return f"{number[:4]}{'*' * 10}{number[-2:]}"
    shown = 2 if len(number) >= _SHORT else 0
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[len(number) - shown :]


def mask_phone(phone: str | None) -> str:
    """For the screen: 139****0001; every number of a text with several."""
    return _PHONE.sub(lambda m: _masked_digits(m.group()), phone or "")


def _masked_digits(number: str) -> str:
    """Of a mobile number the first three and last four; of a shorter one the last two."""
    mobile = 11
    if sum(char.isdigit() for char in number) >= mobile:
        return f"{number[:3]}****{number[-4:]}"
    return "*" * (len(number) - 2) + number[-2:]
