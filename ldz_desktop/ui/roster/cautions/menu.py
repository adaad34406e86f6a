"""What the card's menu 更多 leads to: a talk with the leader, and the hand-over."""

from typing import TYPE_CHECKING

from ldz_desktop.services.cautions import TALK
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.roster.cautions.steps import Steps

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ldz_desktop.domain.leaders import LeaderRow
    from ldz_desktop.services.cautions_records import Case
    from ldz_desktop.services.roster import LeaderDetail
    from ldz_desktop.ui.kit.feature import Bench


def talk(bench: "Bench", owner: "QWidget", detail: "LeaderDetail", row: "LeaderRow | None") -> None:
    """The form of a talk where the chain asks for one; else the leader's chain in the section."""
    cautions, leader = bench.office.cautions, detail.leader

    def show(cases: "tuple[Case, ...]") -> None:
        running = next((case for case in cases if case.running), None)
        if running is not None and running.count > 1 and running.newest(TALK) is None:
            Steps(bench, owner, lambda: None).take(running.tenure_id, TALK, leader.name)
        elif cases:
            bench.show(Target("caution", cases[0].tenure_id))
        else:
            bench.notices.info(f"{leader.name}没有末位记录，不需要约谈。")

    del row
    bench.tasks.run(lambda progress: cautions.of_leader(leader.id), show, owner=owner)


def hand_over(
    bench: "Bench", owner: "QWidget", detail: "LeaderDetail", row: "LeaderRow | None"
) -> None:
    """The hand-over of the term in office, to be prepared; out of office, of the newest term."""
    del owner
    if row is not None:
        bench.show(Target("handover", row.tenure_id))
    elif detail.tenures:
        bench.show(Target("handover", detail.tenures[0].tenure.id))
    else:
        bench.notices.info(f"{detail.leader.name}没有任期，没有要交接的。")
