"""What goes out of the office: the wall on a television, and as a poster."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QMenu

from ldz_desktop.ui.kit import files
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import button

if TYPE_CHECKING:
    from pathlib import Path

    from ldz_desktop.reports.honour_poster import Size
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.honours.screen import WallScreen
    from ldz_desktop.ui.kit.feature import Bench

PNG = "PNG 图片 (*.png)"
_DPI = 200


class PublicWall(QObject):
    """Two buttons for the head of the wall. month: the one that is shown; a poster of a month that
    is not published is refused with a sentence."""

    def __init__(self, bench: "Bench", month: Callable[[], str]) -> None:
        super().__init__()
        self._bench = bench
        self._month = month
        self.screen: WallScreen | None = None
        self.screen_button = button(
            "全屏展示(&F)", self._ask_screen, tip="在大屏幕上轮播公示过的荣誉墙（F11），按 Esc 离开"
        )
        self.poster_button = button("海报(&O)", tip="荣誉榜：A3、A2，或存为图片")
        menu = QMenu(self.poster_button)
        menu.addAction("A3 海报(&3) …").triggered.connect(lambda *_: self.show_poster("A3"))
        menu.addAction("A2 海报(&2) …").triggered.connect(lambda *_: self.show_poster("A2"))
        menu.addSeparator()
        menu.addAction("存为图片(&I) …").triggered.connect(lambda *_: self.save_picture())
        self.poster_button.setMenu(menu)
        key = QShortcut(QKeySequence(Qt.Key.Key_F11), self.screen_button, self.show_screen)
        key.setContext(Qt.ShortcutContext.WindowShortcut)

    def _ask_screen(self) -> None:
        """With a television beside the desk it matters which one; the window's own comes first."""
        here = self.screen_button.screen()
        others = [one for one in QGuiApplication.screens() if one != here]
        if not others:
            self.show_screen()
            return
        menu = QMenu(self.screen_button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, one in enumerate((here, *others), 1):
            size = one.geometry().size() * one.devicePixelRatio()
            name = "这块屏幕" if one == here else "另一块屏幕" if len(others) == 1 else one.name()
            action = menu.addAction(f"{name}(&{number})　{size.width()}×{size.height()}")
            action.triggered.connect(lambda *_, on=one: self.show_screen(on))
        menu.popup(self.screen_button.mapToGlobal(self.screen_button.rect().bottomLeft()))

    def show_screen(self, on: QScreen | None = None) -> None:
        """The newest published month on the whole of that screen; None: on the window's."""
        if self.screen is not None:
            return
        from ldz_desktop.ui.honours.screen import WallScreen

        self.screen = WallScreen(self._bench)
        self.screen.left.connect(self._left)
        self.screen.failed.connect(self._left)
        self.screen.begin(on or self.screen_button.screen())

    def _left(self) -> None:
        if self.screen is not None:
            self.screen.deleteLater()
            self.screen = None

    def show_poster(self, size: "Size") -> None:
        """As it will be printed."""
        office, month = self._bench.office, self._month()

        def work(progress: "Progress") -> "Paper":
            return _poster(office, month, size, progress)

        name = f"荣誉榜-{month}-{size}.pdf"
        show_paper(self._bench, self.poster_button, work, f"荣誉榜（{size}）", name)

    def save_picture(self) -> None:
        """The poster as a PNG."""
        office, month = self._bench.office, self._month()
        path = files.ask_save(self.poster_button, "存为图片", PNG, f"荣誉榜-{month}.png")
        if path is None:
            return

        def work(progress: "Progress") -> "Path":
            from ldz_desktop.services.files import write_whole
            from ldz_desktop.ui.kit.paper_view import image_png, page_images

            paper = _poster(office, month, "A3", progress)
            images = page_images(paper.pdf, _DPI)
            for number, image in enumerate(images, 1):
                name = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
                write_whole(name, image_png(image))
            return path

        self._bench.tasks.run(
            work,
            lambda written: self._bench.notices.written(f"已存为 {written.name}", written),
            owner=self.poster_button,
            title="正在存图",
        )


def _poster(office: "Office", month: str, size: "Size", progress: "Progress") -> "Paper":
    from ldz_desktop.reports.honour_poster import render

    progress.report(0, 0, "排版荣誉榜")
    wall = office.wall.show(month or None)
    portraits = {leader: office.wall.portrait(scan) for leader, scan in wall.faces.items()}
    return render(wall, portraits, size)
