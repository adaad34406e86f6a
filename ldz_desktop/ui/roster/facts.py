"""Who a leader is, on the card and in the personal record: portrait, place, contact, term."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ldz_desktop.domain.codes import EDUCATION, POLITICAL, SEX, is_party
from ldz_desktop.domain.households import age_on
from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.domain.party import FULL
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.feature import Target
from ldz_desktop.ui.kit.pieces import button, chip, clear, column, label, row, rule
from ldz_desktop.ui.roster.columns import building_title, streak_text, streak_tone
from ldz_desktop.ui.roster.portrait import PortraitButton

if TYPE_CHECKING:
    from datetime import date

    from ldz_desktop.domain.leaders import Leader, LeaderRow, Tenure
    from ldz_desktop.services.persons import PersonFile, PersonNumbers
    from ldz_desktop.services.roster import LeaderDetail
    from ldz_desktop.ui.kit.feature import Bench
    from ldz_desktop.ui.kit.pieces import LabelRole, Tone

_CAPTION = 60
_SOON = 90  # days before the end of a term that are counted


class PersonFacts(QWidget):
    """Read only, but for the portrait. edit_wanted: the button was pressed."""

    edit_wanted = Signal()

    def __init__(self, bench: "Bench", portrait: int, parent: QWidget | None = None) -> None:
        """portrait: its width in pixels of the 14 px design."""
        super().__init__(parent)
        self._bench = bench
        self._leader_id = 0
        self._building_id = 0
        self.portrait = PortraitButton(bench, portrait)
        self._name = label("", "heading")
        self._place = label("", "muted", wrap=True)
        self._about = label("", "", wrap=True)
        self.homes = button("", self._open_homes, role="link", tip="在户档里打开这栋楼")
        self._chips = row(spacing=4)
        self._facts = QGridLayout()
        self._numbers = label("", "", wrap=True)
        self._promises = label("", "error", wrap=True)
        self.setLayout(self._build())

    def show_person(self, place: "LeaderRow | None", file: "PersonFile") -> None:
        """place: the building led at present; None: out of office."""
        leader, today = file.detail.leader, self._bench.office.today()
        self._leader_id = leader.id
        self._building_id = place.building_id if place is not None else 0
        self.portrait.show_leader(leader.id, leader.name, file.portrait)
        self._name.setText(leader.name)
        self._place.setText(_place_text(place))
        self.homes.setText(f"本楼 {place.households} 户" if place is not None else "")
        self.homes.setVisible(place is not None)
        self._about.setText(_about_text(leader, today))
        self._show_chips(place, file.detail)
        self._show_facts(place, file, today)
        self._numbers.setText(numbers_text(file.numbers))
        self._promises.setText(_promises_text(file.numbers))
        self._promises.setVisible(file.numbers.overdue > 0)

    def _build(self) -> QVBoxLayout:
        edit = button("编辑", self.edit_wanted.emit, icon="edit", tip="F2")
        beside = column(row(self._name, None, edit), self._place, spacing=4)
        beside.addLayout(row(self.homes, None))
        beside.addLayout(self._chips)
        beside.addStretch(1)
        head = row(spacing=12)
        head.addWidget(self.portrait, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(beside, 1)
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(theme.px(12))
        self._facts.setVerticalSpacing(0)
        self._facts.setColumnMinimumWidth(0, theme.px(_CAPTION))
        self._facts.setColumnStretch(1, 1)
        layout = column(head, self._about, rule(), self._facts, rule(), spacing=8)
        layout.addWidget(self._numbers)
        layout.addWidget(self._promises)
        return layout

    def _show_chips(self, place: "LeaderRow | None", detail: "LeaderDetail") -> None:
        clear(self._chips)
        for text, tone in _chips(place, detail):
            self._chips.addWidget(chip(text, tone))
        self._chips.addStretch(1)

    def _show_facts(self, place: "LeaderRow | None", file: "PersonFile", today: "date") -> None:
        clear(self._facts)
        leader = file.detail.leader
        secrets = (
            ("phone", "电话", mask_phone(leader.phone) if leader.phone else ""),
            ("id_number", "证件号码", mask_id(leader.id_number) if leader.id_number else ""),
        )
        facts: list[tuple[str, QWidget]] = [
            (title, SecretLine(self._bench, self._leader_id, field, masked))
            for field, title, masked in secrets
        ]
        facts.append(("出生日期", label(date_text(leader.birth) if leader.birth else "—")))
        if place is not None:
            tenures = (t.tenure for t in file.detail.tenures)
            current = next(t for t in tenures if t.id == place.tenure_id)
            facts += [(title, label(words, role)) for title, words, role in _term(current, today)]
        if file.step is not None and file.step.stage != FULL:
            words = f"{file.step.stage}，{date_text(file.step.happened_on)}"
            facts.append(("党员发展", label(words, wrap=True)))
        facts += [(title, label(text, wrap=True)) for title, text in _story(leader) if text]
        if leader.note:
            facts.append(("备注", label(leader.note, wrap=True)))
        for line, (title, value) in enumerate(facts):
            self._facts.setRowMinimumHeight(line, theme.px(26))
            self._facts.addWidget(label(title, "muted"), line, 0)
            self._facts.addWidget(value, line, 1)

    def _open_homes(self) -> None:
        if self._building_id:
            self._bench.show(Target("building", self._building_id))


class SecretLine(QWidget):
    """A masked value with 显示; showing it is logged."""

    def __init__(self, bench: "Bench", leader_id: int, field: str, masked: str) -> None:
        """field: the attribute of Leader."""
        super().__init__()
        self._bench = bench
        self._leader_id = leader_id
        self._field = field
        self._masked = masked
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
            return
        office, leader_id, field = self._bench.office, self._leader_id, self._field
        self._bench.tasks.run(
            lambda progress: office.roster.reveal(leader_id, field), self._show, owner=self
        )

    def _show(self, value: str) -> None:
        self._value.setText(value)
        self._switch.setText("隐藏")


def numbers_text(numbers: "PersonNumbers") -> str:
    """今年培训 4 学时 · 履职 86 次 · 奖励 2 项."""
    parts = [f"今年培训 {numbers.hours} 学时", f"履职 {numbers.duties:,} 次"]
    parts.append(f"奖励 {numbers.rewards} 项")
    return " · ".join(parts)


def _promises_text(numbers: "PersonNumbers") -> str:
    return f"有 {numbers.overdue} 项承诺已过期没有兑现"


def _place_text(place: "LeaderRow | None") -> str:
    return "现在没有任职" if place is None else f"{place.community} {building_title(place)}"


def _story(leader: "Leader") -> "tuple[tuple[str, str | None], ...]":
    return (
        ("所在党支部", leader.branch), ("原职业", leader.former_work), ("服役经历", leader.service),
    )  # fmt: skip


def _about_text(leader: "Leader", today: "date") -> str:
    age = f"{age_on(leader.birth, today)} 岁" if leader.birth else ""
    parts = (SEX.label(leader.sex), age, POLITICAL.label(leader.political))
    return " · ".join(p for p in (*parts, EDUCATION.label(leader.education)) if p)


def _chips(place: "LeaderRow | None", detail: "LeaderDetail") -> "list[tuple[str, Tone]]":
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


def _term(tenure: "Tenure", today: "date") -> "list[tuple[str, str, LabelRole]]":
    """Since when, and until when it was given: title, words, and how they are written."""
    start = tenure.started_on
    since = date_text(start) if start else "起任日期不详"
    length = time_between(start, today)
    lines: list[tuple[str, str, LabelRole]] = [
        ("任职", since + (f" · {length}" if length else ""), "")
    ]
    if tenure.term_end is not None:
        words, role = _end_text(tenure.term_end, today)
        lines.append(("届满", words, role))
    return lines


def _end_text(end: "date", today: "date") -> "tuple[str, LabelRole]":
    left = (end - today).days
    if left < 0:
        return f"{date_text(end)} · 已过 {-left} 天", "error"
    if left <= _SOON:
        return f"{date_text(end)} · 还有 {left} 天", "note"
    return date_text(end), ""


def time_between(start: "date | None", end: "date") -> str:
    """6 年 1 个月; empty where the start is unknown or lies ahead."""
    if start is None or start > end:
        return ""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    years, rest = divmod(months, 12)
    parts = [f"{years} 年"] if years else []
    if rest or not years:
        parts.append(f"{rest} 个月" if months else "不足一个月")
    return " ".join(parts)
