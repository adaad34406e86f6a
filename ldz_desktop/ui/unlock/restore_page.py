"""From a backup to an open office: which file, who, what would change; then it is done.

One page of the first run and of the window that asks for the password. Nothing is touched before
the last button; an office that is here already is moved aside, never deleted.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.unlock.frame import Pages, Trouble
from ldz_desktop.ui.unlock.restore_choose import ChoosePage, Key
from ldz_desktop.ui.unlock.restore_summary import DonePage, SummaryPage

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.restoring import Comparison, Restored, Unlock


class RestorePage(QWidget):
    """opened(office): restored and open. brought_in: restored, the password is yet to be asked for
    (the recovery code opened the backup). left: back to where one came from."""

    opened = Signal(object)
    brought_in = Signal()
    left = Signal()

    def __init__(self, folder: Path, tasks: TaskRunner) -> None:
        super().__init__()
        self._folder = folder
        self._tasks = tasks
        self._key: Key | None = None
        self._office: Office | None = None
        self.choose = ChoosePage()
        self.summary = SummaryPage()
        self.done = DonePage()
        self._pages = Pages(self.choose, self.summary, self.done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        layout.addStretch(1)
        self.choose.file_chosen.connect(self._look_into)
        self.choose.accepted.connect(self._compare)
        self.choose.left.connect(self.left)
        self.summary.accepted.connect(self._restore)
        self.summary.left.connect(self._back)
        self.done.accepted.connect(self._finish)

    def begin(self, file: Path | None = None) -> None:
        """Offer what lies in the data folder, or the file that is named."""
        folder = self._folder

        def find(progress: Progress) -> tuple[Path, ...]:
            from ldz_desktop.services.restoring import backups_in

            del progress
            return backups_in(folder)

        self._back()
        self._tasks.run(find, lambda found: self.choose.offer(found, file), owner=self)

    def said(self) -> str:
        """The refusal that is shown."""
        troubles = (self.choose.trouble, self.summary.trouble, self.done.trouble)
        return next((text for text in map(Trouble.text, troubles) if text), "")

    # -- step by step ----------------------------------------------------------------------------

    def _look_into(self, file: Path) -> None:
        def look(progress: Progress) -> tuple[str, ...]:
            from ldz_desktop.services.restoring import accounts_in

            del progress
            return accounts_in(file)

        self.choose.set_accounts(())
        self._tasks.run(
            look,
            self.choose.set_accounts,
            owner=self,
            key="backup accounts",
            failed=self.choose.refuse,
        )

    def _compare(self, key: Key) -> None:
        folder = self._folder
        self._key = key

        def look(progress: Progress) -> "Comparison":
            from ldz_desktop.services.restoring import compare

            del progress
            return compare(key.file, _unlock(key), folder)

        self.choose.set_busy(busy=True)
        self._tasks.run(look, self._show, owner=self, failed=self._not_read)

    def _not_read(self, error: KnownError) -> None:
        self.choose.set_busy(busy=False)
        self.choose.refuse(error)

    def _show(self, found: "Comparison") -> None:
        self.choose.set_busy(busy=False)
        self.summary.show_comparison(found)
        self._pages.show_page(self.summary)
        self.summary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        self._pages.show_page(self.choose)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self) -> None:
        key, folder = self._key, self._folder
        if key is None:
            return

        def work(progress: Progress) -> "Restored":
            from ldz_desktop.services.restoring import restore

            return restore(key.file, _unlock(key), folder, progress, aside=True)

        self.summary.set_busy(busy=True)
        self._tasks.run(
            work, self._restored, owner=self, title="正在恢复", failed=self._not_restored
        )

    def _not_restored(self, error: KnownError) -> None:
        self.summary.set_busy(busy=False)
        if not isinstance(error, Cancelled):
            self.summary.trouble.say(error)

    def _restored(self, restored: "Restored") -> None:
        """From here on it is done, whether it opens or not."""
        self.done.show_restored(restored)
        if restored.aside is not None:
            self._show_done()
        if self._key is not None and not self._key.code:
            self._open(lambda: None if restored.aside else self._finish())
        elif restored.aside is None:
            self._finish()

    def _show_done(self) -> None:
        self._pages.show_page(self.done)
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, then: Callable[[], None]) -> None:
        key, folder = self._key, self._folder
        if key is None:
            return

        def work(progress: Progress) -> "Office":
            from ldz_desktop.services.opening import open_office

            del progress
            return open_office(folder, key.account, key.password, check=False)

        def opened(office: "Office") -> None:
            self._office = office
            self._key = None
            self.choose.forget()
            self.done.set_busy(busy=False)
            then()

        self.done.set_busy(busy=True)
        self._tasks.run(work, opened, owner=self, failed=self._not_opened)

    def _not_opened(self, error: KnownError) -> None:
        if isinstance(error, Cancelled):  # after a defect, which has been shown
            error = KnownError("程序出错", "打开时程序内部出错。", "请关闭程序，重新打开。")
        self.done.say_not_opened(error)
        self._show_done()

    def _finish(self) -> None:
        office, self._office = self._office, None
        if office is not None:
            self.opened.emit(office)
        elif self._key is not None and not self._key.code:
            self._open(self._finish)
        else:
            self.choose.forget()
            self.brought_in.emit()

    def close_office(self) -> None:
        """The window goes away while the last page is shown."""
        office, self._office = self._office, None
        if office is not None:
            office.close()


def _unlock(key: Key) -> "Unlock":
    from ldz_desktop.services.restoring import by_code, by_password

    if key.code:
        return by_code(key.code)
    return by_password(key.account, key.password)
