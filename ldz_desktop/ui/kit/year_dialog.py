"""Which year a paper is to be of."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row


class YearDialog(Dialog):
    """Accepted: a paper of year() is wanted."""

    def __init__(
        self, title: str, words: str, years: Sequence[int], parent: QWidget, usual: int = 0
    ) -> None:
        """title: of the paper; words: what is in it; usual: the year that is chosen at first, 0
        for the first one."""
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(420))
        self.form = Form()
        self.form.add("year", "年份(&Y)", PickEditor([(year, f"{year}年") for year in years]))
        if usual:
            self.form.set_values({"year": usual})
        yes = button("打印预览", self.accept, role="primary")
        yes.setDefault(True)
        self.form.answers_enter(self.accept)
        layout = column(
            label(title, "title"), label(words, "muted", wrap=True), self.form,
            row(None, button("取消", self.reject), yes), spacing=16,
        )  # fmt: skip
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)

    def year(self) -> int:
        return int(self.form.values()["year"])
