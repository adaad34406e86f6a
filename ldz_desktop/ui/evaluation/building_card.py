"""One building's month beside the progress list: its count sheet, what is missing, what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.services.evaluation_records import BuildingProgress
from ldz_desktop.ui.evaluation.month_data import missing, return_rate, state_of
from ldz_desktop.ui.evaluation.panels import scrolled
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.pieces import Tone, button, chip, column, label, row, rule, set_chip

_EMPTY = "—"


class BuildingCard(QFrame):
    """enter_wanted, stars_wanted, recall_wanted: the buttons, for the building shown."""

    enter_wanted = Signal()
    stars_wanted = Signal()
    recall_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._title = label("", "title")
        self._name = label("", "muted")
        self._chip = chip("", "grey")
        self._figures = {key: label(_EMPTY) for key in _LINES}
        self._missing = label("", wrap=True)
        self._problems = label("", "error", wrap=True)
        self._odd = label("", "note", wrap=True)
        self.enter = button("录入满意度表(&K)", self.enter_wanted.emit, icon="edit")
        self.stars = button("录入星级(&R)", self.stars_wanted.emit, icon="star")
        self.recall = button("撤回这栋楼的表(&B)", self.recall_wanted.emit, icon="undo")
        self._heading = label("还缺什么", "title")
        body = column(
            self._grid(), rule(), self._heading, self._missing, self._problems, self._odd, None
        )
        layout = column(
            row(self._title, None, self._chip),
            self._name,
            scrolled(body),
            self.enter,
            self.stars,
            self.recall,
        )
        side = theme.px(16)
        layout.setContentsMargins(side, theme.px(14), side, theme.px(12))
        self.setLayout(layout)
        self.show_building(None, is_open=False)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.px(10))
        grid.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        for place, (key, value) in enumerate(self._figures.items()):
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(key, "muted"), place, 0)
            grid.addWidget(value, place, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def show_building(self, one: BuildingProgress | None, *, is_open: bool) -> None:
        """is_open: the month still takes sheets."""
        for part in (self.enter, self.stars, self.recall, self._chip, self._heading):
            part.setVisible(one is not None and is_open)
        if one is None:
            self._title.setText("楼栋")
            self._name.setText("在左边选一栋楼")
            for value in self._figures.values():
                value.setText(_EMPTY)
            self._missing.setText("")
            self._problems.hide()
            self._odd.hide()
            return
        self._chip.show()
        self._heading.show()
        self._title.setText(f"{one.building.compound} {one.building.name}")
        self._name.setText(f"{one.building.community} · {one.leader or '楼栋长暂缺'}")
        word, tone = state_of(one)
        set_chip(self._chip, word, _tone(tone))
        for key, text in _values(one).items():
            self._figures[key].setText(text)
        lacking = missing(one)
        self._missing.setText("；".join(lacking) if lacking else "这栋楼齐了。")
        self._problems.setText("\n".join(one.problems))
        self._problems.setVisible(bool(one.problems))
        self._odd.setText("请核实：" + "".join(one.oddities))
        self._odd.setVisible(bool(one.oddities))
        self.enter.setText("接着录(&K)" if one.drafted else "录入满意度表(&K)")
        self.enter.setVisible(is_open and one.origin is None)
        self.recall.setVisible(is_open and one.origin is not None)
        imported = one.origin == "file"
        self.recall.setText("撤掉导入的表(&B)" if imported else "撤回重录(&B)")
        self.stars.setText("改星级(&R)" if one.assessors else "录入星级(&R)")


_LINES = ("发出", "收回", "有效", "废表", "空白", "回收率", "已录入", "排名所需", "评分人", "来源")
_ORIGIN = {"keyed": "手工录入", "file": "表格导入", None: _EMPTY}


def _values(one: BuildingProgress) -> dict[str, str]:
    header = one.header or Header()
    known = one.header is not None
    issued = header.issued if known else one.given
    keyed = one.keyed_valid + one.keyed_invalid
    return {
        "发出": _EMPTY if issued is None else str(issued),
        "收回": str(header.returned) if known else _EMPTY,
        "有效": str(header.valid) if known else _EMPTY,
        "废表": str(header.spoiled) if known else _EMPTY,
        "空白": str(header.blank) if known else _EMPTY,
        "回收率": return_rate(header.returned, header.issued) or _EMPTY,
        "已录入": f"{keyed} 张" + (f"，另 {one.drafted} 张未交" if one.drafted else ""),
        "排名所需": f"{one.minimum} 张",
        "评分人": f"{one.assessors} 人",
        "来源": "手工录入，已复核"
        if one.origin == "keyed" and one.checked
        else _ORIGIN[one.origin],
    }


def _tone(tone: str) -> Tone:
    tones: dict[str, Tone] = {"blue": "blue", "red": "red", "green": "green", "amber": "amber"}
    return tones.get(tone, "grey")
