"""Address labels: which sheet, from which place of it on, for whom."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ldz_desktop.reports.labels import SHEETS, Sheet, render
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.dialog import Dialog
from ldz_desktop.ui.kit.editors import CheckEditor, PickEditor
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.papers import show_paper
from ldz_desktop.ui.kit.pieces import button, column, label, row

if TYPE_CHECKING:
    from ldz_desktop.reports.paper import Paper
    from ldz_desktop.services.progress import Progress

_ROWS = 8


class StartPicker(QWidget):
    """The sheet in small: click the first free label, or go there with the arrows. changed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = SHEETS[0].columns
        self._start = 1
        self.setFixedSize(theme.px(180), theme.px(200))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._say()

    def set_columns(self, columns: int) -> None:
        self._columns = columns
        self.set_start(1)

    @property
    def start(self) -> int:
        """Counted by rows from the top left, from 1."""
        return self._start

    def set_start(self, start: int) -> None:
        self._start = max(1, min(start, self._columns * _ROWS))
        self._say()
        self.update()
        self.changed.emit()

    def _say(self) -> None:
        self.setAccessibleName(f"从第 {self._start} 格开始")

    def _cell(self, place: int) -> QRect:
        at_row, at_column = divmod(place, self._columns)
        wide, high = self.width() / self._columns, self.height() / _ROWS
        gap = theme.px(2)
        return QRect(
            round(at_column * wide) + gap, round(at_row * high) + gap,
            round(wide) - 2 * gap, round(high) - 2 * gap,
        )  # fmt: skip

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place in range(self._columns * _ROWS):
            used = place + 1 < self._start
            first = place + 1 == self._start
            painter.setBrush(theme.color("grey-wash" if used else "select" if first else "paper"))
            edge = "focus" if first and self.hasFocus() else "muted" if first else "edge"
            painter.setPen(QPen(theme.color(edge), 1))
            box = self._cell(place)
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(theme.color("faint" if used else "muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "已用" if used else str(place + 1))
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for place in range(self._columns * _ROWS):
            if self._cell(place).contains(point):
                self.set_start(place + 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        steps = {
            keys.Key_Left: -1, keys.Key_Right: 1,
            keys.Key_Up: -self._columns, keys.Key_Down: self._columns,
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_start(self._start + step)


class LabelsDialog(Dialog):
    """Makes the labels of a list and shows them as they will be printed."""

    def __init__(self, bench: Bench, ids: Sequence[int], parent: QWidget) -> None:
        """ids: residents."""
        super().__init__(parent)
        self._bench = bench
        self._ids = list(ids)
        self._parent = parent
        self.setWindowTitle("地址标签")
        self.setModal(True)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheet = PickEditor([(sheet, sheet.name) for sheet in SHEETS])
        self.whom = PickEditor([(False, "每户一张，写户主"), (True, "每人一张")])
        self.named = CheckEditor("右下角印寄件单位(&D)")
        self.named.set_value(value=True)
        self.cut = CheckEditor("印裁切线(&L)（用普通纸时）")
        self.picker = StartPicker()
        self.form = Form()
        self.form.add("sheet", "标签纸(&P)", self.sheet)
        self.form.add("whom", "收件人(&W)", self.whom)
        self.form.add("named", "", self.named)
        self.form.add("cut", "", self.cut)
        self.sheet.changed.connect(self._sheet_changed)
        self.make_button = button("预览(&V) …", self._make, role="primary")
        self.make_button.setDefault(True)
        self.form.answers_enter(self._make)
        self.make_button.setEnabled(bool(self._ids))
        body = row(self.form, spacing=24)
        right = column(label("从哪一格开始", "muted"), self.picker, None, spacing=4)
        body.addLayout(right)
        layout = column(
            label("地址标签", "title"),
            label(f"当前名单的 {len(self._ids):,} 人。打印时请选“实际大小”，不要缩放。", "muted"),
            body,
            row(None, button("取消", self.reject), self.make_button),
            spacing=16,
        )
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, theme.px(16))
        self.setLayout(layout)

    def _sheet_changed(self) -> None:
        self.picker.set_columns(self._sheet().columns)

    def _sheet(self) -> Sheet:
        value = self.sheet.value()
        return value if isinstance(value, Sheet) else SHEETS[0]

    def _make(self) -> None:
        office, ids, sheet, start = self._bench.office, self._ids, self._sheet(), self.picker.start
        each, cut, named = bool(self.whom.value()), self.cut.value(), self.named.value()

        def work(progress: "Progress") -> "Paper":
            del progress
            profile = office.settings.profile()
            made = office.lists.labels(ids, each_person=each)
            sender = (profile.unit or profile.office) if named else ""
            return render(made, sheet=sheet, start=start, sender=sender, cut_lines=cut)

        self.accept()
        show_paper(self._bench, self._parent, work, "地址标签")
