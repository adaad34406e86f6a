"""Keying a month's sheets, building after building, without touching the mouse."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.domain.evaluation import Scheme
from ldz_desktop.errors import KnownError
from ldz_desktop.services.evaluation_records import BuildingProgress, Draft
from ldz_desktop.services.months import month_text
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.evaluation.batch_header import BatchHeader
from ldz_desktop.ui.evaluation.batches import Batches
from ldz_desktop.ui.evaluation.building_picker import BuildingPicker
from ldz_desktop.ui.evaluation.entry import DELETE, FINISH, Happened, SheetEntry, header_problems
from ldz_desktop.ui.evaluation.entry_words import (
    DONE,
    HINTS,
    LEGEND,
    balance_words,
    entry_state,
)
from ldz_desktop.ui.evaluation.handed_over import HandedOver
from ldz_desktop.ui.evaluation.month_data import MonthData
from ldz_desktop.ui.evaluation.pad import SheetPad
from ldz_desktop.ui.evaluation.panels import bind, click_focused, legend, tight
from ldz_desktop.ui.evaluation.saver import Saver
from ldz_desktop.ui.evaluation.sheet_list import SheetList
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, card, column, label, row


class EntryPage(QWidget):
    """left: the clerk goes back to the month. Everything keyed is stored as a draft at once."""

    left = Signal()

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._bench = bench
        self._month = ""
        self._building: BuildingProgress | None = None
        self._entry = SheetEntry()
        self._ready = False
        self._entering = False  # Enter was pressed on a building that is still being read
        self._batches = Batches(bench, self)
        self._saver = Saver[Draft](bench, lambda office: office.evaluation.save_draft, self)
        self._saver.state_changed.connect(self._show_saved)
        self.picker = BuildingPicker(entry_state, DONE)
        self.header = BatchHeader()
        self.pad = SheetPad()
        self.sheets = SheetList()
        self.handed = HandedOver()
        self._title = label("", "title")
        self._name = label("", "title")
        self._leader = label("", "muted")
        self._place = QStackedWidget()
        self._place.addWidget(self._pad_card())
        self._place.addWidget(self.handed)
        self._lay_out()
        self._connect()

    # -- building it -----------------------------------------------------------------------------

    def _pad_card(self) -> QFrame:
        keys = legend(LEGEND)
        keys.setVisible(not theme.is_large())
        self.pad.setToolTip(LEGEND)
        return card(column(self.pad, keys))

    def _lay_out(self) -> None:
        back = button("返回(&Q)", self.leave, icon="back", tip="回到本月（Esc）")
        top = card(row(back, self._title, None, self._leader, self._name))
        middle = column(self.header, self._place)
        middle.setSpacing(tight())
        middle.setStretch(1, 1)
        body = QHBoxLayout()
        body.setSpacing(tight())
        body.addWidget(self.picker)
        body.addLayout(middle, 1)
        body.addWidget(self.sheets)
        layout = column(top, body)
        layout.setSpacing(tight())
        layout.setStretch(1, 1)
        side = theme.px(16)
        layout.setContentsMargins(side, tight() + 4, side, tight() + 4)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.picker.chosen.connect(self.go)
        self.picker.entered.connect(self._entered)
        self.header.changed.connect(self._header_changed)
        self.header.finished.connect(self._header_finished)
        self.pad.pressed.connect(self._pressed)
        self.sheets.take_wanted.connect(self._take)
        self.sheets.delete_wanted.connect(self._delete)
        self.sheets.commit_wanted.connect(self.commit)
        self.sheets.discard_wanted.connect(self._discard)
        self.handed.recall_wanted.connect(self._recall)
        self.handed.next_wanted.connect(self._next_open)
        self.handed.discard_wanted.connect(self._discard)
        keys = {
            "F6": self.picker.focus_find,
            "F7": self.header.focus_first,
            "F8": self._focus_pad,
            "F9": self.commit,
        }
        bind(self, keys)

    # -- what the tab calls ----------------------------------------------------------------------

    def open(self, data: MonthData, scheme: Scheme, building_id: int) -> None:
        """Begin or go on keying. building_id 0: the first building with something left to do."""
        if data.overview is None:
            return
        self._month, progress = data.overview.info.month, data.progress
        self._entry = SheetEntry(scheme)
        self._building = None
        self._title.setText(f"录入满意度调查表 · {month_text(self._month)}")
        self.picker.show_buildings(progress, data.known, building_id)
        wanted = building_id or self.picker.next_open(0) or (
            progress[0].building.id if progress else 0
        )  # fmt: skip
        self.go(wanted)

    def show_progress(self, data: MonthData) -> None:
        """The counts changed (here or elsewhere); reads the draft again where it is not ours."""
        month = data.overview.info.month if data.overview is not None else ""
        if month != self._month or self._building is None:
            return
        before, ident = self._building, self._building.building.id
        self.picker.show_buildings(data.progress, data.known, ident)
        now = self.picker.record(ident)
        if now is None:
            return
        self._building = now
        ours = bool(self._entry.filed or self._entry.current)
        if (before.origin, before.header) != (now.origin, now.header) or (
            not ours and now.drafted != len(self._entry.sheets)
        ):
            self._load(now)

    def go(self, building_id: object) -> None:
        """Another building; what was keyed of this one is stored already."""
        assert isinstance(building_id, int)
        one = self.picker.record(building_id)
        if one is None:
            return
        self._settle()
        self.picker.select(building_id)
        self._load(one)

    def leave(self) -> None:
        """Back to the month."""
        self._settle()
        self.left.emit()

    def saver(self) -> Saver[Draft]:
        """For the tab, which waits for the last write before the window closes."""
        return self._saver

    def entry(self) -> SheetEntry:
        return self._entry

    def building_id(self) -> int:
        return self._building.building.id if self._building is not None else 0

    # -- one building ----------------------------------------------------------------------------

    def _load(self, one: BuildingProgress) -> None:
        self._building = one
        self._ready = False
        self._entry = SheetEntry(self._entry.scheme)
        self._name.setText(f"{one.building.compound} {one.building.name}")
        self._leader.setText(f"{one.building.community} · {one.leader or '楼栋长暂缺'}")
        self.sheets.say(())
        month, ident, office = self._month, one.building.id, self._bench.office

        def read(progress: Progress) -> tuple[int, Draft]:
            del progress
            return ident, office.evaluation.draft(month, ident)

        self._saver.settled(
            lambda: self._bench.tasks.run(read, self._loaded, owner=self, key="entry-draft")
        )

    def _loaded(self, found: tuple[int, Draft]) -> None:
        ident, draft = found
        one = self._building
        if one is None or one.building.id != ident:
            return
        self._ready = True
        self._entry = SheetEntry(self._entry.scheme, earlier=draft.sheets)
        over = one.origin is not None
        self._place.setCurrentIndex(1 if over else 0)
        self.handed.show_building(one, len(draft.sheets))
        self.header.set_header(one.header if over and one.header is not None else draft.header)
        self.header.set_enabled(enabled=not over)
        self._show("nothing")
        self._begin()

    def _entered(self) -> None:
        self._entering = True
        self._begin()

    def _begin(self) -> None:
        """The cursor goes where the next key belongs."""
        if not self._ready or (self.picker.field.hasFocus() and not self._entering):
            return  # still looking for a building
        self._entering = False
        if self._place.currentIndex() == 1:
            self.handed.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.header.empty() or header_problems(self.header.header()):
            self.header.focus_first()
        else:
            self._focus_pad()

    def _show(self, happened: Happened) -> None:
        if self._place.currentIndex() == 1 and self._building is not None:
            self._show_handed(self._building)
            return
        header = self.header.header()
        which = "取回的一张" if self._entry.taken else f"第 {len(self._entry.sheets) + 1} 张"
        self.pad.show_entry(self._entry, which, HINTS.get(happened, ""))
        self.picker.set_drafted(self.building_id(), len(self._entry.sheets))
        self.sheets.show_entry(self._entry, header)
        wrong = header_problems(header)
        self.header.say(wrong, balance_words(self._entry, header))
        self.sheets.commit.setEnabled(self._ready and not self._stopping())
        self.sheets.setEnabled(self._ready)

    def _show_handed(self, one: BuildingProgress) -> None:
        """Nothing to key: the batch is in already."""
        self.header.say((), "表已导入，没有表头可填。" if one.origin == "file" else "已交批。")
        self.sheets.show_handed(one.keyed_valid, one.keyed_invalid)
        self.sheets.setEnabled(False)

    def _stopping(self) -> tuple[str, ...]:
        """Why the batch cannot be handed over now."""
        if self.header.empty():
            return ("表头还没有填。",)
        if self.header.unreadable():
            return ("表头的张数只能填整数。",)
        if self._entry.current or self._entry.taken:
            return ("手里还有一张没收下的表。",)
        return self._entry.problems(self.header.header())

    # -- keys ------------------------------------------------------------------------------------

    def _pressed(self, key: str) -> None:
        if not self._ready:
            return
        if key == FINISH and not self._entry.current:
            self._finish_batch()
            return
        self._entry, happened = self._entry.press(key)
        self._after(happened)

    def _after(self, happened: Happened) -> None:
        if happened in ("filed", "dropped"):
            self._save()
        self.sheets.say(())
        self._show(happened)

    def _finish_batch(self) -> None:
        """Enter between two sheets: hand over when everything balances, say why not otherwise."""
        stopping = self._stopping()
        self.sheets.say(stopping)
        if not stopping:
            self.sheets.commit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, answers: str) -> None:
        self._entry, happened = self._entry.take(answers)
        if happened == "taken back":
            self._focus_pad()
        self._after(happened)

    def _delete(self, answers: str) -> None:
        before = self._entry
        taken, happened = before.take(answers)
        if happened != "taken back":
            self.sheets.say(("先收下或删掉手里的这张表。",))
            return
        self._entry, happened = taken.press(DELETE)
        self._after(happened)
        ident = self.building_id()

        def undo() -> None:
            if self.building_id() == ident:
                self._entry = replace(self._entry, filed=(*self._entry.filed, answers))
                self._after("filed")

        self._bench.notices.info("已删掉一张表", undo)

    def _header_changed(self) -> None:
        if self._ready:
            self.sheets.say(())
            self._save()
            self._show("nothing")

    def _header_finished(self) -> None:
        if not header_problems(self.header.header()) and not self.header.unreadable():
            self._focus_pad()

    def _focus_pad(self) -> None:
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif step:
            self.go(self.picker.neighbour(self.building_id(), step))
        elif not click_focused(self, event.key()):
            super().keyPressEvent(event)

    # -- storing and handing over ----------------------------------------------------------------

    def _draft(self) -> Draft:
        """Sorted: not even the draft remembers which sheet came first."""
        return Draft(self.header.header(), tuple(sorted(self._entry.sheets)))

    def _save(self) -> None:
        if self._ready and self._building is not None:
            self._saver.save(self._month, self.building_id(), self._draft())

    def _settle(self) -> None:
        """A sheet taken back returns to the pile before the clerk goes elsewhere."""
        if self._ready and (self._entry.current or self._entry.taken):
            self._entry = self._entry.settled()
            self._show("nothing")

    def _show_saved(self) -> None:
        text, wrong = self._saver.words()
        self.sheets.say_saved(text, wrong=wrong)

    def commit(self) -> None:
        """Hand over the batch, then on to the next building."""
        stopping, one = self._stopping(), self._building
        if not self._ready or one is None or self._place.currentIndex() == 1:
            return
        if stopping:
            self.sheets.say(stopping)
            return
        ident, draft = one.building.id, self._draft()
        self._saver.forget(self._month, ident)
        self._ready = False

        def done() -> None:
            self._bench.notices.info(
                f"{one.building.title} 已交批 {len(draft.sheets)} 张",
                lambda: self._take_back(ident),
            )
            if self.building_id() == ident:
                self._next_open()

        self._batches.hand_over(self._month, one, draft, done, self._refused)

    def _refused(self, error: KnownError) -> None:
        self._ready = True
        self.sheets.say((error.message, error.hint))
        self._show("nothing")

    def _next_open(self) -> None:
        wanted = self.picker.next_open(self.building_id())
        if wanted:
            self.go(wanted)
            return
        self._bench.notices.info("所有楼栋的表都已交批")
        self.leave()

    def _recall(self) -> None:
        if self._building is not None:
            self._batches.recall(self._month, self._building)

    def _take_back(self, ident: int) -> None:
        """Take a batch that was handed over back into the draft, and go there."""

        def then() -> None:
            if self.isVisible() and self.building_id() != ident:
                self.go(ident)

        self._batches.take_back(self._month, ident, then)

    def _discard(self) -> None:
        one, count = self._building, len(self._entry.sheets)
        if one is None:
            return

        def then() -> None:
            if self.building_id() == one.building.id:
                self._load(replace(one, drafted=0))

        self._saver.settled(lambda: self._batches.discard(self._month, one, count, then))
