"""年度合计: what every leader got for the flag months of a year, and the sum of all."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.amounts import short_yuan
from ldz_desktop.services.rewards_tables import YEAR_NOTE, year_table
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.finder import FinderField, fits
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import RecordModel
from ldz_desktop.ui.kit.switch import View
from ldz_desktop.ui.kit.takeaway import export_table, print_table
from ldz_desktop.ui.roster.rewards.columns import year_columns

if TYPE_CHECKING:
    from ldz_desktop.services.rewards_records import YearRow
    from ldz_desktop.services.tables import Table
    from ldz_desktop.ui.kit.feature import Bench

_YEARS = 6
_ABOUT = "姓名、楼栋、月份和金额，不含证件号码、账号和电话。"


class YearView(View):
    """read() shows the chosen year."""

    def __init__(self, bench: "Bench", switch: QWidget) -> None:
        """switch: stands in the head."""
        super().__init__()
        self.switch = switch
        self._bench = bench
        self._unit = ""
        self.year = PickEditor(self._years())
        self.community = PickEditor([("", "全部社区")])
        self.search = FinderField("姓名、拼音首字母、楼栋", "查找楼栋长")
        self.model: RecordModel[YearRow] = RecordModel(year_columns(), parent=self)
        self.table = NarrowTable(self.model, "年度奖励合计", ("community", "count"))
        self.table.choose_columns(bench.preferences, "rewards-year")
        self._sum = label("", "strong")
        self._stack = QStackedWidget()
        self._build()

    def _years(self) -> list[tuple[object, str]]:
        this_year = self._bench.office.today().year
        return [(year, f"{year}年") for year in range(this_year, this_year - _YEARS, -1)]

    def read(self) -> None:
        self.year.set_pairs(self._years())  # the year may have turned
        rewards, year = self._bench.office.rewards, int(str(self.year.value()))
        self._bench.tasks.run(
            lambda progress: (rewards.year(year), rewards.unit()),
            self._show, owner=self, key="reward-year",
        )  # fmt: skip

    def _show(self, found: "tuple[tuple[YearRow, ...], str]") -> None:
        rows, self._unit = found
        names = dict.fromkeys(r.community for r in rows)
        with QSignalBlocker(self.community), QSignalBlocker(self.table):
            self.community.set_pairs([("", "全部社区"), *((n, n) for n in names)])
            self.model.set_records(rows)
        self._narrow()

    def _narrow(self) -> None:
        kept = self.table.current_id()
        community, text = str(self.community.value()), self.search.wanted()
        with QSignalBlocker(self.table):
            self.model.set_filter(
                lambda r: (
                    (not community or r.community == community)
                    and fits(text, (r.leader, r.buildings), r.pinyin)
                )
            )
            shown = self.model.records()
            if not self.table.select_id(kept) and shown:
                self.table.select_id(shown[0].id)
        paid, total = sum(r.paid for r in shown), sum(r.total for r in shown)
        count = sum(len(r.months) for r in shown)
        self._sum.setText(
            f"{len(shown)} 人 · {count} 笔 · 共 {short_yuan(total)} 元，"
            f"已发放 {short_yuan(paid)} 元"
        )
        self._stack.setCurrentIndex(0 if shown else 1)

    def shown_table(self) -> "Table":
        """What is listed, in the order it is listed, with the sum below."""
        year, scope = int(str(self.year.value())), str(self.community.value())
        return year_table(self.model.records(), year, self._unit, scope)

    def _print(self) -> None:
        table = self.shown_table()
        print_table(self._bench, self, table.title, lambda: table)

    def _export(self) -> None:
        table = self.shown_table()
        export_table(self._bench, self, table.title, "rewards", lambda: table, _ABOUT)

    def _build(self) -> None:
        nothing = EmptyState(
            "这一年没有奖励", "封存的月份里没有流动红旗，或者换上面的筛选。", icon="search"
        )
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        for part, name in ((self.year, "年份"), (self.community, "社区")):
            part.setAccessibleName(name)
            part.changed.connect(self.read if part is self.year else self._narrow)
        self.search.searched.connect(lambda *_: self._narrow())
        self.search.setMinimumWidth(theme.px(160))
        self.search.setMaximumWidth(theme.px(280))
        self.table.found_by(self.search)
        self.table.opened.connect(lambda key: self._bench.show(Target("leader", key)))
        head = row(
            self.switch, None,
            button("打印(&P)", self._print), button("导出(&E)", self._export),
        )  # fmt: skip
        filters = row(self.search, self.year, self.community, None, self._sum)
        filters.setStretch(0, 4)
        body = column(head, filters, spacing=8)
        body.addWidget(self._stack, 1)
        body.addWidget(label(f"金额单位：元。{YEAR_NOTE}。", "small", wrap=True))
        self.setLayout(column(card(body)))
        self.setFocusProxy(self.table)
