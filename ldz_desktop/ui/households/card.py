"""The household card at the right: to read, to change in place, and to settle conflicts."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from ldz_desktop.domain.households import HEAD, Household, Resident
from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.ui.households.actions import HouseholdActions, Saved
from ldz_desktop.ui.households.attachments.strip import AttachmentStrip
from ldz_desktop.ui.households.card_foot import CardFoot
from ldz_desktop.ui.households.card_head import CardHead
from ldz_desktop.ui.households.card_verbs import CardVerbs
from ldz_desktop.ui.households.columns import room_title
from ldz_desktop.ui.households.details import EVERY_FIELD, is_child
from ldz_desktop.ui.households.kin import Seen, read
from ldz_desktop.ui.households.member_panel import MemberPanel
from ldz_desktop.ui.households.moves import open_move
from ldz_desktop.ui.households.wording import differences, merged
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.leaving import may_leave
from ldz_desktop.ui.kit.pieces import column, label

if TYPE_CHECKING:
    from ldz_desktop.ui.households.closed_banner import ClosedBanner
    from ldz_desktop.ui.households.conflict import ConflictPanel
    from ldz_desktop.ui.households.dwelling_form import DwellingForm
    from ldz_desktop.ui.households.member_form import MemberForm
    from ldz_desktop.ui.households.tags.editor import TagsEditor


class HouseholdCard(QFrame):
    """shown(household id): which household is on the card. It never loses what was typed: see
    may_leave()."""

    shown = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._bench = bench
        self._actions = HouseholdActions(bench, self)
        self._household: Household | None = None
        self._people: tuple[Resident, ...] = ()
        self._arrival: tuple[int, int, Callable[[], None] | None] | None = None
        self._settle: Callable[[], None] | None = None
        self._phones: frozenset[str] = frozenset()
        self._closed: bool | None = None
        self._verbs = CardVerbs(bench, self)
        self.head = CardHead()
        self.strip = AttachmentStrip(bench)
        self.foot = CardFoot(bench)
        self.members = MemberPanel()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.members)
        self._whole = QWidget()
        self._inside = inside = QVBoxLayout(self._whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(8))
        inside.addWidget(self.head)
        inside.addWidget(self._pages, 1)
        self.members.add_below(self.strip)
        self.members.add_below(self.foot)
        self.members.verbs.addWidget(self.foot.history_button)
        self._stack = QStackedWidget()
        nothing = QWidget()
        words = label("在列表里选一户，这里显示房屋和成员", "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setLayout(column(None, words, None))
        self._stack.addWidget(nothing)
        self._stack.addWidget(self._whole)
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(12), margin, theme.px(12))
        layout.addWidget(self._stack)
        self._connect()

    def _connect(self) -> None:
        self.head.checked.connect(self._mark_checked)
        self.head.change_wanted.connect(self.change_dwelling)
        self.head.remove_wanted.connect(self.remove_household)
        self.head.reveal_wanted.connect(self._reveal_phone)
        self.foot.history_wanted.connect(self.open_history)
        self.strip.accept_on(self)
        self.members.edit_wanted.connect(self.edit_member)
        self.members.add_wanted.connect(self.add_member)
        self.members.remove_wanted.connect(self._remove_member)
        self.members.reveal_wanted.connect(self._reveal)

    # -- pages that are built when they are first needed -----------------------------------------

    @cached_property
    def member_form(self) -> "MemberForm":
        from ldz_desktop.ui.households.duplicates.hint import DuplicateHint
        from ldz_desktop.ui.households.member_form import MemberForm

        form = MemberForm()
        form.set_hint(DuplicateHint(self._bench))
        form.save_wanted.connect(self._save_member)
        form.cancelled.connect(self._give_up)
        form.reveal_wanted.connect(self._reveal)
        self._pages.addWidget(form)
        return form

    @cached_property
    def tags(self) -> "TagsEditor":
        from ldz_desktop.ui.households.tags.editor import TagsEditor

        editor = TagsEditor(self._bench)
        self.members.add_below(editor, self.strip)
        return editor

    @cached_property
    def dwelling_form(self) -> "DwellingForm":
        from ldz_desktop.ui.households.dwelling_form import DwellingForm

        form = DwellingForm()
        form.save_wanted.connect(self._save_dwelling)
        form.cancelled.connect(self._give_up)
        form.reveal_wanted.connect(self._reveal_phone)
        self._pages.addWidget(form)
        return form

    @cached_property
    def conflict(self) -> "ConflictPanel":
        from ldz_desktop.ui.households.conflict import ConflictPanel

        panel = ConflictPanel()
        panel.theirs_wanted.connect(self._take_theirs)
        panel.mine_wanted.connect(self._keep_mine)
        self._pages.addWidget(panel)
        return panel

    @cached_property
    def banner(self) -> "ClosedBanner":
        from ldz_desktop.ui.households.closed_banner import ClosedBanner

        banner = ClosedBanner(self._bench)
        self._inside.insertWidget(0, banner)
        return banner

    # -- what it shows ---------------------------------------------------------------------------

    @property
    def household(self) -> Household | None:
        return self._household

    @property
    def editing(self) -> bool:
        """A form or a conflict is open."""
        return self._household is not None and self._pages.currentWidget() is not self.members

    def may_leave(self) -> bool:
        """True when nothing typed would be lost, or the clerk gives it up."""
        if not self.editing:
            return True
        page = self._pages.currentWidget()
        if page is self.conflict:
            return self._bench.notices.ask(
                "修改还没有保存",
                "离开这一户，刚才输入的内容就没有了。",
                "放弃修改",
                "继续编辑",
                danger=True,
            )
        form = self.member_form if page is self.member_form else self.dwelling_form
        return not form.edited() or may_leave(
            self._bench, form, form.save, lambda: not self.editing
        )

    def show_household(
        self, household_id: int, resident_id: int = 0, then: Callable[[], None] | None = None
    ) -> None:
        """Read and show a household (0: none), at one of its members. What was being edited is
        given up: ask may_leave() first. then: called once it is shown."""
        if household_id == 0:
            self._household = None
            self._stack.setCurrentIndex(0)
            return
        self._arrival = (household_id, resident_id, then)
        self._read_household(household_id)

    def reload(self) -> None:
        """Read the household again; a form that is open stays as it is."""
        household = self._household
        if household is not None and not self.editing:
            coming = self._arrival
            self._read_household(household.id if coming is None else coming[0])

    def _read_household(self, household_id: int) -> None:
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: read(office, household_id),
            self._show,
            owner=self,
            key="households.card",
            failed=self._gone,
        )

    def _show(self, seen: Seen) -> None:
        household = seen.household
        self._people = seen.everybody()
        today = self._bench.office.today()
        _, resident_id, then = self._arrival or (0, 0, None)
        self._arrival = None
        if self._household is None or self._household.id != household.id:
            self._phones = frozenset()
        self._household = household
        self._show_closed(household)
        self.head.show_household(household, today, self._phones)
        self.members.show_household(household, today, resident_id, self._people)
        self._turn_to(self.members)
        self._stack.setCurrentWidget(self._whole)
        self.strip.show_household(household.id)
        self.foot.show_household(household.id)
        self.tags.show_household(household)
        self.shown.emit(household.id)
        if then is not None:
            then()

    def _show_closed(self, household: Household) -> None:
        """A closed file says so and is only looked at."""
        closed = household.closed_on is not None
        if closed or self._closed:
            self.banner.show_household(household)
        if closed is self._closed:
            return
        self._closed = closed
        self.head.offer(
            () if closed else self._verbs.moves(), self._verbs.more(closed=closed), closed=closed
        )
        for part in (self.members, self.strip, self.foot, self.tags):
            part.set_read_only(read_only=closed)

    def _may_change(self) -> bool:
        """A household is shown, nothing is being edited, and its file is open."""
        household = self._household
        if household is None or self.editing:
            return False
        if household.closed_on is not None:
            self._bench.notices.info("这份户档已经注销，只能查看")
            return False
        return True

    def _gone(self, error: KnownError) -> None:
        wanted = self._arrival is not None or self._household is None
        self._household = self._arrival = None
        self._stack.setCurrentIndex(0)
        if wanted and not isinstance(error, Cancelled):  # else what took it away said so
            self._bench.notices.info(error.message)

    def _give_up(self) -> None:
        """Esc or 取消 in a form: asks where something was typed."""
        if self.may_leave() and self.editing:
            self._read()

    def _read(self) -> None:
        """Back to reading, with what is stored."""
        self._turn_to(self.members)
        self.members.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reload()

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        reading = page is self.members
        self.head.set_busy(busy=not reading)

    # -- members ---------------------------------------------------------------------------------

    def edit_member(self) -> None:
        """Change the selected member. A hidden child is revealed first, which is logged."""
        member = self.members.selected
        if member is None or not self._may_change():
            return
        hidden = is_child(member, self._bench.office.today())
        if hidden and EVERY_FIELD not in self.members.revealed(member.id):
            self._actions.reveal(member, EVERY_FIELD, lambda: self._open_form(member))
        else:
            self._open_form(member)

    def add_member(self) -> None:
        """A new member; the first one is proposed as the head."""
        from ldz_desktop.ui.households.member_form import new_member

        household = self._household
        if household is not None and self._may_change():
            self._open_form(new_member(household.id, head=household.head is None))

    def _open_form(self, member: Resident) -> None:
        today = self._bench.office.today()
        if member.id and is_child(member, today):
            self.members.reveal(member.id, EVERY_FIELD)
        self._turn_to(self.member_form)
        self.member_form.edit(member, today, self.members.revealed(member.id), self._people)

    def _save_member(self, after: Resident) -> None:
        assert self._household is not None
        self._actions.save_member(
            self.member_form.before, after, self._household, self._member_saved
        )

    def _member_saved(self, saved: Saved) -> None:
        form = self.member_form
        if saved.theirs is not None:
            self._settle_conflict(form.before, form.resident(), saved.theirs)
        elif saved.made is None:
            form.show_problems(saved.problems)
        else:
            assert self._household is not None
            self._turn_to(self.members)
            self.members.table.setFocus(Qt.FocusReason.OtherFocusReason)
            then = self.add_member if form.again else None
            self.show_household(self._household.id, saved.made.change.ids[-1], then)

    def _remove_member(self) -> None:
        """A head does not go without saying who is head instead."""
        member, household = self.members.selected, self._household
        if member is None or household is None or not self._may_change():
            return
        others = [m for m in household.members if m.id != member.id and m.state == "present"]
        if member.relation == HEAD and others:
            open_move("removal", self._bench, household.id, self, member.id)
        else:
            self._actions.remove_member(member)

    def _reveal(self, field: str) -> None:
        member = self.members.selected
        if member is None:
            return
        child = is_child(member, self._bench.office.today())
        what = EVERY_FIELD if child else field
        self._actions.reveal(member, what, lambda: self._revealed(member.id, what))

    def _revealed(self, resident_id: int, field: str) -> None:
        self.members.reveal(resident_id, field)
        if self._pages.currentWidget() is self.member_form:
            self.member_form.unveil(field)

    # -- the household ---------------------------------------------------------------------------

    def change_dwelling(self, field: str = "tenure") -> None:
        """Change unit, room, tenure, check date or note."""
        if self._household is not None and self._may_change():
            self._turn_to(self.dwelling_form)
            today = self._bench.office.today()
            self.dwelling_form.edit(self._household, today, field, self._phones)

    def open_history(self) -> None:
        """Who changed what of this household, and taking it back."""
        household = self._household
        if household is not None and not self.editing:
            from ldz_desktop.ui.households.history.dialog import HistoryDialog

            title = f"{household.building} {room_title(household.unit, household.room)}"
            HistoryDialog(self._bench, household.id, self, title).open()

    def _reveal_phone(self, field: str) -> None:
        household = self._household
        if household is not None:
            self._actions.reveal_phone(household, field, lambda: self._phone_revealed(field))

    def _phone_revealed(self, field: str) -> None:
        self._phones |= {field}
        if self._household is not None:
            self.head.contacts.show_household(self._household, self._phones)
        if self._pages.currentWidget() is self.dwelling_form:
            self.dwelling_form.unveil(field)

    def remove_household(self) -> None:
        """Delete the file (undo is offered); one with people in it after a question."""
        household = self._household
        if household is not None and self.may_leave():
            self._turn_to(self.members)
            if self._may_change() and self._may_remove(household):
                self._actions.remove_household(household)

    def _may_remove(self, household: Household) -> bool:
        people = len(household.members)
        return not people or self._bench.notices.ask(
            f"删除{household.address}的户档？",
            f"连同 {people} 个人的档案一起删除，可以撤销。登记错了才删除："
            "换租、迁出、搬家请用“变动”，记录会留在户档里。",
            "删除户档",
            "不删除",
            danger=True,
        )

    def _mark_checked(self) -> None:
        household = self._household
        if household is not None and self._may_change():
            today = self._bench.office.today()
            self._actions.save_household(
                household, replace(household, checked_on=today), self._dwelling_saved
            )

    def _save_dwelling(self, after: Household) -> None:
        self._actions.save_household(self.dwelling_form.before, after, self._dwelling_saved)

    def _dwelling_saved(self, saved: Saved) -> None:
        form = self.dwelling_form
        if saved.theirs is not None:
            if self._pages.currentWidget() is form:
                self._settle_conflict(form.before, form.household(), saved.theirs)
            else:
                self.reload()
        elif saved.made is None:
            form.form.set_problems(saved.problems)
        else:
            self._turn_to(self.members)

    # -- conflicts -------------------------------------------------------------------------------

    def _settle_conflict(self, before: Any, mine: Any, theirs: Any) -> None:  # noqa: ANN401
        """Three records of one kind, residents or households."""
        wanted = merged(before, mine, theirs)
        found = differences(before, mine, theirs)

        def keep_mine() -> None:
            today = self._bench.office.today()
            if isinstance(theirs, Resident):
                self._turn_to(self.member_form)
                shown = self.members.revealed(theirs.id)
                self.member_form.edit(theirs, today, shown, self._people)
                self.member_form.fill(wanted)
                self.member_form.save()
            else:
                self._turn_to(self.dwelling_form)
                self.dwelling_form.edit(theirs, today, revealed=self._phones)
                self.dwelling_form.fill(wanted)
                self.dwelling_form.save()

        if not found:
            keep_mine()
            return
        self._settle = keep_mine
        self.conflict.show_differences(found)
        self._turn_to(self.conflict)

    def _keep_mine(self) -> None:
        settle, self._settle = self._settle, None
        if settle is not None:
            settle()

    def _take_theirs(self) -> None:
        self._settle = None
        self._read()
