"""One hand-over at the right: who goes, who takes over, everything that is handed over."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ldz_desktop.domain.handover import KINDS
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, card, chip, clear, column, label, row, rule, set_chip

if TYPE_CHECKING:
    from ldz_desktop.domain.handover import Handover, Item
    from ldz_desktop.services.handover import Leaving
    from ldz_desktop.ui.kit.pieces import Tone

TONES: "dict[str, Tone]" = {
    "在任": "grey", "待交接": "red", "交接中": "amber", "办公室代管": "blue", "已交接": "green",
}  # fmt: skip


@dataclass(frozen=True)
class LeavingFile:
    """items: what the hand-over names, or what is open where nobody began. scans: how many signed
    papers hang on it."""

    leaving: "Leaving"
    items: "tuple[Item, ...]"
    scans: int


class LeavingPanel(QFrame):
    """Read only: who goes, who takes over, and everything that is handed over."""

    def __init__(self) -> None:
        super().__init__()
        self._name = label("", "heading")
        self._state = chip("", "grey")
        self._place = label("", "muted", wrap=True)
        self._who = label("", wrap=True)
        self._heading = label("", "strong")
        self._items = QVBoxLayout()
        self._items.setSpacing(theme.px(8))
        self.fill = button("办理交接(&R)", role="primary")
        self.paper = button("交接表(&T)")
        self.scans = button("存签字件(&S)")
        plain = QWidget()
        plain.setObjectName("plain")
        text = column(row(self._name, self._state, None), self._place, self._who, spacing=8)
        text.addWidget(rule())
        text.addWidget(self._heading)
        text.addLayout(self._items)
        text.addStretch(1)
        plain.setLayout(text)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(plain)
        body = column(spacing=8)
        body.addWidget(scroll, 1)
        body.addLayout(row(self.paper, self.scans, None, self.fill))
        self._body = QWidget()
        self._body.setLayout(body)
        self.setLayout(column(card(column(self._body)), spacing=0))
        self.show_nothing()

    def show_nothing(self) -> None:
        self._body.hide()

    def show_file(self, file: LeavingFile) -> None:
        one = file.leaving
        self._name.setText(one.leader)
        set_chip(self._state, one.state, TONES[one.state])
        ended = f"{date_text(one.ended_on)}卸任" if one.ended_on else "还在任，可以先准备"
        reason = f" · {one.end_reason}" if one.end_reason else ""
        self._place.setText(f"{one.building.community} {one.building.title} · {ended}{reason}")
        self._who.setText(_who(one))
        kept = one.handover is not None
        self._heading.setText(f"{'交接事项' if kept else '要移交的事项'} {len(file.items)} 项")
        clear(self._items)
        for item in file.items:
            self._items.addLayout(_item(item, kept=kept))
        if not file.items:
            self._items.addWidget(
                label("没有未了的事项，仍要清点物品、材料并签字。", "muted", wrap=True)
            )
        self.scans.setVisible(kept)
        self.scans.setText(f"签字件 {file.scans}(&S)" if file.scans else "存签字件(&S)")
        self.fill.setVisible(_open(one))
        self.fill.setText("转交接任人(&R)" if one.state == "办公室代管" else "办理交接(&R)")
        self._body.show()


def _open(one: "Leaving") -> bool:
    if one.state == "办公室代管":
        return bool(one.successor_tenure)
    return one.state != "已交接"


def _who(one: "Leaving") -> str:
    handover = one.handover
    if handover is None:
        return f"接任：{one.successor}" if one.successor else "还没有接任的人，可先交给办公室。"
    lines = [f"{handover.giver or one.leader} → {handover.receiver or '没有写接收人'}"]
    lines.append(_signatures(handover))
    if one.state == "办公室代管":
        now = f"{one.successor}已到任，请转交。" if one.successor else "等有了接任的人再转交。"
        lines.append(f"事项由办公室代管，{now}")
    return "\n".join(filter(None, lines))


def _signatures(handover: "Handover") -> str:
    if handover.finished_on is None:
        return "还没有办结。"
    absent = f"移交人不能签字（{handover.giver_absent}），" if handover.giver_absent else ""
    witness = f"监交 {handover.witness}，" if handover.witness else ""
    return f"{absent}{witness}{date_text(handover.finished_on)}办结。"


def _item(item: "Item", *, kept: bool) -> QVBoxLayout:
    head = row(label(KINDS[item.kind], "muted"), None)
    if kept and item.way:
        head.addWidget(label(item.way, "small"))
    made = column(head, label(item.title, wrap=True), spacing=2)
    below = "　".join(filter(None, (item.detail, item.note)))
    if below:
        made.addWidget(label(below, "small", wrap=True))
    return made
