"""Who filled in the booklet: adding assessors by name, from those used before, or by pasting."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ldz_desktop.domain.evaluation import SCHEME_1, half_up
from ldz_desktop.ui.evaluation.marks import StarGrid
from ldz_desktop.ui.evaluation.panels import scrolled, side_width
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import TextEditor
from ldz_desktop.ui.kit.pieces import button, clear, column, label, restyle, row, rule

_OFFERED = 12


def stars_score(grid: StarGrid) -> str:
    """星级得分 of what is keyed so far, as it will be printed; a dash without a mark."""
    from fractions import Fraction

    given = [int(mark) for line in grid.marks.values() for mark in line if mark.isdigit()]
    if not given:
        return "—"
    return str(half_up(Fraction(sum(given) * SCHEME_1.star_value, len(given))))


class AssessorPanel(QFrame):
    """add_wanted(name); paste_wanted, remove_wanted, next_wanted: the buttons."""

    add_wanted = Signal(str)
    paste_wanted = Signal()
    remove_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._score = label("—", "figure")
        self._missing = label("", "muted", wrap=True)
        self.name = TextEditor("姓名或单位", longest=30)
        self.name.setAccessibleName("添加评分人")
        self.name.returnPressed.connect(self._add)
        caption = label("添加评分人(&A)  F7", "muted")
        caption.setBuddy(self.name)
        self._known = QVBoxLayout()
        self._known.setSpacing(theme.px(2))
        self._known_title = label("用过的名字", "muted")
        self._saved = label("", "small", wrap=True)
        self.paste = button("粘贴表格块(&V)", self.paste_wanted.emit, icon="table")
        self.paste.setToolTip("从表格复制“姓名 + 三项星级”的几行，在这里粘贴（Ctrl+V）")
        self.remove = button("移除这位(&W)", self.remove_wanted.emit, icon="remove")
        self.next = button("下一栋(&G)  F9", self.next_wanted.emit, role="primary")
        known = column(spacing=0)
        known.addLayout(self._known)
        known.addStretch(1)
        layout = column(
            row(label("星级得分", "muted"), None, self._score), self._missing, rule(),
            caption, row(self.name, button("添加", self._add)),
            self._known_title, scrolled(known), self.paste, self.remove, self._saved, self.next,
        )  # fmt: skip
        side = theme.px(12)
        layout.setContentsMargins(side, side, side, side)
        self.setLayout(layout)
        self.setFixedWidth(side_width())

    def show_grid(self, grid: StarGrid) -> None:
        self._score.setText(stars_score(grid))
        if not grid.marks:
            text = "还没有评分。至少一位评分人评了才能参加排名。"
        elif grid.missing:
            text = f"还有 {grid.missing} 项没评。"
        else:
            text = f"{len(grid.marks)} 位评分人，评全了。"
        self._missing.setText(text)
        self.remove.setEnabled(bool(grid.names))

    def show_known(self, names: tuple[str, ...], present: tuple[str, ...]) -> None:
        """Offer names used before that are not in the booklet yet."""
        offered = [name for name in names if name not in present][:_OFFERED]
        clear(self._known)
        self._known_title.setVisible(bool(offered))
        for name in offered:
            made = button(f"＋ {name.replace('&', '&&')}", role="link")
            made.clicked.connect(lambda *_, n=name: self.add_wanted.emit(n))
            self._known.addWidget(made)

    def focus_name(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def say_saved(self, text: str, *, wrong: bool) -> None:
        self._saved.setText(text)
        restyle(self._saved, "role", "error" if wrong else "small")

    def score(self) -> str:
        return self._score.text()

    def _add(self) -> None:
        name = self.name.value()
        if name:
            self.name.clear()
            self.add_wanted.emit(name)
