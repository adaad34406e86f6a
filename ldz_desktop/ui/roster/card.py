"""The card at the right: a person, a vacancy, or a form."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from ldz_desktop.domain.leaders import LeaderRow, Tenure
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, card, chip, clear, column, label, row, rule
from ldz_desktop.ui.roster.columns import building_title
from ldz_desktop.ui.roster.form_page import FormPage
from ldz_desktop.ui.roster.person import PersonView, past_text
from ldz_desktop.ui.roster.score_line import ScoreLine, Spot

if TYPE_CHECKING:
    from ldz_desktop.services.persons import PersonFile
    from ldz_desktop.ui.kit.feature import Bench


@dataclass(frozen=True)
class Past:
    """What is known of a vacant building. former: names and ended tenures, the newest first;
    selecting: a selection is running."""

    place: LeaderRow
    former: tuple[tuple[str, Tenure], ...]
    spots: tuple[Spot, ...]
    selecting: bool = False


class LeaderCard(QFrame):
    """Shows one page at a time. The *_wanted signals: a button of a page was pressed."""

    appoint_wanted = Signal()
    select_wanted = Signal()
    record_wanted = Signal()
    resume_wanted = Signal()

    def __init__(self, bench: "Bench", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person = PersonView(bench)
        self.vacancy = VacancyView()
        self.vacancy.select.clicked.connect(lambda *_: self.select_wanted.emit())
        self.vacancy.appoint.clicked.connect(lambda *_: self.appoint_wanted.emit())
        self.vacancy.resume.clicked.connect(lambda *_: self.resume_wanted.emit())
        self.replace = button("换人(&R)", self.person.replace_wanted.emit)
        self.end = button("卸任(&D)", self.person.end_wanted.emit)
        self.record = button("完整档案", self.record_wanted.emit, tip="Enter")
        self.more = button("更多")
        self._form: FormPage | None = None
        self._person_page = self._page_of_person()
        self._stack = QStackedWidget()
        self._blank = QWidget()
        for page in (self._blank, self._person_page, self.vacancy):
            self._stack.addWidget(page)
        body = column(spacing=0)
        body.addWidget(self._stack, 1)
        self.setLayout(column(card(body), spacing=0))

    @property
    def form(self) -> FormPage | None:
        """The form that is shown."""
        return self._form

    def show_nothing(self) -> None:
        self.close_form()
        self._stack.setCurrentWidget(self._blank)

    def show_person(self, place: LeaderRow | None, file: "PersonFile") -> None:
        self.close_form()
        self.person.show_person(place, file)
        for verb in (self.replace, self.end):
            verb.setVisible(place is not None)
        self._stack.setCurrentWidget(self._person_page)

    def show_vacancy(self, past: Past) -> None:
        self.close_form()
        self.vacancy.show_building(past)
        self._stack.setCurrentWidget(self.vacancy)

    def show_form(self, form: FormPage) -> None:
        """Put a form in place of what is shown; close_form() brings that back."""
        self.close_form()
        self._form = form
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        form.begin()

    def close_form(self) -> None:
        form, self._form = self._form, None
        if form is not None:
            self._stack.removeWidget(form)
            form.deleteLater()

    def _page_of_person(self) -> QWidget:
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.person)
        verbs = row(self.record, self.more, None, self.replace, self.end, spacing=6)
        page = QWidget()
        page.setLayout(column(scroll, verbs, spacing=8))
        return page


class VacancyView(QWidget):
    """A building without a leader: what to do about it, and who led it before."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "heading")
        self._place = label("", "muted")
        self.select = button("开始推选", role="primary")
        self.appoint = button("新任楼栋长", tip="补记早已上任的人；新产生的请用“开始推选”")
        self.resume = button("恢复前任任职", tip="卸任登记有误时，取消最近一次卸任")
        self.newest: Tenure | None = None
        self.selecting = False
        self._heading = label("前任", "strong")
        self._former = column(spacing=8)
        self._scores = label("本楼近十二个月得分", "strong")
        self._line = ScoreLine()
        head = row(self._title, chip("空缺", "amber"), None)
        words = label(
            "这栋楼现在没有楼栋长。推选、审查、公示之后任命，从任职当月起参加测评；"
            "早已上任的，直接登记新任。",
            wrap=True,
        )
        top = column(head, self._place, rule(), words, spacing=8)
        top.addLayout(row(self.select, self.appoint, self.resume, None))
        top.addSpacing(theme.px(8))
        top.addWidget(self._heading)
        top.addLayout(self._former)
        top.addWidget(self._scores)
        top.addWidget(self._line)
        top.addStretch(1)
        self.setLayout(top)

    def show_building(self, past: Past) -> None:
        place, former = past.place, past.former
        self._title.setText(building_title(place))
        homes = f" · {place.households} 户" if place.households else ""
        self._place.setText(f"{place.community}{homes}")
        self.selecting = past.selecting
        self.select.setText("继续推选" if past.selecting else "开始推选")
        self.newest = former[0][1] if former else None
        self.resume.setVisible(bool(former))
        self._heading.setVisible(bool(former))
        clear(self._former)
        for name, tenure in former:
            words = column(label(name), label(past_text(tenure), "muted", wrap=True), spacing=2)
            self._former.addLayout(words)
        self._line.set_spots(past.spots)
        for part in (self._scores, self._line):
            part.setVisible(bool(past.spots))
