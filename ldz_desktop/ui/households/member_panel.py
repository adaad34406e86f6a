"""The reading side of the card: the members, the selected one's details and what follows them
scroll as one; what can be done about a member stands still below."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ldz_desktop.domain.households import Household, Resident, computed_tags
from ldz_desktop.ui.households.columns import tag_tone
from ldz_desktop.ui.households.details import CHILD_UNTIL, EVERY_FIELD, Details, is_child
from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.households.kin import kin_names
from ldz_desktop.ui.households.member_table import MEMBER_COLUMNS, member_lines
from ldz_desktop.ui.households.wording import STATES
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, chip, clear, column, label, row
from ldz_desktop.ui.kit.record_table import ROW_PX, RecordTable
from ldz_desktop.ui.kit.records import RecordModel

_MOST_ROWS = 12  # of more the table itself scrolls


class MemberPanel(QWidget):
    """edit_wanted, add_wanted, remove_wanted: about the selected member (or a new one);
    reveal_wanted(field)."""

    edit_wanted = Signal()
    add_wanted = Signal()
    remove_wanted = Signal()
    reveal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._household: Household | None = None
        self._people: tuple[Resident, ...] = ()
        self._today = date.max
        self._read_only = False
        self._revealed: dict[int, frozenset[str]] = {}
        self._model = RecordModel(MEMBER_COLUMNS)
        self.table = RecordTable(self._model, "家庭成员")
        self.table.setSizeAdjustPolicy(RecordTable.SizeAdjustPolicy.AdjustToContents)
        self.table.current_changed.connect(lambda _: self._show_selected())
        self.table.opened.connect(lambda _: self.edit_wanted.emit())
        self.table.delete_wanted.connect(lambda _: self.remove_wanted.emit())
        self._name = GivingLabel("title")
        self._marks = row(spacing=4)
        self.edit_button = button("编辑", self.edit_wanted.emit, tip="F2")
        self.add_button = button("添加成员", self.add_wanted.emit)
        self.remove_button = button(
            "", self.remove_wanted.emit, icon="remove", tip="删除成员（Del）"
        )
        self._child = label(f"未满 {CHILD_UNTIL} 岁，信息已隐藏", "note")
        self._child_link = button(
            "显示", lambda: self.reveal_wanted.emit(EVERY_FIELD), role="link", tip="会记入日志"
        )
        self._child_row = QWidget()
        self._child_row.setLayout(row(self._child, self._child_link, None))
        self.details = Details()
        self.details.reveal_wanted.connect(self.reveal_wanted)
        self.verbs = row(self.add_button, self.edit_button, self.remove_button, None, spacing=6)
        self._whole = column(self.table, self._heading(), self._child_row, self.details)
        self._scroll = _scrolling(self._whole)
        layout = column(self._scroll, self.verbs)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _heading(self) -> QHBoxLayout:
        made = row(self._name, spacing=6)
        made.addLayout(self._marks)
        made.addStretch(1)
        return made

    def add_below(self, part: QWidget, before: QWidget | None = None) -> None:
        """A part of the card that follows the details and scrolls with them, the last one where
        it is not before another."""
        last = self._whole.count() - 1  # the stretch
        self._whole.insertWidget(last if before is None else self._whole.indexOf(before), part)

    @property
    def selected(self) -> Resident | None:
        """The member the details are about."""
        if self._household is None:
            return None
        wanted = self.table.current_id()
        return next((m for m in self._household.members if m.id == wanted), None)

    def show_household(
        self,
        household: Household,
        today: date,
        resident_id: int = 0,
        people: Sequence[Resident] = (),
    ) -> None:
        """resident_id: select that member; 0: keep the selected one where it is still there.
        people: everybody whom a member may name as father, mother or spouse.
        What was revealed stays so while the same household is shown."""
        if self._household is None or self._household.id != household.id:
            self._revealed = {}
            self._scroll.verticalScrollBar().setValue(0)
        wanted = resident_id or self.table.current_id()
        self._household, self._today, self._people = household, today, tuple(people)
        self._fill_table()
        first = household.members[0].id if household.members else 0
        if not (wanted and self.table.select_id(wanted)):
            self.table.select_id(first)
        self._show_selected()

    def set_read_only(self, *, read_only: bool) -> None:
        """Of a closed file; before show_household()."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)

    def revealed(self, resident_id: int) -> frozenset[str]:
        """The fields shown in full for a person."""
        return self._revealed.get(resident_id, frozenset())

    def reveal(self, resident_id: int, field: str) -> None:
        """Show a field in full from now on (the look is logged already)."""
        self._revealed[resident_id] = self.revealed(resident_id) | {field}
        if field == EVERY_FIELD:
            current = self.table.current_id()
            self._fill_table()
            self.table.select_id(current)
        self._show_selected()

    def _fill_table(self) -> None:
        assert self._household is not None
        shown = frozenset(i for i, fields in self._revealed.items() if EVERY_FIELD in fields)
        self._model.set_records(member_lines(self._household, self._today, shown))
        rows = min(max(1, len(self._household.members)), _MOST_ROWS)
        self.table.setFixedHeight(_height(rows))

    def _show_selected(self) -> None:
        member = self.selected
        self.details.setVisible(member is not None)
        for one in (self.edit_button, self.remove_button):
            one.setVisible(member is not None and not self._read_only)
        clear(self._marks)
        self._child_row.hide()
        if member is None:
            self._name.say("没有成员留在这份户档里" if self._read_only else "还没有成员")
            return
        self._keep_in_view()
        revealed = self.revealed(member.id)
        line = self._model.record(self._model.row_of(member.id))
        self._name.say(line.name)
        self._mark(member)
        self._child_row.setVisible(is_child(member, self._today) and EVERY_FIELD not in revealed)
        kin = kin_names(member, self._people)
        self.details.show_member(member, self._today, revealed, kin)

    def _keep_in_view(self) -> None:
        """The row that the keyboard went to."""
        row = self.table.visualRect(self.table.currentIndex())
        foot = self.table.viewport().mapTo(self, row.bottomLeft())
        inside = self._scroll.viewport().mapFrom(self, foot)
        self._scroll.ensureVisible(
            0, inside.y() + self._scroll.verticalScrollBar().value(), 0, row.height() * 2
        )

    def _mark(self, member: Resident) -> None:
        """Computed tags, or that the person has moved away or died."""
        assert self._household is not None
        if member.state != "present":
            self._marks.addWidget(chip(STATES[member.state], "grey"))
        for tag in computed_tags(self._household, self._today).get(member.id, ()):
            self._marks.addWidget(chip(tag, tag_tone(tag)))


def _scrolling(whole: QVBoxLayout) -> QScrollArea:
    inside = QWidget()
    inside.setObjectName("plain")
    whole.addStretch(1)
    inside.setLayout(whole)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    return scroll


def _height(rows: int) -> int:
    """Of a table with its header."""
    return theme.px(ROW_PX) * (rows + 1) + 2
