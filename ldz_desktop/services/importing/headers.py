"""Finding the header of a table: which rows, which levels, and what every column means."""

import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ldz_desktop.services.importing.cells import Raw, text
from ldz_desktop.services.importing.fields import IGNORED, Meaning, Vocabulary, fold_header
from ldz_desktop.services.importing.records import Kind

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""

_SEARCHED_ROWS = 40
_MAX_DEPTH = 3
_MAX_HEADER = 40
_LONG_NUMBER = re.compile(r"\d{6,}")
_NEEDED: Mapping[Kind, tuple[tuple[str, ...], ...]] = {
    "households": (("name", "head.name"), ("room", "address")),
    "leaders": (("name",), ("building",)),
    "sheets": (("building",), ("q1",)),
    "stars": (("building",), ("assessor",), ("stars1",), ("stars2",), ("stars3",)),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's header.

    top, depth: its rows, from 0. titles: the lowest level of each column as the file shows it.
    paths: all levels joined, unique in the table. keys: what each column means (None: not taken).
    unclear: why a person has to decide, empty where nothing is unclear. decided: columns that a
    person has decided about.
    """

    top: int
    depth: int
    titles: tuple[str, ...]
    paths: tuple[str, ...]
    keys: tuple[str | None, ...]
    sure: tuple[bool, ...]
    fingerprint: str
    unclear: str = ""
    decided: frozenset[int] = frozenset()

    @property
    def data_row(self) -> int:
        """The first row below the header, from 0."""
        return self.top + self.depth

    def column(self, key: str) -> int | None:
        """The column with that meaning."""
        return self.keys.index(key) if key in self.keys else None

    def title(self, key: str, usual: str) -> str:
        """The header of that meaning as the file shows it, else its usual name."""
        column = self.column(key)
        return usual if column is None or not self.titles[column] else self.titles[column]


@dataclass(frozen=True, slots=True)
class _Candidate:
    top: int
    depth: int
    levels: tuple[tuple[str, ...], ...]
    meanings: tuple[Meaning | None, ...]
    score: int


class HeaderFinder:
    """Finds headers of one kind of import."""

    def __init__(self, kind: Kind, questions: Sequence[str] = ()) -> None:
        """questions: of the month's scheme, for sheets; its duty classes, for stars."""
        self._kind = kind
        self._vocabulary = Vocabulary(kind, questions)

    def find(self, rows: Sequence[Sequence[Raw]], merges: Sequence[Merge]) -> Layout | None:
        """The best header among the first rows; None where there is nothing like one."""
        best: _Candidate | None = None
        for top in range(min(len(rows), _SEARCHED_ROWS)):
            for depth in range(1, _MAX_DEPTH + 1):
                found = self._candidate(rows, merges, top, depth)
                if found is not None and (best is None or found.score > best.score):
                    best = found
        if best is None or not self._enough(best):
            return None
        return self._layout(best)

    def at(
        self, rows: Sequence[Sequence[Raw]], merges: Sequence[Merge], top: int, depth: int
    ) -> Layout:
        """The header that a person pointed at."""
        levels = _levels(rows[top : top + depth], merges, top)
        return self._layout(_Candidate(top, depth, levels, self._meanings(levels), 0))

    def with_mapping(self, layout: Layout, columns: Mapping[str, str | None]) -> Layout:
        """The layout as a person decided. columns: header (path or title) → key, None: not taken.
        Columns that the person did not name keep what was recognised."""
        exact = {"".join(title.split()): key for title, key in columns.items()}
        loose = {fold_header(t): key for t, key in exact.items() if t not in layout.paths}
        chosen: dict[int, str | None] = {}
        for index, (path, title) in enumerate(zip(layout.paths, layout.titles, strict=True)):
            if path in exact:
                chosen[index] = exact[path]
                continue
            for name in (fold_header(path), fold_header(title)):
                if name and name in loose:
                    chosen[index] = loose[name]
                    break
        taken = set(chosen.values())
        keys = tuple(
            chosen.get(i, None if key in taken else key) for i, key in enumerate(layout.keys)
        )
        sure = tuple(i in chosen or layout.sure[i] for i in range(len(keys)))
        return replace(
            layout, keys=keys, sure=sure, unclear=self._missing(keys), decided=frozenset(chosen)
        )

    # -- candidates ------------------------------------------------------------------------------

    def _candidate(
        self, rows: Sequence[Sequence[Raw]], merges: Sequence[Merge], top: int, depth: int
    ) -> _Candidate | None:
        block = rows[top : top + depth]
        if len(block) < depth or not all(_like_a_header(row) for row in block):
            return None
        levels = _levels(block, merges, top)
        if depth > 1 and not _belongs_together(block, levels):
            return None
        meanings = self._meanings(levels)
        keys = {m.key: m.weight for m in meanings if m is not None and m.field != IGNORED}
        score = 4 * sum(keys.values()) - depth
        return _Candidate(top, depth, levels, meanings, score)

    def _meanings(self, levels: tuple[tuple[str, ...], ...]) -> tuple[Meaning | None, ...]:
        found: list[Meaning | None] = []
        for column in range(len(levels[0]) if levels else 0):
            steps = _path(levels, column)
            found.append(
                self._vocabulary.meaning("".join(steps[:-1]), steps[-1]) if steps else None
            )
        return tuple(found)

    def _enough(self, candidate: _Candidate) -> bool:
        known = {m.key for m in candidate.meanings if m is not None and m.field != IGNORED}
        solid = {
            m.key
            for m in candidate.meanings
            if m is not None and m.field != IGNORED and m.weight > 1
        }
        return len(known) >= 2 and bool(solid)

    # -- the layout ------------------------------------------------------------------------------

    def _layout(self, candidate: _Candidate) -> Layout:
        titles, paths = _names(candidate.levels)
        keys, doubtful = _settled(candidate.meanings, titles)
        sure = tuple(
            m is None or keys[i] is None or (m.weight > 1 and keys[i] not in doubtful)
            for i, m in enumerate(candidate.meanings)
        )
        unclear = self._missing(keys)
        for key in doubtful & {"name", "id_number", "room", "building"}:
            unclear = unclear or f"有两列都像「{_shown(key)}」，请指定用哪一列。"
        folded = "\n".join(fold_header(path) for path in paths)
        return Layout(
            top=candidate.top,
            depth=candidate.depth,
            titles=titles,
            paths=paths,
            keys=keys,
            sure=sure,
            fingerprint=hashlib.sha256(f"{self._kind}\n{folded}".encode()).hexdigest()[:20],
            unclear=unclear,
        )

    def _missing(self, keys: Sequence[str | None]) -> str:
        for choices in _NEEDED[self._kind]:
            if choices[0] in _FROM_ELSEWHERE or any(choice in keys for choice in choices):
                continue
            return f"表头里认不出「{_shown(choices[0])}」这一列。"
        return ""


_FROM_ELSEWHERE = frozenset({"building"})  # title, sheet name, file name or an option may say it


def _shown(key: str) -> str:
    from ldz_desktop.services.importing.fields import FIELD_TITLES

    return FIELD_TITLES.get(key, key)


def _settled(
    meanings: Sequence[Meaning | None], titles: Sequence[str]
) -> tuple[tuple[str | None, ...], set[str]]:
    """One column for each meaning: the strongest, then the leftmost. Second result: meanings for
    which two columns of the same words compete."""
    named = {m.group for m in meanings if m is not None and m.field == "name"}
    wanted = [_ungrouped(m, named) for m in meanings]
    best: dict[str, int] = {}
    doubtful: set[str] = set()
    for index, meaning in enumerate(wanted):
        if meaning is None or meaning.field == IGNORED:
            continue
        known = best.get(meaning.key)
        other = None if known is None else wanted[known]
        if other is None or meaning.weight > other.weight:
            best[meaning.key] = index
        elif meaning.weight == other.weight and _same(titles, index, known):
            doubtful.add(meaning.key)
    places = {index: key for key, index in best.items()}
    return tuple(places.get(i) for i in range(len(meanings))), doubtful


def _same(titles: Sequence[str], index: int, known: int | None) -> bool:
    return known is not None and fold_header(titles[index]) == fold_header(titles[known])


def _ungrouped(meaning: Meaning | None, named: set[str]) -> Meaning | None:
    """A group nobody's name belongs to is no person: 联系电话1 is simply a telephone."""
    if meaning is None or not meaning.group or meaning.group in named:
        return meaning
    if meaning.group == "head":
        return None if named else replace(meaning, group="")
    return replace(meaning, group="", weight=meaning.weight - 1)


def _like_a_header(row: Sequence[Raw]) -> bool:
    """Short words, no numbers with many digits, no dates."""
    filled = [cell for cell in row if cell not in ("", None)]
    if not filled:
        return False
    odd = 0
    for cell in filled:
        shown = text(cell)
        is_word = isinstance(cell, str) or (isinstance(cell, float) and cell < 100)
        if not is_word or len(shown) > _MAX_HEADER or _LONG_NUMBER.search(shown):
            odd += 1
    return odd * 10 <= len(filled)


def _levels(
    block: Sequence[Sequence[Raw]], merges: Sequence[Merge], top: int
) -> tuple[tuple[str, ...], ...]:
    """The header rows as text, merged cells written out over what they span."""
    width = max((len(row) for row in block), default=0)
    levels = [[text(row[c]) if c < len(row) else "" for c in range(width)] for row in block]
    spanned = False
    for first_row, first_column, last_row, last_column in merges:
        if first_row < top or first_row >= top + len(block):
            continue
        spanned = True
        value = levels[first_row - top][first_column] if first_column < width else ""
        for r in range(first_row - top, min(last_row - top + 1, len(block))):
            for c in range(first_column, min(last_column + 1, width)):
                levels[r][c] = value
    if not spanned:
        _spread(levels)
    return tuple(tuple(level) for level in levels)


def _spread(levels: list[list[str]]) -> None:
    """Without spans (csv, some xls): an upper header reaches over the blanks to its right, as far
    as the level below it has words."""
    for upper, lower in itertools.pairwise(levels):
        for c in range(1, len(upper)):
            if not upper[c] and lower[c] and upper[c - 1] and lower[c - 1]:
                upper[c] = upper[c - 1]


def _belongs_together(block: Sequence[Sequence[Raw]], levels: tuple[tuple[str, ...], ...]) -> bool:
    """Whether rows are levels of one header: an upper word stands over blanks or over a group,
    never over an unrelated word of its own."""
    for index in range(1, len(block)):
        above, below = block[index - 1], block[index]
        both = alone = 0
        for c in range(len(levels[0])):
            up = c < len(above) and above[c] != ""
            down = c < len(below) and below[c] != ""
            group = c + 1 < len(levels[0]) and levels[index - 1][c] == levels[index - 1][c + 1]
            both += up and down and not group
            alone += down and (not up or group)
        if not alone or both > 1:
            return False
    return True


def _path(levels: Sequence[Sequence[str]], column: int) -> list[str]:
    steps: list[str] = []
    for level in levels:
        if level[column] and (not steps or steps[-1] != level[column]):
            steps.append(level[column])
    return steps


def _names(levels: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles as shown (without white space) and unique paths."""
    titles: list[str] = []
    paths: list[str] = []
    for column in range(len(levels[0]) if levels else 0):
        steps = ["".join(step.split()) for step in _path(levels, column)]
        titles.append(steps[-1] if steps else "")
        path = "/".join(steps)
        if not path or path in paths:
            path = f"{path}（{column_letters(column)}列）"
        paths.append(path)
    return tuple(titles), tuple(paths)


def column_letters(index: int) -> str:
    """A column as spreadsheets call it: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
