"""这分怎么来的: every step of a score, so that anyone can recompute it, and its five grades."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ldz_desktop.domain.explaining import Step, hidden_words
from ldz_desktop.domain.rank_interval import interval_sentence
from ldz_desktop.services.evaluation_records import Explanation
from ldz_desktop.ui.evaluation.composition import CompositionBars
from ldz_desktop.ui.evaluation.month_data import figure, return_rate, shown
from ldz_desktop.ui.evaluation.panels import scrolled
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, clear, column, label, row, rule

_OF_SHEETS = ("满意度得分", "满意率", "得分")


def hidden(explanation: Explanation) -> str:
    """Why there is no result to be seen; empty where there is one."""
    if shown(explanation.standing):
        return ""
    few = hidden_words(explanation.scheme)
    return few if explanation.standing.score.valid else "还没有录入有效表"


def visible_steps(explanation: Explanation) -> tuple[Step, ...]:
    """The steps that may be shown: what few sheets say is left out."""
    if shown(explanation.standing):
        return explanation.steps
    return tuple(step for step in explanation.steps if step.label not in _OF_SHEETS)


def paper_line(explanation: Explanation) -> str:
    """31 张有效票，发出 34 张，回收率 91 %."""
    score = explanation.standing.score
    parts = [f"{score.valid} 张有效票"]
    if score.issued:
        parts.append(f"发出 {score.issued} 张")
        parts.append(f"回收率 {return_rate(score.returned, score.issued)}")
    else:
        parts.append(f"收回 {score.returned} 张，发出数未登记")
    return "，".join(parts)


class ExplainCard(QFrame):
    """The right card of the ranking. print_wanted: 打印说明; appeal_wanted: 申诉."""

    print_wanted = Signal()
    appeal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.explanation: Explanation | None = None
        self._name = label("", "muted", wrap=True)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(theme.px(8))
        self._score = label("", "figure")
        self._formula = label("", "small", wrap=True)
        self._papers = label("", "muted", wrap=True)
        self._bars = CompositionBars()
        self._bars_title = label("满意度构成", "title")
        self._hidden = label("", "note", wrap=True)
        self._more = label("", "muted", wrap=True)
        self.print = button("打印说明(&M)", self.print_wanted.emit)
        tip = "有人认为这个结果不对：登记在本月公示下面"
        self.appeal = button("申诉(&S)…", self.appeal_wanted.emit, tip=tip)
        self.appeal.hide()
        self._result = QWidget()
        result = row(label("得分"), None, self._score)
        self._result.setLayout(result)
        body = column(
            self._steps, rule(), self._result, self._formula, self._papers, self._more,
            self._hidden, self._bars_title, self._bars, None,
        )  # fmt: skip
        body.insertSpacing(body.indexOf(self._bars_title), theme.px(4))
        layout = column(
            label("这分怎么来的", "title"), self._name, scrolled(body),
            row(self.appeal, None, self.print),
        )  # fmt: skip
        side = theme.px(16)
        layout.setContentsMargins(side, theme.px(14), side, theme.px(12))
        self.setLayout(layout)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No building is chosen."""
        self.explanation = None
        self._name.setText("在左边选一栋楼")
        clear(self._steps)
        for part in self._parts():
            part.hide()
        self.print.setEnabled(False)

    def show_explanation(self, explanation: Explanation) -> None:
        self.explanation = explanation
        standing = explanation.standing
        score = standing.score
        place = f"第 {standing.rank} 名" if standing.rank else "不排名"
        self._name.setText(
            f"{score.compound} {score.building}  {score.leader or '楼栋长暂缺'} · "
            f"{standing.scope}{place}"
        )
        clear(self._steps)
        for step in visible_steps(explanation):
            if step.label != "得分":
                self._steps.addWidget(_line(step))
        enough = shown(standing)
        self._score.setText(figure(score.score, standing))
        self._formula.setText(next((s.formula for s in explanation.steps if s.label == "得分"), ""))
        self._papers.setText(paper_line(explanation))
        self._bars.set_grades(score.grades)
        for part in self._parts():
            part.setVisible(True)
        for part in (self._bars, self._bars_title):
            part.setVisible(enough)
        self._formula.setVisible(enough and bool(self._formula.text()))
        self._hidden.setText(hidden(explanation))
        more = list(explanation.ties)
        if explanation.interval is not None:
            more.append(interval_sentence(explanation.interval))
        self._more.setText("\n".join(more))
        self._more.setVisible(bool(more))
        self._hidden.setVisible(not enough)
        self.print.setEnabled(True)

    def texts(self) -> tuple[str, ...]:
        """The steps as written on the card (for tests and screen readers)."""
        return tuple(
            f"{step.label} {step.value}"
            for step in (visible_steps(self.explanation) if self.explanation else ())
        )

    def _parts(self) -> tuple[QWidget, ...]:
        return (
            self._result, self._formula, self._papers, self._more, self._bars, self._bars_title,
            self._hidden,
        )  # fmt: skip


def _line(step: Step) -> QWidget:
    """A step: what and how much on one line, by which formula below."""
    strong = step.label == "不排名"
    name = label(step.label, "note" if strong else "")
    value = label(step.value, "note" if strong else "")
    formula = label(step.formula, "small", wrap=True)
    made = QWidget()
    made.setLayout(column(row(name, None, value), formula, spacing=0))
    made.setAccessibleName(f"{step.label} {step.value}，{step.formula}")
    return made
