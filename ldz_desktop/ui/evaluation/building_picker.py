"""The buildings of the month beside an entry page: find one by typing, walk with the arrows."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from ldz_desktop.services.evaluation_records import BuildingProgress
from ldz_desktop.ui.evaluation.finding import matches
from ldz_desktop.ui.evaluation.panels import be_a_side
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import column, label
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel
from ldz_desktop.ui.kit.search_field import SearchField

State = Callable[[BuildingProgress], tuple[str, str]]


class BuildingPicker(QFrame):
    """chosen(building_id): another building is wanted; entered: Enter was pressed on it.

    state: a building's word and the tone of its chip, for what is being keyed here.
    """

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, state: State, *done: str, parent: QWidget | None = None) -> None:
        """done: the words of `state` that mean nothing is left to do, the plainest first."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self._state = state
        self._done = done
        self._known: Mapping[int, str] = {}
        self.field = SearchField("找楼栋（F6）", "找楼栋")
        self.field.searched.connect(self._filter)
        self.field.installEventFilter(self)
        self.model = RecordModel[BuildingProgress](
            (
                Column("building", "楼栋", lambda p: f"{p.building.compound} {p.building.name}",
                       width=0, sortable=False, tip=_tip, both_ends=True),
                Column("state", "", lambda p: state(p)[0], width=76, sortable=False,
                       chip=lambda p: state(p)[1]),
            ),
            lambda p: p.building.id,
        )  # fmt: skip
        self.table = RecordTable(self.model, "楼栋", parent=self)
        self.model.setParent(self.table)
        self.table.horizontalHeader().hide()
        self.table.current_changed.connect(self._moved)
        self.table.opened.connect(lambda _: self.entered.emit())
        self._counts = label("", "small")
        layout = column(self.field, self.table, self._counts, spacing=8)
        side = theme.px(12)
        layout.setContentsMargins(side, side, side, theme.px(8))
        self.setLayout(layout)
        be_a_side(self)

    def show_buildings(
        self, progress: tuple[BuildingProgress, ...], known: Mapping[int, str], building_id: int
    ) -> None:
        """Other counts; the cursor goes to that building without chosen being emitted. known:
        what buildings are found by."""
        self._known = known
        with QSignalBlocker(self.table):
            self.model.set_records(progress)
            self._place(building_id)
        done = sum(self._state(p)[0] in self._done for p in progress)
        self._counts.setText(f"{self._done[0]} {done}/{len(progress)} 栋")

    def select(self, building_id: int) -> None:
        """Put the cursor there without chosen being emitted."""
        with QSignalBlocker(self.table):
            self._place(building_id)

    def set_drafted(self, building_id: int, drafted: int, *, again: bool) -> None:
        """A building's draft grew or shrank while the clerk was keying. again: a second time."""
        one = self.record(building_id)
        if one is None or (one.drafted, one.checked) == (drafted, again):
            return
        now = replace(one, drafted=drafted, checked=again)
        with QSignalBlocker(self.table):
            self.model.set_records(
                [now if p.building.id == building_id else p for p in self.model.all_records()]
            )
            self.table.select_id(building_id)

    def record(self, building_id: int) -> BuildingProgress | None:
        return next((p for p in self.model.all_records() if p.building.id == building_id), None)

    def neighbour(self, building_id: int, step: int) -> int:
        """The building that many lines further; 0 at the end of the list."""
        row = self.model.row_of(building_id) + step
        return self.model.id_at(row)

    def next_open(self, building_id: int) -> int:
        """The next building with something left to do, after this one and then from the top; 0
        when there is none."""
        every = self.model.all_records()
        ids = [p.building.id for p in every]
        start = ids.index(building_id) + 1 if building_id in ids else 0
        for one in every[start:] + every[:start]:
            if one.building.id != building_id and self._state(one)[0] not in self._done:
                return one.building.id
        return 0

    def focus_find(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _place(self, building_id: int) -> None:
        if not self.table.select_id(building_id) and self.field.wanted():
            with QSignalBlocker(self.field):
                self.field.clear()
            self.model.set_filter(None)
            self.table.select_id(building_id)

    def _filter(self) -> None:
        wanted = self.field.wanted()
        kept = self.table.current_id()
        self.model.set_filter(
            (lambda p: matches(p.building.id, wanted, self._known)) if wanted else None
        )
        if not self.table.select_id(kept) and self.model.rowCount():
            self.table.select_id(self.model.id_at(0))

    def _moved(self, building_id: object) -> None:
        if building_id:
            self.chosen.emit(building_id)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down and Enter in the field work on the list below it."""
        if watched is not self.field or event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        if self.field.composing():
            return False
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            wanted = self.neighbour(self.table.current_id(), step)
            if wanted:
                self.table.select_id(wanted)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.field.search_now()
            if self.table.current_id():
                self.entered.emit()
            return True
        return False


def _tip(one: BuildingProgress) -> str:
    return f"{one.building.community} · {one.leader or '楼栋长暂缺'}"
