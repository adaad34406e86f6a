"""The import dialog: choose, read, say what is unclear, look at the dry run, write, done.

Used for households, leaders, satisfaction sheets and star booklets. Nothing is written before 导入
is pressed.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.sheet_files import Existing
from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.services.importing.records import (
    KIND_TITLES,
    ImportOptions,
    ImportPlan,
    ImportResult,
    Kind,
)
from ldz_desktop.ui.households.import_choose import MONTHLY, ChoosePage, TroublePanel
from ldz_desktop.ui.households.import_mapping import MappingPage
from ldz_desktop.ui.households.import_place import Shown, building_counts, destination
from ldz_desktop.ui.households.import_result import (
    DonePage,
    ResultPage,
    import_caption,
    may_write,
    to_write,
)
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.pieces import button, column, label, restyle, row, rule

if TYPE_CHECKING:
    from ldz_desktop.services.progress import Progress

_STEPS = ("选择文件", "核对各列", "看结果", "完成")
_MANY = 200  # records that an import writes: a backup is made before
_KEY = "households.import"
_WORDS: tuple[tuple[str, Kind], ...] = (
    ("满意度", "sheets"),
    ("测评表", "sheets"),
    ("星级", "stars"),
    ("评分册", "stars"),
    ("楼栋长", "leaders"),
    ("楼长", "leaders"),
)
_MONTH = re.compile(r"(20\d\d)\s*[年.\-_]\s*(1[0-2]|0?[1-9])(?!\d)")


class ImportDialog(Dialog):
    """Opens over whatever the clerk was at, and leaves her there. month: begin with sheets of that
    month."""

    def __init__(
        self,
        bench: Bench,
        parent: QWidget,
        *,
        kind: Kind | None = None,
        month: str = "",
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._file: Path | None = None
        self._plan: ImportPlan | None = None
        self._result: ImportResult | None = None
        self._where: Shown | None = None
        self._writing = False
        self._steps: list[QLabel] = []
        visit = bench.office.visiting is not None  # has nothing of leaders or months
        self._guess = kind is None and not visit
        self.setWindowTitle("导入")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("plain")
        first: Kind = kind or ("sheets" if month else "households")
        kinds = ("households",) if visit else tuple(KIND_TITLES)
        self.choose = ChoosePage(bench.office.today(), first, month, kinds)
        self.reading = QWidget()
        self._reading_words = label("", "title")
        self.mapping = MappingPage()
        self.dry_run = ResultPage()
        self.done_page = DonePage()
        self.trouble = TroublePanel()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        room = parent.window()
        self.resize(min(theme.px(1080), room.width() - 40), min(theme.px(680), room.height() + 40))
        self._turn_to(self.choose)

    def _build(self) -> None:
        self.reading.setLayout(
            column(
                None,
                self._reading_words,
                label("只读取和核对，数据还没有写入。", "muted"),
                None,
            )
        )
        for words in self.reading.findChildren(QLabel):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for page in (self.choose, self.reading, self.mapping, self.dry_run, self.done_page):
            self._stack.addWidget(page)
        for number, step in enumerate(_STEPS, start=1):
            self._steps.append(label(f"{number} {step}", "muted"))
        self.back_button = button("上一步(&B)", self._back)
        self.cancel_button = button("取消", self.reject)
        self.next_button = button("", self._next, role="primary")
        self.next_button.setDefault(True)
        layout = column(
            row(*self._steps, None, spacing=24),
            rule(),
            self._stack,
            self.trouble,
            row(self.back_button, None, self.cancel_button, self.next_button),
            spacing=12,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, theme.px(16), margin, theme.px(16))
        layout.setStretchFactor(self._stack, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.choose.chosen.connect(self.read)
        self.mapping.again.connect(lambda options: self._read_again(options, stay=True))
        self.mapping.ready_changed.connect(self._label_buttons)
        self.dry_run.mapping_wanted.connect(lambda: self._show_mapping(self._plan))
        self.dry_run.existing_wanted.connect(self._settle_existing)
        self.done_page.undo_wanted.connect(self._take_back)
        self.dry_run.save_wanted.connect(self._save_refused)
        self.done_page.save_wanted.connect(self._save_refused)
        self.done_page.more_wanted.connect(self._begin_again)
        self.done_page.show_wanted.connect(self._show_place)
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.households.buildings(), self.mapping.know, owner=self
        )

    # -- reading ---------------------------------------------------------------------------------

    def read(self, path: Path) -> None:
        """A file was chosen: read it and look what would happen."""
        self._file = path
        if self._guess:
            self._guess_from(path.name)
        self._read_again(ImportOptions(month=self.choose.month_wanted()))

    def _guess_from(self, name: str) -> None:
        """What the file's name says of its kind and month, while the clerk has not said more."""
        kind = next((kind for word, kind in _WORDS if word in name), None)
        if kind is not None and self.choose.kind == "households":
            self.choose.choose_kind(kind)
        found = _MONTH.search(name)
        if found is not None and self.choose.kind in MONTHLY:
            self.choose.month.set_value(f"{found[1]}-{int(found[2]):02d}")

    def _read_again(self, options: ImportOptions, *, stay: bool = False) -> None:
        """stay: come back to the mapping page in any case."""
        file, kind, office = self._file, self.choose.kind, self._bench.office
        assert file is not None
        self.trouble.tell(None)
        before = self._stack.currentWidget()
        self._reading_words.setText(f"正在读取 {file.name} …")
        self._turn_to(self.reading)

        def work(progress: "Progress") -> ImportPlan:
            return office.importing.plan(kind, file, options, progress)

        def failed(error: KnownError) -> None:
            self._turn_to(before if before is self.mapping else self.choose)
            self.trouble.tell(None if isinstance(error, Cancelled) else error)

        self._bench.tasks.run(
            work,
            lambda plan: self._planned(plan, stay=stay),
            owner=self,
            title="正在读取表格",
            key=_KEY,
            failed=failed,
        )

    def _planned(self, plan: ImportPlan, *, stay: bool) -> None:
        self._plan = plan
        if plan.unclear or plan.needs or stay:
            self._show_mapping(plan)
        else:
            self._show_result(plan)

    def _show_mapping(self, plan: ImportPlan | None) -> None:
        if plan is not None:
            self.mapping.show_plan(plan)
            self._turn_to(self.mapping)

    def _show_result(self, plan: ImportPlan) -> None:
        self.dry_run.show_plan(plan)
        self._turn_to(self.dry_run)

    # -- writing ---------------------------------------------------------------------------------

    def _write(self) -> None:
        plan, office = self._plan, self._bench.office
        assert plan is not None
        self._writing = True
        self.trouble.tell(None)
        self._label_buttons()

        def work(progress: "Progress") -> tuple[ImportResult, Shown]:
            if to_write(plan.result) >= _MANY:
                office.backups.precaution(progress)
            before = building_counts(office)
            result = office.importing.run(plan, progress)
            return result, destination(office, plan, before)

        self._bench.tasks.run(
            work, self._written, owner=self, title="正在导入", failed=self._not_written
        )

    def _written(self, answer: tuple[ImportResult, Shown]) -> None:
        self._writing = False
        self._result, self._where = answer
        self.done_page.show_result(self._result, self._where.title)
        self._turn_to(self.done_page)
        self._bench.publish(self._result.change)
        office = self._bench.office
        self._bench.tasks.run_later(  # after everybody has read the new counts
            lambda progress: office.fold_log(), _nothing, owner=self, failed=_nothing
        )

    def _not_written(self, error: KnownError) -> None:
        self._writing = False
        self.trouble.tell(error)
        self._label_buttons()

    def _settle_existing(self, existing: Existing) -> None:
        """What becomes of sheets that are there was said: look once more what would happen."""
        assert self._plan is not None
        self._read_again(replace(self._plan.options, existing=existing))

    def _take_back(self) -> None:
        result, office = self._result, self._bench.office
        assert result is not None
        self.trouble.tell(None)
        self._bench.tasks.run(
            lambda progress: office.importing.take_back(result),
            self._taken_back,
            owner=self,
            title="正在撤销导入",
            failed=self.trouble.tell,
        )

    def _taken_back(self, change: Change) -> None:
        self.done_page.show_taken_back()
        self._bench.publish(change)

    def _save_refused(self) -> None:
        plan, office = self._plan, self._bench.office
        assert plan is not None
        name = f"退回-{Path(plan.file).stem}.xlsx"
        path = files.ask_save(self, "把退回的行存为表格", "Excel 工作簿 (*.xlsx)", name)
        if path is None:
            return
        self.trouble.tell(None)
        self._bench.tasks.run(
            lambda progress: office.importing.refused_workbook(plan, path),
            lambda _: self._bench.notices.written(f"已存为 {path.name}", path),
            owner=self,
            title="正在存表格",
            failed=self.trouble.tell,
        )

    # -- where it leads --------------------------------------------------------------------------

    def _show_place(self) -> None:
        where = self._where
        self.accept()
        if where is not None and where.place is not None:
            self._bench.show(Target("place", place=where.place))
        elif where is not None and where.target is not None:
            self._bench.show(where.target)

    # -- pages and buttons -----------------------------------------------------------------------

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self._stack.currentWidget()

    def _turn_to(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        pages = (self.choose, self.mapping, self.dry_run, self.done_page)
        here = pages.index(page) if page in pages else 0
        for number, step in enumerate(self._steps):
            restyle(step, "role", "strong" if number == here else "muted")
            color = "red" if number == here else "muted"
            step.setStyleSheet(f"color: {theme.tokens()[color]};")
        self._label_buttons()

    def _label_buttons(self) -> None:
        page = self.page
        self.back_button.setVisible(page in (self.mapping, self.dry_run))
        self.back_button.setEnabled(not self._writing)
        self.cancel_button.setVisible(page is not self.done_page)
        self.cancel_button.setEnabled(not self._writing)
        self.next_button.setVisible(page in (self.mapping, self.dry_run, self.done_page))
        captions: dict[QWidget, str] = {self.mapping: "下一步(&N)", self.done_page: "完成(&D)"}
        ready = True
        if page is self.mapping:
            ready = self.mapping.ready()
        elif page is self.dry_run and self._plan is not None:
            captions[page] = import_caption(self._plan.kind, self._plan.result)
            ready = may_write(self._plan) and not self._writing
        self.next_button.setText(captions.get(page, ""))
        self.next_button.setEnabled(ready)
        if page is self.choose:
            self.choose.drop.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.next_button.isVisible() and page is not self.mapping:
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self) -> None:
        if self.page is self.mapping:
            self._read_again(self.mapping.options())
        elif self.page is self.dry_run:
            self._write()
        else:
            self.accept()

    def _back(self) -> None:
        """To the first page; what was decided about columns stays with the file."""
        self.trouble.tell(None)
        self._turn_to(self.choose)

    def _begin_again(self) -> None:
        self._file = self._plan = self._result = None
        self._turn_to(self.choose)

    # -- leaving ---------------------------------------------------------------------------------

    @override
    def reject(self) -> None:
        """Leaving while a file is read stops the reading; while it is written one has to wait."""
        if self._writing:
            return
        super().reject()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._writing:
            event.ignore()
        else:
            super().closeEvent(event)


def _nothing(_: object) -> None:
    """Nobody waits for the answer."""
