"""What stands in the place of the pad when a building's batch has been handed over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget
from typing_extensions import override

from ldz_desktop.services.evaluation_records import BuildingProgress
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, card, column, label, row


class HandedOver(QWidget):
    """recall_wanted, again_wanted, next_wanted, discard_wanted: the buttons."""

    recall_wanted = Signal()
    again_wanted = Signal()
    next_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        picture = QLabel()
        picture.setPixmap(theme.icon("tick", "green").pixmap(theme.px(48), theme.px(48)))
        self._title = label("", "title")
        self._text = label("", "muted", wrap=True)
        self._text.setFixedWidth(theme.px(400))
        self._odd = label("", "note", wrap=True)
        self._odd.setFixedWidth(theme.px(400))
        for part in (picture, self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.next = button("下一栋没录的(&G)", self.next_wanted.emit, role="primary")
        self.recall = button("", self.recall_wanted.emit, icon="undo")
        self.again = button("复录(&R)", self.again_wanted.emit)
        self.again.setToolTip("撤回到草稿，换一个人再录一遍，只看两遍不一致的")
        self.discard = button("丢弃没交的表(&D)", self.discard_wanted.emit, role="danger")
        inner = column(None, picture, self._title, spacing=12)
        inner.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._odd, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addLayout(row(None, self.discard, self.recall, self.again, self.next, None))
        inner.addStretch(2)
        frame: QFrame = card(inner)
        outer = column(frame)
        self.setLayout(outer)

    def show_building(self, one: BuildingProgress, drafted: int) -> None:
        """drafted: sheets that were keyed besides and not handed over."""
        count = one.keyed_valid + one.keyed_invalid
        imported = one.origin == "file"
        self._title.setText(f"{'已导入' if imported else '已交批'} {count} 张")
        if imported:
            text = "这栋楼的表是从表格导入的。要改，请改表格后重新导入；要手工录，先撤掉导入的表。"
        elif one.checked:
            text = "已复核：两遍录入一致。次序已打乱，要改，先撤回到草稿。"
        else:
            text = "只录过一遍，次序已打乱。要改，先撤回到草稿。"
        if drafted:
            text += f"另有 {drafted} 张录了没交。"
        self._text.setText(text)
        self._odd.setText("请核实：" + "".join(one.oddities))
        self._odd.setVisible(bool(one.oddities))
        for part in (self._text, self._odd):
            part.setMinimumHeight(part.heightForWidth(part.minimumWidth()))
        self.recall.setText("撤掉导入的表(&B)" if imported else "撤回重录(&B)")
        self.again.setVisible(not imported and not one.checked)
        self.discard.setVisible(bool(drafted) and imported)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.next.setFocus(event.reason())
