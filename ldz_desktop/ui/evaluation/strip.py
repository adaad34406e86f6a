"""The month as five steps on one strip, with the one button that comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from ldz_desktop.services.evaluation_records import MonthOverview
from ldz_desktop.services.months import month_text
from ldz_desktop.ui.evaluation.month_data import MonthData, checked_of, written_of
from ldz_desktop.ui.evaluation.month_menu import MonthMenu
from ldz_desktop.ui.kit import theme
from ldz_desktop.ui.kit.editors import day_text
from ldz_desktop.ui.kit.pieces import button

StepState = Literal["done", "now", "later", "skipped"]
Primary = Literal["give", "enter", "check", "close", "publish", "notice"]
STEPS = ("发放", "录入", "核对", "封月", "公示")


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as shown: its name, its count, and whether it is done, next, yet to come, or was
    passed over (giving out, where nobody writes it down)."""

    title: str
    count: str
    state: StepState


def steps_of(overview: MonthOverview, checked: int, written: int) -> tuple[StepView, ...]:
    """The five steps. A step is done when nothing is missing in it; the first that is not done
    is the one that comes next. checked: buildings whose batch balances and that have stars;
    written: buildings whose envelopes were written down when they were given out."""
    info = overview.info
    every = overview.buildings
    over = info.state != "open"
    done = (
        over or 0 < every == overview.given,
        over or (every > 0 and every == overview.with_sheets and not overview.drafts),
        over or (every > 0 and checked == every and not overview.drafts),
        over,
        info.state == "published",
    )
    counts = (
        _given(overview, written, done=done[0]),
        f"{overview.valid:,} 张",
        f"{checked:,}/{every:,} 栋",
        _closing(overview),
        _notice_count(overview),
    )
    states: list[StepState] = ["done" if one else "later" for one in done]
    if not done[0] and not written and overview.with_sheets + overview.drafts:
        states[0] = "skipped"
    if "later" in states:
        states[states.index("later")] = "now"
    return tuple(map(StepView, STEPS, counts, states))


def _given(overview: MonthOverview, written: int, *, done: bool) -> str:
    """What was given out so far; a step that is not whole says of how many buildings."""
    if done and overview.issued:
        return f"{overview.issued:,} 张"
    if done:
        return "已发"
    if written:
        return f"{overview.given:,}/{overview.buildings:,} 栋"
    return "未登记" if overview.with_sheets + overview.drafts else "未发"


def _closing(overview: MonthOverview) -> str:
    info = overview.info
    if info.edition == 1:
        return "待封" if info.state == "open" else "已封"
    return f"{'已重开' if info.state == 'open' else '已封'} 第{info.edition}版"


def _notice_count(overview: MonthOverview) -> str:
    info = overview.info
    if info.state != "published" or info.notice_end is None:
        return f"{overview.notice_days} 个工作日"
    end = f"{info.notice_end.month}月{info.notice_end.day}日"
    return f"至 {end}" if info.notice_certain else f"预计至 {end}"


_BY_STEP: tuple[Primary, ...] = ("give", "enter", "check", "close", "publish")


def primary_of(steps: Sequence[StepView]) -> Primary:
    """What the one red button does: the work of the red step."""
    now = [place for place, step in enumerate(steps) if step.state == "now"]
    return _BY_STEP[now[0]] if now else "notice"


_PRIMARY: Mapping[Primary, tuple[str, str]] = {
    "give": ("发放(&L)", "登记每栋发出几个信封，印表"),
    "enter": ("录入(&L)", "录入下一栋还没有交批的"),
    "check": ("核对(&L)", "看还缺表、缺星级和张数不平的楼栋"),
    "close": ("封月(&F)", "核对完再封月，封月后不能改动"),
    "publish": ("公示(&F)", "先看样子，再打印、登记张贴"),
    "notice": ("打印公示(&O)", ""),
}
"""Caption and tip of the red button."""


class MonthStrip(QFrame):
    """The month chooser, the steps and the primary button.

    month_chosen(month); new_month; scheme_wanted; step_chosen(0…4); primary(kind of primary_of).
    """

    month_chosen = Signal(str)
    new_month = Signal()
    scheme_wanted = Signal()
    step_chosen = Signal(int)
    primary = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._kind: Primary = "close"
        self.months = QComboBox()
        self.months.setAccessibleName("月份")
        self.months.setFixedWidth(theme.px(140))
        self.months.activated.connect(self._chosen)
        self.new = button("", self.new_month.emit, icon="add", tip="开始新的一个月（Ctrl+N）")
        self.new.setFixedWidth(theme.px(36))
        tip = "测评方案：题目、分值、权重、排名范围 …"
        self.scheme = button("", self.scheme_wanted.emit, icon="settings", tip=tip)
        self.scheme.setFixedWidth(theme.px(36))
        self.more = MonthMenu(self)
        self.steps = tuple(StepButton(place) for place in range(len(STEPS)))
        self.button = button("封月(&F)", self._primary, role="primary")
        layout = QHBoxLayout(self)
        side = theme.px(16)
        layout.setContentsMargins(side, theme.px(10), side, theme.px(10))
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.months)
        layout.addWidget(self.new)
        layout.addWidget(self.scheme)
        layout.addWidget(self.more.button)
        layout.addSpacing(theme.px(8))
        steps = QHBoxLayout()
        steps.setSpacing(theme.px(2))
        for step in self.steps:
            step.clicked.connect(lambda *_, place=step.place: self.step_chosen.emit(place))
            if step.place:
                steps.addWidget(_Line(), 1)
            steps.addWidget(step)
        layout.addLayout(steps, 1)
        layout.addSpacing(theme.px(8))
        layout.addWidget(self.button)

    def show_month(self, data: MonthData) -> None:
        """Another month, or the same with other counts."""
        overview = data.overview
        if overview is None:
            return
        self._fill(data, overview.info.month)
        views = steps_of(overview, checked_of(data), written_of(data))
        for step, view in zip(self.steps, views, strict=True):
            step.show_step(view)
        for line, step in zip(self.findChildren(_Line), self.steps, strict=False):
            line.set_done(done=step.view.state == "done")
        self.more.show_month(overview.info)
        self._kind = primary_of(views)
        caption, tip = _PRIMARY[self._kind]
        self.button.setText(caption)
        self.button.setToolTip(tip or _posted(overview))
        self.more.offer_close(offered=overview.info.state == "open" and self._kind != "close")

    def views(self) -> tuple[StepView, ...]:
        """The steps as shown."""
        return tuple(step.view for step in self.steps)

    def _fill(self, data: MonthData, month: str) -> None:
        with QSignalBlocker(self.months):
            self.months.clear()
            for info in data.months:
                self.months.addItem(month_text(info.month), info.month)
            self.months.setCurrentIndex(self.months.findData(month))
        self.new.setToolTip(f"开始 {month_text(data.proposal)} 或别的月份（Ctrl+N）")

    def _chosen(self, index: int) -> None:
        self.month_chosen.emit(str(self.months.itemData(index)))

    def _primary(self) -> None:
        self.primary.emit(self._kind)


def _posted(overview: MonthOverview) -> str:
    day = overview.info.published_on
    return f"{day_text(day)}张贴" if day is not None else ""


class StepButton(QAbstractButton):
    """A circle with a tick or a number, the step's name and its count."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        self.view = StepView(STEPS[place], "", "later")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_step(self, view: StepView) -> None:
        self.view = view
        words = {"done": "已完成", "now": "当前", "later": "未开始", "skipped": "未登记"}
        self.setAccessibleName(f"{view.title} {view.count} {words[view.state]}")
        self.setToolTip(f"{view.title}：{view.count}（{words[view.state]}）")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        title, count = self._fonts()
        return self._size(
            max(
                QFontMetrics(title).horizontalAdvance(self.view.title),
                QFontMetrics(count).horizontalAdvance(self.view.count),
            )
        )

    @override
    def minimumSizeHint(self) -> QSize:
        """Where there is no more room, the count is cut short: the tip says it whole."""
        return self._size(QFontMetrics(self._fonts()[0]).horizontalAdvance(self.view.title))

    def _size(self, words: int) -> QSize:
        return QSize(theme.px(26 + 8 + 4) + words, theme.px(44))

    def _fonts(self) -> tuple[QFont, QFont]:
        title = QFont(self.font())
        title.setPixelSize(theme.px(14))
        count = QFont(title)
        count.setPixelSize(theme.px(13))
        if self.view.state == "now":
            title.setWeight(QFont.Weight.DemiBold)
        return title, count

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = self.view.state
        side = theme.px(26)
        circle = QRect(theme.px(1), (self.height() - side) // 2, side, side)
        ground = {"done": "green", "now": "red"}.get(state, "line")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawEllipse(circle)
        if state == "done":
            mark = theme.px(16)
            theme.icon("tick", "paper").paint(
                painter, QRect(circle.center().x() - mark // 2 + 1,
                               circle.center().y() - mark // 2 + 1, mark, mark)
            )  # fmt: skip
        else:
            painter.setPen(theme.color("paper" if state == "now" else "muted"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self.place + 1))
        title, count = self._fonts()
        left = side + theme.px(9)
        half = self.height() // 2
        painter.setFont(title)
        painter.setPen(theme.color("red" if state == "now" else "ink"))
        align = Qt.AlignmentFlag.AlignLeft
        top = QRect(left, 0, self.width() - left, half)
        painter.drawText(top, align | Qt.AlignmentFlag.AlignBottom, self.view.title)
        painter.setFont(count)
        painter.setPen(theme.color("muted"))
        below = QRect(left, half, self.width() - left, half)
        shown = QFontMetrics(count).elidedText(
            self.view.count, Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, align | Qt.AlignmentFlag.AlignTop, shown)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), 1))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        painter.end()


class _Line(QWidget):
    """The thin line between two steps."""

    def __init__(self) -> None:
        super().__init__()
        self._done = False
        self.setMinimumWidth(theme.px(6))

    def set_done(self, *, done: bool) -> None:
        self._done = done
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme.color("edge" if self._done else "line"), 1))
        middle = self.height() // 2
        painter.drawLine(theme.px(2), middle, self.width() - theme.px(2), middle)
        painter.end()
