"""One block of rows, judged column by column, into a chunk of accepted people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple

from ldz_desktop.domain.households import HEAD, SELF
from ldz_desktop.services.importing.cells import MASKED, Fault, Raw, masked, text, yes_no
from ldz_desktop.services.importing.chunks import PeopleChunk, Report
from ldz_desktop.services.importing.columns import Values, registration_beside, values_of
from ldz_desktop.services.importing.duplicates import People, Person
from ldz_desktop.services.importing.dwellings import (
    PLACE_KEYS,
    DwellingCells,
    Dwellings,
    PlaceFault,
)
from ldz_desktop.services.importing.fields import FIELD_TITLES, HEAD_PREFIX
from ldz_desktop.services.importing.persons import (
    VACANT,
    Identities,
    Names,
    is_masked_name,
    known_birth,
    mismatches,
    read_identities,
)
from ldz_desktop.services.importing.states import DEAD, MOVED, gathered
from ldz_desktop.services.importing.tables import Block, Table
from ldz_desktop.storage.search_words import digits

_ADULT = 18
_NOBODY = "姓名是遮住的（带星号），又没有证件号码，看不出是谁。"
_SIMPLE = (
    *("relation", "ethnic", "education", "occupation", "workplace", "health", "political"),
    *("marital", "phone", "registered_address", "note"),
)
_JUDGED = (
    *_SIMPLE,
    *("id_type", "sex", "birth", "registered", "tenure", "state", "dead_on", "moved_on"),
)
_VACANT_WORDS = ("空置", "空房", "空户", "无人居住", "闲置", "未入住")


@dataclass(slots=True)
class FileState:
    """What all tables of a file share."""

    today: date
    names: Names
    dwellings: Dwellings
    people: People
    report: Report
    tenures: dict[int, str] = field(default_factory=dict)
    heads: dict[int, tuple[int, int]] = field(default_factory=dict)
    sent: set[int] = field(default_factory=set)


class _Issue(NamedTuple):
    at: int
    key: str
    fault: Fault


class _People(NamedTuple):
    """The columns that decide about rows; all as long as the block."""

    names: list[Any]
    dwellings: list[Any]
    identities: Identities
    columns: dict[str, list[Any]]


class BlockReader:
    """Reads the blocks of one table."""

    def __init__(self, state: FileState, table: Table) -> None:
        self._state = state
        self._table = table
        self._values: dict[str, Values] = {}
        self._places: dict[Any, DwellingCells] = {}  # default place and keys → cells
        self._beside = Values(registration_beside)
        self._issues: list[_Issue] = []
        self._youngest_head = _years_before(state.today, _ADULT).isoformat()

    def read(self, block: Block) -> PeopleChunk:
        """The accepted people of a block; problems and refused rows go to the file's report."""
        self._issues = []
        people = self._judged(block)
        refused = {issue.at for issue in self._issues if issue.fault.level == "refused"}
        vacant = self._vacant(block, people, refused)
        indexes = [i for i in range(len(block.rows)) if i not in refused and i not in vacant]
        repeated = self._repeated(block, people, indexes, refused)
        if repeated:
            indexes = [i for i in indexes if i not in repeated]
        self._note_heads(block, people, indexes)
        chunk = self._chunk(block, people, indexes)
        self._add_places(chunk, people, indexes, vacant)
        masks = self._masks(indexes)
        self._report(block, people, refused, repeated)
        chunk.masked = masks
        return chunk

    # -- columns ---------------------------------------------------------------------------------

    def _judged(self, block: Block) -> _People:
        size = len(block.rows)
        names = list(map(self._state.names.__getitem__, block.columns.get("name", [""] * size)))
        columns = {key: self._column(block, key) for key in _JUDGED if key in block.columns}
        if "is_head" in block.columns:
            columns["relation"] = _with_heads(columns.get("relation"), block.columns["is_head"])
        identities = read_identities(
            block.columns.get("id_number", [""] * size), columns.get("id_type"), self._state.today
        )
        self._settle_states(block, columns)
        self._refuse_masked_names(names, identities)
        dwellings = self._dwellings(block)
        if "relation" in columns:
            self._settle_selves(columns["relation"], dwellings)
        self._collect(names, dwellings, identities)
        self._issues = [
            issue._replace(fault=known_birth(issue.fault))
            if issue.key == "birth" and identities.birth[issue.at] is not None
            else issue
            for issue in self._issues
        ]
        told = (columns.get("sex"), columns.get("birth"))
        for found in mismatches(identities, *told, self._state.today):
            self._issues.append(_Issue(found.at, found.field, found.fault))
        return _People(names, dwellings, identities, columns)

    def _column(self, block: Block, key: str) -> list[Any]:
        values = self._values.get(key)
        if values is None:
            values = self._values[key] = values_of(key, self._title(key))
        column = values.column(block.columns[key])
        if values.faulty:
            for index, value in enumerate(column):
                if type(value) is Fault:
                    self._issues.append(_Issue(index, key, value))
                    column[index] = value.kept
        return column

    def _dwellings(self, block: Block) -> list[Any]:
        keys = tuple(key for key in PLACE_KEYS if key in block.columns)
        cells = self._places.get((block.default, keys))
        if cells is None:
            cells = DwellingCells(self._state.dwellings, block.default, keys, self._table)
            self._places[block.default, keys] = cells
        if not keys:
            return [cells[()]] * len(block.rows)
        rows = zip(*(block.columns[key] for key in keys), strict=True)
        return list(map(cells.__getitem__, rows))

    def _settle_states(self, block: Block, columns: dict[str, list[Any]]) -> None:
        """A column of states may speak of registration as well, and the other way round."""
        states = gathered(columns, block.columns.get("registered"))
        if states is not None:
            columns["state"], columns["state_on"] = states
        if "registered" not in columns and "state" in block.columns:
            columns["registered"] = [self._beside[cell] for cell in block.columns["state"]]

    def _refuse_masked_names(self, names: list[Any], identities: Identities) -> None:
        """张*发 alone names nobody; with a document number the office's records can tell."""
        if not self._state.names.odd:
            return
        for index, name in enumerate(names):
            is_name = type(name) is not Fault and is_masked_name(name[0])
            if is_name and identities.number[index] is None:
                self._issues.append(_Issue(index, "name", Fault("refused", MASKED, _NOBODY)))

    def _settle_selves(self, relations: list[Any], dwellings: list[Any]) -> None:
        """本人 is the head (class 0 of GB/T 4761), unless the household names another as 户主."""
        if SELF not in relations:
            return
        pairs = list(zip(relations, dwellings, strict=True))
        headed = {dwelling for relation, dwelling in pairs if relation == HEAD}
        for index, (relation, dwelling) in enumerate(pairs):
            if relation != SELF:
                continue
            if dwelling in headed or dwelling in self._state.heads:
                reason = "这一户另有户主，“本人”不是与户主的关系，请核对。"
                self._issues.append(_Issue(index, "relation", Fault("note", "self", reason)))
            else:
                relations[index] = HEAD

    def _collect(self, names: list[Any], dwellings: list[Any], identities: Identities) -> None:
        """Faults of names, places and numbers become issues."""
        issues = self._issues
        if self._state.names.odd:
            for index, name in enumerate(names):
                if type(name) is Fault:
                    issues.append(_Issue(index, "name", name))
                elif name[3] is not None:
                    issues.append(_Issue(index, "name", name[3]))
        if any(cells.faulty for cells in self._places.values()):
            for index, place in enumerate(dwellings):
                if type(place) is PlaceFault:
                    issues.append(_Issue(index, place.key, place.fault))
        for index, faults in identities.faults.items():
            issues += [_Issue(index, "id_number", fault) for fault in faults]

    # -- rows ------------------------------------------------------------------------------------

    def _vacant(self, block: Block, people: _People, refused: set[int]) -> list[int]:
        """Rows that only say that a dwelling is vacant; they are no longer refused."""
        found: list[int] = []
        for index in sorted(refused):
            name = people.names[index]
            if type(name) is not Fault or type(people.dwellings[index]) is PlaceFault:
                continue
            if people.identities.number[index] is None and self._says_vacant(block, people, index):
                found.append(index)
        if found:
            refused.difference_update(found)
            gone = set(found)
            self._issues = [issue for issue in self._issues if issue.at not in gone]
        return found

    def _says_vacant(self, block: Block, people: _People, index: int) -> bool:
        if people.names[index].code == "vacant":
            return True
        if people.names[index].code != "required":
            return False
        tenure = people.columns.get("tenure")
        if tenure is not None and tenure[index] == VACANT:
            return True
        words = (
            text(block.columns[key][index]) for key in ("note", "relation") if key in block.columns
        )
        return any(word.startswith(_VACANT_WORDS) for word in words if word)

    def _repeated(
        self, block: Block, people: _People, indexes: list[int], refused: set[int]
    ) -> set[int]:
        """Rows that add nobody because the file has the person already. Contradictions among them
        are refused."""
        relations = people.columns.get("relation") or repeat(None)
        births = map(lambda a, b: a or b, people.identities.birth, self._births(block, people))
        persons: list[Person] = list(
            zip(
                repeat(self._table.sheet.name),
                [row + 1 for row in block.rows],
                [name[0] if type(name) is not Fault else "" for name in people.names],
                people.dwellings,
                people.identities.number,
                births,
                relations,
                strict=False,
            )
        )
        dropped: set[int] = set()
        for verdict in self._state.people.judge((i, persons[i]) for i in indexes):
            self._issues.append(_Issue(*verdict))
            dropped.add(verdict.at)
            if verdict.fault.level == "refused":
                refused.add(verdict.at)
        return dropped

    def _births(self, block: Block, people: _People) -> Sequence[str | None]:
        return people.columns.get("birth") or [None] * len(block.rows)

    def _note_heads(self, block: Block, people: _People, indexes: list[int]) -> None:
        relations = people.columns.get("relation")
        if relations is None:
            return
        births, own = self._births(block, people), people.identities.birth
        states = people.columns.get("state")
        table = self._table.index
        for i in indexes:
            gone = states is not None and states[i] in (MOVED, DEAD)
            if relations[i] != HEAD or gone:
                continue
            place = (table, block.rows[i])
            first = self._state.heads.setdefault(people.dwellings[i], place)
            if first != place:
                reason = f"这一户已有户主（第{first[1] + 1}行），请核对谁是户主。"
                self._issues.append(_Issue(i, "relation", Fault("note", "two_heads", reason)))
            birth = own[i] or births[i]
            if birth is not None and birth > self._youngest_head:
                reason = "户主未满 18 周岁，请核对谁是户主。"
                self._issues.append(_Issue(i, "relation", Fault("note", "child_head", reason)))

    # -- the chunk -------------------------------------------------------------------------------

    def _chunk(self, block: Block, people: _People, indexes: list[int]) -> PeopleChunk:
        ids, told = people.identities, people.columns
        whole = len(indexes) == len(block.rows)
        names = people.names if whole else [people.names[i] for i in indexes]
        columns: dict[str, list[Any]] = {
            "name": [name[0] for name in names],
            "pinyin": [name[1] for name in names],
        }
        raw: dict[str, list[Any]] = {key: told[key] for key in _SIMPLE if key in told}
        raw |= {key: told[key] for key in ("state", "state_on") if key in told}
        raw["id_number"], raw["id_old"] = ids.number, ids.old
        raw["id_type"] = _first_of(told.get("id_type"), ids.kind)
        raw["sex"] = _first_of(ids.sex, told.get("sex"))
        raw["birth"] = _first_of(ids.birth, told.get("birth"))
        if "registered" in told:
            axes = [value or (None, None) for value in told["registered"]]
            raw["registered_here"], raw["lives_here"] = ([a[n] for a in axes] for n in (0, 1))
        for key, column in raw.items():
            columns[key] = column if whole else [column[i] for i in indexes]
        keys = sorted([(key, row) for row, name in enumerate(names) for key in name[4]])
        phones = columns.get("phone") or [None] * len(names)
        return PeopleChunk(
            table=self._table.index,
            rows=[block.rows[i] + 1 for i in indexes],
            dwelling=[people.dwellings[i] for i in indexes],
            columns=columns,
            grams=[name[2] for name in names],
            digits=list(map(digits, columns["id_number"], phones)),
            keys=[key for key, _ in keys],
            owners=[row for _, row in keys],
        )

    def _add_places(
        self, chunk: PeopleChunk, people: _People, indexes: list[int], vacant: list[int]
    ) -> None:
        """Dwellings and tenures that the other side has not heard of."""
        state, dwellings = self._state, people.dwellings
        fresh = {dwellings[i] for i in (*indexes, *vacant)} - state.sent
        state.sent |= fresh
        chunk.dwellings = [(n, *state.dwellings.names[n]) for n in sorted(fresh)]
        chunk.vacant = [dwellings[i] for i in vacant]
        known = state.tenures
        for i in vacant:
            if known.setdefault(dwellings[i], VACANT) == VACANT:
                chunk.tenures.append((dwellings[i], VACANT))
        tenures = people.columns.get("tenure")
        if tenures is None:
            return
        for i in indexes:
            tenure, dwelling = tenures[i], dwellings[i]
            if tenure is None or known.get(dwelling) == tenure:
                continue
            if dwelling in known:
                reason = "同一户的居住情况前后不一致，采用前面一行的。"
                self._issues.append(_Issue(i, "tenure", Fault("note", "tenures", reason, tenure)))
                continue
            known[dwelling] = tenure
            chunk.tenures.append((dwelling, tenure))

    def _masks(self, indexes: list[int]) -> list[tuple[int, str]]:
        """Masked cells of accepted rows. Whether they are worth a word shows where the office's
        records are: nothing is missing of a person who is on file."""
        found = [one for one in self._issues if one.fault == masked()]
        if not found:
            return []
        self._issues = [one for one in self._issues if one.fault != masked()]
        places = {at: place for place, at in enumerate(indexes)}
        return [(places[one.at], one.key) for one in found if one.at in places]

    # -- the report ------------------------------------------------------------------------------

    def _report(self, block: Block, people: _People, refused: set[int], repeated: set[int]) -> None:
        """Problems in the order of the file; a refused row says only why it was refused."""
        report, table = self._state.report, self._table
        report.repeated += len(repeated - refused)
        for issue in sorted(self._issues, key=lambda issue: issue[0]):
            is_refused = issue.at in refused
            if is_refused and issue.fault.level == "note":
                continue
            report.problems.append(
                (
                    table.index, block.rows[issue.at] + 1, issue.key, self._title(issue.key),
                    issue.fault.shown, issue.fault.reason, issue.fault.level, issue.fault.code,
                )
            )  # fmt: skip
        for index in sorted(refused):
            row = block.rows[index]
            cells = tuple(text(cell) for cell in table.sheet.row(row))
            home = people.dwellings[index]
            known = home.known if type(home) is PlaceFault else self._state.dwellings.names[home]
            report.refused.append((table.index, row + 1, cells, tuple(known)))

    def _title(self, key: str) -> str:
        layout = self._table.layout
        if key not in layout.keys and HEAD_PREFIX + key in layout.keys:
            key = HEAD_PREFIX + key
        return layout.title(key, FIELD_TITLES.get(key, ""))


def _with_heads(relations: list[Any] | None, cells: Sequence[Raw]) -> list[Any]:
    """是否户主 beside or instead of the relation."""
    marks = [yes_no(cell) is True or text(cell) == "户主" for cell in cells]
    if relations is None:
        return [HEAD if mark else None for mark in marks]
    return [
        relation or (HEAD if mark else None)
        for relation, mark in zip(relations, marks, strict=True)
    ]


def _first_of(one: list[Any] | None, other: list[Any] | None) -> list[Any]:
    """Row by row the first value there is."""
    if one is None or other is None:
        return one or other or []
    return [a or b for a, b in zip(one, other, strict=True)]


def _years_before(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
