"""The form of a hand-over: every matter with how it is settled, free lines, and the signatures."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget
from shiboken6 import isValid
from typing_extensions import override

from ldz_desktop.domain.handover import KINDS, TO_RECEIVER, WAYS, Handover, Item
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import DateEditor, PickEditor, TextEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row, size_to
from ldz_desktop.ui.roster.cautions.papers import show_handover

if TYPE_CHECKING:
    from ldz_desktop.domain.problems import Problem
    from ldz_desktop.errors import KnownError
    from ldz_desktop.services.handover import Leaving
    from ldz_desktop.ui.kit.feature import Bench

_SIGNATURES = (
    "receiver", "held_on", "giver_signed", "receiver_signed", "giver_absent", "witness",
)  # fmt: skip


class ItemLines(QWidget):
    """One line a matter: what it is, how it is settled, a note. Free lines can be added."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, theme.px(8), 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(8))
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(3, 2)
        self.lines: list[ItemLine] = []
        for place, title in enumerate(("类别", "事项", "怎么交接", "备注")):
            self._grid.addWidget(label(title, "muted"), 0, place)
        for item in items:
            self._add(ItemLine(item))

    def add_free(self) -> None:
        """A line for keys, papers, seals."""
        taken = [int(line.item.key.partition(":")[2]) for line in self.lines if line.free]
        key = f"free:{max(taken, default=0) + 1}"
        line = ItemLine(Item(key, "free", "", way=TO_RECEIVER))
        self._add(line)
        line.title.setFocus()

    def items(self) -> tuple[Item, ...]:
        """As they stand; free lines without a name are left out."""
        found = (line.value() for line in self.lines)
        return tuple(item for item in found if item.title)

    def _add(self, line: "ItemLine") -> None:
        place = len(self.lines) + 1
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(line.kind, place, 0, top)
        self._grid.addWidget(line.title, place, 1, top)
        self._grid.addWidget(line.way, place, 2, top)
        self._grid.addWidget(line.note, place, 3, top)
        self.lines.append(line)


class ItemLine:
    """The fields of one matter."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.free = item.kind == "free"
        self.kind = label(KINDS[item.kind], "muted")
        self.kind.setContentsMargins(0, theme.px(8), 0, 0)
        self.title: QWidget
        if self.free:
            self.title = TextEditor("如 单元门钥匙、楼栋档案盒", longest=60)
            self.title.set_value(item.title)
            self.title.setAccessibleName("物品或材料")
        else:
            words = column(label(item.title, wrap=True), spacing=0)
            if item.detail:
                words.addWidget(label(item.detail, "small", wrap=True))
            words.setContentsMargins(0, theme.px(8), 0, 0)
            self.title = QWidget()
            self.title.setLayout(words)
        self.way = PickEditor([(None, "请选择"), *((way, way) for way in WAYS)])
        self.way.set_value(item.way)
        self.way.setAccessibleName(f"{item.title or '物品'}怎么交接")
        self.note = TextEditor("数量、由谁办" if self.free else "由谁、何时办", longest=60)
        self.note.set_value(item.note)
        self.note.setAccessibleName(f"{item.title or '物品'}备注")

    def value(self) -> Item:
        title = self.item.title
        if isinstance(self.title, TextEditor):
            title = self.title.value() or ""
        way = self.way.value()
        return replace(
            self.item, title=title, way=None if way is None else str(way), note=self.note.value()
        )


class HandoverDialog(Dialog):
    """保存 keeps it as far as it has come; 办结 closes it. Accepted once it is written."""

    def __init__(
        self,
        bench: "Bench",
        owner: QWidget,
        leaving: "Leaving",
        draft: Handover,
        after: Callable[[], None],
    ) -> None:
        """owner: the page that offers 撤销 afterwards."""
        super().__init__(owner.window())
        self.setObjectName("plain")
        self.setWindowTitle("离任交接")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size_to(self, 980, 690)
        self._bench = bench
        self._owner = owner
        self._draft = draft
        self._after = after
        self.items = ItemLines(draft.items)
        self.form = Form(columns=2)
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        self.save_button = button("保存(&S)", lambda: self.submit(finishing=False))
        self.finish = button("办结(&F)", lambda: self.submit(finishing=True), role="primary")
        self._fill_form()
        self._lay_out(leaving)
        QShortcut(QKeySequence("Ctrl+S"), self, lambda: self.submit(finishing=False))
        self.form.answers_enter(self.save_changes)
        self._before = self.value()
        first = self.items.lines[0].way if self.items.lines else self.form.editor("receiver")
        first.setFocus()

    def value(self) -> Handover:
        """The hand-over as it stands in the form."""
        values = self.form.values()
        changed = values["receiver"] != self._draft.receiver
        to = None if changed else self._draft.to_tenure_id
        own = {key: values[key] for key in _SIGNATURES}
        return replace(self._draft, items=self.items.items(), to_tenure_id=to, **own)

    def submit(self, *, finishing: bool) -> None:
        """Check what stands there, then write it."""
        if not self.finish.isEnabled() or not self._fits(self.form.unreadable()):
            return
        handover, service = self.value(), self._bench.office.handover
        self._busy(busy=True)
        self._bench.tasks.run(
            lambda progress: service.check(handover, finishing=finishing),
            lambda found: self._checked(handover, found, finishing=finishing),
            owner=self, failed=self._failed,
        )  # fmt: skip

    def _checked(
        self, handover: Handover, found: "tuple[Problem, ...]", *, finishing: bool
    ) -> None:
        if not self._fits(found):
            self._busy(busy=False)
            return
        service = self._bench.office.handover
        write = service.finish if finishing else service.save
        do(self._bench, self._owner, lambda: write(handover), self._written, self._failed)

    def _fits(self, found: "tuple[Problem, ...]") -> bool:
        """Problems of the list stand below it, those of fields below their field."""
        mine = [p for p in found if p.field == "items"]
        self._trouble.setText("；".join(p.reason for p in mine))
        self._trouble.setVisible(bool(mine))
        return self.form.set_problems([p for p in found if p.field != "items"]) and not mine

    def _written(self) -> None:
        """Also called once it is taken back, when the dialog is gone."""
        self._after()
        if isValid(self) and self.isVisible():
            self.accept()

    def _failed(self, error: "KnownError") -> None:
        self._busy(busy=False)
        self._trouble.setText(f"{error.message}{error.hint}")
        self._trouble.show()

    def _busy(self, *, busy: bool) -> None:
        for verb in (self.save_button, self.finish):
            verb.setEnabled(not busy)

    @override
    def unsaved(self) -> bool:
        return self.value() != self._before

    @override
    def save_changes(self) -> None:
        self.submit(finishing=False)

    # -- building --------------------------------------------------------------------------------

    def _fill_form(self) -> None:
        giver = "移交人" if self._draft.giver is None else "办公室经办人"
        form = self.form
        form.add("receiver", "接收人(&J)", TextEditor("接任人，或办公室", longest=60))
        form.add("held_on", "交接日期(&D)", DateEditor())
        form.add("giver_signed", f"{giver}签字日期(&A)", DateEditor("签了字再填"))
        form.add("receiver_signed", "接收人签字日期(&B)", DateEditor("签了字再填"))
        form.add(
            "giver_absent", "不能签字的原因(&Y)", TextEditor("移交人不能签字时写明", longest=60)
        )
        form.add("witness", "监交人(&W)", TextEditor("姓名", longest=40))
        form.set_values({key: getattr(self._draft, key) for key in _SIGNATURES})
        if self._draft.held_on is None:
            form.set_values({"held_on": self._bench.office.today()})

    def _lay_out(self, leaving: "Leaving") -> None:
        ended = f"{date_text(leaving.ended_on)}卸任" if leaving.ended_on else "还没有卸任"
        words = f"{leaving.building.community} {leaving.building.title} · {ended}"
        if leaving.end_reason:
            words += f" · {leaving.end_reason}"
        giver = self._draft.giver or leaving.leader
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("plain")
        inside.setLayout(column(self.items, None))
        scroll.setWidget(inside)
        head = row(
            column_of(label(f"离任交接 · {giver}", "title"), label(words, "muted")), None,
            button("加一行物品材料(&N)", self.items.add_free),
        )  # fmt: skip
        layout = column(head, spacing=12)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._trouble)
        layout.addWidget(self.form)
        layout.addLayout(
            row(
                button("打印交接表(&P)", self._print), None,
                button("取消", self.reject), self.save_button, self.finish,
            )
        )  # fmt: skip
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)

    def _print(self) -> None:
        show_handover(self._bench, self, self.value())


def column_of(*parts: QWidget) -> QWidget:
    """Widgets below each other as one."""
    made = QWidget()
    made.setLayout(column(*parts, spacing=4))
    return made
