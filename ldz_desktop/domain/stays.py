"""Where somebody lived and when.

A stay runs from the day somebody came to the day somebody left, that day not counted: on the day of
a change the newcomers live there. A resident without any stay has lived in the household's dwelling
for as long as anybody knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ldz_desktop.domain.households import Resident


@dataclass(frozen=True, slots=True)
class Stay:
    """A stored stay. from_on None: as long as anybody knows; to_on None: still. why: what began it,
    or, once it has ended, what ended it."""

    id: int
    resident_id: int
    household_id: int
    dwelling_id: int
    from_on: date | None = None
    to_on: date | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """One time somebody lived somewhere. certain: False where the day of leaving or of coming back
    is written nowhere."""

    household_id: int
    dwelling_id: int
    from_on: date | None
    to_on: date | None
    why: str
    certain: bool = True

    def covers(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (
            self.to_on is None or day < self.to_on
        )


def spans(resident: Resident, dwelling_id: int, stays: Sequence[Stay]) -> tuple[Span, ...]:
    """All the times, oldest first. dwelling_id: of the resident's household now (a household whose
    address was corrected takes its people along); stays: the resident's."""
    rows = sorted(stays, key=lambda s: (s.from_on or date.min, s.to_on or date.max))
    found = [_span(row, resident, dwelling_id) for row in rows]
    if not found or (resident.state == "present" and found[-1].to_on is not None):
        last = found[-1].to_on if found else None
        found.append(_implied(resident, dwelling_id, last))
    return tuple(found)


def lived_on(resident: Resident, found: Sequence[Span], day: date) -> Span | None:
    """The time that covers that day; nobody lives anywhere before being born."""
    if resident.birth is not None and day < resident.birth:
        return None
    return next((span for span in found if span.covers(day)), None)


def _span(row: Stay, resident: Resident, dwelling_id: int) -> Span:
    span = Span(row.household_id, row.dwelling_id, row.from_on, row.to_on, row.why or "")
    if row.to_on is not None or row.household_id != resident.household_id:
        return span
    here = replace(span, dwelling_id=dwelling_id)
    if resident.state == "present":
        return here
    return replace(here, to_on=resident.state_on, certain=resident.state_on is not None)


def _implied(resident: Resident, dwelling_id: int, since: date | None) -> Span:
    gone = resident.state != "present"
    return Span(
        resident.household_id,
        dwelling_id,
        since,
        resident.state_on if gone else None,
        {"moved": "迁出", "dead": "死亡"}.get(resident.state, ""),
        certain=since is None and (not gone or resident.state_on is not None),
    )
