"""The same person twice in one file."""

from collections.abc import Iterable
from typing import NamedTuple

from ldz_desktop.services.importing.cells import Fault

Person = tuple[str, int, str, int, str | None, str | None, str | None]
"""sheet, row (from 1), name, number of the dwelling, document number, birth, relation."""
_SHEET, _ROW, _NAME, _DWELLING, _NUMBER, _BIRTH, _RELATION = range(7)


class Verdict(NamedTuple):
    """A later row about somebody already read. key: the column to blame."""

    at: int
    key: str
    fault: Fault


class People:
    """Everybody accepted so far in the file."""

    def __init__(self) -> None:
        self._by_number: dict[str, Person] = {}
        self._by_name: dict[tuple[int, str], Person] = {}
        self._more: dict[tuple[int, str], list[Person]] = {}

    def judge(self, persons: Iterable[tuple[int, Person]]) -> list[Verdict]:
        """Remember new people; a verdict for every row that adds nobody.

        persons: (index, person). Plain tuples and two look-ups a row: 65,000 rows pass here.
        """
        by_number, by_name = self._by_number, self._by_name
        verdicts: list[Verdict] = []
        for index, person in persons:
            number = person[4]
            place = (person[3], person[2])
            if number in by_number or place in by_name:
                verdict = self._second(index, person)
                if verdict is not None:
                    verdicts.append(verdict)
                continue
            by_name[place] = person
            if number is not None:
                by_number[number] = person
        return verdicts

    def _second(self, index: int, person: Person) -> Verdict | None:
        _, _, name, dwelling, number, _, _ = person
        if number is not None and number in self._by_number:
            return _same_number(index, person, self._by_number[number])
        place = (dwelling, name)
        known = [self._by_name[place], *self._more.get(place, ())]
        twin = next((other for other in known if _same_person(person, other)), None)
        if twin is not None:
            return _repeated(index, person, twin)
        self._more.setdefault(place, []).append(person)
        if number is not None:
            self._by_number[number] = person
        return None


def _same_number(index: int, person: Person, holder: Person) -> Verdict:
    at = _at(person, holder)
    if person[_NAME] != holder[_NAME]:
        reason = f"与{at}证件号码相同，姓名不同，请核对这两行。"
        return Verdict(index, "id_number", Fault("refused", "duplicate_number", reason))
    if person[_DWELLING] != holder[_DWELLING]:
        reason = f"与{at}是同一个人，住址不同。一个人只能登记在一户，请核对。"
        return Verdict(index, "id_number", Fault("refused", "two_dwellings", reason))
    return _repeated(index, person, holder)


def _repeated(index: int, person: Person, other: Person) -> Verdict:
    reason = f"与{_at(person, other)}是同一个人，没有重复登记。"
    return Verdict(index, "name", Fault("note", "repeated", reason))


def _same_person(person: Person, other: Person) -> bool:
    """Whether two rows of one dwelling with one name are one person, of whom at least one row
    gives no number. Different birth dates or relations tell them apart."""
    if person[_NUMBER] is not None and other[_NUMBER] is not None:
        return False
    return not any(
        person[field] is not None and other[field] is not None and person[field] != other[field]
        for field in (_BIRTH, _RELATION)
    )


def _at(person: Person, other: Person) -> str:
    row = f"第{other[_ROW]}行"
    return row if other[_SHEET] == person[_SHEET] else f"“{other[_SHEET]}”{row}"
