"""Before two records become one: what moves along, what a household loses, and why."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from ldz_desktop.services.duplicates_records import Choice, MergePreview
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row


class MergeDialog(Dialog):
    """go(reason) is called once when the clerk agrees; the dialog closes first."""

    def __init__(
        self,
        preview: MergePreview,
        choices: dict[str, Choice],
        go: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._go = go
        self.setObjectName("plain")
        self.setWindowTitle("合并两份档案")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(500))
        self.form = Form()
        self.form.add(
            "reason", "原因(&R)", TextEditor("可以不填，例如：导入时重复登记", longest=200)
        )
        merge = button("合并", self._merge, role="primary")
        merge.setDefault(True)
        self.form.answers_enter(self._merge)
        layout = column(
            label("合并两份档案", "title"),
            *(label(sentence, wrap=True) for sentence in sentences(preview, choices)),
            *_warnings(preview, choices),
            label("合并后可以撤销，两份档案会原样恢复。", "muted"),
            self.form,
            row(None, button("取消", self.reject), merge),
            spacing=12,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self.form.editor("reason").setFocus()

    def _merge(self) -> None:
        reason = str(self.form.values()["reason"] or "")
        self.accept()
        self._go(reason)


def home_of(preview: MergePreview, choices: dict[str, Choice]) -> Choice:
    """With which record the person is filed afterwards."""
    fields = {field.key: field.chosen for field in preview.fields}
    return choices.get("home", fields.get("home", "keep"))


def sentences(preview: MergePreview, choices: dict[str, Choice]) -> list[str]:
    """What will be, in order."""
    here = preview.keep_address if home_of(preview, choices) == "keep" else preview.drop_address
    found = [f"合并成一份，登记在{here}，另一份删除。"]
    if preview.moved:
        found.append(f"一并转过来：{'、'.join(preview.moved)}。")
    return found


def _warnings(preview: MergePreview, choices: dict[str, Choice]) -> list[QWidget]:
    lost = preview.warnings[home_of(preview, choices)]
    if not lost:
        return []
    frame = QFrame()
    frame.setProperty("role", "notice")
    inside = column(*(label(sentence, wrap=True) for sentence in lost), spacing=4)
    margin = theme.px(12)
    inside.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
    frame.setLayout(inside)
    return [frame]
