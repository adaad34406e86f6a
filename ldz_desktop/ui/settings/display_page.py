"""The type size, and where the data lies."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldz_desktop.paths import shown
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.editors import CheckEditor, PickEditor
from ldz_desktop.ui.kit.pieces import button, label, row, rule
from ldz_desktop.ui.settings.page import page_layout

if TYPE_CHECKING:
    from ldz_desktop.services.context import Office

_WAITS = (
    (0, "不自动展示"), (1, "1 分钟后"), (5, "5 分钟后"), (10, "10 分钟后"), (30, "30 分钟后"),
)  # fmt: skip


class DisplayPage(QWidget):
    """large_wanted(bool): switch the type size; wall_wanted(minutes): after how long nobody's
    touch the honour wall fills the screen by itself, 0 for never; move_wanted: the data is to be
    kept somewhere else."""

    move_wanted = Signal()
    large_wanted = Signal(bool)
    wall_wanted = Signal(int)

    def __init__(self, office: "Office", wall_after: int) -> None:
        super().__init__()
        folder, visit = office.folder, office.visiting is not None
        layout = page_layout(self, "显示")
        self.large = CheckEditor("大字模式(&L)：文字和按钮放大到 1.3 倍")
        self.large.setChecked(theme.is_large())
        self.large.toggled.connect(self.large_wanted)
        layout.addWidget(self.large)
        words = "切换时各页会重新打开，没有保存的内容会先问您。"
        layout.addWidget(label(words, "muted", wrap=True))
        layout.addSpacing(theme.px(8))
        layout.addWidget(rule())
        layout.addSpacing(theme.px(8))
        if not visit:
            self._add_wall(layout, wall_after)
        layout.addWidget(label("数据文件夹", "title"))
        place = label(shown(folder), wrap=True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(place)
        words = "全部数据都在这个文件夹里，已加密。不要放到网盘或 U 盘上直接使用；" + (
            "回办公室用“带回”。" if visit else "要带走一份，用“备份”页。"
        )
        layout.addWidget(label(words, "muted", wrap=True))
        opener = button("打开文件夹(&F)", lambda: files.open_folder(folder), icon="open")
        mover = button("移到别的位置(&V) …", self.move_wanted.emit)
        mover.setVisible(not visit)
        layout.addLayout(row(opener, mover, None))
        layout.addStretch(1)

    def _add_wall(self, layout: QVBoxLayout, wall_after: int) -> None:
        layout.addWidget(label("荣誉墙自动全屏展示", "title"))
        self.wall = PickEditor(_WAITS)
        self.wall.setAccessibleName("没有人操作多久以后全屏展示荣誉墙")
        self.wall.set_value(wall_after)
        self.wall.changed.connect(lambda: self.wall_wanted.emit(self.wall.value()))
        layout.addLayout(row(self.wall, None))
        words = (
            "接电视的电脑用：输入密码打开程序后，没有人动键盘和鼠标达到这个时间，荣誉墙自动全屏轮播。"
            "按 Esc 或单击离开时，要重新输入密码。"
        )
        layout.addWidget(label(words, "muted", wrap=True))
        layout.addSpacing(theme.px(8))
        layout.addWidget(rule())
        layout.addSpacing(theme.px(8))
