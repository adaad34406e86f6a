"""发走访包: which buildings, whose password, where to, and what to do next."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSplitter, QStackedWidget, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.errors import Cancelled, InputError, KnownError, PasswordError
from ldz_desktop.paths import shown, user_path
from ldz_desktop.ui.households.visits.choose import BuildingChooser, spellings
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.carrying import look_for, stays_here
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.passwords import PasswordBox
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row, rule

if TYPE_CHECKING:
    from ldz_desktop.services.households_records import CommunityNode
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.visits_records import Packed

_FOLDER = "visits.folder"
_WHERE = "走访包存到哪里（U 盘，或别的文件夹）"
_WIDTHS = (620, 690)
_LEAST = (320, 400)
_NAMED = 12
_WIDE = 360
_NEXT = (
    "U 盘先“安全弹出”，再插到走访用的电脑上。",
    "在那台电脑上双击这个文件，用您的密码（发包时的密码）打开，就可以走访、登记。",
    "走访完了，在那台电脑上按“带回”，把带回的文件拿回办公室，在这里点“合并带回的”。",
)


class SendView(QWidget):
    """sent: a pack was written."""

    sent = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._folder: Path | None = None
        self.busy = False
        self._sent: set[int] = set()
        self.chooser = BuildingChooser()
        self.counts = label("", "heading", wrap=True)
        self.names = label("", "muted", wrap=True)
        self.password = PasswordBox("登录时用的密码", "您的密码")
        self.trouble = label("", "error", wrap=True)
        self.trouble.hide()
        self.place = label("", "muted", wrap=True)
        self.go = button("发走访包(&W)", self.make, role="primary", icon="save")
        self.elsewhere = button("换个位置(&O) …", self.make_elsewhere)
        self.done = DonePanel(self._again)
        self._right = QStackedWidget()
        self._right.addWidget(self._form())
        self._right.addWidget(self.done)
        nothing = EmptyState(
            "还没有户档", "走访包里带的是户档。请先在户档里导入花名册，或新建户档。", icon="home"
        )
        self._blank = QWidget()
        self._stack = QStackedWidget()
        self._split = self._columns()
        for page in (self._blank, self._split, nothing):
            self._stack.addWidget(page)
        self.setLayout(column(self._stack))
        self.chooser.changed.connect(self._look)
        self.chooser.entered.connect(self.password.setFocus)
        self.password.changed.connect(self._look)
        self.password.entered.connect(self.make)

    def _form(self) -> QWidget:
        secret = label("您的密码(&M)")
        secret.setBuddy(self.password.editor)
        who = self._bench.office.account
        said = label(f"走访包已加密，要用您（{who}）现在的密码打开，请记住。", "muted", wrap=True)
        self.password.setMaximumWidth(theme.px(_WIDE))
        inside = QWidget()
        inside.setObjectName("plain")
        inside.setLayout(
            column(
                self.counts, self.names, rule(), secret, self.password, said, self.trouble,
                self.place, row(self.go, self.elsewhere, None), None, spacing=12,
            )
        )  # fmt: skip
        return inside

    def _columns(self) -> QSplitter:
        words = label(
            "只带这次要走的楼栋。空格或单击打勾，勾小区就是整个小区。", "muted", wrap=True
        )
        left = card(column(words, self.chooser))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(theme.px(12))
        split.setChildrenCollapsible(False)
        for at, widget in enumerate((left, card(column(self._right)))):
            widget.setMinimumWidth(theme.px(_LEAST[at]))
            split.addWidget(widget)
        split.setSizes([theme.px(width) for width in _WIDTHS])
        return split

    # -- what is shown ---------------------------------------------------------------------------

    def begin(self, place: PlaceRef) -> None:
        """place: what is marked at first, where it is a building."""
        self._read(place)

    def refresh(self) -> None:
        self._read(None)

    def _read(self, place: PlaceRef | None) -> None:
        office = self._bench.office

        def read(progress: object) -> "_Read":
            del progress
            tree = office.households.tree()
            return tree, spellings(tree), office.settings.value(_FOLDER)

        self._bench.tasks.run(
            read, lambda found: self._show(found, place), owner=self, key="visits.places"
        )

    def _show(self, found: "_Read", place: PlaceRef | None) -> None:
        tree, keys, folder = found
        self._folder = user_path(folder) if folder else None
        self.chooser.show_places(tree, keys)
        some = any(c.households for c in tree)
        self._stack.setCurrentIndex(1 if some else 2)
        if place is not None and place.kind == "building":
            self.chooser.choose((place.id,))
        if place is not None and not (place.kind != "all" and self.chooser.reveal(place)):
            self.chooser.tree.setCurrentIndex(self.chooser.model.index(0, 0))
        self._look()
        if place is not None and self.isVisible():
            self.take_focus()

    def take_focus(self) -> None:
        """To the password where buildings are marked already."""
        first = self.password if self.chooser.chosen() else self.chooser.tree
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        chosen = self.chooser.chosen()
        if {n.place.id for n in chosen} != self._sent:
            self._right.setCurrentIndex(0)
        households = sum(n.households for n in chosen)
        residents = sum(n.residents for n in chosen)
        counts = f"带走 {len(chosen)} 栋 {households:,} 户 {residents:,} 人"
        self.counts.setText(counts if chosen else "请在左边勾选要带走的楼栋")
        titles = ["".join(n.path[1:]) for n in chosen[:_NAMED]]
        more = f" 等 {len(chosen)} 栋" if len(chosen) > _NAMED else ""
        empty = "选中的楼栋里没有户档，请换一栋楼。" if chosen and not households else ""
        _say(self.names, empty or "、".join(titles) + more)
        if self.password.value():
            self._tell(None)
        last = "" if self._folder is None else f"存到上次的位置：{shown(self._folder)}"
        _say(self.place, last)
        self.elsewhere.setVisible(self._folder is not None)
        self.go.setEnabled(bool(households))

    # -- making it -------------------------------------------------------------------------------

    def make(self) -> None:
        """To where the last one went; asked for where that is not there."""
        if self.go.isEnabled():
            self._check(self._make_there)

    def _make_there(self) -> None:
        folder = self._folder
        if folder is None:
            self._ask_where()
            return
        self.go.setEnabled(False)
        look_for(self._bench.tasks, folder, lambda there: self._found(folder, there), self)

    def _found(self, folder: Path, there: bool) -> None:
        self.go.setEnabled(True)
        if there:
            self._make(folder)
        else:
            self._ask_where()

    def make_elsewhere(self) -> None:
        self._check(self._ask_where)

    def _ask_where(self) -> None:
        folder = files.ask_folder(self, _WHERE)
        if folder is not None:
            self._make(folder)

    def _check(self, then: Callable[[], None]) -> None:
        """The password first: nobody looks for a folder in vain."""
        office, password = self._bench.office, self.password.value()
        if not password:
            self._tell(InputError("没有密码", "请输入您的密码，走访包要用它打开。"))
            return

        def fits(_: object) -> None:
            self._set_busy(busy=False)
            then()

        def check(progress: "Progress") -> None:
            office.visits.check_password(password)
            progress.report(0, 0, "核对密码")  # who was told to stop meanwhile goes no further

        self._set_busy(busy=True)
        self._bench.tasks.run(
            check,
            fits,
            owner=self,
            failed=self._failed,
        )

    def _make(self, folder: Path) -> None:
        office = self._bench.office
        if stays_here(folder, office.folder):
            self._tell(InputError("换个位置", "这是数据文件夹自己。", "请选择 U 盘或别的文件夹。"))
            return
        buildings = [n.place.id for n in self.chooser.chosen()]
        password = self.password.value()

        def work(progress: "Progress") -> "Packed":
            packed = office.visits.pack(folder, buildings, password, progress)
            office.settings.set_value(_FOLDER, str(folder))
            return packed

        self._set_busy(busy=True)
        self._bench.tasks.run(
            work, self._made, owner=self, title="正在发走访包", failed=self._failed
        )

    def _made(self, packed: "Packed") -> None:
        self._set_busy(busy=False)
        self.password.set_value(None)
        self._folder = packed.path.parent
        self._sent = {n.place.id for n in self.chooser.chosen()}
        self.done.tell(packed, len(self._sent))
        self._right.setCurrentWidget(self.done)
        self.done.again.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bench.publish(Change.of("settings", what="已发走访包"))
        self.sent.emit()

    def _failed(self, error: KnownError) -> None:
        self._set_busy(busy=False)
        self._tell(error)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self._stack.setEnabled(not busy)

    def _tell(self, error: KnownError | None) -> None:
        """What is wrong, where it is; None: all is well again."""
        if isinstance(error, Cancelled):
            self._bench.notices.info(error.message)
            error = None
        _say(self.trouble, "" if error is None else f"{error.message}{error.hint}")
        secret = isinstance(error, PasswordError) or (
            error is not None and not self.password.value()
        )
        self.password.set_wrong(wrong=secret)

    def _again(self) -> None:
        self.chooser.choose(())
        self.chooser.tree.setFocus(Qt.FocusReason.OtherFocusReason)


class DonePanel(QFrame):
    """A pack was written: which file, and what to do with it."""

    def __init__(self, again: Callable[[], object]) -> None:
        super().__init__()
        self._folder: Path | None = None
        picture = QLabel()
        picture.setPixmap(theme.icon("tick", "green").pixmap(theme.px(32), theme.px(32)))
        self.title = label("", "title", wrap=True)
        self.file = label("", "strong", wrap=True)
        self.where = label("", "muted", wrap=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        steps = column(spacing=8)
        for number, text in enumerate(_NEXT, start=1):
            line = row(label(str(number), "strong"), spacing=12)
            line.addWidget(label(text, wrap=True), 1)
            steps.addLayout(line)
        steps.addWidget(
            label("一个包只在一台电脑上打开；两个人走访，请发两个。", "muted", wrap=True)
        )
        self.again = button("再发一个(&W)", again)
        opener = button("打开文件夹(&O)", self._open, icon="open")
        head = row(picture, spacing=12)
        head.addWidget(self.title, 1)
        self.setLayout(
            column(head, self.file, self.where, rule(), label("接下来", "title"), steps,
                   row(opener, self.again, None), None, spacing=12)
        )  # fmt: skip

    def tell(self, packed: "Packed", buildings: int) -> None:
        self._folder = packed.path.parent
        self.title.setText(
            f"走访包已写好：{buildings} 栋 {packed.households:,} 户 {packed.residents:,} 人"
        )
        self.file.setText(packed.path.name)
        self.where.setText(shown(packed.path.parent))

    def _open(self) -> None:
        if self._folder is not None:
            files.open_folder(self._folder)


_Read = tuple["tuple[CommunityNode, ...]", Mapping[int, str], str]


def _say(target: QLabel, text: str) -> None:
    target.setText(text)
    target.setVisible(bool(text))
