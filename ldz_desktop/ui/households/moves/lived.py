"""某日谁住这里: a day, and everybody who lived in the dwelling then; printable."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import Household, age_on
from ldz_desktop.domain.moves import shown_name
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.errors import InputError, KnownError
from ldz_desktop.services.moves_records import Lived, Residence
from ldz_desktop.services.tables import Table, TableColumn
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import DateEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row, size_to
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.context import Office
    from ldz_desktop.services.progress import Progress

_SOON_MS = 150
_UNSURE = "日期未登记"
NOTE = "住在这里的人；当天搬来的算，当天搬走的不算。与户主关系是现在的登记。"


def since(lived: Lived | Residence) -> str:
    return date_text(lived.from_on) if lived.from_on else "登记以前"


def until(lived: Lived | Residence) -> str:
    if lived.to_on is not None:
        return f"{date_text(lived.to_on)} {lived.why}".strip()
    return "至今" if lived.certain else _UNSURE


def _columns(today: date, day: date) -> tuple[Column[Lived], ...]:
    return (
        Column(
            "name", "姓名", lambda r: shown_name(r.resident, today), width=92, sortable=False
        ),
        Column(
            "relation", "与户主关系", lambda r: codes.RELATION.label(r.resident.relation) or "—",
            width=92, sortable=False,
        ),
        Column("age", "当时年龄", lambda r: _age(r, day), "right", 76, sortable=False),
        Column("since", "住进", since, width=120, sortable=False),
        Column("until", "住到", until, width=0, sortable=False),
        Column("lives", "居住", _lives, width=104, sortable=False),
        Column(
            "file_no", "档案号", lambda r: r.file_no, width=150, tone=lambda r: "muted",
            sortable=False,
        ),
    )  # fmt: skip


def _age(lived: Lived, day: date) -> str:
    birth = lived.resident.birth
    return "—" if birth is None else str(age_on(birth, day))


def _lives(lived: Lived) -> str:
    return "住这里" if lived.resident.lives_here else "户在人不在"


class LivedDialog(Dialog):
    """Reads again with every day that is typed."""

    def __init__(self, bench: Bench, household_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._today = bench.office.today()
        self._household: Household | None = None
        self.setWindowTitle("某日谁住这里")
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._address = label("", "muted")
        self.form = Form()
        editor = DateEditor()
        editor.set_value(self._today)
        self.form.add("day", "日期(&D)", editor)
        self.count = label("", "muted")
        self._model = RecordModel(_columns(self._today, self._today), lambda r: r.resident.id)
        self.table = RecordTable(self._model, "当天住在这里的人")
        self.table.current_changed.connect(self._read_residences)
        self.residences = label("", "muted", wrap=True)
        self.print_button = button("打印(&P)", self.print, icon="print")
        self.print_button.setEnabled(False)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.read)
        self._lay_out()
        office = bench.office
        bench.tasks.run(
            lambda progress: office.households.get(household_id),
            self._arrived,
            owner=self,
            failed=self._lost,
        )

    def _lay_out(self) -> None:
        close = button("关闭", self.accept)
        close.setDefault(True)
        layout = column(
            row(label("某日谁住这里", "title"), self._address, None),
            self.form,
            self.count,
            self.table,
            self.residences,
            label(NOTE, "small", wrap=True),
            row(self.print_button, None, close),
            spacing=12,
        )
        layout.setStretch(3, 1)
        margin = theme.px(24)
        layout.setContentsMargins(margin, theme.px(16), margin, theme.px(16))
        self.setLayout(layout)
        size_to(self, 860, 560)

    def _lost(self, error: KnownError) -> None:
        self.reject()
        self._bench.notices.error(error)

    def _arrived(self, household: Household) -> None:
        self._household = household
        self._address.setText(household.address)
        self.form.changed.connect(self._soon.start)
        self.form.editor("day").setFocus()
        self.read()

    def day(self) -> date | None:
        day: date | None = self.form.values()["day"]
        return day

    def read(self) -> None:
        """Who lived here on the day that is typed."""
        self._soon.stop()
        day, household, office = self.day(), self._household, self._bench.office
        self.form.set_problems(self.form.unreadable() if self.form.values()["day"] is None else ())
        if day is None or household is None:
            return
        self._bench.tasks.run(
            lambda progress: (day, office.moves.who_lived(household.dwelling_id, day)),
            self._show,
            owner=self,
            key="moves.lived",
        )

    def _show(self, found: tuple[date, tuple[Lived, ...]]) -> None:
        day, people = found
        self._model.columns = _columns(self._today, day)
        self._model.set_records(people)
        self.print_button.setEnabled(bool(people))
        here = sum(p.resident.lives_here for p in people)
        away = f"，另有 {len(people) - here} 人户在人不在" if here < len(people) else ""
        words = f"{here} 人住在这里{away}" if people else "没有人住在这里的记录"
        self.count.setText(f"{date_text(day)}：{words}")
        self.residences.setText("")

    def people(self) -> list[Lived]:
        """What is listed."""
        return self._model.records()

    # -- one person ------------------------------------------------------------------------------

    def _read_residences(self, resident_id: int) -> None:
        if not resident_id:
            self.residences.setText("")
            return
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: office.moves.residence_of(resident_id),
            lambda found: self._show_residences(resident_id, found),
            owner=self,
            key="moves.residences",
        )

    def _show_residences(self, resident_id: int, found: tuple[Residence, ...]) -> None:
        name = next(
            (shown_name(p.resident, self._today) for p in self.people()
             if p.resident.id == resident_id), ""
        )  # fmt: skip
        words = " → ".join(f"{r.address}（{since(r)} — {until(r)}）" for r in found)
        self.residences.setText(f"{name}住过：{words}")

    # -- on paper --------------------------------------------------------------------------------

    def print(self) -> None:
        """Lay the list out and show it as it will be printed."""
        day, household, people = self.day(), self._household, self.people()
        if day is None or household is None or not people:
            return
        office = self._bench.office
        title = f"{household.address} {date_text(day)}居住人员"

        def work(progress: "Progress") -> "Paper":
            from ldz_desktop.reports.table_paper import render

            progress.report(0, 0, "排版")
            office.log("print.lived", f"household:{household.id}", day.isoformat())
            return render(lived_table(office, title, people, day), today=office.today())

        self._bench.tasks.run(work, self._show_paper, owner=self, title="正在排版")

    def _show_paper(self, paper: "Paper") -> None:
        from ldz_desktop.reports.fonts import missing_sentence
        from ldz_desktop.ui.kit.paper_view import PaperDialog

        PaperDialog(paper.pdf, "居住人员", "居住人员.pdf", self._bench.notices, self).open()
        if paper.missing_glyphs:
            sentence = missing_sentence(paper.missing_glyphs)
            self._bench.notices.error(InputError("有的字印不出来", sentence))


def lived_table(office: "Office", title: str, people: list[Lived], day: date) -> Table:
    """The list for paper: what the screen shows."""
    columns = _columns(office.today(), day)
    widths = {"name": 6, "relation": 6, "age": 5, "since": 9, "until": 11, "lives": 6}
    heads = (
        TableColumn("序号", 4, "number"),
        *(TableColumn(c.title, widths.get(c.key, 10)) for c in columns),
    )
    rows = tuple(
        (str(number), *(c.text(person) for c in columns)) for number, person in enumerate(people, 1)
    )
    profile = office.settings.profile()
    return Table(title, heads, rows, NOTE, profile.unit or profile.office)
