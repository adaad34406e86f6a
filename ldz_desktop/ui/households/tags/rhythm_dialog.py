"""How often whom: the office's own visiting rhythm."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.tags import KINDS, PERIODS, Rhythm
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import NumberEditor, PickEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import button, column, label, row, rule


class RhythmDialog(Dialog):
    """Every kind with its period. The shortest of a person's tags counts."""

    def __init__(self, bench: Bench, rhythm: Rhythm, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._parent = parent
        self.setWindowTitle("走访周期")
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.first = Form(columns=2)
        self.first.add("aged_alone", "80 岁以上独居(&A)", _periods(rhythm.aged_alone))
        self.first.add("alone_from", "独居从几岁起走访(&G)", NumberEditor(0, 100))
        self.kinds = Form(columns=2)
        for kind in KINDS:
            days = rhythm.every.get(kind.name, kind.every)
            self.kinds.add(kind.name, kind.name, _periods(days))
        self._fill(rhythm)
        for form in (self.first, self.kinds):
            form.settle()
            form.answers_enter(self._save)
        layout = column(
            label("走访周期", "title"),
            label("一个人有几种标签时，按最短的周期走访。", "muted"),
            self.first,
            rule(),
            self.kinds,
            row(
                button("恢复默认(&R)", lambda: self._fill(Rhythm())), None,
                button("取消", self.reject), button("保存(&S)", self._save, role="primary"),
            ),
            spacing=12,
        )  # fmt: skip
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)

    def _fill(self, rhythm: Rhythm) -> None:
        """Typed in, as it were: what differs from the office's own is unsaved."""
        found = {"aged_alone": rhythm.aged_alone, "alone_from": rhythm.alone_from}
        for form, values in ((self.first, found), (self.kinds, dict(rhythm.every))):
            for key, value in values.items():
                editor: Any = form.editor(key)
                editor.set_value(value)

    def rhythm(self) -> Rhythm:
        """What the fields say."""
        first = self.first.values()
        every = {kind: int(days) for kind, days in self.kinds.values().items()}
        from_age = first["alone_from"]
        return Rhythm(int(first["aged_alone"]), 60 if from_age is None else from_age, every)

    @override
    def unsaved(self) -> bool:
        return self.first.edited() or self.kinds.edited()

    @override
    def save_changes(self) -> None:
        self._save()

    def _save(self) -> None:
        problems = self.first.unreadable()
        if problems:
            self.first.set_problems(problems)
            return
        office, bench, rhythm = self._bench.office, self._bench, self.rhythm()

        def saved(change: Change) -> None:
            bench.notices.info(change.what)
            bench.publish(change)

        self.accept()
        bench.tasks.run(lambda progress: office.tags.save_rhythm(rhythm), saved, owner=self._parent)


def _periods(days: int) -> PickEditor:
    """The usual periods, and whatever the office has."""
    pairs: list[tuple[object, str]] = list(PERIODS.items())
    if days not in PERIODS:
        pairs.insert(0, (days, f"每 {days} 天"))
    return PickEditor(pairs)
