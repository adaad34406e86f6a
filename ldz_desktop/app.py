"""The composition root of the window: first run or unlock, then the window, then lock or leave."""

import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QObject,
    QPoint,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from ldz_desktop import garbage
from ldz_desktop.errors import KnownError
from ldz_desktop.paths import default_data_folder, home_folder, keep_data_in, shown, user_path
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit import crash, theme
from ldz_desktop.ui.kit.chinese import speak_chinese
from ldz_desktop.ui.kit.notices import Notices
from ldz_desktop.ui.kit.only_window import OnlyWindow, bring_to_front
from ldz_desktop.ui.kit.preferences import Preferences
from ldz_desktop.ui.kit.tasks import TaskRunner

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office
    from ldz_desktop.ui.main_window import MainWindow
    from ldz_desktop.ui.unlock.unlock_window import UnlockWindow
    from ldz_desktop.ui.unlock.wizard import FirstRun

_BETWEEN_MS = 30
_LISTEN_AFTER_MS = 200  # the first window comes first; who starts the program again waits longer
_LOOK_EVERY_MINUTES = 3  # without anybody at the keyboard, for a newer version on a stick
_NEEDED_NEXT = (
    "cryptography.hazmat.primitives.ciphers.aead",
    "argon2.low_level",
    "ldz_desktop.services.opening",
    "ldz_desktop.services.households",
    "ldz_desktop.services.settings",
    "ldz_desktop.ui.features",
    "ldz_desktop.ui.main_window",
    "ldz_desktop.ui.households.tab",
)
"""What unlocking and the first tab import."""


_NOT_KEPT = KnownError(
    "没有换成", "不能在那里建立文件夹，或不能记下新的位置。没有改动。", "请换一个能写入的位置。"
)
_GIVEN = KnownError(
    "这次不能移动",
    "程序是用 --data 指定数据文件夹打开的，位置由打开它的命令决定。",
    "请关闭程序，自己移动文件夹，再改那条命令。",
)


def _gone(folder: Path) -> KnownError:
    return KnownError(
        "数据文件夹不见了",
        f"数据原来放在 {shown(folder)}，现在没有这个文件夹。可能那个盘没有接好，或盘符变了。",
        "请先接好再重新打开程序，不要新建；确实换了位置的，点“换个位置”选它。",
    )


def run(
    folder: Path | None = None,
    argv: Sequence[str] = (),
    *,
    file: Path | None = None,
    on_ready: Callable[["MainWindow"], None] | None = None,
) -> int:
    """Show the window until it is closed; returns the exit status.

    folder: the data folder (default: the user's). file: a backup to be restored, or a visit pack.
    Where that folder's window is there already, it comes forward and gets the file, and this ends.
    on_ready: called each time an office's window has been painted with its first data (the
    benchmarks stop their clock there).
    """
    given = folder
    folder = given or default_data_folder()
    only = OnlyWindow(given or home_folder())  # it stays the same where the data is moved
    if not only.first() and only.hand_over(file):
        return 0
    qt = start(argv)
    program = Program(folder, on_ready, movable=given is None)
    crash.install(program.show_defect)
    crash.note_in(folder / "logs" / "defects.log")
    program.begin(None if file is None else user_path(file))
    only.wanted.connect(program.come_forward)
    QTimer.singleShot(_LISTEN_AFTER_MS, only.listen)
    status = qt.exec()
    only.stop()
    program.end()
    return status


def start(argv: Sequence[str] = ()) -> QApplication:
    """The QApplication, dressed; the one there already is where there is one."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    qt = QApplication([sys.argv[0], *argv])
    qt.setApplicationName("ldz-desktop")
    qt.setApplicationDisplayName("楼栋长工作台")
    qt.setQuitOnLastWindowClosed(False)
    speak_chinese(qt)
    return qt


def _fits(window: QWidget) -> bool:
    """Whether the window, with the frame the system puts around it, has room on its screen."""
    style = window.style()
    edge = 2 * style.pixelMetric(QStyle.PixelMetric.PM_MdiSubWindowFrameWidth)
    title = style.pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    room = window.screen().availableSize()
    return window.width() + edge <= room.width() and window.height() + title <= room.height()


def _place_on(screen: QScreen, window: QWidget) -> None:
    frame = QRect(QPoint(), window.size())
    frame.moveCenter(screen.availableGeometry().center())
    window.setScreen(screen)
    window.move(frame.topLeft())


class Program(QObject):
    """Which window is on the screen. Owns the worker (tasks); closes the office when it is left.

    Tests and benchmarks that have an office already: program = Program(office.folder);
    window = program.open_window(office); …; program.end().
    """

    def __init__(
        self,
        folder: Path,
        on_ready: Callable[["MainWindow"], None] | None = None,
        *,
        movable: bool = False,
    ) -> None:
        """movable: the folder is the user's own (default_data_folder), and may be another."""
        super().__init__()
        self._folder = folder
        self._movable = movable
        self._on_ready = on_ready
        self._preferences = Preferences(folder)
        self._app = start()
        theme.prepare(self._app, large=self._preferences.large_type)
        self._notices = Notices(None)
        self.tasks = TaskRunner(self._notices, self)
        self._window: QWidget | None = None
        self._office: Office | None = None

    def begin(self, file: Path | None = None) -> None:
        """The first run where there is no office yet, else the password; either at the page for the
        file, where one is named."""
        from ldz_desktop.services.opening import inspect_folder

        try:
            fresh = not inspect_folder(self._folder).exists
        except KnownError:
            fresh = False  # something is there; the unlock window says what
        if fresh:
            self._first_run(file)
        else:
            self._unlock(file)

    def open_window(self, office: "Office", *, import_wanted: bool = False) -> "MainWindow":
        """The main window over an open office, shown."""
        from ldz_desktop.ui.features import FEATURES, ON_A_VISIT
        from ldz_desktop.ui.kit.feature import Target
        from ldz_desktop.ui.main_window import MainWindow

        self._office = office
        self._preferences.last_account = office.account
        features = FEATURES if office.visiting is None else ON_A_VISIT
        window = MainWindow(office, self.tasks, self._notices, features, self._preferences)
        window.lock_wanted.connect(self._lock)
        window.restore_wanted.connect(self._lock)
        window.wipe_wanted.connect(self._wipe)
        window.move_wanted.connect(self._move)
        window.closed.connect(self._leave)
        window.first_shown.connect(lambda: self._shown(window))
        self._swap(window)
        if import_wanted:
            window.show_target(Target("import"))
        return window

    def come_forward(self, file: Path | None) -> None:
        """Somebody started the program again, perhaps by a double click on a file."""
        window = self._window
        if window is None:
            return
        bring_to_front(window)
        if file is None:
            return
        busy = self.tasks.watched() or QApplication.activeModalWidget() is not None
        if busy or not cast("FirstRun | UnlockWindow | MainWindow", window).take(file):
            self._notices.info(f"请先做完手上的这一步，再双击打开“{file.name}”。")

    def end(self) -> None:
        """Stop the worker, close the office, take the window away."""
        self.tasks.stop()
        if self._office is not None:
            self._office.close()
            self._office = None
        self._preferences.save()
        if self._window is not None:
            self._window.hide()
            self._window.deleteLater()
            self._window = None

    def show_defect(self, error: BaseException) -> None:
        """An exception nobody caught."""
        if self._window is not None:
            self._notices.defect(error)

    def _swap(self, window: QWidget) -> None:
        old, self._window = self._window, window
        theme.dress(window)
        if old is not None and not window.testAttribute(Qt.WidgetAttribute.WA_Moved):
            _place_on(old.screen(), window)  # of several screens the one that was looked at
        if _fits(window):
            window.show()
        else:  # its frame would hang over the edge, its foot under the task bar
            window.showMaximized()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _shown(self, window: "MainWindow") -> None:
        if self._on_ready is not None:
            self._on_ready(window)
        garbage.as_a_window_needs()
        office = self._office
        if office is not None:  # the whole file is looked through while the person looks around
            self.tasks.run_later(
                lambda progress: office.check_damage(), lambda _: None, owner=window
            )
            from ldz_desktop.ui.kit.backup_keeper import BackupKeeper
            from ldz_desktop.ui.kit.idle import Idle
            from ldz_desktop.ui.kit.memory_keeper import MemoryKeeper

            BackupKeeper(office, self.tasks, window, window.read_facts)
            MemoryKeeper(self.tasks, window)
            window.look_for_setup()
            calm = Idle(window)
            calm.reached.connect(window.look_for_setup)
            calm.watch(_LOOK_EVERY_MINUTES)

    def _leave(self) -> None:
        """The window is gone, and with it what still ran there, as was asked; what was changed is
        backed up before the program is gone too. Where that fails, the next window says so."""
        office, quit_ = self._office, self._app.quit
        if office is None:
            quit_()
            return
        self.tasks.cancel_all()
        self.tasks.run(
            office.backups.automatic,
            lambda _: quit_(),
            owner=self,
            failed=lambda _: quit_(),
        )

    def _first_run(self, file: Path | None = None) -> None:
        from ldz_desktop.ui.unlock.wizard import FirstRun

        wizard = FirstRun(self._folder, self.tasks, self._notices, movable=self._movable)
        wizard.place_chosen.connect(self._keep_in)
        wizard.opened.connect(lambda office, wanted: self._open(office, import_wanted=wanted))
        wizard.brought_in.connect(self._unlock)
        wizard.closed.connect(self._app.quit)
        if self._movable and self._folder != home_folder() and not self._folder.is_dir():
            wizard.welcome.trouble.say(_gone(self._folder))
        self._swap(wizard)
        if file is not None:
            wizard.take(file)

    def _unlock(self, file: Path | None = None) -> None:
        from ldz_desktop.ui.unlock.unlock_window import UnlockWindow

        account = self._preferences.last_account
        window = UnlockWindow(self._folder, self.tasks, self._notices, account)
        window.opened.connect(lambda office: self._open(office, merge=window.merge))
        window.closed.connect(self._app.quit)
        self._swap(window)
        if file is not None:
            window.take(file)
        self._get_ready(iter(_NEEDED_NEXT))

    def _get_ready(self, modules: Iterator[str]) -> None:
        """While the password is typed: one module between two keys, so that no key waits."""
        module = next(modules, None)
        if module is not None:
            QTimer.singleShot(_BETWEEN_MS, self, lambda: self._import(module, modules))

    def _import(self, module: str, modules: Iterator[str]) -> None:
        importlib.import_module(module)
        self._get_ready(modules)

    def _open(
        self, office: "Office", *, import_wanted: bool = False, merge: Path | None = None
    ) -> None:
        window = self.open_window(office, import_wanted=import_wanted)
        if merge is not None:
            from ldz_desktop.ui.households.visits import show_pack

            show_pack(window.show_target, merge)

    def _keep_in(self, folder: Path) -> None:
        """There is no office yet; it is to be made there, or lies there already."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            keep_data_in(folder)
        except OSError:
            self._notices.error(_NOT_KEPT)
            return
        self._use(folder)
        self.begin()

    def _use(self, folder: Path) -> None:
        self._folder = folder
        self._preferences = Preferences(folder)
        crash.note_in(folder / "logs" / "defects.log")

    def _move(self, folder: Path) -> None:
        """The office closes, moves, and asks for the password in its new place."""
        office = self._office
        if office is None:
            return
        if not self._movable:
            self._notices.error(_GIVEN)
            return
        self._office = None
        self.tasks.cancel_all()
        source = self._folder

        def work(progress: Progress) -> Path:
            from ldz_desktop.services.moving import move

            office.close()
            return move(source, folder, progress)

        self.tasks.run(
            work,
            lambda aside: self._moved(folder, aside),
            owner=self,
            title="正在移动数据",
            failed=self._not_wiped,
        )

    def _moved(self, folder: Path, aside: Path) -> None:
        self._use(folder)
        self.begin()
        self._notices.written(
            "数据已经移到新的位置，核对过了。原来的在“已搬走-…”文件夹里，确定不需要再删除。",
            aside,
        )

    def _wipe(self) -> None:
        """Nothing of the visit stays on this computer; then as on the first day."""
        office, self._office = self._office, None
        if office is None:
            return
        self.tasks.cancel_all()

        def work(progress: object) -> None:
            from ldz_desktop.services.visits_wiping import wipe

            del progress
            try:
                wipe(office)
            except KnownError:
                office.close()
                raise

        self.tasks.run(work, lambda _: self._wiped(), owner=self, failed=self._not_wiped)

    def _wiped(self) -> None:
        self._preferences.last_account = ""
        self._preferences.save()
        self.begin()
        self._notices.info("这台电脑上的走访数据已经清除。")

    def _not_wiped(self, error: KnownError) -> None:
        self.begin()
        self._notices.error(error)

    def _lock(self, backup: Path | None = None) -> None:
        """Close the data behind what still runs, then ask for the password again (or restore)."""
        office, self._office = self._office, None
        if office is None:
            return
        self.tasks.cancel_all()
        self.tasks.run(lambda progress: office.close(), lambda _: self._unlock(backup), owner=self)
