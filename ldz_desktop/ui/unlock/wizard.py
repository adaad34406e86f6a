"""The first run: a new office, the demo district, or data brought from elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.domain.visits import is_pack
from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.pieces import button, row, size_to
from ldz_desktop.ui.kit.tasks import TaskRunner
from ldz_desktop.ui.unlock.first_pages import AccountPage, OfficePage, WelcomePage
from ldz_desktop.ui.unlock.frame import BRAND, EnterWindow, in_the_middle, scrolling
from ldz_desktop.ui.unlock.last_pages import CodePage, ReadyPage
from ldz_desktop.ui.unlock.rail import Rail
from ldz_desktop.ui.unlock.restore_page import RestorePage
from ldz_desktop.ui.unlock.visit_page import VisitPage

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office

Flow = Literal["new", "demo"]
DEMO_OFFICE = "演示办公室"
DEMO_SEED = 1
DEMO_MONTHS = 12


@dataclass(frozen=True)
class Made:
    """An office that was just made, and the code that opens it when passwords are forgotten."""

    office: "Office"
    name: str
    code: str


class FirstRun(EnterWindow):
    """opened(office, import_wanted): the office is made and its code has been checked.

    brought_in: data lies in the folder now; it is to be unlocked. place_chosen(Path): the data is
    to be kept in that folder. closed: the person went away.
    """

    opened = Signal(object, bool)
    brought_in = Signal()
    place_chosen = Signal(object)
    closed = Signal()

    def __init__(
        self, folder: Path, tasks: TaskRunner, notices: Notices, *, movable: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle(f"首次使用 · {BRAND}")
        self._folder = folder
        self._tasks = tasks
        self._notices = notices
        self._flow: Flow = "new"
        self._made: Made | None = None
        self._done = False
        notices.speak_over(self)
        self._rail = Rail()
        self.pages = QStackedWidget()
        self.welcome = WelcomePage(folder, movable=movable)
        self.office, self.account = OfficePage(), AccountPage()
        self.restore, self.visit = RestorePage(folder, tasks), VisitPage(folder, tasks)
        for page in (self.welcome, self.office, self.account):
            self.pages.addWidget(page)
        self._ways = QStackedLayout(self)
        self.back = button("上一步(&B)", self._go_back)
        self.next = button("下一步(&N)", self._go_on, role="primary")
        self._lay_out()
        self.welcome.new_wanted.connect(lambda: self._begin("new"))
        self.welcome.demo_wanted.connect(lambda: self._begin("demo"))
        self.welcome.rescue_wanted.connect(self._bring)
        self.welcome.restore_wanted.connect(lambda: self.ask_restore(None))
        self.welcome.visit_wanted.connect(lambda: self.ask_visit(None))
        self.welcome.place_wanted.connect(self._choose_place)
        self.visit.left.connect(lambda: self._show(self.welcome))
        self.visit.opened.connect(self._restored)
        self.visit.brought_in.connect(lambda _: self._brought(None))
        self.restore.left.connect(lambda: self._show(self.welcome))
        self.restore.opened.connect(self._restored)
        self.restore.brought_in.connect(lambda: self._brought(None))
        self.office.changed.connect(self._look)
        self.account.changed.connect(self._look)
        size_to(self, 860, 620)
        self._show(self.welcome)

    def _lay_out(self) -> None:
        body = QVBoxLayout()
        side = theme.px(32)
        body.setContentsMargins(side, theme.px(28), side, theme.px(20))
        self.pages.setObjectName("plain")
        body.addWidget(scrolling(self.pages), 1)  # so that the buttons stay on a low screen
        body.addLayout(row(None, self.back, self.next))
        paper = QFrame()
        paper.setObjectName("plain")
        paper.setProperty("role", "card")
        paper.setLayout(body)
        steps = QWidget()
        layout = QHBoxLayout(steps)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(16))
        layout.addWidget(self._rail)
        layout.addWidget(paper, 1)
        self._ways.addWidget(steps)
        for page in (self.restore, self.visit):  # which go none of these steps
            self._ways.addWidget(in_the_middle(page))

    # -- going from page to page -----------------------------------------------------------------

    def _begin(self, flow: Flow) -> None:
        self._flow = flow
        self._rail.leave_out(1 if flow == "demo" else None)
        self.welcome.trouble.hide()
        self._show(self.account if flow == "demo" else self.office)

    def _show(self, page: QWidget) -> None:
        self._ways.setCurrentIndex(0)
        self.pages.setCurrentWidget(page)
        order = {self.welcome: 0, self.office: 1, self.account: 2}
        self._rail.mark(order.get(page, 3 if isinstance(page, CodePage) else 4))
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look()

    def _look(self) -> None:
        """Which of the buttons make sense now."""
        page = self.pages.currentWidget()
        asking = page in (self.office, self.account)
        self.back.setVisible(asking)
        self.next.setVisible(asking or (isinstance(page, CodePage) and page.asking()))
        self.back.setEnabled(True)
        if isinstance(page, OfficePage | AccountPage):
            self.next.setEnabled(page.ready())
            making = page is self.account
            caption = "生成演示小区(&N)" if self._flow == "demo" else "新建办公室(&N)"
            self.next.setText(caption if making else "下一步(&N)")
        elif isinstance(page, CodePage):
            self.next.setText("完成(&F)")
            self.next.setEnabled(page.confirmed())

    def _go_back(self) -> None:
        at_account = self.pages.currentWidget() is self.account
        self._show(self.office if at_account and self._flow == "new" else self.welcome)

    def _go_on(self) -> None:
        page = self.pages.currentWidget()
        if not self.next.isEnabled() or not self.next.isVisible():
            return
        if page is self.office:
            self._show(self.account)
        elif page is self.account:
            self._make()
        elif isinstance(page, CodePage):
            self._code_checked()

    # -- making ----------------------------------------------------------------------------------

    def _make(self) -> None:
        demo = self._flow == "demo"
        self._set_busy(busy=True)
        self._tasks.run(
            self._demo_work() if demo else self._office_work(),
            self._show_code,
            owner=self,
            title="正在生成演示小区" if demo else "",
            failed=self._not_made,
        )

    def _office_work(self) -> Callable[[Progress], Made]:
        folder = self._folder
        name = self.office.office.value() or ""
        unit, phone = self.office.unit.value() or "", self.office.phone.value() or ""
        account, password = self.account.account.value() or "", self.account.password.value()

        def work(progress: Progress) -> Made:
            from ldz_desktop.services.opening import create_office
            from ldz_desktop.services.settings import Profile

            del progress
            office, code = create_office(folder, name, account, password)
            office.settings.save_profile(Profile(name, unit, phone))
            return Made(office, name, code)

        return work

    def _demo_work(self) -> Callable[[Progress], Made]:
        folder = self._folder
        account, password = self.account.account.value() or "", self.account.password.value()

        def work(progress: Progress) -> Made:
            from ldz_desktop.services.demo import build_demo
            from ldz_desktop.services.opening import open_office

            built = build_demo(
                folder,
                account,
                password,
                seed=DEMO_SEED,
                months=DEMO_MONTHS,
                today=date.today(),  # noqa: DTZ011 - the PC's own day
                progress=progress,
            )
            office = open_office(folder, account, password, check=False)
            return Made(
                office, office.settings.profile().office or DEMO_OFFICE, built.recovery_code
            )

        return work

    def _not_made(self, error: KnownError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, Cancelled):
            self._notices.info(error.message)
        else:
            self.account.trouble.say(error)

    def _set_busy(self, *, busy: bool) -> None:
        for part in (self.account, self.back, self.next):
            part.setEnabled(not busy)
        if busy:
            self.account.trouble.hide()
            self.next.setText("正在生成 …" if self._flow == "demo" else "正在新建 …")
        else:
            self._look()

    def _show_code(self, made: Made) -> None:
        self._made = made
        self.account.password.clear()
        page = CodePage(made.code)
        page.changed.connect(self._look)
        page.print_wanted.connect(lambda: self._paper(self._print))
        page.save_wanted.connect(lambda: self._paper(self._save))
        self.pages.addWidget(page)
        self._show(page)

    def _code_checked(self) -> None:
        if self._made is None:
            return
        if self._flow == "demo":
            self._finish(import_wanted=False)
            return
        ready = ReadyPage(
            self._made.name,
            lambda: self._finish(import_wanted=False),
            lambda: self._finish(import_wanted=True),
        )
        self.pages.addWidget(ready)
        self._show(ready)

    def _finish(self, *, import_wanted: bool) -> None:
        if self._made is not None and not self._done:
            self._done = True
            self.opened.emit(self._made.office, import_wanted)

    # -- the code on paper -----------------------------------------------------------------------

    def _paper(self, then: Callable[[bytes], None]) -> None:
        made = self._made
        if made is None:
            return

        def work(progress: Progress) -> bytes:
            from ldz_desktop.reports.recovery import render_recovery_sheet

            del progress
            return render_recovery_sheet(made.name, made.code)

        self._tasks.run(work, then, owner=self)

    def _print(self, pdf: bytes) -> None:
        from ldz_desktop.ui.kit.paper_view import print_paper

        try:
            print_paper(pdf, self, "恢复码")
        except KnownError as error:
            self._notices.error(error)

    def _save(self, pdf: bytes) -> None:
        from ldz_desktop.ui.kit.paper_view import save_paper

        path = files.ask_save(self, "存为 PDF", files.PDF, "恢复码.pdf")
        if path is not None and save_paper(pdf, path, self._notices):
            self._notices.written("已存好。打印后请删除这个文件，恢复码不要留在电脑里。", path)

    # -- data from elsewhere ---------------------------------------------------------------------

    def _bring(self) -> None:
        source = files.ask_folder(self, "选择放着数据的文件夹（里面有 archive.db）")
        if source is None:
            return
        folder = self._folder

        def work(progress: Progress) -> None:
            from ldz_desktop.services.moving import bring_in

            bring_in(source, folder, progress)

        self.welcome.setEnabled(False)
        self._tasks.run(
            work,
            self._brought,
            owner=self,
            title="正在把数据带进来",
            failed=self._not_brought,
        )

    def _choose_place(self) -> None:
        chosen = files.ask_folder(self, "数据放在哪里（例如 D 盘，不要选 U 盘、网络盘）")
        if chosen is None:
            return
        from ldz_desktop.services.moving import place_in

        try:
            self.place_chosen.emit(place_in(chosen))
        except KnownError as error:
            self.welcome.trouble.say(error)

    def _brought(self, _: None) -> None:
        self._done = True
        self.brought_in.emit()

    def _not_brought(self, error: KnownError) -> None:
        self.welcome.setEnabled(True)
        self.welcome.trouble.say(error)

    def take(self, file: Path) -> bool:
        """Go on with a backup or a visit pack that was double-clicked; not where an office has
        just been made."""
        if self._made is not None or not self.account.isEnabled():
            return False
        (self.ask_visit if is_pack(file) else self.ask_restore)(file)
        return True

    def ask_restore(self, backup: Path | None) -> None:
        """Restore a backup; the one that is named, where one is."""
        self._ways.setCurrentIndex(1)
        self.restore.begin(backup)

    def ask_visit(self, pack: Path | None) -> None:
        """Open a visit pack; the one that is named, where one is."""
        self._ways.setCurrentIndex(2)
        self.visit.begin(pack)

    def _restored(self, office: "Office") -> None:
        self._done = True
        self.opened.emit(office, False)  # noqa: FBT003 - a signal has no names

    # -- leaving ---------------------------------------------------------------------------------

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if (
            not self._done
            and self._made is not None
            and not self._notices.ask(
                "恢复码还没有核对",
                "没有恢复码，忘记密码后数据就再也打不开。以后可以在“设置”里换一个新的恢复码。",
                "仍然退出",
                "回去核对",
                danger=True,
            )
        ):
            event.ignore()
            return
        event.accept()
        self.restore.close_office()
        if not self._done:
            if self._made is not None:
                self._made.office.close()
            self.closed.emit()
