"""What each duty class asks of a leader, for the person who gives the stars (domain.md §1)."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ldz_desktop.domain.evaluation import DUTY_CLASSES
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import column, label, rule

ROLES = ("带头人", "守护人", "贴心人")
DUTIES: tuple[tuple[str, ...], ...] = (
    (
        "政策宣传入户",
        "通知上传下达",
        "文明创建宣传",
        "反诈消防安全知识",
        "党建活动组织",
        "普查登记配合",
    ),
    (
        "矛盾纠纷调解",
        "公共区域卫生督促",
        "安全隐患巡查",
        "楼道堆物飞线劝导",
        "邻里活动",
        "文明公约监督",
        "突发事件首报",
    ),
    (
        "一户一档登记与更新",
        "民意收集与反馈",
        "特殊人群走访",
        "便民代办",
        "应急帮扶",
        "流动人口与出租房信息更新",
    ),
)


def duties() -> QWidget:
    """The 19 duties in their three classes, side by side."""
    made = QWidget()
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(24))
    for title, role, lines in zip(DUTY_CLASSES, ROLES, DUTIES, strict=True):
        part = column(label(f"{title}“{role}”", "strong"), spacing=4)
        for line in lines:
            part.addWidget(label(line, "muted"))
        part.addStretch(1)
        layout.addLayout(part, 1)
    made.setLayout(column(label("三类职责", "title"), rule(), layout, spacing=12))
    return made
