"""One chain at the right: the months it rests on, what the sheets can bear, what was done, what is
due."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ldz_desktop.domain.cautions import DISMISS, STAGES, month_words
from ldz_desktop.domain.rank_interval import SHARE, interval_sentence
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.cautions import PROPOSAL, REMINDER, TALK
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import (
    button,
    card,
    chip,
    clear,
    column,
    label,
    restyle,
    row,
    rule,
)
from ldz_desktop.ui.roster.cautions.columns import (
    count_text,
    count_tone,
    step_words,
    void_words,
)

if TYPE_CHECKING:
    from datetime import date

    from ldz_desktop.domain.cautions import Caution, StepKind
    from ldz_desktop.services.cautions_papers import MonthFact
    from ldz_desktop.services.cautions_records import Case, Judged


@dataclass(frozen=True)
class CaseFile:
    """A chain as the panel shows it. signed: caution id → how many scans hang on it; vacant: nobody
    leads the building now; choosing: a selection for it is running."""

    case: "Case"
    facts: "tuple[MonthFact, ...]"
    signed: dict[int, int]
    vacant: bool
    choosing: bool


class CasePanel(QFrame):
    """The signals carry what was pressed: a step to take, or a verb about a step on record."""

    step_wanted = Signal(str)
    blank_wanted = Signal()
    handover_wanted = Signal()
    selection_wanted = Signal()
    person_wanted = Signal()
    verb_wanted = Signal(str, object)

    def __init__(self, today: "Callable[[], date]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.file: CaseFile | None = None
        self._name = label("", "heading")
        self._chips = row(spacing=4)
        self._place = label("", "muted", wrap=True)
        self._advice = label("", wrap=True)
        self._frame = QFrame()
        self._months = QVBoxLayout()
        self._steps = QVBoxLayout()
        self._verbs = row()
        self.primary: QPushButton | None = None
        self._body = QWidget()
        self._build()
        self.show_nothing()

    def show_nothing(self) -> None:
        self.file = None
        self._body.hide()

    def show_file(self, file: CaseFile) -> None:
        self.file = file
        case, today = file.case, self._today()
        self._name.setText(case.leader)
        self._place.setText(_place(case))
        clear(self._chips)
        self._chips.addWidget(chip(f"末位{count_text(case)}", count_tone(case)))  # type: ignore[arg-type]
        if case.ended_on is not None:
            self._chips.addWidget(chip("已卸任", "grey"))
        self._chips.addStretch(1)
        self._show_advice(file, today)
        self._show_months(file)
        self._show_steps(file)
        self._show_verbs(file)
        self._body.show()

    # -- parts -----------------------------------------------------------------------------------

    def _show_advice(self, file: CaseFile, today: "date") -> None:
        case = file.case
        if case.step is not None:
            words = step_words(case.step, today)
            urgent = case.step.overdue(today) or case.step.kind in ("propose", "decide")
        else:
            words, urgent = void_words(case) or _settled(file), False
        self._advice.setText(words)
        self._frame.setVisible(bool(words))
        restyle(self._frame, "role", "trouble" if urgent else "notice")

    def _show_months(self, file: CaseFile) -> None:
        clear(self._months)
        for fact in file.facts:
            self._months.addLayout(_month(fact))
        newest = next((f for f in reversed(file.facts) if f.interval is not None), None)
        if newest is not None and newest.interval is not None:
            words = f"{month_words(newest.month)}{interval_sentence(newest.interval)}"
            words = words.replace(" %", "\u00a0%")  # never on two lines
            self._months.addWidget(label(words, wrap=True))
            why = (
                "收回的表只是一部分住户的意见。表越少，名次的出入越大；"
                "区间按表数向全体平均靠拢后反复抽算，供研究时参考。"
            )
            self._months.addWidget(label(why, "small", wrap=True))

    def _show_steps(self, file: CaseFile) -> None:
        clear(self._steps)
        if not file.case.steps:
            self._steps.addWidget(label("还没有记录。", "muted"))
        for one in file.case.steps:
            self._steps.addLayout(self._step(one, file.signed.get(one.caution.id, 0)))

    def _step(self, one: "Judged", scans: int) -> QVBoxLayout:
        caution = one.caution
        head = row(
            label(STAGES[caution.stage], "strong"), label(_when(caution), "muted"), spacing=8
        )
        if one.void:
            head.addWidget(chip("已失效", "grey"))
        head.addStretch(1)
        made = column(head, spacing=2)
        for words in _said(caution):
            made.addWidget(label(words, wrap=True))
        if one.void:
            made.addWidget(label(f"{one.void}。", "small", wrap=True))
        links = row(spacing=4)
        for key, caption in _links(caution, scans):
            link = button(caption, partial(self.verb_wanted.emit, key, caution), role="link")
            links.addWidget(link)
        links.addStretch(1)
        links.setContentsMargins(-theme.px(5), 0, 0, 0)  # a link's own edge
        made.addLayout(links)
        return made

    def _show_verbs(self, file: CaseFile) -> None:
        clear(self._verbs)
        self.primary = None
        case = file.case
        kind = None if case.step is None else case.step.kind
        if case.running and case.newest(TALK) is None and case.count > 1:
            self._verbs.addWidget(button("空白约谈记录(&K)", self.blank_wanted.emit))
        if case.ended_on is not None and _dismissed(case):
            self._verbs.addWidget(button("离任交接(&J)", self.handover_wanted.emit))
            if file.vacant and not file.choosing:
                self._add_primary("开始推选(&X)", self.selection_wanted.emit)
        self._verbs.addWidget(button("档案(&G)", self.person_wanted.emit, tip="在花名册里打开本人"))
        self._verbs.addStretch(1)
        if kind is not None:
            self._add_primary(_CAPTIONS[kind], partial(self.step_wanted.emit, kind))
        elif case.running and case.newest(REMINDER) is None and case.count > 1:
            self._verbs.addWidget(button("补登提醒(&R)", partial(self.step_wanted.emit, "remind")))

    def _add_primary(self, caption: str, act: Callable[[], object]) -> None:
        self.primary = button(caption, act, role="primary")
        self._verbs.addWidget(self.primary)

    def _build(self) -> None:
        margin = theme.px(8)
        inside = column(self._advice)
        inside.setContentsMargins(theme.px(12), margin, theme.px(12), margin)
        self._frame.setLayout(inside)
        for part in (self._months, self._steps):
            part.setSpacing(theme.px(8))
        text = column(row(self._name, None), self._place, self._chips, self._frame, spacing=8)
        text.addWidget(rule())
        text.addWidget(label("末位的月份", "strong"))
        text.addLayout(self._months)
        text.addWidget(rule())
        text.addWidget(label("处置记录", "strong"))
        text.addLayout(self._steps)
        text.addStretch(1)
        plain = QWidget()
        plain.setObjectName("plain")
        plain.setLayout(text)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(plain)
        body = column(spacing=8)
        body.addWidget(scroll, 1)
        body.addLayout(self._verbs)
        body.setContentsMargins(0, 0, 0, 0)
        self._body.setLayout(body)
        self.setLayout(column(card(column(self._body)), spacing=0))


_CAPTIONS: "dict[StepKind, str]" = {
    "remind": "登记提醒(&R)", "talk": "登记约谈(&R)", "propose": "提请研究(&R)",
    "decide": "登记决定(&R)", "review": "登记复查(&R)",
}  # fmt: skip


def _place(case: "Case") -> str:
    started = f"{date_text(case.started_on)}任职" if case.started_on else "任职日期不详"
    ended = f"，{date_text(case.ended_on)}卸任" if case.ended_on else ""
    return f"{case.building.community} {case.building.title} · {started}{ended}"


def _month(fact: "MonthFact") -> QVBoxLayout:
    if fact.rank is None:
        first = f"{month_words(fact.month)}　结果已更正"
    else:
        score = "" if fact.score is None else f"　{fact.score:.2f} 分"
        place = f"第 {fact.rank}（共 {fact.of}）"
        first = f"{month_words(fact.month)}　{place}{score}　{fact.valid} 张表"
    bearing = ""
    if fact.interval is not None:
        best, worst = fact.interval.best, fact.interval.worst
        span = str(best) if best == worst else f"{best}—{worst}"
        bearing = f"可信名次 {span}（{SHARE} %）　"
    code = label(f"{bearing}{fact.code}", "small", wrap=True)
    code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return column(label(first, wrap=True), code, spacing=2)


def _when(caution: "Caution") -> str:
    if caution.decided and caution.signed_on is not None:
        return f"{date_text(caution.signed_on)} {caution.decision}"
    return date_text(caution.done_on) if caution.done_on else ""


def _said(caution: "Caution") -> list[str]:
    found = []
    if caution.stage == REMINDER:
        found.append(f"{caution.done_by}，{caution.way}" + _also(caution.note))
    elif caution.stage == TALK:
        found.append(f"{caution.done_by}，在{caution.place}")
        found.append(f"谈话：{caution.said}")
        found.append(f"承诺：{caution.promised}")
        if caution.reviewed_on is not None:
            found.append(f"{date_text(caution.reviewed_on)}复查：{caution.review_note}")
        elif caution.review_on is not None:
            found.append(f"{date_text(caution.review_on)}复查")
    else:
        day = date_text(caution.done_on) if caution.done_on else ""
        found.append(f"{day}由{caution.done_by}提请" + _also(caution.note))
        if caution.decided:
            names = "、".join(filter(None, (caution.first_signer, caution.second_signer)))
            found.append(f"理由：{caution.reason}")
            found.append(f"签字：{names}")
    return found


def _also(note: str | None) -> str:
    return f"：{note}" if note else ""


def _links(caution: "Caution", scans: int) -> list[tuple[str, str]]:
    found = []
    if caution.stage == TALK:
        found.append(("print", "打印"))
    elif caution.stage == PROPOSAL:
        found.append(("proposal", "打印提请"))
        if caution.decided:
            found.append(("print", "打印决定"))
    if not caution.decided:
        found.append(("edit", "修改"))
    if caution.stage == TALK and caution.reviewed_on is None:
        found.append(("review", "复查"))
    if caution.stage != REMINDER:
        found.append(("scans", f"签字件 {scans}" if scans else "存签字件"))
    if not caution.decided:
        found.append(("remove", "删除"))
    return found


def _dismissed(case: "Case") -> bool:
    proposal = case.newest(PROPOSAL)
    return proposal is not None and proposal.caution.decision == DISMISS


def _settled(file: CaseFile) -> str:
    """What stands in the box where nothing is due."""
    case = file.case
    if not _dismissed(case):
        if case.running:
            return "这一步已经办好。下个月再是末位时，会列出下一步。"
        broken = case.chain.broken if case.chain is not None else ""
        return f"末位连续已终止：{broken}。" if broken else ""
    if not file.vacant:
        return "已免去职务，楼栋已有新的楼栋长，末位连续从零起算。"
    if file.choosing:
        return "已免去职务，楼栋空缺，推选正在进行。请办好离任交接。"
    return "已免去职务，楼栋空缺。接下来办离任交接，并开始推选。"
