"""Looking through a household: everything that contradicts itself, is missing, or is due.

Every rule is a plain function of a Case; what could mend it without asking comes with the finding.
Nothing here refuses anybody: a finding is a line on a work list.
"""

from ldz_desktop.domain.mending_family import check_links, check_relations
from ldz_desktop.domain.mending_household import check_dwelling, check_heads, check_twice
from ldz_desktop.domain.mending_person import check_dead, check_person
from ldz_desktop.domain.mending_records import KINDS, Case, Finding

_ORDER = {kind.code: place for place, kind in enumerate(KINDS)}


def check(case: Case) -> tuple[Finding, ...]:
    """What there is to mend in a household, contradictions first."""
    found = [*check_heads(case), *check_dwelling(case), *check_twice(case)]
    for member in case.household.members:
        if member.state == "present":
            found += check_person(case, member)
        elif member.state == "dead":
            found += check_dead(case, member)
        found += check_links(case, member)
    found += check_relations(case)
    found.sort(key=lambda one: _ORDER[one.code])
    return tuple(found)
