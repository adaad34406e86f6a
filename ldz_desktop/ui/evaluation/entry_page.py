"""Keying a month's sheets, building after building, without touching the mouse."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.domain.evaluation import Scheme
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.evaluation.batch_desk import BatchDesk
from ldz_desktop.ui.evaluation.building_picker import BuildingPicker
from ldz_desktop.ui.evaluation.entry_words import AGREED, DONE, entry_state
from ldz_desktop.ui.evaluation.month_data import MonthData
from ldz_desktop.ui.evaluation.panels import lay_out
from ldz_desktop.ui.evaluation.saver import Saver
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.pieces import button, card, label, row


class EntryPage(QWidget):
    """left: the clerk goes back to the month. The buildings, and the batch of one of them."""

    left = Signal()

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._bench = bench
        self._month = ""
        self._entering = False  # Enter was pressed on a building that is still being read
        self.picker = BuildingPicker(entry_state, DONE, AGREED)
        self.desk = BatchDesk(bench)
        self._title = label("", "title")
        self._name = label("", "title")
        self._leader = label("", "muted")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        back = button("返回(&Q)", self.leave, icon="back", tip="回到本月（Esc）")
        top = card(row(back, self._title, None, self._leader, self._name))
        body = QHBoxLayout()
        body.addWidget(self.picker)
        body.addWidget(self.desk, 1)
        lay_out(self, top, body)

    def _connect(self) -> None:
        desk = self.desk
        self.picker.chosen.connect(self.go)
        self.picker.entered.connect(self._entered)
        desk.ready.connect(self._begin)
        desk.counted.connect(
            lambda ident, count, again: self.picker.set_drafted(ident, count, again=again)
        )
        desk.next_wanted.connect(self._next_open)
        desk.go_wanted.connect(self.go)
        keys = {
            "F6": self.picker.focus_find,
            "F7": desk.header.focus_first,
            "F8": desk.to_pad,
            "F9": desk.commit,
            "F10": desk.key_again,
        }
        page_keys(self, keys)

    # -- what the tab calls ----------------------------------------------------------------------

    def open(self, data: MonthData, scheme: Scheme, building_id: int) -> None:
        """Begin or go on keying. building_id 0: the first building with something left to do."""
        if data.overview is None:
            return
        self._month, progress = data.overview.info.month, data.progress
        self.desk.use(self._month, scheme)
        self._title.setText(f"录入满意度调查表 · {month_text(self._month)}")
        self.picker.show_buildings(progress, data.known, building_id)
        wanted = building_id or self.picker.next_open(0) or (
            progress[0].building.id if progress else 0
        )  # fmt: skip
        self.go(wanted)

    def show_progress(self, data: MonthData) -> None:
        """The counts changed, here or elsewhere."""
        month = data.overview.info.month if data.overview is not None else ""
        ident = self.building_id()
        if month != self._month or not ident:
            return
        self.picker.show_buildings(data.progress, data.known, ident)
        now = self.picker.record(ident)
        if now is not None:
            self.desk.renew(now)

    def go(self, building_id: object) -> None:
        """Another building."""
        assert isinstance(building_id, int)
        one = self.picker.record(building_id)
        if one is None:
            return
        self.picker.select(building_id)
        self._name.setText(f"{one.building.compound} {one.building.name}")
        self._leader.setText(f"{one.building.community} · {one.leader or '楼栋长暂缺'}")
        self.desk.load(one)

    def leave(self) -> None:
        """Back to the month, whose counts are read anew."""
        self.saver().settled(self.left.emit)

    def saver(self) -> Saver[Draft]:
        """For the tab, which waits for the last write before the window closes."""
        return self.desk.saver()

    def building_id(self) -> int:
        return self.desk.building_id()

    # -- keys ------------------------------------------------------------------------------------

    def _entered(self) -> None:
        self._entering = True
        self._begin()

    def _begin(self) -> None:
        if self.picker.field.hasFocus() and not self._entering:
            return  # still looking for a building
        self._entering = not self.desk.begin()

    def _next_open(self) -> None:
        wanted = self.picker.next_open(self.building_id())
        if wanted:
            self.go(wanted)
            return
        self._bench.notices.info("所有楼栋的表都已交批")
        self.leave()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif step:
            self.go(self.picker.neighbour(self.building_id(), step))
        else:
            super().keyPressEvent(event)
