"""One difference in full: the office's, what was before, the visit's, and the two answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from ldz_desktop.ui.households.visits.columns import alike, said, value
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, column, label, restyle, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldz_desktop.services.visits_records import Difference

_HIGH = 44  # two lines


class _Value(QScrollArea):
    """A text that may be long, in a space that stays the same."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.words = label("", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleName(name)
        inside = QWidget()
        inside.setObjectName("plain")
        inside.setLayout(column(self.words, None))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(theme.px(_HIGH))

    def tell(self, text: str, *, quiet: bool) -> None:
        self.words.setText(value(text))
        restyle(self.words, "role", "muted" if quiet or not text else "")


class ComparePanel(QFrame):
    """Below the list; its buttons say which keys do the same."""

    def __init__(
        self,
        keep: Callable[[], object],
        take: Callable[[], object],
        show: Callable[[], object],
        go: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.title = label("", "title")
        self.where = label("", "muted")
        self.why = label("", "note", wrap=True)
        self.ours = _Value("办公室的")
        self.base = _Value("走访前的")
        self.theirs = _Value("走访的")
        self.keep = button("", keep)
        self.take = button("", take)
        self.reveal = button("显示(&R)", show, icon="eye", tip="显示遮住的内容，会记入日志")
        self.go = button("打开户档(&H)", go, tip="Enter")
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(4))
        for at, (head, answer, shown) in enumerate(
            (
                ("办公室的", self.keep, self.ours),
                ("走访前的", None, self.base),
                ("走访的", self.take, self.theirs),
            )
        ):
            over = row(label(head, "muted"))
            if answer is not None:
                over.addWidget(answer)
            over.addStretch(1)
            grid.addLayout(over, 0, at)
            grid.addWidget(shown, 1, at)
            grid.setColumnStretch(at, 1)
        head_line = row(self.title, self.where, None, self.reveal, self.go)
        layout = column(head_line, self.why, grid)
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(12), margin, theme.px(12))
        self.setLayout(layout)

    def tell(self, current: "Difference | None", chosen: "Sequence[Difference]") -> None:
        """current: the one with the cursor; chosen: what the answers are for."""
        for part in (self.keep, self.take, self.reveal, self.go):
            part.setEnabled(current is not None and bool(chosen))
        many, takable = len(chosen) > 1, sum(one.may_take for one in chosen)
        every = f"这 {len(chosen):,} 处" if many else ""
        some = f"能改的 {takable:,} 处" if many and takable < len(chosen) else every
        self.keep.setText(f"{every}保留办公室的（1 或 ←）")
        self.take.setText(f"{some}照走访的改（2 或 →）")
        self.take.setEnabled(bool(takable))
        if current is None:
            for word in (self.title, self.where, self.why):
                word.setText("")
            for shown in (self.ours, self.base, self.theirs):
                shown.words.setText("")
            return
        self.title.setText(f"{current.subject} · {current.field}")
        self.where.setText(f"{current.whose}　{current.file_no}")
        self.why.setText(self._reason(current, len(chosen), takable))
        self.ours.tell(current.ours, quiet=False)
        self.base.tell(current.base, quiet=True)
        self.theirs.tell(current.theirs, quiet=False)
        self.go.setEnabled(bool(current.household_id))

    def _reason(self, current: "Difference", chosen: int, takable: int) -> str:
        if chosen > 1:
            left = (
                f"，其中 {chosen - takable:,} 处不能照走访的，留在列表里"
                if takable < chosen
                else ""
            )
            return f"已选 {chosen:,} 处{left}。下面是光标所在的一处。"
        return f"按“显示”看。{said(current)}" if alike(current) else said(current)
