"""末位处置: the chains at the left, one of them with its facts and verbs at the right."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from ldz_desktop.services.cautions import PROPOSAL, REMINDER, TALK
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.finder import FinderField
from ldz_desktop.ui.kit.list_output import ListOutput
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.panels import Panel, Panels
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import RecordModel
from ldz_desktop.ui.kit.scan_dialog import ScanDialog
from ldz_desktop.ui.kit.switch import View
from ldz_desktop.ui.roster.cautions.case_panel import CaseFile, CasePanel
from ldz_desktop.ui.roster.cautions.columns import case_columns
from ldz_desktop.ui.roster.cautions.filters import GROUPS, keeps
from ldz_desktop.ui.roster.cautions.papers import show_blank_talk, show_proposal, show_step
from ldz_desktop.ui.roster.cautions.rules_dialog import RulesDialog
from ldz_desktop.ui.roster.cautions.steps import Steps

if TYPE_CHECKING:
    from ldz_desktop.domain.cautions import Caution, Stage
    from ldz_desktop.services.cautions_records import Case
    from ldz_desktop.ui.kit.feature import Bench

_STAGE_OF: "dict[str, Stage]" = {"remind": REMINDER, "talk": TALK, "propose": PROPOSAL}


class CasesView(View):
    """read() shows the chains as they are now."""

    def __init__(self, bench: "Bench", switch: QWidget, go: Callable[[str], object]) -> None:
        """switch: stands in the head; go: shows another section of the tab."""
        super().__init__()
        self.switch = switch
        self._bench = bench
        self._go = go
        self._wanted_tenure = 0
        self.model = RecordModel(case_columns(bench.office.today), lambda c: c.id, self)
        self.table = NarrowTable(self.model, "末位处置列表", ("since", "months", "deadline"))
        self.table.choose_columns(bench.preferences, "cautions")
        self.search = FinderField("姓名、拼音首字母、楼栋", "查找楼栋长")
        self.group = PickEditor([(key, title) for key, (title, _) in GROUPS.items()])
        self.community = PickEditor([("", "全部社区")])
        self.panel = CasePanel(bench.office.today)
        self.steps = Steps(bench, self, self.read)
        self.output = ListOutput(bench, self, self.model, ("末位处置台账", "cautions"))
        self._counts = label("", "muted")
        self._stack = QStackedWidget()
        self._whole = QStackedWidget()
        self._build()
        self._connect()

    def read(self) -> None:
        cautions = self._bench.office.cautions
        self._bench.tasks.run(
            lambda progress: (cautions.cases(), cautions.months_closed()),
            self._show, owner=self, key="caution-cases",
        )  # fmt: skip

    def show_tenure(self, tenure_id: int) -> None:
        """Put the cursor on the newest chain of that tenure, once the list is read."""
        self._wanted_tenure = tenure_id
        self.read()

    # -- reading ---------------------------------------------------------------------------------

    def _show(self, found: "tuple[tuple[Case, ...], bool]") -> None:
        cases, closed = found
        self._whole.setCurrentIndex(1 if cases else 0)
        self._nothing_closed.setVisible(not closed)
        self._nobody_last.setVisible(closed)
        kept = self.table.current_id()
        names = dict.fromkeys(case.building.community for case in cases)
        with QSignalBlocker(self.community), QSignalBlocker(self.table):
            self.community.set_pairs([("", "全部社区"), *((n, n) for n in names)])
            self.model.set_records(cases)
        wanted, self._wanted_tenure = self._wanted_tenure, 0
        mine = [case for case in cases if case.tenure_id == wanted]
        if mine:
            kept = max(mine, key=lambda case: case.months[-1]).id
        self._narrow(kept)
        if mine and self.table.current_id() != kept:
            self.clear_filters()
            self.table.select_id(kept)
        self._pick()

    def _narrow(self, kept: int = 0) -> None:
        kept = kept or self.table.current_id()
        wanted = GROUPS[str(self.group.value())][1]
        community, text = str(self.community.value() or ""), self.search.wanted()
        today = self._bench.office.today()
        with QSignalBlocker(self.table):
            self.model.set_filter(lambda case: wanted(case, today) and keeps(case, text, community))
            shown = self.model.records()
            if not self.table.select_id(kept) and shown:
                self.table.select_id(shown[0].id)
        due = sum(case.step is not None for case in self.model.all_records())
        self._counts.setText(f"{len(shown)} 项 · 待办 {due}")
        self._stack.setCurrentIndex(0 if shown else 1)

    def _narrowed(self) -> None:
        self._narrow()
        self._pick()

    def _pick(self) -> None:
        case = self.current()
        if case is None:
            self.panel.show_nothing()
            return
        office = self._bench.office

        def read() -> CaseFile:
            signed = {
                j.caution.id: len(office.scans.of("caution", j.caution.id)) for j in case.steps
            }
            building = case.building.id
            vacant = choosing = False
            if case.ended_on is not None:
                vacant = not office.handover.leaving(case.tenure_id).successor_tenure
                choosing = any(s.running for s in office.selections.of_building(building))
            return CaseFile(case, office.caution_papers.facts(case), signed, vacant, choosing)

        self._bench.tasks.run(
            lambda progress: read(), self.panel.show_file, owner=self, key="caution-case"
        )

    def current(self) -> "Case | None":
        """The chain with the cursor."""
        found = self.model.row_of(self.table.current_id())
        return self.model.record(found) if found >= 0 else None

    def clear_filters(self) -> None:
        self.search.clear()
        self.search.search_now()
        self.group.set_value("all")
        self.community.set_value("")
        self._narrowed()

    def scope_text(self) -> str:
        title = "" if self.group.value() == "all" else GROUPS[str(self.group.value())][0]
        return "，".join(filter(None, (str(self.community.value() or ""), title)))

    # -- verbs -----------------------------------------------------------------------------------

    def take(self, kind: str) -> None:
        """The step that is due, or one that is added later."""
        case = self.current()
        if case is None:
            return
        talk, proposal = case.newest(TALK), case.newest(PROPOSAL)
        if kind == "review" and talk is not None:
            self.steps.review(talk.caution, case.leader)
        elif kind == "decide" and proposal is not None:
            stay = partial(self.show_tenure, case.tenure_id)  # what comes next is on its panel
            self.steps.decide(proposal.caution, case.leader, stay)
        elif kind in _STAGE_OF:
            self.steps.take(case.tenure_id, _STAGE_OF[kind], case.leader)

    def next_step(self) -> None:
        """Enter in the list: what is due."""
        if self.panel.primary is not None:
            self.panel.primary.click()

    def _about_step(self, verb: str, caution: "Caution") -> None:
        case = self.current()
        if case is None:
            return
        if verb == "print":
            show_step(self._bench, self, caution)
        elif verb == "proposal":
            show_proposal(self._bench, self, caution)
        elif verb == "edit":
            self.steps.edit(caution, case.leader)
        elif verb == "review":
            self.steps.review(caution, case.leader)
        elif verb == "scans":
            title = f"签字扫描件 · {case.leader}"
            ScanDialog(self._bench, ("caution", caution.id), title, self, self._pick).open()
        elif verb == "remove":
            cautions = self._bench.office.cautions
            do(self._bench, self, lambda: cautions.remove(caution.id), self.read)

    def _begin_selection(self) -> None:
        case, selections = self.current(), self._bench.office.selections
        if case is not None:
            building = case.building.id
            do(self._bench, self, lambda: selections.begin(building), self._selecting)

    def _selecting(self) -> None:
        self.read()
        self._go("selections")

    def _blank(self) -> None:
        case = self.current()
        if case is not None:
            show_blank_talk(self._bench, self, case.tenure_id)

    def _to_handover(self) -> None:
        case = self.current()
        if case is not None:
            self._bench.show(Target("handover", case.tenure_id))

    def _to_person(self) -> None:
        case = self.current()
        if case is not None:
            self._bench.show(Target("leader", case.leader_id))

    def _set_rules(self) -> None:
        office = self._bench.office
        self._bench.tasks.run(lambda progress: office.cautions.rules(), self._ask_rules, owner=self)

    def _ask_rules(self, rules: tuple[int, bool]) -> None:
        dialog = RulesDialog(rules[0], self, one_signer=rules[1])
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        wanted = (dialog.days(), dialog.one_signer()) if accepted else None
        dialog.deleteLater()
        if wanted is not None:
            cautions, (days, alone) = self._bench.office.cautions, wanted
            self._bench.tasks.run(
                lambda progress: cautions.set_rules(days, one_signer=alone),
                self._bench.publish, owner=self,
            )  # fmt: skip

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        nothing = EmptyState(
            "没有符合的", "换几个字，或者去掉上面的筛选。",
            button("看全部", self.clear_filters), icon="search",
        )  # fmt: skip
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        for part, name in ((self.group, "显示哪些"), (self.community, "社区")):
            part.setAccessibleName(name)
        self.search.setMinimumWidth(theme.px(150))
        self.search.setMaximumWidth(theme.px(240))
        head = row(
            self.switch, None,
            button("空白约谈表(&B)", lambda: show_blank_talk(self._bench, self)),
            button("设置(&H) …", self._set_rules),
            button("打印(&P)", lambda: self.output.print(self.scope_text())),
            button("导出(&E)", lambda: self.output.export(self.scope_text())),
        )  # fmt: skip
        filters = row(self.search, self.group, self.community, self._counts, None)
        filters.setStretch(0, 4)
        body = column(head, filters, spacing=8)
        body.addWidget(self._stack, 1)
        panels = (Panel(card(body), 938, 3), Panel(self.panel, 384, 1))
        sides = Panels("cautions", panels, self._bench.preferences)
        self._nothing_closed = EmptyState(
            "还没有封存的月份", "末位处置按封存的月份计算。请先在“测评”里录入并封月。", icon="table"
        )
        self._nobody_last = EmptyState(
            "没有人排在末位", "封存的月份里没有末位，也没有处置记录。", icon="people"
        )
        blank = QWidget()
        inside = column(self._nothing_closed, self._nobody_last)
        blank.setLayout(column(card(inside)))
        self._whole.addWidget(blank)
        self._whole.addWidget(sides)
        self._whole.setCurrentIndex(1)
        self.setLayout(column(self._whole))
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.current_changed.connect(lambda _: self._pick())
        self.table.opened.connect(lambda _: self.next_step())
        self.table.found_by(self.search)
        for part in (self.search.searched, self.group.changed, self.community.changed):
            part.connect(self._narrowed)
        panel = self.panel
        panel.step_wanted.connect(self.take)
        panel.verb_wanted.connect(self._about_step)
        panel.blank_wanted.connect(self._blank)
        panel.handover_wanted.connect(self._to_handover)
        panel.selection_wanted.connect(self._begin_selection)
        panel.person_wanted.connect(self._to_person)
