"""Where every room of the picture stands: geometry without any painting."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

from ldz_desktop.domain.floors import room_place
from ldz_desktop.services.pictures import Picture, Room

OTHERS = "其他"
_FEWEST_OTHERS = 6


@dataclass(frozen=True)
class Measures:
    """Lengths in pixels of the present type size. tall: the height of a room that is named."""

    label: int
    cell: int
    row: int
    gap: int
    unit_gap: int
    head: int
    tall: int


@dataclass(frozen=True)
class Spot:
    """A room and its rectangle, from the corner of the picture (heads included). named: neither
    floor nor column tells which room it is, so it says so itself."""

    room: Room
    rect: QRect
    named: bool = False


@dataclass(frozen=True)
class Line:
    """One row of the picture. title: 11层, 其他, or "" where 其他 goes on."""

    title: str
    top: int
    spots: tuple[Spot, ...]


class Places:
    """The rooms of a picture for a width."""

    def __init__(self, picture: Picture, measures: Measures) -> None:
        self.measures = measures
        self.units: list[tuple[str, QRect]] = []
        self.doors: list[tuple[str, QRect]] = []
        self._columns: list[list[int]] = []
        self.width = self._place_units(picture)
        lines = [*self._floors(picture), *self._others(picture)]
        self.lines: tuple[Line, ...] = tuple(lines)
        last = (lines[-1].spots[0].rect.bottom() + 1) if lines else measures.head
        self.height = last + measures.gap
        self._tops = [line.top for line in lines]
        self._where = {
            spot.room.household_id: (row, at)
            for row, line in enumerate(lines)
            for at, spot in enumerate(line.spots)
        }

    def _place_units(self, picture: Picture) -> int:
        m = self.measures
        x = m.label
        for number, unit in enumerate(picture.units):
            x += m.unit_gap if number else 0
            start, columns = x, []
            for door in unit.doors:
                columns.append(x)
                self.doors.append((door, QRect(x, m.head // 2, m.cell, m.head // 2)))
                x += m.cell + m.gap
            self._columns.append(columns)
            self.units.append((unit.name, QRect(start, 0, x - m.gap - start, m.head // 2)))
        return x

    def _floors(self, picture: Picture) -> Iterator[Line]:
        m = self.measures
        for number, floor in enumerate(picture.floors):
            top = m.head + number * (m.row + m.gap)
            spots = [
                Spot(
                    room,
                    QRect(x, top, m.cell, m.row),
                    named=room_place(room.room).door != door,
                )
                for unit, columns, rooms in zip(
                    picture.units, self._columns, floor.units, strict=True
                )
                for door, x, room in zip(unit.doors, columns, rooms, strict=True)
                if room is not None
            ]
            yield Line(floor.title, top, tuple(spots))

    def _others(self, picture: Picture) -> Iterator[Line]:
        m = self.measures
        step = m.cell + m.gap
        across = max(_FEWEST_OTHERS, (self.width - m.label) // step)
        self.width = max(self.width, m.label + min(across, len(picture.others)) * step)
        start = m.head + len(picture.floors) * (m.row + m.gap)
        start += m.unit_gap if picture.floors and picture.others else 0
        for row, at in enumerate(range(0, len(picture.others), across)):
            top = start + row * (m.tall + m.gap)
            rooms = picture.others[at : at + across]
            yield Line(
                "" if row else OTHERS,
                top,
                tuple(
                    Spot(room, QRect(m.label + i * step, top, m.cell, m.tall), named=True)
                    for i, room in enumerate(rooms)
                ),
            )

    # -- finding ---------------------------------------------------------------------------------

    def between(self, top: int, bottom: int) -> Sequence[Line]:
        """The lines that show anything there."""
        first = max(0, bisect_right(self._tops, top) - 1)
        return self.lines[first : bisect_right(self._tops, bottom)]

    def spot(self, household_id: int) -> Spot | None:
        where = self._where.get(household_id)
        return None if where is None else self.lines[where[0]].spots[where[1]]

    def at(self, x: int, y: int) -> Spot | None:
        """The room under a point."""
        for line in self.between(y, y):
            for spot in line.spots:
                if spot.rect.contains(x, y):
                    return spot
        return None

    def first(self) -> Spot | None:
        return next((line.spots[0] for line in self.lines if line.spots), None)

    def beside(self, household_id: int, step: int) -> Spot | None:
        """The next room of the row to the right (1) or left (-1)."""
        where = self._where.get(household_id)
        if where is None:
            return self.first()
        row, at = where
        spots = self.lines[row].spots
        return spots[at + step] if 0 <= at + step < len(spots) else None

    def above(self, household_id: int, step: int) -> Spot | None:
        """The room over (-1) or under (1) it, or the nearest one so many rows on."""
        where = self._where.get(household_id)
        if where is None:
            return self.first()
        row, at = where
        middle = self.lines[row].spots[at].rect.center().x()
        row = min(max(row + step, 0), len(self.lines) - 1)
        way = 1 if step > 0 else -1
        while 0 <= row < len(self.lines) and not self.lines[row].spots:
            row += way
        if not 0 <= row < len(self.lines):
            return None
        return min(self.lines[row].spots, key=lambda s: abs(s.rect.center().x() - middle))

    def end(self, household_id: int, *, last: bool) -> Spot | None:
        """The first or last room of its row."""
        where = self._where.get(household_id)
        if where is None:
            return self.first()
        return self.lines[where[0]].spots[-1 if last else 0]
