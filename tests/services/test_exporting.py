"""What an export says it holds is what the window counts."""

from dataclasses import replace
from datetime import date

from ldz_desktop.domain.households import Resident
from ldz_desktop.services.context import Office


def test_an_export_counts_people_as_the_window_does(office: Office) -> None:
    office.households.add_place("兴新社区", "福锦苑", "1栋")
    building = office.households.buildings()[0].id
    home, vacant = (office.households.create(building, "1", room).ids[0] for room in ("101", "102"))
    for name, state in (("何丽娟", "present"), ("何大全", "dead"), ("何小林", "moved")):
        made = office.households.add_resident(home, Resident(0, home, name))
        last = office.households.resident(made.ids[-1])
        gone = None if state == "present" else date(2026, 1, 5)
        if gone is not None:
            office.households.save_resident(last, replace(last, state=state, state_on=gone))
    table = office.exporting.households("报街道")
    totals = office.households.totals()
    assert (totals.households, totals.residents) == (2, 1)
    assert table.counted == "2 户，在册 1 人"
    assert table.note == (
        "2 户，在册 1 人。另列已故 1 人、已迁出 1 人、没有登记人的户 1 行，不计入人数。"
    )
    assert len(table.rows) == 4
    assert not office.households.get(vacant).members
