"""红旗奖金: every flag month with its money; several are approved or paid at once."""

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QWidget

from ldz_desktop.domain.cautions import month_words
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.finder import FinderField
from ldz_desktop.ui.kit.list_output import ListOutput
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import RecordModel
from ldz_desktop.ui.kit.switch import View
from ldz_desktop.ui.roster.rewards.columns import GROUPS, keeps, line_text, money_columns, sum_text
from ldz_desktop.ui.roster.rewards.forms import RewardForms

if TYPE_CHECKING:
    from ldz_desktop.domain.rewards import State
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress
    from ldz_desktop.services.rewards_records import RewardLine
    from ldz_desktop.ui.kit.feature import Bench

_EVERY = ""


class MoneyView(View):
    """read() shows the lines as they are now. A applies 审批, F 发放 to what is selected."""

    def __init__(self, bench: "Bench", switch: QWidget) -> None:
        """switch: stands in the head."""
        super().__init__()
        self.switch = switch
        self._bench = bench
        self._wanted: Collection[tuple[int, str]] = ()
        self.model: RecordModel[RewardLine] = RecordModel(money_columns(), parent=self)
        self.table = NarrowTable(
            self.model, "红旗奖金列表", ("remark", "community", "paid", "approved"), multiple=True
        )
        self.table.choose_columns(bench.preferences, "rewards")
        self.table.horizontalHeader().setStretchLastSection(True)  # also where that gives way
        self.search = FinderField("姓名、拼音首字母、楼栋", "查找奖励")
        self.month = PickEditor([(_EVERY, "全部月份")])
        self.group = PickEditor([(key, title) for key, (title, _) in GROUPS.items()])
        self.community = PickEditor([(_EVERY, "全部社区")])
        self.forms = RewardForms(bench, self, self.read)
        self.output = ListOutput(bench, self, self.model, ("流动红旗奖励", "rewards"))
        self._counts = label("", "muted")
        self._chosen = label("", "strong")
        self._facts = label("", "muted", wrap=True)
        self._stack = QStackedWidget()
        self._whole = QStackedWidget()
        self._verbs: list[tuple[QPushButton, tuple[State, ...]]] = []
        self._build()
        self._connect()

    # -- reading ---------------------------------------------------------------------------------

    def read(self) -> None:
        rewards = self._bench.office.rewards
        self._bench.tasks.run(
            lambda progress: (rewards.money(), rewards.months_closed()),
            self._show, owner=self, key="reward-money",
        )  # fmt: skip

    def show_line(self, leader_id: int, month: str) -> None:
        """Put the cursor on a leader's money of a month ("": the newest) once it is read."""
        self._wanted = ((leader_id, month),)
        self.read()

    def _show(self, found: "tuple[tuple[RewardLine, ...], bool]") -> None:
        lines, closed = found
        self._whole.setCurrentIndex(1 if lines else 0)
        self._nothing_closed.setVisible(not closed)
        self._no_flags.setVisible(closed)
        kept = self.table.selected_ids()
        months = dict.fromkeys(x.reward.month or "" for x in lines)
        names = dict.fromkeys(x.community for x in lines)
        with (
            QSignalBlocker(self.month),
            QSignalBlocker(self.community),
            QSignalBlocker(self.table),
        ):
            self.month.set_pairs([(_EVERY, "全部月份"), *((m, month_words(m)) for m in months)])
            self.community.set_pairs([(_EVERY, "全部社区"), *((n, n) for n in names)])
            self.model.set_records(lines)
        wanted, self._wanted = self._wanted, ()
        for leader, month in wanted:
            mine = [
                x.id for x in lines
                if x.reward.leader_id == leader and month in (_EVERY, x.reward.month)
            ]  # fmt: skip
            if mine:
                self.clear_filters()
                kept = mine[:1]
        self._narrow(kept)

    def _narrow(self, kept: Collection[int] = ()) -> None:
        kept = kept or self.table.selected_ids()
        states = GROUPS[str(self.group.value())][1]
        month, community = str(self.month.value()), str(self.community.value())
        text = self.search.wanted()
        with QSignalBlocker(self.table):
            self.model.set_filter(
                lambda x: (
                    x.state in states
                    and month in (_EVERY, x.reward.month)
                    and keeps(x, text, community)
                )
            )
            shown = self.model.records()
            self._select([key for key in kept if self.model.row_of(key) >= 0])
        every = self.model.all_records()
        parts = [f"{len(shown)} 笔"]
        for state, words in (("proposed", "待审批"), ("approved", "待发放"), ("moved", "待处理")):
            count = sum(x.state == state for x in every)
            parts += [f"{words} {count}"] if count else []
        self._counts.setText(" · ".join(parts))
        self._stack.setCurrentIndex(0 if shown else 1)
        self._picked()

    def _select(self, ids: list[int]) -> None:
        """Those rows, or the first one."""
        shown = self.model.records()
        if not ids:
            if shown:
                self.table.select_id(shown[0].id)
            return
        self.table.select_id(ids[0])
        flags = QItemSelectionModel.SelectionFlag
        for key in ids[1:]:
            index = self.model.index(self.model.row_of(key), 0)
            self.table.selectionModel().select(index, flags.Select | flags.Rows)

    def _picked(self) -> None:
        """The selection is another one: what it comes to, and what can be done with it."""
        lines = self.chosen()
        many = len(lines) > 1
        self._chosen.setText(f"已选 {sum_text(lines)}" if many else "")
        self._chosen.setVisible(many)
        self._facts.setText("" if many or not lines else line_text(lines[0]))
        self._facts.setVisible(not many)
        for verb, states in self._verbs:
            verb.setEnabled(any(line.state in states for line in lines))

    def chosen(self, *states: "State") -> "list[RewardLine]":
        """The selected lines, from top to bottom; only those in one of the states where named."""
        rows = (self.model.row_of(key) for key in self.table.selected_ids())
        lines = [self.model.record(at) for at in rows if at >= 0]
        return [x for x in lines if not states or x.state in states]

    def clear_filters(self) -> None:
        self.search.clear()
        self.search.search_now()
        for part, value in ((self.month, _EVERY), (self.group, "all"), (self.community, _EVERY)):
            part.set_value(value)

    def scope_text(self) -> str:
        month = str(self.month.value())
        group = "" if self.group.value() == "all" else GROUPS[str(self.group.value())][0]
        parts = (month_words(month) if month else "", str(self.community.value()), group)
        shown = self.model.records()
        return "，".join([*filter(None, parts), sum_text(shown)])

    # -- verbs -----------------------------------------------------------------------------------

    def approve(self) -> None:
        lines = self.chosen("proposed")
        if lines:
            self.forms.approve(lines, self._usual("approved"))

    def pay(self) -> None:
        lines = self.chosen("approved")
        if lines:
            self.forms.pay(lines, self._usual("paid"))

    def decide(self) -> None:
        lines = self.chosen("moved")
        if lines:
            self.forms.decide(lines)

    def cancel(self) -> None:
        """Del."""
        lines = self.chosen("proposed", "approved", "waiting", "withdrawn")
        if lines:
            self.forms.cancel(lines)

    def restore(self) -> None:
        ids = [x.id for x in self.chosen("cancelled")]
        rewards = self._bench.office.rewards
        if ids:
            do(self._bench, self, lambda: rewards.restore(ids), self.read)

    def next_step(self) -> None:
        """Enter: what the line with the cursor asks for; else the person."""
        states = {x.state for x in self.chosen()}
        for state, verb in (
            ("proposed", self.approve), ("approved", self.pay), ("moved", self.decide),
        ):  # fmt: skip
            if state in states:
                verb()
                return
        self.to_person()

    def print_list(self) -> None:
        """领取表 of what is selected; where that is one line, of all that waits to be paid."""
        lines = self.chosen("approved", "paid")
        if len(lines) < 2:
            waiting = [x for x in self.model.records() if x.state == "approved"]
            lines = waiting or lines
        ids = {x.id for x in lines}
        office = self._bench.office

        def paper(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.reward_list import render

            progress.report(0, 0, "排版领取表")
            made = render(office.rewards.money_list(ids))
            office.log("print.reward_list", detail=f"{len(ids)}")
            return made

        show_paper(self._bench, self, paper, "流动红旗奖励领取表")

    def to_person(self) -> None:
        lines = self.chosen()
        if lines:
            self._bench.show(Target("leader", lines[0].reward.leader_id))

    def set_amount(self) -> None:
        rewards = self._bench.office.rewards
        self._bench.tasks.run(lambda progress: rewards.cents(), self.forms.amount, owner=self)

    def _usual(self, field: str) -> str:
        """Who did it last."""
        done = [x.reward for x in self.model.all_records() if getattr(x.reward, f"{field}_on")]
        last = max(done, key=lambda r: getattr(r, f"{field}_on"), default=None)
        return "" if last is None else str(getattr(last, f"{field}_by") or "")

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        nothing = EmptyState(
            "没有符合的奖励", "换几个字，或者去掉上面的筛选。",
            button("看全部", self.clear_filters), icon="search",
        )  # fmt: skip
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        for part, name in (
            (self.month, "月份"), (self.group, "状态"), (self.community, "社区"),
        ):  # fmt: skip
            part.setAccessibleName(name)
        self.search.setMinimumWidth(theme.px(150))
        self.search.setMaximumWidth(theme.px(240))
        head = row(
            self.switch, self._counts, None,
            button("每月金额(&Y) …", self.set_amount), button("领取表(&L)", self.print_list),
            button("打印(&P)", lambda: self.output.print(self.scope_text())),
            button("导出(&E)", lambda: self.output.export(self.scope_text())),
        )  # fmt: skip
        filters = row(self.search, self.month, self.group, self.community, None, self._chosen)
        for verb in self._make_verbs():
            filters.addWidget(verb)
        filters.setStretch(0, 4)
        body = column(head, filters, spacing=8)
        body.addWidget(self._stack, 1)
        body.addWidget(self._facts)
        full = card(body)
        self._nothing_closed = EmptyState(
            "还没有封存的月份",
            "封月以后，得到流动红旗的楼栋会在这里自动提出一笔奖励，审批、发放都在这里登记。",
            icon="flag",
        )
        self._no_flags = EmptyState(
            "还没有流动红旗", "封存的月份里没有评出流动红旗，所以没有要发的奖励。", icon="flag"
        )
        blank = QWidget()
        over = column(row(self._second_switch(), None), spacing=8)
        over.addWidget(self._nothing_closed, 1)
        over.addWidget(self._no_flags, 1)
        blank.setLayout(column(card(over)))
        self._whole.addWidget(blank)
        self._whole.addWidget(full)
        self._whole.setCurrentIndex(1)
        self.setLayout(column(self._whole))
        self.setFocusProxy(self.table)

    def _second_switch(self) -> QWidget:
        """The other views can be reached although there is no money."""
        from ldz_desktop.ui.kit.switch import ViewSwitch

        kept = self.switch
        assert isinstance(kept, ViewSwitch)
        again = ViewSwitch([(key, one.text()) for key, one in kept.buttons.items()])
        again.mark("money")
        again.chosen.connect(kept.chosen)
        return again

    def _make_verbs(self) -> list[QPushButton]:
        approve = button("审批(&A)", self.approve, role="primary", tip="对选中的待审批")
        pay = button("发放(&F)", self.pay, tip="对选中的待发放")
        more = button("更多")
        menu = QMenu(more)
        menu.addAction("处理已发的奖励 …", self.decide)
        menu.addAction("取消 …	Del", self.cancel)
        menu.addAction("恢复已取消的", self.restore)
        menu.addSeparator()
        menu.addAction("看本人", self.to_person)
        more.setMenu(menu)
        self._verbs += [(approve, ("proposed",)), (pay, ("approved",))]
        return [approve, pay, more]

    def _connect(self) -> None:
        narrow = partial(self._narrow, ())
        for part in (self.month, self.group, self.community):
            part.changed.connect(narrow)
        self.search.searched.connect(narrow)
        self.table.found_by(self.search)
        self.table.picks_several()
        self.table.opened.connect(lambda _: self.next_step())
        self.table.delete_wanted.connect(lambda _: self.cancel())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._picked())
