"""Unlocking: who, the password, and the way back in when it is forgotten."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.domain.visits import is_pack
from ldz_desktop.errors import KnownError, LostSavesError, PasswordError
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.passwords import PasswordBox
from ldz_desktop.ui.kit.pieces import button, label, row, size_to
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.unlock.frame import (
    BRAND,
    EnterWindow,
    Pages,
    Trouble,
    field,
    in_the_middle,
    place_line,
    sheet,
    wrong_password,
)
from ldz_desktop.ui.unlock.rescue_page import RescuePage
from ldz_desktop.ui.unlock.restore_page import RestorePage

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.ui.unlock.visit_page import VisitPage


_WAIT = 5
"""Seconds for a window that was just closed: it may still be making its backup."""
_NO_CODE = PasswordError(
    "走访用的数据没有恢复码",
    "走访包只能用发出它时的密码打开。",
    "请用发出走访包那天的密码，以后在办公室改过的打不开它。带回过的改动都在，办公室合并不用密码。",
)
_TO_MERGE = "这是本办公室发出的走访包。输入密码打开以后，先看看带回了什么，再合并。"
_GO_ON = "这个走访包已经在这台电脑上打开了。输入密码，接着走访。"


class UnlockWindow(EnterWindow):
    """opened(office): the data is open (merge: and a visit pack is to be merged). closed: the
    person went away instead.

    Key derivation and opening run on the worker. Every refusal is said below the password.
    """

    opened = Signal(object)
    closed = Signal()

    def __init__(
        self, folder: Path, tasks: TaskRunner, notices: Notices, last_account: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle(BRAND)
        self._folder = folder
        self._tasks = tasks
        self._notices = notices
        self._last_account = last_account
        self._done = self._on_a_visit = False
        notices.speak_over(self)
        self.merge: Path | None = None
        ways = (self.ask_recovery, self.ask_restore, self.ask_visit)
        self._enter = _EnterPage(folder, self._open, ways)
        self._rescue = RescuePage(self._recover, self._back)
        self._restore = RestorePage(folder, tasks)
        self._restore.left.connect(self._back)
        self._restore.opened.connect(self._opened)
        self._restore.brought_in.connect(self._brought_in)
        self._visit: VisitPage | None = None
        self._pages = Pages(self._enter, self._rescue, self._restore)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(in_the_middle(self._pages))
        size_to(self, 760, 600)
        self.look()

    def look(self) -> None:
        """Read who may open the data. A damaged folder is said in place."""
        from ldz_desktop.services.opening import inspect_folder

        try:
            state = inspect_folder(self._folder)
        except KnownError as error:
            self._enter.refuse(error)
            self._enter.set_accounts((), "")
            return
        self._on_a_visit = state.visit
        self._enter.set_visit(visit=state.visit)
        self._enter.set_accounts(state.accounts, self._last_account)
        self._rescue.set_accounts(state.accounts, self._last_account)

    def said(self) -> str:
        """The refusal that is shown on the present page."""
        if not self._restore.isHidden():
            return self._restore.said()
        if self._visit is not None and not self._visit.isHidden():
            return self._visit.said()
        page = self._enter if self._rescue.isHidden() else self._rescue
        return page.trouble.text()

    def _open(self, account: str, password: str, *, accept_loss: bool = False) -> None:
        from ldz_desktop.services.opening import open_incomplete, open_office

        folder, way = self._folder, open_incomplete if accept_loss else open_office

        def refused(error: KnownError) -> None:
            self._enter.set_busy(busy=False)
            self._enter.refuse(error)
            if self._loss_is_accepted(error):
                self._open(account, password, accept_loss=True)

        self._enter.set_busy(busy=True)
        self._tasks.run(
            lambda progress: way(folder, account, password, check=False, wait=_WAIT),
            self._opened,
            owner=self,
            failed=refused,
        )

    def _loss_is_accepted(self, error: KnownError) -> bool:
        """Where saves are missing: what it means, and whether to open what is left."""
        from ldz_desktop.services.opening import INCOMPLETE

        return isinstance(error, LostSavesError) and self._notices.ask(
            error.title,
            f"{error.message}\n\n{error.hint}\n\n用剩下的内容打开以前，现在的文件会先另存一份，"
            f"放在数据文件夹里名字以“{INCOMPLETE}”开头的文件夹中。",
            "用剩下的内容打开",
            "先不打开",
            danger=True,
        )

    def _opened(self, office: "Office") -> None:
        self._done = True
        self.opened.emit(office)

    def ask_recovery(self) -> None:
        """The password is forgotten: ask for the recovery code. A visit has none."""
        if self._on_a_visit:
            self._enter.trouble.say(_NO_CODE)
            return
        self._rescue.choose(self._enter.account())
        self._pages.show_page(self._rescue)
        self._rescue.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, file: Path) -> bool:
        """Go on with a backup or a visit pack that was double-clicked; not while the data is being
        opened."""
        if self._enter.busy():
            return False
        (self.ask_visit if is_pack(file) else self.ask_restore)(file)
        return True

    def ask_restore(self, backup: Path | None = None) -> None:
        """Restore a backup in place of the data; the one that is named, where one is."""
        self._pages.show_page(self._restore)
        self._restore.begin(backup)

    def ask_visit(self, pack: Path | None = None) -> None:
        """Open a visit pack in place of the visit that is here; the one that is named, where one
        is. One of this office is merged once the office is open."""
        self.merge = None
        self._enter.note("")
        page = self._visit_page()
        self._pages.show_page(page)
        page.begin(pack)

    def _visit_page(self) -> "VisitPage":
        """Built when it is first wanted: most days begin with the password alone."""
        if self._visit is None:
            from ldz_desktop.ui.unlock.visit_page import VisitPage

            self._visit = page = VisitPage(self._folder, self._tasks)
            page.left.connect(self._back)
            page.opened.connect(self._opened)
            page.known.connect(self._pack_known)
            page.brought_in.connect(self._visit_brought_in)
            self._pages.add(page)
        return self._visit

    def _pack_known(self, pack: Path, own: bool) -> None:
        self.merge = pack if own else None
        self._back()
        self._enter.note(_TO_MERGE if own else _GO_ON)

    def _visit_brought_in(self, error: KnownError) -> None:
        """It is here; opening it went wrong and can be tried again."""
        self.look()
        self._back()
        self._enter.refuse(error)

    def _brought_in(self) -> None:
        """The recovery code opened the backup: now it gives a new password."""
        self.look()
        self._enter.trouble.hide()
        self.ask_recovery()

    def _back(self) -> None:
        self._pages.show_page(self._enter)
        self._enter.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _recover(
        self, code: str, account: str, password: str, *, accept_loss: bool = False
    ) -> None:
        from ldz_desktop.services.opening import recover

        folder = self._folder

        def refused(error: KnownError) -> None:
            self._rescue.set_busy(busy=False)
            self._rescue.trouble.say(error)
            if self._loss_is_accepted(error):
                self._recover(code, account, password, accept_loss=True)

        self._rescue.set_busy(busy=True)
        self._tasks.run(
            lambda progress: recover(folder, code, account, password, accept_loss=accept_loss),
            self._opened,
            owner=self,
            failed=refused,
        )

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self._restore.close_office()
        if not self._done:
            self.closed.emit()


class _EnterPage(QWidget):
    """Account and password."""

    def __init__(
        self,
        folder: Path,
        go: Callable[[str, str], None],
        ways: tuple[Callable[[], None], Callable[[], None], Callable[[], None]],
    ) -> None:
        """ways: where the password is forgotten; where the data is lost and a backup is there; to
        another visit pack."""
        super().__init__()
        self._go = go
        self._busy = False
        self._names = QComboBox()
        self.password = PasswordBox("密码", "密码")
        self.trouble = Trouble()
        self._words = label("", "muted", wrap=True)
        self._note = label("", "strong", wrap=True)
        self._note.hide()
        self._button = button("打开(&O)", self._submit, role="primary")
        forgotten, lost, another = ways
        self._forgot = button("", forgotten, role="link")
        self._lost = button("从备份恢复(&K)", lost, role="link")
        self._another = button("换一个走访包(&V)", another, role="link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            sheet(
                BRAND,
                "",
                self._words,
                self._note,
                field("账号(&A)", self._names),
                field("密码(&P)", self.password),
                self.trouble,
            )
        )
        layout.addSpacing(theme.px(12))
        layout.addLayout(row(self._forgot, self._lost, self._another, None, self._button))
        layout.addSpacing(theme.px(8))
        layout.addWidget(place_line(folder))
        self.set_visit(visit=False)

    def account(self) -> str:
        return self._names.currentText()

    def set_visit(self, *, visit: bool) -> None:
        """Whether the data was taken along in a visit pack."""
        self._visit = visit
        what = "走访用的数据已加密，请输入发出走访包时的密码打开。"
        self._words.setText(what if visit else "数据已加密，请输入密码打开。")
        self._forgot.setText("忘记密码(&R)" if visit else "忘记密码，用恢复码找回(&R)")
        self._another.setVisible(visit)

    def note(self, text: str) -> None:
        """What opening will lead to; empty for nothing in particular."""
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self.trouble.hide()

    def set_accounts(self, names: tuple[str, ...], last: str) -> None:
        self._names.clear()
        self._names.addItems(list(names))
        if last in names:
            self._names.setCurrentText(last)
        for part in (self._names, self.password, self._button, self._forgot):
            part.setEnabled(bool(names))
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def busy(self) -> bool:
        """The password is being tried."""
        return self._busy

    def set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._button.setText("正在打开 …" if busy else "打开(&O)")
        ways = (self._forgot, self._lost, self._another)
        for part in (self._names, self.password, self._button, *ways):
            part.setEnabled(not busy)
        if busy:
            self.trouble.hide()

    def refuse(self, error: KnownError) -> None:
        wrong = isinstance(error, PasswordError)
        self.trouble.say(wrong_password(error) if wrong and self._visit else error)
        self.password.set_wrong(wrong=wrong)

    def _submit(self) -> None:
        if self._button.isEnabled() and self.password.value():
            self.password.set_wrong(wrong=False)
            self._go(self.account(), self.password.value())
