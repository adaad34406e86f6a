"""From a visit pack to a laptop that works with it: which file, whose password, what it would take
the place of.

A page of the first run and of the window that asks for the password. Nothing is touched before the
last button; an earlier visit is moved aside, an office never gives way.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.unlock.frame import Pages
from ldz_desktop.ui.unlock.visit_pages import AskPage, LookPage, PackKey

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.restoring import Comparison, Unlock
    from ldz_desktop.services.visits import PackHead


class VisitPage(QWidget):
    """opened(office): the pack is open. known(Path, own): nothing is to be opened, as the office
    that gave it out is here (own) or this very visit. brought_in(KnownError): the pack's data are
    here, and why they could not be opened. left: back to where one came from."""

    opened = Signal(object)
    known = Signal(object, bool)
    brought_in = Signal(object)
    left = Signal()

    def __init__(self, folder: Path, tasks: TaskRunner) -> None:
        super().__init__()
        self._folder = folder
        self._tasks = tasks
        self._key: PackKey | None = None
        self.ask = AskPage()
        self.look = LookPage()
        self._pages = Pages(self.ask, self.look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        layout.addStretch(1)
        self.ask.file_chosen.connect(self._look_into)
        self.ask.accepted.connect(self._compare)
        self.ask.left.connect(self.left)
        self.look.accepted.connect(self._open)
        self.look.left.connect(self._back)
        self.setFocusProxy(self.ask)

    def begin(self, file: Path | None) -> None:
        """Begin with a file; None asks for one."""
        self._back()
        if file is None:
            self.ask.pick_file()
        else:
            self.ask.show_file(file)

    def said(self) -> str:
        """The refusal that is shown."""
        page = self.ask if self.look.isHidden() else self.look
        return page.trouble.text()

    # -- step by step ----------------------------------------------------------------------------

    def _look_into(self, file: Path) -> None:
        folder = self._folder

        def look(progress: Progress) -> "PackHead":
            from ldz_desktop.services.restoring import check_pack
            from ldz_desktop.services.visits import read_pack

            del progress
            head = read_pack(file, folder)
            if not head.own:
                check_pack(file, folder)
            return head

        self.ask.set_accounts(())
        self._tasks.run(
            look,
            lambda head: self._seen(file, head),
            owner=self,
            key="pack accounts",
            failed=self.ask.refuse,
        )

    def _seen(self, file: Path, head: "PackHead") -> None:
        if head.own or head.here == "same":
            self.known.emit(file, head.own)
        else:
            self.ask.set_accounts(head.accounts)

    def _compare(self, key: PackKey) -> None:
        folder = self._folder
        self._key = key

        def look(progress: Progress) -> "Comparison":
            from ldz_desktop.services.restoring import compare_pack

            del progress
            return compare_pack(key.file, _unlock(key), folder)

        self.ask.set_busy(busy=True)
        self._tasks.run(look, self._show, owner=self, failed=self._freed(self.ask))

    def _show(self, found: "Comparison") -> None:
        self.ask.set_busy(busy=False)
        self.look.show_comparison(found)
        self._pages.show_page(self.look)
        self.look.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        self._pages.show_page(self.ask)
        self.ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        key, folder = self._key, self._folder
        if key is None:
            return

        def work(progress: Progress) -> "Office | KnownError":
            from ldz_desktop.services.opening import open_office
            from ldz_desktop.services.restoring import restore

            restore(key.file, _unlock(key), folder, progress, aside=True)
            try:
                return open_office(folder, key.account, key.password, check=False)
            except KnownError as error:  # it is here all the same
                return error

        self.look.set_busy(busy=True)
        self._tasks.run(
            work, self._opened, owner=self, title="正在打开走访包", failed=self._freed(self.look)
        )

    def _opened(self, office: "Office | KnownError") -> None:
        self.ask.forget()
        if isinstance(office, KnownError):
            self.brought_in.emit(office)
        else:
            self.opened.emit(office)

    def _freed(self, page: AskPage | LookPage) -> Callable[[KnownError], None]:
        """What a refusal does: the page can be used again, and says it."""

        def refused(error: KnownError) -> None:
            page.set_busy(busy=False)
            if not isinstance(error, Cancelled):
                page.refuse(error)

        return refused


def _unlock(key: PackKey) -> "Unlock":
    from ldz_desktop.services.restoring import by_password

    return by_password(key.account, key.password)
