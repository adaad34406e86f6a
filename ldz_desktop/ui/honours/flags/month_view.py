"""本月交接: which flag goes from where to where after a closed month, and who wrote it down."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget
from typing_extensions import override

from ldz_desktop.domain.flags import OPEN, STATES
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.flags_records import Handing, MonthFlags, MoveLine, TieLine
from ldz_desktop.services.flags_views import HANDED, OWNER
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.honours.flags.columns import move_columns, move_note
from ldz_desktop.ui.honours.flags.forms import FlagForms
from ldz_desktop.ui.honours.listing import EVERY, Listing, Words
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.finder import fits
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import button, chip, clear, column, label, row
from ldz_desktop.ui.kit.scan_dialog import PictureKind, ScanDialog
from ldz_desktop.ui.kit.switch import ViewSwitch

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress

_WORDS = Words(
    "红旗交接", "flags", "楼栋、楼栋长、编号",
    (
        "还没有要交接的红旗",
        "封月以后，这里按排名提出每面红旗从哪栋楼交到哪栋楼；红旗先在“旗帜”里登记编号。",
    ),
    ("community", "held", "giver", "taker", "note"),
)  # fmt: skip
PICTURES = PictureKind(HANDED, "交接照片", "还没有照片。交接时拍一张，存在这里。")
_GROUPS = ((EVERY, "全部状态"), ("open", "待办"), ("written", "已登记"))


class MonthView(Listing[MoveLine]):
    """read() shows the month as it is now. A writes what is selected down, Del takes it back."""

    def __init__(self, bench: Bench, switch: ViewSwitch) -> None:
        """switch: stands in the head."""
        super().__init__(bench, move_columns(), _WORDS)
        self._month = ""
        self._ties: dict[str, TieLine] = {}
        self.forms = FlagForms(bench, self, self.read)
        self.months = PickEditor()
        self.months.setAccessibleName("月份")
        self.months.setMinimumWidth(theme.px(124))
        self.months.changed.connect(self._another)
        self.state = self.pick("状态", _GROUPS)
        self.community = self.pick("社区", [(EVERY, "全部社区")])
        self._facts = label("", "muted", wrap=True)
        self._tie_lines = column(spacing=6)
        self.ties = QWidget()
        self.ties.setLayout(self._tie_lines)
        self.slips = button("交接单(&L)", self.print_slips, tip="选中的，或这个月全部")
        self._verbs: list[QPushButton] = []
        head = row(switch, self.months, self.counts, None, self.slips)
        filters = row(self.search, self.state, self.community, None)
        for verb in self._make_verbs():
            filters.addWidget(verb)
        register = button("去登记红旗", partial(switch.chosen.emit, "register"))
        self.lay_out(
            head, filters, register, between=self.ties, below=self._facts, several=True
        )  # fmt: skip

    # -- reading ---------------------------------------------------------------------------------

    def read(self) -> None:
        flags, month = self._bench.office.flags, self._month
        self._bench.tasks.run(
            lambda progress: flags.month(month), self._show, owner=self, key="flag-month"
        )

    def show_month(self, month: str) -> None:
        self._month = month
        self.read()

    def _show(self, found: MonthFlags) -> None:
        self._month = found.month
        names = dict.fromkeys(x.move.community for x in found.moves)
        with QSignalBlocker(self.months), QSignalBlocker(self.community):
            self.months.set_pairs([(m, month_text(m)) for m in found.months])
            self.months.set_value(found.month)
            self.community.set_pairs([(EVERY, "全部社区"), *((n, n) for n in names)])
        self.months.setVisible(bool(found.months))
        self._show_ties(found.ties)
        self.show_records(found.moves if found.flags else ())

    def _another(self) -> None:
        self.show_month(str(self.months.value() or ""))

    @override
    def keeps(self, one: MoveLine, text: str) -> bool:
        state, community = self.state.value(), self.community.value()
        if state != EVERY and (one.move.state in OPEN) != (state == "open"):
            return False
        return community in (EVERY, one.move.community) and fits(
            text, (one.number, one.place, one.origin, one.giver, one.taker), ""
        )

    @override
    def counted(self, shown: Sequence[MoveLine], every: Sequence[MoveLine]) -> str:
        parts = [f"{sum(bool(x.number) for x in shown)} 面"]
        for state in ("todo", "keep", "stale", "no_flag"):
            count = sum(x.move.state == state for x in every)
            parts += [f"{STATES[state]} {count}"] if count else []
        return " · ".join(parts)

    @override
    def scope_text(self) -> str:
        return "，".join(filter(None, (month_text(self._month), super().scope_text())))

    @override
    def picked(self) -> None:
        lines = self.chosen()
        one = lines[0] if len(lines) == 1 else None
        self._facts.setText(move_note(one) if one else "")
        self._facts.setVisible(bool(self._facts.text()))
        self._record.setEnabled(any(x.move.state in OPEN for x in lines))
        self._every.setEnabled(any(x.move.state in OPEN for x in self.model.records()))
        self.slips.setEnabled(
            any(x.move.state in ("todo", "done") for x in self.model.all_records())
        )
        for verb in (self._take_back, self._photos):
            verb.setEnabled(one is not None and one.move.holding is not None)
        self._take_in.setEnabled(one is not None and one.move.state == "spare" and bool(one.origin))

    # -- verbs -----------------------------------------------------------------------------------

    def record(self) -> None:
        """登记 of what is selected."""
        self._write([x for x in self.chosen() if x.move.state in OPEN])

    def record_every(self) -> None:
        """登记 of everything that is shown and still to be done."""
        self._write([x for x in self.model.records() if x.move.state in OPEN])

    def _write(self, lines: list[MoveLine]) -> None:
        if any(x.move.state == "todo" for x in lines):
            self.forms.hand_over(self._month, lines)
        elif lines:
            flags, month = self._bench.office.flags, self._month
            stay = [Handing(x.move.flag_id, x.move.to_building) for x in lines]
            do(self._bench, self, lambda: flags.hand_over(month, stay), self.read)

    @override
    def opened(self) -> None:
        """Enter: what the row asks for; of one that is written down its photos."""
        one = self.current()
        if one is not None and one.move.state in OPEN:
            self._write([one])
        elif one is not None and one.move.holding is not None:
            self.photos()

    @override
    def removed(self) -> None:
        """Del."""
        one, flags = self.current(), self._bench.office.flags
        if one is not None and one.move.holding is not None:
            key = one.move.holding.id
            do(self._bench, self, lambda: flags.take_back(key), self.read)

    def take_in(self) -> None:
        one, flags = self.current(), self._bench.office.flags
        if one is not None:
            key, today = one.move.flag_id, self._bench.office.today()
            do(self._bench, self, lambda: flags.take_in(key, today), self.read)

    def photos(self) -> None:
        one = self.current()
        if one is not None and one.move.holding is not None:
            title = f"交接照片 · {one.number} {one.place}"
            owner = (OWNER, one.move.holding.id)
            ScanDialog(self._bench, owner, title, self, self.read, PICTURES).open()

    def print_slips(self) -> None:
        """Of the selected rows where they are several, else of the whole month."""
        lines = [x for x in self.chosen() if x.move.state in ("todo", "done")]
        ids = [x.move.flag_id for x in lines] if len(lines) > 1 else []
        office, month = self._bench.office, self._month

        def paper(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.flag_slip import render

            progress.report(0, 0, "排版交接单")
            made = render(office.flags.slips(month, ids), office.today())
            office.log("print.flag_slip", f"month:{month}", str(len(ids) or "all"))
            return made

        show_paper(self._bench, self, paper, f"{month_text(month)}流动红旗交接单")

    # -- ties ------------------------------------------------------------------------------------

    def _show_ties(self, ties: Sequence[TieLine]) -> None:
        self._ties = {line.tie.community: line for line in ties}
        clear(self._tie_lines)
        for line in ties:
            self._tie_lines.addLayout(self._tie(line))
        self.ties.setVisible(bool(ties))

    def _tie(self, line: TieLine) -> QHBoxLayout:
        decision = line.decision
        if decision is None:
            mark = chip("红旗待定", "amber")
            text = (
                f"{line.tie.community}：{'、'.join(line.titles)} 并列，"
                f"还有 {line.tie.places} 面红旗待研究决定。"
            )
            verb = button("登记决定 …", partial(self.forms.decide, line))
        else:
            mark = chip("已决定", "green")
            day = date_text(decision.decided_on) if decision.decided_on else ""
            text = (
                f"{line.tie.community}：{'、'.join(line.titles)} 并列，{day}由{decision.decided_by}"
                f"决定归{'、'.join(line.chosen())}。理由：{decision.reason}"
            )
            verb = button("撤销决定", partial(self._undecide, decision.id), role="quiet")
        made = row(mark, label(text, wrap=True), verb)
        made.setStretch(1, 1)
        return made

    def decide(self, community: str) -> None:
        """The form for a community's tie."""
        self.forms.decide(self._ties[community])

    def _undecide(self, key: int) -> None:
        flags = self._bench.office.flags
        do(self._bench, self, lambda: flags.undecide(key), self.read)

    def _make_verbs(self) -> list[QPushButton]:
        self._record = button("登记(&A)", self.record, tip="Enter，登记选中的")
        self._every = button("全部登记(&F)", self.record_every, role="primary")
        more = button("更多")
        menu = QMenu(more)
        self._photos = menu.addAction("交接照片 …", self.photos)
        self._take_back = menu.addAction("撤回交接\tDel", self.removed)
        self._take_in = menu.addAction("收回到办公室", self.take_in)
        menu.addSeparator()
        menu.addAction("看这个月的排名", self.to_month)
        more.setMenu(menu)
        return [self._record, self._every, more]

    def to_month(self) -> None:
        self._bench.show(Target("month", month=self._month))
