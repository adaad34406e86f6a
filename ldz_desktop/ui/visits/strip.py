"""At the top of the window on a visit: what was taken along, how much was changed, the way back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ldz_desktop.domain.visits import buildings_text
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.pieces import button, label

if TYPE_CHECKING:
    from ldz_desktop.services.visits_records import Away, Visiting


class VisitStrip(QWidget):
    """wipe_wanted: what the visit left on this computer is to go, as a person has said."""

    wipe_wanted = Signal()

    def __init__(self, bench: Bench, visiting: "Visiting", saved: Callable[[], bool]) -> None:
        """saved: nothing that was typed is left unsaved, or the person stays with it (False)."""
        super().__init__()
        self._bench = bench
        self._saved = saved
        self._away: Away | None = None
        made = date_text(visiting.made_at.date())
        self._what = (
            f"走访用的数据：{buildings_text(visiting.buildings)} · {visiting.made_by} {made}发出"
        )
        self.words = label(self._what, wrap=True)
        self.words.setToolTip("、".join(visiting.buildings))
        self.back = button(
            "带回(&B) …", self.bring_back, role="primary", tip="存成一个文件，拿回办公室合并"
        )
        self.wipe = button("清除走访数据(&X) …", self.ask_wipe, role="quiet")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.words, 1)
        layout.addWidget(self.wipe)
        layout.addWidget(self.back)
        self._look()
        self.refresh()

    def refresh(self) -> None:
        """Something was written: count again."""
        office = self._bench.office
        self._bench.tasks.run_later(
            lambda progress: office.visits.away(), self._show, owner=self, key="visit"
        )

    def bring_back(self) -> None:
        """Where to, then what comes next."""
        if not self._saved():
            return
        from ldz_desktop.ui.visits.bring_back import BringBackDialog

        dialog = BringBackDialog(self._bench, self)
        dialog.brought_back.connect(self.refresh)
        dialog.wipe_wanted.connect(self.ask_wipe)
        dialog.open()

    def ask_wipe(self) -> None:
        """Nothing of the visit stays here, once the office has it."""
        office = self._bench.office
        self._bench.tasks.run(lambda progress: office.visits.away(), self._ask_wipe, owner=self)

    def _ask_wipe(self, away: "Away") -> None:
        self._show(away)
        if away.unreturned:
            return
        if away.brought is not None:
            first = "请先确认办公室已经合并了带回的走访包：清除以后，这台电脑上就没有了，找不回来。"
        else:
            first = "这里什么都没有改过，没有要带回的。"
        older = ""
        if away.older:
            older = f"以前换下来的 {away.older} 份走访数据也一起删除，里面没带回的改动就没有了。"
        if self._bench.notices.ask(
            "清除这台电脑上的走访数据？",
            f"{first}将删除这几栋楼的户档、钥匙和自动备份。{older}U 盘上的走访包不动。",
            "清除",
            danger=True,
        ):
            self.wipe_wanted.emit()

    def _show(self, away: "Away") -> None:
        self._away = away
        self._look()

    def _look(self) -> None:
        away = self._away
        self.wipe.setEnabled(away is not None and not away.unreturned)
        if away is None:
            return
        self.words.setText(f"{self._what} · {_changed(away)}")
        left = f"还有 {away.unreturned} 处改动没有带回，带回并在办公室合并以后才能清除"
        clean = "办公室合并以后，把这台电脑上的走访数据删干净"
        self.wipe.setToolTip(left if away.unreturned else clean)


def _changed(away: "Away") -> str:
    if not away.changes and not away.unreturned:
        return "还没有改动"
    if away.brought is None:
        return f"已改 {away.changes} 处"
    left = f"{away.unreturned} 处还没有带回" if away.unreturned else "都已带回"
    return f"已改 {away.changes} 处，{left}"
