"""推选 in the personal record: every selection the person stood in, with each step's evidence."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from ldz_desktop.domain.selections import STEP_TITLES
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.selections_reading import SelectionDetail
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.pieces import EmptyState, button, chip, column, label, row, rule
from ldz_desktop.ui.roster.selections.letters import show_letter
from ldz_desktop.ui.roster.selections.step_page import evidence_lines, scrolled
from ldz_desktop.ui.roster.selections.words import TONES, evidence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from ldz_desktop.ui.kit.feature import Bench


class SelectionSection(QWidget):
    """Read only; leads to the board and prints the letter."""

    def __init__(self, bench: "Bench") -> None:
        super().__init__()
        self._bench = bench
        self._stack = QStackedWidget()
        self._none = EmptyState(
            "没有推选记录",
            "这位楼栋长不是在这里推选的。下一次换届请在“推选”里办理，每一步的依据会留在这里。",
            icon="paper",
        )
        self._stack.addWidget(self._none)
        self.setLayout(column(self._stack))

    def show_leader(self, leader_id: int) -> None:
        """Read that leader's selections on the worker and show them."""
        office = self._bench.office
        self._bench.tasks.run(
            lambda progress: [
                office.selections.detail(one) for one in office.selections.of_leader(leader_id)
            ],
            self._show,
            owner=self,
            key="record-selections",
        )

    def _show(self, details: list[SelectionDetail]) -> None:
        old = self._stack.currentWidget()
        if old is not self._none:
            self._stack.removeWidget(old)
            old.deleteLater()
        if not details:
            self._stack.setCurrentWidget(self._none)
            return
        text = column(spacing=12)
        for number, detail in enumerate(details):
            if number:
                text.addWidget(rule())
            text.addLayout(self._one(detail))
        text.addStretch(1)
        area = scrolled(text)
        self._stack.addWidget(area)
        self._stack.setCurrentWidget(area)

    def _one(self, detail: SelectionDetail) -> "QLayout":
        one = detail.selection
        target = Target("selection", one.id)
        head = row(label(detail.building.title, "heading"), label(_when(detail), "muted"), None)
        if one.tenure_id is not None:
            head.addWidget(
                button("打印聘书", partial(show_letter, self._bench, self, one.tenure_id))
            )
        if one.running:
            head.addWidget(button("到推选", partial(self._bench.show, target)))
        whole = column(head, spacing=8)
        for state in detail.steps:
            title = label(STEP_TITLES[state.step], "strong")
            mark = chip(state.text or "未开始", TONES[state.state])
            whole.addLayout(row(title, mark, None))
            whole.addLayout(evidence_lines(evidence(detail, state.step)))
        return whole


def _when(detail: SelectionDetail) -> str:
    one = detail.selection
    if one.closed_on is not None and one.tenure_id is None:
        return f"{date_text(one.closed_on)}终止：{one.close_reason}"
    if one.appointed_on is not None:
        return f"{date_text(one.appointed_on)}任命"
    return f"{date_text(one.begun_on)}开始"
