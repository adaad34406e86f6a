"""The board: a row for a building, a column for a step."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from ldz_desktop.domain.places import natural_key
from ldz_desktop.domain.selections import STEP_TITLES, STEPS, Step, StepState
from ldz_desktop.services.selections_reading import BoardRow
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.record_table import RecordDelegate, RecordTable
from ldz_desktop.ui.kit.records import Column, Index, RecordModel
from ldz_desktop.ui.roster.selections.words import TONES, situation, state_words, term_end

_FIRST_STEP = 3  # columns before the steps
_BUILDING, _WHO, _END = 112, 72, 132
_NARROW = 800  # below this width the dates of the steps come before the term's end


def _state(row: BoardRow, step: Step) -> StepState | None:
    return next((s for s in row.steps if s.step == step), None)


def _text(step: Step) -> Callable[[BoardRow], str]:
    def text(row: BoardRow) -> str:
        found = _state(row, step)
        if found is None and step == STEPS[0]:
            return "待开始"
        return "" if found is None else found.text

    return text


def _chip(step: Step) -> Callable[[BoardRow], str | None]:
    def chip(row: BoardRow) -> str | None:
        found = _state(row, step)
        if found is None:
            return "grey"
        return TONES[found.state] if found.text else None

    return chip


def _tip(step: Step) -> Callable[[BoardRow], str]:
    def tip(row: BoardRow) -> str:
        found = _state(row, step)
        return "" if found is None else f"{STEP_TITLES[step]}　{state_words(found)}"

    return tip


def _order(step: Step) -> Callable[[BoardRow], tuple[int, str] | None]:
    def order(row: BoardRow) -> tuple[int, str] | None:
        """What needs somebody first, then what waits (the nearest day first), then what is done."""
        found = _state(row, step)
        if found is None or found.state == "later":
            return None
        rank = ("blocked", "now", "waiting", "done").index(found.state)
        return rank, found.on.isoformat() if found.on else ""

    return order


def board_columns() -> tuple[Column[BoardRow], ...]:
    """Building, who is there, and the five steps, which share what room is left."""
    steps = tuple(
        Column(
            step, STEP_TITLES[step], _text(step), width=0, chip=_chip(step), tip=_tip(step),
            sort=_order(step),
        )
        for step in STEPS
    )  # fmt: skip
    return (
        Column(
            "building", "楼栋", lambda r: r.building.title, width=_BUILDING,
            strong=lambda r: r.vacant,
            sort=lambda r: (natural_key(r.building.compound), natural_key(r.building.name)),
        ),
        Column(
            "who", "现任", situation, width=_WHO,
            chip=lambda r: "amber" if r.group == "vacant" else None,
            tone=lambda r: "muted" if r.group == "finished" else None,
        ),
        Column(
            "end", "任期届满", term_end, width=_END,
            sort=lambda r: r.incumbent.term_end if r.incumbent is not None else None,
        ),
        *steps,
    )  # fmt: skip


class BoardTable(RecordTable):
    """cell_opened(id, step): Enter or a click on a cell; step "" where the cell is no step."""

    cell_opened = Signal(object, str)

    def __init__(self, model: RecordModel[BoardRow], parent: QWidget | None = None) -> None:
        super().__init__(model, "推选进度", parent=parent)
        self.setItemDelegate(_CellDelegate(self))
        self.clicked.connect(self._cell)
        self.opened.connect(lambda _: self._cell(self.currentIndex()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= theme.px(_NARROW)
        self.setColumnHidden(_FIRST_STEP - 1, not wide)
        super().resizeEvent(event)

    def _cell(self, index: QModelIndex) -> None:
        ident = self._records.id_at(index.row()) if index.isValid() else 0
        if ident:
            self.cell_opened.emit(ident, step_of(index.column()))


def step_of(section: int) -> str:
    """The step of a column; "" for the first ones."""
    return STEPS[section - _FIRST_STEP] if section >= _FIRST_STEP else ""


class _CellDelegate(RecordDelegate):
    """The cell with the cursor has a frame: it is the step that Enter opens."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        view = option.widget
        if not isinstance(view, BoardTable) or not view.hasFocus():
            return
        if index != view.currentIndex() or not step_of(index.column()):
            return
        painter.save()
        painter.setPen(QPen(theme.color("focus"), 2, Qt.PenStyle.SolidLine))
        painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()
