"""The part of the year's report about household files: what was done, what is left to do, and never
a count that speaks of a few people (FEW)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from ldz_desktop import garbage
from ldz_desktop.domain.mending_records import SEVERITIES
from ldz_desktop.domain.moments import stamp
from ldz_desktop.domain.moves import TITLES
from ldz_desktop.services.annual_report_records import FEW, Files, RhythmLine
from ldz_desktop.services.core import Core
from ldz_desktop.services.mending import MendingService
from ldz_desktop.services.progress import Progress
from ldz_desktop.services.tag_records import VisitDue
from ldz_desktop.services.tags import TagService
from ldz_desktop.storage.annual_report import AnnualReportStore

_VISIT = "登记走访"
_BULK = ("导入户档", "合并走访包")
"""Actions by their names in the journal."""


def files_part(
    core: Core, days: tuple[date, date], tags: TagService, mending: MendingService,
    progress: Progress,
) -> Files:  # fmt: skip
    """days: the first and the last of the report."""
    first, last = days
    store = AnnualReportStore(core.database)
    visits = store.visits(first, last)
    zone = core.clock().tzinfo
    since, before = (stamp(datetime(first.year + n, 1, 1, tzinfo=zone)) for n in (0, 1))
    done = store.changes(since, before)
    own = [(what, about, n) for what, about, n in done if _of_file(what, about)]
    moves = Counter[str]()
    for what, _, times in own:
        moves[what] += times
    with garbage.none_meanwhile():
        report = mending.scan(progress=progress)
    found = Counter(line.finding.kind.severity for line in report.lines)
    return Files(
        visits=sum(visits.values()),
        visited=len(visits),
        rhythm=_rhythm(tags.in_rhythm(), visits, core.today()),
        tags=tuple((kind, n) for kind, n in tags.counts().items() if n >= FEW),
        touched=len({about for _, about, _ in own}),
        changes=sum(times for _, _, times in own),
        moves=tuple((title, moves[title]) for title in TITLES.values() if moves[title] >= FEW),
        bulk=tuple((name, sum(n for what, _, n in done if what == name)) for name in _BULK),
        unchecked=report.by_kind.get("unchecked", 0),
        findings={severity: found[severity] for severity in SEVERITIES},
    )


def _of_file(what: str, about: str) -> bool:
    return about.startswith("household:") and what != _VISIT


def _rhythm(
    homes: Iterable[VisitDue], visits: dict[int, int], today: date
) -> tuple[RhythmLine, ...]:
    """The shortest period first. A period of a few households is left out: who is visited weekly
    is, as a rule, old and alone."""
    mine: dict[int, list[VisitDue]] = {}
    for home in homes:
        mine.setdefault(home.every, []).append(home)
    return tuple(
        RhythmLine(
            every, len(rows), sum(row.id in visits for row in rows),
            sum(visits.get(row.id, 0) for row in rows), sum(row.due_on(today) for row in rows),
        )
        for every, rows in sorted(mine.items())
        if len(rows) >= FEW
    )  # fmt: skip
