"""ranking: 1,520 leaders and 40,000 sheets, beside one SQL aggregate over the same sheets.

Ten districts of 152 leaders in one office, a month open with all its papers: the ranking as the
window asks for it, computed from the papers with ties, flags and last places. The floor is
figure_close's: what a result needs of the sheets, for every building, in one statement.
ranking_rolling: the same under scheme 2, over this month and two closed ones with as many sheets.
"""

import functools
import shutil
import statistics
from dataclasses import replace
from datetime import date

from crowds import of_part
from figure_close import AGGREGATE
from measuring import ACCOUNT, PASSWORD, TODAY, Bench, Figure, seconds

from ldz_desktop.domain.leaders import Leader, Tenure
from ldz_desktop.domain.schemes import SCHEME_1, SCHEME_2
from ldz_desktop.services.context import Office
from ldz_desktop.services.demo.district import BuildingPlan, build_district
from ldz_desktop.services.demo.months import MonthModel, month_name
from ldz_desktop.services.demo.writing import write_month, write_places
from ldz_desktop.services.opening import create_office
from ldz_desktop.storage.leaders import LeaderStore

_MONTHS = [month_name(TODAY, age) for age in (2, 1, 0)]


def measure(bench: Bench) -> list[Figure]:
    parts, runs = bench.pick(10, 2), bench.pick(9, 3)
    folder = bench.folder / "ranking"
    office, _ = create_office(folder, "测速办公室", ACCOUNT, PASSWORD)
    try:
        figures = []
        sheets = _fill(office, parts)
        for scheme, name in ((SCHEME_1, "ranking"), (SCHEME_2, "ranking_rolling")):
            if scheme is SCHEME_2:
                office.schemes.save(scheme)
                office.core.database.execute(
                    "UPDATE month SET scheme_version = 2 WHERE month = ?", (_MONTHS[-1],)
                )
            months = _MONTHS[-scheme.window :]
            ranking = functools.partial(office.evaluation.ranking, _MONTHS[-1])
            standings = ranking().standings
            assert len(standings) == 152 * parts
            assert sum(s.rank is not None for s in standings) > 100 * parts
            floor = functools.partial(_aggregates, office, months)
            value = statistics.median(seconds(ranking) for _ in range(runs))
            base = statistics.median(seconds(floor) for _ in range(runs))
            what = f"{len(standings):,} leaders, {sheets * scheme.window:,} sheets"
            figures.append(
                Figure(
                    name, what, "ms", 1000 * value, 1000 * base, value / base, 10, "≤ 10 ×", runs
                )
            )
    finally:
        office.close()
        shutil.rmtree(folder)
    return figures


def _aggregates(office: Office, months: list[str]) -> None:
    for month in months:
        assert office.core.database.rows(AGGREGATE, (month,))


def _fill(office: Office, parts: int) -> int:
    """Districts with leaders, two closed months and one open; the sheets of a month."""
    database, ids = office.core.database, office.core.ids()
    plans, every = [], []
    for part in range(parts):
        district = _bare(build_district(1 + part, TODAY), part)
        plans.append(MonthModel(1 + part, district))
        every += district
    with database.transaction():
        buildings = write_places(database, every, ids)
        leaders = LeaderStore(database)
        for number, building in enumerate(buildings):
            leader = Leader(next(ids), f"楼长{number}")
            leaders.add(leader, f"louzhang{number}")
            leaders.add_tenure(
                Tenure(next(ids), leader.id, building.id, date(2020, 1, 1), None, None)
            )
    sheets = 0
    for age, month in zip((2, 1, 0), _MONTHS, strict=True):
        office.evaluation.open_month(month)
        sheets = 0
        with database.transaction():
            for part, model in enumerate(plans):
                plan = replace(model.closed(month, age), drafts={})
                write_month(database, plan, buildings[152 * part : 152 * (part + 1)])
                sheets += sum(len(batch.sheets) for batch in plan.batches.values())
        if age:
            office.evaluation.close(month)
    return sheets


def _bare(district: list[BuildingPlan], part: int) -> list[BuildingPlan]:
    """The buildings under names of their own; their households say only how many sheets come."""
    return [
        replace(one, community=of_part(one.community, part), compound=of_part(one.compound, part))
        for one in district
    ]
