"""带回: where the pack goes to, and when it is written, what is to be done in the office."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.moments import moment_text
from ldz_desktop.errors import Cancelled, InputError, KnownError
from ldz_desktop.paths import shown
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.carrying import look_for, size_text, stays_here
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.services.visits_records import Away, Packed

_WHAT = "把这次走访的改动存成一个文件，已加密。可以带回多次，每次都是全部改动，重复合并也不要紧。"
_NEXT = "请把 U 盘拿回办公室，在办公室的电脑上双击这个文件，看过以后合并。U 盘请先“安全弹出”再拔。"
_GONE = InputError(
    "位置不在了",
    "要存到的文件夹找不到，U 盘可能已经拔出，没有写成。",
    "请插好 U 盘再试一次，或换一个位置。",
)


class BringBackDialog(Dialog):
    """brought_back: a pack was written. wipe_wanted: afterwards, this computer is to be clean."""

    brought_back = Signal()
    wipe_wanted = Signal()

    def __init__(self, bench: Bench, owner: QWidget) -> None:
        super().__init__(owner.window())
        self.setObjectName("plain")
        self.setWindowTitle("带回走访的改动")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(theme.px(520))
        self._bench = bench
        self._folder: Path | None = None
        self.place = TextEditor("请选择 U 盘，或带得走的文件夹")
        self.place.setReadOnly(True)
        self.place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.place.setAccessibleName("带回到哪里")
        self.choose = button("选择位置(&W) …", self.ask_place, icon="open")
        self.facts = label("", wrap=True)
        self.go = button("带回(&B)", self.make, role="primary")
        self.cancel = button("取消", self.reject)
        self.counts = label("", "strong", wrap=True)
        self.file = label("", wrap=True)
        self.file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.wipe = button("清除这台电脑上的走访数据(&X) …", self._wipe)
        self.close_button = button("知道了", self.accept, role="primary")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._asking())
        self._pages.addWidget(self._telling())
        margin = theme.px(24)
        layout = column(self._pages)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self._look()
        office = bench.office
        bench.tasks.run(lambda progress: office.visits.away(), self._show, owner=self)

    def _asking(self) -> QWidget:
        page, line = QWidget(), row(self.place, self.choose)
        line.setStretch(0, 1)
        page.setLayout(
            column(
                label("带回走访的改动", "title"),
                label(_WHAT, "muted", wrap=True),
                self.facts,
                line,
                None,
                row(None, self.cancel, self.go),
                spacing=12,
            )
        )
        return page

    def _telling(self) -> QWidget:
        page = QWidget()
        gone = "办公室合并以后，请回来清除这台电脑上的走访数据，电脑丢了也不怕。"
        page.setLayout(
            column(
                label("已带回", "title"),
                self.counts,
                self.file,
                label(_NEXT, wrap=True),
                label(gone, "muted", wrap=True),
                None,
                row(self.wipe, None, self.close_button),
                spacing=12,
            )
        )
        return page

    # -- where to --------------------------------------------------------------------------------

    def _show(self, away: "Away") -> None:
        if not away.changes:
            self.facts.setText("现在还没有改动，也可以带回。")
        elif away.brought is None:
            self.facts.setText(f"一共 {away.changes} 处改动。")
        else:
            when = moment_text(away.brought.at)
            self.facts.setText(
                f"一共 {away.changes} 处改动，{away.unreturned} 处是 {when} 带回以后改的。"
            )
        if away.brought is None or self._folder is not None:
            return
        folder = away.brought.file.parent
        look_for(
            self._bench.tasks, folder, lambda found: self._take(folder) if found else None, self
        )

    def ask_place(self) -> None:
        folder = files.ask_folder(self, "带回到哪里（U 盘，或带得走的文件夹）")
        if folder is None:
            return
        if stays_here(folder, self._bench.office.folder):
            self._bench.notices.error(
                InputError(
                    "换个位置",
                    "这是这台电脑的数据文件夹自己，带不走。",
                    "请选择 U 盘或别的文件夹。",
                )
            )
            return
        self._take(folder)

    def _take(self, folder: Path) -> None:
        self._folder = folder
        self.place.setText(shown(folder))
        self.place.setToolTip(shown(folder))
        self._look()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        chosen = self._folder is not None
        self.go.setEnabled(chosen)
        self.go.setDefault(chosen)
        self.choose.setDefault(not chosen)

    # -- writing ---------------------------------------------------------------------------------

    def make(self) -> None:
        """Write the pack."""
        office, folder = self._bench.office, self._folder
        if folder is None:
            return

        def work(progress: Progress) -> "Packed":
            from ldz_desktop.services.backup import is_folder

            if not is_folder(folder):  # the pack would take its name
                raise _GONE
            return office.visits.bring_back(folder, progress)

        self._set_busy(busy=True)
        self._bench.tasks.run(work, self._made, owner=self, title="正在带回", failed=self._not_made)

    def _made(self, made: "Packed") -> None:
        size = size_text(made.bytes)
        self.counts.setText(
            f"{made.changes} 处改动，{made.households:,} 户，{size}，写好以后核对过。"
        )
        self.file.setText(shown(made.path))
        self._pages.setCurrentIndex(1)
        self.close_button.setDefault(True)
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bench.publish(Change.of("settings", what="已带回"))
        self.brought_back.emit()

    def _not_made(self, error: KnownError) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, Cancelled):
            self._bench.notices.error(error)

    def _set_busy(self, *, busy: bool) -> None:
        self.choose.setEnabled(not busy)
        self.go.setText("正在带回 …" if busy else "带回(&B)")
        self.go.setEnabled(not busy)

    def _wipe(self) -> None:
        self.accept()
        self.wipe_wanted.emit()
