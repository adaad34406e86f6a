"""Which month to begin."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ldz_desktop.services.evaluation_records import MonthInfo
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.evaluation.month_data import month_after
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.pieces import button, column, label, row

_BACK = 12


def months_to_open(months: Sequence[MonthInfo], this_month: str) -> tuple[str, ...]:
    """Newest first: next month, this one and those before, but none that is there already or lies
    before a closed month."""
    known = {m.month for m in months}
    closed = max((m.month for m in months if m.state != "open"), default="")
    wanted = [month_after(this_month), this_month]
    year, number = int(this_month[:4]), int(this_month[5:])
    for _ in range(_BACK):
        year, number = (year - 1, 12) if number == 1 else (year, number - 1)
        wanted.append(f"{year}-{number:02d}")
    return tuple(m for m in wanted if m not in known and m > closed)


class OpenMonthDialog(Dialog):
    """Accepted: month() is to be opened."""

    def __init__(
        self, months: Sequence[MonthInfo], this_month: str, proposal: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWindowTitle("开始新的一个月")
        self.setMinimumWidth(theme.px(420))
        offered = dict.fromkeys((*months_to_open(months, this_month), proposal))
        self.months = PickEditor([(m, month_text(m)) for m in sorted(offered, reverse=True)])
        self.months.setAccessibleName("月份")
        self.months.set_value(proposal)
        begin = button("开始(&B)", self.accept, role="primary")
        begin.setDefault(True)
        unfinished = [m.month for m in months if m.state == "open"]
        words = "开始后可以录入或导入这个月的满意度调查表和星级评分册。"
        if unfinished:
            words += f"{month_text(unfinished[-1])}还没有封月，可以同时录入，但要按先后封月。"
        layout = column(
            label("开始新的一个月", "title"),
            row(label("月份", "muted"), self.months, None),
            label(words, "muted", wrap=True),
            row(None, button("取消", self.reject), begin),
            spacing=16,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)
        self.months.setFocus()

    def month(self) -> str:
        return str(self.months.value())
