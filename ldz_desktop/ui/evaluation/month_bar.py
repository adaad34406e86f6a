"""The line below the strip of a month that was re-opened, or that should be."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.evaluation.month_data import MonthData
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, label, row

_SHOWN = 40
"""Characters of an appeal or a reason; the rest is in the tip."""


def words_of(data: MonthData) -> tuple[str, str, bool]:
    """What the line says, its tip, and whether it offers to re-open; "" where there is nothing to
    say."""
    info = data.overview.info if data.overview is not None else None
    if info is None:
        return "", "", False
    if data.upheld:
        every = "；".join(one.matter for one in data.upheld)
        text = f"{len(data.upheld)} 件申诉成立（{_short(every)}），可以重开本月更正。"
        return text, every, True
    if info.edition == 1 or not data.editions:
        return "", "", False
    last = data.editions[-1]
    who = f"{last.reopened_by}、{last.second_person}"
    why = f"{date_text(last.reopened_on)}由{who}重开，原因：{_short(last.reason)}"
    if info.state == "open":
        return f"正在更正第 {info.edition} 版。{why}。改好以后重新封月。", last.reason, False
    count = sum(pair.changed for pair in data.pairs)
    changed = f"{count} 栋有变动" if count else "没有变动"
    return f"更正后第 {info.edition} 版，{changed}。{why}。", last.reason, False


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


class MonthBar(QFrame):
    """reopen_wanted: 重开本月…"""

    reopen_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.text = label("", wrap=True)
        self.reopen = button("重开本月(&R)…", self.reopen_wanted.emit)
        line = row(self.text, self.reopen)
        line.setStretch(0, 1)
        side = theme.px(12)
        line.setContentsMargins(side, theme.px(6), side, theme.px(6))
        self.setLayout(line)
        self.hide()

    def show_month(self, data: MonthData) -> None:
        text, tip, offers = words_of(data)
        self.text.setText(text)
        self.text.setToolTip(tip)
        self.reopen.setVisible(offers)
        self.setVisible(bool(text))
