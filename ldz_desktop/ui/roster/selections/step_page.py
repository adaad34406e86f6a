"""What the pages of the panel share: a form that becomes one write, or what is on record."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from ldz_desktop.domain.problems import Problem
from ldz_desktop.errors import KnownError
from ldz_desktop.services.selections_reading import SelectionDetail
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.doing import do
from ldz_desktop.ui.kit.editors import NoteEditor
from ldz_desktop.ui.kit.forms import Form
from ldz_desktop.ui.kit.pieces import column, label, row
from ldz_desktop.ui.roster.form_page import FormPage
from ldz_desktop.ui.roster.selections.words import Line

if TYPE_CHECKING:
    from ldz_desktop.services.undoable import Done
    from ldz_desktop.ui.kit.feature import Bench

_CAPTION_PX = 64


class Desk:
    """What a page works at. owner: the section, which outlives the pages; after: a write is done;
    leave: a page is given up; look_again: something beside the form changed; go: shows another
    section of the tab."""

    def __init__(
        self,
        bench: "Bench",
        owner: QWidget,
        after: Callable[[], None],
        leave: Callable[[], None],
        look_again: Callable[[], None],
        go: Callable[[str], bool],
    ) -> None:
        self.bench = bench
        self.owner = owner
        self.after = after
        self.leave = leave
        self.look_again = look_again
        self.go = go

    def run(self, page: "StepPage", work: "Callable[[], Done]") -> None:
        """A write of the page's form; what is refused is said on the page."""
        page.set_busy(busy=True)

        def failed(error: KnownError) -> None:
            if isValid(page):
                page.set_busy(busy=False)
                page.show_error(error)

        do(self.bench, self.owner, work, self.after, failed)


class StepPage(FormPage):
    """A form of the panel. Notes are shown once; pressing the verb again goes on."""

    def __init__(
        self,
        desk: Desk,
        titles: tuple[str, str],
        form: Form,
        verb: str,
        *,
        aside: QWidget | None = None,
    ) -> None:
        super().__init__(titles, form, verb, aside=aside)
        self.desk = desk
        self.accepted.connect(self.save)
        self.cancelled.connect(desk.leave)

    def save(self) -> None:
        """The verb was pressed."""
        raise NotImplementedError

    def fits(self, problems: Sequence[Problem]) -> bool:
        """Show what is wrong; True where the write may go on."""
        self.show_error(None)
        return self.form.confirmed((*self.form.unreadable(), *problems), self.yes)


class ReasonPage(StepPage):
    """Something that needs a reason. act: the write for a reason."""

    def __init__(
        self, desk: Desk, titles: tuple[str, str], verb: str, act: "Callable[[str], Done]"
    ) -> None:
        form = Form()
        form.add("reason", "原因", NoteEditor("写明原因，会留在记录里", lines=3))
        super().__init__(desk, titles, form, verb)
        self._act = act

    @override
    def save(self) -> None:
        reason = str(self.form.values()["reason"] or "")
        missing = () if reason else (Problem("refused", "reason", "missing", "请写明原因"),)
        if self.fits(missing):
            self.desk.run(self, lambda: self._act(reason))


class EvidencePage(QWidget):
    """What is on record of a step. Esc goes back to the board."""

    cancelled = Signal()

    def __init__(
        self, title: str, words: str, lines: Sequence[Line], verbs: Sequence[QPushButton] = ()
    ) -> None:
        super().__init__()
        text = evidence_lines(lines)
        text.addStretch(1)
        layout = column(label(title, "title"), spacing=4)
        if words:
            layout.addWidget(label(words, "muted", wrap=True))
        layout.addSpacing(theme.px(8))
        layout.addWidget(scrolled(text), 1)
        layout.addLayout(row(None, *verbs))
        self.setLayout(layout)
        self.verbs = tuple(verbs)

    def begin(self) -> None:
        if self.verbs:
            self.verbs[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def edited(self) -> bool:
        return False


def evidence_lines(lines: Sequence[Line]) -> QVBoxLayout:
    """Caption and text below each other, long texts broken."""
    text = column(spacing=8)
    for caption, said in lines:
        name = label(caption, "muted", wrap=True)
        name.setFixedWidth(theme.px(_CAPTION_PX))
        name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        line = row(name)
        line.addWidget(label(said, wrap=True), 1)
        text.addLayout(line)
    return text


def scrolled(layout: QLayout) -> QScrollArea:
    """A white area that scrolls upright."""
    body = QWidget()
    body.setObjectName("plain")
    body.setLayout(layout)
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(body)
    return scroll


def current(detail: SelectionDetail, step: str) -> bool:
    """Whether that step is the one to be worked on."""
    first = next((s.step for s in detail.steps if s.state != "done"), None)
    return first == step and detail.selection.running
