"""Who reported what in a month: the list at the left, in the order of the printed sheets."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from ldz_desktop.services.duties_records import DutyLine
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.finder import FinderField, FinderTable, fits
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import Column, RecordModel

_WHO: dict[str, tuple[str, Callable[[DutyLine], bool]]] = {
    "all": ("全部", lambda x: True),
    "silent": ("未填报", lambda x: x.silent),
    "reported": ("已填报", lambda x: x.total > 0),
    "vacant": ("空缺", lambda x: x.vacant),
}
_MONTHS = 24
_WIDTH = 350


def months_before(today: date, count: int = _MONTHS) -> list[str]:
    """This month and those before it, YYYY-MM, the newest first."""
    number = today.year * 12 + today.month - 1
    return [f"{(number - n) // 12}-{(number - n) % 12 + 1:02d}" for n in range(count)]


class MonthList(QWidget):
    """picked(line): the cursor moved, None for nobody; month_changed: another month is wanted; the
    *_wanted signals: a verb was chosen."""

    picked = Signal(object)
    opened = Signal()
    month_changed = Signal()
    sheets_wanted = Signal(bool)  # filled
    print_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, switch: QWidget, today: date, parent: QWidget | None = None) -> None:
        """switch: stands in the head."""
        super().__init__(parent)
        self.switch = switch
        self.model: RecordModel[DutyLine] = RecordModel(_COLUMNS, parent=self)
        self.table = FinderTable(self.model, "本月履职")
        self.search = FinderField("姓名、首字母、楼栋", "查找楼栋长")
        self._months = tuple(months_before(today))
        self.month = PickEditor([(m, month_text(m)) for m in self._months])
        self.community = PickEditor([("", "全部社区")])
        self.who = PickEditor([(key, title) for key, (title, _) in _WHO.items()])
        self._counts = label("", "muted")
        self._stack = QStackedWidget()
        self._build()
        self.table.current_changed.connect(lambda _: self.picked.emit(self.current()))
        self.table.opened.connect(lambda _: self.opened.emit())
        self.table.found_by(self.search)
        self.month.changed.connect(self.month_changed)
        for part in (self.search.searched, self.community.changed, self.who.changed):
            part.connect(self._narrow)

    def month_key(self) -> str:
        return str(self.month.value())

    def offer_months(self, today: date) -> None:
        """A program that stays open over the end of a month offers the new one."""
        months = months_before(today)
        if self._months[0] != months[0]:
            extra = (m for m in self._months if m not in months)
            self._months = (*months, *extra)
            self.month.set_pairs([(m, month_text(m)) for m in self._months])

    def choose_month(self, month: str) -> None:
        """Also one that is not offered; nobody is told."""
        with QSignalBlocker(self.month):
            if month not in self._months:
                self._months = (*self._months, month)
                self.month.set_pairs([(m, month_text(m)) for m in self._months])
            self.month.set_value(month)

    def select(self, ident: int) -> None:
        """Put the cursor on a leader, giving up filters that hide it."""
        if self.model.row_of(ident) < 0:
            self.search.clear()
            self.search.search_now()
            self.community.set_value("")
            self.who.set_value("all")
        self.table.select_id(ident)

    def show_lines(self, lines: Sequence[DutyLine]) -> None:
        """The cursor stays on its leader."""
        names = dict.fromkeys(line.community for line in lines)
        kept = self.table.current_id()
        with QSignalBlocker(self.community), QSignalBlocker(self.table):
            self.community.set_pairs([("", "全部社区"), *((n, n) for n in names)])
            self.model.set_records(lines)
        self._narrow(kept)

    def current(self) -> DutyLine | None:
        at = self.model.row_of(self.table.current_id())
        return self.model.record(at) if at >= 0 else None

    def step(self, by: int) -> bool:
        """On to the next leader in the order shown, past empty buildings; False at the end."""
        shown = self.model.records()
        at = self.model.row_of(self.table.current_id()) + by
        while 0 <= at < len(shown):
            if shown[at].tenure_id:
                return self.table.select_id(shown[at].id)
            at += by
        return False

    def scope_text(self) -> str:
        """What the list is narrowed to."""
        who = str(self.who.value())
        parts = (str(self.community.value() or ""), "" if who == "all" else _WHO[who][0])
        return "，".join(filter(None, parts))

    def _narrow(self, kept: int = 0) -> None:
        kept = kept or self.table.current_id()
        who = _WHO[str(self.who.value())][1]
        community, text = self.community.value(), self.search.wanted()

        def keep(line: DutyLine) -> bool:
            return (
                # The one being keyed in does not vanish under the fingers.
                (who(line) or line.id == kept)
                and (not community or line.community == community)
                and fits(text, (line.name, line.building), line.pinyin)
            )

        self.model.set_filter(keep)
        shown = self.model.records()
        silent, vacant = (sum(getattr(x, name) for x in shown) for name in ("silent", "vacant"))
        counts = f"{len({x.building_id for x in shown})} 栋 · 未填报 {silent}"
        self._counts.setText(f"{counts} · 空缺 {vacant}" if vacant else counts)
        self._stack.setCurrentIndex(0 if shown else 1 if self.model.all_records() else 2)
        if not self.table.select_id(kept):
            self.table.select_id(shown[0].id if shown else 0)
        self.picked.emit(self.current())

    def _build(self) -> None:
        nothing = EmptyState("没有符合的楼栋", "换几个字，或者换上面的筛选。", icon="search")
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        self._stack.addWidget(
            EmptyState("还没有楼栋", "先在花名册里登记楼栋和楼栋长，再登记履职。", icon="people")
        )
        for part, name in (
            (self.month, "月份"), (self.community, "社区"), (self.who, "显示谁"),
        ):  # fmt: skip
            part.setAccessibleName(name)
        sheets = button("月报表(&B)", role="quiet", icon="print", tip="一人一张，按列表的顺序")
        menu = QMenu(self)
        menu.addAction("空白表：列出的各位", lambda: self.sheets_wanted.emit(False))  # noqa: FBT003
        menu.addAction("已填表：列出的各位", lambda: self.sheets_wanted.emit(True))  # noqa: FBT003
        sheets.setMenu(menu)
        head = row(self.switch, None, sheets)
        filters = row(self.month, self.community, self.who)
        foot = row(
            self._counts, None, button("打印名单(&P)", self.print_wanted.emit),
            button("导出(&E)", self.export_wanted.emit),
        )  # fmt: skip
        body = column(head, filters, self.search, spacing=8)
        body.addWidget(self._stack, 1)
        body.addLayout(foot)
        self.setLayout(column(card(body)))
        self.setMinimumWidth(theme.px(_WIDTH))


def _total(line: DutyLine) -> str:
    if line.vacant:
        return "空缺"
    return "未填报" if line.silent else str(line.total)


def _tone(line: DutyLine) -> str | None:
    if line.vacant:
        return "grey"
    return "amber" if line.silent else None


_COLUMNS: tuple[Column[DutyLine], ...] = (
    Column("building", "楼栋", lambda x: x.building, width=0),
    Column("name", "楼栋长", lambda x: x.name, width=84, sort=lambda x: x.pinyin),
    Column("total", "次数", _total, width=76, sort=lambda x: x.total, chip=_tone),
    Column(
        "kinds", "项数", lambda x: str(x.kinds) if x.total else "", align="right", width=56,
        sort=lambda x: x.kinds,
    ),
)  # fmt: skip
