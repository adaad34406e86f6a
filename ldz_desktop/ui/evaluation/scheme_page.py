"""测评方案: the editor, the versions there are, and how the last month would have come out."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.schemes import faults
from ldz_desktop.errors import KnownError
from ldz_desktop.services.months import month_text
from ldz_desktop.services.progress import Progress
from ldz_desktop.services.schemes import Preview, SchemeVersion
from ldz_desktop.ui.evaluation.panels import scrolled, tight
from ldz_desktop.ui.evaluation.scheme_form import SchemeForm
from ldz_desktop.ui.evaluation.scheme_preview import PreviewView
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.keys import leave_keys, page_keys
from ldz_desktop.ui.kit.leaving import may_leave
from ldz_desktop.ui.kit.pieces import button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

VERSIONS, PREVIEW = range(2)
_WORDS = (
    "每次保存都是新的一版，从下一个开始的月份起用。已经封存的月份一直用它自己的那一版，"
    "名次和核验码都不变。"
)


def _used(version: SchemeVersion) -> str:
    """2026年9月—11月 … as first and last month."""
    months = version.months
    if not months:
        return "还没有用过"
    if len(months) == 1:
        return month_text(months[0])
    return f"{month_text(months[0])} 至 {month_text(months[-1])}"


_COLUMNS = (
    Column[SchemeVersion]("version", "版本", lambda v: f"第 {v.scheme.version} 版", width=72,
                          sort=lambda v: v.scheme.version),
    Column[SchemeVersion]("name", "名称", lambda v: v.scheme.name, width=96),
    Column[SchemeVersion]("used", "用于", _used, width=0, sortable=False,
                          tone=lambda v: None if v.months else "faint"),
    Column[SchemeVersion]("saved", "保存", lambda v: v.saved or "原有", width=150),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Read:
    versions: tuple[SchemeVersion, ...]
    switchable: tuple[str, ...]


class SchemePage(QWidget):
    """left: back to the month."""

    left = Signal()

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._bench = bench
        self._versions: tuple[SchemeVersion, ...] = ()
        self._switchable: tuple[str, ...] = ()
        self.form = SchemeForm()
        self.model: RecordModel[SchemeVersion] = RecordModel(
            _COLUMNS, lambda v: v.scheme.version, parent=self
        )
        self.table = RecordTable(self.model, "方案的版本")
        self.preview_view = PreviewView()
        self.changed_since = label("", "strong")
        self._changes = label("", "muted", wrap=True)
        self._changes.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.remove = button("删除这一版(&D)", self._remove, role="danger")
        self.switch = button("", self._switch)
        self.give_up = button("放弃改动(&Z)", self._reset, role="quiet")
        self.preview = button("预览上个月(&V)", self._preview, icon="eye")
        self.save = button("存为新版(&S)", self._save, role="primary", icon="save")
        self.views = QTabBar()
        self.views.setObjectName("small")
        self.views.setAccessibleName("看版本还是预览")
        self._bodies = QStackedWidget()
        self._lay_out()
        self.views.currentChanged.connect(self._bodies.setCurrentIndex)
        self.table.current_changed.connect(self._chosen)
        self.form.changed.connect(self._typed)
        page_keys(self, {"Ctrl+S": self._save})
        leave_keys(self, {"Esc": self.leave})

    def _lay_out(self) -> None:
        back = button("返回(&Q)", self.leave, icon="back", tip="回到本月（Esc）")
        top = card(
            row(back, label("测评方案", "title"), None, self.give_up, self.preview, self.save)
        )
        self._editor = label("", "title")
        form = column(self._editor, scrolled(self._form_column()), spacing=8)
        left = card(form)
        versions = QWidget()
        below = column(self.changed_since, self._changes, spacing=4)
        shown = column(self.table, spacing=8)
        shown.setStretch(0, 1)
        shown.addLayout(below)
        shown.addLayout(row(self.switch, None, self.remove))
        versions.setLayout(shown)
        for title, body in (("版本", versions), ("预览", self.preview_view)):
            self.views.addTab(title)
            self._bodies.addWidget(body)
        right = column(row(self.views, None), self._bodies, spacing=8)
        right.setStretch(1, 1)
        halves = row(left, card(right), spacing=12)
        halves.setStretch(0, 10)
        halves.setStretch(1, 11)
        whole = column(top, halves, spacing=12)
        whole.setStretch(1, 1)
        side = theme.px(16)
        whole.setContentsMargins(side, tight() + 4, side, tight() + 4)
        self.setLayout(whole)

    def _form_column(self) -> QVBoxLayout:
        """The form below what a new version means."""
        return column(label(_WORDS, "muted", wrap=True), self.form, None, spacing=12)

    # -- what the tab calls ----------------------------------------------------------------------

    def open(self) -> None:
        """Show the newest version, or go on with what is being edited."""
        self.read()
        self.form.questions.setFocus()

    def read(self) -> None:
        """Read the versions again; what is being edited stays."""
        schemes = self._bench.office.schemes

        def work(progress: Progress) -> _Read:
            del progress
            return _Read(schemes.versions(), schemes.switchable())

        self._bench.tasks.run(work, self._show, owner=self, key="schemes")

    def edited(self) -> bool:
        """Something would be lost."""
        return bool(self._versions) and self.form.edited()

    def leave(self) -> None:
        """Back, after asking where something would be lost."""
        if self.may_leave():
            self._reset()
            self.left.emit()

    def may_leave(self) -> bool:
        return not self.edited() or may_leave(
            self._bench, self, self._save, lambda: not self.edited()
        )

    # -- inside ----------------------------------------------------------------------------------

    def _show(self, found: _Read) -> None:
        editing = self.edited()
        self._versions, self._switchable = found.versions, found.switchable
        with QSignalBlocker(self.table):
            self.model.set_records(found.versions)
            if not editing:
                self.table.select_id(found.versions[0].scheme.version)
        if not editing:
            self._show_version(found.versions[0])
        self._typed()

    def _chosen(self, version: object) -> None:
        """Another version is looked at, and is what a new one would be made from."""
        one = next((v for v in self._versions if v.scheme.version == version), None)
        if one is None:
            return
        if not self.edited():
            self._show_version(one)
        self._describe(one)

    def _show_version(self, version: SchemeVersion) -> None:
        self.form.show_scheme(version.scheme)
        newest = "（最新）" if version.newest else "：在它上面改，存为新版"
        self._editor.setText(f"第 {version.scheme.version} 版{newest}")
        self.preview_view.forget()
        self._describe(version)
        self._typed()

    def _describe(self, one: SchemeVersion) -> None:
        number = one.scheme.version
        older = [v.scheme.version for v in self._versions if v.scheme.version < number]
        self.changed_since.setText(
            f"第 {number} 版比第 {older[0]} 版改了" if older else "每个办公室原有的方案"
        )
        self._changes.setText("\n".join(one.changes))
        self.remove.setVisible(one.removable)
        months = "、".join(month_text(m) for m in self._switchable)
        self.switch.setText(f"{months}改用第 {self._newest()} 版")
        self.switch.setVisible(one.newest and bool(self._switchable))
        self.switch.setToolTip("已经开始、还没有录入任何表的月份，可以换成最新的一版")

    def _newest(self) -> int:
        return self._versions[0].scheme.version

    def _typed(self) -> None:
        edited = self.edited()
        on_old = bool(self._versions) and self.table.current_id() != self._newest()
        self.save.setEnabled(edited or on_old)
        self.give_up.setVisible(edited)
        self.preview_view.forget()

    def _reset(self) -> None:
        """What was typed is forgotten."""
        if self._versions:
            with QSignalBlocker(self.table):
                self.table.select_id(self._newest())
            self._show_version(self._versions[0])

    def _preview(self) -> None:
        scheme = self.form.scheme()
        if scheme is None or not self.form.show_problems(faults(scheme)):
            return
        schemes = self._bench.office.schemes

        def work(progress: Progress) -> Preview:
            progress.report(0, 0, "按改后的方案重新计算")
            return schemes.preview(scheme)

        def done(found: Preview) -> None:
            self.preview_view.show_preview(found)
            self.views.setCurrentIndex(PREVIEW)

        self._bench.tasks.run(work, done, owner=self, key="scheme-preview", title="正在预览")

    def _save(self) -> None:
        scheme = self.form.scheme()
        if not self.save.isEnabled() or scheme is None:
            return
        if not self.form.show_problems(faults(scheme)):
            return
        schemes = self._bench.office.schemes

        def done(change: Change) -> None:
            self.form.show_scheme(scheme)  # nothing is being edited any more
            self._after(change, lambda: self._take_back(change.ids[0]))
            self.views.setCurrentIndex(VERSIONS)

        self._bench.tasks.run(lambda progress: schemes.save(scheme), done, owner=self)

    def _take_back(self, version: int) -> None:
        schemes = self._bench.office.schemes
        self._bench.tasks.run(lambda progress: schemes.remove(version), self._after, owner=self)

    def _remove(self) -> None:
        version = self.table.current_id()
        one = next(v for v in self._versions if v.scheme.version == version)
        schemes = self._bench.office.schemes

        def again() -> None:
            self._bench.tasks.run(
                lambda progress: schemes.save(one.scheme), self._after, owner=self
            )

        self._bench.tasks.run(
            lambda progress: schemes.remove(version),
            lambda c: self._after(c, again if one.newest else None),
            owner=self,
        )

    def _switch(self) -> None:
        schemes, months, newest = self._bench.office.schemes, self._switchable, self._newest()

        self._bench.tasks.run(
            lambda progress: schemes.switch(months, newest),
            self._after,
            owner=self,
            failed=self._refused,
        )

    def _refused(self, error: KnownError) -> None:
        self._bench.notices.error(error)
        self.read()

    def _after(self, change: Change, undo: Callable[[], None] | None = None) -> None:
        self._bench.publish(change)
        self._bench.notices.info(change.what, undo)
        self.read()
