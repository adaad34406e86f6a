"""The figures the street reports, as tiles that narrow the list when they are clicked."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from ldz_desktop.domain.leaders import RosterFigures
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import Button, label, row
from ldz_desktop.ui.roster.filters import DEFINITIONS, Group


@dataclass(frozen=True, slots=True)
class Figure:
    """One tile: the number as it is shown, and what it counts."""

    group: Group
    value: str
    words: str


def figures_of(figures: RosterFigures, last: int) -> tuple[Figure, ...]:
    """152 名楼栋长 · 48 名党员 · 70 % 高中及以上 · n 个空缺 · n 名上月末位."""
    return (
        Figure("leaders", f"{figures.leaders:,}", "名楼栋长"),
        Figure("party", f"{figures.party:,}", "名党员"),
        Figure("schooling", f"{figures.share} %", "高中及以上"),
        Figure("vacant", f"{figures.vacancies:,}", "个空缺"),
        Figure("last", f"{last:,}", "名上月末位"),
    )


class FigureTile(Button):
    """A number and its words; checked while the list shows only those."""

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stands_for = group
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._value = label("", "figure")
        self._words = label("", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._value)
        layout.addWidget(self._words, 1)
        for part in (self._value, self._words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            part.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_figure(self, figure: Figure) -> None:
        self._value.setText(figure.value)
        self._words.setText(figure.words)
        self.setAccessibleName(f"{figure.value} {figure.words}")
        self.setToolTip(f"{DEFINITIONS[figure.group]}。\n点一下只看这些，再点一下看全部。")

    @property
    def value_label(self) -> QLabel:
        return self._value

    @override
    def sizeHint(self) -> QSize:
        inner = self.layout()
        return super().sizeHint() if inner is None else inner.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class FigureStrip(QWidget):
    """All tiles in a row; at most one is checked. chosen: emitted when that changes."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        groups: tuple[Group, ...] = ("leaders", "party", "schooling", "vacant", "last")
        self.tiles = {group: FigureTile(group) for group in groups}
        self.setLayout(row(*self.tiles.values(), spacing=8))
        for tile in self.tiles.values():
            tile.clicked.connect(lambda checked, t=tile: self._clicked(t, checked=checked))

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        for figure in figures:
            self.tiles[figure.group].show_figure(figure)

    @property
    def group(self) -> Group:
        """The checked tile's group; "all" where none is."""
        return next((tile.stands_for for tile in self.tiles.values() if tile.isChecked()), "all")

    def clear(self) -> None:
        """No tile is checked any more (says nothing)."""
        for tile in self.tiles.values():
            tile.setChecked(False)

    def _clicked(self, chosen: FigureTile, *, checked: bool) -> None:
        for tile in self.tiles.values():
            tile.setChecked(tile is chosen and checked)
        self.chosen.emit()
