"""What the menus 变动 and 更多 of the card offer; each opens a dialog of its own."""

from typing import TYPE_CHECKING

from ldz_desktop.ui.households.toolbar import Verb

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
        return ()

    def more(self) -> tuple[Verb, ...]:
        """Papers, photos, history."""
        return (
            ("添加照片或扫描件(&A) …", self._card.strip.choose),
            ("粘贴剪贴板里的图片(&V)", self._card.strip.paste),
            ("变更历史(&H)", self._card.open_history),
        )
