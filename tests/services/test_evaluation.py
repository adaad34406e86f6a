"""A month from first sheet to published notice, on a real encrypted file."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import apsw
import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.errors import InputError, RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.storage.database import Database

MONTH = "2026-10"


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Four buildings of one compound, each with a leader since 2020."""
    ids = []
    for number in range(1, 5):
        building = office.households.add_place("兴新社区", "福锦苑", f"{number}栋").ids[0]
        office.roster.create(Leader(0, f"楼长{'甲乙丙丁'[number - 1]}"), building, date(2020, 1, 1))
        ids.append(building)
    return ids


def hand_over(
    office: Office, month: str, building: int, sheets: list[str], issued: int = 40
) -> None:
    header = Header(issued, len(sheets), len(sheets), 0, 0)
    office.evaluation.save_draft(month, building, Draft(header, tuple(sheets)))
    office.evaluation.commit_draft(month, building)


def fill(office: Office, month: str, buildings: list[int], grades: str = "5432") -> None:
    office.evaluation.open_month(month)
    for building, grade in zip(buildings, grades, strict=True):
        hand_over(office, month, building, [grade * 8] * 6)
        office.evaluation.save_stars(month, building, {1: "444", 2: "444"})


def test_a_month_from_sheets_to_notice(office: Office, buildings: list[int]) -> None:
    fill(office, MONTH, buildings)
    overview = office.evaluation.overview(MONTH)
    assert (overview.issued, overview.valid, overview.balanced) == (160, 24, 4)
    assert overview.next_step == "close"
    rows = office.evaluation.ranking(MONTH).standings
    assert [(s.rank, s.flag, s.last, s.streak) for s in rows] == [
        (1, True, False, 0), (2, True, False, 0), (3, False, False, 0), (4, False, True, 1),
    ]  # fmt: skip
    assert rows[0].score.score == Decimal("92.00")
    closed = office.evaluation.close(MONTH)
    assert closed.state == "closed"
    assert closed.code is not None
    assert len(closed.code) == 19
    assert office.evaluation.ranking(MONTH).standings == rows
    assert office.evaluation.verify(MONTH).ok
    published = office.evaluation.publish(MONTH, date(2026, 2, 11))
    assert published.notice_end == date(2026, 2, 25)
    assert office.evaluation.verify(MONTH).ok
    (notice,) = office.notices.notices(MONTH)
    assert (notice.unit, notice.issued, notice.valid) == ("兴新社区党支部", 160, 24)
    assert notice.code == closed.code


def test_an_unbalanced_batch_is_refused_and_kept(office: Office, buildings: list[int]) -> None:
    office.evaluation.open_month(MONTH)
    draft = Draft(Header(40, 7, 7, 0, 0), ("55555555",) * 6)
    office.evaluation.save_draft(MONTH, buildings[0], draft)
    with pytest.raises(RuleError, match="张数对不上"):
        office.evaluation.commit_draft(MONTH, buildings[0])
    assert office.evaluation.draft(MONTH, buildings[0]) == draft
    with pytest.raises(RuleError, match="没有交的表"):
        office.evaluation.close(MONTH)
    assert office.evaluation.month(MONTH).state == "open"


def test_closing_needs_balanced_batches(office: Office, buildings: list[int]) -> None:
    fill(office, MONTH, buildings)
    office.core.database.execute("UPDATE sheet_count SET valid = 9, returned = 9")
    with pytest.raises(RuleError, match="不能封月"):
        office.evaluation.close(MONTH)
    assert office.evaluation.month(MONTH).hash is None


def test_closing_twice_and_unknown_months(office: Office, buildings: list[int]) -> None:
    fill(office, MONTH, buildings)
    office.evaluation.close(MONTH)
    with pytest.raises(RuleError, match="不能再封一次"):
        office.evaluation.close(MONTH)
    for call in (office.evaluation.close, office.evaluation.ranking, office.evaluation.verify):
        with pytest.raises(InputError, match="没有这个月"):
            call("2026-03")
        with pytest.raises(InputError, match="月份不对"):
            call("2026-13")


def test_months_close_in_order_and_are_chained(office: Office, buildings: list[int]) -> None:
    fill(office, "2026-09", buildings)
    fill(office, "2026-10", buildings, "5423")
    with pytest.raises(RuleError, match="2026年9月还没有封月"):
        office.evaluation.close("2026-10")
    first = office.evaluation.close("2026-09")
    second = office.evaluation.close("2026-10")
    assert second.previous_code == first.code
    assert first.hash != second.hash
    with pytest.raises(RuleError, match="后面的月份已封存"):
        office.evaluation.open_month("2026-08")


def test_streaks_run_over_closed_and_open_months(office: Office, buildings: list[int]) -> None:
    for number in (8, 9, 10):
        fill(office, f"2026-{number:02d}", buildings)
        if number < 10:
            office.evaluation.close(f"2026-{number:02d}")
    assert [s.streak for s in office.evaluation.ranking("2026-10").standings] == [0, 0, 0, 3]
    rows = {r.building_id: r.streak for r in office.roster.rows()}
    assert rows[buildings[3]] == 2  # the roster speaks of closed months only


def test_successor_starts_at_zero(office: Office, buildings: list[int]) -> None:
    fill(office, "2026-09", buildings)
    office.evaluation.close("2026-09")
    tenure = office.roster.rows()[3].tenure_id
    office.roster.end_tenure(tenure, date(2026, 9, 30), "辞任")
    office.roster.create(Leader(0, "楼长戊"), buildings[3], date(2026, 10, 1))
    fill(office, "2026-10", buildings)
    worst = office.evaluation.ranking("2026-10").standings[-1]
    assert (worst.score.leader, worst.last, worst.streak) == ("楼长戊", True, 1)


def test_more_days_in_office_counts(office: Office, buildings: list[int]) -> None:
    tenure = office.roster.rows()[0].tenure_id
    office.roster.end_tenure(tenure, date(2026, 10, 15), "搬离")
    office.roster.create(Leader(0, "楼长己"), buildings[0], date(2026, 10, 16))
    fill(office, MONTH, buildings)
    assert office.evaluation.ranking(MONTH).standings[0].score.leader == "楼长己"


# -- a closed month does not change ---------------------------------------------------------------

CHANGES = (
    "UPDATE sheet SET answers = '11111111'",
    "DELETE FROM sheet",
    "INSERT INTO sheet SELECT month, building_id, randomblob(16), answers FROM sheet LIMIT 1",
    "UPDATE star_mark SET marks = '111'",
    "DELETE FROM star_mark",
    "UPDATE sheet_count SET issued = 1",
    "UPDATE result SET score = '99.99'",
    "DELETE FROM result",
    "UPDATE month SET hash = 'x'",
    "UPDATE month SET state = 'open'",
    "DELETE FROM month",
    "UPDATE scheme SET rules = '{}'",
    (
        "INSERT INTO sheet_draft(month, building_id, header, sheets) "
        "SELECT month, building_id, '{}', '[]' FROM sheet_count"
    ),
)


@pytest.mark.parametrize("sql", CHANGES)
def test_triggers_refuse_every_change(office: Office, buildings: list[int], sql: str) -> None:
    fill(office, MONTH, buildings)
    office.evaluation.close(MONTH)
    with pytest.raises(RuleError, match="已封存"), office.core.database.transaction():
        office.core.database.execute(sql)
    assert office.evaluation.verify(MONTH).ok


@contextmanager
def without_triggers(database: Database) -> Iterator[apsw.Connection]:
    """What somebody with another SQLite program and the key would do."""
    connection = database.connection()
    kept = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type='trigger'").fetchall()
    for name, _ in kept:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    for _, sql in kept:
        connection.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sheet SET answers = '55555555' WHERE answers = '22222222'",
        "UPDATE sheet SET answers = '2222222-' WHERE answers = '22222222'",
        "DELETE FROM sheet WHERE answers = '22222222'",
        "UPDATE star_mark SET marks = '555'",
        "UPDATE star_mark SET number = number + 10",
        "UPDATE result SET score = '99.99' WHERE position = 3",
        "UPDATE result SET leader = '别人' WHERE position = 0",
        "UPDATE result SET occupied = 1000",
        "DELETE FROM result WHERE position = 3",
        "UPDATE month SET closed_by = '别人'",
        "UPDATE month SET previous_hash = 'abc'",
        "UPDATE scheme SET rules = replace(rules, '3/5', '1/2')",
    ],
)
def test_verify_finds_what_another_program_changed(
    office: Office, buildings: list[int], sql: str
) -> None:
    fill(office, MONTH, buildings)
    office.evaluation.close(MONTH)
    with without_triggers(office.core.database) as connection:
        connection.execute(sql)
        assert connection.changes()
    found = office.evaluation.verify(MONTH)
    assert not found.ok
    assert "2026年10月" in found.problems[0]


def test_the_chain_tells_of_a_changed_month_before(office: Office, buildings: list[int]) -> None:
    fill(office, "2026-09", buildings)
    office.evaluation.close("2026-09")
    fill(office, "2026-10", buildings)
    office.evaluation.close("2026-10")
    with without_triggers(office.core.database) as connection:
        connection.execute("UPDATE result SET score = '1.00' WHERE month = '2026-09'")
    assert not office.evaluation.verify("2026-10").ok


def test_a_closed_month_keeps_its_numbers_when_households_change(
    office: Office, buildings: list[int]
) -> None:
    fill(office, MONTH, buildings)
    office.evaluation.close(MONTH)
    before = office.evaluation.ranking(MONTH).standings
    steps = office.evaluation.explain(MONTH, buildings[0]).steps
    office.households.create(buildings[0], "1单元", "101")
    office.roster.end_tenure(office.roster.rows()[0].tenure_id, date(2026, 11, 1), "搬离")
    assert office.evaluation.ranking(MONTH).standings == before
    assert office.evaluation.explain(MONTH, buildings[0]).steps == steps


# -- anonymity ------------------------------------------------------------------------------------


def test_nothing_ties_a_sheet_to_time_or_order(office: Office, buildings: list[int]) -> None:
    """What was keyed first can be told neither by key nor by place after closing."""
    office.evaluation.open_month(MONTH)
    keyed = [f"{a}{b}{c}55555" for a in "12345" for b in "1234" for c in "123"]  # 60 different
    for start in range(0, 60, 10):
        header = Header(80, start + 10, start + 10, 0, 0)
        draft = Draft(header, tuple(keyed[start : start + 10]))
        office.evaluation.save_draft(MONTH, buildings[0], draft)
        office.evaluation.commit_draft(MONTH, buildings[0])
    database = office.core.database
    columns = {row[1] for row in database.rows("PRAGMA table_info(sheet)")}
    assert columns == {"month", "building_id", "id", "answers"}
    assert database.value("SELECT count(*) FROM sheet_draft") == 0
    office.evaluation.save_stars(MONTH, buildings[0], {1: "444"})
    office.evaluation.close(MONTH)
    stored = [r[0] for r in database.rows("SELECT answers FROM sheet ORDER BY id")]
    assert sorted(stored) == sorted(keyed)
    in_place = sum(a == b for a, b in zip(stored, keyed, strict=True))
    assert in_place < 12  # chance is 1; order kept would be 60


def test_recalled_batch_comes_back_shuffled(office: Office, buildings: list[int]) -> None:
    office.evaluation.open_month(MONTH)
    keyed = [f"{a}{b}555555" for a in "12345" for b in "12345"]
    hand_over(office, MONTH, buildings[0], keyed)
    office.evaluation.recall_batch(MONTH, buildings[0])
    draft = office.evaluation.draft(MONTH, buildings[0])
    assert sorted(draft.sheets) == sorted(keyed)
    assert office.evaluation.progress(MONTH)[0].header is None
    office.evaluation.commit_draft(MONTH, buildings[0])
    assert office.evaluation.progress(MONTH)[0].keyed_valid == 25


def test_the_database_is_not_a_plain_sqlite_file(office: Office, tmp_path: Path) -> None:
    with (
        sqlite3.connect(tmp_path / "office" / "archive.db") as plain,
        pytest.raises(sqlite3.DatabaseError),
    ):
        plain.execute("SELECT * FROM sheet")
    plain.close()
