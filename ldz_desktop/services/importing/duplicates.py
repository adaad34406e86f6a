"""The same person twice in one file."""

from typing import NamedTuple

from ldz_desktop.services.importing.cells import Fault


class Person(NamedTuple):
    """Who was read so far. place: where, for the sentence; dwelling: its number."""

    sheet: str
    row: int
    name: str
    dwelling: int
    number: str | None
    birth: str | None
    relation: str | None


class Verdict(NamedTuple):
    """A later row about somebody already read. key: the column to blame."""

    key: str
    fault: Fault


class People:
    """Everybody accepted so far in the file."""

    def __init__(self) -> None:
        self._by_number: dict[str, Person] = {}
        self._by_name: dict[tuple[int, str], Person] = {}
        self._more: dict[tuple[int, str], list[Person]] = {}

    def judge(self, person: Person) -> Verdict | None:
        """None for a new person, who is remembered; else why the row adds nobody."""
        if person.number is not None:
            holder = self._by_number.get(person.number)
            if holder is not None:
                return _same_number(person, holder)
        place = (person.dwelling, person.name)
        first = self._by_name.get(place)
        if first is not None:
            known = [first, *self._more.get(place, ())]
            twin = next((other for other in known if _same_person(person, other)), None)
            if twin is not None:
                return _repeated(person, twin)
            self._more.setdefault(place, []).append(person)
        else:
            self._by_name[place] = person
        if person.number is not None:
            self._by_number[person.number] = person
        return None


def _same_number(person: Person, holder: Person) -> Verdict:
    at = _at(person, holder)
    if person.name != holder.name:
        return Verdict(
            "id_number",
            Fault("refused", "duplicate_number", f"与{at}证件号码相同，姓名不同，请核对这两行。"),
        )
    if person.dwelling != holder.dwelling:
        return Verdict(
            "id_number",
            Fault(
                "refused",
                "two_dwellings",
                f"与{at}是同一个人，住址不同。一个人只能登记在一户，请核对。",
            ),
        )
    return _repeated(person, holder)


def _repeated(person: Person, other: Person) -> Verdict:
    reason = f"与{_at(person, other)}是同一个人，没有重复登记。"
    return Verdict("name", Fault("note", "repeated", reason))


def _same_person(person: Person, other: Person) -> bool:
    """Whether two rows of one dwelling with one name are one person, of whom at least one row
    gives no number. Different birth dates or relations tell them apart."""
    if person.number is not None and other.number is not None:
        return False
    if person.birth is not None and other.birth is not None and person.birth != other.birth:
        return False
    return (
        person.relation is None or other.relation is None or person.relation == other.relation
    )


def _at(person: Person, other: Person) -> str:
    return f"第 {other.row} 行" if other.sheet == person.sheet else f"“{other.sheet}”第 {other.row} 行"
