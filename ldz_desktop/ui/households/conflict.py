"""Somebody else was faster: what they changed, and whose version shall stand."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ldz_desktop.ui.households.wording import Difference
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, clear, column, label, row


class ConflictPanel(QWidget):
    """mine_wanted: my changes go on top of theirs; theirs_wanted: mine are dropped."""

    mine_wanted = Signal()
    theirs_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(8))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.mine_button = button("保留我的修改(&M)", self.mine_wanted.emit, role="primary")
        self.theirs_button = button("采用对方的(&O)", self.theirs_wanted.emit)
        self._hint = label("", "muted", wrap=True)
        layout = column(
            label("这份档案刚被别人改过", "title"),
            label("您的修改还没有保存。对方改了下面这些内容：", wrap=True),
            self._grid,
            self._hint,
            row(self.mine_button, self.theirs_button, None),
            None,
            spacing=12,
        )
        self.setLayout(layout)

    def show_differences(self, differences: Sequence[Difference]) -> None:
        clear(self._grid)
        for at, text in enumerate(("", "对方改成", "您改成")):
            self._grid.addWidget(label(text, "small"), 0, at)
        for line, difference in enumerate(differences, start=1):
            words = (
                label(difference.caption, "muted"),
                label(difference.theirs, wrap=True),
                label(difference.mine or "没有改", "" if difference.mine else "muted", wrap=True),
            )
            for at, widget in enumerate(words):
                self._grid.addWidget(widget, line, at, Qt.AlignmentFlag.AlignTop)
        both = any(d.mine for d in differences)
        self._hint.setText(
            "「保留我的修改」：两边都改了的以您的为准，只有对方改了的仍按对方的。"
            if both
            else "两边改的不是同一项：「保留我的修改」会把两边的修改都留下。"
        )
        self.mine_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def texts(self) -> tuple[str, ...]:
        """Everything the grid says, line by line."""
        items = (self._grid.itemAt(i) for i in range(self._grid.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(str(w.property("text")) for w in widgets if w is not None)
