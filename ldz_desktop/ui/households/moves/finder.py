"""Finding a household or somebody on file, by whatever is known of them."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ldz_desktop.services.search import Hit
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.hit_popup import Answer, HitPopup
from ldz_desktop.ui.kit.pieces import column
from ldz_desktop.ui.kit.search_field import SearchField

_ICONS = {"resident": "person", "household": "home"}
_MOST = 30


class Finder(QFrame):
    """chosen(Hit): somebody picked an answer; the field is empty again then."""

    chosen = Signal(object)

    def __init__(
        self,
        bench: Bench,
        hint: str,
        *,
        kind: Literal["resident", "any"] = "any",
        window: QWidget,
    ) -> None:
        """kind: people only, or dwellings too. window: the dialog the answers hang in."""
        super().__init__()
        self._bench = bench
        self._kind = kind
        self.field = SearchField(hint)
        self.popup = HitPopup(self.field, window)
        self.field.searched.connect(self._search)
        self.popup.chosen.connect(self._choose)
        self.setFocusProxy(self.field)
        layout = column(self.field)
        self.setLayout(layout)

    def _search(self) -> None:
        text = self.field.wanted()
        if not text:
            self.popup.dismiss()
            return
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.search.find(text, _MOST),
            self._shower(text),
            owner=self,
            key="moves.find",
        )

    def _shower(self, text: str) -> Callable[[tuple[Hit, ...]], None]:
        def show(hits: tuple[Hit, ...]) -> None:
            wanted = [h for h in hits if self._fits(h)]
            answers = [Answer(_ICONS[h.kind], h.title, h.address, h) for h in wanted]
            self.popup.show_answers(text, answers)

        return show

    def _fits(self, hit: Hit) -> bool:
        return hit.kind == "resident" or (hit.kind == "household" and self._kind == "any")

    def _choose(self, value: object) -> None:
        self.field.clear()
        self.field.search_now()
        self.chosen.emit(value)
