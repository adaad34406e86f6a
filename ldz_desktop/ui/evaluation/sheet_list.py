"""What has been keyed of a batch: running counts, the sheets themselves, and handing over."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ldz_desktop.domain.evaluation import BLANK, Header, is_valid
from ldz_desktop.ui.evaluation.entry import SheetEntry
from ldz_desktop.ui.evaluation.panels import side_width
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, column, label, restyle, rule
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A line of the list. id: its place in the list, nothing that is stored."""

    id: int
    answers: str
    valid: bool


def spaced(answers: str) -> str:
    """5 5 4 4 3 – 5 5."""
    return " ".join("–" if a == BLANK else a for a in answers)


COLUMNS: tuple[Column[ListedSheet], ...] = (
    Column("answers", "已录的表", lambda s: spaced(s.answers), width=0, sortable=False),
    Column("valid", "", lambda s: "" if s.valid else "不足", width=60, sortable=False,
           chip=lambda s: None if s.valid else "amber", tip=lambda s: "答题不足，不算有效表"),
)  # fmt: skip


class SheetList(QFrame):
    """take_wanted(answers): Enter on a line; delete_wanted(answers): Del on a line; commit_wanted
    and discard_wanted: the buttons."""

    take_wanted = Signal(str)
    delete_wanted = Signal(str)
    commit_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._figures = {key: label("0") for key in ("已录", "有效", "答题不足", "还差")}
        self.model = RecordModel(COLUMNS)
        self.table = RecordTable(self.model, "已录的表", parent=self)
        self.model.setParent(self.table)
        self.table.opened.connect(self._take)
        self.table.delete_wanted.connect(self._delete)
        self._trouble = label("", "error", wrap=True)
        self._saved = label("", "small", wrap=True)
        self.commit = button("交批(&J)  F9", self.commit_wanted.emit, role="primary")
        self.discard = button("全部丢弃(&D)", self.discard_wanted.emit, role="danger")
        layout = column(
            self._grid(), rule(), self.table, self._trouble, self._saved, self.commit, self.discard
        )
        side = theme.px(12)
        layout.setContentsMargins(side, side, side, theme.px(12))
        self.setLayout(layout)
        self.setFixedWidth(side_width())

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        for place, (title, figure) in enumerate(self._figures.items()):
            figure.setProperty("role", "figure")
            name = label(title, "small")
            for part, line in ((figure, 0), (name, 1)):
                part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                grid.addWidget(part, line, place)
            grid.setColumnStretch(place, 1)
        return grid

    def show_entry(self, entry: SheetEntry, header: Header) -> None:
        """Counts and sheets as they are now."""
        left = max(0, header.valid - entry.valid)
        self._count(entry.valid, entry.invalid, left)
        self.model.set_records(
            [
                ListedSheet(place, answers, is_valid(answers, entry.scheme))
                for place, answers in enumerate(entry.listed, start=1)
            ]
        )
        self.discard.setEnabled(bool(entry.sheets))

    def show_handed(self, valid: int, invalid: int) -> None:
        """A batch that is in already: its counts; its sheets are nobody's business any more."""
        self._count(valid, invalid, 0)
        self.model.set_records([])
        self.commit.setEnabled(False)
        self.discard.setEnabled(False)
        self.say(())
        self.say_saved("")

    def _count(self, valid: int, invalid: int, left: int) -> None:
        counts = (valid + invalid, valid, invalid, left)
        for figure, count in zip(self._figures.values(), counts, strict=True):
            figure.setText(str(count))

    def counts(self) -> dict[str, int]:
        """The running counts as shown."""
        return {title: int(figure.text()) for title, figure in self._figures.items()}

    def say(self, sentences: tuple[str, ...]) -> None:
        """Why handing over was refused; empty: nothing."""
        self._trouble.setText("".join(sentences))
        self._trouble.setVisible(bool(sentences))

    def trouble(self) -> str:
        return self._trouble.text()

    def say_saved(self, text: str, *, wrong: bool = False) -> None:
        self._saved.setText(text)
        restyle(self._saved, "role", "error" if wrong else "small")

    def saved(self) -> str:
        return self._saved.text()

    def _take(self, ident: object) -> None:
        self.take_wanted.emit(self._answers(ident))

    def _delete(self, ident: object) -> None:
        self.delete_wanted.emit(self._answers(ident))

    def _answers(self, ident: object) -> str:
        assert isinstance(ident, int)
        return self.model.record(self.model.row_of(ident)).answers
