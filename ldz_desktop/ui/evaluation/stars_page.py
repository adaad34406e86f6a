"""Keying the star booklets, building after building: booklets × three duty classes."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from ldz_desktop.domain.changes import Change
from ldz_desktop.domain.duties import DutyTemplate
from ldz_desktop.services.evaluation_records import BuildingProgress
from ldz_desktop.services.months import month_text
from ldz_desktop.services.progress import Progress
from ldz_desktop.ui.evaluation.booklets import BookletPanel
from ldz_desktop.ui.evaluation.building_picker import BuildingPicker
from ldz_desktop.ui.evaluation.duties import DutyWords
from ldz_desktop.ui.evaluation.marks import StarGrid, parse_block
from ldz_desktop.ui.evaluation.month_data import MonthData
from ldz_desktop.ui.evaluation.panels import lay_out, legend, scrolled
from ldz_desktop.ui.evaluation.saver import Saver
from ldz_desktop.ui.evaluation.star_pad import StarPad
from ldz_desktop.ui.kit.feature import Bench
from ldz_desktop.ui.kit.keys import page_keys
from ldz_desktop.ui.kit.pieces import button, card, column, label, row

LEGEND = (
    "1–5 评星    方向键、Tab 移动    退格 退一格    0 清除    回车 下一栋    "
    "Ctrl+V 粘贴表格块    PgUp PgDn 换楼栋    Esc 返回"
)
DONE = "已评"


def stars_state(one: BuildingProgress) -> tuple[str, str]:
    """A building's booklets in one word, and the tone of its chip."""
    return (DONE, "green") if one.assessors else ("未评", "grey")


@dataclass(frozen=True, slots=True)
class _Read:
    building_id: int
    marks: dict[int, str]
    likely: tuple[int, ...]
    duties: DutyTemplate


class StarsPage(QWidget):
    """left: the clerk goes back to the month. Every mark is stored at once."""

    left = Signal()

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._bench = bench
        self._month = ""
        self._building: BuildingProgress | None = None
        self._grid = StarGrid()
        self._stored: dict[int, str] = {}
        self._lately: tuple[int, ...] = ()
        self._touched = False
        self._ready = False
        self._entering = False
        self._saver = Saver[dict[int, str]](
            bench, lambda office: office.evaluation.save_stars, self
        )
        self._saver.state_changed.connect(self._show_saved)
        self.picker = BuildingPicker(stars_state, DONE)
        self.pad = StarPad()
        self.duties = DutyWords()
        self.panel = BookletPanel()
        self._title = label("", "title")
        self._name = label("", "title")
        self._leader = label("", "muted")
        self._say = label("", "note", wrap=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        back = button("返回(&Q)", self.leave, icon="back", tip="回到本月（Esc）")
        top = card(row(back, self._title, None, self._leader, self._name))
        scroll = scrolled(column(self.pad, self.duties, None, spacing=24))
        middle: QFrame = card(column(self._say, scroll, legend(LEGEND)))
        self._say.hide()
        body = QHBoxLayout()
        body.addWidget(self.picker)
        body.addWidget(middle, 1)
        body.addWidget(self.panel)
        lay_out(self, top, body)

    def _connect(self) -> None:
        self.picker.chosen.connect(self.go)
        self.picker.entered.connect(self._entered)
        self.pad.edited.connect(self._edited)
        self.pad.finished.connect(self._finished)
        self.pad.paste_wanted.connect(self._paste)
        self.pad.remove_wanted.connect(self._remove)
        self.panel.add_wanted.connect(self._add)
        self.panel.paste_wanted.connect(self._paste)
        self.panel.remove_wanted.connect(self._remove)
        self.panel.next_wanted.connect(self._next_open)
        keys = {
            "F6": self.picker.focus_find,
            "F7": self.panel.focus_number,
            "F8": self._focus_pad,
            "F9": self._next_open,
        }
        page_keys(self, keys)

    # -- what the tab calls ----------------------------------------------------------------------

    def open(self, data: MonthData, building_id: int) -> None:
        """Begin or go on. building_id 0: the first building without a booklet."""
        if data.overview is None:
            return
        self._month, progress = data.overview.info.month, data.progress
        self._building = None
        self._ready = False
        if data.ranking is not None:
            self.pad.set_classes(data.ranking.scheme.duty_classes)
        self._title.setText(f"录入星级评分册 · {month_text(self._month)}")
        self.picker.show_buildings(progress, data.known, building_id)
        first = progress[0].building.id if progress else 0
        self.go(building_id or self.picker.next_open(0) or first)

    def show_progress(self, data: MonthData) -> None:
        """The counts changed, here or elsewhere."""
        month = data.overview.info.month if data.overview is not None else ""
        if month != self._month or self._building is None:
            return
        self.picker.show_buildings(data.progress, data.known, self.building_id())

    def go(self, building_id: object) -> None:
        """Another building; the marks of this one are stored already."""
        assert isinstance(building_id, int)
        one = self.picker.record(building_id)
        if one is None:
            return
        self._settle()
        self.picker.select(building_id)
        self._building = one
        self._ready = False
        self._name.setText(f"{one.building.compound} {one.building.name}")
        self._leader.setText(f"{one.building.community} · {one.leader or '楼栋长暂缺'}")
        self._tell("")
        month, office = self._month, self._bench.office

        def read(progress: Progress) -> _Read:
            del progress
            service = office.evaluation
            likely = service.booklets_of(month, building_id)
            stars = service.stars(month, building_id)
            return _Read(building_id, stars, likely, office.duties.template(month))

        self._saver.settled(
            lambda: self._bench.tasks.run(read, self._loaded, owner=self, key="stars-read")
        )

    def leave(self) -> None:
        self._settle()
        self.left.emit()

    def saver(self) -> Saver[dict[int, str]]:
        """For the tab, which waits for the last write before the window closes."""
        return self._saver

    def grid(self) -> StarGrid:
        return self._grid

    def building_id(self) -> int:
        return self._building.building.id if self._building is not None else 0

    # -- one building ----------------------------------------------------------------------------

    def _loaded(self, found: _Read) -> None:
        if self.building_id() != found.building_id:
            return
        self._ready = True
        self._stored = found.marks
        self.duties.show_template(found.duties)
        grid = StarGrid(tuple(found.marks), tuple(found.marks.values()))
        if not grid.numbers:
            for number in found.likely or self._lately:
                grid = grid.add(number)
        self._show(grid.at(0, 0))
        self._begin()

    def _entered(self) -> None:
        self._entering = True
        self._begin()

    def _begin(self) -> None:
        if not self._ready or (self.picker.field.hasFocus() and not self._entering):
            return  # still looking for a building
        self._entering = False
        if self._grid.numbers:
            self._focus_pad()
        else:
            self.panel.focus_number()

    def _show(self, grid: StarGrid) -> None:
        self._grid = grid
        self.pad.show_grid(grid)
        self.panel.show_grid(grid)

    def _edited(self, grid: object) -> None:
        assert isinstance(grid, StarGrid)
        if not self._ready:
            self._show(self._grid)
            return
        self._tell("")
        marks = grid.marks
        self._grid = grid
        self.panel.show_grid(grid)
        if marks != self._stored:
            self._stored = marks
            self._touched = True
            self._saver.save(self._month, self.building_id(), marks)

    def _change(self, grid: StarGrid) -> None:
        self.pad.show_grid(grid)
        self._edited(grid)

    def _add(self, number: int) -> None:
        self._change(self._grid.add(number))
        self._focus_pad()

    def _remove(self) -> None:
        grid = self._grid
        if not grid.numbers:
            return
        self._change(grid.remove(grid.row))
        ident = self.building_id()

        def undo() -> None:
            if self.building_id() == ident:
                self._change(grid)

        self._bench.notices.info(f"已移除第 {grid.numbers[grid.row]} 册", undo)

    def _paste(self) -> None:
        block = parse_block(QGuiApplication.clipboard().text())
        if block.lines:
            self._change(self._grid.paste(block))
        if not block.lines:
            self._tell("剪贴板里没有看懂的星级。请从表格复制“编号 + 三项星级”的几行。")
        elif block.refused:
            lines = "、".join(str(number) for number in block.refused)
            self._tell(f"第 {lines} 行没有看懂，没有录入；其余已录入。")
        self._focus_pad()

    def _finished(self) -> None:
        """Enter: to the next building when nothing is missing, else to what is missing."""
        if self._grid.missing or not self._grid.marks:
            self._tell("还有没评的项。" if self._grid.missing else "还没有评分。")
            self._show(self._grid.first_missing())
            return
        self._next_open()

    def _next_open(self) -> None:
        wanted = self.picker.next_open(self.building_id())
        if wanted:
            self.go(wanted)
        else:
            self._bench.notices.info("所有楼栋都已评星")
            self.leave()

    def _settle(self) -> None:
        """Tell the other tabs once, when the clerk goes elsewhere."""
        if self._grid.numbers:
            self._lately = self._grid.numbers
        if not self._touched:
            return
        self._touched = False
        ident = self.building_id()
        change = Change.of("evaluation", what=f"{self._name.text()} 星级已保存", ids=(ident,))
        self._saver.settled(lambda: self._bench.publish(change))

    def _tell(self, text: str) -> None:
        self._say.setText(text)
        self._say.setVisible(bool(text))

    def told(self) -> str:
        return self._say.text()

    def _show_saved(self) -> None:
        text, wrong = self._saver.words()
        self.panel.say_saved(text, wrong=wrong)

    def _focus_pad(self) -> None:
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif step:
            self.go(self.picker.neighbour(self.building_id(), step))
        else:
            super().keyPressEvent(event)
