"""Whose parent or spouse somebody is, is looked up and never searched for among all residents."""

from dataclasses import replace
from typing import Any

import pytest

from ldz_desktop.domain.households import Resident
from ldz_desktop.services.context import Office
from ldz_desktop.storage.merging import MergingStore
from ldz_desktop.storage.moves import MoveStore


@pytest.fixture
def family(office: Office) -> tuple[Resident, ...]:
    place = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    home = office.households.create(place, "1", "101").ids[0]
    father = office.households.add_resident(home, Resident(0, 0, "张建国", "02")).ids[1]
    wife = Resident(0, 0, "王秀英", "10", spouse_id=father)
    mother = office.households.add_resident(home, wife).ids[1]
    office.households.add_resident(home, Resident(0, 0, "张小华", "20", father_id=father))
    before = office.households.resident(father)
    office.households.save_resident(before, replace(before, spouse_id=mother))
    return office.households.get(home).members


def scans(office: Office, asked: list[tuple[str, Any]]) -> list[str]:
    """The steps of those statements that read a whole table of people."""
    found = []
    for sql, values in asked:
        for *_, step in office.core.database.rows(f"EXPLAIN QUERY PLAN {sql}", values or ()):
            if str(step).startswith("SCAN resident"):
                found.append(sql)
    return found


def test_links_are_found_by_index(office: Office, family: tuple[Resident, ...]) -> None:
    father, mother, child = family
    asked: list[tuple[str, Any]] = []
    connection = office.core.database.connection()
    connection.exec_trace = lambda _, sql, values: asked.append((sql, values)) or True
    try:
        linked = MoveStore(office.core.database).linked([father])
        counts = MergingStore(office.core.database).counts(father.id)
        with office.core.action("测试"):
            MergingStore(office.core.database).move_links(father.id, child.id)
    finally:
        connection.exec_trace = None
    assert {person.id for person in linked} == {mother.id, child.id}
    assert counts["link"] == 2
    kin = [(sql, values) for sql, values in asked if "father_id" in sql or "spouse_id" in sql]
    kin = [(sql, values) for sql, values in kin if "change_log" not in sql]
    assert len(kin) >= 5
    assert scans(office, kin) == []
