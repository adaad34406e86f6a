"""People for forms: found by name, number or household, and read with all that is known."""

from collections.abc import Iterator, Sequence

from ldz_desktop.storage.database import Database, Row
from ldz_desktop.storage.tags import ADDRESS_ORDER, COUNTED, PERSON_FROM

_BATCH = 900  # bound values in one statement
_PERSON = (
    "r.id, r.household_id, r.name, r.relation, r.id_type, r.id_number, r.sex, r.birth, r.ethnic, "
    "r.education, r.occupation, r.workplace, r.health, r.political, r.marital, r.phone, "
    "r.registered_here, r.lives_here, r.registered_address, r.note, r.position, r.father_id, "
    "r.mother_id, r.spouse_id, r.state"
)


class FormPeopleStore:
    """Reads in bulk; writes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- finding ---------------------------------------------------------------------------------

    def named(self, name: str) -> list[int]:
        """Who has exactly this name."""
        return self._matching("r.name = ?", name)

    def numbered(self, number: str) -> list[int]:
        """Whose identity number this is (the old 15 digits too)."""
        return self._matching("r.id_number = ?", number) or self._matching("r.id_old = ?", number)

    def _matching(self, condition: str, value: str) -> list[int]:
        return [
            int(row[0])
            for row in self._database.rows(
                f"SELECT r.id FROM resident r {PERSON_FROM} WHERE {condition} AND {COUNTED} "
                f"ORDER BY {ADDRESS_ORDER}",
                (value,),
            )
        ]

    def of_households(self, households: Sequence[int], *, heads: bool) -> list[int]:
        """Everybody who counts in those households, in their order. heads: only their heads."""
        found: dict[int, list[int]] = {}
        narrow = "AND r.relation = '02'" if heads else ""
        for resident, household in self._many(
            "SELECT r.id, r.household_id FROM resident r JOIN household h "
            f"ON h.id = r.household_id WHERE {COUNTED} {narrow} AND r.household_id IN",
            households,
            "ORDER BY r.position, r.id",
        ):
            found.setdefault(household, []).append(int(resident))
        return [i for household in households for i in found.get(household, ())]

    def tag_kinds(self) -> list[str]:
        """Kinds of tags that somebody wrote down."""
        return [str(kind) for (kind,) in self._database.rows("SELECT DISTINCT kind FROM tag")]

    # -- reading ---------------------------------------------------------------------------------

    def residents(self, ids: Sequence[int]) -> list[Row]:
        """Those of them who are present: people.Person's columns. Who is in a closed file does not
        count: homes() leaves it out. (Looking at it here would read all those pages twice.)"""
        return self._many(
            f"SELECT {_PERSON} FROM resident r WHERE r.state = 'present' AND r.id IN", ids
        )

    def members(self, households: Sequence[int]) -> list[Row]:
        """Everybody on the files of those households, the dead and moved too: people.Person's
        columns."""
        return self._many(f"SELECT {_PERSON} FROM resident r WHERE r.household_id IN", households)

    def homes(self, households: Sequence[int]) -> list[Row]:
        """Those of the households that are not closed: people.Home's columns."""
        return self._many(
            "SELECT h.id, b.id, c.street, c.name, k.name, b.name, d.unit, d.room, d.tenure, "
            "h.file_no, h.checked_on, h.opened_on, h.contact_name, h.contact_phone, "
            "h.contact_relation, d.landlord_name, d.landlord_phone, (SELECT count(*) "
            "FROM resident m WHERE m.household_id = h.id AND m.state = 'present') "
            "FROM household h JOIN dwelling d ON d.id = h.dwelling_id "
            "JOIN building b ON b.id = d.building_id JOIN compound k ON k.id = b.compound_id "
            "JOIN community c ON c.id = k.community_id WHERE h.closed_on IS NULL AND h.id IN",
            households,
        )

    def leaders(self) -> dict[int, tuple[str, str | None]]:
        """Building → name and telephone of the leader in office."""
        return {
            int(building): (str(name), phone)
            for building, name, phone in self._database.rows(
                "SELECT t.building_id, l.name, l.phone FROM tenure t "
                "JOIN leader l ON l.id = t.leader_id WHERE t.ended_on IS NULL ORDER BY t.id"
            )
        }

    def _many(self, sql: str, ids: Sequence[int], order: str = "") -> list[Row]:
        found: list[Row] = []
        for batch in _batches(ids):
            marks = ",".join("?" * len(batch))
            found += self._database.rows(f"{sql} ({marks}) {order}", batch)
        return found


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
