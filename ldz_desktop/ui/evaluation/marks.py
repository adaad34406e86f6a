"""What the star booklets say of a building, being keyed: booklets × duty classes. Keys in, state
out; no window here.

A line of marks is one character a duty class, 1…5 stars or '-' for none yet.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from ldz_desktop.domain.booklets import is_number, number_in, shuffled
from ldz_desktop.domain.evaluation import BLANK, DUTY_CLASSES

CLASSES = len(DUTY_CLASSES)
EMPTY = BLANK * CLASSES

UP, DOWN, LEFT, RIGHT, NEXT, PREVIOUS = "up", "down", "left", "right", "next", "previous"
BACK, CLEAR = "back", "clear"

_STARS = {"五": "5", "四": "4", "三": "3", "二": "2", "两": "2", "一": "1"}
_MARK = re.compile(r"([1-5])(?:\.0+)?(?:颗)?星?(?:级)?")


@dataclass(frozen=True, slots=True)
class StarGrid:
    """What is on screen: a number and a line of marks for each booklet, and the cursor. before: how
    it stood before the last mark was given or cleared; moving the cursor forgets it."""

    numbers: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()
    row: int = 0
    column: int = 0
    before: "StarGrid | None" = field(default=None, compare=False, repr=False)

    @property
    def marks(self) -> dict[int, str]:
        """What is to be stored: booklets with a mark at all."""
        return {n: m for n, m in zip(self.numbers, self.lines, strict=True) if m != EMPTY}

    @property
    def next_number(self) -> int:
        """Of a booklet that is added without saying which."""
        return max(self.numbers, default=0) + 1

    @property
    def missing(self) -> int:
        """Marks still to be given in booklets that were begun."""
        return sum(m.count(BLANK) for m in self.marks.values())

    def press(self, key: str) -> "StarGrid":
        """The grid after one key: a mark goes in and the cursor on to the next."""
        if not self.numbers:
            return self
        if len(key) == 1 and key in "12345":
            return replace(self._put(key, 1), before=self)
        if key == BACK:
            return self._back()
        if key == CLEAR:
            return replace(self._put(BLANK, 0), before=self)
        return self._move(key)

    def add(self, number: int) -> "StarGrid":
        """Another booklet, in its place, with the cursor; one already there just gets the cursor.
        A number that no booklet can have changes nothing."""
        if not is_number(number):
            return self
        if number in self.numbers:
            return replace(self, row=self.numbers.index(number), column=0, before=None)
        row = sum(one < number for one in self.numbers)
        return replace(
            self,
            numbers=(*self.numbers[:row], number, *self.numbers[row:]),
            lines=(*self.lines[:row], EMPTY, *self.lines[row:]),
            row=row,
            column=0,
            before=None,
        )

    def remove(self, row: int) -> "StarGrid":
        numbers = self.numbers[:row] + self.numbers[row + 1 :]
        return replace(
            self,
            numbers=numbers,
            lines=self.lines[:row] + self.lines[row + 1 :],
            row=max(0, min(self.row, len(numbers) - 1)),
            before=None,
        )

    def paste(self, block: "Block") -> "StarGrid":
        """The block's lines: by number; those without one into the booklets from the cursor on,
        and into new ones where there are no more."""
        grid = self
        start = self.numbers[self.row] if self.numbers else 1
        told = {number for number, _ in block.lines if number is not None}
        free = [one for one in self.numbers if one >= start and one not in told]
        for number, marks in block.lines:
            grid = grid.add(number or (free.pop(0) if free else grid.next_number))
            lines = (*grid.lines[: grid.row], marks, *grid.lines[grid.row + 1 :])
            grid = replace(grid, lines=lines)
        row = grid.numbers.index(start) if start in grid.numbers else 0
        return replace(grid, row=row, column=0, before=None)

    def _put(self, mark: str, by: int) -> "StarGrid":
        line = self.lines[self.row]
        line = line[: self.column] + mark + line[self.column + 1 :]
        grid = replace(self, lines=(*self.lines[: self.row], line, *self.lines[self.row + 1 :]))
        return grid.step(by)

    def _back(self) -> "StarGrid":
        """The inverse of the last mark; after the cursor was moved, the mark it stands on goes, or
        the one before it."""
        if self.before is not None:
            return self.before
        if self.lines[self.row][self.column] != BLANK:
            return self._put(BLANK, -1)
        return replace(self.step(-1).press(CLEAR), before=None)

    def at(self, row: int, column: int) -> "StarGrid":
        """The cursor on that cell."""
        return replace(self, row=row, column=column, before=None)

    def first_missing(self) -> "StarGrid":
        """The cursor on the first mark missing from a booklet that was begun, else unmoved."""
        for row, line in enumerate(self.lines):
            if line != EMPTY and BLANK in line:
                return self.at(row, line.index(BLANK))
        return self

    def step(self, by: int) -> "StarGrid":
        """The cursor that many cells on, line after line."""
        place = self.row * CLASSES + self.column + by
        place = max(0, min(place, len(self.numbers) * CLASSES - 1))
        return self.at(place // CLASSES, place % CLASSES)

    def _move(self, key: str) -> "StarGrid":
        if key in (NEXT, PREVIOUS):
            return self.step(1 if key == NEXT else -1)
        down = {UP: -1, DOWN: 1}.get(key, 0)
        right = {LEFT: -1, RIGHT: 1}.get(key, 0)
        return replace(
            self,
            row=max(0, min(self.row + down, len(self.numbers) - 1)),
            column=max(0, min(self.column + right, CLASSES - 1)),
            before=None,
        )


@dataclass(frozen=True, slots=True)
class Block:
    """What a pasted block of cells means: (number of the booklet, marks), the number None where
    the line has none. Lines under names are in an order left to chance, without the names. refused:
    lines that could not be understood or name somebody twice, counted from 1; they are never
    guessed at."""

    lines: tuple[tuple[int | None, str], ...]
    refused: tuple[int, ...]


def parse_block(text: str) -> Block:
    """Read cells copied from a spreadsheet: [number or name] and three marks a line.

    Marks may be 5, 5.0, 5星, 五星 or ★★★★★; a cell left empty is no mark. A line without any mark
    above the first understood one is a heading; empty lines are skipped.
    """
    found: list[tuple[str, str]] = []
    refused: list[int] = []
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, cells = _split(line)
        marks = [_mark(cell) for cell in cells]
        if not found and not any(marks):
            continue
        seen[name] += 1
        twice = bool(name) and seen[name] > 1
        if len(cells) != CLASSES or any(mark is None for mark in marks) or twice:
            refused.append(number)
        else:
            found.append((name, "".join(mark or BLANK for mark in marks)))
    return Block(_without_names(found), tuple(refused))


def _without_names(lines: list[tuple[str, str]]) -> tuple[tuple[int | None, str], ...]:
    """Lines under names come last, in an order left to chance."""
    numbered = [(number_in(name), bool(name), marks) for name, marks in lines]
    kept = [(n, marks) for n, named, marks in numbered if n is not None or not named]
    rest = [(n, marks) for n, named, marks in numbered if n is None and named]
    return (*kept, *shuffled(rest))


def _split(line: str) -> tuple[str, list[str]]:
    cells = [
        cell.strip() for cell in (line.split("\t") if "\t" in line else re.split("[,，]", line))
    ]
    if len(cells) == 1:
        cells = cells[0].split()
    named = len(cells) == CLASSES + 1
    while len(cells) > CLASSES + 1 and not cells[-1]:
        cells.pop()
        named = len(cells) == CLASSES + 1
    return (cells[0], cells[1:]) if named else ("", cells)


def _mark(cell: str) -> str | None:
    """One of 1…5; '-' for an empty cell; None where it is something else."""
    text = cell.translate({0xFF10 + digit: str(digit) for digit in range(10)}).replace(" ", "")
    if text in ("", BLANK, "—", "/"):
        return BLANK
    if set(text) <= {"★", "☆"} and 1 <= text.count("★") <= 5:
        return str(text.count("★"))
    for word, digit in _STARS.items():
        text = text.replace(word, digit)
    match = _MARK.fullmatch(text)
    return match.group(1) if match else None
