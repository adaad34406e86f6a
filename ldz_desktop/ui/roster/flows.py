"""The forms of the card: edit, appoint, end a term, change leaders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ldz_desktop.domain.leaders import Leader, LeaderRow
from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import KnownError
from ldz_desktop.services.roster import LeaderDetail
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.leaving import may_leave
from ldz_desktop.ui.kit.pieces import button
from ldz_desktop.ui.roster import terms
from ldz_desktop.ui.roster.actions import Beginning, Ending, RosterActions
from ldz_desktop.ui.roster.columns import building_title
from ldz_desktop.ui.roster.form_page import FormPage
from ldz_desktop.ui.roster.leader_fields import NOBODY, add_leader_fields, field_values, leader_of


@dataclass(frozen=True)
class InOffice:
    """A leader at work: the building's row and all that is known of the person."""

    row: LeaderRow
    detail: LeaderDetail


class FormHost(Protocol):
    """What can show a form in its place: the card, the left side of the personal record."""

    @property
    def form(self) -> FormPage | None: ...

    def show_form(self, form: FormPage) -> None: ...

    def close_form(self) -> None: ...


class RosterFlows(QObject):
    """Puts forms on the card, checks what was typed, and hands it to the actions.

    finished: called when a form is gone, saved or not.
    """

    def __init__(
        self, bench: Bench, card: FormHost, finished: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._card = card
        self._finished = finished
        self._actions = RosterActions(bench, parent)

    def edit(self, detail: LeaderDetail) -> None:
        form = Form()
        add_leader_fields(form)
        form.set_values(field_values(detail.leader))
        remove = button("删除档案(&X)", role="danger", tip="录错了人时用；任期结束请用“卸任”")
        remove.clicked.connect(lambda *_: self._actions.remove(detail.leader.id, self._close))
        page = FormPage(("编辑楼栋长", detail.leader.name), form, "保存", aside=remove)

        def save() -> None:
            after = leader_of(detail.leader, form.values())
            self._checked(page, after, (), lambda: self._save(page, detail.leader, after))

        self._show(page, save)

    def appoint(self, vacancies: Sequence[LeaderRow], building_id: int) -> None:
        """building_id: the vacancy that is proposed; 0: the first one."""
        form = terms.appoint_form(vacancies, self._bench.office.today())
        add_leader_fields(form)
        if building_id:
            form.set_values({"building_id": building_id})
        page = FormPage(("新任楼栋长", "只有姓名必填，其余可以以后再补。"), form, "登记任职")

        def save() -> None:
            values = form.values()
            leader = leader_of(NOBODY, values)
            problems = terms.start_problems(values)
            self._checked(page, leader, problems, lambda: self._appoint(page, leader))

        self._show(page, save)

    def end(self, who: InOffice) -> None:
        form = terms.end_form(self._bench.office.today())
        title = (f"{who.row.name} 卸任", f"{building_title(who.row)}将空缺，直到登记新任。")
        page = FormPage(title, form, "卸任")

        def save() -> None:
            values = form.values()
            if self._fits(page, terms.end_problems(values, who.row.started_on)):
                page.set_busy(busy=True)
                ending = _ending(who.row, form)
                gone = partial(self._hand_over, who.row.tenure_id)
                self._actions.end(ending, gone, lambda e: _refused(page, e))

        self._show(page, save)

    def change(self, who: InOffice) -> None:
        form = terms.replace_form(self._bench.office.today())
        add_leader_fields(form)
        title = (f"{building_title(who.row)}换人", f"{who.row.name}卸任，新的楼栋长接任。")
        page = FormPage(title, form, "换人")

        def save() -> None:
            values = form.values()
            problems = (
                *terms.end_problems(values, who.row.started_on),
                *terms.start_problems(values),
            )
            leader = leader_of(NOBODY, values)
            self._checked(page, leader, problems, lambda: self._succeed(page, who.row, leader))

        self._show(page, save)

    def leave(self) -> bool:
        """Close the form, asking where something was typed; False: stay with it."""
        page = self._card.form
        if page is None:
            return True
        if page.edited() and not may_leave(
            self._bench, page, page.accepted.emit, lambda: self._card.form is not page
        ):
            return False
        if self._card.form is page:
            self._card.close_form()
        return True

    def _show(self, page: FormPage, save: Callable[[], None]) -> None:
        page.accepted.connect(save)
        page.cancelled.connect(self._cancel)
        self._card.show_form(page)

    def _cancel(self) -> None:
        if self.leave():
            self._finished()

    def _close(self) -> None:
        self._card.close_form()
        self._finished()

    def _hand_over(self, tenure_id: int) -> None:
        """A leader went: what is open is handed over next (离任交接)."""
        self._close()
        self._bench.show(Target("handover", tenure_id))

    def _fits(self, page: FormPage, problems: Sequence[Problem]) -> bool:
        """Show what is unreadable or wrong; True where nothing is."""
        page.show_error(None)
        return page.form.set_problems((*page.form.unreadable(), *problems))

    def _checked(
        self,
        page: FormPage,
        leader: Leader,
        problems: Sequence[Problem],
        go: Callable[[], None],
    ) -> None:
        """Go on where nothing is refused. Notes are shown once; the second press goes on."""
        missing = () if leader.name else (Problem("refused", "name", "missing", "请填写姓名"),)
        if not self._fits(page, (*problems, *missing)):
            return
        page.set_busy(busy=True)

        def told(found: tuple[Problem, ...]) -> None:
            page.set_busy(busy=False)
            if not page.form.confirmed(found, page.yes):
                return
            page.set_busy(busy=True)
            go()

        office = self._bench.office
        self._bench.tasks.run(
            lambda _: office.roster.check(leader),
            told,
            owner=page,
            failed=lambda e: _refused(page, e),
        )

    def _save(self, page: FormPage, before: Leader, after: Leader) -> None:
        self._actions.save(before, after, self._close, lambda e: _refused(page, e))

    def _appoint(self, page: FormPage, leader: Leader) -> None:
        values = page.form.values()
        begin = Beginning(leader, values["building_id"], values["started_on"])
        self._actions.appoint(begin, self._close, lambda e: _refused(page, e))

    def _succeed(self, page: FormPage, row: LeaderRow, leader: Leader) -> None:
        begin = Beginning(leader, row.building_id, page.form.values()["started_on"])
        ending = _ending(row, page.form)
        gone = partial(self._hand_over, row.tenure_id)
        self._actions.succeed(ending, begin, gone, lambda e: _refused(page, e))


def _ending(row: LeaderRow, form: Form) -> Ending:
    values = form.values()
    return Ending(row.tenure_id, values["ended_on"], terms.reason_of(values))


def _refused(page: FormPage, error: KnownError) -> None:
    page.set_busy(busy=False)
    page.show_error(error)
