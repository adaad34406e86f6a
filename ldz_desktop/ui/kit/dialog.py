"""What every dialog of the program does when it is left: work that runs in it is stopped first, and
what was typed is asked about."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.notices import ask_to_save

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.progress_view import ProgressPanel, ProgressState


class Dialog(QDialog):
    """Esc, the window's X and 取消 are one thing: reject().

    While work with a title runs in it (TaskRunner.run with an owner inside), leaving cancels the
    work and the dialog goes once it has stopped: nothing is written by what is no longer seen. Work
    that was done before it could be stopped ends as if nothing had been pressed, and says so.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running: list[ProgressState] = []
        self._leaving = False
        self._height = 0

    # -- for kinds of dialog ---------------------------------------------------------------------

    def unsaved(self) -> bool:
        """Something was typed that this dialog would write."""
        return False

    def save_changes(self) -> None:
        """What its first verb does; the dialog closes itself once it is written."""

    def may_leave(self) -> bool:
        """Ask where something typed would be lost: 保存, 不保存 or 取消."""
        if not self.unsaved():
            return True
        answer = ask_to_save(self)
        if answer == "save":
            self.save_changes()
        return answer == "drop"

    # -- work that runs in it (ui.kit.tasks) -----------------------------------------------------

    def began(self, state: "ProgressState") -> None:
        """Work with a title was queued."""
        self._running.append(state)

    def ended(self, state: "ProgressState", *, cancelled: bool) -> None:
        """It is over; before its result is delivered."""
        if state in self._running:
            self._running.remove(state)
        if self._leaving and not self._running:
            self._leaving = False
            if cancelled:
                super().reject()

    def show_progress(self, panel: "ProgressPanel") -> bool:
        """Room below everything, so that the panel covers nothing; False where there is none. No
        higher than the screen: what scrolls in the dialog gives way then."""
        layout = self.layout()
        if not isinstance(layout, QVBoxLayout):
            return False
        self._height = self.height()
        layout.addWidget(panel)
        most = self.screen().availableSize().height() - theme.px(64)
        wanted = self._height + panel.sizeHint().height() + layout.spacing()
        self.resize(self.width(), max(self._height, min(wanted, most)))
        return True

    def hide_progress(self, panel: "ProgressPanel") -> None:
        """Give the room back."""
        layout = self.layout()
        if layout is not None and layout.indexOf(panel) >= 0:
            layout.removeWidget(panel)
            panel.hide()
            layout.activate()
            self.resize(self.width(), self._height)

    # -- leaving ---------------------------------------------------------------------------------

    @override
    def reject(self) -> None:
        if self._running:
            self._leaving = True
            for state in self._running:
                state.cancelled = True
            return
        if self.may_leave():
            super().reject()
