"""替我填表: drop a blank form, settle what is unclear once, choose people, done."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.places import ALL, PlaceRef
from ldz_desktop.errors import Cancelled, KnownError
from ldz_desktop.services.forms.records import FillResult, FormPlan, Hints, RememberedForm
from ldz_desktop.ui.households.forms.mapping import MappingPage
from ldz_desktop.ui.households.forms.people import PeoplePage
from ldz_desktop.ui.households.forms.result import ResultPage
from ldz_desktop.ui.households.forms.source import Begun
from ldz_desktop.ui.households.forms.start import StartPage
from ldz_desktop.ui.households.lists.listed import Listed
from ldz_desktop.ui.kit import files, theme
from ldz_desktop.ui.kit.feature import Bench, Target
from ldz_desktop.ui.kit.pieces import button, card, column, label, restyle, row

if TYPE_CHECKING:
    from ldz_desktop.services.progress import Progress

_STEPS = ("选空白表", "核对各栏", "选人", "完成")
_KEY = "forms.read"
_TYPES = {".xlsx": "Excel 工作簿 (*.xlsx)", ".docx": "Word 文档 (*.docx)"}


class _StepStack(QStackedWidget):
    """The four steps. It is as high as the step that is shown must be: words that wrap, or a high
    step that is hidden, would push the page out of the window.
    """

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    @override
    def hasHeightForWidth(self) -> bool:
        return False

    @override
    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return QSize(super().minimumSizeHint().width(), shown.minimumSizeHint().height())


class FormsPage(QWidget):
    """begin() shows it for a place (and for the households that were listed); leave goes back."""

    def __init__(self, bench: Bench, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(False)
        self._bench = bench
        self._leave = leave
        self._plan: FormPlan | None = None
        self._result: FillResult | None = None
        self._working = False
        self._steps: list[QLabel] = []
        self.start = StartPage()
        self.mapping = MappingPage()
        self.people = PeoplePage(bench)
        self.result = ResultPage()
        self._pages = (self.start, self.mapping, self.people, self.result)
        self._stack = _StepStack()
        for page in self._pages:
            self._stack.addWidget(page)
        self._form_name = label("", "muted")
        self._leave_button = button("返回(&Q)", self._leave, icon="back", tip="回到户档（Esc）")
        self.back_button = button("上一步(&B)", self._back)
        self.map_button = button("核对各栏(&M) …", lambda: self._turn_to(self.mapping))
        self.next_button = button("", self._next, role="primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for number, step in enumerate(_STEPS, start=1):
            self._steps.append(label(f"{number} {step}", "muted"))
        head = row(
            self._leave_button,
            label("替我填表", "title"),
            self._form_name,
            None,
            *self._steps,
            spacing=16,
        )
        self._foot = QWidget()
        self._foot.setLayout(row(self.back_button, None, self.map_button, self.next_button))
        layout = column(card(head), self._stack, self._foot, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.start.chosen.connect(self.read)
        self.start.again_wanted.connect(self.again)
        self.start.rename_wanted.connect(self._rename)
        self.start.forget_wanted.connect(self._forget)
        self.mapping.again.connect(self._read_again)
        self.mapping.changed.connect(self._label_buttons)
        self.people.changed.connect(self._label_buttons)
        self.result.open_wanted.connect(self._open_file)
        self.result.folder_wanted.connect(self._open_folder)
        self.result.again_wanted.connect(lambda: self._turn_to(self.people))
        self.result.resident_wanted.connect(self._open_resident)

    # -- the protocol of a page ------------------------------------------------------------------

    def begin(
        self,
        place: PlaceRef = ALL,
        households: Sequence[int] = (),
        listed: Listed | None = None,
    ) -> None:
        """Begin anew. households: those of the archive's list; listed: the people of 名单, which
        this page goes back to."""
        office = self._bench.office
        if listed is not None:
            self._leave_button.setToolTip("回到名单（Esc）")

        def begun(found: tuple[Begun, tuple[RememberedForm, ...]]) -> None:
            self.people.begin(found[0], place, households, listed)
            self.start.show_forms(found[1])
            self._turn_to(self.start)
            self.start.begin()

        self._bench.tasks.run(
            lambda progress: (
                Begun(office.households.tree(), office.lists.saved()), office.forms.remembered()
            ),
            begun,
            owner=self,
        )  # fmt: skip

    def refresh(self, change: Change | None) -> None:
        if change is not None and change.topics & {"households", "places"}:
            self.people.reload()

    def may_leave(self) -> bool:
        return not self._working

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self._stack.currentWidget()

    @property
    def plan(self) -> FormPlan | None:
        """The form that is being filled in, as it was decided so far."""
        return None if self._plan is None else self._plan.answered(self.mapping.answers())

    # -- forms -----------------------------------------------------------------------------------

    def read(self, path: Path) -> None:
        """A blank form was dropped."""
        office = self._bench.office
        self.start.tell(None)
        self._bench.tasks.run(
            lambda progress: office.forms.read(path),
            self._planned,
            owner=self,
            title="正在看这张表",
            key=_KEY,
            failed=self._not_read,
        )

    def again(self, form: RememberedForm) -> None:
        """The same form as last time."""
        office = self._bench.office
        self.start.tell(None)
        self._bench.tasks.run(
            lambda progress: office.forms.again(form.fingerprint),
            self._planned,
            owner=self,
            key=_KEY,
            failed=self._not_read,
        )

    def _read_again(self, hints: Hints) -> None:
        office, plan = self._bench.office, self._plan
        assert plan is not None

        def failed(error: KnownError) -> None:
            self._bench.notices.error(error)
            self.mapping.show_plan(plan)

        def planned(found: FormPlan) -> None:
            self._plan = found
            self.mapping.show_plan(found)
            self._label_buttons()

        self._bench.tasks.run(
            lambda progress: office.forms.read_again(plan, hints),
            planned,
            owner=self,
            key=_KEY,
            failed=failed,
        )

    def _planned(self, plan: FormPlan) -> None:
        """On to the columns where something is unclear, else straight to the people."""
        self._plan = plan
        self._form_name.setText(plan.name)
        self.mapping.show_plan(plan)
        self.people.show_plan(plan)
        self._turn_to(self.mapping if plan.questions() or plan.unclear else self.people)

    def _not_read(self, error: KnownError) -> None:
        self.start.tell(None if isinstance(error, Cancelled) else error)

    def _rename(self, form: RememberedForm) -> None:
        from ldz_desktop.ui.households.lists.saved import NameDialog

        dialog = NameDialog("给这张表改名", form.name, "", self)
        dialog.named.connect(
            lambda name: self._written(
                lambda: self._bench.office.forms.rename(form.fingerprint, name)
            )
        )
        dialog.open()

    def _forget(self, form: RememberedForm) -> None:
        if self._bench.notices.ask(
            "不再记住这张表？",
            f"「{form.name}」的空白表和各栏的对应关系会删掉，填好的文件不受影响。",
            "不再记住",
            danger=True,
        ):
            self._written(lambda: self._bench.office.forms.forget(form.fingerprint))

    def _written(self, verb: Callable[[], Change]) -> None:
        office = self._bench.office

        def work(progress: object) -> tuple[Change, tuple[RememberedForm, ...]]:
            return verb(), office.forms.remembered()

        def done(answer: tuple[Change, tuple[RememberedForm, ...]]) -> None:
            self.start.show_forms(answer[1])
            self._bench.notices.info(answer[0].what)

        self._bench.tasks.run(work, done, owner=self)

    # -- filling ---------------------------------------------------------------------------------

    def fill(self) -> None:
        """Ask where to, then write."""
        plan, purpose = self.plan, self.people.purpose()
        if plan is None or not purpose:
            return
        folder = self.people.output() == "folder" and plan.kind == "page"
        if folder:
            path = files.ask_folder(self, "选择放文件的位置")
        else:
            name = f"{plan.name}（已填）{plan.suffix}"
            path = files.ask_save(self, "填好的表存到哪里", _TYPES[plan.suffix], name)
        if path is None:
            return
        self._working = True
        self._label_buttons()
        office, people, way = self._bench.office, self.people.people(), self.people.way()

        def work(progress: "Progress") -> tuple[FillResult, tuple[RememberedForm, ...]]:
            result = office.forms.fill(plan, people, path, purpose, progress, way)
            return result, office.forms.remembered()

        self._bench.tasks.run(
            work, self._filled, owner=self, title="正在填表", failed=self._not_filled
        )

    def _filled(self, answer: tuple[FillResult, tuple[RememberedForm, ...]]) -> None:
        self._working = False
        self._result = answer[0]
        self.start.show_forms(answer[1])
        self.result.show_result(answer[0])
        self._turn_to(self.result)

    def _not_filled(self, error: KnownError) -> None:
        self._working = False
        self._label_buttons()
        self._bench.notices.error(error)

    # -- where it leads --------------------------------------------------------------------------

    def _open_file(self) -> None:
        if self._result is not None:
            files.open_folder(self._result.path)

    def _open_folder(self) -> None:
        if self._result is not None:
            path = self._result.path
            files.open_folder(path if path.is_dir() else path.parent)

    def _open_resident(self, resident_id: int) -> None:
        self._leave()
        self._bench.show(Target("resident", resident_id))

    # -- pages and buttons -----------------------------------------------------------------------

    def _turn_to(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        here = self._pages.index(page)
        for number, step in enumerate(self._steps):
            restyle(step, "role", "strong" if number == here else "muted")
            color = "red" if number == here else "muted"
            step.setStyleSheet(f"color: {theme.tokens()[color]};")
        self._form_name.setVisible(page is not self.start)
        self._label_buttons()
        if page is self.mapping:
            self.mapping.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is self.people:
            self.people.form.editor("purpose").setFocus(Qt.FocusReason.OtherFocusReason)

    def _label_buttons(self) -> None:
        page = self.page
        self._foot.setVisible(page is not self.start)
        self.back_button.setVisible(page in (self.mapping, self.people))
        self.map_button.setVisible(page is self.people)
        captions: dict[QWidget, str] = {self.mapping: self._mapping_caption()}
        ready = not self._working
        if page is self.people:
            count = len(self.people.people())
            most = self.people.too_many()
            captions[page] = f"填 {count:,} 人(&G) …" if count else "还没有选人"
            if most:
                captions[page] = f"{count:,} 人太多，一次最多 {most:,} 人"
            ready = ready and count > 0 and not most
        self.next_button.setText(captions.get(page, "完成(&D)"))
        self.next_button.setEnabled(ready)
        for one in (self.back_button, self.map_button):
            one.setEnabled(not self._working)

    def _mapping_caption(self) -> str:
        left = self.mapping.open_questions()
        return f"下一步（{left} 栏没指定，留空）(&N)" if left else "下一步(&N)"

    def _next(self) -> None:
        if self.page is self.mapping:
            self._turn_to(self.people)
        elif self.page is self.people:
            self.fill()
        else:
            self._leave()

    def _back(self) -> None:
        asked = self._plan is not None and bool(self._plan.questions() or self._plan.unclear)
        back_to_map = self.page is self.people and asked
        self._turn_to(self.mapping if back_to_map else self.start)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._working:
            self._leave()
        else:
            super().keyPressEvent(event)
