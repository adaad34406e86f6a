"""What identifies a person: the name and the document number, column by column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from ldz_desktop.domain.codes import TENURE
from ldz_desktop.domain.gb11643 import read
from ldz_desktop.domain.identity import RESIDENT, check_id, normal_form
from ldz_desktop.domain.masks import mask_id
from ldz_desktop.domain.names import check_name, clean_name
from ldz_desktop.domain.problems import Problem
from ldz_desktop.services.codes import reader
from ldz_desktop.services.importing.cells import (
    EMPTY_WORDS,
    WHOLE_NUMBERS,
    Fault,
    Raw,
    is_empty,
    is_error,
    is_masked,
    masked,
    number_text,
    text,
)
from ldz_desktop.storage.search_words import grams, pinyin_keys

# Notes that say nothing the office could act on; nearly every old number would carry one.
_QUIET = frozenset({"region_unknown", "region_abolished", "sex_mismatch", "birth_mismatch"})
VACANT = "空置"
_VACANT_WORDS = frozenset(w for w in TENURE.aliases.split() if TENURE.code(w) == VACANT) | {VACANT}
_MAINLAND = "123456"  # how the numbers of residents of the mainland begin
_FULL, _OLDEST = 18, 130
_USUAL = range(2, 5)  # characters of a name that needs no second look
_NOBODY = frozenset(w for w in EMPTY_WORDS if w.isalpha()) - _VACANT_WORDS
_NO_NAMES = _VACANT_WORDS | _NOBODY
_NUMBER_REASON = (
    "证件号码在表格里是数字格式，末几位已经丢失或可能丢失。请把该列设为“文本”格式，按证件重新填写。"
)


class Name(NamedTuple):
    """A name with all that storage needs: sort key, index words, pinyin keys."""

    name: str
    sort: str
    grams: str
    note: Fault | None
    keys: list[str]


class Names(dict[Raw, "Name | Fault"]):
    """Raw cell → the name; a Fault where there is none or it cannot be one."""

    def __init__(self) -> None:
        super().__init__()
        self._reader = reader()
        self.odd = False  # whether any name has a fault or a note

    def __missing__(self, cell: Raw) -> "Name | Fault":
        if type(cell) is str and len(cell) in _USUAL and cell.isalpha() and cell not in _NO_NAMES:
            name = self[cell] = self._read(cell, None)
            return name
        found = self._judge("" if not isinstance(cell, str) or is_error(cell) else cell)
        if isinstance(found, Fault) or found[3] is not None:
            self.odd = True
        self[cell] = found
        return found

    def _judge(self, cell: str) -> "Name | Fault":
        name = clean_name(cell)
        if name in _VACANT_WORDS:
            return Fault("refused", "vacant", "姓名栏写的是空房，这一行没有导入。", name)
        if name in _NOBODY or (not name.isalpha() and is_empty(name)):
            return Fault("refused", "required", "缺少姓名，这一行没有导入。")
        problems = check_name(name)
        if problems and problems[0].level == "refused":
            return Fault("refused", problems[0].code, problems[0].reason, name[:20])
        note = problems[0] if problems else None
        fault = None if note is None else Fault("note", note.code, note.reason, name)
        return self._read(name, fault)

    def _read(self, name: str, note: Fault | None) -> Name:
        found = self._reader.readings(name)
        first = found[0]
        if len(found) == 1 and first[0] != first[1]:
            return Name(name, first[2], grams(name), note, [first[0], first[1]])
        keys = pinyin_keys([reading[:2] for reading in found])
        return Name(name, first[2], grams(name), note, keys)


@dataclass(slots=True)
class Identities:
    """The number column of a block; every list is as long as the block."""

    number: list[str | None]
    old: list[str | None]
    kind: list[str | None]
    birth: list[str | None]
    sex: list[str | None]
    faults: dict[int, list[Fault]]


def read_identities(
    cells: Sequence[Raw], kinds: Sequence[str | None] | None, today: date
) -> Identities:
    """Check a column of document numbers. kinds: codes of ID_TYPE beside them, if the table has
    such a column. A number stored as a number is refused, never repaired; only the 15 digits of an
    old one survive that whole. A masked number is a note, and none."""
    hidden = [i for i, cell in enumerate(cells) if is_masked(cell, number=True)]
    if not hidden:
        return _identities(cells, kinds, today)
    shown = list(cells)
    for i in hidden:
        shown[i] = ""
    found = _identities(shown, kinds, today)
    found.faults |= {i: [masked()] for i in hidden}
    return found


def _identities(
    cells: Sequence[Raw], kinds: Sequence[str | None] | None, today: date
) -> Identities:
    size = len(cells)
    number: list[str | None] = [None] * size
    old: list[str | None] = [None] * size
    kind: list[str | None] = [None] * size
    birth: list[str | None] = [None] * size
    sex: list[str | None] = [None] * size
    faults: dict[int, list[Fault]] = {}
    oldest = today.replace(year=today.year - _OLDEST, month=1, day=1)
    check = check_id
    for i, cell in enumerate(cells):
        if cell == "":
            continue
        if kinds is None and type(cell) is str and len(cell) == _FULL and cell[0] in _MAINLAND:
            usual = read(cell)  # nine in ten need no more than this
            if usual is not None and oldest <= usual[0] <= today:
                number[i], kind[i], sex[i] = cell, RESIDENT, usual[1]
                birth[i] = f"{cell[6:10]}-{cell[10:12]}-{cell[12:14]}"
                continue
        if type(cell) is not str and not _is_whole(cell):
            fault = _as_number(cell)
            if fault is not None:
                faults[i] = [fault]
            continue
        shown = cell if type(cell) is str and cell.isalnum() else text(cell)
        found = check(shown, today, id_type=None if kinds is None else kinds[i])
        number[i] = own = found.number
        if own is not None:
            kind[i] = found.id_type
            sex[i] = found.sex
            if found.birth is not None:
                birth[i] = f"{own[6:10]}-{own[10:12]}-{own[12:14]}"
            old[i] = found.old
        if found.problems and not is_empty(shown) and shown != "0":
            faults[i] = [_fault(p, shown) for p in found.problems if p.code not in _QUIET]
    return Identities(number, old, kind, birth, sex, faults)


def _is_whole(cell: Raw) -> bool:
    """Whether a number cell holds exactly the 15 digits that spreadsheets keep."""
    return type(cell) is float and cell.is_integer() and WHOLE_NUMBERS / 10 <= cell < WHOLE_NUMBERS


def _as_number(cell: Raw) -> Fault | None:
    if isinstance(cell, bytes):
        shown = cell.decode("ascii")
        return Fault("refused", "damaged_date", "证件号码被表格软件变成了日期。", shown)
    if isinstance(cell, bool) or not cell:
        return None
    shown = mask_id(number_text(float(cell)))
    return Fault("refused", "damaged_number", _NUMBER_REASON, shown)


def _fault(problem: Problem, cell: str) -> Fault:
    shown = normal_form(cell)
    reason = problem.reason + (_hint(shown, problem.proposals[0]) if problem.proposals else "")
    return Fault(problem.level, problem.code, reason, mask_id(shown))


def _hint(number: str, proposal: str) -> str:
    """Which place of the number to look at, without showing the number."""
    if len(number) != len(proposal):
        return f"末位可能应为 {proposal[-1]}。" if proposal.startswith(number) else ""
    places = [i for i, (a, b) in enumerate(zip(number, proposal, strict=True)) if a != b]
    if len(places) == 1:
        return f"第 {places[0] + 1} 位可能应为 {proposal[places[0]]}。"
    return f"第 {places[0] + 1}、{places[1] + 1} 位可能颠倒。" if len(places) == 2 else ""


def is_masked_name(name: str) -> bool:
    """张*发, or a character that could not be typed."""
    return "*" in name or "＊" in name


def known_birth(fault: Fault) -> Fault:
    """What is wrong with a birth cell, where the document number tells the date: a note."""
    if fault.level == "note":
        return fault
    reason = f"{fault.reason}这一行已按证件号码登记出生日期。"
    return replace(fault, level="note", reason=reason)


class Mismatch(NamedTuple):
    """A row whose own column cannot be right."""

    at: int
    field: str
    fault: Fault


def mismatches(
    found: Identities, sexes: Sequence[Any] | None, births: Sequence[Any] | None, today: date
) -> list[Mismatch]:
    """Rows whose sex or birth column contradicts the number (the number wins), or whose only birth
    date is yet to come."""
    result: list[Mismatch] = []
    if sexes is not None:
        for i, (told, own) in enumerate(zip(sexes, found.sex, strict=True)):
            if told != own and own is not None and (told == "1" or told == "2"):
                reason = "性别与证件号码不一致，已按证件号码登记，请核对。"
                shown = "男" if told == "1" else "女"
                result.append(Mismatch(i, "sex", Fault("note", "sex_mismatch", reason, shown)))
    if births is not None:
        last = today.isoformat()
        for i, (told, own) in enumerate(zip(births, found.birth, strict=True)):
            if own is None and type(told) is str and told > last:
                fault = Fault("refused", "birth_in_future", "出生日期晚于今天。", told)
                result.append(Mismatch(i, "birth", fault))
            if told != own and own is not None and type(told) is str:
                reason = "出生日期与证件号码不一致，已按证件号码登记，请核对。"
                result.append(Mismatch(i, "birth", Fault("note", "birth_mismatch", reason, told)))
    return result
