"""登记: the month's list at the left, the sheet of one leader at the right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QWidget

from ldz_desktop.services.duties_records import DutyLine, DutySheet
from ldz_desktop.services.duties_tables import month_table
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.leaving import may_leave
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row, rule
from ldz_desktop.ui.kit.takeaway import export_table, print_table
from ldz_desktop.ui.roster.duties.entries import EntriesPane
from ldz_desktop.ui.roster.duties.grid import DutyGrid
from ldz_desktop.ui.roster.duties.month_list import MonthList
from ldz_desktop.ui.roster.duties.papers import show_sheets

if TYPE_CHECKING:
    from ldz_desktop.domain.duties import DutyRecord
    from ldz_desktop.errors import KnownError
    from ldz_desktop.services.duties import DutyService
    from ldz_desktop.services.tables import Table
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench

_Month = tuple[str, tuple[DutyLine, ...], str]


class EntryView(QWidget):
    """read() shows the chosen month."""

    def __init__(self, bench: "Bench", switch: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._line: DutyLine | None = None
        self._month = ""
        self._wanted = 0  # the tenure to go to once the month has been read
        self._unit = ""
        self.list = MonthList(switch, bench.office.today())
        self.grid = DutyGrid()
        self.entries = EntriesPane()
        self._who = label("", "title")
        self._sum = label("", "muted")
        self.trouble = label("", "error", wrap=True)
        self._right = QWidget()
        self._stack = QStackedLayout(self._right)
        self._build()
        self._connect()

    @property
    def _duties(self) -> "DutyService":
        return self._bench.office.duties

    def read(self) -> None:
        self.list.offer_months(self._bench.office.today())
        month, training = self.list.month_key(), self._bench.office.training
        duties = self._duties
        self._bench.tasks.run(
            lambda progress: (month, duties.month(month), training.unit()),
            self._show,
            owner=self,
            key="duties-month",
        )

    def want(self, tenure_id: int, month: str) -> None:
        """Go to that sheet once it is read next."""
        self._wanted = tenure_id
        self.list.choose_month(month)

    def may_leave(self) -> bool:
        """A number being typed is saved; ask where a single entry would be lost."""
        self.grid.commit()
        entries = self.entries
        return not entries.edited() or may_leave(
            self._bench, self, entries.keep, lambda: not entries.edited()
        )

    # -- showing ---------------------------------------------------------------------------------

    def _show(self, found: _Month) -> None:
        month, lines, self._unit = found
        if month == self.list.month_key():
            self.list.show_lines(lines)
            if self._wanted:
                wanted, self._wanted = self._wanted, 0
                self.list.select(wanted)

    def _pick(self, line: DutyLine | None) -> None:
        """The list is on another line: its sheet is read; the fields are its own at once."""
        month = self.list.month_key()
        before = (self._line.tenure_id if self._line else 0, self._month)
        self._line, self._month = line, month
        if line is None or not line.tenure_id:
            self._stack.setCurrentIndex(0 if line is None else 1)
            return
        self._stack.setCurrentIndex(2)
        self._who.setText(f"{line.building}　{line.name}")
        if before != (line.tenure_id, month):
            self._say("")
            self.grid.blank()
            self._sum.setText(month_text(month))
        duties, tenure_id = self._duties, line.tenure_id
        self._bench.tasks.run(
            lambda progress: duties.sheet(tenure_id, month), self._show_sheet, owner=self,
            key="duties-sheet",
        )  # fmt: skip

    def _show_sheet(self, sheet: DutySheet) -> None:
        line = self._line
        if line is None or (sheet.line.tenure_id, sheet.month) != (line.tenure_id, self._month):
            return
        total, kinds = sheet.line.total, sheet.line.kinds
        self._sum.setText(f"{month_text(sheet.month)} · {total} 次 · {kinds} 项")
        self.grid.show_sheet(sheet)
        self.entries.show_sheet(sheet)

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def _turn(self, step: int) -> None:
        """On in the order of the list, which is that of the printed sheets."""
        if not self.may_leave():
            return
        if self.list.step(step):
            QTimer.singleShot(0, self.grid.begin)
        elif step > 0:
            self._bench.notices.info("列表里最后一位已经填完。")

    # -- writing ---------------------------------------------------------------------------------

    def _count(self, duty: int, times: int) -> None:
        line, month, duties = self._line, self._month, self._duties
        if line is None:
            return
        self._say("")

        def refused(error: "KnownError") -> None:
            self._say(f"{error.message}{error.hint}")
            self.read()

        do(
            self._bench, self, lambda: duties.set_count(line.tenure_id, month, duty, times),
            self.read, refused,
        )  # fmt: skip

    def _save_entry(self, record: "DutyRecord") -> None:
        duties = self._duties

        def work() -> "Done":
            return duties.save(record) if record.id else duties.add(record)

        def saved() -> None:
            self.entries.accepted()
            self.read()

        def refused(error: "KnownError") -> None:
            self.entries.show_refused(f"{error.message}{error.hint}")

        do(self._bench, self, work, saved, refused)

    def _remove_entry(self, record_id: int) -> None:
        duties = self._duties
        do(self._bench, self, lambda: duties.remove(record_id), self.read)

    # -- what leaves -----------------------------------------------------------------------------

    def _sheets(self, filled: bool) -> None:
        tenures = [line.tenure_id for line in self.list.model.records() if line.tenure_id]
        show_sheets(self._bench, self, self.list.month_key(), tenures, filled=filled)

    def _own_sheet(self, *, filled: bool) -> None:
        if self._line is not None:
            tenures = [self._line.tenure_id]
            show_sheets(self._bench, self, self._month, tenures, filled=filled)

    def shown_table(self) -> "Table":
        """What is listed, in the order it is listed."""
        return month_table(
            self.list.model.records(), self.list.month_key(), self._unit, self.list.scope_text()
        )

    def _print(self) -> None:
        table = self.shown_table()
        print_table(self._bench, self, table.title, lambda: table)

    def _export(self) -> None:
        table = self.shown_table()
        subject = f"duties:{self.list.month_key()}"
        export_table(self._bench, self, table.title, subject, lambda: table)

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        self.trouble.hide()
        for title, text in (
            ("没有选中楼栋长", "在左边选一位，就能登记这个月做了什么。"),
            ("这栋楼空缺", "这个月没有人在任，没有可以登记的人。"),
        ):
            blank = QWidget()
            blank.setLayout(column(EmptyState(title, text, icon="table")))
            self._stack.addWidget(blank)
        papers = button("本人月报表(&K)", role="quiet", icon="print")
        menu = QMenu(self)
        menu.addAction("空白表", lambda: self._own_sheet(filled=False))
        menu.addAction("已填表", lambda: self._own_sheet(filled=True))
        papers.setMenu(menu)
        head = row(
            self._who, self._sum, None,
            button("上一位", lambda: self._turn(-1), role="quiet", tip="PgUp"),
            button("下一位", lambda: self._turn(1), role="quiet", tip="PgDn"),
            papers,
        )  # fmt: skip
        hint = label("填次数后按 Enter 或方向键，逐项保存；最后一项按 Enter 到下一位", "small")
        sheet = QWidget()
        layout = column(head, self.grid, hint, self.trouble, rule(), spacing=6)
        layout.addWidget(self.entries, 1)
        sheet.setLayout(layout)
        hint.setVisible(not theme.is_large())  # there every line is needed
        self._stack.addWidget(sheet)
        right = card(column(self._right))
        sides = QHBoxLayout()
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(theme.px(12))
        sides.addWidget(self.list, 2)
        sides.addWidget(right, 5)
        self.setLayout(sides)
        self.setFocusProxy(self.list.table)

    def _connect(self) -> None:
        self.list.picked.connect(self._pick)
        self.list.opened.connect(self.grid.begin)
        self.list.month_changed.connect(self.read)
        self.list.sheets_wanted.connect(self._sheets)
        self.list.print_wanted.connect(self._print)
        self.list.export_wanted.connect(self._export)
        self.grid.counted.connect(self._count, Qt.ConnectionType.DirectConnection)
        self.grid.refused.connect(lambda: self._say("次数要填 0 到 999 之间的整数"))
        self.grid.turned.connect(self._turn)
        self.entries.saved.connect(self._save_entry)
        self.entries.removed.connect(self._remove_entry)
