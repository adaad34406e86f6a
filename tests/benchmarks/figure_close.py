"""close: closing a month of 152 leaders and 4,000 sheets, beside one SQL aggregate over the sheets.

The floor is what a result needs of the sheets, for every building, in one statement: valid sheets,
the mean of the sheets' means, the share of satisfied answers, and how often each grade was given.
Each closing is of another month, as a month closes only once; the first does not count.
"""

import functools
import shutil
import statistics
from dataclasses import replace

from measuring import ACCOUNT, PASSWORD, TODAY, Bench, Figure, open_there, seconds

from ldz_desktop.services.demo import build_demo
from ldz_desktop.services.demo.district import build_district
from ldz_desktop.services.demo.months import MonthModel, month_name
from ldz_desktop.services.demo.writing import write_month

_GRADES = range(1, 6)
_COUNTS = ", ".join(
    f"length(answers) - length(replace(answers, '{grade}', '')) AS n{grade}" for grade in _GRADES
)
_ANSWERED = "(n1 + n2 + n3 + n4 + n5)"
AGGREGATE = (
    f"SELECT building_id, count(*), avg(20.0 * (n1 + 2*n2 + 3*n3 + 4*n4 + 5*n5) / {_ANSWERED}), "
    f"100.0 * sum(n4 + n5) / sum({_ANSWERED}), sum(n1), sum(n2), sum(n3), sum(n4), sum(n5) "
    f"FROM (SELECT building_id, {_COUNTS} FROM sheet WHERE month = ?) WHERE {_ANSWERED} >= 4 "
    "GROUP BY building_id"
)


def measure(bench: Bench) -> list[Figure]:
    folder = bench.folder / "closing"
    build_demo(folder, ACCOUNT, PASSWORD, months=0, today=TODAY)
    office = open_there(folder)
    try:
        runs = bench.pick(9, 3)
        database, evaluation = office.core.database, office.evaluation
        evaluation.remove_month(month_name(TODAY, 0))
        model = MonthModel(1, build_district(1, TODAY))
        closing, floor = [], []
        for age in range(runs + 1, 0, -1):
            month = month_name(TODAY, age)
            evaluation.open_month(month)
            plan = replace(model.closed(month, age), drafts={})
            with database.transaction():
                write_month(database, plan, office.households.buildings())
            rows = database.rows(AGGREGATE, (month,))
            assert len(rows) == len(plan.batches)
            floor.append(
                statistics.median(
                    seconds(functools.partial(database.rows, AGGREGATE, (month,))) for _ in range(5)
                )
            )
            closing.append(seconds(functools.partial(evaluation.close, month)))
        sheets = sum(len(batch.sheets) for batch in plan.batches.values())
    finally:
        office.close()
        shutil.rmtree(folder)
    value, base = statistics.median(closing[1:]), statistics.median(floor[1:])
    return [
        Figure(
            "close", f"152 leaders, {sheets:,} sheets", "ms", 1000 * value, 1000 * base,
            value / base, 10, "≤ 10 ×", runs,
        )
    ]  # fmt: skip
