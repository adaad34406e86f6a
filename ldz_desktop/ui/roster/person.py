"""A leader on the card at the right: who it is, how to reach them, scores and terms."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import clear, column, label, restyle, rule
from ldz_desktop.ui.roster.columns import ELIMINATE_AFTER
from ldz_desktop.ui.roster.facts import PersonFacts, time_between
from ldz_desktop.ui.roster.score_line import ScoreLine, Spot

if TYPE_CHECKING:
    from datetime import date

    from ldz_desktop.domain.leaders import LeaderRow, Tenure
    from ldz_desktop.services.persons import PersonFile
    from ldz_desktop.services.roster import ScorePoint, TenureRow
    from ldz_desktop.ui.kit.feature import Bench

_PORTRAIT = 84


class PersonView(QWidget):
    """Read only. edit_wanted, replace_wanted, end_wanted: a button was pressed."""

    edit_wanted = Signal()
    replace_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, bench: "Bench", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bench = bench
        self.facts = PersonFacts(bench, _PORTRAIT)
        self.facts.edit_wanted.connect(self.edit_wanted)
        self._advice = label("", wrap=True)
        self._advice_frame = _frame(self._advice)
        self._line = ScoreLine()
        self._scores_title = label("近十二个月得分", "strong")
        self._no_scores = label("还没有封存的测评。", "muted")
        self._terms = QVBoxLayout()
        self._terms_head = (rule(), label("任职经历", "strong"))
        self.setLayout(self._build())

    @property
    def score_line(self) -> ScoreLine:
        return self._line

    def show_person(self, place: "LeaderRow | None", file: "PersonFile") -> None:
        """place: the building led at present; None: out of office."""
        self.facts.show_person(place, file)
        self._show_advice(place)
        self._show_terms(file.detail.tenures)
        scored = bool(file.detail.scores)
        self._line.setVisible(scored)
        self._no_scores.setVisible(not scored)
        self._line.set_spots(tuple(map(spot_of, file.detail.scores)))

    def _build(self) -> QVBoxLayout:
        self._terms.setSpacing(theme.px(8))
        layout = column(self.facts, self._advice_frame, rule(), spacing=8)
        layout.addWidget(self._scores_title)
        layout.addWidget(self._line)
        layout.addWidget(self._no_scores)
        for part in self._terms_head:
            layout.addWidget(part)
        layout.addLayout(self._terms)
        layout.addStretch(1)
        return layout

    def _show_advice(self, place: "LeaderRow | None") -> None:
        streak = place.streak if place is not None else 0
        self._advice.setText(advice(streak))
        self._advice_frame.setVisible(streak > 0)
        restyle(self._advice_frame, "role", "trouble" if streak >= ELIMINATE_AFTER else "notice")

    def _show_terms(self, terms: "tuple[TenureRow, ...]") -> None:
        """Where the present one is not all there is to say."""
        clear(self._terms)
        past = any(term.tenure.ended_on for term in terms)
        for part in self._terms_head:
            part.setVisible(past)
        if not past:
            return
        today = self._bench.office.today()
        for term in terms:
            words = column(label(term.building.title), spacing=2)
            words.addWidget(label(_term_text(term.tenure, today), "muted", wrap=True))
            self._terms.addLayout(words)


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


def _term_text(tenure: "Tenure", today: "date") -> str:
    if tenure.ended_on is None:
        start = date_text(tenure.started_on) if tenure.started_on else "起任日期不详"
        length = time_between(tenure.started_on, today)
        return f"{start}至今" + (f" · {length}" if length else "")
    return past_text(tenure)


def past_text(tenure: "Tenure") -> str:
    """2018年3月1日至2020年9月30日 · 任期届满."""
    start = date_text(tenure.started_on) if tenure.started_on else "起任日期不详"
    end = date_text(tenure.ended_on) if tenure.ended_on else ""
    reason = f" · {tenure.end_reason}" if tenure.end_reason else ""
    return f"{start}至{end}{reason}"


def spot_of(point: "ScorePoint") -> Spot:
    """A closed month as a spot of the line."""
    return Spot(
        point.month,
        point.score,
        point.rank,
        flag=point.flag,
        last=point.last,
        why=point.why_unranked or "",
    )
