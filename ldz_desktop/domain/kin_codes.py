"""What the relation codes of GB/T 4761 say: sex, and the way from the head to the member."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

MALE, FEMALE = "1", "2"

HEAD = "02"
OTHER_RELATIVE = "97"
NO_RELATIVE = "99"

SONS = ("20", "21", "22", "23", "24", "25", "26", "29")
DAUGHTERS = ("30", "31", "32", "33", "34", "35", "36", "39")
CHILDREN = frozenset((*SONS, *DAUGHTERS))
ADOPTED = frozenset(("27", "37"))
SPOUSES = frozenset(("10", "11", "12"))

_MALE = frozenset(
    ("11", *SONS, "27", "28", "41", "43", "46", "47", "51", "53", "55", "57", "61", "63", "66",
     "71", "73", "76", "78", "81", "83", "85", "87", "89", "93", "95")
)  # fmt: skip
_FEMALE = frozenset(
    ("12", *DAUGHTERS, "37", "38", "42", "44", "45", "48", "52", "54", "56", "58", "62", "64", "67",
     "72", "74", "75", "77", "82", "84", "86", "88", "90", "94", "96")
)  # fmt: skip


def sex_of_code(code: str | None) -> str | None:
    """The sex a code tells (儿媳 is a woman); None where it tells none."""
    if code in _MALE:
        return MALE
    return FEMALE if code in _FEMALE else None


Step = Literal[
    "partner", "parent", "partners_parent", "grandparent", "child", "adopted", "sibling",
    "parents_sibling", "childs_partner", "grandchild", "great_grandchild", "grandchilds_partner",
    "siblings_partner", "siblings_child", "parents_siblings_partner", "cousin",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """How a code leads from the head to the member.

    via: sex of the one between (the child of a grandchild, the parent of an uncle), "" for either;
    sex: of the one whose partner or child the member is, where there are two between; elder:
    whether the sibling on the way is the elder one; None: the code does not say.
    """

    step: Step
    via: str = ""
    sex: str = ""
    elder: bool | None = None


def _ways() -> dict[str, Way]:
    m, f = MALE, FEMALE
    ways = dict.fromkeys(SPOUSES, Way("partner"))
    ways |= dict.fromkeys(CHILDREN, Way("child")) | dict.fromkeys(ADOPTED, Way("adopted"))
    ways |= {"50": Way("parent"), "51": Way("parent", sex=m), "52": Way("parent", sex=f)}
    ways |= {
        code: Way("partners_parent", via, sex)
        for code, via, sex in (("53", m, m), ("54", m, f), ("55", f, m), ("56", f, f))
    }
    ways |= {
        code: Way("grandparent", via, sex)
        for code, via, sex in (("61", m, m), ("62", m, f), ("63", f, m), ("64", f, f))
    }
    ways |= {
        "70": Way("sibling"), "71": Way("sibling", elder=True), "73": Way("sibling", elder=False),
        "75": Way("sibling", elder=True), "77": Way("sibling", elder=False),
        "81": Way("parents_sibling", m, elder=True), "83": Way("parents_sibling", m, elder=False),
        "85": Way("parents_sibling", f), "88": Way("parents_sibling", f),
        "90": Way("parents_sibling", m),
        "28": Way("childs_partner", sex=f), "38": Way("childs_partner", sex=m),
        "40": Way("grandchild"), "41": Way("grandchild", m), "42": Way("grandchild", m),
        "43": Way("grandchild", f), "44": Way("grandchild", f),
        "47": Way("great_grandchild"), "48": Way("great_grandchild"),
        "45": Way("grandchilds_partner", sex=m), "46": Way("grandchilds_partner", sex=f),
        "72": Way("siblings_partner", sex=m, elder=True),
        "74": Way("siblings_partner", sex=m, elder=False),
        "76": Way("siblings_partner", sex=f, elder=True),
        "78": Way("siblings_partner", sex=f, elder=False),
        "93": Way("siblings_child", sex=m), "94": Way("siblings_child", sex=m),
        "95": Way("siblings_child", sex=f), "96": Way("siblings_child", sex=f),
        "82": Way("parents_siblings_partner", m, m, elder=True),
        "84": Way("parents_siblings_partner", m, m, elder=False),
        "86": Way("parents_siblings_partner", f, m), "87": Way("parents_siblings_partner", f, f),
        "89": Way("parents_siblings_partner", m, f),
        "91": Way("cousin", m, m), "92": Way("cousin"),
    }  # fmt: skip
    return ways


WAYS: Mapping[str, Way] = _ways()
"""Codes that are not here (57 继父, 79, 97 …) tell no way: they are relatives, nobody knows how."""

ORDER: tuple[Step, ...] = (
    "partner", "parent", "partners_parent", "grandparent", "child", "adopted", "sibling",
    "parents_sibling", "childs_partner", "grandchild", "great_grandchild", "grandchilds_partner",
    "siblings_partner", "siblings_child", "parents_siblings_partner", "cousin",
)  # fmt: skip
"""Those who can be between others come first."""

INVERSE: Mapping[str, tuple[str, str]] = {
    "57": ("27", "37"), "58": ("27", "37"), "65": ("46", "45"), "66": ("47", "48"),
    "67": ("47", "48"), "68": ("49", "49"), "99": ("99", "99"),
}  # fmt: skip
"""What the old head is to somebody with such a code: as a man, as a woman."""


def by_sex(sex: str | None, male: str, female: str, either: str) -> str:
    """One of three codes."""
    return {MALE: male, FEMALE: female}.get(sex or "", either)
