"""The roster tab: figures and list at the left, the current building's leader at the right; the
pages of a leader's term are sections beside it."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QStackedLayout, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.leaders import LeaderRow, RosterFigures
from ldz_desktop.errors import KnownError
from ldz_desktop.services.persons import PersonFile
from ldz_desktop.services.progress import Progress
from ldz_desktop.services.roster import LeaderDetail
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.panels import Panel, Panels
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column
from ldz_desktop.ui.kit.sections import Home, Sections
from ldz_desktop.ui.roster.actions import RosterActions
from ldz_desktop.ui.roster.card import LeaderCard, Past
from ldz_desktop.ui.roster.flows import InOffice, RosterFlows
from ldz_desktop.ui.roster.listing import RosterList
from ldz_desktop.ui.roster.more_menu import hang_menu
from ldz_desktop.ui.roster.output import RosterOutput
from ldz_desktop.ui.roster.score_line import Spot
from ldz_desktop.ui.roster.sections import ROSTER, SECTIONS

if TYPE_CHECKING:
    from ldz_desktop.ui.roster.record.page import RecordPage

_TOPICS = frozenset({"leaders", "places", "households", "evaluation"})


class RosterTab:
    """Reads the roster, shows who is current, and keeps half-written forms from being lost."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._page = QWidget()
        self._roster = QWidget()
        self.list = RosterList(bench)
        self.card = LeaderCard(bench)
        self.flows = RosterFlows(bench, self.card, self._show_current, self._page)
        self.output = RosterOutput(bench, self._page)
        self._actions = RosterActions(bench, self._page)
        self._detail: LeaderDetail | None = None
        self._shown = 0  # the building on the card
        self._wanted_leader = 0  # asked for before the list was read
        self._loaded = False
        self._at_hand = False  # nobody on the roster yet, and the list is shown all the same
        self._by_hand = button("逐栋登记", self._list_by_hand)
        self._recorded = 0  # whose personal record is shown instead of the list
        self._stack = QStackedLayout(self._roster)
        home = Home(ROSTER, "花名册", self._roster, self._may_leave)
        self.sections = Sections(bench, "ldz_desktop.ui.roster", home, SECTIONS)
        self._build()
        self._connect()

    @property
    def widget(self) -> QWidget:
        return self._page

    def refresh(self, change: Change | None) -> None:
        self.sections.refresh(change)
        if change is None or change.topics & _TOPICS:
            self._bench.tasks.run(self._read, self._show_rows, owner=self._page, key="roster-rows")
        elif self._recorded:
            self._read_record(self._recorded)

    def open(self, target: Target) -> bool:
        if target.kind != "leader":
            return self.sections.open(target)
        if not self.sections.show_section(ROSTER):
            return True
        if self._loaded:
            self._show_leader(target.id)
        else:
            self._wanted_leader = target.id
        return True

    def take_focus(self) -> None:
        self.sections.take_focus()

    def may_close(self) -> bool:
        return self.sections.may_leave()

    # -- reading ---------------------------------------------------------------------------------

    def _read(self, progress: Progress) -> tuple[list[LeaderRow], RosterFigures]:
        del progress
        roster = self._bench.office.roster
        return roster.rows(), roster.figures()

    def _show_rows(self, found: tuple[list[LeaderRow], RosterFigures]) -> None:
        rows, figures = found
        self._loaded = True
        self.list.show_rows(rows, figures)
        self._by_hand.setVisible(bool(rows))
        some = any(row.leader_id for row in rows)
        if not self._recorded:
            self._stack.setCurrentIndex(1 if some or (rows and self._at_hand) else 0)
        if self._recorded:
            self._read_record(self._recorded)
        wanted, self._wanted_leader = self._wanted_leader, 0
        if wanted:
            self._show_leader(wanted)
        elif self.card.form is None:
            self._show_current()

    def _show_leader(self, leader_id: int) -> None:
        if not self._may_leave():
            return
        row = self.list.row_of_leader(leader_id)
        if row is None:
            self.open_record(leader_id)
        else:
            self.close_record()
            self.list.select(row.building_id)
            self._show_current()

    def _pick(self) -> None:
        """The cursor moved: show that building, unless a form must not be lost."""
        row = self.list.current()
        if row is not None and row.building_id == self._shown and self.card.form is None:
            return
        if self.flows.leave():
            self._show_current()
        else:
            with QSignalBlocker(self.list.table):
                self.list.table.select_id(self._shown)

    def _show_current(self) -> None:
        row = self.list.current()
        self._detail = None
        self._shown = row.building_id if row else 0
        if row is None:
            self.card.show_nothing()
        elif row.leader_id:
            self._read_person(row.leader_id, row)
        else:
            self._read_vacancy(row)

    def _read_person(self, leader_id: int, row: LeaderRow | None) -> None:
        def show(file: PersonFile) -> None:
            if self.card.form is None:
                self._detail = file.detail
                self.card.show_person(row, file)

        office = self._bench.office
        self._bench.tasks.run(
            lambda _: office.persons.file(leader_id), show, owner=self._page, key="roster-card"
        )

    def _read_vacancy(self, row: LeaderRow) -> None:
        office = self._bench.office

        def read(progress: Progress) -> Past:
            del progress
            series = office.honours.trend([row.building_id])
            points = series[0].points if series else ()
            spots = tuple(Spot(month, score) for month, score in points)
            running = any(s.running for s in office.selections.of_building(row.building_id))
            return Past(row, office.roster.former(row.building_id), spots, running)

        def show(past: Past) -> None:
            if self.card.form is None:
                self.card.show_vacancy(past)

        self._bench.tasks.run(read, show, owner=self._page, key="roster-card")

    # -- the personal record ---------------------------------------------------------------------

    @cached_property
    def record(self) -> "RecordPage":
        """Made when it is first opened."""
        from ldz_desktop.ui.roster.record.page import RecordPage

        page = RecordPage(self._bench, self.close_record)
        self._stack.addWidget(page)
        return page

    def open_record(self, leader_id: int = 0) -> None:
        """The whole file of a leader; 0: of the one on the card."""
        if not leader_id and self._detail is not None:
            leader_id = self._detail.leader.id
        if leader_id and self.flows.leave():
            self._recorded = leader_id
            self._read_record(leader_id)

    def _read_record(self, leader_id: int) -> None:
        office = self._bench.office

        def show(file: PersonFile) -> None:
            if self._recorded != leader_id:
                return  # the person went back meanwhile
            self.record.show_person(self.list.row_of_leader(leader_id), file)
            if self._stack.currentWidget() is not self.record:
                self._stack.setCurrentWidget(self.record)
                self.record.nav.setFocus()

        def gone(error: KnownError) -> None:
            if self.record.leader_id != leader_id:
                self._bench.notices.error(error)
            self.close_record()  # deleted in the meantime

        self._bench.tasks.run(
            lambda _: office.persons.file(leader_id),
            show,
            owner=self._page,
            key="roster-record",
            failed=gone,
        )

    def close_record(self) -> None:
        """Back to the list."""
        if self._recorded:
            self._recorded = 0
            self._stack.setCurrentIndex(1)
            self.list.table.setFocus()

    def _shown_person(self) -> tuple[LeaderDetail, LeaderRow | None] | None:
        detail = self._detail
        return None if detail is None else (detail, self.list.row_of_leader(detail.leader.id))

    def _may_leave(self) -> bool:
        return self.flows.leave() and (not self._recorded or self.record.may_leave())

    # -- verbs -----------------------------------------------------------------------------------

    def _open_current(self) -> None:
        """Enter or a double click: the person's file, or somebody for the vacancy."""
        row = self.list.current()
        if row is not None and row.leader_id:
            self.open_record(row.leader_id)
        else:
            self.appoint()

    def edit(self) -> None:
        """F2: the person on the card, or of the record."""
        if self._recorded:
            self.record.edit()
        elif self._detail is not None and self.flows.leave():
            self.flows.edit(self._detail)

    def appoint(self) -> None:
        """Ctrl+N: a leader for the current vacancy, or for the first one; in the record a further
        line of its section."""
        if self._recorded:
            self.record.add()
            return
        vacancies = [r for r in self.list.model.all_records() if not r.leader_id]
        if not vacancies or not self.flows.leave():
            return
        row = self.list.current()
        proposed = row.building_id if row is not None and not row.leader_id else 0
        self.flows.appoint(vacancies, proposed)

    def end(self) -> None:
        who = self._in_office()
        if who is not None and self.flows.leave():
            self.flows.end(who)

    def change(self) -> None:
        who = self._in_office()
        if who is not None and self.flows.leave():
            self.flows.change(who)

    def select(self) -> None:
        """A selection for the current vacancy: begun here, gone on with on the board."""
        row = self.list.current()
        if row is None or row.leader_id or not self.flows.leave():
            return
        target, building_id = Target("selection", row.building_id), row.building_id
        if self.card.vacancy.selecting:
            self.open(target)
            return
        office = self._bench.office
        do(
            self._bench,
            self._page,
            lambda: office.selections.begin(building_id),
            lambda: self._show_begun(target),
        )

    def _show_begun(self, target: Target) -> None:
        """The selection that was begun; taken back on the board, nobody is sent anywhere."""
        if self.sections.current == ROSTER:
            self.open(target)

    def resume(self) -> None:
        """Take the newest end of a term at this vacancy back."""
        ended = self.card.vacancy.newest
        if ended is not None:
            self._actions.resume(ended)

    def _in_office(self) -> InOffice | None:
        row = self.list.current()
        if row is None or self._detail is None or row.leader_id != self._detail.leader.id:
            return None
        return InOffice(row, self._detail)

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        empty = EmptyState(
            "还没有楼栋长",
            "先导入楼栋长花名册：程序会自己找到表头，先给您看结果，再一次写入。"
            "社区、小区和楼栋会随花名册一起建立。",
            button("导入花名册(&I)", self._import, role="primary", icon="import"),
            self._by_hand,
            icon="people",
        )
        blank = QWidget()
        blank.setLayout(column(card(column(empty))))
        panels = (Panel(self.list, 950, 3), Panel(self.card, 372, 1))
        main = Panels("roster", panels, self._bench.preferences)
        self._stack.addWidget(blank)
        self._stack.addWidget(main)
        self._stack.setCurrentIndex(1)
        self._roster.setFocusProxy(self.list.table)
        self._page.setObjectName("page")
        self._page.setFocusProxy(self._roster)
        whole = column(self.sections)
        margin = theme.px(16)
        whole.setContentsMargins(margin, theme.px(10), margin, margin)
        self._page.setLayout(whole)

    def _connect(self) -> None:
        self.list.picked.connect(self._pick)
        self.list.opened.connect(self._open_current)
        self.list.appoint_wanted.connect(self.appoint)
        self.list.import_wanted.connect(self._import)
        self.output.hang_menu(self.list)
        self.list.export_wanted.connect(lambda: self.output.export(self.list))
        self.list.table.delete_wanted.connect(lambda _: self.end())
        self.card.appoint_wanted.connect(self.appoint)
        self.card.select_wanted.connect(self.select)
        self.card.resume_wanted.connect(self.resume)
        self.card.record_wanted.connect(self.open_record)
        hang_menu(self._bench, self._page, self.card.more, self._shown_person)
        self.card.person.edit_wanted.connect(self.edit)
        self.card.person.replace_wanted.connect(self.change)
        self.card.person.end_wanted.connect(self.end)
        page_keys(self._roster, {"F2": self.edit, "Ctrl+N": self.appoint})

    def _list_by_hand(self) -> None:
        self._at_hand = True
        self._stack.setCurrentIndex(1)
        self.list.table.setFocus()

    def _import(self) -> None:
        self._bench.show(Target("import"))
