"""The pages of the honour wall on a television: big, calm, and only what is public."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from ldz_desktop.services.months import month_text
from ldz_desktop.ui.honours.screen_canvas import HIGH, WIDE, Canvas, Look, pennant_width
from ldz_desktop.ui.kit.portrait import SHAPE

if TYPE_CHECKING:
    from ldz_desktop.services.wall import AwardGroup, Honoured, Streak, WallShow

_SIDE = 110.0
_TOP, _BOTTOM = 210.0, 985.0
_GAP = 48.0
_ABREAST, _PAIR = 3, 2
_STREAKS, _NAMES = 6, 24
_FLAGS_DRAWN = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pages are made of. faces: leader_id → portrait; trend: the chart, None where there
    are fewer than two months."""

    wall: "WallShow"
    faces: Mapping[int, QImage] = field(default_factory=dict)
    trend: QImage | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """title stands on top; paint fills the room below it."""

    title: str
    paint: Callable[[Canvas], None]


def pages_of(shown: Shown) -> list[Page]:
    """In the order they are shown; at least one."""
    wall = shown.wall
    month, year = month_text(wall.month), wall.month[:4]
    found = []
    for community in dict.fromkeys((*wall.flags, *wall.undecided)):
        tied = wall.undecided.get(community, ())
        for people in _parts(wall.flags.get(community, ()), _PAIR):
            found.append(
                Page(
                    f"{community} · 流动红旗",
                    partial(_holders, shown=shown, people=people, tied=tied),
                )
            )
    for title, everybody in (
        (f"{month} · 各社区第一名", wall.best), (f"{year}年持旗最多的楼栋长", wall.year),
    ):  # fmt: skip
        for people in _parts(everybody, _ABREAST) if everybody else ():
            found.append(Page(title, partial(_people, shown=shown, people=people)))
    if wall.streaks:
        found.append(Page("连续持旗", partial(_streaks, streaks=wall.streaks[:_STREAKS])))
    found += [Page(g.title, partial(_award, group=g)) for g in wall.awards]
    trend = shown.trend
    if trend is not None:
        found.append(Page("红旗楼栋得分走势", partial(_trend, trend=trend)))
    return found


def paint_page(canvas: Canvas, pages: Sequence[Page], number: int, wall: "WallShow") -> None:
    """The page with its title, and below who shows it."""
    page = pages[number]
    canvas.bar(QRectF(_SIDE, 84, 10, 76), "red")
    canvas.text(QRectF(_SIDE + 36, 76, 1150, 96), page.title, Look(68, bold=True))
    right = QRectF(WIDE - _SIDE - 560, 104, 560, 60)
    canvas.text(right, f"荣誉墙 · {month_text(wall.month)}", Look(36, "muted"), align="right")
    page.paint(canvas)
    foot = QRectF(_SIDE, HIGH - 66, 900, 40)
    canvas.text(foot, wall.unit, Look(26, "muted"))
    canvas.dots(QPointF(WIDE - _SIDE - 11 * (len(pages) - 1) - 5, HIGH - 50), len(pages), number)


def _room() -> QRectF:
    return QRectF(_SIDE, _TOP, WIDE - 2 * _SIDE, _BOTTOM - _TOP)


def _parts(people: "Sequence[Honoured]", size: int) -> "list[Sequence[Honoured]]":
    """In groups of about the same size; one empty group for nobody."""
    count = max(1, -(-len(people) // size))
    each = -(-len(people) // count) if people else 1
    return [people[start : start + each] for start in range(0, max(1, len(people)), each)]


def _holders(
    canvas: Canvas, shown: Shown, people: "Sequence[Honoured]", tied: Sequence[str]
) -> None:
    """A large card for each building with the flag, side by side."""
    room = _room()
    if tied:
        room.setBottom(room.bottom() - 70)
        words = f"红旗待定：{'、'.join(tied)} 名次并列，归属待研究决定"
        line = QRectF(room.left(), room.bottom() + 22, room.width(), 50)
        canvas.text(line, words, Look(32, "muted"), align="center")
    wide = (room.width() - _GAP * (_PAIR - 1)) / _PAIR
    left = room.left() + (_PAIR - len(people)) * (wide + _GAP) / 2
    for at, one in enumerate(people):
        box = QRectF(left + at * (wide + _GAP), room.top(), wide, room.height())
        canvas.card(box)
        _holder(canvas, shown, one, box.adjusted(48, 48, -48, -40))


def _holder(canvas: Canvas, shown: Shown, one: "Honoured", box: QRectF) -> None:
    face = QRectF(box.left(), box.top(), 300, 300 / SHAPE)
    canvas.face(face, shown.faces.get(one.leader_id), one.leader or "空")
    left = face.right() + 40
    room = box.right() - left
    name = one.leader or "楼栋长空缺"
    canvas.text(QRectF(left, box.top(), room, 76), one.building, Look(56, bold=True))
    canvas.text(QRectF(left, box.top() + 92, room, 66), name, Look(48, "red", bold=True))
    canvas.text(QRectF(left, box.top() + 186, room, 50), one.merit, Look(34))
    held = one.held.replace(" · ", "\n")
    canvas.text(QRectF(left, box.top() + 246, room, 100), held, Look(32, "muted"))
    flag = 236.0
    below = face.bottom() + 40
    edge = box.right() - pennant_width(flag)
    canvas.pennant(edge, box.bottom() - flag, flag)
    said = QRectF(box.left(), below, edge - box.left() - 36, box.bottom() - below)
    canvas.text(said, one.said, Look(36), wrap=True)


def _people(canvas: Canvas, shown: Shown, people: "Sequence[Honoured]") -> None:
    """Portraits side by side, what each did below."""
    room = _room()
    wide = (room.width() - _GAP * (_ABREAST - 1)) / _ABREAST
    left = room.left() + (_ABREAST - len(people)) * (wide + _GAP) / 2
    for at, one in enumerate(people):
        card = QRectF(left + at * (wide + _GAP), room.top(), wide, room.height())
        canvas.card(card)
        box = card.adjusted(36, 40, -36, -32)
        face = QRectF(box.center().x() - 120, box.top(), 240, 240 / SHAPE)
        canvas.face(face, shown.faces.get(one.leader_id), one.leader or "空")
        top = face.bottom() + 24
        lines = (
            (one.leader or "楼栋长空缺", 46, 60, "red", True),
            (f"{one.community} {one.building}", 34, 46, "ink", True),
            (one.merit, 30, 44, "muted", False),
        )
        for text, size, pitch, color, bold in lines:
            line = QRectF(box.left(), top, box.width(), pitch)
            canvas.text(line, text, Look(size, color, bold), align="center")
            top += pitch + 4
        said = QRectF(box.left(), top + 16, box.width(), box.bottom() - top - 16)
        canvas.text(said, one.said, Look(31), wrap=True)


def _streaks(canvas: Canvas, streaks: "Sequence[Streak]") -> None:
    """A pennant for each month in a row."""
    room = _room()
    pitch = room.height() / _STREAKS
    first = room.top() + (_STREAKS - len(streaks)) * pitch / 2
    for at, one in enumerate(streaks):
        top = first + at * pitch
        canvas.text(QRectF(room.left(), top + 18, 430, 60), one.building, Look(44, bold=True))
        canvas.text(QRectF(room.left(), top + 74, 430, 46), one.leader, Look(32, "muted"))
        left = room.left() + 460
        step = min(96.0, 1000 / max(1, min(one.months, _FLAGS_DRAWN)))
        for number in range(min(one.months, _FLAGS_DRAWN)):
            canvas.pennant(left + number * step, top + 10, 108)
        words = f"{one.months} 个月"
        right = QRectF(room.right() - 220, top + 30, 220, 66)
        canvas.text(right, words, Look(50, "red", bold=True), align="right")


def _award(canvas: Canvas, group: "AwardGroup") -> None:
    """Names in columns, the more the smaller."""
    room = _room()
    names = group.names[:_NAMES]
    columns = 1 if len(names) <= 4 else 2 if len(names) <= 10 else 3
    rows = -(-len(names) // columns)
    pitch = min(150.0, room.height() / max(rows, 4))
    wide = room.width() / columns
    top = room.top() + (room.height() - rows * pitch) / 2
    for at, name in enumerate(names):
        column, line = divmod(at, rows)
        box = QRectF(room.left() + column * wide, top + line * pitch, wide, pitch)
        canvas.text(box, name, Look(60 if columns < 3 else 46, bold=True), align="center")
    if len(group.names) > _NAMES:
        words = f"共 {len(group.names)} 个"
        foot = QRectF(room.left(), _BOTTOM - 44, room.width(), 44)
        canvas.text(foot, words, Look(30, "muted"), align="right")


def _trend(canvas: Canvas, trend: QImage) -> None:
    room = _room()
    canvas.card(room)
    canvas.picture(room.adjusted(30, 30, -30, -24), trend)
