"""走访包: giving them out, taking them back, and what both sides changed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.ui.households.visits.deciding_view import DecidingView
from ldz_desktop.ui.households.visits.given_view import GivenView
from ldz_desktop.ui.households.visits.merge_view import MergeView
from ldz_desktop.ui.households.visits.send_view import SendView
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row

_USUAL, _IGNORED = QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored


class _Views(QStackedWidget):
    """Asks for what its pages need at least. With text that wraps in them it would ask for what
    they would like, and the window have no room for it in large type."""

    @override
    def hasHeightForWidth(self) -> bool:
        return False


class VisitsPage(QWidget):
    """begin() shows what goes out, begin_with() a file that came back; leave goes back."""

    def __init__(self, bench: Bench, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bench = bench
        self._leave = leave
        self.send, self.given = SendView(bench), GivenView(bench)
        self.merge, self.deciding = MergeView(bench), DecidingView(bench)
        self._away = EmptyState(
            "这是走访用的数据",
            "走访包在办公室的电脑上发出、合并。走访完了，在这里用“带回”。",
            icon="home",
        )
        self._views = _Views()
        for view in (QWidget(), self.send, self.merge, self.deciding, self.given, self._away):
            self._views.addWidget(view)
        self.buttons: dict[QWidget, QPushButton] = {
            self.send: button("发走访包(&S)", lambda: self.turn(self.send)),
            self.merge: button("合并带回的(&B)", lambda: self.turn(self.merge)),
            self.deciding: button("", lambda: self.turn(self.deciding)),
            self.given: button("已发出的(&G)", lambda: self.turn(self.given)),
        }
        for one in self.buttons.values():
            one.setCheckable(True)
        self._count(0)
        self._last = QWidget()  # the undo line shows itself where there is something
        self._last.setLayout(column(self.deciding.undo_line))
        head = row(
            button("返回(&Q)", leave, icon="back", tip="回到户档（Esc）"),
            label("走访包", "title"),
            *self.buttons.values(),
            None,
            self._last,
        )
        layout = column(card(head), self._views, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._connect()

    def _connect(self) -> None:
        for view in (self.merge, self.given):
            view.decide_wanted.connect(lambda: self.turn(self.deciding))
        self.given.send_wanted.connect(lambda: self.turn(self.send))
        self.deciding.counted.connect(self._count)
        self.send.sent.connect(self.given.reload)
        self.deciding.decided.connect(self.given.reload)
        self.merge.merged.connect(self._merged)

    # -- the protocol of a page ------------------------------------------------------------------

    def begin(self, place: PlaceRef) -> None:
        """place: what is selected in the tree; a building is marked to be taken along. Whoever
        comes back from a household that was in question goes on deciding."""
        view = self.deciding if self.deciding.came_back() else self.send
        self._begin(view, lambda: self.send.begin(place))

    def begin_with(self, path: Path | None) -> None:
        """A file that was brought back is looked at."""
        self._begin(self.merge, lambda: self._look_at(path))

    def _begin(self, view: QWidget, then: Callable[[], None]) -> None:
        office = self._bench.office

        def begun(visiting: object) -> None:
            for one in self.buttons.values():
                one.setEnabled(visiting is None)
            if visiting is not None:
                self._views.setCurrentWidget(self._away)
                return
            self.deciding.reload()
            self.given.begin()
            then()
            self.turn(view)

        self._bench.tasks.run(lambda progress: office.visits.visiting(), begun, owner=self)

    def _look_at(self, path: Path | None) -> None:
        if path is not None:
            self.merge.look_at(path)
        self.send.refresh()

    def refresh(self, change: Change | None) -> None:
        if change is None or not change.topics & {"households", "places"}:
            return
        self.send.refresh()
        self.given.reload()
        self.deciding.refresh(change)

    def may_leave(self) -> bool:
        if self.merge.busy or self.send.busy:
            self._bench.notices.info("正在处理走访包，请等一会儿，或按“取消”")
            return False
        return True

    def turn(self, view: QWidget) -> None:
        """Show one of the four."""
        for one, chosen in self.buttons.items():
            chosen.setChecked(one is view)
        self._last.setVisible(view is self.deciding)
        for one in self.buttons:  # what is hidden asks for no room
            policy = _USUAL if one is view else _IGNORED
            one.setSizePolicy(policy, policy)
        self._views.setCurrentWidget(view)
        if view is self.merge:
            self.merge.begin()
        else:
            view.take_focus()  # type: ignore[attr-defined]

    def _merged(self) -> None:
        self.given.reload()
        self.deciding.reload()

    def _count(self, number: int) -> None:
        """How many are open, beside the words."""
        words = f"两边都改过的(&C) {number:,}" if number else "两边都改过的(&C)"
        self.buttons[self.deciding].setText(words)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
