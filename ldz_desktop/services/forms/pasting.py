"""People named by lines that somebody pasted: names, identity numbers, rows of a spreadsheet."""

import re

from ldz_desktop.domain.names import clean_name
from ldz_desktop.services.forms.records import Pasted
from ldz_desktop.services.importing.cells import folded
from ldz_desktop.storage.form_people import FormPeopleStore

_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}|[A-Za-z]{3}\d{12}")
_SPLIT = re.compile(r"[\n\r\t,，;；、|]+")
_MOST_LINES = 5000


def pasted(store: FormPeopleStore, text: str) -> Pasted:
    """Who is meant. A number decides for its line; a name alone only where one person has it."""
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
