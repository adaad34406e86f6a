"""What the tab shows while the office has no household: two ways to begin."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, card, column, label, row


class EmptyPage(QWidget):
    """import_button and new_button begin."""

    def __init__(self, on_import: Callable[[], object], on_new: Callable[[], object]) -> None:
        super().__init__()
        self.import_button = button("导入花名册(&I) …", on_import, role="primary")
        self.new_button = button("手工新建(&N) …", on_new)
        ways = row(
            None,
            _way(
                "import",
                "导入花名册",
                "有 Excel、WPS 或 CSV 表格就用它：程序自己认表头，先给您看结果，确认后才写入。",
                self.import_button,
            ),
            _way(
                "edit",
                "手工新建",
                "没有表格就从一户开始：选好楼栋、填房号，再逐个添加家庭成员。",
                self.new_button,
            ),
            None,
            spacing=16,
        )
        heading = label("还没有户档", "heading")
        words = label("一户一档：房屋、户主和家庭成员都记在这里，测评和公示也从这里取数。", "muted")
        for part in (heading, words):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(None, heading, words, spacing=12)
        layout.addSpacing(theme.px(12))
        layout.addLayout(ways)
        layout.addStretch(2)
        self.setLayout(layout)


def _way(icon: str, title: str, text: str, begin: QWidget) -> QFrame:
    picture = QLabel()
    picture.setPixmap(theme.icon(icon, "red").pixmap(theme.px(32), theme.px(32)))
    words = label(text, "muted", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    words.setMinimumHeight(theme.px(64))
    made = card(column(picture, label(title, "title"), words, row(begin, None), spacing=12))
    made.setFixedWidth(theme.px(320))
    return made
