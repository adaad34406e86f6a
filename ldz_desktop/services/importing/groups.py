"""Rows that speak of several people: the head's own columns (户主姓名), 成员2姓名, 配偶/姓名.

Such columns are turned into rows of their own before anything is judged, so that one person is one
row everywhere else.
"""

from typing import Any

from ldz_desktop.domain.codes import RELATION
from ldz_desktop.domain.households import HEAD, SELF
from ldz_desktop.domain.names import clean_name
from ldz_desktop.services.importing.cells import Raw, is_empty, text, word
from ldz_desktop.services.importing.dwellings import PLACE_KEYS
from ldz_desktop.services.importing.fields import HEAD_PREFIX, group_relation
from ldz_desktop.services.importing.headers import Layout
from ldz_desktop.services.importing.tables import Block

_HEAD_WORD = "户主"
_OF_PLACE = (*PLACE_KEYS, "tenure")


def has_groups(layout: Layout) -> bool:
    """Whether rows of the table speak of more than one person."""
    named = {key for key in layout.keys if key and (key == "name" or key.endswith(".name"))}
    return len(named) > 1


def only_heads(block: Block, layout: Layout) -> Block:
    """A table that names nobody but heads: they are the people of its rows."""
    if "name" in layout.keys or "head.name" not in layout.keys:
        return block
    columns: dict[str, Any] = {}
    for key, cells in block.columns.items():
        plain = key.removeprefix(HEAD_PREFIX)
        if plain == key or plain not in block.columns:
            columns[plain] = cells
    if "relation" not in columns:
        columns["relation"] = [_HEAD_WORD] * len(block.rows)
    return Block(block.rows, columns, block.default)


def one_person_a_row(block: Block) -> Block:
    """The block with a row for everybody. Heads that are listed among the members lend them what
    only the head's columns say."""
    groups = sorted({key.split(".")[0] for key in block.columns if "." in key})
    if not groups:
        return block
    plain = list(dict.fromkeys([key.rpartition(".")[2] for key in block.columns] + ["relation"]))
    rows: list[dict[str, Raw]] = []
    numbers: list[int] = []
    for number, members in _households(block):
        people: list[tuple[int, dict[str, Raw]]] = []
        for index in members:
            own = {key: _cell(block, key, index) for key in plain}
            others = [
                _stranger(own, group, cells)
                for group in groups
                if group != "head" and (cells := _of_group(block, group, index))
            ]
            if not others or not is_empty(text(own.get("name", ""))):
                people.append((block.rows[index], own))
            people += [(block.rows[index], other) for other in others]
        _add_head(people, _of_heads(block, members), number)
        rows += [cells for _, cells in people]
        numbers += [row for row, _ in people]
    columns = {key: [row.get(key, "") for row in rows] for key in plain}
    return Block(numbers, columns, block.default)


def _cell(block: Block, key: str, index: int) -> Raw:
    cells = block.columns.get(key)
    return "" if cells is None else cells[index]


def _households(block: Block) -> list[tuple[int, list[int]]]:
    """(first sheet row, indexes) of the rows of each dwelling, in order of appearance."""
    found: dict[tuple[Raw, ...], list[int]] = {}
    for index in range(len(block.rows)):
        place = tuple(_cell(block, key, index) for key in PLACE_KEYS)
        found.setdefault(place, []).append(index)
    return [(block.rows[members[0]], members) for members in found.values()]


def _of_group(block: Block, group: str, index: int) -> dict[str, Raw]:
    """The cells of a group in one row, without the prefix; empty where it names nobody."""
    cells = {
        key.partition(".")[2]: column[index]
        for key, column in block.columns.items()
        if key.startswith(group + ".")
    }
    return cells if not is_empty(text(cells.get("name", ""))) else {}


def _of_heads(block: Block, members: list[int]) -> dict[str, Raw]:
    return next((found for i in members if (found := _of_group(block, "head", i))), {})


def _stranger(own: dict[str, Raw], group: str, cells: dict[str, Raw]) -> dict[str, Raw]:
    """A row for another person at the same place."""
    place = {key: cell for key, cell in own.items() if key in _OF_PLACE}
    relation = cells.get("relation", "") or (group if group_relation(group) else "")
    return {**place, **cells, "relation": relation}


def _add_head(people: list[tuple[int, dict[str, Raw]]], head: dict[str, Raw], number: int) -> None:
    if not head:
        return
    name = clean_name(text(head["name"]))
    for _, cells in people:
        if clean_name(text(cells.get("name", ""))) == name:
            for key, cell in {**head, "relation": _HEAD_WORD}.items():
                if text(cells.get(key, "")) == "":
                    cells[key] = cell
            return
    first = people[0][1]
    if is_empty(text(first.get("name", ""))) and len(people) == 1:
        first.update({**head, "relation": _HEAD_WORD})
        return
    if any(RELATION.code(word(cells.get("relation", ""))) in (HEAD, SELF) for _, cells in people):
        return
    people.insert(0, (number, _stranger(first, "head", {**head, "relation": _HEAD_WORD})))
