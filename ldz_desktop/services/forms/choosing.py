"""Whom a form is filled in for: by place, tag and age, or by names and numbers that are pasted."""

import re
from collections.abc import Sequence
from datetime import date

from ldz_desktop.domain.households import HEAD, age_on
from ldz_desktop.domain.names import clean_name
from ldz_desktop.services.forms.records import Candidate, Pasted, Selection
from ldz_desktop.services.importing.cells import folded
from ldz_desktop.storage.form_people import FormPeopleStore, Wanted

_AGED = 80
_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}|[A-Za-z]{3}\d{12}")
_SPLIT = re.compile(r"[\n\r\t,，;；、|]+")
_MOST_LINES = 5000


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    year = day.year - years
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def wanted(selection: Selection, today: date) -> Wanted:
    """A selection as the store looks for it."""
    return Wanted(
        place=selection.place,
        households=selection.households,
        heads=selection.heads,
        sex=selection.sex,
        born_from=None if selection.age_to is None else _day_after(today, selection.age_to + 1),
        born_to=None if selection.age_from is None else years_before(today, selection.age_from),
        tag=selection.tag,
        aged_by=years_before(today, _AGED),
        on=today.isoformat(),
    )


def _day_after(today: date, years: int) -> date:
    return date.fromordinal(years_before(today, years).toordinal() + 1)


def candidates(store: FormPeopleStore, ids: Sequence[int], today: date) -> list[Candidate]:
    """What a list shows of those people, in the order asked; who is gone is left out."""
    found = {
        row[0]: Candidate(
            id=row[0],
            household_id=row[1],
            name=row[2],
            sex=row[3],
            age=None if row[4] is None else age_on(date.fromisoformat(row[4]), today),
            address=f"{row[5]}{row[6]}{row[7]}{row[8]}",
            head=row[9] == HEAD,
        )
        for row in store.lines(ids)
    }
    return [found[i] for i in ids if i in found]


def pasted(store: FormPeopleStore, text: str) -> Pasted:
    """Who is meant by lines of names and identity numbers. A number decides; a name alone only
    where one person has it."""
    ids: dict[int, None] = {}
    unknown: dict[str, None] = {}
    several: dict[str, int] = {}
    for line in text.splitlines()[:_MOST_LINES]:
        numbers = _NUMBER.findall(folded(line).replace(" ", ""))
        if numbers:
            found = [(n, store.numbered(n.upper())) for n in numbers]
        else:
            names = [clean_name(part) for part in _SPLIT.split(line)]
            found = [(n, store.named(n)) for n in names if n and not n.isdigit()]
        for shown, people in found:
            if not people:
                unknown[shown] = None
            elif len(people) > 1:
                several[shown] = len(people)
            else:
                ids[people[0]] = None
    return Pasted(tuple(ids), tuple(unknown), tuple(several.items()))
