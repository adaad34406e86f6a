"""At the top of the window where nothing can be saved."""

from PySide6.QtWidgets import QFrame

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import label, row


class ReadOnlyStrip(QFrame):
    """Says so before anybody types, and what to do about it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.words = label(
            "数据文件夹不能写入：只能查找、查看、打印和导出（号码遮住），改动存不了。"
            "要修改，请打开写保护开关，或把整个数据文件夹复制到硬盘上再打开。",
            wrap=True,
        )
        layout = row(label("只读", "strong"), self.words)
        layout.setStretch(1, 1)
        layout.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        self.setLayout(layout)
