"""Who attended: a list to tick, and how long the one with the cursor was there."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStackedWidget, QStyleOptionViewItem, QWidget
from typing_extensions import override

from ldz_desktop.domain.training import Course, hours_text
from ldz_desktop.services.training_records import Rules, Trainee
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.finder import FinderField, fits
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, button, column, label, row
from ldz_desktop.ui.kit.record_table import RecordDelegate
from ldz_desktop.ui.kit.records import RECORD_ROLE, Column, Index, RecordModel
from ldz_desktop.ui.roster.training.fields import HoursEditor

_BOX = 16
_WHO: dict[str, tuple[str, Callable[[Trainee], bool]]] = {
    "office": ("在任", lambda t: t.in_office or t.attendance is not None),
    "here": ("已签到", lambda t: t.attendance is not None),
    "absent": ("未签到", lambda t: t.in_office and t.attendance is None),
    "former": ("已卸任", lambda t: not t.in_office),
}


class TickDelegate(RecordDelegate):
    """Draws a box to tick in the first column."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.column() != 0:
            return
        ticked = index.data(RECORD_ROLE).attendance is not None
        area: QRect = option.rect
        size = theme.px(_BOX)
        box = QRect(area.center().x() - size // 2, area.center().y() - size // 2, size, size)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("red" if ticked else "faint"), 1))
        painter.setBrush(theme.color("red" if ticked else "paper"))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        if ticked:
            theme.icon("check-white", "paper").paint(painter, box)
        painter.restore()


class AttendancePane(QWidget):
    """ticked(ids), unticked(ids): the space bar, a click on the box, or 全选. length(id, minutes):
    how long that one was there."""

    ticked = Signal(object)
    unticked = Signal(object)
    length = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules = Rules()
        self._course: Course | None = None
        self.model = RecordModel(self._columns(), parent=self)
        self.table = NarrowTable(self.model, "签到名单", ("community", "number"), multiple=True)
        self.table.setItemDelegate(TickDelegate(self.table))
        self.search = FinderField("姓名、拼音首字母、楼栋", "查找楼栋长")
        self.community = PickEditor([("", "全部社区")])
        self.who = PickEditor([(key, title) for key, (title, _) in _WHO.items()])
        self.everybody = button("全选(&A)", self._flip_all, tip="列出的人全部打勾或全部取消")
        self._counts = label("", "muted")
        self.hours = HoursEditor(self._rules.per_hour)
        self._whose = label("", "muted")
        self._of = label("", "muted")
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def show_course(self, course: Course, rows: Sequence[Trainee], rules: Rules) -> None:
        """The cursor stays on its leader."""
        if self._course is None or self._course.id != course.id:
            self._reset()
        self._course, self._rules = course, rules
        self.hours.set_per_hour(rules.per_hour)
        names = dict.fromkeys(t.community for t in rows if t.community)
        kept = self.table.current_id()
        with QSignalBlocker(self.community), QSignalBlocker(self.table):
            self.community.set_pairs([("", "全部社区"), *((n, n) for n in names)])
            self.model.set_records(rows)
            self._narrow(kept)

    def shown(self) -> list[Trainee]:
        return self.model.records()

    def chosen(self) -> list[int]:
        """Several marked rows; nothing for the one with the cursor alone."""
        ids = self.table.selected_ids()
        return ids if len(ids) > 1 else []

    def scope_text(self) -> str:
        """What the list is narrowed to."""
        return str(self.community.value() or "")

    def _reset(self) -> None:
        with QSignalBlocker(self.who), QSignalBlocker(self.community):
            self.who.set_value("office")
            self.community.set_value("")
        self.search.clear()
        self.search.search_now()

    def _narrow(self, kept: int = 0) -> None:
        kept = kept or self.table.current_id()
        who = _WHO[str(self.who.value())][1]
        community, text = self.community.value(), self.search.wanted()

        def keep(one: Trainee) -> bool:
            return (
                who(one)
                and (not community or one.community == community)
                and fits(text, (one.name, one.buildings), one.pinyin)
            )

        self.model.set_filter(keep)
        shown = self.model.records()
        every = self.model.all_records()
        here = sum(t.attendance is not None for t in every)
        self._counts.setText(f"已签到 {here} 人 · 列出 {len(shown)} 人")
        self._stack.setCurrentIndex(0 if shown else 1)
        all_here = bool(shown) and all(t.attendance is not None for t in shown)
        self.everybody.setText("全不选(&A)" if all_here else "全选(&A)")
        self.everybody.setEnabled(bool(shown))
        if not self.table.select_id(kept) and shown:
            self.table.select_id(shown[0].id)
        self._show_length()

    def _current(self) -> Trainee | None:
        at = self.model.row_of(self.table.current_id())
        return self.model.record(at) if at >= 0 else None

    def _show_length(self) -> None:
        one, course = self._current(), self._course
        here = one.attendance if one else None
        self.hours.setEnabled(here is not None)
        with QSignalBlocker(self.hours):
            self.hours.setText("")
            self.hours.set_value(here.minutes if here else None)
        self._whose.setText(f"{one.name}实到" if one and here else "实到")
        if course is not None:
            whole = hours_text(course.minutes, self._rules.per_hour)
            self._of.setText(f"学时，全部 {whole} 学时；改后按 Enter 保存")

    def _save_length(self) -> None:
        one, minutes = self._current(), self.hours.value()
        if one is None or one.attendance is None:
            return
        if minutes is None:
            self._show_length()
        elif minutes != one.attendance.minutes:
            self.length.emit(one.id, minutes)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _flip(self) -> None:
        """The marked rows: all ticked, or all unticked where they were."""
        ids = set(self.table.selected_ids() or [self.table.current_id()])
        self._flip_rows([t for t in self.model.records() if t.id in ids])

    def _flip_all(self) -> None:
        self._flip_rows(self.model.records())

    def _flip_rows(self, rows: Sequence[Trainee]) -> None:
        absent = [t.id for t in rows if t.attendance is None]
        if absent:
            self.ticked.emit(absent)
        elif rows:
            self.unticked.emit([t.id for t in rows])

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self._flip_rows([self.model.record(index.row())])

    def _columns(self) -> tuple[Column[Trainee], ...]:
        def minutes(one: Trainee) -> int | None:
            return one.attendance.minutes if one.attendance else None

        def hours(one: Trainee) -> str:
            known = minutes(one)
            return "" if known is None else hours_text(known, self._rules.per_hour)

        def part(one: Trainee) -> str | None:
            whole = self._course.minutes if self._course else 0
            return "amber-ink" if (minutes(one) or whole) < whole else None

        return (
            Column[Trainee](
                "tick", "到", lambda t: "", align="center", width=40,
                sort=lambda t: t.attendance is None,
            ),
            Column[Trainee]("building", "楼栋", lambda t: t.buildings, width=124),
            Column[Trainee](
                "name", "姓名", lambda t: t.name, width=100,
                sort=lambda t: t.pinyin, strong=lambda t: t.attendance is not None,
            ),
            Column[Trainee](
                "hours", "学时", hours, align="right", width=64, sort=minutes, tone=part
            ),
            Column[Trainee](
                "number", "证书编号", _certificate, width=130
            ),
            Column[Trainee](
                "community", "社区", lambda t: t.community or "已卸任", width=0,
                tone=lambda t: None if t.in_office else "muted",
            ),
        )  # fmt: skip

    def _build(self) -> None:
        nothing = EmptyState("没有符合的楼栋长", "换几个字，或者换上面的筛选。", icon="search")
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        self.community.setAccessibleName("社区")
        self.who.setAccessibleName("显示谁")
        self.hours.setAccessibleName("实到学时")
        self.hours.setFixedWidth(theme.px(110))
        self.search.setMinimumWidth(theme.px(150))
        hint = label("空格打勾 · 打字查找 · Enter 改学时", "small")
        foot = row(self._whose, self.hours, self._of, None, hint)
        layout = column(
            row(self.search, self.everybody, self._counts),
            row(self.community, self.who, None),
            spacing=8,
        )
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        self.setLayout(layout)
        hint.setVisible(not theme.is_large())
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.spaced.connect(self._flip)
        self.table.found_by(self.search)
        self.table.clicked.connect(self._clicked)
        self.table.current_changed.connect(lambda _: self._show_length())
        self.table.opened.connect(lambda _: self._begin_length())
        self.hours.returnPressed.connect(self._save_length)
        for part in (self.search.searched, self.community.changed, self.who.changed):
            part.connect(self._narrow)

    def _begin_length(self) -> None:
        """Enter on a row; double clicks on the box have ticked already."""
        if self.hours.isEnabled():
            self.hours.setFocus(Qt.FocusReason.OtherFocusReason)
            self.hours.selectAll()


def _certificate(one: Trainee) -> str:
    return (one.attendance and one.attendance.certificate_no) or ""
