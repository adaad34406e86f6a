"""The selected member, to read: two columns of captions and values, sensitive ones hidden."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from ldz_desktop.domain import codes
from ldz_desktop.domain.households import Resident, age_on
from ldz_desktop.domain.masks import mask_id, mask_phone
from ldz_desktop.domain.workdays import date_text
from ldz_desktop.record import record
from ldz_desktop.ui.households.wording import HIDDEN, LIVING, REGISTERED, STATES
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import button, label, restyle, row

CHILD_UNTIL = 14
"""Everything about children younger than this is sensitive by law (PIPL art. 28)."""

EVERY_FIELD = "all"


def is_child(resident: Resident, today: date) -> bool:
    return resident.birth is not None and age_on(resident.birth, today) < CHILD_UNTIL


def gone_text(resident: Resident) -> str:
    """2026年11月24日迁出; "" for somebody who is present."""
    if resident.state == "present":
        return ""
    if resident.state_on is None:
        return STATES[resident.state]
    return date_text(resident.state_on) + STATES[resident.state].removeprefix("已")


def _birth(resident: Resident) -> str:
    return date_text(resident.birth) if resident.birth else ""


@record
class _Line:
    """text: the value in words; masked: what stands there until 显示 (None: not sensitive); rare:
    only there where there is something to say."""

    key: str
    caption: str
    text: Callable[[Resident], str]
    wide: bool = False
    masked: Callable[[Resident], str] | None = None
    rare: bool = False


KIN = {"spouse_id": "配偶", "father_id": "父亲", "mother_id": "母亲"}
NOBODY: Mapping[str, str] = {}
LINES = (
    _Line("state_on", "状态", gone_text, wide=True, rare=True),
    _Line(
        "id_number",
        "证件号码",
        lambda r: r.id_number or "",
        wide=True,
        masked=lambda r: mask_id(r.id_number or ""),
    ),
    _Line("birth", "出生", _birth, wide=True),
    _Line("sex", "性别", lambda r: codes.SEX.label(r.sex)),
    _Line("ethnic", "民族", lambda r: codes.ETHNIC.label(r.ethnic)),
    _Line(
        "phone",
        "电话",
        lambda r: r.phone or "",
        wide=True,
        masked=lambda r: mask_phone(r.phone or ""),
    ),
    _Line("education", "文化程度", lambda r: codes.EDUCATION.label(r.education)),
    _Line("political", "政治面貌", lambda r: codes.POLITICAL.label(r.political)),
    _Line("marital", "婚姻", lambda r: codes.MARITAL.label(r.marital)),
    _Line("occupation", "职业", lambda r: codes.EMPLOYMENT.label(r.occupation)),
    _Line("workplace", "工作单位", lambda r: r.workplace or "", wide=True),
    _Line(
        "health",
        "健康",
        lambda r: codes.HEALTH.label(r.health),
        wide=True,
        masked=lambda r: HIDDEN,
    ),
    _Line("registered_here", "户籍", lambda r: REGISTERED[r.registered_here]),
    _Line("lives_here", "居住", lambda r: LIVING[r.lives_here]),
    _Line("registered_address", "户籍地址", lambda r: r.registered_address or "", wide=True),
    *(_Line(key, caption, lambda r: "", rare=True) for key, caption in KIN.items()),
    _Line("note", "备注", lambda r: r.note or "", wide=True),
)


_PLAIN = ("sex", "state_on")
"""Not hidden of children either."""


class Details(QWidget):
    """reveal_wanted(field): 显示 was pressed beside it; "all" for a child's whole record."""

    reveal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, QLabel] = {}
        self._captions: dict[str, QLabel] = {}
        self._links: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        place = 0
        for line in LINES:
            place += place % 2 if line.wide else 0
            self._add(grid, line, *divmod(place, 2))
            place += 2 if line.wide else 1
        grid.setRowStretch(grid.rowCount(), 1)

    def show_member(
        self,
        resident: Resident,
        today: date,
        revealed: frozenset[str],
        kin: Mapping[str, str] = NOBODY,
    ) -> None:
        """revealed: the fields shown in full for this person; kin: names by father_id, mother_id
        and spouse_id."""
        child = is_child(resident, today) and EVERY_FIELD not in revealed
        for line in LINES:
            text = kin.get(line.key, "") if line.key in KIN else line.text(resident)
            hidden = bool(text) and (
                (child and line.key not in _PLAIN)
                or (line.masked is not None and not {line.key, EVERY_FIELD} & revealed)
            )
            shown = text
            if hidden:
                shown = HIDDEN if child or line.masked is None else line.masked(resident)
            value = self._values[line.key]
            value.setText(shown or "—")
            if line.rare:
                for one in (value, self._captions[line.key]):
                    one.setVisible(bool(text))
            restyle(value, "role", "muted" if shown in ("", HIDDEN) else "")
            if line.masked is not None:
                self._links[line.key].setVisible(hidden and not child)

    def text(self, key: str) -> str:
        """What stands beside a caption."""
        return self._values[key].text()

    def field_visible(self, key: str) -> bool:
        """Whether there is something to say in a rare line."""
        return not self._values[key].isHidden()

    def link(self, key: str) -> QPushButton:
        """The 显示 beside a value that is masked."""
        return self._links[key]

    def _add(self, grid: QGridLayout, line: _Line, at_row: int, half: int) -> None:
        caption = label(line.caption, "muted")
        value = label("—", wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAccessibleName(line.caption)
        self._values[line.key] = value
        self._captions[line.key] = caption
        grid.addWidget(caption, at_row, half * 2, Qt.AlignmentFlag.AlignTop)
        box = row(value) if line.masked is None else row(value, self._reveal(line), None)
        grid.addLayout(box, at_row, half * 2 + 1, 1, 3 if line.wide else 1)

    def _reveal(self, line: _Line) -> QPushButton:
        link = button("显示", lambda: self.reveal_wanted.emit(line.key), role="link")
        link.setStyleSheet("padding: 0 4px; min-height: 18px;")
        link.setToolTip("显示完整内容，会记入日志")
        link.setAccessibleName(f"显示{line.caption}")
        link.hide()
        self._links[line.key] = link
        return link
