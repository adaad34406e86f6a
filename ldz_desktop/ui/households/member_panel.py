"""The reading side of the card: the members, and the selected one's details below."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ldz_desktop.domain.households import Household, Resident, computed_tags
from ldz_desktop.ui.households.columns import tag_tone
from ldz_desktop.ui.households.details import CHILD_UNTIL, EVERY_FIELD, Details, is_child
from ldz_desktop.ui.households.heading import GivingLabel
from ldz_desktop.ui.households.kin import kin_names
from ldz_desktop.ui.households.member_table import MEMBER_COLUMNS, member_lines
from ldz_desktop.ui.households.wording import STATES
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, chip, clear, label, row
from ldz_desktop.ui.kit.record_table import ROW_PX, RecordTable
from ldz_desktop.ui.kit.records import RecordModel

_MOST_ROWS = 6
_LEAST_ROWS = 2  # where the card is short (large type), the others are scrolled to


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
        self._shown = 0
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
        self._scroll = _scrolling(self.details)
        head = row(self._name, spacing=6)
        head.addLayout(self._marks)
        head.addStretch(1)
        head.addWidget(self.add_button)
        head.addWidget(self.edit_button)
        head.addWidget(self.remove_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.table)
        layout.addLayout(head)
        layout.addWidget(self._child_row)
        layout.addWidget(self._scroll, 1)

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
        self.table.setMinimumHeight(_height(min(rows, _LEAST_ROWS)))
        self.table.setMaximumHeight(_height(rows))

    def _show_selected(self) -> None:
        member = self.selected
        self.details.setVisible(member is not None)
        bars = Qt.ScrollBarPolicy  # an area with nothing in it keeps the bar of what was there
        self._scroll.setVerticalScrollBarPolicy(
            bars.ScrollBarAsNeeded if member is not None else bars.ScrollBarAlwaysOff
        )
        for one in (self.edit_button, self.remove_button):
            one.setVisible(member is not None and not self._read_only)
        clear(self._marks)
        self._child_row.hide()
        if member is None:
            self._name.say("没有成员留在这份户档里" if self._read_only else "还没有成员")
            return
        if member.id != self._shown:
            self._shown = member.id
            self._scroll.verticalScrollBar().setValue(0)
        revealed = self.revealed(member.id)
        line = self._model.record(self._model.row_of(member.id))
        self._name.say(line.name)
        self._mark(member)
        self._child_row.setVisible(is_child(member, self._today) and EVERY_FIELD not in revealed)
        kin = kin_names(member, self._people)
        self.details.show_member(member, self._today, revealed, kin)

    def _mark(self, member: Resident) -> None:
        """Computed tags, or that the person has moved away or died."""
        assert self._household is not None
        if member.state != "present":
            self._marks.addWidget(chip(STATES[member.state], "grey"))
        for tag in computed_tags(self._household, self._today).get(member.id, ()):
            self._marks.addWidget(chip(tag, tag_tone(tag)))


def _scrolling(details: Details) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    details.setObjectName("plain")
    scroll.setWidget(details)
    return scroll


def _height(rows: int) -> int:
    """Of a table with its header."""
    return theme.px(ROW_PX) * (rows + 1) + 2
