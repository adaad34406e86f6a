"""A leader on the card at the right: who it is, how to reach them, terms and scores."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ldz_desktop.domain.codes import EDUCATION, POLITICAL, SEX, is_party
from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.identity import mask_id, mask_phone
from ldz_desktop.domain.leaders import Leader, LeaderRow, Tenure
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.services.roster import LeaderDetail, ScorePoint, TenureRow
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import Tone, button, chip, clear, column, label, restyle, row, rule
from ldz_desktop.ui.roster.columns import ELIMINATE_AFTER, building_title, streak_text, streak_tone
from ldz_desktop.ui.roster.score_line import ScoreLine, Spot

Reveal = Callable[[str, Callable[[str], None]], None]
"""Asks for a field's full value (logged) and hands it to the function."""


class PersonView(QWidget):
    """Read only. edit_wanted, replace_wanted, end_wanted: a button was pressed."""

    edit_wanted = Signal()
    replace_wanted = Signal()
    end_wanted = Signal()

    def __init__(
        self, reveal: Reveal, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._reveal = reveal
        self._today = today
        self._name = label("", "heading")
        self._place = label("", "muted", wrap=True)
        self._about = label("", "", wrap=True)
        self._chips = row()
        self._advice = label("", wrap=True)
        self._advice_frame = _frame(self._advice)
        self._facts = QGridLayout()
        self._line = ScoreLine()
        self._scores_title = label("近十二个月得分", "strong")
        self._no_scores = label("还没有封存的测评。", "muted")
        self._terms = QVBoxLayout()
        self.setLayout(self._build())

    @property
    def score_line(self) -> ScoreLine:
        return self._line

    def show_person(self, place: LeaderRow | None, detail: LeaderDetail) -> None:
        """place: the building led at present; None: out of office."""
        leader = detail.leader
        self._name.setText(leader.name)
        self._place.setText(_place_text(place))
        self._about.setText(_about_text(leader, self._today()))
        self._show_chips(place, detail)
        self._show_advice(place)
        self._show_facts(leader)
        self._show_terms(detail.tenures)
        scored = bool(detail.scores)
        self._line.setVisible(scored)
        self._no_scores.setVisible(not scored)
        self._line.set_spots(tuple(map(_spot, detail.scores)))

    def _build(self) -> QVBoxLayout:
        edit = button("编辑", self.edit_wanted.emit, icon="edit", tip="F2")
        head = row(self._name, None, edit)
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(theme.px(12))
        self._facts.setVerticalSpacing(0)
        self._facts.setColumnMinimumWidth(0, theme.px(60))
        self._facts.setColumnStretch(1, 1)
        self._terms.setSpacing(theme.px(8))
        layout = column(head, self._place, self._chips, self._about, spacing=8)
        layout.addWidget(self._advice_frame)
        layout.addWidget(rule())
        layout.addLayout(self._facts)
        layout.addWidget(rule())
        layout.addWidget(self._scores_title)
        layout.addWidget(self._line)
        layout.addWidget(self._no_scores)
        layout.addWidget(rule())
        layout.addWidget(label("任职经历", "strong"))
        layout.addLayout(self._terms)
        layout.addStretch(1)
        return layout

    def _show_chips(self, place: LeaderRow | None, detail: LeaderDetail) -> None:
        clear(self._chips)
        for text, tone in _chips(place, detail):
            self._chips.addWidget(chip(text, tone))
        self._chips.addStretch(1)

    def _show_advice(self, place: LeaderRow | None) -> None:
        streak = place.streak if place is not None else 0
        self._advice.setText(advice(streak))
        self._advice_frame.setVisible(streak > 0)
        restyle(self._advice_frame, "role", "trouble" if streak >= ELIMINATE_AFTER else "notice")

    def _show_facts(self, leader: Leader) -> None:
        clear(self._facts)
        birth = date_text(leader.birth) if leader.birth else ""
        secrets = (
            ("phone", "电话", mask_phone(leader.phone) if leader.phone else ""),
            ("id_number", "证件号码", mask_id(leader.id_number) if leader.id_number else ""),
        )
        facts: list[tuple[str, QWidget]] = [
            (title, SecretLine(field, masked, self._reveal)) for field, title, masked in secrets
        ]
        facts.append(("出生日期", label(birth or "—")))
        if leader.note:
            facts.append(("备注", label(leader.note, wrap=True)))
        for line, (title, value) in enumerate(facts):
            self._facts.setRowMinimumHeight(line, theme.px(28))
            self._facts.addWidget(label(title, "muted"), line, 0)
            self._facts.addWidget(value, line, 1)

    def _show_terms(self, terms: tuple[TenureRow, ...]) -> None:
        clear(self._terms)
        for term in terms:
            words = column(label(term.building.title), spacing=2)
            words.addWidget(label(_term_text(term, self._today()), "muted", wrap=True))
            self._terms.addLayout(words)


class SecretLine(QWidget):
    """A masked value with 显示; showing it is logged."""

    def __init__(self, field: str, masked: str, reveal: Reveal) -> None:
        super().__init__()
        self._field = field
        self._masked = masked
        self._reveal = reveal
        self._value = label(masked or "—")
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._switch = button("显示", self._flip, role="link")
        self.setLayout(row(self._value, self._switch, None, spacing=8))
        self._switch.setVisible(bool(masked))  # only now: without a parent it would be a window

    @property
    def value_label(self) -> QLabel:
        return self._value

    @property
    def switch(self) -> QPushButton:
        return self._switch

    def _flip(self) -> None:
        if self._value.text() != self._masked:
            self._value.setText(self._masked)
            self._switch.setText("显示")
        else:
            self._reveal(self._field, self._show)

    def _show(self, value: str) -> None:
        self._value.setText(value)
        self._switch.setText("隐藏")


def advice(streak: int) -> str:
    """What the scheme asks for after so many last places in a row; a person decides."""
    if streak >= ELIMINATE_AFTER:
        return f"连续 {streak} 个月末位。按办法可提请研究是否卸任，由社区党组织决定并签字。"
    if streak == ELIMINATE_AFTER - 1:
        return f"连续 {streak} 个月末位，请约谈本人并做好记录。"
    return "上月排名末位，请提醒本人。" if streak else ""


def _frame(words: QLabel) -> QFrame:
    frame = QFrame()
    layout = column(words)
    margin = theme.px(8)
    layout.setContentsMargins(theme.px(12), margin, theme.px(12), margin)
    frame.setLayout(layout)
    return frame


def _place_text(place: LeaderRow | None) -> str:
    if place is None:
        return "现在没有任职"
    households = f" · {place.households} 户" if place.households else ""
    return f"{place.community} {building_title(place)}{households}"


def _about_text(leader: Leader, today: date) -> str:
    age = f"{age_on(leader.birth, today)} 岁" if leader.birth else ""
    parts = (SEX.label(leader.sex), age, POLITICAL.label(leader.political))
    return " · ".join(p for p in (*parts, EDUCATION.label(leader.education)) if p)


def _chips(place: LeaderRow | None, detail: LeaderDetail) -> list[tuple[str, Tone]]:
    found: list[tuple[str, Tone]] = []
    if is_party(detail.leader.political):
        found.append((POLITICAL.label(detail.leader.political), "red"))
    flags = sum(1 for point in detail.scores if point.flag)
    if flags:
        found.append((f"红旗 {flags} 个月", "red"))
    if place is not None and place.streak:
        tone: Tone = "red" if streak_tone(place.streak) == "red" else "amber"
        found.append((streak_text(place.streak), tone))
    if place is None:
        found.append(("不在任", "grey"))
    return found


def _term_text(term: TenureRow, today: date) -> str:
    tenure = term.tenure
    if tenure.ended_on is None:
        start = date_text(tenure.started_on) if tenure.started_on else "起任日期不详"
        length = _length(tenure.started_on, today)
        return f"{start}至今" + (f" · {length}" if length else "")
    return past_text(tenure)


def past_text(tenure: Tenure) -> str:
    """2018年3月1日至2020年9月30日 · 任期届满."""
    start = date_text(tenure.started_on) if tenure.started_on else "起任日期不详"
    end = date_text(tenure.ended_on) if tenure.ended_on else ""
    reason = f" · {tenure.end_reason}" if tenure.end_reason else ""
    return f"{start}至{end}{reason}"


def _length(start: date | None, end: date) -> str:
    """6 年 1 个月; empty where the start is unknown or lies ahead."""
    if start is None or start > end:
        return ""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    years, rest = divmod(months, 12)
    parts = [f"{years} 年"] if years else []
    if rest or not years:
        parts.append(f"{rest} 个月" if months else "不足一个月")
    return " ".join(parts)


def _spot(point: ScorePoint) -> Spot:
    return Spot(
        point.month,
        point.score,
        point.rank,
        flag=point.flag,
        last=point.last,
        why=point.why_unranked or "",
    )
