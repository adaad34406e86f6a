"""A list as another page takes it over: who is on it, what it is called, how it came about."""

from ldz_desktop.domain.person_filter import PersonFilter
from ldz_desktop.record import record


@record
class Listed:
    """ids: residents in the order shown; rules: they say whether names are hidden, and find the
    people anew another time."""

    ids: tuple[int, ...]
    title: str
    rules: PersonFilter
