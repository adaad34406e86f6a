"""What is in a file beside what is here now."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from ldz_desktop.domain.moments import moment_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import clear, label

if TYPE_CHECKING:
    from ldz_desktop.services.restoring import Comparison, Holding


class ComparisonTable(QWidget):
    """One column for the file; one for what is here, where something is."""

    def __init__(self, heads: tuple[str, str], made: str) -> None:
        """heads: of the two columns; made: what the file's time is called."""
        super().__init__()
        self._heads = heads
        self._names = ("办公室", made, "最后改动", "户数和人数")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(24))
        self._grid.setVerticalSpacing(theme.px(8))

    def show_comparison(self, found: "Comparison") -> None:
        clear(self._grid)
        first, second = self._heads
        heads = ("", first, second if found.present else "")
        rows = zip(self._names, _facts(found.backup), _facts(found.present), strict=True)
        for place, text in enumerate(heads):
            self._grid.addWidget(label(text, "muted"), 0, place)
        for line, (name, *texts) in enumerate(rows, 1):
            self._grid.addWidget(label(name, "muted"), line, 0)
            for place, text in enumerate(texts, 1):
                self._grid.addWidget(label(text, wrap=True), line, place)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1 if found.present else 0)


def _facts(holding: "Holding | None") -> tuple[str, str, str, str]:
    if holding is None:
        return "", "", "", ""
    made = moment_text(holding.made_at) if holding.made_at else ""
    changed = moment_text(holding.changed_at) if holding.changed_at else "—"
    counts = f"{holding.households:,} 户 {holding.residents:,} 人"
    return holding.office, made, changed, counts
