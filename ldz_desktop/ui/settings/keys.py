"""What the keyboard can do: F1."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.pieces import button, column, label, row

KEYS: tuple[tuple[str, str], ...] = (
    ("Ctrl+1 … Ctrl+4", "切换页面；Alt+1、Alt+2 … 切换页面里的栏目"),
    ("Ctrl+F", "查找居民、户和楼栋长；↑ ↓ 选择，Enter 打开，Esc 关闭，再按 Esc 回到页面"),
    ("Ctrl+N", "在当前页面新建"),
    ("F2", "修改选中的一条"),
    ("Delete", "删除光标所在的一条，可以撤销；删整户先问，删户主先选新户主"),
    ("Ctrl+Z、Ctrl+Y", "撤销、重做今天的操作，一步一步往回（右上角的菜单里也有）"),
    ("菜单键、右键", "选中的行能做什么；在表头上选显示哪些列"),
    ("Enter", "打开选中的一条，按下光标所在的按钮；填表时保存、登记（多行的格子里用 Ctrl+Enter）"),
    ("Esc", "关闭、取消；填写过的先问要不要保存，正在导出的停下来"),
    ("Ctrl+C", "复制选中的行，可粘贴到表格"),
    ("Ctrl+P", "打印正在预览的文件"),
    ("Alt+字母", "按下按钮上带下划线的字母"),
    ("Ctrl+,", "设置"),
    ("Ctrl+Shift+L", "锁定，离开座位时用"),
    ("1 … 5", "录入满意度表时按题打分，退格键收回上一个键"),
    ("F11", "荣誉墙：全屏展示，Esc 离开"),
    ("1 或 ←、2 或 →", "走访包里两边都改过的：保留办公室的、照走访的改"),
    ("F6 … F10", "录入时：找楼栋、填表头、录表、交批、换人复录"),
)


class KeysDialog(Dialog):
    """One page, two columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("键盘操作")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(10))
        for line, (keys, words) in enumerate(KEYS):
            grid.addWidget(label(keys, "strong"), line, 0)
            grid.addWidget(label(words), line, 1)
        close = button("关闭(&C)", self.accept, role="primary")
        close.setDefault(True)
        layout = column(label("键盘操作", "title"), grid, row(None, close), spacing=16)
        margin = theme.px(24)
        layout.setContentsMargins(margin, theme.px(20), margin, theme.px(16))
        self.setLayout(layout)
        close.setFocus(Qt.FocusReason.OtherFocusReason)
