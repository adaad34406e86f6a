"""One building's batch on the desk: its count sheet, the pad, the pile, and handing over."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from ldz_desktop.domain.evaluation import SCHEME_1, Header, Scheme
from ldz_desktop.errors import KnownError
from ldz_desktop.services.evaluation_records import BuildingProgress, Draft
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.evaluation.batch_header import BatchHeader
from ldz_desktop.ui.evaluation.batch_work import BatchWork
from ldz_desktop.ui.evaluation.batches import Batches
from ldz_desktop.ui.evaluation.entry import DELETE, FINISH, Happened, header_problems
from ldz_desktop.ui.evaluation.entry_words import (
    LEGENDS,
    balance_words,
    odd_words,
    pad_view,
)
from ldz_desktop.ui.evaluation.handed_over import HandedOver
from ldz_desktop.ui.evaluation.pad import SheetPad
from ldz_desktop.ui.evaluation.panels import legend, tight
from ldz_desktop.ui.evaluation.saver import Saver
from ldz_desktop.ui.evaluation.sheet_list import SheetList
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import card, column

_IN_HAND = "手里还有一张没收下的表。"


class BatchDesk(QWidget):
    """Everything keyed is stored as a draft at once.

    ready: the building's draft was read; counted(building_id, sheets, keyed again): it grew or
    shrank; next_wanted: on to another building; go_wanted(building_id): to that one.
    """

    ready = Signal()
    counted = Signal(object, int, bool)
    next_wanted = Signal()
    go_wanted = Signal(object)

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._bench = bench
        self._month = ""
        self._building: BuildingProgress | None = None
        self._scheme: Scheme = SCHEME_1
        self._work = BatchWork()
        self._ready = False
        self._touched = False  # keyed here since it was read
        self._again_at = 0  # the building that is keyed again as soon as it is read
        self._batches = Batches(bench, self)
        self._saver = Saver[Draft](bench, lambda office: office.evaluation.save_draft, self)
        self._saver.state_changed.connect(self._show_saved)
        self.header = BatchHeader()
        self.pad = SheetPad()
        self.sheets = SheetList()
        self.handed = HandedOver()
        self._place = QStackedWidget()
        self._place.addWidget(self._pad_card())
        self._place.addWidget(self.handed)
        middle = column(self.header, self._place)
        middle.setSpacing(tight())
        middle.setStretch(1, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tight())
        layout.addLayout(middle, 1)
        layout.addWidget(self.sheets)
        self._connect()

    def _pad_card(self) -> QFrame:
        self._keys = legend("")
        if theme.is_large():  # shown before it has a parent, it would be a window
            self._keys.hide()
        return card(column(self.pad, self._keys))

    def _connect(self) -> None:
        self.header.changed.connect(self._header_changed)
        self.header.finished.connect(self._header_finished)
        self.pad.pressed.connect(self._pressed)
        self.sheets.take_wanted.connect(self._take)
        self.sheets.delete_wanted.connect(self._delete)
        self.sheets.commit_wanted.connect(self.commit)
        self.sheets.again_wanted.connect(self.key_again)
        self.sheets.discard_wanted.connect(self._discard)
        self.handed.again_wanted.connect(self.key_again)
        self.handed.recall_wanted.connect(self._recall)
        self.handed.next_wanted.connect(self.next_wanted)
        self.handed.discard_wanted.connect(self._discard)

    # -- what the page calls ---------------------------------------------------------------------

    def use(self, month: str, scheme: Scheme) -> None:
        """What is keyed from now on belongs to that month."""
        self._month, self._scheme, self._building = month, scheme, None

    def load(self, one: BuildingProgress) -> None:
        """Another building; what was keyed of the one before is stored already."""
        self._building = one
        self._ready = self._touched = False
        self._work = BatchWork.of(Draft(Header()), self._scheme)
        self.sheets.say(())
        month, ident, office = self._month, one.building.id, self._bench.office

        def read(progress: Progress) -> tuple[int, Draft]:
            del progress
            return ident, office.evaluation.draft(month, ident)

        self._saver.settled(
            lambda: self._bench.tasks.run(read, self._loaded, owner=self, key="entry-draft")
        )

    def renew(self, now: BuildingProgress) -> None:
        """The building's counts as they are now; its draft is read again where it is not ours."""
        before = self._building
        if before is None:
            return
        self._building = now
        handed = (before.origin, before.header) != (now.origin, now.header)
        others = not self._touched and now.drafted != self._work.drafted
        if handed or others:
            self.load(now)

    def begin(self) -> bool:
        """The cursor goes where the next key belongs; False while the draft is being read."""
        if not self._ready:
            return False
        if self._over():
            self.handed.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.header.empty() or header_problems(self.header.header()):
            self.header.focus_first()
        else:
            self._focus_pad()
        return True

    def saver(self) -> Saver[Draft]:
        """Waited for before anything is read or the window closes."""
        return self._saver

    def work(self) -> BatchWork:
        """The batch as it stands."""
        return self._work

    def building_id(self) -> int:
        return self._building.building.id if self._building is not None else 0

    # -- showing ---------------------------------------------------------------------------------

    def _over(self) -> bool:
        """The batch is in: nothing to key."""
        return self._place.currentIndex() == 1

    def _loaded(self, found: tuple[int, Draft]) -> None:
        ident, draft = found
        one = self._building
        if one is None or one.building.id != ident:
            return
        self._ready = True
        self._work = BatchWork.of(draft, self._scheme)
        over = one.origin is not None
        self._place.setCurrentIndex(1 if over else 0)
        self.handed.show_building(one, len(draft.sheets))
        counted = one.header if over and one.header is not None else draft.header
        self.header.set_header(counted, one.given)
        self.header.set_enabled(enabled=not over)
        self._show("nothing")
        again, self._again_at = self._again_at, 0
        if again == ident and not over:
            self.key_again()
        self.ready.emit()

    def _show(self, happened: Happened) -> None:
        one, work = self._building, self._work
        if one is None:
            return
        if self._over():
            self._show_handed(one)
            return
        header = self.header.header()
        self._keys.setText(LEGENDS[work.stage])
        self.pad.setToolTip(LEGENDS[work.stage])
        self.pad.show_view(pad_view(work, happened))
        self.counted.emit(one.building.id, work.drafted, work.stage != "first")
        self.sheets.show_work(work, header, odd_words(one, work.first, header))
        self.header.say(header_problems(header), balance_words(work, header))
        second = work.stage == "second"
        self.sheets.commit.setEnabled(self._ready and (second or not self._stopping()))
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
        if self._work.entry.in_hand:
            return (_IN_HAND,)
        if self._work.different:
            return (f"两遍录入还有 {len(self._work.different)} 张不一致。",)
        return self._work.first.problems(self.header.header())

    # -- keys ------------------------------------------------------------------------------------

    def _pressed(self, key: str) -> None:
        if not self._ready:
            return
        idle = not self._work.entry.in_hand and self._work.asked is None
        if key == FINISH and idle:
            self._finish_pile()
            return
        self._work, happened = self._work.press(key)
        self._after(happened)

    def _after(self, happened: Happened) -> None:
        if happened != "nothing":
            self._save()
        self.sheets.say(())
        self._show(happened)

    def _finish_pile(self) -> None:
        """Enter between two sheets: on to comparing, or to handing over; why not, otherwise."""
        if self._work.stage == "second" and not self._work.short:
            self._compare()
            return
        stopping = self._stopping()
        if self._work.stage == "second":
            stopping = (f"复录还差 {self._work.short} 张。就这样比对，按 F9。",)
        self.sheets.say(stopping)
        if not stopping:
            self.sheets.commit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, place: int) -> None:
        if self._work.stage == "compare":
            self._focus_pad()
            return
        self._work, happened = self._work.take(place - 1)
        if happened == "taken back":
            self._focus_pad()
        self._after(happened)

    def _delete(self, place: int) -> None:
        if self._work.stage == "compare":
            return
        if self._work.entry.in_hand:
            self.sheets.say(("先收下或删掉手里的这张表。",))
            return
        ident, stage = self.building_id(), self._work.stage
        answers = self._work.entry.sheets[place - 1]
        taken, _ = self._work.take(place - 1)
        self._work, happened = taken.press(DELETE)
        self._after(happened)

        def undo() -> None:
            if (self.building_id(), self._work.stage) == (ident, stage):
                self._work = self._work.with_sheet(place - 1, answers)
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

    def to_pad(self) -> None:
        """On with the pile, also from comparing."""
        if self._work.stage == "compare":
            self._work = self._work.keying()
            self._after("nothing")
        self._focus_pad()

    def _focus_pad(self) -> None:
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- storing and handing over ----------------------------------------------------------------

    def _save(self) -> None:
        if self._ready and self._building is not None:
            self._touched = True
            draft = self._work.draft(self.header.header())
            self._saver.save(self._month, self.building_id(), draft)

    def _show_saved(self) -> None:
        text, wrong = self._saver.words()
        self.sheets.say_saved(text, wrong=wrong)

    def key_again(self) -> None:
        """A second person keys the pile again; one that was handed over is taken back for it."""
        one = self._building
        if one is None or not self._ready or self._work.stage != "first":
            return
        if self._over():
            if self.handed.again.isVisible():
                self._again_at = one.building.id
                self._take_back(one.building.id)
            return
        if self._work.entry.in_hand or not self._work.first.sheets:
            self.sheets.say((_IN_HAND if self._work.entry.in_hand else "还没有录过一遍。",))
            return
        self._work = self._work.again()
        self._after("answered")
        self._focus_pad()

    def _compare(self) -> None:
        if self._work.entry.in_hand:
            self.sheets.say((_IN_HAND,))
            return
        self._work = self._work.compare()
        self._after("answered")
        self._focus_pad()

    def commit(self) -> None:
        """Hand over the batch, then on to the next building; from a second keying, compare."""
        stopping, one = self._stopping(), self._building
        if not self._ready or one is None or self._over():
            return
        if self._work.stage == "second":
            self._compare()
            return
        if stopping:
            self.sheets.say(stopping)
            return
        ident, draft = one.building.id, self._work.draft(self.header.header())
        self._saver.forget(self._month, ident)
        self._ready = False
        agreed = "，已复核" if draft.second is not None else ""

        def done() -> None:
            self._bench.notices.info(
                f"{one.building.title} 已交批 {len(draft.sheets)} 张{agreed}",
                lambda: self._take_back(ident),
            )
            if self.building_id() == ident:
                self.next_wanted.emit()

        self._batches.hand_over(self._month, one, draft, done, self._refused)

    def _refused(self, error: KnownError) -> None:
        self._ready = True
        self.sheets.say((error.message, error.hint))
        self._show("nothing")

    def _recall(self) -> None:
        if self._building is not None:
            self._batches.recall(self._month, self._building)

    def _take_back(self, ident: int) -> None:
        """Take a batch that was handed over back into the draft, and go there."""

        def then() -> None:
            if self.isVisible() and self.building_id() != ident:
                self.go_wanted.emit(ident)

        self._batches.take_back(self._month, ident, then)

    def _discard(self) -> None:
        """Throw the draft away; of a batch that is keyed again, only the second keying."""
        one, before = self._building, self._work
        if one is None:
            return
        if before.stage != "first":
            self._give_up(one.building.id, before)
            return

        def then() -> None:
            if self.building_id() == one.building.id:
                self.load(replace(one, drafted=0))

        count = before.drafted
        self._saver.settled(lambda: self._batches.discard(self._month, one, count, then))

    def _give_up(self, ident: int, before: BatchWork) -> None:
        self._work = before.once()
        self._after("answered")
        self._focus_pad()

        def undo() -> None:
            if self.building_id() == ident and self._work == before.once():
                self._work = before
                self._after("answered")
                self._focus_pad()

        self._bench.notices.info("已放弃复录，按第一遍交批", undo)
