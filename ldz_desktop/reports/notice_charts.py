"""The notice's page of charts: every ranked building's score beside last month's, and how the
five grades are distributed.

Drawn with the notice's own primitives from the notice's own numbers. matplotlib would need over a
second to start and would embed its own copies of the typefaces; here the page costs a few
milliseconds, shares the subsets of the text, and its labels can be searched. Told apart by
darkness and shape, never by colour alone, so that it survives a black-and-white printer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ldz_desktop.domain.evaluation import GRADES, Standing, half_up
from ldz_desktop.reports.layout import HEADING, PITCH, Flow, baseline
from ldz_desktop.reports.paper import GREY, PALE, RED, Color, Pen, Style
from ldz_desktop.services.evaluation_notice import NoticeData

SLATE: Color = (0.42, 0.47, 0.54)
LIGHT: Color = (0.72, 0.75, 0.79)
_GRID = Pen(0.3, (0.82, 0.82, 0.82))
_WHITE: Color = (1.0, 1.0, 1.0)
_CAPTION = Style("sans", 9.0, GREY)
_AXIS = Style("sans", 7.0, GREY)
_ONE_COLUMN = 24
_LEAST_PITCH = 12.5
_MOST_PITCH = 20.0
_GUTTER = 22.0
_KEY = 24.0  # height of the key above the bars
_SCALE = 14.0  # height of the scale below them
_GRADE_PITCH = 19.0
_GRADES_HEIGHT = PITCH + 2 * _GRADE_PITCH + 5 * _GRADE_PITCH


def draw_charts(flow: Flow, data: NoticeData) -> None:
    """The charts from a new page on; nothing where nobody is ranked."""
    ranked = [one for one in data.rows if one.rank is not None]
    if not ranked:
        return
    flow.turn()
    _heading(flow, f"附图一　{data.scope_name}各楼栋得分")
    _Bars(flow, ranked, data).draw()
    if any(sum(one.score.grades) for one in ranked):
        flow.skip(PITCH / 2)
        flow.keep(_GRADES_HEIGHT)
        _heading(flow, "附图二　满意度调查表答项构成")
        _grades(flow, ranked, data)


def _heading(flow: Flow, text: str) -> None:
    y = baseline(flow.y, PITCH, HEADING.size)
    flow.document.text(flow.frame.left, y, text, HEADING)
    flow.y += PITCH


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where a column of bars has its parts, from its left edge: name, bar, figure."""

    name: float
    bar: float
    bar_width: float
    end: float


class _Bars:
    """Horizontal bars from zero, one a building, in one or two columns and as many pages."""

    def __init__(self, flow: Flow, ranked: Sequence[Standing], data: NoticeData) -> None:
        self.flow = flow
        self.document = flow.document
        self.ranked = ranked
        self.previous = data.previous
        self.columns = 1 if len(ranked) <= _ONE_COLUMN else 2
        free = flow.room - _KEY - _SCALE - PITCH / 2 - _GRADES_HEIGHT
        rows = -(-len(ranked) // self.columns)
        self.pitch = max(_LEAST_PITCH, min(_MOST_PITCH, free / rows))
        self.label = Style("sans", min(10.0, 0.68 * self.pitch))
        self.figure = Style("sans", self.label.size)
        self.width = (flow.frame.measure - _GUTTER * (self.columns - 1)) / self.columns
        self.grid = self._grid()
        self.low, self.step = _scale(self._values())

    def _values(self) -> list[float]:
        """Every score that is drawn."""
        scores = [one.score for one in self.ranked]
        before = [self.previous.get(score.building_id) for score in scores]
        return [float(v) for v in (*(s.score for s in scores), *before) if v is not None]

    def _at(self, value: float) -> float:
        """Where a score lies, from the foot of the bars."""
        return self.grid.bar_width * (value - self.low) / (100 - self.low)

    def _grid(self) -> _Grid:
        size = self.label.size
        name = 2.2 * size
        widest = max(self.document.text_width(one.score.title, self.label) for one in self.ranked)
        bar = name + min(widest, 0.42 * self.width) + size
        end = self.width
        return _Grid(name, bar, end - bar - 3.4 * size, end)

    def draw(self) -> None:
        left = list(self.ranked)
        while left:
            room = self.flow.room - _KEY - _SCALE
            most = max(1, int((room + 0.01) / self.pitch))
            rows = min(most, -(-len(left) // self.columns))
            self._key()
            for number in range(self.columns):
                part, left = left[:rows], left[rows:]
                if part:
                    x = self.flow.frame.left + number * (self.width + _GUTTER)
                    self._column(x, part)
            self.flow.y += rows * self.pitch + _SCALE
            if left:
                self.flow.turn()

    def _key(self) -> None:
        """What the marks mean."""
        flow, document = self.flow, self.document
        y = baseline(flow.y, _KEY - 6, _CAPTION.size)
        x = flow.frame.left
        flagged = any(one.flag for one in self.ranked)
        keys = [(SLATE, "本月得分")] + ([(RED, "流动红旗")] if flagged else [])
        for color, text in keys:
            document.box((x, y - 6.5), (12, 7), color)
            document.text(x + 16, y, text, _CAPTION)
            x += 16 + document.text_width(text, _CAPTION) + 18
        if any(one.score.building_id in self.previous for one in self.ranked):
            self._mark(x + 3, y - 3, 8)
            document.text(x + 10, y, "上月得分", _CAPTION)
        if self.low:
            text = f"横轴自{self.low}分起，条形左端为省略符号"
            document.text(flow.frame.right_edge, y, text, _CAPTION, "right")
        flow.y += _KEY

    def _column(self, x: float, part: Sequence[Standing]) -> None:
        grid, top = self.grid, self.flow.y
        bottom = top + len(part) * self.pitch
        for value in range(self.low, 101, self.step):
            at = x + grid.bar + self._at(value)
            self.document.rule(at, top, at, bottom + 2, _GRID)
            self.document.text(at, bottom + 9.5, str(value), _AXIS, "center")
        for number, one in enumerate(part):
            self._bar(x, top + number * self.pitch, one)

    def _bar(self, x: float, top: float, one: Standing) -> None:
        document, grid, score = self.document, self.grid, one.score
        y = baseline(top, self.pitch, self.label.size)
        middle, high = top + self.pitch / 2, 0.56 * self.pitch
        document.text(x + grid.name - 5, y, str(one.rank), self.figure, "right")
        self._name(x + grid.name, y, score.title, grid.bar - grid.name - 5)
        if score.score is None:
            return
        color = RED if one.flag else SLATE
        long = self._at(float(score.score))
        document.box((x + grid.bar, middle - high / 2), (long, high), color)
        if self.low:
            self._break(x + grid.bar + 5, middle, high)
        document.text(x + grid.end, y, f"{score.score:.2f}", self.figure, "right")
        before = self.previous.get(score.building_id)
        if before is not None:
            self._mark(x + grid.bar + self._at(float(before)), middle, high + 3.5)

    def _break(self, x: float, middle: float, high: float) -> None:
        """The slanted gap that says: this bar does not begin at zero."""
        top, foot, slant = middle - high / 2 - 0.5, middle + high / 2 + 0.5, 0.35 * high
        corners = ((x + slant, top), (x + slant + 2, top), (x + 2, foot), (x, foot))
        self.document.polygon(corners, _WHITE)

    def _name(self, x: float, y: float, title: str, room: float) -> None:
        """The building's name, smaller where it is too long for its place."""
        wide = self.document.text_width(title, self.label)
        size = self.label.size * min(1.0, room / wide)
        self.document.text(x, y, title, Style("sans", size))

    def _mark(self, x: float, middle: float, high: float) -> None:
        """Last month's score: a black stroke with a white edge, readable on and beside a bar."""
        for width, color in ((2.6, _WHITE), (1.1, (0.0, 0.0, 0.0))):
            pen = Pen(width, color)
            self.document.rule(x, middle - high / 2, x, middle + high / 2, pen)


def _scale(values: Sequence[float]) -> tuple[int, int]:
    """Where the axis begins and the step of its lines: from zero only a scope with low scores,
    otherwise the differences could not be seen."""
    low = max(0, int((min(values) - 5) // 10 * 10))
    return (low, 10) if low >= 40 else (0, 20)


def _grades(flow: Flow, ranked: Sequence[Standing], data: NoticeData) -> None:
    """Five bars, best grade first. Only buildings that are ranked count: a small remainder could
    otherwise be told by subtraction."""
    document, frame, scheme = flow.document, flow.frame, data.scheme
    counts = [sum(one.score.grades[g] for one in ranked) for g in range(len(GRADES))]
    total = sum(counts)
    label = Style("sans", 10.0)
    start = frame.left + 5.6 * label.size
    wide = frame.right_edge - start - 11 * label.size
    for grade in reversed(range(len(GRADES))):
        y = baseline(flow.y, _GRADE_PITCH, label.size)
        middle, high = flow.y + _GRADE_PITCH / 2, 0.58 * _GRADE_PITCH
        satisfied = grade + 1 >= scheme.satisfied_from
        document.text(start - 6, y, GRADES[grade], label, "right")
        document.box((start, middle - high / 2), (wide, high), PALE)
        long = wide * counts[grade] / total
        document.box((start, middle - high / 2), (long, high), SLATE if satisfied else LIGHT)
        share = f"{_percent(counts[grade], total)}%"
        document.text(start + wide + 4.4 * label.size, y, share, label, "right")
        document.text(frame.right_edge, y, f"{counts[grade]}项", label, "right")
        flow.y += _GRADE_PITCH
    satisfied_count = sum(counts[scheme.satisfied_from - 1 :])
    sheets = sum(one.score.valid for one in ranked)
    text = (
        f"参加排名的{len(ranked)}栋楼，有效表{sheets}张，答项{total}项；"
        f"深色为计入满意率的答项，合计{_percent(satisfied_count, total)}%。"
    )
    y = baseline(flow.y, _GRADE_PITCH, _CAPTION.size)
    document.text(frame.left, y, text, _CAPTION)
    flow.y += _GRADE_PITCH


def _percent(part: int, whole: int) -> str:
    return str(half_up(Fraction(100 * part, whole), 1))
