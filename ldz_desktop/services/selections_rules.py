"""What an office asks of candidates, and for how long it appoints: settings."""

import json
from collections.abc import Sequence

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.selections import CRITERIA, TERM_YEARS, Selection
from ldz_desktop.errors import InputError
from ldz_desktop.services.core import Core
from ldz_desktop.services.settings import SettingService

_CRITERIA, _YEARS = "selection_criteria", "term_years"
_OWN_CRITERIA = ("本人愿意任职",)
_MOST_CRITERIA, _LONGEST_CRITERION = 12, 20
LONGEST_TERM = 10


class SelectionRules:
    """Settings of a selection."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._settings = SettingService(core)

    def own_criteria(self) -> tuple[str, ...]:
        """What this office asks besides CRITERIA."""
        kept = self._settings.value(_CRITERIA)
        return tuple(json.loads(kept)) if kept else _OWN_CRITERIA

    def criteria(self, selection: Selection) -> tuple[str, ...]:
        """What a selection's review asks: as it was at its first review, else as it is now."""
        return selection.criteria or (*CRITERIA, *self.own_criteria())

    def term_years(self) -> int:
        """How long a term is proposed to be."""
        return int(self._settings.value(_YEARS, str(TERM_YEARS)))

    def save(self, own: Sequence[str], years: int) -> Change:
        """own: criteria besides CRITERIA; reviews that have begun keep theirs. Raises InputError
        for too many or too long ones, or a term nobody is appointed for."""
        wanted = tuple(dict.fromkeys(text for one in own if (text := one.strip())))
        if len(wanted) > _MOST_CRITERIA or any(len(one) > _LONGEST_CRITERION for one in wanted):
            raise InputError(
                "条件太多或太长",
                f"最多 {_MOST_CRITERIA} 条，每条不超过 {_LONGEST_CRITERION} 个字。",
            )
        if not 1 <= years <= LONGEST_TERM:
            raise InputError("任期不对", f"任期要在 1 到 {LONGEST_TERM} 年之间。")
        with self._core.database.transaction():
            self._settings.set_value(_CRITERIA, json.dumps(wanted, ensure_ascii=False))
            self._settings.set_value(_YEARS, str(years))
            self._core.log("settings.selection")
        return Change.of("settings", "leaders", what="审查条件和任期已保存")
