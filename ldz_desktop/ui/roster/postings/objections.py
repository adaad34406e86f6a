"""The objections to a notice, one below the other: who is masked until somebody asks."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ldz_desktop.domain.masks import mask_name
from ldz_desktop.domain.postings import Objection
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, chip, clear, column, label, row

Reveal = Callable[[int, Callable[[str], None]], None]


class ObjectionView(QWidget):
    """add_wanted; decide_wanted and remove_wanted with the objection's id."""

    add_wanted = Signal()
    decide_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, reveal: Reveal, parent: QWidget | None = None) -> None:
        """reveal: asks the services who it was (which is logged) and hands it back."""
        super().__init__(parent)
        self._reveal = reveal
        self.add_button = button("登记异议(&O)", self.add_wanted.emit, role="link")
        self._none = label("", "small", wrap=True)
        self._lines = column(spacing=8)
        self.setLayout(
            column(row(label("异议", "strong"), None, self.add_button), self._none, self._lines)
        )

    def show_objections(self, objections: tuple[Objection, ...], *, takes: bool) -> None:
        """takes: another one can be entered, and open ones can be decided."""
        self.add_button.setVisible(takes)
        self._none.setText("还没有收到异议。" if takes else "没有收到异议。")
        self._none.setVisible(not objections)
        clear(self._lines)
        for one in objections:
            self._lines.addWidget(self._block(one, takes=takes))

    def _block(self, one: Objection, *, takes: bool) -> QFrame:
        made = QFrame()
        made.setProperty("role", "notice" if one.open else "card")
        margin = theme.px(10)
        lines = column(spacing=4)
        lines.setContentsMargins(margin, theme.px(6), margin, theme.px(6))
        made.setLayout(lines)
        verdict = chip("待答复", "amber")
        if not one.open:
            verdict = chip("成立", "red") if one.upheld else chip("不成立", "grey")
        lines.addLayout(row(label(date_text(one.received_on), "strong"), None, verdict))
        lines.addLayout(self._whom(one))
        lines.addWidget(_text(one.matter))
        if not one.open:
            lines.addWidget(_text(f"决定：{one.decision}"))
            lines.addWidget(_text(f"理由：{one.reason}"))
            on = "" if one.decided_on is None else date_text(one.decided_on)
            lines.addWidget(label(f"{one.decided_by} · {on}答复", "small", wrap=True))
        elif takes:
            decide = button("答复(&R)", lambda: self.decide_wanted.emit(one.id), role="primary")
            remove = button("删除", lambda: self.remove_wanted.emit(one.id), tip="登记错了时用")
            lines.addLayout(row(None, remove, decide))
        return made

    def _whom(self, one: Objection) -> QHBoxLayout:
        """来访 · 张*发 显示."""
        channel = one.channel or ""
        if one.from_whom is None:
            return row(label(" · ".join(filter(None, (channel, "匿名"))), "muted"), None)
        masked = mask_name(one.from_whom)
        words = label(" · ".join(filter(None, (channel, masked))), "muted")
        show = button("显示", role="link", tip="看一眼反映人是谁，会记入日志")

        def revealed(name: str) -> None:
            words.setText(" · ".join(filter(None, (channel, name))))
            show.hide()

        show.clicked.connect(lambda *_: self._reveal(one.id, revealed))
        return row(words, show, None)


def _text(text: str) -> QLabel:
    made = label(text, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
