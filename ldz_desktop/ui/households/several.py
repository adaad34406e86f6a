"""What the menu of the list does to every selected household at once."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ldz_desktop.domain.codes import TENURE
from ldz_desktop.ui.kit.doing import do

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.record_table import Verbs


def several_verbs(bench: "Bench", owner: "QWidget", ids: Sequence[int]) -> "Verbs":
    """For one household or many; each is one action with 撤销."""
    if not ids:
        return ()
    several = bench.office.several
    count = f"（{len(ids):,} 户）" if len(ids) > 1 else ""

    def run(work: "Callable[[], Done]") -> None:
        do(bench, owner, work, lambda: None)

    return (
        (f"今日已核对{count}(&H)", partial(run, lambda: several.check(ids))),
        (f"今天走访过{count}(&V)", partial(run, lambda: several.visit(ids))),
        *(
            (
                f"居住情况改为{entry.label}{count}",
                partial(run, partial(several.tenure, ids, entry.code)),
            )
            for entry in TENURE.entries
        ),
    )
