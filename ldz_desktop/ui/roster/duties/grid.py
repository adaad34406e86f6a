"""The duties of a month with their numbers, class beside class, as they stand on the paper."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QWidget

from ldz_desktop.domain.duties import CLASSES, Duty, DutyTemplate, class_title
from ldz_desktop.services.duties_records import DutySheet
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import label
from ldz_desktop.ui.roster.duties.count_editor import CountEditor


class DutyGrid(QScrollArea):
    """counted(duty, times): a number was typed; refused(): something that is none; turned(step):
    on to the next leader (1) or back to the one before (-1)."""

    counted = Signal(int, int)
    refused = Signal()
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._template: DutyTemplate | None = None
        self.editors: dict[int, CountEditor] = {}
        self._sums: dict[int, QLabel] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def blank(self) -> None:
        """Another leader's sheet is on its way: nothing stands there, and typing may begin."""
        for editor in self.editors.values():
            editor.show_stored(0)
        for sum_ in self._sums.values():
            sum_.setText("")

    def show_sheet(self, sheet: DutySheet) -> None:
        """Fields stay where the list of duties is the same; what is being typed stays as well."""
        if self._template is None or self._template != sheet.template:
            self._build(sheet.template)
        for key, editor in self.editors.items():
            editor.show_stored(sheet.counts.get(key, 0))
        for group, sum_ in self._sums.items():
            times = sheet.line.by_class[CLASSES[group - 1]]
            sum_.setText(f"{times} 次" if times else "")

    def begin(self) -> None:
        """The cursor goes to the first duty."""
        first = next(iter(self.editors.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> None:
        """What is being typed is handed over."""
        for editor in self.editors.values():
            if editor.hasFocus():
                editor.commit()

    def _build(self, template: DutyTemplate) -> None:
        self._template = template
        self.editors, self._sums = {}, {}
        body = QWidget()
        body.setObjectName("plain")
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(14))
        for group in CLASSES:
            duties = template.of(group)
            if duties:
                layout.addLayout(self._class(template, duties), 1)
        self.setWidget(body)
        layout.activate()
        self.setMaximumHeight(body.sizeHint().height() + theme.px(2))
        self.setMinimumHeight(min(body.sizeHint().height(), theme.px(180)))
        keys = [duty.key for duty in template.duties]
        for before, after in pairwise(keys):
            QWidget.setTabOrder(self.editors[before], self.editors[after])

    def _class(self, template: DutyTemplate, duties: tuple[Duty, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(4))
        grid.setVerticalSpacing(theme.px(3))
        grid.setColumnStretch(1, 1)
        sum_ = self._sums[duties[0].group] = label("", "muted")
        grid.addWidget(label(class_title(duties[0].group), "strong"), 0, 0, 1, 2)
        grid.addWidget(sum_, 0, 2, Qt.AlignmentFlag.AlignRight)
        for at, duty in enumerate(duties, 1):
            number = template.number(duty.key)
            name = label(duty.name, wrap=True)
            editor = CountEditor()
            editor.setAccessibleName(f"{number} {duty.name} 次数")
            editor.committed.connect(partial(self.counted.emit, duty.key))
            editor.refused.connect(self.refused)
            editor.moved.connect(partial(self._move, duty.key))
            name.setBuddy(editor)
            grid.addWidget(label(str(number), "muted"), at, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(name, at, 1)
            grid.addWidget(editor, at, 2)
            self.editors[duty.key] = editor
        grid.setRowStretch(len(duties) + 1, 1)
        return grid

    def _move(self, key: int, way: str) -> None:
        assert self._template is not None
        duties = self._template.duties
        at = self._template.number(key) - 1
        if way in ("page_down", "page_up"):
            self.turned.emit(1 if way == "page_down" else -1)
        elif way in ("next", "before"):
            to = at + (1 if way == "next" else -1)
            if to == len(duties):
                self.turned.emit(1)
            elif to >= 0:
                self._focus(duties[to])
        else:
            self._beside(duties[at], 1 if way == "right" else -1)

    def _beside(self, duty: Duty, step: int) -> None:
        """The same line of the class at the side."""
        assert self._template is not None
        groups = [g for g in CLASSES if self._template.of(g)]
        to = groups.index(duty.group) + step
        if 0 <= to < len(groups):
            line = self._template.of(duty.group).index(duty)
            there = self._template.of(groups[to])
            self._focus(there[min(line, len(there) - 1)])

    def _focus(self, duty: Duty) -> None:
        editor = self.editors[duty.key]
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(editor)
