"""What has been keyed of a batch: running counts, the sheets or what differs, and handing over."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from ldz_desktop.domain.evaluation import BLANK, Header, is_valid
from ldz_desktop.ui.evaluation.batch_work import BatchWork, Stage
from ldz_desktop.ui.evaluation.entry import SheetEntry
from ldz_desktop.ui.evaluation.entry_words import difference_words
from ldz_desktop.ui.evaluation.panels import be_a_side
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, column, label, restyle, rule
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

_SPACED = 8  # answers of more questions than this stand without spaces


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A line of the list. place: in the pile, from 1; number: the same as shown, empty where the
    pile has no order."""

    place: int
    number: str
    text: str
    short: bool = False


def spaced(answers: str) -> str:
    """5 5 4 4 3 – 5 5."""
    between = " " if len(answers) <= _SPACED else ""
    return between.join("–" if a == BLANK else a for a in answers)


def listed(entry: SheetEntry) -> list[ListedSheet]:
    """The pile, newest on top."""
    return [
        ListedSheet(place, str(place), spaced(answers), not is_valid(answers, entry.scheme))
        for place, answers in reversed([*enumerate(entry.sheets, start=1)])
    ]


COLUMNS: tuple[Column[ListedSheet], ...] = (
    Column("number", "第", lambda s: s.number, align="right", width=44, sortable=False,
           tone=lambda _: "muted"),
    Column("answers", "张", lambda s: f"{s.text} 不足" if s.short else s.text, width=0,
           sortable=False, tone=lambda s: "amber-ink" if s.short else None,
           tip=lambda s: "答题不足，不算有效表" if s.short else s.text),
)  # fmt: skip

_COMMIT: dict[Stage, str] = {
    "first": "交批(&J)  F9",
    "second": "比对(&J)  F9",
    "compare": "交批(&J)  F9",
}


class SheetList(QFrame):
    """take_wanted(place): Enter on a line; delete_wanted(place): Del on a line; commit_wanted,
    again_wanted and discard_wanted: the buttons."""

    take_wanted = Signal(int)
    delete_wanted = Signal(int)
    commit_wanted = Signal()
    again_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._figures = [(label("", "figure"), label("", "small")) for _ in range(4)]
        self._shown: object = None
        self.model = RecordModel(COLUMNS, lambda s: s.place)
        self.table = RecordTable(self.model, "已录的表", parent=self)
        self.model.setParent(self.table)
        self.table.horizontalHeader().hide()
        self.table.opened.connect(self._take)
        self.table.delete_wanted.connect(self._delete)
        self._trouble = label("", "error", wrap=True)
        self._odd = label("", "note", wrap=True)
        self._odd.hide()
        self._saved = label("", "small", wrap=True)
        self.commit = button(_COMMIT["first"], self.commit_wanted.emit, role="primary")
        self.again = button("复录(&R)  F10", self.again_wanted.emit)
        self.again.setToolTip("换一个人把同一摞表再录一遍，只看两遍不一致的")
        self.discard = button("", self.discard_wanted.emit, role="danger")
        layout = column(
            self._grid(), rule(), self.table, self._trouble, self._odd, self._saved, self.commit,
            self.again, self.discard,
        )  # fmt: skip
        side = theme.px(12)
        layout.setContentsMargins(side, side, side, theme.px(12))
        self.setLayout(layout)
        be_a_side(self)

    def _grid(self) -> QGridLayout:
        self._columns = grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        for place, parts in enumerate(self._figures):
            for line, part in enumerate(parts):
                part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                grid.addWidget(part, line, place)
        return grid

    def show_work(self, work: BatchWork, header: Header, odd: tuple[str, ...]) -> None:
        """Counts and sheets as they are now; what differs, while both keyings are compared. odd:
        what a person should look at."""
        self._count(_counts(work, header))
        what = work.entry.sheets if work.compared is None else work.compared
        if what != self._shown:
            self._shown = what
            self.model.set_records(_lines(work))
        self.commit.setText(_COMMIT[work.stage])
        self.again.setVisible(work.stage == "first")
        self.again.setEnabled(bool(work.first.sheets))
        self.discard.setText("全部丢弃(&D)" if work.stage == "first" else "放弃复录(&D)")
        self.discard.setEnabled(work.drafted > 0 or header.returned > 0)
        self._odd.setText("请核实：" + "".join(odd))
        self._odd.setVisible(bool(odd))

    def show_handed(self, valid: int, invalid: int) -> None:
        """A batch that is in already: its counts; its sheets are nobody's business any more."""
        self._count({"已录": valid + invalid, "有效": valid, "不足": invalid, "还差": 0})
        self._shown = None
        self.model.set_records([])
        self.commit.setEnabled(False)
        self.discard.setEnabled(False)
        self.again.hide()
        self._odd.hide()
        self.say(())
        self.say_saved("")

    def _count(self, counts: dict[str, int]) -> None:
        shown = [*counts.items(), *[("", 0)] * (len(self._figures) - len(counts))]
        every = zip(self._figures, shown, strict=True)
        for place, ((figure, name), (title, count)) in enumerate(every):
            name.setText(title)
            figure.setText(str(count) if title else "")
            self._columns.setColumnStretch(place, 1 if title else 0)

    def counts(self) -> dict[str, int]:
        """The running counts as shown."""
        texts: list[tuple[QLabel, QLabel]] = self._figures
        return {name.text(): int(figure.text()) for figure, name in texts if name.text()}

    def say(self, sentences: tuple[str, ...]) -> None:
        """Why handing over was refused; empty: nothing."""
        self._trouble.setText("".join(sentences))
        self._trouble.setVisible(bool(sentences))

    def trouble(self) -> str:
        return self._trouble.text()

    def odd(self) -> str:
        """What a person should look at, as shown."""
        return "" if self._odd.isHidden() else self._odd.text()

    def say_saved(self, text: str, *, wrong: bool = False) -> None:
        self._saved.setText(text)
        restyle(self._saved, "role", "error" if wrong else "small")

    def saved(self) -> str:
        return self._saved.text()

    def _take(self, place: object) -> None:
        assert isinstance(place, int)
        self.take_wanted.emit(place)

    def _delete(self, place: object) -> None:
        assert isinstance(place, int)
        self.delete_wanted.emit(place)


def _lines(work: BatchWork) -> list[ListedSheet]:
    if work.compared is None:
        return listed(work.entry)
    return [ListedSheet(row + 1, *difference_words(work.compared, row)) for row in work.different]


def _counts(work: BatchWork, header: Header) -> dict[str, int]:
    """What the figures above the list count, in the order they stand in."""
    first, second = work.first, work.entry
    if work.stage == "first":
        left = max(0, header.valid - first.valid)
        return {
            "已录": len(first.sheets), "有效": first.valid, "不足": first.invalid, "还差": left,
        }  # fmt: skip
    both = {"第一遍": len(first.sheets), "复录": len(second.sheets)}
    if work.stage == "second":
        return {**both, "还差": work.short}
    return {**both, "不一致": len(work.different)}
