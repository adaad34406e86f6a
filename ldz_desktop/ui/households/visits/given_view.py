"""已发出的走访包: what went out, whether it came back, and how much is still to be decided."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.ui.households.visits.columns import PACK_COLUMNS, PackLine
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.finder import FinderField, fits
from ldz_desktop.ui.kit.list_output import ListOutput
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import RecordModel

if TYPE_CHECKING:
    from ldz_desktop.services.visits_records import PackInfo


class GivenView(QWidget):
    """send_wanted: a pack is to be given out; decide_wanted: somebody wants to decide."""

    send_wanted = Signal()
    decide_wanted = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.model: RecordModel[PackLine] = RecordModel(
            PACK_COLUMNS, lambda p: p.number, parent=self
        )
        self.table = NarrowTable(self.model, "已发出的走访包", ("by", "households"))
        self.search = FinderField("筛选楼栋、人", "筛选走访包")
        self.search.searched.connect(self._narrow)
        self.table.found_by(self.search)
        self.table.opened.connect(self._opened)
        self.counts = label("", "muted")
        self.output = ListOutput(bench, self, self.model, ("发出的走访包", "visits"))
        self.print_button = button("打印(&P)", lambda: self.output.print(""), icon="print")
        self.export_button = button("导出(&E) …", lambda: self.output.export(""))
        nothing = EmptyState(
            "还没有发出过走访包",
            "带几栋楼的户档去走访：选楼栋，存到 U 盘，回来再合并。",
            button("发走访包(&W)", self.send_wanted.emit, role="primary"),
            icon="home",
        )
        head = row(self.search, self.counts, None, self.export_button, self.print_button)
        self._list = card(column(head, self.table, spacing=12))
        self._stack = QStackedWidget()
        for page in (QWidget(), self._list, nothing):
            self._stack.addWidget(page)
        self.setLayout(column(self._stack))

    def begin(self) -> None:
        self.reload()

    def reload(self) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.visits.packs(), self._show, owner=self, key="visits.packs"
        )

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, packs: "tuple[PackInfo, ...]") -> None:
        self._stack.setCurrentIndex(1 if packs else 2)
        self.model.set_records([PackLine(n, one) for n, one in enumerate(packs, start=1)])
        away = sum(one.merged_at is None for one in packs)
        self.counts.setText(f"共 {len(packs)} 个" + (f"，{away} 个还没有带回" if away else ""))
        self._narrow()

    def _narrow(self) -> None:
        words = self.search.wanted()

        def keep(line: PackLine) -> bool:
            pack = line.pack
            return fits(words, ("".join(pack.buildings), pack.made_by), "")

        self.model.set_filter(keep if words else None)

    def _opened(self, number: object) -> None:
        line = self.model.record(self.model.row_of(int(str(number))))
        if line.pack.differences:
            self.decide_wanted.emit()
