"""What the menus 变动 and 更多 of the card offer; each opens a dialog of its own."""

from functools import partial
from typing import TYPE_CHECKING

from ldz_desktop.ui.households.moves import MOVES, open_move
from ldz_desktop.ui.households.toolbar import SEPARATOR, Verb

if TYPE_CHECKING:
    from ldz_desktop.ui.households.card import HouseholdCard
    from ldz_desktop.ui.kit.feature import Bench


class CardVerbs:
    """Reads the card's household when a verb is chosen."""

    def __init__(self, bench: "Bench", card: "HouseholdCard") -> None:
        self._bench = bench
        self._card = card

    def moves(self) -> tuple[Verb, ...]:
        """What happens to a household (换户主, 换租 …)."""
        return tuple(
            (caption, partial(self._move, key)) if key else SEPARATOR for key, caption in MOVES
        )

    def _move(self, key: str) -> None:
        household = self._card.household
        if household is None or not self._card.may_leave():
            return
        member = self._card.members.selected
        open_move(key, self._bench, household.id, self._card, member.id if member else 0)

    def more(self, *, closed: bool) -> tuple[Verb, ...]:
        """Papers, photos, history. closed: what a file that is only looked at offers."""
        photos = (
            ("添加照片或扫描件(&A) …", self._card.strip.choose),
            ("粘贴剪贴板里的图片(&V)", self._card.strip.paste),
        )
        return (
            *(() if closed else photos),
            ("打印档案卡(&P) …", self._print),
            ("变更历史(&H)", self._card.open_history),
        )

    def _print(self) -> None:
        household = self._card.household
        if household is not None:
            from ldz_desktop.ui.households.lists.papers import CardPaperDialog

            CardPaperDialog(self._bench, [household.id], self._card).open()
