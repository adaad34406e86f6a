"""走访包 in the office: what goes out, what comes back, and what both sides changed."""

from collections.abc import Callable
from pathlib import Path

from ldz_desktop.ui.kit.feature import Target


def show_pack(show: Callable[[Target], None], path: Path) -> None:
    """Go to where a pack is merged, with that file looked at: nothing is written before somebody
    says so. show: Bench.show, or the window's show_target."""
    show(Target("visit_pack", path=path))
