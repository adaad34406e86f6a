"""荣誉与任用: promotions of leaders as dated events."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.rewards import EVENTS
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.finder import FinderField
from ldz_desktop.ui.kit.list_output import ListOutput
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import RecordModel
from ldz_desktop.ui.kit.switch import View
from ldz_desktop.ui.roster.rewards.columns import event_columns, keeps
from ldz_desktop.ui.roster.rewards.forms import RewardForms

if TYPE_CHECKING:
    from ldz_desktop.domain.rewards import Reward
    from ldz_desktop.services.rewards_records import RewardLine
    from ldz_desktop.ui.kit.feature import Bench

_EVERY = ""


class EventsView(View):
    """read() shows the events. Enter corrects one, Del removes it."""

    def __init__(self, bench: "Bench", switch: QWidget) -> None:
        """switch: stands in the head."""
        super().__init__()
        self.switch = switch
        self._bench = bench
        self._wanted = 0
        self.model: RecordModel[RewardLine] = RecordModel(event_columns(), parent=self)
        self.table = NarrowTable(self.model, "荣誉与任用列表", ("community", "place"))
        self.table.choose_columns(bench.preferences, "honours-of-leaders")
        self.search = FinderField("姓名、拼音首字母、楼栋、内容", "查找奖励")
        self.kind = PickEditor([(_EVERY, "全部类别"), *EVENTS.items()])
        self.year = PickEditor([(_EVERY, "全部年份")])
        self.community = PickEditor([(_EVERY, "全部社区")])
        self.forms = RewardForms(bench, self, self.read)
        self.output = ListOutput(bench, self, self.model, ("楼栋长荣誉与任用", "rewards"))
        self._counts = label("", "muted")
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def read(self) -> None:
        rewards = self._bench.office.rewards
        self._bench.tasks.run(
            lambda progress: rewards.events(), self._show, owner=self, key="reward-events"
        )

    def show_line(self, leader_id: int) -> None:
        """Put the cursor on the leader's newest event once it is read."""
        self._wanted = leader_id
        self.read()

    def _show(self, lines: "tuple[RewardLine, ...]") -> None:
        kept = self.table.current_id()
        years = dict.fromkeys(f"{x.reward.approved_on:%Y}" for x in lines if x.reward.approved_on)
        names = dict.fromkeys(x.community for x in lines if x.community)
        with (
            QSignalBlocker(self.year),
            QSignalBlocker(self.community),
            QSignalBlocker(self.table),
        ):
            self.year.set_pairs([(_EVERY, "全部年份"), *((y, f"{y}年") for y in years)])
            self.community.set_pairs([(_EVERY, "全部社区"), *((n, n) for n in names)])
            self.model.set_records(lines)
        wanted, self._wanted = self._wanted, 0
        mine = [x.id for x in lines if x.reward.leader_id == wanted]
        if mine:
            self.clear_filters()
        self._narrow(mine[0] if mine else kept)

    def _narrow(self, kept: int = 0) -> None:
        kept = kept or self.table.current_id()
        kind, year = str(self.kind.value()), str(self.year.value())
        community, text = str(self.community.value()), self.search.wanted()
        with QSignalBlocker(self.table):
            self.model.set_filter(
                lambda x: (
                    kind in (_EVERY, x.reward.kind)
                    and (not year or f"{x.reward.approved_on:%Y}" == year)
                    and keeps(x, text, community)
                )
            )
            shown = self.model.records()
            if not self.table.select_id(kept) and shown:
                self.table.select_id(shown[0].id)
        every = self.model.all_records()
        self._counts.setText(f"{len(shown)} 项" if every else "")
        self._stack.setCurrentIndex(0 if shown else 1 if every else 2)
        for verb in (self._edit, self._remove):
            verb.setEnabled(bool(shown))

    def current(self) -> "Reward | None":
        found = self.model.row_of(self.table.current_id())
        return self.model.record(found).reward if found >= 0 else None

    def clear_filters(self) -> None:
        self.search.clear()
        self.search.search_now()
        for part in (self.kind, self.year, self.community):
            part.set_value(_EVERY)

    def scope_text(self) -> str:
        kind = "" if not self.kind.value() else self.kind.currentText()
        year = "" if not self.year.value() else self.year.currentText()
        return "，".join(filter(None, (year, str(self.community.value()), kind)))

    # -- verbs -----------------------------------------------------------------------------------

    def add(self) -> None:
        """Ctrl+N."""
        self._open(None)

    def edit(self) -> None:
        """Enter or F2."""
        event = self.current()
        if event is not None:
            self._open(event)

    def _open(self, event: "Reward | None") -> None:
        rewards = self._bench.office.rewards
        self._bench.tasks.run(
            lambda progress: rewards.people(),
            lambda people: self.forms.event(event, people), owner=self,
        )  # fmt: skip

    def remove(self) -> None:
        """Del."""
        event, rewards = self.current(), self._bench.office.rewards
        if event is not None:
            do(self._bench, self, lambda: rewards.remove_event(event.id), self.read)

    def to_person(self) -> None:
        event = self.current()
        if event is not None:
            self._bench.show(Target("leader", event.leader_id))

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        nothing = EmptyState(
            "没有符合的奖励", "换几个字，或者去掉上面的筛选。",
            button("看全部", self.clear_filters), icon="search",
        )  # fmt: skip
        empty = EmptyState(
            "还没有荣誉与任用",
            "优先发展党员、上派锻炼、列为后备干部、进入两委，都按日期和依据登记在这里，也会写进个人档案。",
            button("登记", self.add, role="primary"),
            icon="people",
        )
        for page in (self.table, nothing, empty):
            self._stack.addWidget(page)
        for part, name in (
            (self.kind, "类别"), (self.year, "年份"), (self.community, "社区"),
        ):  # fmt: skip
            part.setAccessibleName(name)
        self.search.setMinimumWidth(theme.px(160))
        self.search.setMaximumWidth(theme.px(280))
        self._edit = button("修改(&F)", self.edit, tip="Enter")
        self._remove = button("删除(&D)", self.remove, tip="Del，可以撤销")
        head = row(
            self.switch, self._counts, None,
            button("打印(&P)", lambda: self.output.print(self.scope_text())),
            button("导出(&E)", lambda: self.output.export(self.scope_text())),
        )  # fmt: skip
        filters = row(
            self.search, self.kind, self.year, self.community, None,
            button("看本人(&B)", self.to_person), self._remove, self._edit,
            button("登记(&N)", self.add, role="primary", tip="Ctrl+N"),
        )  # fmt: skip
        filters.setStretch(0, 4)
        body = column(head, filters, spacing=8)
        body.addWidget(self._stack, 1)
        self.setLayout(column(card(body)))
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        for part in (self.kind, self.year, self.community):
            part.changed.connect(self._narrow)
        self.search.searched.connect(lambda *_: self._narrow())
        self.table.found_by(self.search)
        self.table.opened.connect(lambda _: self.edit())
        self.table.delete_wanted.connect(lambda _: self.remove())
