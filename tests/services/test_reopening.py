"""A closed month is opened again: by two people, with a reason, and nothing of it is lost."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import apsw
import pytest

from ldz_desktop.domain.evaluation import Header
from ldz_desktop.domain.leaders import Leader
from ldz_desktop.domain.postings import Decision, Objection
from ldz_desktop.domain.reopening import SecondPerson
from ldz_desktop.errors import InputError, PasswordError, RuleError
from ldz_desktop.services.context import Office
from ldz_desktop.services.evaluation_records import Draft
from ldz_desktop.services.months import REOPENED
from ldz_desktop.services.opening import open_office

CloseMonth = Callable[[str, dict[int, str]], None]
BEFORE, MONTH = "2026-08", "2026-09"
WANG = SecondPerson("王芳")


@pytest.fixture
def buildings(office: Office) -> list[int]:
    """Four buildings of one community, each with a leader since 2021."""
    ids = [office.households.add_place("兴新社区", "福锦苑", f"{n}栋").ids[0] for n in (1, 2, 3, 4)]
    for building, name in zip(ids, ("赵琴", "徐杨", "陈彬", "孙明"), strict=True):
        office.roster.create(Leader(0, name), building, date(2021, 1, 1))
    return ids


@pytest.fixture
def closed(buildings: list[int], close_month: CloseMonth) -> list[int]:
    """Two months are closed; the four buildings."""
    for month in (BEFORE, MONTH):
        close_month(month, dict(zip(buildings, "5431", strict=True)))
    return buildings


@contextmanager
def other_program(office: Office, *, triggers: bool) -> Iterator[apsw.Connection]:
    """The encrypted file in another SQLite program by somebody who has the raw key. triggers:
    whether they stay in force, or are dropped first and put back behind."""
    key: bytes = office._key  # noqa: SLF001
    connection = apsw.Connection(str(office.core.database.path), flags=apsw.SQLITE_OPEN_READWRITE)
    connection.pragma("cipher", "chacha20")
    connection.execute(f'PRAGMA key="raw:{key.hex()}"')
    kept = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type='trigger'").fetchall()
    if not triggers:
        for name, _ in kept:
            connection.execute(f"DROP TRIGGER {name}")
    yield connection
    if not triggers:
        for _, sql in kept:
            connection.execute(sql)
    connection.close()


def rekey(office: Office, building: int, sheets: tuple[str, ...]) -> None:
    office.evaluation.recall_batch(MONTH, building)
    draft = Draft(Header(20, len(sheets), len(sheets), 0, 0), sheets)
    office.evaluation.save_draft(MONTH, building, draft)
    office.evaluation.commit_draft(MONTH, building)


def ranks(office: Office) -> list[tuple[str, int | None]]:
    return [(s.score.leader, s.rank) for s in office.evaluation.ranking(MONTH).standings]


def test_the_whole_way(office: Office, closed: list[int]) -> None:
    office.evaluation.publish(MONTH, office.today())
    before = office.evaluation.month(MONTH)
    info = office.reopening.reopen(MONTH, "4栋漏录", WANG)
    assert (info.state, info.edition, info.hash, info.published_on) == ("open", 2, None, None)
    assert office.core.database.value("SELECT count(*) FROM result WHERE month = ?", (MONTH,)) == 0
    assert office.core.database.value("SELECT count(*) FROM sheet WHERE month = ?", (MONTH,)) == 24
    (hung,) = office.postings.of(f"month:{MONTH}")
    assert (hung.withdrawn_on, hung.withdraw_reason) == (office.today(), "测评重开更正：4栋漏录")
    rekey(office, closed[3], ("55555555",) * 6)
    again = office.evaluation.close(MONTH)
    assert again.edition == 2
    assert again.hash not in (None, before.hash)
    assert again.previous_code == before.previous_code
    assert again.published_on is None
    published = office.evaluation.publish(MONTH, office.today())
    assert published.published_on == office.today()
    old, new = office.postings.of(f"month:{MONTH}")
    assert (new.kind, new.title, new.previous_id) == (
        "correction", "2026年9月楼栋长测评结果更正公示", old.id,
    )  # fmt: skip
    (kept,) = office.reopening.editions(MONTH)
    assert (kept.edition, kept.code, kept.published_on) == (1, before.code, office.today())
    assert (kept.reopened_by, kept.second_person, kept.second_known) == ("李敏", "王芳", False)
    assert office.evaluation.verify(MONTH).ok
    assert ranks(office) == [("赵琴", 1), ("孙明", 1), ("徐杨", 3), ("陈彬", 4)]
    pairs = office.reopening.side_by_side(MONTH)
    assert [(p.old.rank, p.new.rank) for p in pairs if p.old and p.new] == [
        (1, 1), (4, 1), (2, 3), (3, 4),
    ]  # fmt: skip
    assert [p.changed for p in pairs] == [False, True, True, True]


def test_unchanged_again_it_still_has_another_code(office: Office, closed: list[int]) -> None:
    del closed
    first = office.evaluation.month(MONTH).code
    office.reopening.reopen(MONTH, "复核", WANG)
    assert office.evaluation.close(MONTH).code != first
    assert not any(p.changed for p in office.reopening.side_by_side(MONTH))


def test_only_the_newest_closed_month(office: Office, closed: list[int]) -> None:
    del closed
    with pytest.raises(RuleError, match="2026年9月已经封月，核验码接在2026年8月后面"):
        office.reopening.reopen(BEFORE, "复核", WANG)
    office.evaluation.open_month("2026-10")  # an open month after it is no obstacle
    with pytest.raises(RuleError, match="还没有封月"):
        office.reopening.reopen("2026-10", "复核", WANG)
    office.reopening.reopen(MONTH, "复核", WANG)
    with pytest.raises(RuleError, match="还没有封月"):
        office.reopening.reopen(MONTH, "复核", WANG)
    office.reopening.reopen(BEFORE, "复核", WANG)  # now it is the newest closed one
    assert office.evaluation.month(BEFORE).state == "open"


@pytest.mark.parametrize(
    ("reason", "second", "said"),
    [
        (" ", "王芳", "写明为什么"), ("字" * 201, "王芳", "200 个字"), ("复核", " ", "第二个人"),
        ("复核", " 李敏 ", "不能是您自己"), ("复核", "王" * 31, "30 个字"),
    ],
)  # fmt: skip
def test_reason_and_second_person(
    office: Office, closed: list[int], reason: str, second: str, said: str
) -> None:
    del closed
    with pytest.raises(InputError, match=said):
        office.reopening.reopen(MONTH, reason, SecondPerson(second))
    assert office.evaluation.month(MONTH).state == "closed"
    assert office.reopening.editions(MONTH) == ()


def test_where_there_are_accounts_one_of_them_confirms(office: Office, closed: list[int]) -> None:
    del closed
    office.accounts.add("王静", "王静的口令-2026")
    assert office.reopening.others() == ("王静",)
    with pytest.raises(InputError, match="其中一个"):
        office.reopening.reopen(MONTH, "复核", WANG)
    with pytest.raises(InputError, match="输入自己的密码"):
        office.reopening.reopen(MONTH, "复核", SecondPerson("王静"))
    with pytest.raises(PasswordError):
        office.reopening.reopen(MONTH, "复核", SecondPerson("王静", "猜一个"))
    assert office.evaluation.month(MONTH).state == "closed"
    office.reopening.reopen(MONTH, "复核", SecondPerson("王静", "王静的口令-2026"))
    (kept,) = office.reopening.editions(MONTH)
    assert (kept.second_person, kept.second_known) == ("王静", True)


def test_it_is_logged_and_cannot_be_taken_back(office: Office, closed: list[int]) -> None:
    del closed
    office.evaluation.publish(MONTH, office.today())
    code = office.evaluation.month(MONTH).code
    office.reopening.reopen(MONTH, "复核", WANG)
    assert office.core.database.row(
        "SELECT account, subject, detail FROM audit WHERE event = 'month.reopen'"
    ) == ("李敏", f"month:{MONTH}", f"1:{code}:named")
    step = next(e for e in office.history.today() if e.what == REOPENED)
    with pytest.raises(RuleError, match="不能撤销"):
        office.history.undo(step.batch_id)
    with pytest.raises(RuleError, match="不能删除"):
        office.evaluation.remove_month(MONTH)


def test_effects_follow_the_new_results(
    office: Office, closed: list[int], correct_month: CloseMonth
) -> None:
    """Flags, last places and their streak, the wall and the warning chain."""
    assert office.evaluation.streaks()[row_of(office, closed[3])] == 2
    assert [h.building for h in office.honours.flag_holders(MONTH)] == ["福锦苑1栋", "福锦苑2栋"]
    assert office.cautions.due()[0].leader == "孙明"
    correct_month(MONTH, {})
    assert office.evaluation.streaks()[row_of(office, closed[3])] == 1
    assert office.honours.months() == (BEFORE,)
    correct_month(MONTH, dict(zip(closed, "1543", strict=True)))
    assert office.evaluation.streaks()[row_of(office, closed[3])] == 0
    assert office.evaluation.streaks()[row_of(office, closed[0])] == 1
    assert [h.building for h in office.honours.flag_holders(MONTH)] == ["福锦苑2栋", "福锦苑3栋"]


def row_of(office: Office, building: int) -> int:
    return next(r.tenure_id for r in office.roster.rows() if r.building_id == building)


def test_leader_changed_within_the_month(office: Office, closed: list[int]) -> None:
    """The one in office for more days is evaluated, also by dates that were put right after the
    month was closed; the streak goes with the tenure (domain.md §7)."""
    old = row_of(office, closed[3])
    last = date(2026, 9, 10)
    office.roster.succeed(old, (last, "搬离"), Leader(0, "周燕"), date(2026, 9, 11))
    assert (
        office.evaluation.ranking(MONTH).standings[-1].score.leader == "孙明"
    )  # closed: as it was
    office.reopening.reopen(MONTH, "9月11日已换人", WANG)
    office.evaluation.close(MONTH)
    worst = office.evaluation.ranking(MONTH).standings[-1]
    assert (worst.score.leader, worst.last, worst.streak) == ("周燕", True, 1)
    (pair,) = (p for p in office.reopening.side_by_side(MONTH) if p.changed)
    assert pair.old is not None
    assert (pair.old.score.leader, pair.standing.score.leader) == ("孙明", "周燕")
    assert office.evaluation.verify(MONTH).ok


def test_households_that_changed_since_change_nobody(office: Office, closed: list[int]) -> None:
    """Judged by the households it was closed with: a new file does not make the papers too few."""
    (building, *_) = closed
    office.reopening.reopen(MONTH, "复核", WANG)
    for number in range(70):
        office.households.create(building, "1单元", f"{number + 101}")
    assert {p.minimum for p in office.evaluation.progress(MONTH)} == {5}
    office.evaluation.close(MONTH)
    assert ranks(office)[0] == ("赵琴", 1)


def test_a_few_sheets_more_are_named(office: Office, closed: list[int]) -> None:
    office.reopening.reopen(MONTH, "漏录两张", WANG)
    rekey(office, closed[0], ("55555555",) * 6 + ("11111111",) * 2)
    rekey(office, closed[1], ("44444444",) * 12)
    assert office.reopening.revealing(MONTH) == (("福锦苑1栋", 2),)


# -- appeals --------------------------------------------------------------------------------------


def test_an_upheld_appeal_is_a_reason(office: Office, closed: list[int]) -> None:
    del closed
    assert office.reopening.hanging(MONTH) is None
    office.evaluation.publish(MONTH, office.today())
    hung = office.reopening.hanging(MONTH)
    assert hung is not None
    office.postings.object(hung.id, Objection(0, 0, office.today(), "福锦苑4栋：少录了表", "来访"))
    assert office.reopening.upheld(MONTH) == ()
    hung = office.postings.get(hung.id)
    decision = Decision(office.today(), "社区党支部", upheld=True, decision="更正", reason="漏录")
    office.postings.decide(hung.objections[0].id, decision)
    assert [o.matter for o in office.reopening.upheld(MONTH)] == ["福锦苑4栋：少录了表"]
    office.reopening.reopen(MONTH, "4栋漏录", WANG)
    assert office.reopening.upheld(MONTH) == ()
    office.evaluation.close(MONTH)
    office.evaluation.publish(MONTH)
    assert office.reopening.upheld(MONTH) == ()  # the correction has its own appeals
    report = office.postings.chain(office.postings.of(f"month:{MONTH}")[-1].id)
    assert [p.kind for p in report] == ["ranking", "correction"]


# -- the guards -----------------------------------------------------------------------------------

OPEN = (
    "UPDATE month SET state = 'open', edition = edition + 1, hash = NULL, previous_hash = NULL, "
    "closed_at = NULL, closed_by = NULL WHERE month = '2026-09'"
)
KEEP = (
    "INSERT INTO month_edition SELECT month, edition, scheme_version, {results}, {hash}, "
    "previous_hash, closed_at, closed_by, NULL, NULL, NULL, '', '', '', 0, '', '' FROM month "
    "WHERE month = '{month}'"
)


def keep(month: str = MONTH, sealed: str = "hash", results: str = "") -> str:
    whole = f"(SELECT json_group_array(building_id) FROM result WHERE month = '{month}')"
    return KEEP.format(month=month, hash=sealed, results=results or whole)


@pytest.mark.parametrize(
    "statements",
    [
        (OPEN,),  # nothing kept
        (keep(results="'[]'"), OPEN),  # not whole
        (keep(sealed="'abc'"),),
        (keep().replace(", edition,", ", edition + 1,"),),
        (keep(), keep()),
        (keep(), keep().replace("INSERT", "INSERT OR REPLACE")),
        (keep(), OPEN.replace("edition + 1", "edition + 2")),
        (keep(), OPEN.replace("edition = edition + 1, ", "")),
        (keep(), OPEN.replace("hash = NULL, p", "p")),
        (keep(), OPEN.replace("closed_by = NULL", "closed_by = NULL, scheme_version = 2")),
        (keep(), OPEN.replace("'2026-09'", "'2026-08'")),
        (keep(BEFORE), OPEN.replace("'2026-09'", "'2026-08'")),  # a later month is closed
        (keep(), "UPDATE month SET state = 'open' WHERE month = '2026-09'"),
        (keep(), OPEN, "DELETE FROM month WHERE month = '2026-09'"),
        (keep(), OPEN, "UPDATE month SET edition = 1 WHERE month = '2026-09'"),
        (keep(), OPEN, "UPDATE scheme SET rules = '{}'"),
        (keep(), OPEN, "DELETE FROM month_edition"),
        (keep(), OPEN, "UPDATE month_edition SET reason = '别的'"),
        ("UPDATE month SET hash = 'abc' WHERE month = '2026-09'",),
        ("UPDATE month SET edition = 2 WHERE month = '2026-09'",),
        ("UPDATE month SET state = 'published', edition = 2 WHERE month = '2026-09'",),
        ("INSERT OR REPLACE INTO month(month, scheme_version) VALUES('2026-09', 1)",),
        ("INSERT INTO month(month, state, scheme_version) VALUES('2026-10', 'closed', 1)",),
        ("INSERT INTO month(month, edition, scheme_version) VALUES('2026-10', 2, 1)",),
        ("INSERT INTO month(month, scheme_version) VALUES('2026-10', 1)",
         "UPDATE OR REPLACE month SET month = '2026-09' WHERE month = '2026-10'"),
        ("INSERT OR REPLACE INTO scheme VALUES(1, '方案', '{}')",),
        ("DELETE FROM result WHERE month = '2026-09'",),
        ("INSERT OR REPLACE INTO sheet SELECT month, building_id, id, '55555555' FROM sheet",),
        ("UPDATE sheet_count SET issued = 99",),
        ("DELETE FROM star_mark",),
    ],
)  # fmt: skip
def test_another_program_with_the_key_is_refused(
    office: Office, closed: list[int], statements: tuple[str, ...]
) -> None:
    """The triggers lie in the file: whoever opens it has them. The last statement aborts."""
    del closed
    with other_program(office, triggers=True) as connection, connection:
        for statement in statements[:-1]:
            connection.execute(statement)
            assert connection.changes()
        with pytest.raises(apsw.ConstraintError, match=r"month closed|append only"):
            connection.execute(statements[-1])
        connection.execute("SELECT 1")


def test_the_one_way_the_triggers_leave_open(office: Office, closed: list[int]) -> None:
    """What the program does, done by hand: opens, so that the refusals above are no accident. But
    what was kept so is not what the program keeps, and both verifying and closing say so."""
    del closed
    with other_program(office, triggers=True) as connection:
        connection.execute(keep())
        connection.execute(OPEN)
        connection.execute("DELETE FROM result WHERE month = '2026-09'")
    found = office.evaluation.verify(MONTH)
    assert found.problems == ("2026年9月第1版的留存记录被改动过。",)
    with pytest.raises(RuleError, match="留存记录被改动过"):
        office.evaluation.close(MONTH)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE month_edition SET results = replace(results, '福锦苑', '福锦院')",
        "UPDATE month_edition SET reason = '别的原因'",
        "UPDATE month_edition SET second_person = '别人'",
        "UPDATE month_edition SET hash = replace(hash, substr(hash, 1, 1), 'z')",
        "UPDATE month_edition SET published_on = '2026-01-01'",
        "UPDATE month_edition SET digest = 'abc'",
        "DELETE FROM month_edition",
        "UPDATE month SET edition = 3 WHERE month = '2026-09'",
        "DELETE FROM month WHERE month = '2026-09'",
        "UPDATE month SET state = 'open', hash = NULL WHERE month = '2026-08'",
        "UPDATE result SET score = '99.99' WHERE position = 3 AND month = '2026-09'",
        "UPDATE result SET stars = '60.00' WHERE position = 0 AND month = '2026-08'",
        "UPDATE sheet SET answers = '12345-54' WHERE rowid_ IN (SELECT 1)",
        "UPDATE star_mark SET marks = '443' WHERE month = '2026-09'",
        "UPDATE sheet_count SET spoiled = 1 WHERE month = '2026-09'",
        "UPDATE sheet_count SET origin = 'file' WHERE month = '2026-08'",
        "UPDATE sheet_count SET issued = 21 WHERE month = '2026-08'",
        "UPDATE sheet_count SET checked = 7 WHERE month = '2026-09'",
        "DELETE FROM sheet_count WHERE month = '2026-09'",
    ],
)
def test_verify_finds_one_changed_byte(office: Office, closed: list[int], sql: str) -> None:
    del closed
    office.reopening.reopen(MONTH, "复核", WANG)
    office.evaluation.close(MONTH)
    assert office.evaluation.verify(MONTH).ok
    if "rowid_" in sql:  # one answer of one sheet
        sql = (
            "UPDATE sheet SET answers = '4' || substr(answers, 2) WHERE month = '2026-09' AND id = "
            "(SELECT min(id) FROM sheet WHERE month = '2026-09' AND answers LIKE '5%')"
        )
    with other_program(office, triggers=False) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(sql)
        assert connection.changes()
    month = BEFORE if "'2026-08'" in sql else MONTH
    try:
        found = office.evaluation.verify(MONTH)
    except InputError:
        found = office.evaluation.verify(BEFORE)  # the month itself is gone
    assert not found.ok
    assert f"2026年{int(month[-1])}月" in found.problems[0]


def test_a_month_chained_on_an_old_edition(office: Office, closed: list[int]) -> None:
    """Impossible by the rule; forged with another program, it is found and named."""
    old = office.evaluation.month(BEFORE).hash
    office.reopening.reopen(MONTH, "复核", WANG)
    office.reopening.reopen(BEFORE, "复核", WANG)
    rekey_month(office, BEFORE, closed[0])
    assert office.evaluation.close(BEFORE).hash != old
    office.evaluation.close(MONTH)
    assert office.evaluation.verify(MONTH).ok
    with other_program(office, triggers=False) as connection:
        connection.execute("UPDATE month SET previous_hash = ? WHERE month = ?", (old, MONTH))
    assert office.evaluation.verify(MONTH).problems[0] == (
        "2026年9月接在2026年8月已被更正的旧版后面，不是现在这一版。"
    )


def rekey_month(office: Office, month: str, building: int) -> None:
    office.evaluation.save_stars(month, building, {1: "555"})


def test_three_editions_hold_each_other(office: Office, closed: list[int]) -> None:
    for marks in ("333", "222"):
        office.reopening.reopen(MONTH, "复核", WANG)
        office.evaluation.save_stars(MONTH, closed[0], {1: marks})
        office.evaluation.close(MONTH)
    assert office.evaluation.month(MONTH).edition == 3
    assert [k.edition for k in office.reopening.editions(MONTH)] == [1, 2]
    assert office.evaluation.verify(MONTH).ok
    texts = office.core.database.rows("SELECT results FROM month_edition ORDER BY edition")
    stars = [json.loads(t)[0]["stars"] for (t,) in texts]
    assert stars == ["80.00", "60.00"]


def test_all_of_it_is_there_after_opening_again(
    office: Office, closed: list[int], tmp_path: Path
) -> None:
    del closed
    office.reopening.reopen(MONTH, "复核", WANG)
    office.close()
    again = open_office(tmp_path / "office", "", "测试口令-2026")
    try:
        assert again.evaluation.month(MONTH).edition == 2
        assert again.reopening.editions(MONTH)[0].reason == "复核"
        with pytest.raises(apsw.ConstraintError, match="append only"):
            again.core.database.execute("DELETE FROM month_edition")
    finally:
        again.close()
