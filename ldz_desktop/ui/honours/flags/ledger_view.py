"""台账: who had which flag when, by flag and by building."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain.places import natural_key
from ldz_desktop.services.flags_records import RunLine
from ldz_desktop.services.flags_views import OWNER
from ldz_desktop.ui.honours.flags.columns import run_columns
from ldz_desktop.ui.honours.flags.month_view import PICTURES
from ldz_desktop.ui.honours.listing import EVERY, Listing, Words
from ldz_desktop.ui.kit.finder import fits
from ldz_desktop.ui.kit.pieces import button, row
from ldz_desktop.ui.kit.scan_dialog import ScanDialog

if TYPE_CHECKING:
    from ldz_desktop.ui.kit.feature import Bench

_WORDS = Words(
    "流动红旗台账", "flags", "楼栋、楼栋长",
    ("还没有交接记录", "每个月登记交接以后，这里记着哪面红旗什么时候在哪栋楼，谁交给谁。"),
    ("photos", "origin", "community", "leader", "people"),
)  # fmt: skip


class LedgerView(Listing[RunLine]):
    """read() shows every stay. Enter shows the photos of its first hand-over."""

    def __init__(self, bench: "Bench", switch: QWidget) -> None:
        """switch: stands in the head."""
        super().__init__(bench, run_columns(), _WORDS)
        self.flag = self.pick("红旗", [(EVERY, "全部红旗")])
        self.building = self.pick("楼栋", [(EVERY, "全部楼栋")])
        self.community = self.pick("社区", [(EVERY, "全部社区")])
        self.year = self.pick("年份", [(EVERY, "全部年份")])
        self._photos = button("交接照片(&Z)", self.opened, tip="Enter")
        head = row(switch, self.counts, None)
        filters = row(
            self.search, self.year, self.community, self.flag, self.building, None, self._photos
        )  # fmt: skip
        self.lay_out(head, filters)

    def read(self) -> None:
        flags = self._bench.office.flags
        self._bench.tasks.run(
            lambda progress: flags.ledger(), self._show, owner=self, key="flag-ledger"
        )

    def _show(self, lines: tuple[RunLine, ...]) -> None:
        numbers = sorted({x.number for x in lines}, key=natural_key)
        places = {x.run.building_id: x.place for x in lines}
        names = dict.fromkeys(x.community for x in lines)
        years = sorted({h.month[:4] for x in lines for h in x.run.holdings}, reverse=True)
        with (
            QSignalBlocker(self.flag),
            QSignalBlocker(self.building),
            QSignalBlocker(self.community),
            QSignalBlocker(self.year),
        ):
            self.flag.set_pairs([(EVERY, "全部红旗"), *((n, n) for n in numbers)])
            by_name = sorted(places.items(), key=lambda one: natural_key(one[1]))
            self.building.set_pairs([(EVERY, "全部楼栋"), *((str(k), t) for k, t in by_name)])
            self.community.set_pairs([(EVERY, "全部社区"), *((n, n) for n in names)])
            self.year.set_pairs([(EVERY, "全部年份"), *((y, f"{y}年") for y in years)])
        self.show_records(lines)

    @override
    def keeps(self, one: RunLine, text: str) -> bool:
        months = {h.month[:4] for h in one.run.holdings}
        return (
            self.flag.value() in (EVERY, one.number)
            and self.building.value() in (EVERY, str(one.run.building_id))
            and self.community.value() in (EVERY, one.community)
            and (self.year.value() == EVERY or self.year.value() in months)
            and fits(text, (one.number, one.place, one.leader), "")
        )

    @override
    def counted(self, shown: Sequence[RunLine], every: Sequence[RunLine]) -> str:
        del every
        months = sum(x.run.months for x in shown)
        return f"{len(shown)} 段 · 持旗 {months} 个月次"

    @override
    def picked(self) -> None:
        self._photos.setEnabled(self.current() is not None)

    @override
    def opened(self) -> None:
        one = self.current()
        if one is not None:
            title = f"交接照片 · {one.number} {one.place}"
            owner = (OWNER, one.run.first.id)
            ScanDialog(self._bench, owner, title, self, self.read, PICTURES).open()
