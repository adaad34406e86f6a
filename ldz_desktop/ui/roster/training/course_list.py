"""The list of courses at the left."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.training import COURSE_KINDS, hours_text
from ldz_desktop.services.training_records import CourseRow, Rules
from ldz_desktop.ui.kit.editors import PickEditor
from ldz_desktop.ui.kit.finder import FinderField, fits
from ldz_desktop.ui.kit.narrow_table import NarrowTable
from ldz_desktop.ui.kit.pieces import EmptyState, button, card, column, label, row
from ldz_desktop.ui.kit.records import Column, RecordModel

_TONES = {"岗前": "blue", "轮训": "green", "顶岗": "amber"}


class CourseList(QWidget):
    """picked(course id): the cursor moved; 0 for none."""

    picked = Signal(object)
    new_wanted = Signal()
    print_wanted = Signal()
    export_wanted = Signal()
    edit_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, switch: QWidget, parent: QWidget | None = None) -> None:
        """switch: stands in the head."""
        super().__init__(parent)
        self.switch = switch
        self._per_hour = Rules().per_hour
        self.model = RecordModel(self._columns(), parent=self)
        self.table = NarrowTable(self.model, "培训列表", ("attended", "hours"))
        self.search = FinderField("名称、内容、授课", "查找培训")
        self.kind = PickEditor([("", "全部类别"), *((k, k) for k in COURSE_KINDS)])
        self.year = PickEditor([("", "全部年份")])
        self._counts = label("", "muted")
        self._stack = QStackedWidget()
        self._build()
        self.table.current_changed.connect(self.picked)
        self.table.opened.connect(lambda _: self.edit_wanted.emit())
        self.table.delete_wanted.connect(lambda _: self.delete_wanted.emit())
        self.table.found_by(self.search)
        for part in (self.search.searched, self.kind.changed, self.year.changed):
            part.connect(self._narrow)

    def show_rows(self, rows: Sequence[CourseRow], rules: Rules) -> None:
        """The cursor stays on its course."""
        self._per_hour = rules.per_hour
        years = sorted({r.course.held_on.year for r in rows}, reverse=True)
        kept = self.table.current_id()
        with QSignalBlocker(self.year), QSignalBlocker(self.table):
            self.year.set_pairs([("", "全部年份"), *((y, f"{y}年") for y in years)])
            self.model.set_records(rows)
            self._narrow(kept)

    def select(self, course_id: int) -> None:
        """Put the cursor on a course, giving up filters that hide it."""
        if self.model.row_of(course_id) < 0:
            self.clear_filters()
        self.table.select_id(course_id)

    def clear_filters(self) -> None:
        self.search.clear()
        self.search.search_now()
        self.kind.set_value("")
        self.year.set_value("")

    def _narrow(self, kept: int = 0) -> None:
        kept = kept or self.table.current_id()
        kind, year, text = self.kind.value(), self.year.value(), self.search.wanted()

        def keep(one: CourseRow) -> bool:
            course = one.course
            texts = (course.title, "".join(course.subjects), course.teacher or "")
            return (
                (not kind or course.kind == kind)
                and (not year or course.held_on.year == year)
                and fits(text, texts, "")
            )

        self.model.set_filter(keep)
        shown = self.model.records()
        self._counts.setText(f"{len(shown)} 次")
        none = not self.model.all_records()  # the first one is being written down beside it
        self._stack.setCurrentIndex(2 if none else 0 if shown else 1)
        if not self.table.select_id(kept):
            self.table.select_id(shown[0].id if shown else 0)
            self.picked.emit(self.table.current_id())

    def _columns(self) -> tuple[Column[CourseRow], ...]:
        return (
            Column[CourseRow](
                "kind", "类别", lambda r: r.course.kind, width=62,
                chip=lambda r: _TONES[r.course.kind],
            ),
            Column[CourseRow](
                "title", "名称", lambda r: r.course.title, width=0, tip=lambda r: r.course.title
            ),
            Column[CourseRow](
                "day", "日期", lambda r: r.course.held_on.isoformat(), width=98,
                sort=lambda r: r.course.held_on,
            ),
            Column[CourseRow](
                "hours", "学时", lambda r: hours_text(r.course.minutes, self._per_hour),
                align="right", width=54, sort=lambda r: r.course.minutes,
            ),
            Column[CourseRow](
                "attended", "参训", lambda r: str(r.attended), align="right", width=54,
                sort=lambda r: r.attended,
            ),
        )  # fmt: skip

    def _build(self) -> None:
        nothing = EmptyState(
            "没有符合的培训", "换几个字，或者去掉上面的筛选。",
            button("去掉筛选", self.clear_filters), icon="search",
        )  # fmt: skip
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        self._stack.addWidget(EmptyState("还没有培训", "登记以后列在这里。", icon="table"))
        self.kind.setAccessibleName("类别")
        self.year.setAccessibleName("年份")
        verbs = row(
            None,
            button("打印(&P)", self.print_wanted.emit),
            button("导出(&E)", self.export_wanted.emit),
            button("新建(&N)", self.new_wanted.emit, role="primary", tip="Ctrl+N"),
        )  # fmt: skip
        narrowing = row(self.kind, self.year, None, self._counts)
        body = column(row(self.switch, None), verbs, self.search, narrowing, spacing=8)
        body.addWidget(self._stack, 1)
        self.setLayout(column(card(body)))
