"""走访名单: those who are due or the whole building, then the paper as it will be printed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton, QWidget

from ldz_desktop.domain.places import PlaceRef
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import button, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress


class VisitListDialog(Dialog):
    """Asks for whom; how many each choice lists is counted while it is open."""

    def __init__(self, bench: Bench, place: PlaceRef, title: str, parent: QWidget) -> None:
        """title: of the place: 福锦苑1栋."""
        super().__init__(parent)
        self._bench = bench
        self._place = place
        self._title = f"{title}走访名单"
        self._parent = parent
        self.setWindowTitle("打印走访名单")
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(520))
        self._every = "整栋楼" if place.kind == "building" else "每一户"
        self.due = QRadioButton("到期的(&D)")
        self.everybody = QRadioButton(f"{self._every}(&A)")
        self.due.setChecked(True)
        self.make_button = button("预览(&V) …", self._make, role="primary")
        self.make_button.setDefault(True)
        order = "一栋楼一份，按单元从低楼层往上排；A4 横向，一页 12 户，留出手写的地方。"
        secret = "只印房号、户主、上次走访和待补的项目，不印标签、年龄、电话。"
        layout = column(
            label(self._title, "title", wrap=True),
            label(order, "muted", wrap=True),
            column(self.due, self.everybody, spacing=8),
            label(secret, "muted", wrap=True),
            row(None, button("取消", self.reject), self.make_button),
            spacing=16,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self._count()

    def _count(self) -> None:
        office, place = self._bench.office, self._place

        def counted(found: tuple[int, int]) -> None:
            due, households = found
            self.due.setText(f"到期的(&D)：{due:,} 户")
            self.everybody.setText(f"{self._every}(&A)：{households:,} 户，到期的标灰底")

        self._bench.tasks.run(
            lambda progress: (
                len(office.tags.due(place).rows), office.households.summary(place).households,
            ),
            counted,
            owner=self,
            key="visit_list.count",
        )  # fmt: skip

    def _make(self) -> None:
        office, place, everybody = self._bench.office, self._place, self.everybody.isChecked()

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.visit_list import render

            return render(
                office.visit_lists.of(place, everybody=everybody, progress=progress), progress
            )

        self.accept()
        show_paper(self._bench, self._parent, work, self._title)
