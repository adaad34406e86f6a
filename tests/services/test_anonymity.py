"""The attack of reliability.md §4.2 on real encrypted files, by somebody who has the key: does the
key, the row, the place of a cell in its page or anything left behind in the file tell in which
order the sheets were keyed? Whoever knows the order knows from the door list who filled in what.
"""

import random
import struct
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.rekeying import Keying
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.importing import ImportOptions

MONTH = "2026-10"
PILE = [f"{a}{b}{c}{d}4321" for a in "12345" for b in "123" for c in "12" for d in "45"]  # 60
random.Random(5).shuffle(PILE)
# Of 60 sheets in random order one stands in its place on average; eight never do (1 : 1,000,000).
CHANCE = 8
_LEAVES, _INDEX_INNER = (10, 13), 2


@pytest.fixture
def building(office: Office) -> int:
    found = office.households.add_place("兴新社区", "福锦苑", "1栋").ids[0]
    office.roster.create(Leader(0, "赵琴"), found, date(2020, 1, 1))
    office.evaluation.open_month(MONTH)
    return found


def header(count: int) -> Header:
    return Header(80, count, count, 0, 0)


def key(office: Office, building: int, pile: list[str], before: int = 0, *, twice: bool) -> None:
    """As the window does: a draft after every sheet, the second keying too, then handed over."""
    evaluation = office.evaluation
    for count in range(1, len(pile) + 1):
        draft = Draft(header(before + len(pile)), tuple(pile[:count]), f":{pile[count - 1][:3]}")
        evaluation.save_draft(MONTH, building, draft)
    for count in range(1, len(pile) + 1) if twice else ():
        second = Keying(tuple(pile[:count]))
        evaluation.save_draft(MONTH, building, Draft(draft.header, tuple(pile), "", second))
    evaluation.commit_draft(MONTH, building)


# -- what an insider with the key can read ---------------------------------------------------------


def pages(office: Office) -> bytes:
    """The file's pages as they lie, decrypted."""
    return bytes(office.core.database.connection().serialize("main"))


def cells(office: Office, table: str) -> Iterator[str]:
    """The answers in a table's leaf pages, each page from its end: the order of insertion, where
    nothing was laid down anew."""
    root = office.core.database.value("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
    data = pages(office)
    size = struct.unpack(">H", data[16:18])[0]

    def leaves(number: int) -> Iterator[tuple[int, list[int]]]:
        start = (number - 1) * size
        kind = data[start]
        count = struct.unpack(">H", data[start + 3 : start + 5])[0]
        head = start + (8 if kind in _LEAVES else 12)
        places = struct.unpack(f">{count}H", data[head : head + 2 * count])
        if kind in _LEAVES:
            yield start, list(places)
            return
        for place in places:
            yield from leaves(struct.unpack(">I", data[start + place : start + place + 4])[0])
            if kind == _INDEX_INNER:
                yield start, [place]
        yield from leaves(struct.unpack(">I", data[start + 8 : start + 12])[0])

    for start, places in leaves(root):
        for place in sorted(places, reverse=True):
            cell = data[start + place : start + place + 80]
            found = [(at, sheet) for sheet in PILE if (at := cell.find(sheet.encode())) >= 0]
            if found:
                yield min(found)[1]


def by_key(office: Office) -> list[str]:
    rows = office.core.database.rows("SELECT answers FROM sheet ORDER BY id")
    return [row[0] for row in rows]


def in_place(found: list[str]) -> int:
    assert sorted(found) == sorted(PILE), "the attack reads every sheet"
    return sum(a == b for a, b in zip(found, PILE, strict=True))


def order_kept(found: list[str]) -> float:
    """Kendall's tau of what was found and the pile: 1 kept, -1 turned over, 0 ± 0.09 chance."""
    places = [PILE.index(sheet) for sheet in found]
    pairs = [(a < b) for n, a in enumerate(places) for b in places[n + 1 :]]
    return 2 * sum(pairs) / len(pairs) - 1


def neighbours_left(office: Office) -> int:
    """Pairs of sheets that lie side by side anywhere in the file as they lay in the pile."""
    data = pages(office)
    return sum(data.find(f'"{a}", "{b}"'.encode()) >= 0 for a, b in pairwise(PILE))


def assert_order_is_lost(office: Office) -> None:
    for attack in (by_key(office), list(cells(office, "sheet"))):
        assert in_place(attack) < CHANCE
        assert in_place(attack[::-1]) < CHANCE
        assert abs(order_kept(attack)) < 0.45
    assert neighbours_left(office) == 0
    log = office.folder / "archive.db-wal"
    assert not log.exists() or log.stat().st_size == 0, "the log keeps every former draft"


# -- the attack has teeth --------------------------------------------------------------------------


def test_the_attack_finds_the_order_where_it_is_kept(office: Office, building: int) -> None:
    """Random keys alone do not hide it: 60 of 60 by their place in the page (exp12)."""
    database = office.core.database
    database.execute("CREATE TABLE careless(id BLOB PRIMARY KEY, v TEXT) WITHOUT ROWID")
    chance = random.Random(1)
    for sheet in PILE:
        database.execute("INSERT INTO careless VALUES(?, ?)", (chance.randbytes(16), sheet))
    assert in_place(list(cells(office, "careless"))) == 60
    draft = Draft(header(60), tuple(PILE))
    office.evaluation.save_draft(MONTH, building, draft)
    assert neighbours_left(office) == 59, "a draft knows the order of the pile while it lives"


def test_without_overwriting_the_draft_would_stay_in_the_file(
    office: Office, building: int
) -> None:
    office.core.database.execute("PRAGMA secure_delete = OFF")
    office.evaluation.save_draft(MONTH, building, Draft(header(60), tuple(PILE)))
    with office.core.database.transaction():
        office.core.database.execute("DELETE FROM sheet_draft")
    assert neighbours_left(office) > 0


# -- what the program leaves -----------------------------------------------------------------------


@pytest.mark.parametrize("twice", [False, True], ids=["keyed once", "keyed twice"])
def test_a_batch_handed_over_has_no_order(office: Office, building: int, twice: bool) -> None:
    key(office, building, PILE, twice=twice)
    assert_order_is_lost(office)
    assert office.evaluation.progress(MONTH)[0].checked is twice


def test_six_batches_have_no_order(office: Office, building: int) -> None:
    """Ten more sheets each time: what lies together does not tell which ten came together."""
    for start in range(0, 60, 10):
        key(office, building, PILE[start : start + 10], start, twice=False)
    assert_order_is_lost(office)


def test_a_closed_month_has_no_order(office: Office, building: int) -> None:
    key(office, building, PILE, twice=True)
    office.evaluation.save_stars(MONTH, building, {1: "444"})
    office.evaluation.close(MONTH)
    assert_order_is_lost(office)
    office.evaluation.tidy_up()
    assert_order_is_lost(office)
    assert office.core.database.value("PRAGMA freelist_count") == 0


@pytest.mark.parametrize("drop", ["discard_draft", "remove_month"])
def test_what_is_thrown_away_is_gone(office: Office, building: int, drop: str) -> None:
    draft = Draft(header(60), tuple(PILE), "", Keying(tuple(PILE)))
    office.evaluation.save_draft(MONTH, building, draft)
    throw: Callable[..., object] = getattr(office.evaluation, drop)
    throw(MONTH, *((building,) if drop == "discard_draft" else ()))
    assert neighbours_left(office) == 0
    assert (office.folder / "archive.db-wal").stat().st_size == 0


def test_a_recalled_batch_comes_back_without_its_order(office: Office, building: int) -> None:
    key(office, building, PILE, twice=True)
    office.evaluation.recall_batch(MONTH, building)
    draft = office.evaluation.draft(MONTH, building)
    assert in_place(list(draft.sheets)) < CHANCE
    assert draft.second is not None
    assert sorted(draft.second.sheets) == sorted(PILE)


def test_no_other_table_knows_a_sheet(office: Office, building: int, tmp_path: Path) -> None:
    """No time, author, serial number or household beside it; nothing in journal or audit."""
    office.evaluation.record_issued(MONTH, {building: 80})
    key(office, building, PILE, twice=True)
    office.evaluation.save_stars(MONTH, building, {1: "444"})
    table = tmp_path / "一张.csv"
    marks = ",".join("54321543")
    table.write_text(f"社区,小区,楼栋,1,2,3,4,5,6,7,8\n兴新社区,福锦苑,2栋,{marks}\n", "utf-8")
    office.importing.take("sheets", table, ImportOptions(month=MONTH))
    columns = {row[1] for row in office.core.database.rows("PRAGMA table_info(sheet_file)")}
    assert columns == {"month", "kind", "digest"}
    office.evaluation.close(MONTH)
    assert not office.core.database.value("SELECT count(*) FROM sheet_file")
    database = office.core.database
    columns = {row[1] for row in database.rows("PRAGMA table_info(sheet)")}
    assert columns == {"month", "building_id", "id", "answers"}
    assert {row[1] for row in database.rows("PRAGMA table_info(sheet_issue)")} == {
        "month", "building_id", "envelopes",
    }  # fmt: skip
    sheets = set(PILE)
    tables = database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE "
                           "'CREATE VIRTUAL%'")  # fmt: skip
    for (table,) in tables:
        if table == "sheet":
            continue
        for row in database.rows(f'SELECT * FROM "{table}"'):
            text = " ".join(str(value) for value in row)
            assert not any(sheet in text for sheet in sheets), table
    events = database.rows("SELECT event FROM audit WHERE event LIKE 'sheets.%'")
    assert events == [("sheets.commit",)], "one entry a batch, none a sheet"
