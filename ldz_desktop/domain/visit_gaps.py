"""What to ask for at the door: the parts of a household's file that are missing, odd or stale.

Names of fields only, never a value and never whose: they stand on a sheet that is carried through
a stairwell.
"""

from collections.abc import Iterator, Mapping

from ldz_desktop.domain.mending import check
from ldz_desktop.domain.mending_records import Case

STALE = "一年未核对"
_SEXES = ("1", "2")

OF_FINDING: Mapping[str, str] = {
    "name_missing": "姓名",
    "no_head": "户主",
    "two_heads": "户主",
    "child_head": "户主",
    "no_adult": "户主",
    "room_missing": "房号",
    "phone_missing": "户主电话",
    "number_wrong": "证件号码",
    "birth_mismatch": "出生日期",
    "too_old": "出生日期",
    "sex_mismatch": "性别",
    "relation_missing": "与户主关系",
    "relation_sex": "与户主关系",
    "vacant_lived": "居住情况",
    "away_tagged": "居住情况",
    "twice": "家庭成员",
    "own_relative": "亲属关系",
    "spouse_one_way": "亲属关系",
    "link_lost": "亲属关系",
    "parent_younger": "亲属关系",
    "minor_political": "政治面貌",
    "unchecked": STALE,
}
"""What a finding of domain.mending asks for. A visit after a death (dead_visited) is an entry of
the office's own: nobody at the door can tell."""

ORDER: tuple[str, ...] = tuple(dict.fromkeys(OF_FINDING.values()))


def gaps(case: Case) -> tuple[str, ...]:
    """The names of the fields to ask for, each once, what a card begins with first."""
    found = {*_missing(case)}
    found.update(OF_FINDING[f.code] for f in check(case) if f.code in OF_FINDING)
    return tuple(sorted(found, key=ORDER.index))


def _missing(case: Case) -> Iterator[str]:
    """What may be empty on file (domain.md §2), and is asked for where somebody goes anyway."""
    if not case.household.tenure:
        yield "居住情况"
    for member in case.present:
        if not member.id_number:
            yield "证件号码"
        if member.birth is None:
            yield "出生日期"
        if member.sex not in _SEXES:
            yield "性别"
