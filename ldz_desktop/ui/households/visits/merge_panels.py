"""The three things the merge shows: whose password, what it would do, what it did."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ldz_desktop.domain.visits import BACK
from ldz_desktop.errors import KnownError
from ldz_desktop.ui.households.import_result import Figure
from ldz_desktop.ui.households.visits.columns import DIFFERENCE_COLUMNS, SPARED, in_order
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.passwords import PasswordBox
from ldz_desktop.ui.kit.pieces import button, card, column, label, row
from ldz_desktop.ui.kit.records import RecordModel

if TYPE_CHECKING:
    from ldz_desktop.services.visits_records import Difference, Merged

_WIDE = 360
_SAFE = "合并前自动做一个备份。合并以后可以撤销；再合并一次也不会重复。"
_SAME = (
    "这个包里没有登记过什么。走访时登记过的，请看看是不是拿错了文件：带回的文件，"
    f"名字以“{BACK.rstrip('-')}”开头。"
)
_AGAIN = "这个包里的改动办公室都有了，再合并一次也不会重复。"


class PasswordPanel(QFrame):
    """For a pack that the office does not remember. given(password)."""

    def __init__(self, given: Callable[[str], object]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._given = given
        self._words = label("", wrap=True)
        self._wrong = label(
            "密码不对。要的是发出这个走访包那天、发包的人的密码。", "error", wrap=True
        )
        self.password = PasswordBox("发出它时用的密码", "发出走访包时的密码")
        self.go = button("打开(&O)", self._submit, role="primary")
        self.password.setFixedWidth(theme.px(_WIDE))
        line = row(self.password, self.go, None)
        layout = column(self._words, line, self._wrong)
        layout.setContentsMargins(*(theme.px(16),) * 4)
        self.setLayout(layout)
        self.password.entered.connect(self._submit)
        self.hide()

    def tell(self, error: KnownError, *, wrong: bool) -> None:
        """wrong: what was typed does not fit; else that a password is needed."""
        if not wrong:
            self._words.setText(f"{error.message}{error.hint}")
            self.password.set_value(None)
        self._wrong.setVisible(wrong)
        self.show()
        self.password.set_wrong(wrong=wrong)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self) -> None:
        if self.password.value():
            self._given(self.password.value())


class PreviewPanel(QWidget):
    """What a pack would do. Nothing has been written."""

    def __init__(self, merge: Callable[[], object], other: Callable[[], object]) -> None:
        super().__init__()
        self.title = label("", "title")
        self.file = label("", "muted")
        self.tiles = {
            "applied": Figure("可直接合并", "green"),
            "already_there": Figure("办公室已有", "blue"),
            "differences": Figure("两边都改过", "amber-ink"),
        }
        self.notes = label("", "note", wrap=True)
        self.safe = label("", "muted", wrap=True)
        self.model: RecordModel[Difference] = RecordModel(
            DIFFERENCE_COLUMNS, lambda d: d.id, parent=self
        )
        self.table = NarrowTable(self.model, "两边都改过的", SPARED)
        self._asked = label("两边都改过的，合并以后逐处由您决定，现在都保留办公室的：", "strong")
        self.go = button("合并(&M)", merge, role="primary")
        self.other = button("换一个文件(&X) …", other, icon="open")
        head = row(self.title, self.file, None)
        foot = row(None, self.other, self.go)
        tiles = row(*self.tiles.values(), None, spacing=16)
        layout = column(head, tiles, self.notes, self.safe, self._asked, self.table, spacing=12)
        layout.addLayout(foot)
        layout.setStretch(5, 1)
        inside = card(layout)
        self._room = QWidget()
        self.setLayout(column(inside, self._room))

    def tell(self, name: str, merged: "Merged") -> None:
        """name: of the file."""
        changes = f"{merged.households:,} 户、{merged.changes:,} 处改动"
        self.title.setText(changes if merged.changes else "走访时没有改动")
        self.file.setText(name)
        for key, tile in self.tiles.items():
            found = getattr(merged, key)
            tile.show_number(len(found) if key == "differences" else found)
        notes = notes_of(merged)
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self.model.set_records(in_order(merged.differences))
        some = bool(merged.differences)
        for part in (self._asked, self.table):
            part.setVisible(some)
        self._room.setVisible(not some)
        new = merged.applied or any(not d.id for d in merged.differences)
        self.safe.setText(_SAFE if new else _AGAIN if merged.changes else _SAME)
        self.go.setText("合并(&M)" if merged.changes else "记为已带回(&M)")


class DonePanel(QWidget):
    """What was merged, and the way back."""

    def __init__(
        self, undo: Callable[[], object], decide: Callable[[], object], more: Callable[[], object]
    ) -> None:
        super().__init__()
        self._picture = QLabel()
        self.title = label("", "heading", wrap=True)
        self.words = label("", wrap=True)
        self.notes = label("", "note", wrap=True)
        for part in (self._picture, self.title, self.words, self.notes):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.decide = button("", decide, role="primary")
        self.undo = button("撤销这次合并(&Z)", undo, icon="undo")
        self.more = button("再合并一个(&N)", more)
        self.setLayout(
            column(
                None, self._picture, self.title, self.words, self.notes,
                row(None, self.decide, self.undo, self.more, None), None, None, spacing=12,
            )
        )  # fmt: skip

    def tell(self, merged: "Merged") -> None:
        self._picture.setPixmap(theme.icon("tick", "green").pixmap(theme.px(48), theme.px(48)))
        written = f"已合并 {merged.applied:,} 处改动"
        self.title.setText(written if merged.applied else "已记下这个包带回来了，没有要改的")
        open_ = len(merged.differences)
        there = f"办公室已有的 {merged.already_there:,} 处没有变。" if merged.already_there else ""
        asked = f"两边都改过的 {open_:,} 处还保留办公室的，等您决定。" if open_ else ""
        self.words.setText(f"{there}{asked}" or "再合并一次也不会重复。")
        notes = notes_of(merged, done=True)
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self.decide.setText(f"决定这 {open_:,} 处(&D)")
        self.decide.setVisible(bool(open_))
        self.undo.setVisible(bool(merged.batch_id))

    def tell_undone(self) -> None:
        self._picture.setPixmap(theme.icon("undo", "muted").pixmap(theme.px(48), theme.px(48)))
        self.title.setText("已撤销这次合并")
        self.words.setText(
            "合并进来的改动都退回了；以后又改过的内容保留着。走访包还在，可以再合并。"
        )
        for part in (self.notes, self.decide, self.undo):
            part.hide()


def notes_of(merged: "Merged", *, done: bool = False) -> list[str]:
    """What else a person should know of it."""
    notes = []
    if merged.numbered:
        gets = "换了" if done else "合并时换"
        notes.append(f"{merged.numbered} 份新户档的档案号办公室已经用了，{gets}一个新号。")
    if merged.left_out:
        notes.append(
            f"有 {merged.left_out} 处改的不是户档（例如楼栋长），走访包不带这些，没有合并；"
            "需要的请在办公室另外登记。"
        )
    return notes
