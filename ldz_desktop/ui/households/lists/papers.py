"""Papers about households: file cards, and the roster of a building."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton, QWidget

from ldz_desktop.ui.households.lists.output import show_table
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import button, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.domain.places import PlaceRef
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.ui.kit.feature import Bench


def print_roster(bench: "Bench", parent: QWidget, place: "PlaceRef", title: str) -> None:
    """Everybody of a place, door by door. title: the place in words (福锦苑1栋)."""
    office = bench.office
    show_table(
        bench, parent, f"{title}住户花名册", lambda progress: office.lists.roster(place, progress)
    )


class CardPaperDialog(Dialog):
    """Masked or whole, then the preview of one or more file cards."""

    def __init__(self, bench: "Bench", household_ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._ids = list(household_ids)
        self._parent = parent
        self.setWindowTitle("打印档案卡")
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.masked = QRadioButton("遮盖敏感内容(&M)：号码只留头尾，不印健康、敏感标签和儿童资料")
        self.full = QRadioButton("完整内容(&A)：存档用，打印会记入日志")
        self.masked.setChecked(True)
        self.make_button = button("预览(&V) …", self._make, role="primary")
        self.make_button.setDefault(True)
        self.make_button.setEnabled(bool(self._ids))
        several = f"{len(self._ids):,} 户，每户从新的一页开始。" if len(self._ids) > 1 else ""
        words = [label("打印档案卡", "title"), *([label(several, "muted")] if several else [])]
        layout = column(
            *words,
            column(self.masked, self.full, spacing=4),
            row(None, button("取消", self.reject), self.make_button),
            spacing=16,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)

    def _make(self) -> None:
        office, ids, full = self._bench.office, self._ids, self.full.isChecked()

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.household_card import card_of, render

            cards = []
            for done, household_id in enumerate(ids):
                progress.report(done, len(ids), "整理档案卡")
                cards.append(card_of(office, household_id, full=full))
            return render(cards)

        self.accept()
        show_paper(self._bench, self._parent, work, "居民家庭档案卡")
