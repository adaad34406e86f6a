"""职责清单: the editions of the list, and the editor of a new one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ldz_desktop.domain.duties import (
    CLASSES,
    Duty,
    DutyClass,
    DutyTemplate,
    by_class,
    class_title,
    in_force,
)
from ldz_desktop.errors import KnownError
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import PickEditor, TextEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.pieces import button, card, column, label, row
from ldz_desktop.ui.kit.record_table import RecordTable
from ldz_desktop.ui.kit.records import Column, RecordModel

_AHEAD = 12
_TONES = {1: "blue", 2: "green", 3: "amber"}


@dataclass(frozen=True)
class _Line:
    """id: where it stands, from 1 on."""

    id: int
    duty: Duty


class TemplateView(QWidget):
    """read() shows the newest edition; edited(): something would be lost."""

    def __init__(self, bench: Bench, switch: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._editions: tuple[DutyTemplate, ...] = ()
        self.duties: tuple[Duty, ...] = ()
        self.edition = PickEditor()
        self.model: RecordModel[_Line] = RecordModel(_COLUMNS, parent=self)
        self.table = RecordTable(self.model, "职责清单")
        self.group = PickEditor([(group, class_title(group)) for group in CLASSES])
        self.name = TextEditor("职责名称", longest=24)
        self.month = PickEditor()
        self._words = label("", "muted", wrap=True)
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        self.verbs = {
            "rename": button("改为这个名称(&R)", self.rename),
            "add": button("新增一项(&T)", self.add),
            "up": button("上移(&U)", lambda: self.move_duty(-1), tip="Alt+↑"),
            "down": button("下移(&D)", lambda: self.move_duty(1), tip="Alt+↓"),
            "remove": button("去掉(&X)", self.remove, role="danger", tip="Del"),
        }
        self.save = button("存为新版(&S)", self.keep, role="primary")
        self.back = button("放弃改动", self.give_up, role="quiet")
        self._build(switch)

    def read(self) -> None:
        duties = self._bench.office.duties
        self._bench.tasks.run(
            lambda progress: (duties.templates(), duties.earliest_edition()), self._show,
            owner=self, key="duties-templates",
        )  # fmt: skip

    def edited(self) -> bool:
        return bool(self._editions) and self.duties != self._editions[-1].duties

    def _show(self, found: tuple[tuple[DutyTemplate, ...], str]) -> None:
        keep = self.edited()
        self._editions, earliest = found
        this_month = f"{self._bench.office.today():%Y-%m}"
        now = in_force(self._editions, this_month)
        with QSignalBlocker(self.edition), QSignalBlocker(self.month):
            self.edition.set_pairs(
                [(e.edition, _edition_text(e, now)) for e in reversed(self._editions)]
            )
            self.edition.set_value(self._editions[-1].edition)
            later = _months_from(earliest)
            self.month.set_pairs([(m, f"从 {month_text(m)}起使用") for m in later])
        if not keep:
            self.duties = self._editions[-1].duties
        self._fill(1)

    def _choose(self) -> None:
        """An older edition is only looked at; the newest is the one to change."""
        if self.edited():
            with QSignalBlocker(self.edition):
                self.edition.set_value(self._editions[-1].edition)
            self._say("正在修改清单，请先存为新版或放弃改动。")
            return
        self.duties = self._shown_edition().duties
        self._fill(1)

    def _shown_edition(self) -> DutyTemplate:
        wanted = self.edition.value()
        return next(e for e in self._editions if e.edition == wanted)

    def _fill(self, at: int) -> None:
        newest = self._shown_edition() is self._editions[-1]
        with QSignalBlocker(self.table):
            self.model.set_records([_Line(n, d) for n, d in enumerate(self.duties, 1)])
            self.table.select_id(min(max(at, 1), len(self.duties)))
        for part in (*self.verbs.values(), self.group, self.name):
            part.setEnabled(newest)
        edited = newest and self.edited()
        self.save.setEnabled(edited)
        self.back.setVisible(edited)
        self.month.setEnabled(edited)
        self._words.setText(
            "改好后存为新版，从选定的月份起使用；以前的月份和已登记的记录仍按原来的清单。"
            if newest
            else "这是以前的版本，只能查看。"
        )
        self._pick()

    def _pick(self) -> None:
        line = self._current()
        if line is not None:
            self.group.set_value(line.duty.group)
            self.name.set_value(line.duty.name)

    def _current(self) -> _Line | None:
        at = self.model.row_of(self.table.current_id())
        return self.model.record(at) if at >= 0 else None

    # -- changing --------------------------------------------------------------------------------

    def rename(self) -> None:
        """The duty with the cursor gets the name and class of the fields."""
        line = self._current()
        if line is None or not self._named():
            return
        after = replace(line.duty, name=self._named(), group=self._group())
        self._change([after if d is line.duty else d for d in self.duties], after)

    def add(self) -> None:
        """A new duty at the end of its class."""
        if self._named():
            duty = Duty(0, self._group(), self._named())
            self._change([*self.duties, duty], duty)

    def move_duty(self, step: int) -> None:
        """Up or down within its class."""
        line = self._current()
        if line is None:
            return
        to = line.id - 1 + step
        if 0 <= to < len(self.duties) and self.duties[to].group == line.duty.group:
            moved = [*self.duties]
            moved[line.id - 1], moved[to] = moved[to], moved[line.id - 1]
            self._change(moved, line.duty)

    def remove(self) -> None:
        line = self._current()
        if line is not None and self.verbs["remove"].isEnabled():
            self._change([d for d in self.duties if d is not line.duty], None, line.id)

    def _change(self, duties: Sequence[Duty], to: Duty | None, at: int = 1) -> None:
        self._say("")
        self.duties = by_class(duties)
        self._fill(1 + next((n for n, d in enumerate(self.duties) if d is to), at - 1))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _named(self) -> str:
        name = self.name.value() or ""
        if not name:
            self._say("请填写职责名称。")
        return name

    def _group(self) -> DutyClass:
        wanted = self.group.value()
        return next(g for g in CLASSES if g == wanted)

    def give_up(self) -> None:
        """What was changed is forgotten."""
        self._say("")
        self.duties = self._editions[-1].duties
        self._fill(1)

    def keep(self) -> None:
        duties, month = self._bench.office.duties, str(self.month.value())
        wanted = self.duties

        def saved() -> None:
            self._say("")
            self.duties = self._editions[-1].duties  # nothing is being changed any more
            self.read()

        do(self._bench, self, lambda: duties.save_template(wanted, month), saved, self._refused)

    def _refused(self, error: KnownError) -> None:
        self._say(f"{error.message}{error.hint}")

    def _say(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))

    # -- building --------------------------------------------------------------------------------

    def _build(self, switch: QWidget) -> None:
        self.edition.setAccessibleName("版本")
        self.edition.setSizeAdjustPolicy(PickEditor.SizeAdjustPolicy.AdjustToContents)
        self.group.setAccessibleName("类别")
        self.name.setAccessibleName("职责名称")
        self.month.setAccessibleName("启用月份")
        self.edition.changed.connect(self._choose)
        self.table.current_changed.connect(lambda _: self._pick())
        self.table.delete_wanted.connect(lambda _: self.remove())
        self.table.opened.connect(lambda _: self._begin_name())
        self.name.returnPressed.connect(self.rename)
        page_keys(
            self, {"Alt+Up": partial(self.move_duty, -1), "Alt+Down": partial(self.move_duty, 1)}
        )
        left = column(row(switch, None, self.edition), spacing=8)
        left.addWidget(self.table, 1)
        verbs = self.verbs
        right = column(
            label("修改清单", "title"), self._words,
            label("类别", "muted"), self.group, label("名称", "muted"), self.name,
            row(verbs["rename"], verbs["add"], None),
            row(verbs["up"], verbs["down"], verbs["remove"], None),
            self._trouble, None, self.month, row(None, self.back, self.save), spacing=8,
        )  # fmt: skip
        sides = QHBoxLayout()
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(theme.px(12))
        sides.addWidget(card(left), 3)
        sides.addWidget(card(right), 2)
        self.setLayout(sides)
        self.setFocusProxy(self.table)

    def _begin_name(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()


def _edition_text(edition: DutyTemplate, now: DutyTemplate) -> str:
    begins = "起初" if edition.edition == 1 else f"{month_text(edition.from_month)}起"
    return f"第 {edition.edition} 版（{begins}）{'· 现用' if edition is now else ''}"


def _months_from(earliest: str) -> list[str]:
    """That month and a year of months after it."""
    year, number = int(earliest[:4]), int(earliest[5:])
    found = []
    for n in range(_AHEAD):
        at = year * 12 + number - 1 + n
        found.append(f"{at // 12}-{at % 12 + 1:02d}")
    return found


_COLUMNS: tuple[Column[_Line], ...] = (
    Column("number", "序号", lambda x: str(x.id), align="right", width=56, sortable=False),
    Column(
        "group", "类别", lambda x: class_title(x.duty.group), width=150, sortable=False,
        chip=lambda x: _TONES[x.duty.group],
    ),
    Column("name", "职责", lambda x: x.duty.name, width=0, sortable=False),
)  # fmt: skip
