"""What is printed before a month is keyed: which paper, of which buildings, how many to a page."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ldz_desktop.reports import blank_sheets
from ldz_desktop.reports.blank_sheets import PerPage
from ldz_desktop.reports.booklet import MOST_COPIES, USUAL_COPIES
from ldz_desktop.services.blank_papers import Lot
from ldz_desktop.ui.evaluation.panels import card_width, scrolled
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import NumberEditor, PickEditor
from ldz_desktop.ui.kit.pieces import button, column, label

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.blank_papers import BlankPapers

Kind = Literal["sheets", "booklet", "count_sheet", "envelope_list"]
KINDS: tuple[tuple[Kind, str], ...] = (
    ("sheets", "满意度调查表"),
    ("envelope_list", "发放清单"),
    ("count_sheet", "计票单"),
    ("booklet", "星级评分册"),
)
_PER_PAGE = ((2, "一页两张"), (1, "一页一张，大字"), (4, "一页四张，小字"))
_COPIES = ((False, "按张数全印"), (True, "每栋一页，去复印"))
_USES: dict[Kind, str] = {
    "sheets": "",
    "envelope_list": "每栋一行，发出、收回信封时签字用；不记哪一户领了、交了。",
    "count_sheet": "每栋一张，一页两张，裁开。拆封时填，录入时照着填表头。",
    "booklet": "每人一册，编号印在右上角；不记名，册上不写姓名。",
}
MOST_PAGES = 4000
"""The preview draws pages as they are scrolled to; a longer paper is a burden to look through."""


class PrintPanel(QFrame):
    """preview_wanted: the button. listed, current: what may be printed, as the page knows it."""

    preview_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._listed: Sequence[Lot] = ()
        self._current: Lot | None = None
        self.kind = PickEditor(KINDS)
        self.where = PickEditor([(False, ""), (True, "")])
        self.per_page = PickEditor(_PER_PAGE)
        self.copies = PickEditor(_COPIES)
        self.assessors = NumberEditor(1, MOST_COPIES)
        self.assessors.set_value(USUAL_COPIES)
        self._only: dict[QWidget, Kind] = {}
        fields = QGridLayout()
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setColumnStretch(1, 1)
        editors: tuple[tuple[str, PickEditor | NumberEditor], ...] = (
            ("印什么(&K)", self.kind),
            ("哪些楼(&W)", self.where),
            ("每页(&Y)", self.per_page),
            ("份数(&C)", self.copies),
            ("几人评分(&C)", self.assessors),
        )
        for place, (title, editor) in enumerate(editors):
            caption = label(title, "muted")
            caption.setBuddy(editor)
            editor.setAccessibleName(title.split("(")[0])
            if isinstance(editor, PickEditor):
                editor.setMinimumContentsLength(4)
            editor.changed.connect(self._say)
            fields.addWidget(caption, place, 0)
            fields.addWidget(editor, place, 1)
            if editor in (self.per_page, self.copies, self.assessors):
                kind: Kind = "booklet" if editor is self.assessors else "sheets"
                self._only |= {caption: kind, editor: kind}
        fields.setRowStretch(5, 1)
        self._words = label("", "muted", wrap=True)
        self.preview = button("预览打印(&P)", self.preview_wanted.emit, role="primary")
        head = label("打印", "title")
        if theme.is_large():  # shown before it has a parent, it would be a window
            head.hide()
        layout = column(head, scrolled(fields), self._words, self.preview)
        layout.setStretch(1, 1)
        side = theme.px(16)
        layout.setContentsMargins(side, theme.px(12), side, theme.px(12))
        self.setLayout(layout)
        self.setFixedWidth(card_width())

    def show_lots(self, listed: Sequence[Lot], current: Lot | None) -> None:
        """Other buildings are listed, or other numbers known."""
        self._listed, self._current = listed, current
        one = current.building if current is not None else "光标所在的楼栋"
        self.where.set_pairs([(False, f"列出的 {len(listed)} 栋"), (True, f"只印 {one}")])
        self._say()

    def lots(self) -> Sequence[Lot]:
        """The buildings that are to be printed."""
        if not self.where.value():
            return self._listed
        return () if self._current is None else (self._current,)

    def title(self) -> str:
        """Of the paper that is chosen."""
        return dict(KINDS)[self._kind()]

    def words(self) -> str:
        """What will be printed."""
        return self._words.text()

    def pages(self) -> int:
        """Of the blank sheets that are chosen."""
        lots = self.lots()
        if self._masters():
            return len(lots)
        return sum(
            copies for lot in lots for _, copies in blank_sheets.pages_of(lot.count, self._size())
        )

    def renders(self) -> "Callable[[BlankPapers], Paper]":
        """The chosen paper; for the worker."""
        kind, size, masters = self._kind(), self._size(), self._masters()
        copies = self.assessors.value() or USUAL_COPIES

        def render(papers: "BlankPapers") -> "Paper":
            from ldz_desktop.reports import booklet, count_sheet, envelope_list

            if kind == "sheets":
                return blank_sheets.render(papers, size, masters=masters)
            if kind == "booklet":
                return booklet.render(papers, copies)
            if kind == "count_sheet":
                return count_sheet.render(papers)
            return envelope_list.render(papers)

        return render

    def _kind(self) -> Kind:
        return cast("Kind", self.kind.value())

    def _size(self) -> PerPage:
        return cast("PerPage", self.per_page.value())

    def _masters(self) -> bool:
        return bool(self.copies.value())

    def _say(self) -> None:
        kind, lots = self._kind(), self.lots()
        for widget, only in self._only.items():
            widget.setVisible(kind == only)
        words, possible = _USES[kind], bool(lots)
        if not lots:
            words = "没有列出楼栋。"
        elif kind == "sheets":
            words, possible = self._sheets_words(lots)
        elif kind == "booklet" and self.assessors.value() is None:
            words, possible = f"几人评分，请填 1 到 {MOST_COPIES} 的整数。", False
        self._words.setText(words)
        self.preview.setEnabled(possible)

    def _sheets_words(self, lots: Sequence[Lot]) -> tuple[str, bool]:
        """The sentence, and whether they can be printed."""
        pages, sheets = self.pages(), sum(lot.count for lot in lots)
        if self._masters():
            return f"{pages:,} 页，每栋一页。照发放清单上的张数复印。", True
        if not sheets:
            return "没有在住户，也没有登记发出数：先填发出几张。", False
        if pages > MOST_PAGES:
            return f"{pages:,} 页太多：请选一个社区，或每栋一页。", False
        return f"{sheets:,} 张表，共 {pages:,} 页。", True
