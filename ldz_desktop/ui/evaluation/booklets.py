"""Which booklets are keyed: one more by its number, or several by pasting."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ldz_desktop.domain.booklets import MOST_BOOKLETS
from ldz_desktop.domain.evaluation import SCHEME_1, half_up
from ldz_desktop.ui.evaluation.marks import StarGrid
from ldz_desktop.ui.evaluation.panels import be_a_side
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import NumberEditor
from ldz_desktop.ui.kit.pieces import button, column, label, restyle, row, rule

_HOW = """评分册不记名，只写册上的编号。编号印在册的右上角；收回来没有编号的，按顺序编上。"""


def stars_score(grid: StarGrid) -> str:
    """星级得分 of what is keyed so far, as it will be printed; a dash without a mark."""
    from fractions import Fraction

    given = [int(mark) for line in grid.marks.values() for mark in line if mark.isdigit()]
    if not given:
        return "—"
    return str(half_up(Fraction(sum(given) * SCHEME_1.star_value, len(given))))


class BookletPanel(QFrame):
    """add_wanted(number); paste_wanted, remove_wanted, next_wanted: the buttons."""

    add_wanted = Signal(int)
    paste_wanted = Signal()
    remove_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._score = label("—", "figure")
        self._missing = label("", "muted", wrap=True)
        self.number = NumberEditor(1, MOST_BOOKLETS)
        self.number.setAccessibleName("加一册，编号")
        self.number.returnPressed.connect(self._add)
        caption = label("加一册，编号(&A)  F7", "muted")
        caption.setBuddy(self.number)
        self._next_number = 1
        self._saved = label("", "small", wrap=True)
        self.paste = button("粘贴表格块(&V)", self.paste_wanted.emit, icon="table")
        self.paste.setToolTip(
            "从表格复制“编号 + 三项星级”的几行，在这里粘贴（Ctrl+V）；写姓名的，姓名不留"
        )
        self.remove = button("移除这册(&W)", self.remove_wanted.emit, icon="remove")
        self.next = button("下一栋(&G)  F9", self.next_wanted.emit, role="primary")
        layout = column(
            row(label("星级得分", "muted"), None, self._score), self._missing, rule(),
            caption, row(self.number, button("添加", self._add)), label(_HOW, "muted", wrap=True),
            None, self.paste, self.remove, self._saved, self.next,
        )  # fmt: skip
        side = theme.px(12)
        layout.setContentsMargins(side, side, side, side)
        self.setLayout(layout)
        be_a_side(self)

    def show_grid(self, grid: StarGrid) -> None:
        self._score.setText(stars_score(grid))
        if not grid.marks:
            text = "还没有评分。至少有一册才能参加排名。"
        elif grid.missing:
            text = f"还有 {grid.missing} 项没评。"
        else:
            text = f"{len(grid.marks)} 册，评全了。"
        self._missing.setText(text)
        self.remove.setEnabled(bool(grid.numbers))
        self._next_number = grid.next_number
        self.number.setPlaceholderText(str(grid.next_number))

    def focus_number(self) -> None:
        self.number.setFocus()
        self.number.selectAll()

    def say_saved(self, text: str, *, wrong: bool) -> None:
        self._saved.setText(text)
        restyle(self._saved, "role", "error" if wrong else "small")

    def score(self) -> str:
        return self._score.text()

    def _add(self) -> None:
        """The number typed; the next one where nothing was."""
        number = self.number.value() if self.number.text().strip() else self._next_number
        if number is not None:
            self.number.clear()
            self.add_wanted.emit(number)
