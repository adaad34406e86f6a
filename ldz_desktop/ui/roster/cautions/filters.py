"""What the list of chains is narrowed to."""

from collections.abc import Callable
from datetime import date

from ldz_desktop.services.cautions_records import Case
from ldz_desktop.services.codes import reader
from ldz_desktop.ui.kit.finder import fits
from ldz_desktop.ui.roster.cautions.columns import late

Kept = Callable[[Case, date], bool]

GROUPS: dict[str, tuple[str, Kept]] = {
    "now": ("待办和当前末位", lambda c, today: c.step is not None or c.running),
    "due": ("待办", lambda c, today: c.step is not None),
    "late": ("逾期", late),
    "done": ("已办结", lambda c, today: _closed(c) and c.open_void is None and c.chain is not None),
    "void": ("已失效", lambda c, today: c.chain is None or c.open_void is not None),
    "all": ("全部", lambda c, today: True),
}


def _closed(case: Case) -> bool:
    return case.step is None and not case.running


def keeps(case: Case, text: str, community: str) -> bool:
    """Whether words that were typed and the community fit."""
    if community and case.building.community != community:
        return False
    texts = (case.leader, case.building.title, case.building.community)
    return fits(text, texts, _pinyin(case.leader) if text.isascii() else "")


def _pinyin(name: str) -> str:
    return " ".join(key for r in reader().readings(name) for key in (r.full, r.initials))
